//! Area `wycheproof`: signatures of project Wycheproof, which bundles what went wrong in cryptographic libraries, on real records.
//!
//! A vector's own message is no signing input of a record, so that a good signature of it is none of a record; and a record cannot be
//! made whose signature is given, since its header names the key that would follow from that. What can be lifted is every bad
//! signature, with the key that it was made against: it has to be refused whatever is signed, and the whole way to that is tested. The
//! good ones are checked in the library's own tests; what hangs on the message is made anew in `signatures.rs` and `ed25519.rs`.

use std::collections::BTreeMap;

use passerelle::ObjectClass::Record;
use passerelle::crypto::{Algorithm, PublicKey, encode_base64url};
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};
use wycheproof::{TestResult, ecdsa, eddsa};

use super::maker::{Maker, base64, kind};
use super::records::link_by;
use super::signatures::{next_list, take};
use super::trust::key_entry;
use super::world::{bytes, envelope, jwk_of, kid, merged, order};

/// A bad signature.
struct Vector {
    key: Vec<u8>,
    signature: Vec<u8>,
}

/// Bad signatures by what is wrong with them, in the words of Wycheproof.
type ByFlag = BTreeMap<String, Vec<Vector>>;

pub(crate) fn cases(maker: &mut Maker) {
    for (algorithm, name, from) in [
        (Algorithm::Ed25519, "ed25519", "envelopes/plain"),
        (Algorithm::Es256, "es256", "keys/es256"),
        (Algorithm::Es384, "es384", "keys/es384"),
    ] {
        for (flag, vectors) in bad(algorithm) {
            case(maker, algorithm, &format!("wycheproof/bad-{name}-{flag}"), from, &vectors);
        }
    }
}

/// Each vector is a step: the same record, signed with it.
fn case(maker: &mut Maker, algorithm: Algorithm, id: &str, from: &str, vectors: &[Vector]) {
    // One of the vectors has a key of RFC 8032, which is Northland's here.
    let north = maker.world.jwk("northland");
    let holder = |jwk: &Value| if *jwk == north { "XX/northland" } else { "XX/eastland" };
    let jwks: Vec<Value> = vectors.iter().map(|vector| jwk(algorithm, &vector.key)).collect();
    let list = next_list(&maker.world, |list| {
        let keys = list["authorities"][2]["keys"].as_array_mut().unwrap();
        for jwk in jwks.iter().filter(|jwk| **jwk != north) {
            let entry = key_entry("XX/eastland", jwk);
            if !keys.contains(&entry) {
                keys.push(entry);
            }
        }
    });
    let header = maker.world.header(Record, "eastland");
    let steps: Vec<(Value, &str)> = vectors
        .iter()
        .zip(&jwks)
        .map(|(vector, jwk)| {
            let record = link_by(holder(jwk), &json!({}));
            let named = json!({ "alg": algorithm.as_str(), "kid": kid(holder(jwk), jwk) });
            let protected = encode_base64url(&bytes(&merged(header.clone(), &named)));
            let entry = json!({ "protected": protected, "signature": encode_base64url(&vector.signature) });
            let due = if is_well_formed(algorithm, &vector.signature) { "SIG_INVALID" } else { "SIG_FORM" };
            (envelope(Record, &record, vec![entry]), due)
        })
        .collect();
    let title = format!("{} bad signatures of project Wycheproof", steps.len());
    let sketch = maker
        .case(kind(Level::L2, Role::Verifier), id, &title)
        .from(from)
        .attacks(&[34])
        .flag("signature")
        .requires(&["PSR-SIG-001", "PSR-SIG-002"])
        .note("Its cryptographic library has a bug that others had, or it leaves out what it has to check before it asks the library.");
    let mut sketch = take(sketch, &list);
    for (envelope, due) in steps {
        sketch = sketch.ask("open", vec![("envelope", base64(&bytes(&envelope)))], due);
    }
    sketch.done();
}

fn bad(algorithm: Algorithm) -> ByFlag {
    let mut found = ByFlag::new();
    let mut add = |flags: String, key: &[u8], signature: &[u8]| {
        found.entry(flags).or_default().push(Vector { key: key.to_vec(), signature: signature.to_vec() });
    };
    let name = match algorithm {
        Algorithm::Es256 => ecdsa::TestName::EcdsaSecp256r1Sha256P1363,
        Algorithm::Es384 => ecdsa::TestName::EcdsaSecp384r1Sha384P1363,
        _ => {
            for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
                for test in group.tests.iter().filter(|test| test.result == TestResult::Invalid) {
                    add(words(&test.flags), &group.key.pk, &test.sig);
                }
            }
            return found;
        }
    };
    for group in ecdsa::TestSet::load(name).unwrap().test_groups {
        for test in group.tests.iter().filter(|test| test.result == TestResult::Invalid) {
            add(words(&test.flags), &group.key.key, &test.sig);
        }
    }
    found
}

/// `range-check` of `RangeCheck`; of several the first.
fn words(flags: &[impl std::fmt::Debug]) -> String {
    let flag = flags.first().map(|flag| format!("{flag:?}")).unwrap_or_default();
    let mut word = String::new();
    for letter in flag.chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    word
}

fn jwk(algorithm: Algorithm, point: &[u8]) -> Value {
    jwk_of(&PublicKey::from_point(algorithm, point.to_vec()).unwrap())
}

/// What PSR-SIG-001 says, apart from the library.
fn is_well_formed(algorithm: Algorithm, signature: &[u8]) -> bool {
    let order = order(algorithm);
    let (first, second) = signature.split_at(signature.len() / 2);
    let is_zero = |number: &[u8]| number.iter().all(|byte| *byte == 0);
    match algorithm {
        Algorithm::Ed25519 => {
            let s: Vec<u8> = second.iter().rev().copied().collect();
            signature.len() == 64 && s < order
        }
        _ => {
            let in_range = |number: &[u8]| number < order.as_slice() && !is_zero(number);
            signature.len() == 2 * order.len() && in_range(first) && in_range(second)
        }
    }
}
