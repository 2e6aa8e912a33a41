//! What is done to sealed records on the way, and what comes of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

use serde_json::{Value, json};

use super::{ALG, Jwe, TYP, is_sealed, write};
use crate::crypto::{
    AgreementKey, ContentKey, Curve, Decryptor, DecryptorError, KeyId, Randomness, RandomnessError, SharedSecret,
    SoftwareDecryptor, SystemRandomness, decode_base64url, encode_base64url,
};
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::read;
use crate::limits;
use crate::record::{AuthorityId, Timestamp};
use crate::{Opening, inspect_with, sealing};

const INSIDE: &[u8] = b"anything at all";

fn key(authority: &str, curve: Curve) -> SoftwareDecryptor {
    SoftwareDecryptor::generate(AuthorityId::new(authority).unwrap(), curve, &mut SystemRandomness).unwrap().0
}

fn north() -> SoftwareDecryptor {
    key("XX/northland", Curve::X25519)
}

fn south() -> SoftwareDecryptor {
    key("XX/southland", Curve::P256)
}

fn recipients(keys: &[&SoftwareDecryptor]) -> Vec<(KeyId, AgreementKey)> {
    let of =
        |key: &&SoftwareDecryptor| (KeyId::of_encryption(key.authority(), key.public_key()), key.public_key().clone());
    keys.iter().map(of).collect()
}

/// What honest software writes, as a value that can be changed.
fn sealed(inside: &[u8], keys: &[&SoftwareDecryptor]) -> Value {
    serde_json::from_slice(&write(inside, &recipients(keys), &mut SystemRandomness).unwrap()).unwrap()
}

fn open(sealed: &Value, key: &dyn Decryptor) -> Result<Vec<u8>, Finding> {
    sealing::unseal(sealed.to_string().as_bytes(), key)
}

/// The code and the place of what keeps it closed.
fn shut(sealed: &Value, key: &dyn Decryptor) -> (Code, String) {
    let finding = open(sealed, key).unwrap_err();
    (finding.code, finding.pointer.to_string())
}

fn with_header(change: impl FnOnce(&mut Value)) -> (Value, SoftwareDecryptor) {
    let key = north();
    let mut sealed = sealed(INSIDE, &[&key]);
    let header = decode_base64url(sealed["protected"].as_str().unwrap()).unwrap();
    let mut header: Value = serde_json::from_slice(&header).unwrap();
    change(&mut header);
    sealed["protected"] = json!(encode_base64url(header.to_string().as_bytes()));
    (sealed, key)
}

#[test]
fn each_recipient_opens_it_and_nobody_else() {
    let (north, south, stranger) = (north(), south(), key("XX/southland", Curve::P256));
    let sealed = sealed(INSIDE, &[&north, &south]);
    assert_eq!(open(&sealed, &north).unwrap(), INSIDE);
    assert_eq!(open(&sealed, &south).unwrap(), INSIDE);
    let finding = open(&sealed, &stranger).unwrap_err();
    assert_eq!((finding.code, finding.severity), (Code::SeaNotForMe, Severity::Indeterminate));
}

/// The identifier is compared exactly: the key of another authority, though it is the same key, is not named.
#[test]
fn a_key_under_another_name_is_another_key() {
    let (north, document) =
        SoftwareDecryptor::generate(AuthorityId::new("XX/northland").unwrap(), Curve::X25519, &mut SystemRandomness)
            .unwrap();
    let sealed = sealed(INSIDE, &[&north]);
    let as_south = SoftwareDecryptor::from_pkcs8(AuthorityId::new("XX/southland").unwrap(), &document).unwrap();
    assert_eq!(shut(&sealed, &as_south).0, Code::SeaNotForMe);
}

/// Somebody seals to a key of their own under the name of the recipient's.
#[test]
fn what_was_sealed_to_another_key_under_this_name_does_not_open() {
    for curve in Curve::ALL {
        let (mine, other) = (key("XX/northland", curve), key("XX/northland", curve));
        let mut sealed = sealed(INSIDE, &[&other]);
        let kid = KeyId::of_encryption(mine.authority(), mine.public_key()).to_string();
        sealed["recipients"][0]["header"]["kid"] = json!(kid);
        assert_eq!(shut(&sealed, &mine), (Code::SeaOpen, String::new()));
    }
}

