//! Comparing who may have what: a revision with the one before it, and a withdrawal with what it withdraws.

use crate::json::Pointer;
use crate::record::{Handling, Record};
use crate::vocabulary;

/// Whether a revision may go to more parties or permits more than the one before it, without a reason in its notes.
///
/// spec: PSR-HND-009
pub(super) fn is_loosened(before: &Record, after: &Record) -> bool {
    let (earlier, later) = (&before.header.handling, &after.header.handling);
    (!covers(earlier, later) || permits_more(earlier, later)) && !gives_reason(after)
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

fn permits_more(before: &Handling, after: &Handling) -> bool {
    let is_laxer = |list, before: Option<&str>, after: Option<&str>| strictness(list, after) < strictness(list, before);
    is_laxer("tlp", Some(before.tlp.as_str()), Some(after.tlp.as_str()))
        || is_laxer("onward", Some(before.onward.as_str()), Some(after.onward.as_str()))
        || is_laxer("judicial-use", Some(before.judicial_use.as_str()), Some(after.judicial_use.as_str()))
        || is_laxer("pap", before.pap.as_ref().map(|code| code.as_str()), after.pap.as_ref().map(|code| code.as_str()))
        || is_laxer(
            "interpol-confidentiality",
            before.interpol.as_ref().map(|code| code.as_str()),
            after.interpol.as_ref().map(|code| code.as_str()),
        )
        || before.europol.iter().any(|code| !after.europol.contains(code))
}

/// How strict a code is: no code less than any code, an unknown one more than any.
fn strictness(list: &str, code: Option<&str>) -> i64 {
    let Some(code) = code else { return -1 };
    let entry = vocabulary::list(list).and_then(|list| list.get(code));
    let stated = entry.and_then(|entry| entry.fact("strictness").first()).and_then(|text| text.parse().ok());
    stated.unwrap_or(i64::MAX)
}

fn gives_reason(record: &Record) -> bool {
    use crate::record::Content;
    let notes = match &record.content {
        Content::Profile(content) => &content.notes,
        Content::ModusOperandi(content) => &content.notes,
        Content::Network(content) => &content.notes,
        Content::Sighting(content) => &content.notes,
        Content::Link(content) => &content.notes,
        Content::Notice(content) => &content.notes,
    };
    let handling = Pointer::root().child("handling");
    notes.iter().any(|note| Pointer::parse(note.about.as_str()).is_some_and(|about| about.is_within(&handling)))
}
