//! Times and dates: exact ones for the record's own life, uncertain ones for people and events.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::form::{FormError, Scan, checked_string, digit, opaque_debug};

const TIMESTAMP: FormError = FormError { expected: "a time `YYYY-MM-DDTHH:MM:SSZ`" };
const DATE: FormError = FormError { expected: "a date `YYYY-MM-DD` of the Gregorian calendar" };
const SECONDS_PER_DAY: i64 = 86_400;

/// A point in time in whole seconds, always in UTC: `YYYY-MM-DDTHH:MM:SSZ`, from year 0000 to 9999.
///
/// One point in time has one spelling. Leap seconds have none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`.
    ///
    /// # Errors
    /// The text has another form, or there is no such day or time.
    pub fn new(text: &str) -> Result<Self, FormError> {
        let bytes = text.as_bytes();
        if bytes.len() != 20 || !text.is_ascii() || !has(text, 10, b'T') || !has(text, 13, b':') {
            return Err(TIMESTAMP);
        }
        if !has(text, 16, b':') || !has(text, 19, b'Z') {
            return Err(TIMESTAMP);
        }
        let date = text.get(..10).and_then(calendar_date).ok_or(TIMESTAMP)?;
        let part = |from: usize| text.get(from..from + 2).and_then(number::<u8>).ok_or(TIMESTAMP);
        let clock = time::Time::from_hms(part(11)?, part(14)?, part(17)?).map_err(|_| TIMESTAMP)?;
        Ok(Self(date.with_time(clock).assume_utc().unix_timestamp()))
    }

    /// The time at so many seconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// The year is not between 0000 and 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Self, FormError> {
        let time = time::OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| TIMESTAMP)?;
        if (0..=9999).contains(&time.year()) { Ok(Self(seconds)) } else { Err(TIMESTAMP) }
    }

    /// The seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The day on which the time lies, in UTC.
    pub fn date(self) -> Date {
        Date(time::OffsetDateTime::from_unix_timestamp(self.0).map_or(time::Date::MAX, |time| time.date()))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let second = self.0.rem_euclid(SECONDS_PER_DAY);
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date(), second / 3600, second / 60 % 60, second % 60)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::vocabulary::code::read_text(deserializer, Self::new)
    }
}

impl JsonSchema for Timestamp {
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A point in time in whole seconds, always in UTC. One point in time has one spelling.",
            "type": "string",
            "format": "date-time",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
            "maxLength": 20,
            "x-standard": "RFC 3339",
            "examples": ["2026-03-17T08:30:00Z"],
        })
    }
}

/// A day of the Gregorian calendar, `YYYY-MM-DD`, from year 0000 to 9999.
///
/// For dates that are certain, such as the day of a review. Births and events have an [`Edtf`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl Date {
    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// The text has another form, or there is no such day.
    pub fn new(text: &str) -> Result<Self, FormError> {
        calendar_date(text).map(Self).ok_or(DATE)
    }

    /// The day of the given year, month (1 to 12) and day (1 to 31).
    ///
    /// # Errors
    /// There is no such day, or the year is not between 0000 and 9999.
    pub fn from_ymd(year: i64, month: i64, day: i64) -> Result<Self, FormError> {
        let month = u8::try_from(month).ok().and_then(|month| time::Month::try_from(month).ok()).ok_or(DATE)?;
        let year = i32::try_from(year).ok().filter(|year| (0..=9999).contains(year)).ok_or(DATE)?;
        let day = u8::try_from(day).map_err(|_| DATE)?;
        time::Date::from_calendar_date(year, month, day).map(Self).map_err(|_| DATE)
    }

    /// The year.
    pub fn year(self) -> i64 {
        i64::from(self.0.year())
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i64 {
        i64::from(u8::from(self.0.month()))
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i64 {
        i64::from(self.0.day())
    }

    /// The first second of the day, in UTC.
    pub fn start(self) -> Timestamp {
        Timestamp(self.0.midnight().assume_utc().unix_timestamp())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::vocabulary::code::read_text(deserializer, Self::new)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A day of the Gregorian calendar.",
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "maxLength": 10,
            "x-standard": "RFC 3339 full-date",
            "examples": ["2026-03-17"],
        })
    }
}

