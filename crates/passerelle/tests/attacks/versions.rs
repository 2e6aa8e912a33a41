//! Versions, editions and demands that a reader does not know.

use passerelle::{Actionability, Code, Form};
use serde_json::json;

use super::support::*;

#[test]
fn a_major_version_that_is_not_known() {
    let world = World::new();
    let refusal = |spec: &str| world.refusal(&world.forge(&draft_with(json!({ "spec": spec })), &world.header()));
    assert_eq!(refusal("2.0"), Some("VER_MAJOR"));
    for of_no_version in ["01.0", "1.00", "2", "2.x", "+2.0", "1.0.0"] {
        assert_eq!(refusal(of_no_version), Some("SCHEMA_FORM"), "{of_no_version}");
    }
}

#[test]
fn a_newer_minor_keeps_every_unknown_member() {
    let world = World::new();
    let mut record = draft_with(json!({ "spec": "1.7", "brand_new": { "a": [1, 2] } }));
    record["content"]["colour"] = json!("blue");
    let envelope = world.forge(&record, &world.header());
    let opened = passerelle::open(&bytes(&envelope), &world.trust, now()).unwrap();
    assert_eq!(opened.payload(), canonical(&record));
    assert!(opened.findings().iter().any(|finding| finding.code == Code::VerNewer));
    let relayed = opened.to_envelope(Form::Opaque);
    assert_eq!(passerelle::open(&relayed, &world.trust, now()).unwrap().payload(), opened.payload());
    // In a record of this version the same member is a slip of the pen.
    let typo = draft_with(json!({ "brand_new": 1 }));
    assert_eq!(world.refusal(&world.forge(&typo, &world.header())), Some("SCHEMA_UNKNOWN_MEMBER"));
}

/// Names that mean something elsewhere in a record of this version mean nothing in a member that this version does not know.
#[test]
fn nothing_inside_an_unknown_member_is_judged() {
    let world = World::new();
    let familiar = json!({
        "lat": "999", "src": 99, "image": 7, "first": "2026-02-30", "min": 5, "max": 1, "kind": "no-such-code",
        "value": [{ "lang": "en", "text": "a" }, { "lang": "en", "text": "b" }],
        "hash": { "alg": "md5", "hash": "0" }, "releasable_to": ["all-members", "XA"],
    });
    let mut record = draft_with(json!({ "spec": "1.1", "brand_new": familiar }));
    record["content"]["brand_new"] = familiar.clone();
    record["handling"]["brand_new"] = familiar;
    let opened = passerelle::open(&bytes(&world.forge(&record, &world.header())), &world.trust, now()).unwrap();
    let codes: Vec<Code> = opened.findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::VerNewer]);
    assert_eq!(opened.payload(), canonical(&record), "and nothing is lost");
    record["provenance"]["sources"] = json!([]);
    assert_eq!(world.refusal(&world.forge(&record, &world.header())), Some("SCHEMA_EMPTY"), "what is known is judged");
}

#[test]
fn an_edition_of_the_code_lists_that_is_still_to_come() {
    let world = World::new();
    let record = draft_with(json!({ "vocab": { "passerelle": "2031.1" } }));
    let opened = passerelle::open(&bytes(&world.forge(&record, &world.header())), &world.trust, now()).unwrap();
    assert!(opened.findings().iter().any(|finding| finding.code == Code::VocVersionFuture));
    assert!(!passerelle::validate(&bytes(&record), now()).is_valid(), "no author can know it");
    let formless = draft_with(json!({ "vocab": { "passerelle": "9999" } }));
    let codes = |report: passerelle::Validation| -> Vec<Code> { report.findings.iter().map(|it| it.code).collect() };
    assert_eq!(codes(passerelle::validate(&bytes(&formless), now())), [Code::SchemaForm]);
}

#[test]
fn an_edition_that_is_not_known_is_reported_beside_what_must_be_understood() {
    let world = World::new();
    let members = json!({ "spec": "1.3", "vocab": { "passerelle": "2031.1" }, "must": ["example.police:colour"] });
    let opened = passerelle::open(&bytes(&world.forge(&draft_with(members), &world.header())), &world.trust, now());
    let codes: Vec<Code> = opened.unwrap().findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::VerMust, Code::VerNewer, Code::VocVersionFuture], "in the order of their places");
}

#[test]
fn what_must_be_understood_and_is_not_leaves_the_record_readable_only() {
    let world = World::new();
    let record = draft_with(json!({ "must": ["example.police:colour"] }));
    let opened = passerelle::open(&bytes(&world.forge(&record, &world.header())), &world.trust, now()).unwrap();
    assert_eq!(opened.actionability(), Actionability::ReadOnly);
    let plain = passerelle::open(&world.sign(&draft()), &world.trust, now()).unwrap();
    assert_eq!(plain.actionability(), Actionability::Actionable);
}

#[test]
fn a_revision_that_does_not_fit_its_own_number() {
    let world = World::new();
    let prev = json!({ "alg": "sha-256", "hash": "0".repeat(64) });
    for (members, code) in [
        (json!({ "rev": 1, "prev": prev }), "REV_FORM"),
        (json!({ "rev": 2 }), "REV_FORM"),
        (json!({ "rev": 2, "prev": { "alg": "sha-1", "hash": "0".repeat(64) } }), "HASH_ALG"),
        (
            json!({ "attachments": [{ "hash": { "alg": "md5", "hash": "0" }, "media_type": "text/plain", "size": 1 }] }),
            "HASH_ALG",
        ),
        (json!({ "id": "XX/southland/01890a5d-ac96-774b-bcce-b302099a805c" }), "REV_AUTHORITY"),
    ] {
        assert_eq!(world.refusal(&world.forge(&draft_with(members.clone()), &world.header())), Some(code), "{members}");
    }
    // What is missing is reported where it would stand.
    let report = passerelle::validate(&bytes(&draft_with(json!({ "rev": 2 }))), now());
    assert!(report.findings.iter().any(|it| it.code == Code::RevForm && it.pointer.as_str() == "/prev"));
    let second = draft_with(json!({ "rev": 2, "prev": prev }));
    assert_eq!(world.refusal(&world.forge(&second, &world.header())), None);
}
