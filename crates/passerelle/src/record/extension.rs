//! Extensions: the one door for data that the format does not know.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::form::opaque_debug;
use super::identifier::ExtensionName;
use crate::limits;

const LARGEST_INTEGER: i64 = limits::INTEGER_MAX.cast_signed();

/// Extension data by name. An extension never changes the meaning of a member that the format defines.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extensions(pub BTreeMap<ExtensionName, ExtensionValue>);

impl Extensions {
    /// True if there is no extension.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl JsonSchema for Extensions {
    fn schema_name() -> Cow<'static, str> {
        "Extensions".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Extension data by name. An extension never changes the meaning of a member that the format defines.",
            "type": "object",
            "propertyNames": generator.subschema_for::<ExtensionName>(),
            "additionalProperties": generator.subschema_for::<ExtensionValue>(),
            "maxProperties": 64,
            "examples": [{ "example.police:case_colour": { "colour": "green" } }],
        })
    }
}

/// A JSON value of the format's profile: no null, no fraction, no empty container.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ExtensionValue {
    /// A truth value.
    Bool(bool),
    /// A whole number within ±(2^53 - 1).
    Integer(i64),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<ExtensionValue>),
    /// An object.
    Object(BTreeMap<String, ExtensionValue>),
}

opaque_debug!(Extensions, ExtensionValue);

impl<'de> Deserialize<'de> for ExtensionValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;

        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = ExtensionValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a truth value, a whole number, a text, a list or an object")
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
                Ok(ExtensionValue::Bool(value))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
                if (-LARGEST_INTEGER..=LARGEST_INTEGER).contains(&value) {
                    Ok(ExtensionValue::Integer(value))
                } else {
                    Err(E::custom("whole number out of range"))
                }
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
                i64::try_from(value)
                    .map_or_else(|_| Err(E::custom("whole number out of range")), |value| self.visit_i64(value))
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(ExtensionValue::String(value.to_owned()))
            }

            fn visit_string<E: de::Error>(self, value: String) -> Result<Self::Value, E> {
                Ok(ExtensionValue::String(value))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(ExtensionValue::Array(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut object = BTreeMap::new();
                while let Some((name, value)) = members.next_entry()? {
                    object.insert(name, value);
                }
                Ok(ExtensionValue::Object(object))
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}

impl JsonSchema for ExtensionValue {
    fn schema_name() -> Cow<'static, str> {
        "ExtensionValue".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<ExtensionValue>();
        json_schema!({
            "description": "A JSON value of the format's profile: no null, no fraction, no empty container.",
            "oneOf": [
                { "type": "boolean" },
                { "type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER },
                { "type": "string", "maxLength": 8192 },
                { "type": "array", "items": value },
                {
                    "type": "object",
                    "propertyNames": { "pattern": "^[a-z][a-z0-9_.:/#-]*$", "maxLength": 128 },
                    "additionalProperties": value,
                    "maxProperties": 256,
                },
            ],
        })
    }
}
