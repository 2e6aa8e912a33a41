//! How trust begins and goes on: the first root is pinned, and every later document must follow from what is held.

use super::document::{TrustListDocument, TrustRootDocument};
use super::list::{self, Authority, Checked, TrustedKey};
use super::root::Root;
use crate::crypto::{Algorithm, KeyId, Signer, SignerError};
use crate::envelope::{Envelope, Form, ObjectClass, SignatureEntry, write};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Pointer};
use crate::limits;
use crate::record::{AuthorityId, Digest, Timestamp};

/// What is believed: one root, and the list that follows from it where there is one.
///
/// It is a value: an update gives a new one, and the old one stays as it was. Keep the bytes of the documents that made it, and
/// make it from them again after a restart.
#[derive(Clone, Debug)]
pub struct Trust {
    root: Root,
    list: Option<HeldList>,
    /// The version of the list that a rotation of the list's role made void.
    voided: Option<i64>,
}

#[derive(Clone, Debug)]
struct HeldList {
    version: i64,
    expires: Timestamp,
    digest: Digest,
    checked: Checked,
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
    /// The document is ill formed, or does not bear the signatures that it demands itself.
    pub fn pin(root: &[u8]) -> Result<Self, TrustError> {
        let (envelope, root) = read_root(root)?;
        if !root.root.is_met_by(&envelope) {
            return Err(Finding::whole(Code::TlThreshold).into());
        }
        Ok(Self { root, list: None, voided: None })
    }

    /// Takes the next root: signed by enough keys of the held root, and by enough of its own.
    ///
    /// Where it changes the keys or the threshold of the list's role, the held list is void, and the next list may have any
    /// version: this is how a domain recovers from a stolen list key.
    ///
    /// # Errors
    /// `TL_ROLLBACK`, `TL_ROOT_GAP`, `TL_EQUIVOCATION`, `TL_THRESHOLD`, `TL_TEST_MATERIAL`, and those of reading.
    pub fn update_root(&self, root: &[u8]) -> Result<Self, TrustError> {
        let (envelope, root) = read_root(root)?;
        if root.domain != self.root.domain {
            let mixes = root.is_test() != self.root.is_test();
            let code = if mixes { Code::TlTestMaterial } else { Code::TlForm };
            return Err(Finding::new(code, Pointer::root().child("domain")).into());
        }
        let at_version = |code| TrustError::from(Finding::new(code, Pointer::root().child("version")));
        let distance = root.version - self.root.version;
        if distance == 0 && root.digest == self.root.digest {
            return Ok(self.clone());
        }
        // spec: PSR-TRU-006: the threshold of the held root and of the new one.
        if distance == 1 && !(self.root.root.is_met_by(&envelope) && root.root.is_met_by(&envelope)) {
            return Err(Finding::whole(Code::TlThreshold).into());
        }
        match distance {
            1 => {}
            // spec: PSR-TRU-011: a second root of one version is an alarm only where it is signed as a root is.
            0 if self.root.root.is_met_by(&envelope) => return Err(at_version(Code::TlEquivocation)),
            0 => return Err(Finding::whole(Code::TlThreshold).into()),
            2.. => return Err(at_version(Code::TlRootGap)), // spec: PSR-TRU-007
            _ => return Err(at_version(Code::TlRollback)),  // spec: PSR-TRU-009
        }
        let rotated = root.list != self.root.list;
        let (list, voided) = if rotated {
            (None, self.list.as_ref().map(|list| list.version).or(self.voided))
        } else {
            (self.list.clone(), self.voided)
        };
        Ok(Self { root, list, voided })
    }

    /// Takes a list: signed by enough keys of the list's role, and newer than the held one.
    ///
    /// # Errors
    /// `TL_ROOT_UNKNOWN`, `TL_THRESHOLD`, `TL_ROLE`, `TL_ROLLBACK`, `TL_EQUIVOCATION`, `TL_EXPIRED`, `TL_PRIVATE_KEY`,
    /// `TL_TEST_MATERIAL`, and those of reading.
    pub fn update_list(&self, list: &[u8], now: Timestamp) -> Result<TrustUpdate, TrustError> {
        let (envelope, document): (_, TrustListDocument) = read_document(list, ObjectClass::TrustList)?;
        let at = |code, member: &str| TrustError::from(Finding::new(code, Pointer::root().child(member)));
        if document.domain != self.root.domain {
            let mixes = (document.domain.country() == "XX") != self.root.is_test();
            return Err(at(if mixes { Code::TlTestMaterial } else { Code::TlForm }, "domain"));
        }
        if document.root_version > self.root.version {
            return Err(at(Code::TlRootUnknown, "root_version")); // spec: PSR-TRU-008
        }
        self.check_list_signatures(&envelope)?;
        let digest = envelope.digest();
        let mut findings = Vec::new();
        match &self.list {
            Some(held) if document.version < held.version => return Err(at(Code::TlRollback, "version")), // spec: PSR-TRU-009
            Some(held) if document.version == held.version && digest != held.digest => {
                return Err(at(Code::TlEquivocation, "version")); // spec: PSR-TRU-011
            }
            None if self.voided.is_some_and(|voided| document.version <= voided) => {
                // spec: PSR-TRU-010: lower than a version that a key made which holds no longer.
                findings.push(Finding::new(Code::TlFastForward, Pointer::root().child("version")));
            }
            _ => {}
        }
        if seconds_past(document.expires, now) >= limits::TRUST_GRACE_SECONDS {
            return Err(at(Code::TlExpired, "expires"));
        }
        let (checked, left_out) = list::check(&document, self.root.is_test())?;
        findings.extend(left_out);
        let held = HeldList { version: document.version, expires: document.expires, digest, checked };
        Ok(TrustUpdate { trust: Self { root: self.root.clone(), list: Some(held), voided: None }, findings })
    }

