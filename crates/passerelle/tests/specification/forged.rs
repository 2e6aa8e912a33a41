//! Signed examples that only somebody with the keys can write; most have one fault.

use std::collections::BTreeMap;

use passerelle::ObjectClass;
use passerelle::crypto::{Signer, SoftwareKey, digest, encode_base64url};
use serde_json::{Value, json};

use super::blocks::merged;
use super::fixtures::{Keys, SECRETS, bytes, key, laid_out, time, unhex};

/// When most of them were signed.
const SIGNED_AT: &str = "2026-06-01T08:05:00Z";

/// Small records in envelopes.
pub(crate) fn records(keys: &Keys) -> BTreeMap<String, String> {
    let plain = json!({ "issuer": "XX/northland", "type": "link" });
    let south = json!({ "issuer": "XX/southland", "type": "link" });
    let notice = json!({ "issuer": "XX/southland", "type": "notice" });
    let signers = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
    let two = json!({ "issuer": "XX/northland", "signers": signers, "type": "notice" });
    let later = json!({ "issued": "2026-06-01T08:10:01Z", "issuer": "XX/northland", "type": "link" });
    let stranger = key("XX/eastland", SECRETS[0]);

    let entry = |record: &Value, key: &SoftwareKey| signature(ObjectClass::Record, record, key, json!({}));
    let north = |header: Value| signature(ObjectClass::Record, &plain, &keys.north, header);
    let north_at = |iat: &str| north(json!({ "iat": time(iat).unix_seconds() }));
    let [two_north, two_south] = [&keys.north, &keys.south].map(|key| entry(&two, key));
    let second = north(json!({ "alg": "ML-DSA-65", "kid": kid("XX/northland", &key_to_come()) }));
    let cases: Vec<(&str, &Value, Vec<Value>)> = vec![
        ("plain", &plain, vec![north(json!({}))]),
        ("no-iat", &plain, vec![north(json!({ "iat": null }))]),
        ("alg-none", &plain, vec![north(json!({ "alg": "none" }))]),
        ("alg-reserved", &plain, vec![north(json!({ "alg": "ML-DSA-65" }))]),
        ("alg-beside", &plain, vec![north(json!({})), north(json!({ "alg": "ML-DSA-65" }))]),
        ("hybrid", &plain, vec![north(json!({})), second]),
        ("jku", &plain, vec![north(json!({ "jku": "https://keys.example/" }))]),
        ("crit", &plain, vec![north(json!({ "crit": ["exp"] }))]),
        ("typ", &plain, vec![north(json!({ "typ": ObjectClass::TrustList.typ() }))]),
        ("kid-form", &plain, vec![north(json!({ "kid": "../keys/northland.pem" }))]),
        ("key-unknown", &plain, vec![entry(&plain, &stranger)]),
        ("alg-mismatch", &plain, vec![north(json!({ "alg": "ES256" }))]),
        ("key-authority", &plain, vec![entry(&plain, &keys.south)]),
        ("key-role", &south, vec![entry(&south, &keys.south)]),
        ("root-key", &plain, vec![entry(&plain, &keys.list)]),
        ("sig-form", &plain, vec![spoilt(north(json!({})), &[0; 3])]),
        ("sig-invalid", &plain, vec![spoilt(north(json!({})), &[0; 64])]),
        ("sig-cosigner", &two, vec![two_north.clone(), spoilt(two_south, &[0; 64])]),
        ("sig-quorum", &two, vec![two_north]),
        ("key-window", &plain, vec![north_at("2025-12-31T23:59:59Z")]),
        ("time-future", &plain, vec![north_at("2026-06-01T12:05:01Z")]),
        ("before-issued", &later, vec![entry(&later, &keys.north)]),
        ("signed-at-ten", &plain, vec![north_at("2026-06-01T10:00:00Z")]),
        ("south-notice", &notice, vec![entry(&notice, &keys.south)]),
    ];
    let envelope = |record: &Value, entries: Vec<Value>| envelope(ObjectClass::Record, record, &entries);
    cases.into_iter().map(|(name, record, entries)| (name.to_owned(), envelope(record, entries))).collect()
}

