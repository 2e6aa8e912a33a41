//! Codes: whether each one is in its list, in the edition that the record names.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::walk::Trail;
use super::{CONTENT, Context, Reader, Report};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Node, Object, Pointer, Value};
use crate::record::{RecordType, SpecVersion, VocabularyEdition};
use crate::schema::schema_for_type;
use crate::vocabulary::{self, List, Openness, edition_key};

/// The minor version of the format that this library knows.
const KNOWN_MINOR: i64 = 0;

/// Every edition of code lists that the record names and this library does not know; a finding of the stage `version`.
///
/// spec: PSR-VOC-001
pub(crate) fn future_editions(record: Node<'_>) -> Vec<Finding> {
    let editions = record.get("vocab").into_iter().flat_map(Node::members);
    let future = editions.filter(|(_, edition)| edition.as_str().is_some_and(is_future));
    future.map(|(list, _)| Finding::new(Code::VocVersionFuture, super::at("/vocab").child(list))).collect()
}

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    if !context.screened.codes {
        codes_of_members(context, report);
    }
    techniques(context, report);
}

fn codes_of_members(context: &Context<'_>, report: &mut Report) {
    every_code(context, &mut |trail, list, code| {
        // Who writes a marking can mend it; who receives one must not read it too freely. spec: PSR-VOC-003
        let is_marking = list.is_handling() && context.reader == Reader::Recipient;
        let unknown = if is_marking { Code::VocHandling } else { unknown_in(list) };
        in_its_list(context, list.name(), code, unknown, || trail.pointer(), report);
        other_needs_text(context, list, code, || trail.pointer(), report);
    });
}

/// Shows every code of the record with its list, wherever the schema says that a member is a code.
pub(super) fn every_code(context: &Context<'_>, visit: &mut dyn FnMut(&Trail<'_>, &'static List, &str)) {
    if let Some(Shape::Members(members)) = shape_of(context.record_type) {
        every_code_of_members(members, context.object.tree(), None, visit);
    }
}

/// The list that the value at a place takes its code from, where the schema says that it is one.
pub(crate) fn list_at(record_type: RecordType, place: &Pointer) -> Option<&'static List> {
    let step = |shape: &'static Shape, name: &str| match shape {
        Shape::Members(members) => members.get(name),
        Shape::Items(shape) => Some(&**shape),
        Shape::Code(_) => None,
    };
    match place.tokens().try_fold(shape_of(record_type)?, |shape, token| step(shape, &token))? {
        Shape::Code(list) => Some(list),
        _ => None,
    }
}

/// Whether the record may hold codes of `list` that this library cannot know yet.
pub(super) fn may_be_newer(context: &Context<'_>, list: &str) -> bool {
    let minor = context.record.text("spec").and_then(|spec| SpecVersion::new(spec).ok()).map(|spec| spec.minor());
    minor.is_some_and(|minor| minor > KNOWN_MINOR) || edition_of(context, list).is_some_and(is_future)
}

/// The edition that a code list has in the record: its own, or that of all lists.
fn edition_of<'a>(context: &Context<'a>, list: &str) -> Option<&'a str> {
    let editions = context.record.get("vocab")?;
    editions.text(list).or_else(|| editions.text("passerelle"))
}

/// What has not the form of an edition is left to the schema.
fn is_future(edition: &str) -> bool {
    VocabularyEdition::new(edition).is_ok() && edition_key(edition) > edition_key(vocabulary::edition())
}

/// What a code is that does not stand in the list.
fn unknown_in(list: &List) -> Code {
    if list.openness() == Openness::Open { Code::VocUnknown } else { Code::VocClosed }
}

