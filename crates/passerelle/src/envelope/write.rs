//! Writing an envelope in either form.

use super::{Header, ObjectClass, SignatureEntry};
use crate::crypto::{KeyId, Signer, SignerError, digest, encode_base64url, sign_checked};
use crate::json::Value;
use crate::record::{Digest, Timestamp};

/// The two forms of one envelope; one is made from the other without any key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// The object itself beside its signatures, for people and databases.
    #[default]
    Clear,
    /// A JWS in its General JSON Serialization (RFC 7515 §7.2.1), which any JOSE library checks.
    Opaque,
}

/// The bytes that get signed: header and payload in base64url, with a dot between them (RFC 7515 §5.1).
pub(crate) fn signing_input(protected: &str, payload: &[u8]) -> Vec<u8> {
    format!("{protected}.{}", encode_base64url(payload)).into_bytes()
}

impl SignatureEntry {
    /// Makes a signature of a payload, and one of the signer's second key where it has one.
    ///
    /// spec: PSR-SIG-006
    pub(crate) fn make_all(
        class: ObjectClass,
        payload: &[u8],
        signer: &dyn Signer,
        issued_at: Timestamp,
    ) -> Result<Vec<(String, Vec<u8>)>, SignerError> {
        let signers = [Some(signer), signer.second()].into_iter().flatten();
        signers.map(|signer| Self::make(class, payload, signer, issued_at)).collect()
    }

    /// Makes a signature of a payload by one key, and has it verified before it is used.
    pub(crate) fn make(
        class: ObjectClass,
        payload: &[u8],
        signer: &dyn Signer,
        issued_at: Timestamp,
    ) -> Result<(String, Vec<u8>), SignerError> {
        let key_id = KeyId::of(signer.authority(), signer.public_key());
        let protected = encode_base64url(&Header::write(class, signer.public_key().algorithm(), &key_id, issued_at));
        let signature = sign_checked(signer, &signing_input(&protected, payload))?;
        Ok((protected, signature))
    }
}

/// The canonical form of an entry of `signatures`. Both its texts are base64url, of which nothing needs an escape.
fn entry_text(protected: &str, signature: &[u8]) -> String {
    [r#"{"protected":""#, protected, r#"","signature":""#, &encode_base64url(signature), r#""}"#].concat()
}

/// The canonical form of the list of signatures. As base64url has one spelling here, it is the same list as the one that was read.
fn list_text<'s>(entries: impl Iterator<Item = (&'s str, &'s [u8])>) -> String {
    let mut text = String::from("[");
    for (index, (protected, signature)) in entries.enumerate() {
        text.push_str(if index > 0 { "," } else { "" });
        text.push_str(&entry_text(protected, signature));
    }
    text + "]"
}

/// The digest of the canonical form of the list of signatures.
pub(super) fn signatures_digest<'s>(entries: impl Iterator<Item = (&'s str, &'s [u8])>) -> Digest {
    digest(list_text(entries).as_bytes())
}

/// The digest of the canonical form of an entry of `signatures`, by which a receipt names it.
///
/// spec: PSR-RCP-002
pub(crate) fn signature_digest(protected: &str, signature: &[u8]) -> Digest {
    digest(entry_text(protected, signature).as_bytes())
}

impl SignatureEntry {
    /// The digest by which a receipt names it.
    pub(crate) fn digest(&self) -> Digest {
        signature_digest(&self.protected, &self.signature)
    }
}

/// Writes an envelope without disclosures; each signature is its protected header as written, and the raw signature. `object` is
/// the object in canonical form.
pub(crate) fn write(class: ObjectClass, form: Form, object: &[u8], signatures: &[(String, Vec<u8>)]) -> Vec<u8> {
    write_disclosing(class, form, object, signatures, &[])
}

/// Writes an envelope with the disclosures that travel with it.
pub(crate) fn write_disclosing(
    class: ObjectClass,
    form: Form,
    object: &[u8],
    signatures: &[(String, Vec<u8>)],
    disclosures: &[String],
) -> Vec<u8> {
    let entries = signatures.iter().map(|(protected, signature)| (protected.as_str(), signature.as_slice()));
    let mut members = vec![("signatures", list_text(entries).into_bytes())];
    if !disclosures.is_empty() {
        let list = Value::Array(disclosures.iter().cloned().map(Value::String).collect());
        members.push(("disclosures", list.to_canonical()));
    }
    members.push(match form {
        Form::Clear => (class.member(), object.to_vec()),
        Form::Opaque => ("payload", format!("\"{}\"", encode_base64url(object)).into_bytes()),
    });
    // These names are ASCII, of which the canonical order is that of their bytes.
    members.sort_by_key(|(name, _)| *name);
    let named = members.into_iter().map(|(name, value)| [format!("\"{name}\":").into_bytes(), value].concat());
    let members: Vec<Vec<u8>> = named.collect();
    [b"{".as_slice(), &members.join(&b','), b"}"].concat()
}