/// Manifests for the record of the chapters: those of an honest sender, and others with one fault each.
pub(crate) fn manifests(keys: &Keys, record: &[u8]) -> BTreeMap<String, String> {
    let record: Value = serde_json::from_slice(record).unwrap();
    let digest_of = |value: &Value| {
        let wrapped = passerelle::json::read(&bytes(&json!({ "value": value }))).unwrap();
        serde_json::to_value(digest(&wrapped.get("value").unwrap().to_canonical())).unwrap()
    };
    let manifest = json!({
        "spec": "1.0",
        "issuer": "XX/northland",
        "feed": "daily",
        "sequence": 1,
        "issued": SIGNED_AT,
        "next_by": "2026-06-02T08:05:00Z",
        "count": 1,
        "records": [{ "digest": digest_of(&record["record"]), "signatures": digest_of(&record["signatures"]) }],
    });
    let with = |members: Value| merged(manifest.clone(), &members);
    let next = json!({ "sequence": 2, "prev": digest_of(&manifest), "count": 0, "records": null });
    let cases = [
        ("manifest", manifest.clone()),
        ("heartbeat", with(next)),
        ("manifest-count", with(json!({ "count": 2 }))),
        ("manifest-no-prev", with(json!({ "sequence": 2 }))),
    ];
    let signed = |manifest: Value| signed(ObjectClass::Manifest, &manifest, &keys.north);
    cases.into_iter().map(|(name, manifest)| (name.to_owned(), signed(manifest))).collect()
}

/// Lists and roots.
pub(crate) fn trust_documents(keys: &Keys) -> BTreeMap<String, String> {
    lists(keys).into_iter().chain(roots(keys)).map(|(name, text)| (name.to_owned(), text)).collect()
}

fn lists(keys: &Keys) -> Vec<(&'static str, String)> {
    let [north, south] = [&keys.north, &keys.south].map(jwk_of);
    let by = |key: &SoftwareKey, members: Value| signed(ObjectClass::TrustList, &list_with(members), key);
    let northland = |jwk: &Value, key: Value| authority("XX/northland", "XA", jwk, key);
    let listing = |authorities: Vec<Value>| by(&keys.list, json!({ "authorities": authorities }));
    let only = |jwk: &Value, key: Value| listing(vec![northland(jwk, key)]);
    let since = "2026-06-01T09:00:00Z";
    let (retired, compromised) = (
        json!({ "retired_at": since, "status": "retired" }),
        json!({ "compromised_since": since, "status": "compromised" }),
    );
    // The point of order 1.
    let weak = json!({ "crv": "Ed25519", "kty": "OKP", "x": encode_base64url(&[&[1][..], &[0; 31]].concat()) });
    let strange = key_to_come();
    let sunset = json!({
        "authorities": [northland(&north, json!({}))],
        "policy": { "algorithms": [{ "alg": "Ed25519", "sunset": "2026-06-01T12:00:00Z" }] },
    });
    let mut both = northland(&north, json!({}));
    let second = northland(&strange, json!({}))["keys"][0].clone();
    both["keys"].as_array_mut().unwrap().push(second);
    let hybrid = json!({ "authorities": [both], "policy": { "hybrid_from": "2026-06-01T08:00:00Z" } });
    let list = list_with(json!({}));
    let bad = spoilt(signature(ObjectClass::TrustList, &list, &keys.list, json!({})), &[0; 64]);
    vec![
        ("list-next", by(&keys.list, json!({}))),
        ("list-times", by(&keys.list, json!({ "issued": "2027-05-01T00:00:00Z" }))),
        ("list-private-key", only(&north, json!({ "jwk": { "d": encode_base64url(&unhex(SECRETS[0])) } }))),
        ("list-real-authority", listing(vec![authority("XA/northland", "XA", &north, json!({}))])),
        ("list-kid-mismatch", only(&north, json!({ "kid": kid("XX/northland", &south) }))),
        (
            "list-key-shared",
            listing(vec![northland(&north, json!({})), authority("XX/eastland", "XC", &north, json!({}))]),
        ),
        ("list-key-weak", only(&weak, json!({}))),
        ("list-key-type", only(&strange, json!({}))),
        ("list-bad-signature", envelope(ObjectClass::TrustList, &list, &[bad])),
        ("list-by-root-key", by(&keys.root, json!({}))),
        ("list-of-root-2", by(&keys.list, json!({ "root_version": 2 }))),
        ("list-older", by(&keys.list, json!({ "version": 6 }))),
        ("list-after-theft", by(&keys.root, json!({ "root_version": 2, "version": 7 }))),
        ("list-twin", by(&keys.list, json!({ "version": 7 }))),
        ("list-expired", by(&keys.list, json!({ "expires": "2026-05-25T12:00:00Z" }))),
        ("list-lives", listing(vec![northland(&north, retired), authority("XX/southland", "XB", &south, compromised)])),
        ("list-sunset", by(&keys.list, sunset)),
        ("list-hybrid", by(&keys.list, hybrid)),
    ]
}

