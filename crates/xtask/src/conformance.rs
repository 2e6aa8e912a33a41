//! `cargo xtask vectors` and `cargo xtask conformance`: making the cases, and asking the implementations that are here.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::reader::python;
use crate::steps::{cargo, passerelle, run as execute, target};

/// Makes the cases, or checks that they are current.
pub(crate) fn vectors(root: &Path, words: &[&str]) -> Outcome {
    let build = ["build", "--quiet", "--locked", "--package", "passerelle-conformance", "--features", "vectors"];
    execute(&mut cargo(root, &build))?;
    execute(Command::new(built(root, "passerelle-vectors")).arg(root.join("conformance-tests")).args(words))
}

/// Asks the library, and then the independent reader.
pub(crate) fn run(root: &Path) -> Outcome {
    let command = passerelle(root)?;
    execute(&mut cargo(root, &["build", "--quiet", "--locked", "--package", "passerelle-conformance"]))?;
    let suite = root.join("conformance-tests");
    let adapters = suite.join("adapters");
    let library = shown(&built(root, "passerelle-adapter"));
    let reader = format!("{} {}", shown(&python(root)?), shown(&adapters.join("reader_python.py")));
    for (adapter, known) in [(library, None), (reader, Some("reader_python.expected.json"))] {
        let mut ask = Command::new(&command);
        ask.args(["conformance", "run", "--adapter", &adapter, "--suite"]).arg(&suite);
        if let Some(known) = known {
            ask.arg("--expected").arg(adapters.join(known));
        }
        execute(ask.env("PYTHONDONTWRITEBYTECODE", "1"))?;
    }
    Ok(())
}

fn built(root: &Path, name: &str) -> PathBuf {
    target(root).join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A path as a word of a command line.
fn shown(path: &Path) -> String {
    format!("'{}'", path.display())
}
