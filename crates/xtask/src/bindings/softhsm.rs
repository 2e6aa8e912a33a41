//! An HSM made of software, for tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files;
use crate::steps::{output, run as execute, scratch, target};

/// Debian's packages of SoftHSM2, which are unpacked and not installed.
const PACKAGES: [&str; 2] = ["softhsm2", "libsofthsm2"];

/// The library and the tool of SoftHSM2: what is installed, or else Debian's packages, unpacked below `target`. Nothing where this is no
/// Debian: the test of the HSM says then that it was left out.
pub(super) fn softhsm(root: &Path) -> Result<Option<(PathBuf, PathBuf)>, String> {
    let installed = Path::new("/usr/lib/softhsm/libsofthsm2.so");
    if installed.exists() {
        return Ok(Some((installed.to_path_buf(), PathBuf::from("softhsm2-util"))));
    }
    let folder = target(root).join("xtask").join("softhsm");
    let found = (folder.join("usr/lib/softhsm/libsofthsm2.so"), folder.join("usr/bin/softhsm2-util"));
    if found.0.exists() {
        return Ok(Some(found));
    }
    let folder = scratch(root, "softhsm")?;
    if output(Command::new("apt-get").current_dir(&folder).arg("download").args(PACKAGES)).is_err() {
        eprintln!("SoftHSM2 cannot be had here: its test is left out");
        return Ok(None);
    }
    for package in files(&folder, ".deb")? {
        execute(Command::new("dpkg").arg("-x").arg(package).arg(&folder))?;
    }
    Ok(Some(found))
}
