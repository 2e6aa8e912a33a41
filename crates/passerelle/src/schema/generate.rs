//! The JSON Schemas of the record types, made from the Rust types.
//!
//! The types state what is particular to a member; what holds everywhere is added here, once: no null, no unknown member, no
//! empty list, text or object, and an upper limit for everything.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, RestrictFormats, Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::record::modus_operandi::ModusOperandi;
use crate::record::profile::Profile;
use crate::record::{Header, Link, Network, Notice, RecordType, Sighting};
use crate::vocabulary;

/// The greatest number of items of a list that states no limit of its own.
pub const DEFAULT_MAX_ITEMS: u64 = 256;

/// The greatest length, in characters, of a text that states no limit of its own.
pub const DEFAULT_MAX_LENGTH: u64 = 256;

/// The greatest number of members of a map that states no limit of its own.
pub const DEFAULT_MAX_PROPERTIES: u64 = 256;

const BASE: &str = "https://passerelle.example/schema/1.0/";
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of a record of any type.
///
/// The schema is self-contained: it refers to nothing outside itself.
pub fn schema_for_record() -> Schema {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let kind = generator.subschema_for::<RecordType>();
    let branches: Vec<Value> = RecordType::ALL
        .into_iter()
        .map(|record_type| {
            json!({
                "if": { "properties": { "type": { "const": record_type.as_str() } }, "required": ["type"] },
                "then": { "properties": { "content": content_ref(&mut generator, record_type) } },
            })
        })
        .collect();
    let mut schema = root(
        &mut generator,
        "record",
        "Passerelle record",
        "A record of any type: the members that all records have, the type, and the content of that type.",
        with_description(kind.to_value(), "The type of the record."),
        json!({ "type": "object", "description": "The content; its members depend on the type." }),
    );
    schema.insert("allOf".to_owned(), Value::Array(branches));
    finish(schema, generator)
}

/// The JSON Schema of a record of one type.
///
/// The schema is self-contained: it refers to nothing outside itself.
pub fn schema_for_type(record_type: RecordType) -> Schema {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let content = content_ref(&mut generator, record_type);
    let schema = root(
        &mut generator,
        record_type.as_str(),
        &format!("Passerelle record: {record_type}"),
        &format!("A record of type `{record_type}`: the members that all records have, and the content of this type."),
        json!({ "const": record_type.as_str(), "description": "The type of the record." }),
        with_description(content, "The content of the record."),
    );
    finish(schema, generator)
}

/// The JSON Schema of a signed document that is not a record.
pub(crate) fn schema_for_document<T: JsonSchema>(name: &str, title: &str) -> Schema {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = T::json_schema(&mut generator);
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("$id".to_owned(), format!("{BASE}{name}.schema.json").into());
    schema.insert("title".to_owned(), title.into());
    finish(schema, generator)
}

/// The file name of a schema: `record.schema.json`, or that of a record type.
pub fn file_name(record_type: Option<RecordType>) -> String {
    format!("{}.schema.json", record_type.map_or("record", RecordType::as_str))
}

fn content_ref(generator: &mut SchemaGenerator, record_type: RecordType) -> Value {
    let schema = match record_type {
        RecordType::Profile => generator.subschema_for::<Profile>(),
        RecordType::ModusOperandi => generator.subschema_for::<ModusOperandi>(),
        RecordType::Network => generator.subschema_for::<Network>(),
        RecordType::Sighting => generator.subschema_for::<Sighting>(),
        RecordType::Link => generator.subschema_for::<Link>(),
        RecordType::Notice => generator.subschema_for::<Notice>(),
    };
    schema.to_value()
}

fn with_description(mut schema: Value, description: &str) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), description.into());
    }
    schema
}

