//! The trust documents of the suite, and area `trust`.

use passerelle::ObjectClass;
use passerelle::crypto::{Decryptor as _, Signer as _, encode_base64url};
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, Sketch, base64, kind, word};
use super::world::{World, bytes, kid, merged, unhex};

const CLIENT: Kind = kind(Level::L2, Role::TrustClient);
const ROTATION: Kind = kind(Level::L3, Role::TrustClient);

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

fn take<'m>(sketch: Sketch<'m>, kind: &str, document: &[u8], due: &str) -> Sketch<'m> {
    sketch.ask("trust", vec![("document", base64(document)), ("kind", word(kind))], due)
}

pub(crate) fn cases(maker: &mut Maker) {
    first_roots(maker);
    lists(maker);
    entries(maker);
    rotations(maker);
}

/// A root by some keys.
fn root_by(world: &World, members: &Value, by: &[&str]) -> Vec<u8> {
    bytes(&world.signed(ObjectClass::TrustRoot, &root(world, members), by))
}

/// A list by some keys.
fn list_by(world: &World, members: &Value, by: &[&str]) -> Vec<u8> {
    bytes(&world.signed(ObjectClass::TrustList, &list(world, &merged(json!({ "version": 8 }), members)), by))
}

fn first_roots(maker: &mut Maker) {
    let good = root_by(&maker.world, &json!({}), &["root"]);
    take(
        maker.bare(CLIENT, "trust/root", "a root to begin with").note("It refuses what is good."),
        "root",
        &good,
        "accepted",
    )
    .done();
    let entry = |name: &str| json!({ "jwk": maker.world.jwk(name), "kid": maker.world.kid(name) });
    let two = json!({ "keys": [entry("root"), entry("root-2"), entry("list")], "roles": { "root": { "kids": [maker.world.kid("root"), maker.world.kid("root-2")], "threshold": 2 } } });
    let strange = json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" });
    let strange = json!({ "jwk": strange, "kid": kid("XX/trust", &strange) });
    let rows: Vec<(&str, &str, Value, Vec<&str>, &str, u16)> = vec![
        ("root-two", "a root that two keys have to sign", two.clone(), vec!["root", "root-2"], "accepted", 54),
        ("bad-root-one-of-two", "one of two signatures", two.clone(), vec!["root"], "TL_THRESHOLD", 54),
        ("bad-root-one-twice", "one of two signatures, twice", two, vec!["root", "root"], "TL_THRESHOLD", 55),
        ("bad-root-by-list", "signed by the key of the list", json!({}), vec!["list"], "TL_THRESHOLD", 56),
        ("bad-root-by-stranger", "signed by somebody else", json!({}), vec!["stranger"], "TL_THRESHOLD", 54),
        (
            "bad-root-threshold-zero",
            "a threshold of 0",
            json!({ "roles": { "root": { "threshold": 0 } } }),
            vec!["root"],
            "TL_FORM",
            54,
        ),
        (
            "bad-root-threshold-high",
            "a threshold that cannot be met",
            json!({ "roles": { "root": { "threshold": 2 } } }),
            vec!["root"],
            "TL_FORM",
            54,
        ),
        (
            "bad-root-times",
            "it expires before it is issued",
            json!({ "expires": "2025-01-01T00:00:00Z" }),
            vec!["root"],
            "TL_FORM",
            50,
        ),
        ("bad-root-member", "a member that roots do not have", json!({ "x": 1 }), vec!["root"], "TL_FORM", 50),
        (
            "bad-root-private",
            "a private key stands in it",
            json!({ "keys": [merged(entry("root"), &json!({ "jwk": { "d": "AAAA" } })), entry("list")] }),
            vec!["root"],
            "TL_PRIVATE_KEY",
            61,
        ),
        (
            "root-key-type",
            "a key of a kind to come",
            json!({ "keys": [entry("root"), entry("list"), strange] }),
            vec!["root"],
            "finds TL_KEY_TYPE",
            63,
        ),
        ("bad-root-major", "another major version", json!({ "spec": "2.0" }), vec!["root"], "VER_MAJOR", 84),
    ];
    for (name, title, members, by, due, row) in rows {
        let document = root_by(&maker.world, &members, &by);
        let mut sketch = maker
            .bare(CLIENT, &format!("trust/{name}"), title)
            .attacks(&[row])
            .flag("trust")
            .note("It begins with a root that nobody vouches for as it should be.");
        if due != "accepted" {
            sketch = sketch.from("trust/root");
        }
        take(sketch, "root", &document, due).done();
    }
    let mut spoilt: Value = serde_json::from_slice(&good).unwrap();
    spoilt["trust_root"]["version"] = 2.into();
    take(
        maker
            .bare(CLIENT, "trust/bad-root-changed", "changed after it was signed")
            .attacks(&[54])
            .from("trust/root")
            .flag("trust")
            .note("It does not verify the root that it begins with."),
        "root",
        &bytes(&spoilt),
        "TL_THRESHOLD",
    )
    .done();
}

