//! Rules about what a profile asks for, and whether it says enough about its subject for that.

use super::{Context, Report, at};
use crate::error::Code;
use crate::record::{Assertion, Profile};

pub(super) fn check(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    wanted_needs_judicial(profile, report);
    arrest_needs_identity(context, profile, report);
    profile_has_handle(context, profile, report);
    identified_needs_name_and_birth(profile, report);
    caution_needs_contact(context, profile, report);
    acquitted_no_warning(context, profile, report);
}

/// spec: PSR-PRO-001
fn wanted_needs_judicial(profile: &Profile, report: &mut Report) {
    let wanted = matches!(profile.subject_status.as_str(), "wanted-prosecution" | "wanted-sentence");
    if wanted && !profile.judicial.iter().any(|decision| stands(&decision.assertion)) {
        report.add(Code::RuleWantedNeedsJudicial, at("/content/subject_status"));
    }
}

/// spec: PSR-PRO-002
fn arrest_needs_identity(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    let arrest = index_of_action(context, &["arrest-with-view-to-extradition"]).next();
    if let (Some(index), "unidentified") = (arrest, profile.identified.as_str()) {
        report.add(Code::RuleArrestNeedsIdentity, at("/requested_action").index(index));
    }
}

/// spec: PSR-PRO-003
fn profile_has_handle(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    let handle = profile.names.iter().any(|name| stands(&name.assertion))
        || profile.documents.iter().any(|document| stands(&document.assertion))
        || profile.selectors.iter().any(|selector| stands(&selector.assertion))
        || profile.marks.iter().any(|mark| stands(&mark.assertion));
    let mut attachments = context.record.header.attachments.iter();
    if !handle && !attachments.any(|attachment| attachment.media_type.as_str().starts_with("image/")) {
        report.add(Code::RuleProfileHasHandle, at("/content"));
    }
}

/// spec: PSR-PRO-004
fn identified_needs_name_and_birth(profile: &Profile, report: &mut Report) {
    let named = profile.names.iter().any(|name| stands(&name.assertion));
    let born = profile.births.iter().any(|birth| stands(&birth.assertion));
    let documented = profile.documents.iter().any(|document| stands(&document.assertion));
    if profile.identified.as_str() == "identified" && !(named && (born || documented)) {
        report.add(Code::RuleIdentifiedNeedsNameAndBirth, at("/content/identified"));
    }
}

/// spec: PSR-PRO-005
fn caution_needs_contact(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    let danger = profile.caution.iter().position(|caution| matches!(caution.as_str(), "armed" | "violent"));
    if let (Some(index), None) = (danger, &context.record.header.contact) {
        report.add(Code::RuleCautionNeedsContact, at("/content/caution").index(index));
    }
}

/// spec: PSR-PPL-009
fn acquitted_no_warning(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    if profile.subject_status.as_str() == "acquitted" {
        for index in index_of_action(context, &["warn", "threat-alert", "arrest-with-view-to-extradition"]) {
            report.add(Code::RuleAcquittedNoWarning, at("/requested_action").index(index));
        }
    }
}

/// Where the record asks for one of these actions.
fn index_of_action(context: &Context<'_>, actions: &[&str]) -> impl Iterator<Item = usize> {
    let asked = context.record.header.requested_action.iter().enumerate();
    asked.filter(|(_, action)| actions.contains(&action.as_str())).map(|(index, _)| index)
}

/// Whether a statement is made, and not denied.
pub(super) fn stands(assertion: &Assertion) -> bool {
    assertion.negated != Some(true)
}
