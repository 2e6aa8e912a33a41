//! Who signs in the cases, what is trusted, and a way to write what no honest signer would. TEST ONLY: every key is published.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passerelle::crypto::{
    Algorithm, Curve, Decryptor as _, KeyId, PublicKey, Randomness, RandomnessError, Signer, SoftwareDecryptor,
    SoftwareKey, digest, encode_base64url,
};
use passerelle::record::{AuthorityId, Timestamp};
use passerelle::{ObjectClass, json as strict};
use serde_json::{Map, Value, json};

/// The time of all cases that name no other.
pub(crate) const NOW: &str = "2026-06-01T12:00:00Z";

/// When most things are signed.
pub(crate) const SIGNED: &str = "2026-06-01T08:05:00Z";

/// The secret keys of RFC 8032, section 7.1: TEST 1, TEST 2, TEST 3 and TEST 1024.
const RFC_8032: [(&str, &str, &str); 4] = [
    ("northland", "XX/northland", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
    ("root", "XX/trust", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
    ("list", "XX/trust", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
    ("southland", "XX/southland", "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5"),
];

/// Ed25519 keys whose secret is SHA-256 of `passerelle test key NAME`.
const DERIVED: [(&str, &str); 8] = [
    ("northland-2", "XX/northland"),
    ("southland-2", "XX/southland"),
    ("northwatch", "XX/northwatch"),
    ("stranger", "XX/stranger"),
    ("root-2", "XX/trust"),
    ("list-2", "XX/trust"),
    ("xa-harbour", "XX/xa-harbour"),
    ("xb-desert", "XX/xb-desert"),
];

/// Keys of ECDSA and ML-DSA, made once and kept.
const KEPT: [(&str, &str, Algorithm); 4] = [
    ("eastland", "XX/eastland", Algorithm::Es256),
    ("westland", "XX/westland", Algorithm::Es384),
    ("northland-ml-dsa", "XX/northland", Algorithm::MlDsa65),
    ("southland-ml-dsa", "XX/southland", Algorithm::MlDsa87),
];

/// Keys to which records are sealed.
const SEALING: [(&str, &str, Curve); 2] =
    [("southland-x25519", "XX/southland", Curve::X25519), ("northland-p256", "XX/northland", Curve::P256)];

/// Keys, fixtures, and the signatures of algorithms that sign differently each time.
pub(crate) struct World {
    keys: BTreeMap<String, SoftwareKey>,
    sealing: BTreeMap<String, SoftwareDecryptor>,
    /// What the folder `fixtures` will hold.
    pub(crate) fixtures: BTreeMap<String, Vec<u8>>,
    kept: RefCell<BTreeMap<String, String>>,
}

impl World {
    /// Reads what is kept in a folder, and makes what is not.
    pub(crate) fn new(suite: &Path) -> Self {
        let held = |name: &str| fs::read(suite.join("fixtures").join(name)).ok();
        let kept = held("ecdsa-signatures.json").and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let kept = RefCell::new(kept.unwrap_or_default());
        let mut world = Self { keys: BTreeMap::new(), sealing: BTreeMap::new(), fixtures: BTreeMap::new(), kept };
        for (name, authority, secret) in RFC_8032 {
            world.add_ed25519(name, authority, &unhex(secret), "RFC 8032, section 7.1");
        }
        for (name, authority) in DERIVED {
            let secret = unhex(digest(format!("passerelle test key {name}").as_bytes()).hash.as_str());
            world.add_ed25519(name, authority, &secret, "SHA-256 of `passerelle test key NAME`");
        }
        for (name, authority, algorithm) in KEPT {
            let held = held(&format!("keys/{name}.json"));
            let held = held.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
            let document = match held.as_ref().and_then(|key| key["pkcs8"].as_str()) {
                Some(text) => STANDARD.decode(text).unwrap(),
                None => SoftwareKey::generate(id(authority), algorithm).unwrap().1,
            };
            world.add(name, authority, document, "drawn once");
        }
        for (name, authority, curve) in SEALING {
            let mut secret = Secret(unhex(digest(format!("passerelle test key {name}").as_bytes()).hash.as_str()));
            let (key, document) = SoftwareDecryptor::generate(id(authority), curve, &mut secret).unwrap();
            world.key_file(
                name,
                authority,
                curve.as_str(),
                &key.public_key().to_jwk(),
                &document,
                "SHA-256 of `passerelle test key NAME`",
            );
            world.sealing.insert(name.to_owned(), key);
        }
        super::trust::fixtures(&mut world);
        world
    }

    fn add_ed25519(&mut self, name: &str, authority: &str, secret: &[u8], origin: &str) {
        // The frame of RFC 8410, section 7.
        let document = [&unhex("302e020100300506032b657004220420"), secret].concat();
        self.add(name, authority, document, origin);
    }

    fn add(&mut self, name: &str, authority: &str, document: Vec<u8>, origin: &str) {
        let key = SoftwareKey::from_pkcs8(id(authority), &document).unwrap();
        let algorithm = key.public_key().algorithm().as_str();
        self.key_file(name, authority, algorithm, &key.public_key().to_jwk(), &document, origin);
        self.keys.insert(name.to_owned(), key);
    }

    fn key_file(
        &mut self,
        name: &str,
        authority: &str,
        kind: &str,
        jwk: &strict::Object,
        document: &[u8],
        origin: &str,
    ) {
        let jwk: Value = serde_json::from_slice(&jwk.to_canonical()).unwrap();
        let file = json!({
            "TEST ONLY": "This private key is published. Never use it for anything real.",
            "authority": authority,
            "kid": kid(authority, &jwk),
            "kind": kind,
            "origin": origin,
            "pkcs8": STANDARD.encode(document),
            "public": jwk,
        });
        self.fixtures.insert(format!("keys/{name}.json"), pretty(&file));
    }

    pub(crate) fn key(&self, name: &str) -> &SoftwareKey {
        self.keys.get(name).unwrap_or_else(|| panic!("there is no key {name}"))
    }

    pub(crate) fn sealing_key(&self, name: &str) -> &SoftwareDecryptor {
        &self.sealing[name]
    }

    /// A signature that is the same each time: one of ECDSA or ML-DSA is kept, and must verify.
    pub(crate) fn sign(&self, name: &str, message: &[u8]) -> Vec<u8> {
        let key = self.key(name);
        if key.public_key().algorithm() == Algorithm::Ed25519 {
            return key.sign(message).unwrap();
        }
        let what = format!("{name} {}", digest(message).hash.as_str());
        if let Some(text) = self.kept.borrow().get(&what) {
            return STANDARD.decode(text).unwrap();
        }
        let (algorithm, signature) = (key.public_key().algorithm(), key.sign(message).unwrap());
        let signature = if algorithm.is_ml_dsa() { signature } else { low_s(algorithm, signature) };
        self.kept.borrow_mut().insert(what, STANDARD.encode(&signature));
        signature
    }

    /// The file of kept signatures.
    pub(crate) fn kept(&self) -> Vec<u8> {
        pretty(&json!(*self.kept.borrow()))
    }

    /// An entry of `signatures`; `header` is merged into the one that is due.
    pub(crate) fn entry(&self, class: ObjectClass, object: &Value, name: &str, header: &Value) -> Value {
        let header = merged(self.header(class, name), header);
        self.entry_over(&bytes(&header), &canonical(object), name)
    }

    /// The header that an honest signer writes.
    pub(crate) fn header(&self, class: ObjectClass, name: &str) -> Value {
        let key = self.key(name);
        json!({
            "alg": key.public_key().algorithm().as_str(),
            "iat": time(SIGNED).unix_seconds(),
            "kid": self.kid(name),
            "typ": class.typ(),
        })
    }

    /// An entry over any header and payload.
    pub(crate) fn entry_over(&self, header: &[u8], payload: &[u8], name: &str) -> Value {
        let protected = encode_base64url(header);
        let signature = self.sign(name, format!("{protected}.{}", encode_base64url(payload)).as_bytes());
        json!({ "protected": protected, "signature": encode_base64url(&signature) })
    }

    pub(crate) fn kid(&self, name: &str) -> String {
        let key = self.key(name);
        KeyId::of(key.authority(), key.public_key()).to_string()
    }

    pub(crate) fn jwk(&self, name: &str) -> Value {
        jwk_of(self.key(name).public_key())
    }

    /// An object signed by some keys, as everybody should.
    pub(crate) fn signed(&self, class: ObjectClass, object: &Value, names: &[&str]) -> Value {
        let entries: Vec<Value> = names.iter().map(|name| self.entry(class, object, name, &json!({}))).collect();
        envelope(class, object, entries)
    }

    /// A record signed by its issuer.
    pub(crate) fn record(&self, record: &Value) -> Vec<u8> {
        let issuer = record["issuer"].as_str().unwrap_or_default();
        let name = issuer.strip_prefix("XX/").filter(|name| self.keys.contains_key(*name)).unwrap_or("northland");
        bytes(&self.record_at(record, name))
    }

    /// The same by a key, at the time when it is issued.
    pub(crate) fn record_at(&self, record: &Value, name: &str) -> Value {
        let issued =
            record["issued"].as_str().and_then(|text| Timestamp::new(text).ok()).unwrap_or_else(|| time(SIGNED));
        let entry = self.entry(ObjectClass::Record, record, name, &json!({ "iat": issued.unix_seconds() }));
        envelope(ObjectClass::Record, record, vec![entry])
    }
}

/// A secret that is not random.
struct Secret(Vec<u8>);

impl Randomness for Secret {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        bytes.copy_from_slice(&self.0[..bytes.len()]);
        Ok(())
    }
}

/// Numbered bytes, so that what a case holds is the same each time.
pub(crate) struct Counted(pub(crate) u8);

impl Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        self.0 += 1;
        bytes.copy_from_slice(&salt(self.0)[..bytes.len()]);
        Ok(())
    }
}

