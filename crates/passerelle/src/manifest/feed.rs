//! Whether the manifests of a feed follow one another.

use std::collections::BTreeMap;

use super::Manifest;
use crate::error::{Code, Severity};
use crate::record::{AuthorityId, Digest, FeedName, Timestamp};
use crate::verification::VerifiedStatement;

/// What is known of one feed of one issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Feed {
    /// Who sends it.
    pub issuer: AuthorityId,
    /// Its name.
    pub name: FeedName,
    /// The lowest number that is held.
    pub first: i64,
    /// The highest.
    pub last: i64,
    /// The digest of the last; none where two contents are held for its number.
    pub digest: Option<Digest>,
    /// When the next one is due at the latest.
    pub next_by: Timestamp,
    /// What is wrong with it, in the order of the numbers.
    pub findings: Vec<FeedFinding>,
}

/// A manifest of a feed, by its number and its digest: what the next one follows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "callers keep it in a file of their own, and make it from there")]
pub struct Link {
    /// Who sends the feed.
    pub issuer: AuthorityId,
    /// Its name.
    pub feed: FeedName,
    /// The number of the manifest.
    pub sequence: i64,
    /// Its digest.
    pub digest: Digest,
}

impl Link {
    /// The link that a manifest is.
    #[must_use]
    pub fn of(manifest: &VerifiedStatement<Manifest>) -> Self {
        let document = manifest.document();
        Self {
            issuer: document.issuer.clone(),
            feed: document.feed.clone(),
            sequence: document.sequence,
            digest: manifest.digest().clone(),
        }
    }

    /// How another manifest fails to come next; nothing is said of one of another feed.
    pub(crate) fn fault(&self, next: &VerifiedStatement<Manifest>) -> Option<FeedFault> {
        let document = next.document();
        if self.issuer != document.issuer || self.feed != document.feed {
            return None;
        }
        match document.sequence.checked_sub(self.sequence)? {
            1 if document.prev.as_ref() == Some(&self.digest) => None,
            2.. => Some(FeedFault::Gap),
            0 if *next.digest() == self.digest => Some(FeedFault::Repeat),
            _ => Some(FeedFault::Fork),
        }
    }
}

/// Something that is wrong with a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FeedFinding {
    /// The number that it is about; the first of them where numbers are missing.
    pub sequence: i64,
    /// The last of them.
    pub through: i64,
    /// What it is.
    pub fault: FeedFault,
}

/// How the manifests of a feed can fail to follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FeedFault {
    /// Numbers are missing between others that are held.
    Gap,
    /// The same manifest came more than once.
    Repeat,
    /// There are two contents for one number, or a manifest follows another one than the one that is held: its issuer tells
    /// different readers different things, or somebody else has its key.
    Fork,
    /// The next one is due, and has not come.
    Overdue,
}

impl FeedFault {
    /// The code of the fault.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            FeedFault::Gap | FeedFault::Repeat | FeedFault::Fork => Code::BndSequence,
            FeedFault::Overdue => Code::BndOverdue,
        }
    }

    /// How much it weighs: what came twice does no harm.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self == FeedFault::Repeat { Severity::Warning } else { self.code().severity() }
    }

    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            FeedFault::Gap => "gap",
            FeedFault::Repeat => "repeat",
            FeedFault::Fork => "fork",
            FeedFault::Overdue => "overdue",
        }
    }
}

/// Looks at manifests of any feeds, in any order, and says of each feed whether its manifests follow one another.
///
/// What lies before the lowest number that is held cannot be judged: whoever keeps the last manifest of each feed misses nothing.
///
/// spec: PSR-MAN-006, PSR-MAN-007
#[must_use]
pub fn check_feeds<'m>(
    manifests: impl IntoIterator<Item = &'m VerifiedStatement<Manifest>>,
    now: Timestamp,
) -> Vec<Feed> {
    let mut feeds: BTreeMap<(&AuthorityId, &FeedName), Numbers<'_>> = BTreeMap::new();
    for manifest in manifests {
        let document = manifest.document();
        let numbers = feeds.entry((&document.issuer, &document.feed)).or_default();
        let copies = numbers.entry(document.sequence).or_default();
        copies.entry(manifest.digest().hash.as_str()).or_default().push(manifest);
    }
    let checked = feeds.into_iter().filter_map(|((issuer, name), numbers)| check(issuer, name, &numbers, now));
    checked.collect()
}

/// The manifests of a feed by their number, and for each number by their digest.
type Numbers<'m> = BTreeMap<i64, BTreeMap<&'m str, Vec<&'m VerifiedStatement<Manifest>>>>;

fn check(issuer: &AuthorityId, name: &FeedName, numbers: &Numbers<'_>, now: Timestamp) -> Option<Feed> {
    let mut findings = Vec::new();
    let mut before: Option<(i64, Vec<&str>)> = None;
    for (sequence, contents) in numbers {
        let sequence = *sequence;
        let mut found = |fault| findings.push(FeedFinding { sequence, through: sequence, fault });
        if contents.values().any(|copies| copies.len() > 1) {
            found(FeedFault::Repeat);
        }
        let follows = |held: &[&str]| {
            let names =
                |manifest: &Manifest| manifest.prev.as_ref().is_some_and(|prev| held.contains(&prev.hash.as_str()));
            contents.values().flatten().all(|manifest| names(manifest.document()))
        };
        let is_off = match &before {
            Some((number, held)) => number + 1 == sequence && !follows(held),
            None => false,
        };
        if contents.len() > 1 || is_off {
            found(FeedFault::Fork);
        }
        if let Some((number, _)) = &before
            && number + 1 < sequence
        {
            findings.push(FeedFinding { sequence: number + 1, through: sequence - 1, fault: FeedFault::Gap });
        }
        before = Some((sequence, contents.keys().copied().collect()));
    }
    let ((first, _), (last, contents)) = (numbers.first_key_value()?, numbers.last_key_value()?);
    let next_by = contents.values().flatten().map(|manifest| manifest.document().next_by).min()?;
    if now > next_by {
        findings.push(FeedFinding { sequence: last + 1, through: last + 1, fault: FeedFault::Overdue });
    }
    findings.sort();
    let digest = contents.values().flatten().next().filter(|_| contents.len() == 1);
    Some(Feed {
        issuer: issuer.clone(),
        name: name.clone(),
        first: *first,
        last: *last,
        digest: digest.map(|manifest| manifest.digest().clone()),
        next_by,
        findings,
    })
}
