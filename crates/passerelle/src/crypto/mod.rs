//! Algorithms, keys and digests (specification, chapter 5). What a cryptographic library is asked to do stands in `backend.rs`
//! alone.

mod algorithm;
mod backend;
mod base64url;
mod key_id;
mod public_key;
mod randomness;
mod sha256;
mod signer;
#[cfg(feature = "software-keys")]
mod software_key;

pub use algorithm::Algorithm;
pub use base64url::{decode as decode_base64url, encode as encode_base64url};
pub use key_id::{KeyId, KeyIdError};
pub use public_key::{KeyError, PublicKey};
#[cfg(feature = "software-keys")]
pub use randomness::SystemRandomness;
pub use randomness::{Randomness, RandomnessError};
pub use sha256::digest;
pub(crate) use signer::sign_checked;
pub use signer::{Signer, SignerError};
#[cfg(feature = "software-keys")]
pub use software_key::{SoftwareKey, SoftwareKeyError};
