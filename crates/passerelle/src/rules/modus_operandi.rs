//! Rules about methods: the elements of the crime, the phases, the trend, and what the front line can see.

use super::{Context, Report, at, prices, route, stated};
use crate::error::Code;
use crate::json::Node;
use crate::record::{Period, years_later};
use crate::vocabulary;

/// For how many years a method that is not seen again may be called emerging.
const EMERGING_YEARS: i64 = 3;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let method = context.content;
    tip_means_required(method, report);
    tip_exploitation_required(method, report);
    som_benefit(method, report);
    som_no_exploitation(method, report);
    phase_order(context, method, report);
    trend_stale(context, method, report);
    no_indicator(method, report);
    route::check(context, method, report);
    prices::check(method, report);
}

/// spec: PSR-MOD-001
fn tip_means_required(method: Node<'_>, report: &mut Report) {
    let shown = |tip: Node<'_>| tip.get("means").is_some() || tip.text("child_victims") == Some("yes");
    if has_crime(method, "tip") && !method.get("tip").is_some_and(shown) {
        report.add(Code::RuleTipMeansRequired, at("/content/tip/means"));
    }
}

/// spec: PSR-MOD-002
fn tip_exploitation_required(method: Node<'_>, report: &mut Report) {
    if has_crime(method, "tip") && method.get("tip").is_none_or(|tip| tip.get("purposes").is_none()) {
        report.add(Code::RuleTipExploitationRequired, at("/content/tip/purposes"));
    }
}

/// spec: PSR-MOD-003
fn som_benefit(method: Node<'_>, report: &mut Report) {
    let benefit = method.get("som").and_then(|som| som.text("benefit"));
    if has_crime(method, "som") && benefit == Some("no") {
        report.add(Code::RuleSomBenefit, at("/content/som/benefit"));
    }
}

/// spec: PSR-MOD-004
fn som_no_exploitation(method: Node<'_>, report: &mut Report) {
    let mut exploited = stated(method, "exploitation");
    let exploited = exploited.find(|(_, form)| form.text("form") != Some("none-smuggling-only"));
    if let (true, false, Some((index, _))) = (has_crime(method, "som"), has_crime(method, "tip"), exploited) {
        report.add(Code::RuleSomNoExploitation, at("/content/exploitation").index(index));
    }
}

/// Phases with one number happen at the same time. A phase that is out of order is one that comes, by its number, after a
/// phase that it usually comes before.
///
/// spec: PSR-MOD-005
fn phase_order(context: &Context<'_>, method: Node<'_>, report: &mut Report) {
    let order = vocabulary::list("mo-phase").map_or(&[][..], |list| list.entries());
    let rank = |code: &str| order.iter().position(|entry| entry.code() == code);
    let ranked = stated(method, "phases");
    let ranked = ranked.filter_map(|(index, phase)| Some((index, phase.integer("seq")?, rank(phase.text("code")?)?)));
    let ranked: Vec<_> = ranked.collect();
    let mut late = ranked
        .iter()
        .filter(|(_, seq, rank)| ranked.iter().any(|(_, before, later)| before < seq && later > rank))
        .peekable();
    let place = at("/content/phases");
    if late.peek().is_none() || context.is_noted_within(&place) {
        return;
    }
    for (index, ..) in late {
        report.add(Code::RulePhaseOrder, place.index(*index).child("seq"));
    }
}

/// spec: PSR-MOD-013
fn trend_stale(context: &Context<'_>, method: Node<'_>, report: &mut Report) {
    if method.text("trend") != Some("emerging") {
        return;
    }
    let last_seen = method.text("last_seen").and_then(Period::of);
    let limit = years_later(context.issued.date(), -EMERGING_YEARS);
    if last_seen.zip(limit).is_some_and(|(seen, limit)| seen.is_certainly_before(limit)) {
        report.add(Code::RuleTrendStale, at("/content/trend"));
    }
}

/// spec: PSR-MOD-014
fn no_indicator(method: Node<'_>, report: &mut Report) {
    if stated(method, "indicators").next().is_none() {
        report.add(Code::RuleNoIndicator, at("/content/indicators"));
    }
}

fn has_crime(method: Node<'_>, code: &str) -> bool {
    method.texts("crime").any(|crime| crime == code)
}
