//! What is known so far of each content that is held, while it is being judged.

use std::collections::{BTreeMap, BTreeSet};

use super::History;
use super::judgement::{Judgement, Judgements, PRECEDENCE};
use crate::answer::Status;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::pipeline::VerifiedRecord;
use crate::record::{Content, Date, Environment, Header, RecordId, RevisionRef, Timestamp};
use crate::rules::at;

/// Where a content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'r> {
    pub(super) environment: Environment,
    pub(super) id: &'r RecordId,
    pub(super) rev: i64,
    pub(super) hash: &'r str,
}

/// One content of one revision.
pub(super) struct Entry<'r> {
    pub(super) record: &'r VerifiedRecord,
    pub(super) holds: BTreeSet<Status>,
    pub(super) review_by: Date,
    pub(super) replaced_by: Option<RevisionRef>,
    pub(super) notices: BTreeSet<(&'r RecordId, i64)>,
    findings: BTreeSet<(Code, Pointer)>,
}

impl<'r> Entry<'r> {
    fn new(record: &'r VerifiedRecord) -> Self {
        Self {
            record,
            holds: BTreeSet::new(),
            review_by: record.record().header.validity.review_by,
            replaced_by: None,
            notices: BTreeSet::new(),
            findings: BTreeSet::new(),
        }
    }

    pub(super) fn header(&self) -> &'r Header {
        &self.record.record().header
    }

    pub(super) fn content(&self) -> &'r Content {
        &self.record.record().content
    }

    /// Reports something that changes no status.
    pub(super) fn report(&mut self, code: Code, pointer: Pointer) {
        self.findings.insert((code, pointer));
    }

    /// Reports something that gives the content a status.
    pub(super) fn mark(&mut self, status: Status, code: Code, pointer: Pointer) {
        self.holds.insert(status);
        self.report(code, pointer);
    }

    /// Reports something that keeps the content from having any effect.
    ///
    /// spec: PSR-REV-013
    pub(super) fn refuse(&mut self, code: Code, pointer: Pointer) {
        self.mark(Status::Unknown, code, pointer);
    }

    pub(super) fn is_refused(&self) -> bool {
        self.holds.contains(&Status::Unknown)
    }

    /// The status by what is known so far.
    pub(super) fn status(&self) -> Status {
        PRECEDENCE.into_iter().find(|status| self.holds.contains(status)).unwrap_or(Status::Active)
    }
}

/// All contents, by where they stand.
pub(super) struct Entries<'r> {
    held: BTreeMap<Key<'r>, Entry<'r>>,
}

impl<'r> Entries<'r> {
    pub(super) fn of(history: &History<'r>) -> Self {
        let mut held = BTreeMap::new();
        for (&(environment, id), chain) in &history.chains {
            for (&rev, contents) in chain {
                let entries =
                    contents.iter().map(|(&hash, &record)| (Key { environment, id, rev, hash }, Entry::new(record)));
                held.extend(entries);
            }
        }
        Self { held }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Key<'r>, &Entry<'r>)> {
        self.held.iter().map(|(key, entry)| (*key, entry))
    }

    pub(super) fn get(&self, key: Key<'r>) -> Option<&Entry<'r>> {
        self.held.get(&key)
    }

    pub(super) fn get_mut(&mut self, key: Key<'r>) -> Option<&mut Entry<'r>> {
        self.held.get_mut(&key)
    }

    /// The contents of a record, the oldest revision first.
    pub(super) fn revisions(
        &self,
        environment: Environment,
        id: &'r RecordId,
    ) -> impl Iterator<Item = (Key<'r>, &Entry<'r>)> {
        let first = self.held.range(Key { environment, id, rev: i64::MIN, hash: "" }..);
        let entries = first.map(|(key, entry)| (*key, entry));
        entries.take_while(move |(key, _)| key.environment == environment && key.id == id)
    }

    /// The contents of a record, to be changed.
    pub(super) fn revisions_mut(
        &mut self,
        environment: Environment,
        id: &'r RecordId,
    ) -> impl Iterator<Item = (Key<'r>, &mut Entry<'r>)> {
        let first = self.held.range_mut(Key { environment, id, rev: i64::MIN, hash: "" }..);
        let entries = first.map(|(key, entry)| (*key, entry));
        entries.take_while(move |(key, _)| key.environment == environment && key.id == id)
    }

    pub(super) fn holds(&self, environment: Environment, id: &'r RecordId) -> bool {
        self.revisions(environment, id).next().is_some()
    }

    /// The contents that a reference means: those of the revision that it names, or of the newest that was not refused.
    pub(super) fn meant(&self, environment: Environment, id: &'r RecordId, rev: Option<i64>) -> Vec<&Entry<'r>> {
        let newest = || self.revisions(environment, id).filter(|(_, entry)| !entry.is_refused()).last();
        let any = || self.revisions(environment, id).last();
        let rev = rev.or_else(|| newest().or_else(any).map(|(key, _)| key.rev));
        self.revisions(environment, id).filter(|(key, _)| Some(key.rev) == rev).map(|(_, entry)| entry).collect()
    }

    /// `expires` and the day of review are the last days on which a record holds.
    ///
    /// spec: PSR-REC-022
    pub(super) fn judge_dates(&mut self, now: Timestamp) {
        let today = now.date();
        for entry in self.held.values_mut() {
            if entry.header().validity.expires.is_some_and(|expires| today > expires) {
                entry.mark(Status::Expired, Code::RuleExpiredNotUsable, at("/validity/expires"));
            }
            if today > entry.review_by {
                entry.mark(Status::ReviewDue, Code::RuleExpiredNotUsable, at("/validity/review_by"));
            }
        }
    }

    pub(super) fn into_judgements(self, now: Timestamp) -> Judgements {
        let judged = self.held.into_iter().map(|(key, entry)| {
            let status = entry.status();
            let holds = PRECEDENCE.into_iter().filter(|held| *held == status || entry.holds.contains(held)).collect();
            let reference = |(id, rev): (&RecordId, i64)| RevisionRef { id: id.clone(), rev };
            let judgement = Judgement {
                environment: key.environment,
                id: key.id.clone(),
                rev: key.rev,
                digest: entry.record.digest().clone(),
                record_type: entry.content().record_type(),
                now,
                status,
                holds,
                review_by: entry.review_by,
                replaced_by: entry.replaced_by,
                notices: entry.notices.into_iter().map(reference).collect(),
                findings: entry.findings.into_iter().map(|(code, pointer)| Finding::new(code, pointer)).collect(),
            };
            ((key.environment, key.id.clone(), key.rev, key.hash.to_owned()), judgement)
        });
        Judgements::new(judged.collect())
    }
}
