//! Algorithms, keys and digests (specification, chapter 5). What a cryptographic library is asked to do stands in `backend`
//! alone.

mod agreement;
mod agreement_key;
mod algorithm;
mod backend;
mod base64url;
mod concat_kdf;
mod content_cipher;
mod decryptor;
mod key_id;
mod public_key;
mod randomness;
mod sha256;
mod signer;
#[cfg(feature = "software-keys")]
mod software_decryptor;
#[cfg(feature = "software-keys")]
mod software_key;
#[cfg(feature = "software-keys")]
mod stack;
#[cfg(test)]
mod wycheproof_tests;

pub(crate) use agreement::AgreementSecret;
pub use agreement::SharedSecret;
pub use agreement_key::{AgreementKey, Curve};
pub use algorithm::Algorithm;
pub use base64url::{decode as decode_base64url, encode as encode_base64url};
pub(crate) use content_cipher::{ContentKey, Sealed, WRAPPED_KEY_BYTES};
pub use decryptor::{Decryptor, DecryptorError};
pub use key_id::{KeyId, KeyIdError};
pub use public_key::{KeyError, PublicKey};
#[cfg(feature = "software-keys")]
pub use randomness::SystemRandomness;
pub use randomness::{Randomness, RandomnessError};
pub use sha256::digest;
pub(crate) use sha256::disclosure_digest;
pub(crate) use signer::sign_checked;
pub use signer::{Hybrid, Signer, SignerError};
#[cfg(feature = "software-keys")]
pub use software_decryptor::SoftwareDecryptor;
#[cfg(feature = "software-keys")]
pub use software_key::{SoftwareKey, SoftwareKeyError};
