//! Numbers of documents, plates and the like: without spaces and hyphens, in capitals.

use passerelle::Code;
use serde_json::Value;

use super::{Class, Convert, Reading, Unreadable, Writing, plain_digits};

/// A number that people write in groups.
pub(super) struct Identifier;

impl Convert for Identifier {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let text = plain_digits(cells.first().copied().unwrap_or_default());
        let text: String = text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
        let text = text.to_uppercase();
        if text.chars().all(char::is_alphanumeric) {
            return Ok(if text.is_empty() { Reading::Nothing } else { Reading::Value(Value::String(text)) });
        }
        Err(Unreadable::value("letters and digits are due"))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        value.as_str().map(Writing::one).ok_or(Code::MapChanged)
    }

    fn class(&self) -> Class {
        Class::Normalising
    }
}
