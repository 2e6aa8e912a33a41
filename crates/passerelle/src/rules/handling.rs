//! Rules about markings: of the record, of single members, and of attachments.

use serde::Deserialize as _;

use super::strictness::laxer_members;
use super::{Context, Report};
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::record::Handling;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let Some(record) = context.handling() else { return };
    by_itself(record, &RECORD, report);
    every_part(context, &mut |place, part| {
        by_itself(part, place, report);
        release_contradiction(part, record, place, report);
        marking_not_weakened(part, record, place, report);
    });
}

/// Where the marking of the record stands.
const RECORD: Trail<'static> = Trail::member(None, "handling");

/// Shows the markings of parts of the record.
fn every_part<'a>(context: &Context<'a>, visit: &mut dyn FnMut(&Trail<'_>, Node<'a>)) {
    for list in ["field_handling", "attachments"] {
        let all = Trail::member(None, list);
        for (index, part) in context.record.list(list).enumerate() {
            if let Some(handling) = part.get("handling") {
                visit(&all.index(index).child("handling"), handling);
            }
        }
    }
}

/// Shows every marking: of the record, and of parts of it.
pub(super) fn every_marking<'a>(context: &Context<'a>, visit: &mut dyn FnMut(&Trail<'_>, Node<'a>)) {
    if let Some(record) = context.handling() {
        visit(&RECORD, record);
    }
    every_part(context, visit);
}

fn by_itself(handling: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    deny_beats_allow(handling, place, report);
    tlp_clear_with_restrictions(handling, place, report);
    h3_needs_caveat(handling, place, report);
    h1_implies_judicial_use(handling, place, report);
    confidential_to_all(handling, place, report);
}

/// spec: PSR-HND-002
fn deny_beats_allow(handling: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    for (index, denied) in handling.texts("not_releasable_to").enumerate() {
        if handling.texts("releasable_to").any(|allowed| allowed == denied) {
            report.add(Code::RuleDenyBeatsAllow, place.child("not_releasable_to").index(index).pointer());
        }
    }
}

/// spec: PSR-HND-003
fn release_contradiction(part: Node<'_>, record: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    for (index, allowed) in part.texts("releasable_to").enumerate() {
        if record.texts("not_releasable_to").any(|denied| denied == allowed) {
            report.add(Code::RuleReleaseContradiction, place.child("releasable_to").index(index).pointer());
        }
    }
}

/// spec: PSR-HND-004
fn marking_not_weakened(part: Node<'_>, record: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    // A party to which the part goes although the record denies it is what the rule before this one reports.
    let holds = |list: &str, party: &str| part.texts(list).any(|held| held == party);
    let mut dropped = record.texts("not_releasable_to").filter(|denied| !holds("not_releasable_to", denied));
    let is_weaker = dropped.any(|denied| !holds("releasable_to", denied));
    let Ok((part, record)) = Handling::deserialize(part).and_then(|part| Ok((part, Handling::deserialize(record)?)))
    else {
        return;
    };
    for member in laxer_members(&part, &record) {
        if member != "not_releasable_to" || is_weaker {
            report.add(Code::RuleMarkingNotWeakened, place.child(member).pointer());
        }
    }
}

/// spec: PSR-HND-005
fn tlp_clear_with_restrictions(handling: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    let restricted = || {
        ["H1", "H2", "H3"].iter().any(|code| has_europol(handling, code))
            || handling.text("pap") == Some("red")
            || !is_for_all(handling)
    };
    if handling.text("tlp") == Some("clear") && restricted() {
        report.add(Code::RuleTlpClearWithRestrictions, place.child("tlp").pointer());
    }
}

/// spec: PSR-HND-006
fn h3_needs_caveat(handling: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    if has_europol(handling, "H3") && handling.get("caveats").is_none() {
        report.add(Code::RuleH3NeedsCaveat, place.child("caveats").pointer());
    }
}

/// spec: PSR-HND-007
fn h1_implies_judicial_use(handling: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    if has_europol(handling, "H1") && handling.text("judicial_use") == Some("permitted") {
        report.add(Code::RuleH1ImpliesJudicialUse, place.child("judicial_use").pointer());
    }
}

/// spec: PSR-HND-008
fn confidential_to_all(handling: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    let is_secret = || handling.text("interpol") == Some("confidential") || handling.text("tlp") == Some("red");
    if is_for_all(handling) && is_secret() {
        report.add(Code::RuleConfidentialToAll, place.child("releasable_to").pointer());
    }
}

fn has_europol(handling: Node<'_>, code: &str) -> bool {
    handling.texts("europol").any(|held| held == code)
}

/// Whether the marking names no recipients but releases to all members.
pub(super) fn is_for_all(handling: Node<'_>) -> bool {
    handling.texts("releasable_to").any(|party| party == "all-members")
}
