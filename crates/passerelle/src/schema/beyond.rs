//! What a JSON Schema cannot say of a record: that a day exists, that bounds are in order, that an index points at something, and
//! that members of one object fit together.
//!
//! The checks look at the record as it was written, so that they need no record that fits its type.

use std::collections::BTreeSet;

use crate::error::Code;
use crate::json::walk::{Trail, every_defined_value_of};
use crate::json::{Node, Object, Pointer, Value};
use crate::record::{Period, Timestamp};
use crate::vocabulary;

/// The members that hold a date of a person or an event, whatever object they stand in. Members of these names that hold an
/// exact day or time are checked by their format too.
pub(crate) const DATES: [&str; 14] = [
    "active_from",
    "active_to",
    "collected",
    "date",
    "expires",
    "first",
    "first_seen",
    "from_date",
    "issued",
    "last",
    "last_seen",
    "observed",
    "to_date",
    "when",
];

/// The members that hold places in a list, and the list. `translit_of` has a rule of its own.
pub(crate) const INDEXES: [(&str, &[&str]); 7] = [
    ("document_refs", &["content", "documents"]),
    ("image", &["attachments"]),
    ("images", &["attachments"]),
    ("name_ref", &["content", "names"]),
    ("name_used", &["content", "names"]),
    ("selector_refs", &["content", "selectors"]),
    ("src", &["provenance", "sources"]),
];

/// The list that the places in a member lead into, from the record's root: those of `translit_of` into `content` and `names`.
#[must_use]
pub fn list_of_index(member: &str) -> Option<&'static [&'static str]> {
    if member == "translit_of" {
        return Some(&["content", "names"]);
    }
    INDEXES.iter().find(|(name, _)| *name == member).map(|(_, list)| *list)
}

/// The members of a notice that belong to one action.
const OF_ACTIONS: [(&str, &str); 3] = [("dispute", "dispute"), ("hit", "hit"), ("review_by", "extend-review")];

/// Every fault, in no order.
pub(super) fn check(record: &Object) -> Vec<(Pointer, Code)> {
    let mut found = Vec::new();
    every_defined_value_of(record, &mut |trail, value| match value {
        Value::String(text) => check_text(trail, text, &mut found),
        Value::Integer(index) => {
            if points_beyond(record, trail.name(), *index) {
                found.push((trail.pointer(), Code::SchemaRange)); // spec: PSR-REC-007
            }
        }
        Value::Array(_) => check_list(record, trail, value, &mut found),
        Value::Object(members) => check_object(trail, members, &mut found),
        Value::Null | Value::Bool(_) => {}
    });
    found.extend(of_the_whole(record.into()));
    found
}

/// The faults that do not lie in one place alone.
pub(crate) fn of_the_whole(record: Node<'_>) -> Vec<(Pointer, Code)> {
    let mut found = Vec::new();
    too_few_signers(record, &mut found);
    members_of_actions(record, &mut found);
    found
}

fn check_text(trail: &Trail<'_>, text: &str, found: &mut Vec<(Pointer, Code)>) {
    let Some(name) = trail.name() else { return };
    let is_beyond = match name {
        "lat" => exceeds(text, LATITUDE),
        "lon" => exceeds(text, LONGITUDE),
        _ => false,
    };
    if is_beyond {
        found.push((trail.pointer(), Code::SchemaRange)); // spec: PSR-REC-007
    }
    // It may have the right form and yet not exist: 30 February, or an interval that ends before it begins.
    if DATES.contains(&name) && !is_date(text) {
        found.push((trail.pointer(), Code::SchemaForm)); // spec: PSR-REC-006
    }
}

/// The greatest latitude and longitude, in degrees.
pub(crate) const LATITUDE: u128 = 90;
pub(crate) const LONGITUDE: u128 = 180;

/// Whether a date of the format is one that the calendar has.
pub(crate) fn is_date(text: &str) -> bool {
    Period::at_a_glance(text).is_some() || Timestamp::new(text).is_ok() || edtf_core::is_valid(text)
}

/// Whether a decimal number lies outside plus or minus a whole one.
pub(crate) fn exceeds(decimal: &str, most: u128) -> bool {
    let (whole, fraction) = decimal.trim_start_matches('-').split_once('.').unwrap_or((decimal, ""));
    let Ok(whole) = whole.trim_start_matches('-').parse::<u128>() else { return false };
    whole > most || whole == most && fraction.bytes().any(|digit| digit != b'0')
}

/// Whether a member is an index, and its list has no such item.
fn points_beyond(record: &Object, name: Option<&str>, index: i64) -> bool {
    let path = INDEXES.iter().find(|(member, _)| Some(*member) == name);
    path.is_some_and(|(_, path)| is_beyond_list(record.into(), path, index))
}

/// Whether the list that a path names has no item of that number.
pub(crate) fn is_beyond_list(record: Node<'_>, path: &[&str], index: i64) -> bool {
    let list = path.iter().try_fold(record, |object, name| object.get(name));
    let item = usize::try_from(index).ok().and_then(|index| list?.items().nth(index));
    item.is_none()
}

