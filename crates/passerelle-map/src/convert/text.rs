//! Texts, and words for yes and no.

use passerelle::Code;
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed};
use crate::pack::document::FieldDocument;
use crate::pack::target::Place;

/// A text without white space around it, in normal form.
pub(super) struct Text;

impl Convert for Text {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let text = normal(cells.first().copied().unwrap_or_default());
        Ok(if text.is_empty() { Reading::Nothing } else { Reading::Value(Value::String(text)) })
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        value.as_str().map(Writing::one).ok_or(Code::MapChanged)
    }

    fn class(&self) -> Class {
        Class::Normalising
    }
}

/// A text without white space around it, in normal form NFC. A record has no line ends in its texts; they become spaces.
pub(super) fn normal(text: &str) -> String {
    let text = text.trim();
    if text.contains(['\n', '\r', '\t']) {
        let pieces = text.split(['\n', '\r', '\t']).map(str::trim).filter(|piece| !piece.is_empty());
        return pieces.collect::<Vec<_>>().join(" ").nfc().collect();
    }
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// One of two words.
pub(super) struct Flag {
    yes: String,
    no: String,
    /// What a yes is in the record; `true` where it is no element of a list.
    value: Value,
}

impl Flag {
    pub(super) fn compile(field: &mut FieldDocument, place: &Place) -> Result<Self, Fault> {
        let (yes, no) = (field.yes.take(), field.no.take());
        let (yes, no) = (needed(yes, "yes", field)?, needed(no, "no", field)?);
        let value = match (&place.equal, place.kind.as_str()) {
            (Some(value), _) => value.clone(),
            (None, "boolean") => Value::Bool(true),
            (None, kind) => {
                let detail = format!(
                    "a flag leads to a member that is true or false, or to one element `[=code]`, not to a {kind}"
                );
                return Err((Code::MapTarget, field.to.span(), detail));
            }
        };
        Ok(Self { yes, no, value })
    }
}

impl Convert for Flag {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        match cells.first().map(|cell| cell.trim()) {
            Some(cell) if cell == self.yes => Ok(Reading::Value(self.value.clone())),
            Some(cell) if cell == self.no => {
                // A list has no element that says no.
                Ok(if self.value == Value::Bool(true) { Reading::Value(Value::Bool(false)) } else { Reading::Nothing })
            }
            _ => Err(Unreadable::value("one of the two words of the flag is due")),
        }
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        match value {
            value if *value == self.value => Ok(Writing::one(&*self.yes)),
            Value::Bool(false) => Ok(Writing::one(&*self.no)),
            _ => Err(Code::MapChanged),
        }
    }

    fn class(&self) -> Class {
        Class::Exact
    }
}
