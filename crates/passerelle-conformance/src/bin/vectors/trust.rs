//! The trust documents of the suite, and area `trust`.

use passerelle::ObjectClass;
use passerelle::crypto::{Decryptor as _, Signer as _};
use serde_json::{Value, json};

use super::world::{World, bytes, kid, merged};

/// A root in the place of the first one, with some members set.
pub(crate) fn root(world: &World, members: &Value) -> Value {
    let entry = |name: &str| json!({ "jwk": world.jwk(name), "kid": world.kid(name) });
    let role = |name: &str| json!({ "kids": [world.kid(name)], "threshold": 1 });
    let root = json!({
        "domain": "XX/trust",
        "expires": "2028-01-01T00:00:00Z",
        "issued": "2026-01-01T00:00:00Z",
        "keys": [entry("root"), entry("list")],
        "roles": { "list": role("list"), "root": role("root") },
        "spec": "1.0",
        "version": 1,
    });
    merged(root, members)
}

/// A list with some members set.
pub(crate) fn list(world: &World, members: &Value) -> Value {
    let all = json!(["forward", "manifest", "receipt", "record"]);
    let mut north = authority(world, "northland", "XA", &json!({}));
    north["roles"] = all.clone();
    let mut south = authority(world, "southland", "XB", &json!({}));
    south["roles"] = all;
    for (authority, name) in [(&mut north, "northland-p256"), (&mut south, "southland-x25519")] {
        let key = world.sealing_key(name);
        let jwk: Value = serde_json::from_slice(&key.public_key().to_jwk().to_canonical()).unwrap();
        let id = authority["id"].as_str().unwrap().to_owned();
        let entry = merged(key_entry(&id, &jwk), &json!({ "use": "enc" }));
        authority["keys"].as_array_mut().unwrap().push(entry);
    }
    let mut watch = authority(world, "northwatch", "XA", &json!({}));
    watch["roles"] = json!(["receipt"]);
    let mut west = authority(world, "westland", "XD", &json!({}));
    west["record_types"] = json!(["notice", "profile"]);
    let list = json!({
        "authorities": [north, south, authority(world, "eastland", "XC", &json!({})), west, watch],
        "domain": "XX/trust",
        "expires": "2027-05-01T00:00:00Z",
        "issued": "2026-05-01T00:00:00Z",
        "root_version": 1,
        "spec": "1.0",
        "version": 7,
    });
    merged(list, members)
}

/// An authority with one key, some of whose members are set.
pub(crate) fn authority(world: &World, name: &str, country: &str, key: &Value) -> Value {
    let id = world.key(name).authority().to_string();
    let entry = merged(key_entry(&id, &world.jwk(name)), key);
    json!({ "country": country, "id": id, "keys": [entry], "roles": ["record"] })
}

pub(crate) fn key_entry(authority: &str, jwk: &Value) -> Value {
    json!({
        "jwk": jwk,
        "kid": kid(authority, jwk),
        "not_after": "2028-01-01T00:00:00Z",
        "not_before": "2026-01-01T00:00:00Z",
        "status": "active",
    })
}

/// The files `trust/root-1.json` and `trust/list-7.json`.
pub(crate) fn fixtures(world: &mut World) {
    let root = world.signed(ObjectClass::TrustRoot, &root(world, &json!({})), &["root"]);
    let list = world.signed(ObjectClass::TrustList, &list(world, &json!({})), &["list"]);
    world.fixtures.insert("trust/root-1.json".to_owned(), bytes(&root));
    world.fixtures.insert("trust/list-7.json".to_owned(), bytes(&list));
}
