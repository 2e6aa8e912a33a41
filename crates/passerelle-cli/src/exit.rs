//! From the command line to an exit status.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, ValueEnum};
use passerelle::{Code, Language, Severity};

use crate::arguments::{Arguments, Color, Command};
use crate::command;
use crate::context::{Context, Ink, Screen, ink};
use crate::failure::Failure;
use crate::output::Out;

/// How it went. The order is that of weight: of several inputs the worst decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Valid, or done.
    Valid,
    /// Not decidable with what is known here.
    Undecided,
    /// Invalid, or refused.
    Invalid,
    /// Wrong usage, or an input that cannot be read.
    Unusable,
}

impl Exit {
    /// The number that the shell sees.
    fn status(self) -> u8 {
        match self {
            Exit::Valid => 0,
            Exit::Invalid => 1,
            Exit::Unusable => 2,
            Exit::Undecided => 3,
        }
    }

    /// What a finding of that severity makes of its input.
    pub(crate) fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Error => Exit::Invalid,
            Severity::Indeterminate => Exit::Undecided,
            _ => Exit::Valid,
        }
    }

    /// The word in reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Exit::Valid => "valid",
            Exit::Invalid => "invalid",
            Exit::Unusable => "unusable",
            Exit::Undecided => "undecided",
        }
    }
}

/// Runs the command. Nothing leaves it but an exit status: a fault of the program itself ends with 2 and a plain line.
#[must_use]
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    forbid_dumps();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
        complain(&format!(
            "passerelle: this is a fault of the program, not of your input{place}. Please report this line to its makers."
        ));
    }));
    let exit = std::panic::catch_unwind(move || attempt(arguments)).unwrap_or(Exit::Unusable);
    ExitCode::from(exit.status())
}

/// Neither a dump of the memory nor another program of the same user gets to see keys and what was sealed. Where the system does not
/// know how, nothing is lost that was there before.
fn forbid_dumps() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// What the command complains of where its words are none of its own, in one line; nothing where they are. Nothing is run.
#[must_use]
pub fn complaint_of(arguments: Vec<OsString>) -> Option<String> {
    let error = Arguments::try_parse_from(arguments).err()?;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            None
        }
        _ => match Failure::usage(complaint(&error)) {
            Failure::Coded(coded) => Some(coded.line(Language::English)),
            Failure::BrokenPipe => None,
        },
    }
}

fn attempt(arguments: Vec<OsString>) -> Exit {
    let color = color_asked_for(&arguments);
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => return refuse(&error, color),
    };
    let language = parsed.options.lang;
    let judges = is_about_trust(&parsed.command);
    let outcome = Context::new(&parsed.options).and_then(|context| {
        let mut out = Out::stdout();
        let exit = dispatch(parsed.command, &context, &mut out)?;
        out.flush()?;
        Ok(exit)
    });
    match outcome {
        Ok(exit) => exit,
        Err(failure) => {
            let exit = report(&failure, language);
            // Without trust a record is neither good nor bad.
            if judges && failure.has(Code::CmdNoTrust) { Exit::Undecided } else { exit }
        }
    }
}

/// Whether the answer of a command depends on whom the caller trusts.
fn is_about_trust(command: &Command) -> bool {
    matches!(
        command,
        Command::Verify(_)
            | Command::Unpack(_)
            | Command::Inspect(_)
            | Command::Status(_)
            | Command::Release(_)
            | Command::Referral(_)
            | Command::Seal(_)
            | Command::Export(_)
    )
}

/// Runs a command line from within the program.
///
/// # Errors
/// What keeps the command from doing its work; `CMD_USAGE` where there is no such command.
pub(crate) fn perform(words: Vec<OsString>, out: &mut Out) -> Result<Exit, Failure> {
    let parsed = Arguments::try_parse_from(words).map_err(|error| Failure::usage(error.kind()))?;
    let context = Context::new(&parsed.options)?;
    dispatch(parsed.command, &context, out)
}

