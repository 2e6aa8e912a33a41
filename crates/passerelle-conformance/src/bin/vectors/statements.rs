//! Areas `receipts` and `forwards`: what others say of a record.

use passerelle::ObjectClass::{self, Receipt, Record};
use passerelle::redact;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, kind};
use super::records::link;
use super::redaction::{full, places};
use super::signatures::{next_list, take};
use super::world::{bytes, digest_of, envelope, merged, of_value, time};

const COPIES: Kind = kind(Level::L4, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    receipts(maker);
    forwards(maker);
}

/// What a receipt's negative breaks, where no code says it.
fn broken(name: &str) -> &'static [&'static str] {
    match name {
        "bad-stolen-other-record" | "bad-stolen-other-signature" => &["PSR-RCP-002"],
        "bad-stolen-same-country" | "bad-other-issuer" | "bad-role" | "bad-stranger" => &["PSR-RCP-003"],
        "bad-stolen-before" => &["PSR-RCP-004"],
        "bad-received-late" => &["PSR-RCP-005"],
        "stolen-later" => &["PSR-RCP-002", "PSR-RCP-003", "PSR-RCP-004"],
        _ => &[],
    }
}

fn receipts(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let exact = json!({ "id": link()["id"], "rev": 1, "digest": of_value(&record["record"]) });
    let held = json!({ "spec": "1.0", "issuer": "XX/southland", "issued": "2026-06-01T08:15:00Z", "received": "2026-06-01T08:15:00Z", "record": exact, "signatures": [of_value(&record["signatures"][0])] });
    let at = |text: &str| json!({ "iat": time(text).unix_seconds() });
    let rows: Vec<(&str, &str, Value, &str, &str, &str, u16)> = vec![
        ("plain", "another authority had the record", json!({}), "southland", "2026-06-01T08:15:00Z", "accepted", 47),
        (
            "bad-other-issuer",
            "signed by another authority",
            json!({}),
            "northland",
            "2026-06-01T08:15:00Z",
            "KEY_AUTHORITY",
            31,
        ),
        (
            "bad-received-late",
            "received after it was issued",
            json!({ "received": "2026-06-01T08:15:01Z" }),
            "southland",
            "2026-06-01T08:15:00Z",
            "SCHEMA_COMBINATION",
            47,
        ),
        (
            "bad-member",
            "a member that receipts do not have",
            json!({ "x": 1 }),
            "southland",
            "2026-06-01T08:15:00Z",
            "SCHEMA_UNKNOWN_MEMBER",
            15,
        ),
        (
            "bad-role",
            "an authority without the role `receipt`",
            json!({ "issuer": "XX/eastland" }),
            "eastland",
            "2026-06-01T08:15:00Z",
            "KEY_ROLE",
            32,
        ),
        ("bad-stranger", "signed by an unknown key", json!({}), "stranger", "2026-06-01T08:15:00Z", "KEY_UNKNOWN", 30),
        (
            "bad-hash-alg",
            "the digest is SHA-1",
            json!({ "record": { "digest": { "alg": "sha-1" } } }),
            "southland",
            "2026-06-01T08:15:00Z",
            "SCHEMA_VALUE",
            73,
        ),
    ];
    for (name, title, members, signer, iat, due, row) in rows {
        let document = merged(held.clone(), &members);
        let text = bytes(&envelope(Receipt, &document, vec![maker.world.entry(Receipt, &document, signer, &at(iat))]));
        let mut sketch = maker
            .case(COPIES, &format!("receipts/{name}"), title)
            .attacks(&[row])
            .flag("statement")
            .requires(broken(name))
            .note("It believes when a record was held from somebody who does not know.");
        if name.starts_with("bad") {
            sketch = sketch.from("receipts/plain");
        }
        sketch.ask("receipt", vec![("receipt", base64(&text))], due).done();
    }
    let as_signature = json!({ "record": record["record"], "signatures": [maker.world.entry(Receipt, &held, "southland", &json!({}))] });
    maker
        .case(COPIES, "receipts/bad-as-signature", "a receipt's signature in the place of the author's")
        .attacks(&[41])
        .from("envelopes/plain")
        .flag("statement")
        .note("It takes a receipt for the author's signature.")
        .ask("open", vec![("envelope", base64(&bytes(&as_signature)))], "HDR_TYP")
        .done();
    let theft = next_list(&maker.world, |list| {
        let key = &mut list["authorities"][0]["keys"][0];
        *key = merged(key.clone(), &json!({ "compromised_since": "2026-06-01T09:00:00Z", "status": "compromised" }));
    });
    let rows: Vec<(&str, &str, Value, &str, &str, &str, u16)> = vec![
        (
            "stolen-later",
            "the key was stolen after another country had the record",
            json!({}),
            "southland",
            "2026-06-01T08:15:00Z",
            "finds KEY_COMPROMISED_PRIOR",
            47,
        ),
        (
            "bad-stolen-before",
            "the other country had it after the theft only",
            json!({ "issued": "2026-06-01T09:30:00Z", "received": "2026-06-01T09:30:00Z" }),
            "southland",
            "2026-06-01T09:30:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "bad-stolen-other-record",
            "the receipt is for another record",
            json!({ "record": { "digest": digest_of(b"another") } }),
            "southland",
            "2026-06-01T08:15:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "bad-stolen-other-signature",
            "the receipt is for another signature",
            json!({ "signatures": [digest_of(b"another")] }),
            "southland",
            "2026-06-01T08:15:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "bad-stolen-same-country",
            "the receipt is by an authority of the same country",
            json!({ "issuer": "XX/northwatch" }),
            "northwatch",
            "2026-06-01T08:15:00Z",
            "KEY_COMPROMISED",
            46,
        ),
    ];
    for (name, title, members, signer, iat, due, row) in rows {
        let document = merged(held.clone(), &members);
        let text = bytes(&envelope(Receipt, &document, vec![maker.world.entry(Receipt, &document, signer, &at(iat))]));
        let mut sketch = maker
            .case(COPIES, &format!("receipts/{name}"), title)
            .attacks(&[row])
            .flag("statement")
            .requires(broken(name))
            .note("It believes a back-dated signature of a stolen key, or forgets all that the key signed before.");
        if name.starts_with("bad") || due.starts_with("finds") {
            sketch = sketch.from("receipts/plain");
        }
        take(sketch, &theft)
            .ask("receipt", vec![("receipt", base64(&text))], "accepted")
            .ask("open", vec![("envelope", base64(&bytes(&record)))], due)
            .done();
    }
}

