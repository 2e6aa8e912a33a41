//! The content key of a sealed record: made once, wrapped for each recipient (RFC 7518 §4.6), and used once (§5.3).

use zeroize::Zeroizing;

use super::concat_kdf::{Info, derive};
use super::{Randomness, RandomnessError, SharedSecret, backend};

/// Bytes of a wrapped content key.
pub(crate) const WRAPPED_KEY_BYTES: usize = 40;

/// What a content key makes of bytes.
pub(crate) struct Sealed {
    pub(crate) iv: [u8; 12],
    pub(crate) ciphertext: Vec<u8>,
    pub(crate) tag: [u8; 16],
}

/// A content key of AES-256-GCM, which is overwritten when it is dropped.
pub(crate) struct ContentKey(Zeroizing<[u8; 32]>);

/// The key that a shared secret wraps with: that of `ECDH-ES+A256KW`.
fn wrapping_key(secret: &SharedSecret, algorithm: &str) -> Zeroizing<[u8; 32]> {
    derive(secret, Info { algorithm, parties: [b"", b""] }, 256)
}

impl ContentKey {
    /// Makes a key.
    pub(crate) fn generate(randomness: &mut dyn Randomness) -> Result<Self, RandomnessError> {
        let mut key = Zeroizing::new([0; 32]);
        randomness.fill(key.as_mut_slice())?;
        Ok(Self(key))
    }

    /// The key, wrapped for whoever knows the secret.
    pub(crate) fn wrap(&self, secret: &SharedSecret, algorithm: &str) -> Option<[u8; WRAPPED_KEY_BYTES]> {
        backend::wrap(&wrapping_key(secret, algorithm), &self.0)
    }

    /// The key that was wrapped; nothing where the secret is another one or a byte was changed.
    pub(crate) fn unwrap(secret: &SharedSecret, algorithm: &str, wrapped: &[u8; WRAPPED_KEY_BYTES]) -> Option<Self> {
        backend::unwrap(&wrapping_key(secret, algorithm), wrapped).map(Self)
    }

    /// Encrypts bytes, once: the key is used up, so that it meets one initialisation vector only.
    pub(crate) fn seal(self, iv: [u8; 12], context: &[u8], plaintext: &[u8]) -> Option<Sealed> {
        let mut ciphertext = plaintext.to_vec();
        let tag = backend::encrypt(&self.0, iv, context, &mut ciphertext)?;
        Some(Sealed { iv, ciphertext, tag })
    }

    /// Decrypts; nothing where anything was changed.
    pub(crate) fn open(&self, context: &[u8], sealed: &Sealed) -> Option<Zeroizing<Vec<u8>>> {
        let mut bytes = Zeroizing::new(sealed.ciphertext.clone());
        backend::decrypt(&self.0, sealed.iv, context, &mut bytes, sealed.tag).then_some(bytes)
    }
}
