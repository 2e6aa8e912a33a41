//! Many records in one file: packing them, and unpacking them again.

use passerelle::Opening;
use passerelle::container::{PackError, Packer, Packing, Piece, Place, Segment, Sender, UnpackError, Unpacker};
use passerelle::manifest::{FeedFault, Link, Manifest};
use passerelle::record::{AuthorityId, Digest, FeedName, Timestamp};
use serde::{Deserialize, Serialize};

use crate::answer::{self, Finding, Outcome, Refusal, Stated, to_json};
use crate::decryption::{CheckedDecryption, Decryption};
use crate::failure::{Failure, guarded, words};
use crate::holdings::receipts;
use crate::key::{Signatory, check_one};
use crate::manifest::{Mismatched, mismatched};
use crate::reading::{content, time};
use crate::trust::Trust;

/// A container that was written.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Packed {
    /// The container.
    pub container: Vec<u8>,
    /// Its last manifest, `{"issuer", "feed", "sequence", "digest"}`: keep it, for the next container of the feed follows it.
    pub last: Vec<u8>,
}

/// Prints how large it is, never what it says.
impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Packed({} bytes)", self.container.len())
    }
}

/// The manifest that the next one follows, as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    issuer: AuthorityId,
    feed: FeedName,
    sequence: i64,
    digest: Digest,
}

impl From<Link> for Kept {
    fn from(Link { issuer, feed, sequence, digest }: Link) -> Self {
        Self { issuer, feed, sequence, digest }
    }
}

impl From<Kept> for Link {
    fn from(Kept { issuer, feed, sequence, digest }: Kept) -> Self {
        Self { issuer, feed, sequence, digest }
    }
}

/// Writes signed records into a container, with a signed list of them, as the next of a feed. `after` is what the container before it
/// gave as its last manifest; whoever forgets it makes a fork.
///
/// # Errors
/// The code of a record that is none, whose place is in the detail; `SIGN_CALLBACK`; `BND_ARGUMENT` for a name or a link that is none.
#[uniffi::export]
#[allow(clippy::too_many_arguments, reason = "each is one thing that a container has, and callers name them")]
pub fn pack(
    records: Vec<Vec<u8>>,
    signatory: Signatory,
    feed: String,
    next_by: i64,
    after: Option<Vec<u8>>,
    compressed: bool,
    now: i64,
) -> Result<Packed, Failure> {
    guarded(|| {
        let signer = check_one(signatory)?;
        let feed = FeedName::new(feed).map_err(|_| Failure::argument("feed: the name of a feed"))?;
        let mut sender = Sender::new(&signer, feed, time(now)?, time(next_by)?);
        if let Some(after) = after {
            let kept: Kept = serde_json::from_slice(&after)
                .map_err(|_| Failure::argument("after: what `last` of the container before it said"))?;
            sender = sender.after(kept.into());
        }
        let packing = if compressed { Packing::Compressed } else { Packing::Plain };
        let mut packer = Packer::new(Vec::new(), packing, sender);
        for (number, record) in records.iter().enumerate() {
            packer.add(record).map_err(|error| unpacked(error, Some(number)))?;
        }
        let (container, last) = packer.finish().map_err(|error| unpacked(error, None))?;
        Ok(Packed { container, last: to_json(&Kept::from(last)) })
    })
}

fn unpacked(error: PackError, number: Option<usize>) -> Failure {
    match error {
        PackError::Record(finding) => Failure::of(&Refusal {
            detail: number.map(|number| format!("records: number {number}")),
            findings: vec![Finding::of(&finding)],
            ..Refusal::of(finding.code)
        }),
        PackError::Manifest(error) => error.into(),
        // The output is memory of this process.
        _ => Failure::fault(None),
    }
}

/// What was in a container.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Unpacked {
    /// `{"records": [{"segment", "line", outcome}], "segments": [{"segment", "line", "manifest": outcome, "mismatches", "fault"?}],
    /// "damage"?}`, where an outcome is `{"opened": …}` or `{"refused": …}`.
    pub about: Vec<u8>,
    /// The envelope of each record, as it stood there.
    pub envelopes: Vec<Vec<u8>>,
    /// The content of each record: empty where it was refused.
    pub records: Vec<Vec<u8>>,
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unpacked({} records)", self.records.len())
    }
}

