//! An old Debian, unpacked and not installed: its Python runs with its own loader and its own C library.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files;
use crate::steps::{output, run as execute, scratch, target};

/// Its name, and the packages that Python needs and what the examples import.
const OLD: &str = "bullseye";
const PACKAGES: [&str; 10] = [
    "libc6",
    "libcrypt1",
    "libexpat1",
    "libffi7",
    "libgcc-s1",
    "libpython3.9-minimal",
    "libpython3.9-stdlib",
    "libssl1.1",
    "python3.9-minimal",
    "zlib1g",
];

/// A Debian below `target`.
pub(super) struct Debian {
    python: PathBuf,
    /// Where its Python looks for packages; it is empty.
    pub(super) site: PathBuf,
}

impl Debian {
    /// Its Python, which sees these packages and none of this system.
    pub(super) fn python(&self) -> Command {
        let mut command = Command::new(&self.python);
        command.arg("-s").env("PYTHONPATH", &self.site).env_remove("PYTHONHOME");
        command
    }
}

/// Debian 11: glibc 2.31 and Python 3.9. Nothing where this is no Debian on x86-64.
pub(super) fn old_system(root: &Path) -> Result<Option<Debian>, String> {
    let keys = Path::new("/usr/share/keyrings/debian-archive-keyring.gpg");
    if !keys.exists() || std::env::consts::ARCH != "x86_64" {
        return Ok(None);
    }
    let folder = target(root).join("xtask").join(OLD);
    let python = folder.join("python");
    if !python.exists() {
        let folder = scratch(root, OLD)?;
        download(&folder, keys)?;
        let system = folder.join("system");
        for package in files(&folder.join("packages"), ".deb")? {
            execute(Command::new("dpkg").arg("-x").arg(package).arg(&system))?;
        }
        let script = "#!/bin/sh\nset -e\nsystem=$(dirname \"$0\")/system\nexec \"$system/lib/x86_64-linux-gnu/ld-2.31.so\" \
                      --library-path \"$system/lib/x86_64-linux-gnu:$system/usr/lib/x86_64-linux-gnu\" \
                      \"$system/usr/bin/python3.9\" \"$@\"\n";
        write(&python, script)?;
        let failed = |error| format!("{}: {error}", python.display());
        std::fs::set_permissions(&python, std::fs::Permissions::from_mode(0o755)).map_err(failed)?;
    }
    let site = scratch(root, &format!("{OLD}/packages-of-python"))?;
    Ok(Some(Debian { python, site }))
}

/// Downloads the packages with lists of their own, so that what the system knows of packages stays as it is.
fn download(folder: &Path, keys: &Path) -> Result<(), String> {
    let lists = folder.join("lists");
    let packages = folder.join("packages");
    for made in [&lists.join("partial"), &folder.join("archives/partial"), &packages] {
        std::fs::create_dir_all(made).map_err(|error| format!("{}: {error}", made.display()))?;
    }
    let source = format!("deb [signed-by={}] http://deb.debian.org/debian {OLD} main\n", keys.display());
    write(&folder.join("sources.list"), &source)?;
    write(&folder.join("status"), "")?;
    let within = folder.display();
    let settings = format!(
        "Dir::Etc::SourceList \"{within}/sources.list\";\nDir::Etc::SourceParts \"-\";\nDir::State::Lists \"{within}/lists\";\n\
         Dir::State::Status \"{within}/status\";\nDir::Cache \"{within}\";\nAPT::Sandbox::User \"\";\n"
    );
    write(&folder.join("apt.conf"), &settings)?;
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("APT_CONFIG", folder.join("apt.conf")).current_dir(&packages).arg("--quiet");
        command
    };
    output(apt().arg("update"))?;
    output(apt().arg("download").args(PACKAGES))?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
