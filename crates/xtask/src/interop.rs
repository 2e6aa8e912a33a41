//! `cargo xtask interop`: records that the command signs are verified by JOSE libraries which know nothing of Passerelle, and
//! their canonical form by an independent implementation of RFC 8785.

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::steps::{passerelle, python_with, run as execute, scratch};

const PACKAGES: [&str; 4] = ["joserfc==1.8.0", "jwcrypto==1.6.1", "rfc8785==0.1.4", "cryptography==50.0.2"];

/// Runs `conformance-tests/interop/verify.py` on a folder of the command's own making.
pub(crate) fn run(root: &Path) -> Outcome {
    let python = python_with(root, "interop", &PACKAGES)?;
    let folder = scratch(root, "interop")?;
    execute(
        Command::new(python)
            .arg(root.join("conformance-tests/interop/verify.py"))
            .arg(passerelle(root)?)
            .arg(&folder)
            .arg(root.join("examples/records")),
    )
}
