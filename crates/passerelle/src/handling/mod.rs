//! Who may get a record: its markings, purposes, dates and status, enforced.
//!
//! [`release`] says whether a record may go to a recipient; [`referral`] makes the one view of a record that an on-line platform
//! may get. Both say no where anything is in doubt.
//!
//! # How a release is decided
//!
//! Every reason against is listed, and one is enough. The marking of the record, and that of a part of it, are held against the
//! recipient one by one: so the strictest wins, and `not_releasable_to` wins over `releasable_to`.
//!
//! - `all-members` means every country of the exchange. An international organisation gets only what names it.
//! - TLP `red` and INTERPOL `confidential` go to nobody who is not named in `releasable_to`, so not by `all-members`.
//! - A holder who is not the issuer passes on what `onward` allows. TLP `red` and `amber-strict`, and the Europol codes `H2`
//!   and `H3`, need the issuer's consent for that; TLP `amber` needs it where the recipient is neither in the holder's own
//!   country nor named. No consent opens `onward` `none`.
//! - A handling code that is not known here lets the record go to nobody.
//! - A part whose marking keeps it from the recipient keeps the copy that holds it. [`redact_for`] makes a copy without such parts,
//!   where the author made them redactable.
//!
//! ```
//! use passerelle::handling::{Decision, Recipient, Sender, release};
//! use passerelle::record::{Environment, PartyCode, Timestamp};
//! use passerelle::status::History;
//! use passerelle::{VerifiedRecord, vocabulary::code::Purpose};
//!
//! /// Whether the issuer may send the first of the records that it holds to a country, to have somebody identified.
//! fn may_send(held: &[VerifiedRecord], country: PartyCode, now: Timestamp) -> bool {
//!     let [record, ..] = held else { return false };
//!     let judgements = History::of(held).at(now);
//!     let Some(judgement) = judgements.of(record) else { return false };
//!     let recipient = Recipient { party: country, environment: Environment::Live };
//!     let Ok(purpose) = Purpose::new("identify") else { return false };
//!     match release(record, judgement, &Sender::Issuer, &recipient, &purpose) {
//!         Decision::Allowed => true,
//!         Decision::Denied { reasons, .. } => {
//!             reasons.iter().for_each(|reason| println!("{} at {}", reason.code, reason.pointer));
//!             false
//!         }
//!     }
//! }
//! # assert!(!may_send(&[], PartyCode::new("XB").unwrap(), Timestamp::new("2026-06-01T12:00:00Z").unwrap()));
//! ```

mod marking;
mod referral;

pub(crate) use marking::against;
pub use referral::{Referral, ReferralError, ReferredHash, ReferredSelector, referral};

use crate::answer::Status;
use crate::envelope::Form;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::pipeline::{Actionability, VerifiedRecord, seen_in, without};
use crate::record::{Environment, Handling, Header, PartyCode};
use crate::rules::at;
use crate::status::Judgement;
use crate::vocabulary::code::Purpose;

/// Who sends the record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sender {
    /// Its issuer.
    Issuer,
    /// Somebody who received it and passes it on.
    Holder {
        /// The country or organisation that the holder belongs to.
        party: PartyCode,
        /// Whether the issuer has agreed to this one transfer.
        consent: Consent,
    },
}

/// Whether the issuer has agreed to a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "one either has consent or has not")]
pub enum Consent {
    /// It has, for this transfer.
    Given,
    /// It has not.
    None,
}

/// Who is to get the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The country or organisation that the recipient belongs to.
    pub party: PartyCode,
    /// The environment of the recipient's system.
    pub environment: Environment,
}

/// Whether a record may go to a recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a record may only be sent where the decision allows it"]
#[allow(clippy::exhaustive_enums, reason = "a release is allowed or denied; there is no third answer")]
pub enum Decision {
    /// It may.
    Allowed,
    /// It may not.
    Denied {
        /// Every reason, in the order of the registry. There is at least one.
        reasons: Vec<Finding>,
        /// The parts that this recipient may not have, though it could have the rest.
        withheld: Vec<Pointer>,
    },
}

impl Decision {
    /// Whether the record may go.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        *self == Self::Allowed
    }

    /// Every reason against it.
    #[must_use]
    pub fn reasons(&self) -> &[Finding] {
        if let Self::Denied { reasons, .. } = self { reasons } else { &[] }
    }

    /// The parts that this recipient may not have.
    #[must_use]
    pub fn withheld(&self) -> &[Pointer] {
        if let Self::Denied { withheld, .. } = self { withheld } else { &[] }
    }
}

