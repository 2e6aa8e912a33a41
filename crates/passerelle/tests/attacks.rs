//! Attacks on signed records: each test bears the attack's name, and shows the honest twin that opens.

mod support;

use passerelle::crypto::{Algorithm, KeyId, Signer, SignerError, decode_base64url, encode_base64url};
use passerelle::record::Timestamp;
use passerelle::trust::{AlgorithmPolicy, KeyState, TrustPolicy};
use passerelle::{Actionability, Code, Form, Integrity, Severity, Standing, Status};
use serde_json::{Value, json};
use support::*;

fn with_header(world: &World, change: impl FnOnce(&mut Value)) -> Value {
    let mut header = world.header();
    change(&mut header);
    world.forge(&draft(), &header)
}

#[test]
fn an_honest_record_opens_in_both_forms_with_every_algorithm() {
    for algorithm in Algorithm::ALL {
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

#[test]
fn key_that_is_not_in_the_list() {
    let world = World::new();
    let stranger = key("XX/northland", Algorithm::Ed25519);
    let envelope = json!({ "record": draft(), "signatures": [signature(&draft(), &header(&stranger), &stranger)] });
    let error = passerelle::open(&bytes(&envelope), &world.trust, now()).unwrap_err();
    assert_eq!(
        (error.code(), error.integrity, error.trust),
        (Code::KeyUnknown, Integrity::Indeterminate, Standing::Unknown)
    );
    let report = passerelle::inspect(&bytes(&envelope), Some(&world.trust), now());
    assert_eq!(
        (report.findings.len(), report.integrity),
        (1, Integrity::Indeterminate),
        "and no quorum is missed for it"
    );
}

#[test]
fn key_of_one_authority_on_the_record_of_another() {
    let world = World::new();
    let envelope =
        json!({ "record": draft(), "signatures": [signature(&draft(), &header(&world.south), &world.south)] });
    assert_eq!(world.refusal(&envelope), Some("KEY_AUTHORITY"));
    assert!(passerelle::sign(&bytes(&draft()), &[&world.south], now(), Form::Clear).is_err());
}

#[test]
fn key_without_the_role_or_the_record_type() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let role = |name: &str| vec![passerelle::vocabulary::code::AuthorityRole::new(name).unwrap()];
    let types = |name: &str| vec![passerelle::vocabulary::code::RecordTypeCode::new(name).unwrap()];
    let trust = world.trust_with(|list| list.authorities[0].roles = role("manifest"));
    assert_eq!(refusal(&envelope, &trust), Some("KEY_ROLE"));
    let trust = world.trust_with(|list| list.authorities[0].record_types = types("notice"));
    assert_eq!(refusal(&envelope, &trust), Some("KEY_ROLE"));
    let trust = world.trust_with(|list| list.authorities[0].record_types = types("link"));
    assert_eq!(refusal(&envelope, &trust), None);
}

#[test]
fn every_flipped_bit_of_a_signature_is_seen() {
    for algorithm in Algorithm::ALL {
        let world = World::with(algorithm);
        let honest = world.forge(&draft(), &world.header());
        let raw = decode_base64url(honest["signatures"][0]["signature"].as_str().unwrap()).unwrap();
        for bit in (0..raw.len() * 8).step_by(7) {
            let mut bent = raw.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            let mut envelope = honest.clone();
            envelope["signatures"][0]["signature"] = encode_base64url(&bent).into();
            let code = world.refusal(&envelope);
            assert!(matches!(code, Some("SIG_INVALID" | "SIG_FORM")), "{algorithm:?} bit {bit}: {code:?}");
        }
    }
}

#[test]
fn signature_moved_from_another_record() {
    let world = World::new();
    let other = draft_with(json!({ "issued": "2026-06-01T08:30:01Z" }));
    let mut envelope = world.forge(&draft(), &world.header());
    envelope["record"] = other;
    assert_eq!(world.refusal(&envelope), Some("SIG_INVALID"));
}

#[test]
fn changed_record_with_its_old_signature() {
    let world = World::new();
    let mut envelope = world.forge(&draft(), &world.header());
    envelope["record"]["handling"]["tlp"] = "clear".into();
    assert_eq!(world.refusal(&envelope), Some("SIG_INVALID"));
}

#[test]
fn signatures_of_the_wrong_form() {
    for algorithm in Algorithm::ALL {
        let world = World::with(algorithm);
        let size = world.north.sign(b"x").unwrap().len();
        let der = [vec![0x30, 0x44, 0x02, 0x20], vec![1; 32], vec![0x02, 0x20], vec![1; 32]].concat();
        let zero_r = [vec![0; size / 2], vec![1; size / 2]].concat();
        let huge_s = [vec![1; size / 2], vec![0xFF; size / 2]].concat();
        let mut forms = vec![vec![], vec![1; size - 1], vec![1; size + 1], der, huge_s];
        if algorithm != Algorithm::Ed25519 {
            forms.extend([zero_r, [vec![1; size / 2], vec![0; size / 2]].concat(), vec![0xFF; size]]);
        }
        for raw in forms {
            let mut envelope = world.forge(&draft(), &world.header());
            envelope["signatures"][0]["signature"] = encode_base64url(&raw).into();
            assert_eq!(world.refusal(&envelope), Some("SIG_FORM"), "{algorithm:?} {} bytes", raw.len());
        }
    }
}

/// The order of P-256 (SEC 2 §2.4.2).
const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

#[test]
fn the_other_s_of_an_ecdsa_signature_makes_no_new_signer() {
    let world = World::with(Algorithm::Es256);
    let honest: Value = serde_json::from_slice(&world.sign(&draft())).unwrap();
    let raw = decode_base64url(honest["signatures"][0]["signature"].as_str().unwrap()).unwrap();
    let order: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&P256_ORDER[2 * i..2 * i + 2], 16).unwrap()).collect();
    let mut twin = raw.clone();
    let mut borrow = 0_i32;
    for i in (0..32).rev() {
        let difference = i32::from(order[i]) - i32::from(raw[32 + i]) - borrow;
        borrow = i32::from(difference < 0);
        twin[32 + i] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    assert!(raw[32..] < twin[32..], "the signer writes the smaller s");
    let mut envelope = honest.clone();
    envelope["signatures"][0]["signature"] = encode_base64url(&twin).into();
    let opened = passerelle::open(&bytes(&envelope), &world.trust, now()).unwrap();
    assert_eq!(opened.digest(), passerelle::open(&bytes(&honest), &world.trust, now()).unwrap().digest());
    let two = draft_with(json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } }));
    let entry = signature(&two, &world.header(), &world.north);
    let envelope = json!({ "record": two, "signatures": [entry, entry] });
    assert_eq!(world.refusal(&envelope), Some("SIG_QUORUM"));
}

