//! Signatures that were taken away, added, or counted twice.

use passerelle::Code;
use passerelle::crypto::{Algorithm, Signer};
use serde_json::{Value, json};

use super::quorum_of_two;
use super::support::*;

#[test]
fn a_stripped_cosignature_breaks_the_quorum() {
    let world = World::new();
    let signed = world.sign(&quorum_of_two());
    assert_eq!(refusal(&signed, &world.trust), Some("SIG_QUORUM"));
    let cosigned = passerelle::cosign(&signed, &world.south, now()).unwrap();
    assert_eq!(refusal(&cosigned, &world.trust), None);
    let mut stripped: Value = serde_json::from_slice(&cosigned).unwrap();
    stripped["signatures"].as_array_mut().unwrap().remove(0);
    assert_eq!(world.refusal(&stripped), Some("SIG_QUORUM"), "the issuer's own signature is always due");
}

#[test]
fn one_authority_is_not_counted_twice() {
    let world = World::new();
    let second = key("XX/northland", Algorithm::Ed25519);
    let trust = world.trust_with(|list| {
        list.authorities[0].keys.push(key_entry(second.authority(), second.public_key()));
    });
    let record = quorum_of_two();
    let entries = [signature(&record, &world.header(), &world.north), signature(&record, &header(&second), &second)];
    assert_eq!(refusal(&bytes(&json!({ "record": record, "signatures": entries })), &trust), Some("SIG_QUORUM"));
}

#[test]
fn a_bad_required_cosignature_refuses() {
    let world = World::new();
    let record = draft_with(json!({ "signers": { "min": 1, "of": ["XX/northland", "XX/southland"] } }));
    let good = signature(&record, &world.header(), &world.north);
    let mut bad = signature(&record, &header(&world.south), &world.south);
    bad["signature"] = good["signature"].clone();
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": [good, bad] })), Some("SIG_COSIGNER"));
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": [good] })), None);
}

#[test]
fn an_extra_signature_of_an_algorithm_to_come_does_no_harm() {
    let world = World::new();
    let mut later = world.header();
    later["alg"] = "ML-DSA-65".into();
    let entries = [signature(&draft(), &world.header(), &world.north), signature(&draft(), &later, &world.north)];
    let opened =
        passerelle::open(&bytes(&json!({ "record": draft(), "signatures": entries })), &world.trust, now()).unwrap();
    assert!(opened.findings().iter().any(|finding| finding.code == Code::SigAlgUnknown));
    let record = quorum_of_two();
    let entries = [signature(&record, &world.header(), &world.north), signature(&record, &later, &world.north)];
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), Some("SIG_QUORUM"));
}

#[test]
fn an_extra_signature_by_an_unknown_key_does_no_harm_where_the_others_are_enough() {
    let world = World::new();
    let stranger = key("XX/southland", Algorithm::Ed25519);
    let record = draft_with(json!({ "signers": { "min": 1, "of": ["XX/northland", "XX/southland"] } }));
    let mut entries =
        [signature(&record, &world.header(), &world.north), signature(&record, &header(&stranger), &stranger)];
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), None);
    // Nobody looks further at it, so it need not even have the form of a signature.
    entries[1]["signature"] = json!("AAAA");
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), None);
    let record = quorum_of_two();
    let entries =
        [signature(&record, &world.header(), &world.north), signature(&record, &header(&stranger), &stranger)];
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), Some("KEY_UNKNOWN"));
}
