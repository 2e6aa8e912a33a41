//! Identity and travel documents: issuer, number, dates and fraud. The machine-readable zone is checked beside.

use std::sync::LazyLock;

use rust_iso3166::iso3166_3;

use super::data::{DOCUMENT_ISSUERS, DOCUMENT_NUMBERS, SPECIMENS};
use super::mrz;
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::record::Period;
use crate::rules::{CONTENT, Context, Report, stands};

/// The state that issues the specimens of ICAO Doc 9303.
const UTOPIA: &str = "UTO";

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let all = CONTENT.child("documents");
    for (index, document) in context.content.list("documents").enumerate() {
        let at = all.index(index);
        mrz_issuer_code(document, &at, report);
        utopia_in_live(context, document, &at, report);
        document_number_shape(document, &at, report);
        document_expired_at_use(document, &at, report);
        fraud_type_consistent(document, &at, report);
        mrz::check(document, context.content, &at, report);
    }
}

/// The documents of a route are those of no person, but they have issuers too.
pub(super) fn check_legs(context: &Context<'_>, report: &mut Report) {
    let legs = CONTENT.child("legs");
    for (index, leg) in context.content.list("legs").enumerate() {
        for (number, document) in leg.list("documents").enumerate() {
            let Some(issuer) = document.text("issuer") else { continue };
            let at = || legs.index(index).child("documents").index(number).child("issuer").pointer();
            if !has_fraud(document, &["pseudo"]) && !is_issuer(issuer) {
                report.add(Code::RuleMrzIssuerCode, at()); // spec: PSR-PRO-015
            }
            if issuer == UTOPIA && context.is_live() {
                report.add(Code::RuleUtopiaInLive, at()); // spec: PSR-PRO-016
            }
        }
    }
}

/// A fantasy document may bear any code.
///
/// spec: PSR-PRO-015
fn mrz_issuer_code(document: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    if has_fraud(document, &["pseudo"]) {
        return;
    }
    let issuer = document.text("issuer").unwrap_or_default();
    if !is_issuer(issuer) {
        report.add(Code::RuleMrzIssuerCode, at.child("issuer").pointer());
    }
    if mrz::issuer(document).is_some_and(|in_zone| in_zone != issuer && !is_issuer(in_zone)) {
        report.add(Code::RuleMrzIssuerCode, at.child("mrz").index(0).pointer());
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
fn utopia_in_live(context: &Context<'_>, document: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    if !context.is_live() {
        return;
    }
    if document.text("issuer") == Some(UTOPIA) {
        report.add(Code::RuleUtopiaInLive, at.child("issuer").pointer());
    } else if mrz::issuer(document) == Some(UTOPIA) {
        report.add(Code::RuleUtopiaInLive, at.child("mrz").index(0).pointer());
    }
    if document.text("number").is_some_and(|number| SPECIMENS.contains(&number)) {
        report.add(Code::RuleUtopiaInLive, at.child("number").pointer());
    }
}

/// spec: PSR-PRO-017
fn document_number_shape(document: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    if is_doubted(document) {
        return;
    }
    let (issuer, kind) = (document.text("issuer"), document.text("type"));
    let known = DOCUMENT_NUMBERS
        .iter()
        .find(|(of, types, _)| issuer == Some(of) && kind.is_some_and(|kind| types.contains(&kind)));
    let number = document.text("number").unwrap_or_default();
    if known.is_some_and(|(_, _, forms)| !forms.iter().any(|form| has_form(number, form))) {
        report.add(Code::RuleDocumentNumberShape, at.child("number").pointer());
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
fn document_expired_at_use(document: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let Some(expires) = document.text("expires").and_then(Period::of) else { return };
    let uses = ["first", "issued"].into_iter().filter_map(|member| document.text(member));
    let mut uses = uses.filter_map(Period::of).filter_map(|used| used.earliest);
    if stands(document) && uses.any(|used| expires.is_certainly_before(used)) {
        report.add(Code::RuleDocumentExpiredAtUse, at.child("expires").pointer());
    }
}

/// spec: PSR-PRO-019
fn fraud_type_consistent(document: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    // A genuine document can be used by another, be obtained by fraud, or show a blended picture.
    let of_genuine = ["imposter", "fog", "breeder-based", "morph", "genuine", "not-checked"];
    let named = document.get("fraud_type").is_some();
    let fits = match document.text("authenticity") {
        Some("genuine") => !named || has_fraud(document, &of_genuine),
        Some("fraudulent") => !has_fraud(document, &["genuine"]),
        _ => true,
    };
    let holder_missing = has_fraud(document, &["imposter"]) && document.get("name_used").is_none();
    if !fits || holder_missing {
        report.add(Code::RuleFraudTypeConsistent, at.child("fraud_type").pointer());
    }
}

fn has_fraud(document: Node<'_>, types: &[&str]) -> bool {
    document.text("fraud_type").is_some_and(|fraud| types.contains(&fraud))
}

/// Whether the document is known or suspected to be false: then it is recorded as it is, with all its mistakes.
pub(super) fn is_doubted(document: Node<'_>) -> bool {
    matches!(document.text("authenticity"), Some("suspected" | "fraudulent"))
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
