//! Running other programs, one step after another.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Outcome;

/// Runs a program to its end; its output goes where ours goes.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let shown = shown(command);
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("{shown}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{shown}: {status}")) }
}

/// Runs a program and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{shown}: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(format!("{shown}: {}\n{}{}", output.status, text(&output.stdout), text(&output.stderr)))
    }
}

/// Cargo in the workspace, with the dependencies of the lock file.
pub(crate) fn cargo(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).args(words);
    command
}

/// Builds the command and gives its path.
pub(crate) fn passerelle(root: &Path) -> Result<PathBuf, String> {
    run(&mut cargo(root, &["build", "--quiet", "--locked", "--package", "passerelle-cli"]))?;
    Ok(target(root).join("debug").join(format!("passerelle{}", std::env::consts::EXE_SUFFIX)))
}

/// Builds the command as it is shipped, and gives its path.
pub(crate) fn release(root: &Path) -> Result<PathBuf, String> {
    run(&mut cargo(root, &["build", "--quiet", "--locked", "--release", "--package", "passerelle-cli"]))?;
    Ok(target(root).join("release").join(format!("passerelle{}", std::env::consts::EXE_SUFFIX)))
}

/// Where cargo puts what it builds.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// A new empty folder below `target`.
pub(crate) fn scratch(root: &Path, name: &str) -> Result<PathBuf, String> {
    let folder = target(root).join("xtask").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// The Python of a virtual environment with these packages, made on first use and kept below `target`.
pub(crate) fn python_with(root: &Path, name: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let folder = target(root).join("xtask").join(format!("venv-{name}"));
    let python = folder.join("bin").join("python");
    let stamp = folder.join("packages");
    let wanted = packages.join("\n");
    if std::fs::read_to_string(&stamp).is_ok_and(|held| held == wanted) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(packages))?;
    std::fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(python)
}

/// Runs a step, says how it went and how long it took.
pub(crate) fn step(name: &str, run: impl FnOnce() -> Outcome) -> Outcome {
    eprintln!("── {name}");
    let begin = Instant::now();
    let outcome = run();
    let seconds = begin.elapsed().as_secs_f64();
    match &outcome {
        Ok(()) => eprintln!("   {name}: passed ({seconds:.1} s)"),
        Err(message) => eprintln!("   {name}: FAILED ({seconds:.1} s)\n{message}"),
    }
    outcome
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
