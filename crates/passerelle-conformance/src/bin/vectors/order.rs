//! Area `order`: two faults in one envelope.

use passerelle::ObjectClass::Record;
use passerelle::crypto::encode_base64url;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Maker, base64, kind};
use super::records::link;
use super::world::{bytes, envelope, merged};

/// Two faults in one envelope: the stage that comes first has the word.
pub(crate) fn cases(maker: &mut Maker) {
    let bad = json!({ "purpose": [] });
    let record = merged(link(), &bad);
    let world = &maker.world;
    let by = |record: &Value, name: &str, header: Value| {
        envelope(Record, record, vec![world.entry(Record, record, name, &header)])
    };
    let spoilt = |mut envelope: Value| {
        envelope["signatures"][0]["signature"] = encode_base64url(&[1; 64]).into();
        envelope
    };
    let cut = |mut envelope: Value| {
        envelope["signatures"][0]["signature"] = encode_base64url(&[1; 3]).into();
        envelope
    };
    let late = json!({ "iat": super::world::time("2026-07-01T00:00:00Z").unix_seconds() });
    let two = merged(record.clone(), &json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } }));
    let strange = json!({ "spec": "2.0", "purpose": [] });
    let mut member = by(&record, "northland", json!({ "alg": "none" }));
    member["x"] = 1.into();
    let rows: Vec<(&str, &str, Value, &str)> = vec![
        ("envelope-header", "a member too many, and `alg` none", member, "ENV_MEMBER"),
        ("header-key", "`alg` none, and an unknown key", by(&record, "stranger", json!({ "alg": "none" })), "HDR_ALG"),
        (
            "key-cryptography",
            "an unknown key, and a bad signature",
            spoilt(by(&record, "stranger", json!({}))),
            "KEY_UNKNOWN",
        ),
        (
            "policy-cryptography",
            "a key of another authority, and a bad signature",
            spoilt(by(&record, "southland", json!({}))),
            "KEY_AUTHORITY",
        ),
        ("form-invalid", "a signature that is too short", cut(by(&record, "northland", json!({}))), "SIG_FORM"),
        (
            "cryptography-time",
            "a bad signature of the future",
            spoilt(by(&record, "northland", late.clone())),
            "SIG_INVALID",
        ),
        ("quorum-time", "too few signatures, of the future", by(&two, "northland", late.clone()), "SIG_QUORUM"),
        ("time-schema", "a signature of the future, and an empty list", by(&record, "northland", late), "TIME_FUTURE"),
        (
            "version-schema",
            "another major version, and an empty list",
            by(&merged(link(), &strange), "northland", json!({})),
            "VER_MAJOR",
        ),
        (
            "schema-rules",
            "an empty list, and a record that is its own end",
            by(
                &merged(link(), &json!({ "purpose": [], "content": { "to": link()["content"]["from"] } })),
                "northland",
                json!({}),
            ),
            "SCHEMA_EMPTY",
        ),
        (
            "schema-places",
            "two empty lists: the first place has the word",
            by(&merged(link(), &json!({ "purpose": [], "legal_basis": [] })), "northland", json!({})),
            "SCHEMA_EMPTY",
        ),
    ];
    for (name, title, envelope, code) in rows {
        maker.case(kind(Level::L3, Role::Verifier), &format!("order/bad-{name}"), title).from("envelopes/plain").attacks(&[90]).flag("envelope")
            .requires(&["PSR-ANS-003", "PSR-ANS-004", "PSR-ANS-005"]).note("It checks in another order, so that it says something else than its partners, or works on what is not verified yet.")
            .ask("open", vec![("envelope", base64(&bytes(&envelope)))], code).done();
    }
}
