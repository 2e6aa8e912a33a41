//! The generated schemas: valid, complete, and as strict as the format demands.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::*;
use crate::record::Record;
use crate::vocabulary;

const EXAMPLES: [&str; 6] = [
    include_str!("../record/tests/profile.json"),
    include_str!("../record/tests/modus-operandi.json"),
    include_str!("../record/tests/network.json"),
    include_str!("../record/tests/sighting.json"),
    include_str!("../record/tests/link.json"),
    include_str!("../record/tests/notice.json"),
];

fn examples() -> impl Iterator<Item = (RecordType, Value)> {
    RecordType::ALL.into_iter().zip(EXAMPLES.map(|text| serde_json::from_str(text).unwrap()))
}

fn validator(schema: &Schema) -> Validator {
    jsonschema::draft202012::new(schema.as_value()).unwrap()
}

fn all_schemas() -> Vec<Schema> {
    RecordType::ALL.into_iter().map(schema_for_type).chain([schema_for_record()]).collect()
}

/// Calls `visit` for every schema object within a schema, with a path that names it.
fn walk(schema: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    visit(path, schema);
    for keyword in ["properties", "$defs"] {
        for (name, inner) in schema.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            walk(inner, &format!("{path}/{name}"), visit);
        }
    }
    for keyword in ["items", "additionalProperties", "then"] {
        if let Some(inner) = schema.get(keyword).filter(|inner| inner.is_object()) {
            walk(inner, &format!("{path}/{keyword}"), visit);
        }
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
        for inner in schema.get(keyword).and_then(Value::as_array).into_iter().flatten() {
            walk(inner, &format!("{path}/{keyword}"), visit);
        }
    }
}

/// A value with every member that a schema knows, made from the examples in the schema.
fn fullest(root: &Value, schema: &Value) -> Value {
    if let Some(value) = schema.get("const").or_else(|| schema.get("examples").and_then(|examples| examples.get(0))) {
        return value.clone();
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.strip_prefix("#/$defs/").unwrap();
        return match name {
            "ExtensionValue" => json!({ "list": [true, 1, "text"] }),
            "Extensions" => json!({ "example.police:case_colour": { "list": [true, 1, "text"] } }),
            _ => fullest(root, &root["$defs"][name]),
        };
    }
    if let Some(choice) =
        schema.get("oneOf").and_then(|choices| choices.get(0)).filter(|choice| choice.get("const").is_some())
    {
        return choice["const"].clone();
    }
    match schema["type"].as_str() {
        Some("object") => {
            let properties = schema["properties"].as_object().unwrap();
            let target = schema["oneOf"].is_array();
            let members = properties.iter().filter(|(name, _)| !(target && *name == "all"));
            Value::Object(members.map(|(name, inner)| (name.clone(), fullest(root, inner))).collect())
        }
        Some("array") => {
            let item = fullest(root, &schema["items"]);
            let least = schema["minItems"].as_u64().unwrap();
            let second = json!(format!("{}<", item.as_str().unwrap_or_default().get(1..).unwrap_or_default()));
            if least == 2 { json!([item, second]) } else { json!([item]) }
        }
        _ => panic!("no example for {schema}"),
    }
}

fn fullest_record(record_type: RecordType) -> Value {
    let schema = schema_for_type(record_type).to_value();
    fullest(&schema, &schema)
}

/// Every value that differs from the given one by one change at one place, with the name of the change.
fn mutations(value: &Value, change: &dyn Fn(&Value) -> Option<Value>) -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = change(value).map(|changed| (String::new(), changed)).into_iter().collect();
    let children: Vec<(String, Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, inner)| (name.clone(), inner.clone())).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, inner)| (index.to_string(), inner.clone())).collect()
        }
        _ => Vec::new(),
    };
    for (key, inner) in children {
        for (path, changed) in mutations(&inner, change) {
            let mut whole = value.clone();
            match &mut whole {
                Value::Object(members) => members[&key] = changed,
                Value::Array(items) => items[key.parse::<usize>().unwrap()] = changed,
                _ => unreachable!(),
            }
            found.push((format!("/{key}{path}"), whole));
        }
    }
    found
}

