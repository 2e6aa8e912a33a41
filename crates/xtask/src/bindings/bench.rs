//! `cargo xtask bench bindings`: what it costs to call the library from Python and Kotlin, as ratios to Rust.
//!
//! A program for each language waits for the name of a task. In every round each language does each task, one after the other, so that
//! what else the machine does meets all of them; the ratio is made within the round, and the median of the rounds is shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::artifact::{maven, shipped};
use super::{python, wheel};
use crate::bench::{Extent, MARKS, machine, write};
use crate::steps::{cargo, python_with, run as execute, scratch, target};
use crate::{Outcome, read};

/// Records in what is measured; each has 4 KB.
const RECORDS: f64 = 1000.0;
const ROUNDS: usize = 31;
/// Rounds that are not counted: the JVM compiles while it runs.
const WARM: usize = 10;

const TASKS: [(&str, &[&str]); 3] = [
    ("rust", &["lines", "list", "open", "typed", "threads"]),
    ("python", &["lines", "list", "arrow", "one-core", "standard", "fastest", "open", "typed", "threads"]),
    ("kotlin", &["lines", "list", "open", "typed", "threads"]),
];

/// The usual packages for Python, as the tasks are called.
const STACKS: [(&str, &str, f64); 2] = [
    ("standard", "json + jsonschema + rfc8785 + cryptography", 45.0),
    ("fastest", "orjson + jsonschema-rs + jcs + cryptography", 4.5),
];

/// What is measured is kept in this folder, so that it can be measured again.
const FOLDER: &str = "bench-bindings";

/// Where the usual packages for Python are, and what they need.
const PEERS: &str = "crates/passerelle-bench/peers";

/// What is due of a row.
enum Due {
    /// At most this much.
    AtMost(f64),
    /// At least this much.
    AtLeast(f64),
    /// Nothing: it stands there to compare with.
    Nothing,
}

/// Times of one round in nanoseconds, by language and task.
type Round = BTreeMap<(&'static str, &'static str), f64>;

/// Builds all three as they are shipped unless that was done, measures, and prints the table; or writes it where people look for it.
pub(crate) fn run(root: &Path, extent: Extent) -> Outcome {
    if extent == Extent::Everything {
        build(root)?;
    }
    let rounds = measured(root)?;
    for language in ["python", "kotlin"] {
        let text = machine() + "\n" + &table(&rounds, language)?;
        println!("{text}");
        if extent == Extent::Readme {
            write(&root.join("bindings").join(language).join("README.md"), &MARKS, &text)?;
        }
    }
    Ok(())
}

/// Builds all three as they are shipped, and writes what they are measured by.
fn build(root: &Path) -> Outcome {
    let folder = scratch(root, FOLDER)?;
    let build = ["build", "--quiet", "--locked", "--release", "--package", "passerelle", "--example", "bench_bindings"];
    execute(&mut cargo(root, &build))?;
    let python = python(root)?;
    let install = ["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"];
    let built = wheel::shipped(root)?;
    execute(Command::new(&python).args(install).arg(&built.wheel))?;
    let example = root.join("examples/records/profile-unidentified-selectors.json");
    execute(Command::new(&python).arg(root.join("bindings/python/bench/make.py")).arg(example).arg(&folder))?;
    let schema = root.join("spec/schema/1.0/record.schema.json");
    std::fs::copy(&schema, folder.join("schema.json")).map_err(|error| format!("{}: {error}", schema.display()))?;
    jvm(root, &folder, &built)
}

/// The times of all rounds.
fn measured(root: &Path) -> Result<Vec<Round>, String> {
    let folder = target(root).join("xtask").join(FOLDER);
    let path =
        read(&folder.join("classpath")).map_err(|_| "nothing was built: run `cargo xtask bench bindings` first")?;
    let mut rust = Command::new(target(root).join("release/examples/bench_bindings"));
    let mut python = Command::new(python(root)?);
    python.arg(root.join("bindings/python/bench/bench.py"));
    let mut kotlin = Command::new("java");
    kotlin.arg("-cp").arg(path).arg("org.passerelle.Bench");
    let mut programs = [
        Program::start(rust.arg(&folder))?,
        Program::start(python.arg(&folder).arg(root.join(PEERS).join("python.py")))?,
        Program::start(kotlin.arg(&folder))?,
    ];
    let mut rounds = Vec::new();
    for number in 0..WARM + ROUNDS {
        let mut round = Round::new();
        // Tasks are the outer loop, so that the times that are compared lie close together.
        for task in ["lines", "list", "arrow", "one-core", "standard", "fastest", "open", "typed", "threads"] {
            for ((language, tasks), program) in TASKS.iter().zip(&mut programs) {
                if tasks.contains(&task) {
                    round.insert((language, task), program.ask(task)?);
                }
            }
        }
        if number >= WARM {
            rounds.push(round);
        }
    }
    for program in programs {
        program.stop();
    }
    Ok(rounds)
}

