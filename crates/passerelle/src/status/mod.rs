//! Whether records still hold: what follows from the revisions and notices that are held, and from the time.
//!
//! Give every revision and notice that is held to [`History::of`], in any order and as often as they came, and ask for a time
//! with [`History::at`]. The answer is a pure function of the set of records and the time: no order of arrival changes it.
//!
//! # What the answer rests on
//!
//! - **Environments never touch.** Live, exercise and test records are judged apart. A reference that would join two of them is
//!   an error of the record that makes it (`RULE_EXERCISE_ISOLATION`), and has no effect.
//! - **What is refused has no effect.** A revision that does not follow from the one before it, or a notice of somebody who is
//!   not entitled, changes the status of nothing but itself: it is `unknown`. Only a withdrawal by the issuer needs no chain.
//! - **What is forked is believed by nobody.** Of two contents of one revision neither is chosen: both are `forked`, and the
//!   revision before them is superseded all the same. A later revision that follows from one of them settles it.
//! - **A withdrawal is final.** It takes effect at the time that it names, or else from its issue on, also where it is held
//!   before the record itself. Nothing takes it back: not a revision of the notice, not a withdrawal of it, not its own dates.
//!   Who withdrew in error issues a new record. The end of a test or an exercise is final in the same way.
//! - **Any other notice lasts as long as it holds.** It has no effect once it is withdrawn, superseded by a revision of its own,
//!   forked or refused. A dispute and an extension of the review also end with the notice's `expires`; a correction and a
//!   replacement do not, since their end would bring back what was wrong.
//! - **A notice is corrected by a revision of it.** `correct` and `supersede` about a notice have no effect.
//! - **Restrictions come easily, permissions do not.** A notice whose `must` names something unknown still withdraws, corrects,
//!   supersedes and disputes; it does not extend a review.
//!
//! ```
//! use passerelle::record::Timestamp;
//! use passerelle::status::History;
//! use passerelle::{Status, VerifiedRecord};
//!
//! /// What may still be acted on, out of everything that was ever received.
//! fn in_force(held: &[VerifiedRecord], now: Timestamp) -> Vec<&VerifiedRecord> {
//!     let judgements = History::of(held).at(now);
//!     let is_active = |record: &&VerifiedRecord| judgements.of(record).is_some_and(|it| it.status == Status::Active);
//!     held.iter().filter(is_active).collect()
//! }
//! # assert!(in_force(&[], Timestamp::new("2026-06-01T12:00:00Z").unwrap()).is_empty());
//! ```
//!
//! Where several statuses hold at once, [`Judgement::status`] is the first of them in [`PRECEDENCE`], and
//! [`Judgement::holds`] names all. The state of a link is the first among its own and those of its two ends.

mod chain;
mod entries;
mod judgement;
mod notices;
mod relations;
mod release;

use std::collections::BTreeMap;
use std::fmt;

use entries::Entries;
pub use judgement::{Judgement, Judgements, PRECEDENCE};
use notices::Notices;

use crate::pipeline::{Held, VerifiedRecord};
use crate::record::{Digest, Environment, RecordId, Timestamp};

/// The contents that are held of one record: by revision, and then by digest, since a revision can be forked.
type Chain<'r> = BTreeMap<i64, BTreeMap<&'r str, &'r VerifiedRecord>>;

/// Everything that is held, sorted by record and revision.
#[derive(Clone, Default)]
pub struct History<'r> {
    chains: BTreeMap<(Environment, &'r RecordId), Chain<'r>>,
}

impl<'r> History<'r> {
    /// Sorts what is held. The order and the repetition of records make no difference. Of the copies of one content the one is used
    /// in which least is withheld.
    ///
    /// spec: PSR-RED-016
    #[must_use]
    pub fn of(records: impl IntoIterator<Item = &'r VerifiedRecord>) -> Self {
        let mut history = Self::default();
        for record in records {
            let header = &record.record().header;
            let chain = history.chains.entry((header.environment, &header.id)).or_default();
            let held = chain.entry(header.rev).or_default().entry(record.digest().hash.as_str()).or_insert(record);
            // Where as much is withheld in both, any rule does that does not hang on the order.
            let rank = |copy: &VerifiedRecord| (copy.withheld().len(), copy.disclosures().to_vec());
            if rank(record) < rank(held) {
                *held = record;
            }
        }
        history
    }

    /// What holds at a time.
    ///
    /// The findings of a [`Judgement`] are those of the stages `chain` and `status`: `REV_CHAIN`, `REV_GAP`,
    /// `REV_EQUIVOCATION`, `RULE_TYPE_CHANGED`, `RULE_PREV_ISSUED_ORDER`, `RULE_VERSION_AFTER_WITHDRAW`,
    /// `RULE_REVISION_EMPTY`, `RULE_HANDLING_LOOSENED`, `RET_AUTHORITY`, `RULE_NOTICE_KNOWN_TARGET`,
    /// `RULE_WITHDRAW_AUDIENCE_COVERS`, `RULE_EXERCISE_ISOLATION`, `RULE_LINK_DANGLING`, `RULE_SAME_AND_DIFFERENT`,
    /// `RULE_NETWORK_MEMBER_PERIOD`, `RULE_SIGHTING_LIVE_TARGET_VERSION`, `REV_SUPERSEDED`, `REV_RETRACTED`,
    /// `REV_DISPUTED` and `RULE_EXPIRED_NOT_USABLE`.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Judgements {
        let mut entries = Entries::of(self);
        chain::examine(self, &mut entries);
        relations::isolate(&mut entries);
        let notices = Notices::read(&mut entries);
        notices.refuse_late_revisions(&mut entries);
        relations::refuse_memberships(&mut entries);
        chain::supersede(self, &mut entries);
        notices.withdraw(&mut entries, now);
        notices.apply(&mut entries, now);
        entries.judge_dates(now);
        relations::examine(&notices, &mut entries, now);
        entries.into_judgements(now)
    }
}

/// A history answers what [`open_with`](crate::open_with) asks of the caller's store, in whatever environment.
impl Held for History<'_> {
    fn digests(&self, id: &RecordId, rev: i64) -> Option<Vec<Digest>> {
        let environments = [Environment::Live, Environment::Exercise, Environment::Test];
        let chains = environments.into_iter().filter_map(|environment| self.chains.get(&(environment, id)));
        let contents = chains.filter_map(|chain| chain.get(&rev)).flat_map(BTreeMap::values);
        Some(contents.map(|record| record.digest().clone()).collect())
    }
}

/// Prints how many records there are.
impl fmt::Debug for History<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "History of {} records", self.chains.len())
    }
}
