//! Births and death. Dates are compared as periods: a rule speaks only where it is certain.

use crate::error::Code;
use crate::record::profile::{AgeOn, Birth};
use crate::record::{Date, Edtf, Profile};
use crate::rules::dates::{Period, years_later};
use crate::rules::subject::stands;
use crate::rules::{Context, Report, at};

/// Nobody whom a record is about was born before this year.
const EARLIEST_YEAR: i64 = 1900;

/// Nobody is older than this, in years.
const GREATEST_AGE: i64 = 120;

pub(super) fn check(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    birth_plausible(context, profile, report);
    birth_conflict(profile, report);
    age_on_vs_birth(profile, report);
    death_before_birth(profile, report);
}

/// The dates of birth that are stated and not denied, with their place in the list.
fn dated(profile: &Profile) -> impl Iterator<Item = (usize, &Birth, Period)> {
    let births = profile.births.iter().enumerate().filter(|(_, birth)| stands(&birth.assertion));
    births.filter_map(|(index, birth)| Some((index, birth, period(birth.date.as_ref())?)))
}

fn period(date: Option<&Edtf>) -> Option<Period> {
    date.and_then(Period::of)
}

/// spec: PSR-PRO-009
fn birth_plausible(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    let issued = context.record.header.issued.date();
    for (index, _, birth) in dated(profile) {
        let too_early = birth.latest.is_some_and(|latest| latest.year() < EARLIEST_YEAR);
        let too_old = years_later(issued, -GREATEST_AGE).is_some_and(|day| birth.is_certainly_before(day));
        if birth.is_certainly_after(issued) || too_early || too_old {
            report.add(Code::RuleBirthPlausible, at("/content/births").index(index).child("date"));
        }
    }
}

/// spec: PSR-PRO-010
fn birth_conflict(profile: &Profile, report: &mut Report) {
    let confirmed = dated(profile).filter(|(_, birth, _)| matches!(birth.basis.as_str(), "document" | "register"));
    let confirmed: Vec<_> = confirmed.collect();
    for (position, (index, _, birth)) in confirmed.iter().enumerate() {
        if confirmed.iter().take(position).any(|(_, _, other)| excludes(*birth, *other)) {
            report.add(Code::RuleBirthConflict, at("/content/births").index(*index).child("date"));
        }
    }
}

/// Whether two periods have no day in common.
fn excludes(one: Period, other: Period) -> bool {
    one.latest.is_some_and(|latest| other.is_certainly_after(latest))
        || other.latest.is_some_and(|latest| one.is_certainly_after(latest))
}

/// spec: PSR-PRO-011
fn age_on_vs_birth(profile: &Profile, report: &mut Report) {
    for (index, birth) in profile.births.iter().enumerate() {
        if let (Some(age), Some(born)) = (&birth.age_on, period(birth.date.as_ref()))
            && !may_have_age(born, age)
        {
            report.add(Code::RuleAgeOnVsBirth, at("/content/births").index(index).child("age_on"));
        }
    }
}

fn may_have_age(born: Period, age: &AgeOn) -> bool {
    let youngest = born.latest.map(|latest| full_years(latest, age.date));
    let oldest = born.earliest.map(|earliest| full_years(earliest, age.date));
    youngest.is_none_or(|youngest| age.years >= youngest) && oldest.is_none_or(|oldest| age.years <= oldest)
}

/// The full years from a day of birth to another day; negative before the birth.
fn full_years(born: Date, day: Date) -> i64 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i64::from(before_birthday)
}

/// A death is possible if one of the births allows it.
///
/// spec: PSR-PRO-012
fn death_before_birth(profile: &Profile, report: &mut Report) {
    let Some(death) = profile.death.as_ref().and_then(|death| Period::of(&death.date)) else { return };
    let Some(died) = death.latest else { return };
    let mut births = dated(profile).peekable();
    if births.peek().is_some() && births.all(|(_, _, birth)| birth.is_certainly_after(died)) {
        report.add(Code::RuleDeathBeforeBirth, at("/content/death/date"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_full_years() {
        let day = |text| Date::new(text).unwrap();
        for (born, on, years) in [
            ("1985-03-17", "2026-03-16", 40),
            ("1985-03-17", "2026-03-17", 41),
            ("1984-02-29", "2025-02-28", 40),
            ("1984-02-29", "2025-03-01", 41),
            ("2026-03-18", "2026-03-17", -1),
        ] {
            assert_eq!(full_years(day(born), day(on)), years, "{born} {on}");
        }
    }
}
