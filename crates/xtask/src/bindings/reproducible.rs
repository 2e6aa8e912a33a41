//! `cargo xtask bindings reproducible`: whoever builds a commit gets the same bytes as anybody else.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::artifact::{maven, shipped};
use super::wheel;
use crate::steps::{output, run as execute, scratch, target};
use crate::{Outcome, files};

/// Builds everything that is shipped twice, the second time from a checkout of its own in another folder, and compares.
pub(crate) fn run(root: &Path) -> Outcome {
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(root).args(words);
        command
    };
    if !output(&mut git(&["status", "--porcelain"]))?.trim().is_empty() {
        return Err("there are changes that are not committed: the second build would not have them".to_owned());
    }
    if std::env::var_os("CARGO_TARGET_DIR").is_some() {
        return Err("CARGO_TARGET_DIR is set: the second build would find what the first one made".to_owned());
    }
    let elsewhere = target(root).join("xtask/elsewhere/another-name");
    let _ = output(git(&["worktree", "remove", "--force"]).arg(&elsewhere));
    execute(git(&["worktree", "add", "--quiet", "--force", "--detach"]).arg(&elsewhere).arg("HEAD"))?;
    let outcome = compare(&built(root)?, &built(&elsewhere)?);
    output(git(&["worktree", "remove", "--force"]).arg(&elsewhere))?;
    outcome
}

/// Builds the wheel, the source distribution and the jars.
fn built(root: &Path) -> Result<Vec<PathBuf>, String> {
    let jars = scratch(root, "release-jars")?;
    let repository = format!("-Dpasserelle.repository={}", jars.display());
    let words = ["clean", "deploy", "-DskipTests", "-Dmaven.install.skip=true", &repository];
    let built = wheel::shipped(root)?;
    execute(maven(&root.join("bindings/kotlin"), &words).args(shipped(root, &built)?))?;
    let mut made = files(&jars, ".jar")?;
    made.push(built.wheel);
    made.push(wheel::source_archive(root)?);
    Ok(made)
}

fn compare(here: &[PathBuf], elsewhere: &[PathBuf]) -> Outcome {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = |path: &Path| std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    let mut different = Vec::new();
    for one in here {
        let other = elsewhere.iter().find(|other| name(other) == name(one));
        let other = other.ok_or_else(|| format!("{} was not built elsewhere", name(one)))?;
        let is_same = read(one)? == read(other)?;
        eprintln!("   {}: {}", name(one), if is_same { "the same bytes" } else { "DIFFERENT" });
        if !is_same {
            different.push(name(one));
        }
    }
    if different.is_empty() {
        Ok(())
    } else {
        Err(format!("built elsewhere, these are different: {}", different.join(", ")))
    }
}
