//! Area `envelopes`: the two forms, members, base64url, and how much there may be.

use passerelle::ObjectClass::Record;
use passerelle::crypto::encode_base64url;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, kind, pieces};
use super::records::link;
use super::world::{bytes, canonical, opaque, pretty};

const OPEN: Kind = kind(Level::L2, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    forms(maker);
    members(maker);
    base64s(maker);
    extents(maker);
}

/// A case that opens an envelope made from `envelopes/plain`.
pub(crate) fn bad(maker: &mut Maker, name: &str, title: &str, envelope: &[u8], code: &str, rows: &[u16], note: &str) {
    maker
        .case(OPEN, name, title)
        .from("envelopes/plain")
        .attacks(rows)
        .note(note)
        .flag(if name.starts_with("headers") { "header" } else { "envelope" })
        .ask("open", vec![("envelope", base64(envelope))], code)
        .done();
}

pub(crate) fn good(maker: &mut Maker, name: &str, title: &str, envelope: &[u8], rows: &[u16]) {
    maker
        .case(OPEN, name, title)
        .attacks(rows)
        .note("It refuses what is good.")
        .requires(&["PSR-ANS-003", "PSR-ANS-004", "PSR-ANS-005"])
        .ask("open", vec![("envelope", base64(envelope))], "accepted")
        .done();
}

fn plain(maker: &Maker) -> Value {
    maker.world.signed(Record, &link(), &["northland"])
}

fn forms(maker: &mut Maker) {
    let plain = plain(maker);
    let clear = bytes(&plain);
    let as_opaque = opaque(&plain);
    good(maker, "envelopes/plain", "a record in the clear form", &clear, &[45]);
    good(maker, "envelopes/opaque", "a record in the opaque form", &bytes(&as_opaque), &[]);
    good(maker, "envelopes/white-space", "the clear form with other white space", &pretty(&plain), &[19]);
    let signatures = serde_json::to_string(&plain["signatures"]).unwrap();
    let record = String::from_utf8(bytes(&plain["record"])).unwrap();
    let turned = format!("{{\"signatures\":{signatures},\"record\":{record}}}");
    good(maker, "envelopes/member-order", "the clear form with its members in another order", turned.as_bytes(), &[19]);
    let escaped =
        String::from_utf8(clear.clone()).unwrap().replacen("\"lang\":\"en\"", "\"l\\u0061ng\":\"\\u0065n\"", 1);
    good(maker, "envelopes/escaped", "the clear form with letters escaped", escaped.as_bytes(), &[19]);
    let changed = String::from_utf8(clear).unwrap().replacen("som-protocol", "tip-protocol", 1);
    bad(
        maker,
        "envelopes/bad-record-changed",
        "a word of the record is another one",
        changed.as_bytes(),
        "SIG_INVALID",
        &[33, 90],
        "It verifies a text and hands out another one.",
    );
    for (name, title, payload) in [
        ("spaces", "the payload has white space", pretty(&link())),
        (
            "order",
            "the payload has its members in another order",
            br#"{"type":"link","issuer":"XX/northland"}"#.to_vec(),
        ),
        (
            "escape",
            "the payload has an escape that is not due",
            br#"{"issuer":"XX/northland","type":"l\u0069nk"}"#.to_vec(),
        ),
        ("trailing", "the payload has a line break at its end", [canonical(&link()), b"\n".to_vec()].concat()),
    ] {
        let entry = maker.world.entry_over(&bytes(&maker.world.header(Record, "northland")), &payload, "northland");
        let envelope = json!({ "payload": encode_base64url(&payload), "signatures": [entry] });
        bad(
            maker,
            &format!("envelopes/bad-not-canonical-{name}"),
            title,
            &bytes(&envelope),
            "ENV_NOT_CANONICAL",
            &[17],
            "It takes a payload that canonicalises to other bytes: the two forms have two digests.",
        );
    }
    let dup = br#"{"issuer":"XX/northland","type":"link","type":"notice"}"#;
    let entry = maker.world.entry_over(&bytes(&maker.world.header(Record, "northland")), dup, "northland");
    bad(
        maker,
        "envelopes/bad-payload-duplicate",
        "the payload has a member twice",
        &bytes(&json!({ "payload": encode_base64url(dup), "signatures": [entry] })),
        "JSON_DUPLICATE_NAME",
        &[5],
        "It reads the payload less strictly than the envelope.",
    );
    let text = String::from_utf8(bytes(&plain)).unwrap();
    let twice = text.replacen("{\"record\"", "{\"record\":{},\"record\"", 1);
    bad(
        maker,
        "envelopes/bad-record-twice",
        "the member `record` is there twice",
        twice.as_bytes(),
        "JSON_DUPLICATE_NAME",
        &[5],
        "It verifies one of two records, and shows the other one.",
    );
}