fn dispatch(command: Command, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    match command {
        Command::New(arguments) => command::new::run(&arguments, context, out),
        Command::Validate(arguments) => command::validate::run(&arguments, context, out),
        Command::Sign(arguments) => command::sign::run(&arguments, context, out),
        Command::Verify(arguments) => command::verify::run(&arguments, context, out),
        Command::Inspect(arguments) => command::inspect::run(&arguments, context, out),
        Command::Diff(arguments) => command::diff::run(&arguments, context, out),
        Command::Status(arguments) => command::status::run(&arguments, context, out),
        Command::Release(arguments) => command::release::run(&arguments, context, out),
        Command::Redact(arguments) => command::redact::run(&arguments, context, out),
        Command::Seal(arguments) => command::seal::run(&arguments, context, out),
        Command::Unseal(arguments) => command::unseal::run(&arguments, context, out),
        Command::Referral(arguments) => command::referral::run(&arguments, context, out),
        Command::Forward(arguments) => command::forward::run(&arguments, context, out),
        Command::Receipt(arguments) => command::receipt::run(&arguments, context, out),
        Command::Convert(arguments) => command::convert::run(&arguments, context, out),
        Command::Canonicalize(arguments) => command::canonicalize::run(&arguments, context, out),
        Command::Digest(arguments) => command::digest::run(&arguments, context, out),
        Command::Pack(arguments) => command::pack::run(&arguments, context, out),
        Command::Unpack(arguments) => command::unpack::run(&arguments, context, out),
        Command::Map(arguments) => command::map::run(&arguments, context, out),
        Command::Export(arguments) => command::export::run(&arguments, context, out),
        Command::Import(arguments) => command::import::run(&arguments, context, out),
        Command::Schema(arguments) => command::schema::run(&arguments, context, out),
        Command::Vocab(arguments) => command::vocab::run(&arguments, context, out),
        Command::Explain(arguments) => command::explain::run(&arguments, context, out),
        Command::Key(arguments) => command::key::run(&arguments, context, out),
        Command::Trust(arguments) => command::trust::run(&arguments, context, out),
        Command::Conformance(arguments) => command::conformance::run(&arguments, context, out),
        Command::Demo(arguments) => command::demo::run(&arguments, context, out),
        Command::Completions(arguments) => command::completions::run(&arguments, context, out),
        Command::Man(arguments) => command::man::run(&arguments, context, out),
    }
}

/// Writes a failure's line to stderr, and gives the exit status due.
pub(crate) fn report(failure: &Failure, language: Language) -> Exit {
    if let Failure::Coded(coded) = failure {
        complain(&coded.line_for(language, Screen::of(&std::io::stderr())));
    }
    Exit::Unusable
}

/// Writes a line to stderr; where even that fails, there is nobody left to tell.
fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What --color says, for help, which is asked for before the options are read.
fn color_asked_for(arguments: &[OsString]) -> Color {
    let words = arguments.iter().map(|word| word.to_str().unwrap_or_default());
    let next = words.clone().skip(1);
    let values = words.zip(next.chain([""])).filter_map(|(word, next)| match word.strip_prefix("--color") {
        Some("") => Some(next),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    values.filter_map(|value| Color::from_str(value, false).ok()).last().unwrap_or_default()
}

/// Help and version are no errors; the rest becomes one line.
fn refuse(error: &clap::Error, color: Color) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let is_styled = ink(color, Screen::of(&std::io::stdout())) == Ink::Coloured;
            let text = if is_styled { error.render().ansi().to_string() } else { error.render().to_string() };
            let mut out = Out::stdout();
            match out.text(&text).and_then(|()| out.flush()) {
                Ok(()) => Exit::Valid,
                Err(failure) => report(&failure, Language::English),
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            complain(error.render().to_string().trim_end());
            Exit::Unusable
        }
        _ => report(&Failure::usage(complaint(error)), Language::English),
    }
}

/// What is wrong with the line, in one.
fn complaint(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let mut parts = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let mut detail = parts.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    for part in parts {
        match part.strip_prefix("tip: ") {
            // How to name a file like an option is not what somebody wants who has mistyped one.
            Some(tip) if tip.starts_with("to pass ") => {}
            Some(tip) => detail += &format!("; {tip}"),
            None if part.is_empty() || part.starts_with("For more information") => {}
            None => detail += &format!(" {part}"),
        }
    }
    detail.trim_end_matches('.').to_owned()
}
