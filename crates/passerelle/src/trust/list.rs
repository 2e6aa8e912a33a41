//! A trust list that was checked: authorities, and the keys of theirs that can be believed.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{AlgorithmPolicy, AuthorityEntry, KeyEntry, KeyState, TrustListDocument};
use crate::crypto::{Algorithm, KeyError, KeyId, PublicKey};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::{AuthorityId, PartyCode, Text, Timestamp};

/// An authority of the list.
#[derive(Clone, Debug)]
pub struct Authority {
    pub(super) id: AuthorityId,
    pub(super) country: PartyCode,
    pub(super) name: Vec<Text>,
    pub(super) roles: BTreeSet<String>,
    pub(super) record_types: BTreeSet<String>,
    pub(super) keys: Vec<TrustedKey>,
}

impl Authority {
    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &AuthorityId {
        &self.id
    }

    /// The country or the international organisation that it belongs to.
    #[must_use]
    pub fn country(&self) -> &PartyCode {
        &self.country
    }

    /// What it is called, in one or more languages.
    #[must_use]
    pub fn name(&self) -> &[Text] {
        &self.name
    }

    /// Its keys.
    #[must_use]
    pub fn keys(&self) -> &[TrustedKey] {
        &self.keys
    }

    /// Whether it has a role, which lets it sign one class of object.
    #[must_use]
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.contains(role)
    }

    /// Whether it may sign records of a type.
    #[must_use]
    pub fn may_issue(&self, record_type: &str) -> bool {
        self.has_role("record") && (self.record_types.is_empty() || self.record_types.contains(record_type))
    }
}

/// A key of an authority, which is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    pub(crate) id: KeyId,
    pub(crate) public: PublicKey,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    pub(crate) status: KeyStatus,
}

impl TrustedKey {
    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The key.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// From when on, and until when, it may sign.
    #[must_use]
    pub fn window(&self) -> (Timestamp, Timestamp) {
        (self.not_before, self.not_after)
    }

    /// What became of it.
    #[must_use]
    pub fn status(&self) -> KeyStatus {
        self.status
    }
}

/// What became of a key, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyStatus {
    /// It signs.
    Active,
    /// It signs no more since that time; what it signed before stands.
    Retired(Timestamp),
    /// It was in wrong hands since that time; nothing that it signed is believed without an independent receipt.
    Compromised(Timestamp),
}

/// The checked content of a list.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) authorities: BTreeMap<AuthorityId, Authority>,
    pub(super) sunsets: Vec<(Algorithm, Timestamp)>,
}

/// Checks the authorities and keys of a list under a root.
///
/// A key that cannot be believed is left out and reported; the rest of the list stands. What makes the whole list doubtful
/// (test material in the wrong place, an authority twice, a member that contradicts another) refuses it.
pub(super) fn check(
    document: &TrustListDocument,
    is_test: bool,
    root_keys: &BTreeMap<KeyId, PublicKey>,
) -> Result<(Checked, Vec<Finding>), Finding> {
    if document.issued >= document.expires {
        return Err(Finding::new(Code::TlForm, Pointer::root().child("expires")));
    }
    let mut findings = Vec::new();
    let mut authorities = BTreeMap::new();
    let place = Pointer::root().child("authorities");
    for (index, entry) in document.authorities.iter().enumerate() {
        let pointer = place.index(index);
        check_place(entry, is_test, &pointer)?;
        let mut kids = BTreeSet::new();
        let mut keys = Vec::new();
        for (index, key) in entry.keys.iter().enumerate() {
            let pointer = pointer.child("keys").index(index);
            if !kids.insert(key.kid.as_str()) {
                return Err(Finding::new(Code::TlForm, pointer));
            }
            match check_key(&entry.id, key) {
                Ok(key) => keys.push(key),
                Err(Code::TlForm) => return Err(Finding::new(Code::TlForm, pointer)),
                Err(code) => findings.push(Finding::new(code, pointer)),
            }
        }
        let authority = Authority {
            id: entry.id.clone(),
            country: entry.country.clone(),
            name: entry.name.clone(),
            roles: entry.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            record_types: entry.record_types.iter().map(|record_type| record_type.as_str().to_owned()).collect(),
            keys,
        };
        if authorities.insert(entry.id.clone(), authority).is_some() {
            return Err(Finding::new(Code::TlForm, pointer));
        }
    }
    drop_shared_keys(document, root_keys, &mut authorities, &mut findings);
    let policies = document.policy.iter().flat_map(|policy| &policy.algorithms);
    let sunset = |policy: &AlgorithmPolicy| Some((Algorithm::from_name(&policy.alg)?, policy.sunset));
    Ok((Checked { authorities, sunsets: policies.filter_map(sunset).collect() }, findings))
}

