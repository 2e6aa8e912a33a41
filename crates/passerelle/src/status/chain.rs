//! Whether each revision follows from the one before it.

use super::entries::{Entries, Key};
use super::{History, release};
use crate::answer::Status;
use crate::error::Code;
use crate::json::{Object, Pointer};
use crate::pipeline::VerifiedRecord;
use crate::record::{Date, RevisionRef};
use crate::rules::at;

/// The contents of the nearest earlier revision that is held.
struct Lower<'r> {
    rev: i64,
    /// Each with whether it was refused.
    contents: Vec<(&'r VerifiedRecord, bool)>,
}

/// Goes through every chain from its oldest revision on, since what follows from a refused revision is refused too.
pub(super) fn examine<'r>(history: &History<'r>, entries: &mut Entries<'r>) {
    for (&(environment, id), chain) in &history.chains {
        let mut lower: Option<Lower<'r>> = None;
        for (&rev, contents) in chain {
            let mut level = Vec::new();
            for (&hash, &record) in contents {
                let Some(entry) = entries.get_mut(Key { environment, id, rev, hash }) else { continue };
                let found = examine_revision(record, lower.as_ref());
                for (code, pointer) in found.refusals {
                    entry.refuse(code, pointer);
                }
                for (code, pointer) in found.remarks {
                    entry.report(code, pointer);
                }
                if contents.len() > 1 {
                    entry.mark(Status::Forked, Code::RevEquivocation, at("/rev")); // spec: PSR-REV-003
                }
                level.push((record, entry.is_refused()));
            }
            lower = Some(Lower { rev, contents: level });
        }
    }
}

#[derive(Default)]
struct Found {
    refusals: Vec<(Code, Pointer)>,
    remarks: Vec<(Code, Pointer)>,
}

/// spec: PSR-REV-004, PSR-REV-005, PSR-REV-006, PSR-REV-007, PSR-REV-009, PSR-HND-009
fn examine_revision(record: &VerifiedRecord, lower: Option<&Lower<'_>>) -> Found {
    let mut found = Found::default();
    let header = &record.record().header;
    let is_after = |last: Option<Date>| last.is_some_and(|last| header.issued.date() > last);
    if is_after(header.validity.expires) {
        found.refusals.push((Code::RulePrevIssuedOrder, at("/issued")));
    }
    let is_next = lower.is_some_and(|lower| lower.rev + 1 == header.rev);
    if header.rev > 1 && !is_next {
        found.remarks.push((Code::RevGap, at("/prev")));
    }
    let Some(lower) = lower else { return found };
    let named = lower.contents.iter().find(|(held, _)| Some(held.digest()) == header.prev.as_ref());
    let before = match named {
        Some((before, false)) => before,
        // Across a gap nothing can be named, but type and order hold there too.
        None if !is_next => match lower.contents.iter().find(|(_, refused)| !refused) {
            Some((before, _)) => before,
            None => return found,
        },
        _ => {
            found.refusals.push((Code::RevChain, at("/prev")));
            return found;
        }
    };
    let earlier = &before.record().header;
    if before.record().content.record_type() != record.record().content.record_type() {
        found.refusals.push((Code::RuleTypeChanged, at("/type")));
    }
    if header.issued < earlier.issued || is_after(earlier.validity.expires) {
        found.refusals.push((Code::RulePrevIssuedOrder, at("/issued")));
    }
    // What is withheld in one of them may be what has changed.
    let is_whole = before.withheld().is_empty() && record.withheld().is_empty();
    if is_next && is_whole && says_the_same(before.object(), record.object()) {
        found.remarks.push((Code::RuleRevisionEmpty, at("/issued")));
    }
    if is_next && release::is_loosened(before.record(), record.record()) {
        found.remarks.push((Code::RuleHandlingLoosened, at("/handling")));
    }
    found
}

/// Whether two revisions differ in nothing but the members that every revision changes.
fn says_the_same(before: &Object, after: &Object) -> bool {
    let is_said = |name: &str| !matches!(name, "rev" | "prev" | "issued");
    let said = |object: &Object| object.iter().filter(|(name, _)| is_said(name)).count();
    said(before) == said(after)
        && before.iter().filter(|(name, _)| is_said(name)).all(|(name, value)| after.get(name) == Some(value))
}

/// Marks what a newer revision has taken the place of.
///
/// spec: PSR-REV-010
pub(super) fn supersede<'r>(history: &History<'r>, entries: &mut Entries<'r>) {
    for &(environment, id) in history.chains.keys() {
        let accepted = entries.revisions(environment, id).filter(|(_, entry)| !entry.is_refused());
        let newest = accepted.map(|(key, _)| key.rev).last();
        for (key, entry) in entries.revisions_mut(environment, id) {
            if newest.is_some_and(|newest| key.rev < newest) {
                entry.mark(Status::Superseded, Code::RevSuperseded, at("/rev"));
                entry.replaced_by = newest.map(|rev| RevisionRef { id: id.clone(), rev });
            }
        }
    }
}
