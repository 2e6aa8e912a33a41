//! Calendars: a day, a month or a year of each as days of the Gregorian one, and back.

use icu_calendar::cal::hijri::{TabularAlgorithm, TabularAlgorithmEpoch, TabularAlgorithmLeapYears, UmmAlQura};
use icu_calendar::cal::{Buddhist, Ethiopian, Gregorian, Hijri, Persian};
use icu_calendar::{AsCalendar, Date};
use schemars::JsonSchema;
use serde::Deserialize;

/// A calendar in which a national system writes dates. The names are those of the format's code list `calendar`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::exhaustive_enums, reason = "the code list is closed")]
pub(crate) enum Calendar {
    #[default]
    Gregorian,
    UmmAlQura,
    HijriTabular,
    Persian,
    Ethiopic,
    Buddhist,
}

/// A date of some calendar as it is written: the day, or month and day, may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) year: i32,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    pub(crate) year: i32,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

/// The years in which the tables of Umm al-Qura are certain.
const UMM_AL_QURA: std::ops::RangeInclusive<i32> = 1300..=1600;

impl Calendar {
    /// The first and the last day that a written date can mean; the same day twice where it is whole.
    pub(crate) fn days(self, written: Written) -> Option<(Day, Day)> {
        match self {
            Self::Gregorian => span(written, Gregorian),
            Self::UmmAlQura if UMM_AL_QURA.contains(&written.year) => span(written, Hijri(UmmAlQura::default())),
            Self::UmmAlQura => None,
            Self::HijriTabular => span(written, tabular()),
            Self::Persian => span(written, Persian),
            Self::Ethiopic => span(written, Ethiopian::new()),
            Self::Buddhist => span(written, Buddhist),
        }
    }

    /// How the calendar writes a span of days, if it is a day, a whole month or a whole year of it.
    pub(crate) fn written(self, first: Day, last: Day) -> Option<Written> {
        let begin = self.of_day(first)?;
        let (year, month) = (begin.year, begin.month);
        let day = Written { year, month, day: begin.day };
        let candidates = [day, Written { day: None, ..day }, Written { month: None, day: None, ..day }];
        candidates.into_iter().find(|written| self.days(*written) == Some((first, last)))
    }

    fn of_day(self, day: Day) -> Option<Written> {
        let date = Date::try_new(day.year.into(), day.month.into(), day.day, Gregorian).ok()?;
        Some(match self {
            Self::Gregorian => parts(&date),
            Self::UmmAlQura => parts(&date.to_calendar(Hijri(UmmAlQura::default()))),
            Self::HijriTabular => parts(&date.to_calendar(tabular())),
            Self::Persian => parts(&date.to_calendar(Persian)),
            Self::Ethiopic => parts(&date.to_calendar(Ethiopian::new())),
            Self::Buddhist => parts(&date.to_calendar(Buddhist)),
        })
    }
}

/// The civil tabular calendar with leap years of type II, which most systems mean.
fn tabular() -> Hijri<TabularAlgorithm> {
    Hijri(TabularAlgorithm::new(TabularAlgorithmLeapYears::TypeII, TabularAlgorithmEpoch::Friday))
}

fn parts<A: AsCalendar>(date: &Date<A>) -> Written {
    Written { year: date.year().extended_year(), month: Some(date.month().ordinal), day: Some(date.day_of_month().0) }
}

fn span<A: AsCalendar + Copy>(written: Written, calendar: A) -> Option<(Day, Day)> {
    let date = |month: u8, day: u8| Date::try_new(written.year.into(), month.into(), day, calendar).ok();
    let first = date(written.month.unwrap_or(1), written.day.unwrap_or(1))?;
    let last_month = match written.month {
        Some(month) => month,
        None => first.months_in_year(),
    };
    let last_day = match written.day {
        Some(day) => day,
        None => date(last_month, 1)?.days_in_month(),
    };
    if written.month.is_none() && written.day.is_some() {
        return None;
    }
    Some((gregorian(&first)?, gregorian(&date(last_month, last_day)?)?))
}

fn gregorian<A: AsCalendar>(date: &Date<A>) -> Option<Day> {
    let date = date.to_calendar(Gregorian);
    let year = date.year().extended_year();
    (0..=9999).contains(&year).then(|| Day { year, month: date.month().ordinal, day: date.day_of_month().0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        let parts: Vec<i32> = text.split('-').map(|part| part.parse().unwrap()).collect();
        Day { year: parts[0], month: u8::try_from(parts[1]).unwrap(), day: u8::try_from(parts[2]).unwrap() }
    }

    /// Pairs that are printed in almanacs and in the standards of the calendars.
    #[test]
    fn known_days_are_converted_both_ways() {
        for (calendar, written, expected) in [
            (Calendar::UmmAlQura, (1447, 5, 24), "2025-11-15"),
            (Calendar::Persian, (1365, 2, 24), "1986-05-14"),
            (Calendar::Persian, (1403, 12, 30), "2025-03-20"),
            (Calendar::Ethiopic, (2000, 1, 1), "2007-09-12"),
            (Calendar::Buddhist, (2568, 11, 15), "2025-11-15"),
            (Calendar::HijriTabular, (1, 1, 1), "622-7-19"),
            (Calendar::Gregorian, (2024, 2, 29), "2024-02-29"),
        ] {
            let (year, month, date) = written;
            let written = Written { year, month: Some(month), day: Some(date) };
            let expected = day(expected);
            assert_eq!(calendar.days(written), Some((expected, expected)), "{calendar:?}");
            assert_eq!(calendar.written(expected, expected), Some(written), "{calendar:?}");
        }
    }

    #[test]
    fn a_partial_date_is_a_span_and_comes_back() {
        let year = Written { year: 1365, month: None, day: None };
        let days = (day("1986-03-21"), day("1987-03-20"));
        assert_eq!(Calendar::Persian.days(year), Some(days));
        assert_eq!(Calendar::Persian.written(days.0, days.1), Some(year));
        assert_eq!(Calendar::Persian.written(day("1986-01-01"), day("1986-12-31")), None, "no Persian year");
    }

    /// Tables of Umm al-Qura differ by a day in years before 1420; this is the one of ICU and of the JDK.
    #[test]
    fn the_year_of_the_example_begins_where_its_record_says() {
        let year = Written { year: 1402, month: None, day: None };
        let days = (day("1981-10-29"), day("1982-10-17"));
        assert_eq!(Calendar::UmmAlQura.days(year), Some(days));
        let record = include_str!("../../../examples/records/profile-organiser-arabic.json");
        assert!(record.contains("\"1981-10-29/1982-10-17\""), "the example says the same year");
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        for (calendar, year, month, date) in [
            (Calendar::Persian, 1404, 12, 30),
            (Calendar::Gregorian, 2023, 2, 29),
            (Calendar::UmmAlQura, 1447, 13, 1),
            (Calendar::UmmAlQura, 1200, 1, 1),
        ] {
            assert_eq!(calendar.days(Written { year, month: Some(month), day: Some(date) }), None, "{calendar:?}");
        }
    }
}
