//! Rules about markings: of the record, of single members, and of attachments.

use super::strictness::laxer_members;
use super::{Context, Report, at};
use crate::error::Code;
use crate::json::Pointer;
use crate::record::Handling;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let record = &context.record.header.handling;
    by_itself(record, &at("/handling"), report);
    for (place, part) in parts(context) {
        by_itself(part, &place, report);
        release_contradiction(part, record, &place, report);
        marking_not_weakened(part, record, &place, report);
    }
}

/// The markings of parts of the record.
fn parts<'a>(context: &Context<'a>) -> impl Iterator<Item = (Pointer, &'a Handling)> {
    let header = &context.record.header;
    let fields = header
        .field_handling
        .iter()
        .enumerate()
        .map(|(index, field)| (at("/field_handling").index(index).child("handling"), &field.handling));
    let attachments = header.attachments.iter().enumerate().filter_map(|(index, attachment)| {
        attachment.handling.as_ref().map(|handling| (at("/attachments").index(index).child("handling"), handling))
    });
    fields.chain(attachments)
}

fn by_itself(handling: &Handling, place: &Pointer, report: &mut Report) {
    deny_beats_allow(handling, place, report);
    tlp_clear_with_restrictions(handling, place, report);
    h3_needs_caveat(handling, place, report);
    h1_implies_judicial_use(handling, place, report);
    confidential_to_all(handling, place, report);
}

/// spec: PSR-HND-002
fn deny_beats_allow(handling: &Handling, place: &Pointer, report: &mut Report) {
    for (index, denied) in handling.not_releasable_to.iter().enumerate() {
        if handling.releasable_to.iter().any(|allowed| allowed.as_str() == denied.as_str()) {
            report.add(Code::RuleDenyBeatsAllow, place.child("not_releasable_to").index(index));
        }
    }
}

/// spec: PSR-HND-003
fn release_contradiction(part: &Handling, record: &Handling, place: &Pointer, report: &mut Report) {
    for (index, allowed) in part.releasable_to.iter().enumerate() {
        if record.not_releasable_to.iter().any(|denied| denied.as_str() == allowed.as_str()) {
            report.add(Code::RuleReleaseContradiction, place.child("releasable_to").index(index));
        }
    }
}

/// spec: PSR-HND-004
fn marking_not_weakened(part: &Handling, record: &Handling, place: &Pointer, report: &mut Report) {
    // A party to which the part goes although the record denies it is what the rule before this one reports.
    let is_named = |party: &str| part.releasable_to.iter().any(|allowed| allowed.as_str() == party);
    let mut dropped = record.not_releasable_to.iter().filter(|denied| !part.not_releasable_to.contains(denied));
    let is_weaker = dropped.any(|denied| !is_named(denied.as_str()));
    for member in laxer_members(part, record) {
        if member != "not_releasable_to" || is_weaker {
            report.add(Code::RuleMarkingNotWeakened, place.child(member));
        }
    }
}

/// spec: PSR-HND-005
fn tlp_clear_with_restrictions(handling: &Handling, place: &Pointer, report: &mut Report) {
    let restricted = ["H1", "H2", "H3"].iter().any(|code| has_europol(handling, code))
        || handling.pap.as_ref().is_some_and(|pap| pap.as_str() == "red")
        || !is_for_all(handling);
    if handling.tlp.as_str() == "clear" && restricted {
        report.add(Code::RuleTlpClearWithRestrictions, place.child("tlp"));
    }
}

/// spec: PSR-HND-006
fn h3_needs_caveat(handling: &Handling, place: &Pointer, report: &mut Report) {
    if has_europol(handling, "H3") && handling.caveats.is_empty() {
        report.add(Code::RuleH3NeedsCaveat, place.child("caveats"));
    }
}

/// spec: PSR-HND-007
fn h1_implies_judicial_use(handling: &Handling, place: &Pointer, report: &mut Report) {
    if has_europol(handling, "H1") && handling.judicial_use.as_str() == "permitted" {
        report.add(Code::RuleH1ImpliesJudicialUse, place.child("judicial_use"));
    }
}

/// spec: PSR-HND-008
fn confidential_to_all(handling: &Handling, place: &Pointer, report: &mut Report) {
    let confidential = handling.interpol.as_ref().is_some_and(|level| level.as_str() == "confidential");
    if is_for_all(handling) && (confidential || handling.tlp.as_str() == "red") {
        report.add(Code::RuleConfidentialToAll, place.child("releasable_to"));
    }
}

fn has_europol(handling: &Handling, code: &str) -> bool {
    handling.europol.iter().any(|held| held.as_str() == code)
}

/// Whether the marking names no recipients but releases to all members.
pub(super) fn is_for_all(handling: &Handling) -> bool {
    handling.releasable_to.iter().any(|party| party.is_all_members())
}