/// Every character of every part, one by one.
#[test]
fn nothing_can_be_changed() {
    for key in [north(), south()] {
        let honest = sealed(b"{}", &[&key]);
        let parts = [
            "/protected",
            "/iv",
            "/ciphertext",
            "/tag",
            "/recipients/0/encrypted_key",
            "/recipients/0/header/epk/x",
            "/recipients/0/header/epk/y",
            "/recipients/0/header/kid",
            "/recipients/0/header/alg",
            "/recipients/0/header/epk/crv",
            "/recipients/0/header/epk/kty",
        ];
        for part in parts {
            let Some(text) = honest.pointer(part).and_then(Value::as_str) else { continue };
            for at in 0..text.len() {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
                let mut changed = honest.clone();
                *changed.pointer_mut(part).unwrap() = json!(String::from_utf8(bytes).unwrap());
                let finding = open(&changed, &key).unwrap_err();
                assert_ne!(finding.severity, Severity::Warning, "{part} {at}");
                let is_content = matches!(part, "/ciphertext" | "/recipients/0/encrypted_key");
                // The last character may have bits that no byte has.
                assert!(!is_content || at + 1 == text.len() || finding.code == Code::SeaOpen, "{part} {at}");
            }
            let mut shorter = honest.clone();
            *shorter.pointer_mut(part).unwrap() = json!(text[..text.len() - 1]);
            open(&shorter, &key).unwrap_err();
        }
    }
}

#[test]
fn every_bit_of_the_content_counts() {
    let key = south();
    let honest = sealed(INSIDE, &[&key]);
    for part in ["iv", "ciphertext", "tag"] {
        let bytes = decode_base64url(honest[part].as_str().unwrap()).unwrap();
        for bit in 0..8 * bytes.len() {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let mut changed = honest.clone();
            changed[part] = json!(encode_base64url(&bytes));
            assert_eq!(shut(&changed, &key), (Code::SeaOpen, String::new()), "{part} {bit}");
        }
    }
}

/// The same header in other letters is another text, and the tag covers the text.
#[test]
fn the_header_is_covered_as_it_was_written() {
    let (sealed, key) = with_header(|_| ());
    assert_eq!(open(&sealed, &key).unwrap(), INSIDE);
    let mut spaced = sealed.clone();
    let header = decode_base64url(sealed["protected"].as_str().unwrap()).unwrap();
    spaced["protected"] = json!(encode_base64url(&[&header[..], b" "].concat()));
    assert_eq!(shut(&spaced, &key), (Code::SeaOpen, String::new()));
}

#[test]
fn parts_of_two_sealed_records_do_not_fit_together() {
    let (north, south) = (north(), south());
    let (one, two) = (sealed(INSIDE, &[&north, &south]), sealed(INSIDE, &[&north, &south]));
    for part in ["/iv", "/ciphertext", "/tag", "/recipients", "/recipients/0/encrypted_key", "/recipients/0/header/epk"]
    {
        let mut mixed = one.clone();
        *mixed.pointer_mut(part).unwrap() = two.pointer(part).unwrap().clone();
        assert_eq!(shut(&mixed, &north).0, Code::SeaOpen, "{part}");
    }
    let mut swapped = one.clone();
    swapped["recipients"][0]["encrypted_key"] = one["recipients"][1]["encrypted_key"].clone();
    assert_eq!(shut(&swapped, &north).0, Code::SeaOpen);
}

#[test]
fn nothing_is_alike_in_two_sealed_records() {
    let (north, other) = (north(), key("XX/southland", Curve::X25519));
    let (one, two) = (sealed(INSIDE, &[&north, &other]), sealed(INSIDE, &[&north, &other]));
    for part in ["/iv", "/ciphertext", "/tag", "/recipients/0/encrypted_key", "/recipients/0/header/epk/x"] {
        assert_ne!(one.pointer(part), two.pointer(part), "{part}");
    }
    assert_ne!(one["recipients"][0]["header"]["epk"], one["recipients"][1]["header"]["epk"]);
}

type Change<'c> = &'c dyn Fn(&mut Value);

