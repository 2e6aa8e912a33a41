//! `cargo xtask release`: the documents that go with what is shipped.

use std::path::Path;
use std::process::Command;

use crate::steps::{cargo, output, run as execute, target};
use crate::{Outcome, dependencies};

/// The tool that lists what a crate is made of (CycloneDX), and its version.
const CYCLONEDX: (&str, &str) = ("cargo-cyclonedx", "0.5.9");

/// What is shipped, by the folder of its crate.
const SHIPPED: [&str; 3] = ["passerelle", "passerelle-cli", "passerelle-ffi"];

/// Writes a bill of materials for each crate that is shipped, with the time of the last commit and not of today, so that it is the same
/// whoever writes it.
pub(crate) fn run(root: &Path) -> Outcome {
    dependencies::run(root)?;
    let tools = target(root).join("xtask/tools");
    let (name, version) = CYCLONEDX;
    let program = tools.join("bin").join(name);
    let is_there =
        output(Command::new(&program).args(["cyclonedx", "--version"])).is_ok_and(|said| said.contains(version));
    if !is_there {
        execute(cargo(root, &["install", "--quiet", "--locked", "--version", version, name, "--root"]).arg(&tools))?;
    }
    let time = output(Command::new("git").current_dir(root).args(["log", "-1", "--format=%ct"]))?;
    let documents = target(root).join("release-documents");
    std::fs::create_dir_all(&documents).map_err(|error| format!("{}: {error}", documents.display()))?;
    for shipped in SHIPPED {
        let manifest = root.join("crates").join(shipped).join("Cargo.toml");
        let made = root.join("crates").join(shipped).join(format!("{shipped}.cdx.json"));
        let mut list = Command::new(&program);
        list.args(["cyclonedx", "--format", "json", "--spec-version", "1.5", "--target", "all", "--quiet"]);
        list.args(["--override-filename", &format!("{shipped}.cdx"), "--manifest-path"]).arg(&manifest);
        let listed = execute(list.env("SOURCE_DATE_EPOCH", time.trim()));
        let kept = std::fs::rename(&made, documents.join(format!("{shipped}.cdx.json")));
        // The tool writes one beside every crate of the workspace.
        for other in crate::files(&root.join("crates"), ".cdx.json")? {
            let _ = std::fs::remove_file(other);
        }
        listed?;
        kept.map_err(|error| format!("{}: {error}", made.display()))?;
    }
    eprintln!("{}", documents.display());
    Ok(())
}
