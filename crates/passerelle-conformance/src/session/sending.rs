//! Signing, passing on, leaving out and sealing.

use passerelle::crypto::{PublicKey, Randomness, RandomnessError, Signer, SignerError, SystemRandomness};
use passerelle::handling::{Consent, Decision, Recipient, Sender, referral, release};
use passerelle::record::{AuthorityId, Environment, PartyCode, Timestamp};
use passerelle::redaction::Redactable;
use passerelle::sealing::{Dispatch, seal};
use passerelle::vocabulary::code::Purpose;
use passerelle::{Finding, Form, SignError, convert, cosign, redact, sign, sign_redactable};
use serde_json::{Value, json};

use super::answer::{Answer, accepted, findings, located, refused, said};
use super::input::{Fields, encode};
use super::{Session, Unable};

/// A device that signs as it is told to, whatever it is asked.
struct Device<'s> {
    key: &'s dyn Signer,
    returns: Vec<u8>,
}

impl Signer for Device<'_> {
    fn authority(&self) -> &AuthorityId {
        self.key.authority()
    }

    fn public_key(&self) -> &PublicKey {
        self.key.public_key()
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(self.returns.clone())
    }
}

/// Salts that the case gives.
struct Salts(std::vec::IntoIter<Vec<u8>>);

impl Randomness for Salts {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        let salt = self.0.next().filter(|salt| salt.len() == bytes.len()).ok_or(RandomnessError)?;
        bytes.copy_from_slice(&salt);
        Ok(())
    }
}

impl Session {
    /// A signed record in the other form.
    pub(super) fn convert(&self, input: &Fields<'_>) -> Result<Answer, Unable> {
        Ok(envelope(convert(&input.bytes("envelope")?, form(input))))
    }

    pub(super) fn sign(&self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let (draft, keys) = (input.bytes("draft")?, input.keys("keys")?);
        let returned = input.bytes("returns").ok();
        let devices: Vec<Device<'_>> =
            keys.iter().map(|key| Device { key, returns: returned.clone().unwrap_or_default() }).collect();
        let signers: Vec<&dyn Signer> = if returned.is_some() { dynamic(&devices) } else { dynamic(&keys) };
        let places = input.pointers("redactable")?;
        let signed = if places.is_empty() {
            sign(&draft, &signers, now, form(input))
        } else {
            let plan = places.into_iter().fold(Redactable::nothing(), Redactable::with);
            let mut salts = Salts(input.list("salts")?.into_iter());
            sign_redactable(&draft, &signers, now, form(input), &plan, &mut salts)
        };
        Ok(envelope(signed.map_err(|error| signing_fault(&error))))
    }

    pub(super) fn cosign(&self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let keys = input.keys("keys")?;
        let key = keys.first().ok_or_else(|| Unable::new("there is no key"))?;
        Ok(envelope(cosign(&input.bytes("envelope")?, key, now).map_err(|error| signing_fault(&error))))
    }

    pub(super) fn redact(&self, input: &Fields<'_>) -> Result<Answer, Unable> {
        Ok(envelope(redact(&input.bytes("envelope")?, &input.pointers("withhold")?)))
    }

    pub(super) fn release(&self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let recipient = Recipient { party: party(input.needed("to")?)?, environment: environment(input)? };
        let (sender, purpose) = (sender(input)?, purpose(input)?);
        let decision =
            self.about_last(now, |record, judgement| release(record, judgement, &sender, &recipient, &purpose))?;
        Ok(match &decision {
            Decision::Allowed => accepted(json!({})),
            Decision::Denied { .. } => denied(decision.reasons()),
        })
    }

    pub(super) fn referral(&self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let sender = sender(input)?;
        let made = self.about_last(now, |record, judgement| referral(record, judgement, &sender))?;
        Ok(match made {
            Ok(made) => accepted(json!({
                "referral": encode(&made.to_canonical()),
                "left_out": findings(made.left_out()),
            })),
            Err(error) => denied(&error.reasons),
        })
    }

    /// What is sealed is different each time, so only whether it may be is answered.
    pub(super) fn seal(&self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let trust = self.trusting()?;
        let recipients: Result<Vec<AuthorityId>, Unable> = input
            .words("to")
            .into_iter()
            .map(|name| AuthorityId::new(name).map_err(|_| Unable::new("a recipient is no authority")))
            .collect();
        let (recipients, sender, purpose) = (recipients?, sender(input)?, purpose(input)?);
        let made = self.about_last(now, |record, judgement| {
            let dispatch = Dispatch { record, judgement, sender: &sender, recipients: &recipients, purpose: &purpose };
            seal(&dispatch, trust, now, &mut SystemRandomness)
        })?;
        Ok(made.map_or_else(|error| said("refused", json!({ "code": error.code().as_str() })), |_| accepted(json!({}))))
    }
}

fn dynamic<S: Signer>(signers: &[S]) -> Vec<&dyn Signer> {
    let mut out: Vec<&dyn Signer> = Vec::new();
    for signer in signers {
        out.push(signer);
    }
    out
}

/// What a draft is refused for: its own first fault, where it has one.
fn signing_fault(error: &SignError) -> Finding {
    match error {
        SignError::Envelope(finding) | SignError::Redaction(finding) => (**finding).clone(),
        other => Finding::whole(other.code()),
    }
}

fn envelope(outcome: Result<Vec<u8>, Finding>) -> Answer {
    match outcome {
        Err(finding) => refused(&finding),
        // The canonical form of the envelope, so that every implementation says the same.
        Ok(bytes) => {
            let canonical = passerelle::json::read(&bytes).map(|object| object.to_canonical()).unwrap_or(bytes);
            accepted(json!({ "envelope": encode(&canonical) }))
        }
    }
}

fn denied(reasons: &[Finding]) -> Answer {
    let first = reasons.first().map(|finding| finding.code.as_str());
    said(
        "refused",
        json!({ "code": first, "reasons": reasons.iter().map(|reason| Value::from(located(reason))).collect::<Value>() }),
    )
}

fn form(input: &Fields<'_>) -> Form {
    if input.word("form") == Some("opaque") { Form::Opaque } else { Form::Clear }
}

fn party(name: &str) -> Result<PartyCode, Unable> {
    PartyCode::new(name).map_err(|_| Unable::new("a party has no form that is known here"))
}

fn purpose(input: &Fields<'_>) -> Result<Purpose, Unable> {
    Purpose::new(input.needed("purpose")?).map_err(|_| Unable::new("the purpose has no form that is known here"))
}

fn environment(input: &Fields<'_>) -> Result<Environment, Unable> {
    match input.needed("environment")? {
        "live" => Ok(Environment::Live),
        "exercise" => Ok(Environment::Exercise),
        "test" => Ok(Environment::Test),
        _ => Err(Unable::new("the environment is not known here")),
    }
}

/// The issuer sends, unless `holder` names who passes the record on.
fn sender(input: &Fields<'_>) -> Result<Sender, Unable> {
    let Some(holder) = input.word("holder") else { return Ok(Sender::Issuer) };
    let consent = if input.word("consent") == Some("given") { Consent::Given } else { Consent::None };
    Ok(Sender::Holder { party: party(holder)?, consent })
}
