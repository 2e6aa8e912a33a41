//! Headers that choose the algorithm, bring a key, or pass for another object.

use passerelle::crypto::{KeyId, Signer, encode_base64url};
use serde_json::{Value, json};

use super::support::*;
use super::with_header;

#[test]
fn header_of_the_wrong_form() {
    let world = World::new();
    for header in [json!([]), json!("x"), json!(1)] {
        let envelope = json!({ "record": draft(), "signatures": [signature(&draft(), &header, &world.north)] });
        assert_eq!(world.refusal(&envelope), Some("HDR_FORM"), "{header}");
    }
    for missing in ["alg", "kid", "iat"] {
        let envelope = with_header(&world, |header| drop(header.as_object_mut().unwrap().remove(missing)));
        assert_eq!(world.refusal(&envelope), Some("HDR_FORM"), "{missing}");
    }
    for (name, value) in [("alg", json!(1)), ("kid", json!(null)), ("typ", json!([])), ("iat", json!("2026"))] {
        let envelope = with_header(&world, |header| header[name] = value);
        assert_eq!(world.refusal(&envelope), Some("HDR_FORM"), "{name}");
    }
    let duplicate = format!("{{\"alg\":\"none\",{}", &world.header().to_string()[1..]);
    let entry = signature_over(&draft(), duplicate.as_bytes(), &world.north);
    assert_eq!(world.refusal(&json!({ "record": draft(), "signatures": [entry] })), Some("JSON_DUPLICATE_NAME"));
    let huge = with_header(&world, |header| header["kid"] = "x".repeat(3000).into());
    assert_eq!(world.refusal(&huge), Some("LIM_SIZE"));
}

#[test]
fn algorithms_that_are_never_taken() {
    let world = World::new();
    for alg in
        ["none", "None", "nOnE", "HS256", "EdDSA", "RS256", "PS512", "ES256K", "ES512", "ed25519", "ML-DSA-65", ""]
    {
        let envelope = with_header(&world, |header| header["alg"] = alg.into());
        assert_eq!(world.refusal(&envelope), Some("HDR_ALG"), "{alg}");
    }
    // A public key as the secret of an HMAC.
    let mut header = world.header();
    header["alg"] = "HS256".into();
    let protected = encode_base64url(&bytes(&header));
    let secret = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &world.north.public_key().to_jwk().to_canonical());
    let tag = ring::hmac::sign(&secret, format!("{protected}.{}", encode_base64url(&canonical(&draft()))).as_bytes());
    let entry = json!({ "protected": protected, "signature": encode_base64url(tag.as_ref()) });
    assert_eq!(world.refusal(&json!({ "record": draft(), "signatures": [entry] })), Some("HDR_ALG"));
}

#[test]
fn algorithm_that_the_key_is_not_for() {
    let world = World::new();
    let envelope = with_header(&world, |header| header["alg"] = "ES256".into());
    assert_eq!(world.refusal(&envelope), Some("KEY_ALG_MISMATCH"));
}

#[test]
fn key_injection_and_server_side_requests() {
    let world = World::new();
    let own_key: Value = serde_json::from_slice(&world.north.public_key().to_jwk().to_canonical()).unwrap();
    for (name, value) in [
        ("jwk", own_key),
        ("jku", json!("https://example.com/keys")),
        ("x5u", json!("https://example.com/cert")),
        ("x5c", json!(["AA"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("x-unknown", json!(1)),
    ] {
        let envelope = with_header(&world, |header| header[name] = value);
        assert_eq!(world.refusal(&envelope), Some("HDR_FORBIDDEN"), "{name}");
    }
    let allowed = with_header(&world, |header| header["x5t#S256"] = encode_base64url(&[7; 32]).into());
    assert_eq!(world.refusal(&allowed), None);
}

#[test]
fn critical_parameters() {
    let world = World::new();
    for crit in [json!(["x"]), json!([]), json!(["alg"]), json!(["x", "x"]), json!("x")] {
        let envelope = with_header(&world, |header| header["crit"] = crit);
        assert_eq!(world.refusal(&envelope), Some("HDR_CRIT"));
    }
}

#[test]
fn object_of_another_class() {
    let world = World::new();
    for typ in [
        "vnd.passerelle.trust-list.v1+json",
        "vnd.passerelle.receipt.v1+json",
        "vnd.passerelle.record.v2+json",
        "application/vnd.passerelle.record.v1+json",
        "JWT",
    ] {
        let envelope = with_header(&world, |header| header["typ"] = typ.into());
        assert_eq!(world.refusal(&envelope), Some("HDR_TYP"), "{typ}");
    }
    let missing = with_header(&world, |header| drop(header.as_object_mut().unwrap().remove("typ")));
    assert_eq!(world.refusal(&missing), Some("HDR_TYP"));
    // A trust list is no record, and a record no trust list.
    let list = sign_list(&world.list, &world.list_key);
    assert_eq!(refusal(&list, &world.trust), Some("ENV_CONTENT"));
    let record = world.sign(&draft());
    assert!(world.trust.update_list(&record, now()).is_err());
}

#[test]
fn key_id_that_is_a_path_an_address_or_a_query() {
    let world = World::new();
    let kid = KeyId::of(world.north.authority(), world.north.public_key());
    let thumbprint = kid.thumbprint();
    for bad in [
        "../../etc/passwd".to_owned(),
        "https://example.com/key".to_owned(),
        "' OR 1=1 --".to_owned(),
        thumbprint.to_owned(),
        format!("#{thumbprint}"),
        format!("XX/northland#{thumbprint}#x"),
        format!("XX/northland#{thumbprint}="),
        format!("XX/north land#{thumbprint}"),
        format!("XX/{}#{thumbprint}", "n".repeat(250)),
        "XX/northland#AAAA".to_owned(),
        String::new(),
    ] {
        let envelope = with_header(&world, |header| header["kid"] = bad.clone().into());
        assert_eq!(world.refusal(&envelope), Some("HDR_KID_FORM"), "{bad}");
    }
    // Exactly, and not nearly.
    let other_case =
        with_header(&world, |header| header["kid"] = kid.to_string().replace("northland", "northlanD").into());
    assert_eq!(world.refusal(&other_case), Some("HDR_KID_FORM"));
}
