//! Identity and travel documents: issuer, number, dates and fraud. The machine-readable zone is checked beside.

use std::sync::LazyLock;

use rust_iso3166::iso3166_3;

use super::data::{DOCUMENT_ISSUERS, DOCUMENT_NUMBERS, SPECIMENS};
use super::mrz;
use crate::error::Code;
use crate::json::Pointer;
use crate::record::profile::Document;
use crate::record::{Environment, ModusOperandi, Profile};
use crate::rules::dates::Period;
use crate::rules::subject::stands;
use crate::rules::{Context, Report, at};

/// The state that issues the specimens of ICAO Doc 9303.
const UTOPIA: &str = "UTO";

pub(super) fn check(context: &Context<'_>, profile: &Profile, report: &mut Report) {
    for (index, document) in profile.documents.iter().enumerate() {
        let at = at("/content/documents").index(index);
        mrz_issuer_code(document, &at, report);
        utopia_in_live(context, document, &at, report);
        document_number_shape(document, &at, report);
        document_expired_at_use(document, &at, report);
        fraud_type_consistent(document, &at, report);
        mrz::check(document, &profile.names, &at, report);
    }
}

/// The documents of a route are those of no person, but they have issuers too.
pub(super) fn check_legs(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
    for (index, leg) in method.legs.iter().enumerate() {
        for (number, document) in leg.documents.iter().enumerate() {
            let Some(issuer) = document.issuer.as_ref().map(|issuer| issuer.as_str()) else { continue };
            let at = at("/content/legs").index(index).child("documents").index(number).child("issuer");
            let invented = document.fraud_type.as_ref().is_some_and(|fraud| fraud.as_str() == "pseudo");
            if !invented && !is_issuer(issuer) {
                report.add(Code::RuleMrzIssuerCode, at.clone()); // spec: PSR-PRO-015
            }
            if issuer == UTOPIA && is_live(context) {
                report.add(Code::RuleUtopiaInLive, at); // spec: PSR-PRO-016
            }
        }
    }
}

/// A fantasy document may bear any code.
///
/// spec: PSR-PRO-015
fn mrz_issuer_code(document: &Document, at: &Pointer, report: &mut Report) {
    if has_fraud(document, &["pseudo"]) {
        return;
    }
    if !is_issuer(document.issuer.as_str()) {
        report.add(Code::RuleMrzIssuerCode, at.child("issuer"));
    }
    let in_zone = mrz::issuer(&document.mrz).filter(|issuer| *issuer != document.issuer.as_str());
    if in_zone.is_some_and(|issuer| !is_issuer(issuer)) {
        report.add(Code::RuleMrzIssuerCode, at.child("mrz").index(0));
    }
}

/// Whether documents bear the code: ISO 3166-1 with the additions of ICAO, codes of states that are gone, and specimens.
fn is_issuer(code: &str) -> bool {
    static FORMER: LazyLock<Vec<&str>> =
        LazyLock::new(|| iso3166_3::ALL.iter().map(|state| state.former.alpha3).collect());
    let current = code != "DEU" && rust_iso3166::from_alpha3(code).is_some();
    current || code == UTOPIA || DOCUMENT_ISSUERS.binary_search(&code).is_ok() || FORMER.contains(&code)
}

/// spec: PSR-PRO-016
fn utopia_in_live(context: &Context<'_>, document: &Document, at: &Pointer, report: &mut Report) {
    if !is_live(context) {
        return;
    }
    if document.issuer.as_str() == UTOPIA {
        report.add(Code::RuleUtopiaInLive, at.child("issuer"));
    } else if mrz::issuer(&document.mrz) == Some(UTOPIA) {
        report.add(Code::RuleUtopiaInLive, at.child("mrz").index(0));
    }
    if SPECIMENS.contains(&document.number.as_str()) {
        report.add(Code::RuleUtopiaInLive, at.child("number"));
    }
}

fn is_live(context: &Context<'_>) -> bool {
    context.record.header.environment == Environment::Live
}