#[test]
fn of_several_faults_of_time_the_first_is_always_the_same() {
    let world = World::new();
    let trust = world.trust_with(|list| {
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time("2026-05-01T00:00:00Z")));
    });
    let record = quorum_of_two();
    let mut early = header(&world.south);
    early["iat"] = time("2025-12-31T23:59:59Z").unix_seconds().into();
    let entries = [signature(&record, &world.header(), &world.north), signature(&record, &early, &world.south)];
    assert_eq!(refusal(&bytes(&json!({ "record": record, "signatures": entries })), &trust), Some("KEY_WINDOW"));
}

fn quorum_of_two() -> Value {
    draft_with(json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } }))
}

#[test]
fn a_stripped_cosignature_breaks_the_quorum() {
    let world = World::new();
    let signed = world.sign(&quorum_of_two());
    assert_eq!(refusal(&signed, &world.trust), Some("SIG_QUORUM"));
    let cosigned = passerelle::cosign(&signed, &world.south, now()).unwrap();
    assert_eq!(refusal(&cosigned, &world.trust), None);
    let mut stripped: Value = serde_json::from_slice(&cosigned).unwrap();
    stripped["signatures"].as_array_mut().unwrap().remove(0);
    assert_eq!(world.refusal(&stripped), Some("SIG_QUORUM"), "the issuer's own signature is always due");
}

