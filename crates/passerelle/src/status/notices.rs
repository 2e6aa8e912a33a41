//! What notices do to the records that they are about.

use std::collections::BTreeMap;

use super::entries::{Entries, Entry, Key};
use super::release;
use crate::answer::Status;
use crate::error::Code;
use crate::json::Pointer;
use crate::pipeline::Actionability;
use crate::record::{Content, Environment, Notice, NoticeTarget, RecordId, Timestamp};
use crate::rules::at;
use crate::vocabulary;

/// The notices that somebody entitled sent, by the record that they are about.
pub(super) struct Notices<'r> {
    sent: BTreeMap<(Environment, &'r RecordId), Vec<Sent<'r>>>,
}

struct Sent<'r> {
    key: Key<'r>,
    notice: &'r Notice,
    action: Action,
    issued: Timestamp,
    /// From when on it takes effect.
    since: Timestamp,
}

/// What a notice does to a record; a hit, a receipt or a question does nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Withdraw,
    EndTest,
    Replace,
    ExtendReview,
    Dispute,
    Tell,
}

impl Action {
    /// Nothing for an action that this edition does not know.
    fn of(code: &str) -> Option<Self> {
        match code {
            "withdraw" => Some(Self::Withdraw),
            "test-end" => Some(Self::EndTest),
            "correct" | "supersede" => Some(Self::Replace),
            "extend-review" => Some(Self::ExtendReview),
            "dispute" => Some(Self::Dispute),
            "hit" | "ack" | "request-more" => Some(Self::Tell),
            _ => None,
        }
    }

    /// Whether nothing takes it back.
    fn is_final(self) -> bool {
        matches!(self, Self::Withdraw | Self::EndTest)
    }
}

/// Whether the vocabulary leaves an action to the issuer of the record.
fn is_for_issuer(code: &str) -> bool {
    let entry = vocabulary::list("notice-action").and_then(|list| list.get(code));
    entry.is_some_and(|entry| entry.fact("issuer_only") == ["true"])
}

fn is_about(target: &NoticeTarget, rev: i64) -> bool {
    target.all == Some(true) || target.rev == Some(rev)
}

impl<'r> Notices<'r> {
    /// Reads the notices, and refuses those of somebody who is not entitled.
    ///
    /// The identifier of a record names its issuer, so that this is known before the record itself arrives.
    ///
    /// spec: PSR-NTC-001, PSR-NTC-002, PSR-REC-021
    pub(super) fn read(entries: &mut Entries<'r>) -> Self {
        let mut notices = Self { sent: BTreeMap::new() };
        let mut found = Vec::new();
        for (key, entry) in entries.iter() {
            let Content::Notice(notice) = entry.content() else { continue };
            let (target, code) = (&notice.about.id, notice.action.as_str());
            if !entries.holds(key.environment, target) {
                found.push((key, Code::RuleNoticeKnownTarget, "/content/about/id"));
            }
            if is_for_issuer(code) && entry.header().issuer.as_str() != target.issuer() {
                found.push((key, Code::RetAuthority, "/content/action"));
                continue;
            }
            let Some(action) = Action::of(code) else { continue };
            if action == Action::EndTest && key.environment == Environment::Live {
                found.push((key, Code::RuleExerciseIsolation, "/content/action"));
                continue;
            }
            let issued = entry.header().issued;
            let since = notice.effective.unwrap_or(issued);
            let sent = Sent { key, notice, action, issued, since };
            notices.sent.entry((key.environment, target)).or_default().push(sent);
        }
        for (key, code, place) in found {
            let Some(entry) = entries.get_mut(key) else { continue };
            if code == Code::RuleNoticeKnownTarget {
                entry.report(code, at(place));
            } else {
                entry.refuse(code, at(place));
            }
        }
        notices
    }

