//! What an author is told about a draft.

mod support;

use passerelle::{Code, Form, Severity, validate};
use serde_json::{Value, json};
use support::*;

/// Codes with their pointers, in the order of the report.
fn found(draft: &Value) -> Vec<(String, String)> {
    let findings = validate(&bytes(draft), now()).findings;
    findings.iter().map(|finding| (finding.code.to_string(), finding.pointer.to_string())).collect()
}

fn has(found: &[(String, String)], code: &str, pointer: &str) -> bool {
    found.iter().any(|(held, at)| held == code && at == pointer)
}

#[test]
fn a_sound_draft_has_no_finding() {
    assert_eq!(found(&draft()), []);
}

#[test]
fn the_schema_names_every_fault_with_its_place() {
    let mut draft = draft();
    draft["lang"] = json!("");
    draft["purpose"] = json!([]);
    draft["issued"] = json!("2026-02-30T08:30:00Z");
    draft["validity"]["review_by"] = json!("2026-02-30");
    draft["rev"] = json!(0);
    draft["environment"] = json!("LIVE");
    draft["contact"] = json!(null);
    draft["handling"]["releasable_to"] = json!([]);
    draft["requested_action"] = json!(["locate", "locate"]);
    draft["colour"] = json!(1);
    draft["content"]["kind"] = json!(5);
    draft.as_object_mut().unwrap().remove("evaluation");
    let found = found(&draft);
    for (code, pointer) in [
        ("SCHEMA_EMPTY", "/lang"),
        ("SCHEMA_EMPTY", "/purpose"),
        ("SCHEMA_FORM", "/issued"),
        ("SCHEMA_FORM", "/validity/review_by"),
        ("SCHEMA_RANGE", "/rev"),
        ("SCHEMA_VALUE", "/environment"),
        ("SCHEMA_EMPTY", "/contact"),
        ("RULE_RELEASABLE_NOT_EMPTY", "/handling/releasable_to"),
        ("SCHEMA_DUPLICATE_ITEM", "/requested_action"),
        ("SCHEMA_UNKNOWN_MEMBER", "/colour"),
        ("SCHEMA_TYPE", "/content/kind"),
        ("SCHEMA_REQUIRED", "/evaluation"),
    ] {
        assert!(has(&found, code, pointer), "{code} at {pointer} in {found:?}");
    }
}

#[test]
fn a_fault_inside_an_extension_is_named_where_it_is() {
    let mut draft = draft();
    draft["ext"] = json!({ "example.police:unit": { "desk": [1, null], "room": "" } });
    let place = |below: &str| ("SCHEMA_EMPTY".to_owned(), format!("/ext/example.police:unit/{below}"));
    assert_eq!(found(&draft), [place("desk/1"), place("room")]);
}

#[test]
fn faults_of_every_layer_come_at_once_although_the_draft_does_not_fit_its_type() {
    let mut draft = draft();
    // Neither decodes: a member of the wrong type, a member that is missing, and a date that no calendar has.
    draft["content"]["kind"] = json!(5);
    draft["validity"]["from"] = json!("2026-02-30");
    draft.as_object_mut().unwrap().remove("legal_basis");
    // A rule and the chain, elsewhere.
    draft["issued"] = json!("2026-06-09T08:30:00Z");
    draft["rev"] = json!(2);
    let found = found(&draft);
    for (code, pointer) in [
        ("SCHEMA_TYPE", "/content/kind"),
        ("SCHEMA_FORM", "/validity/from"),
        ("SCHEMA_REQUIRED", "/legal_basis"),
        ("RULE_ISSUED_NOT_FUTURE", "/issued"),
        ("REV_FORM", "/prev"),
    ] {
        assert!(has(&found, code, pointer), "{code} at {pointer} in {found:?}");
    }
}

#[test]
fn each_finding_says_where_in_the_text_it_is() {
    let text = "{\n  \"spec\": \"1.0\",\n  \"colour\": 1,\n  \"type\": \"link\",\n  \"rev\": 1.5\n}";
    let findings = validate(text.as_bytes(), now()).findings;
    let fraction = findings.iter().find(|finding| finding.code == Code::ProfileNumberForm).unwrap();
    assert_eq!(fraction.position.map(|position| (position.line, position.column)), Some((5, 10)));
    assert_eq!(
        findings.iter().filter(|finding| finding.pointer.as_str() == "/rev").count(),
        1,
        "and nothing follows from it"
    );
    let unknown = findings.iter().find(|finding| finding.code == Code::SchemaUnknownMember).unwrap();
    assert_eq!(unknown.position.map(|position| (position.line, position.column)), Some((3, 3)));
    let missing = findings.iter().find(|finding| finding.code == Code::SchemaRequired).unwrap();
    assert_eq!(missing.position.map(|position| position.offset), Some(0));
    assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
}

#[test]
fn what_has_expired_or_is_due_for_review_is_not_signed_any_more() {
    let with = |validity: Value| draft_with(json!({ "issued": "2026-05-30T08:00:00Z", "validity": validity }));
    let last_day = json!({ "from": "2026-05-01", "review_by": "2026-06-01", "expires": "2026-06-01" });
    assert_eq!(found(&with(last_day)), []);
    let past = json!({ "from": "2026-05-01", "review_by": "2026-05-31", "expires": "2026-05-31" });
    let draft = with(past);
    let places = ["/validity/expires", "/validity/review_by"];
    assert_eq!(found(&draft), places.map(|place| ("RULE_EXPIRED_NOT_USABLE".to_owned(), place.to_owned())));
    let refused = passerelle::sign(&bytes(&draft), &[&World::new().north], now(), Form::Clear);
    assert_eq!(refused.unwrap_err().code(), Code::SignInvalidDraft);
}

#[test]
fn a_thousand_findings_are_enough() {
    let many: serde_json::Map<String, Value> = (0..3000).map(|number| (format!("m{number}"), json!(1))).collect();
    let findings = validate(&bytes(&Value::Object(many)), now()).findings;
    assert_eq!(findings.len(), passerelle::limits::FINDINGS + 1);
    assert_eq!(findings.last().map(|finding| finding.code), Some(Code::LimFindings));
}
