//! Areas `manifests` and `feeds`: what was sent together, and in which order.

use passerelle::ObjectClass::{Manifest, Record};
use passerelle::crypto::encode_base64url;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, key, kind, list};
use super::records::{link, link_by, link_with};
use super::world::{SIGNED, bytes, digest_of, envelope, merged, of_value, opaque, time};

const BUNDLER: Kind = kind(Level::L4, Role::Bundler);

pub(crate) fn cases(maker: &mut Maker) {
    manifests(maker);
    sealed_in_manifests(maker);
    feeds(maker);
}

fn manifest(record: &Value, members: &Value) -> Value {
    let manifest = json!({
        "spec": "1.0",
        "issuer": "XX/northland",
        "feed": "daily",
        "sequence": 1,
        "issued": SIGNED,
        "next_by": "2026-06-02T08:05:00Z",
        "count": 1,
        "records": [{ "digest": of_value(&record["record"]), "signatures": of_value(&record["signatures"]) }],
    });
    merged(manifest, members)
}

/// What a manifest's negative breaks, where no code says it.
fn broken(name: &str) -> &'static [&'static str] {
    match name {
        "bad-member" => &["PSR-MAN-001"],
        "bad-count" => &["PSR-MAN-002"],
        "bad-no-prev" | "bad-first-with-prev" => &["PSR-MAN-003"],
        "bad-vouched-other" | "bad-vouched-cosigner" => &["PSR-MAN-009"],
        "bad-missing" | "bad-extra" | "bad-repeated" | "two" | "two-other-order" | "opaque" => &["PSR-MAN-008"],
        _ => &["PSR-MAN-004"],
    }
}

fn manifests(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let other = maker.world.signed(Record, &link_with(&json!({ "lang": "fr" })), &["northland"]);
    let both = json!({ "count": 2, "records": [manifest(&record, &json!({}))["records"][0], manifest(&other, &json!({}))["records"][0]] });
    let (one, two) = (bytes(&record), bytes(&other));
    let as_opaque = bytes(&opaque(&record));
    let rows: Vec<(&str, &str, Value, &str, Vec<&[u8]>, &str, u16)> = vec![
        ("plain", "a manifest and its record", json!({}), "northland", vec![&one], "accepted", 82),
        ("two", "a manifest and two records", both.clone(), "northland", vec![&one, &two], "accepted", 82),
        (
            "two-other-order",
            "the records in another order",
            both.clone(),
            "northland",
            vec![&two, &one],
            "accepted",
            82,
        ),
        ("opaque", "the record in the other form", json!({}), "northland", vec![&as_opaque], "accepted", 82),
        ("bad-missing", "a record did not come", both.clone(), "northland", vec![&one], "BND_CONTENT", 82),
        ("bad-extra", "a record that is not listed came", json!({}), "northland", vec![&one, &two], "BND_CONTENT", 82),
        ("bad-repeated", "a record came twice", json!({}), "northland", vec![&one, &one], "BND_CONTENT", 82),
        ("bad-count", "the count is another one", json!({ "count": 2 }), "northland", vec![&one], "BND_CONTENT", 82),
        ("bad-other-issuer", "signed by another authority", json!({}), "southland", vec![&one], "KEY_AUTHORITY", 31),
        ("bad-stranger", "signed by an unknown key", json!({}), "stranger", vec![&one], "KEY_UNKNOWN", 30),
        (
            "bad-no-prev",
            "the second of a feed names none before it",
            json!({ "sequence": 2 }),
            "northland",
            vec![&one],
            "SCHEMA_COMBINATION",
            83,
        ),
        (
            "bad-first-with-prev",
            "the first of a feed names one before it",
            json!({ "prev": { "alg": "sha-256", "hash": "0".repeat(64) } }),
            "northland",
            vec![&one],
            "SCHEMA_COMBINATION",
            83,
        ),
        (
            "bad-member",
            "a member that manifests do not have",
            json!({ "x": 1 }),
            "northland",
            vec![&one],
            "SCHEMA_UNKNOWN_MEMBER",
            15,
        ),
        ("bad-major", "another major version", json!({ "spec": "2.0" }), "northland", vec![&one], "VER_MAJOR", 84),
        (
            "bad-role",
            "an authority without the role `manifest`",
            json!({ "issuer": "XX/eastland" }),
            "eastland",
            vec![&one],
            "KEY_ROLE",
            32,
        ),
    ];
    for (name, title, members, signer, records, due, row) in rows {
        let text = bytes(&maker.world.signed(Manifest, &manifest(&record, &members), &[signer]));
        let mut sketch = maker
            .case(BUNDLER, &format!("manifests/{name}"), title)
            .attacks(&[row])
            .flag("statement")
            .requires(broken(name))
            .note("A record that is lost, added or exchanged on the way goes unnoticed.");
        if name.starts_with("bad") {
            sketch = sketch.from("manifests/plain");
        }
        sketch.ask("manifest", vec![("manifest", base64(&text)), ("records", list(&records))], due).done();
    }
    // Whether a reader verifies a signature of the manifest's own key once more is left to it; those of others it has to.
    let by_south = maker.world.signed(Record, &link_by("XX/southland", &json!({})), &["southland"]);
    let signers = json!({ "signers": { "min": 1, "of": ["XX/northland", "XX/southland"] } });
    let by_both = maker.world.signed(Record, &link_with(&signers), &["northland", "southland"]);
    for (name, title, mut spoilt, at, due) in [
        ("bad-vouched-other", "a bad signature of another authority is listed", by_south, 0, "finds SIG_INVALID"),
        ("bad-vouched-cosigner", "a bad signature of a co-signer is listed", by_both, 1, "finds SIG_COSIGNER"),
    ] {
        spoilt["signatures"][at]["signature"] = encode_base64url(&[1; 64]).into();
        let text = bytes(&maker.world.signed(Manifest, &manifest(&spoilt, &json!({})), &["northland"]));
        maker
            .case(BUNDLER, &format!("manifests/{name}"), title)
            .attacks(&[82])
            .from("manifests/plain")
            .flag("statement")
            .requires(broken(name))
            .note("It takes the manifest's signature for those of everybody, and not of the same key alone.")
            .ask("manifest", vec![("manifest", base64(&text)), ("records", list(&[&bytes(&spoilt)]))], due)
            .done();
    }
    let changed =
        String::from_utf8(bytes(&maker.world.signed(Manifest, &manifest(&record, &json!({})), &["northland"])))
            .unwrap()
            .replacen("daily", "dairy", 1);
    maker
        .case(BUNDLER, "manifests/bad-changed", "a word of the manifest is another one")
        .attacks(&[33])
        .from("manifests/plain")
        .flag("statement")
        .requires(&["PSR-MAN-004"])
        .note("It does not verify the manifest.")
        .ask(
            "manifest",
            vec![("manifest", base64(changed.as_bytes())), ("records", list(&[&bytes(&record)]))],
            "SIG_INVALID",
        )
        .done();
}