#[test]
fn one_authority_is_not_counted_twice() {
    let world = World::new();
    let second = key("XX/northland", Algorithm::Ed25519);
    let trust = world.trust_with(|list| {
        list.authorities[0].keys.push(key_entry(second.authority(), second.public_key()));
    });
    let record = quorum_of_two();
    let entries = [signature(&record, &world.header(), &world.north), signature(&record, &header(&second), &second)];
    assert_eq!(refusal(&bytes(&json!({ "record": record, "signatures": entries })), &trust), Some("SIG_QUORUM"));
}

#[test]
fn a_bad_required_cosignature_refuses() {
    let world = World::new();
    let record = draft_with(json!({ "signers": { "min": 1, "of": ["XX/northland", "XX/southland"] } }));
    let good = signature(&record, &world.header(), &world.north);
    let mut bad = signature(&record, &header(&world.south), &world.south);
    bad["signature"] = good["signature"].clone();
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": [good, bad] })), Some("SIG_COSIGNER"));
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": [good] })), None);
}

#[test]
fn an_extra_signature_of_an_algorithm_to_come_does_no_harm() {
    let world = World::new();
    let mut later = world.header();
    later["alg"] = "ML-DSA-65".into();
    let entries = [signature(&draft(), &world.header(), &world.north), signature(&draft(), &later, &world.north)];
    let opened =
        passerelle::open(&bytes(&json!({ "record": draft(), "signatures": entries })), &world.trust, now()).unwrap();
    assert!(opened.findings().iter().any(|finding| finding.code == Code::SigAlgUnknown));
    let record = quorum_of_two();
    let entries = [signature(&record, &world.header(), &world.north), signature(&record, &later, &world.north)];
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), Some("SIG_QUORUM"));
}

#[test]
fn an_extra_signature_by_an_unknown_key_does_no_harm_where_the_others_are_enough() {
    let world = World::new();
    let stranger = key("XX/southland", Algorithm::Ed25519);
    let record = draft_with(json!({ "signers": { "min": 1, "of": ["XX/northland", "XX/southland"] } }));
    let mut entries =
        [signature(&record, &world.header(), &world.north), signature(&record, &header(&stranger), &stranger)];
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), None);
    // Nobody looks further at it, so it need not even have the form of a signature.
    entries[1]["signature"] = json!("AAAA");
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), None);
    let record = quorum_of_two();
    let entries =
        [signature(&record, &world.header(), &world.north), signature(&record, &header(&stranger), &stranger)];
    assert_eq!(world.refusal(&json!({ "record": record, "signatures": entries })), Some("KEY_UNKNOWN"));
}

#[test]
fn signed_outside_the_window_of_the_key() {
    let world = World::new();
    for iat in ["2025-12-31T23:59:59Z", "2027-01-01T00:00:01Z"] {
        let envelope = with_header(&world, |header| header["iat"] = time(iat).unix_seconds().into());
        let later = time("2027-01-02T00:00:00Z");
        let error = passerelle::open(&bytes(&envelope), &world.trust, later).unwrap_err();
        // After the list's own expiry that comes first; so judge the second case by a list that still holds.
        let list_holds = world.trust_with(|list| list.expires = time("2028-01-01T00:00:00Z"));
        let code = passerelle::open(&bytes(&envelope), &list_holds, later).unwrap_err().code();
        assert_eq!(code, Code::KeyWindow, "{iat}");
        assert!(matches!(error.code(), Code::TlExpiredGrace | Code::KeyWindow));
    }
}

#[test]
fn signed_in_the_future() {
    let world = World::new();
    let at = |offset: i64| with_header(&world, |header| header["iat"] = (now().unix_seconds() + offset).into());
    assert_eq!(world.refusal(&at(passerelle::limits::CLOCK_SKEW_SECONDS)), None);
    assert_eq!(world.refusal(&at(passerelle::limits::CLOCK_SKEW_SECONDS + 1)), Some("TIME_FUTURE"));
}

