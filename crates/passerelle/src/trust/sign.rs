//! Making trust documents: for those who run a trust domain.

use super::document::{TrustListDocument, TrustRootDocument};
use super::list;
use super::read::decode;
use super::root::{Keyring, Root};
use super::update::{Trust, TrustError};
use crate::crypto::{KeyId, Signer, SignerError, digest};
use crate::envelope::{Envelope, Form, ObjectClass, SignatureEntry, write};
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Object, Pointer};
use crate::record::Timestamp;

/// Signs a trust document with every key that is given.
///
/// The document is checked first, more strictly than a reader does: one of which every reader would leave out an entry is refused.
/// Keys that are held elsewhere sign the result with [`cosign_trust_document`].
///
/// # Errors
/// The document is not one that a reader takes whole (`TL_FORM` and the other codes of its content), or a signer gave no usable
/// signature (`SIGN_CALLBACK`).
pub fn sign_trust_document<T: serde::Serialize>(
    class: ObjectClass,
    document: &T,
    signers: &[&dyn Signer],
    issued_at: Timestamp,
) -> Result<Vec<u8>, TrustError> {
    let object = Object::encode(document).map_err(|fault| Finding::new(Code::TlForm, fault.pointer))?;
    Content::read(class, &object)?;
    seal(class, Form::Clear, &object.to_canonical(), Vec::new(), signers, issued_at)
}

/// Adds signatures to a signed trust document; the document itself is not changed by a byte.
///
/// # Errors
/// As [`sign_trust_document`], and those of reading the envelope.
pub fn cosign_trust_document(
    envelope: &[u8],
    signers: &[&dyn Signer],
    issued_at: Timestamp,
) -> Result<Vec<u8>, TrustError> {
    let Proposal { class, envelope, .. } = Proposal::read(envelope)?;
    let held = envelope.signatures.into_iter().map(|entry| (entry.header.key_id, (entry.protected, entry.signature)));
    seal(class, envelope.form, envelope.object.bytes(), held.collect(), signers, issued_at)
}

/// Puts the signatures that are held and the new ones around a document; a signer's new one takes the place of its old one.
fn seal(
    class: ObjectClass,
    form: Form,
    payload: &[u8],
    mut signatures: Vec<(KeyId, (String, Vec<u8>))>,
    signers: &[&dyn Signer],
    issued_at: Timestamp,
) -> Result<Vec<u8>, TrustError> {
    for signer in signers {
        let id = KeyId::of(signer.authority(), signer.public_key());
        let made = SignatureEntry::make(class, payload, *signer, issued_at)
            .map_err(|_: SignerError| Finding::whole(Code::SignCallback))?;
        signatures.retain(|(held, _)| *held != id);
        signatures.push((id, made));
    }
    let signatures: Vec<_> = signatures.into_iter().map(|(_, signature)| signature).collect();
    Ok(write(class, form, payload, &signatures))
}

/// A trust document on its way to have all its signatures. Nothing in it is to be believed yet.
#[derive(Debug)]
pub struct Proposal {
    class: ObjectClass,
    envelope: Envelope,
    content: Content,
}

/// What a proposal holds.
#[derive(Debug)]
enum Content {
    Root(Box<Root>),
    List(Box<TrustListDocument>),
}

impl Content {
    /// Reads a document of which nothing would be left out.
    fn read(class: ObjectClass, object: &Object) -> Result<Self, Finding> {
        let (content, findings) = match class {
            ObjectClass::TrustRoot => {
                let root = Root::check(decode(object, class)?, digest(&object.to_canonical()))?;
                let findings = root.findings.clone();
                (Self::Root(Box::new(root)), findings)
            }
            ObjectClass::TrustList => {
                let document: TrustListDocument = decode(object, class)?;
                let is_test = document.domain.country() == "XX";
                let (_, findings) = list::check(&document, is_test, &std::collections::BTreeMap::new())?;
                (Self::List(Box::new(document)), findings)
            }
            _ => return Err(Finding::new(Code::TlForm, Pointer::root())),
        };
        let left_out = findings.into_iter().find(|finding| finding.severity == Severity::Error);
        left_out.map_or(Ok(content), Err)
    }
}

/// How many signatures of one role a document has, and how many it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureCount {
    /// Whose signatures are counted.
    pub role: CountedRole,
    /// The keys of that role that have signed.
    pub signed: Vec<KeyId>,
    /// The keys of that role that have not.
    pub missing: Vec<KeyId>,
    /// How many must.
    pub needed: usize,
}

impl SignatureCount {
    /// Whether there are enough.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.signed.len() >= self.needed
    }
}

/// A role whose signatures a trust document needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CountedRole {
    /// The role `root` of the root that is held: it vouches for the next one.
    HeldRoot,
    /// The role `root` of the proposed root itself.
    NewRoot,
    /// The role `list` of the root that is held.
    List,
}

impl Proposal {
    /// Reads a trust document that may still lack signatures.
    ///
    /// # Errors
    /// It is neither a root nor a list that a reader would take whole.
    pub fn read(bytes: &[u8]) -> Result<Self, TrustError> {
        let read = |class| Envelope::read(bytes, class).map(|envelope| (class, envelope));
        let first =
            |findings: Vec<Finding>| findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::TlForm));
        let (class, envelope) = read(ObjectClass::TrustRoot).or_else(|(as_root, _)| {
            let as_root = first(as_root);
            let is_other_class = matches!(as_root.code, Code::EnvMember | Code::EnvContent | Code::HdrTyp);
            read(ObjectClass::TrustList).map_err(|(as_list, _)| if is_other_class { first(as_list) } else { as_root })
        })?;
        let content = Content::read(class, envelope.object.tree())?;
        Ok(Self { class, envelope, content })
    }

    /// The root, where it is one.
    #[must_use]
    pub fn root(&self) -> Option<&TrustRootDocument> {
        if let Content::Root(root) = &self.content { Some(&root.document) } else { None }
    }

    /// The list, where it is one.
    #[must_use]
    pub fn list(&self) -> Option<&TrustListDocument> {
        if let Content::List(list) = &self.content { Some(list) } else { None }
    }

    /// The number of the root or list.
    #[must_use]
    pub fn version(&self) -> i64 {
        match &self.content {
            Content::Root(root) => root.document.version,
            Content::List(list) => list.version,
        }
    }

    /// The signatures that it has and needs, seen from the trust that is held; without that, as a first root.
    #[must_use]
    pub fn signature_counts(&self, held: Option<&Trust>) -> Vec<SignatureCount> {
        let mut counts = Vec::new();
        if let (Content::Root(root), held) = (&self.content, held) {
            if let Some(held) = held {
                counts.push(self.count(CountedRole::HeldRoot, held.root_role()));
            }
            counts.push(self.count(CountedRole::NewRoot, &root.root));
        } else if let Some(held) = held {
            counts.push(self.count(CountedRole::List, held.list_role()));
        }
        counts
    }

    fn count(&self, role: CountedRole, keyring: &Keyring) -> SignatureCount {
        let signed = keyring.signers(&self.envelope);
        let missing = keyring.keys.keys().filter(|id| !signed.contains(id)).cloned().collect();
        SignatureCount { role, missing, needed: keyring.threshold, signed: signed.into_iter().cloned().collect() }
    }
}
