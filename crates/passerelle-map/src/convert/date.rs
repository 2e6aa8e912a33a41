//! Dates that may be partial, in any calendar, and points in time.
//!
//! A missing day is never made up. A whole date of any calendar is one day of the Gregorian one; a partial date of another
//! calendar lies across two Gregorian months or years, and so becomes an interval.

use std::collections::BTreeMap;

use passerelle::Code;
use passerelle::record::Timestamp;
use serde_json::Value;

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed, plain_digits};
use crate::calendar::{Calendar, Day, Written};
use crate::pack::document::{FieldDocument, UnknownParts};
use std::ops::Range;

/// A piece of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Year,
    ShortYear,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Literal(String),
}

const NAMES: [(&str, Piece); 7] = [
    ("YYYY", Piece::Year),
    ("YY", Piece::ShortYear),
    ("MM", Piece::Month),
    ("DD", Piece::Day),
    ("hh", Piece::Hour),
    ("mm", Piece::Minute),
    ("ss", Piece::Second),
];

fn pieces(mut format: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    while let Some(character) = format.chars().next() {
        if let Some((name, piece)) = NAMES.iter().find(|(name, _)| format.starts_with(name)) {
            pieces.push(piece.clone());
            format = format.get(name.len()..).unwrap_or_default();
        } else {
            match pieces.last_mut() {
                Some(Piece::Literal(text)) => text.push(character),
                _ => pieces.push(Piece::Literal(character.to_string())),
            }
            format = format.get(character.len_utf8()..).unwrap_or_default();
        }
    }
    pieces
}

/// A date.
pub(super) struct DateOf {
    calendar: Calendar,
    pieces: Vec<Piece>,
    unknown: UnknownParts,
    /// The last year that two digits can mean.
    pivot: Option<i32>,
    /// From the sign of the record (`?`, `~`, `%`) to the word of the second column.
    qualifier: BTreeMap<String, String>,
}

impl DateOf {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let format = field.format.take();
        let span = format.as_ref().map(toml::Spanned::span).unwrap_or_default();
        let format = needed(format, "format", field)?;
        let pieces = pieces(&format);
        let count = |piece: &Piece| pieces.iter().filter(|held| *held == piece).count();
        let years = count(&Piece::Year) + count(&Piece::ShortYear);
        let is_date = years == 1 && count(&Piece::Month) <= 1 && count(&Piece::Day) <= count(&Piece::Month);
        let has_clock = [Piece::Hour, Piece::Minute, Piece::Second].iter().any(|piece| count(piece) > 0);
        if !is_date || has_clock {
            return Err((
                Code::MapOption,
                span,
                "a date has `YYYY` or `YY`, and may have `MM` and `DD`, each once".to_owned(),
            ));
        }
        let pivot = field.pivot.take().map(toml::Spanned::into_inner);
        if (count(&Piece::ShortYear) == 1) != pivot.is_some() {
            return Err((Code::MapOption, span, "`YY` and `pivot` go together".to_owned()));
        }
        let qualifier = field.qualifier.take();
        if let Some(qualifier) = &qualifier
            && qualifier.get_ref().keys().any(|sign| !matches!(sign.as_str(), "?" | "~" | "%"))
        {
            return Err((Code::MapOption, qualifier.span(), "the signs of certainty are `?`, `~` and `%`".to_owned()));
        }
        Ok(Self {
            calendar: field.calendar.take().map(toml::Spanned::into_inner).unwrap_or_default(),
            pieces,
            unknown: field.unknown.take().map(toml::Spanned::into_inner).unwrap_or_default(),
            pivot,
            qualifier: qualifier.map(toml::Spanned::into_inner).unwrap_or_default(),
        })
    }

    fn parse(&self, text: &str) -> Option<Written> {
        let mut rest = text;
        let mut written = Written { year: 0, month: None, day: None };
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
                Piece::Year => written.year = digits(&mut rest, 4)?,
                Piece::ShortYear => {
                    let pivot = self.pivot?;
                    let short = digits(&mut rest, 2)?;
                    let last = pivot.rem_euclid(100);
                    let century = pivot - last - if short > last { 100 } else { 0 };
                    written.year = century + short;
                }
                Piece::Month => written.month = part(&mut rest, self.unknown.month.as_deref())?,
                Piece::Day => written.day = part(&mut rest, self.unknown.day.as_deref())?,
                Piece::Hour | Piece::Minute | Piece::Second => return None,
            }
        }
        rest.is_empty().then_some(written)
    }

    fn format(&self, written: Written) -> Option<String> {
        let mut text = String::new();
        let part = |value: Option<u8>, unknown: Option<&String>| match value {
            Some(value) => Some(format!("{value:02}")),
            None => unknown.cloned(),
        };
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Year => text.push_str(&format!("{:04}", written.year)),
                Piece::ShortYear => {
                    let pivot = self.pivot?;
                    if !(pivot - 99..=pivot).contains(&written.year) {
                        return None;
                    }
                    text.push_str(&format!("{:02}", written.year.rem_euclid(100)));
                }
                Piece::Month => text.push_str(&part(written.month, self.unknown.month.as_ref())?),
                Piece::Day => text.push_str(&part(written.day, self.unknown.day.as_ref())?),
                Piece::Hour | Piece::Minute | Piece::Second => return None,
            }
        }
        // A format without a day does not say that the day is unknown where it is known.
        (self.parse(&text) == Some(written)).then_some(text)
    }
}

