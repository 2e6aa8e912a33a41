//! Records among others: what changed, which hold, and who may have one.

use passerelle::diff::{Values, changes_of_copies, describe};
use passerelle::handling::{Consent, Decision, Recipient, Sender};
use passerelle::json::{self, Object};
use passerelle::record::{Environment, PartyCode, Timestamp};
use passerelle::redaction::Partial;
use passerelle::status::{History, Judgement};
use passerelle::vocabulary::code::Purpose;
use passerelle::{Finding, VerifiedRecord};
use serde::Serialize;

use crate::answer::{self, Judged, Refusal, to_json};
use crate::authoring::EnvelopeForm;
use crate::failure::{Failure, guarded};
use crate::key::{Signatory, authority, check_all, signers};
use crate::reading::time;
use crate::text::language;
use crate::trust::Trust;

/// What changed from one revision to another, drafts or signed: `[{"kind", "section", "section_label", "pointer",
/// "earlier_pointer"?, "text"}]`. Nothing is verified. Texts hold values of the record only where `values` says so.
///
/// # Errors
/// What is wrong with one of the texts; `BND_ARGUMENT` for an unknown language.
#[uniffi::export]
pub fn diff(before: &[u8], after: &[u8], lang: String, values: bool) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Change<'c> {
        kind: &'static str,
        section: &'c str,
        section_label: &'c str,
        pointer: &'c str,
        #[serde(skip_serializing_if = "Option::is_none")]
        earlier_pointer: Option<&'c str>,
        text: String,
    }
    guarded(|| {
        let language = language(&lang)?;
        let values = if values { Values::Shown } else { Values::Masked };
        let changes = changes_of_copies(&copy(before)?, &copy(after)?);
        let written = changes.iter().map(|change| Change {
            kind: change.kind().as_str(),
            section: change.section(),
            section_label: change.section_label(language),
            pointer: change.pointer().as_str(),
            earlier_pointer: change.earlier_pointer().map(|place| place.as_str()),
            text: describe(change, language, values),
        });
        Ok(to_json(&written.collect::<Vec<_>>()))
    })
}

/// What a draft, or a signed record, shows.
fn copy(bytes: &[u8]) -> Result<Partial, Failure> {
    let is_draft = |object: &Object| object.contains("spec");
    match json::read(bytes) {
        Ok(object) if is_draft(&object) => Ok(Partial { object, withheld: Vec::new() }),
        Ok(_) => Ok(passerelle::partial(bytes)?),
        Err(fault) => Err(Finding::from(fault).into()),
    }
}

fn opened(envelopes: &[Vec<u8>], trust: &Trust, now: Timestamp) -> Vec<Result<VerifiedRecord, passerelle::OpenError>> {
    envelopes.iter().map(|envelope| passerelle::open(envelope, trust.held(), now)).collect()
}

/// Which of the records hold: `{"judgements": […], "refused": [{"input", …}]}`. What does not open has no effect and is named by its
/// place in the list.
///
/// # Errors
/// `BND_ARGUMENT` for a time without a date.
#[uniffi::export]
pub fn status(envelopes: Vec<Vec<u8>>, trust: &Trust, now: i64) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Body<'b> {
        judgements: Vec<Judged<'b>>,
        refused: Vec<Unopened<'b>>,
    }
    #[derive(Serialize)]
    struct Unopened<'b> {
        input: usize,
        integrity: &'static str,
        trust: &'static str,
        findings: [answer::Finding<'b>; 1],
    }
    guarded(|| {
        let now = time(now)?;
        let outcomes = opened(&envelopes, trust, now);
        let judgements = History::of(outcomes.iter().filter_map(|outcome| outcome.as_ref().ok())).at(now);
        let refused = outcomes.iter().enumerate().filter_map(|(input, outcome)| {
            let error = outcome.as_ref().err()?;
            let (integrity, trust) = (error.integrity.as_str(), error.trust.as_str());
            Some(Unopened { input, integrity, trust, findings: [answer::Finding::of(&error.finding)] })
        });
        Ok(to_json(&Body { refused: refused.collect(), judgements: judgements.iter().map(Judged::of).collect() }))
    })
}

/// A transfer that somebody has in mind.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Transfer {
    /// The country or organisation that is to get the record.
    pub to: String,
    /// What for: a code of the list `purpose`.
    pub purpose: String,
    /// The environment of the recipient's system: `live`, `exercise` or `test`.
    pub environment: String,
    /// The country or organisation that sends it, where that is not its issuer.
    pub holder: Option<String>,
    /// Whether the issuer has agreed to this one transfer. It must be said outright.
    pub consent: bool,
}

/// A transfer as the library takes it.
struct Checked {
    recipient: Recipient,
    sender: Sender,
    purpose: Purpose,
}

