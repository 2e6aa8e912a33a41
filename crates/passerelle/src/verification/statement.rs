//! Statements: signed documents beside records (manifest, receipt, forward), each made by one authority with a role of its own.

use std::fmt;
use std::sync::OnceLock;

use jsonschema::Validator;
use schemars::Schema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Extent, Findings, Halt, OpenError, Signatories, SignatureSummary, examine_signatures};
use crate::crypto::{Signer, SignerError};
use crate::envelope::{Envelope, Form, ObjectClass, SignatureEntry, write};
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Canonical, Object, Pointer, Value};
use crate::record::{AuthorityId, Digest, SpecVersion, Timestamp};
use crate::rules::{Reader, check_strings};
use crate::schema::{Strictness, check_document, compile};
use crate::trust::Trust;

/// The compiled schemas of a class: for its own version, and for a newer minor one.
pub(crate) type Validators = [OnceLock<Validator>; 2];

/// A document that an authority states and signs. It has the members `spec`, `issuer` and `issued`.
pub(crate) trait Document: Serialize + DeserializeOwned {
    /// Its class.
    const CLASS: ObjectClass;
    /// The role that the trust list must give its issuer.
    const ROLE: &'static str;

    /// Its schema.
    fn schema() -> Schema;

    /// Where the compiled schema is kept.
    fn validators() -> &'static Validators;

    /// Who states it.
    fn issuer(&self) -> &AuthorityId;

    /// What is wrong with it that a schema cannot say.
    fn faults(&self) -> Vec<Finding>;
}

/// A statement whose signature was verified, and which is what its issuer signed.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedStatement<T> {
    document: T,
    class: ObjectClass,
    object: Canonical,
    digest: Digest,
    envelope_signatures: Vec<(String, Vec<u8>)>,
    signatures: Vec<SignatureSummary>,
    findings: Vec<Finding>,
}

impl<T> VerifiedStatement<T> {
    /// What is stated.
    #[must_use]
    pub fn document(&self) -> &T {
        &self.document
    }

    /// The canonical bytes that were signed.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.object.bytes()
    }

    /// The digest of those.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The signatures, in the order of the envelope.
    #[must_use]
    pub fn signatures(&self) -> &[SignatureSummary] {
        &self.signatures
    }

    /// Warnings.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The envelope, in the form that is asked for, with every signature that came with it.
    #[must_use]
    pub fn to_envelope(&self, form: Form) -> Vec<u8> {
        write(self.class, form, self.object.bytes(), &self.envelope_signatures)
    }
}

/// Prints which class it is of and its digest, never what it says.
impl<T> fmt::Debug for VerifiedStatement<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("VerifiedStatement");
        output.field("class", &self.class).field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// A statement was not signed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StatementError {
    /// The document is not one that a reader would take; the first thing that is wrong with it.
    #[error("{}", .0.code.message(crate::Language::English))]
    Document(Box<Finding>),
    /// The signer is not its issuer (`SIGN_KEY`).
    #[error("the key is not one of the issuer of the statement")]
    Key,
    /// The signer gave no usable signature (`SIGN_CALLBACK`).
    #[error("the signer gave no usable signature: {0}")]
    Signer(#[from] SignerError),
}

impl StatementError {
    /// The code of the error.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            StatementError::Document(finding) => finding.code,
            StatementError::Key => Code::SignKey,
            StatementError::Signer(_) => Code::SignCallback,
        }
    }
}

/// Signs a statement with a key of its issuer.
///
/// spec: PSR-SIG-008
pub(crate) fn sign_statement<T: Document>(
    document: &T,
    signer: &dyn Signer,
    now: Timestamp,
    form: Form,
) -> Result<Vec<u8>, StatementError> {
    let refused = |finding: Finding| StatementError::Document(Box::new(finding));
    let object = Object::encode(document).map_err(|fault| refused(Finding::new(Code::SchemaForm, fault.pointer)))?;
    let mut findings = Findings::new(Extent::FirstRefusal);
    let read: Result<Option<T>, Halt> = examine_document(&object, Reader::Author, &mut findings);
    if let (Err(Halt), Some(finding)) | (Ok(None), Some(finding)) = (read, findings.placed(&[], None).refusal) {
        return Err(refused(finding));
    }
    if signer.authority() != document.issuer() {
        return Err(StatementError::Key);
    }
    let payload = object.to_canonical();
    let made = SignatureEntry::make_all(T::CLASS, &payload, signer, now)?;
    let envelope = write(T::CLASS, form, &payload, &made);
    match Envelope::read(&envelope, T::CLASS) {
        Ok(_) => Ok(envelope),
        Err((findings, _)) => {
            let first = findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::EnvContent));
            Err(refused(first))
        }
    }
}

