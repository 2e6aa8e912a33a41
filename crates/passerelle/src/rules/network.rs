//! Rules about groups.

use super::{Report, at};
use crate::error::Code;
use crate::record::Network;

/// The least number of persons in an organised criminal group (Convention against Transnational Organized Crime, Art. 2(a)).
const LEAST_MEMBERS: i64 = 3;

pub(super) fn check(network: &Network, report: &mut Report) {
    ocg_three(network, report);
}

/// spec: PSR-NET-001
fn ocg_three(network: &Network, report: &mut Report) {
    let most = network.size.as_ref().and_then(|size| size.max);
    if network.kind.as_str() == "ocg" && most.is_some_and(|most| most < LEAST_MEMBERS) {
        report.add(Code::RuleOcgThree, at("/content/size/max"));
    }
}
