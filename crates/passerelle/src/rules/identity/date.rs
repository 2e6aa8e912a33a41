//! Dates of persons and events: that the calendar has them.

use crate::error::Code;
use crate::json::Value;
use crate::rules::walk::every_defined_value_of;
use crate::rules::{Context, Report};

/// The members of a record that hold a date of a person or an event, whatever object they stand in. Members of these names
/// that hold an exact day or time have been checked by their type.
const DATES: &[&str] = &[
    "active_from",
    "active_to",
    "collected",
    "date",
    "expires",
    "first",
    "first_seen",
    "from_date",
    "issued",
    "last",
    "last_seen",
    "observed",
    "to_date",
    "when",
];

/// A date may have the right form and yet not exist: 30 February, or an interval that ends before it begins.
///
/// spec: PSR-REC-006
pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    every_defined_value_of(context.object, &mut |trail, value| {
        if let (Some(name), Value::String(text)) = (trail.name(), value)
            && DATES.contains(&name)
            && !edtf_core::is_valid(text)
        {
            report.add(Code::SchemaForm, trail.pointer());
        }
    });
}