#[derive(Serialize)]
struct At {
    segment: u64,
    line: u64,
}

impl From<Place> for At {
    fn from(place: Place) -> Self {
        Self { segment: place.segment, line: place.line }
    }
}

#[derive(Serialize)]
struct About<'a> {
    records: Vec<Row<'a>>,
    segments: Vec<Said<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    damage: Option<Damage>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    at: At,
    #[serde(flatten)]
    outcome: Outcome<'a, answer::Opened<'a>>,
}

/// What is said of a segment.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    at: At,
    manifest: Outcome<'a, Stated<'a, Manifest>>,
    mismatches: Vec<Mismatched>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Fault>,
}

#[derive(Serialize)]
struct Fault {
    code: &'static str,
    fault: &'static str,
    severity: &'static str,
}

impl From<FeedFault> for Fault {
    fn from(fault: FeedFault) -> Self {
        Self { code: fault.code().as_str(), fault: fault.as_str(), severity: fault.severity().as_str() }
    }
}

/// Where a container cannot be read on, and why.
#[derive(Serialize)]
struct Damage {
    code: &'static str,
    message: &'static str,
    hint: &'static str,
    #[serde(flatten)]
    at: Option<At>,
}

impl Damage {
    fn of(error: &UnpackError) -> Result<Self, Failure> {
        // The input is memory of this process.
        let code = error.code().ok_or_else(|| Failure::fault(None))?;
        let (message, hint) = words(code);
        Ok(Self { code: code.as_str(), message, hint, at: error.place().map(At::from) })
    }
}

/// Reads a container and opens every record on the way, to its end or its first damage. What was read before that stands.
///
/// # Errors
/// The code of a receipt that does not open; `BND_ARGUMENT` for a key that is none. Damage is no error: it is in the answer.
#[uniffi::export]
pub fn unpack(
    container: &[u8],
    trust: &Trust,
    now: i64,
    receipts: Vec<Vec<u8>>,
    key: Option<Decryption>,
) -> Result<Unpacked, Failure> {
    guarded(|| {
        let now = time(now)?;
        let vouching = self::receipts(&receipts, trust, now)?;
        let key = key.map(CheckedDecryption::check).transpose()?;
        let mut opening = Opening::new(trust.held(), now).receipts(&vouching);
        if let Some(key) = &key {
            opening = opening.key(key);
        }
        let (mut records, mut segments, mut damage) = (Vec::new(), Vec::new(), None);
        for piece in Unpacker::new(container, opening) {
            match piece {
                Ok(Piece::Record { place, envelope, outcome }) => records.push((place, envelope, outcome)),
                Ok(Piece::Segment(segment)) => segments.push(segment),
                Err(error) => damage = Some(Damage::of(&error)?),
            }
        }
        let about = About {
            records: records.iter().map(|(place, _, outcome)| row(*place, outcome, now)).collect(),
            segments: segments.iter().map(|segment| said(segment)).collect(),
            damage,
        };
        let about = to_json(&about);
        let contents =
            records.iter().map(|(_, _, outcome)| outcome.as_ref().map(|record| content(record)).unwrap_or_default());
        let contents = contents.collect();
        Ok(Unpacked {
            about,
            envelopes: records.into_iter().map(|(_, envelope, _)| envelope).collect(),
            records: contents,
        })
    })
}

type OpenedRecord = Result<Box<passerelle::VerifiedRecord>, passerelle::OpenError>;

fn row(place: Place, outcome: &OpenedRecord, now: Timestamp) -> Row<'_> {
    Row { at: place.into(), outcome: Outcome::of(outcome, |record| answer::Opened::of(record, now)) }
}

fn said(segment: &Segment) -> Said<'_> {
    Said {
        at: segment.place.into(),
        manifest: Outcome::of(&segment.manifest, Stated::of),
        mismatches: mismatched(&segment.mismatches),
        fault: segment.fault.map(Fault::from),
    }
}