/// Decides whether a record may go to a recipient for a purpose.
///
/// `judgement` is what [`History::at`](crate::status::History::at) said of this record at the time of sending. One that is about
/// another record allows nothing.
///
/// The reasons are `REL_ENVIRONMENT`, `REL_STATUS`, `REL_NOT_YET`, `REL_EXPIRED`, `REL_REVIEW_DUE`, `REL_MUST`,
/// `REL_UNKNOWN_CODE`, `REL_DENIED`, `REL_NOT_LISTED`, `REL_TLP`, `REL_ONWARD`, `REL_PURPOSE` and `REL_FIELD`; the last one
/// points at each part that must be withheld, by its place in the signed record. The decision is about the copy at hand: what is
/// withheld in it already asks for nothing more.
pub fn release(
    record: &VerifiedRecord,
    judgement: &Judgement,
    sender: &Sender,
    recipient: &Recipient,
    purpose: &Purpose,
) -> Decision {
    let header = record.header();
    let mut reasons = unfit(record, judgement);
    if header.environment != recipient.environment {
        reasons.push((Code::RelEnvironment, at("/environment"))); // spec: PSR-HND-010
    }
    reasons.extend(marking::against(&header.handling, &at("/handling"), sender, recipient));
    if !header.purpose.contains(purpose) {
        reasons.push((Code::RelPurpose, at("/purpose"))); // spec: PSR-HND-020
    }
    let denies = |handling: &Handling| !marking::against(handling, &Pointer::root(), sender, recipient).is_empty();
    let withheld: Vec<Pointer> = marked_parts(header, denies).iter().map(|part| record.signed_place(part)).collect();
    reasons.extend(withheld.iter().map(|part| (Code::RelField, part.clone()))); // spec: PSR-HND-021
    if reasons.is_empty() {
        return Decision::Allowed;
    }
    Decision::Denied { reasons: sorted(reasons), withheld }
}

/// Makes the copy of a record that may go to a recipient for a purpose: the whole of it where [`release`] allows that, or else one in
/// which every part is withheld that this recipient may not have.
///
/// spec: PSR-RED-015
///
/// # Errors
/// The decision against it: for a reason that is not about parts alone, or where a part cannot be withheld, since its author did not
/// make it redactable.
pub fn redact_for(
    record: &VerifiedRecord,
    judgement: &Judgement,
    sender: &Sender,
    recipient: &Recipient,
    purpose: &Purpose,
    form: Form,
) -> Result<Vec<u8>, Decision> {
    let envelope = record.to_envelope(form);
    let decision = release(record, judgement, sender, recipient, purpose);
    if decision.is_allowed() {
        return Ok(envelope);
    }
    if decision.reasons().iter().any(|reason| reason.code != Code::RelField) {
        return Err(decision);
    }
    let Some(copy) = without(&envelope, decision.withheld()) else { return Err(decision) };
    // The copy is judged anew: nothing that this recipient may not have is left in it.
    let denies = |handling: &Handling| !marking::against(handling, &Pointer::root(), sender, recipient).is_empty();
    match seen_in(&copy) {
        Some(seen) if marked_parts(&seen.header, denies).is_empty() => Ok(copy),
        _ => Err(decision),
    }
}

/// Why a record may go to nobody, whoever asks.
///
/// spec: PSR-HND-011, PSR-HND-012, PSR-HND-013, PSR-HND-014, PSR-HND-022
fn unfit(record: &VerifiedRecord, judgement: &Judgement) -> Vec<(Code, Pointer)> {
    let header = record.header();
    let is_about_it = judgement.digest == *record.digest() && judgement.environment == header.environment;
    let mut reasons = Vec::new();
    if !is_about_it {
        reasons.push((Code::RelStatus, Pointer::root()));
    }
    for status in &judgement.holds {
        match status {
            Status::Active => {}
            Status::Expired => reasons.push((Code::RelExpired, at("/validity"))),
            Status::ReviewDue => reasons.push((Code::RelReviewDue, at("/validity/review_by"))),
            _ => reasons.push((Code::RelStatus, Pointer::root())),
        }
    }
    if judgement.now.date() < header.validity.starts {
        reasons.push((Code::RelNotYet, at("/validity/from")));
    }
    if record.actionability() == Actionability::ReadOnly {
        reasons.push((Code::RelMust, at("/must")));
    }
    reasons
}

/// The parts whose own marking is one of these. A marking that leads nowhere counts too: what it was meant for is not known.
fn marked_parts(header: &Header, is_one: impl Fn(&Handling) -> bool) -> Vec<Pointer> {
    let fields = header.field_handling.iter().filter(|field| is_one(&field.handling));
    let paths = fields.flat_map(|field| &field.paths);
    let mut parts: Vec<Pointer> = paths.filter_map(|path| Pointer::parse(path.as_str())).collect();
    for (index, attachment) in header.attachments.iter().enumerate() {
        if attachment.handling.as_ref().is_some_and(&is_one) {
            parts.push(at("/attachments").index(index));
        }
    }
    parts.sort();
    parts.dedup();
    parts
}

fn sorted(mut reasons: Vec<(Code, Pointer)>) -> Vec<Finding> {
    reasons.sort();
    reasons.dedup();
    reasons.into_iter().map(|(code, pointer)| Finding::new(code, pointer)).collect()
}
