//! Areas `keys` and `signatures`.

use passerelle::ObjectClass::{Record, TrustList};
use passerelle::crypto::{Algorithm, Decryptor as _, encode_base64url};
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, Sketch, base64, kind, word};
use super::records::{link, link_by, link_with, notice};
use super::trust::list;
use super::world::{World, bytes, canonical, envelope, kid, merged, order, plus, twin};

const OPEN: Kind = kind(Level::L2, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    keys(maker);
    forms(maker);
}

/// Northland's list, changed; it comes as the list after the usual one.
pub(crate) fn next_list(world: &World, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut list = list(world, &json!({ "version": 8 }));
    change(&mut list);
    bytes(&world.signed(TrustList, &list, &["list"]))
}

pub(crate) fn take<'m>(sketch: Sketch<'m>, list: &[u8]) -> Sketch<'m> {
    sketch.ask("trust", vec![("document", base64(list)), ("kind", word("list"))], "accepted")
}

pub(crate) fn open<'m>(sketch: Sketch<'m>, envelope: &Value, due: &str) -> Sketch<'m> {
    sketch.ask("open", vec![("envelope", base64(&bytes(envelope)))], due)
}

fn keys(maker: &mut Maker) {
    let record = link();
    for (name, title, signer, code, rows, note) in [
        (
            "unknown",
            "a key that the list does not have",
            "stranger",
            "KEY_UNKNOWN",
            30,
            "It looks a key up elsewhere, or takes the bytes as unsigned and good.",
        ),
        (
            "authority",
            "a listed key of another authority",
            "southland",
            "KEY_AUTHORITY",
            31,
            "It believes any key that it knows: every police force could speak for every other one.",
        ),
        (
            "root",
            "the key of the trust list",
            "list",
            "TL_ROLE",
            56,
            "It takes keys of the trust domain for keys of an authority.",
        ),
        (
            "root-root",
            "the key of the trust root",
            "root",
            "TL_ROLE",
            56,
            "It takes keys of the trust domain for keys of an authority.",
        ),
        (
            "other-of-authority",
            "a key of the issuer that the list does not have",
            "northland-2",
            "KEY_UNKNOWN",
            30,
            "It looks at the authority in `kid` only.",
        ),
    ] {
        let envelope = maker.world.signed(Record, &record, &[signer]);
        let sketch = maker
            .case(OPEN, &format!("keys/bad-{name}"), title)
            .from("envelopes/plain")
            .attacks(&[rows])
            .flag("authority")
            .note(note);
        open(sketch, &envelope, code).done();
    }
    for (name, title, record, signer) in [
        ("role", "an authority that has not the role `record`", link_by("XX/northwatch", &json!({})), "northwatch"),
        (
            "type",
            "an authority that may not issue records of this type",
            link_by("XX/westland", &json!({})),
            "westland",
        ),
    ] {
        let envelope = maker.world.signed(Record, &record, &[signer]);
        let sketch = maker
            .case(OPEN, &format!("keys/bad-{name}"), title)
            .from("envelopes/plain")
            .attacks(&[32])
            .flag("authority")
            .note("It lets every listed authority issue everything.");
        open(sketch, &envelope, "KEY_ROLE").done();
    }
    for (name, title, record, signer) in [
        ("es256", "a record signed with ES256", link_by("XX/eastland", &json!({})), "eastland"),
        (
            "es384",
            "a record signed with ES384, of a type that its issuer may issue",
            notice("westland", 9, "withdraw", &json!({ "id": "XX/westland/01890a5d-ac96-774b-bcce-000000000001" })),
            "westland",
        ),
    ] {
        let record = merged(record, &json!({ "issued": "2026-06-01T08:00:00Z" }));
        let envelope = maker.world.signed(Record, &record, &[signer]);
        open(
            maker.case(OPEN, &format!("keys/{name}"), title).note("It lacks an algorithm of the format."),
            &envelope,
            "accepted",
        )
        .requires(&["PSR-KEY-004", "PSR-SIG-010"])
        .done();
    }
    for (name, alg) in [("es256", "ES256"), ("es384", "ES384")] {
        let entry = maker.world.entry(Record, &record, "northland", &json!({ "alg": alg }));
        let sketch = maker
            .case(OPEN, &format!("keys/bad-alg-{name}"), &format!("`alg` is {alg}, and the key is for Ed25519"))
            .from("envelopes/plain")
            .attacks(&[24])
            .flag("header")
            .note("It lets the header choose the algorithm for a key.");
        open(sketch, &envelope(Record, &record, vec![entry]), "KEY_ALG_MISMATCH").done();
    }
    let other = link_by("XX/eastland", &json!({}));
    let entry = maker.world.entry(Record, &other, "eastland", &json!({ "alg": "Ed25519" }));
    let sketch = maker
        .case(OPEN, "keys/bad-alg-ed25519", "`alg` is Ed25519, and the key is for ES256")
        .from("keys/es256")
        .attacks(&[24])
        .flag("header")
        .note("It lets the header choose the algorithm for a key.");
    open(sketch, &envelope(Record, &other, vec![entry]), "KEY_ALG_MISMATCH").done();
    let plain = maker.world.signed(Record, &record, &["northland"]);
    let sketch = maker
        .bare(OPEN, "keys/bad-no-list", "only a root is held")
        .given(&["trust/root-1.json"])
        .from("envelopes/plain")
        .attacks(&[49])
        .flag("trust")
        .note("It verifies with the keys of the root, or takes everything for unsigned and good.");
    open(sketch, &plain, "TL_MISSING").done();
    let sketch = maker
        .bare(OPEN, "keys/bad-no-trust", "nobody is trusted yet")
        .from("envelopes/plain")
        .attacks(&[49])
        .flag("trust")
        .note("It trusts whom it meets first.");
    open(sketch, &plain, "TL_MISSING").done();
    sealing_key_signs(maker);
}