/// Test authorities stand under test roots, and nothing else does; the country is the one of the identifier.
///
/// spec: PSR-TRU-002, PSR-TRU-004
fn check_place(entry: &AuthorityEntry, is_test: bool, pointer: &Pointer) -> Result<(), Finding> {
    let country = entry.country.as_str();
    if (entry.id.country() == "XX") != is_test {
        return Err(Finding::new(Code::TlTestMaterial, pointer.child("id")));
    }
    // The user-assigned codes XA to XZ (ISO 3166-1) are no country's.
    let fits = if is_test { country.len() == 2 && country.starts_with('X') } else { country == entry.id.country() };
    if fits { Ok(()) } else { Err(Finding::new(Code::TlForm, pointer.child("country"))) }
}

/// spec: PSR-TRU-003, PSR-TRU-013, PSR-TRU-015, PSR-TRU-016
fn check_key(authority: &AuthorityId, entry: &KeyEntry) -> Result<TrustedKey, Code> {
    let public = entry.jwk.public_key().map_err(key_code)?;
    let id = KeyId::of(authority, &public);
    if id.to_string() != entry.kid {
        return Err(Code::TlKidMismatch);
    }
    let status = match (entry.status, entry.retired_at, entry.compromised_since) {
        (KeyState::Active, None, None) => KeyStatus::Active,
        (KeyState::Retired, Some(at), None) => KeyStatus::Retired(at),
        (KeyState::Compromised, None, Some(since)) => KeyStatus::Compromised(since),
        _ => return Err(Code::TlForm),
    };
    if entry.not_before >= entry.not_after {
        return Err(Code::TlForm);
    }
    Ok(TrustedKey { id, public, not_before: entry.not_before, not_after: entry.not_after, status })
}

/// The code of a JWK that is not taken.
pub(super) fn key_code(error: KeyError) -> Code {
    match error {
        KeyError::UnknownKind => Code::TlKeyType,
        KeyError::Form => Code::TlForm,
        KeyError::Private => Code::TlPrivateKey,
        KeyError::Weak => Code::TlKeyWeak,
    }
}

/// A key that two authorities claim is neither's, and a key of the root is nobody's else.
///
/// spec: PSR-TRU-005, PSR-TRU-014
fn drop_shared_keys(
    document: &TrustListDocument,
    root_keys: &BTreeMap<KeyId, PublicKey>,
    authorities: &mut BTreeMap<AuthorityId, Authority>,
    findings: &mut Vec<Finding>,
) {
    let mut owners: BTreeMap<PublicKey, BTreeSet<AuthorityId>> = BTreeMap::new();
    for authority in authorities.values() {
        for key in &authority.keys {
            owners.entry(key.public.clone()).or_default().insert(authority.id.clone());
        }
    }
    let is_shared = |key: &TrustedKey| {
        owners.get(&key.public).is_some_and(|owners| owners.len() > 1)
            || root_keys.values().any(|root_key| *root_key == key.public)
    };
    for (at, entry) in document.authorities.iter().enumerate() {
        let Some(authority) = authorities.get_mut(&entry.id) else { continue };
        for (key_at, key) in entry.keys.iter().enumerate() {
            if authority.keys.iter().any(|held| held.id.to_string() == key.kid && is_shared(held)) {
                let pointer = Pointer::root().child("authorities").index(at).child("keys").index(key_at);
                findings.push(Finding::new(Code::TlKeyShared, pointer));
            }
        }
        authority.keys.retain(|key| !is_shared(key));
    }
}
