//! `cargo xtask fuzz`: looks for inputs for which something does not hold, with libFuzzer and coverage, on the stable toolchain.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::steps::{cargo, output, run as execute, scratch, target};
use crate::tools::needed;
use crate::{Outcome, files, read};

/// What makes rustc count where a program has been, which cargo-fuzz sets too. No sanitizer of memory is there: the code is safe Rust.
const FLAGS: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0";

/// The longest input that is kept.
const KEPT_BYTES: usize = 1024;

/// Which targets, for how long, and whether what is new is kept.
pub(crate) struct Options {
    targets: Vec<String>,
    seconds: u32,
    keep: bool,
}

impl Options {
    /// Reads them from the words of the command line.
    pub(crate) fn of(words: &[&str]) -> Result<Self, String> {
        let mut options = Self { targets: Vec::new(), seconds: 60, keep: false };
        let mut is_asked = false;
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--smoke" => is_asked = true,
                "--keep" => options.keep = true,
                "--seconds" => {
                    let number = words.next().and_then(|number| number.parse().ok());
                    options.seconds = number.ok_or("--seconds takes a number")?;
                }
                name if !name.starts_with('-') => options.targets.push(name.to_owned()),
                other => return Err(format!("fuzz knows no {other}")),
            }
        }
        if is_asked || !options.targets.is_empty() {
            Ok(options)
        } else {
            Err("fuzz takes --smoke, which runs every target for a minute, or the names of targets; --seconds N; --keep".to_owned())
        }
    }
}

/// What a run of a target came to.
struct Told {
    name: String,
    executions: String,
    coverage: String,
}

/// Builds the programs, and runs them one after the other.
pub(crate) fn run(root: &Path, options: &Options) -> Outcome {
    needed("c++", "g++")?;
    let package = root.join("crates/passerelle-fuzz");
    let manifest = package.join("fuzz/Cargo.toml");
    let all = names(&manifest)?;
    if let Some(unknown) = options.targets.iter().find(|name| !all.contains(*name)) {
        return Err(format!("no target is called {unknown}; there are {}", all.join(", ")));
    }
    let programs = build(root, &manifest)?;
    let seeds = seeds(root)?;
    let (mut told, mut found) = (Vec::new(), Vec::new());
    for name in all.iter().filter(|name| options.targets.is_empty() || options.targets.contains(name)) {
        match fuzz(root, &package, &programs.join(name), &seeds, options) {
            Ok(one) => told.push(one),
            Err(message) => found.push(message),
        }
    }
    eprintln!("{:<16}{:>14}{:>12}", "target", "executions", "edges");
    for Told { name, executions, coverage } in &told {
        eprintln!("{name:<16}{executions:>14}{coverage:>12}");
    }
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}

/// The names of the programs.
fn names(manifest: &Path) -> Result<Vec<String>, String> {
    let names = read(manifest)?;
    let names = names.lines().filter_map(|line| line.strip_prefix("path = \"fuzz_targets/")?.strip_suffix(".rs\""));
    Ok(names.map(str::to_owned).collect())
}

/// Builds the programs with coverage, and gives their folder.
fn build(root: &Path, manifest: &Path) -> Result<PathBuf, String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let folder = target(root).join("fuzz");
    // What is tried are the versions that are shipped: cargo only adds the fuzzer to them.
    let lock = manifest.with_file_name("Cargo.lock");
    std::fs::copy(root.join("Cargo.lock"), &lock).map_err(|error| format!("{}: {error}", lock.display()))?;
    // With a target of its own, what runs at build time is not counted.
    let mut build = cargo(root, &["build", "--quiet", "--release", "--target", host, "--manifest-path"]);
    build.arg(manifest).env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", FLAGS);
    execute(&mut build)?;
    Ok(folder.join(host).join("release"))
}

/// The inputs of the conformance suite's cases, to begin with.
fn seeds(root: &Path) -> Result<PathBuf, String> {
    let folder = scratch(root, "fuzz-seeds")?;
    let mut held = HashSet::new();
    for case in files(&root.join("conformance-tests/cases"), ".json")? {
        for part in read(&case)?.split("\"base64\": \"").skip(1) {
            let text = part.split('"').next().and_then(|text| STANDARD.decode(text).ok());
            let text = text.filter(|text| text.len() <= 8192 && held.insert(text.clone()));
            if let Some(text) = text {
                write(&folder.join(held.len().to_string()), &text)?;
            }
        }
    }
    Ok(folder)
}

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

fn fuzz(root: &Path, package: &Path, program: &Path, seeds: &Path, options: &Options) -> Result<Told, String> {
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let work = target(root).join("fuzz-corpus").join(&name);
    let kept = package.join("corpus").join(&name);
    let finds = target(root).join("fuzz-finds");
    for folder in [&work, &kept, &finds] {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    eprintln!("── {name}, {} s", options.seconds);
    let log = target(root).join("fuzz-corpus").join(format!("{name}.log"));
    let file = std::fs::File::create(&log).map_err(|error| format!("{}: {error}", log.display()))?;
    let mut command = Command::new(program);
    command.args([&work, &kept]);
    // A national file is no envelope, and neither is a command line.
    if !name.starts_with("mapping") && name != "arguments" {
        command.arg(seeds);
    }
    let prefix = format!("-artifact_prefix={}/{name}-", finds.display());
    command.args([
        &format!("-max_total_time={}", options.seconds),
        "-timeout=20",
        "-rss_limit_mb=2048",
        "-max_len=8192",
    ]);
    command.args(["-print_final_stats=1", &prefix]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
    let status = command.status().map_err(|error| format!("{}: {error}", program.display()))?;
    let text = String::from_utf8_lossy(&std::fs::read(&log).unwrap_or_default()).into_owned();
    if !status.success() {
        let why = text
            .lines()
            .filter(|line| line.contains("panicked") || line.contains("ERROR") || line.contains("Test unit"));
        let why: Vec<&str> = why.collect();
        return Err(format!(
            "{name}: an input was found, see {} and {}\n{}",
            log.display(),
            finds.display(),
            why.join("\n")
        ));
    }
    if options.keep {
        let length = format!("-max_len={KEPT_BYTES}");
        let mut merge = Command::new(program);
        merge.args(["-set_cover_merge=1", &length]).args([&kept, &work]).stderr(Stdio::null());
        execute(&mut merge)?;
    }
    let after = |mark: &str| text.rsplit(mark).next().and_then(|rest| rest.split_whitespace().next()).unwrap_or("?");
    Ok(Told {
        executions: after("stat::number_of_executed_units:").to_owned(),
        coverage: after("cov: ").to_owned(),
        name,
    })
}
