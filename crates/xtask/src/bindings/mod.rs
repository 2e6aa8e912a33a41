//! `cargo xtask bindings`: the record types of other languages, from the JSON Schemas; and the packages, built and tried in a clean
//! place.

mod artifact;
mod definition;
mod kotlin;
mod python;
mod softhsm;

use std::path::Path;

use crate::{Mode, Outcome, generated};
use definition::Definitions;

pub(crate) use artifact::{maven, run as run_kotlin};
pub(crate) use python::{Build, built as python_wheel, installed as python_installed, run as run_python};

const PYTHON_TYPES: &str = "bindings/python/python/passerelle/records.py";
const KOTLIN_TYPES: &str = "bindings/kotlin/src/main/kotlin/org/passerelle/records/Records.kt";

/// Writes or checks the record types of every language.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let definitions = Definitions::read(root)?;
    generated(&root.join(PYTHON_TYPES), &python::types(&definitions)?, mode)?;
    generated(&root.join(KOTLIN_TYPES), &kotlin::types(&definitions)?, mode)
}
