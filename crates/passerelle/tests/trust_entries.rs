//! Attacks on the entries of trust documents, and the making of such documents. Each test holds the attack's honest twin.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use passerelle::crypto::{Algorithm, Signer, SoftwareKey, decode_base64url, encode_base64url};
use passerelle::trust::{CountedRole, Proposal, Trust, TrustUpdate, cosign_trust_document, sign_trust_document};
use passerelle::{Code, ObjectClass, open};
use serde_json::{Value, json};
use support::trust::*;
use support::{NOW, id, key, now};

/// A list of Northland, with its one key entry changed, and of Southland.
fn changed(domain: &Domain, change: impl FnOnce(&mut Value)) -> TrustUpdate {
    let south = key("XX/southland", Algorithm::Ed25519);
    let mut document = list(1, 1, &[entry(&domain.north, "XA"), entry(&south, "XB")]);
    change(&mut document["authorities"][0]["keys"][0]);
    domain.take(&domain.pinned(), &document).unwrap()
}

fn key_count(trust: &Trust, authority: &str) -> usize {
    trust.authority(&id(authority)).unwrap().keys().len()
}

fn assert_only_northlands_key_is_out(domain: &Domain, update: &TrustUpdate, code: Code) {
    assert_eq!(left_out(update), [(code, "/authorities/0/keys/0".to_owned())]);
    assert_eq!((key_count(&update.trust, "XX/northland"), key_count(&update.trust, "XX/southland")), (0, 1));
    assert_eq!(open(&domain.record(), &update.trust, now()).unwrap_err().code(), Code::KeyUnknown);
}

fn assert_opens(domain: &Domain, update: &TrustUpdate) {
    assert_eq!(update.findings, []);
    open(&domain.record(), &update.trust, now()).unwrap();
}

// ---- names of keys ----------------------------------------------------------

#[test]
fn a_kid_that_is_not_its_keys_thumbprint_drops_that_entry() {
    let domain = Domain::new();
    let of_another_key = kid(&key("XX/northland", Algorithm::Ed25519));
    let of_another_authority = format!("XX/southland#{}", domain.north.public_key().thumbprint());
    for wrong in [of_another_key, of_another_authority] {
        let update = changed(&domain, |entry| entry["kid"] = json!(wrong));
        assert_only_northlands_key_is_out(&domain, &update, Code::TlKidMismatch);
    }
    assert_opens(&domain, &changed(&domain, |_| ()));
}

/// RFC 7638 leaves these members out of the thumbprint.
#[test]
fn further_members_of_a_jwk_change_no_kid() {
    let domain = Domain::new();
    let update = changed(&domain, |entry| {
        entry["jwk"]["use"] = json!("sig");
        entry["jwk"]["alg"] = json!("Ed25519");
    });
    assert_opens(&domain, &update);
}

#[test]
fn a_root_with_a_kid_that_is_not_its_keys_thumbprint_is_refused() {
    let domain = Domain::new();
    let wrong = kid(&domain_key());
    let mut document = domain.root();
    document["keys"][1]["kid"] = json!(wrong);
    document["roles"]["list"]["kids"] = json!([wrong]);
    assert_eq!(refusal(Trust::pin(&root_by(&document, &[&domain.root_key]))), Code::TlKidMismatch);
}

#[test]
fn a_key_that_two_authorities_share_is_neithers() {
    let (as_north, as_south) = key_of_two("XX/northland", "XX/southland");
    let domain = Domain { north: as_north, ..Domain::new() };
    let (east, spare) = (key("XX/eastland", Algorithm::Ed25519), key("XX/southland", Algorithm::Ed25519));
    let mut document = list(1, 1, &[entry(&domain.north, "XA"), entry(&as_south, "XB"), entry(&east, "XC")]);
    document["authorities"][1]["keys"].as_array_mut().unwrap().push(entry(&spare, "XB")["keys"][0].clone());
    let update = domain.take(&domain.pinned(), &document).unwrap();
    let shared = |index| (Code::TlKeyShared, format!("/authorities/{index}/keys/0"));
    assert_eq!(left_out(&update), [shared(0), shared(1)]);
    let count = |authority| key_count(&update.trust, authority);
    assert_eq!((count("XX/northland"), count("XX/southland"), count("XX/eastland")), (0, 1, 1));
    assert_eq!(open(&domain.record(), &update.trust, now()).unwrap_err().code(), Code::KeyUnknown);
}

// ---- private, weak and unknown keys -----------------------------------------