/// Opens a statement: the stages limits to time, and then its version, its schema and what its members say to one another.
pub(crate) fn open_statement<T: Document>(
    bytes: &[u8],
    trust: &Trust,
    now: Timestamp,
) -> Result<VerifiedStatement<T>, OpenError> {
    let mut findings = Findings::new(Extent::FirstRefusal);
    let mut opened = None;
    // `Halt` says that the first refusal was found, which is all that there is to say.
    let _: Result<(), Halt> = examine::<T>(bytes, trust, now, &mut findings, &mut opened);
    let is_opaque = opened.as_ref().is_some_and(|(envelope, ..)| envelope.form == Form::Opaque);
    let object_at = (!is_opaque).then(|| Pointer::root().child(T::CLASS.member()));
    let found = findings.placed(bytes, object_at.as_ref());
    let (None, Some((envelope, signatures, Some(document)))) = (&found.refusal, opened) else {
        return Err(OpenError::of(found.refusal));
    };
    let digest = envelope.digest();
    let raw = envelope.signatures.into_iter().map(|entry| (entry.protected, entry.signature)).collect();
    Ok(VerifiedStatement {
        document,
        class: T::CLASS,
        object: envelope.object.without_outline(),
        digest,
        envelope_signatures: raw,
        signatures,
        findings: found.findings,
    })
}

type Opened<T> = (Envelope, Vec<SignatureSummary>, Option<T>);

fn examine<T: Document>(
    bytes: &[u8],
    trust: &Trust,
    now: Timestamp,
    findings: &mut Findings,
    opened: &mut Option<Opened<T>>,
) -> Result<(), Halt> {
    let envelope = match Envelope::read(bytes, T::CLASS) {
        Ok(envelope) => envelope,
        Err((faults, _)) => return findings.add_all(faults),
    };
    let summaries = envelope.signatures.iter().map(SignatureSummary::unverified).collect();
    let (envelope, signatures, document) = opened.insert((envelope, summaries, None));
    let signatories = Signatories::of_statement(envelope.object.node(), T::ROLE);
    let good = examine_signatures(envelope, &signatories, Some(trust), now, &Vec::new, findings)?;
    for (index, summary) in signatures.iter_mut().enumerate() {
        summary.verified = good.contains(&index);
    }
    *document = examine_document(envelope.object.tree(), Reader::Recipient, findings)?;
    Ok(())
}

/// spec: PSR-VER-001, PSR-VER-002, PSR-PRF-005, PSR-PRF-006
fn examine_document<T: Document>(object: &Object, reader: Reader, findings: &mut Findings) -> Result<Option<T>, Halt> {
    let judged = |finding: Finding| if reader == Reader::Author { finding.for_author() } else { finding };
    findings.add_all(check_strings(object).into_iter().map(judged))?;
    let spec = object.get("spec").and_then(Value::as_str).and_then(|spec| SpecVersion::new(spec).ok());
    let at_spec = |code| Finding::new(code, Pointer::root().child("spec"));
    let strictness = match spec.map(|spec| (spec.major(), spec.minor())) {
        None | Some((1, 0)) => Strictness::Exact,
        Some((1, _)) => {
            findings.add(judged(at_spec(Code::VerNewer)))?;
            Strictness::NewerMinor
        }
        Some(_) => {
            findings.add(judged(at_spec(Code::VerMajor)))?;
            Strictness::NewerMinor
        }
    };
    let [exact, newer] = T::validators();
    let validator = if strictness == Strictness::Exact { exact } else { newer };
    let validator = validator.get_or_init(|| compile(T::schema(), strictness));
    findings.add_all(check_document(object, validator))?;
    let document: Option<T> = object.decode().ok();
    let faults = document.as_ref().map(T::faults).unwrap_or_default();
    let has_error = faults.iter().any(|finding| finding.severity == Severity::Error);
    findings.add_sorted(faults)?;
    Ok(document.filter(|_| !has_error))
}
