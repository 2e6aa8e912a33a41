//! One marking against one recipient.

use super::{Consent, Recipient, Sender};
use crate::error::Code;
use crate::json::Pointer;
use crate::record::Handling;
use crate::vocabulary;

/// The reasons in a marking that stands at `place` against sending what it marks to a recipient.
pub(crate) fn against(
    handling: &Handling,
    place: &Pointer,
    sender: &Sender,
    recipient: &Recipient,
) -> Vec<(Code, Pointer)> {
    let mut reasons = unknown_codes(handling, place);
    reasons.extend(against_recipient(handling, place, recipient));
    if let Sender::Holder { party, consent } = sender {
        let is_at_home = *party == recipient.party;
        reasons.extend(against_holder(handling, place, is_at_home, *consent, is_named(handling, recipient)));
    }
    reasons
}

/// Whether the recipient is named, and not only one of all.
fn is_named(handling: &Handling, recipient: &Recipient) -> bool {
    handling.releasable_to.iter().any(|audience| audience.as_str() == recipient.party.as_str())
}

/// spec: PSR-HND-016, PSR-HND-017, PSR-HND-018
fn against_recipient(handling: &Handling, place: &Pointer, recipient: &Recipient) -> Vec<(Code, Pointer)> {
    let mut reasons = Vec::new();
    for (index, party) in handling.not_releasable_to.iter().enumerate() {
        if *party == recipient.party {
            reasons.push((Code::RelDenied, place.child("not_releasable_to").index(index)));
        }
    }
    let is_country = recipient.party.as_str().len() == 2;
    let is_for_all = handling.releasable_to.iter().any(|audience| audience.is_all_members());
    let is_named = is_named(handling, recipient);
    if !(is_named || is_for_all && is_country) {
        reasons.push((Code::RelNotListed, place.child("releasable_to")));
    }
    if !is_named && handling.tlp.as_str() == "red" {
        reasons.push((Code::RelTlp, place.child("tlp")));
    }
    if !is_named && handling.interpol.as_ref().is_some_and(|code| code.as_str() == "confidential") {
        reasons.push((Code::RelNotListed, place.child("interpol")));
    }
    reasons
}

/// spec: PSR-HND-019
fn against_holder(
    handling: &Handling,
    place: &Pointer,
    is_at_home: bool,
    consent: Consent,
    is_named: bool,
) -> Vec<(Code, Pointer)> {
    let has_consent = consent == Consent::Given;
    let mut reasons = Vec::new();
    let may_pass_on = match handling.onward.as_str() {
        "as-marked" => true,
        "within-country" => is_at_home,
        "with-consent" => has_consent,
        _ => false,
    };
    if !may_pass_on {
        reasons.push((Code::RelOnward, place.child("onward")));
    }
    let tlp_allows = match handling.tlp.as_str() {
        "clear" | "green" => true,
        "amber" => is_at_home || is_named,
        _ => false,
    };
    if !tlp_allows && !has_consent {
        reasons.push((Code::RelOnward, place.child("tlp")));
    }
    for (index, code) in handling.europol.iter().enumerate() {
        if matches!(code.as_str(), "H2" | "H3") && !has_consent {
            reasons.push((Code::RelOnward, place.child("europol").index(index)));
        }
    }
    reasons
}

/// The codes of the marking that its lists do not hold.
///
/// spec: PSR-HND-015
pub(super) fn unknown_codes(handling: &Handling, place: &Pointer) -> Vec<(Code, Pointer)> {
    let one = |list, code: &str, member: &str| (list, code.to_owned(), place.child(member));
    let mut codes = vec![
        one("tlp", handling.tlp.as_str(), "tlp"),
        one("onward", handling.onward.as_str(), "onward"),
        one("judicial-use", handling.judicial_use.as_str(), "judicial_use"),
    ];
    codes.extend(handling.pap.iter().map(|code| one("pap", code.as_str(), "pap")));
    codes.extend(handling.interpol.iter().map(|code| one("interpol-confidentiality", code.as_str(), "interpol")));
    let europol = handling.europol.iter().enumerate();
    codes.extend(
        europol
            .map(|(index, code)| ("europol-handling", code.as_str().to_owned(), place.child("europol").index(index))),
    );
    let is_unknown = |list: &str, code: &str| vocabulary::list(list).and_then(|list| list.get(code)).is_none();
    let unknown = codes.into_iter().filter(|(list, code, _)| is_unknown(list, code));
    unknown.map(|(_, _, pointer)| (Code::RelUnknownCode, pointer)).collect()
}
