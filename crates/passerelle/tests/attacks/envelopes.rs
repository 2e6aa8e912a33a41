//! What is no envelope, and one thing written in two ways.

use passerelle::crypto::{Algorithm, Signer, encode_base64url};
use passerelle::{Form, Status};
use serde_json::{Value, json};

use super::support::*;

#[test]
fn an_honest_record_opens_in_both_forms_with_every_algorithm() {
    for algorithm in Algorithm::CLASSICAL {
        let world = World::with(algorithm);
        let clear = world.sign(&draft());
        let opaque = passerelle::convert(&clear, Form::Opaque).unwrap();
        let (from_clear, from_opaque) = (
            passerelle::open(&clear, &world.trust, now()).unwrap(),
            passerelle::open(&opaque, &world.trust, now()).unwrap(),
        );
        assert_eq!(from_clear.digest(), from_opaque.digest());
        assert_eq!(from_clear.payload(), canonical(&draft()));
        assert_eq!(from_clear.own_status(now()), Status::Unknown, "one record cannot say that it was not taken back");
        assert_eq!(passerelle::convert(&opaque, Form::Clear).unwrap(), clear);
        assert_eq!(from_opaque.to_envelope(Form::Clear), clear);
    }
}

#[test]
fn content_in_two_forms_or_none() {
    let world = World::new();
    let mut both = world.forge(&draft(), &world.header());
    both["payload"] = encode_base64url(&canonical(&draft())).into();
    assert_eq!(world.refusal(&both), Some("ENV_CONTENT"));
    let mut none = world.forge(&draft(), &world.header());
    none.as_object_mut().unwrap().remove("record");
    assert_eq!(world.refusal(&none), Some("ENV_CONTENT"));
    for content in [json!("text"), json!([]), json!(1)] {
        let mut wrong = world.forge(&draft(), &world.header());
        wrong["record"] = content;
        assert_eq!(world.refusal(&wrong), Some("ENV_CONTENT"));
    }
}

#[test]
fn unprotected_header_or_unknown_envelope_member() {
    let world = World::new();
    let mut envelope = world.forge(&draft(), &world.header());
    envelope["signatures"][0]["header"] = json!({ "kid": "XX/northland#x" });
    assert_eq!(world.refusal(&envelope), Some("ENV_MEMBER"));
    let mut envelope = world.forge(&draft(), &world.header());
    envelope["note"] = json!("x");
    assert_eq!(world.refusal(&envelope), Some("ENV_MEMBER"));
}

#[test]
fn no_signature_at_all() {
    let world = World::new();
    for signatures in [json!([]), json!({}), json!("x")] {
        let envelope = json!({ "record": draft(), "signatures": signatures });
        assert_eq!(world.refusal(&envelope), Some("ENV_UNSIGNED"));
    }
    assert_eq!(world.refusal(&json!({ "record": draft() })), Some("ENV_UNSIGNED"));
}

#[test]
fn opaque_payload_that_is_not_canonical() {
    let world = World::new();
    let text = serde_json::to_string_pretty(&draft()).unwrap();
    let protected = encode_base64url(&bytes(&world.header()));
    let payload = encode_base64url(text.as_bytes());
    let signature = world.north.sign(format!("{protected}.{payload}").as_bytes()).unwrap();
    let envelope = json!({
        "payload": payload,
        "signatures": [{ "protected": protected, "signature": encode_base64url(&signature) }],
    });
    assert_eq!(world.refusal(&envelope), Some("ENV_NOT_CANONICAL"));
    let no_json = json!({ "payload": encode_base64url(b"{\"a\":1"), "signatures": envelope["signatures"] });
    assert_eq!(world.refusal(&no_json), Some("JSON_SYNTAX"));
}

#[test]
fn base64_in_a_second_spelling() {
    let world = World::new();
    let honest = world.forge(&draft(), &world.header());
    let signature = honest["signatures"][0]["signature"].as_str().unwrap().to_owned();
    let mut bits = signature.clone();
    let last = bits.pop().unwrap();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let next = alphabet.chars().nth(alphabet.find(last).unwrap() + 1).unwrap();
    bits.push(next);
    let mut spaced = signature.clone();
    spaced.insert(10, ' ');
    for spelling in [format!("{signature}=="), spaced, bits, format!("{signature}+"), format!("/{signature}")] {
        let mut envelope = honest.clone();
        envelope["signatures"][0]["signature"] = spelling.into();
        assert_eq!(world.refusal(&envelope), Some("ENV_BASE64"));
    }
    assert_eq!(world.refusal(&honest), None);
}