#[test]
fn signed_before_it_was_issued() {
    let world = World::new();
    let warned = |issued: Value| {
        let record = draft_with(json!({ "issued": issued }));
        let opened = passerelle::open(
            &bytes(&world.forge(&record, &world.header())),
            &world.trust,
            time("2026-06-02T00:00:00Z"),
        );
        let findings = opened.unwrap().findings().to_vec();
        let found = findings.into_iter().find(|finding| finding.code == Code::TimeBeforeIssued);
        found.map(|finding| (finding.pointer.to_string(), finding.severity))
    };
    assert_eq!(warned(json!("2026-06-01T12:05:00Z")), None);
    assert_eq!(warned(json!("2026-06-01T12:05:01Z")), Some(("/signatures/0".to_owned(), Severity::Warning)));

    let at = |issued: &str| bytes(&draft_with(json!({ "issued": issued })));
    let sign = |draft: &[u8]| passerelle::sign(draft, &[&world.north], now(), Form::Clear);
    assert!(passerelle::validate(&at("2026-06-01T12:05:00Z"), now()).is_valid());
    sign(&at("2026-06-01T12:05:00Z")).unwrap();
    let early = at("2026-06-01T12:05:01Z");
    assert_eq!(sign(&early).unwrap_err().code(), Code::SignInvalidDraft);
    let errors = passerelle::validate(&early, now()).findings;
    let error = errors.iter().find(|finding| finding.severity == Severity::Error).unwrap();
    assert_eq!((error.code, error.pointer.as_str()), (Code::TimeBeforeIssued, "/issued"));
    assert!(error.position.is_some(), "a draft shows the place");
}

#[test]
fn a_retired_key_signs_no_more_but_what_it_signed_stands() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let retired = |at: Timestamp| {
        world.trust_with(|list| {
            let key = &mut list.authorities[0].keys[0];
            (key.status, key.retired_at) = (KeyState::Retired, Some(at));
        })
    };
    assert_eq!(refusal(&envelope, &retired(now())), Some("KEY_RETIRED"));
    assert_eq!(refusal(&envelope, &retired(time("2026-06-01T12:00:01Z"))), None);
}

#[test]
fn nothing_that_a_compromised_key_signed_is_believed_however_old_it_says_it_is() {
    let world = World::new();
    let trust = world.trust_with(|list| {
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time("2026-05-01T00:00:00Z")));
    });
    for iat in ["2026-02-01T00:00:00Z", "2026-05-31T00:00:00Z"] {
        let envelope = with_header(&world, |header| header["iat"] = time(iat).unix_seconds().into());
        assert_eq!(refusal(&bytes(&envelope), &trust), Some("KEY_COMPROMISED"), "{iat}");
    }
}

#[test]
fn an_algorithm_past_its_sunset() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let sunset = |text: &str| {
        world.trust_with(|list| {
            let algorithms = vec![AlgorithmPolicy { alg: "Ed25519".to_owned(), sunset: time(text) }];
            list.policy = Some(TrustPolicy { algorithms, hybrid_from: None });
        })
    };
    assert_eq!(refusal(&envelope, &sunset("2026-06-01T12:00:00Z")), Some("ALG_SUNSET"));
    assert_eq!(refusal(&envelope, &sunset("2026-06-01T12:00:01Z")), None);
}

/// Two signatures of Northland, the second of which no reader of this version can check, and the list that says since when both
/// are due.
fn hybrid(world: &World, from: &str) -> (Value, passerelle::trust::Trust) {
    let kid = format!("XX/northland#{}", encode_base64url(&[7; 32]));
    let jwk = json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" });
    let trust = world.trust_with(|list| {
        let mut key = list.authorities[0].keys[0].clone();
        (key.kid, key.jwk) = (kid.clone(), serde_json::from_value(jwk).unwrap());
        list.authorities[0].keys.push(key);
        list.policy = Some(TrustPolicy { hybrid_from: Some(time(from)), ..TrustPolicy::default() });
    });
    let mut second = world.header();
    (second["alg"], second["kid"]) = ("ML-DSA-65".into(), kid.into());
    let entries = [signature(&draft(), &world.header(), &world.north), signature(&draft(), &second, &world.north)];
    (json!({ "record": draft(), "signatures": entries }), trust)
}