/// The codes that changes of a sealed record give, at their places.
fn assert_shut(expected: Code, changes: &[(&str, Change<'_>)]) {
    let (north, south) = (north(), south());
    for (place, change) in changes {
        let mut changed = sealed(INSIDE, &[&north, &south]);
        change(&mut changed);
        assert_eq!(shut(&changed, &north), (expected, (*place).to_owned()));
    }
}

fn remove(object: &mut Value, name: &str) {
    object.as_object_mut().unwrap().remove(name).unwrap();
}

#[test]
fn another_shape_is_refused() {
    assert_shut(
        Code::SeaForm,
        &[
            ("/protected", &|jwe| remove(jwe, "protected")),
            ("/iv", &|jwe| remove(jwe, "iv")),
            ("/tag", &|jwe| jwe["tag"] = json!(7)),
            ("/recipients", &|jwe| jwe["recipients"] = json!({})),
            ("/protected", &|jwe| jwe["protected"] = json!("AA==")),
            ("/protected", &|jwe| jwe["protected"] = json!(encode_base64url(b"[]"))),
            ("/recipients/0", &|jwe| jwe["recipients"][0] = json!("XX/northland")),
            ("/recipients/1/header", &|jwe| remove(&mut jwe["recipients"][1], "header")),
            ("/recipients/1/encrypted_key", &|jwe| remove(&mut jwe["recipients"][1], "encrypted_key")),
            ("/recipients/0/encrypted_key", &|jwe| jwe["recipients"][0]["encrypted_key"] = json!("AAAA")),
            ("/recipients/0/header/alg", &|jwe| remove(&mut jwe["recipients"][0]["header"], "alg")),
            ("/recipients/0/header/kid", &|jwe| jwe["recipients"][0]["header"]["kid"] = json!("../keys/mine")),
            ("/recipients/0/header/epk", &|jwe| remove(&mut jwe["recipients"][0]["header"], "epk")),
            ("/recipients/0/header/epk", &|jwe| jwe["recipients"][0]["header"]["epk"]["x"] = json!("AAAA")),
            ("/iv", &|jwe| jwe["iv"] = json!(encode_base64url(&[7; 16]))),
            ("/tag", &|jwe| jwe["tag"] = json!(encode_base64url(&[7; 12]))),
            ("/ciphertext", &|jwe| jwe["ciphertext"] = json!("")),
            ("/ciphertext", &|jwe| jwe["ciphertext"] = json!("AAA=")),
        ],
    );
    for (name, value) in [("typ", "vnd.passerelle.record.v1+json"), ("cty", TYP), ("cty", "text/plain")] {
        let (sealed, key) = with_header(|header| header[name] = json!(value));
        assert_eq!(shut(&sealed, &key), (Code::SeaForm, "/protected".to_owned()), "{name}");
    }
    let (sealed, key) = with_header(|header| remove(header, "cty"));
    assert_eq!(shut(&sealed, &key), (Code::SeaForm, "/protected".to_owned()));
    // What is not sealed is not unsealed.
    assert_eq!(shut(&json!({ "record": {}, "signatures": [] }), &key), (Code::SeaForm, String::new()));
}

/// RFC 7518 has compression for the sender to choose; how long a text became then tells of what is inside.
#[test]
fn compression_and_whatever_else_has_no_place_is_refused() {
    for (name, value) in [
        ("zip", json!("DEF")),
        ("crit", json!(["exp"])),
        ("alg", json!("ECDH-ES+A256KW")),
        ("jku", json!("https://keys.example/")),
        ("kid", json!("XX/northland")),
    ] {
        let (sealed, key) = with_header(|header| header[name] = value.clone());
        assert_eq!(shut(&sealed, &key), (Code::SeaForbidden, "/protected".to_owned()), "{name}");
    }
    assert_shut(
        Code::SeaForbidden,
        &[
            ("/aad", &|jwe| jwe["aad"] = json!("AAAA")),
            ("/unprotected", &|jwe| jwe["unprotected"] = json!({ "enc": "A256GCM" })),
            ("/header", &|jwe| jwe["header"] = json!({})),
            ("/encrypted_key", &|jwe| jwe["encrypted_key"] = json!("AAAA")),
            ("/comment", &|jwe| jwe["comment"] = json!("")),
            ("/recipients/0/comment", &|jwe| jwe["recipients"][0]["comment"] = json!("")),
            ("/recipients/0/header/apu", &|jwe| jwe["recipients"][0]["header"]["apu"] = json!("QWxpY2U")),
            ("/recipients/1/header/apv", &|jwe| jwe["recipients"][1]["header"]["apv"] = json!("Qm9i")),
            ("/recipients/0/header/jwk", &|jwe| jwe["recipients"][0]["header"]["jwk"] = json!({})),
            ("/recipients/0/header/epk/d", &|jwe| jwe["recipients"][0]["header"]["epk"]["d"] = json!("AAAA")),
            ("/recipients/0/header/epk/y", &|jwe| jwe["recipients"][0]["header"]["epk"]["y"] = json!("AAAA")),
        ],
    );
}

#[test]
fn unknown_algorithms_and_curves_are_refused() {
    for enc in ["A128GCM", "A256CBC-HS512", "a256gcm", "none"] {
        let (sealed, key) = with_header(|header| header["enc"] = json!(enc));
        assert_eq!(shut(&sealed, &key), (Code::SeaAlg, "/protected".to_owned()), "{enc}");
    }
    let header = "/recipients/0/header";
    for alg in ["ECDH-ES", "ECDH-ES+A128KW", "RSA-OAEP-256", "dir", "A256KW", "PBES2-HS512+A256KW", "none"] {
        assert_shut(Code::SeaAlg, &[(header, &|jwe| jwe["recipients"][0]["header"]["alg"] = json!(alg))]);
    }
    for kind in [json!({ "kty": "EC", "crv": "P-384" }), json!({ "kty": "OKP", "crv": "X448" })] {
        assert_shut(Code::SeaAlg, &[(header, &|jwe| jwe["recipients"][0]["header"]["epk"] = kind.clone())]);
    }
}

/// A sender that knows more seals for another recipient in another way.
#[test]
fn what_only_others_need_does_no_harm() {
    let (north, south) = (north(), south());
    let mut newer = sealed(INSIDE, &[&north, &south]);
    let kid = newer["recipients"][1]["header"]["kid"].clone();
    newer["recipients"][1] =
        json!({ "header": { "alg": "ML-KEM-768+A256KW", "kid": kid, "ek": "AAAA" }, "encrypted_key": "AA" });
    assert_eq!(open(&newer, &north).unwrap(), INSIDE);
    assert_eq!(shut(&newer, &south), (Code::SeaAlg, "/recipients/1/header".to_owned()));
    newer["recipients"][1]["header"] = json!({ "alg": ALG, "kid": kid, "epk": { "kty": "OKP", "crv": "X448" } });
    assert_eq!(open(&newer, &north).unwrap(), INSIDE);
}

#[test]
fn recipients_are_at_least_one_at_most_64_and_all_different() {
    let place = "/recipients".to_owned();
    let north = north();
    let mut jwe = sealed(INSIDE, &[&north]);
    let entry = jwe["recipients"][0].clone();
    let named = |at: usize| {
        let mut entry = entry.clone();
        let unit = format!("XX/unit-{at}#{}", north.public_key().thumbprint());
        entry["header"]["kid"] = json!(unit);
        entry
    };
    let last = limits::RECIPIENTS - 1;
    jwe["recipients"] = (0..last).map(named).chain([entry.clone()]).collect();
    assert_eq!(open(&jwe, &north).unwrap(), INSIDE);
    jwe["recipients"].as_array_mut().unwrap().push(named(last));
    assert_eq!(shut(&jwe, &north), (Code::SeaRecipients, place.clone()));
    jwe["recipients"] = json!([]);
    assert_eq!(shut(&jwe, &north), (Code::SeaRecipients, place));
    jwe["recipients"] = json!([entry, entry]);
    assert_eq!(shut(&jwe, &north), (Code::SeaRecipients, "/recipients/1".to_owned()));
}

/// The invalid-curve attack: from points of small groups off the curve the private key is learned bit by bit. No such point gets
/// to a key.
#[test]
fn an_ephemeral_key_off_its_curve_is_refused() {
    let (north, south) = (north(), south());
    let epk = |index: usize, epk: Value| {
        let mut jwe = sealed(INSIDE, &[&north, &south]);
        jwe["recipients"][index]["header"]["epk"] = epk;
        jwe
    };
    let zero = encode_base64url(&[0; 32]);
    let nine = encode_base64url(&[9; 32]);
    let place = |index| (Code::SeaForm, format!("/recipients/{index}/header/epk"));
    for (x, y) in [(&zero, &zero), (&nine, &nine), (&zero, &nine)] {
        let jwe = epk(1, json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }));
        assert_eq!(shut(&jwe, &south), place(1));
    }
    // Zero, and the point of order 8 that is no zero.
    let small = "4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA";
    for x in [zero.as_str(), small] {
        let jwe = epk(0, json!({ "kty": "OKP", "crv": "X25519", "x": x }));
        assert_eq!(shut(&jwe, &north), place(0));
    }
}

