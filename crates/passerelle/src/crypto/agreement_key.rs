//! Public keys to which records are sealed, as JWKs (RFC 7517, RFC 8037) that were checked.

use std::fmt;

use super::agreement::is_of_small_order;
use super::{KeyError, backend, decode_base64url, encode_base64url};
use crate::json::{Object, Value};

/// A curve on which two parties agree on a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// Curve25519 (RFC 7748).
    X25519,
    /// P-256 (FIPS 186-5).
    P256,
}

impl Curve {
    /// Every curve.
    pub const ALL: [Curve; 2] = [Curve::X25519, Curve::P256];

    /// The name in a JWK.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Curve::X25519 => "X25519",
            Curve::P256 => "P-256",
        }
    }

    /// The curve of a name; names are compared exactly, case included.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.as_str() == name)
    }

    /// The members of the public key's JWK that name its kind: `kty` and `crv`.
    fn jwk_kind(self) -> (&'static str, &'static str) {
        match self {
            Curve::X25519 => ("OKP", "X25519"),
            Curve::P256 => ("EC", "P-256"),
        }
    }
}

/// Bytes of a coordinate, of a private key and of a shared secret, on both curves.
pub(super) const FIELD_BYTES: usize = 32;

/// A public key that can receive: of a known curve, on it, and not weak.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgreementKey {
    curve: Curve,
    /// The u-coordinate, little-endian, or an uncompressed SEC 1 point.
    point: Vec<u8>,
}

impl AgreementKey {
    /// Reads a JWK.
    ///
    /// Members that a key of the kind does not need (`kid`, `use`, `alg` and so on) are not looked at.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn from_jwk(jwk: &Object) -> Result<Self, KeyError> {
        if ["d", "priv", "k"].iter().any(|name| jwk.contains(name)) {
            return Err(KeyError::Private);
        }
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let kind = (text("kty").ok_or(KeyError::Form)?, text("crv").unwrap_or_default());
        let curve = Curve::ALL.into_iter().find(|curve| curve.jwk_kind() == kind).ok_or(KeyError::UnknownKind)?;
        let coordinate = |name: &str| text(name).and_then(decode_base64url).ok_or(KeyError::Form);
        match curve {
            Curve::X25519 => Self::from_point(curve, coordinate("x")?),
            Curve::P256 => {
                let (x, y) = (coordinate("x")?, coordinate("y")?);
                let is_long_enough = x.len() == FIELD_BYTES && y.len() == FIELD_BYTES;
                if is_long_enough { Self::from_point(curve, [vec![0x04], x, y].concat()) } else { Err(KeyError::Form) }
            }
        }
    }

    /// A key from the 32 bytes of an X25519 key, or the uncompressed SEC 1 point.
    ///
    /// # Errors
    /// [`KeyError::Form`] or [`KeyError::Weak`].
    pub fn from_point(curve: Curve, point: Vec<u8>) -> Result<Self, KeyError> {
        let sound = match curve {
            Curve::X25519 => {
                let u: [u8; FIELD_BYTES] = point.as_slice().try_into().map_err(|_| KeyError::Form)?;
                is_canonical(u) && !is_of_small_order(u)
            }
            Curve::P256 if point.len() != 1 + 2 * FIELD_BYTES => return Err(KeyError::Form),
            Curve::P256 => p256::PublicKey::from_sec1_bytes(&point).is_ok(),
        };
        if sound { Ok(Self { curve, point }) } else { Err(KeyError::Weak) }
    }

    /// Its curve.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// The 32 bytes of an X25519 key, or the uncompressed SEC 1 point: what a device is given to agree with.
    #[must_use]
    pub fn point(&self) -> &[u8] {
        &self.point
    }

    /// The JWK with the members that RFC 7638 requires, and no other.
    #[must_use]
    pub fn to_jwk(&self) -> Object {
        let (kty, crv) = self.curve.jwk_kind();
        let mut jwk = Object::new();
        jwk.insert("kty", Value::String(kty.to_owned()));
        jwk.insert("crv", Value::String(crv.to_owned()));
        let coordinates = match self.curve {
            Curve::X25519 => self.point.as_slice(),
            Curve::P256 => self.point.get(1..).unwrap_or_default(),
        };
        for (name, bytes) in ["x", "y"].into_iter().zip(coordinates.chunks(FIELD_BYTES)) {
            jwk.insert(name, Value::String(encode_base64url(bytes)));
        }
        jwk
    }

    /// The SHA-256 thumbprint (RFC 7638), base64url.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        encode_base64url(&backend::sha256(&self.to_jwk().to_canonical()))
    }
}

