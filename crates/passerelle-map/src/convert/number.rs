//! Whole numbers, and measures of a body.

use passerelle::Code;
use serde_json::{Value, json};

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed, plain_digits};
use crate::pack::document::{FieldDocument, UnitOfMeasure};

/// A whole number.
pub(super) struct Number;

impl Convert for Number {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let text = plain_digits(cells.first().copied().unwrap_or_default());
        let number: i64 = text.trim().parse().map_err(|_| Unreadable::value("a whole number is due"))?;
        Ok(Reading::Value(number.into()))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        value.as_i64().map(|number| Writing::one(number.to_string())).ok_or(Code::MapChanged)
    }

    fn class(&self) -> Class {
        Class::Normalising
    }
}

/// A measure, as a range between two whole numbers of centimetres or kilograms.
pub(super) struct Quantity {
    unit: UnitOfMeasure,
    between: Option<String>,
}

impl Quantity {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let unit = field.unit.take();
        Ok(Self { unit: needed(unit, "unit", field)?, between: field.between.take().map(toml::Spanned::into_inner) })
    }

    fn read_one(&self, text: &str) -> Option<i64> {
        let text = text.trim();
        match self.unit {
            UnitOfMeasure::Cm | UnitOfMeasure::Kg => text.parse().ok(),
            UnitOfMeasure::M => {
                let (metres, rest) = text.split_once([',', '.'])?;
                let is_hundredths = rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit());
                let hundredths: i64 = is_hundredths.then(|| rest.parse().ok()).flatten()?;
                metres.parse::<i64>().ok()?.checked_mul(100)?.checked_add(hundredths)
            }
            UnitOfMeasure::FtIn => {
                let (feet, inches) = text.split_once('\'')?;
                let inches: i64 =
                    inches.trim().trim_end_matches('"').parse().ok().filter(|inches| (0..12).contains(inches))?;
                self.in_metric(feet.trim().parse::<i64>().ok()?.checked_mul(12)?.checked_add(inches)?)
            }
            UnitOfMeasure::Mm | UnitOfMeasure::In | UnitOfMeasure::Lb => self.in_metric(text.parse().ok()?),
        }
    }

    /// How many units of the record, in millionths, one unit of the national system is.
    fn millionths(&self) -> i64 {
        match self.unit {
            UnitOfMeasure::Mm => 100_000,
            UnitOfMeasure::In | UnitOfMeasure::FtIn => 2_540_000,
            UnitOfMeasure::Lb => 453_592,
            UnitOfMeasure::Cm | UnitOfMeasure::M | UnitOfMeasure::Kg => 1_000_000,
        }
    }

    /// The nearest whole centimetre or kilogram.
    fn in_metric(&self, number: i64) -> Option<i64> {
        Some(number.checked_mul(self.millionths())?.checked_add(500_000)?.div_euclid(1_000_000))
    }

    /// The nearest measure of the national system, if it reads back as the same: another one would be a guess.
    fn write_one(&self, number: i64) -> Result<String, Code> {
        let of_unit = || {
            let factor = self.millionths();
            let nearest = number.checked_mul(1_000_000).map(|millionths| (millionths + factor / 2).div_euclid(factor));
            nearest.filter(|nearest| self.in_metric(*nearest) == Some(number)).ok_or(Code::MapImprecise)
        };
        Ok(match self.unit {
            UnitOfMeasure::Cm | UnitOfMeasure::Kg => number.to_string(),
            UnitOfMeasure::M => format!("{},{:02}", number / 100, number % 100),
            UnitOfMeasure::FtIn => of_unit().map(|inches| format!("{}'{}\"", inches / 12, inches % 12))?,
            UnitOfMeasure::Mm | UnitOfMeasure::In | UnitOfMeasure::Lb => of_unit()?.to_string(),
        })
    }
}

impl Convert for Quantity {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let text = plain_digits(cells.first().copied().unwrap_or_default());
        let due = || Unreadable::value("a measure in the unit of the field is due");
        let range = self.between.as_ref().and_then(|between| text.split_once(between.as_str()));
        let (min, max) = range.unwrap_or((&text, &text));
        let (min, max) = (self.read_one(min).ok_or_else(due)?, self.read_one(max).ok_or_else(due)?);
        if min > max {
            return Err(Unreadable::value("a range from the smaller to the greater measure is due"));
        }
        Ok(Reading::Value(json!({ "min": min, "max": max })))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let end = |name: &str| value.get(name).and_then(Value::as_i64);
        let (Some(min), Some(max)) = (end("min"), end("max")) else { return Err(Code::MapImprecise) };
        match &self.between {
            _ if min == max => Ok(Writing::one(self.write_one(min)?)),
            Some(between) => Ok(Writing::one(format!("{}{between}{}", self.write_one(min)?, self.write_one(max)?))),
            None => Err(Code::MapImprecise),
        }
    }

    fn class(&self) -> Class {
        let is_metric = matches!(self.unit, UnitOfMeasure::Cm | UnitOfMeasure::M | UnitOfMeasure::Kg);
        if is_metric && self.between.is_some() { Class::Normalising } else { Class::Coarsening }
    }

    fn members(&self) -> Vec<String> {
        vec!["min".to_owned(), "max".to_owned()]
    }
}
