//! Signing a draft, adding a signature, and turning one form into the other.

use super::redact::revealed;
use super::validate::{Validation, valid_object, validate};
use crate::crypto::{Randomness, RandomnessError, Signer, SignerError};
use crate::envelope::{Envelope, Form, ObjectClass, SignatureEntry, write_disclosing};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Canonical, Node, Object};
use crate::record::Timestamp;
use crate::redaction::{NotConcealed, Redactable, References, conceal};

/// Nothing was signed.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The draft has errors (`SIGN_INVALID_DRAFT`).
    #[error("the draft has errors")]
    InvalidDraft(Box<Validation>),
    /// The signer is neither the issuer nor one of `signers.of` (`SIGN_KEY`).
    #[error("the key is not one that may sign this record")]
    Key,
    /// The signer gave no usable signature (`SIGN_CALLBACK`).
    #[error("the signer gave no usable signature: {0}")]
    Signer(#[from] SignerError),
    /// What should get a further signature is no envelope with a record, or what came out would be none that a reader takes: without
    /// a signature, or with too many.
    #[error("{}", .0.code.message(crate::Language::English))]
    Envelope(Box<Finding>),
    /// A part that should be redactable may not be, or is not there (`RED_…`, `LIM_COUNT`); or a copy that should get a further
    /// signature has not all its parts (`RED_INCOMPLETE`).
    #[error("{}", .0.code.message(crate::Language::English))]
    Redaction(Box<Finding>),
    /// There were no random bytes for the salts (`SIGN_CALLBACK`).
    #[error("no salt was made: {0}")]
    Randomness(#[from] RandomnessError),
}

impl SignError {
    /// The code of the error.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            SignError::InvalidDraft(_) => Code::SignInvalidDraft,
            SignError::Key => Code::SignKey,
            SignError::Signer(_) | SignError::Randomness(_) => Code::SignCallback,
            SignError::Envelope(finding) | SignError::Redaction(finding) => finding.code,
        }
    }
}

/// Signs a draft with one or more keys.
///
/// The draft is validated first. Each signature is verified with the signer's public key before it is used. A record that needs
/// signatures of other authorities too gets them by [`cosign`].
///
/// # Errors
/// See [`SignError`]; nothing is signed where the draft has an error.
pub fn sign(draft: &[u8], signers: &[&dyn Signer], now: Timestamp, form: Form) -> Result<Vec<u8>, SignError> {
    let object = valid(draft, now)?;
    sign_object(&object, &[], signers, now, form)
}

/// Signs a draft like [`sign`], with parts of it that can be withheld later by [`redact`](super::redact).
///
/// `randomness` gives the salts, 16 bytes for each part. All disclosures are in the envelope.
///
/// # Errors
/// As [`sign`]; `RED_PLACE` and `RED_MANDATORY` for a part that may not be withheld, `RED_NOT_REDACTABLE` where there is no such part,
/// `LIM_COUNT` for more than 256 parts, `RED_FORM` for a salt that came twice.
pub fn sign_redactable(
    draft: &[u8],
    signers: &[&dyn Signer],
    now: Timestamp,
    form: Form,
    plan: &Redactable,
    randomness: &mut dyn Randomness,
) -> Result<Vec<u8>, SignError> {
    let object = valid(draft, now)?;
    let concealed = conceal(object.tree(), plan, randomness).map_err(|fault| match fault {
        NotConcealed::Refused(finding) => SignError::Redaction(Box::new(finding)),
        NotConcealed::Randomness(error) => SignError::Randomness(error),
    })?;
    let signed = sign_object(&Canonical::of(concealed.object), &concealed.disclosures, signers, now, form)?;
    // What goes out says what the author wrote, or it does not go out.
    let read = read(&signed)?;
    match reveal_all(&read) {
        Ok(view) if view == *object.tree() => Ok(signed),
        Ok(_) => Err(SignError::Redaction(Box::new(Finding::whole(Code::RedForm)))),
        Err(finding) => Err(SignError::Redaction(Box::new(finding))),
    }
}

fn valid(draft: &[u8], now: Timestamp) -> Result<Canonical, SignError> {
    valid_object(draft, now).ok_or_else(|| SignError::InvalidDraft(Box::new(validate(draft, now))))
}

