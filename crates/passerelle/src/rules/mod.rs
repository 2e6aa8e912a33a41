//! Cross-field rules: what a schema cannot say (specification, chapters 1, 2, 9 and 10; `rule` in `errors.toml`).
//!
//! Every rule is a small function with the name of its id. It looks at one record and nothing else.

mod evaluation;
mod handling;
mod header;
mod identifiers;
mod identity;
mod letters;
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
use crate::json::walk::Trail;
use crate::json::{Canonical, Node, Pointer, walk};
use crate::record::{RecordType, Timestamp};

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
    /// The record as it was written.
    object: &'a Canonical,
    /// The same, to be looked at.
    record: Node<'a>,
    record_type: RecordType,
    content: Node<'a>,
    issued: Timestamp,
    /// For whom it is checked.
    reader: Reader,
    /// The clock of the caller.
    now: Timestamp,
    /// What needs no closer look.
    screened: Screened,
}

impl<'a> Context<'a> {
    /// Nothing where a record lacks what all records have.
    fn of(object: &'a Canonical, reader: Reader, now: Timestamp, screened: Screened) -> Option<Self> {
        let record = object.node();
        Some(Self {
            object,
            record,
            record_type: RecordType::of(record.text("type"))?,
            content: record.get("content")?,
            issued: Timestamp::new(record.text("issued")?).ok()?,
            reader,
            now,
            screened,
        })
    }

    /// Whether the record may be about real people.
    fn is_live(&self) -> bool {
        !matches!(self.record.text("environment"), Some("test" | "exercise"))
    }

    /// What the record says of its handling.
    fn handling(&self) -> Option<Node<'a>> {
        self.record.get("handling")
    }

    /// Whether a remark of the record is about this very place.
    fn is_noted(&self, place: &Pointer) -> bool {
        self.has_note(|about| about == place)
    }

    /// Whether a remark of the record is about this place or anything in it.
    fn is_noted_within(&self, place: &Pointer) -> bool {
        self.has_note(|about| about.is_within(place))
    }

    fn has_note(&self, about: impl Fn(&Pointer) -> bool) -> bool {
        let mut notes = self.content.list("notes").filter_map(|note| note.text("about"));
        notes.any(|place| Pointer::parse(place).is_some_and(|place| about(&place)))
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

/// The place of the content in a record.
const CONTENT: Trail<'static> = Trail::member(None, "content");

/// Checks every rule that one record can break by itself, apart from what was screened before. The record has the form of its type.
pub(crate) fn check(object: &Canonical, reader: Reader, now: Timestamp, screened: Screened) -> Vec<Finding> {
    let Some(context) = Context::of(object, reader, now, screened) else { return Vec::new() };
    let mut report = Report::default();
    vocabulary::check(&context, &mut report);
    header::check(&context, &mut report);
    handling::check(&context, &mut report);
    evaluation::check(&context, &mut report);
    protection::check(&context, &mut report);
    match context.record_type {
        RecordType::Profile => subject::check(&context, &mut report),
        RecordType::ModusOperandi => modus_operandi::check(&context, &mut report),
        RecordType::Network => network::check(context.content, &mut report),
        RecordType::Link => link::check(context.content, &mut report),
        RecordType::Sighting | RecordType::Notice => {}
    }
    identity::check(&context, &mut report);
    report.into_sorted()
}

/// Whether a statement is made, and not denied.
fn stands(assertion: Node<'_>) -> bool {
    !assertion.is_true("negated")
}

/// The statements of a list that are made, and not denied, with their places in it.
fn stated<'a>(holder: Node<'a>, list: &str) -> impl Iterator<Item = (usize, Node<'a>)> + Clone {
    holder.list(list).enumerate().filter(|(_, item)| stands(*item))
}
