//! Countries: the codes of ISO 3166-1 in their three forms, those of travel documents, and a pack's own.

use std::collections::BTreeMap;

use passerelle::Code;
use serde_json::{Map, Value};

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed};
use crate::pack::document::{CodeForm, Extra, FieldDocument};
use crate::pack::target::Place;

/// A country.
pub(super) struct Country {
    form: CodeForm,
    /// Whether the record has three letters here, as travel documents have.
    is_document: bool,
    extra: BTreeMap<String, Value>,
    /// The members of the element, where the field leads to one.
    members: Vec<String>,
}

impl Country {
    pub(super) fn compile(field: &mut FieldDocument, place: &Place, is_object: bool) -> Result<Self, Fault> {
        let (code, extra) = (field.code.take(), field.extra.take());
        let form = needed(code, "code", field)?;
        let span = extra.as_ref().map(toml::Spanned::span).unwrap_or_else(|| field.to.span());
        let mut members = if is_object { vec!["country".to_owned()] } else { Vec::new() };
        let mut further = BTreeMap::new();
        for (national, meant) in extra.map(toml::Spanned::into_inner).unwrap_or_default() {
            let value = match meant {
                Extra::Code(code) if is_object => {
                    Value::Object([("country".to_owned(), code.into())].into_iter().collect())
                }
                Extra::Code(code) => Value::String(code),
                Extra::Members(meant) if is_object => {
                    members.extend(meant.keys().filter(|name| !members.contains(name)).cloned().collect::<Vec<_>>());
                    Value::Object(meant.into_iter().map(|(name, value)| (name, value.into())).collect())
                }
                Extra::Members(_) => {
                    let detail =
                        "members can be given where the field leads to an element, such as `/content/nationalities[]`";
                    return Err((Code::MapOption, span, detail.to_owned()));
                }
            };
            if further.values().any(|held| *held == value) {
                return Err((
                    Code::MapOption,
                    span,
                    format!("two codes of `extra` mean the same: `{national}` and another"),
                ));
            }
            further.insert(national, value);
        }
        if let Some(name) = members.iter().find(|name| is_object && !place.members.contains(name)) {
            return Err((Code::MapTarget, span, format!("the element has no member `{name}`")));
        }
        Ok(Self { form, is_document: place.pattern.as_deref() == Some("^([A-Z]{3}|D)$"), extra: further, members })
    }

    fn of_national(&self, code: &str) -> Option<String> {
        let country = match self.form {
            CodeForm::Alpha2 => rust_iso3166::from_alpha2(code),
            CodeForm::Alpha3 => rust_iso3166::from_alpha3(code),
            CodeForm::Numeric => rust_iso3166::from_numeric_str(code),
            CodeForm::Icao => rust_iso3166::from_alpha3(icao_to_iso(code)),
        };
        let country = country?;
        Some(if self.is_document { iso_to_icao(country.alpha3).to_owned() } else { country.alpha2.to_owned() })
    }

    fn to_national(&self, code: &str) -> Option<String> {
        let country = if self.is_document {
            rust_iso3166::from_alpha3(icao_to_iso(code))
        } else {
            rust_iso3166::from_alpha2(code)
        };
        let country = country?;
        Some(match self.form {
            CodeForm::Alpha2 => country.alpha2.to_owned(),
            CodeForm::Alpha3 => country.alpha3.to_owned(),
            CodeForm::Numeric => format!("{:03}", country.numeric),
            CodeForm::Icao => iso_to_icao(country.alpha3).to_owned(),
        })
    }

    fn is_object(&self) -> bool {
        !self.members.is_empty()
    }
}

/// Germany is the one country whose documents print another code.
fn icao_to_iso(code: &str) -> &str {
    if code == "D" { "DEU" } else { code }
}

fn iso_to_icao(code: &str) -> &str {
    if code == "DEU" { "D" } else { code }
}

impl Convert for Country {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let code = cells.first().map(|cell| cell.trim()).unwrap_or_default();
        if let Some(value) = self.extra.get(code) {
            return Ok(Reading::Value(value.clone()));
        }
        let known = self
            .of_national(code)
            .ok_or(Unreadable { code: Code::MapCode, detail: "a country code of the pack's form is due" })?;
        Ok(Reading::Value(if self.is_object() {
            Value::Object(Map::from_iter([("country".to_owned(), Value::String(known))]))
        } else {
            Value::String(known)
        }))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let says = |meant: &Value| match (meant, value) {
            // Other members of the element, such as its kind, may say more than the national code.
            (Value::Object(meant), Value::Object(held)) => {
                meant.iter().all(|(name, value)| held.get(name) == Some(value))
            }
            (meant, held) => meant == held,
        };
        if let Some((national, _)) = self.extra.iter().find(|(_, meant)| says(meant)) {
            return Ok(Writing::one(national));
        }
        let code = if self.is_object() { value.get("country") } else { Some(value) };
        let code = code.and_then(Value::as_str).ok_or(Code::MapNotCarried)?;
        self.to_national(code).map(Writing::one).ok_or(Code::MapNotCarried)
    }

    fn class(&self) -> Class {
        Class::Exact
    }

    fn members(&self) -> Vec<String> {
        self.members.clone()
    }
}
