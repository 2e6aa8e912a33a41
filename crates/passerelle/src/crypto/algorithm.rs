//! The signature algorithms of version 1.0.

use super::backend;

/// A signature algorithm, by its JOSE name; one for each kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// EdDSA over Curve25519 (RFC 8032, RFC 9864).
    Ed25519,
    /// ECDSA over P-256 with SHA-256 (RFC 7518 §3.4).
    Es256,
    /// ECDSA over P-384 with SHA-384 (RFC 7518 §3.4).
    Es384,
    /// ML-DSA-65 (FIPS 204, RFC 9964), for a second signature beside one of the others; with the feature `aws-lc`.
    MlDsa65,
    /// ML-DSA-87, the same with larger numbers.
    MlDsa87,
}

impl Algorithm {
    /// Every algorithm that this build has: without the feature `aws-lc`, those of ML-DSA are not among them.
    pub const ALL: &'static [Algorithm] = backend::ALGORITHMS;

    /// Those that every build has, and whose signatures count alone.
    pub const CLASSICAL: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::Es256, Algorithm::Es384];

    /// The name in a protected header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Ed25519 => "Ed25519",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
            Algorithm::MlDsa65 => "ML-DSA-65",
            Algorithm::MlDsa87 => "ML-DSA-87",
        }
    }

    /// The algorithm of a name, where this build has it; names are compared exactly, case included.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.as_str() == name)
    }

    /// Whether it is one of ML-DSA, whose signatures stand beside one of another algorithm and count for nothing alone.
    ///
    /// spec: PSR-SIG-011
    #[must_use]
    pub fn is_ml_dsa(self) -> bool {
        matches!(self, Algorithm::MlDsa65 | Algorithm::MlDsa87)
    }

    /// The members of the public key's JWK that name its kind: `kty`, and `crv` or `alg`.
    #[must_use]
    pub(crate) fn jwk_kind(self) -> [(&'static str, &'static str); 2] {
        match self {
            Algorithm::Ed25519 => [("kty", "OKP"), ("crv", "Ed25519")],
            Algorithm::Es256 => [("kty", "EC"), ("crv", "P-256")],
            Algorithm::Es384 => [("kty", "EC"), ("crv", "P-384")],
            Algorithm::MlDsa65 | Algorithm::MlDsa87 => [("kty", "AKP"), ("alg", self.as_str())],
        }
    }

    /// The members of the public key's JWK that hold the key, and how many bytes each has.
    #[must_use]
    pub(crate) fn jwk_parts(self) -> (&'static [&'static str], usize) {
        match self {
            Algorithm::Ed25519 => (&["x"], 32),
            Algorithm::Es256 => (&["x", "y"], 32),
            Algorithm::Es384 => (&["x", "y"], 48),
            Algorithm::MlDsa65 => (&["pub"], 1952),
            Algorithm::MlDsa87 => (&["pub"], 2592),
        }
    }

    /// The order of the group, big-endian, which has as many bytes as half a signature: a scalar of a signature lies below it.
    /// ML-DSA has none.
    ///
    /// RFC 8032 §5.1 for Ed25519; SEC 2 §2.4.2 and §2.5.1 (FIPS 186-5) for the others.
    pub(crate) fn order(self) -> Option<&'static [u8]> {
        match self {
            Algorithm::Ed25519 => Some(&ED25519_ORDER),
            Algorithm::Es256 => Some(&P256_ORDER),
            Algorithm::Es384 => Some(&P384_ORDER),
            Algorithm::MlDsa65 | Algorithm::MlDsa87 => None,
        }
    }

    /// Bytes of a signature.
    #[must_use]
    pub(crate) fn signature_bytes(self) -> usize {
        match self {
            Algorithm::Ed25519 | Algorithm::Es256 => 64,
            Algorithm::Es384 => 96,
            Algorithm::MlDsa65 => 3309,
            Algorithm::MlDsa87 => 4627,
        }
    }
}

const ED25519_ORDER: [u8; 32] = [
    0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0xde, 0xf9, 0xde, 0xa2, 0xf7, 0x9c, 0xd6, 0x58, 0x12,
    0x63, 0x1a, 0x5c, 0xf5, 0xd3, 0xed,
];

const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7,
    0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

const P384_ORDER: [u8; 48] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2, 0x48, 0xb0,
    0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73,
];