impl Transfer {
    fn check(self) -> Result<Checked, Failure> {
        let party = |text: String, name: &str| {
            PartyCode::new(text).map_err(|_| Failure::argument(&format!("{name}: two or three capital letters")))
        };
        let environment = match self.environment.as_str() {
            "live" => Environment::Live,
            "exercise" => Environment::Exercise,
            "test" => Environment::Test,
            _ => return Err(Failure::argument("environment: one of live, exercise, test")),
        };
        let consent = if self.consent { Consent::Given } else { Consent::None };
        let sender = match self.holder {
            None => Sender::Issuer,
            Some(holder) => Sender::Holder { party: party(holder, "holder")?, consent },
        };
        let purpose =
            Purpose::new(self.purpose).map_err(|_| Failure::argument("purpose: a code of the list purpose"))?;
        Ok(Checked { recipient: Recipient { party: party(self.to, "to")?, environment }, sender, purpose })
    }
}

/// Opens a record, looks for what is held of it, and hands on both.
fn judged<T>(
    envelope: &[u8],
    held: &[Vec<u8>],
    trust: &Trust,
    now: i64,
    then: impl FnOnce(&VerifiedRecord, &Judgement) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let now = time(now)?;
    let record = passerelle::open(envelope, trust.held(), now)?;
    let mut others = Vec::new();
    for outcome in opened(held, trust, now) {
        others.push(outcome?);
    }
    let judgements = History::of(others.iter().chain([&record])).at(now);
    let judgement = judgements.of(&record).ok_or_else(|| Failure::argument("envelope: it is not judged"))?;
    then(&record, judgement)
}

/// Whether a signed record may go to somebody: `{"allowed", "reasons", "withheld"}`. `held` are the other records that are held: newer
/// revisions and notices count only where they are in it.
///
/// # Errors
/// The code with which the record, or one of those held, does not open; `BND_ARGUMENT` for an ill-formed transfer.
#[uniffi::export]
pub fn release(
    envelope: &[u8],
    held: Vec<Vec<u8>>,
    transfer: Transfer,
    trust: &Trust,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Decided<'d> {
        allowed: bool,
        reasons: Vec<answer::Finding<'d>>,
        withheld: Vec<&'d str>,
    }
    guarded(|| {
        let Checked { recipient, sender, purpose } = transfer.check()?;
        judged(envelope, &held, trust, now, |record, judgement| {
            let decision = passerelle::handling::release(record, judgement, &sender, &recipient, &purpose);
            Ok(to_json(&Decided {
                allowed: decision.is_allowed(),
                reasons: answer::findings(decision.reasons()),
                withheld: decision.withheld().iter().map(|place| place.as_str()).collect(),
            }))
        })
    })
}

/// The copy of a signed record that may go to somebody: the whole of it, or one without the parts that the recipient may not have.
///
/// # Errors
/// The first reason against it, with all the others; and as [`release`].
#[uniffi::export]
pub fn redact_for(
    envelope: &[u8],
    held: Vec<Vec<u8>>,
    transfer: Transfer,
    trust: &Trust,
    now: i64,
    form: EnvelopeForm,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let Checked { recipient, sender, purpose } = transfer.check()?;
        judged(envelope, &held, trust, now, |record, judgement| {
            let copy = passerelle::handling::redact_for(record, judgement, &sender, &recipient, &purpose, form.into());
            copy.map_err(|decision| denied(&decision))
        })
    })
}

fn denied(decision: &Decision) -> Failure {
    let code = decision.reasons().first().map_or(passerelle::Code::RelField, |reason| reason.code);
    Failure::of(&Refusal {
        findings: answer::findings(decision.reasons()),
        withheld: decision.withheld().iter().map(|place| place.as_str()).collect(),
        ..Refusal::of(code)
    })
}

/// Signs the receipt for a record that opens: when it came, by the clock of whoever gives the receipt.
///
/// # Errors
/// The code with which the record does not open; `SIGN_KEY`, `SIGN_CALLBACK`, and what is wrong with the receipt.
#[uniffi::export]
pub fn receipt(
    envelope: &[u8],
    trust: &Trust,
    signatory: Signatory,
    received: i64,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let (received, now) = (time(received)?, time(now)?);
        let record = passerelle::open(envelope, trust.held(), now)?;
        let checked = check_all(vec![signatory])?;
        let signer = signers(&checked).into_iter().next().ok_or_else(|| Failure::argument("signatory: none"))?;
        let issuer = authority(signer.authority().as_str())?;
        let receipt = passerelle::receipt_for(&record, issuer, received, now);
        Ok(passerelle::receipt::sign_receipt(&receipt, signer, now, passerelle::Form::Clear)?)
    })
}
