//! Signatures that were changed, moved, or written in another way.

use passerelle::crypto::{Algorithm, Signer, decode_base64url, encode_base64url};
use serde_json::{Value, json};

use super::support::*;

#[test]
fn every_flipped_bit_of_a_signature_is_seen() {
    for algorithm in Algorithm::CLASSICAL {
        let world = World::with(algorithm);
        let honest = world.forge(&draft(), &world.header());
        let raw = decode_base64url(honest["signatures"][0]["signature"].as_str().unwrap()).unwrap();
        for bit in (0..raw.len() * 8).step_by(7) {
            let mut bent = raw.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            let mut envelope = honest.clone();
            envelope["signatures"][0]["signature"] = encode_base64url(&bent).into();
            let code = world.refusal(&envelope);
            assert!(matches!(code, Some("SIG_INVALID" | "SIG_FORM")), "{algorithm:?} bit {bit}: {code:?}");
        }
    }
}

#[test]
fn signature_moved_from_another_record() {
    let world = World::new();
    let other = draft_with(json!({ "issued": "2026-06-01T08:30:01Z" }));
    let mut envelope = world.forge(&draft(), &world.header());
    envelope["record"] = other;
    assert_eq!(world.refusal(&envelope), Some("SIG_INVALID"));
}

#[test]
fn changed_record_with_its_old_signature() {
    let world = World::new();
    let mut envelope = world.forge(&draft(), &world.header());
    envelope["record"]["handling"]["tlp"] = "clear".into();
    assert_eq!(world.refusal(&envelope), Some("SIG_INVALID"));
}

#[test]
fn signatures_of_the_wrong_form() {
    for algorithm in Algorithm::CLASSICAL {
        let world = World::with(algorithm);
        let size = world.north.sign(b"x").unwrap().len();
        let der = [vec![0x30, 0x44, 0x02, 0x20], vec![1; 32], vec![0x02, 0x20], vec![1; 32]].concat();
        let zero_r = [vec![0; size / 2], vec![1; size / 2]].concat();
        let huge_s = [vec![1; size / 2], vec![0xFF; size / 2]].concat();
        let mut forms = vec![vec![], vec![1; size - 1], vec![1; size + 1], der, huge_s];
        if algorithm != Algorithm::Ed25519 {
            forms.extend([zero_r, [vec![1; size / 2], vec![0; size / 2]].concat(), vec![0xFF; size]]);
        }
        for raw in forms {
            let mut envelope = world.forge(&draft(), &world.header());
            envelope["signatures"][0]["signature"] = encode_base64url(&raw).into();
            assert_eq!(world.refusal(&envelope), Some("SIG_FORM"), "{algorithm:?} {} bytes", raw.len());
        }
    }
}

/// The order of P-256 (SEC 2 §2.4.2).
const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

#[test]
fn the_other_s_of_an_ecdsa_signature_makes_no_new_signer() {
    let world = World::with(Algorithm::Es256);
    let honest: Value = serde_json::from_slice(&world.sign(&draft())).unwrap();
    let raw = decode_base64url(honest["signatures"][0]["signature"].as_str().unwrap()).unwrap();
    let order: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&P256_ORDER[2 * i..2 * i + 2], 16).unwrap()).collect();
    let mut twin = raw.clone();
    let mut borrow = 0_i32;
    for i in (0..32).rev() {
        let difference = i32::from(order[i]) - i32::from(raw[32 + i]) - borrow;
        borrow = i32::from(difference < 0);
        twin[32 + i] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    assert!(raw[32..] < twin[32..], "the signer writes the smaller s");
    let mut envelope = honest.clone();
    envelope["signatures"][0]["signature"] = encode_base64url(&twin).into();
    let opened = passerelle::open(&bytes(&envelope), &world.trust, now()).unwrap();
    assert_eq!(opened.digest(), passerelle::open(&bytes(&honest), &world.trust, now()).unwrap().digest());
    let two = draft_with(json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } }));
    let entry = signature(&two, &world.header(), &world.north);
    let envelope = json!({ "record": two, "signatures": [entry, entry] });
    assert_eq!(world.refusal(&envelope), Some("SIG_QUORUM"));
}
