//! Saying what was found: to people, and to programs.

mod direction;
mod examined;
mod excerpt;
mod github;
mod human;
mod json;
mod junit;
mod known;
mod mask;
mod sarif;
mod stream;
mod words;

use passerelle::json::Pointer;
use serde::Serialize;

pub(crate) use direction::said;
pub(crate) use examined::{Company, Decision, Examined, Kind, Step, Way};
pub(crate) use human::Pen;
pub(crate) use json::{Entry, FindingEntry, print};
pub(crate) use junit::xml;
pub(crate) use known::lists_of;
pub(crate) use stream::Out;

use crate::arguments::Format;
use crate::context::{Context, Values};
use crate::exit::Exit;
use crate::failure::Failure;

/// Takes results one by one, as they come, so that a stream of any length can be reported on.
pub(crate) trait Sink {
    /// An input was examined.
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure>;

    /// An input could not be read; its line on the standard error is written elsewhere.
    fn failed(&mut self, failure: &Failure, out: &mut Out) -> Result<(), Failure>;

    /// There is no more.
    fn finish(&mut self, exit: Exit, out: &mut Out) -> Result<(), Failure>;
}

/// The sink of the format that was asked for; `command` is the name of the command that reports.
pub(crate) fn sink(context: &Context, command: &'static str) -> Box<dyn Sink> {
    match context.format {
        Format::Human => Box::new(human::Human::new(*context)),
        Format::Json => Box::new(json::Json::new(*context, command)),
        Format::Ndjson => Box::new(json::Ndjson::new(*context)),
        Format::Sarif => Box::new(sarif::Sarif::new(*context)),
        Format::Junit => Box::new(junit::Junit::new(*context, command)),
        Format::Github => Box::new(github::Github::new(*context)),
    }
}

/// Reports on the standard error why a command whose standard output is a document has none to give.
pub(crate) fn refuse(examined: &Examined, command: &'static str, context: &Context) -> Result<Exit, Failure> {
    let mut out = Out::stderr();
    let mut sink = sink(&context.for_stderr(), command);
    sink.examined(examined, &mut out)?;
    sink.finish(examined.exit, &mut out)?;
    out.flush()?;
    Ok(examined.exit)
}

/// How many inputs ended how.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Tally {
    valid: usize,
    invalid: usize,
    undecided: usize,
    unreadable: usize,
}

impl Tally {
    fn count(&mut self, exit: Exit) {
        *match exit {
            Exit::Valid => &mut self.valid,
            Exit::Invalid => &mut self.invalid,
            Exit::Undecided => &mut self.undecided,
            Exit::Unusable => &mut self.unreadable,
        } += 1;
    }

    fn of(self, exit: Exit) -> usize {
        match exit {
            Exit::Valid => self.valid,
            Exit::Invalid => self.invalid,
            Exit::Undecided => self.undecided,
            Exit::Unusable => self.unreadable,
        }
    }

    fn inputs(self) -> usize {
        self.valid + self.invalid + self.undecided + self.unreadable
    }
}

/// A pointer as it may be shown: a name outside the profile is no name of the format, and may be anything.
pub(crate) fn shown_pointer(pointer: &Pointer, values: Values) -> String {
    if values == Values::Shown {
        return crate::failure::shown(pointer.as_str());
    }
    pointer.tokens().fold(String::new(), |shown, token| {
        let is_index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        if is_index || mask::is_name_of_profile(&token) {
            shown + "/" + &token.replace('~', "~0").replace('/', "~1")
        } else {
            shown + "/•••"
        }
    })
}

/// The candidate that was probably meant, if one is close: at most two letters away, and fewer than half of them.
pub(crate) fn nearest<'c>(meant: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let limit = (meant.chars().count() / 3).min(2);
    candidates
        .map(|candidate| (strsim::osa_distance(meant, candidate), candidate))
        .filter(|(distance, _)| (1..=limit).contains(distance))
        .min()
        .map(|(_, candidate)| candidate)
}
