//! `passerelle conformance`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use passerelle::Code;
use passerelle_conformance::expected::Expected;
use passerelle_conformance::process::Launch;
use passerelle_conformance::protocol::{PROTOCOL, Request};
use passerelle_conformance::report::{Report, Row};
use passerelle_conformance::run::{Options, run as run_cases};
use passerelle_conformance::{Case, Level, Role, Suite};

use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;
use crate::progress::Progress;

/// Cases that are told of one by one on a terminal; the report has all.
const TOLD: usize = 12;

/// Prove what an implementation in any language can do, by the cases of the conformance suite
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Ask an implementation all cases, through its adapter, and say which level and role it reaches
    #[command(
        after_help = "The exit status is 0 where everything passed or failed as expected, 1 where something failed, and 2 where the \
                      adapter cannot be started or the suite cannot be read. PROTOCOL.md of the suite says how to write an adapter."
    )]
    Run(RunArguments),
    /// List the cases
    List(Selection),
    /// Print the messages that an adapter gets, a line each, to try one by hand: `… requests --filter json/bad-bom | my-adapter`
    Requests(Selection),
}

#[derive(Args)]
struct RunArguments {
    #[command(flatten)]
    selection: Selection,
    /// The command that starts the adapter, in quotes where it has several words
    #[arg(long, value_name = "COMMAND")]
    adapter: String,
    /// Write the report into this folder: report.json, junit.xml, index.html and badge.svg
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Failures that are known, each with its reason; one of them that passes fails the run
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// How many adapters run at once; without it as many as there are processors
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// How long an adapter may take for one message, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    limit: u64,
    /// Stop after the first case that does not pass
    #[arg(long)]
    fail_fast: bool,
}

#[derive(Args)]
struct Selection {
    /// The folder of the suite
    #[arg(long, value_name = "DIR", default_value = "conformance-tests")]
    suite: PathBuf,
    /// Cases up to this level only
    #[arg(long, value_enum)]
    level: Option<LevelName>,
    /// Cases of this role only; it can be given several times
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Vec<Role>,
    /// Cases whose id holds this text only
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LevelName {
    /// Read and canonicalise
    #[value(name = "L1", alias = "l1")]
    L1,
    /// Verify
    #[value(name = "L2", alias = "l2")]
    L2,
    /// Exchange
    #[value(name = "L3", alias = "l3")]
    L3,
    /// Redaction, manifests, receipts, forwards, sealed records
    #[value(name = "L4", alias = "l4")]
    L4,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::L1 => Level::L1,
            LevelName::L2 => Level::L2,
            LevelName::L3 => Level::L3,
            LevelName::L4 => Level::L4,
        }
    }
}

fn role(text: &str) -> Result<Role, String> {
    let names = || Role::ALL.map(Role::as_str).join(", ");
    Role::from_name(text).ok_or_else(|| format!("the roles are {}", names()))
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    match &arguments.command {
        Action::Run(arguments) => test(arguments, context, out),
        Action::List(selection) => list(selection, context, out),
        Action::Requests(selection) => requests(selection, out),
    }
}

impl Selection {
    fn load(&self) -> Result<Suite, Failure> {
        let folder = &self.suite;
        if !folder.join("cases").is_dir() {
            let why = "it has no folder `cases`; name the folder of the suite with --suite";
            return Err(Failure::new(Code::CmdRead).about(folder.display()).because(why));
        }
        Suite::read(folder).map_err(|error| Failure::new(Code::CmdRead).about(folder.display()).because(error))
    }

    fn cases<'s>(&self, suite: &'s Suite) -> Result<Vec<&'s Case>, Failure> {
        let is_wanted = |case: &&Case| {
            self.level.is_none_or(|level| case.level <= level.into())
                && (self.role.is_empty() || self.role.contains(&case.role))
                && self.filter.as_ref().is_none_or(|text| case.id.contains(text))
        };
        let cases: Vec<&Case> = suite.cases().iter().filter(is_wanted).collect();
        if cases.is_empty() { Err(Failure::usage("no case fits --level, --role and --filter")) } else { Ok(cases) }
    }
}

fn list(selection: &Selection, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let suite = selection.load()?;
    for case in selection.cases(&suite)? {
        let line = if context.format == Format::Human {
            format!("{}  {:12}  {}: {}\n", case.level, case.role.as_str(), case.id, case.title)
        } else {
            serde_json::to_string(case).unwrap_or_default() + "\n"
        };
        out.text(&line)?;
    }
    Ok(Exit::Valid)
}

/// What an adapter is sent, and nothing of what is expected of it.
fn requests(selection: &Selection, out: &mut Out) -> Result<Exit, Failure> {
    let suite = selection.load()?;
    let unreadable = |error| Failure::new(Code::CmdRead).about(selection.suite.display()).because(error);
    let mut say = |request: &Request| out.text(&(serde_json::to_string(request).unwrap_or_default() + "\n"));
    say(&Request::Start { protocol: PROTOCOL, spec: "1.0".to_owned() })?;
    for case in selection.cases(&suite)? {
        say(&Request::Reset)?;
        for request in suite.setup(case).map_err(unreadable)? {
            say(&request)?;
        }
        for step in &case.steps {
            say(&suite.request(case, step).map_err(unreadable)?)?;
        }
    }
    say(&Request::Stop)?;
    Ok(Exit::Valid)
}