#[test]
fn a_private_member_refuses_the_whole_list() {
    let domain = Domain::new();
    let secret = json!(encode_base64url(&[7; 32]));
    let take = |change: &dyn Fn(&mut Value)| {
        let mut document = domain.list(6);
        change(&mut document);
        domain.take(&domain.trust(), &document)
    };
    for member in ["d", "priv", "k"] {
        let outcome = take(&|list| list["authorities"][0]["keys"][0]["jwk"][member] = secret.clone());
        assert_eq!(outcome.unwrap_err(), Code::TlPrivateKey, "{member}");
    }
    // Of an unknown kind; inside a key; and where a newer minor version may have a place for keys.
    let unknown = take(&|list| {
        list["authorities"][0]["keys"][0]["jwk"] = json!({ "kty": "AKP", "alg": "ML-DSA-65", "priv": secret });
    });
    assert_eq!(unknown.unwrap_err(), Code::TlPrivateKey);
    let inside = take(&|list| {
        list["authorities"][0]["keys"][0]["jwk"]["other"] = json!([{ "kty": "OKP", "d": secret }]);
    });
    assert_eq!(inside.unwrap_err(), Code::TlPrivateKey);
    let newer = |jwk: Value| {
        take(&|list| {
            list["spec"] = json!("1.1");
            list["spare_keys"] = json!([{ "jwk": jwk }]);
        })
    };
    assert_eq!(newer(json!({ "d": secret })).unwrap_err(), Code::TlPrivateKey);
    assert_eq!(newer(json!({ "x": secret })).unwrap().trust.list_version(), Some(6));
}

#[test]
fn a_private_member_refuses_a_root() {
    let domain = Domain::new();
    let mut document = domain.root();
    document["keys"][1]["jwk"]["d"] = json!(encode_base64url(&[7; 32]));
    assert_eq!(refusal(Trust::pin(&root_by(&document, &[&domain.root_key]))), Code::TlPrivateKey);
}

/// The point of order one, and an encoding of a point whose coordinate is not below the field's prime.
fn weak_ed25519() -> [Value; 2] {
    let mut order_one = [0; 32];
    order_one[0] = 1;
    let mut second_spelling = [0xff; 32];
    second_spelling[0] = 0xee;
    second_spelling[31] = 0x7f;
    [order_one, second_spelling].map(|point| json!({ "kty": "OKP", "crv": "Ed25519", "x": encode_base64url(&point) }))
}

#[test]
fn a_weak_key_drops_its_entry() {
    let domain = Domain::new();
    for weak in weak_ed25519() {
        let update = changed(&domain, |entry| entry["jwk"] = weak);
        assert_only_northlands_key_is_out(&domain, &update, Code::TlKeyWeak);
    }
}

#[test]
fn a_point_off_its_curve_drops_its_entry() {
    for algorithm in [Algorithm::Es256, Algorithm::Es384] {
        let domain = Domain { north: key("XX/northland", algorithm), ..Domain::new() };
        assert_opens(&domain, &changed(&domain, |_| ()));
        let update = changed(&domain, |entry| {
            let mut y = decode_base64url(entry["jwk"]["y"].as_str().unwrap()).unwrap();
            *y.last_mut().unwrap() ^= 1;
            entry["jwk"]["y"] = json!(encode_base64url(&y));
        });
        assert_only_northlands_key_is_out(&domain, &update, Code::TlKeyWeak);
    }
}

/// A root's weak key might be the one that its threshold rests on, so the root as a whole is refused.
#[test]
fn a_root_with_a_weak_key_is_refused() {
    let domain = Domain::new();
    for weak in weak_ed25519() {
        let mut document = domain.root();
        document["keys"][1]["jwk"] = weak;
        assert_eq!(refusal(Trust::pin(&root_by(&document, &[&domain.root_key]))), Code::TlKeyWeak);
    }
}

