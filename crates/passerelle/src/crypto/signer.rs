//! Who signs: a key in this process, or an HSM, smart card or service of the caller's.

use super::{Algorithm, PublicKey};
use crate::record::AuthorityId;

/// Something that signs with one key of one authority.
///
/// The library builds the header and the message, and verifies what comes back before it uses it: a signer that returns another
/// key's signature, or one over other bytes, is an error (`SIGN_CALLBACK`), never a bad record.
pub trait Signer {
    /// Whose key it is.
    fn authority(&self) -> &AuthorityId;

    /// The key that the signature will verify with; the algorithm follows from its kind.
    fn public_key(&self) -> &PublicKey;

    /// Signs the message.
    ///
    /// Returns the raw signature: 64 bytes for Ed25519; `r` and `s`, each as long as the curve's field, for ECDSA; 3309 or 4627
    /// bytes for ML-DSA, with an empty context (FIPS 204 §5.2).
    ///
    /// # Errors
    /// The device refuses or cannot be reached.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError>;

    /// Another key of the authority, which signs the same beside this one; see [`Hybrid`].
    fn second(&self) -> Option<&dyn Signer> {
        None
    }
}

impl<S: Signer + ?Sized> Signer for &S {
    fn authority(&self) -> &AuthorityId {
        (**self).authority()
    }

    fn public_key(&self) -> &PublicKey {
        (**self).public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        (**self).sign(message)
    }

    fn second(&self) -> Option<&dyn Signer> {
        (**self).second()
    }
}

/// Two keys of one authority that sign together: one of an algorithm of today, and one of ML-DSA.
///
/// What needs one signature of an authority gets both, and they count as one.
#[derive(Clone, Copy, Debug)]
pub struct Hybrid<F, S> {
    first: F,
    second: S,
}

impl<F: Signer, S: Signer> Hybrid<F, S> {
    /// The pair; nothing where they belong to different authorities, where the second is not ML-DSA, or where the first is.
    #[must_use]
    pub fn new(first: F, second: S) -> Option<Self> {
        let kinds = [first.public_key(), second.public_key()].map(|key| key.algorithm().is_ml_dsa());
        (kinds == [false, true] && first.authority() == second.authority()).then_some(Self { first, second })
    }
}

impl<F: Signer, S: Signer> Signer for Hybrid<F, S> {
    fn authority(&self) -> &AuthorityId {
        self.first.authority()
    }

    fn public_key(&self) -> &PublicKey {
        self.first.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.first.sign(message)
    }

    fn second(&self) -> Option<&dyn Signer> {
        Some(&self.second)
    }
}

/// Why a signer gave no usable signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// The device refused, or could not be reached.
    #[error("the signer gave no signature")]
    Unavailable,
    /// What came back does not verify with the signer's own key.
    #[error("what the signer returned is no signature of this message by its key")]
    Wrong,
}

/// Asks for a signature, brings it into its one form (low S) and verifies it.
///
/// spec: PSR-SIG-009
pub(crate) fn sign_checked(signer: &dyn Signer, message: &[u8]) -> Result<Vec<u8>, SignerError> {
    let mut signature = signer.sign(message)?;
    let key = signer.public_key();
    if !key.is_well_formed(&signature) {
        return Err(SignerError::Wrong);
    }
    if matches!(key.algorithm(), Algorithm::Es256 | Algorithm::Es384) {
        make_low_s(key.algorithm(), &mut signature);
    }
    if key.verifies(message, &signature) { Ok(signature) } else { Err(SignerError::Wrong) }
}

