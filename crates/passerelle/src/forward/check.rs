//! Holding a forward, and those before it, against the record and what its issuer allows.

use super::{Forward, open_forward, path, withheld};
use crate::envelope::Form;
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::handling::{Consent, Recipient, Sender, against, release};
use crate::json::Pointer;
use crate::limits;
use crate::pipeline::VerifiedRecord;
use crate::record::{Addressee, AuthorityId, Handling, PartyCode, Timestamp};
use crate::rules::strictness::laxer_members;
use crate::status::Judgement;
use crate::trust::Trust;
use crate::verification::VerifiedStatement;

/// Something that is wrong with a forward.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ForwardFault {
    /// Which forward of the path it is, from 0.
    pub step: usize,
    /// What it is: `FWD_RECORD`, `FWD_CHAIN`, `FWD_MISMATCH`, `FWD_HANDLING` or `FWD_RELEASE`, at its place in that forward; or the
    /// code with which it does not open any more, such as `KEY_COMPROMISED`, at its place in the envelope.
    pub finding: Finding,
    /// For `FWD_RELEASE`, why the record may not go there: reasons of [`release`], at their places in the record or, where they
    /// follow from the marking of an earlier forward, in that.
    pub reasons: Vec<Finding>,
}

/// Holds a forward against the copy that came with it, and with the forwards before it.
///
/// `earlier` may hold them in any order, and others too. `judgement` is what [`History::at`](crate::status::History::at) said of
/// the record at the time when it was passed on; of the earlier forwards it is not asked whether they came in time, since nobody
/// can know what was held then.
///
/// Each forward is opened anew, by `trust` at `now`: one whose key was stolen or withdrawn since it was opened first does not stand.
///
/// The faults are in the order of the path, and for one forward in that of the registry. Without any, the copy is what its
/// forwarders say, and went only where its issuer allows.
#[must_use]
pub fn check_forward(
    forward: &VerifiedStatement<Forward>,
    earlier: &[VerifiedStatement<Forward>],
    record: &VerifiedRecord,
    judgement: &Judgement,
    trust: &Trust,
    now: Timestamp,
) -> Vec<ForwardFault> {
    let path = path(forward, earlier);
    // spec: PSR-FWD-007
    let reopened = path.steps().iter().map(|step| open_forward(&step.to_envelope(Form::Clear), trust, now).err());
    let refusals: Vec<_> = reopened.map(|error| error.map(|error| error.finding)).collect();
    let steps: Vec<&Forward> = path.steps().iter().map(|step| step.document()).collect();
    let check = Check { record, judgement, trust, withheld: withheld(record) };
    let mut faults = Vec::new();
    for ((step, forward), refusal) in steps.iter().enumerate().zip(refusals) {
        faults.extend(refusal.map(|finding| ForwardFault { step, finding, reasons: Vec::new() }));
        let before = steps.get(..step).unwrap_or_default();
        let place = Place { before, is_last: step + 1 == steps.len(), is_whole: path.is_whole() };
        let mut found = check.forward(forward, &place);
        found.sort_by(|left, right| (left.0.code, &left.0.pointer).cmp(&(right.0.code, &right.0.pointer)));
        faults.extend(found.into_iter().map(|(finding, reasons)| ForwardFault { step, finding, reasons }));
    }
    faults
}

/// What every step is held against.
struct Check<'c> {
    record: &'c VerifiedRecord,
    judgement: &'c Judgement,
    trust: &'c Trust,
    withheld: Vec<Pointer>,
}

/// Where in the path a forward stands.
struct Place<'p> {
    before: &'p [&'p Forward],
    is_last: bool,
    is_whole: bool,
}

impl Place<'_> {
    fn previous(&self) -> Option<&Forward> {
        self.before.last().copied()
    }
}

/// A finding, and the reasons for it.
type Found = (Finding, Vec<Finding>);