fn members(maker: &mut Maker) {
    let plain = plain(maker);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut envelope = plain.clone();
        change(&mut envelope);
        bytes(&envelope)
    };
    let payload = opaque(&plain)["payload"].clone();
    type Change<'c> = Box<dyn Fn(&mut Value) + 'c>;
    let cases: Vec<(&str, &str, Change<'_>, &str, u16)> = vec![
        (
            "both-forms",
            "both `record` and `payload`",
            Box::new(|it| it["payload"] = payload.clone()),
            "ENV_CONTENT",
            14,
        ),
        (
            "no-content",
            "neither `record` nor `payload`",
            Box::new(|it| drop(it.as_object_mut().unwrap().remove("record"))),
            "ENV_CONTENT",
            14,
        ),
        ("record-text", "`record` is a text", Box::new(|it| it["record"] = "x".into()), "ENV_CONTENT", 14),
        (
            "unprotected-header",
            "a header outside the signature",
            Box::new(|it| it["signatures"][0]["header"] = json!({ "alg": "none" })),
            "ENV_MEMBER",
            15,
        ),
        ("member-unknown", "a member that envelopes do not have", Box::new(|it| it["x"] = 1.into()), "ENV_MEMBER", 15),
        (
            "entry-member-unknown",
            "a member that signatures do not have",
            Box::new(|it| it["signatures"][0]["x"] = 1.into()),
            "ENV_MEMBER",
            15,
        ),
        (
            "flattened",
            "a signature beside the record, as in a flattened JWS",
            Box::new(|it| it["signature"] = it["signatures"][0]["signature"].clone()),
            "ENV_MEMBER",
            15,
        ),
        (
            "no-signatures",
            "no member `signatures`",
            Box::new(|it| drop(it.as_object_mut().unwrap().remove("signatures"))),
            "ENV_UNSIGNED",
            16,
        ),
        (
            "signatures-empty",
            "an empty list of signatures",
            Box::new(|it| it["signatures"] = json!([])),
            "ENV_UNSIGNED",
            16,
        ),
    ];
    for (name, title, change, code, row) in cases {
        let envelope = with(&*change);
        bad(
            maker,
            &format!("envelopes/bad-{name}"),
            title,
            &envelope,
            code,
            &[row],
            "It takes what it does not know, or what nobody signed.",
        );
    }
}

fn base64s(maker: &mut Maker) {
    let plain = plain(maker);
    let signature = plain["signatures"][0]["signature"].as_str().unwrap().to_owned();
    let protected = plain["signatures"][0]["protected"].as_str().unwrap().to_owned();
    let last = signature.chars().last().unwrap();
    // 64 bytes leave four unused bits in the last letter.
    let unused = format!("{}{}", &signature[..signature.len() - 1], if last == 'A' { 'B' } else { next_letter(last) });
    let cases = [
        ("padding", "padding behind the signature", "signature", format!("{signature}==")),
        (
            "white-space",
            "a line break in the signature",
            "signature",
            format!("{}\\n{}", &signature[..40], &signature[40..]),
        ),
        ("plus-slash", "the letters of plain base64", "signature", format!("+/{}", &signature[2..])),
        ("unused-bits", "an unused bit that is not zero", "signature", unused),
        ("length", "a length that no bytes have", "signature", signature[..85].to_owned()),
        ("protected-padding", "padding behind the header", "protected", format!("{protected}=")),
        ("empty", "no header at all", "protected", String::new()),
    ];
    for (name, title, member, text) in cases {
        let mut envelope = plain.clone();
        envelope["signatures"][0][member] = text.replace("\\n", "\n").into();
        let text = String::from_utf8(bytes(&envelope)).unwrap();
        let code = if name == "white-space" {
            "JSON_FORBIDDEN_CHAR"
        } else if name == "empty" {
            "JSON_SYNTAX"
        } else {
            "ENV_BASE64"
        };
        bad(
            maker,
            &format!("envelopes/bad-base64-{name}"),
            title,
            text.as_bytes(),
            code,
            &[18],
            "It takes several spellings of the same bytes, so that one record has several texts.",
        );
    }
    let mut spaced = plain.clone();
    spaced["signatures"][0]["signature"] = format!("{} {}", &signature[..40], &signature[40..]).into();
    bad(
        maker,
        "envelopes/bad-base64-space",
        "a space in the signature",
        &bytes(&spaced),
        "ENV_BASE64",
        &[18],
        "It leaves out what is no letter.",
    );
    let mut padded = opaque(&plain);
    padded["payload"] = format!("{}=", padded["payload"].as_str().unwrap()).into();
    bad(
        maker,
        "envelopes/bad-base64-payload-padding",
        "padding behind the payload",
        &bytes(&padded),
        "ENV_BASE64",
        &[18],
        "It takes several spellings of the same bytes.",
    );
}

fn next_letter(letter: char) -> char {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = LETTERS.find(letter).unwrap();
    char::from(LETTERS.as_bytes()[at + 1])
}

fn extents(maker: &mut Maker) {
    let plain = plain(maker);
    let mut many = plain.clone();
    many["signatures"] = Value::Array(vec![plain["signatures"][0].clone(); 17]);
    bad(
        maker,
        "limits/bad-signatures-17",
        "17 signatures",
        &bytes(&many),
        "LIM_COUNT",
        &[3],
        "It verifies as many signatures as somebody sends.",
    );
    let record = String::from_utf8(bytes(&plain)).unwrap();
    let (open, close) = record.split_at(record.len() - 1);
    let input = pieces(&[(open.as_bytes(), 1), (b" ", 6 * 1024 * 1024), (close.as_bytes(), 1)]);
    maker
        .case(OPEN, "limits/bad-envelope-size", "an envelope of more than six mebibytes")
        .from("envelopes/plain")
        .attacks(&[1])
        .flag("exhaustion")
        .note("It reads as much as somebody sends.")
        .ask("open", vec![("envelope", input)], "LIM_SIZE")
        .done();
}
