//! Rules about routes: that the legs join, fit their means of travel, and say how borders are crossed and lives endangered.

use super::{CONTENT, Context, Report, at, stated};
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::vocabulary;

pub(super) fn check(context: &Context<'_>, method: Node<'_>, report: &mut Report) {
    legs_connected(context, method, report);
    let legs = CONTENT.child("legs");
    for (index, leg) in stated(method, "legs") {
        let place = legs.index(index);
        mode_conveyance_match(leg, &place, report);
        border_crossing_needs_method(leg, &place, report);
    }
    concealment_needs_risk(method, report);
}

/// Legs with one number are ways between which the smugglers choose; it is enough that one of those before leads on.
///
/// spec: PSR-MOD-006
fn legs_connected(context: &Context<'_>, method: Node<'_>, report: &mut Report) {
    let all = at("/content/legs");
    let noted = |index: usize| context.is_noted(&all) || context.is_noted_within(&all.index(index));
    let mut legs: Vec<_> = stated(method, "legs").map(|(index, leg)| (index, leg, leg.integer("seq"))).collect();
    legs.sort_by_key(|(_, _, seq)| *seq);
    let steps: Vec<_> = legs.chunk_by(|(_, _, left), (_, _, right)| left == right).collect();
    for (before, after) in steps.iter().zip(steps.iter().skip(1)) {
        for (index, leg, _) in *after {
            let joined = before.iter().any(|(_, before, _)| !are_apart(before.get("to"), leg.get("from")));
            if !joined && !noted(*index) && !before.iter().any(|(index, ..)| noted(*index)) {
                report.add(Code::RuleLegsConnected, all.index(*index).child("from"));
            }
        }
    }
}

/// Whether two places are certainly not the same one.
fn are_apart(left: Option<Node<'_>>, right: Option<Node<'_>>) -> bool {
    let both = |member| left.and_then(|place| place.text(member)).zip(right.and_then(|place| place.text(member)));
    both("unlocode").or_else(|| both("country")).is_some_and(|(left, right)| left != right)
}

/// The list of conveyances says for each by which modes it travels.
///
/// spec: PSR-MOD-007
fn mode_conveyance_match(leg: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    let mode = leg.text("mode").unwrap_or_default();
    let known = |list: &str, code: &str| vocabulary::list(list).and_then(|list| list.get(code));
    let conveyance = leg.text("conveyance").and_then(|conveyance| known("conveyance", conveyance));
    let modes = conveyance.map_or(&[][..], |conveyance| conveyance.fact("modes"));
    let decidable = mode != "mixed" && known("transport-mode", mode).is_some() && !modes.is_empty();
    if decidable && !modes.contains(&mode) {
        report.add(Code::RuleModeConveyanceMatch, place.child("conveyance").pointer());
    }
}

/// spec: PSR-MOD-008
fn border_crossing_needs_method(leg: Node<'_>, place: &Trail<'_>, report: &mut Report) {
    let country = |end: &str| leg.get(end).and_then(|place| place.text("country"));
    let crosses = country("from").zip(country("to")).is_some_and(|(from, to)| from != to);
    if crosses && leg.get("entry_method").is_none() {
        report.add(Code::RuleBorderCrossingNeedsMethod, place.child("entry_method").pointer());
    }
}

/// One finding is enough: `risk_to_life` is about the whole method.
///
/// spec: PSR-MOD-009
fn concealment_needs_risk(method: Node<'_>, report: &mut Report) {
    if method.get("risk_to_life").is_some() {
        return;
    }
    let deadly = |code: &str| matches!(code, "built-compartment" | "refrigerated-trailer");
    let in_leg = stated(method, "legs").find_map(|(leg, content)| {
        let item = content.texts("concealment").position(deadly)?;
        Some(at("/content/legs").index(leg).child("concealment").index(item))
    });
    let in_phase = || {
        stated(method, "phases").find_map(|(phase, content)| {
            let mut techniques = content.texts("techniques");
            let item = techniques.position(|one| one.strip_prefix("concealment/").is_some_and(deadly))?;
            Some(at("/content/phases").index(phase).child("techniques").index(item))
        })
    };
    if let Some(place) = in_leg.or_else(in_phase) {
        report.add(Code::RuleConcealmentNeedsRisk, place);
    }
}
