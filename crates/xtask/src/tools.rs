//! Programs that a step needs beside Rust and Python.

use std::process::Command;

use crate::Outcome;
use crate::steps::{output, run as execute};

/// Sees to it that a program is there: where it is missing and this is Debian with an administrator, it is installed; elsewhere the
/// step fails and says what to install.
pub(crate) fn needed(program: &str, package: &str) -> Outcome {
    provided(program, package, || found(program))
}

/// The same of a program that Debian keeps off the path, in a folder for each version.
pub(crate) fn needed_below(program: &str, folder: &str, package: &str) -> Outcome {
    let is_there = || {
        let versions = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        versions.map(|version| version.path().join("bin").join(program)).any(|path| path.is_file())
    };
    provided(program, package, || found(program) || is_there())
}

fn provided(program: &str, package: &str, is_there: impl Fn() -> bool) -> Outcome {
    if is_there() {
        return Ok(());
    }
    if output(Command::new("id").arg("-u")).is_ok_and(|user| user.trim() == "0") && found("apt-get") {
        eprintln!("   {program} is missing: installing the package {package}");
        let install = ["install", "--yes", "--quiet", "--no-install-recommends", package];
        execute(apt().args(["update", "--quiet"]))?;
        execute(apt().args(install))?;
    }
    if is_there() {
        Ok(())
    } else {
        Err(format!("{program} is missing: install it (in Debian, the package {package})"))
    }
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether a program is on the path.
fn found(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
