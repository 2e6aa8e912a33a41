//! Agreeing on a secret (RFC 7748; SP 800-56A), and the private halves of the keys for it.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::agreement_key::FIELD_BYTES;
use super::{AgreementKey, Curve, Randomness, RandomnessError};

/// What two keys agree on: the u-coordinate of X25519, or the x-coordinate of the common point of P-256. It is overwritten when it
/// is dropped.
pub struct SharedSecret(Box<[u8; FIELD_BYTES]>);

impl SharedSecret {
    /// The secret that a device returned.
    #[must_use]
    pub fn new(bytes: [u8; FIELD_BYTES]) -> Self {
        Self(Box::new(bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &*self.0
    }

    /// Whether it is no secret, since a point of small order leads there from every key.
    ///
    /// spec: PSR-SEA-008 (RFC 7748 §6.1)
    pub(crate) fn is_zero(&self) -> bool {
        self.0.iter().fold(0, |all, byte| all | byte) == 0
    }
}

impl Drop for SharedSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Prints nothing of it.
impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret")
    }
}

/// The private half of a key, at one place in memory for as long as it lives; both kinds overwrite themselves when they are dropped.
pub(crate) enum AgreementSecret {
    X25519(Box<x25519_dalek::StaticSecret>),
    P256(Box<p256::SecretKey>),
}

/// How often random bytes are asked for until they are a scalar of P-256: two times are next to never needed.
const ATTEMPTS: usize = 16;

impl AgreementSecret {
    /// Makes a key from random bytes.
    pub(crate) fn generate(curve: Curve, randomness: &mut dyn Randomness) -> Result<Self, RandomnessError> {
        for _ in 0..ATTEMPTS {
            let mut bytes = Zeroizing::new([0; FIELD_BYTES]);
            randomness.fill(bytes.as_mut_slice())?;
            if let Some(secret) = Self::from_bytes(curve, &bytes) {
                return Ok(secret);
            }
        }
        Err(RandomnessError)
    }

    /// The key of 32 secret bytes. For P-256 they must be a scalar that is neither zero nor too large.
    pub(crate) fn from_bytes(curve: Curve, bytes: &[u8; FIELD_BYTES]) -> Option<Self> {
        match curve {
            Curve::X25519 => Some(Self::X25519(Box::new((*bytes).into()))),
            Curve::P256 => p256::SecretKey::from_slice(bytes).ok().map(Box::new).map(Self::P256),
        }
    }

    /// The public half.
    pub(crate) fn public_key(&self) -> Option<AgreementKey> {
        match self {
            Self::X25519(secret) => {
                let public = x25519_dalek::PublicKey::from(&**secret);
                AgreementKey::from_point(Curve::X25519, public.as_bytes().to_vec()).ok()
            }
            Self::P256(secret) => {
                use p256::elliptic_curve::sec1::ToSec1Point;
                let point = secret.public_key().to_sec1_point(false);
                AgreementKey::from_point(Curve::P256, point.as_bytes().to_vec()).ok()
            }
        }
    }

    /// What it agrees on with another party's key; nothing where that is of another curve.
    pub(crate) fn agree(&self, other: &AgreementKey) -> Option<SharedSecret> {
        match (self, other.curve()) {
            (Self::X25519(secret), Curve::X25519) => {
                let u: [u8; FIELD_BYTES] = other.point().try_into().ok()?;
                Some(SharedSecret::new(*secret.diffie_hellman(&u.into()).as_bytes()))
            }
            (Self::P256(secret), Curve::P256) => {
                let point = p256::PublicKey::from_sec1_bytes(other.point()).ok()?;
                let shared = secret.diffie_hellman(&point);
                Some(SharedSecret::new(shared.raw_secret_bytes().as_slice().try_into().ok()?))
            }
            _ => None,
        }
    }
}

/// Whether every private key leads from a u-coordinate to zero.
///
/// The scalar is a multiple of 8, as X25519 makes all of them, and not one of the order of the large subgroup.
pub(super) fn is_of_small_order(u: [u8; FIELD_BYTES]) -> bool {
    x25519_dalek::x25519([0x40; FIELD_BYTES], u) == [0; FIELD_BYTES]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> [u8; 32] {
        std::array::from_fn(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
    }

    fn x25519(bytes: [u8; 32]) -> AgreementSecret {
        AgreementSecret::from_bytes(Curve::X25519, &bytes).unwrap()
    }

    fn agreed(secret: &AgreementSecret, other: [u8; 32]) -> [u8; 32] {
        let other = AgreementKey::from_point(Curve::X25519, other.to_vec()).unwrap();
        *secret.agree(&other).unwrap().0
    }

    /// RFC 7748, section 5.2.
    #[test]
    fn x25519_gives_what_its_specification_says() {
        for (scalar, u, out) in [
            (
                "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
                "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
            ),
            (
                "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
                // The specification's own example has the unused bit set, which X25519 passes over and a key here may not have.
                "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a413",
                "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
            ),
        ] {
            assert_eq!(agreed(&x25519(hex(scalar)), hex(u)), hex(out));
        }
        // Section 5.2 again: the first of many rounds.
        let mut nine = [0; 32];
        nine[0] = 9;
        assert_eq!(
            agreed(&x25519(nine), nine),
            hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")
        );
    }

    /// RFC 7748, section 6.1.
    #[test]
    fn bob_agrees_with_alice() {
        let bob = x25519(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        let public = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        assert_eq!(bob.public_key().unwrap().point(), public);
        let alice = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        let secret = agreed(&bob, alice);
        assert_eq!(secret, hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    }

    struct Constant(u8);

    impl Randomness for Constant {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    /// 32 bytes of ones are no scalar of P-256, and zeros are none either.
    #[test]
    fn broken_randomness_makes_no_key() {
        for byte in [0xff, 0] {
            assert!(AgreementSecret::generate(Curve::P256, &mut Constant(byte)).is_err());
        }
        assert!(AgreementSecret::generate(Curve::P256, &mut Constant(7)).is_ok());
    }

    #[test]
    fn keys_of_two_curves_do_not_agree() {
        let one = |curve| AgreementSecret::generate(curve, &mut Constant(7)).unwrap();
        let (edwards, nist) = (one(Curve::X25519), one(Curve::P256));
        assert!(edwards.agree(&nist.public_key().unwrap()).is_none());
        assert!(nist.agree(&edwards.public_key().unwrap()).is_none());
        let shown = format!("{:?}", nist.agree(&nist.public_key().unwrap()).unwrap());
        assert_eq!(shown, "SharedSecret");
    }
}
