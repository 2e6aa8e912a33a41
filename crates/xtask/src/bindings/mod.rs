//! `cargo xtask bindings`: the record types of other languages, from the JSON Schemas; and the packages, built and tried in a clean
//! place.

mod definition;
mod python;

use std::path::Path;

use crate::{Mode, Outcome, generated};
use definition::Definitions;

pub(crate) use python::{Build, run as run_python};

const PYTHON_TYPES: &str = "bindings/python/python/passerelle/records.py";

/// Writes or checks the record types of every language.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let definitions = Definitions::read(root)?;
    generated(&root.join(PYTHON_TYPES), &python::types(&definitions)?, mode)
}
