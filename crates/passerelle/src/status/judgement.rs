//! The answer about each revision.

use std::collections::BTreeMap;

use crate::answer::Status;
use crate::finding::Finding;
use crate::pipeline::VerifiedRecord;
use crate::record::{Date, Digest, Environment, RecordId, RecordType, RevisionRef, Timestamp};

/// Which status is named where several hold: the earlier one in this list.
///
/// What forbids all use comes first, and before that what is an alarm: who signs two contents of one revision may have lost the
/// key that signed the withdrawal too. `superseded` stands before `expired`, since it says where to look instead.
///
/// spec: PSR-REV-012
pub const PRECEDENCE: [Status; 8] = [
    Status::Forked,
    Status::Withdrawn,
    Status::Unknown,
    Status::Superseded,
    Status::Expired,
    Status::Disputed,
    Status::ReviewDue,
    Status::Active,
];

/// What holds of one content of one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// The environment, outside which the judgement means nothing.
    pub environment: Environment,
    /// The record.
    pub id: RecordId,
    /// The revision.
    pub rev: i64,
    /// The digest of this content; a forked revision has several contents.
    pub digest: Digest,
    /// The type of the record.
    pub record_type: RecordType,
    /// The time of the judgement.
    pub now: Timestamp,
    /// The status: the first in [`PRECEDENCE`] of those that hold.
    pub status: Status,
    /// Every status that holds, in the order of [`PRECEDENCE`]; `Active` only where nothing else does.
    pub holds: Vec<Status>,
    /// The last day before the review is due, extensions included.
    pub review_by: Date,
    /// What took its place, where it is superseded and that is known.
    pub replaced_by: Option<RevisionRef>,
    /// The notices about it that somebody entitled sent, whether or not they still have effect.
    pub notices: Vec<RevisionRef>,
    /// Why, and what else there is to know: sorted by code and place.
    pub findings: Vec<Finding>,
}

/// Where a content stands: the order of a report.
pub(super) type Key = (Environment, RecordId, i64, String);

/// What holds of everything that is held, at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgements {
    held: BTreeMap<Key, Judgement>,
}

impl Judgements {
    pub(super) fn new(held: BTreeMap<Key, Judgement>) -> Self {
        Self { held }
    }

    /// All of them, by environment, record, revision and digest.
    pub fn iter(&self) -> impl Iterator<Item = &Judgement> {
        self.held.values()
    }

    /// The one about a record that was given to the history.
    #[must_use]
    pub fn of(&self, record: &VerifiedRecord) -> Option<&Judgement> {
        let header = &record.record().header;
        let hash = record.digest().hash.as_str().to_owned();
        self.held.get(&(header.environment, header.id.clone(), header.rev, hash))
    }

    /// Those about the revisions of a record in one environment, the oldest revision first.
    pub fn revisions(&self, environment: Environment, id: &RecordId) -> impl Iterator<Item = &Judgement> {
        let first = (environment, id.clone(), i64::MIN, String::new());
        self.held
            .range(first..)
            .map(|(_, judgement)| judgement)
            .take_while(move |judgement| judgement.environment == environment && judgement.id == *id)
    }

    /// The one about the newest revision of a record that was not refused.
    #[must_use]
    pub fn newest(&self, environment: Environment, id: &RecordId) -> Option<&Judgement> {
        self.revisions(environment, id).filter(|judgement| !judgement.holds.contains(&Status::Unknown)).last()
    }
}
