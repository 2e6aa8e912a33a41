//! The primitives: by ring, or by aws-lc-rs where that feature is on, which has ML-DSA too; and by RustCrypto's crates what ring has
//! not (key wrap) or does not overwrite (the key of AES-GCM). The two have one interface, and no other file of the library speaks to
//! either of them.

#[cfg(feature = "software-keys")]
mod pair;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use aes_kw::KwAes256;
#[cfg(feature = "aws-lc")]
use aws_lc_rs as library;
use library::signature::{self, UnparsedPublicKey};
#[cfg(not(feature = "aws-lc"))]
use ring as library;
use zeroize::Zeroizing;

use super::Algorithm;
#[cfg(feature = "software-keys")]
pub(super) use pair::Pair;

#[cfg(not(any(feature = "ring", feature = "aws-lc")))]
compile_error!("the library needs one of the features `ring` and `aws-lc`, by which it checks signatures");

/// The algorithms whose signatures can be checked.
pub(super) const ALGORITHMS: &[Algorithm] = if cfg!(feature = "aws-lc") {
    &[Algorithm::Ed25519, Algorithm::Es256, Algorithm::Es384, Algorithm::MlDsa65, Algorithm::MlDsa87]
} else {
    &Algorithm::CLASSICAL
};

/// Whether the signature of a message is the key's, by the bytes of the key; never one of an algorithm that cannot be checked.
pub(super) fn verify(algorithm: Algorithm, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let verifier: &dyn signature::VerificationAlgorithm = match algorithm {
        Algorithm::Ed25519 => &signature::ED25519,
        Algorithm::Es256 => &signature::ECDSA_P256_SHA256_FIXED,
        Algorithm::Es384 => &signature::ECDSA_P384_SHA384_FIXED,
        #[cfg(feature = "aws-lc")]
        Algorithm::MlDsa65 => &signature::ML_DSA_65,
        #[cfg(feature = "aws-lc")]
        Algorithm::MlDsa87 => &signature::ML_DSA_87,
        #[cfg(not(feature = "aws-lc"))]
        Algorithm::MlDsa65 | Algorithm::MlDsa87 => return false,
    };
    UnparsedPublicKey::new(verifier, key).verify(message, signature).is_ok()
}

/// SHA-256 of bytes.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let digest = library::digest::digest(&library::digest::SHA256, bytes);
    let mut out = [0; 32];
    out.copy_from_slice(digest.as_ref());
    out
}

/// A content key of AES-256-GCM, wrapped with AES-256 (RFC 3394).
pub(super) fn wrap(key: &[u8; 32], content_key: &[u8; 32]) -> Option<[u8; 40]> {
    let mut wrapped = [0; 40];
    KwAes256::new(key.into()).wrap_key(content_key, &mut wrapped).ok()?;
    Some(wrapped)
}

/// The same the other way; nothing where the key is another one or a byte was changed.
pub(super) fn unwrap(key: &[u8; 32], wrapped: &[u8; 40]) -> Option<Zeroizing<[u8; 32]>> {
    let mut content_key = Zeroizing::new([0; 32]);
    KwAes256::new(key.into()).unwrap_key(wrapped, content_key.as_mut_slice()).ok()?;
    Some(content_key)
}

/// Encrypts bytes in their place with AES-256-GCM, and gives the tag.
pub(super) fn encrypt(key: &[u8; 32], iv: [u8; 12], context: &[u8], bytes: &mut [u8]) -> Option<[u8; 16]> {
    let tag = Aes256Gcm::new(key.into()).encrypt_inout_detached(&iv.into(), context, bytes.into()).ok()?;
    Some(tag.into())
}

/// Decrypts bytes in their place, and says whether they, the context and the tag are what was encrypted.
pub(super) fn decrypt(key: &[u8; 32], iv: [u8; 12], context: &[u8], bytes: &mut [u8], tag: [u8; 16]) -> bool {
    Aes256Gcm::new(key.into()).decrypt_inout_detached(&iv.into(), context, bytes.into(), &tag.into()).is_ok()
}

/// Fills the bytes from the operating system's generator.
#[cfg(feature = "software-keys")]
pub(super) fn fill_from_system(bytes: &mut [u8]) -> Result<(), ()> {
    use library::rand::SecureRandom;
    library::rand::SystemRandom::new().fill(bytes).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        std::array::from_fn(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
    }

    /// RFC 3394, section 4.6: 256 bits of key data with a key of 256 bits.
    #[test]
    fn key_wrap_gives_what_its_specification_says() {
        let key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        let content_key = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
        let wrapped = hex("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
        assert_eq!(wrap(&key, &content_key), Some(wrapped));
        assert_eq!(unwrap(&key, &wrapped).as_deref(), Some(&content_key));
        for byte in 0..40 {
            let mut changed = wrapped;
            changed[byte] ^= 1;
            assert!(unwrap(&key, &changed).is_none());
        }
    }

    /// NIST's test case 16 of the GCM submission: AES-256, with a context.
    #[test]
    fn gcm_gives_what_its_authors_say() {
        let key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        let iv = hex("cafebabefacedbaddecaf888");
        let context: [u8; 20] = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let plain: [u8; 60] = hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let mut bytes = plain;
        let tag = encrypt(&key, iv, &context, &mut bytes).unwrap();
        assert_eq!(bytes[..16], hex::<16>("522dc1f099567d07f47f37a32a84427d"));
        assert_eq!(tag, hex("76fc6ece0f4e1768cddf8853bb2d551b"));
        let sealed = bytes;
        assert!(decrypt(&key, iv, &context, &mut bytes, tag) && bytes == plain);
        let mut bytes = sealed;
        assert!(!decrypt(&key, iv, &context[1..], &mut bytes, tag));
    }
}
