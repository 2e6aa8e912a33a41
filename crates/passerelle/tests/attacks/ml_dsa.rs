//! A second signature by ML-DSA that can be checked: stripped, swapped, changed, borrowed.

use passerelle::crypto::{Algorithm, Hybrid, Signer, SoftwareKey, decode_base64url, encode_base64url};
use passerelle::receipt::{open_receipt, sign_receipt};
use passerelle::trust::{Trust, TrustPolicy};
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{Code, Form, Integrity, receipt_for};
use serde_json::{Value, json};

use super::quorum_of_two;
use super::support::*;

/// A time after every signature of these tests.
const LATER: &str = "2026-06-01T12:00:01Z";

/// Two authorities with a key of each kind.
struct Two {
    world: World,
    north: SoftwareKey,
    south: SoftwareKey,
}

impl Two {
    fn new(algorithm: Algorithm) -> Self {
        let world = World::new();
        Self { north: key("XX/northland", algorithm), south: key("XX/southland", algorithm), world }
    }

    /// The list with all four keys, and the date from which both signatures are due.
    fn trust(&self, from: &str) -> Trust {
        self.world.trust_with(|list| {
            for (at, key) in [&self.north, &self.south].into_iter().enumerate() {
                list.authorities[at].keys.push(key_entry(key.authority(), key.public_key()));
                list.authorities[at].roles.push(AuthorityRole::new("receipt").unwrap());
            }
            list.policy = Some(TrustPolicy { hybrid_from: Some(time(from)), ..TrustPolicy::default() });
        })
    }

    fn north(&self) -> Hybrid<&SoftwareKey, &SoftwareKey> {
        Hybrid::new(&self.world.north, &self.north).unwrap()
    }

    fn south(&self) -> Hybrid<&SoftwareKey, &SoftwareKey> {
        Hybrid::new(&self.world.south, &self.south).unwrap()
    }

    /// A record of Northland with both signatures.
    fn signed(&self, draft: &Value) -> Value {
        let envelope = passerelle::sign(&bytes(draft), &[&self.north()], now(), Form::Clear).unwrap();
        serde_json::from_slice(&envelope).unwrap()
    }
}

fn judged(envelope: &Value, trust: &Trust) -> Option<(&'static str, Integrity)> {
    let error = passerelle::open(&bytes(envelope), trust, now()).err()?;
    Some((error.code().as_str(), error.integrity))
}

/// The same envelope with its second signature changed.
fn with_second(envelope: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut envelope = envelope.clone();
    change(&mut envelope["signatures"][1]);
    envelope
}

fn without(envelope: &Value, at: usize) -> Value {
    let mut envelope = envelope.clone();
    envelope["signatures"].as_array_mut().unwrap().remove(at);
    envelope
}

const INVALID: Integrity = Integrity::Invalid;

#[test]
fn both_signatures_open_a_record_before_and_after_the_date() {
    for algorithm in [Algorithm::MlDsa65, Algorithm::MlDsa87] {
        let two = Two::new(algorithm);
        let both = two.signed(&draft());
        for from in [NOW, LATER] {
            let opened = passerelle::open(&bytes(&both), &two.trust(from), now()).unwrap();
            assert_eq!(opened.findings(), []);
            let signed: Vec<_> = opened.signatures().iter().map(|one| (one.algorithm, one.verified)).collect();
            assert_eq!(signed, [(Some("Ed25519"), true), (Some(algorithm.as_str()), true)]);
        }
    }
}

#[test]
fn one_of_two_stripped() {
    let two = Two::new(Algorithm::MlDsa65);
    let both = two.signed(&draft());
    let second_stripped = without(&both, 1);
    assert_eq!(judged(&second_stripped, &two.trust(NOW)), Some(("SIG_HYBRID", INVALID)));
    assert_eq!(judged(&second_stripped, &two.trust(LATER)), None, "it is not due yet");
    // ML-DSA alone counts for nothing, so that whoever has it not says the same.
    let first_stripped = without(&both, 0);
    for from in [NOW, LATER] {
        assert_eq!(judged(&first_stripped, &two.trust(from)), Some(("HDR_ALG", INVALID)));
    }
}

#[test]
fn the_second_signature_of_another_record_or_with_any_bit_flipped() {
    let two = Two::new(Algorithm::MlDsa65);
    let both = two.signed(&draft());
    let other = two.signed(&draft_with(json!({ "issued": "2026-06-01T08:30:01Z" })));
    let swapped = with_second(&both, |second| *second = other["signatures"][1].clone());
    let raw = decode_base64url(both["signatures"][1]["signature"].as_str().unwrap()).unwrap();
    let bent = |bit: usize| {
        let mut bent = raw.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        with_second(&both, |second| second["signature"] = encode_base64url(&bent).into())
    };
    for from in [NOW, LATER] {
        let trust = two.trust(from);
        assert_eq!(judged(&swapped, &trust), Some(("SIG_INVALID", INVALID)));
        for bit in (0..raw.len() * 8).step_by(1009) {
            assert_eq!(judged(&bent(bit), &trust), Some(("SIG_INVALID", INVALID)), "bit {bit}");
        }
        for length in [0, 64, raw.len() - 1] {
            let cut = with_second(&both, |second| second["signature"] = encode_base64url(&raw[..length]).into());
            assert_eq!(judged(&cut, &trust), Some(("SIG_FORM", INVALID)), "{length} bytes");
        }
    }
}

