//! Rules about groups.

use super::{Report, at};
use crate::error::Code;
use crate::json::Node;

/// The least number of persons in an organised criminal group (Convention against Transnational Organized Crime, Art. 2(a)).
const LEAST_MEMBERS: i64 = 3;

pub(super) fn check(network: Node<'_>, report: &mut Report) {
    ocg_three(network, report);
}

/// spec: PSR-NET-001
fn ocg_three(network: Node<'_>, report: &mut Report) {
    let most = network.get("size").and_then(|size| size.integer("max"));
    if network.text("kind") == Some("ocg") && most.is_some_and(|most| most < LEAST_MEMBERS) {
        report.add(Code::RuleOcgThree, at("/content/size/max"));
    }
}
