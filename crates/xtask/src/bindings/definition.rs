//! What the schemas say of the record types, as far as a language's types can say it too.

use std::path::Path;

use serde_json::{Map, Value};

use crate::read;

/// Everything that a language's types are made from.
pub(crate) struct Definitions {
    /// The types that are named in the schemas, by name.
    pub(crate) types: Vec<Named>,
    /// The members that all records have, without `type` and `content`.
    pub(crate) header: Vec<Member>,
    /// The record types: the code, and the type of the content.
    pub(crate) records: Vec<(String, String)>,
}

/// A named type.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

/// What a named type is.
pub(crate) enum Shape {
    /// An object with named members.
    Object(Vec<Member>),
    /// A text in a form of its own.
    Text,
    /// One of a few words, which grow only with the format.
    Words(Vec<String>),
    /// A point in time.
    Timestamp,
    /// A day.
    Date,
    /// An object whose members have names of their own, all of one kind.
    Map(Kind),
    /// Any value.
    Any,
}

/// A member of an object.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) kind: Kind,
    pub(crate) is_required: bool,
}

/// What a member holds.
pub(crate) enum Kind {
    Text,
    Integer,
    Boolean,
    Named(String),
    List(Box<Kind>),
}

impl Definitions {
    /// Reads the schema of a record of any type.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let path = root.join("spec/schema/1.0/record.schema.json");
        let schema: Value =
            serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        let defs = schema.get("$defs").and_then(Value::as_object).ok_or("the schema has no $defs")?;
        let types = defs.iter().map(|(name, schema)| named(name, schema)).collect::<Result<_, _>>()?;
        let mut header = members(&schema)?;
        header.retain(|member| member.name != "type" && member.name != "content");
        let branches = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let record = |branch: &Value| {
            let code = branch.pointer("/if/properties/type/const")?.as_str()?;
            let content = branch.pointer("/then/properties/content/$ref")?.as_str()?;
            Some((code.to_owned(), reference(content)))
        };
        let records: Option<Vec<_>> = branches.map(record).collect();
        Ok(Self { types, header, records: records.ok_or("the schema names no record types")? })
    }
}

fn reference(path: &str) -> String {
    path.trim_start_matches("#/$defs/").to_owned()
}

fn doc(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn named(name: &str, schema: &Value) -> Result<Named, String> {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    let shape = match (text("type"), text("format")) {
        (Some("string"), Some("date-time")) => Shape::Timestamp,
        (Some("string"), Some("date")) => Shape::Date,
        (Some("string"), None) => Shape::Text,
        (Some("object"), None) if is_map(schema) => {
            Shape::Map(kind(schema.get("additionalProperties").unwrap_or(&Value::Null), name)?)
        }
        (Some("object"), None) => Shape::Object(members(schema)?),
        (None, None) => choices(schema),
        _ => return Err(format!("{name}: a type that no language of the bindings knows")),
    };
    Ok(Named { name: name.to_owned(), doc: doc(schema), shape })
}

fn is_map(schema: &Value) -> bool {
    schema.get("additionalProperties").is_some_and(Value::is_object)
}

/// A few words, or else any value.
fn choices(schema: &Value) -> Shape {
    let branches = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let words: Option<Vec<String>> = branches.map(|branch| Some(branch.get("const")?.as_str()?.to_owned())).collect();
    words.map_or(Shape::Any, Shape::Words)
}

/// The members of an object: those that are required first, in their order.
fn members(schema: &Value) -> Result<Vec<Member>, String> {
    let none = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let place = |name: &str| required.iter().position(|other| *other == name).unwrap_or(required.len());
    let mut members = Vec::new();
    for (name, property) in properties {
        let is_required = required.contains(&name.as_str());
        members.push(Member { name: name.clone(), doc: doc(property), kind: kind(property, name)?, is_required });
    }
    members.sort_by_key(|member| (place(&member.name), member.name.clone()));
    Ok(members)
}

fn kind(schema: &Value, name: &str) -> Result<Kind, String> {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    match (text("$ref"), text("type")) {
        (Some(path), _) => Ok(Kind::Named(reference(path))),
        (None, Some("string")) => Ok(Kind::Text),
        (None, Some("integer")) => Ok(Kind::Integer),
        (None, Some("boolean")) => Ok(Kind::Boolean),
        (None, Some("array")) => Ok(Kind::List(Box::new(kind(schema.get("items").unwrap_or(&Value::Null), name)?))),
        // `type` and `content` of the record of any type.
        _ if matches!(name, "type" | "content") => Ok(Kind::Text),
        _ => Err(format!("{name}: a member of a kind that no language of the bindings knows")),
    }
}