#[test]
fn the_second_signature_of_another_authority() {
    let two = Two::new(Algorithm::MlDsa65);
    let first = two.signed(&draft());
    let borrowed = with_second(&first, |second| *second = signature(&draft(), &header(&two.south), &two.south));
    assert_eq!(judged(&borrowed, &two.trust(NOW)), Some(("KEY_AUTHORITY", INVALID)));
    // Where the other authority may sign too, its second signature is still not the first one's.
    let signers = draft_with(json!({ "signers": { "min": 1, "of": ["XX/northland", "XX/southland"] } }));
    let both = two.signed(&signers);
    let borrowed = with_second(&both, |second| *second = signature(&signers, &header(&two.south), &two.south));
    let report = passerelle::inspect(&bytes(&borrowed), Some(&two.trust(NOW)), now());
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.code, finding.pointer.as_str())).collect();
    assert_eq!(found, [(Code::SigHybrid, "/signatures/0"), (Code::SigHybrid, "/signatures/1")]);
}

#[test]
fn two_algorithms_of_one_authority_are_one_signer() {
    let two = Two::new(Algorithm::MlDsa65);
    let record = quorum_of_two();
    let one = two.signed(&record);
    assert_eq!(judged(&one, &two.trust(LATER)), Some(("SIG_QUORUM", INVALID)));
    // Southland by ML-DSA alone does not make it two either.
    let mut three = one.clone();
    let entry = signature(&record, &header(&two.south), &two.south);
    three["signatures"].as_array_mut().unwrap().push(entry);
    assert_eq!(judged(&three, &two.trust(LATER)), Some(("SIG_QUORUM", INVALID)));
    let four = passerelle::cosign(&bytes(&one), &two.south(), now()).unwrap();
    for from in [NOW, LATER] {
        let opened = passerelle::open(&four, &two.trust(from), now()).unwrap();
        assert_eq!(opened.signatures().len(), 4);
    }
    let four: Value = serde_json::from_slice(&four).unwrap();
    assert_eq!(judged(&without(&four, 3), &two.trust(NOW)), Some(("SIG_HYBRID", INVALID)), "each authority gives both");
}

#[test]
fn the_second_signature_with_a_key_for_another_algorithm_is_none() {
    let two = Two::new(Algorithm::MlDsa65);
    let both = two.signed(&draft());
    let mut renamed = header(&two.north);
    renamed["alg"] = "ML-DSA-87".into();
    let mut of_first = two.world.header();
    of_first["alg"] = "ML-DSA-65".into();
    for header in [renamed, of_first] {
        let other = with_second(&both, |second| *second = signature(&draft(), &header, &two.north));
        assert_eq!(judged(&other, &two.trust(NOW)), Some(("SIG_HYBRID", INVALID)));
        let opened = passerelle::open(&bytes(&other), &two.trust(LATER), now()).unwrap();
        let found: Vec<_> = opened.findings().iter().map(|finding| finding.code).collect();
        assert_eq!(found, [Code::SigAlgUnknown], "as for whoever cannot check it");
    }
}

#[test]
fn a_key_of_ml_dsa_has_a_window_and_an_end_as_any_other() {
    let two = Two::new(Algorithm::MlDsa65);
    let both = bytes(&two.signed(&draft()));
    let late = two.world.trust_with(|list| {
        let mut entry = key_entry(two.north.authority(), two.north.public_key());
        entry.not_before = time(LATER);
        list.authorities[0].keys.push(entry);
    });
    assert_eq!(refusal(&both, &late), Some("KEY_WINDOW"));
}

#[test]
fn statements_need_both_too_and_get_both() {
    let two = Two::new(Algorithm::MlDsa65);
    let (before, after) = (two.trust(LATER), two.trust(NOW));
    let record = passerelle::open(&bytes(&two.signed(&draft())), &after, now()).unwrap();
    let receipt = receipt_for(&record, id("XX/southland"), now(), now());
    let alone = sign_receipt(&receipt, &two.world.south, now(), Form::Clear).unwrap();
    let both = sign_receipt(&receipt, &two.south(), now(), Form::Clear).unwrap();
    let code = |envelope: &[u8], trust: &Trust| open_receipt(envelope, trust, now()).err().map(|error| error.code());
    assert_eq!(code(&alone, &before), None);
    assert_eq!(code(&alone, &after), Some(Code::SigHybrid));
    assert_eq!(code(&both, &before), None);
    assert_eq!(code(&both, &after), None);
}

#[test]
fn two_keys_that_are_no_pair_sign_nothing_together() {
    let two = Two::new(Algorithm::MlDsa65);
    let (north, south, second): (&dyn Signer, &dyn Signer, &dyn Signer) =
        (&two.world.north, &two.world.south, &two.north);
    assert!(Hybrid::new(north, second).is_some());
    for (first, second) in [(south, second), (second, north), (north, south), (second, second)] {
        assert!(Hybrid::new(first, second).is_none());
    }
}