fn forwards(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let exact = json!({ "id": link()["id"], "rev": 1, "digest": of_value(&record["record"]) });
    let honest = json!({
        "spec": "1.0", "issuer": "XX/southland", "issued": "2026-06-01T10:00:00Z", "record": exact, "to": ["XB"],
        "purpose": ["modus-operandi-exchange"], "handling": link()["handling"],
    });
    let text = |maker: &Maker, members: &Value, signer: &str| {
        let document = merged(honest.clone(), members);
        let at = time(document["issued"].as_str().unwrap()).unix_seconds();
        let entry = maker.world.entry(ObjectClass::Forward, &document, signer, &json!({ "iat": at }));
        (bytes(&envelope(ObjectClass::Forward, &document, vec![entry])), document)
    };
    let rows: Vec<(&str, &str, Value, &str, &str, u16)> = vec![
        ("plain", "passed on within the country", json!({}), "southland", "accepted", 81),
        ("bad-foreign", "passed on to another country", json!({ "to": ["XC"] }), "southland", "FWD_RELEASE", 81),
        (
            "bad-record",
            "it names another record",
            json!({ "record": { "digest": digest_of(b"another") } }),
            "southland",
            "FWD_RECORD",
            81,
        ),
        (
            "bad-looser",
            "its marking is laxer than the record's",
            json!({ "handling": { "tlp": "clear" } }),
            "southland",
            "FWD_HANDLING",
            81,
        ),
        (
            "bad-withheld",
            "it says that something is withheld, and nothing is",
            json!({ "withheld": ["/contact"] }),
            "southland",
            "FWD_MISMATCH",
            81,
        ),
        (
            "bad-chain",
            "the forward before it is not there",
            json!({ "prev": digest_of(b"another") }),
            "southland",
            "FWD_CHAIN",
            81,
        ),
        (
            "bad-purpose",
            "for a purpose that the record does not have",
            json!({ "purpose": ["arrest"] }),
            "southland",
            "FWD_RELEASE",
            81,
        ),
        ("bad-other-issuer", "signed by another authority", json!({}), "northland", "KEY_AUTHORITY", 31),
        (
            "bad-member",
            "a member that forwards do not have",
            json!({ "x": 1 }),
            "southland",
            "SCHEMA_UNKNOWN_MEMBER",
            15,
        ),
        (
            "bad-role",
            "an authority without the role `forward`",
            json!({ "issuer": "XX/eastland" }),
            "eastland",
            "KEY_ROLE",
            32,
        ),
    ];
    let kept = bytes(&record);
    for (name, title, members, signer, due, row) in rows {
        let (forward, _) = text(maker, &members, signer);
        let mut sketch = maker.case(COPIES, &format!("forwards/{name}"), title).attacks(&[row]).flag("statement").note("It does not notice that a record went where its issuer does not want it, or that a station lies about what it left out.");
        if name.starts_with("bad") {
            sketch = sketch.from("forwards/plain");
        }
        if name == "bad-chain" {
            sketch = sketch.requires(&["PSR-FWD-001"]);
        }
        sketch.keeps(&kept, "accepted").ask("forward", vec![("forward", base64(&forward))], due).done();
    }
    let (first, document) = text(maker, &json!({}), "southland");
    let (second, _) =
        text(maker, &json!({ "prev": of_value(&document), "issued": "2026-06-01T10:30:00Z" }), "southland");
    maker
        .case(COPIES, "forwards/two-steps", "passed on twice")
        .attacks(&[81])
        .flag("statement")
        .note("It does not follow the way of a copy.")
        .keeps(&kept, "accepted")
        .ask("forward", vec![("forward", base64(&first))], "accepted")
        .ask("forward", vec![("forward", base64(&second))], "accepted")
        .done();
    let prev = of_value(&document);
    for (name, title, members, signer) in [
        (
            "bad-not-addressed",
            "passed on by an authority to which it was not sent",
            json!({ "prev": prev, "issued": "2026-06-01T10:30:00Z", "issuer": "XX/northland" }),
            "northland",
        ),
        (
            "bad-before",
            "passed on before it was sent",
            json!({ "prev": prev, "issued": "2026-06-01T09:30:00Z" }),
            "southland",
        ),
    ] {
        let (forward, _) = text(maker, &members, signer);
        maker
            .case(COPIES, &format!("forwards/{name}"), title)
            .attacks(&[81])
            .from("forwards/two-steps")
            .flag("statement")
            .note("It does not follow the way of a copy.")
            .keeps(&kept, "accepted")
            .ask("forward", vec![("forward", base64(&first))], "accepted")
            .ask("forward", vec![("forward", base64(&forward))], "FWD_CHAIN")
            .done();
    }
    let full = full(maker);
    let copy = redact(&full, &places(&["/contact"])).unwrap();
    let whole: Value = serde_json::from_slice(&full).unwrap();
    let of_copy = json!({ "record": { "digest": of_value(&whole["record"]) } });
    let (silent, _) = text(maker, &of_copy, "southland");
    maker
        .case(COPIES, "forwards/bad-silent", "more is withheld than it says")
        .attacks(&[81])
        .from("forwards/plain")
        .flag("disclosure")
        .note("A station can leave out what it does not like, and nobody knows who did.")
        .keeps(&copy, "accepted")
        .ask("forward", vec![("forward", base64(&silent))], "FWD_MISMATCH")
        .done();
}