/// `unknown` is what an unknown code of the list is.
fn in_its_list(
    context: &Context<'_>,
    list: &str,
    code: &str,
    unknown: Code,
    pointer: impl Fn() -> Pointer,
    report: &mut Report,
) {
    let entry = vocabulary::list(list).and_then(|list| list.get(code));
    let due = entry.map_or(Some(unknown), |entry| {
        let edition = edition_of(context, list)?;
        Life { since: entry.since(), retired: entry.retired() }.in_edition(edition, unknown)
    });
    match due {
        // spec: PSR-VOC-002
        Some(Code::VocClosed) if context.reader == Reader::Recipient && may_be_newer(context, list) => {
            report.add(Code::VocUnknown, pointer());
        }
        Some(found) => report.add(found, pointer()),
        None => {}
    }
}

/// From which edition on a code is in its list, and from which on it should not be used any more.
struct Life<'a> {
    since: &'a str,
    retired: Option<&'a str>,
}

impl Life<'_> {
    /// What is due for the code in an edition: the one that the record names, so that every reader says the same.
    ///
    /// spec: PSR-VOC-002, PSR-VOC-003, PSR-VOC-004, PSR-VOC-005
    fn in_edition(&self, edition: &str, unknown: Code) -> Option<Code> {
        let reached = |other: &str| edition_key(other) <= edition_key(edition);
        if !reached(self.since) {
            Some(unknown)
        } else if self.retired.is_some_and(reached) {
            Some(Code::VocDeprecated)
        } else {
            None
        }
    }
}

/// A technique names its list itself, and the list may be one that does not exist.
fn techniques(context: &Context<'_>, report: &mut Report) {
    if context.record_type != RecordType::ModusOperandi {
        return;
    }
    let phases = CONTENT.child("phases");
    for (index, phase) in context.content.list("phases").enumerate() {
        let phase_at = phases.index(index);
        let all = phase_at.child("techniques");
        for (index, technique) in phase.texts("techniques").enumerate() {
            let Some((name, code)) = technique.split_once('/') else { continue };
            let pointer = || all.index(index).pointer();
            let list = vocabulary::list(name);
            let unknown = list.map_or(Code::VocClosed, unknown_in);
            in_its_list(context, name, code, unknown, pointer, report);
            if let Some(list) = list {
                other_needs_text(context, list, code, pointer, report);
            }
        }
    }
}

/// A text is a note about the code, its list or what they stand in, or stands beside the code.
///
/// spec: PSR-VOC-006
fn other_needs_text(
    context: &Context<'_>,
    list: &List,
    code: &str,
    pointer: impl Fn() -> Pointer,
    report: &mut Report,
) {
    if list.openness() != Openness::Open || code != "other" {
        return;
    }
    let pointer = pointer();
    let parent = pointer.parent();
    let in_list = context.record.at(&parent).is_some_and(Node::is_array);
    let holder = if in_list { parent.parent() } else { parent.clone() };
    // The record and its content hold all codes; a text about them says nothing of this one.
    let is_narrow = |place: &&Pointer| **place != Pointer::root() && **place != super::at("/content");
    let noted =
        [&pointer, &parent, &holder].iter().filter(|place| is_narrow(place)).any(|place| context.is_noted(place));
    let beside = is_narrow(&&holder) && context.record.at(&holder).is_some_and(holds_text);
    if !noted && !beside {
        report.add(Code::RuleOtherNeedsText, pointer);
    }
}

/// Whether an object has a text for people to read, or names a law.
fn holds_text(holder: Node<'_>) -> bool {
    let is_text = |item: Node<'_>| item.get("lang").is_some() && item.get("text").is_some();
    let mut lists = holder.members().map(|(_, value)| value).filter(|value| value.is_array());
    holder.get("instrument").is_some() || lists.any(|list| list.items().all(is_text))
}

/// Where codes stand in a record of one type, as its schema says.
enum Shape {
    Code(&'static List),
    Members(BTreeMap<String, Shape>),
    Items(Box<Shape>),
}

/// The shape of a record type, made from its schema when it is first needed.
fn shape_of(record_type: RecordType) -> Option<&'static Shape> {
    static SHAPES: [OnceLock<Option<Shape>>; RecordType::ALL.len()] =
        [const { OnceLock::new() }; RecordType::ALL.len()];
    let cell = RecordType::ALL.iter().position(|one| *one == record_type).and_then(|index| SHAPES.get(index))?;
    let made = cell.get_or_init(|| {
        let schema = schema_for_type(record_type).to_value();
        Shape::of(&schema, &schema, &mut Vec::new())
    });
    made.as_ref()
}