fn sealing_key_signs(maker: &mut Maker) {
    let list = next_list(&maker.world, |list| list["authorities"][0]["keys"][0]["use"] = "enc".into());
    let plain = maker.world.signed(Record, &link(), &["northland"]);
    let sketch = maker
        .case(OPEN, "keys/bad-encryption-key", "a list that has a signing key for sealing")
        .requires(&["PSR-TRU-017"])
        .from("envelopes/plain")
        .attacks(&[32])
        .flag("authority")
        .note("It verifies with a key that is for another use.");
    let sketch = sketch.ask("trust", vec![("document", base64(&list)), ("kind", word("list"))], "TL_FORM");
    // The list that was held before holds on.
    open(sketch, &plain, "accepted").done();
    let jwk: Value =
        serde_json::from_slice(&maker.world.sealing_key("northland-p256").public_key().to_jwk().to_canonical())
            .unwrap();
    let named = json!({ "alg": "ES256", "kid": kid("XX/northland", &jwk) });
    let header = merged(maker.world.header(Record, "northland"), &named);
    let entry = json!({ "protected": encode_base64url(&bytes(&header)), "signature": encode_base64url(&[1; 64]) });
    let sketch = maker
        .case(OPEN, "keys/bad-sealing-key", "signed by a key to which records are sealed")
        .requires(&["PSR-TRU-017"])
        .from("envelopes/plain")
        .attacks(&[32])
        .flag("authority")
        .note("It verifies with a key that is for another use.");
    open(sketch, &envelope(Record, &link(), vec![entry]), "KEY_ROLE").done();
}

