//! Account numbers of ISO 13616.

use iban::{Iban, IbanLike};
use passerelle::Code;
use serde_json::Value;

use super::{Class, Convert, Reading, Unreadable, Writing};

/// An IBAN; spaces are dropped, and its check number is verified.
pub(super) struct Account;

impl Convert for Account {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let text: String = cells.iter().flat_map(|cell| cell.chars()).filter(|c| !c.is_whitespace()).collect();
        let iban: Iban = text
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| Unreadable::value("an IBAN with a right check number is due"))?;
        Ok(Reading::Value(Value::String(iban.electronic_str().to_owned())))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        value.as_str().map(Writing::one).ok_or(Code::MapChanged)
    }

    fn class(&self) -> Class {
        Class::Normalising
    }
}