#[test]
fn a_key_of_an_unknown_kind_is_passed_over() {
    let domain = Domain::new();
    let unknown = json!({ "kty": "AKP", "alg": "ML-DSA-65", "pub": encode_base64url(&[7; 64]) });
    let update = changed(&domain, |entry| entry["jwk"] = unknown.clone());
    assert_only_northlands_key_is_out(&domain, &update, Code::TlKeyType);

    let strange = format!("XX/trust#{}", encode_base64url(&[9; 32]));
    let mut document = domain.root();
    document["keys"].as_array_mut().unwrap().push(json!({ "kid": strange, "jwk": unknown }));
    document["roles"]["root"]["kids"].as_array_mut().unwrap().push(json!(strange));
    let trust = Trust::pin(&root_by(&document, &[&domain.root_key])).unwrap();
    let of_root = |trust: &Trust| trust.findings().0.iter().map(|finding| finding.code).collect::<Vec<_>>();
    assert_eq!(of_root(&trust), [Code::TlKeyType]);
    assert_opens(&domain, &domain.take(&trust, &domain.list(1)).unwrap());
    // It does not count to a threshold.
    document["roles"]["root"]["threshold"] = json!(2);
    assert_eq!(refusal(Trust::pin(&root_by(&document, &[&domain.root_key]))), Code::TlForm);
}

// ---- form -------------------------------------------------------------------

type Change<'c> = &'c dyn Fn(&mut Value);