fn forms(maker: &mut Maker) {
    let plain = maker.world.signed(Record, &link(), &["northland"]);
    let signature =
        passerelle::crypto::decode_base64url(plain["signatures"][0]["signature"].as_str().unwrap()).unwrap();
    let other = maker.world.signed(Record, &link_with(&json!({ "rev": 2 })), &["northland"]);
    let moved = passerelle::crypto::decode_base64url(other["signatures"][0]["signature"].as_str().unwrap()).unwrap();
    let flipped = |at: usize, mask: u8| {
        let mut bytes = signature.clone();
        bytes[at] ^= mask;
        bytes
    };
    let (r, s) = signature.split_at(32);
    let large = {
        // S + L, which is the same for whoever does not compare S with L. Numbers are little-endian here.
        let reversed = |bytes: &[u8]| bytes.iter().rev().copied().collect::<Vec<u8>>();
        [r, &reversed(&plus(&reversed(s), &order(Algorithm::Ed25519)))].concat()
    };
    let rows: Vec<(&str, &str, Vec<u8>, &str, u16, &str)> = vec![
        (
            "flipped-first",
            "the first bit of the signature is flipped",
            flipped(0, 1),
            "SIG_INVALID",
            33,
            "It does not verify.",
        ),
        (
            "flipped-middle",
            "a bit in the middle is flipped",
            flipped(32, 1),
            "SIG_INVALID",
            33,
            "It compares a part of the signature.",
        ),
        ("flipped-r-sign", "the sign of R is flipped", flipped(31, 0x80), "SIG_INVALID", 33, "It does not verify."),
        (
            "moved",
            "the signature of another record",
            moved,
            "SIG_INVALID",
            33,
            "It verifies other bytes than those that it hands out.",
        ),
        ("zeros", "64 zeros", vec![0; 64], "SIG_INVALID", 33, "It takes a point of small order."),
        ("short", "63 bytes", signature[..63].to_vec(), "SIG_FORM", 34, "It pads a signature."),
        ("long", "65 bytes", [&signature[..], &[0]].concat(), "SIG_FORM", 34, "It cuts a signature."),
        ("empty", "no bytes", Vec::new(), "SIG_FORM", 34, "It takes nothing for a signature that fits."),
        ("half", "32 bytes", signature[..32].to_vec(), "SIG_FORM", 34, "It pads a signature."),
        (
            "s-large",
            "S + L in the place of S",
            large,
            "SIG_FORM",
            34,
            "It does not compare S with the order: one record has two signatures.",
        ),
    ];
    for (name, title, signature, code, row, note) in rows {
        let mut envelope = plain.clone();
        envelope["signatures"][0]["signature"] = encode_base64url(&signature).into();
        let sketch = maker
            .case(OPEN, &format!("signatures/bad-{name}"), title)
            .from("envelopes/plain")
            .attacks(&[row])
            .flag("signature")
            .note(note);
        open(sketch, &envelope, code).done();
    }
    ecdsa_forms(maker);
    let record = link();
    let entry = maker.world.entry_over(
        &bytes(&maker.world.header(Record, "northland")),
        &canonical(&link_with(&json!({ "lang": "fr" }))),
        "northland",
    );
    let sketch = maker
        .case(OPEN, "signatures/bad-other-payload", "a signature over a record in another language")
        .from("envelopes/plain")
        .attacks(&[33])
        .flag("signature")
        .note("It verifies other bytes than those that it hands out.");
    open(sketch, &envelope(Record, &record, vec![entry]), "SIG_INVALID").done();
    // The JSON as it stands is signed, and not its canonical form in base64url.
    let header = bytes(&maker.world.header(Record, "northland"));
    let protected = encode_base64url(&header);
    for (name, title, message) in [
        ("raw-payload", "signed without base64url", [protected.as_bytes(), b".", &canonical(&record)].concat()),
        ("payload-alone", "signed without the header", encode_base64url(&canonical(&record)).into_bytes()),
        (
            "digest",
            "only the digest is signed",
            passerelle::crypto::digest(&canonical(&record)).hash.as_str().as_bytes().to_vec(),
        ),
    ] {
        let signature = maker.world.sign("northland", &message);
        let entry = json!({ "protected": protected, "signature": encode_base64url(&signature) });
        let sketch = maker
            .case(OPEN, &format!("signatures/bad-{name}"), title)
            .from("envelopes/plain")
            .attacks(&[33])
            .flag("signature")
            .note("It signs and verifies other bytes than the format says: it agrees with itself alone.");
        open(sketch, &envelope(Record, &record, vec![entry]), "SIG_INVALID").done();
    }
}

