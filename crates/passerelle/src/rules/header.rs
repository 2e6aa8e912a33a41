//! Rules about the record's own life: when it was issued, how long it stands, and what it says it leaves out.

use super::dates::years_later;
use super::{Context, Report, at};
use crate::error::Code;
use crate::json::Pointer;
use crate::limits;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    issued_not_future(context, report);
    review_window(context, report);
    absent_and_present(context, report);
}

/// spec: PSR-REC-010
fn issued_not_future(context: &Context<'_>, report: &mut Report) {
    let ahead = context.record.header.issued.unix_seconds() - context.now.unix_seconds();
    if ahead > limits::ISSUED_SKEW_SECONDS {
        report.add(Code::RuleIssuedNotFuture, at("/issued"));
    } else if ahead > 0 {
        report.add(Code::RuleIssuedSkew, at("/issued"));
    }
}

/// spec: PSR-REC-011
fn review_window(context: &Context<'_>, report: &mut Report) {
    let header = &context.record.header;
    let review = header.validity.review_by;
    let is_late = years_later(header.validity.starts, limits::REVIEW_YEARS).is_some_and(|last| review > last);
    if is_late || review <= header.issued.date() {
        report.add(Code::RuleReviewWindow, at("/validity/review_by"));
    }
}

/// spec: PSR-REC-014
fn absent_and_present(context: &Context<'_>, report: &mut Report) {
    for (index, absent) in context.record.header.absent.iter().enumerate() {
        let place = Pointer::parse(absent.path.as_str());
        if place.is_some_and(|place| context.object.tree().at(&place).is_some()) {
            report.add(Code::RuleAbsentAndPresent, at("/absent").index(index).child("path"));
        }
    }
}