fn check_list(record: &Object, trail: &Trail<'_>, list: &Value, found: &mut Vec<(Pointer, Code)>) {
    let items = list.as_array().unwrap_or_default();
    if trail.name() == Some("releasable_to") && names_all_and_more(list.into()) {
        found.push((trail.pointer(), Code::SchemaCombination)); // spec: PSR-REC-009
    }
    let mut languages = BTreeSet::new();
    for (position, item) in items.iter().enumerate() {
        if item.as_integer().is_some_and(|index| points_beyond(record, trail.name(), index)) {
            found.push((trail.pointer().index(position), Code::SchemaRange)); // spec: PSR-REC-007
        }
        if language_of_text(item.into()).is_some_and(|language| !languages.insert(language)) {
            found.push((trail.pointer().index(position), Code::SchemaDuplicateItem)); // spec: PSR-REC-008
        }
    }
}

/// Whether a list of those to whom a record may be released names all of them, and others beside.
pub(crate) fn names_all_and_more(list: Node<'_>) -> bool {
    list.items().count() > 1 && list.items().any(|item| item.as_str() == Some("all-members"))
}

/// Whether a list of texts has two in one language.
pub(crate) fn repeats_a_language(list: Node<'_>) -> bool {
    has_repeats(list.items().filter_map(language_of_text))
}

/// Whether a list of plain values has one twice.
pub(crate) fn repeats_an_item(list: Node<'_>) -> bool {
    has_repeats(list.items().map(|item| (item.as_str(), item.as_integer())))
}

fn has_repeats<T: Ord>(values: impl Iterator<Item = T>) -> bool {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.windows(2).any(|pair| matches!(pair, [one, next] if one == next))
}

fn language_of_text(item: Node<'_>) -> Option<&str> {
    item.get("text")?;
    item.get("lang").and_then(Node::as_str)
}

fn check_object(trail: &Trail<'_>, members: &Object, found: &mut Vec<(Pointer, Code)>) {
    if bounds_are_reversed(members.into()) {
        found.push((trail.pointer().child("min"), Code::SchemaRange)); // spec: PSR-REC-007
    }
    if trail.name() == Some("evaluation") && lacks_information(members.into()) {
        found.push((trail.pointer().child("information"), Code::SchemaCombination)); // spec: PSR-REC-009
    }
}

/// Whether the lower bound is above the upper one.
pub(crate) fn bounds_are_reversed(members: Node<'_>) -> bool {
    let integer = |name| members.get(name).and_then(Node::as_integer);
    integer("max").is_some_and(|most| integer("min").is_some_and(|least| least > most))
}

/// Whether an evaluation has no grade of the information, though its scheme has a list of them.
pub(crate) fn lacks_information(evaluation: Node<'_>) -> bool {
    evaluation.get("information").is_none() && grades_information(evaluation)
}

/// Whether the scheme of an evaluation has a list of grades for the information.
fn grades_information(evaluation: Node<'_>) -> bool {
    let scheme = evaluation.get("scheme").and_then(Node::as_str);
    let scheme = vocabulary::list("evaluation-scheme").zip(scheme).and_then(|(list, scheme)| list.get(scheme));
    scheme.is_some_and(|scheme| !scheme.fact("information_list").is_empty())
}

/// spec: PSR-REC-009
fn too_few_signers(record: Node<'_>, found: &mut Vec<(Pointer, Code)>) {
    let Some(signers) = record.get("signers").and_then(Node::as_object) else { return };
    let named = signers.get("of").into_iter().flat_map(Node::items);
    let all: BTreeSet<&str> = named.chain(record.get("issuer")).filter_map(Node::as_str).collect();
    let least = signers.get("min").and_then(Node::as_integer).and_then(|least| usize::try_from(least).ok());
    if least.is_some_and(|least| least > all.len()) {
        found.push((Pointer::root().child("signers").child("min"), Code::SchemaCombination));
    }
}