#[test]
fn of_several_faults_of_an_envelope_the_first_is_always_the_same() {
    let world = World::new();
    let opaque = |payload: &str, entry: Value| json!({ "payload": payload, "signatures": [entry] });
    let sound = world.forge(&draft(), &world.header())["signatures"][0].clone();
    let with = |name: &str, value: Value| {
        let mut entry = sound.clone();
        entry[name] = value;
        entry
    };
    let mut extra = opaque("", sound.clone());
    extra["note"] = json!("x");
    extra["signatures"] = json!([]);
    let crowd = opaque("=", json!(1));
    let many = json!({ "payload": "=", "signatures": vec![json!(1); 17] });
    let spaced = encode_base64url(b" {}");
    for (envelope, code) in [
        (json!({ "note": 1, "signatures": 1 }), "ENV_CONTENT"),
        (extra, "ENV_MEMBER"),
        (many, "LIM_COUNT"),
        (crowd, "ENV_MEMBER"),
        (opaque("=", with("signature", json!("="))), "ENV_BASE64"),
        (opaque("", with("signature", json!("="))), "ENV_BASE64"),
        (opaque(&spaced, with("protected", json!("e30"))), "ENV_NOT_CANONICAL"),
        (opaque("e30", with("protected", json!("e30"))), "HDR_FORM"),
    ] {
        assert_eq!(world.refusal(&envelope), Some(code), "{envelope}");
    }
    // A payload that is too large is not even parsed.
    let large = encode_base64url(&vec![b'['; passerelle::limits::RECORD_BYTES + 1]);
    assert_eq!(world.refusal(&opaque(&large, sound)), Some("LIM_SIZE"));
}

/// What comes in canonical form is read in a quick way, which lets nothing through that the other way refuses.
#[test]
fn faults_are_the_same_in_canonical_form_and_in_any_other() {
    let world = World::new();
    let holding = |value: Value| {
        let mut envelope = world.forge(&draft(), &world.header());
        envelope["record"]["ext"] = json!({ "example.police:list": value });
        envelope
    };
    let with = |name: &str| {
        let mut envelope = world.forge(&draft(), &world.header());
        envelope[name] = json!("x");
        envelope
    };
    let texts = passerelle::limits::RECORD_BYTES / 8000 + 1;
    let (first, last) = (with("a"), with("zz"));
    for (envelope, code) in [
        (first, "ENV_MEMBER"),
        (last, "ENV_MEMBER"),
        (holding(json!(vec!["x".repeat(8000); texts])), "LIM_SIZE"),
        (holding(json!(vec![1; passerelle::limits::VALUES])), "LIM_COUNT"),
    ] {
        let canonical = envelope.to_string().into_bytes();
        let spaced = [b" ", canonical.as_slice()].concat();
        for bytes in [canonical, spaced] {
            let refusal = passerelle::open(&bytes, &world.trust, now()).unwrap_err();
            assert_eq!(refusal.code().as_str(), code);
        }
    }
}

#[test]
fn white_space_and_order_in_the_clear_form_change_nothing() {
    let world = World::new();
    let honest = passerelle::open(&world.sign(&draft()), &world.trust, now()).unwrap();
    let spaced = serde_json::to_vec_pretty(&world.forge(&draft(), &world.header())).unwrap();
    let mut reversed = String::from("{\"signatures\":");
    let envelope = world.forge(&draft(), &world.header());
    reversed.push_str(&envelope["signatures"].to_string());
    reversed.push_str(",\"record\":{");
    let members: Vec<String> =
        draft().as_object().unwrap().iter().rev().map(|(name, value)| format!("\n\"{name}\" : {value}")).collect();
    reversed.push_str(&members.join(","));
    reversed.push_str("}}");
    for bytes in [spaced, reversed.into_bytes()] {
        assert_eq!(passerelle::open(&bytes, &world.trust, now()).unwrap().digest(), honest.digest());
    }
}
