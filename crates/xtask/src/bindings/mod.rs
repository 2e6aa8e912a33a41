//! `cargo xtask bindings`: the record types of other languages, from the JSON Schemas; and the packages, built and tried in a clean
//! place.

mod artifact;
mod bench;
mod debian;
mod definition;
mod docs;
mod hsm;
mod kotlin;
mod python;
mod reproducible;
mod softhsm;
mod wheel;

use std::path::Path;

use crate::{Mode, Outcome, generated};
use definition::Definitions;

pub(crate) use artifact::{artifacts, maven, run as run_kotlin};
pub(crate) use bench::run as run_bench;
pub(crate) use docs::run as run_docs;
pub(crate) use hsm::run as run_hsm;
pub(crate) use python::{Build, built as python_wheel, installed as python_installed, run as run_python};
pub(crate) use reproducible::run as run_reproducible;

const PYTHON_TYPES: &str = "bindings/python/python/passerelle/records.py";
const KOTLIN_TYPES: &str = "bindings/kotlin/src/main/kotlin/org/passerelle/records/Records.kt";

/// Writes or checks the record types of every language.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let definitions = Definitions::read(root)?;
    generated(&root.join(PYTHON_TYPES), &python::types(&definitions)?, mode)?;
    generated(&root.join(KOTLIN_TYPES), &kotlin::types(&definitions)?, mode)
}
