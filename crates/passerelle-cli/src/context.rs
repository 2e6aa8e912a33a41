//! What every command is told beside its own arguments.

use std::io::IsTerminal;
use std::time::SystemTime;

use clap::ValueEnum;
use passerelle::Language;
use passerelle::record::Timestamp;

use crate::arguments::{Color, Format, Options};
use crate::failure::Failure;

/// The options of every command, and what the surroundings say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) format: Format,
    pub(crate) language: Language,
    pub(crate) values: Values,
    pub(crate) now: Timestamp,
    /// The time, where it was told and not taken from the clock.
    pub(crate) told_time: Option<Timestamp>,
    pub(crate) ink: Ink,
    pub(crate) screen: Screen,
    color: Color,
    pub(crate) talk: Talk,
}

/// Whether excerpts show the values of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Values {
    Masked,
    Shown,
}

/// Whether to write in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Coloured,
}

/// Who reads what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// A person at a terminal.
    Terminal,
    /// A file or another program.
    Pipe,
}

impl Screen {
    pub(crate) fn of(stream: &impl IsTerminal) -> Self {
        if stream.is_terminal() { Screen::Terminal } else { Screen::Pipe }
    }
}

/// How much to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Talk {
    Everything,
    ProblemsOnly,
}

impl Context {
    /// # Errors
    /// The clock shows a year after 9999.
    pub(crate) fn new(options: &Options) -> Result<Self, Failure> {
        let screen = Screen::of(&std::io::stdout());
        Ok(Self {
            format: options.format,
            language: options.lang,
            values: if options.show_values { Values::Shown } else { Values::Masked },
            now: options.now.map_or_else(clock, Ok)?,
            told_time: options.now,
            ink: ink(options.color, screen),
            screen,
            color: options.color,
            talk: if options.quiet { Talk::ProblemsOnly } else { Talk::Everything },
        })
    }

    /// Says that a command writes in some formats only.
    ///
    /// # Errors
    /// `CMD_USAGE` where another one was asked for.
    pub(crate) fn only(&self, formats: &[Format]) -> Result<(), Failure> {
        if formats.contains(&self.format) {
            return Ok(());
        }
        let names = formats.iter().filter_map(|format| format.to_possible_value());
        let names: Vec<String> = names.map(|name| name.get_name().to_owned()).collect();
        Err(Failure::usage(format!("this command writes {} only", names.join(", "))).about("--format"))
    }

    /// The same for what goes to the standard error.
    #[must_use]
    pub(crate) fn for_stderr(self) -> Self {
        let screen = Screen::of(&std::io::stderr());
        Self { ink: ink(self.color, screen), screen, ..self }
    }
}

/// Whether to write in colour there.
pub(crate) fn ink(color: Color, screen: Screen) -> Ink {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match color {
        Color::Always => Ink::Coloured,
        Color::Auto if screen == Screen::Terminal && !set("NO_COLOR") && !dumb => Ink::Coloured,
        Color::Auto | Color::Never => Ink::Plain,
    }
}

fn clock() -> Result<Timestamp, Failure> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(seconds).map_err(|_| Failure::usage("the clock of this machine is wrong: give --now"))
}
