//! Records among others: what changed, which hold, and who may have one.

use passerelle::diff::{Values, changes_of_copies, describe};
use passerelle::handling::{Consent, Decision, Recipient, Sender};
use passerelle::json::{self, Object};
use passerelle::record::{Environment, PartyCode};
use passerelle::redaction::Partial;
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Finding, Opening};
use serde::Serialize;

use crate::answer::{self, Judged, Refusal, to_json};
use crate::authoring::EnvelopeForm;
use crate::failure::{Failure, guarded};
use crate::holdings::{Holdings, judged, opened, receipts};
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

/// Which of the records hold: `{"judgements": […], "refused": [{"input", …}]}`. What does not open has no effect and is named by its
/// place in the list.
///
/// # Errors
/// The code of a receipt that does not open; `BND_ARGUMENT` for a time without a date.
#[uniffi::export]
pub fn status(holdings: Holdings, trust: &Trust, now: i64) -> Result<Vec<u8>, Failure> {
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
        let vouching = receipts(&holdings.receipts, trust, now)?;
        let outcomes = opened(&holdings.records, &Opening::new(trust.held(), now).receipts(&vouching));
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
pub(crate) struct Checked {
    pub(crate) recipient: Recipient,
    pub(crate) sender: Sender,
    pub(crate) purpose: Purpose,
}

impl Transfer {
    pub(crate) fn check(self) -> Result<Checked, Failure> {
        let environment = match self.environment.as_str() {
            "live" => Environment::Live,
            "exercise" => Environment::Exercise,
            "test" => Environment::Test,
            _ => return Err(Failure::argument("environment: one of live, exercise, test")),
        };
        let (sender, purpose) = (sender(self.holder, self.consent)?, purpose(self.purpose)?);
        Ok(Checked { recipient: Recipient { party: party(self.to, "to")?, environment }, sender, purpose })
    }
}

fn party(text: String, name: &str) -> Result<PartyCode, Failure> {
    PartyCode::new(text).map_err(|_| Failure::argument(&format!("{name}: two or three capital letters")))
}

/// Who sends: the issuer, unless a holder is named.
pub(crate) fn sender(holder: Option<String>, consent: bool) -> Result<Sender, Failure> {
    let consent = if consent { Consent::Given } else { Consent::None };
    Ok(match holder {
        None => Sender::Issuer,
        Some(holder) => Sender::Holder { party: party(holder, "holder")?, consent },
    })
}

pub(crate) fn purpose(text: String) -> Result<Purpose, Failure> {
    Purpose::new(text).map_err(|_| Failure::argument("purpose: a code of the list purpose"))
}

/// Whether a signed record may go to somebody: `{"allowed", "reasons", "withheld"}`. What is not among the
/// holdings does not count.
///
/// # Errors
/// The code with which the record, or one of those held, does not open; `BND_ARGUMENT` for an ill-formed transfer.
#[uniffi::export]
pub fn release(
    envelope: &[u8],
    holdings: Holdings,
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
        judged(envelope, &holdings, trust, time(now)?, |record, judgement| {
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
    holdings: Holdings,
    transfer: Transfer,
    trust: &Trust,
    now: i64,
    form: EnvelopeForm,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let Checked { recipient, sender, purpose } = transfer.check()?;
        judged(envelope, &holdings, trust, time(now)?, |record, judgement| {
            let copy = passerelle::handling::redact_for(record, judgement, &sender, &recipient, &purpose, form.into());
            copy.map_err(|decision| denied(&decision))
        })
    })
}

fn denied(decision: &Decision) -> Failure {
    against(decision.reasons(), decision.withheld().iter().map(|place| place.as_str()).collect())
}

/// What is refused for reasons, the first of which is its code.
fn against(reasons: &[Finding], withheld: Vec<&str>) -> Failure {
    let code = reasons.first().map_or(passerelle::Code::RelField, |reason| reason.code);
    Failure::of(&Refusal { findings: answer::findings(reasons), withheld, ..Refusal::of(code) })
}

/// What an on-line platform may get of a record.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Referred {
    /// The view, as canonical JSON.
    pub referral: Vec<u8>,
    /// What could not be taken into it, as findings.
    pub left_out: Vec<u8>,
}

/// Prints how large it is, never what it says.
impl std::fmt::Debug for Referred {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Referred({} bytes)", self.referral.len())
    }
}

/// The view of a signed record for an on-line platform: its own accounts, channels and addresses, and hashes of evidence.
///
/// # Errors
/// The first reason against it, with all the others; and as [`release`].
#[uniffi::export]
pub fn referral(
    envelope: &[u8],
    holdings: Holdings,
    holder: Option<String>,
    consent: bool,
    trust: &Trust,
    now: i64,
) -> Result<Referred, Failure> {
    guarded(|| {
        let sender = sender(holder, consent)?;
        judged(envelope, &holdings, trust, time(now)?, |record, judgement| {
            let made = passerelle::handling::referral(record, judgement, &sender);
            let made = made.map_err(|error| against(&error.reasons, Vec::new()))?;
            let left_out = to_json(&answer::findings(made.left_out()));
            Ok(Referred { referral: made.to_canonical(), left_out })
        })
    })
}
