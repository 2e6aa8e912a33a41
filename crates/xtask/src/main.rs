//! The project's own commands; `cargo xtask` without a word lists them.

mod backend;
mod bench;
mod bindings;
mod conformance;
mod dependencies;
mod examples;
mod fuzz;
mod growth;
mod identity;
mod instructions;
mod interop;
mod layers;
mod mutants;
mod reader;
mod readme;
mod registry;
mod release;
mod schema;
mod specification;
mod steps;
mod tables;
mod test;
mod tools;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::de::DeserializeOwned;

/// What a command ends with: nothing, or why it failed.
pub(crate) type Outcome = Result<(), String>;

const USAGE: &str = "\
cargo xtask test                 everything that must pass before a change lands
cargo xtask registry [--check]   the library's tables from spec/registry and spec/vocabulary
cargo xtask schema [--check]     the JSON Schemas under spec/schema from the record types
cargo xtask tables [--check]     the generated tables in spec/*.md from schemas, vocabularies and registries
cargo xtask bindings [--check]   the record types of other languages from the JSON Schemas
cargo xtask bindings python      builds the wheel, and tries it where nothing else is; with --release as it is shipped, with the source
                                 distribution, both tried, the wheel on an old system too
cargo xtask bindings kotlin      builds the jar, and tries it where nothing else is; with --release as it is shipped
cargo xtask bindings reproducible  wheel, source distribution and jars are the same bytes when they are built elsewhere (slow)
cargo xtask bindings docs        the documentation of both packages for people to read, below target/bindings-docs
cargo xtask bindings hsm         what an HSM signed in the tests of one language opens in the others
cargo xtask bench bindings       what calls from Python and Kotlin cost, as ratios to Rust, and Python against its usual packages (builds
                                 everything as it is shipped); bench bindings again without building, bench bindings readme to write
                                 the tables into the READMEs of the bindings
cargo xtask examples postgres    a national system in PostgreSQL, with the wheel
cargo xtask examples service     a service on the JVM, with the artifact
cargo xtask specification        requirements: text, code and registry agree
cargo xtask layers               modules use only what ARCHITECTURE.md allows
cargo xtask dependencies         every direct dependency has its reason in spec/decisions
cargo xtask release              the list of everything that is in what is shipped (CycloneDX), below target/release-documents
cargo xtask readme               the commands in README.md do what it says
cargo xtask interop              independent JOSE libraries verify what the command signs
cargo xtask backend              with aws-lc-rs in the place of ring: the same tests and answers, and ML-DSA as OpenSSL has it
cargo xtask vectors [--check]    the cases of the conformance suite; --replace changes published ones
cargo xtask neighbours           packages of neighbours read what is written for them, and their examples are read
cargo xtask conformance          the library and the second reader pass the conformance suite
cargo xtask conformance bindings the packages for Python and Kotlin, once they are built and tried, say the same to all cases
cargo xtask mutants [--check]    the conformance suite notices each known way to break the library (about an hour); with --check only
                                 that each still fits the sources; --filter TEXT,TEXT takes some, --report FILE writes a table
cargo xtask fuzz --smoke         looks for inputs that break what has to hold, a minute a target; fuzz NAME --seconds N for one,
                                 --keep to keep what covers more
cargo xtask instructions         no stage takes over 5 % more instructions than it did; with --bless what it takes now is held
cargo xtask bench                ratios of the library to bare signatures and to the usual packages of Rust, Python, Node and the JVM;
                                 bench rust for the first of them only, bench readme to write the table into README.md
cargo xtask bench growth         how time and memory grow with sizes, numbers of records and hostile inputs
cargo xtask reader               a second reader, written from the specification alone, gives the same codes

Without --check, registry, schema, tables and bindings write what is not current.";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = root();
    let outcome = match words.as_slice() {
        ["test"] => test::run(&root),
        ["registry"] => registry::run(&root, Mode::Write),
        ["registry", "--check"] => registry::run(&root, Mode::Check),
        ["schema"] => schema::run(&root, Mode::Write),
        ["schema", "--check"] => schema::run(&root, Mode::Check),
        ["tables"] => tables::run(&root, Mode::Write),
        ["tables", "--check"] => tables::run(&root, Mode::Check),
        ["bindings"] => bindings::run(&root, Mode::Write),
        ["bindings", "--check"] => bindings::run(&root, Mode::Check),
        ["bindings", "python"] => bindings::run_python(&root, bindings::Build::Trial),
        ["bindings", "python", "--release"] => bindings::run_python(&root, bindings::Build::Release),
        ["bindings", "kotlin"] => bindings::run_kotlin(&root, bindings::Build::Trial),
        ["bindings", "kotlin", "--release"] => bindings::run_kotlin(&root, bindings::Build::Release),
        ["bindings", "reproducible"] => bindings::run_reproducible(&root),
        ["bindings", "docs"] => bindings::run_docs(&root),
        ["bindings", "hsm"] => bindings::run_hsm(&root),
        ["bench", "bindings"] => bindings::run_bench(&root, bench::Extent::Everything),
        ["bench", "bindings", "again"] => bindings::run_bench(&root, bench::Extent::Again),
        ["bench", "bindings", "readme"] => bindings::run_bench(&root, bench::Extent::Readme),
        ["examples", "service"] => examples::service(&root),
        ["examples", "postgres"] => examples::postgres(&root),
        ["specification"] => specification::run(&root),
        ["layers"] => layers::run(&root),
        ["dependencies"] => dependencies::run(&root),
        ["release"] => release::run(&root),
        ["readme"] => readme::run(&root),
        ["interop"] => interop::run(&root),
        ["backend"] => backend::run(&root),
        ["neighbours"] => interop::neighbours(&root),
        ["vectors"] => conformance::vectors(&root, &[]),
        ["vectors", word @ ("--check" | "--replace")] => conformance::vectors(&root, &[word]),
        ["conformance"] => conformance::run(&root),
        ["conformance", "bindings"] => conformance::run_bindings(&root),
        ["mutants", "--check"] => mutants::check(&root),
        ["mutants", options @ ..] => mutants::Options::of(options).and_then(|options| mutants::run(&root, &options)),
        ["fuzz", words @ ..] => fuzz::Options::of(words).and_then(|options| fuzz::run(&root, &options)),
        ["instructions"] => instructions::run(&root, Mode::Check),
        ["instructions", "--bless"] => instructions::run(&root, Mode::Write),
        ["bench"] => bench::run(&root, bench::Extent::Everything),
        ["bench", "growth"] => growth::run(&root),
        ["bench", "rust"] => bench::run(&root, bench::Extent::Rust),
        ["bench", "readme"] => bench::run(&root, bench::Extent::Readme),
        ["reader"] => reader::run(&root),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Whether a generator writes, or only says what it would change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write what is not current.
    Write,
    /// Fail where something is not current.
    Check,
}

/// The workspace's root.
///
/// As cargo says it when it runs this: a binary that two checkouts share through one target folder was built for one of them.
fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&manifest).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads a TOML file.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    toml::from_str(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// The files below a folder with an ending, sorted.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a generated file; or says that the one there is not current.
pub(crate) fn generated(path: &Path, content: &str, mode: Mode) -> Outcome {
    if std::fs::read_to_string(path).is_ok_and(|held| held == content) {
        return Ok(());
    }
    if mode == Mode::Check {
        return Err(format!(
            "{} is not current: run the command without --check and commit what it writes",
            path.display()
        ));
    }
    std::fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}