#[test]
fn two_signatures_by_one_authority_and_one_stripped() {
    let world = World::new();
    let (both, trust) = hybrid(&world, NOW);
    let mut stripped = both.clone();
    stripped["signatures"].as_array_mut().unwrap().remove(1);
    let judged = |envelope: &Value, trust: &passerelle::trust::Trust| {
        let error = passerelle::open(&bytes(envelope), trust, now()).err()?;
        Some((error.code().as_str(), error.integrity))
    };
    assert_eq!(judged(&stripped, &trust), Some(("SIG_HYBRID", Integrity::Invalid)));
    assert_eq!(judged(&both, &trust), Some(("SIG_HYBRID", Integrity::Indeterminate)), "nobody here can check it");
    // What was signed before the date stands, with or without a second signature.
    let (both, trust) = hybrid(&world, "2026-06-01T12:00:01Z");
    for envelope in [&stripped, &both] {
        assert_eq!(judged(envelope, &trust), None);
    }
}

#[test]
fn a_second_signature_that_is_none_of_the_authority() {
    let world = World::new();
    let (both, trust) = hybrid(&world, NOW);
    let beside = |alg: &str, kid: &str| {
        let mut header = world.header();
        (header["alg"], header["kid"]) = (alg.into(), kid.into());
        let mut envelope = both.clone();
        envelope["signatures"][1] = signature(&draft(), &header, &world.north);
        let error = passerelle::open(&bytes(&envelope), &trust, now()).unwrap_err();
        (error.code().as_str(), error.integrity)
    };
    let listed = format!("XX/northland#{}", encode_base64url(&[7; 32]));
    let due = ("SIG_HYBRID", Integrity::Invalid);
    assert_eq!(beside("ML-DSA-87", &listed), ("SIG_HYBRID", Integrity::Indeterminate));
    assert_eq!(beside("ML-DSA-44", &listed), due, "not one of the two");
    assert_eq!(beside("ML-DSA-65", &format!("XX/northland#{}", encode_base64url(&[8; 32]))), due, "not listed");
    assert_eq!(beside("ML-DSA-65", &format!("XX/southland#{}", encode_base64url(&[7; 32]))), due, "of another");
    assert_eq!(beside("ML-DSA-65", world.header()["kid"].as_str().unwrap()), due, "listed for another algorithm");
}

#[test]
fn a_hybrid_policy_binds_each_authority_that_signs() {
    let world = World::new();
    let (_, trust) = hybrid(&world, NOW);
    let cosigned = passerelle::cosign(&world.sign(&quorum_of_two()), &world.south, now()).unwrap();
    let report = passerelle::inspect(&cosigned, Some(&trust), now());
    let places: Vec<&str> = report.findings.iter().map(|finding| finding.pointer.as_str()).collect();
    assert!(report.findings.iter().all(|finding| finding.code == Code::SigHybrid));
    assert_eq!(places, ["/signatures/0", "/signatures/1"]);
}

#[test]
fn a_record_signed_by_a_key_of_the_root() {
    let world = World::new();
    let envelope =
        json!({ "record": draft(), "signatures": [signature(&draft(), &header(&world.list_key), &world.list_key)] });
    assert_eq!(world.refusal(&envelope), Some("TL_ROLE"));
}

#[test]
fn without_a_current_list_nothing_is_decided() {
    let world = World::new();
    let envelope = world.sign(&draft());
    let bare = passerelle::trust::Trust::pin(&world.root).unwrap();
    let error = passerelle::open(&envelope, &bare, now()).unwrap_err();
    assert_eq!(
        (error.code(), error.integrity, error.trust),
        (Code::TlMissing, Integrity::Indeterminate, Standing::Unknown)
    );
    let in_grace = passerelle::open(&envelope, &world.trust, time("2027-01-01T00:00:00Z")).unwrap_err();
    assert_eq!((in_grace.code(), in_grace.integrity), (Code::TlExpiredGrace, Integrity::Indeterminate));
    let after = passerelle::open(&envelope, &world.trust, time("2027-01-08T00:00:00Z")).unwrap_err();
    assert_eq!((after.code(), after.trust), (Code::TlExpired, Standing::Untrusted));
}

#[test]
fn a_major_version_that_is_not_known() {
    let world = World::new();
    let refusal = |spec: &str| world.refusal(&world.forge(&draft_with(json!({ "spec": spec })), &world.header()));
    assert_eq!(refusal("2.0"), Some("VER_MAJOR"));
    for of_no_version in ["01.0", "1.00", "2", "2.x", "+2.0", "1.0.0"] {
        assert_eq!(refusal(of_no_version), Some("SCHEMA_FORM"), "{of_no_version}");
    }
}

