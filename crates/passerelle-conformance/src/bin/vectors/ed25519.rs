//! Area `signatures`, where verifiers of Ed25519 are known to disagree: with or without the cofactor, comparing points or their bytes.
//! The format says which (chapter 5), so that all give the same answer.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use passerelle::ObjectClass::Record;
use passerelle::crypto::{Algorithm, PublicKey, encode_base64url};
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha512};

use super::maker::{Maker, kind};
use super::records::link;
use super::signatures::{next_list, open, take};
use super::trust::key_entry;
use super::world::{bytes, canonical, envelope, jwk_of, kid, merged};

/// A key whose point may have a part of small order.
struct Signer {
    secret: Scalar,
    point: EdwardsPoint,
}

impl Signer {
    fn new(torsion: EdwardsPoint) -> Self {
        let secret = scalar(&[b"passerelle test key of two parts"]);
        Self { secret, point: ED25519_BASEPOINT_POINT * secret + torsion }
    }

    fn jwk(&self) -> Value {
        let point = self.point.compress().to_bytes().to_vec();
        jwk_of(&PublicKey::from_point(Algorithm::Ed25519, point).unwrap())
    }

    /// k of the equation, for the bytes that stand for R.
    fn challenge(&self, r: &[u8], message: &[u8]) -> Scalar {
        scalar(&[r, self.point.compress().as_bytes(), message])
    }

    /// R and S for a nonce; S makes S·B = R + k·A, but for the part of small order.
    fn sign(&self, nonce: Scalar, message: &[u8]) -> Vec<u8> {
        self.sign_as((ED25519_BASEPOINT_POINT * nonce).compress().as_bytes(), nonce, message)
    }

    fn sign_as(&self, r: &[u8], nonce: Scalar, message: &[u8]) -> Vec<u8> {
        let s = nonce + self.challenge(r, message) * self.secret;
        [r, s.as_bytes()].concat()
    }
}

/// SHA-512 modulo the order.
fn scalar(parts: &[&[u8]]) -> Scalar {
    let mut hash = Sha512::new();
    parts.iter().for_each(|part| hash.update(part));
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

pub(crate) fn cases(maker: &mut Maker) {
    let (pure, mixed) = (Signer::new(EIGHT_TORSION[0]), Signer::new(EIGHT_TORSION[1]));
    // The point of order 1 in its own encoding, and with a y that is larger than the prime by one.
    let one = EIGHT_TORSION[0].compress().to_bytes();
    let mut above = [0xff; 32];
    (above[0], above[31]) = (0xee, 0x7f);
    let nonce = |signer: &Signer, message: &[u8], is_wanted: &dyn Fn(u8) -> bool| {
        let tries = (0_u8..=255).map(|number| scalar(&[b"nonce", &[number]]));
        let challenge = |nonce: &Scalar| {
            let r = (ED25519_BASEPOINT_POINT * nonce).compress();
            signer.challenge(r.as_bytes(), message).as_bytes()[0] % 8
        };
        tries.into_iter().find(|nonce| is_wanted(challenge(nonce))).unwrap()
    };
    type Sign<'s> = &'s dyn Fn(&[u8]) -> Vec<u8>;
    let rows: [(&str, &str, &Signer, Sign<'_>, &str, &str); 5] = [
        (
            "r-one",
            "R is the point of order 1, in its own encoding",
            &pure,
            &|message| pure.sign_as(&one, Scalar::ZERO, message),
            "accepted",
            "It refuses an R of small order: the format compares bytes, and asks for nothing else of R.",
        ),
        (
            "bad-r-above-p",
            "R is the point of order 1, with a y above the prime",
            &pure,
            &|message| pure.sign_as(&above, Scalar::ZERO, message),
            "SIG_INVALID",
            "It compares points in the place of bytes: one signature has two spellings.",
        ),
        (
            "mixed-key",
            "the key has a part of small order that falls out",
            &mixed,
            &|message| mixed.sign(nonce(&mixed, message, &|k| k == 0), message),
            "accepted",
            "It refuses a key whose order is not small, and which is canonical.",
        ),
        (
            "bad-mixed-key",
            "the key has a part of small order that does not fall out",
            &mixed,
            &|message| mixed.sign(nonce(&mixed, message, &|k| k == 1), message),
            "SIG_INVALID",
            "It multiplies by the cofactor: what it takes, others refuse.",
        ),
        (
            "bad-mixed-r",
            "R has a part of small order",
            &pure,
            &|message| {
                let r = (ED25519_BASEPOINT_POINT * scalar(&[b"r"]) + EIGHT_TORSION[1]).compress();
                pure.sign_as(r.as_bytes(), scalar(&[b"r"]), message)
            },
            "SIG_INVALID",
            "It multiplies by the cofactor: what it takes, others refuse.",
        ),
    ];
    for (name, title, signer, sign, due, note) in rows {
        let jwk = signer.jwk();
        let list = next_list(&maker.world, |list| {
            list["authorities"][0]["keys"].as_array_mut().unwrap().push(key_entry("XX/northland", &jwk));
        });
        let header = merged(maker.world.header(Record, "northland"), &json!({ "kid": kid("XX/northland", &jwk) }));
        let protected = encode_base64url(&bytes(&header));
        let signature = sign(format!("{protected}.{}", encode_base64url(&canonical(&link()))).as_bytes());
        let entry = json!({ "protected": protected, "signature": encode_base64url(&signature) });
        let mut sketch = maker
            .case(kind(Level::L2, Role::Verifier), &format!("signatures/ed25519-{name}"), title)
            .attacks(&[34])
            .flag("signature")
            .requires(&["PSR-SIG-002", "PSR-TRU-015"])
            .note(note);
        if let Some(good) = name.strip_prefix("bad-") {
            let from = if good == "mixed-key" { "signatures/ed25519-mixed-key" } else { "signatures/ed25519-r-one" };
            sketch = sketch.from(from);
        }
        open(take(sketch, &list), &envelope(Record, &link(), vec![entry]), due).done();
    }
}
