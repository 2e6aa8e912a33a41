//! The digest of a signed object: SHA-256 of its payload (FIPS 180-4).

use crate::record::Digest;

/// The digest of a payload, as `prev` of the next revision writes it.
#[must_use]
pub fn digest(payload: &[u8]) -> Digest {
    Digest::sha256(super::backend::sha256(payload))
}
