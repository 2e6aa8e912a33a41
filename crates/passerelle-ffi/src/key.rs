//! Who signs: a key in this process, or a device of the caller's (HSM, KMS, smart card).

use std::sync::Arc;

use passerelle::crypto::{Algorithm, KeyId, PublicKey, Signer, SignerError};
use passerelle::json;
use passerelle::record::AuthorityId;

use crate::failure::{Failure, guarded};

/// The caller's own code failed. What it said stays on the caller's side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[allow(clippy::exhaustive_enums, reason = "that it failed is all that crosses")]
pub enum CallbackFailure {
    /// It raised an error, or was broken off.
    #[error("the caller's code failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackFailure {
    /// The text of the error can hold a stack trace of the caller's, so it is dropped.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// A device that signs, in the caller's language.
#[uniffi::export(rust, foreign)]
pub trait SigningDevice: Send + Sync {
    /// Signs the message: 64 bytes for Ed25519; `r` and `s`, each as long as the curve's field, for ECDSA.
    ///
    /// What it returns is verified with the public key that was named, before it is used.
    ///
    /// # Errors
    /// The device refuses, or cannot be reached.
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, CallbackFailure>;
}

/// A private key that is held in this process.
#[derive(uniffi::Object)]
pub struct SoftwareKey {
    key: passerelle::crypto::SoftwareKey,
    document: Vec<u8>,
}

#[uniffi::export]
impl SoftwareKey {
    /// Makes a new key of an authority, for `Ed25519`, `ES256` or `ES384`.
    ///
    /// # Errors
    /// `BND_ARGUMENT` for an ill-formed authority or an unknown algorithm.
    #[uniffi::constructor]
    pub fn generate(authority: String, algorithm: String) -> Result<Arc<Self>, Failure> {
        guarded(|| {
            let algorithm = Algorithm::from_name(&algorithm)
                .ok_or_else(|| Failure::argument("algorithm: one of Ed25519, ES256, ES384"))?;
            let (key, document) = passerelle::crypto::SoftwareKey::generate(self::authority(&authority)?, algorithm)
                .map_err(|_| Failure::argument("the system gave no random bytes"))?;
            Ok(Arc::new(Self { key, document }))
        })
    }

    /// Reads a private key (PKCS#8, DER).
    ///
    /// # Errors
    /// `BND_ARGUMENT` for an ill-formed authority, or where the bytes are no such key.
    #[uniffi::constructor]
    pub fn from_pkcs8(authority: String, document: Vec<u8>) -> Result<Arc<Self>, Failure> {
        guarded(|| {
            let key = passerelle::crypto::SoftwareKey::from_pkcs8(self::authority(&authority)?, &document)
                .map_err(|_| Failure::argument("document: a PKCS#8 key for Ed25519, ES256 or ES384, in DER"))?;
            Ok(Arc::new(Self { key, document }))
        })
    }

    /// Whose key it is.
    #[must_use]
    pub fn authority(&self) -> String {
        self.key.authority().to_string()
    }

    /// The identifier of the key, `<authority>#<thumbprint>`.
    #[must_use]
    pub fn kid(&self) -> String {
        KeyId::of(self.key.authority(), self.key.public_key()).to_string()
    }

    /// The public key, as a JWK.
    #[must_use]
    pub fn public_jwk(&self) -> Vec<u8> {
        self.key.public_key().to_jwk().to_canonical()
    }

    /// The private key (PKCS#8, DER), which is secret.
    #[must_use]
    pub fn to_pkcs8(&self) -> Vec<u8> {
        self.document.clone()
    }
}

/// Who signs.
#[derive(Clone, uniffi::Enum)]
#[allow(clippy::exhaustive_enums, reason = "a key is here or elsewhere")]
pub enum Signatory {
    /// A key in this process.
    Software {
        /// The key.
        key: Arc<SoftwareKey>,
    },
    /// A device of the caller's.
    Device {
        /// Whose key it holds.
        authority: String,
        /// The public key with which its signatures must verify, as a JWK.
        public_jwk: Vec<u8>,
        /// The device.
        device: Arc<dyn SigningDevice>,
    },
}

/// A signatory that was checked as far as it can be before it signs.
pub(crate) enum CheckedSignatory {
    Software(Arc<SoftwareKey>),
    Device { authority: AuthorityId, public: PublicKey, device: Arc<dyn SigningDevice> },
}

impl CheckedSignatory {
    pub(crate) fn check(signatory: Signatory) -> Result<Self, Failure> {
        match signatory {
            Signatory::Software { key } => Ok(Self::Software(key)),
            Signatory::Device { authority, public_jwk, device } => {
                let authority = self::authority(&authority)?;
                Ok(Self::Device { authority, public: public_key(&public_jwk)?, device })
            }
        }
    }
}

impl Signer for CheckedSignatory {
    fn authority(&self) -> &AuthorityId {
        match self {
            Self::Software(key) => key.key.authority(),
            Self::Device { authority, .. } => authority,
        }
    }

    fn public_key(&self) -> &PublicKey {
        match self {
            Self::Software(key) => key.key.public_key(),
            Self::Device { public, .. } => public,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        match self {
            Self::Software(key) => key.key.sign(message),
            Self::Device { device, .. } => device.sign(message.to_vec()).map_err(|_| SignerError::Unavailable),
        }
    }
}

/// Checks the one signatory of a statement.
pub(crate) fn check_one(signatory: Signatory) -> Result<CheckedSignatory, Failure> {
    CheckedSignatory::check(signatory)
}

/// Checks every signatory.
pub(crate) fn check_all(signatories: Vec<Signatory>) -> Result<Vec<CheckedSignatory>, Failure> {
    signatories.into_iter().map(CheckedSignatory::check).collect()
}

pub(crate) fn signers(checked: &[CheckedSignatory]) -> Vec<&dyn Signer> {
    checked.iter().map(|signatory| -> &dyn Signer { signatory }).collect()
}

pub(crate) fn authority(text: &str) -> Result<AuthorityId, Failure> {
    AuthorityId::new(text).map_err(|_| Failure::argument("authority: `CC/unit`, for example XX/northland"))
}

/// A JWK as an object.
pub(crate) fn jwk(bytes: &[u8]) -> Result<json::Object, Failure> {
    json::read(bytes).map_err(|_| Failure::argument("public_jwk: a JSON object"))
}

fn public_key(jwk: &[u8]) -> Result<PublicKey, Failure> {
    PublicKey::from_jwk(&self::jwk(jwk)?).map_err(|error| Failure::argument(&format!("public_jwk: {error}")))
}
