//! Signing a draft, adding a signature, and turning one form into the other.

use super::validate::{Validation, validate};
use crate::crypto::{Signer, SignerError};
use crate::envelope::{Envelope, Form, ObjectClass, SignatureEntry, write};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Value};
use crate::record::Timestamp;

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
}

impl SignError {
    /// The code of the error.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            SignError::InvalidDraft(_) => Code::SignInvalidDraft,
            SignError::Key => Code::SignKey,
            SignError::Signer(_) => Code::SignCallback,
            SignError::Envelope(finding) => finding.code,
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
    let validation = validate(draft, now);
    let Some(object) = validation.object.as_ref().filter(|_| validation.is_valid()) else {
        return Err(SignError::InvalidDraft(Box::new(validation)));
    };
    let payload = object.to_canonical();
    let signatures: Result<Vec<_>, SignError> =
        signers.iter().map(|signer| make(object, &payload, *signer, now)).collect();
    seal(form, object, &signatures?)
}

/// Adds a signature to a signed record; the record itself is not changed by a byte.
///
/// # Errors
/// See [`SignError`]. The signatures that are there already are not verified: a reader does that.
pub fn cosign(envelope: &[u8], signer: &dyn Signer, now: Timestamp) -> Result<Vec<u8>, SignError> {
    let envelope = read(envelope)?;
    let validation = validate(&envelope.payload, now);
    if !validation.is_valid() {
        return Err(SignError::InvalidDraft(Box::new(validation)));
    }
    let made = make(&envelope.object, &envelope.payload, signer, now)?;
    let held = envelope.signatures.into_iter().map(|entry| (entry.protected, entry.signature));
    let all: Vec<_> = held.chain([made]).collect();
    seal(envelope.form, &envelope.object, &all)
}

/// Writes an envelope in the other form, or the same one anew; no key is needed, and every signature stays as good as it was.
///
/// spec: PSR-ENV-016
///
/// # Errors
/// The first finding of the stages up to `header`.
pub fn convert(envelope: &[u8], form: Form) -> Result<Vec<u8>, Finding> {
    let envelope = Envelope::read(envelope, ObjectClass::Record)
        .map_err(|(findings, _)| findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::EnvContent)))?;
    let signatures: Vec<_> = envelope.signatures.into_iter().map(|entry| (entry.protected, entry.signature)).collect();
    Ok(write(ObjectClass::Record, form, &envelope.object, &signatures))
}

/// Writes an envelope that a reader reads: none without a signature, and none with too many.
fn seal(form: Form, object: &Object, signatures: &[(String, Vec<u8>)]) -> Result<Vec<u8>, SignError> {
    let envelope = write(ObjectClass::Record, form, object, signatures);
    read(&envelope)?;
    Ok(envelope)
}

fn read(envelope: &[u8]) -> Result<Envelope, SignError> {
    Envelope::read(envelope, ObjectClass::Record).map_err(|(findings, _)| {
        let first = findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::EnvContent));
        SignError::Envelope(Box::new(first))
    })
}

fn make(object: &Object, payload: &[u8], signer: &dyn Signer, now: Timestamp) -> Result<(String, Vec<u8>), SignError> {
    let authority = signer.authority().as_str();
    let issuer = object.get("issuer").and_then(Value::as_str);
    let of = object.get("signers").and_then(Value::as_object).and_then(|signers| signers.get("of"));
    let named = of.and_then(Value::as_array).unwrap_or_default().iter().any(|name| name.as_str() == Some(authority));
    if issuer != Some(authority) && !named {
        return Err(SignError::Key); // spec: PSR-SIG-008
    }
    Ok(SignatureEntry::make(ObjectClass::Record, payload, signer, now)?)
}