impl Shape {
    /// The codes below a schema; nothing where there are none. `open` are the definitions that are being looked into.
    fn of<'s>(schema: &'s serde_json::Value, root: &'s serde_json::Value, open: &mut Vec<&'s str>) -> Option<Self> {
        if let Some(list) = schema.get("x-vocabulary").and_then(serde_json::Value::as_str) {
            return vocabulary::list(list).map(Self::Code);
        }
        if let Some(reference) = schema.get("$ref").and_then(serde_json::Value::as_str) {
            if open.contains(&reference) {
                return None;
            }
            open.push(reference);
            let shape = root.pointer(reference.strip_prefix('#')?).and_then(|schema| Self::of(schema, root, open));
            open.pop();
            return shape;
        }
        if let Some(items) = schema.get("items") {
            return Self::of(items, root, open).map(|shape| Self::Items(Box::new(shape)));
        }
        let properties = schema.get("properties")?.as_object()?.iter();
        let members: BTreeMap<_, _> = properties
            .filter_map(|(name, schema)| Self::of(schema, root, open).map(|shape| (name.clone(), shape)))
            .collect();
        (!members.is_empty()).then_some(Self::Members(members))
    }
}

fn every_code_of(
    shape: &'static Shape,
    value: &Value,
    trail: &Trail<'_>,
    visit: &mut dyn FnMut(&Trail<'_>, &'static List, &str),
) {
    match (shape, value) {
        (Shape::Code(list), Value::String(code)) => visit(trail, list, code),
        (Shape::Members(members), Value::Object(object)) => every_code_of_members(members, object, Some(trail), visit),
        (Shape::Items(shape), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                every_code_of(shape, item, &trail.index(index), visit);
            }
        }
        _ => {}
    }
}

fn every_code_of_members(
    members: &'static BTreeMap<String, Shape>,
    object: &Object,
    above: Option<&Trail<'_>>,
    visit: &mut dyn FnMut(&Trail<'_>, &'static List, &str),
) {
    for (name, value) in object.iter() {
        if let Some(shape) = members.get(name) {
            every_code_of(shape, value, &Trail::member(above, name), visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_code_is_judged_by_the_edition_that_the_record_names() {
        let life = Life { since: "2026.2", retired: Some("2027.1") };
        assert_eq!(life.in_edition("2026.1", Code::VocUnknown), Some(Code::VocUnknown));
        assert_eq!(life.in_edition("2026.2", Code::VocUnknown), None);
        assert_eq!(life.in_edition("2026.10", Code::VocUnknown), None);
        assert_eq!(life.in_edition("2027.1", Code::VocUnknown), Some(Code::VocDeprecated));
        assert_eq!(life.in_edition("2028.1", Code::VocUnknown), Some(Code::VocDeprecated));
    }

    #[test]
    fn every_list_for_records_is_found_in_a_schema() {
        fn lists(shape: &Shape, found: &mut BTreeSet<&'static str>) {
            match shape {
                Shape::Code(list) => drop(found.insert(list.name())),
                Shape::Items(items) => lists(items, found),
                Shape::Members(members) => members.values().for_each(|shape| lists(shape, found)),
            }
        }
        let mut found = BTreeSet::new();
        for record_type in RecordType::ALL {
            lists(shape_of(record_type).unwrap(), &mut found);
        }
        let missing = vocabulary::lists().map(List::name).filter(|name| !found.contains(name));
        // Grades belong to lists by their scheme, status is computed, and the rest stands in trust documents.
        let elsewhere = |name: &&str| {
            ["admiralty-", "europol-4x4-", "uk-3x5x2-", "iom-"].iter().any(|scheme| name.starts_with(scheme))
                || ["authority-role", "record-type", "status"].contains(name)
        };
        assert_eq!(missing.filter(|name| !elsewhere(name)).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
