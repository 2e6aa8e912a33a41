//! `cargo xtask backend`: the library with aws-lc-rs in the place of ring passes the same tests, gives the same answers to the whole
//! conformance suite, and has ML-DSA, which another implementation confirms.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{cargo, python_with, run as execute, scratch, target};
use crate::tools::needed;
use crate::{Outcome, conformance};

/// What brings OpenSSL's ML-DSA.
const CRYPTOGRAPHY: &str = "cryptography==50.0.2";

pub(crate) fn run(root: &Path) -> Outcome {
    needed("cc", "gcc")?;
    let with =
        |words: &[&str]| execute(cargo(root, &["test", "--quiet", "--locked", "--features", "aws-lc"]).args(words));
    with(&["--package", "passerelle"])?;
    with(&["--package", "passerelle-cli", "--test", "hybrid"])?;
    let adapter = built(root, "passerelle-conformance", "passerelle-adapter")?;
    let command = built(root, "passerelle-cli", "passerelle")?;
    conformance::ask(root, &command, &conformance::shown(&adapter), None)?;
    hybrid(root, &command)
}

/// Builds a program with the feature. Another build would put one without it into its place, so it is kept beside.
fn built(root: &Path, package: &str, name: &str) -> Result<PathBuf, String> {
    let words = ["build", "--quiet", "--locked", "--package", package, "--bin", name, "--features", "aws-lc"];
    execute(&mut cargo(root, &words))?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let kept = target(root).join("xtask").join("aws-lc");
    std::fs::create_dir_all(&kept).map_err(|error| format!("{}: {error}", kept.display()))?;
    std::fs::copy(target(root).join("debug").join(&file), kept.join(&file))
        .map_err(|error| format!("{file}: {error}"))?;
    Ok(kept.join(file))
}

/// Second signatures, in both directions between the command and OpenSSL.
fn hybrid(root: &Path, command: &Path) -> Outcome {
    let python = python_with(root, "hybrid", &[CRYPTOGRAPHY])?;
    let script = root.join("conformance-tests/interop/hybrid.py");
    let record = root.join("examples/records/modus-operandi-sea-route-rev1.json");
    execute(Command::new(&python).arg(script).arg(command).arg(scratch(root, "hybrid")?).arg(record))
}
