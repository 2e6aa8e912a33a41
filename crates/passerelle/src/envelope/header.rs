//! The protected header of a signature.

use super::ObjectClass;
use crate::crypto::{Algorithm, KeyId};
use crate::error::Code;
use crate::json::{Budget, Names, Node, Object, Outline, Value, read_with};
use crate::record::Timestamp;

/// What a signature says of itself, and signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub(crate) algorithm: HeaderAlgorithm,
    pub(crate) key_id: KeyId,
    pub(crate) issued_at: Option<Timestamp>,
}

/// `alg`: one of this version's, or one that a later version may bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderAlgorithm {
    Known(Algorithm),
    /// ML-DSA, of which this build has the names only.
    MlDsa,
    Unknown,
}

impl HeaderAlgorithm {
    /// Whether a signature with it can count alone.
    ///
    /// spec: PSR-SIG-011
    pub(crate) fn counts_alone(self) -> bool {
        matches!(self, Self::Known(algorithm) if !algorithm.is_ml_dsa())
    }

    /// Whether it is one of ML-DSA, verifiable or not.
    pub(crate) fn is_ml_dsa(self) -> bool {
        match self {
            Self::Known(algorithm) => algorithm.is_ml_dsa(),
            Self::MlDsa => true,
            Self::Unknown => false,
        }
    }
}

/// The names of ML-DSA (RFC 9964), also where this build has nothing behind them.
const ML_DSA: [&str; 2] = ["ML-DSA-65", "ML-DSA-87"];

/// The parameters that a header may have.
const ALLOWED: [&str; 5] = ["alg", "kid", "typ", "iat", "x5t#S256"];

/// Algorithms of JOSE that are never taken, whatever else signs: none at all, those with a shared secret, RSA, a curve that is not
/// in use here, and the name that leaves the curve open.
const BANNED: [&str; 14] = [
    "none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256K", "ES512",
    "EdDSA", "RS1",
];

impl Header {
    /// Whose key signed.
    #[must_use]
    pub fn key_id(&self) -> &KeyId {
        &self.key_id
    }

    /// When the signer says that it signed; due for all but trust documents.
    #[must_use]
    pub fn issued_at(&self) -> Option<Timestamp> {
        self.issued_at
    }

    /// Reads a decoded header.
    pub(super) fn read(bytes: &[u8], class: ObjectClass) -> Result<Self, Code> {
        // Most are in canonical form, and are looked at where they stand.
        if let Ok(text) = std::str::from_utf8(bytes)
            && let Some(outline) = Outline::of(text, &Budget::HEADER)
            && let Some(view) = outline.root(text)
        {
            return Self::of(view.into(), class);
        }
        let object = read_with(bytes, &Budget::HEADER, Names::Any).map_err(|fault| match fault.code {
            Code::ProfileRoot => Code::HdrForm,
            other => other,
        })?;
        Self::of((&object).into(), class)
    }

    /// The checks come in the order that the specification gives, chapter 4.
    fn of(object: Node<'_>, class: ObjectClass) -> Result<Self, Code> {
        let fields = Fields::of(object)?;
        if object.members().any(|(name, _)| name != "crit" && !ALLOWED.contains(&name)) {
            return Err(Code::HdrForbidden); // spec: PSR-HDR-004
        }
        if object.get("crit").is_some() {
            return Err(Code::HdrCrit); // spec: PSR-HDR-005 (version 1 defines no critical parameter)
        }
        if fields.typ != Some(class.typ()) {
            return Err(Code::HdrTyp); // spec: PSR-HDR-002
        }
        let algorithm = match Algorithm::from_name(fields.alg) {
            Some(algorithm) => HeaderAlgorithm::Known(algorithm),
            None if BANNED.iter().any(|banned| banned.eq_ignore_ascii_case(fields.alg)) => return Err(Code::HdrAlg),
            None if ML_DSA.contains(&fields.alg) => HeaderAlgorithm::MlDsa,
            None => HeaderAlgorithm::Unknown, // spec: PSR-HDR-003
        };
        let key_id = KeyId::parse(fields.kid).map_err(|_| Code::HdrKidForm)?; // spec: PSR-HDR-006
        if class.needs_iat() && fields.iat.is_none() {
            return Err(Code::HdrForm);
        }
        Ok(Self { algorithm, key_id, issued_at: fields.iat })
    }

    /// The header of a new signature, in its canonical form.
    pub(super) fn write(class: ObjectClass, algorithm: Algorithm, key_id: &KeyId, issued_at: Timestamp) -> Vec<u8> {
        let mut object = Object::new();
        object.insert("alg", Value::String(algorithm.as_str().to_owned()));
        object.insert("iat", Value::Integer(issued_at.unix_seconds()));
        object.insert("kid", Value::String(key_id.to_string()));
        object.insert("typ", Value::String(class.typ().to_owned()));
        object.to_canonical()
    }
}

/// The parameters, where each is of its type.
struct Fields<'h> {
    alg: &'h str,
    kid: &'h str,
    typ: Option<&'h str>,
    iat: Option<Timestamp>,
}

impl<'h> Fields<'h> {
    /// spec: PSR-HDR-001
    fn of(object: Node<'h>) -> Result<Self, Code> {
        let text = |name: &str| object.get(name).map(|value| value.as_str().ok_or(Code::HdrForm)).transpose();
        let seconds = object.get("iat").map(|value| value.as_integer().ok_or(Code::HdrForm)).transpose()?;
        let iat =
            seconds.map(|seconds| Timestamp::from_unix_seconds(seconds).map_err(|_| Code::HdrForm)).transpose()?;
        let x5t = text("x5t#S256")?;
        if x5t.is_some_and(|hash| crate::crypto::decode_base64url(hash).is_none_or(|bytes| bytes.len() != 32)) {
            return Err(Code::HdrForm);
        }
        Ok(Self {
            alg: text("alg")?.ok_or(Code::HdrForm)?,
            kid: text("kid")?.ok_or(Code::HdrForm)?,
            typ: text("typ")?,
            iat,
        })
    }
}