/// A program that answers with times.
struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(command: &mut Command) -> Result<Self, String> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", command.get_program().to_string_lossy()))?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, input, output })
    }

    fn ask(&mut self, task: &str) -> Result<f64, String> {
        let mut line = String::new();
        writeln!(self.input, "{task}").map_err(|error| error.to_string())?;
        self.output.read_line(&mut line).map_err(|error| error.to_string())?;
        line.trim().parse().map_err(|_| format!("{task}: a program ended early, or said {line:?}"))
    }

    fn stop(mut self) {
        drop(self.input);
        let _ = self.child.wait();
    }
}

/// The Python in which the wheel is installed as it is shipped, beside the usual packages.
fn python(root: &Path) -> Result<PathBuf, String> {
    let usual = read(&root.join(PEERS).join("requirements.txt"))?;
    let packages: Vec<&str> = [python::NEEDS, python::PYARROW].into_iter().chain(usual.lines()).collect();
    python_with(root, FOLDER, &packages)
}

/// Builds the jar as it is shipped, and keeps its parts and the path of everything that it needs: what is built later changes nothing.
fn jvm(root: &Path, folder: &Path, built: &wheel::Shipped) -> Outcome {
    let project = root.join("bindings/kotlin");
    let listed = folder.join("dependencies");
    let to = format!("-Dmdep.outputFile={}", listed.display());
    let goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
    execute(maven(&project, &["clean", "test-compile", goal, &to]).args(shipped(root, built)?))?;
    let mut path = Vec::new();
    for part in ["classes", "test-classes", "native"] {
        execute(Command::new("cp").arg("-R").arg(project.join("target").join(part)).arg(folder))?;
        path.push(folder.join(part));
    }
    path.extend(std::env::split_paths(read(&listed)?.trim()));
    let path = std::env::join_paths(path).map_err(|error| error.to_string())?;
    let to = folder.join("classpath");
    std::fs::write(&to, path.as_encoded_bytes()).map_err(|error| format!("{}: {error}", to.display()))
}

/// The table of one language.
fn table(rounds: &[Round], language: &'static str) -> Result<String, String> {
    let median = |of: &dyn Fn(&Round) -> Option<f64>| -> Result<f64, String> {
        let mut values = rounds.iter().map(of).collect::<Option<Vec<f64>>>().ok_or("a time is missing")?;
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().ok_or_else(|| "no rounds".to_owned())
    };
    let ratio = |over: (&'static str, &'static str), under: (&'static str, &'static str)| {
        median(&move |round| Some(round.get(&over)? / round.get(&under)?))
    };
    let more = |over: (&'static str, &'static str), under: (&'static str, &'static str)| {
        median(&move |round| Some((round.get(&over)? - round.get(&under)?) / RECORDS / 1000.0))
    };
    let threads = |language| {
        median(&move |round| Some(2.0 * round.get(&(language, "open"))? / round.get(&(language, "threads"))?))
    };
    let each = median(&|round| Some(round.get(&("rust", "open"))? / RECORDS / 1000.0))?;
    let mut text =
        format!("| medians of {} rounds, records of 4 KB | measured | due |\n|---|---:|---:|\n", rounds.len());
    let mut row = |what: &str, value: f64, unit: &str, due: &Due| {
        let (due, is_met) = match due {
            Due::AtMost(most) => (format!("at most {most} {unit}"), value <= *most),
            Due::AtLeast(least) => (format!("at least {least} {unit}"), value >= *least),
            Due::Nothing => (String::new(), true),
        };
        let missed = if is_met { "" } else { ": **missed**" };
        let _ = writeln!(text, "| {what} | {value:.2} {unit} | {due}{missed} |");
    };
    row("one record opened in Rust, to compare with", each, "µs", &Due::Nothing);
    let single = if language == "python" { 30.0 } else { 70.0 };
    row("one record opened, on top of Rust", more((language, "open"), ("rust", "open"))?, "µs", &Due::AtMost(single));
    let typed = more((language, "typed"), (language, "open"))?;
    row("its typed record, on top of that", typed, "µs", &Due::AtMost(60.0));
    let lines = ratio((language, "lines"), ("rust", "lines"))?;
    row("1,000 records as one buffer of lines, over Rust", lines, "×", &Due::AtMost(1.1));
    if language == "python" {
        let arrow = ratio((language, "arrow"), ("rust", "lines"))?;
        row("1,000 records as a column of Arrow, over Rust", arrow, "×", &Due::AtMost(1.1));
    }
    let list = ratio((language, "list"), ("rust", "list"))?;
    row("1,000 records as a list of byte strings, over Rust", list, "×", &Due::AtMost(1.35));
    row("two threads of the caller, over one", threads(language)?, "×", &Due::AtLeast(1.8));
    row("the same in Rust, to compare with", threads("rust")?, "×", &Due::Nothing);
    if language == "python" {
        for (task, stack, due) in STACKS {
            row(
                &format!("{stack}, over a batch"),
                ratio((language, task), (language, "lines"))?,
                "×",
                &Due::AtLeast(due),
            );
            let alone = ratio((language, task), (language, "one-core"))?;
            row(&format!("{stack}, over a batch on one core"), alone, "×", &Due::Nothing);
        }
    }
    Ok(text)
}
