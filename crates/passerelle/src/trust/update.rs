//! How trust begins and goes on: the first root is pinned, and every later document must follow from what is held.

use super::document::{TrustListDocument, TrustRootDocument};
use super::list::{self, Authority, Checked, TrustedKey};
use super::read::{read_document, read_root};
use super::root::{Keyring, Root};
use crate::crypto::{Algorithm, KeyError, KeyId};
use crate::envelope::{Envelope, ObjectClass, SignatureEntry};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::limits;
use crate::record::{AuthorityId, Digest, Timestamp};

/// What is believed: one root, and the list that follows from it where there is one.
///
/// It is a value: an update gives a new one, and the old one stays as it was. Keep the bytes of the documents that made it, and
/// make it from them again after a restart: every root from the pinned one on, and after each root the last list that was taken
/// under it, each with the time at which it was taken.
#[derive(Clone, Debug)]
pub struct Trust {
    root: Root,
    /// The role that signed the held root beside the root itself; none where the root was pinned.
    predecessor: Option<Keyring>,
    /// The root that gave the list's role the keys and the threshold that it has.
    list_role_since: i64,
    list: Option<HeldList>,
    /// The version of the list that a rotation of the list's role made void.
    voided: Option<i64>,
}

#[derive(Clone, Debug)]
struct HeldList {
    document: TrustListDocument,
    digest: Digest,
    checked: Checked,
    findings: Vec<Finding>,
}

/// A trust document was not taken; what was held stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", finding.code.message(crate::Language::English))]
pub struct TrustError {
    /// Why.
    pub finding: Finding,
}

impl From<Finding> for TrustError {
    fn from(finding: Finding) -> Self {
        Self { finding }
    }
}

/// New trust, and what was left out of it.
#[derive(Clone, Debug)]
pub struct TrustUpdate {
    /// The trust from now on.
    pub trust: Trust,
    /// Entries that were not taken, and other things worth knowing.
    pub findings: Vec<Finding>,
}

impl Trust {
    /// Begins with a root that came by a way that is trusted: a courier, a device's delivery.
    ///
    /// # Errors
    /// The document is ill formed, or does not bear the signatures that it demands itself (`TL_THRESHOLD`).
    pub fn pin(root: &[u8]) -> Result<Self, TrustError> {
        let (envelope, root) = read_root(root)?;
        if !root.root.is_met_by(&envelope) {
            return Err(Finding::whole(Code::TlThreshold).into());
        }
        let list_role_since = root.document.version;
        Ok(Self { root, predecessor: None, list_role_since, list: None, voided: None })
    }

    /// Takes the next root: signed by enough keys of the held root, and by enough of its own.
    ///
    /// Where it changes the keys or the threshold of the list's role, the held list is void, and the next list may have any
    /// version: this is how a domain recovers from a stolen list key. That list must have been made under the new root.
    ///
    /// # Errors
    /// `TL_ROLLBACK`, `TL_ROOT_GAP`, `TL_EQUIVOCATION`, `TL_THRESHOLD`, `TL_TEST_MATERIAL`, and those of reading.
    pub fn update_root(&self, root: &[u8]) -> Result<Self, TrustError> {
        let (envelope, root) = read_root(root)?;
        self.check_domain(&root.document.domain)?;
        let at_version = |code| TrustError::from(Finding::new(code, Pointer::root().child("version")));
        match root.document.version - self.root.document.version {
            // spec: PSR-TRU-006: the threshold of the held root and of the new one.
            1 if self.root.root.is_met_by(&envelope) && root.root.is_met_by(&envelope) => Ok(self.succeeded_by(root)),
            0 if root.digest == self.root.digest => Ok(self.clone()),
            0 if self.is_equivocation(&envelope, &root) => Err(at_version(Code::TlEquivocation)),
            0 | 1 => Err(Finding::whole(Code::TlThreshold).into()),
            2.. => Err(at_version(Code::TlRootGap)), // spec: PSR-TRU-007
            _ => Err(at_version(Code::TlRollback)),  // spec: PSR-TRU-009
        }
    }

    /// A second root of one version is an alarm only where it is signed as such a root has to be; anybody can write another.
    ///
    /// spec: PSR-TRU-011
    fn is_equivocation(&self, envelope: &Envelope, root: &Root) -> bool {
        let vouched = |role: &Keyring| role.is_met_by(envelope);
        root.root.is_met_by(envelope) && (vouched(&self.root.root) || self.predecessor.as_ref().is_some_and(vouched))
    }

