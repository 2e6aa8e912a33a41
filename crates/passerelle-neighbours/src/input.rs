//! Reading JSON of strangers: bounded, and no member twice.

use std::fmt;

use passerelle::{Code, limits};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::Fault;

/// Levels of lists and objects in a neighbour's document.
const DEPTH: usize = 64;

/// The document as JSON. A member that stands twice in one object is a fault, since readers differ on which of the two counts.
///
/// spec: PSR-NBR-001, PSR-NBR-002
///
/// # Errors
/// `NBR_SYNTAX` with the line and column, `NBR_SIZE`.
pub(crate) fn read(text: &[u8]) -> Result<Value, Fault> {
    if text.len() > limits::NEIGHBOUR_BYTES {
        return Err(Fault::new(Code::NbrSize, "", format!("more than {} bytes", limits::NEIGHBOUR_BYTES)));
    }
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Strict { depth: DEPTH }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let words = error.to_string();
        if words.starts_with(TOO_DEEP) {
            return Fault::new(Code::NbrSize, place, format!("more than {DEPTH} levels"));
        }
        // The words of the parser can hold a part of the document; its category cannot.
        let detail = if words.starts_with(TWICE) {
            "a member stands twice"
        } else if error.is_eof() {
            "the document ends too early"
        } else {
            "no JSON"
        };
        Fault::new(Code::NbrSyntax, place, detail)
    })
}

/// The objects of a document with their places: one a line, or a list.
///
/// spec: PSR-NBR-001, PSR-NBR-002
pub(crate) fn values(document: &[u8]) -> Result<Vec<(String, Value)>, Fault> {
    if document.len() > limits::NEIGHBOUR_BYTES {
        return Err(Fault::new(Code::NbrSize, "", format!("more than {} bytes", limits::NEIGHBOUR_BYTES)));
    }
    let is_list = document.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    let values: Vec<(String, Value)> = if is_list {
        let Value::Array(list) = read(document)? else { return Ok(Vec::new()) };
        list.into_iter().enumerate().map(|(index, value)| (format!("/{index}"), value)).collect()
    } else {
        let lines = document.split(|byte| *byte == b'\n').enumerate();
        let lines = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
        let read_line = |(index, line): (usize, &[u8])| {
            let place = format!("line {}", index + 1);
            let value = read(line).map_err(|fault| Fault { place: place.clone(), ..fault })?;
            Ok((place, value))
        };
        lines.take(limits::NEIGHBOUR_OBJECTS + 1).map(read_line).collect::<Result<_, Fault>>()?
    };
    if values.len() > limits::NEIGHBOUR_OBJECTS {
        return Err(Fault::new(Code::NbrSize, "", format!("more than {} objects", limits::NEIGHBOUR_OBJECTS)));
    }
    Ok(values)
}

const TOO_DEEP: &str = "too deep";
const TWICE: &str = "member twice";

#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn within<E: serde::de::Error>(self) -> Result<Self, E> {
        self.depth.checked_sub(1).map(|depth| Self { depth }).ok_or_else(|| E::custom(TOO_DEEP))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.within()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let inner = self.within()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inner)?;
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> (Code, String) {
        let fault = read(text.as_bytes()).unwrap_err();
        (fault.code, fault.detail)
    }

    #[test]
    fn a_document_is_read_strictly() {
        assert!(read(b"\xEF\xBB\xBF{\"a\": [1, 1.5, null]}").is_ok());
        assert_eq!(code(r#"{"a": 1, "a": 2}"#), (Code::NbrSyntax, "a member stands twice".into()));
        assert_eq!(code(r#"{"secret"#), (Code::NbrSyntax, "the document ends too early".into()));
        assert_eq!(code("{} x"), (Code::NbrSyntax, "no JSON".into()));
        assert_eq!(code("nonsense of a secret"), (Code::NbrSyntax, "no JSON".into()));
        let deep = "[".repeat(DEPTH + 1);
        assert_eq!(code(&deep).0, Code::NbrSize);
        let deeper = "[".repeat(100_000);
        assert_eq!(code(&deeper).0, Code::NbrSize);
        let level = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
        assert!(read(level.as_bytes()).is_ok());
    }

    #[test]
    fn an_invalid_byte_is_no_json() {
        assert_eq!(read(b"\"\xFF\"").unwrap_err().code, Code::NbrSyntax);
    }
}
