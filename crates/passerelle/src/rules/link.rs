//! Rules about relations between records.

use super::{Report, at};
use crate::error::Code;
use crate::record::Link;

pub(super) fn check(link: &Link, report: &mut Report) {
    self_link(link, report);
}

/// spec: PSR-LNK-001
fn self_link(link: &Link, report: &mut Report) {
    if link.origin.id == link.destination.id {
        report.add(Code::RuleSelfLink, at("/content/to/id"));
    }
}
