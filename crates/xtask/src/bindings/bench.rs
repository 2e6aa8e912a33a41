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
use crate::Outcome;
use crate::steps::{cargo, output, python_with, run as execute, scratch, target};

/// Records in what is measured; each has 4 KB.
const RECORDS: f64 = 1000.0;
const ROUNDS: usize = 41;
/// Rounds that are not counted: the JVM compiles while it runs.
const WARM: usize = 10;

const TASKS: [(&str, &[&str]); 3] = [
    ("rust", &["lines", "list", "open", "typed", "threads"]),
    ("python", &["lines", "list", "arrow", "open", "typed", "threads"]),
    ("kotlin", &["lines", "list", "open", "typed", "threads"]),
];

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

/// Builds all three as they are shipped, measures, and prints the table.
pub(crate) fn run(root: &Path) -> Outcome {
    let folder = scratch(root, "bench-bindings")?;
    let build = ["build", "--quiet", "--locked", "--release", "--package", "passerelle", "--example", "bench_bindings"];
    execute(&mut cargo(root, &build))?;
    let python = python(root)?;
    let bench = root.join("bindings/python/bench");
    let example = root.join("examples/records/profile-unidentified-selectors.json");
    execute(Command::new(&python).arg(bench.join("make.py")).arg(example).arg(&folder))?;
    let mut programs = [
        Program::start(Command::new(target(root).join("release/examples/bench_bindings")).arg(&folder))?,
        Program::start(Command::new(&python).arg(bench.join("bench.py")).arg(&folder))?,
        Program::start(&mut kotlin_program(root, &folder)?)?,
    ];
    let mut rounds = Vec::new();
    for number in 0..WARM + ROUNDS {
        let mut round = Round::new();
        // Tasks are the outer loop, so that the times that are compared lie close together.
        for task in ["lines", "list", "arrow", "open", "typed", "threads"] {
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
    let table = table(&rounds)?;
    println!("{table}");
    Ok(())
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

/// A Python with the wheel as it is shipped.
fn python(root: &Path) -> Result<PathBuf, String> {
    let wheel = wheel::shipped(root)?.wheel;
    let python = python_with(root, "bench", &[python::NEEDS, python::PYARROW])?;
    let install = ["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"];
    execute(Command::new(&python).args(install).arg(wheel))?;
    Ok(python)
}

/// The jar as it is shipped, without its tests.
fn kotlin_program(root: &Path, folder: &Path) -> Result<Command, String> {
    let project = root.join("bindings/kotlin");
    let listed = folder.join("classpath");
    let to = format!("-Dmdep.outputFile={}", listed.display());
    let goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
    execute(maven(&project, &["clean", "test-compile", goal, &to]).args(shipped(root)?))?;
    let listed = crate::read(&listed)?;
    let built = project.join("target");
    let mut path: Vec<PathBuf> = ["classes", "test-classes", "native"].iter().map(|name| built.join(name)).collect();
    path.extend(std::env::split_paths(listed.trim()));
    let path = std::env::join_paths(path).map_err(|error| error.to_string())?;
    let mut command = Command::new("java");
    command.arg("-cp").arg(path).arg("org.passerelle.Bench").arg(folder);
    Ok(command)
}

/// The table as the bindings' READMEs have it.
fn table(rounds: &[Round]) -> Result<String, String> {
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
    let each = |language| median(&move |round| Some(round.get(&(language, "open"))? / RECORDS / 1000.0));
    let mut text = format!(
        "{ROUNDS} rounds, {}\n\n| what | measured | due |\n|---|---|---|\n",
        output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim()
    );
    let mut row = |what: &str, value: f64, unit: &str, due: &Due| {
        let (due, is_met) = match due {
            Due::AtMost(most) => (format!("at most {most} {unit}"), value <= *most),
            Due::AtLeast(least) => (format!("at least {least} {unit}"), value >= *least),
            Due::Nothing => (String::new(), true),
        };
        let missed = if is_met { "" } else { ": **missed**" };
        let _ = writeln!(text, "| {what} | {value:.2} {unit} | {}{missed} |", due.trim());
    };
    row("Rust: one record opened", each("rust")?, "µs", &Due::Nothing);
    for (language, name, single) in [("python", "Python", 30.0), ("kotlin", "Kotlin", 70.0)] {
        row(
            &format!("{name}: a batch as one buffer of lines, over Rust"),
            ratio((language, "lines"), ("rust", "lines"))?,
            "×",
            &Due::AtMost(1.1),
        );
        if language == "python" {
            row(
                "Python: a batch as a column of Arrow, over Rust",
                ratio((language, "arrow"), ("rust", "lines"))?,
                "×",
                &Due::AtMost(1.1),
            );
        }
        row(
            &format!("{name}: a batch as a list of bytes, over Rust"),
            ratio((language, "list"), ("rust", "list"))?,
            "×",
            &Due::AtMost(1.35),
        );
        row(
            &format!("{name}: one record opened, on top of Rust"),
            more((language, "open"), ("rust", "open"))?,
            "µs",
            &Due::AtMost(single),
        );
        row(
            &format!("{name}: its typed `Profile`, on top of that"),
            more((language, "typed"), (language, "open"))?,
            "µs",
            &Due::AtMost(60.0),
        );
        row(&format!("{name}: two threads, over one"), threads(language)?, "×", &Due::AtLeast(1.8));
    }
    row("Rust: two threads, over one", threads("rust")?, "×", &Due::Nothing);
    Ok(text)
}
