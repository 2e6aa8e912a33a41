//! A trust root that was checked, and how signatures are counted against its roles.

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Role, TrustRootDocument};
use super::list::key_code;
use crate::crypto::{KeyId, PublicKey};
use crate::envelope::{Envelope, HeaderAlgorithm, signing_input};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::Digest;

/// A role: its keys, and how many of them must sign.
///
/// As an identifier holds the thumbprint, and every identifier was held against its key, no key stands here twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keyring {
    pub(super) keys: BTreeMap<KeyId, PublicKey>,
    pub(super) threshold: usize,
}

/// A root.
#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) document: TrustRootDocument,
    pub(super) keys: BTreeMap<KeyId, PublicKey>,
    pub(super) root: Keyring,
    pub(super) list: Keyring,
    pub(super) digest: Digest,
    /// Keys that were passed over.
    pub(super) findings: Vec<Finding>,
}

impl Root {
    /// Checks a root document; its signatures are counted elsewhere.
    ///
    /// spec: PSR-TRU-002, PSR-TRU-013, PSR-TRU-015, PSR-TRU-016
    pub(super) fn check(document: TrustRootDocument, digest: Digest) -> Result<Self, Finding> {
        if document.issued >= document.expires {
            return Err(Finding::new(Code::TlForm, Pointer::root().child("expires")));
        }
        let mut keys = BTreeMap::new();
        let mut kids = BTreeSet::new();
        let mut findings = Vec::new();
        for (index, entry) in document.keys.iter().enumerate() {
            let at = |code| Finding::new(code, Pointer::root().child("keys").index(index));
            if !kids.insert(entry.kid.as_str()) {
                return Err(at(Code::TlForm));
            }
            let public = match entry.jwk.public_key().map_err(key_code) {
                // ML-DSA signs no trust documents, whether or not this build has it. spec: PSR-TRU-016
                Ok(public) if !public.algorithm().is_ml_dsa() => public,
                Ok(_) | Err(Code::TlKeyType) => {
                    findings.push(at(Code::TlKeyType));
                    continue;
                }
                Err(code) => return Err(at(code)),
            };
            let id = KeyId::of(&document.domain, &public);
            if id.to_string() != entry.kid {
                return Err(at(Code::TlKidMismatch));
            }
            keys.insert(id, public);
        }
        let ring = |name: &str, role: &Role| {
            Keyring::check(role, &kids, &keys)
                .map_err(|member| Finding::new(Code::TlForm, Pointer::root().child("roles").child(name).child(member)))
        };
        let (root, list) = (ring("root", &document.roles.root)?, ring("list", &document.roles.list)?);
        Ok(Self { keys, root, list, digest, findings, document })
    }

    /// Whether it vouches for test authorities.
    pub(super) fn is_test(&self) -> bool {
        self.document.domain.country() == "XX"
    }
}

impl Keyring {
    /// A role that names keys of the document only, and whose threshold the known ones of them can reach; or the member at fault.
    fn check(role: &Role, kids: &BTreeSet<&str>, keys: &BTreeMap<KeyId, PublicKey>) -> Result<Self, &'static str> {
        let named: BTreeSet<&str> = role.kids.iter().map(String::as_str).collect();
        let held: BTreeMap<KeyId, PublicKey> = keys
            .iter()
            .filter(|(id, _)| named.contains(id.to_string().as_str()))
            .map(|(id, key)| (id.clone(), key.clone()))
            .collect();
        if !named.is_subset(kids) {
            return Err("kids");
        }
        match usize::try_from(role.threshold) {
            Ok(threshold) if (1..=held.len()).contains(&threshold) => Ok(Self { keys: held, threshold }),
            _ => Err("threshold"),
        }
    }

    /// Whether enough different keys of this role have signed.
    ///
    /// spec: PSR-TRU-006
    pub(super) fn is_met_by(&self, envelope: &Envelope) -> bool {
        self.signers(envelope).len() >= self.threshold
    }

    /// The keys of this role with a signature that verifies: each once, however often it signed.
    pub(super) fn signers(&self, envelope: &Envelope) -> BTreeSet<&KeyId> {
        let signed = |(id, key): &(&KeyId, &PublicKey)| {
            envelope.signatures.iter().any(|entry| {
                entry.header.key_id() == *id
                    && entry.header.algorithm == HeaderAlgorithm::Known(key.algorithm())
                    && key.verifies(&signing_input(&entry.protected, envelope.object.bytes()), &entry.signature)
            })
        };
        self.keys.iter().filter(signed).map(|(id, _)| id).collect()
    }

    /// Whether a key is one of this role's, by its material.
    pub(super) fn holds(&self, id: &KeyId) -> bool {
        self.keys.keys().any(|held| held.thumbprint() == id.thumbprint())
    }
}
