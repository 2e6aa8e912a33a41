//! Areas `relay` and `versions`: passing on what is known and what is not known yet.

use passerelle::ObjectClass::Record;
use passerelle_conformance::case::{Level, Role};
use serde_json::json;

use super::maker::{Kind, Maker, base64, kind, word};
use super::records::{link, link_with};
use super::world::{bytes, opaque, pretty};

const RELAY: Kind = kind(Level::L3, Role::Relay);

pub(crate) fn cases(maker: &mut Maker) {
    let plain = maker.world.signed(Record, &link(), &["northland"]);
    let newer = link_with(
        &json!({ "spec": "1.7", "vocab": { "passerelle": "2027.1" }, "tomorrow": { "zeta": 1, "alpha": [true, "x"] } }),
    );
    let newer = maker.world.signed(Record, &newer, &["northland"]);
    let two = maker.world.signed(
        Record,
        &link_with(&json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } })),
        &["northland", "southland"],
    );
    let extended = maker.world.signed(
        Record,
        &link_with(
            &json!({ "ext": { "example.police:zz": { "b": 1, "a": "\u{e9}" }, "example.police:aa": [3, 1, 2] } }),
        ),
        &["northland"],
    );
    let rows: Vec<(&str, &str, Vec<u8>, &str, &[u16])> = vec![
        ("to-opaque", "the clear form into the opaque one", bytes(&plain), "opaque", &[89]),
        ("to-clear", "the opaque form into the clear one", bytes(&opaque(&plain)), "clear", &[89]),
        ("same", "the clear form with white space into itself", pretty(&plain), "clear", &[19, 89]),
        ("newer", "members of a newer version go on as they are", bytes(&newer), "opaque", &[85, 89]),
        ("newer-back", "members of a newer version come back as they were", bytes(&opaque(&newer)), "clear", &[85, 89]),
        ("two-signatures", "both signatures go on, in their order", bytes(&two), "opaque", &[89]),
        ("extensions", "extensions go on as they are", bytes(&extended), "opaque", &[89]),
    ];
    for (name, title, text, form, rows) in rows {
        maker.case(RELAY, &format!("relay/{name}"), title).attacks(rows).flag("envelope").requires(&["PSR-ENV-015", "PSR-ENV-016"])
            .note("It loses, sorts or mends what it passes on: the signature breaks at the next station, or a member is gone.")
            .ask("convert", vec![("envelope", base64(&text)), ("form", word(form))], "accepted").done();
    }
    for (name, title, text, code, row) in [
        ("bad-json", "what is no JSON is not passed on", b"{".to_vec(), "JSON_SYNTAX", 8),
        (
            "bad-unsigned",
            "what nobody signed is not passed on",
            bytes(&json!({ "record": link(), "signatures": [] })),
            "ENV_UNSIGNED",
            16,
        ),
        ("bad-list", "a trust list is no record", maker.world.fixtures["trust/list-7.json"].clone(), "ENV_CONTENT", 28),
    ] {
        maker
            .case(RELAY, &format!("relay/{name}"), title)
            .attacks(&[row])
            .from("relay/to-opaque")
            .flag("envelope")
            .requires(&["PSR-ENV-016", "PSR-ENV-015"])
            .note("It passes on what no reader can take.")
            .ask("convert", vec![("envelope", base64(&text)), ("form", word("opaque"))], code)
            .done();
    }
    let sketch = maker
        .case(RELAY, "relay/newer-opened", "members of a newer version are kept, and reported")
        .attacks(&[85])
        .flag("envelope")
        .note("It drops or refuses what it does not know yet.");
    sketch.ask("open", vec![("envelope", base64(&bytes(&newer)))], "finds VER_NEWER").done();
    for (name, title, members, due, row) in [
        ("bad-major", "another major version", json!({ "spec": "2.0" }), "VER_MAJOR", 84),
        (
            "bad-unknown",
            "a member that 1.0 does not have, in a record of 1.0",
            json!({ "tomorrow": 1 }),
            "SCHEMA_UNKNOWN_MEMBER",
            85,
        ),
        (
            "must",
            "what must be understood is not known",
            json!({ "must": ["example.police:unit_code"], "ext": { "example.police:unit_code": 1 } }),
            "finds VER_MUST",
            86,
        ),
        (
            "vocabulary",
            "a code of an open list that is not known",
            json!({ "vocab": { "passerelle": "2027.1" }, "content": { "kind": "beams-to" } }),
            "finds VOC_UNKNOWN",
            87,
        ),
        (
            "handling",
            "a marking that is not known",
            json!({ "vocab": { "passerelle": "2027.1" }, "handling": { "onward": "by-moonlight" } }),
            "finds VOC_HANDLING",
            88,
        ),
    ] {
        let envelope = maker.world.signed(Record, &link_with(&members), &["northland"]);
        maker
            .case(RELAY, &format!("versions/{name}"), title)
            .attacks(&[row])
            .from("envelopes/plain")
            .flag("record-form")
            .note("It acts on what it does not understand, or refuses what it should keep.")
            .ask("open", vec![("envelope", base64(&bytes(&envelope)))], due)
            .done();
    }
}