#[test]
fn an_ephemeral_key_of_the_other_curve_does_not_open() {
    let (north, south) = (north(), south());
    let mut jwe = sealed(INSIDE, &[&north, &south]);
    let (one, other) = (jwe["recipients"][0]["header"]["epk"].clone(), jwe["recipients"][1]["header"]["epk"].clone());
    jwe["recipients"][0]["header"]["epk"] = other;
    jwe["recipients"][1]["header"]["epk"] = one;
    for key in [&north, &south] {
        assert_eq!(shut(&jwe, key), (Code::SeaOpen, String::new()));
    }
}

/// A device that returns what it is told to.
struct Device<'k> {
    key: &'k SoftwareDecryptor,
    answer: Option<[u8; 32]>,
}

impl Decryptor for Device<'_> {
    fn authority(&self) -> &AuthorityId {
        self.key.authority()
    }

    fn public_key(&self) -> &AgreementKey {
        self.key.public_key()
    }

    fn agree(&self, _: &AgreementKey) -> Result<SharedSecret, DecryptorError> {
        self.answer.map(SharedSecret::new).ok_or(DecryptorError)
    }
}

/// A device that does not check points agrees on zero with a point of small order, as everybody can: RFC 7748, section 6.1.
#[test]
fn a_secret_of_zeros_opens_nothing() {
    let north = north();
    let mut jwe = sealed(INSIDE, &[&north]);
    let zeros = SharedSecret::new([0; 32]);
    let content_key = ContentKey::generate(&mut SystemRandomness).unwrap();
    let wrapped = content_key.wrap(&zeros, ALG).unwrap();
    let content = content_key.seal([1; 12], jwe["protected"].as_str().unwrap().as_bytes(), INSIDE).unwrap();
    jwe["recipients"][0]["encrypted_key"] = json!(encode_base64url(&wrapped));
    jwe["iv"] = json!(encode_base64url(&content.iv));
    jwe["ciphertext"] = json!(encode_base64url(&content.ciphertext));
    jwe["tag"] = json!(encode_base64url(&content.tag));
    let careless = Device { key: &north, answer: Some([0; 32]) };
    assert_eq!(shut(&jwe, &careless), (Code::SeaOpen, String::new()));
}

