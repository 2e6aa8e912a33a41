//! The primitives, by ring. Another backend is another file with these functions.

use ring::signature::{self, UnparsedPublicKey};

use super::Algorithm;

/// Whether the signature of a message is the key's; `point` is the raw Ed25519 key, or an uncompressed SEC 1 point.
pub(super) fn verify(algorithm: Algorithm, point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let verifier: &dyn signature::VerificationAlgorithm = match algorithm {
        Algorithm::Ed25519 => &signature::ED25519,
        Algorithm::Es256 => &signature::ECDSA_P256_SHA256_FIXED,
        Algorithm::Es384 => &signature::ECDSA_P384_SHA384_FIXED,
    };
    UnparsedPublicKey::new(verifier, point).verify(message, signature).is_ok()
}

/// SHA-256 of bytes.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    let mut out = [0; 32];
    out.copy_from_slice(digest.as_ref());
    out
}

/// Fills the bytes from the operating system's generator.
#[cfg(feature = "software-keys")]
pub(super) fn fill_from_system(bytes: &mut [u8]) -> Result<(), ()> {
    use ring::rand::SecureRandom;
    ring::rand::SystemRandom::new().fill(bytes).map_err(|_| ())
}