/// spec: PSR-REC-009
fn members_of_actions(record: Node<'_>, found: &mut Vec<(Pointer, Code)>) {
    let is_notice = record.get("type").and_then(Node::as_str) == Some("notice");
    let Some(content) = record.get("content").and_then(Node::as_object).filter(|_| is_notice) else { return };
    let Some(action) = content.get("action").and_then(Node::as_str) else { return };
    for (member, of_action) in OF_ACTIONS {
        if content.get(member).is_some() != (action == of_action) {
            found.push((Pointer::root().child("content").child(member), Code::SchemaCombination));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json::read;
    use crate::record::RecordType;

    /// The example of a type with one change, and what is then found.
    fn faults(record_type: RecordType, change: impl Fn(&mut serde_json::Value)) -> Vec<(String, Code)> {
        let text = match record_type {
            RecordType::Profile => include_str!("../record/tests/profile.json"),
            RecordType::ModusOperandi => include_str!("../record/tests/modus-operandi.json"),
            RecordType::Network => include_str!("../record/tests/network.json"),
            RecordType::Sighting => include_str!("../record/tests/sighting.json"),
            RecordType::Link => include_str!("../record/tests/link.json"),
            RecordType::Notice => include_str!("../record/tests/notice.json"),
        };
        let mut record = serde_json::from_str(text).unwrap();
        change(&mut record);
        let found = check(&read(record.to_string().as_bytes()).unwrap());
        found.into_iter().map(|(pointer, code)| (pointer.to_string(), code)).collect()
    }

    #[track_caller]
    fn one(record_type: RecordType, at: &str, code: Code, change: impl Fn(&mut serde_json::Value)) {
        assert_eq!(faults(record_type, change), [(at.to_owned(), code)]);
    }

    #[test]
    fn the_examples_have_no_fault() {
        for record_type in RecordType::ALL.into_iter().filter(|record_type| *record_type != RecordType::Notice) {
            assert_eq!(faults(record_type, |_| {}), [], "{record_type}");
        }
    }

    #[test]
    fn a_date_exists_in_the_calendar() {
        for date in ["1985-02-30", "2023-02-29", "2026-03/2026-02"] {
            one(RecordType::Sighting, "/content/when", Code::SchemaForm, |record| {
                record["content"]["when"] = json!(date)
            });
        }
        for date in ["1984-02-29?", "../1990", "198X"] {
            assert_eq!(faults(RecordType::Sighting, |record| record["content"]["when"] = json!(date)), [], "{date}");
        }
    }

    #[test]
    fn coordinates_lie_on_the_globe() {
        for lat in ["90.1", "-90.000000000000000001", "91", "-1000"] {
            one(RecordType::Sighting, "/content/where/lat", Code::SchemaRange, |record| {
                record["content"]["where"] = json!({ "lat": lat, "lon": "180.0", "precision_m": 5000 });
            });
        }
        for lat in ["90", "-90.00", "89.999999999999999999"] {
            let kept = faults(RecordType::Sighting, |record| {
                record["content"]["where"] = json!({ "lat": lat, "lon": "-180", "precision_m": 5000 });
            });
            assert_eq!(kept, [], "{lat}");
        }
    }

    #[test]
    fn bounds_are_in_order() {
        one(RecordType::Sighting, "/content/persons/migrants/min", Code::SchemaRange, |record| {
            record["content"]["persons"]["migrants"] = json!({ "min": 9, "max": 5 });
        });
    }

    #[test]
    fn an_index_points_at_something() {
        one(RecordType::Profile, "/content/names/0/src", Code::SchemaRange, |record| {
            record["content"]["names"][0]["src"] = json!(1);
        });
        one(RecordType::Profile, "/content/personas/0/selector_refs/1", Code::SchemaRange, |record| {
            record["content"]["personas"] = json!([{ "selector_refs": [0, 99] }]);
        });
        one(RecordType::ModusOperandi, "/content/images/0", Code::SchemaRange, |record| {
            record["content"]["images"] = json!([64]);
        });
    }

    #[test]
    fn a_list_has_one_text_for_each_language() {
        one(RecordType::Network, "/content/summary/1", Code::SchemaDuplicateItem, |record| {
            record["content"]["summary"] = json!([{ "lang": "en", "text": "a" }, { "lang": "en", "text": "b" }]);
        });
    }

    #[test]
    fn all_members_stand_alone() {
        one(RecordType::Link, "/handling/releasable_to", Code::SchemaCombination, |record| {
            record["handling"]["releasable_to"] = json!(["all-members", "XA"]);
        });
    }

    #[test]
    fn there_are_as_many_signers_as_must_sign() {
        let signers = |least: i64| json!({ "min": least, "of": ["XX/test-unit-a", "XX/test-unit-b"] });
        assert_eq!(faults(RecordType::Link, |record| record["signers"] = signers(2)), []);
        one(RecordType::Link, "/signers/min", Code::SchemaCombination, |record| record["signers"] = signers(3));
    }

    #[test]
    fn an_evaluation_has_all_grades_of_its_scheme() {
        one(RecordType::Link, "/evaluation/information", Code::SchemaCombination, |record| {
            record["evaluation"] = json!({ "scheme": "admiralty", "source": "B" });
        });
        let one_scale = json!({ "scheme": "iom-source-quality", "source": "2" });
        assert_eq!(faults(RecordType::Link, |record| record["evaluation"] = one_scale.clone()), []);
    }

    #[test]
    fn a_notice_has_what_its_action_needs_and_nothing_else() {
        let content = |members: serde_json::Value| {
            let mut content =
                json!({ "about": { "id": "XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057", "all": true } });
            content.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            content
        };
        for (members, due) in [
            (json!({ "action": "ack" }), None),
            (json!({ "action": "hit" }), Some("/content/hit")),
            (json!({ "action": "ack", "review_by": "2027-01-01" }), Some("/content/review_by")),
            (json!({ "action": "extend-review", "review_by": "2027-01-01" }), None),
            (json!({ "action": "dispute" }), Some("/content/dispute")),
        ] {
            let found = faults(RecordType::Notice, |record| record["content"] = content(members.clone()));
            let due: Vec<_> = due.into_iter().map(|at| (at.to_owned(), Code::SchemaCombination)).collect();
            assert_eq!(found, due, "{members}");
        }
    }
}