checked_string! {
    /// A date of a person or an event that may be partial, uncertain or an interval, always in the Gregorian calendar.
    ///
    /// A year, a month or a day, with `?` (uncertain), `~` (approximate) or `%` (both) behind it; a decade `198X` or a century
    /// `19XX`; an interval `a/b`, open at one end with `..`. A missing day is never filled with the first of the month.
    Edtf: "a date of the EDTF subset",
    pattern: "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?\
              |[0-9]{3}X|[0-9]{2}XX\
              |[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?/\
              (\\.\\.|[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?)\
              |\\.\\./[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?)$",
    max: 23,
    standard: "ISO 8601-2 (EDTF), a subset of levels 0 and 1",
    examples: ["1985", "1985-03", "1985-03-17", "1985~", "198X", "1960/1961", "../1990"],
    check: |text| edtf_date(text) || edtf_mask(text) || edtf_interval(text),
}

checked_string! {
    /// A length of time: weeks, or days, hours and minutes.
    Duration: "a duration such as `PT36H` or `P2D`",
    pattern: "^P([1-9][0-9]{0,3}W|[1-9][0-9]{0,3}D(T[1-9][0-9]{0,3}H)?|T[1-9][0-9]{0,3}(H([1-9][0-9]{0,3}M)?|M))$",
    max: 16,
    standard: "ISO 8601-1, duration",
    examples: ["PT36H", "P2D", "P1W"],
    check: |text| {
        let mut scan = Scan::new(text);
        duration(&mut scan) && scan.at_end()
    },
}

opaque_debug!(Edtf, Duration);

fn has(text: &str, index: usize, byte: u8) -> bool {
    text.as_bytes().get(index) == Some(&byte)
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    if digits.bytes().all(digit) { digits.parse().ok() } else { None }
}

fn calendar_date(text: &str) -> Option<time::Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let year = i32::from(two_digits(y1, y2)?) * 100 + i32::from(two_digits(y3, y4)?);
    let month = time::Month::try_from(two_digits(m1, m2)?).ok()?;
    time::Date::from_calendar_date(year, month, two_digits(d1, d2)?).ok()
}

/// The number that two digits are.
fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    (digit(tens) && digit(ones)).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

/// A year, month or day with at most one qualifier. Whether the month has that day is not asked here.
fn edtf_date(text: &str) -> bool {
    let bare = match text.as_bytes() {
        [bare @ .., b'?' | b'~' | b'%'] => bare,
        bare => bare,
    };
    let Some((year, rest)) = bare.split_at_checked(4) else { return false };
    let in_range = |tens, ones, last| two_digits(tens, ones).is_some_and(|value| (1..=last).contains(&value));
    let has_rest = match *rest {
        [] => true,
        [b'-', m1, m2] => in_range(m1, m2, 12),
        [b'-', m1, m2, b'-', d1, d2] => in_range(m1, m2, 12) && in_range(d1, d2, 31),
        _ => false,
    };
    has_rest && year.iter().all(u8::is_ascii_digit)
}

fn edtf_interval(text: &str) -> bool {
    match text.split_once('/') {
        None => false,
        Some(("..", last)) => edtf_date(last),
        Some((first, "..")) => edtf_date(first),
        Some((first, last)) => edtf_date(first) && edtf_date(last),
    }
}

fn edtf_mask(text: &str) -> bool {
    let mut scan = Scan::new(text);
    text.len() == 4 && scan.run(2, 3, digit) && scan.run(1, 2, |byte| byte == b'X') && scan.at_end()
}

fn duration(scan: &mut Scan<'_>) -> bool {
    fn count(scan: &mut Scan<'_>) -> bool {
        scan.run(1, 1, |byte| matches!(byte, b'1'..=b'9')) && scan.run(0, 3, digit)
    }
    if !scan.eat(b'P') {
        return false;
    }
    if scan.eat(b'T') {
        return count(scan) && (scan.eat(b'M') || scan.eat(b'H') && (scan.at_end() || count(scan) && scan.eat(b'M')));
    }
    count(scan) && (scan.eat(b'W') || scan.eat(b'D') && (!scan.eat(b'T') || count(scan) && scan.eat(b'H')))
}
