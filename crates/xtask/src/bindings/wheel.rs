//! The wheel as it is shipped: one for every Python from 3.9 on, on every Linux with glibc 2.17 or later; and the source distribution.
//! Both are tried: the wheel on an old system, the source distribution where nothing else of this project is.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian::old_system;
use crate::steps::{output, python_with, run as execute, scratch, target};
use crate::{Outcome, files};

/// What builds what is shipped. Zig links against the symbols of an old glibc, whatever the system has; `wheel` packs again what was
/// stripped.
const BUILD: [&str; 3] = ["maturin==1.16.0", "ziglang==0.17.1", "wheel==0.48.0"];

/// The oldest glibc that the wheel is for, as the tag of the wheel names it (PEP 600).
const COMPATIBILITY: &str = "manylinux_2_17";

/// The texts under which everything is passed on; whoever passes it on has to pass them on too.
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// What the quickstart prints in its end, where it did all that it says.
const DONE: &str = "to XC: ['REL_NOT_LISTED']";

/// A wheel as it is shipped.
pub(super) struct Shipped {
    pub(super) wheel: PathBuf,
    /// The library in it, before it was stripped: glue for other languages is generated from its symbols.
    pub(super) library: PathBuf,
}

/// Builds the wheel as it is shipped: the same bytes for the same sources, whoever builds it and where.
pub(super) fn shipped(root: &Path) -> Result<Shipped, String> {
    let folder = scratch(root, "release-wheel")?;
    let python = python_with(root, "release-wheel", &BUILD)?;
    let mut build = Command::new(python.with_file_name("maturin"));
    build.current_dir(root.join("bindings/python")).args(["build", "--release", "--quiet", "--locked", "--zig"]);
    build.args(["--compatibility", COMPATIBILITY, "--out"]).arg(folder.join("built"));
    // The glue is generated from symbols, so the library is stripped afterwards.
    build.env("CARGO_PROFILE_RELEASE_STRIP", "none").env("PATH", first_on_path(&python)?);
    same_everywhere(root, &mut build)?;
    // A module of an earlier build must not get into the wheel.
    let stale = target(root).join("maturin");
    if stale.exists() {
        std::fs::remove_dir_all(&stale).map_err(|error| format!("{}: {error}", stale.display()))?;
    }
    execute(&mut build)?;
    let unpacked = folder.join("unpacked");
    let wheel = |words: &[&str]| {
        let mut command = Command::new(&python);
        command.args(["-m", "wheel"]).args(words).current_dir(&folder);
        command
    };
    output(wheel(&["unpack", "--dest"]).arg(&unpacked).arg(only(&folder.join("built"), ".whl")?))?;
    let inside = only(&unpacked, ".so")?;
    let library = folder.join("libpasserelle_ffi.so");
    std::fs::copy(&inside, &library).map_err(|error| format!("{}: {error}", library.display()))?;
    execute(Command::new("strip").arg("--strip-unneeded").arg(&inside))?;
    let whole = only_folder(&unpacked)?;
    output(wheel(&["pack", "--dest-dir"]).arg(&folder).arg(&whole).env("SOURCE_DATE_EPOCH", commit_time(root)?))?;
    let packed = files(&folder, ".whl")?.into_iter().find(|path| path.parent() == Some(&folder));
    let wheel = packed.ok_or_else(|| format!("no wheel was packed in {}", folder.display()))?;
    Ok(Shipped { wheel, library })
}

/// Builds the source distribution.
pub(super) fn source_archive(root: &Path) -> Result<PathBuf, String> {
    let folder = scratch(root, "sdist")?;
    let python = python_with(root, "release-wheel", &BUILD)?;
    let mut build = Command::new(python.with_file_name("maturin"));
    build.current_dir(root.join("bindings/python")).args(["sdist", "--out"]).arg(&folder);
    // Its output goes nowhere where it ends well: it has no word to be quiet by.
    output(build.env("SOURCE_DATE_EPOCH", commit_time(root)?))?;
    let archive = only(&folder, ".tar.gz")?;
    let held = output(Command::new("tar").arg("--list").arg("--file").arg(&archive))?;
    match LICENCES.iter().find(|name| !held.lines().any(|line| line.ends_with(&format!("/{name}")))) {
        None => Ok(archive),
        Some(name) => Err(format!("{}: {name} is not in it", archive.display())),
    }
}

