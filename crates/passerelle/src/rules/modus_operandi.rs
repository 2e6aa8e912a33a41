//! Rules about methods: the elements of the crime, the phases, the trend, and what the front line can see.

use super::dates::{Period, years_later};
use super::subject::stands;
use super::{Context, Report, at, prices, route};
use crate::error::Code;
use crate::record::ModusOperandi;
use crate::record::modus_operandi::TipElements;
use crate::vocabulary;

/// For how many years a method that is not seen again may be called emerging.
const EMERGING_YEARS: i64 = 3;

pub(super) fn check(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
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
fn tip_means_required(method: &ModusOperandi, report: &mut Report) {
    let shown = |tip: &TipElements| !tip.means.is_empty() || tip.child_victims.as_str() == "yes";
    if has_crime(method, "tip") && !method.tip.as_ref().is_some_and(shown) {
        report.add(Code::RuleTipMeansRequired, at("/content/tip/means"));
    }
}

/// spec: PSR-MOD-002
fn tip_exploitation_required(method: &ModusOperandi, report: &mut Report) {
    if has_crime(method, "tip") && method.tip.as_ref().is_none_or(|tip| tip.purposes.is_empty()) {
        report.add(Code::RuleTipExploitationRequired, at("/content/tip/purposes"));
    }
}

/// spec: PSR-MOD-003
fn som_benefit(method: &ModusOperandi, report: &mut Report) {
    if has_crime(method, "som") && method.som.as_ref().is_some_and(|som| som.benefit.as_str() == "no") {
        report.add(Code::RuleSomBenefit, at("/content/som/benefit"));
    }
}

/// spec: PSR-MOD-004
fn som_no_exploitation(method: &ModusOperandi, report: &mut Report) {
    let exploited = method
        .exploitation
        .iter()
        .position(|form| stands(&form.assertion) && form.form.as_str() != "none-smuggling-only");
    if let (true, false, Some(index)) = (has_crime(method, "som"), has_crime(method, "tip"), exploited) {
        report.add(Code::RuleSomNoExploitation, at("/content/exploitation").index(index));
    }
}

/// Phases with one number happen at the same time. A phase that is out of order is one that comes, by its number, after a
/// phase that it usually comes before.
///
/// spec: PSR-MOD-005
fn phase_order(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
    let place = at("/content/phases");
    if context.is_noted_within(&place) {
        return;
    }
    let order = vocabulary::list("mo-phase").map_or(&[][..], |list| list.entries());
    let rank = |code: &str| order.iter().position(|entry| entry.code() == code);
    let stated = method.phases.iter().enumerate().filter(|(_, phase)| stands(&phase.assertion));
    let ranked: Vec<_> =
        stated.filter_map(|(index, phase)| Some((index, phase.seq, rank(phase.code.as_str())?))).collect();
    for (index, seq, rank) in &ranked {
        if ranked.iter().any(|(_, before, later)| before < seq && later > rank) {
            report.add(Code::RulePhaseOrder, place.index(*index).child("seq"));
        }
    }
}

/// spec: PSR-MOD-013
fn trend_stale(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
    let emerging = method.trend.as_ref().is_some_and(|trend| trend.as_str() == "emerging");
    let last_seen = method.last_seen.as_ref().and_then(Period::of);
    let limit = years_later(context.record.header.issued.date(), -EMERGING_YEARS);
    if emerging && last_seen.zip(limit).is_some_and(|(seen, limit)| seen.is_certainly_before(limit)) {
        report.add(Code::RuleTrendStale, at("/content/trend"));
    }
}

/// spec: PSR-MOD-014
fn no_indicator(method: &ModusOperandi, report: &mut Report) {
    if !method.indicators.iter().any(|indicator| stands(&indicator.assertion)) {
        report.add(Code::RuleNoIndicator, at("/content/indicators"));
    }
}

fn has_crime(method: &ModusOperandi, code: &str) -> bool {
    method.crime.iter().any(|crime| crime.as_str() == code)
}