    /// spec: PSR-TRU-005, PSR-TRU-006
    fn check_list_signatures(&self, envelope: &Envelope) -> Result<(), TrustError> {
        if self.root.list.is_met_by(envelope) {
            return Ok(());
        }
        let is_of_other_role = |entry: &SignatureEntry| {
            let is_list_key =
                self.root.list.keys.iter().any(|key| key.thumbprint() == entry.header.key_id().thumbprint());
            let is_other = self.root.keys.keys().any(|id| id.thumbprint() == entry.header.key_id().thumbprint());
            !is_list_key && (is_other || self.key(entry.header.key_id()).is_some())
        };
        let code = if envelope.signatures.iter().any(is_of_other_role) { Code::TlRole } else { Code::TlThreshold };
        Err(Finding::whole(code).into())
    }

    /// Who runs this trust domain.
    #[must_use]
    pub fn domain(&self) -> &AuthorityId {
        &self.root.domain
    }

    /// Whether it vouches for test authorities (`XX/…`), and for no others.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.root.is_test()
    }

    /// The version of the root.
    #[must_use]
    pub fn root_version(&self) -> i64 {
        self.root.version
    }

    /// The version of the list, where there is one.
    #[must_use]
    pub fn list_version(&self) -> Option<i64> {
        self.list.as_ref().map(|list| list.version)
    }

    /// When root and list cease to hold.
    #[must_use]
    pub fn expiry(&self) -> (Timestamp, Option<Timestamp>) {
        (self.root.expires, self.list.as_ref().map(|list| list.expires))
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

    /// The key of an identifier, compared exactly, and whose it is.
    pub(crate) fn key(&self, id: &KeyId) -> Option<(&Authority, &TrustedKey)> {
        let authority = self.authority(id.authority())?;
        authority.keys.iter().find(|key| key.id == *id).map(|key| (authority, key))
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

    /// Why nothing can be believed now, if so: no list, or root or list past their time.
    ///
    /// spec: PSR-TRU-001, PSR-TRU-012
    pub(crate) fn unusable(&self, now: Timestamp) -> Option<Code> {
        let Some(list) = &self.list else { return Some(Code::TlMissing) };
        let past = seconds_past(self.root.expires, now).max(seconds_past(list.expires, now));
        match past {
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

fn read_root(bytes: &[u8]) -> Result<(Envelope, Root), TrustError> {
    let (envelope, document): (_, TrustRootDocument) = read_document(bytes, ObjectClass::TrustRoot)?;
    let root = Root::check(&document, envelope.digest())?;
    Ok((envelope, root))
}

/// Reads a trust document of this major version; members of a newer minor are passed over.
///
/// spec: PSR-TRU-002
fn read_document<T: serde::de::DeserializeOwned>(
    bytes: &[u8],
    class: ObjectClass,
) -> Result<(Envelope, T), TrustError> {
    let envelope = Envelope::read(bytes, class)
        .map_err(|(findings, _)| findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::TlForm)))?;
    let spec = envelope.object.get("spec").and_then(crate::json::Value::as_str).unwrap_or_default();
    if spec.split_once('.').is_some_and(|(major, _)| major != "1") {
        return Err(Finding::new(Code::VerMajor, Pointer::root().child("spec")).into());
    }
    let document = envelope.object.decode().map_err(|_| Finding::whole(Code::TlForm))?;
    Ok((envelope, document))
}

/// Signs a trust document with every key that is given.
///
/// # Errors
/// The document is outside the profile (`TL_FORM`), or a signer gave no usable signature (`SIGN_CALLBACK`).
pub fn sign_trust_document<T: serde::Serialize>(
    class: ObjectClass,
    document: &T,
    signers: &[&dyn Signer],
    issued_at: Timestamp,
) -> Result<Vec<u8>, TrustError> {
    let object = Object::encode(document).map_err(|fault| Finding::new(Code::TlForm, fault.pointer))?;
    let payload = object.to_canonical();
    let signatures: Result<Vec<_>, SignerError> =
        signers.iter().map(|signer| SignatureEntry::make(class, &payload, *signer, issued_at)).collect();
    let signatures = signatures.map_err(|_| Finding::whole(Code::SignCallback))?;
    Ok(write(class, Form::Clear, &object, &signatures))
}
