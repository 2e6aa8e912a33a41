//! The days that a date can mean, since a date of a person or an event need not be certain.

use edtf_core::Bound;

use super::Date;

/// The first and the last day that a date can mean; no day where that end is open.
///
/// `1985?`, `1985~` and `1985%` lie between the same days as `1985`: they say how far to trust the year, not another year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) earliest: Option<Date>,
    pub(crate) latest: Option<Date>,
}

impl Period {
    /// The days of a date; nothing for one that no calendar has, such as 30 February, or that ends before it begins.
    pub(crate) fn of(date: &str) -> Option<Self> {
        if let Some(period) = Self::at_a_glance(date) {
            return Some(period);
        }
        let bounds = edtf_core::Edtf::parse(date).ok()?.bounds();
        Some(Self { earliest: day(bounds.earliest)?, latest: day(bounds.latest)? })
    }

    /// The same for what most dates are, a year, a month, a day or an interval between two of them that have no day in common; to
    /// see that is quicker than to read all that EDTF can say.
    pub(crate) fn at_a_glance(date: &str) -> Option<Self> {
        match date.bytes().position(|byte| byte == b'/') {
            None => Self::of_one_date(date),
            Some(slash) => {
                let [first, last] = [date.get(..slash)?, date.get(slash + 1..)?].map(Self::of_one_date);
                let (first, last) = first.zip(last).filter(|(first, last)| first.latest < last.earliest)?;
                Some(Self { earliest: first.earliest, latest: last.latest })
            }
        }
    }

    /// The same for a date that is no interval. A qualifier changes none of its days.
    fn of_one_date(date: &str) -> Option<Self> {
        let bare = date.strip_suffix(['?', '~', '%']).unwrap_or(date);
        let between = |first: Date, last: Date| Some(Self { earliest: Some(first), latest: Some(last) });
        if let Ok(day) = Date::new(bare) {
            return between(day, day);
        }
        let day = |year: &str, month, day| Date::from_ymd(year.parse().ok()?, month, day).ok();
        let is_number = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        match bare.split_at_checked(4).filter(|(year, _)| is_number(year, 4))? {
            (year, "") => between(day(year, 1, 1)?, day(year, 12, 31)?),
            (year, month) => {
                let month = month.strip_prefix('-').filter(|month| is_number(month, 2))?.parse().ok()?;
                between(day(year, month, 1)?, (28..=31).rev().find_map(|last| day(year, month, last))?)
            }
        }
    }

    /// Whether every day of this date is before the given one.
    pub(crate) fn is_certainly_before(self, day: Date) -> bool {
        self.latest.is_some_and(|latest| latest < day)
    }

    /// Whether every day of this date is after the given one.
    pub(crate) fn is_certainly_after(self, day: Date) -> bool {
        self.earliest.is_some_and(|earliest| earliest > day)
    }
}

/// A bound as a day: `Some(None)` where it is open, and nothing where it cannot be known.
fn day(bound: Bound) -> Option<Option<Date>> {
    match bound {
        Bound::NegativeInfinity | Bound::PositiveInfinity => Some(None),
        Bound::Date(day) => Date::from_ymd(day.year, day.month.into(), day.day.into()).ok().map(Some),
        Bound::Unknown => None,
    }
}

/// The same calendar day so many years later, or earlier if the number is negative; 29 February becomes 28 February in a
/// common year. Nothing outside the years 0000 to 9999.
pub(crate) fn years_later(day: Date, years: i64) -> Option<Date> {
    let year = day.year() + years;
    Date::from_ymd(year, day.month(), day.day()).or_else(|_| Date::from_ymd(year, day.month(), day.day() - 1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Option<(String, String)> {
        let shown = |day: Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
        Period::of(text).map(|period| (shown(period.earliest), shown(period.latest)))
    }

    #[test]
    fn a_date_lies_between_its_first_and_last_day() {
        for (text, earliest, latest) in [
            ("1985", "1985-01-01", "1985-12-31"),
            ("1985~", "1985-01-01", "1985-12-31"),
            ("1984-02", "1984-02-01", "1984-02-29"),
            ("1985-03-17?", "1985-03-17", "1985-03-17"),
            ("198X", "1980-01-01", "1989-12-31"),
            ("19XX", "1900-01-01", "1999-12-31"),
            ("1960/1961-02", "1960-01-01", "1961-02-28"),
            ("../1990", "..", "1990-12-31"),
            ("1990-05/..", "1990-05-01", ".."),
        ] {
            assert_eq!(period(text), Some((earliest.to_owned(), latest.to_owned())), "{text}");
        }
    }

    /// What is seen at a glance is what EDTF says, and is taken as a date where that takes it.
    #[test]
    fn what_is_seen_at_a_glance_is_what_edtf_says() {
        let years = [0, 1, 4, 99, 100, 400, 1582, 1899, 1900, 1985, 2000, 2023, 2024, 9999];
        let written = years.iter().flat_map(move |year| {
            let months = (0..=13).flat_map(move |month| {
                let days = (0..=32).map(move |day| format!("{year:04}-{month:02}-{day:02}"));
                days.chain([format!("{year:04}-{month:02}"), format!("{year:04}-+{}", month % 10)])
            });
            months.chain([format!("{year:04}"), format!("{year:04}-"), format!("+{:03}", year % 1000)])
        });
        let qualified =
            written.flat_map(|date| ["", "?", "~", "%", "??"].map(|qualifier| format!("{date}{qualifier}")));
        let intervals =
            ["1985/1986", "1985-03/1985-04", "1985-03?/1985-04-01~", "2024-02/2024-03", "2024-02-28/2024-02-29%"];
        let others =
            ["1985/1985", "1985-04/1985-03", "1985/1985-12", "1985-02-29/1986", "1985/1986/1987", "1985/", "/1985"];
        for other in others.into_iter().chain(["../1985", "1985/..", "198X/1999"]) {
            assert_eq!(Period::at_a_glance(other), None, "{other}");
        }
        let mut seen = 0;
        for date in qualified.chain(intervals.map(str::to_owned)) {
            let by_edtf = edtf_core::Edtf::parse(&date).ok().and_then(|date| {
                let bounds = date.bounds();
                Some(Period { earliest: day(bounds.earliest)?, latest: day(bounds.latest)? })
            });
            if let Some(period) = Period::at_a_glance(&date) {
                assert_eq!(Some(period), by_edtf, "{date}");
                assert!(edtf_core::is_valid(&date), "{date}");
                seen += 1;
            }
        }
        // The years with their months and days, each with a qualifier or none.
        let is_leap = |year: &i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let dates: usize = years.iter().map(|year| 1 + 12 + 365 + usize::from(is_leap(year))).sum();
        assert_eq!(seen, 4 * dates + intervals.len());
    }

    #[test]
    fn a_day_that_does_not_exist_has_no_period() {
        assert_eq!(period("1985-02-30"), None);
    }

    #[test]
    fn a_leap_day_falls_back_by_a_day() {
        let day = Date::new("2024-02-29").unwrap();
        assert_eq!(years_later(day, 5), Some(Date::new("2029-02-28").unwrap()));
        assert_eq!(years_later(day, -4), Some(Date::new("2020-02-29").unwrap()));
        assert_eq!(years_later(Date::new("9999-01-01").unwrap(), 1), None);
    }
}
