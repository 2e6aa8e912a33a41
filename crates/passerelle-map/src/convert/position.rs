//! Coordinates in decimal degrees.

use passerelle::Code;
use serde_json::{Value, json};

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed, plain_digits};
use crate::pack::document::FieldDocument;
use std::ops::Range;

/// A latitude and a longitude in two columns. The precision is that of the pack: a national system that does not say how exact it
/// is has one all the same.
pub(super) struct Position {
    precision_m: i64,
}

impl Position {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let precision_m = field.precision_m.take();
        Ok(Self { precision_m: needed(precision_m, "precision_m", field)? })
    }
}

impl Convert for Position {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let [lat, lon] = cells else { return Err(Unreadable::value("a latitude and a longitude are due")) };
        let lat = degrees(lat, 90).ok_or_else(|| Unreadable::value("a latitude in decimal degrees is due"))?;
        let lon = degrees(lon, 180).ok_or_else(|| Unreadable::value("a longitude in decimal degrees is due"))?;
        Ok(Reading::Value(json!({ "lat": lat, "lon": lon, "precision_m": self.precision_m })))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned).ok_or(Code::MapNotCarried);
        Ok(Writing { cells: vec![text("lat")?, text("lon")?], loss: None })
    }

    fn class(&self) -> Class {
        Class::Coarsening
    }

    fn members(&self) -> Vec<String> {
        ["lat", "lon", "precision_m"].map(str::to_owned).to_vec()
    }

    fn columns(&self) -> Range<usize> {
        2..3
    }
}

/// A decimal number in the one spelling of the format, digit by digit.
fn degrees(text: &str, most: i32) -> Option<String> {
    let text = plain_digits(text.trim()).replace(',', ".");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.trim_start_matches('+')), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !whole.is_empty() && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    let whole: i32 = is_number.then(|| whole.parse().ok()).flatten()?;
    let is_beyond = whole > most || whole == most && fraction.bytes().any(|byte| byte != b'0');
    let point = if fraction.is_empty() { "" } else { "." };
    (!is_beyond).then(|| format!("{sign}{whole}{point}{fraction}"))
}
