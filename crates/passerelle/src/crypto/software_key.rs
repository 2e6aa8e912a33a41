//! A private key held in this process (PKCS#8). The one place where the library draws on the system's randomness: for making
//! keys, and for the nonces of ECDSA, which a caller could get fatally wrong.

use std::fmt;

use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};

use super::stack::cleaned;
use super::{Algorithm, PublicKey, Signer, SignerError};
use crate::record::AuthorityId;

/// A private key of an authority, held in memory.
pub struct SoftwareKey {
    authority: AuthorityId,
    public: PublicKey,
    pair: Pair,
    random: SystemRandom,
}

/// A key of `ring`, at one place in memory for as long as it lives, so that it is in no other when it is overwritten there.
enum Pair {
    Ed25519(Box<Ed25519KeyPair>),
    Ecdsa(Box<EcdsaKeyPair>),
}

impl Drop for SoftwareKey {
    /// `ring` leaves the overwriting of its keys to others: a key that everybody knows takes the place of this one.
    fn drop(&mut self) {
        match &mut self.pair {
            Pair::Ed25519(pair) => {
                if let Ok(known) = Ed25519KeyPair::from_seed_unchecked(&KNOWN_ED25519) {
                    **pair = known;
                }
            }
            Pair::Ecdsa(pair) => {
                let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
                if let Ok(known) = EcdsaKeyPair::from_pkcs8(signing, &KNOWN_P256, &self.random) {
                    **pair = known;
                }
            }
        }
        // Whoever might still look at it keeps the compiler from leaving that out.
        std::hint::black_box(&self.pair);
    }
}

/// The secret key of RFC 8032, section 7.1, TEST 1.
const KNOWN_ED25519: [u8; 32] = *b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\
    \x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60";

/// The key of RFC 7515, appendix A.3.
const KNOWN_P256: [u8; 138] =
    *b"\x30\x81\x87\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\
    \xce\x3d\x03\x01\x07\x04\x6d\x30\x6b\x02\x01\x01\x04\x20\x8e\x9b\x10\x9e\x71\x90\x98\xbf\
    \x98\x04\x87\xdf\x1f\x5d\x77\xe9\xcb\x29\x60\x6e\xbe\xd2\x26\x3b\x5f\x57\xc2\x13\xdf\x84\
    \xf4\xb2\xa1\x44\x03\x42\x00\x04\x7f\xcd\xce\x27\x70\xf6\xc4\x5d\x41\x83\xcb\xee\x6f\xdb\
    \x4b\x7b\x58\x07\x33\x35\x7b\xe9\xef\x13\xba\xcf\x6e\x3c\x7b\xd1\x54\x45\xc7\xf1\x44\xcd\
    \x1b\xbd\x9b\x7e\x87\x2c\xdf\xed\xb9\xee\xb9\xf4\xb3\x69\x5d\x6e\xa9\x0b\x24\xad\x8a\x46\
    \x23\x28\x85\x88\xe5\xad";

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SoftwareKeyError {
    /// The bytes are no PKCS#8 key of a known kind, or its halves do not belong together.
    #[error("not a PKCS#8 key for Ed25519, ES256 or ES384")]
    Form,
    /// The system gave no randomness.
    #[error("the system gave no randomness")]
    Randomness,
}

impl SoftwareKey {
    /// Makes a new key, and gives its PKCS#8 form too, which is secret: overwrite it when it is stored.
    ///
    /// # Errors
    /// [`SoftwareKeyError::Randomness`].
    pub fn generate(authority: AuthorityId, algorithm: Algorithm) -> Result<(Self, Vec<u8>), SoftwareKeyError> {
        cleaned(|| Self::made(authority, algorithm))
    }

    fn made(authority: AuthorityId, algorithm: Algorithm) -> Result<(Self, Vec<u8>), SoftwareKeyError> {
        let random = SystemRandom::new();
        let document = match algorithm {
            Algorithm::Ed25519 => Ed25519KeyPair::generate_pkcs8(&random),
            Algorithm::Es256 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random),
            Algorithm::Es384 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &random),
        };
        let document = document.map_err(|_| SoftwareKeyError::Randomness)?.as_ref().to_vec();
        Ok((Self::read(authority, &document)?, document))
    }

    /// Reads a PKCS#8 key (DER; RFC 5958, RFC 8410, RFC 5915); the algorithm follows from what it is.
    ///
    /// # Errors
    /// [`SoftwareKeyError::Form`].
    pub fn from_pkcs8(authority: AuthorityId, document: &[u8]) -> Result<Self, SoftwareKeyError> {
        cleaned(|| Self::read(authority, document))
    }

    fn read(authority: AuthorityId, document: &[u8]) -> Result<Self, SoftwareKeyError> {
        let random = SystemRandom::new();
        let ecdsa = |signing| EcdsaKeyPair::from_pkcs8(signing, document, &random).ok().map(Box::new).map(Pair::Ecdsa);
        let (algorithm, pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(document)
            .ok()
            .map(|pair| (Algorithm::Ed25519, Pair::Ed25519(Box::new(pair))))
            .or_else(|| ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING).map(|pair| (Algorithm::Es256, pair)))
            .or_else(|| ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING).map(|pair| (Algorithm::Es384, pair)))
            .ok_or(SoftwareKeyError::Form)?;
        let point = match &pair {
            Pair::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ecdsa(pair) => pair.public_key().as_ref().to_vec(),
        };
        let public = PublicKey::from_point(algorithm, point).map_err(|_| SoftwareKeyError::Form)?;
        Ok(Self { authority, public, pair, random })
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
        match &self.pair {
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Ecdsa(pair) => {
                let signature = pair.sign(&self.random, message).map_err(|_| SignerError::Unavailable)?;
                Ok(signature.as_ref().to_vec())
            }
        }
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
        for algorithm in Algorithm::ALL {
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
