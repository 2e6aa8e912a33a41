//! Making records: validating a draft, signing, and what needs no key.

use std::sync::Arc;

use passerelle::json::{self, Pointer};
use passerelle::redaction::Redactable;
use passerelle::trust::{TrustListDocument, TrustRootDocument};
use passerelle::{Form, ObjectClass};

use crate::answer::{self, to_json};
use crate::failure::{Failure, guarded};
use crate::key::{Signatory, check_all, signers};
use crate::randomness::{Given, RandomSource};
use crate::reading::time;

/// A form of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
#[allow(clippy::exhaustive_enums, reason = "the format has two forms")]
pub enum EnvelopeForm {
    /// The record as JSON, beside its signatures.
    Clear,
    /// An RFC 7515 General JWS.
    Opaque,
}

impl From<EnvelopeForm> for Form {
    fn from(form: EnvelopeForm) -> Self {
        match form {
            EnvelopeForm::Clear => Form::Clear,
            EnvelopeForm::Opaque => Form::Opaque,
        }
    }
}

pub(crate) fn pointer(text: &str) -> Result<Pointer, Failure> {
    Pointer::parse(text).ok_or_else(|| Failure::argument("a place is a JSON Pointer, for example /content/names/0"))
}

/// Validates a draft: `{"valid", "findings"}`.
///
/// # Errors
/// `BND_ARGUMENT` for a time without a date.
#[uniffi::export]
pub fn validate(draft: &[u8], now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(to_json(&answer::Validated::of(&passerelle::validate(draft, time(now)?)))))
}

/// Signs a draft.
///
/// `redactable` names parts that can be withheld later: places, and `default` for what the specification proposes. Without it the
/// record is signed whole. Each part gets a salt of `randomness`, of the operating system unless told.
///
/// # Errors
/// `SIGN_INVALID_DRAFT` with every finding, `SIGN_KEY`, `SIGN_CALLBACK`, and those of redaction.
#[uniffi::export]
pub fn sign(
    draft: &[u8],
    signatories: Vec<Signatory>,
    now: i64,
    form: EnvelopeForm,
    redactable: Option<Vec<String>>,
    randomness: Option<Arc<dyn RandomSource>>,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let checked = check_all(signatories)?;
        let (signers, now) = (signers(&checked), time(now)?);
        let Some(parts) = redactable else { return Ok(passerelle::sign(draft, &signers, now, form.into())?) };
        let mut plan = Redactable::nothing();
        for part in parts.iter().filter(|part| *part != "default") {
            plan = plan.with(pointer(part)?);
        }
        if parts.iter().any(|part| part == "default") {
            plan = parts
                .iter()
                .filter(|part| *part != "default")
                .try_fold(Redactable::defaults(), |plan, part| pointer(part).map(|place| plan.with(place)))?;
        }
        Ok(passerelle::sign_redactable(draft, &signers, now, form.into(), &plan, &mut Given(randomness))?)
    })
}

/// Adds a signature to a signed record.
///
/// # Errors
/// As [`sign`]; `RED_INCOMPLETE` for a copy in which something is withheld.
#[uniffi::export]
pub fn cosign(envelope: &[u8], signatory: Signatory, now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let checked = check_all(vec![signatory])?;
        let mut signed = envelope.to_vec();
        for signer in signers(&checked) {
            signed = passerelle::cosign(&signed, signer, time(now)?)?;
        }
        Ok(signed)
    })
}

/// Signs a trust root or a trust list with the keys that are given.
///
/// # Errors
/// `TL_FORM` and the other codes of its content; `SIGN_CALLBACK`.
#[uniffi::export]
pub fn sign_trust_document(document: &[u8], signatories: Vec<Signatory>, now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let checked = check_all(signatories)?;
        let (signers, now) = (signers(&checked), time(now)?);
        let object = json::read(document).map_err(passerelle::Finding::from)?;
        let unfit = |_| Failure::from(passerelle::Finding::whole(passerelle::Code::TlForm));
        if object.contains("authorities") {
            let list: TrustListDocument = object.decode().map_err(unfit)?;
            return Ok(passerelle::trust::sign_trust_document(ObjectClass::TrustList, &list, &signers, now)?);
        }
        let root: TrustRootDocument = object.decode().map_err(unfit)?;
        Ok(passerelle::trust::sign_trust_document(ObjectClass::TrustRoot, &root, &signers, now)?)
    })
}

/// Writes an envelope in the other form; no key is needed.
///
/// # Errors
/// The first finding of the stages up to `header`.
#[uniffi::export]
pub fn convert(envelope: &[u8], form: EnvelopeForm) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(passerelle::convert(envelope, form.into())?))
}

/// Makes a copy of a signed record in which parts are withheld; no key is needed.
///
/// # Errors
/// The first finding of the stages up to `header`, and those of redaction.
#[uniffi::export]
pub fn redact(envelope: &[u8], parts: Vec<String>) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let parts: Vec<Pointer> = parts.iter().map(|part| pointer(part)).collect::<Result<_, _>>()?;
        Ok(passerelle::redact(envelope, &parts)?)
    })
}

/// The canonical form (RFC 8785) of an object.
///
/// # Errors
/// What is wrong with the text: the codes of the stages limits to profile.
#[uniffi::export]
pub fn canonicalize(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(json::read(bytes).map_err(passerelle::Finding::from)?.to_canonical()))
}
