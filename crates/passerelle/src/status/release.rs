//! Comparing who may have what: a revision with the one before it, and a withdrawal with what it withdraws.

use crate::json::Pointer;
use crate::record::{Handling, Record};
use crate::rules::strictness::laxer_members;

/// Whether a revision may go to more parties or permits more than the one before it, without a reason in its notes.
///
/// spec: PSR-HND-009
pub(super) fn is_loosened(before: &Record, after: &Record) -> bool {
    let laxer = laxer_members(&after.header.handling, &before.header.handling);
    !laxer.is_empty() && !gives_reason(after)
}

/// Whether everybody who may have what is marked `narrow` may have what is marked `wide`.
pub(super) fn covers(wide: &Handling, narrow: &Handling) -> bool {
    let denies =
        |handling: &Handling, party: &str| handling.not_releasable_to.iter().any(|code| code.as_str() == party);
    let wide_is_for_all = wide.releasable_to.iter().any(|audience| audience.is_all_members());
    if narrow.releasable_to.iter().any(|audience| audience.is_all_members()) {
        return wide_is_for_all && wide.not_releasable_to.iter().all(|party| denies(narrow, party.as_str()));
    }
    let parties = narrow.releasable_to.iter().filter(|audience| !denies(narrow, audience.as_str()));
    parties
        .into_iter()
        .all(|party| (wide_is_for_all || wide.releasable_to.contains(party)) && !denies(wide, party.as_str()))
}

fn gives_reason(record: &Record) -> bool {
    let handling = Pointer::root().child("handling");
    let mut notes = record.content.notes().iter();
    notes.any(|note| Pointer::parse(note.about.as_str()).is_some_and(|about| about.is_within(&handling)))
}
