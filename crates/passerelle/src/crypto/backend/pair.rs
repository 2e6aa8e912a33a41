//! Private keys, by ring or by aws-lc-rs.

use super::library::rand::SystemRandom;
use super::library::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair as _,
};
#[cfg(feature = "aws-lc")]
use super::library::signature::{ML_DSA_65_SIGNING, ML_DSA_87_SIGNING, PqdsaKeyPair, PqdsaSigningAlgorithm};
use crate::crypto::Algorithm;

/// A private key, at one place in memory for as long as it lives, so that it is in no other when it is overwritten there.
pub(in crate::crypto) enum Pair {
    Ed25519(Box<Ed25519KeyPair>),
    Ecdsa(Algorithm, Box<EcdsaKeyPair>),
    #[cfg(feature = "aws-lc")]
    MlDsa(Algorithm, Box<PqdsaKeyPair>),
}

impl Pair {
    /// A new key in PKCS#8; nothing where the system gave no randomness, or where the library has not the algorithm.
    pub(in crate::crypto) fn generate(algorithm: Algorithm) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        let document = match algorithm {
            Algorithm::Ed25519 => Ed25519KeyPair::generate_pkcs8(&random).ok()?,
            Algorithm::Es256 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).ok()?,
            Algorithm::Es384 => EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &random).ok()?,
            #[cfg(feature = "aws-lc")]
            Algorithm::MlDsa65 => PqdsaKeyPair::generate(&ML_DSA_65_SIGNING).ok()?.to_pkcs8v1().ok()?,
            #[cfg(feature = "aws-lc")]
            Algorithm::MlDsa87 => PqdsaKeyPair::generate(&ML_DSA_87_SIGNING).ok()?.to_pkcs8v1().ok()?,
            #[cfg(not(feature = "aws-lc"))]
            Algorithm::MlDsa65 | Algorithm::MlDsa87 => return None,
        };
        Some(document.as_ref().to_vec())
    }

    /// Reads a key in PKCS#8; its algorithm follows from what it is.
    pub(in crate::crypto) fn read(document: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(document).ok().map(|pair| Self::Ed25519(Box::new(pair)));
        let pair = pair.or_else(|| Self::read_ecdsa(Algorithm::Es256, &ECDSA_P256_SHA256_FIXED_SIGNING, document));
        let pair = pair.or_else(|| Self::read_ecdsa(Algorithm::Es384, &ECDSA_P384_SHA384_FIXED_SIGNING, document));
        #[cfg(feature = "aws-lc")]
        let pair = pair
            .or_else(|| Self::read_ml_dsa(Algorithm::MlDsa65, &ML_DSA_65_SIGNING, document))
            .or_else(|| Self::read_ml_dsa(Algorithm::MlDsa87, &ML_DSA_87_SIGNING, document));
        pair
    }

    fn read_ecdsa(algorithm: Algorithm, signing: &'static EcdsaSigningAlgorithm, document: &[u8]) -> Option<Self> {
        #[cfg(feature = "aws-lc")]
        let pair = EcdsaKeyPair::from_pkcs8(signing, document);
        #[cfg(not(feature = "aws-lc"))]
        let pair = EcdsaKeyPair::from_pkcs8(signing, document, &SystemRandom::new());
        Some(Self::Ecdsa(algorithm, Box::new(pair.ok()?)))
    }

    #[cfg(feature = "aws-lc")]
    fn read_ml_dsa(algorithm: Algorithm, signing: &'static PqdsaSigningAlgorithm, document: &[u8]) -> Option<Self> {
        Some(Self::MlDsa(algorithm, Box::new(PqdsaKeyPair::from_pkcs8(signing, document).ok()?)))
    }

    /// The algorithm, and the bytes of the public key.
    pub(in crate::crypto) fn public(&self) -> (Algorithm, &[u8]) {
        match self {
            Self::Ed25519(pair) => (Algorithm::Ed25519, pair.public_key().as_ref()),
            Self::Ecdsa(algorithm, pair) => (*algorithm, pair.public_key().as_ref()),
            #[cfg(feature = "aws-lc")]
            Self::MlDsa(algorithm, pair) => (*algorithm, pair.public_key().as_ref()),
        }
    }

    /// Signs a message; nothing where the system gave no randomness.
    pub(in crate::crypto) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Ed25519(pair) => Some(pair.sign(message).as_ref().to_vec()),
            Self::Ecdsa(_, pair) => Some(pair.sign(&SystemRandom::new(), message).ok()?.as_ref().to_vec()),
            #[cfg(feature = "aws-lc")]
            Self::MlDsa(_, pair) => {
                let mut signature = vec![0; pair.algorithm().signature_len()];
                let length = pair.sign(message, &mut signature).ok()?;
                signature.truncate(length);
                Some(signature)
            }
        }
    }
}

/// `ring` leaves the overwriting of its keys to others: a key that everybody knows takes the place of this one. aws-lc-rs overwrites
/// what it gives back.
#[cfg(not(feature = "aws-lc"))]
impl Drop for Pair {
    fn drop(&mut self) {
        match self {
            Self::Ed25519(pair) => {
                if let Ok(known) = Ed25519KeyPair::from_seed_unchecked(&KNOWN_ED25519) {
                    **pair = known;
                }
            }
            Self::Ecdsa(_, pair) => {
                let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
                if let Ok(known) = EcdsaKeyPair::from_pkcs8(signing, &KNOWN_P256, &SystemRandom::new()) {
                    **pair = known;
                }
            }
        }
        // Whoever might still look at it keeps the compiler from leaving that out.
        std::hint::black_box(self);
    }
}

/// The secret key of RFC 8032, section 7.1, TEST 1.
#[cfg(not(feature = "aws-lc"))]
const KNOWN_ED25519: [u8; 32] = *b"\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\
    \x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60";

/// The key of RFC 7515, appendix A.3.
#[cfg(not(feature = "aws-lc"))]
const KNOWN_P256: [u8; 138] =
    *b"\x30\x81\x87\x02\x01\x00\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\
    \xce\x3d\x03\x01\x07\x04\x6d\x30\x6b\x02\x01\x01\x04\x20\x8e\x9b\x10\x9e\x71\x90\x98\xbf\
    \x98\x04\x87\xdf\x1f\x5d\x77\xe9\xcb\x29\x60\x6e\xbe\xd2\x26\x3b\x5f\x57\xc2\x13\xdf\x84\
    \xf4\xb2\xa1\x44\x03\x42\x00\x04\x7f\xcd\xce\x27\x70\xf6\xc4\x5d\x41\x83\xcb\xee\x6f\xdb\
    \x4b\x7b\x58\x07\x33\x35\x7b\xe9\xef\x13\xba\xcf\x6e\x3c\x7b\xd1\x54\x45\xc7\xf1\x44\xcd\
    \x1b\xbd\x9b\x7e\x87\x2c\xdf\xed\xb9\xee\xb9\xf4\xb3\x69\x5d\x6e\xa9\x0b\x24\xad\x8a\x46\
    \x23\x28\x85\x88\xe5\xad";
