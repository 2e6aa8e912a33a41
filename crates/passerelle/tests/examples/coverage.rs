//! Together the examples show the whole format: every type, every member, every code list, and names in many scripts.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::json::{Object, Value};
use passerelle::record::RecordType;
use passerelle::{schema, vocabulary};
use serde_json::Value as Schema;

use super::{records, strings, text};

/// Lists whose codes stand in no record: one is computed by the reader, one belongs to trust lists.
const OUTSIDE_RECORDS: [&str; 2] = ["authority-role", "status"];

/// Members that no example has, each for a reason.
const LEFT_OUT: [&str; 3] = [
    // Nobody could act on a draft that demands an extension of its reader.
    "Record/must",
    // A ship's radio and an aircraft bear the code of a real country.
    "Vehicle/mmsi",
    "Vehicle/tail",
];

/// Members that every statement may have beside its own.
const OF_EVERY_STATEMENT: [&str; 5] = ["src", "evaluation", "first", "last", "negated"];

/// What the schema says of the members and codes that a record uses.
#[derive(Default)]
struct Seen {
    members: BTreeSet<String>,
    codes: BTreeMap<String, BTreeSet<String>>,
}

impl Seen {
    fn code(&mut self, list: &str, code: &str) {
        self.codes.entry(list.to_owned()).or_default().insert(code.to_owned());
    }

    fn value(&mut self, root: &Schema, schema: &Schema, value: &Value) {
        let (kind, schema) = resolve(root, schema);
        if let (Some(list), Some(code)) = (schema["x-vocabulary"].as_str(), value.as_str()) {
            self.code(list, code);
        }
        match value {
            Value::Object(object) => self.object(root, kind, schema, object),
            Value::Array(items) => items.iter().for_each(|item| self.value(root, &schema["items"], item)),
            _ => {}
        }
    }

    fn object(&mut self, root: &Schema, kind: &str, schema: &Schema, object: &Object) {
        if let Some(scheme) = text(object, "scheme") {
            let separate = scheme != "iom-source-quality";
            for member in ["source", "information", "handling"] {
                if let Some(grade) = text(object, member) {
                    let list = if separate { format!("{scheme}-{member}") } else { scheme.to_owned() };
                    self.code(&list, grade);
                }
            }
        }
        for (name, value) in object.iter() {
            self.members.insert(format!("{kind}/{name}"));
            self.value(root, &schema["properties"][name], value);
        }
    }
}

/// The schema that a reference names, with the name of its definition.
fn resolve<'a>(root: &'a Schema, schema: &'a Schema) -> (&'a str, &'a Schema) {
    match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        Some(name) => (name, &root["$defs"][name]),
        None => ("Record", schema),
    }
}

/// What the records of each type show.
fn seen() -> BTreeMap<String, Seen> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for record in records().values() {
        let name = text(record, "type").unwrap();
        let record_type = RecordType::ALL.into_iter().find(|it| it.as_str() == name).unwrap();
        let root = schema::schema_for_type(record_type).to_value();
        let of_type = seen.entry(name.to_owned()).or_default();
        of_type.object(&root, "Record", &root, record);
        for (member, technique) in strings(record) {
            if let (true, Some((list, code))) = (member == "techniques", technique.split_once('/')) {
                of_type.code(list, code);
            }
        }
    }
    seen
}

#[test]
fn every_code_list_is_used() {
    let seen = seen();
    let used: BTreeSet<_> = seen.values().flat_map(|of_type| of_type.codes.keys().map(String::as_str)).collect();
    let types: BTreeSet<_> = seen.keys().map(String::as_str).collect();
    assert_eq!(types, RecordType::ALL.map(RecordType::as_str).into());
    let all: BTreeSet<_> = vocabulary::lists().map(vocabulary::List::name).collect();
    let unused: BTreeSet<_> = all.difference(&used).copied().filter(|list| *list != "record-type").collect();
    assert_eq!(unused, OUTSIDE_RECORDS.into());
}

#[test]
fn every_member_is_shown() {
    let seen = seen();
    let shown: BTreeSet<_> = seen.values().flat_map(|of_type| &of_type.members).cloned().collect();
    let mut known = BTreeSet::new();
    for record_type in RecordType::ALL {
        let root = schema::schema_for_type(record_type).to_value();
        let definitions = root["$defs"].as_object().unwrap().iter().map(|(name, schema)| (name.as_str(), schema));
        for (kind, schema) in definitions.chain([("Record", &root)]) {
            let members = schema["properties"].as_object().into_iter().flatten().map(|(member, _)| member);
            known.extend(members.map(|member| format!("{kind}/{member}")));
        }
    }
    let missing: BTreeSet<_> = known.difference(&shown).map(String::as_str).collect();
    let (of_statements, others): (BTreeSet<_>, BTreeSet<_>) = missing
        .into_iter()
        .partition(|path| OF_EVERY_STATEMENT.iter().any(|member| path.ends_with(&format!("/{member}"))));
    assert_eq!(others, LEFT_OUT.into());
    for member in OF_EVERY_STATEMENT {
        let ending = format!("/{member}");
        let all = known.iter().filter(|path| path.ends_with(&ending)).count();
        let without = of_statements.iter().filter(|path| path.ends_with(&ending)).count();
        assert!(without < all, "{member} is nowhere shown");
    }
}

#[test]
fn names_stand_in_six_scripts_and_texts_in_the_four_languages_of_the_library() {
    let (mut scripts, mut languages) = (BTreeSet::new(), BTreeSet::new());
    for record in records().values() {
        for (member, found) in strings(record) {
            if member == "script" {
                scripts.insert(found.to_owned());
            }
            if member == "lang" {
                languages.insert(found.to_owned());
            }
        }
    }
    for script in ["Arab", "Cyrl", "Ethi", "Grek", "Hans", "Latn"] {
        assert!(scripts.contains(script), "{script}");
    }
    for language in ["ar", "en", "es", "fr"] {
        assert!(languages.contains(language), "{language}");
    }
}

#[test]
fn markings_go_from_clear_to_red() {
    let mut colours = BTreeSet::new();
    for record in records().values() {
        let handling = record.get("handling").and_then(Value::as_object).unwrap();
        colours.insert(text(handling, "tlp").unwrap().to_owned());
    }
    assert_eq!(colours, ["amber", "amber-strict", "clear", "green", "red"].map(str::to_owned).into());
}

#[test]
fn the_network_has_eight_members() {
    let records = records();
    let network = text(&records["network-example-tide"], "id").unwrap();
    let mut members = BTreeSet::new();
    for link in records.values().filter(|record| text(record, "type") == Some("link")) {
        let content = link.get("content").and_then(Value::as_object).unwrap();
        let end = |member| text(content.get(member).and_then(Value::as_object).unwrap(), "id").unwrap();
        if text(content, "kind") == Some("member-of") && end("to") == network {
            members.insert(end("from").to_owned());
        }
    }
    assert_eq!(members.len(), 8);
}