fn lists(maker: &mut Maker) {
    let good = list_by(&maker.world, &json!({}), &["list"]);
    take(maker.case(CLIENT, "trust/list", "the next list").note("It refuses what is good."), "list", &good, "accepted")
        .done();
    let rows: Vec<(&str, &str, Value, Vec<&str>, &str, u16)> = vec![
        ("list-skips", "a list some versions on", json!({ "version": 12 }), vec!["list"], "accepted", 51),
        ("bad-list-older", "an older list", json!({ "version": 6 }), vec!["list"], "TL_ROLLBACK", 51),
        (
            "bad-list-twin",
            "other content with the version that is held",
            json!({ "version": 7, "issued": "2026-05-02T00:00:00Z" }),
            vec!["list"],
            "TL_EQUIVOCATION",
            52,
        ),
        ("list-again", "the list that is held", json!({ "version": 7 }), vec!["list"], "accepted", 52),
        ("bad-list-by-root", "signed by the root's key", json!({}), vec!["root"], "TL_ROLE", 56),
        ("bad-list-by-record-key", "signed by an authority's key", json!({}), vec!["northland"], "TL_ROLE", 56),
        ("bad-list-by-stranger", "signed by somebody else", json!({}), vec!["stranger"], "TL_THRESHOLD", 55),
        (
            "bad-list-expired",
            "past its end and its grace",
            json!({ "expires": "2026-05-25T12:00:00Z" }),
            vec!["list"],
            "TL_EXPIRED",
            50,
        ),
        (
            "bad-list-of-root-2",
            "made under a root that is not known",
            json!({ "root_version": 2 }),
            vec!["list"],
            "TL_ROOT_UNKNOWN",
            58,
        ),
        ("bad-list-live", "of a live domain", json!({ "domain": "XA/trust" }), vec!["list"], "TL_TEST_MATERIAL", 64),
        (
            "bad-list-other-domain",
            "of another test domain",
            json!({ "domain": "XX/other" }),
            vec!["list"],
            "TL_FORM",
            64,
        ),
        ("bad-list-member", "a member that lists do not have", json!({ "x": 1 }), vec!["list"], "TL_FORM", 50),
        (
            "bad-list-times",
            "it expires before it is issued",
            json!({ "issued": "2027-06-01T00:00:00Z" }),
            vec!["list"],
            "TL_FORM",
            50,
        ),
        ("bad-list-version-zero", "version 0", json!({ "version": 0 }), vec!["list"], "TL_FORM", 51),
        ("bad-list-major", "another major version", json!({ "spec": "2.0" }), vec!["list"], "VER_MAJOR", 84),
    ];
    for (name, title, members, by, due, row) in rows {
        let document = list_by(&maker.world, &members, &by);
        let mut sketch = maker
            .case(CLIENT, &format!("trust/{name}"), title)
            .attacks(&[row])
            .flag("trust")
            .note("It takes a list that nobody vouches for, or goes back to an old one.");
        if due != "accepted" {
            sketch = sketch.from("trust/list");
        }
        take(sketch, "list", &document, due).done();
    }
    let record = bytes(&maker.world.signed(ObjectClass::Record, &super::records::link(), &["northland"]));
    take(
        maker
            .case(CLIENT, "trust/bad-record-as-list", "a record in the place of a list")
            .attacks(&[28])
            .from("trust/list")
            .flag("trust")
            .note("It takes one class of object for another."),
        "list",
        &record,
        "ENV_CONTENT",
    )
    .done();
    let mut as_root: Value = serde_json::from_slice(&good).unwrap();
    as_root = json!({ "trust_root": as_root["trust_list"], "signatures": as_root["signatures"] });
    take(
        maker
            .case(CLIENT, "trust/bad-list-as-root", "a list in the place of a root")
            .attacks(&[28])
            .from("trust/list")
            .flag("trust")
            .note("It takes one class of object for another."),
        "root",
        &bytes(&as_root),
        "HDR_TYP",
    )
    .done();
}

