//! Rules about what a profile asks for, and whether it says enough about its subject for that.

use super::{Context, Report, at, stated};
use crate::error::Code;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let status = context.content.text("subject_status").unwrap_or_default();
    wanted_needs_judicial(context, status, report);
    arrest_needs_identity(context, report);
    profile_has_handle(context, report);
    identified_needs_name_and_birth(context, report);
    caution_needs_contact(context, report);
    acquitted_no_warning(context, status, report);
}

/// spec: PSR-PRO-001
fn wanted_needs_judicial(context: &Context<'_>, status: &str, report: &mut Report) {
    let wanted = matches!(status, "wanted-prosecution" | "wanted-sentence");
    if wanted && !states(context, "judicial") {
        report.add(Code::RuleWantedNeedsJudicial, at("/content/subject_status"));
    }
}

/// spec: PSR-PRO-002
fn arrest_needs_identity(context: &Context<'_>, report: &mut Report) {
    let arrest = index_of_action(context, &["arrest-with-view-to-extradition"]).next();
    if let (Some(index), Some("unidentified")) = (arrest, context.content.text("identified")) {
        report.add(Code::RuleArrestNeedsIdentity, at("/requested_action").index(index));
    }
}

/// spec: PSR-PRO-003
fn profile_has_handle(context: &Context<'_>, report: &mut Report) {
    let handle = ["names", "documents", "selectors", "marks"].iter().any(|list| states(context, list));
    let mut kinds = context.record.list("attachments").filter_map(|attachment| attachment.text("media_type"));
    if !handle && !kinds.any(|kind| kind.starts_with("image/")) {
        report.add(Code::RuleProfileHasHandle, at("/content"));
    }
}

/// spec: PSR-PRO-004
fn identified_needs_name_and_birth(context: &Context<'_>, report: &mut Report) {
    let is_known = || states(context, "names") && (states(context, "births") || states(context, "documents"));
    if context.content.text("identified") == Some("identified") && !is_known() {
        report.add(Code::RuleIdentifiedNeedsNameAndBirth, at("/content/identified"));
    }
}

/// spec: PSR-PRO-005
fn caution_needs_contact(context: &Context<'_>, report: &mut Report) {
    let danger = context.content.texts("caution").position(|caution| matches!(caution, "armed" | "violent"));
    if let (Some(index), None) = (danger, context.record.get("contact")) {
        report.add(Code::RuleCautionNeedsContact, at("/content/caution").index(index));
    }
}

/// spec: PSR-PPL-009
fn acquitted_no_warning(context: &Context<'_>, status: &str, report: &mut Report) {
    if status == "acquitted" {
        for index in index_of_action(context, &["warn", "threat-alert", "arrest-with-view-to-extradition"]) {
            report.add(Code::RuleAcquittedNoWarning, at("/requested_action").index(index));
        }
    }
}

/// Where the record asks for one of these actions.
fn index_of_action(context: &Context<'_>, actions: &[&str]) -> impl Iterator<Item = usize> {
    let asked = context.record.texts("requested_action").enumerate();
    asked.filter(|(_, action)| actions.contains(action)).map(|(index, _)| index)
}

/// Whether a list of the content makes a statement that is not denied.
fn states(context: &Context<'_>, list: &str) -> bool {
    stated(context.content, list).next().is_some()
}
