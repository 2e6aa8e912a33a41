//! `cargo xtask reader`: a second reader, written from the specification alone, agrees with every block of it and with the demo.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::steps::{passerelle, python_with, run as execute};

const PACKAGES: [&str; 4] =
    ["cryptography==50.0.2", "jsonschema==4.26.0", "rfc8785==0.1.4", "tomli==2.5.0; python_version < '3.11'"];

/// Runs the tests of `conformance-tests/reader-python`, those that need the command included.
pub(crate) fn run(root: &Path) -> Outcome {
    execute(
        Command::new(python(root)?)
            .args(["-m", "unittest", "discover"])
            .current_dir(root.join("conformance-tests").join("reader-python"))
            .env("PASSERELLE_COMMAND", passerelle(root)?)
            .env("PYTHONDONTWRITEBYTECODE", "1"),
    )
}

/// The Python that the reader runs on.
pub(crate) fn python(root: &Path) -> Result<PathBuf, String> {
    python_with(root, "reader", &PACKAGES)
}
