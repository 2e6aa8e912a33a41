//! The digest of a signed object: SHA-256 of its payload (FIPS 180-4).

use crate::record::Digest;

/// The digest of a payload, as `prev` of the next revision writes it.
#[must_use]
pub fn digest(payload: &[u8]) -> Digest {
    Digest::sha256(super::backend::sha256(payload))
}

/// The digest of a disclosure as a redacted record writes it: SHA-256 of its text, in base64url (RFC 9901 §4.2.3).
pub(crate) fn disclosure_digest(text: &str) -> String {
    super::encode_base64url(&super::backend::sha256(text.as_bytes()))
}
