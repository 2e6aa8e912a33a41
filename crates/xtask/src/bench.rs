//! `cargo xtask bench`: one table of ratios, each of them within one run. No time is asserted: the machine decides.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{cargo, output, python_with, run as execute, scratch, target};
use crate::tools::needed;
use crate::{Outcome, read};

/// How often the programs of all languages take their turn.
const ROUNDS: usize = 3;

/// Between these lines a README has its table.
pub(crate) const MARKS: [&str; 2] = ["<!-- bench -->\n", "<!-- /bench -->"];

/// What is measured, and where it goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Rust,
    Everything,
    /// What was built before, once more.
    Again,
    /// Everything, into a README.
    Readme,
}

pub(crate) fn run(root: &Path, extent: Extent) -> Outcome {
    // Built first, since the next build puts one without the feature into its place.
    let with_ml_dsa = built(root, "ratios", &["--features", "aws-lc"])?;
    let kept = with_ml_dsa.with_file_name("ratios-aws-lc");
    std::fs::rename(&with_ml_dsa, &kept).map_err(|error| format!("{}: {error}", kept.display()))?;
    let program = built(root, "ratios", &[])?;
    let mut text = machine();
    text += &output(&mut Command::new(&program))?;
    text += &output(Command::new(&kept).arg("backend"))?;
    if extent != Extent::Rust {
        text += &others(root, &program)?;
    }
    println!("{text}");
    if extent == Extent::Readme { write(&root.join("README.md"), &MARKS, &text) } else { Ok(()) }
}

/// Builds a program that measures.
pub(crate) fn built(root: &Path, name: &str, words: &[&str]) -> Result<PathBuf, String> {
    let build = ["build", "--quiet", "--locked", "--release", "--package", "passerelle-bench", "--bin", name];
    execute(cargo(root, &build).args(words))?;
    Ok(target(root).join("release").join(name))
}

/// What was measured on, and whether it had anything else to do.
pub(crate) fn machine() -> String {
    let date = output(Command::new("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default();
    let processor = read(Path::new("/proc/cpuinfo")).unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read(Path::new("/proc/loadavg")).unwrap_or_default();
    let load = load.split_whitespace().next().and_then(|load| load.parse::<f64>().ok()).unwrap_or_default();
    let busy = if load > 0.5 {
        format!(", while it had other work (load {load:.1}): the times are too long, the ratios less so")
    } else {
        String::new()
    };
    format!(
        "Measured {} on {} ({cores} cores){busy}.\n",
        date.trim(),
        model.map_or("an unknown processor", |(_, name)| name)
    )
}

/// A program of another language, and the folder that it runs in.
struct Peer {
    program: PathBuf,
    words: Vec<String>,
}

/// The usual packages of other languages, on the same records; all programs take their turn in each round.
fn others(root: &Path, program: &Path) -> Result<String, String> {
    let folder = scratch(root, "bench")?;
    execute(Command::new(program).arg("write").arg(&folder))?;
    let sources = root.join("crates/passerelle-bench/peers");
    let mut peers = Vec::new();
    let mut missing = String::new();
    let ready: [(&str, Result<Peer, String>); 3] =
        [("Python", python(root, &sources)), ("Node", node(root, &sources)), ("JVM", jvm(root, &sources))];
    for (name, peer) in ready {
        match peer {
            Ok(peer) => peers.push(peer),
            Err(why) => missing += &format!("\n{name} was left out: {}\n", why.lines().next().unwrap_or_default()),
        }
    }
    // Each stack's times, and those of `open` in the same round.
    let mut told: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for _ in 0..ROUNDS {
        let own = times(&output(Command::new(program).arg("records").arg(&folder))?);
        let own = own.first().map_or(f64::NAN, |(time, _)| *time);
        for Peer { program, words } in &peers {
            for (time, name) in times(&output(Command::new(program).args(words).arg(&folder))?) {
                match told.iter_mut().find(|(held, _)| *held == name) {
                    Some((_, held)) => held.push((time, own)),
                    None => told.push((name, vec![(time, own)])),
                }
            }
        }
    }
    let mut text = "\n| 500 records of 4 KB, one core | µs a record | × `open` |\n|---|---:|---:|\n".to_owned();
    for (name, times) in &told {
        let middle = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
        };
        let time = middle(times.iter().map(|(time, _)| *time).collect());
        let ratio = middle(times.iter().map(|(time, own)| time / own).collect());
        text += &format!("| {name} | {:.1} | {ratio:.1} |\n", time / 1e3);
    }
    Ok(text + &missing)
}

/// The lines that a program has written: nanoseconds and a name.
fn times(text: &str) -> Vec<(f64, String)> {
    let line = |line: &str| {
        let mut words: Vec<&str> = line.split(' ').collect();
        let number = words.iter().position(|word| word.parse::<f64>().is_ok())?;
        let time = words.remove(number).parse().ok()?;
        Some((time, words.join(" ")))
    };
    text.lines().filter_map(line).collect()
}

fn python(root: &Path, sources: &Path) -> Result<Peer, String> {
    let packages = read(&sources.join("requirements.txt"))?;
    let packages: Vec<&str> = packages.lines().collect();
    let program = python_with(root, "bench", &packages)?;
    Ok(Peer { program, words: vec![sources.join("python.py").display().to_string()] })
}

/// A copy of a peer's sources, kept below `target` with what it needs.
fn copied(root: &Path, sources: &Path, name: &str) -> Result<PathBuf, String> {
    let folder = target(root).join("xtask").join(format!("bench-{name}"));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    execute(Command::new("cp").arg("-R").arg(format!("{}/.", sources.join(name).display())).arg(&folder))?;
    Ok(folder)
}

fn node(root: &Path, sources: &Path) -> Result<Peer, String> {
    needed("node", "nodejs")?;
    needed("npm", "npm")?;
    let folder = copied(root, sources, "node")?;
    execute(Command::new("npm").current_dir(&folder).args(["install", "--silent", "--no-audit", "--no-fund"]))?;
    Ok(Peer { program: "node".into(), words: vec![folder.join("bench.js").display().to_string()] })
}

fn jvm(root: &Path, sources: &Path) -> Result<Peer, String> {
    needed("mvn", "maven")?;
    needed("java", "openjdk-17-jdk-headless")?;
    let folder = copied(root, sources, "jvm")?;
    let goals =
        ["--quiet", "--batch-mode", "compile", "dependency:build-classpath", "-Dmdep.outputFile=target/classpath"];
    execute(Command::new("mvn").current_dir(&folder).args(goals))?;
    let path =
        format!("{}:{}", folder.join("target/classes").display(), read(&folder.join("target/classpath"))?.trim());
    Ok(Peer { program: "java".into(), words: vec!["-cp".to_owned(), path, "bench.Peer".to_owned()] })
}

/// Puts a table into a README, in place of the one between the same marks.
pub(crate) fn write(readme: &Path, marks: &[&str; 2], table: &str) -> Outcome {
    let held = read(readme)?;
    let parts = held.split_once(marks[0]).and_then(|(before, rest)| Some((before, rest.split_once(marks[1])?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{} has no place for the table", readme.display()))?;
    let text = format!("{before}{}{}\n{}{after}", marks[0], table.trim_end(), marks[1]);
    std::fs::write(readme, text).map_err(|error| format!("{}: {error}", readme.display()))
}
