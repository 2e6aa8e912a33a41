//! The Concat KDF of ECDH-ES (RFC 7518 §4.6.2; SP 800-56A §5.8.1), by SHA-256.
//!
//! One round of one hash. The crate for it is bound to an earlier generation of the hash crates, and would bring all of them.

use zeroize::Zeroizing;

use super::{SharedSecret, backend};

/// What a derived key is for, and who agreed on it.
#[derive(Clone, Copy)]
pub(crate) struct Info<'i> {
    /// The algorithm that will use the key.
    pub(crate) algorithm: &'i str,
    /// `apu` and `apv`, decoded; empty where the header has none.
    pub(crate) parties: [&'i [u8]; 2],
}

/// Derives a key of 256 bits; a shorter one is its beginning, where the last field says how short.
pub(crate) fn derive(secret: &SharedSecret, info: Info<'_>, bits: u32) -> Zeroizing<[u8; 32]> {
    let mut input = Zeroizing::new(Vec::with_capacity(128));
    input.extend_from_slice(&1_u32.to_be_bytes());
    input.extend_from_slice(secret.as_bytes());
    let [from, to] = info.parties;
    for part in [info.algorithm.as_bytes(), from, to] {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        input.extend_from_slice(&length.to_be_bytes());
        input.extend_from_slice(part);
    }
    input.extend_from_slice(&bits.to_be_bytes());
    Zeroizing::new(backend::sha256(&input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::agreement::AgreementSecret;
    use crate::crypto::{AgreementKey, Curve, decode_base64url};

    /// RFC 7518, appendix C: Alice's ephemeral key, Bob's static one, and the key of 128 bits that both derive.
    #[test]
    fn the_key_of_rfc_7518_comes_out() {
        let decode = |text: &str| decode_base64url(text).unwrap();
        let secret = |text: &str| {
            let bytes: [u8; 32] = decode(text).try_into().unwrap();
            AgreementSecret::from_bytes(Curve::P256, &bytes).unwrap()
        };
        let public =
            |x: &str, y: &str| AgreementKey::from_point(Curve::P256, [vec![4], decode(x), decode(y)].concat()).unwrap();
        let alice = secret("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        let alice_public =
            public("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps");
        let bob = secret("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        let bob_public =
            public("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck");
        let info = Info { algorithm: "A128GCM", parties: [b"Alice", b"Bob"] };
        for secret in [alice.agree(&bob_public).unwrap(), bob.agree(&alice_public).unwrap()] {
            assert_eq!(&secret.as_bytes()[..4], [158, 86, 217, 29]);
            assert_eq!(derive(&secret, info, 128)[..16], decode("VqqN6vgjbSBcIijNcacQGg"));
        }
    }
}
