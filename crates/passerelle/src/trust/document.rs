//! The two trust documents, as they are written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::crypto::{AgreementKey, KeyError, KeyId, PublicKey};
use crate::json::{Object, Value};
use crate::record::{AuthorityId, ExtensionValue, PartyCode, SpecVersion, Text, Timestamp};
use crate::schema::schema_for_document;
use crate::vocabulary::code::{AuthorityRole, RecordTypeCode};

/// The JSON Schema of a trust root.
#[must_use]
pub fn schema_for_trust_root() -> Schema {
    schema_for_document::<TrustRootDocument>("trust-root", "Passerelle trust root")
}

/// The JSON Schema of a trust list.
#[must_use]
pub fn schema_for_trust_list() -> Schema {
    schema_for_document::<TrustListDocument>("trust-list", "Passerelle trust list")
}

/// A trust root: the keys that may sign the next root and the trust list, and how many of them must.
///
/// A root whose domain begins with `XX/` is a test root: it vouches for test authorities only, and no other root vouches for those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrustRootDocument {
    /// The version of the format.
    #[schemars(example = &"1.0")]
    pub spec: SpecVersion,
    /// Who runs this trust domain; the same in every version of the root and of the list.
    #[schemars(example = &"XX/trust")]
    pub domain: AuthorityId,
    /// The number of this root: 1 for the first, and one more for each that follows.
    #[schemars(range(min = 1, max = 2_147_483_647), example = 1)]
    pub version: i64,
    /// When it was issued.
    pub issued: Timestamp,
    /// When it ceases to hold.
    pub expires: Timestamp,
    /// The keys, each with its identifier.
    #[schemars(length(min = 1, max = 64))]
    pub keys: Vec<RootKey>,
    /// What the keys are for.
    pub roles: Roles,
}

/// A key of a trust root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RootKey {
    /// The identifier: authority, `#`, thumbprint of the key.
    #[schemars(length(max = 256), extend("x-standard" = "RFC 7638"))]
    pub kid: String,
    /// The public key.
    pub jwk: Jwk,
}

/// The roles of a trust root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Roles {
    /// Who signs the next root.
    pub root: Role,
    /// Who signs the trust list.
    pub list: Role,
}

/// Keys that share a task, and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "RootRole")]
pub struct Role {
    /// The identifiers of the keys of this role, each one of `keys`.
    #[schemars(length(min = 1, max = 64), extend("uniqueItems" = true))]
    pub kids: Vec<String>,
    /// How many different keys must sign; at most 8, so that those of two roots find room in one envelope.
    #[schemars(range(min = 1, max = 8), example = 2)]
    pub threshold: i64,
}

/// A trust list: the authorities of a trust domain, what each may do, and its keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrustListDocument {
    /// The version of the format.
    #[schemars(example = &"1.0")]
    pub spec: SpecVersion,
    /// The trust domain, as in the root.
    #[schemars(example = &"XX/trust")]
    pub domain: AuthorityId,
    /// The number of this list: higher than that of every list before it.
    #[schemars(range(min = 1, max = 2_147_483_647), example = 7)]
    pub version: i64,
    /// The version of the root whose keys sign this list.
    #[schemars(range(min = 1, max = 2_147_483_647), example = 1)]
    pub root_version: i64,
    /// When it was issued.
    pub issued: Timestamp,
    /// When it ceases to hold.
    pub expires: Timestamp,
    /// The authorities; none in the first list of a domain that is being set up.
    #[schemars(length(min = 0, max = 4096))]
    pub authorities: Vec<AuthorityEntry>,
    /// What holds for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<TrustPolicy>,
}

/// An authority of a trust list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuthorityEntry {
    /// The authority.
    #[schemars(example = &"XX/northland")]
    pub id: AuthorityId,
    /// The country or the international organisation that it belongs to. It is the code that `id` begins with, save for test
    /// authorities (`XX`), which stand for countries of the user-assigned codes `XA` to `XZ`.
    pub country: PartyCode,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<Text>,
    /// The classes of object that it may sign.
    #[schemars(length(min = 1, max = 16), extend("uniqueItems" = true))]
    pub roles: Vec<AuthorityRole>,
    /// The types of record that it may issue; all of them where the member is absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), extend("uniqueItems" = true))]
    pub record_types: Vec<RecordTypeCode>,
    /// Its keys, past ones included, since what they signed stays to be verified.
    #[schemars(length(min = 1, max = 64))]
    pub keys: Vec<KeyEntry>,
}

