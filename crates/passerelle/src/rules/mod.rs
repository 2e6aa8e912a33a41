//! Cross-field rules: what a schema cannot say (specification, chapters 1, 2, 9 and 10; `rule` in `errors.toml`).
//!
//! Every rule is a small function with the name of its id. It looks at one record and nothing else.

pub(crate) mod dates;
mod evaluation;
mod handling;
mod header;
mod identifiers;
mod identity;
mod link;
mod modus_operandi;
mod network;
mod prices;
mod protection;
mod route;
mod screen;
pub(crate) mod strictness;
mod subject;
mod text;
pub(crate) mod vocabulary;

#[cfg(test)]
mod tests;

use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Canonical, Pointer, walk};
use crate::record::{Content, Record, Timestamp};

pub(crate) use screen::{Screened, screen};
pub(crate) use text::check_strings;
pub use text::escape_unseen;
pub(crate) use vocabulary::future_editions;

/// For whom a record is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "one either writes a record or receives it")]
pub enum Reader {
    /// The author of a draft, who can still mend it.
    Author,
    /// Somebody who received it signed.
    Recipient,
}

/// What a rule may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The record as its Rust type.
    pub(crate) record: &'a Record,
    /// The same record as it was written.
    pub(crate) object: &'a Canonical,
    /// For whom it is checked.
    pub(crate) reader: Reader,
    /// The clock of the caller.
    pub(crate) now: Timestamp,
    /// What needs no closer look.
    pub(crate) screened: Screened,
}

impl Context<'_> {
    /// Whether a remark of the record is about this very place.
    pub(crate) fn is_noted(&self, place: &Pointer) -> bool {
        self.has_note(|about| about == place)
    }

    /// Whether a remark of the record is about this place or anything in it.
    pub(crate) fn is_noted_within(&self, place: &Pointer) -> bool {
        self.has_note(|about| about.is_within(place))
    }

    fn has_note(&self, about: impl Fn(&Pointer) -> bool) -> bool {
        let mut notes = self.record.content.notes().iter();
        notes.any(|note| Pointer::parse(note.about.as_str()).is_some_and(|place| about(&place)))
    }
}

/// The findings of the rules, each with the severity that a reader gives it; the pipeline knows an author's.
#[derive(Default)]
pub(crate) struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding at the member that breaks the rule.
    pub(crate) fn add(&mut self, code: Code, at: Pointer) {
        self.findings.push(Finding::new(code, at));
    }

    /// The findings by place, and at one place by the order of the registry.
    fn into_sorted(self) -> Vec<Finding> {
        let mut findings = self.findings;
        findings.sort_by(|left, right| (&left.pointer, left.code).cmp(&(&right.pointer, right.code)));
        findings
    }
}

/// The pointer to a place that a rule names, for example `/content/births`.
pub(crate) fn at(path: &str) -> Pointer {
    path.split('/').skip(1).fold(Pointer::root(), |pointer, token| pointer.child(token))
}

/// Checks every rule that one record can break by itself, apart from what was screened before.
pub(crate) fn check(
    record: &Record,
    object: &Canonical,
    reader: Reader,
    now: Timestamp,
    screened: Screened,
) -> Vec<Finding> {
    let context = Context { record, object, reader, now, screened };
    let mut report = Report::default();
    vocabulary::check(&context, &mut report);
    header::check(&context, &mut report);
    handling::check(&context, &mut report);
    evaluation::check(&context, &mut report);
    protection::check(&context, &mut report);
    match &record.content {
        Content::Profile(profile) => subject::check(&context, profile, &mut report),
        Content::ModusOperandi(method) => modus_operandi::check(&context, method, &mut report),
        Content::Network(network) => network::check(network, &mut report),
        Content::Link(link) => link::check(link, &mut report),
        Content::Sighting(_) | Content::Notice(_) => {}
    }
    identity::check(&context, &mut report);
    report.into_sorted()
}
