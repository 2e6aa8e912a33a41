//! The artifact for the JVM: built, tested, put into an empty repository, and used by a project that has nothing else of this one.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::hsm::signed;
use super::python::Build;
use super::softhsm::softhsm;
use super::wheel;
use crate::steps::{run as execute, scratch, target};
use crate::{Outcome, tools};

/// The folders of artifacts and of the local repository.
const ARTIFACTS: &str = "maven-artifacts";
const CLEAN: &str = "maven-clean";

/// Builds and tests the artifact, and then tries it where nothing else is.
pub(crate) fn run(root: &Path, build: Build) -> Outcome {
    tools::needed("mvn", "maven")?;
    tools::needed("javac", "openjdk-17-jdk-headless")?;
    let project = root.join("bindings/kotlin");
    let artifacts = scratch(root, ARTIFACTS)?;
    let folder = format!("-Dpasserelle.repository={}", artifacts.display());
    let shipped = if build == Build::Release { shipped(root, &wheel::shipped(root)?)? } else { Vec::new() };
    // It is not installed among the artifacts of the user, where the next step could find it.
    let mut build = maven(&project, &["clean", "deploy", "-Dmaven.install.skip=true", &folder]);
    build.args(shipped);
    if let Some((library, util)) = softhsm(root)? {
        let settings = scratch(root, "softhsm-tokens")?.join("softhsm2.conf");
        build.env("PASSERELLE_SOFTHSM", library).env("PASSERELLE_SOFTHSM_UTIL", util).env("SOFTHSM2_CONF", settings);
    }
    execute(build.env("PASSERELLE_SIGNED_BY_HSM", signed(root)?))?;
    let local = clean_repository(root)?;
    let local = format!("-Dmaven.repo.local={}", local.display());
    execute(&mut maven(&project.join("consumer"), &["clean", "verify", &folder, &local]))
}

/// What Maven is told where the artifact is built as it is shipped: with the library of the wheel, which runs on old systems too, and
/// with the time of the last commit.
pub(super) fn shipped(root: &Path, built: &wheel::Shipped) -> Result<Vec<String>, String> {
    let time = wheel::commit_time(root)?;
    let property = |name: &str, value: &str| format!("-D{name}={value}");
    Ok(vec![
        property("passerelle.profile", "release"),
        property("passerelle.native", &built.library.display().to_string()),
        property("project.build.outputTimestamp", &time),
    ])
}

/// The folder of artifacts, and the local repository without any of them; both are made where they are not there yet.
pub(crate) fn artifacts(root: &Path) -> Result<(PathBuf, PathBuf), String> {
    let folder = |name: &str| target(root).join("xtask").join(name);
    let held = (folder(ARTIFACTS), folder(CLEAN));
    if !held.0.join("org/passerelle").exists() || !held.1.exists() {
        run(root, Build::Trial)?;
    }
    Ok(held)
}

/// Maven without questions, colours and progress, and with patience for a registry that stumbles.
pub(crate) fn maven(project: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("mvn");
    command.current_dir(project).args(["--batch-mode", "--quiet", "--no-transfer-progress"]);
    command.arg("-Dmaven.wagon.http.retryHandler.count=3").args(words);
    command
}

/// A local repository with what Maven has downloaded already, and with nothing of this project.
fn clean_repository(root: &Path) -> Result<PathBuf, String> {
    let clean = scratch(root, CLEAN)?;
    let home = std::env::var_os("HOME").unwrap_or_default();
    let held = Path::new(&home).join(".m2/repository");
    if held.exists() {
        link(&held, &clean, &held.join("org/passerelle"))?;
    }
    Ok(clean)
}

/// Makes a folder like another one, of the same files, without one part of it.
fn link(from: &Path, to: &Path, without: &Path) -> Outcome {
    let failed = |error: std::io::Error| format!("{}: {error}", from.display());
    std::fs::create_dir_all(to).map_err(failed)?;
    for entry in std::fs::read_dir(from).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let place = to.join(path.file_name().unwrap_or_default());
        if path == without {
            continue;
        }
        if path.is_dir() {
            link(&path, &place, without)?;
        } else {
            // Another file system has no links to it.
            std::fs::hard_link(&path, &place).or_else(|_| std::fs::copy(&path, &place).map(|_| ())).map_err(failed)?;
        }
    }
    Ok(())
}
