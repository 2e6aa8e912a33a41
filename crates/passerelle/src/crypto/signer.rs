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
    /// Returns the raw signature: 64 bytes for Ed25519; `r` and `s`, each as long as the curve's field, for ECDSA.
    ///
    /// # Errors
    /// The device refuses or cannot be reached.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError>;
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
    if key.algorithm() != Algorithm::Ed25519 {
        make_low_s(key.algorithm(), &mut signature);
    }
    if key.verifies(message, &signature) { Ok(signature) } else { Err(SignerError::Wrong) }
}

/// Replaces `s` by `n − s` where that is the smaller of the two.
fn make_low_s(algorithm: Algorithm, signature: &mut [u8]) {
    let Some((_, s)) = signature.split_at_mut_checked(algorithm.field_bytes()) else { return };
    let mut other = Vec::with_capacity(s.len());
    let mut borrow = 0_i16;
    for (n, s) in algorithm.order().iter().rev().zip(s.iter().rev()) {
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
            let size = algorithm.field_bytes();
            let mut high = vec![1; 2 * size];
            high[size..].copy_from_slice(algorithm.order());
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
}