/// Records that come sealed, with the manifest that lists what is inside them.
fn sealed_in_manifests(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let sealed = super::sealing::sealed(maker, &bytes(&record));
    let text = bytes(&maker.world.signed(Manifest, &manifest(&record, &json!({})), &["northland"]));
    let rows: [(&str, &str, Vec<&[u8]>, Option<&str>, &str); 4] = [
        ("sealed", "a sealed record, and its key", vec![&sealed], Some("southland-x25519"), "accepted"),
        ("bad-closed", "a sealed record, and no key", vec![&sealed], None, "BND_CONTENT"),
        ("bad-closed-for-others", "a key of somebody else", vec![&sealed], Some("northland-p256"), "BND_CONTENT"),
        ("bad-closed-too-many", "one more than is listed", vec![&sealed, &sealed], None, "BND_CONTENT"),
    ];
    for (name, title, records, by, due) in rows {
        let mut sketch = maker
            .case(BUNDLER, &format!("manifests/{name}"), title)
            .attacks(&[82])
            .flag("sealing")
            .requires(&["PSR-MAN-017"])
            .note("It holds the cover against the manifest, or says that something is lost that nobody can see.");
        if name.starts_with("bad") {
            sketch = sketch.from("manifests/sealed");
        }
        let mut input = vec![("manifest", base64(&text)), ("records", list(&records))];
        input.extend(by.map(|by| ("key", key(by))));
        sketch.ask("manifest", input, due).done();
    }
}

fn feeds(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let empty = |sequence: i64, prev: &Value, issued: &str| {
        manifest(
            &record,
            &json!({ "sequence": sequence, "prev": prev, "count": 0, "records": null, "issued": issued, "next_by": "2026-06-03T08:00:00Z" }),
        )
    };
    let first = manifest(&record, &json!({ "count": 0, "records": null, "next_by": "2026-06-03T08:00:00Z" }));
    let second = empty(2, &of_value(&first), "2026-06-01T09:00:00Z");
    let third = empty(3, &of_value(&second), "2026-06-01T10:00:00Z");
    let fork = empty(2, &of_value(&first), "2026-06-01T09:30:00Z");
    let astray = empty(3, &digest_of(b"another"), "2026-06-01T10:00:00Z");
    let rows: Vec<(&str, &str, Vec<&Value>, &str, Option<&str>)> = vec![
        ("whole", "three manifests that follow one another", vec![&first, &second, &third], "accepted", None),
        ("other-order", "three in another order", vec![&third, &first, &second], "accepted", None),
        ("repeated", "one comes twice", vec![&first, &second, &second], "accepted", None),
        ("bad-gap", "the second is missing", vec![&first, &third], "BND_SEQUENCE", None),
        ("bad-fork", "two contents for the second", vec![&first, &second, &fork], "BND_SEQUENCE", None),
        ("bad-astray", "the third follows another second", vec![&first, &second, &astray], "BND_SEQUENCE", None),
        (
            "bad-overdue",
            "the next one has not come",
            vec![&first, &second],
            "finds BND_OVERDUE",
            Some("2026-06-04T00:00:00Z"),
        ),
    ];
    for (name, title, manifests, due, now) in rows {
        let texts: Vec<Vec<u8>> = manifests
            .iter()
            .map(|manifest| {
                let at = time(manifest["issued"].as_str().unwrap()).unix_seconds();
                let entry = maker.world.entry(Manifest, manifest, "northland", &json!({ "iat": at }));
                bytes(&envelope(Manifest, manifest, vec![entry]))
            })
            .collect();
        let mut sketch = maker
            .case(BUNDLER, &format!("feeds/{name}"), title)
            .attacks(&[83])
            .flag("statement")
            .requires(&["PSR-MAN-006", "PSR-MAN-007"])
            .note("Somebody can hold back what was sent, or tell two readers two things.");
        if name.starts_with("bad") {
            sketch = sketch.from("feeds/whole");
        }
        for text in &texts {
            sketch = sketch.ask("manifest", vec![("manifest", base64(text)), ("records", list(&[]))], "accepted");
        }
        sketch.ask_at("feeds", now, Vec::new(), due).done();
    }
}
