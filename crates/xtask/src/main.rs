//! The project's own commands; `cargo xtask` without a word lists them.

mod registry;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde::de::DeserializeOwned;

/// What a command ends with: nothing, or why it failed.
pub(crate) type Outcome = Result<(), String>;

const USAGE: &str = "\
cargo xtask registry [--check]   write (or check) the library's tables from spec/registry and spec/vocabulary";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = root();
    let outcome = match words.as_slice() {
        ["registry"] => registry::run(&root, false),
        ["registry", "--check"] => registry::run(&root, true),
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

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// Reads a TOML file.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a generated file; or says that the one there is not current.
pub(crate) fn generated(path: &Path, content: &str, check: bool) -> Outcome {
    let held = std::fs::read_to_string(path).unwrap_or_default();
    if held == content {
        return Ok(());
    }
    if check {
        return Err(format!(
            "{} is not current: run the command without --check and commit what it writes",
            path.display()
        ));
    }
    std::fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}
