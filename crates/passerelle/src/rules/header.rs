//! Rules about the record's own life: when it was issued, how long it stands, and what it says it leaves out.

use super::{Context, Report, at};
use crate::error::Code;
use crate::json::Pointer;
use crate::limits;
use crate::record::{Date, years_later};

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    issued_not_future(context, report);
    review_window(context, report);
    absent_and_present(context, report);
}

/// spec: PSR-REC-010
fn issued_not_future(context: &Context<'_>, report: &mut Report) {
    let ahead = context.issued.unix_seconds() - context.now.unix_seconds();
    if ahead > limits::ISSUED_SKEW_SECONDS {
        report.add(Code::RuleIssuedNotFuture, at("/issued"));
    } else if ahead > 0 {
        report.add(Code::RuleIssuedSkew, at("/issued"));
    }
}

/// spec: PSR-REC-011
fn review_window(context: &Context<'_>, report: &mut Report) {
    let validity = context.record.get("validity");
    let day = |name| validity.and_then(|validity| validity.text(name)).and_then(|day| Date::new(day).ok());
    let Some((starts, review)) = day("from").zip(day("review_by")) else { return };
    let is_late = years_later(starts, limits::REVIEW_YEARS).is_some_and(|last| review > last);
    if is_late || review <= context.issued.date() {
        report.add(Code::RuleReviewWindow, at("/validity/review_by"));
    }
}

/// spec: PSR-REC-014
fn absent_and_present(context: &Context<'_>, report: &mut Report) {
    for (index, absent) in context.record.list("absent").enumerate() {
        let place = absent.text("path").and_then(Pointer::parse);
        if place.is_some_and(|place| context.record.at(&place).is_some()) {
            report.add(Code::RuleAbsentAndPresent, at("/absent").index(index).child("path"));
        }
    }
}
