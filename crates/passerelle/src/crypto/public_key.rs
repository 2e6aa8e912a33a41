//! Public keys, as JWKs (RFC 7517, RFC 8037) that were checked.

use std::fmt;

use super::{Algorithm, backend, decode_base64url, encode_base64url};
use crate::json::{Object, Value};

/// A public key that can verify: of a known kind, on its curve, and not weak.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey {
    algorithm: Algorithm,
    /// Raw Ed25519 or ML-DSA key, or uncompressed SEC 1 point.
    point: Vec<u8>,
}

/// Why a JWK is not taken as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// `kty` with `crv` or `alg` names a kind that this version, or this build, does not know; or it is one of ML-DSA in a form that
    /// it does not have.
    #[error("the key is of a kind that this version does not know")]
    UnknownKind,
    /// A member that every such key has is missing, of the wrong type or of the wrong length.
    #[error("the key lacks a member or has one of the wrong form")]
    Form,
    /// A private member (`d`, `priv`, `k`) is there.
    #[error("the key holds a private member")]
    Private,
    /// The point is off its curve, of small order, or not in its one encoding.
    #[error("the key is weak or lies off its curve")]
    Weak,
}

impl PublicKey {
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
        text("kty").ok_or(KeyError::Form)?;
        let is_kind = |algorithm: &Algorithm| algorithm.jwk_kind().iter().all(|(name, kind)| text(name) == Some(kind));
        let algorithm = Algorithm::ALL.iter().copied().find(is_kind).ok_or(KeyError::UnknownKind)?;
        let (names, length) = algorithm.jwk_parts();
        let part = |name: &&str| text(name).and_then(decode_base64url).filter(|bytes| bytes.len() == length);
        let parts = names.iter().map(part).collect::<Option<Vec<_>>>();
        // To a reader without ML-DSA such a key is of no known kind, whatever is in it. spec: PSR-KEY-005
        let parts = parts.ok_or(if algorithm.is_ml_dsa() { KeyError::UnknownKind } else { KeyError::Form })?;
        let tag: &[u8] = if matches!(algorithm, Algorithm::Es256 | Algorithm::Es384) { &[0x04] } else { &[] };
        Self::from_point(algorithm, [tag, &parts.concat()].concat())
    }

    /// A key from the raw Ed25519 or ML-DSA key, or the uncompressed SEC 1 point.
    ///
    /// # Errors
    /// [`KeyError::Form`], [`KeyError::Weak`], or [`KeyError::UnknownKind`] for an algorithm that is not one of [`Algorithm::ALL`].
    pub fn from_point(algorithm: Algorithm, point: Vec<u8>) -> Result<Self, KeyError> {
        if !Algorithm::ALL.contains(&algorithm) {
            return Err(KeyError::UnknownKind);
        }
        let sound = match algorithm {
            Algorithm::Ed25519 => is_sound_ed25519(&point)?,
            Algorithm::Es256 => p256::PublicKey::from_sec1_bytes(&point).is_ok(),
            Algorithm::Es384 => p384::PublicKey::from_sec1_bytes(&point).is_ok(),
            // Any bytes of the length are the encoding of one key (FIPS 204, algorithm 23).
            Algorithm::MlDsa65 | Algorithm::MlDsa87 if point.len() == algorithm.jwk_parts().1 => true,
            Algorithm::MlDsa65 | Algorithm::MlDsa87 => return Err(KeyError::Form),
        };
        if sound { Ok(Self { algorithm, point }) } else { Err(KeyError::Weak) }
    }

    /// The algorithm that the key is for.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The JWK with the members that RFC 7638 requires, and no other.
    #[must_use]
    pub fn to_jwk(&self) -> Object {
        let mut jwk = Object::new();
        for (name, kind) in self.algorithm.jwk_kind() {
            jwk.insert(name, Value::String(kind.to_owned()));
        }
        let (names, length) = self.algorithm.jwk_parts();
        // An SEC 1 point has a byte in front that says how it is written.
        let parts = self.point.get(self.point.len() % length..).unwrap_or_default();
        for (name, bytes) in names.iter().zip(parts.chunks(length)) {
            jwk.insert(name, Value::String(encode_base64url(bytes)));
        }
        jwk
    }

    /// The SHA-256 thumbprint (RFC 7638), base64url.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        encode_base64url(&backend::sha256(&self.to_jwk().to_canonical()))
    }

    /// Whether the signature is well formed: of the right length, and with scalars in their range.
    ///
    /// spec: PSR-SIG-002 (RFC 8032 §5.1.7, FIPS 186-5 §6.4.2)
    #[must_use]
    pub(crate) fn is_well_formed(&self, signature: &[u8]) -> bool {
        if signature.len() != self.algorithm.signature_bytes() {
            return false;
        }
        let Some(order) = self.algorithm.order() else { return true };
        let (first, second) = signature.split_at(signature.len() / 2);
        let in_range = |scalar: &[u8]| scalar.iter().any(|byte| *byte != 0) && scalar < order;
        if self.algorithm == Algorithm::Ed25519 {
            second.iter().rev().copied().collect::<Vec<u8>>().as_slice() < order
        } else {
            in_range(first) && in_range(second)
        }
    }

    /// Whether a well-formed signature of a message is this key's; both twins of an ECDSA signature are.
    ///
    /// spec: PSR-SIG-010
    #[must_use]
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.is_well_formed(signature) && backend::verify(self.algorithm, &self.point, message, signature)
    }
}

