//! A trust root that was checked, and how signatures are counted against its roles.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Role, TrustRootDocument, jwk_object};
use super::list::key_code;
use crate::crypto::{KeyId, PublicKey};
use crate::envelope::{Envelope, HeaderAlgorithm, signing_input};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::{AuthorityId, Digest, Timestamp};

/// A role: its keys by material, and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keyring {
    pub(super) keys: BTreeSet<PublicKey>,
    pub(super) threshold: usize,
}

/// A root.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) domain: AuthorityId,
    pub(super) version: i64,
    pub(super) expires: Timestamp,
    pub(super) keys: BTreeMap<KeyId, PublicKey>,
    pub(super) root: Keyring,
    pub(super) list: Keyring,
    pub(super) digest: Digest,
}

impl Root {
    /// Checks a root document; its signatures are counted elsewhere.
    pub(super) fn check(document: &TrustRootDocument, digest: Digest) -> Result<Self, Finding> {
        let mut keys = BTreeMap::new();
        for (index, entry) in document.keys.iter().enumerate() {
            let refuse = |code| Finding::new(code, Pointer::root().child("keys").index(index));
            let jwk = jwk_object(&entry.jwk).ok_or_else(|| refuse(Code::TlForm))?;
            let public = match PublicKey::from_jwk(&jwk).map_err(key_code) {
                Ok(public) => public,
                Err(Code::TlKeyType) => continue, // spec: PSR-TRU-016
                Err(code) => return Err(refuse(code)),
            };
            let id = KeyId::of(&document.domain, &public);
            if id.to_string() != entry.kid {
                return Err(refuse(Code::TlKidMismatch));
            }
            if keys.insert(id, public).is_some() {
                return Err(refuse(Code::TlForm));
            }
        }
        let root = Keyring::check(&document.roles.root, &keys).ok_or_else(|| at_role("root"))?;
        let list = Keyring::check(&document.roles.list, &keys).ok_or_else(|| at_role("list"))?;
        let (domain, version, expires) = (document.domain.clone(), document.version, document.expires);
        Ok(Self { domain, version, expires, keys, root, list, digest })
    }

    /// Whether it vouches for test authorities.
    pub(super) fn is_test(&self) -> bool {
        self.domain.country() == "XX"
    }
}

fn at_role(role: &str) -> Finding {
    Finding::new(Code::TlForm, Pointer::root().child("roles").child(role))
}

impl Keyring {
    /// A role whose keys are all there, and can reach its threshold.
    fn check(role: &Role, keys: &BTreeMap<KeyId, PublicKey>) -> Option<Self> {
        let threshold = usize::try_from(role.threshold).ok()?;
        let ids: Vec<KeyId> = role.kids.iter().filter_map(|kid| KeyId::parse(kid).ok()).collect();
        let held: BTreeSet<PublicKey> = ids.iter().filter_map(|id| keys.get(id)).cloned().collect();
        ((1..=held.len()).contains(&threshold)).then_some(Self { keys: held, threshold })
    }

    /// Whether enough different keys of this role have signed; counted by key material, never by label.
    ///
    /// spec: PSR-TRU-006
    pub(super) fn is_met_by(&self, envelope: &Envelope) -> bool {
        self.signers(envelope).len() >= self.threshold
    }

    /// The keys of this role whose signature verifies.
    pub(super) fn signers(&self, envelope: &Envelope) -> BTreeSet<&PublicKey> {
        let signed = |key: &&PublicKey| {
            envelope.signatures.iter().any(|entry| {
                entry.header.algorithm == HeaderAlgorithm::Known(key.algorithm())
                    && entry.header.key_id().thumbprint() == key.thumbprint()
                    && key.verifies(&signing_input(&entry.protected, &envelope.payload), &entry.signature)
            })
        };
        self.keys.iter().filter(signed).collect()
    }
}
