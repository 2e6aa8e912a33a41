//! Where in a record a field leads: `/content/names[kind=alias; script=Latn]/full`.
//!
//! Members are written as in a JSON Pointer. Behind a list stands what picks an element of it: before the semicolon, members that
//! must have these values; after it, members that are set when the element is made, and not asked for. `[]` takes any element,
//! `[=armed]` the element of that value.

use passerelle::record::RecordType;
use passerelle::schema::schema_for_type;
use serde_json::{Map, Value};

/// Where a field leads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Target {
    /// The members before the list, or all of them where there is no list.
    pub(crate) above: Vec<String>,
    /// The list in which one element is meant.
    pub(crate) item: Option<Item>,
    /// The steps below the element; empty for the element itself.
    pub(crate) below: Vec<Step>,
}

/// An element of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// The text of the target up to this element; fields of one text fill one element together.
    pub(crate) text: String,
    pub(crate) matched: Map<String, Value>,
    pub(crate) set: Map<String, Value>,
    /// The element is this very value.
    pub(crate) equal: Option<Value>,
}

/// A step below an element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Member(String),
    /// The first element of an inner list that fits.
    Inner(Item),
}

/// What the schema says of the place.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// `string`, `integer`, `boolean` or `object`.
    pub(crate) kind: String,
    /// The code list of its values.
    pub(crate) list: Option<String>,
    /// The members, where it is an object.
    pub(crate) members: Vec<String>,
    /// The form of its texts.
    pub(crate) pattern: Option<String>,
    /// The one value that the place can have, for `[=value]`.
    pub(crate) equal: Option<Value>,
}

/// What is wrong with a target, in words.
pub(crate) type Fault = String;

/// The schema of a record type, to be walked.
pub(crate) struct Shape {
    root: Value,
}

impl Shape {
    pub(crate) fn of(record_type: RecordType) -> Self {
        Self { root: schema_for_type(record_type).to_value() }
    }

    fn resolved<'s>(&'s self, mut schema: &'s Value) -> &'s Value {
        while let Some(name) =
            schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix("#/$defs/"))
        {
            match self.root.get("$defs").and_then(|defs| defs.get(name)) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }

    fn member<'s>(&'s self, schema: &'s Value, name: &str) -> Result<&'s Value, Fault> {
        let schema = self.resolved(schema);
        let members = schema.get("properties").and_then(Value::as_object);
        members.and_then(|members| members.get(name)).ok_or_else(|| {
            let known: Vec<&str> = members.into_iter().flat_map(|members| members.keys()).map(String::as_str).collect();
            if known.is_empty() {
                format!("nothing stands below `{name}` here")
            } else {
                format!("there is no member `{name}` here; there are {}", known.join(", "))
            }
        })
    }

    fn place(&self, schema: &Value) -> Place {
        let own = |name: &str| schema.get(name).cloned();
        let resolved = self.resolved(schema);
        let list = own("x-vocabulary").or_else(|| resolved.get("x-vocabulary").cloned());
        let members = resolved.get("properties").and_then(Value::as_object);
        Place {
            kind: resolved.get("type").and_then(Value::as_str).unwrap_or("string").to_owned(),
            list: list.and_then(|list| list.as_str().map(str::to_owned)),
            members: members.into_iter().flat_map(|members| members.keys().cloned()).collect(),
            pattern: resolved.get("pattern").and_then(Value::as_str).map(str::to_owned),
            equal: None,
        }
    }
}