    fn succeeded_by(&self, root: Root) -> Self {
        let predecessor = Some(self.root.root.clone());
        if root.list == self.root.list {
            return Self { root, predecessor, ..self.clone() };
        }
        let voided = self.list.as_ref().map(|list| list.document.version).or(self.voided);
        Self { list_role_since: root.document.version, root, predecessor, list: None, voided }
    }

    /// Takes a list: signed by enough keys of the list's role, and newer than the held one.
    ///
    /// # Errors
    /// `TL_ROOT_UNKNOWN`, `TL_THRESHOLD`, `TL_ROLE`, `TL_ROLLBACK`, `TL_EQUIVOCATION`, `TL_EXPIRED`, `TL_PRIVATE_KEY`,
    /// `TL_TEST_MATERIAL`, and those of reading.
    pub fn update_list(&self, list: &[u8], now: Timestamp) -> Result<TrustUpdate, TrustError> {
        let (envelope, document): (_, TrustListDocument) = read_document(list, ObjectClass::TrustList)?;
        let at = |code, member: &str| TrustError::from(Finding::new(code, Pointer::root().child(member)));
        self.check_domain(&document.domain)?;
        if document.root_version > self.root.document.version {
            return Err(at(Code::TlRootUnknown, "root_version")); // spec: PSR-TRU-008
        }
        self.check_list_signatures(&envelope)?;
        // A list from before the last change of its role would bring back what that change made void, where one of its keys
        // stayed in the role. spec: PSR-TRU-009
        if document.root_version < self.list_role_since {
            return Err(at(Code::TlRollback, "root_version"));
        }
        let digest = envelope.digest();
        let mut findings = Vec::new();
        match &self.list {
            Some(held) if document.version < held.document.version => {
                return Err(at(Code::TlRollback, "version")); // spec: PSR-TRU-009
            }
            Some(held) if document.version == held.document.version && digest != held.digest => {
                return Err(at(Code::TlEquivocation, "version")); // spec: PSR-TRU-011
            }
            None if self.voided.is_some_and(|voided| document.version <= voided) => {
                // spec: PSR-TRU-010: not higher than a version that a key made which holds no longer.
                findings.push(Finding::new(Code::TlFastForward, Pointer::root().child("version")));
            }
            _ => {}
        }
        if seconds_past(document.expires, now) >= limits::TRUST_GRACE_SECONDS {
            return Err(at(Code::TlExpired, "expires")); // spec: PSR-TRU-012
        }
        let (checked, left_out) = list::check(&document, self.root.is_test(), &self.root.keys)?;
        findings.extend(left_out);
        let list = Some(HeldList { document, digest, checked, findings: findings.clone() });
        Ok(TrustUpdate { trust: Self { list, voided: None, ..self.clone() }, findings })
    }

    /// spec: PSR-TRU-002, PSR-TRU-004
    fn check_domain(&self, domain: &AuthorityId) -> Result<(), TrustError> {
        if domain == self.domain() {
            return Ok(());
        }
        let mixes = (domain.country() == "XX") != self.is_test();
        let code = if mixes { Code::TlTestMaterial } else { Code::TlForm };
        Err(Finding::new(code, Pointer::root().child("domain")).into())
    }

    /// spec: PSR-TRU-005, PSR-TRU-006
    fn check_list_signatures(&self, envelope: &Envelope) -> Result<(), TrustError> {
        if self.root.list.is_met_by(envelope) {
            return Ok(());
        }
        let is_of_other_role = |entry: &SignatureEntry| {
            let id = entry.header.key_id();
            !self.root.list.holds(id) && (self.is_root_key(id) || self.key(id).is_some() || self.is_encryption_key(id))
        };
        let code = if envelope.signatures.iter().any(is_of_other_role) { Code::TlRole } else { Code::TlThreshold };
        Err(Finding::whole(code).into())
    }

    /// Who runs this trust domain.
    #[must_use]
    pub fn domain(&self) -> &AuthorityId {
        &self.root.document.domain
    }