#[test]
fn a_device_that_does_not_answer_decides_nothing() {
    let north = north();
    let jwe = sealed(INSIDE, &[&north]);
    let finding = open(&jwe, &Device { key: &north, answer: None }).unwrap_err();
    assert_eq!((finding.code, finding.severity), (Code::SeaLocked, Severity::Indeterminate));
    assert_eq!(shut(&jwe, &Device { key: &north, answer: Some([7; 32]) }), (Code::SeaOpen, String::new()));
}

#[test]
fn too_much_is_refused_before_it_is_looked_at() {
    let (long, key) = with_header(|header| header["enc"] = json!("A".repeat(limits::HEADER_BYTES)));
    assert_eq!(shut(&long, &key), (Code::LimSize, "/protected".to_owned()));
    let mut huge = sealed(INSIDE, &[&key]);
    huge["ciphertext"] = json!("A".repeat(limits::INPUT_BYTES));
    assert_eq!(shut(&huge, &key).0, Code::LimSize);
    let mut deep = json!({});
    for _ in 0..limits::DEPTH + 1 {
        deep = json!({ "a": deep });
    }
    huge["ciphertext"] = deep;
    assert_eq!(shut(&huge, &key).0, Code::LimDepth);
}

#[test]
fn the_text_outside_is_read_as_strictly_as_any_other() {
    let key = north();
    let text = sealed(INSIDE, &[&key]).to_string();
    let twice = text.replacen('{', r#"{"tag":"AAAA","#, 1);
    assert_eq!(sealing::unseal(twice.as_bytes(), &key).unwrap_err().code, Code::JsonDuplicateName);
    assert_eq!(sealing::unseal(&text.as_bytes()[1..], &key).unwrap_err().code, Code::JsonSyntax);
    let (double, key) = with_header(|_| ());
    let mut double = double;
    double["protected"] = json!(encode_base64url(br#"{"enc":"A256GCM","enc":"A256GCM"}"#));
    assert_eq!(shut(&double, &key), (Code::JsonDuplicateName, "/protected".to_owned()));
}

// ---- opening and reporting --------------------------------------------------

fn now() -> Timestamp {
    Timestamp::new("2026-06-01T12:00:00Z").unwrap()
}

#[test]
fn a_report_names_recipients_and_size_and_says_that_it_is_locked() {
    let (north, south) = (north(), south());
    let text = sealed(INSIDE, &[&north, &south]).to_string();
    let report = inspect_with(text.as_bytes(), &Opening::untrusting(now()));
    let codes: Vec<Code> = report.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::SeaLocked]);
    let seal = report.seal.unwrap();
    let named: Vec<KeyId> = recipients(&[&north, &south]).into_iter().map(|(id, _)| id).collect();
    assert_eq!((seal.recipients, seal.content_bytes), (named, INSIDE.len()));
    assert_eq!(sealing::seal_of(text.as_bytes()).unwrap().unwrap().content_bytes, INSIDE.len());
    assert_eq!(sealing::seal_of(b"{}"), Ok(None));
}

/// What is inside is judged as it would be without a cover, and its places are places in it.
#[test]
fn what_is_inside_goes_the_way_of_everything_else() {
    let key = north();
    let opening = Opening::untrusting(now()).key(&key);
    let codes = |inside: &[u8]| {
        let report = inspect_with(sealed(inside, &[&key]).to_string().as_bytes(), &opening);
        assert!(report.seal.is_some());
        report.findings.iter().map(|finding| (finding.code, finding.position.map(|at| at.offset))).collect::<Vec<_>>()
    };
    for inside in [&b"not JSON"[..], b"{}", br#"{"record":{},"record":{}}"#, br#"{"record":{},"signatures":[],"a":1}"#]
    {
        let bare = inspect_with(inside, &opening);
        assert!(bare.seal.is_none());
        let bare: Vec<_> =
            bare.findings.iter().map(|finding| (finding.code, finding.position.map(|at| at.offset))).collect();
        assert_eq!(codes(inside), bare);
    }
}

/// A cover in a cover could go on without end.
#[test]
fn what_is_sealed_twice_is_no_envelope() {
    let key = north();
    let once = sealed(INSIDE, &[&key]).to_string();
    let twice = sealed(once.as_bytes(), &[&key]).to_string();
    let report = inspect_with(twice.as_bytes(), &Opening::untrusting(now()).key(&key));
    assert_eq!(report.findings[0].code, Code::EnvContent);
    assert!(is_sealed(&read(once.as_bytes()).unwrap()));
}

// ---- sealing ----------------------------------------------------------------

/// A source that gives the same bytes again and again, after some good ones.
struct StandingStill(usize);

impl Randomness for StandingStill {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        if self.0 > 0 {
            self.0 -= 1;
            return SystemRandomness.fill(bytes);
        }
        bytes.fill(7);
        Ok(())
    }
}

struct Dry;

impl Randomness for Dry {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomnessError> {
        Err(RandomnessError)
    }
}

#[test]
fn nothing_is_sealed_without_fresh_randomness() {
    let (north, south) = (north(), south());
    // The content key, two ephemeral keys and the vector: one draw that stands still is not seen, two are.
    for good in 0..3 {
        let made = write(INSIDE, &recipients(&[&north, &south]), &mut StandingStill(good));
        assert!(made.is_err(), "{good}");
    }
    assert!(write(INSIDE, &recipients(&[&north]), &mut Dry).is_err());
}

#[test]
fn the_header_says_what_the_specification_says() {
    let key = north();
    let jwe = sealed(INSIDE, &[&key]);
    let header = decode_base64url(jwe["protected"].as_str().unwrap()).unwrap();
    assert_eq!(
        String::from_utf8(header).unwrap(),
        r#"{"cty":"vnd.passerelle.record.v1+json","enc":"A256GCM","typ":"vnd.passerelle.sealed.v1+json"}"#
    );
    let text = jwe.to_string();
    assert!(Jwe::read(&read(text.as_bytes()).unwrap()).is_ok());
}