/// The header's schema with `type` and `content` beside the header's own members.
fn root(
    generator: &mut SchemaGenerator,
    name: &str,
    title: &str,
    description: &str,
    record_type: Value,
    content: Value,
) -> Schema {
    let mut schema = Header::json_schema(generator);
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("$id".to_owned(), format!("{BASE}{name}.schema.json").into());
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    for (member, value) in [("type", record_type), ("content", content)] {
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(member.to_owned(), value);
        }
        if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
            required.push(member.into());
        }
    }
    schema
}

fn finish(mut schema: Schema, mut generator: SchemaGenerator) -> Schema {
    let mut definitions = generator.take_definitions(false);
    definitions.values_mut().for_each(offer_codes);
    let plain = plain_definitions(&definitions);
    schema.insert("$defs".to_owned(), Value::Object(definitions));
    RecursiveTransform(without_null).transform(&mut schema);
    Strict { plain }.transform(&mut schema);
    RestrictFormats::default().transform(&mut schema);
    schema
}

/// Gives an editor the codes of a list to choose from; whether a code is in its list is for the rules to say.
fn offer_codes(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else { return };
    let list = members.get("x-vocabulary").and_then(Value::as_str).and_then(vocabulary::list);
    if let Some(list) = list.filter(|_| !members.contains_key("enum") && !members.contains_key("oneOf")) {
        let codes = list.entries().iter().map(|entry| entry.code().into()).collect();
        members.insert("examples".to_owned(), Value::Array(codes));
    }
}

/// References to definitions of plain strings: codes, identifiers, tags. A list of them holds each value once.
fn plain_definitions(definitions: &Map<String, Value>) -> Vec<String> {
    let plain = definitions.iter().filter(|(_, schema)| schema.get("type").is_some_and(|kind| kind == "string"));
    plain.map(|(name, _)| format!("#/$defs/{name}")).collect()
}

/// Takes away the `null` that optional members would allow: what is absent is left out.
fn without_null(schema: &mut Schema) {
    let Some(members) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = members.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            members.insert("type".to_owned(), only);
        }
    }
    let is_null = |schema: &Value| schema.get("type").is_some_and(|kind| kind == "null");
    let optional = match members.get("anyOf") {
        Some(Value::Array(choices)) => match choices.as_slice() {
            [Value::Object(choice), null] if is_null(null) => Some(choice.clone()),
            _ => None,
        },
        _ => None,
    };
    if let Some(choice) = optional {
        members.remove("anyOf");
        for (keyword, value) in choice {
            members.entry(keyword).or_insert(value);
        }
    }
}

/// Adds what holds for every object, list and text of a record.
struct Strict {
    plain: Vec<String>,
}

impl Transform for Strict {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => close_object(schema),
            Some("array") => {
                or_insert(schema, "minItems", 1);
                or_insert(schema, "maxItems", DEFAULT_MAX_ITEMS);
                if self.holds_plain_values(schema) {
                    schema.insert("uniqueItems".to_owned(), true.into());
                }
            }
            Some("string") if schema.get("const").is_none() && schema.get("enum").is_none() => {
                or_insert(schema, "minLength", 1);
                or_insert(schema, "maxLength", DEFAULT_MAX_LENGTH);
            }
            _ => {}
        }
    }
}

impl Strict {
    fn holds_plain_values(&self, schema: &Schema) -> bool {
        let Some(items) = schema.get("items") else { return false };
        let reference = items.get("$ref").and_then(Value::as_str);
        reference.is_some_and(|reference| self.plain.iter().any(|plain| plain == reference))
            || items.get("type").is_some_and(|kind| kind == "integer")
    }
}

/// Closes an object with named members to all others, and demands a member where none is required.
fn close_object(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    } else {
        or_insert(schema, "maxProperties", DEFAULT_MAX_PROPERTIES);
    }
    if schema.get("required").is_none() {
        or_insert(schema, "minProperties", 1);
    }
}

fn or_insert(schema: &mut Schema, keyword: &str, limit: u64) {
    if schema.get(keyword).is_none() {
        schema.insert(keyword.to_owned(), limit.into());
    }
}

#[cfg(test)]
#[path = "generate_tests.rs"]
mod tests;