fn test(arguments: &RunArguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let suite = arguments.selection.load()?;
    let cases = arguments.selection.cases(&suite)?;
    let expected = expected(arguments, &suite)?;
    let words = shlex::split(&arguments.adapter).filter(|words| !words.is_empty());
    let words = words
        .ok_or_else(|| Failure::usage("--adapter is no command: a quotation mark is not closed, or it is empty"))?;
    let options = Options {
        launch: Launch { words, limit: Duration::from_secs(arguments.limit.max(1)) },
        jobs: arguments.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)),
        stops_early: arguments.fail_fast,
    };
    let progress = Mutex::new(Progress::new(
        Some(cases.len()),
        context.format == Format::Human && context.talk == Talk::Everything,
    ));
    let done = |_: &_| {
        if let Ok(mut progress) = progress.lock() {
            progress.step();
        }
    };
    let run = run_cases(&suite, &cases, &options, &done);
    if let Ok(progress) = progress.into_inner() {
        progress.finish();
    }
    let run = run.map_err(|fault| Failure::new(Code::CmdAdapter).about("--adapter").because(fault))?;
    let report = Report::of(&suite, &cases, &run, &expected);
    if let Some(folder) = &arguments.report {
        write(folder, &report)?;
    }
    match context.format {
        Format::Json | Format::Ndjson => out.text(&report.to_json())?,
        Format::Junit => out.text(&report.to_junit())?,
        _ => out.text(&summary(&report, arguments.report.as_deref(), context.talk == Talk::ProblemsOnly))?,
    }
    Ok(if report.passed { Exit::Valid } else { Exit::Invalid })
}

fn expected(arguments: &RunArguments, suite: &Suite) -> Result<Expected, Failure> {
    let Some(path) = &arguments.expected else { return Ok(Expected::default()) };
    let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
    let bad = |why: String| Failure::new(Code::CmdRead).about(path.display()).because(why);
    let expected = Expected::read(&text).map_err(bad)?;
    let ids: BTreeMap<&str, ()> = suite.cases().iter().map(|case| (case.id.as_str(), ())).collect();
    match expected.strangers(&ids).first() {
        Some(id) => Err(bad(format!("there is no case {id}"))),
        None => Ok(expected),
    }
}

fn write(folder: &Path, report: &Report) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    for (name, text) in [
        ("report.json", report.to_json()),
        ("junit.xml", report.to_junit()),
        ("index.html", report.to_html()),
        ("badge.svg", report.to_badge()),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::write(&path, &error))?;
    }
    Ok(())
}

/// What a person at a terminal wants to know: what went wrong first, and the claim at the end.
fn summary(report: &Report, folder: Option<&Path>, quiet: bool) -> String {
    let mut text = String::new();
    let bad: Vec<&Row> = report.cases.iter().filter(|row| row.is_bad).collect();
    for row in bad.iter().take(TOLD) {
        tell(row, &mut text);
    }
    if bad.len() > TOLD {
        let _ = writeln!(text, "… and {} more; --report DIR writes them all.\n", bad.len() - TOLD);
    }
    if quiet && bad.is_empty() {
        return text;
    }
    let counts = report.counts;
    let mut tally = format!("{} cases: {} passed", counts.total, counts.passed);
    for (number, word) in [
        (counts.wrong_reason, "right for the wrong reason"),
        (counts.failed, "failed"),
        (counts.skipped, "skipped"),
        (counts.expected, "of these expected"),
        (counts.unexpected_passes, "passed unexpectedly"),
    ] {
        if number > 0 {
            let _ = write!(tally, ", {number} {word}");
        }
    }
    let _ = writeln!(text, "{} {}\n{tally}\nclaim: {}", report.implementation, report.version, report.claim);
    if let Some(folder) = folder {
        let _ = writeln!(text, "report: {}", folder.join("index.html").display());
    }
    text
}

fn tell(row: &Row, text: &mut String) {
    let _ = writeln!(text, "{}: {} ({}, {})", row.id, row.result, row.level, row.role);
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:9} {value}");
    };
    line("case", &row.title);
    if let Some(step) = row.step {
        line("step", &step.to_string());
    }
    for (name, answer) in [("due", &row.due), ("came", &row.came)] {
        if let Some(answer) = answer {
            line(name, &short(&serde_json::to_string(answer).unwrap_or_default()));
        }
    }
    if let Some(why) = &row.why {
        line("why", why);
    }
    if let Some(reason) = &row.expected {
        line("expected", reason);
    }
    line("bug", &row.note);
    text.push('\n');
}

fn short(text: &str) -> String {
    const SHOWN: usize = 300;
    if text.chars().count() <= SHOWN { text.to_owned() } else { text.chars().take(SHOWN).collect::<String>() + "…" }
}
