//! Rules about routes: that the legs join, fit their means of travel, and say how borders are crossed and lives endangered.

use super::subject::stands;
use super::{Context, Report, at};
use crate::error::Code;
use crate::json::Pointer;
use crate::record::modus_operandi::Leg;
use crate::record::{ModusOperandi, Place};
use crate::vocabulary;

pub(super) fn check(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
    legs_connected(context, method, report);
    for (index, leg) in stated_legs(method) {
        let place = at("/content/legs").index(index);
        mode_conveyance_match(leg, &place, report);
        border_crossing_needs_method(leg, &place, report);
    }
    concealment_needs_risk(method, report);
}

fn stated_legs(method: &ModusOperandi) -> impl Iterator<Item = (usize, &Leg)> {
    method.legs.iter().enumerate().filter(|(_, leg)| stands(&leg.assertion))
}

/// Legs with one number are ways between which the smugglers choose; it is enough that one of those before leads on.
///
/// spec: PSR-MOD-006
fn legs_connected(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
    let all = at("/content/legs");
    let noted = |index: usize| context.is_noted(&all) || context.is_noted_within(&all.index(index));
    let mut legs: Vec<_> = stated_legs(method).collect();
    legs.sort_by_key(|(_, leg)| leg.seq);
    let steps: Vec<_> = legs.chunk_by(|(_, left), (_, right)| left.seq == right.seq).collect();
    for (before, after) in steps.iter().zip(steps.iter().skip(1)) {
        for (index, leg) in *after {
            let joined = before.iter().any(|(_, before)| !are_apart(&before.destination, &leg.origin));
            if !joined && !noted(*index) && !before.iter().any(|(index, _)| noted(*index)) {
                report.add(Code::RuleLegsConnected, all.index(*index).child("from"));
            }
        }
    }
}

/// Whether two places are certainly not the same one.
fn are_apart(left: &Place, right: &Place) -> bool {
    match (&left.unlocode, &right.unlocode) {
        (Some(left), Some(right)) => left != right,
        _ => left.country.is_some() && right.country.is_some() && left.country != right.country,
    }
}

/// The list of conveyances says for each by which modes it travels.
///
/// spec: PSR-MOD-007
fn mode_conveyance_match(leg: &Leg, place: &Pointer, report: &mut Report) {
    let mode = leg.mode.as_str();
    let known = |list: &str, code: &str| vocabulary::list(list).and_then(|list| list.get(code));
    let conveyance = leg.conveyance.as_ref().and_then(|conveyance| known("conveyance", conveyance.as_str()));
    let modes = conveyance.map_or(&[][..], |conveyance| conveyance.fact("modes"));
    let decidable = mode != "mixed" && known("transport-mode", mode).is_some() && !modes.is_empty();
    if decidable && !modes.contains(&mode) {
        report.add(Code::RuleModeConveyanceMatch, place.child("conveyance"));
    }
}

/// spec: PSR-MOD-008
fn border_crossing_needs_method(leg: &Leg, place: &Pointer, report: &mut Report) {
    let countries = leg.origin.country.as_ref().zip(leg.destination.country.as_ref());
    if leg.entry_method.is_none() && countries.is_some_and(|(from, to)| from != to) {
        report.add(Code::RuleBorderCrossingNeedsMethod, place.child("entry_method"));
    }
}

/// One finding is enough: `risk_to_life` is about the whole method.
///
/// spec: PSR-MOD-009
fn concealment_needs_risk(method: &ModusOperandi, report: &mut Report) {
    let deadly = |code: &str| matches!(code, "built-compartment" | "refrigerated-trailer");
    let in_leg = stated_legs(method).find_map(|(leg, content)| {
        let item = content.concealment.iter().position(|concealment| deadly(concealment.as_str()))?;
        Some(at("/content/legs").index(leg).child("concealment").index(item))
    });
    let in_phase = || {
        let stated = method.phases.iter().enumerate().filter(|(_, phase)| stands(&phase.assertion));
        let mut found = stated.filter_map(|(phase, content)| {
            let mut techniques = content.techniques.iter();
            let item = techniques.position(|one| one.vocabulary() == "concealment" && deadly(one.code()))?;
            Some(at("/content/phases").index(phase).child("techniques").index(item))
        });
        found.next()
    };
    if method.risk_to_life.is_empty()
        && let Some(place) = in_leg.or_else(in_phase)
    {
        report.add(Code::RuleConcealmentNeedsRisk, place);
    }
}
