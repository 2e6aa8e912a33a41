//! Area `sealing`: records under a cover.

use passerelle::ObjectClass::Record;
use passerelle::crypto::encode_base64url;
use passerelle::handling::Sender;
use passerelle::sealing::{Dispatch, seal};
use passerelle::status::History;
use passerelle::trust::Trust;
use passerelle::vocabulary::code::Purpose;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, TRUST, base64, key, kind, word, words};
use super::records::link;
use super::signatures::{next_list, take};
use super::world::{Counted, NOW, bytes, id, merged, time};

const COPIES: Kind = kind(Level::L4, Role::Verifier);

/// A signed record, sealed to Southland the same way each time.
pub(crate) fn sealed(maker: &Maker, signed: &[u8]) -> Vec<u8> {
    let now = time(NOW);
    let [root, list] = TRUST.map(|name| &maker.world.fixtures[name]);
    let trust = Trust::pin(root).unwrap().update_list(list, now).unwrap().trust;
    let record = passerelle::open(signed, &trust, now).unwrap();
    let judgements = History::of([&record]).at(now);
    let dispatch = Dispatch {
        record: &record,
        judgement: judgements.of(&record).unwrap(),
        sender: &Sender::Issuer,
        recipients: &[id("XX/southland")],
        purpose: &Purpose::new("modus-operandi-exchange").unwrap(),
    };
    seal(&dispatch, &trust, now, &mut Counted(100)).unwrap()
}

pub(crate) fn cases(maker: &mut Maker) {
    let kept = bytes(&maker.world.signed(Record, &link(), &["northland"]));
    let text = sealed(maker, &kept);
    let whole: Value = serde_json::from_slice(&text).unwrap();
    let opened = |maker: &mut Maker, name: &str, title: &str, text: &[u8], by: Option<&str>, due: &str| {
        let mut sketch = maker
            .case(COPIES, &format!("sealing/{name}"), title)
            .flag("sealing")
            .requires(match name {
                "plain" => &["PSR-SEA-009"],
                "bad-no-tag" => &["PSR-SEA-001"],
                _ => &[],
            })
            .note("It opens, or says that it opened, what was changed or is for somebody else.");
        if name.starts_with("bad") {
            sketch = sketch.from("sealing/plain");
        }
        let mut input = vec![("envelope", base64(text))];
        input.extend(by.map(|by| ("key", key(by))));
        sketch.ask("open", input, due).done();
    };
    opened(maker, "plain", "a record that is sealed to this key", &text, Some("southland-x25519"), "accepted");
    opened(maker, "bad-no-key", "without a key", &text, None, "SEA_LOCKED");
    opened(maker, "bad-other-key", "with the key of somebody else", &text, Some("northland-p256"), "SEA_NOT_FOR_ME");
    let spoilt = |change: &dyn Fn(&mut Value)| {
        let mut spoilt = whole.clone();
        change(&mut spoilt);
        bytes(&spoilt)
    };
    let flipped = |text: &Value| {
        let mut bytes = passerelle::crypto::decode_base64url(text.as_str().unwrap()).unwrap();
        bytes[0] ^= 1;
        Value::from(encode_base64url(&bytes))
    };
    let header = |members: Value| {
        let text = passerelle::crypto::decode_base64url(whole["protected"].as_str().unwrap()).unwrap();
        let held: Value = serde_json::from_slice(&text).unwrap();
        Value::from(encode_base64url(&bytes(&merged(held, &members))))
    };
    for (name, title, member) in [
        ("bad-ciphertext", "a bit of the content is flipped", "ciphertext"),
        ("bad-tag", "a bit of the tag is flipped", "tag"),
        ("bad-iv", "a bit of the vector is flipped", "iv"),
    ] {
        let text = spoilt(&|it| it[member] = flipped(&it[member]));
        opened(maker, name, title, &text, Some("southland-x25519"), "SEA_OPEN");
    }
    let text = spoilt(&|it| it["recipients"][0]["encrypted_key"] = flipped(&it["recipients"][0]["encrypted_key"]));
    opened(
        maker,
        "bad-wrapped-key",
        "a bit of the wrapped key is flipped",
        &text,
        Some("southland-x25519"),
        "SEA_OPEN",
    );
    let text = spoilt(&|it| it["protected"] = header(json!({ "enc": "A128CBC-HS256" })));
    opened(maker, "bad-enc", "another cipher", &text, Some("southland-x25519"), "SEA_ALG");
    let text = spoilt(&|it| it["protected"] = header(json!({ "zip": "DEF" })));
    opened(maker, "bad-zip", "compressed content", &text, Some("southland-x25519"), "SEA_FORBIDDEN");
    let text = spoilt(&|it| it["protected"] = header(json!({ "typ": "JWT" })));
    opened(maker, "bad-typ", "another class of object", &text, Some("southland-x25519"), "SEA_FORM");
    let text = spoilt(&|it| it["recipients"] = json!([]));
    opened(maker, "bad-no-recipients", "nobody can open it", &text, Some("southland-x25519"), "SEA_RECIPIENTS");
    let text = spoilt(&|it| drop(it.as_object_mut().unwrap().remove("tag")));
    opened(maker, "bad-no-tag", "no tag", &text, Some("southland-x25519"), "SEA_FORM");
    let text = spoilt(&|it| it["unprotected"] = json!({ "alg": "dir" }));
    opened(
        maker,
        "bad-unprotected",
        "a header that nothing protects",
        &text,
        Some("southland-x25519"),
        "SEA_FORBIDDEN",
    );
    let theft = next_list(&maker.world, |list| {
        let key = &mut list["authorities"][0]["keys"][0];
        *key = merged(key.clone(), &json!({ "compromised_since": "2026-06-01T08:00:00Z", "status": "compromised" }));
    });
    let sketch = maker
        .case(COPIES, "sealing/bad-stolen-inside", "the key of the record inside was stolen")
        .from("sealing/plain")
        .attacks(&[46])
        .flag("sealing")
        .requires(&["PSR-SEA-009"])
        .note("It believes what is inside for having been sealed.");
    let input = vec![("envelope", base64(&bytes(&whole))), ("key", key("southland-x25519"))];
    take(sketch, &theft).ask("open", input, "KEY_COMPROMISED").done();
    for (name, title, to, due) in [
        ("seal", "to an authority that may have it", vec!["XX/southland"], "accepted"),
        ("bad-seal-nobody", "to nobody", vec![], "SEA_RECIPIENTS"),
        ("bad-seal-twice", "to one authority twice", vec!["XX/southland", "XX/southland"], "SEA_RECIPIENTS"),
        ("bad-seal-denied", "to an authority that may not have it", vec!["XX/eastland"], "SEA_DENIED"),
        ("bad-seal-no-key", "to an authority without a key for it", vec!["XX/northwatch"], "SEA_NO_KEY"),
    ] {
        let mut sketch = maker
            .case(kind(Level::L4, Role::Relay), &format!("sealing/{name}"), title)
            .flag("sealing")
            .note("It seals a record for somebody who may not have it.");
        if name.starts_with("bad") {
            sketch = sketch.from("sealing/seal");
        }
        sketch
            .keeps(&kept, "accepted")
            .ask("seal", vec![("to", words(&to)), ("purpose", word("modus-operandi-exchange"))], due)
            .done();
    }
}
