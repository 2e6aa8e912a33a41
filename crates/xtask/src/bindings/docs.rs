//! `cargo xtask bindings docs`: the documentation of both packages for people to read, below `target/bindings-docs`.

use std::path::Path;
use std::process::Command;

use super::artifact::maven;
use super::python::{NEEDS, PANDAS, PYARROW, trial};
use crate::steps::{python_with, run as execute, target};
use crate::{Outcome, files, read};

/// What writes the documentation for Python.
const PDOC: &str = "pdoc==16.0.0";

/// Writes it, and fails where a page of what everybody uses is missing.
pub(crate) fn run(root: &Path) -> Outcome {
    let folder = target(root).join("bindings-docs");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let (python, kotlin) = (folder.join("python"), folder.join("kotlin"));
    let interpreter = python_with(root, "docs", &[PDOC, NEEDS, PANDAS, PYARROW])?;
    let install = ["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"];
    execute(Command::new(&interpreter).args(install).arg(trial(root)?))?;
    let pages = ["-m", "pdoc", "passerelle", "!passerelle._native", "--docformat", "google", "--output-directory"];
    // Not in the source tree, so that what is described is what was installed.
    execute(Command::new(&interpreter).args(pages).arg(&python).current_dir(target(root)))?;
    let project = root.join("bindings/kotlin");
    execute(&mut maven(&project, &["package", "-Pdocumentation", "-DskipTests"]))?;
    std::fs::rename(project.join("target/dokka"), &kotlin).map_err(|error| format!("{}: {error}", kotlin.display()))?;
    for (pages, names) in
        [(&python, ["Trust", "verify_many", "SoftwareKey"]), (&kotlin, ["Trust", "verifyMany", "SoftwareKey"])]
    {
        let texts = files(pages, ".html")?.iter().map(|page| read(page)).collect::<Result<Vec<_>, _>>()?;
        for name in names {
            if !texts.iter().any(|text| text.contains(name)) {
                return Err(format!("{}: no page has {name}", pages.display()));
            }
        }
    }
    eprintln!("{}\n{}", python.join("index.html").display(), kotlin.join("index.html").display());
    Ok(())
}
