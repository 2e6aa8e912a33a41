//! Who opens what is sealed: a key in this process, or an HSM, smart card or service of the caller's.

use super::{AgreementKey, SharedSecret};
use crate::record::AuthorityId;

/// Something that agrees on a secret with one encryption key of one authority.
///
/// Nothing but the agreement is asked of a device: what follows from the secret is derived and decrypted here. PKCS#11 calls it
/// `CKM_ECDH1_DERIVE` with `CKD_NULL`.
pub trait Decryptor {
    /// Whose key it is.
    fn authority(&self) -> &AuthorityId;

    /// The public half, by which an entry in a sealed record is found.
    fn public_key(&self) -> &AgreementKey;

    /// Agrees with an ephemeral key, which is a sound one of the same curve.
    ///
    /// Returns the u-coordinate of X25519, or the x-coordinate of the common point of P-256; no function applied to it.
    ///
    /// # Errors
    /// The device refuses or cannot be reached.
    fn agree(&self, ephemeral: &AgreementKey) -> Result<SharedSecret, DecryptorError>;
}

/// There is no shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key gave no shared secret")]
pub struct DecryptorError;