/// spec: PSR-PRO-017
fn document_number_shape(document: &Document, at: &Pointer, report: &mut Report) {
    if is_doubted(document) {
        return;
    }
    let known = DOCUMENT_NUMBERS.iter().find(|(issuer, types, _)| {
        *issuer == document.issuer.as_str() && types.contains(&document.document_type.as_str())
    });
    if known.is_some_and(|(_, _, forms)| !forms.iter().any(|form| has_form(&document.number, form))) {
        report.add(Code::RuleDocumentNumberShape, at.child("number"));
    }
}

/// Whether a number has a form of the registry, character by character.
fn has_form(number: &str, form: &str) -> bool {
    number.chars().count() == form.len()
        && number.chars().zip(form.bytes()).all(|(character, wanted)| match wanted {
            b'9' => character.is_ascii_digit(),
            b'A' => character.is_ascii_uppercase(),
            b'G' => matches!(character, '0'..='9' | 'C' | 'F'..='H' | 'J'..='N' | 'P' | 'R' | 'T' | 'V'..='Z'),
            _ => character.is_ascii_digit() || character.is_ascii_uppercase() && character != 'O',
        })
}

/// spec: PSR-PRO-018
fn document_expired_at_use(document: &Document, at: &Pointer, report: &mut Report) {
    let Some(expires) = document.expires.as_ref().and_then(Period::of) else { return };
    let uses = [document.assertion.first.as_ref(), document.issued.as_ref()];
    let mut uses = uses.into_iter().flatten().filter_map(Period::of).filter_map(|used| used.earliest);
    if stands(&document.assertion) && uses.any(|used| expires.is_certainly_before(used)) {
        report.add(Code::RuleDocumentExpiredAtUse, at.child("expires"));
    }
}

/// spec: PSR-PRO-019
fn fraud_type_consistent(document: &Document, at: &Pointer, report: &mut Report) {
    // A genuine document can be used by another, be obtained by fraud, or show a blended picture.
    let of_genuine = ["imposter", "fog", "breeder-based", "morph", "genuine", "not-checked"];
    let named = document.fraud_type.is_some();
    let fits = match document.authenticity.as_str() {
        "genuine" => !named || has_fraud(document, &of_genuine),
        "fraudulent" => !has_fraud(document, &["genuine"]),
        _ => true,
    };
    let holder_missing = has_fraud(document, &["imposter"]) && document.name_used.is_none();
    if !fits || holder_missing {
        report.add(Code::RuleFraudTypeConsistent, at.child("fraud_type"));
    }
}

fn has_fraud(document: &Document, types: &[&str]) -> bool {
    document.fraud_type.as_ref().is_some_and(|fraud| types.contains(&fraud.as_str()))
}

/// Whether the document is known or suspected to be false: then it is recorded as it is, with all its mistakes.
pub(super) fn is_doubted(document: &Document) -> bool {
    matches!(document.authenticity.as_str(), "suspected" | "fraudulent")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_those_of_documents() {
        for code in ["FRA", "D", "RKS", "XPO", "UNO", "GBO", "XXA", "EUE", "SUN", "YUG", "UTO"] {
            assert!(is_issuer(code), "{code}");
        }
        for code in ["DEU", "XKX", "XYZ", "ENG", "F"] {
            assert!(!is_issuer(code), "{code}");
        }
        assert!(DOCUMENT_ISSUERS.is_sorted());
    }

    #[test]
    fn numbers_are_held_against_their_forms() {
        for (number, form) in [("12AB34567", "99AA99999"), ("C01X00T47", "GGGGGGGGG"), ("AB1C2D3E4", "AANNNNNN9")] {
            assert!(has_form(number, form), "{number}");
        }
        for (number, form) in
            [("12AB3456", "99AA99999"), ("C01B00T47", "GGGGGGGGG"), ("ABOC2D3E4", "AANNNNNN9"), ("ª", "A")]
        {
            assert!(!has_form(number, form), "{number}");
        }
    }
}