/// Whether a u-coordinate is the one encoding of its number: less than 2^255 − 19.
///
/// RFC 7748 has readers take other encodings too. Then one key had two thumbprints.
fn is_canonical(mut u: [u8; FIELD_BYTES]) -> bool {
    u.reverse();
    let mut prime = [0xff; FIELD_BYTES];
    (prime[0], prime[FIELD_BYTES - 1]) = (0x7f, 0xed);
    u < prime
}

impl fmt::Debug for AgreementKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgreementKey({} {})", self.curve.as_str(), self.thumbprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwk(text: &str) -> Result<AgreementKey, KeyError> {
        AgreementKey::from_jwk(&crate::json::read(text.as_bytes()).unwrap())
    }

    /// RFC 8037, appendix A.6: Bob's key.
    const X25519: &str = r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}"#;
    /// RFC 7518, appendix C: Bob's key.
    const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#;

    #[test]
    fn a_key_is_read_and_written() {
        for text in [X25519, P256] {
            let key = jwk(text).unwrap();
            assert_eq!(AgreementKey::from_jwk(&key.to_jwk()), Ok(key.clone()));
            assert_eq!(Curve::from_name(key.curve().as_str()), Some(key.curve()));
        }
    }

    #[test]
    fn what_cannot_receive_is_refused() {
        let other = |text: &str, from: &str, to: &str| jwk(&text.replace(from, to)).unwrap_err();
        assert_eq!(other(X25519, "X25519", "Ed25519"), KeyError::UnknownKind);
        assert_eq!(other(P256, "P-256", "P-384"), KeyError::UnknownKind);
        assert_eq!(other(P256, "\"EC\"", "\"OKP\""), KeyError::UnknownKind);
        assert_eq!(other(X25519, "\"kty\":\"OKP\",", ""), KeyError::Form);
        assert_eq!(other(X25519, "3p7b", ""), KeyError::Form);
        assert_eq!(other(P256, "weNJ", ""), KeyError::Form);
        assert_eq!(other(P256, "\"y\"", "\"z\""), KeyError::Form);
        assert_eq!(other(P256, "weNJ", "weNK"), KeyError::Weak);
        assert_eq!(other(X25519, "{", r#"{"d":"AA","#), KeyError::Private);
    }

    /// The points of order 1, 2, 4 and 8 of the curve and its twist, and other encodings of numbers that are smaller.
    #[test]
    fn weak_and_ambiguous_x25519_keys_are_refused() {
        let from = |bytes: [u8; 32]| AgreementKey::from_point(Curve::X25519, bytes.to_vec());
        let hex = |text: &str| -> [u8; 32] {
            std::array::from_fn(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap())
        };
        let mut of_p_minus = [0xff; 32];
        (of_p_minus[0], of_p_minus[31]) = (0xec, 0x7f);
        let mut one = [0; 32];
        one[0] = 1;
        for weak in [
            [0; 32],
            one,
            of_p_minus,
            hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
        ] {
            assert_eq!(from(weak), Err(KeyError::Weak));
        }
        let mut nine = [0; 32];
        nine[0] = 9;
        assert!(from(nine).is_ok());
        // 9 with the unused bit set, and 9 + p where p is 2^255 - 19.
        let mut with_bit = nine;
        with_bit[31] = 0x80;
        let mut plus_p = [0xff; 32];
        (plus_p[0], plus_p[31]) = (0xf6, 0x7f);
        assert_eq!((from(with_bit), from(plus_p)), (Err(KeyError::Weak), Err(KeyError::Weak)));
    }
}