/// Builds the source distribution, makes a wheel of it where nothing of this project is, and tries that.
pub(super) fn source_distribution(root: &Path) -> Result<PathBuf, String> {
    let sdist = source_archive(root)?;
    let folder = scratch(root, "sdist-tried")?;
    // What is tried is that it builds, and not how fast it is; the rest is as a user has it.
    let clean = python_with(root, "sdist", &[super::python::NEEDS])?;
    let mut pip = Command::new(&clean);
    pip.args(["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-cache-dir", "--no-deps"]).arg(&sdist);
    pip.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_LTO", "off");
    pip.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16").env("CARGO_TARGET_DIR", folder.join("target"));
    execute(pip.current_dir(&folder))?;
    std::fs::remove_dir_all(folder.join("target")).map_err(|error| format!("{}: {error}", folder.display()))?;
    quickstart(root, Command::new(&clean).arg("-I").current_dir(&folder))?;
    Ok(sdist)
}

/// Tries the wheel with the oldest Python that it is for, on a system with a glibc of 2020: Debian 11, unpacked below `target`. Nothing
/// where this is no Debian.
pub(super) fn on_an_old_system(root: &Path, wheel: &Path) -> Outcome {
    let Some(debian) = old_system(root)? else {
        eprintln!("   this is no Debian: the wheel was not tried on an old system");
        return Ok(());
    };
    let pip = python_with(root, "release-wheel", &BUILD)?;
    let mut install = Command::new(pip);
    install.args(["-m", "pip", "install", "--quiet", "--target"]).arg(&debian.site).arg(wheel);
    let platforms = ["manylinux_2_17_x86_64", "manylinux2014_x86_64"];
    install.args(platforms.iter().flat_map(|platform| ["--platform", platform]));
    execute(install.args(["--python-version", "3.9", "--only-binary", ":all:"]))?;
    let which = "import os, sys; print('Python', sys.version.split()[0], 'and', os.confstr('CS_GNU_LIBC_VERSION'))";
    let which = output(debian.python().args(["-c", which]))?;
    quickstart(root, &mut debian.python())?;
    eprintln!("   the wheel works with {}", which.trim());
    Ok(())
}

/// Runs the quickstart with this Python.
fn quickstart(root: &Path, python: &mut Command) -> Outcome {
    let said = output(python.arg(root.join("bindings/python/examples/quickstart.py")))?;
    if said.contains(DONE) { Ok(()) } else { Err(format!("the quickstart ended early:\n{said}")) }
}

/// Keeps out of what is built where and when it was built. The flags are those of one target and not of everything, so that the
/// generator of the glue, which is not shipped, need not be built once more.
fn same_everywhere(root: &Path, build: &mut Command) -> Outcome {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=/passerelle", root.display())];
    flags.extend(home.map(|home| format!("--remap-path-prefix={}=/cargo", home.display())));
    // A list of texts is written in TOML as it is in JSON.
    let flags = serde_json::to_string(&flags).map_err(|error| error.to_string())?;
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    build.arg("--config").arg(format!("target.{target}.rustflags={flags}"));
    build.env("SOURCE_DATE_EPOCH", commit_time(root)?);
    Ok(())
}

/// When the last commit was made: the one time that all who build it share.
pub(super) fn commit_time(root: &Path) -> Result<String, String> {
    let time = output(Command::new("git").current_dir(root).args(["log", "-1", "--format=%ct"]))?;
    Ok(time.trim().to_owned())
}

/// The search path, with the folder of a program first.
fn first_on_path(program: &Path) -> Result<std::ffi::OsString, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = program.parent().map(Path::to_path_buf).into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| error.to_string())
}

/// The one file with an ending below a folder.
fn only(folder: &Path, ending: &str) -> Result<PathBuf, String> {
    let mut found = files(folder, ending)?;
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(format!("{}: not exactly one file {ending}", folder.display())),
    }
}

/// The one folder inside a folder.
fn only_folder(folder: &Path) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut folders = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir());
    match (folders.next(), folders.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(format!("{}: not exactly one folder", folder.display())),
    }
}