impl Convert for DateOf {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let due = || Unreadable::value("a date of the field's format and calendar is due");
        let text = plain_digits(cells.first().copied().unwrap_or_default().trim());
        if text.is_empty() {
            return Err(due());
        }
        let written = self.parse(&text).ok_or_else(due)?;
        let (first, last) = self.calendar.days(written).ok_or_else(due)?;
        let sign = match cells.get(1).copied().map(str::trim).filter(|cell| !cell.is_empty()) {
            None => "",
            Some(word) => self
                .qualifier
                .iter()
                .find(|(_, held)| *held == word)
                .map(|(sign, _)| sign.as_str())
                .ok_or_else(|| Unreadable::value("a word for certainty that the field knows is due"))?,
        };
        let mut text = String::with_capacity(24);
        push_number(&mut text, first.year, 4);
        if first == last {
            push_month_and_day(&mut text, first);
            text.push_str(sign);
        } else if self.calendar == Calendar::Gregorian {
            if let Some(month) = written.month {
                text.push('-');
                push_number(&mut text, month.into(), 2);
            }
            text.push_str(sign);
        } else {
            push_month_and_day(&mut text, first);
            text.push_str(sign);
            text.push('/');
            push_number(&mut text, last.year, 4);
            push_month_and_day(&mut text, last);
            text.push_str(sign);
        }
        Ok(Reading::Value(Value::String(text)))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let text = value.as_str().ok_or(Code::MapChanged)?;
        let (first, last, sign) = bounds(text).ok_or(Code::MapImprecise)?;
        let written = self.calendar.written(first, last).ok_or(Code::MapImprecise)?;
        let mut cells = vec![self.format(written).ok_or(Code::MapImprecise)?];
        let word = match sign {
            "" => String::new(),
            // What is not certain is not written as if it were.
            sign => self.qualifier.get(sign).cloned().ok_or(Code::MapImprecise)?,
        };
        if !self.qualifier.is_empty() {
            cells.push(word);
        }
        Ok(Writing { cells, loss: None })
    }

    fn class(&self) -> Class {
        Class::Coarsening
    }

    fn columns(&self) -> Range<usize> {
        if self.qualifier.is_empty() { 1..2 } else { 2..3 }
    }
}

fn push_month_and_day(text: &mut String, day: Day) {
    for part in [day.month, day.day] {
        text.push('-');
        push_number(text, part.into(), 2);
    }
}

/// Writes a number with so many digits. Years have four of them: a calendar gives no others.
fn push_number(text: &mut String, number: i32, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_i32.pow(place) % 10;
        text.push(u32::try_from(digit).ok().and_then(|digit| char::from_digit(digit, 10)).unwrap_or('0'));
    }
}

/// The first and last day of a date of the format, and its sign of certainty; none for what has no two ends or no one sign.
fn bounds(text: &str) -> Option<(Day, Day, &str)> {
    let Some((from, to)) = text.split_once('/') else { return plain_bounds(text) };
    let (first, _, sign) = plain_bounds(from)?;
    let (_, last, other) = plain_bounds(to)?;
    (sign == other).then_some((first, last, sign))
}

fn plain_bounds(text: &str) -> Option<(Day, Day, &str)> {
    let bare = text.trim_end_matches(['?', '~', '%']);
    let sign = text.get(bare.len()..)?;
    let mut parts = bare.split('-').map(|part| part.parse::<i32>().ok());
    let year = parts.next()??;
    let mut small = || parts.next().map(|part| part.and_then(|part| u8::try_from(part).ok()));
    let (month, day) = (small(), small());
    let written = Written {
        year,
        month: month.map_or(Some(None), |month| month.map(Some))?,
        day: day.map_or(Some(None), |day| day.map(Some))?,
    };
    let (first, last) = Calendar::Gregorian.days(written)?;
    Some((first, last, sign))
}

fn digits(rest: &mut &str, count: usize) -> Option<i32> {
    let (digits, after) = rest.split_at_checked(count)?;
    let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    *rest = after;
    Some(number)
}

