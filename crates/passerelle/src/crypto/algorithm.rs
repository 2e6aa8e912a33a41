//! The signature algorithms of version 1.0.

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
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::Es256, Algorithm::Es384];

    /// The name in a protected header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Ed25519 => "Ed25519",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
        }
    }

    /// The algorithm of a name; names are compared exactly, case included.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// The members of the public key's JWK that name its kind: `kty` and `crv`.
    #[must_use]
    pub(crate) fn jwk_kind(self) -> (&'static str, &'static str) {
        match self {
            Algorithm::Ed25519 => ("OKP", "Ed25519"),
            Algorithm::Es256 => ("EC", "P-256"),
            Algorithm::Es384 => ("EC", "P-384"),
        }
    }

    /// Bytes of one coordinate or scalar.
    #[must_use]
    pub(crate) fn field_bytes(self) -> usize {
        if self == Algorithm::Es384 { 48 } else { 32 }
    }

    /// Bytes of a signature: two scalars, or a point and a scalar.
    #[must_use]
    pub(crate) fn signature_bytes(self) -> usize {
        2 * self.field_bytes()
    }

    /// The order of the group, big-endian: a scalar of a signature lies below it.
    ///
    /// RFC 8032 §5.1 for Ed25519; SEC 2 §2.4.2 and §2.5.1 (FIPS 186-5) for the others.
    pub(crate) fn order(self) -> &'static [u8] {
        match self {
            Algorithm::Ed25519 => &ED25519_ORDER,
            Algorithm::Es256 => &P256_ORDER,
            Algorithm::Es384 => &P384_ORDER,
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