fn roots(keys: &Keys) -> Vec<(&'static str, String)> {
    let by = |key: &SoftwareKey, version: i64| signed(ObjectClass::TrustRoot, &root_of(key, version), key);
    vec![("root-usurped", by(&keys.list, 2)), ("root-2", by(&keys.root, 2)), ("root-3", by(&keys.root, 3))]
}

/// A root with one key for both roles, which keeps it short.
fn root_of(key: &SoftwareKey, version: i64) -> Value {
    let jwk = jwk_of(key);
    let kid = kid("XX/trust", &jwk);
    let role = json!({ "kids": [kid], "threshold": 1 });
    json!({
        "domain": "XX/trust",
        "expires": "2028-01-01T00:00:00Z",
        "issued": "2026-05-15T00:00:00Z",
        "keys": [{ "jwk": jwk, "kid": kid }],
        "roles": { "list": role, "root": role },
        "spec": "1.0",
        "version": version,
    })
}

/// The list after that of the introduction, with some members set; there are no authorities in it unless they are.
pub(crate) fn list_with(members: Value) -> Value {
    let list = json!({
        "authorities": [],
        "domain": "XX/trust",
        "expires": "2027-05-01T00:00:00Z",
        "issued": "2026-05-15T00:00:00Z",
        "root_version": 1,
        "spec": "1.0",
        "version": 8,
    });
    merged(list, &members)
}

/// An authority with one key, some of whose members are set.
pub(crate) fn authority(id: &str, country: &str, jwk: &Value, members: Value) -> Value {
    let key = json!({
        "jwk": jwk,
        "kid": kid(id, jwk),
        "not_after": "2028-01-01T00:00:00Z",
        "not_before": "2026-01-01T00:00:00Z",
        "status": "active",
    });
    json!({ "country": country, "id": id, "keys": [merged(key, &members)], "roles": ["record"] })
}

pub(crate) fn jwk_of(key: &SoftwareKey) -> Value {
    serde_json::from_slice(&key.public_key().to_jwk().to_canonical()).unwrap()
}

/// A key of an algorithm that is reserved.
fn key_to_come() -> Value {
    json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" })
}

/// The identifier of a key that the library might not take, all of whose members RFC 7638 requires.
fn kid(authority: &str, jwk: &Value) -> String {
    format!("{authority}#{}", encode_base64url(&unhex(digest(&bytes(jwk)).hash.as_str())))
}

pub(crate) fn signed(class: ObjectClass, object: &Value, key: &SoftwareKey) -> String {
    envelope(class, object, &[signature(class, object, key, json!({}))])
}

/// A signature with members of its header set as nobody should set them.
pub(crate) fn signature(class: ObjectClass, object: &Value, key: &SoftwareKey, header: Value) -> Value {
    let members = json!({
        "alg": "Ed25519",
        "iat": time(SIGNED_AT).unix_seconds(),
        "kid": kid(key.authority().as_str(), &jwk_of(key)),
        "typ": class.typ(),
    });
    let protected = encode_base64url(&bytes(&merged(members, &header)));
    let payload = passerelle::json::read(&bytes(object)).unwrap().to_canonical();
    let signature = key.sign(format!("{protected}.{}", encode_base64url(&payload)).as_bytes()).unwrap();
    json!({ "protected": protected, "signature": encode_base64url(&signature) })
}

fn spoilt(mut entry: Value, signature: &[u8]) -> Value {
    entry["signature"] = encode_base64url(signature).into();
    entry
}

pub(crate) fn envelope(class: ObjectClass, object: &Value, entries: &[Value]) -> String {
    laid_out(&bytes(&json!({ class.member(): object, "signatures": entries })))
}
