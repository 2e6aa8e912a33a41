//! `cargo xtask vectors` and `cargo xtask conformance`: making the cases, and asking the implementations that are here.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::reader::python;
use crate::steps::{cargo, output, passerelle, run as execute, scratch, target};
use crate::{Outcome, bindings};

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
    let adapters = root.join("conformance-tests/adapters");
    let library = shown(&built(root, "passerelle-adapter"));
    let reader = format!("{} {}", shown(&python(root)?), shown(&adapters.join("reader_python.py")));
    ask(root, &command, &library, None)?;
    ask(root, &command, &reader, Some("reader_python.expected.json"))
}

/// Asks an adapter every case; `known` names a file of failures that are expected.
pub(crate) fn ask(root: &Path, command: &Path, adapter: &str, known: Option<&str>) -> Outcome {
    let suite = root.join("conformance-tests");
    let mut ask = Command::new(command);
    ask.args(["conformance", "run", "--adapter", adapter, "--suite"]).arg(&suite);
    if let Some(known) = known {
        ask.arg("--expected").arg(suite.join("adapters").join(known));
    }
    execute(ask.env("PYTHONDONTWRITEBYTECODE", "1"))
}

/// Asks the packages of the bindings, as they were installed and tried before, and holds what they say against what the library says,
/// byte for byte.
pub(crate) fn run_bindings(root: &Path) -> Outcome {
    let command = passerelle(root)?;
    execute(&mut cargo(root, &["build", "--quiet", "--locked", "--package", "passerelle-conformance"]))?;
    let (suite, folder) = (root.join("conformance-tests"), scratch(root, "conformance")?);
    let requests = folder.join("requests.ndjson");
    let said = output(Command::new(&command).args(["conformance", "requests", "--suite"]).arg(&suite))?;
    std::fs::write(&requests, said).map_err(|error| format!("{}: {error}", requests.display()))?;
    let library = answers(&mut Command::new(built(root, "passerelle-adapter")), &requests)?;
    let python = bindings::python_installed(root)?;
    let kotlin = kotlin_adapter(root)?;
    let adapters: [(&str, Vec<PathBuf>); 2] = [
        ("Python", vec![python, suite.join("adapters/passerelle_python.py")]),
        ("Kotlin", vec!["java".into(), "-jar".into(), kotlin]),
    ];
    for (language, words) in adapters {
        let adapter: Vec<String> = words.iter().map(|word| shown(word)).collect();
        let mut ask = Command::new(&command);
        ask.args(["conformance", "run", "--adapter", &adapter.join(" "), "--suite"]).arg(&suite);
        execute(ask.env("PYTHONDONTWRITEBYTECODE", "1"))?;
        let (program, words) = words.split_first().ok_or("an adapter is a command")?;
        let theirs = answers(Command::new(program).args(words).env("PYTHONDONTWRITEBYTECODE", "1"), &requests)?;
        // The first line says who they are.
        for (number, (ours, theirs)) in library.lines().zip(theirs.lines()).enumerate().skip(1) {
            if ours != theirs {
                return Err(format!("line {}: the library says\n{ours}\nand {language}\n{theirs}", number + 1));
            }
        }
        if library.lines().count() != theirs.lines().count() {
            return Err(format!("{language} gives another number of answers"));
        }
    }
    Ok(())
}

/// What an adapter says to all messages.
fn answers(adapter: &mut Command, requests: &Path) -> Result<String, String> {
    let input = std::fs::File::open(requests).map_err(|error| format!("{}: {error}", requests.display()))?;
    let output = adapter.stdin(input).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

/// Builds the adapter for the artifact that was put into the folder of artifacts.
fn kotlin_adapter(root: &Path) -> Result<PathBuf, String> {
    let folder = target(root).join("xtask");
    let property = |name: &str, value: &str| format!("-D{name}={}", folder.join(value).display());
    let mut build = bindings::maven(
        &root.join("conformance-tests/adapters/kotlin"),
        &[
            "package",
            &property("passerelle.repository", "maven-artifacts"),
            &property("passerelle.build", "kotlin-adapter"),
            &property("maven.repo.local", "maven-clean"),
        ],
    );
    execute(&mut build)?;
    Ok(folder.join("kotlin-adapter/conformance-adapter-0.1.0.jar"))
}

fn built(root: &Path, name: &str) -> PathBuf {
    target(root).join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A path as a word of a command line.
pub(crate) fn shown(path: &Path) -> String {
    format!("'{}'", path.display())
}
