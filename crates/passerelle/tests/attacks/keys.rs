//! Keys that are not listed, or may not sign this record.

use passerelle::crypto::Algorithm;
use passerelle::{Code, Form, Integrity, Standing};
use serde_json::json;

use super::support::*;

#[test]
fn key_that_is_not_in_the_list() {
    let world = World::new();
    let stranger = key("XX/northland", Algorithm::Ed25519);
    let envelope = json!({ "record": draft(), "signatures": [signature(&draft(), &header(&stranger), &stranger)] });
    let error = passerelle::open(&bytes(&envelope), &world.trust, now()).unwrap_err();
    assert_eq!(
        (error.code(), error.integrity, error.trust),
        (Code::KeyUnknown, Integrity::Indeterminate, Standing::Unknown)
    );
    let report = passerelle::inspect(&bytes(&envelope), Some(&world.trust), now());
    assert_eq!(
        (report.findings.len(), report.integrity),
        (1, Integrity::Indeterminate),
        "and no quorum is missed for it"
    );
}

#[test]
fn key_of_one_authority_on_the_record_of_another() {
    let world = World::new();
    let envelope =
        json!({ "record": draft(), "signatures": [signature(&draft(), &header(&world.south), &world.south)] });
    assert_eq!(world.refusal(&envelope), Some("KEY_AUTHORITY"));
    assert!(passerelle::sign(&bytes(&draft()), &[&world.south], now(), Form::Clear).is_err());
}

#[test]
fn key_without_the_role_or_the_record_type() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let role = |name: &str| vec![passerelle::vocabulary::code::AuthorityRole::new(name).unwrap()];
    let types = |name: &str| vec![passerelle::vocabulary::code::RecordTypeCode::new(name).unwrap()];
    let trust = world.trust_with(|list| list.authorities[0].roles = role("manifest"));
    assert_eq!(refusal(&envelope, &trust), Some("KEY_ROLE"));
    let trust = world.trust_with(|list| list.authorities[0].record_types = types("notice"));
    assert_eq!(refusal(&envelope, &trust), Some("KEY_ROLE"));
    let trust = world.trust_with(|list| list.authorities[0].record_types = types("link"));
    assert_eq!(refusal(&envelope, &trust), None);
}

#[test]
fn a_record_signed_by_a_key_of_the_root() {
    let world = World::new();
    let envelope =
        json!({ "record": draft(), "signatures": [signature(&draft(), &header(&world.list_key), &world.list_key)] });
    assert_eq!(world.refusal(&envelope), Some("TL_ROLE"));
}

#[test]
fn without_a_current_list_nothing_is_decided() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let bare = passerelle::trust::Trust::pin(&world.root).unwrap();
    let error = passerelle::open(&envelope, &bare, now()).unwrap_err();
    assert_eq!(
        (error.code(), error.integrity, error.trust),
        (Code::TlMissing, Integrity::Indeterminate, Standing::Unknown)
    );
    let in_grace = passerelle::open(&envelope, &world.trust, time("2027-01-01T00:00:00Z")).unwrap_err();
    assert_eq!((in_grace.code(), in_grace.integrity), (Code::TlExpiredGrace, Integrity::Indeterminate));
    let after = passerelle::open(&envelope, &world.trust, time("2027-01-08T00:00:00Z")).unwrap_err();
    assert_eq!((after.code(), after.trust), (Code::TlExpired, Standing::Untrusted));
}