impl Check<'_> {
    fn forward(&self, forward: &Forward, place: &Place<'_>) -> Vec<Found> {
        let mut codes = self.record_faults(forward);
        codes.extend(self.chain_faults(forward, place));
        codes.extend(self.withheld_faults(forward, place));
        codes.extend(self.handling_faults(forward, place));
        let mut found: Vec<Found> =
            codes.into_iter().map(|(code, pointer)| (Finding::new(code, pointer), Vec::new())).collect();
        found.extend(self.release_faults(forward, place));
        found
    }

    /// spec: PSR-FWD-002
    fn record_faults(&self, forward: &Forward) -> Vec<(Code, Pointer)> {
        let (said, held) = (&forward.record, self.record.exact_revision());
        let record = Pointer::root().child("record");
        let members =
            [("digest", said.digest == held.digest), ("id", said.id == held.id), ("rev", said.rev == held.rev)];
        let wrong = members.iter().filter(|(_, agrees)| !agrees);
        wrong.map(|(member, _)| (Code::FwdRecord, record.child(member))).collect()
    }

    /// Whether the forwarder can have got the record from where the forward says, and after it was sent.
    ///
    /// spec: PSR-FWD-003
    fn chain_faults(&self, forward: &Forward, place: &Place<'_>) -> Vec<(Code, Pointer)> {
        let at = |member: &str| (Code::FwdChain, Pointer::root().child(member));
        let mut faults = Vec::new();
        let is_from_issuer = place.before.is_empty() && place.is_whole;
        let (was_addressed, sent) = match place.previous() {
            Some(previous) => (self.is_addressed(previous, &forward.issuer), Some(previous.issued)),
            None if is_from_issuer => (self.may_come_first(&forward.issuer), Some(self.record.record().header.issued)),
            None => {
                faults.push(at("prev"));
                (true, None)
            }
        };
        if !was_addressed || self.party_of(&forward.issuer).is_none() {
            faults.push(at("issuer"));
        }
        if sent.is_some_and(|sent| is_before(forward.issued, sent)) {
            faults.push(at("issued"));
        }
        faults
    }

    fn is_addressed(&self, previous: &Forward, forwarder: &AuthorityId) -> bool {
        let party = self.party_of(forwarder);
        previous.to.iter().any(|addressee| match addressee.authority() {
            Some(authority) => authority == *forwarder,
            None => addressee.party() == party,
        })
    }

    /// Whether an authority may have the record from its issuer, or is that.
    fn may_come_first(&self, forwarder: &AuthorityId) -> bool {
        let header = &self.record.record().header;
        *forwarder == header.issuer
            || self.recipient(self.party_of(forwarder)).is_some_and(|recipient| {
                against(&header.handling, &Pointer::root(), &Sender::Issuer, &recipient).is_empty()
            })
    }

    /// The last forward says all that its copy withholds. What is withheld on the way is not there any more later on.
    ///
    /// spec: PSR-FWD-004
    fn withheld_faults(&self, forward: &Forward, place: &Place<'_>) -> Vec<(Code, Pointer)> {
        let said = said_withheld(forward);
        let member = Pointer::root().child("withheld");
        let mut faults = Vec::new();
        if place.is_last {
            for (index, place) in said.iter().enumerate() {
                if !self.withheld.contains(place) {
                    faults.push((Code::FwdMismatch, member.index(index)));
                }
            }
            if self.withheld.iter().any(|place| !said.contains(place)) {
                faults.push((Code::FwdMismatch, member.clone()));
            }
        }
        let earlier = place.previous().map(said_withheld).unwrap_or_default();
        if earlier.iter().any(|place| !said.iter().any(|later| may_cover(later, place))) {
            faults.push((Code::FwdMismatch, member));
        }
        faults.dedup();
        faults
    }

    /// spec: PSR-FWD-005
    fn handling_faults(&self, forward: &Forward, place: &Place<'_>) -> Vec<(Code, Pointer)> {
        let of_record = &self.record.record().header.handling;
        let mut laxer = laxer_members(&forward.handling, of_record);
        laxer
            .extend(place.previous().into_iter().flat_map(|before| laxer_members(&forward.handling, &before.handling)));
        laxer.sort_unstable();
        laxer.dedup();
        let handling = Pointer::root().child("handling");
        laxer.into_iter().map(|member| (Code::FwdHandling, handling.child(member))).collect()
    }

    /// spec: PSR-FWD-006
    fn release_faults(&self, forward: &Forward, place: &Place<'_>) -> Vec<Found> {
        let sender = self.sender(forward);
        let to = Pointer::root().child("to");
        let mut faults = Vec::new();
        for (index, addressee) in forward.to.iter().enumerate() {
            let reasons = match (&sender, self.recipient(self.party_addressed(addressee))) {
                (Some(sender), Some(recipient)) => self.reasons(forward, place, sender, &recipient),
                _ => {
                    vec![Finding::new(Code::RelNotListed, Pointer::root().child("handling").child("releasable_to"))]
                }
            };
            if reasons.is_empty() {
                continue;
            }
            // Where nothing is against it but what is not known here, this reader cannot say that the forwarder was wrong.
            let is_unknown = |reason: &Finding| matches!(reason.code, Code::RelMust | Code::RelUnknownCode);
            let severity =
                if reasons.iter().all(is_unknown) { Severity::Indeterminate } else { Code::FwdRelease.severity() };
            faults.push((Finding::new(Code::FwdRelease, to.index(index)).weighing(severity), reasons));
        }
        faults
    }

    /// Everything against one addressee: by the record, by the markings of the forwards before, and by the forward's own.
    fn reasons(&self, forward: &Forward, place: &Place<'_>, sender: &Sender, recipient: &Recipient) -> Vec<Finding> {
        let is_of_time =
            |code: Code| matches!(code, Code::RelStatus | Code::RelExpired | Code::RelReviewDue | Code::RelNotYet);
        let in_time = |reason: &Finding| place.is_last || !is_of_time(reason.code);
        let mut reasons: Vec<Finding> = Vec::new();
        for purpose in &forward.purpose {
            let decision = release(self.record, self.judgement, sender, recipient, purpose);
            reasons.extend(decision.reasons().iter().filter(|reason| in_time(reason)).cloned());
        }
        let marking = |handling: &Handling, sender: &Sender| {
            against(handling, &Pointer::root().child("handling"), sender, recipient)
        };
        let mut more: Vec<(Code, Pointer)> = marking(&forward.handling, &Sender::Issuer);
        for before in place.before {
            more.extend(marking(&before.handling, sender));
            if forward.purpose.iter().any(|purpose| !before.purpose.contains(purpose)) {
                more.push((Code::RelPurpose, Pointer::root().child("purpose")));
            }
        }
        reasons.extend(more.into_iter().map(|(code, pointer)| Finding::new(code, pointer)));
        reasons.sort_by(|left, right| (left.code, &left.pointer).cmp(&(right.code, &right.pointer)));
        reasons.dedup();
        reasons
    }

    /// Who sends, with the consent that only the issuer of the record can give.
    fn sender(&self, forward: &Forward) -> Option<Sender> {
        let issuer = &self.record.record().header.issuer;
        let has_consent = forward.consent.as_ref().is_some_and(|consent| consent.by == *issuer);
        let consent = if has_consent { Consent::Given } else { Consent::None };
        if forward.issuer == *issuer {
            return Some(Sender::Issuer);
        }
        // One that the list does not have is a fault of the chain already; here it must only not pass for the issuer.
        let party = self.party_of(&forward.issuer).or_else(|| PartyCode::new(forward.issuer.country()).ok());
        Some(Sender::Holder { party: party?, consent })
    }

    fn recipient(&self, party: Option<PartyCode>) -> Option<Recipient> {
        Some(Recipient { party: party?, environment: self.record.record().header.environment })
    }

    /// The party of an authority, as the trust list has it. Of one that it does not have, nobody can say.
    fn party_of(&self, authority: &AuthorityId) -> Option<PartyCode> {
        self.trust.authority(authority).map(|authority| authority.country().clone())
    }

    fn party_addressed(&self, addressee: &Addressee) -> Option<PartyCode> {
        match addressee.authority() {
            Some(authority) => self.party_of(&authority),
            None => addressee.party(),
        }
    }
}

fn said_withheld(forward: &Forward) -> Vec<Pointer> {
    forward.withheld.iter().filter_map(|place| Pointer::parse(place.as_str())).collect()
}

/// Whether what is withheld at `later` can be, or hide, what was withheld at `earlier`. Where a member is withheld its name is
/// hidden, so that anything in its object may be in it.
fn may_cover(later: &Pointer, earlier: &Pointer) -> bool {
    let list = later.parent();
    let is_member = list.tokens().last().is_some_and(|name| name == "_sd");
    later == earlier || if is_member { is_inside(earlier, &list.parent()) } else { earlier.is_within(later) }
}

/// Whether a place is deeper in an object than its own digests.
fn is_inside(place: &Pointer, object: &Pointer) -> bool {
    place.is_within(object) && place.parent() != object.child("_sd")
}

/// Whether a time is before another by more than clocks may differ.
fn is_before(time: Timestamp, other: Timestamp) -> bool {
    time.unix_seconds() + limits::CLOCK_SKEW_SECONDS < other.unix_seconds()
}