#[test]
fn a_list_that_contradicts_itself_is_ill_formed() {
    let domain = Domain::new();
    let twice = |value: &mut Value| {
        let first = value[0].clone();
        value.as_array_mut().unwrap().push(first);
    };
    let key = |list: &mut Value, member: &str, value: &str| list["authorities"][0]["keys"][0][member] = json!(value);
    let changes: [(&str, Change<'_>); 14] = [
        ("an authority twice", &|list| twice(&mut list["authorities"])),
        ("a key twice", &|list| twice(&mut list["authorities"][0]["keys"])),
        ("a window without length", &|list| key(list, "not_after", "2026-01-01T00:00:00Z")),
        ("retired without a time", &|list| key(list, "status", "retired")),
        ("compromised without a time", &|list| key(list, "status", "compromised")),
        ("active, and retired", &|list| key(list, "retired_at", NOW)),
        ("active, and compromised", &|list| key(list, "compromised_since", NOW)),
        ("a state that is none", &|list| key(list, "status", "fine")),
        ("no keys", &|list| list["authorities"][0]["keys"] = json!([])),
        ("no roles", &|list| list["authorities"][0]["roles"] = json!([])),
        ("a version of zero", &|list| list["version"] = json!(0)),
        ("a member with a slip", &|list| list["authorities"][0]["record_type"] = json!(["profile"])),
        ("expired before it is issued", &|list| list["issued"] = list["expires"].clone()),
        ("no expiry", &|list| drop(list.as_object_mut().unwrap().remove("expires"))),
    ];
    for (what, change) in changes {
        let mut document = domain.list(6);
        change(&mut document);
        assert_eq!(domain.take(&domain.trust(), &document).unwrap_err(), Code::TlForm, "{what}");
    }
}

#[test]
fn a_root_that_contradicts_itself_is_ill_formed() {
    let domain = Domain::new();
    let changes: [(&str, Change<'_>); 4] = [
        ("a key twice", &|root| {
            let first = root["keys"][0].clone();
            root["keys"].as_array_mut().unwrap().push(first);
        }),
        ("expired before it is issued", &|root| root["expires"] = root["issued"].clone()),
        ("a version of zero", &|root| root["version"] = json!(0)),
        ("a role too many", &|root| root["roles"]["record"] = root["roles"]["list"].clone()),
    ];
    for (what, change) in changes {
        let mut document = domain.root();
        change(&mut document);
        assert_eq!(refusal(Trust::pin(&root_by(&document, &[&domain.root_key]))), Code::TlForm, "{what}");
    }
}

#[test]
fn another_major_version_is_refused_and_a_newer_minor_is_read() {
    let domain = Domain::new();
    let mut document = domain.list(6);
    document["spec"] = json!("2.0");
    assert_eq!(domain.take(&domain.trust(), &document).unwrap_err(), Code::VerMajor);
    document["spec"] = json!("1.7");
    document["member_to_come"] = json!(true);
    assert_eq!(domain.take(&domain.trust(), &document).unwrap().trust.list_version(), Some(6));
}

// ---- making documents -------------------------------------------------------

#[test]
fn nobody_signs_what_every_reader_would_leave_out() {
    let domain = Domain::new();
    let make = |document: &Value| sign_trust_document(ObjectClass::TrustList, document, &[&domain.list_key], now());
    domain.pinned().update_list(&make(&domain.list(1)).unwrap(), now()).unwrap();
    let mut wrong = domain.list(1);
    wrong["authorities"][0]["keys"][0]["kid"] = json!(kid(&key("XX/northland", Algorithm::Ed25519)));
    assert_eq!(refusal(make(&wrong)), Code::TlKidMismatch);
    let mut private = domain.list(1);
    private["authorities"][0]["keys"][0]["jwk"]["d"] = json!("AA");
    assert_eq!(refusal(make(&private)), Code::TlPrivateKey);
    let record = sign_trust_document(ObjectClass::Record, &support::draft(), &[&domain.list_key], now());
    assert_eq!(refusal(record), Code::TlForm);
}

#[test]
fn keys_in_different_places_sign_one_after_the_other() {
    let domain = Domain::new();
    let (a, b) = (domain_key(), domain_key());
    let first = root(1, (&[&domain.root_key], 1), (&[&a, &b], 2));
    let first = sign_trust_document(ObjectClass::TrustRoot, &first, &[&domain.root_key], now()).unwrap();
    let trust = Trust::pin(&first).unwrap();
    let half = sign_trust_document(ObjectClass::TrustList, &domain.list(1), &[&a], now()).unwrap();
    assert_eq!(refusal(trust.update_list(&half, now())), Code::TlThreshold);
    let counts = Proposal::read(&half).unwrap().signature_counts(Some(&trust));
    assert_eq!((counts.len(), counts[0].role, counts[0].signed.len(), counts[0].needed), (1, CountedRole::List, 1, 2));
    assert_eq!(counts[0].missing.iter().map(ToString::to_string).collect::<Vec<_>>(), [kid(&b)]);

    // To sign twice adds nothing.
    let again = cosign_trust_document(&half, &[&a], now()).unwrap();
    assert_eq!(refusal(trust.update_list(&again, now())), Code::TlThreshold);
    let whole = cosign_trust_document(&again, &[&b], now()).unwrap();
    assert!(Proposal::read(&whole).unwrap().signature_counts(Some(&trust))[0].is_met());
    trust.update_list(&whole, now()).unwrap();
    let whole: Value = serde_json::from_slice(&whole).unwrap();
    assert_eq!(whole["signatures"].as_array().unwrap().len(), 2);
}

#[test]
fn a_next_root_counts_the_signatures_of_both_roots() {
    let [a, b, list_key] = [(); 3].map(|()| domain_key());
    let pin = |key: &SoftwareKey, version| {
        sign_trust_document(ObjectClass::TrustRoot, &root(version, (&[key], 1), (&[&list_key], 1)), &[key], now())
            .unwrap()
    };
    let held = Trust::pin(&pin(&a, 1)).unwrap();
    let next = Proposal::read(&pin(&b, 2)).unwrap();
    assert_eq!(next.version(), 2);
    let met: Vec<_> = next.signature_counts(Some(&held)).iter().map(|count| (count.role, count.is_met())).collect();
    assert_eq!(met, [(CountedRole::HeldRoot, false), (CountedRole::NewRoot, true)]);
    let first: Vec<_> = next.signature_counts(None).iter().map(|count| (count.role, count.is_met())).collect();
    assert_eq!(first, [(CountedRole::NewRoot, true)]);
}

/// ML-DSA stands beside other signatures of records and statements. Trust documents have thresholds instead, and a key of it in a root
/// is passed over whether or not this build has it.
#[cfg(feature = "aws-lc")]
#[test]
fn a_key_of_ml_dsa_signs_no_trust_documents() {
    let domain = Domain::new();
    let second = key("XX/trust", Algorithm::MlDsa65);
    let jwk: Value = serde_json::from_slice(&second.public_key().to_jwk().to_canonical()).unwrap();
    let update = changed(&domain, |entry| {
        let of_north = key("XX/northland", Algorithm::MlDsa65);
        entry["jwk"] = serde_json::from_slice(&of_north.public_key().to_jwk().to_canonical()).unwrap();
        entry["kid"] = json!(kid(&of_north));
    });
    assert_eq!((left_out(&update), key_count(&update.trust, "XX/northland")), (Vec::new(), 1), "in a list it is a key");
    let mut document = domain.root();
    document["keys"].as_array_mut().unwrap().push(json!({ "kid": kid(&second), "jwk": jwk }));
    document["roles"]["root"]["kids"].as_array_mut().unwrap().push(json!(kid(&second)));
    let trust = Trust::pin(&root_by(&document, &[&domain.root_key])).unwrap();
    assert_eq!(trust.findings().0.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::TlKeyType]);
    document["roles"]["root"]["threshold"] = json!(2);
    assert_eq!(refusal(Trust::pin(&root_by(&document, &[&domain.root_key, &second]))), Code::TlForm);
}
