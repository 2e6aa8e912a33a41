//! What opening and reporting say of a record.

use passerelle::{Code, Integrity, Standing, Status};
use serde_json::{Value, json};

use super::support::*;

#[test]
fn inspect_lists_everything_and_hands_out_nothing() {
    let world = World::new();
    let mut record = draft_with(json!({ "colour": "SECRETVALUE", "rev": 2 }));
    record["content"]["kind"] = json!(7);
    let envelope = bytes(&world.forge(&record, &world.header()));
    let report = passerelle::inspect(&envelope, Some(&world.trust), now());
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(report.integrity, Integrity::Invalid);
    for code in ["SCHEMA_UNKNOWN_MEMBER", "SCHEMA_TYPE", "REV_FORM"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(report.signatures[0].verified);
    assert!(report.findings.iter().all(|finding| finding.position.is_some()));
    assert!(!format!("{report:?}").contains("SECRETVALUE"));
    let error = passerelle::open(&envelope, &world.trust, now()).unwrap_err();
    assert_eq!(error.finding, report.findings[0], "opening stops at the first error of the report");
}

#[test]
fn a_flood_of_findings_hides_no_refusal() {
    let world = World::new();
    let record = draft_with(json!({ "must": vec!["example.police:colour"; 1200], "rev": 2 }));
    let envelope = bytes(&world.forge(&record, &world.header()));
    let error = passerelle::open(&envelope, &world.trust, now()).unwrap_err();
    let report = passerelle::inspect(&envelope, Some(&world.trust), now());
    assert_eq!((report.integrity, report.is_openable()), (Integrity::Invalid, false));
    assert_eq!((report.findings.len(), report.findings[1000].code), (1001, Code::LimFindings));
    assert_eq!(report.findings[999], error.finding, "the error takes the last place before the cut");
    assert_eq!(error.finding.stage(), passerelle::Stage::Schema);
}

#[test]
fn the_three_answers_say_different_things() {
    let world = World::new();
    let answers = |envelope: &Value| {
        let report = passerelle::inspect(&bytes(envelope), Some(&world.trust), now());
        if let Err(error) = passerelle::open(&bytes(envelope), &world.trust, now()) {
            assert_eq!((error.integrity, error.trust), (report.integrity, report.trust));
        }
        (report.integrity, report.trust, report.status)
    };
    let honest = world.forge(&draft(), &world.header());
    assert_eq!(answers(&honest), (Integrity::Valid, Standing::Trusted, Status::Unknown));
    let nameless = json!({ "record": draft() });
    assert_eq!(answers(&nameless), (Integrity::Invalid, Standing::Unknown, Status::Unknown));
    let mut changed = honest.clone();
    changed["record"]["handling"]["tlp"] = "clear".into();
    assert_eq!(answers(&changed), (Integrity::Invalid, Standing::Untrusted, Status::Unknown));
    let typo = world.forge(&draft_with(json!({ "colour": 1 })), &world.header());
    assert_eq!(answers(&typo), (Integrity::Invalid, Standing::Trusted, Status::Unknown));
}