fn ecdsa_forms(maker: &mut Maker) {
    for (signer, algorithm, record) in
        [("eastland", Algorithm::Es256, link_by("XX/eastland", &json!({}))), ("westland", Algorithm::Es384, westland())]
    {
        let good = maker.world.signed(Record, &record, &[signer]);
        let base = format!("signatures/{signer}");
        let sketch = maker
            .case(OPEN, &base, &format!("a record signed with {}", algorithm.as_str()))
            .note("It lacks an algorithm of the format.");
        open(sketch, &good, "accepted").done();
        let signature =
            passerelle::crypto::decode_base64url(good["signatures"][0]["signature"].as_str().unwrap()).unwrap();
        let (r, s) = signature.split_at(signature.len() / 2);
        let (zero, n) = (vec![0; r.len()], order(algorithm));
        let one = [&zero[1..], &[1]].concat();
        let join = |r: &[u8], s: &[u8]| [r, s].concat();
        let rows: Vec<(&str, &str, Vec<u8>, &str, &str)> = vec![
            (
                "r-zero",
                "r is 0",
                join(&zero, s),
                "SIG_FORM",
                "It takes numbers outside their range, for which every message is signed.",
            ),
            ("s-zero", "s is 0", join(r, &zero), "SIG_FORM", "It takes numbers outside their range."),
            (
                "both-zero",
                "r and s are 0",
                join(&zero, &zero),
                "SIG_FORM",
                "It takes the signature of nobody (CVE-2022-21449).",
            ),
            ("r-n", "r is n", join(&n, s), "SIG_FORM", "It reduces numbers before it compares them."),
            ("s-n", "s is n", join(r, &n), "SIG_FORM", "It reduces numbers before it compares them."),
            ("both-n", "r and s are n", join(&n, &n), "SIG_FORM", "It reduces numbers before it compares them."),
            ("both-one", "r and s are 1", join(&one, &one), "SIG_INVALID", "It does not verify."),
            ("der", "the signature in DER", der(r, s), "SIG_FORM", "It takes two forms of one signature."),
            ("swapped", "s and r", join(s, r), "SIG_INVALID", "It takes the numbers in either order."),
            ("short", "one byte less", signature[1..].to_vec(), "SIG_FORM", "It pads numbers."),
            ("long", "a zero in front of each number", [&[0], r, &[0], s].concat(), "SIG_FORM", "It cuts numbers."),
        ];
        for (name, title, bytes, code, note) in rows {
            let mut envelope = good.clone();
            envelope["signatures"][0]["signature"] = encode_base64url(&bytes).into();
            let id = format!("signatures/bad-{}-{name}", algorithm.as_str().to_lowercase());
            let sketch = maker.case(OPEN, &id, title).from(&base).attacks(&[34]).flag("signature").note(note);
            open(sketch, &envelope, code).done();
        }
        let mut twinned = good.clone();
        twinned["signatures"][0]["signature"] = encode_base64url(&twin(algorithm, &signature)).into();
        let id = format!("signatures/{}-twin", algorithm.as_str().to_lowercase());
        let sketch = maker
            .case(OPEN, &id, "the twin (r, n − s): it verifies, and is the same record")
            .attacks(&[35])
            .flag("signature")
            .note("It refuses what other signers write, or takes the signature for the identity of the record.");
        open(sketch, &twinned, "accepted").done();
    }
}

fn westland() -> Value {
    let about = json!({ "id": "XX/westland/01890a5d-ac96-774b-bcce-000000000001" });
    merged(notice("westland", 8, "withdraw", &about), &json!({ "issued": "2026-06-01T08:00:00Z" }))
}

/// ASN.1 DER of (r, s).
fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
        let digits =
            if digits.first().is_some_and(|byte| byte & 0x80 != 0) { [&[0], &digits[..]].concat() } else { digits };
        [&[2, u8::try_from(digits.len()).unwrap()], &digits[..]].concat()
    };
    let both = [integer(r), integer(s)].concat();
    [&[0x30, u8::try_from(both.len()).unwrap()], &both[..]].concat()
}