fn entries(maker: &mut Maker) {
    let world = &maker.world;
    let south = world.jwk("southland");
    let weak = json!({ "crv": "Ed25519", "kty": "OKP", "x": encode_base64url(&[&[1][..], &[0; 31]].concat()) });
    let beyond =
        json!({ "crv": "Ed25519", "kty": "OKP", "x": encode_base64url(&[&[0xee][..], &[0xff; 30], &[0x7f]].concat()) });
    let off = json!({ "crv": "P-256", "kty": "EC", "x": encode_base64url(&[1; 32]), "y": encode_base64url(&[1; 32]) });
    let strange = json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" });
    let short = json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": encode_base64url(&[7; 1951]) });
    let only = |jwk: &Value, key: Value| {
        let entry = merged(key_entry("XX/northland", jwk), &key);
        json!({ "authorities": [{ "country": "XA", "id": "XX/northland", "keys": [entry], "roles": ["record"] }] })
    };
    let north = world.jwk("northland");
    let secret = encode_base64url(&unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    let shared = json!({ "authorities": [authority(world, "northland", "XA", &json!({})), {
        "country": "XC", "id": "XX/eastland", "keys": [key_entry("XX/eastland", &north)], "roles": ["record"] }] });
    let rows: Vec<(&str, &str, Value, &str, u16)> = vec![
        (
            "entry-kid",
            "the kid is that of another key",
            only(&north, json!({ "kid": kid("XX/northland", &south) })),
            "finds TL_KID_MISMATCH",
            59,
        ),
        ("entry-shared", "one key under two authorities", shared, "finds TL_KEY_SHARED", 60),
        (
            "bad-entry-private",
            "a private key stands in the list",
            only(&north, json!({ "jwk": { "d": secret } })),
            "TL_PRIVATE_KEY",
            61,
        ),
        ("entry-weak", "a point of order 1", only(&weak, json!({})), "finds TL_KEY_WEAK", 62),
        ("entry-not-canonical", "a point in a second spelling", only(&beyond, json!({})), "finds TL_KEY_WEAK", 62),
        ("entry-off-curve", "a point that is not on the curve", only(&off, json!({})), "finds TL_KEY_WEAK", 62),
        ("entry-ml-dsa-form", "a key of ML-DSA that lacks a byte", only(&short, json!({})), "finds TL_KEY_TYPE", 63),
        ("entry-to-come", "a key of a kind to come", only(&strange, json!({})), "finds TL_KEY_TYPE", 63),
        (
            "bad-entry-live",
            "a live authority in a list for tests",
            json!({ "authorities": [merged(authority(world, "northland", "XA", &json!({})), &json!({ "id": "XA/northland" }))] }),
            "TL_TEST_MATERIAL",
            64,
        ),
        ("bad-entry-status", "retired without a time", only(&north, json!({ "status": "retired" })), "TL_FORM", 44),
        (
            "bad-entry-window",
            "a key that ends before it begins",
            only(&north, json!({ "not_after": "2025-01-01T00:00:00Z" })),
            "TL_FORM",
            42,
        ),
    ];
    for (name, title, members, due, row) in rows {
        let document = list_by(&maker.world, &members, &["list"]);
        let sketch = maker
            .case(CLIENT, &format!("trust/{name}"), title)
            .attacks(&[row])
            .from("trust/list")
            .flag("trust")
            .note("It takes a key into use that somebody else has, or that everybody can sign for.");
        take(sketch, "list", &document, due).done();
    }
    // What was left out of a list verifies nothing.
    let document = list_by(&maker.world, &only(&north, json!({ "kid": kid("XX/northland", &south) })), &["list"]);
    let plain = maker.world.signed(ObjectClass::Record, &super::records::link(), &["northland"]);
    let sketch = maker
        .case(ROTATION, "trust/bad-left-out-signs", "a key that was left out of the list signs")
        .attacks(&[59])
        .from("trust/list")
        .flag("trust")
        .note("It reports an entry, and uses it all the same.");
    take(sketch, "list", &document, "finds TL_KID_MISMATCH")
        .ask("open", vec![("envelope", base64(&bytes(&plain)))], "KEY_UNKNOWN")
        .done();
}

fn rotations(maker: &mut Maker) {
    let world = &maker.world;
    let entry = |name: &str| json!({ "jwk": world.jwk(name), "kid": world.kid(name) });
    let role = |name: &str| json!({ "kids": [world.kid(name)], "threshold": 1 });
    let second = json!({ "version": 2, "keys": [entry("list"), entry("root-2")], "roles": { "root": role("root-2") } });
    let stolen = json!({ "version": 2, "keys": [entry("root"), entry("list-2")], "roles": { "list": role("list-2") } });
    let same = json!({ "version": 2 });
    let twin = json!({ "version": 2, "issued": "2026-02-01T00:00:00Z" });
    let root = |members: &Value, by: &[&str]| root_by(world, members, by);
    let after =
        |version: i64, by: &str, of: i64| list_by(world, &json!({ "version": version, "root_version": of }), &[by]);
    let elsewhere = |domain: &str| {
        let entry = |name: &str| json!({ "jwk": world.jwk(name), "kid": kid(domain, &world.jwk(name)) });
        let role = |name: &str| json!({ "kids": [kid(domain, &world.jwk(name))], "threshold": 1 });
        json!({ "version": 2, "domain": domain, "keys": [entry("root"), entry("list")], "roles": { "list": role("list"), "root": role("root") } })
    };
    type Steps = Vec<(&'static str, Vec<u8>, &'static str)>;
    let rows: Vec<(&str, &str, Steps, u16)> = vec![
        ("next-root", "the next root, with the same keys", vec![("root", root(&same, &["root"]), "accepted")], 54),
        (
            "new-root-key",
            "the next root has another key, and both sign",
            vec![("root", root(&second, &["root", "root-2"]), "accepted")],
            54,
        ),
        (
            "bad-new-root-new-only",
            "only the new key signs",
            vec![("root", root(&second, &["root-2"]), "TL_THRESHOLD")],
            54,
        ),
        (
            "bad-new-root-old-only",
            "only the old key signs",
            vec![("root", root(&second, &["root"]), "TL_THRESHOLD")],
            54,
        ),
        (
            "bad-root-gap",
            "root 3 after root 1",
            vec![("root", root(&json!({ "version": 3 }), &["root"]), "TL_ROOT_GAP")],
            53,
        ),
        (
            "bad-root-rollback",
            "root 1 after root 2",
            vec![("root", root(&same, &["root"]), "accepted"), ("root", root(&json!({}), &["root"]), "TL_ROLLBACK")],
            51,
        ),
        (
            "bad-root-twin",
            "another root 2 after root 2",
            vec![("root", root(&same, &["root"]), "accepted"), ("root", root(&twin, &["root"]), "TL_EQUIVOCATION")],
            52,
        ),
        (
            "root-again",
            "root 2 twice",
            vec![("root", root(&same, &["root"]), "accepted"), ("root", root(&same, &["root"]), "accepted")],
            52,
        ),
        (
            "bad-list-role-void",
            "the list's key was stolen: its lists count no more",
            vec![("root", root(&stolen, &["root"]), "accepted"), ("list", after(9, "list", 2), "TL_THRESHOLD")],
            57,
        ),
        (
            "list-role-new",
            "the new key of the list signs a higher version",
            vec![("root", root(&stolen, &["root"]), "accepted"), ("list", after(8, "list-2", 2), "accepted")],
            57,
        ),
        (
            "list-recovers",
            "the thief's list had the highest version; the new one begins again",
            vec![
                ("list", after(2147483647, "list", 1), "accepted"),
                ("root", root(&stolen, &["root"]), "accepted"),
                ("list", after(8, "list-2", 2), "finds TL_FAST_FORWARD"),
            ],
            57,
        ),
        (
            "bad-list-fast-forward",
            "after the highest version no other one comes, unless the role changes",
            vec![("list", after(2147483647, "list", 1), "accepted"), ("list", after(8, "list", 1), "TL_ROLLBACK")],
            57,
        ),
        (
            "list-after-root",
            "a list of a newer root, once that root is there",
            vec![
                ("list", after(8, "list", 2), "TL_ROOT_UNKNOWN"),
                ("root", root(&same, &["root"]), "accepted"),
                ("list", after(8, "list", 2), "accepted"),
            ],
            58,
        ),
        (
            "bad-list-old-root",
            "a list from before the role changed",
            vec![("root", root(&stolen, &["root"]), "accepted"), ("list", after(9, "list-2", 1), "TL_ROLLBACK")],
            57,
        ),
        (
            "bad-other-domain",
            "the root of another domain",
            vec![("root", root(&elsewhere("XX/other"), &["root"]), "TL_FORM")],
            64,
        ),
        (
            "bad-live-domain",
            "the root of a live domain",
            vec![("root", root(&elsewhere("XA/trust"), &["root"]), "TL_TEST_MATERIAL")],
            64,
        ),
    ];
    for (name, title, steps, row) in rows {
        let mut sketch = maker
            .case(ROTATION, &format!("rotation/{name}"), title)
            .attacks(&[row])
            .flag("trust")
            .note("It follows whom it should not follow, or loses its way when keys change.");
        if name.starts_with("bad") || name == "list-recovers" || name == "list-after-root" {
            sketch = sketch.from("rotation/next-root");
        }
        for (kind, document, due) in steps {
            sketch = take(sketch, kind, &document, due);
        }
        sketch.done();
    }
    // A record after each change of keys.
    let old = bytes(&maker.world.signed(ObjectClass::Record, &super::records::link(), &["northland"]));
    let rotated = list_by(
        &maker.world,
        &json!({ "authorities": [{
        "country": "XA", "id": "XX/northland", "roles": ["record"],
        "keys": [
            merged(key_entry("XX/northland", &maker.world.jwk("northland")), &json!({ "retired_at": "2026-06-01T11:00:00Z", "status": "retired" })),
            key_entry("XX/northland", &maker.world.jwk("northland-2")),
        ],
    }] }),
        &["list"],
    );
    let new = bytes(&maker.world.signed(ObjectClass::Record, &super::records::link(), &["northland-2"]));
    let sketch = maker
        .case(
            ROTATION,
            "rotation/keys-of-an-authority",
            "an authority changes its key: old records stay good, and new ones are good",
        )
        .attacks(&[45])
        .note("It forgets old keys, and with them all that they signed.");
    take(sketch, "list", &rotated, "accepted")
        .ask("open", vec![("envelope", base64(&old))], "accepted")
        .ask("open", vec![("envelope", base64(&new))], "accepted")
        .done();
}
