//! Writing a sealed record.

use std::collections::BTreeSet;

use super::{ALG, ENC, TYP};
use crate::crypto::{
    AgreementKey, AgreementSecret, ContentKey, KeyId, Randomness, RandomnessError, digest, encode_base64url,
};
use crate::envelope::ObjectClass;
use crate::json::{Object, Value};

/// Seals bytes to keys, each of them once.
///
/// # Errors
/// The source gave no random bytes, or the same ones twice.
pub(crate) fn write(
    plaintext: &[u8],
    recipients: &[(KeyId, AgreementKey)],
    randomness: &mut dyn Randomness,
) -> Result<Vec<u8>, RandomnessError> {
    let mut fresh = Fresh { source: randomness, seen: BTreeSet::new() };
    let content_key = ContentKey::generate(&mut fresh)?;
    let mut entries = Vec::new();
    for (key_id, key) in recipients {
        entries.push(entry(&content_key, key_id, key, &mut fresh)?);
    }
    let mut iv = [0; 12];
    fresh.fill(&mut iv)?;
    let header = object([("cty", ObjectClass::Record.typ()), ("enc", ENC), ("typ", TYP)]);
    let protected = encode_base64url(&header.to_canonical());
    let sealed = content_key.seal(iv, protected.as_bytes(), plaintext).ok_or(RandomnessError)?;
    let mut root = object([
        ("ciphertext", encode_base64url(&sealed.ciphertext).as_str()),
        ("iv", &encode_base64url(&sealed.iv)),
        ("protected", &protected),
        ("tag", &encode_base64url(&sealed.tag)),
    ]);
    root.insert("recipients", Value::Array(entries));
    Ok(root.to_canonical())
}

/// The content key, wrapped for one recipient by a key that is made for this and then forgotten.
///
/// spec: PSR-SEA-012
fn entry(
    content_key: &ContentKey,
    key_id: &KeyId,
    key: &AgreementKey,
    fresh: &mut Fresh<'_>,
) -> Result<Value, RandomnessError> {
    let ephemeral = AgreementSecret::generate(key.curve(), fresh)?;
    let secret = ephemeral.agree(key).ok_or(RandomnessError)?;
    let wrapped = content_key.wrap(&secret, ALG).ok_or(RandomnessError)?;
    let epk = ephemeral.public_key().ok_or(RandomnessError)?;
    let mut header = object([("alg", ALG), ("kid", key_id.to_string().as_str())]);
    header.insert("epk", Value::Object(epk.to_jwk()));
    let mut entry = object([("encrypted_key", encode_base64url(&wrapped).as_str())]);
    entry.insert("header", Value::Object(header));
    Ok(Value::Object(entry))
}

fn object<const N: usize>(members: [(&str, &str); N]) -> Object {
    let mut object = Object::new();
    for (name, value) in members {
        object.insert(name, Value::String(value.to_owned()));
    }
    object
}

/// Random bytes of which no two draws begin alike: a source that stands still would give everything away, and say nothing.
///
/// spec: PSR-SEA-012
struct Fresh<'r> {
    source: &'r mut dyn Randomness,
    seen: BTreeSet<String>,
}

impl Randomness for Fresh<'_> {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        self.source.fill(bytes)?;
        let beginning = bytes.get(..12).unwrap_or(bytes);
        if self.seen.insert(digest(beginning).hash.to_string()) { Ok(()) } else { Err(RandomnessError) }
    }
}
