//! Validating a draft: what its author should mend before it is signed.

use std::collections::BTreeSet;

use super::content::{Content, examine_content};
use crate::error::{Code, Severity, Stage};
use crate::finding::Finding;
use crate::json::{Budget, Canonical, Names, Node, Pointer, read_all};
use crate::limits;
use crate::record::{Date, Record, Timestamp};
use crate::rules::{Reader, at};
use crate::verification::{Extent, Findings, is_before_issue};

/// What validation found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Validation {
    /// Everything that was found, in the order of the stages.
    pub findings: Vec<Finding>,
    /// The draft as its Rust type, where it fits that.
    pub record: Option<Record>,
}

impl Validation {
    /// Whether the draft may be signed: it has no error.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        is_valid(&self.findings)
    }
}

/// Validates a draft: a record that is not signed yet.
///
/// All findings come at once: what is wrong with the text or the schema, and every cross-field rule that is not kept. They are
/// judged as an author's, which is stricter than a reader is: for example, an author must write Unicode NFC, and signs nothing
/// whose days are past, or which is not issued yet.
#[must_use]
pub fn validate(draft: &[u8], now: Timestamp) -> Validation {
    let Examined { findings, content, object } = examine(draft, now);
    let record = content.zip(object.as_ref()).and_then(|(content, object)| content.record(object));
    Validation { findings, record }
}

/// A draft that may be signed; nothing where it has an error.
pub(super) fn valid_object(draft: &[u8], now: Timestamp) -> Option<Canonical> {
    let Examined { findings, object, .. } = examine(draft, now);
    object.filter(|_| is_valid(&findings))
}

fn is_valid(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

/// The findings of [`validate`] alone, for programs that write many drafts: no Rust type is made of a draft.
#[must_use]
pub fn check_draft(draft: &[u8], now: Timestamp) -> Vec<Finding> {
    examine(draft, now).findings
}

/// What the stages made of a draft.
struct Examined {
    findings: Vec<Finding>,
    content: Option<Content>,
    object: Option<Canonical>,
}

fn examine(draft: &[u8], now: Timestamp) -> Examined {
    let mut findings = Findings::new(Extent::Everything);
    let object = in_canonical_form(draft).or_else(|| {
        let (object, faults) = read_all(draft, &Budget::RECORD, Names::Profile);
        let _ = findings.add_all(faults.into_iter().map(Finding::from));
        object.map(Canonical::of)
    });
    let mut content = None;
    if let Some(object) = &object {
        if object.bytes().len() > limits::RECORD_BYTES {
            let _ = findings.add(Finding::whole(Code::LimSize));
        }
        if is_before_issue(now, object.node()) {
            let early = Finding::new(Code::TimeBeforeIssued, at("/issued"));
            let _ = findings.add(early.for_author());
        }
        content = examine_content(object, &[], Reader::Author, now, &mut findings).ok();
        if content.as_ref().is_some_and(|content| content.typed.is_some()) {
            let _ = findings.add_all(past_days(object.node(), now));
        }
    }
    let mut found = findings.placed(draft, Some(&Pointer::root())).findings;
    drop_echoes(&mut found);
    Examined { findings: found, content, object }
}

/// The quick way for a draft that a program wrote; see [`Canonical`].
fn in_canonical_form(draft: &[u8]) -> Option<Canonical> {
    Canonical::read(std::str::from_utf8(draft).ok()?.to_owned(), &Budget::RECORD)
}

/// What has expired, or is due for review, is not signed any more; both members name the last day on which a record holds.
///
/// spec: PSR-REC-022
fn past_days(record: Node<'_>, now: Timestamp) -> Vec<Finding> {
    let day = |name: &str| record.get("validity")?.text(name).and_then(|day| Date::new(day).ok());
    let days = [("expires", "/validity/expires"), ("review_by", "/validity/review_by")];
    let past = days.into_iter().filter(|(name, _)| day(name).is_some_and(|day| now.date() > day));
    past.map(|(_, place)| Finding::new(Code::RuleExpiredNotUsable, at(place)).for_author()).collect()
}

/// A number that was not read stands as 0 from there on; what is found about that 0 is not the author's mistake. And what may not be
/// redacted is said once.
fn drop_echoes(findings: &mut Vec<Finding>) {
    let is_unread = |finding: &&Finding| {
        matches!(finding.code, Code::ProfileNumberForm | Code::ProfileNumberRange | Code::RedPlace)
    };
    let unread: BTreeSet<Pointer> = findings.iter().filter(is_unread).map(|finding| finding.pointer.clone()).collect();
    findings.retain(|finding| finding.stage() < Stage::Version || !unread.contains(&finding.pointer));
}
