//! Who opens what is sealed: a key in this process, or a device of the caller's.

use std::sync::Arc;

use passerelle::crypto::{
    AgreementKey, Curve, Decryptor, DecryptorError, KeyId, SharedSecret, SoftwareDecryptor, SystemRandomness,
};
use passerelle::record::AuthorityId;

use crate::failure::{Failure, guarded};
use crate::key::{CallbackFailure, authority, jwk};

/// A device that agrees on a secret with an encryption key, in the caller's language.
#[uniffi::export(rust, foreign)]
pub trait AgreementDevice: Send + Sync {
    /// Agrees with an ephemeral key, a JWK of the same curve: the 32 bytes of the u-coordinate of X25519, or of the x-coordinate of the
    /// common point of P-256, with no function applied to them.
    ///
    /// Other bytes open nothing: what is sealed is authenticated with a key that follows from them.
    ///
    /// # Errors
    /// The device refuses, or cannot be reached.
    fn agree(&self, ephemeral_jwk: Vec<u8>) -> Result<Vec<u8>, CallbackFailure>;
}

/// Who opens what is sealed.
#[derive(Clone, uniffi::Enum)]
#[allow(clippy::exhaustive_enums, reason = "a key is here or elsewhere")]
pub enum Decryption {
    /// A key in this process.
    Software {
        /// Whose key it is.
        authority: String,
        /// The private key (PKCS#8, DER), which is secret.
        pkcs8: Vec<u8>,
    },
    /// A device of the caller's.
    Device {
        /// Whose key it holds.
        authority: String,
        /// The public key, as a JWK.
        public_jwk: Vec<u8>,
        /// The device.
        device: Arc<dyn AgreementDevice>,
    },
}

/// A key for encryption, as its parts.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct EncryptionKey {
    /// The identifier of the key, `<authority>#<thumbprint>`.
    pub kid: String,
    /// The public key, as a JWK.
    pub public_jwk: Vec<u8>,
    /// The private key (PKCS#8, DER), which is secret.
    pub pkcs8: Vec<u8>,
}

/// Prints which key it is, and nothing that is secret.
impl std::fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EncryptionKey({})", self.kid)
    }
}

/// Makes a new key for encryption, on the curve `X25519` or `P-256`.
///
/// # Errors
/// `BND_ARGUMENT` for an ill-formed authority or an unknown curve.
#[uniffi::export]
pub fn generate_encryption_key(authority: String, curve: String) -> Result<EncryptionKey, Failure> {
    guarded(|| {
        let curve = Curve::from_name(&curve).ok_or_else(|| Failure::argument("curve: one of X25519, P-256"))?;
        let made = SoftwareDecryptor::generate(self::authority(&authority)?, curve, &mut SystemRandomness);
        let (key, pkcs8) = made.map_err(|_| Failure::argument("the system gave no random bytes"))?;
        Ok(parts(&key, pkcs8))
    })
}

/// Reads a private key for encryption (PKCS#8, DER).
///
/// # Errors
/// `BND_ARGUMENT` for an ill-formed authority, or where the bytes are no such key.
#[uniffi::export]
pub fn read_encryption_key(authority: String, pkcs8: Vec<u8>) -> Result<EncryptionKey, Failure> {
    guarded(|| Ok(parts(&software(&authority, &pkcs8)?, pkcs8)))
}

fn parts(key: &SoftwareDecryptor, pkcs8: Vec<u8>) -> EncryptionKey {
    let kid = KeyId::of_encryption(key.authority(), key.public_key()).to_string();
    EncryptionKey { kid, public_jwk: key.public_key().to_jwk().to_canonical(), pkcs8 }
}

fn software(authority: &str, pkcs8: &[u8]) -> Result<SoftwareDecryptor, Failure> {
    SoftwareDecryptor::from_pkcs8(self::authority(authority)?, pkcs8)
        .map_err(|_| Failure::argument("pkcs8: a PKCS#8 key for X25519 or P-256, in DER"))
}

/// A key as the library takes it.
pub(crate) enum CheckedDecryption {
    Software(SoftwareDecryptor),
    Device { authority: AuthorityId, public: AgreementKey, device: Arc<dyn AgreementDevice> },
}

impl CheckedDecryption {
    pub(crate) fn check(key: Decryption) -> Result<Self, Failure> {
        match key {
            Decryption::Software { authority, pkcs8 } => Ok(Self::Software(software(&authority, &pkcs8)?)),
            Decryption::Device { authority, public_jwk, device } => {
                let public = AgreementKey::from_jwk(&jwk(&public_jwk)?)
                    .map_err(|error| Failure::argument(&format!("public_jwk: {error}")))?;
                Ok(Self::Device { authority: self::authority(&authority)?, public, device })
            }
        }
    }
}

impl Decryptor for CheckedDecryption {
    fn authority(&self) -> &AuthorityId {
        match self {
            Self::Software(key) => key.authority(),
            Self::Device { authority, .. } => authority,
        }
    }

    fn public_key(&self) -> &AgreementKey {
        match self {
            Self::Software(key) => key.public_key(),
            Self::Device { public, .. } => public,
        }
    }

    fn agree(&self, ephemeral: &AgreementKey) -> Result<SharedSecret, DecryptorError> {
        match self {
            Self::Software(key) => key.agree(ephemeral),
            Self::Device { device, .. } => {
                let agreed = device.agree(ephemeral.to_jwk().to_canonical()).map_err(|_| DecryptorError)?;
                // A call that was broken off reaches this side as no bytes at all.
                Ok(SharedSecret::new(agreed.try_into().map_err(|_| DecryptorError)?))
            }
        }
    }
}