#[test]
fn a_newer_minor_keeps_every_unknown_member() {
    let world = World::new();
    let mut record = draft_with(json!({ "spec": "1.7", "brand_new": { "a": [1, 2] } }));
    record["content"]["colour"] = json!("blue");
    let envelope = world.forge(&record, &world.header());
    let opened = passerelle::open(&bytes(&envelope), &world.trust, now()).unwrap();
    assert_eq!(opened.payload(), canonical(&record));
    assert!(opened.findings().iter().any(|finding| finding.code == Code::VerNewer));
    let relayed = opened.to_envelope(Form::Opaque);
    assert_eq!(passerelle::open(&relayed, &world.trust, now()).unwrap().payload(), opened.payload());
    // In a record of this version the same member is a slip of the pen.
    let typo = draft_with(json!({ "brand_new": 1 }));
    assert_eq!(world.refusal(&world.forge(&typo, &world.header())), Some("SCHEMA_UNKNOWN_MEMBER"));
}

#[test]
fn an_edition_of_the_code_lists_that_is_still_to_come() {
    let world = World::new();
    let record = draft_with(json!({ "vocab": { "passerelle": "2031.1" } }));
    let opened = passerelle::open(&bytes(&world.forge(&record, &world.header())), &world.trust, now()).unwrap();
    assert!(opened.findings().iter().any(|finding| finding.code == Code::VocVersionFuture));
    assert!(!passerelle::validate(&bytes(&record), now()).is_valid(), "no author can know it");
}

#[test]
fn an_edition_that_is_not_known_is_reported_beside_what_must_be_understood() {
    let world = World::new();
    let members = json!({ "spec": "1.3", "vocab": { "passerelle": "2031.1" }, "must": ["example.police:colour"] });
    let opened = passerelle::open(&bytes(&world.forge(&draft_with(members), &world.header())), &world.trust, now());
    let codes: Vec<Code> = opened.unwrap().findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::VerMust, Code::VerNewer, Code::VocVersionFuture], "in the order of their places");
}

#[test]
fn what_must_be_understood_and_is_not_leaves_the_record_readable_only() {
    let world = World::new();
    let record = draft_with(json!({ "must": ["example.police:colour"] }));
    let opened = passerelle::open(&bytes(&world.forge(&record, &world.header())), &world.trust, now()).unwrap();
    assert_eq!(opened.actionability(), Actionability::ReadOnly);
    let plain = passerelle::open(&world.sign(&draft()), &world.trust, now()).unwrap();
    assert_eq!(plain.actionability(), Actionability::Actionable);
}

#[test]
fn a_revision_that_does_not_fit_its_own_number() {
    let world = World::new();
    let prev = json!({ "alg": "sha-256", "hash": "0".repeat(64) });
    for (members, code) in [
        (json!({ "rev": 1, "prev": prev }), "REV_FORM"),
        (json!({ "rev": 2 }), "REV_FORM"),
        (json!({ "rev": 2, "prev": { "alg": "sha-1", "hash": "0".repeat(64) } }), "HASH_ALG"),
        (
            json!({ "attachments": [{ "hash": { "alg": "md5", "hash": "0" }, "media_type": "text/plain", "size": 1 }] }),
            "HASH_ALG",
        ),
        (json!({ "id": "XX/southland/01890a5d-ac96-774b-bcce-b302099a805c" }), "REV_AUTHORITY"),
    ] {
        assert_eq!(world.refusal(&world.forge(&draft_with(members.clone()), &world.header())), Some(code), "{members}");
    }
    let second = draft_with(json!({ "rev": 2, "prev": prev }));
    assert_eq!(world.refusal(&world.forge(&second, &world.header())), None);
}

