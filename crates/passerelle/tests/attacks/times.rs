//! When a key signed, and what became of it since.

use passerelle::record::Timestamp;
use passerelle::trust::{AlgorithmPolicy, KeyState, TrustPolicy};
use passerelle::{Code, Form, Severity};
use serde_json::{Value, json};

use super::support::*;
use super::{quorum_of_two, with_header};

#[test]
fn signed_outside_the_window_of_the_key() {
    let world = World::new();
    for iat in ["2025-12-31T23:59:59Z", "2027-01-01T00:00:01Z"] {
        let envelope = with_header(&world, |header| header["iat"] = time(iat).unix_seconds().into());
        let later = time("2027-01-02T00:00:00Z");
        let error = passerelle::open(&bytes(&envelope), &world.trust, later).unwrap_err();
        // After the list's own expiry that comes first; so judge the second case by a list that still holds.
        let list_holds = world.trust_with(|list| list.expires = time("2028-01-01T00:00:00Z"));
        let code = passerelle::open(&bytes(&envelope), &list_holds, later).unwrap_err().code();
        assert_eq!(code, Code::KeyWindow, "{iat}");
        assert!(matches!(error.code(), Code::TlExpiredGrace | Code::KeyWindow));
    }
}

#[test]
fn signed_in_the_future() {
    let world = World::new();
    let at = |offset: i64| with_header(&world, |header| header["iat"] = (now().unix_seconds() + offset).into());
    assert_eq!(world.refusal(&at(passerelle::limits::CLOCK_SKEW_SECONDS)), None);
    assert_eq!(world.refusal(&at(passerelle::limits::CLOCK_SKEW_SECONDS + 1)), Some("TIME_FUTURE"));
}

#[test]
fn signed_before_it_was_issued() {
    let world = World::new();
    let warned = |issued: Value| {
        let record = draft_with(json!({ "issued": issued }));
        let opened = passerelle::open(
            &bytes(&world.forge(&record, &world.header())),
            &world.trust,
            time("2026-06-02T00:00:00Z"),
        );
        let findings = opened.unwrap().findings().to_vec();
        let found = findings.into_iter().find(|finding| finding.code == Code::TimeBeforeIssued);
        found.map(|finding| (finding.pointer.to_string(), finding.severity))
    };
    assert_eq!(warned(json!("2026-06-01T12:05:00Z")), None);
    assert_eq!(warned(json!("2026-06-01T12:05:01Z")), Some(("/signatures/0".to_owned(), Severity::Warning)));

    let at = |issued: &str| bytes(&draft_with(json!({ "issued": issued })));
    let sign = |draft: &[u8]| passerelle::sign(draft, &[&world.north], now(), Form::Clear);
    assert!(passerelle::validate(&at("2026-06-01T12:05:00Z"), now()).is_valid());
    sign(&at("2026-06-01T12:05:00Z")).unwrap();
    let early = at("2026-06-01T12:05:01Z");
    assert_eq!(sign(&early).unwrap_err().code(), Code::SignInvalidDraft);
    let errors = passerelle::validate(&early, now()).findings;
    let error = errors.iter().find(|finding| finding.severity == Severity::Error).unwrap();
    assert_eq!((error.code, error.pointer.as_str()), (Code::TimeBeforeIssued, "/issued"));
    assert!(error.position.is_some(), "a draft shows the place");
}

#[test]
fn a_retired_key_signs_no_more_but_what_it_signed_stands() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let retired = |at: Timestamp| {
        world.trust_with(|list| {
            let key = &mut list.authorities[0].keys[0];
            (key.status, key.retired_at) = (KeyState::Retired, Some(at));
        })
    };
    assert_eq!(refusal(&envelope, &retired(now())), Some("KEY_RETIRED"));
    assert_eq!(refusal(&envelope, &retired(time("2026-06-01T12:00:01Z"))), None);
}

#[test]
fn nothing_that_a_compromised_key_signed_is_believed_however_old_it_says_it_is() {
    let world = World::new();
    let trust = world.trust_with(|list| {
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time("2026-05-01T00:00:00Z")));
    });
    for iat in ["2026-02-01T00:00:00Z", "2026-05-31T00:00:00Z"] {
        let envelope = with_header(&world, |header| header["iat"] = time(iat).unix_seconds().into());
        assert_eq!(refusal(&bytes(&envelope), &trust), Some("KEY_COMPROMISED"), "{iat}");
    }
}

#[test]
fn an_algorithm_past_its_sunset() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let sunset = |text: &str| {
        world.trust_with(|list| {
            let algorithms = vec![AlgorithmPolicy { alg: "Ed25519".to_owned(), sunset: time(text) }];
            list.policy = Some(TrustPolicy { algorithms, hybrid_from: None });
        })
    };
    assert_eq!(refusal(&envelope, &sunset("2026-06-01T12:00:00Z")), Some("ALG_SUNSET"));
    assert_eq!(refusal(&envelope, &sunset("2026-06-01T12:00:01Z")), None);
}

#[test]
fn of_several_faults_of_time_the_first_is_always_the_same() {
    let world = World::new();
    let trust = world.trust_with(|list| {
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time("2026-05-01T00:00:00Z")));
    });
    let record = quorum_of_two();
    let mut early = header(&world.south);
    early["iat"] = time("2025-12-31T23:59:59Z").unix_seconds().into();
    let entries = [signature(&record, &world.header(), &world.north), signature(&record, &early, &world.south)];
    assert_eq!(refusal(&bytes(&json!({ "record": record, "signatures": entries })), &trust), Some("KEY_WINDOW"));
}