fn sign_object(
    object: &Canonical,
    disclosures: &[String],
    signers: &[&dyn Signer],
    now: Timestamp,
    form: Form,
) -> Result<Vec<u8>, SignError> {
    let made: Result<Vec<_>, SignError> = signers.iter().map(|signer| make(object, *signer, now)).collect();
    seal(form, object, &made?.concat(), disclosures)
}

/// The record that an envelope holds, where nothing of it is withheld.
///
/// spec: PSR-RED-013
fn reveal_all(envelope: &Envelope) -> Result<Object, Finding> {
    let Some(revealed) = revealed(envelope, References::Moved)? else { return Ok(envelope.object.tree().clone()) };
    match revealed.withheld.first() {
        None => Ok(revealed.view),
        Some(withheld) => Err(Finding::new(Code::RedIncomplete, withheld.place.clone())),
    }
}

/// Adds a signature to a signed record; the record itself is not changed by a byte.
///
/// # Errors
/// See [`SignError`]; `RED_INCOMPLETE` for a copy in which something is withheld, since nobody signs what he cannot read. The
/// signatures that are there already are not verified: a reader does that.
pub fn cosign(envelope: &[u8], signer: &dyn Signer, now: Timestamp) -> Result<Vec<u8>, SignError> {
    let envelope = read(envelope)?;
    let whole = reveal_all(&envelope).map_err(|finding| SignError::Redaction(Box::new(finding)))?;
    valid(&whole.to_canonical(), now)?;
    let made = make(&envelope.object, signer, now)?;
    let held = envelope.signatures.into_iter().map(|entry| (entry.protected, entry.signature));
    let all: Vec<_> = held.chain(made).collect();
    let disclosures: Vec<_> = envelope.disclosures.into_iter().map(|disclosed| disclosed.text).collect();
    seal(envelope.form, &envelope.object, &all, &disclosures)
}

/// Writes an envelope in the other form, or the same one anew; no key is needed, and every signature stays as good as it was.
///
/// spec: PSR-ENV-016
///
/// # Errors
/// The first finding of the stages up to `header`.
pub fn convert(envelope: &[u8], form: Form) -> Result<Vec<u8>, Finding> {
    let Envelope { object, signatures, disclosures, .. } = read_first(envelope)?;
    let signatures: Vec<_> = signatures.into_iter().map(|entry| (entry.protected, entry.signature)).collect();
    let disclosures: Vec<_> = disclosures.into_iter().map(|disclosed| disclosed.text).collect();
    Ok(write_disclosing(ObjectClass::Record, form, object.bytes(), &signatures, &disclosures))
}

/// An envelope, or its first finding.
pub(super) fn read_first(envelope: &[u8]) -> Result<Envelope, Finding> {
    Envelope::read(envelope, ObjectClass::Record)
        .map_err(|(findings, _)| findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::EnvContent)))
}

/// Writes an envelope that a reader reads: none without a signature, and none with too many.
fn seal(
    form: Form,
    object: &Canonical,
    signatures: &[(String, Vec<u8>)],
    disclosures: &[String],
) -> Result<Vec<u8>, SignError> {
    let envelope = write_disclosing(ObjectClass::Record, form, object.bytes(), signatures, disclosures);
    read(&envelope)?;
    Ok(envelope)
}

fn read(envelope: &[u8]) -> Result<Envelope, SignError> {
    read_first(envelope).map_err(|finding| SignError::Envelope(Box::new(finding)))
}

fn make(object: &Canonical, signer: &dyn Signer, now: Timestamp) -> Result<Vec<(String, Vec<u8>)>, SignError> {
    let authority = signer.authority().as_str();
    let issuer = object.node().get("issuer").and_then(Node::as_str);
    let of = object.node().get("signers").and_then(|signers| signers.get("of"));
    let named = of.into_iter().flat_map(Node::items).any(|name| name.as_str() == Some(authority));
    if issuer != Some(authority) && !named {
        return Err(SignError::Key); // spec: PSR-SIG-008
    }
    Ok(SignatureEntry::make_all(ObjectClass::Record, object.bytes(), signer, now)?)
}
