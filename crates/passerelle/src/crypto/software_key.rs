//! A private key held in this process (PKCS#8). The one place where the library draws on the system's randomness: for making
//! keys, and for the nonces of ECDSA, which a caller could get fatally wrong.

use std::fmt;

use super::backend::Pair;
use super::stack::cleaned;
use super::{Algorithm, PublicKey, Signer, SignerError};
use crate::record::AuthorityId;

/// A private key of an authority, held in memory.
pub struct SoftwareKey {
    authority: AuthorityId,
    public: PublicKey,
    pair: Pair,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SoftwareKeyError {
    /// The bytes are no PKCS#8 key of a known kind, or its halves do not belong together.
    #[error("not a PKCS#8 key of a known kind")]
    Form,
    /// The system gave no randomness.
    #[error("the system gave no randomness")]
    Randomness,
    /// The algorithm is not one of [`Algorithm::ALL`].
    #[error("this build has not the algorithm")]
    Algorithm,
}

impl SoftwareKey {
    /// Makes a new key, and gives its PKCS#8 form too, which is secret: overwrite it when it is stored.
    ///
    /// # Errors
    /// [`SoftwareKeyError::Randomness`], [`SoftwareKeyError::Algorithm`].
    pub fn generate(authority: AuthorityId, algorithm: Algorithm) -> Result<(Self, Vec<u8>), SoftwareKeyError> {
        cleaned(|| Self::made(authority, algorithm))
    }

    fn made(authority: AuthorityId, algorithm: Algorithm) -> Result<(Self, Vec<u8>), SoftwareKeyError> {
        if !Algorithm::ALL.contains(&algorithm) {
            return Err(SoftwareKeyError::Algorithm);
        }
        let document = Pair::generate(algorithm).ok_or(SoftwareKeyError::Randomness)?;
        Ok((Self::read(authority, &document)?, document))
    }

    /// Reads a PKCS#8 key (DER; RFC 5958, RFC 8410, RFC 5915, RFC 9881); the algorithm follows from what it is.
    ///
    /// # Errors
    /// [`SoftwareKeyError::Form`].
    pub fn from_pkcs8(authority: AuthorityId, document: &[u8]) -> Result<Self, SoftwareKeyError> {
        cleaned(|| Self::read(authority, document))
    }

    fn read(authority: AuthorityId, document: &[u8]) -> Result<Self, SoftwareKeyError> {
        let pair = Pair::read(document).ok_or(SoftwareKeyError::Form)?;
        let (algorithm, bytes) = pair.public();
        let public = PublicKey::from_point(algorithm, bytes.to_vec()).map_err(|_| SoftwareKeyError::Form)?;
        Ok(Self { authority, public, pair })
    }
}

impl Signer for SoftwareKey {
    fn authority(&self) -> &AuthorityId {
        &self.authority
    }

    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.pair.sign(message).ok_or(SignerError::Unavailable)
    }
}

/// Prints the public half only.
impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareKey({} {:?})", self.authority, self.public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn northland() -> AuthorityId {
        AuthorityId::new("XX/northland").unwrap()
    }

    #[test]
    fn a_key_is_the_same_after_it_was_written_and_read() {
        for &algorithm in Algorithm::ALL {
            let (made, document) = SoftwareKey::generate(northland(), algorithm).unwrap();
            let read = SoftwareKey::from_pkcs8(northland(), &document).unwrap();
            assert_eq!((read.public_key(), read.public_key().algorithm()), (made.public_key(), algorithm));
            assert!(made.public_key().verifies(b"message", &read.sign(b"message").unwrap()));
        }
    }

    #[test]
    fn no_two_keys_are_the_same() {
        let new = || SoftwareKey::generate(northland(), Algorithm::Ed25519).unwrap().0;
        assert_ne!(new().public_key(), new().public_key());
    }

    #[test]
    fn what_is_no_key_of_a_known_kind_is_refused() {
        let (_, document) = SoftwareKey::generate(northland(), Algorithm::Es256).unwrap();
        // The last bytes are those of the public half.
        let mut mixed = document.clone();
        *mixed.last_mut().unwrap() ^= 1;
        let cut = &document[..document.len() - 1];
        // An X25519 key (RFC 8410): a kind for agreement, not for signing.
        let agreement = [&b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x6e\x04\x22\x04\x20"[..], &[7; 32]].concat();
        for bytes in [&[][..], b"-----BEGIN PRIVATE KEY-----", &mixed, cut, &agreement] {
            assert_eq!(SoftwareKey::from_pkcs8(northland(), bytes).unwrap_err(), SoftwareKeyError::Form);
        }
    }

    #[test]
    fn nothing_secret_is_printed() {
        let (key, document) = SoftwareKey::generate(northland(), Algorithm::Ed25519).unwrap();
        let shown = format!("{key:?}");
        assert!(shown.contains(&key.public_key().thumbprint()));
        // PKCS#8 v2 holds the 32 secret bytes after its first 16 (RFC 8410).
        let hex: String = document[16..24].iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!shown.contains(&hex) && !shown.contains(&format!("{:?}", &document[16..24])));
    }
}
