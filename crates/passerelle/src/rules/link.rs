//! Rules about relations between records.

use super::{Report, at};
use crate::error::Code;
use crate::json::Node;

pub(super) fn check(link: Node<'_>, report: &mut Report) {
    self_link(link, report);
}

/// spec: PSR-LNK-001
fn self_link(link: Node<'_>, report: &mut Report) {
    let id = |end: &str| link.get(end).and_then(|end| end.text("id"));
    if id("from").is_some() && id("from") == id("to") {
        report.add(Code::RuleSelfLink, at("/content/to/id"));
    }
}