/// Replaces `s` by `n − s` where that is the smaller of the two.
fn make_low_s(algorithm: Algorithm, signature: &mut [u8]) {
    let Some((order, (_, s))) = algorithm.order().zip(signature.split_at_mut_checked(signature.len() / 2)) else {
        return;
    };
    let mut other = Vec::with_capacity(s.len());
    let mut borrow = 0_i16;
    for (n, s) in order.iter().rev().zip(s.iter().rev()) {
        let difference = i16::from(*n) - i16::from(*s) - borrow;
        borrow = i16::from(difference < 0);
        other.push(u8::try_from(difference.rem_euclid(256)).unwrap_or_default());
    }
    other.reverse();
    if other.as_slice() < &*s {
        s.copy_from_slice(&other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smaller_s_is_taken() {
        for algorithm in [Algorithm::Es256, Algorithm::Es384] {
            let order = algorithm.order().unwrap();
            let size = order.len();
            let mut high = vec![1; 2 * size];
            high[size..].copy_from_slice(order);
            high[2 * size - 1] -= 1;
            make_low_s(algorithm, &mut high);
            let mut low = vec![1; size];
            low.extend(vec![0; size - 1]);
            low.push(1);
            assert_eq!(high, low);
            make_low_s(algorithm, &mut high);
            assert_eq!(high, low);
        }
    }

    #[cfg(feature = "software-keys")]
    mod devices {
        use super::*;
        use crate::crypto::SoftwareKey;

        type Answer<'k> = dyn Fn(&[u8]) -> Result<Vec<u8>, SignerError> + 'k;

        /// A device that holds a key, and changes what it returns.
        struct Device<'k> {
            key: &'k SoftwareKey,
            answer: &'k Answer<'k>,
        }

        impl Signer for Device<'_> {
            fn authority(&self) -> &AuthorityId {
                self.key.authority()
            }

            fn public_key(&self) -> &PublicKey {
                self.key.public_key()
            }

            fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
                (self.answer)(message)
            }
        }

        const MESSAGE: &[u8] = b"header.payload";

        fn key(algorithm: Algorithm) -> SoftwareKey {
            SoftwareKey::generate(AuthorityId::new("XX/northland").unwrap(), algorithm).unwrap().0
        }

        fn asked<'k>(key: &'k SoftwareKey, answer: &'k Answer<'k>) -> Result<Vec<u8>, SignerError> {
            sign_checked(&Device { key, answer }, MESSAGE)
        }

        #[test]
        fn an_honest_device_is_believed() {
            for &algorithm in Algorithm::ALL {
                let key = key(algorithm);
                let signature = asked(&key, &|message| key.sign(message)).unwrap();
                assert!(key.public_key().verifies(MESSAGE, &signature));
            }
        }

        #[test]
        fn a_signature_by_another_key_or_over_other_bytes_is_refused() {
            for &algorithm in Algorithm::ALL {
                let (key, other) = (key(algorithm), key(algorithm));
                assert_eq!(asked(&key, &|message| other.sign(message)), Err(SignerError::Wrong));
                assert_eq!(asked(&key, &|_| key.sign(b"header.payloae")), Err(SignerError::Wrong));
            }
        }

        #[test]
        fn what_is_no_signature_is_refused() {
            for &algorithm in Algorithm::ALL {
                let key = key(algorithm);
                let size = algorithm.signature_bytes();
                let one_too_many = |message: &[u8]| key.sign(message).map(|signature| [&signature[..], &[0]].concat());
                let one_too_few = |message: &[u8]| key.sign(message).map(|signature| signature[1..].to_vec());
                assert_eq!(asked(&key, &|_| Ok(Vec::new())), Err(SignerError::Wrong));
                assert_eq!(asked(&key, &|_| Ok(vec![0; size])), Err(SignerError::Wrong));
                assert_eq!(asked(&key, &|_| Ok(vec![0xff; size])), Err(SignerError::Wrong));
                assert_eq!(asked(&key, &one_too_many), Err(SignerError::Wrong));
                assert_eq!(asked(&key, &one_too_few), Err(SignerError::Wrong));
                assert_eq!(asked(&key, &|_| Err(SignerError::Unavailable)), Err(SignerError::Unavailable));
            }
        }

        /// Many devices return ECDSA signatures in DER. The raw form is asked for, and nothing is guessed.
        #[test]
        fn a_der_signature_is_refused() {
            for algorithm in [Algorithm::Es256, Algorithm::Es384] {
                let key = key(algorithm);
                let der = |message: &[u8]| key.sign(message).map(|raw| to_der(&raw));
                assert_eq!(asked(&key, &der), Err(SignerError::Wrong));
            }
        }

        fn to_der(raw: &[u8]) -> Vec<u8> {
            let integer = |scalar: &[u8]| {
                let bytes: Vec<u8> = scalar.iter().copied().skip_while(|byte| *byte == 0).collect();
                let sign = if bytes[0] >= 0x80 { vec![0] } else { vec![] };
                [vec![2, u8::try_from(sign.len() + bytes.len()).unwrap()], sign, bytes].concat()
            };
            let (r, s) = raw.split_at(raw.len() / 2);
            let content = [integer(r), integer(s)].concat();
            [vec![0x30, u8::try_from(content.len()).unwrap()], content].concat()
        }

        #[test]
        fn a_high_s_is_made_low() {
            for algorithm in [Algorithm::Es256, Algorithm::Es384] {
                let key = key(algorithm);
                let size = algorithm.signature_bytes() / 2;
                // Of the two that belong together, whatever the key itself returns, one is low and one is high.
                let low = asked(&key, &|message| key.sign(message)).unwrap();
                let mut high = low.clone();
                subtract_from_order(algorithm, &mut high[size..]);
                assert!(key.public_key().verifies(MESSAGE, &high), "readers take both");
                assert!(high[size..] > low[size..]);
                assert_eq!(asked(&key, &|_| Ok(high.clone())), Ok(low));
            }
        }

        fn subtract_from_order(algorithm: Algorithm, s: &mut [u8]) {
            let mut borrow = 0;
            for (n, s) in algorithm.order().unwrap().iter().zip(s).rev() {
                let difference = i32::from(*n) - i32::from(*s) - borrow;
                borrow = i32::from(difference < 0);
                *s = u8::try_from(difference.rem_euclid(256)).unwrap();
            }
        }
    }
}