/// Two digits, or the word for a part that is not known.
#[expect(clippy::option_option, reason = "no date at all, a date without this part, and the part are three things")]
fn part(rest: &mut &str, unknown: Option<&str>) -> Option<Option<u8>> {
    if let Some(after) = unknown.and_then(|unknown| rest.strip_prefix(unknown)) {
        *rest = after;
        return Some(None);
    }
    digits(rest, 2).and_then(|number| u8::try_from(number).ok()).map(Some)
}

/// A point in time, written with a fixed offset from UTC.
pub(super) struct PointInTime {
    pieces: Vec<Piece>,
    offset_seconds: i64,
}

impl PointInTime {
    pub(super) fn compile(field: &mut FieldDocument) -> Result<Self, Fault> {
        let (format, offset) = (field.format.take(), field.offset.take());
        let (format_span, offset_span) = (
            format.as_ref().map(toml::Spanned::span).unwrap_or_default(),
            offset.as_ref().map(toml::Spanned::span).unwrap_or_default(),
        );
        let pieces = pieces(&needed(format, "format", field)?);
        let count = |piece: &Piece| pieces.iter().filter(|held| *held == piece).count();
        let due = [Piece::Year, Piece::Month, Piece::Day, Piece::Hour, Piece::Minute, Piece::Second];
        if due.iter().any(|piece| count(piece) != 1) || count(&Piece::ShortYear) > 0 {
            return Err((
                Code::MapOption,
                format_span,
                "a time has `YYYY`, `MM`, `DD`, `hh`, `mm` and `ss`, each once".to_owned(),
            ));
        }
        let offset = needed(offset, "offset", field)?;
        let offset_seconds = offset_seconds(&offset).ok_or_else(|| {
            (Code::MapOption, offset_span, "an offset is written `+02:00`, `-03:30` or `Z`".to_owned())
        })?;
        Ok(Self { pieces, offset_seconds })
    }
}

fn offset_seconds(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = text.strip_prefix('-').map(|rest| (-1, rest)).or_else(|| Some((1, text.strip_prefix('+')?)))?;
    let (hours, minutes) = rest.split_once(':')?;
    let number = |text: &str, most: i64| {
        let number = (text.len() == 2).then(|| text.parse::<i64>().ok()).flatten()?;
        (0..=most).contains(&number).then_some(number)
    };
    Some(sign * (number(hours, 14)? * 3600 + number(minutes, 59)? * 60))
}

impl Convert for PointInTime {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let due = || Unreadable::value("a time of the field's format is due");
        let text = plain_digits(cells.first().copied().unwrap_or_default().trim());
        let mut rest = &*text;
        let mut read = [0_i32; 6];
        for piece in &self.pieces {
            let (index, count) = match piece {
                Piece::Literal(literal) => {
                    rest = rest.strip_prefix(literal.as_str()).ok_or_else(due)?;
                    continue;
                }
                Piece::Year => (0, 4),
                Piece::Month => (1, 2),
                Piece::Day => (2, 2),
                Piece::Hour => (3, 2),
                Piece::Minute => (4, 2),
                Piece::Second => (5, 2),
                Piece::ShortYear => return Err(due()),
            };
            if let Some(slot) = read.get_mut(index) {
                *slot = digits(&mut rest, count).ok_or_else(due)?;
            }
        }
        let [year, month, day, hour, minute, second] = read;
        let local = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        let local = Timestamp::new(&local).ok().filter(|_| rest.is_empty()).ok_or_else(due)?;
        let time = Timestamp::from_unix_seconds(local.unix_seconds() - self.offset_seconds).map_err(|_| due())?;
        Ok(Reading::Value(Value::String(time.to_string())))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let time = value.as_str().and_then(|text| Timestamp::new(text).ok()).ok_or(Code::MapChanged)?;
        let local = Timestamp::from_unix_seconds(time.unix_seconds() + self.offset_seconds);
        let local = local.map_err(|_| Code::MapImprecise)?.to_string();
        let mut text = String::new();
        for piece in &self.pieces {
            let range = match piece {
                Piece::Literal(literal) => {
                    text.push_str(literal);
                    continue;
                }
                Piece::Year => 0..4,
                Piece::Month => 5..7,
                Piece::Day => 8..10,
                Piece::Hour => 11..13,
                Piece::Minute => 14..16,
                Piece::Second => 17..19,
                Piece::ShortYear => return Err(Code::MapImprecise),
            };
            text.push_str(local.get(range).unwrap_or_default());
        }
        Ok(Writing::one(text))
    }

    fn class(&self) -> Class {
        Class::Exact
    }
}