    /// Whether it vouches for test authorities (`XX/…`), and for no others.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.root.is_test()
    }

    /// The version of the root.
    #[must_use]
    pub fn root_version(&self) -> i64 {
        self.root.document.version
    }

    /// The version of the list, where there is one.
    #[must_use]
    pub fn list_version(&self) -> Option<i64> {
        self.list.as_ref().map(|list| list.document.version)
    }

    /// When root and list cease to hold.
    #[must_use]
    pub fn expiry(&self) -> (Timestamp, Option<Timestamp>) {
        (self.root.document.expires, self.list.as_ref().map(|list| list.document.expires))
    }

    /// The root, as it was written.
    #[must_use]
    pub fn root_document(&self) -> &TrustRootDocument {
        &self.root.document
    }

    /// The digest of the root, by which people can compare it over another way.
    #[must_use]
    pub fn root_digest(&self) -> &Digest {
        &self.root.digest
    }

    /// The list, as it was written, with the entries that were left out.
    #[must_use]
    pub fn list_document(&self) -> Option<&TrustListDocument> {
        self.list.as_ref().map(|list| &list.document)
    }

    /// What was left out of the held root and of the held list when they were taken.
    #[must_use]
    pub fn findings(&self) -> (&[Finding], &[Finding]) {
        (&self.root.findings, self.list.as_ref().map_or(&[], |list| &list.findings))
    }

    /// The authorities of the list.
    pub fn authorities(&self) -> impl Iterator<Item = &Authority> {
        self.list.iter().flat_map(|list| list.checked.authorities.values())
    }

    /// An authority of the list.
    #[must_use]
    pub fn authority(&self, id: &AuthorityId) -> Option<&Authority> {
        self.list.as_ref().and_then(|list| list.checked.authorities.get(id))
    }

    /// The key of an identifier, compared exactly, and whose it is; a key of the root is no authority's, whatever a list says.
    pub(crate) fn key(&self, id: &KeyId) -> Option<(&Authority, &TrustedKey)> {
        if self.is_root_key(id) {
            return None;
        }
        let authority = self.authority(id.authority())?;
        authority.keys.iter().find(|key| key.id == *id).map(|key| (authority, key))
    }

    /// Whether a key is one to which records are sealed, which signs nothing.
    pub(crate) fn is_encryption_key(&self, id: &KeyId) -> bool {
        let keys = self.authority(id.authority()).map(Authority::encryption_keys).unwrap_or_default();
        keys.iter().any(|key| key.id() == id)
    }

    /// Who signs the next root.
    pub(super) fn root_role(&self) -> &Keyring {
        &self.root.root
    }

    /// Who signs the list.
    pub(super) fn list_role(&self) -> &Keyring {
        &self.root.list
    }

    /// Whether a key is one of the root's, which sign trust documents and nothing else.
    pub(crate) fn is_root_key(&self, id: &KeyId) -> bool {
        self.root.keys.keys().any(|held| held.thumbprint() == id.thumbprint())
    }

    /// When an algorithm goes out of use.
    pub(crate) fn sunset(&self, algorithm: Algorithm) -> Option<Timestamp> {
        let sunsets = self.list.iter().flat_map(|list| &list.checked.sunsets);
        sunsets.filter(|(held, _)| *held == algorithm).map(|(_, sunset)| *sunset).min()
    }

    /// From when on a signature needs one of ML-DSA beside it.
    pub(crate) fn hybrid_from(&self) -> Option<Timestamp> {
        self.list.as_ref()?.document.policy.as_ref()?.hybrid_from
    }

    /// Whether the list gives an authority a key of this identifier, of a kind that this version or this build does not know.
    pub(crate) fn has_key_to_come(&self, id: &KeyId) -> bool {
        let entries = self.list.iter().flat_map(|list| &list.document.authorities);
        let mut keys = entries.filter(|entry| entry.id == *id.authority()).flat_map(|entry| &entry.keys);
        let (kid, kind) = (id.to_string(), Err(KeyError::UnknownKind));
        keys.any(|key| key.kid == kid && key.jwk.public_key().map(|_| ()) == kind)
    }

    /// Whether the root or the list is past its time, and by how much.
    ///
    /// spec: PSR-TRU-012
    pub(crate) fn past_its_time(&self, now: Timestamp) -> Option<Code> {
        let (root, list) = self.expiry();
        let expires = list.map_or(root, |list| list.min(root));
        match seconds_past(expires, now) {
            ..0 => None,
            0..limits::TRUST_GRACE_SECONDS => Some(Code::TlExpiredGrace),
            _ => Some(Code::TlExpired),
        }
    }
}

/// Seconds since a time; negative before it.
fn seconds_past(time: Timestamp, now: Timestamp) -> i64 {
    now.unix_seconds() - time.unix_seconds()
}