impl Target {
    /// Reads a target and holds it against the schema.
    pub(crate) fn read(text: &str, shape: &Shape) -> Result<(Self, Place), Fault> {
        let mut rest = text;
        let mut target = Self { above: Vec::new(), item: None, below: Vec::new() };
        let mut schema = &shape.root;
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let (selector, after) = inside.split_once(']').ok_or("a `[` is not closed")?;
                schema = shape.resolved(schema);
                if schema.get("type").and_then(Value::as_str) != Some("array") {
                    return Err("`[…]` stands behind a member that is no list".to_owned());
                }
                schema = schema.get("items").unwrap_or(&Value::Null);
                let end = text.len().saturating_sub(after.len());
                let item = item(selector, text.get(..end).unwrap_or_default(), schema, shape)?;
                if target.item.is_none() {
                    target.item = Some(item);
                } else {
                    target.below.push(Step::Inner(item));
                }
                rest = after;
                continue;
            }
            let inside = rest.strip_prefix('/').ok_or("a target begins with `/`")?;
            let end = inside.find(['/', '[']).unwrap_or(inside.len());
            let (name, after) = inside.split_at(end);
            if shape.resolved(schema).get("type").and_then(Value::as_str) == Some("array") {
                let list = text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default();
                return Err(format!(
                    "`{name}` is in a list: say in brackets which element is meant, such as `{list}[]/{name}`"
                ));
            }
            schema = shape.member(schema, name)?;
            if target.item.is_none() {
                target.above.push(name.to_owned());
            } else {
                target.below.push(Step::Member(name.to_owned()));
            }
            rest = after;
        }
        let equal = target.item.as_ref().and_then(|item| item.equal.clone());
        let place = Place { equal, ..shape.place(schema) };
        if place.kind == "array" {
            return Err("this is a list: say in brackets which element is meant".to_owned());
        }
        Ok((target, place))
    }
}

fn item(selector: &str, text: &str, schema: &Value, shape: &Shape) -> Result<Item, Fault> {
    let mut item = Item { text: text.to_owned(), matched: Map::new(), set: Map::new(), equal: None };
    if let Some(value) = selector.strip_prefix('=') {
        item.equal = Some(Value::String(value.trim().to_owned()));
        return Ok(item);
    }
    let (matched, set) = selector.split_once(';').unwrap_or((selector, ""));
    for (pairs, into) in [(matched, &mut item.matched), (set, &mut item.set)] {
        for pair in pairs.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is not `member=value`"))?;
            let (name, value) = (name.trim(), value.trim());
            let member = shape.resolved(shape.member(schema, name)?);
            let value = match member.get("type").and_then(Value::as_str) {
                Some("integer") => {
                    Value::from(value.parse::<i64>().map_err(|_| format!("`{name}` is a whole number"))?)
                }
                Some("boolean") => Value::from(value == "true"),
                Some("string") => Value::from(value),
                _ => return Err(format!("`{name}` is no plain value")),
            };
            into.insert(name.to_owned(), value);
        }
    }
    Ok(item)
}

impl Item {
    /// Whether an element of the list is one that is meant.
    pub(crate) fn fits(&self, element: &Value) -> bool {
        if let Some(value) = &self.equal {
            return element == value;
        }
        self.matched.iter().all(|(name, value)| element.get(name) == Some(value))
    }

    /// The element before any field has filled it.
    pub(crate) fn fresh(&self) -> Map<String, Value> {
        self.matched.iter().chain(&self.set).map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Target, Place), Fault> {
        Target::read(text, &Shape::of(RecordType::Profile))
    }

    #[test]
    fn targets_are_read_against_the_schema() {
        let (target, place) = read("/content/names[kind=alias; script=Latn]/full").unwrap();
        assert_eq!(target.above, ["content", "names"]);
        let item = target.item.unwrap();
        assert_eq!((item.matched.len(), item.set.len()), (1, 1));
        assert_eq!(target.below, [Step::Member("full".to_owned())]);
        assert_eq!(place.kind, "string");
        assert_eq!(read("/content/sex").unwrap().1.list.as_deref(), Some("sex"));
        assert_eq!(read("/content/caution[=armed]").unwrap().1.list.as_deref(), Some("caution"));
    }

    #[test]
    fn what_is_no_place_of_a_record_is_refused() {
        for (text, part) in [
            ("content", "begins with"),
            ("/content/nickname", "no member `nickname`"),
            ("/content/names", "a list"),
            ("/content/names/full", "in a list"),
            ("/content/names[kind=alias", "not closed"),
            ("/content/sex[]", "no list"),
            ("/content/names[sort=alias]/full", "no member `sort`"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(part), "{text}: {fault}");
        }
    }
}