#[test]
fn inspect_lists_everything_and_hands_out_nothing() {
    let world = World::new();
    let mut record = draft_with(json!({ "colour": "SECRETVALUE", "rev": 2 }));
    record["content"]["kind"] = json!(7);
    let envelope = bytes(&world.forge(&record, &world.header()));
    let report = passerelle::inspect(&envelope, Some(&world.trust), now());
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(report.integrity, Integrity::Invalid);
    for code in ["SCHEMA_UNKNOWN_MEMBER", "SCHEMA_TYPE", "REV_FORM"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(report.signatures[0].verified);
    assert!(report.findings.iter().all(|finding| finding.position.is_some()));
    assert!(!format!("{report:?}").contains("SECRETVALUE"));
    let error = passerelle::open(&envelope, &world.trust, now()).unwrap_err();
    assert_eq!(error.finding, report.findings[0], "opening stops at the first error of the report");
}

#[test]
fn a_flood_of_findings_hides_no_refusal() {
    let world = World::new();
    let record = draft_with(json!({ "must": vec!["example.police:colour"; 1200], "rev": 2 }));
    let envelope = bytes(&world.forge(&record, &world.header()));
    let error = passerelle::open(&envelope, &world.trust, now()).unwrap_err();
    let report = passerelle::inspect(&envelope, Some(&world.trust), now());
    assert_eq!((report.integrity, report.is_openable()), (Integrity::Invalid, false));
    assert_eq!((report.findings.len(), report.findings[1000].code), (1001, Code::LimFindings));
    assert_eq!(report.findings[999], error.finding, "the error takes the last place before the cut");
    assert_eq!(error.finding.stage(), passerelle::Stage::Schema);
}

#[test]
fn the_three_answers_say_different_things() {
    let world = World::new();
    let answers = |envelope: &Value| {
        let report = passerelle::inspect(&bytes(envelope), Some(&world.trust), now());
        if let Err(error) = passerelle::open(&bytes(envelope), &world.trust, now()) {
            assert_eq!((error.integrity, error.trust), (report.integrity, report.trust));
        }
        (report.integrity, report.trust, report.status)
    };
    let honest = world.forge(&draft(), &world.header());
    assert_eq!(answers(&honest), (Integrity::Valid, Standing::Trusted, Status::Unknown));
    let nameless = json!({ "record": draft() });
    assert_eq!(answers(&nameless), (Integrity::Invalid, Standing::Unknown, Status::Unknown));
    let mut changed = honest.clone();
    changed["record"]["handling"]["tlp"] = "clear".into();
    assert_eq!(answers(&changed), (Integrity::Invalid, Standing::Untrusted, Status::Unknown));
    let typo = world.forge(&draft_with(json!({ "colour": 1 })), &world.header());
    assert_eq!(answers(&typo), (Integrity::Invalid, Standing::Trusted, Status::Unknown));
}

#[test]
fn nobody_signs_what_no_reader_would_read() {
    let world = World::new();
    let error = passerelle::sign(&bytes(&draft()), &[], now(), Form::Clear).unwrap_err();
    assert_eq!(error.code(), Code::EnvUnsigned);
    let many: Vec<&dyn Signer> = vec![&world.north; 16];
    let full = passerelle::sign(&bytes(&draft()), &many, now(), Form::Clear).unwrap();
    assert_eq!(passerelle::cosign(&full, &world.north, now()).unwrap_err().code(), Code::LimCount);
}

type Answer<'w> = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, SignerError> + 'w>;

/// A signer whose device answers something else than it should.
struct Crooked<'w> {
    honest: &'w dyn Signer,
    answer: Answer<'w>,
}

impl Signer for Crooked<'_> {
    fn authority(&self) -> &passerelle::record::AuthorityId {
        self.honest.authority()
    }

    fn public_key(&self) -> &passerelle::crypto::PublicKey {
        self.honest.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        (self.answer)(message)
    }
}

#[test]
fn a_signer_that_returns_something_else() {
    let world = World::new();
    let other = key("XX/northland", Algorithm::Ed25519);
    let answers: Vec<Answer<'_>> = vec![
        Box::new(|message| other.sign(message)),
        Box::new(|_| world.north.sign(b"other bytes")),
        Box::new(|_| Ok(Vec::new())),
        Box::new(|_| Ok(vec![0; 64])),
        Box::new(|_| Err(SignerError::Unavailable)),
    ];
    for answer in answers {
        let signer = Crooked { honest: &world.north, answer };
        let error = passerelle::sign(&bytes(&draft()), &[&signer], now(), Form::Clear).unwrap_err();
        assert_eq!(error.code(), Code::SignCallback);
    }
}