/// 32 bytes of a number.
pub(crate) fn salt(number: u8) -> Vec<u8> {
    unhex(digest(&[number]).hash.as_str())
}

/// The smaller of the two spellings of an ECDSA signature.
fn low_s(algorithm: Algorithm, signature: Vec<u8>) -> Vec<u8> {
    let other = twin(algorithm, &signature);
    let half = signature.len() / 2;
    if other[half..] < signature[half..] { other } else { signature }
}

/// (r, n − s) for (r, s).
pub(crate) fn twin(algorithm: Algorithm, signature: &[u8]) -> Vec<u8> {
    let order = order(algorithm);
    let (r, s) = signature.split_at(signature.len() / 2);
    let mut out = r.to_vec();
    out.extend(minus(&order, s));
    out
}

/// The order of the group.
pub(crate) fn order(algorithm: Algorithm) -> Vec<u8> {
    unhex(match algorithm {
        Algorithm::Es256 => "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        Algorithm::Es384 => {
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
        }
        _ => "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed",
    })
}

fn minus(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut borrow = 0_i16;
    let mut out: Vec<u8> = Vec::new();
    for (left, right) in left.iter().zip(right).rev() {
        let difference = i16::from(*left) - i16::from(*right) - borrow;
        borrow = i16::from(difference < 0);
        out.push(u8::try_from(difference.rem_euclid(256)).unwrap());
    }
    out.reverse();
    out
}