/// A point in its one encoding, on the curve, and not of small order.
fn is_sound_ed25519(point: &[u8]) -> Result<bool, KeyError> {
    use curve25519_dalek::edwards::CompressedEdwardsY;
    let compressed = CompressedEdwardsY::from_slice(point).map_err(|_| KeyError::Form)?;
    Ok(compressed.decompress().is_some_and(|point| !point.is_small_order() && point.compress() == compressed))
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({} {})", self.algorithm.as_str(), self.thumbprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    fn jwk(text: &str) -> Result<PublicKey, KeyError> {
        PublicKey::from_jwk(&read(text.as_bytes()).unwrap())
    }

    /// RFC 8037 Appendix A.2 and A.3.
    #[test]
    fn an_ed25519_key_has_the_thumbprint_of_rfc_8037() {
        let key = jwk(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#).unwrap();
        assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    /// The EC key of RFC 7517 Appendix A.1, and points that are off the curve.
    #[test]
    fn a_point_off_its_curve_is_weak() {
        let key = |y: &str| {
            jwk(&format!(r#"{{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"{y}"}}"#))
        };
        assert!(key("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM").is_ok());
        assert_eq!(key("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyI").unwrap_err(), KeyError::Weak);
        assert_eq!(key("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFw").unwrap_err(), KeyError::Form);
    }

    /// The encodings of the eight points of small order, and one that is not canonical (y ≥ p).
    #[test]
    fn a_small_order_or_second_encoding_is_weak() {
        for hex in [
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ] {
            let point: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect();
            assert_eq!(PublicKey::from_point(Algorithm::Ed25519, point), Err(KeyError::Weak), "{hex}");
        }
    }

    #[test]
    fn a_private_or_unknown_key_is_refused() {
        for (text, error) in [
            (
                r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AA"}"#,
                KeyError::Private,
            ),
            (r#"{"kty":"oct","k":"AA"}"#, KeyError::Private),
            (r#"{"kty":"AKP","alg":"ML-DSA-65","pub":"AA"}"#, KeyError::UnknownKind),
            (r#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#, KeyError::UnknownKind),
            (r#"{"crv":"Ed25519","x":"AA"}"#, KeyError::Form),
            (r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#, KeyError::Form),
        ] {
            assert_eq!(jwk(text), Err(error), "{text}");
        }
    }
}