#[test]
fn schemas_are_valid_schemas_with_the_names_they_claim() {
    for schema in all_schemas() {
        assert!(jsonschema::meta::is_valid(schema.as_value()));
        assert_eq!(schema.get("$schema").unwrap(), "https://json-schema.org/draft/2020-12/schema");
    }
    let link = schema_for_type(RecordType::Link);
    assert_eq!(link.get("$id").unwrap(), "https://passerelle.example/schema/1.0/link.schema.json");
    assert_eq!(link.as_value()["properties"]["type"]["const"], "link");
    assert_eq!(link.as_value()["properties"]["content"]["$ref"], "#/$defs/Link");
    assert_eq!(file_name(Some(RecordType::ModusOperandi)), "modus-operandi.schema.json");
    assert_eq!(file_name(None), "record.schema.json");
}

#[test]
fn schemas_refer_to_nothing_outside_and_define_nothing_unused() {
    for schema in all_schemas() {
        let text = schema.as_value().to_string();
        let defined: BTreeSet<&str> =
            schema.as_value()["$defs"].as_object().unwrap().keys().map(String::as_str).collect();
        let used: BTreeSet<&str> =
            text.split("\"$ref\":\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let used: BTreeSet<&str> = used.into_iter().map(|used| used.strip_prefix("#/$defs/").unwrap()).collect();
        assert_eq!(defined, used);
    }
}

#[test]
fn schemas_accept_the_examples() {
    let any = validator(&schema_for_record());
    for (record_type, example) in examples() {
        for schema in [&validator(&schema_for_type(record_type)), &any] {
            let faults: Vec<String> = schema.iter_errors(&example).map(|error| error.to_string()).collect();
            assert!(faults.is_empty(), "{record_type}: {faults:#?}");
        }
    }
}

#[test]
fn a_schema_refuses_the_other_types() {
    for (record_type, example) in examples() {
        for other in RecordType::ALL.into_iter().filter(|other| *other != record_type) {
            assert!(!validator(&schema_for_type(other)).is_valid(&example), "{record_type} as {other}");
        }
        let mut mixed = example.clone();
        mixed["type"] = json!(if record_type == RecordType::Link { "notice" } else { "link" });
        assert!(!validator(&schema_for_record()).is_valid(&mixed), "{record_type} as another type");
    }
}

#[test]
fn every_member_has_an_example_that_the_schema_and_the_types_take() {
    let any = validator(&schema_for_record());
    for record_type in RecordType::ALL {
        let full = fullest_record(record_type);
        for schema in [&validator(&schema_for_type(record_type)), &any] {
            let faults: Vec<String> =
                schema.iter_errors(&full).map(|error| format!("{} {error}", error.instance_path())).collect();
            assert!(faults.is_empty(), "{record_type}: {faults:#?}");
        }
        let record: Record = serde_json::from_value(full.clone()).unwrap();
        assert_eq!(serde_json::to_value(&record).unwrap(), full, "{record_type}: a member is lost");
    }
}

#[test]
fn an_unknown_member_is_refused_at_every_level() {
    for record_type in RecordType::ALL {
        let schema = validator(&schema_for_type(record_type));
        let with_stranger = |value: &Value| {
            let mut members = value.as_object()?.clone();
            members.insert("zz_unknown".to_owned(), json!(1));
            Some(Value::Object(members))
        };
        for (path, changed) in mutations(&fullest_record(record_type), &with_stranger) {
            let in_extension = path.starts_with("/ext/");
            assert_eq!(schema.is_valid(&changed), in_extension, "{record_type} {path}");
        }
    }
}

#[test]
fn nothing_empty_and_no_null_is_taken_anywhere() {
    for record_type in RecordType::ALL {
        let schema = validator(&schema_for_type(record_type));
        let emptied = |value: &Value| match value {
            Value::Array(_) => Some(json!([])),
            Value::Object(_) => Some(json!({})),
            Value::String(_) => Some(json!("")),
            _ => None,
        };
        let nulled = |_: &Value| Some(Value::Null);
        let full = fullest_record(record_type);
        for (path, changed) in mutations(&full, &emptied).into_iter().chain(mutations(&full, &nulled)) {
            assert!(!schema.is_valid(&changed), "{record_type} {path}");
        }
    }
}

#[test]
fn a_required_member_cannot_be_left_out() {
    for record_type in RecordType::ALL {
        let schema = validator(&schema_for_type(record_type));
        let source = schema_for_type(record_type).to_value();
        let full = fullest_record(record_type);
        for name in source["required"].as_array().unwrap() {
            let mut changed = full.clone();
            changed.as_object_mut().unwrap().remove(name.as_str().unwrap());
            assert!(!schema.is_valid(&changed), "{record_type} without {name}");
        }
    }
}

#[test]
fn a_code_list_holds_each_code_once() {
    let schema = validator(&schema_for_type(RecordType::Profile));
    let mut changed = fullest_record(RecordType::Profile);
    changed["content"]["crime"] = json!(["som", "tip"]);
    assert!(schema.is_valid(&changed));
    changed["content"]["crime"] = json!(["som", "som"]);
    assert!(!schema.is_valid(&changed));
}

#[test]
fn a_notice_is_about_one_revision_or_about_all() {
    let schema = validator(&schema_for_type(RecordType::Notice));
    let mut notice = fullest_record(RecordType::Notice);
    let target = |value: Value| {
        let mut about = json!({ "id": "XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057" });
        about.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        about
    };
    for (members, valid) in [
        (json!({ "rev": 1 }), true),
        (json!({ "all": true }), true),
        (json!({ "all": false }), false),
        (json!({}), false),
        (json!({ "rev": 1, "all": true }), false),
        (json!({ "rev": 0 }), false),
    ] {
        notice["content"]["about"] = target(members.clone());
        assert_eq!(schema.is_valid(&notice), valid, "{members}");
    }
}

#[test]
fn everything_has_a_description_and_a_limit() {
    for schema in all_schemas() {
        for (name, definition) in schema.as_value()["$defs"].as_object().unwrap() {
            assert!(definition["description"].is_string(), "{name} has no description");
        }
        walk(schema.as_value(), "", &mut |path, inner| {
            for (name, member) in inner.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let conditional = path.ends_with("/then") || path.ends_with("/if");
                assert!(conditional || member["description"].is_string(), "{path}/{name} has no description");
            }
            let limits: &[&str] = match inner["type"].as_str() {
                Some("integer") => &["minimum", "maximum"],
                Some("array") => &["minItems", "maxItems"],
                Some("string") if inner["const"].is_null() && inner["enum"].is_null() => &["minLength", "maxLength"],
                Some("object") if inner["properties"].is_null() => &["maxProperties"],
                _ => &[],
            };
            for limit in limits {
                assert!(inner[limit].is_u64() || inner[limit].is_i64(), "{path} has no {limit}");
            }
            assert!(inner["type"] != "number" && !inner["type"].is_array(), "{path}");
        });
    }
}

#[test]
fn every_code_in_an_example_is_in_its_list() {
    for schema in all_schemas() {
        let root = schema.to_value();
        walk(&root, "", &mut |path, inner| {
            let item = inner.get("items").unwrap_or(inner);
            let definition = item.get("$ref").and_then(Value::as_str).and_then(|found| found.strip_prefix("#/$defs/"));
            let Some(list) = definition.and_then(|name| root["$defs"][name]["x-vocabulary"].as_str()) else { return };
            let list = vocabulary::list(list).unwrap_or_else(|| panic!("no code list {list}"));
            let examples = inner["examples"].as_array().into_iter().flatten();
            let codes =
                examples.flat_map(|example| example.as_array().cloned().unwrap_or_else(|| vec![example.clone()]));
            for code in codes {
                assert!(list.get(code.as_str().unwrap()).is_some(), "{path}: {code} is not in {}", list.name());
            }
        });
    }
}
