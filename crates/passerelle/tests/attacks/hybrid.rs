//! Two algorithms of one authority, and one of them stripped.

use passerelle::crypto::encode_base64url;
use passerelle::trust::TrustPolicy;
use passerelle::{Code, Integrity};
use serde_json::{Value, json};

use super::quorum_of_two;
use super::support::*;

/// Two signatures of Northland, the second of which no reader of this version can check, and the list that says since when both
/// are due.
fn hybrid(world: &World, from: &str) -> (Value, passerelle::trust::Trust) {
    let kid = format!("XX/northland#{}", encode_base64url(&[7; 32]));
    let jwk = json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" });
    let trust = world.trust_with(|list| {
        let mut key = list.authorities[0].keys[0].clone();
        (key.kid, key.jwk) = (kid.clone(), serde_json::from_value(jwk).unwrap());
        list.authorities[0].keys.push(key.clone());
        key.kid = kid.replace("northland", "southland");
        list.authorities[1].keys.push(key);
        list.policy = Some(TrustPolicy { hybrid_from: Some(time(from)), ..TrustPolicy::default() });
    });
    let mut second = world.header();
    (second["alg"], second["kid"]) = ("ML-DSA-65".into(), kid.into());
    let entries = [signature(&draft(), &world.header(), &world.north), signature(&draft(), &second, &world.north)];
    (json!({ "record": draft(), "signatures": entries }), trust)
}

#[test]
fn two_signatures_by_one_authority_and_one_stripped() {
    let world = World::new();
    let (both, trust) = hybrid(&world, NOW);
    let mut stripped = both.clone();
    stripped["signatures"].as_array_mut().unwrap().remove(1);
    let judged = |envelope: &Value, trust: &passerelle::trust::Trust| {
        let error = passerelle::open(&bytes(envelope), trust, now()).err()?;
        Some((error.code().as_str(), error.integrity))
    };
    assert_eq!(judged(&stripped, &trust), Some(("SIG_HYBRID", Integrity::Invalid)));
    assert_eq!(judged(&both, &trust), Some(("SIG_HYBRID", Integrity::Indeterminate)), "nobody here can check it");
    // What was signed before the date stands, with or without a second signature.
    let (both, trust) = hybrid(&world, "2026-06-01T12:00:01Z");
    for envelope in [&stripped, &both] {
        assert_eq!(judged(envelope, &trust), None);
    }
}

#[test]
fn a_second_signature_that_is_none_of_the_authority() {
    let world = World::new();
    let (both, trust) = hybrid(&world, NOW);
    let beside = |alg: &str, kid: &str| {
        let mut header = world.header();
        (header["alg"], header["kid"]) = (alg.into(), kid.into());
        let mut envelope = both.clone();
        envelope["signatures"][1] = signature(&draft(), &header, &world.north);
        let error = passerelle::open(&bytes(&envelope), &trust, now()).unwrap_err();
        (error.code().as_str(), error.integrity)
    };
    let listed = format!("XX/northland#{}", encode_base64url(&[7; 32]));
    let due = ("SIG_HYBRID", Integrity::Invalid);
    assert_eq!(beside("ML-DSA-87", &listed), ("SIG_HYBRID", Integrity::Indeterminate));
    assert_eq!(beside("ML-DSA-44", &listed), due, "not one of the two");
    assert_eq!(beside("ML-DSA-65", &format!("XX/northland#{}", encode_base64url(&[8; 32]))), due, "not listed");
    assert_eq!(beside("ML-DSA-65", &listed.replace("northland", "southland")), due, "listed for another authority");
    assert_eq!(beside("ML-DSA-65", world.header()["kid"].as_str().unwrap()), due, "listed for another algorithm");
}

#[test]
fn a_hybrid_policy_binds_each_authority_that_signs() {
    let world = World::new();
    let (_, trust) = hybrid(&world, NOW);
    let cosigned = passerelle::cosign(&world.sign(&quorum_of_two()), &world.south, now()).unwrap();
    let report = passerelle::inspect(&cosigned, Some(&trust), now());
    let places: Vec<&str> = report.findings.iter().map(|finding| finding.pointer.as_str()).collect();
    assert!(report.findings.iter().all(|finding| finding.code == Code::SigHybrid));
    assert_eq!(places, ["/signatures/0", "/signatures/1"]);
}
