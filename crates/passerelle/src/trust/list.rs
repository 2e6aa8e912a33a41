//! A trust list that was checked: authorities, and the keys of theirs that can be believed.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{AlgorithmPolicy, AuthorityEntry, KeyEntry, KeyState, KeyUse, TrustListDocument};
use crate::crypto::{AgreementKey, Algorithm, KeyError, KeyId, PublicKey};
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
    pub(super) encryption_keys: Vec<EncryptionKey>,
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

    /// The keys with which it signs.
    #[must_use]
    pub fn keys(&self) -> &[TrustedKey] {
        &self.keys
    }

    /// The keys to which records for it are sealed.
    #[must_use]
    pub fn encryption_keys(&self) -> &[EncryptionKey] {
        &self.encryption_keys
    }

    /// The key to which a record for it is sealed now: of those in use, the one whose window began last.
    ///
    /// spec: PSR-SEA-010
    #[must_use]
    pub fn encryption_key(&self, now: Timestamp) -> Option<&EncryptionKey> {
        let usable = self.encryption_keys.iter().filter(|key| key.is_usable(now));
        usable.max_by_key(|key| (key.not_before, key.id.clone()))
    }

    /// The identifiers of all its keys, whatever they are for.
    pub(super) fn key_ids(&self) -> impl Iterator<Item = &KeyId> {
        let encryption = self.encryption_keys.iter().map(|key| &key.id);
        self.keys.iter().map(|key| &key.id).chain(encryption)
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

/// A key with which an authority signs, which is sound.
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

/// A key of an authority to which records are sealed, which is sound. It signs nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionKey {
    id: KeyId,
    public: AgreementKey,
    not_before: Timestamp,
    not_after: Timestamp,
    status: KeyStatus,
}

impl EncryptionKey {
    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    /// The key.
    #[must_use]
    pub fn public_key(&self) -> &AgreementKey {
        &self.public
    }

    /// From when on, and until when, records are sealed to it.
    #[must_use]
    pub fn window(&self) -> (Timestamp, Timestamp) {
        (self.not_before, self.not_after)
    }

    /// What became of it.
    #[must_use]
    pub fn status(&self) -> KeyStatus {
        self.status
    }

    /// Whether a record may be sealed to it: it is in its window, not retired yet, and was never in wrong hands.
    ///
    /// spec: PSR-SEA-010
    #[must_use]
    pub fn is_usable(&self, now: Timestamp) -> bool {
        let holds = match self.status {
            KeyStatus::Active => true,
            KeyStatus::Retired(at) => now < at,
            KeyStatus::Compromised(_) => false,
        };
        holds && (self.not_before..=self.not_after).contains(&now)
    }
}

/// What became of a key, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyStatus {
    /// It is in use.
    Active,
    /// It is used no more since that time; what it signed before stands.
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
        let (mut keys, mut encryption_keys) = (Vec::new(), Vec::new());
        for (index, key) in entry.keys.iter().enumerate() {
            let pointer = pointer.child("keys").index(index);
            if !kids.insert(key.kid.as_str()) {
                return Err(Finding::new(Code::TlForm, pointer));
            }
            match check_key(&entry.id, key) {
                Ok(Checking::Signs(key)) => keys.push(key),
                Ok(Checking::Receives(key)) => encryption_keys.push(key),
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
            encryption_keys,
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

/// A key that was checked, by its use.
enum Checking {
    Signs(TrustedKey),
    Receives(EncryptionKey),
}

/// spec: PSR-TRU-003, PSR-TRU-013, PSR-TRU-015, PSR-TRU-016
fn check_key(authority: &AuthorityId, entry: &KeyEntry) -> Result<Checking, Code> {
    let (status, not_before, not_after) = (check_times(entry), entry.not_before, entry.not_after);
    let named = |id: &KeyId| if id.to_string() == entry.kid { status } else { Err(Code::TlKidMismatch) };
    let (signing, agreement) = (entry.jwk.public_key(), entry.jwk.agreement_key());
    if entry.key_use == Some(KeyUse::Enc) {
        let public = fit_for_use(agreement, &signing)?;
        let id = KeyId::of_encryption(authority, &public);
        let status = named(&id)?;
        return Ok(Checking::Receives(EncryptionKey { id, public, not_before, not_after, status }));
    }
    let public = fit_for_use(signing, &agreement)?;
    let id = KeyId::of(authority, &public);
    let status = named(&id)?;
    Ok(Checking::Signs(TrustedKey { id, public, not_before, not_after, status }))
}

/// A key of a kind that its use can take. One that only the other use can take contradicts `use`; one that neither can take may be
/// of a later version.
///
/// spec: PSR-TRU-017
fn fit_for_use<K, O>(this: Result<K, KeyError>, other: &Result<O, KeyError>) -> Result<K, Code> {
    let only_for_the_other = matches!(this, Err(KeyError::UnknownKind)) && !matches!(other, Err(KeyError::UnknownKind));
    if only_for_the_other { Err(Code::TlForm) } else { this.map_err(key_code) }
}

/// What became of a key, where its members say so in one voice.
fn check_times(entry: &KeyEntry) -> Result<KeyStatus, Code> {
    if entry.not_before >= entry.not_after {
        return Err(Code::TlForm);
    }
    match (entry.status, entry.retired_at, entry.compromised_since) {
        (KeyState::Active, None, None) => Ok(KeyStatus::Active),
        (KeyState::Retired, Some(at), None) => Ok(KeyStatus::Retired(at)),
        (KeyState::Compromised, None, Some(since)) => Ok(KeyStatus::Compromised(since)),
        _ => Err(Code::TlForm),
    }
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
    let mut owners: BTreeMap<String, BTreeSet<AuthorityId>> = BTreeMap::new();
    for authority in authorities.values() {
        for id in authority.key_ids() {
            owners.entry(id.thumbprint().to_owned()).or_default().insert(authority.id.clone());
        }
    }
    let is_shared = |id: &KeyId| {
        owners.get(id.thumbprint()).is_some_and(|owners| owners.len() > 1)
            || root_keys.keys().any(|root_key| root_key.thumbprint() == id.thumbprint())
    };
    for (at, entry) in document.authorities.iter().enumerate() {
        let Some(authority) = authorities.get_mut(&entry.id) else { continue };
        for (key_at, key) in entry.keys.iter().enumerate() {
            if authority.key_ids().any(|held| held.to_string() == key.kid && is_shared(held)) {
                let pointer = Pointer::root().child("authorities").index(at).child("keys").index(key_at);
                findings.push(Finding::new(Code::TlKeyShared, pointer));
            }
        }
        authority.keys.retain(|key| !is_shared(&key.id));
        authority.encryption_keys.retain(|key| !is_shared(&key.id));
    }
}