    fn all(&self) -> impl Iterator<Item = &Sent<'r>> {
        self.sent.values().flatten()
    }

    /// Whether a revision was withdrawn at a time, held or not; without a revision, whether all are.
    pub(super) fn have_withdrawn(&self, at: Environment, id: &'r RecordId, rev: Option<i64>, time: Timestamp) -> bool {
        let is_meant = |target: &NoticeTarget| target.all == Some(true) || rev.is_some() && target.rev == rev;
        let mut sent = self.sent.get(&(at, id)).into_iter().flatten();
        sent.any(|sent| sent.action == Action::Withdraw && sent.since <= time && is_meant(&sent.notice.about))
    }

    /// Nothing may be issued once a record was withdrawn as a whole, whenever the withdrawal takes effect.
    ///
    /// spec: PSR-REV-008
    pub(super) fn refuse_late_revisions(&self, entries: &mut Entries<'r>) {
        let withdrawals = self.all().filter(|sent| sent.action == Action::Withdraw);
        for sent in withdrawals.filter(|sent| sent.notice.about.all == Some(true)) {
            for (_, entry) in entries.revisions_mut(sent.key.environment, &sent.notice.about.id) {
                if entry.header().issued >= sent.issued {
                    entry.refuse(Code::RuleVersionAfterWithdraw, at("/issued"));
                }
            }
        }
    }

    /// Applies what is final: withdrawals, and the end of a test or an exercise.
    ///
    /// spec: PSR-REV-011, PSR-NTC-003
    pub(super) fn withdraw(&self, entries: &mut Entries<'r>, now: Timestamp) {
        for sent in self.all().filter(|sent| sent.action.is_final()) {
            let reaches_all = sent.reaches_all(entries);
            if let Some(entry) = entries.get_mut(sent.key)
                && sent.action == Action::Withdraw
                && !reaches_all
            {
                // The fault lies in whom it reaches. Whom it has reached must not use the record any more.
                entry.report(Code::RuleWithdrawAudienceCovers, at("/handling/releasable_to"));
            }
            for entry in sent.targets(entries).filter(|_| sent.since <= now) {
                match sent.action {
                    Action::Withdraw => entry.mark(Status::Withdrawn, Code::RevRetracted, at("")),
                    _ => entry.mark(Status::Expired, Code::RuleExpiredNotUsable, at("/environment")),
                }
            }
        }
    }

    /// Applies every other notice that is in force.
    ///
    /// spec: PSR-REV-010, PSR-REV-012, PSR-NTC-004
    pub(super) fn apply(&self, entries: &mut Entries<'r>, now: Timestamp) {
        for sent in self.all().filter(|sent| !sent.action.is_final()) {
            let action = if sent.is_in_force(entries, now) { sent.action } else { Action::Tell };
            let replacement = &sent.notice.replacement;
            for entry in sent.targets(entries) {
                match action {
                    Action::Replace if entry.is_replaced_by(sent.notice) => {
                        entry.mark(Status::Superseded, Code::RevSuperseded, at("/rev"));
                        entry.replaced_by = entry.replaced_by.take().or_else(|| replacement.clone());
                    }
                    Action::Dispute => entry.mark(Status::Disputed, Code::RevDisputed, sent.disputed_place()),
                    Action::ExtendReview => {
                        entry.review_by = entry.review_by.max(sent.notice.review_by.unwrap_or(entry.review_by));
                    }
                    _ => {}
                }
            }
        }
    }
}

impl<'r> Sent<'r> {
    /// The contents that it is about; each keeps that it is.
    fn targets<'e>(&self, entries: &'e mut Entries<'r>) -> impl Iterator<Item = &'e mut Entry<'r>> {
        let (about, key) = (&self.notice.about, self.key);
        let held = entries.revisions_mut(key.environment, &about.id);
        held.filter(|(held, _)| is_about(about, held.rev)).map(move |(_, entry)| {
            entry.notices.insert((key.id, key.rev));
            entry
        })
    }

    /// The member that it disputes, or the whole record.
    fn disputed_place(&self) -> Pointer {
        let pointer = self.notice.dispute.as_ref().and_then(|dispute| dispute.pointer.as_ref());
        pointer.and_then(|pointer| Pointer::parse(pointer.as_str())).unwrap_or_default()
    }

    /// Whether everybody who may have what it is about may have it too.
    fn reaches_all(&self, entries: &Entries<'r>) -> bool {
        let own = entries.get(self.key).map(|entry| &entry.header().handling);
        let held = entries.revisions(self.key.environment, &self.notice.about.id);
        let mut held = held.filter(|(held, _)| is_about(&self.notice.about, held.rev));
        own.is_some_and(|own| held.all(|(_, entry)| release::covers(own, &entry.header().handling)))
    }

    /// It holds until it is withdrawn, revised, forked or refused. What forbids nothing for good ends with its dates too, and
    /// what permits needs a reader who understands it.
    ///
    /// spec: PSR-NTC-004
    fn is_in_force(&self, entries: &Entries<'r>, now: Timestamp) -> bool {
        let Some(entry) = entries.get(self.key) else { return false };
        let ended = [Status::Withdrawn, Status::Forked, Status::Unknown, Status::Superseded];
        let has_ended = ended.iter().any(|status| entry.holds.contains(status));
        let is_past = entry.header().validity.expires.is_some_and(|expires| now.date() > expires);
        let is_understood = entry.record.actionability() == Actionability::Actionable;
        let holds = match self.action {
            Action::ExtendReview => is_understood && !is_past,
            Action::Dispute => !is_past,
            _ => true,
        };
        self.since <= now && !has_ended && holds
    }
}

impl Entry<'_> {
    /// The replacement itself, and what came after it, is not replaced; nor is a notice, which is revised instead.
    fn is_replaced_by(&self, notice: &Notice) -> bool {
        let header = self.header();
        let is_replacement = notice.replacement.as_ref().is_some_and(|by| by.id == header.id && header.rev >= by.rev);
        !is_replacement && !matches!(self.content(), Content::Notice(_))
    }
}
