//! Telephone numbers, in the form E.164 in a record.

use passerelle::Code;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region};
use serde_json::Value;

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed};
use crate::pack::document::FieldDocument;

/// A telephone number as people write it.
pub(super) struct Phone {
    region: Region,
    home: i32,
    form: Form,
}

/// How the national system writes numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    E164,
    /// Those of its own country without a country code, others with `00` before it.
    National,
}

impl Phone {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let (region, format) = (field.region.take(), field.format.take());
        let span = region.as_ref().map(toml::Spanned::span).unwrap_or_default();
        let name = needed(region, "region", field)?;
        let unknown = || (Code::MapOption, span.clone(), "no telephone numbers of this region are known".to_owned());
        let region: Region = name.parse().map_err(|_| unknown())?;
        let home = PHONE_NUMBER_UTIL.get_country_code_for_region(region).ok_or_else(unknown)?;
        let form = match format.as_ref().map(|format| (format.get_ref().as_str(), format.span())) {
            None | Some(("e164", _)) => Form::E164,
            Some(("national", _)) => Form::National,
            Some((_, span)) => {
                return Err((
                    Code::MapOption,
                    span,
                    "a telephone number is written as `e164` or `national`".to_owned(),
                ));
            }
        };
        Ok(Self { region, home, form })
    }

    fn parse(&self, text: &str) -> Option<PhoneNumber> {
        PHONE_NUMBER_UTIL.parse(text, Some(self.region)).ok().filter(|number| number.is_possible_with_reason().is_ok())
    }
}

impl Convert for Phone {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let text = cells.first().copied().unwrap_or_default();
        // Nonsense can look like a number, so its length is held against the numbering plan. A range that the plan does not know yet
        // is left to the library, which warns of it.
        let number =
            self.parse(text).ok_or_else(|| Unreadable::value("a telephone number of the right length is due"))?;
        Ok(Reading::Value(Value::String(number.format_as(PhoneNumberFormat::E164).into_owned())))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let number = value.as_str().ok_or(Code::MapChanged)?;
        let written = match self.form {
            Form::E164 => number.to_owned(),
            Form::National => match self.parse(number) {
                Some(number) if number.country_code == self.home => {
                    number.format_as(PhoneNumberFormat::National).chars().filter(char::is_ascii_digit).collect()
                }
                _ => format!("00{}", number.trim_start_matches('+')),
            },
        };
        Ok(Writing::one(written))
    }

    fn class(&self) -> Class {
        Class::Normalising
    }
}