/// A key of an authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyEntry {
    /// The identifier: authority, `#`, thumbprint of the key.
    #[schemars(length(max = 256), extend("x-standard" = "RFC 7638"))]
    pub kid: String,
    /// The public key.
    pub jwk: Jwk,
    /// What it is for: `sig`, to sign, which is meant where the member is absent too; or `enc`, to have records sealed to it.
    #[serde(rename = "use", default, skip_serializing_if = "Option::is_none")]
    pub key_use: Option<KeyUse>,
    /// From when on it may sign, or be sealed to.
    pub not_before: Timestamp,
    /// Until when it may.
    pub not_after: Timestamp,
    /// Whether it still may.
    pub status: KeyState,
    /// Since when it is retired: it signs no more, and what it signed before stands; nothing is sealed to it any more. Due with
    /// `retired`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<Timestamp>,
    /// Since when it is in wrong hands: nothing that it signed is believed without an independent receipt, and whatever was sealed
    /// to it may be read by others. Due with `compromised`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compromised_since: Option<Timestamp>,
    /// Why it is retired or compromised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1024), example = &"planned rotation")]
    pub reason: Option<String>,
}

/// What a key is for: one of both, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyUse {
    /// To sign.
    Sig,
    /// To have records sealed to it.
    Enc,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyState {
    /// It is in use.
    Active,
    /// It is used no more; what it signed before stands.
    Retired,
    /// It was in wrong hands.
    Compromised,
}

/// What holds for every authority of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrustPolicy {
    /// Algorithms that are going out of use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub algorithms: Vec<AlgorithmPolicy>,
    /// From when on a signature of an algorithm of version 1.0 needs one of ML-DSA by the same authority beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hybrid_from: Option<Timestamp>,
}

/// When an algorithm goes out of use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlgorithmPolicy {
    /// The name, as in `alg` of a header.
    #[schemars(length(max = 32), example = &"ES256")]
    pub alg: String,
    /// From when on signatures with it are not taken any more.
    pub sunset: Timestamp,
}

/// A public key as a JSON Web Key, of a kind that this version may not know.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Jwk(BTreeMap<String, ExtensionValue>);

impl Jwk {
    /// Reads the key.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        let object = Object::encode(self).map_err(|_| KeyError::Form)?;
        PublicKey::from_jwk(&object)
    }

    /// Reads the key as one to which records are sealed.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn agreement_key(&self) -> Result<AgreementKey, KeyError> {
        let object = Object::encode(self).map_err(|_| KeyError::Form)?;
        AgreementKey::from_jwk(&object)
    }

    fn of(jwk: &Object) -> Self {
        let text = |value: &Value| ExtensionValue::String(value.as_str().unwrap_or_default().to_owned());
        Self(jwk.iter().map(|(name, value)| (name.to_owned(), text(value))).collect())
    }
}

impl From<&PublicKey> for Jwk {
    fn from(key: &PublicKey) -> Self {
        Self::of(&key.to_jwk())
    }
}

impl From<&AgreementKey> for Jwk {
    fn from(key: &AgreementKey) -> Self {
        Self::of(&key.to_jwk())
    }
}

/// Prints the kind of key, where it is one that can be read.
impl fmt::Debug for Jwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.public_key() {
            Ok(key) => key.fmt(f),
            Err(error) => write!(f, "Jwk({error})"),
        }
    }
}

impl JsonSchema for Jwk {
    fn schema_name() -> Cow<'static, str> {
        "Jwk".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A public key as a JSON Web Key; never a private one.",
            "type": "object",
            "required": ["kty"],
            "additionalProperties": generator.subschema_for::<ExtensionValue>(),
            "maxProperties": 32,
            "x-standard": "RFC 7517, RFC 8037",
        })
    }
}

impl RootKey {
    /// A key for a root document.
    #[must_use]
    pub fn new(domain: &AuthorityId, key: &PublicKey) -> Self {
        Self { kid: KeyId::of(domain, key).to_string(), jwk: key.into() }
    }
}

impl KeyEntry {
    /// An active key for a list, which signs.
    #[must_use]
    pub fn new(authority: &AuthorityId, key: &PublicKey, not_before: Timestamp, not_after: Timestamp) -> Self {
        Self::active(&KeyId::of(authority, key), key.into(), not_before, not_after)
    }

    /// An active key for a list, to which records are sealed.
    #[must_use]
    pub fn for_encryption(
        authority: &AuthorityId,
        key: &AgreementKey,
        not_before: Timestamp,
        not_after: Timestamp,
    ) -> Self {
        let id = KeyId::of_encryption(authority, key);
        Self { key_use: Some(KeyUse::Enc), ..Self::active(&id, key.into(), not_before, not_after) }
    }

    fn active(id: &KeyId, jwk: Jwk, not_before: Timestamp, not_after: Timestamp) -> Self {
        Self {
            kid: id.to_string(),
            jwk,
            key_use: None,
            not_before,
            not_after,
            status: KeyState::Active,
            retired_at: None,
            compromised_since: None,
            reason: None,
        }
    }
}
