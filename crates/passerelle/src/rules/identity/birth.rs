//! Births and death. Dates are compared as periods: a rule speaks only where it is certain.

use crate::error::Code;
use crate::json::Node;
use crate::record::{Date, Period, years_later};
use crate::rules::{Context, Report, at, stated};

/// Nobody whom a record is about was born before this year.
const EARLIEST_YEAR: i64 = 1900;

/// Nobody is older than this, in years.
const GREATEST_AGE: i64 = 120;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    birth_plausible(context, report);
    birth_conflict(context, report);
    age_on_vs_birth(context, report);
    death_before_birth(context, report);
}

/// The dates of birth that are stated and not denied, with their place in the list.
fn dated<'a>(context: &Context<'a>) -> impl Iterator<Item = (usize, Node<'a>, Period)> {
    stated(context.content, "births").filter_map(|(index, birth)| Some((index, birth, period(birth)?)))
}

fn period(birth: Node<'_>) -> Option<Period> {
    birth.text("date").and_then(Period::of)
}

/// spec: PSR-PRO-009
fn birth_plausible(context: &Context<'_>, report: &mut Report) {
    let issued = context.issued.date();
    for (index, _, birth) in dated(context) {
        let too_early = birth.latest.is_some_and(|latest| latest.year() < EARLIEST_YEAR);
        let too_old = years_later(issued, -GREATEST_AGE).is_some_and(|day| birth.is_certainly_before(day));
        if birth.is_certainly_after(issued) || too_early || too_old {
            report.add(Code::RuleBirthPlausible, at("/content/births").index(index).child("date"));
        }
    }
}

/// spec: PSR-PRO-010
fn birth_conflict(context: &Context<'_>, report: &mut Report) {
    let is_confirmed = |birth: Node<'_>| matches!(birth.text("basis"), Some("document" | "register"));
    let confirmed: Vec<_> = dated(context).filter(|(_, birth, _)| is_confirmed(*birth)).collect();
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
fn age_on_vs_birth(context: &Context<'_>, report: &mut Report) {
    for (index, birth) in context.content.list("births").enumerate() {
        let may_be = || {
            let age = birth.get("age_on")?;
            let on = Date::new(age.text("date")?).ok()?;
            Some(may_have_age(period(birth)?, age.integer("years")?, on))
        };
        if may_be() == Some(false) {
            report.add(Code::RuleAgeOnVsBirth, at("/content/births").index(index).child("age_on"));
        }
    }
}

fn may_have_age(born: Period, years: i64, on: Date) -> bool {
    let youngest = born.latest.map(|latest| full_years(latest, on));
    let oldest = born.earliest.map(|earliest| full_years(earliest, on));
    youngest.is_none_or(|youngest| years >= youngest) && oldest.is_none_or(|oldest| years <= oldest)
}

/// The full years from a day of birth to another day; negative before the birth.
fn full_years(born: Date, day: Date) -> i64 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i64::from(before_birthday)
}

/// A death is possible if one of the births allows it.
///
/// spec: PSR-PRO-012
fn death_before_birth(context: &Context<'_>, report: &mut Report) {
    let death = context.content.get("death").and_then(|death| death.text("date"));
    let Some(died) = death.and_then(Period::of).and_then(|death| death.latest) else { return };
    let mut births = dated(context).peekable();
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
