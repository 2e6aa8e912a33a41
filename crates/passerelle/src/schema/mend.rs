//! Looking past what breaks the schema, so that one mistake does not hide the others.
//!
//! Rules need a record that fits its type. Where a draft does not, each value that is wrong is replaced, in a copy, by the least one
//! that the schema takes, and each that is missing is put there. The rules then speak about the rest; what they say of the replaced
//! places is nobody's mistake and is dropped.

use serde_json::Value as Schema;

use super::check::schema_of;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Canonical, Object, Pointer, Value};

/// A copy of a record that fits its type, and where it was changed.
pub(crate) struct Mended {
    pub(crate) object: Canonical,
    areas: Vec<Pointer>,
}

impl Mended {
    /// Whether a finding about the copy holds for the draft: it lies in no area that was changed.
    pub(crate) fn speaks_of_the_draft(&self, finding: &Finding) -> bool {
        !self.areas.iter().any(|area| finding.pointer.is_within(area))
    }
}

/// Makes the copy; nothing where the type itself is not known.
pub(crate) fn mend(object: &Object, faults: &[Finding]) -> Option<Mended> {
    let root = schema_of(object)?;
    let mut copy = Value::Object(object.clone());
    let mut areas = Vec::new();
    for fault in faults.iter().filter(|fault| hinders(fault, object)) {
        let schema = below(root, root, &fault.pointer)?;
        if !copy.set(&fault.pointer, least(root, schema, 0)) {
            return None;
        }
        areas.push(area(&fault.pointer));
    }
    match copy {
        Value::Object(object) => Some(Mended { object: Canonical::of(object), areas }),
        _ => None,
    }
}

/// Whether a fault keeps the record from being read as its type. A member too many, or a list too long, does not.
fn hinders(fault: &Finding, object: &Object) -> bool {
    match fault.code {
        Code::SchemaUnknownMember | Code::SchemaRange | Code::SchemaDuplicateItem => false,
        Code::SchemaEmpty => object.at(&fault.pointer) == Some(&Value::Null),
        _ => true,
    }
}

/// What a changed value may have a bearing on: the item that it belongs to, where it belongs to one.
fn area(pointer: &Pointer) -> Pointer {
    let item = pointer.parent();
    if item.tokens().count() >= 3 { item } else { pointer.clone() }
}

/// The schema of the value that a pointer names.
fn below<'s>(root: &'s Schema, schema: &'s Schema, pointer: &Pointer) -> Option<&'s Schema> {
    pointer.tokens().try_fold(schema, |schema, token| {
        let schema = resolve(root, schema);
        let member = schema.get("properties").and_then(|properties| properties.get(token.as_ref()));
        member
            .or_else(|| schema.get("items"))
            .or_else(|| schema.get("additionalProperties").filter(|more| more.is_object()))
    })
}

/// Follows references to what they refer to.
fn resolve<'s>(root: &'s Schema, schema: &'s Schema) -> &'s Schema {
    let reference = schema.get("$ref").and_then(Schema::as_str).and_then(|reference| reference.strip_prefix('#'));
    let first = || ["allOf", "oneOf", "anyOf"].iter().find_map(|name| schema.get(name)?.get(0));
    match reference.and_then(|reference| root.pointer(reference)) {
        Some(target) => resolve(root, target),
        None if schema.get("type").is_none() => first().map_or(schema, |first| resolve(root, first)),
        None => schema,
    }
}

/// The least value that a schema takes: its own example, or what it cannot do without.
fn least(root: &Schema, schema: &Schema, depth: usize) -> Value {
    let own = |schema: &Schema| {
        let example = schema.get("examples").and_then(|examples| examples.get(0));
        let scalar = example.filter(|example| !example.is_array() && !example.is_object());
        schema.get("const").or(scalar).or_else(|| schema.get("enum")?.get(0)).and_then(scalar_value)
    };
    let target = resolve(root, schema);
    if let Some(value) = own(schema).or_else(|| own(target)) {
        return value;
    }
    let kind = target.get("type").and_then(Schema::as_str).unwrap_or_default();
    match kind {
        "object" if depth < 8 => {
            let required = target.get("required").and_then(Schema::as_array).into_iter().flatten();
            let mut object = Object::new();
            for name in required.filter_map(Schema::as_str) {
                if let Some(member) = target.get("properties").and_then(|properties| properties.get(name)) {
                    object.insert(name, least(root, member, depth + 1));
                }
            }
            Value::Object(object)
        }
        "array" if depth < 8 => {
            Value::Array(target.get("items").map(|items| least(root, items, depth + 1)).into_iter().collect())
        }
        "integer" => Value::Integer(target.get("minimum").and_then(Schema::as_i64).unwrap_or(1)),
        "boolean" => Value::Bool(true),
        _ => Value::String("x".to_owned()),
    }
}

fn scalar_value(value: &Schema) -> Option<Value> {
    match value {
        Schema::Bool(value) => Some(Value::Bool(*value)),
        Schema::Number(number) => number.as_i64().map(Value::Integer),
        Schema::String(text) => Some(Value::String(text.clone())),
        _ => None,
    }
}
