//! Names, whole or in parts.

use passerelle::Code;
use serde_json::{Map, Value};

use super::text::normal;
use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed};
use crate::pack::document::{FieldDocument, NamePart};
use std::ops::Range;

/// The order in which most cultures of the format's examples write the parts.
const ORDER: [NamePart; 6] =
    [NamePart::Prefix, NamePart::Given, NamePart::Patronymic, NamePart::Matronymic, NamePart::Family, NamePart::Suffix];

/// A name in one column or in several.
pub(super) struct Name {
    parts: Vec<NamePart>,
    order: Vec<NamePart>,
    whole: Option<NamePart>,
    between: String,
}

impl NamePart {
    fn member(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Prefix => "prefix",
            Self::Given => "given",
            Self::Patronymic => "patronymic",
            Self::Matronymic => "matronymic",
            Self::Family => "family",
            Self::Suffix => "suffix",
        }
    }

    fn is_list(self) -> bool {
        matches!(self, Self::Given | Self::Family)
    }
}

impl Name {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let (parts, order, whole) = (field.parts.take(), field.order.take(), field.whole.take());
        let span = parts.as_ref().map(toml::Spanned::span).unwrap_or_default();
        let parts = needed(parts, "parts", field)?;
        if parts.iter().enumerate().any(|(index, part)| parts.iter().skip(index + 1).any(|other| other == part)) {
            return Err((Code::MapOption, span, "a part of the name stands here twice".to_owned()));
        }
        if let Some(whole) = &whole
            && !parts.contains(whole.get_ref())
        {
            return Err((Code::MapOption, whole.span(), "no column holds this part".to_owned()));
        }
        Ok(Self {
            parts,
            order: order.map_or(ORDER.to_vec(), toml::Spanned::into_inner),
            whole: whole.map(toml::Spanned::into_inner),
            between: field.between.take().map_or(" ".to_owned(), toml::Spanned::into_inner),
        })
    }

    /// The whole name, as its parts make it.
    fn joined(&self, parts: &Map<String, Value>) -> String {
        let texts = self.order.iter().filter_map(|part| self.part_text(parts.get(part.member())?));
        texts.collect::<Vec<_>>().join(&self.between)
    }

    fn part_text(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Array(items) => {
                let texts = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
                Some(texts.join(" "))
            }
            _ => None,
        }
    }
}

impl Convert for Name {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let mut parts = Map::new();
        let mut full = None;
        for (part, cell) in self.parts.iter().zip(cells) {
            let text = normal(cell);
            if text.is_empty() {
                continue;
            }
            match part {
                NamePart::Full => full = Some(text),
                // Given names are told apart by spaces; a family name may have spaces in it.
                NamePart::Given => {
                    let names = text.split_whitespace().map(Value::from).collect();
                    parts.insert("given".to_owned(), Value::Array(names));
                }
                part if part.is_list() => {
                    parts.insert(part.member().to_owned(), Value::Array(vec![text.into()]));
                }
                part => {
                    parts.insert(part.member().to_owned(), text.into());
                }
            }
        }
        let full = full.unwrap_or_else(|| self.joined(&parts));
        if full.is_empty() {
            return Ok(Reading::Nothing);
        }
        let mut name = Map::from_iter([("full".to_owned(), Value::String(full))]);
        if !parts.is_empty() {
            name.insert("parts".to_owned(), Value::Object(parts));
        }
        Ok(Reading::Value(Value::Object(name)))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let full = value.get("full").and_then(Value::as_str).ok_or(Code::MapNotCarried)?;
        let parts = value.get("parts").and_then(Value::as_object);
        let has_own_column = self.parts.contains(&NamePart::Full);
        let mut written = false;
        let mut cells = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let text = match part {
                NamePart::Full => Some(full.to_owned()),
                part if parts.is_none() && !has_own_column && self.whole == Some(*part) => Some(full.to_owned()),
                part => parts.and_then(|parts| self.part_text(parts.get(part.member())?)),
            };
            written |= text.is_some();
            cells.push(text.unwrap_or_default());
        }
        if written { Ok(Writing { cells, loss: None }) } else { Err(Code::MapNotCarried) }
    }

    fn class(&self) -> Class {
        Class::Normalising
    }

    fn members(&self) -> Vec<String> {
        vec!["full".to_owned(), "parts".to_owned()]
    }

    fn columns(&self) -> Range<usize> {
        self.parts.len()..self.parts.len() + 1
    }
}
