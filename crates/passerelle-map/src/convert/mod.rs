//! Converters: a closed set of functions that read cells and write them.
//!
//! Each reads what it writes. What it cannot write it does not write at all, and says why; a day is never made up, a letter never
//! replaced. There is no way to add one from a pack.

mod code;
mod country;
mod date;
mod iban;
mod identifier;
mod language;
mod name;
mod number;
mod phone;
mod position;
mod reference;
mod text;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use passerelle::Code;
use serde_json::Value;

use crate::identity::IdentityKey;
use crate::pack::document::{ConverterName, FieldDocument};
use crate::pack::target::Place;
use crate::pack::{Files, Table};

/// What a field keeps of a value on the way there and back. The tool finds it out; no pack states it. The order is that of loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Class {
    /// Each value has one spelling on either side.
    Exact,
    /// The spelling may change, the meaning does not.
    Normalising,
    /// One side says more than the other.
    Coarsening,
    /// The national side has room for a part only.
    Bounded,
}

impl Class {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normalising => "normalising",
            Self::Coarsening => "coarsening",
            Self::Bounded => "bounded",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What cells say.
#[derive(Debug)]
pub(crate) enum Reading {
    /// The value of the place in the record.
    Value(Value),
    /// Nothing.
    Nothing,
}

/// Cells that a converter does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) code: Code,
    /// What was expected, in words without the value.
    pub(crate) detail: &'static str,
}

impl Unreadable {
    fn value(detail: &'static str) -> Self {
        Self { code: Code::MapValue, detail }
    }
}

/// The cells of a value, one for each column of the field, and what is lost in them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Writing {
    pub(crate) cells: Vec<String>,
    pub(crate) loss: Option<Code>,
}

impl Writing {
    fn one(cell: impl Into<String>) -> Self {
        Self { cells: vec![cell.into()], loss: None }
    }
}

/// Reads the cells of a field, and writes them.
pub(crate) trait Convert: Send + Sync {
    /// Reads cells. A cell that is empty stands for nothing; one of them at least is not.
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable>;

    /// The same for what is read with the key of the authority.
    fn read_known(&self, cells: &[&str], _: Option<&IdentityKey>) -> Result<Reading, Unreadable> {
        self.read(cells)
    }

    /// Writes a value, or says by a code why it cannot be written.
    fn write(&self, value: &Value) -> Result<Writing, Code>;

    /// What is kept on the way there and back.
    fn class(&self) -> Class;

    /// The members that the converter fills, where it fills several of an object.
    fn members(&self) -> Vec<String> {
        Vec::new()
    }

    /// How many columns it reads, at least and at most.
    fn columns(&self) -> Range<usize> {
        1..2
    }
}

/// A fault of the pack: its code, the place in `map.toml`, and words.
pub(crate) type Fault = (Code, Range<usize>, String);

/// Whose pack it is.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'d> {
    /// The name of the pack.
    pub(crate) pack: &'d str,
    /// The authority that issues its records.
    pub(crate) issuer: &'d str,
}

/// Makes the converter of a field. It takes its options out of the document; what is left there does not belong to it.
pub(crate) fn converter(
    field: &mut FieldDocument,
    place: &Place,
    owner: Owner<'_>,
    files: &dyn Files,
    tables: &mut Vec<Table>,
) -> Result<Box<dyn Convert>, Fault> {
    let span = field.to.span();
    let is_object = place.kind == "object";
    let due = |kind: &str| {
        if place.kind == kind {
            return Ok(());
        }
        Err((
            Code::MapTarget,
            span.clone(),
            format!("the place holds a value of the type {}, and the converter makes a {kind}", place.kind),
        ))
    };
    Ok(match field.converter {
        ConverterName::Text => {
            due("string")?;
            Box::new(text::Text)
        }
        ConverterName::Identifier => {
            due("string")?;
            Box::new(identifier::Identifier)
        }
        ConverterName::Flag => Box::new(text::Flag::compile(field, place)?),
        ConverterName::Number => {
            due("integer")?;
            Box::new(number::Number)
        }
        ConverterName::Quantity => {
            due("object")?;
            Box::new(number::Quantity::compile(field)?)
        }
        ConverterName::Code => {
            due("string")?;
            Box::new(code::Coded::compile(field, place, files, tables)?)
        }
        ConverterName::Date => {
            due("string")?;
            Box::new(date::DateOf::compile(field)?)
        }
        ConverterName::Datetime => {
            due("string")?;
            Box::new(date::PointInTime::compile(field)?)
        }
        ConverterName::Name => {
            due("object")?;
            Box::new(name::Name::compile(field)?)
        }
        ConverterName::Country => Box::new(country::Country::compile(field, place, is_object)?),
        ConverterName::Phone => {
            due("string")?;
            Box::new(phone::Phone::compile(field)?)
        }
        ConverterName::Iban => {
            due("string")?;
            Box::new(iban::Account)
        }
        ConverterName::Language => {
            due("string")?;
            Box::new(language::Language::compile(field)?)
        }
        ConverterName::Position => {
            due("object")?;
            Box::new(position::Position::compile(field)?)
        }
        ConverterName::Ref => {
            due("string")?;
            let of = field.of.take().map(toml::Spanned::into_inner);
            Box::new(reference::Reference::new(of.unwrap_or_else(|| owner.pack.to_owned()), owner.issuer.to_owned()))
        }
    })
}

/// Takes an option that must be there.
fn needed<T>(option: Option<toml::Spanned<T>>, name: &str, field: &FieldDocument) -> Result<T, Fault> {
    option
        .map(toml::Spanned::into_inner)
        .ok_or_else(|| (Code::MapOption, field.from.span(), format!("this field needs the option `{name}`")))
}

/// ASCII digits in place of Arabic-Indic, Persian and full-width ones.
fn plain_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|character| {
            let zero = match character {
                '\u{0660}'..='\u{0669}' => 0x0660,
                '\u{06F0}'..='\u{06F9}' => 0x06F0,
                '\u{FF10}'..='\u{FF19}' => 0xFF10,
                _ => return character,
            };
            char::from_digit(u32::from(character) - zero, 10).unwrap_or(character)
        })
        .collect()
}