pub(crate) fn plus(left: &[u8], right: &[u8]) -> Vec<u8> {
    let mut carry = 0_u16;
    let mut out: Vec<u8> = Vec::new();
    for (left, right) in left.iter().zip(right).rev() {
        let sum = u16::from(*left) + u16::from(*right) + carry;
        carry = sum / 256;
        out.push(u8::try_from(sum % 256).unwrap());
    }
    out.reverse();
    out
}

pub(crate) fn envelope(class: ObjectClass, object: &Value, entries: Vec<Value>) -> Value {
    json!({ class.member(): object, "signatures": entries })
}

/// The opaque form of an envelope in the clear form.
pub(crate) fn opaque(envelope: &Value) -> Value {
    json!({ "payload": encode_base64url(&canonical(&envelope["record"])), "signatures": envelope["signatures"] })
}

/// RFC 8785 for JSON inside the profile and outside it: integers, strings, sorted members.
pub(crate) fn canonical(value: &Value) -> Vec<u8> {
    let wrapped = strict::read(&bytes(&json!({ "value": value })));
    match wrapped {
        Ok(object) => object.get("value").map(|value| value.to_canonical()).unwrap_or_default(),
        // What the profile forbids is signed as serde writes it, sorted by bytes.
        Err(_) => bytes(value),
    }
}

pub(crate) fn jwk_of(key: &PublicKey) -> Value {
    serde_json::from_slice(&key.to_jwk().to_canonical()).unwrap()
}

/// The identifier of a key, all of whose members RFC 7638 requires.
pub(crate) fn kid(authority: &str, jwk: &Value) -> String {
    format!("{authority}#{}", encode_base64url(&unhex(digest(&bytes(jwk)).hash.as_str())))
}

pub(crate) fn digest_of(payload: &[u8]) -> Value {
    json!({ "alg": "sha-256", "hash": digest(payload).hash.as_str() })
}

/// The same of the canonical form of a value.
pub(crate) fn of_value(value: &Value) -> Value {
    digest_of(&canonical(value))
}

/// RFC 7396: `null` takes a member away.
pub(crate) fn merged(target: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut members = if let Value::Object(members) = target { members } else { Map::new() };
    for (name, value) in patch {
        let held = members.remove(name).unwrap_or_default();
        if !value.is_null() {
            members.insert(name.clone(), merged(held, value));
        }
    }
    Value::Object(members)
}

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

pub(crate) fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap();
    text.push(b'\n');
    text
}

pub(crate) fn time(text: &str) -> Timestamp {
    Timestamp::new(text).unwrap()
}

pub(crate) fn id(text: &str) -> AuthorityId {
    AuthorityId::new(text).unwrap()
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}
