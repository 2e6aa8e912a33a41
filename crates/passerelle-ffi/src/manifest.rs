//! What was sent together, and in which order.

use passerelle::Opening;
use passerelle::manifest::{Manifest, Mismatch};
use passerelle::{VerifiedStatement, manifest};
use serde::Serialize;

use crate::answer::{self, Finding, Outcome, Stated, to_json};
use crate::decryption::{CheckedDecryption, Decryption};
use crate::failure::{Failure, guarded};
use crate::holdings::receipts;
use crate::reading::{content, time};
use crate::trust::Trust;

/// Opens a manifest: `{"digest", "signatures", "findings", "document"}`.
///
/// # Errors
/// The code of the first finding that refuses it; `BND_CONTENT` where it contradicts itself.
#[uniffi::export]
pub fn open_manifest(bytes: &[u8], trust: &Trust, now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(to_json(&Stated::of(&manifest::open_manifest(bytes, trust.held(), time(now)?)?))))
}

/// A manifest and the records that came with it, opened.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct OpenedBatch {
    /// `{"manifest": outcome, "records": [outcome], "mismatches": [{"kind", "at", "finding"}]}`, where an outcome is `{"opened": …}` or
    /// `{"refused": …}`.
    pub about: Vec<u8>,
    /// The content of each record, in the order in which they were given: empty where it was refused.
    pub records: Vec<Vec<u8>>,
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for OpenedBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OpenedBatch({} records)", self.records.len())
    }
}

/// How records differ from what a manifest lists.
#[derive(Serialize)]
pub(crate) struct Mismatched {
    kind: &'static str,
    at: usize,
    code: &'static str,
    severity: &'static str,
}

pub(crate) fn mismatched(mismatches: &[Mismatch]) -> Vec<Mismatched> {
    let written = mismatches.iter().map(|mismatch| {
        let (kind, at) = match mismatch {
            Mismatch::Missing { entry } => ("missing", *entry),
            Mismatch::Extra { record } => ("extra", *record),
            Mismatch::Repeated { record } => ("repeated", *record),
            Mismatch::Closed { entry } => ("closed", *entry),
            _ => ("other", 0),
        };
        let finding = mismatch.finding();
        Mismatched { kind, at, code: finding.code.as_str(), severity: finding.severity.as_str() }
    });
    written.collect()
}

/// Opens a manifest and the records that came with it. Where the manifest is good, its signature stands for those of the same key in the
/// records that it lists; everything else is checked for each record. A refused manifest says nothing, and loses nothing.
///
/// # Errors
/// The code of a receipt that does not open; `BND_ARGUMENT` for a key that is none.
#[uniffi::export]
pub fn open_batch(
    manifest: &[u8],
    records: Vec<Vec<u8>>,
    trust: &Trust,
    now: i64,
    receipts: Vec<Vec<u8>>,
    key: Option<Decryption>,
) -> Result<OpenedBatch, Failure> {
    #[derive(Serialize)]
    struct About<'b> {
        manifest: Outcome<'b, Stated<'b, Manifest>>,
        records: Vec<Outcome<'b, answer::Opened<'b>>>,
        mismatches: Vec<Mismatched>,
    }
    guarded(|| {
        let now = time(now)?;
        let vouching = self::receipts(&receipts, trust, now)?;
        let key = key.map(CheckedDecryption::check).transpose()?;
        let mut opening = Opening::new(trust.held(), now).receipts(&vouching);
        if let Some(key) = &key {
            opening = opening.key(key);
        }
        let batch = manifest::open_batch(manifest, records.iter().map(Vec::as_slice), &opening);
        let about = About {
            manifest: Outcome::of(&batch.manifest, Stated::of),
            records: batch
                .records
                .iter()
                .map(|record| Outcome::of(record, |record| answer::Opened::of(record, now)))
                .collect(),
            mismatches: mismatched(&batch.mismatches),
        };
        let contents = batch.records.iter().map(|record| record.as_ref().map(content).unwrap_or_default());
        Ok(OpenedBatch { about: to_json(&about), records: contents.collect() })
    })
}

/// Says of each feed whether its manifests follow one another: `[{"issuer", "feed", "first", "last", "digest"?, "next_by", "faults":
/// [{"code", "fault", "severity", "sequence", "through"}]}]`. They may come in any order, and be of any feeds.
///
/// # Errors
/// The code with which a manifest does not open.
#[uniffi::export]
pub fn check_feeds(manifests: Vec<Vec<u8>>, trust: &Trust, now: i64) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Feed<'f> {
        issuer: &'f str,
        feed: &'f str,
        first: i64,
        last: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        digest: Option<&'f str>,
        next_by: String,
        faults: Vec<Fault>,
    }
    guarded(|| {
        let now = time(now)?;
        let open = |bytes: &Vec<u8>| Ok(manifest::open_manifest(bytes, trust.held(), now)?);
        let opened: Vec<VerifiedStatement<Manifest>> = manifests.iter().map(open).collect::<Result<_, Failure>>()?;
        let feeds = manifest::check_feeds(&opened, now);
        let written = feeds.iter().map(|feed| Feed {
            issuer: feed.issuer.as_str(),
            feed: feed.name.as_str(),
            first: feed.first,
            last: feed.last,
            digest: feed.digest.as_ref().map(|digest| digest.hash.as_str()),
            next_by: feed.next_by.to_string(),
            faults: feed.findings.iter().map(Fault::of).collect(),
        });
        Ok(to_json(&written.collect::<Vec<_>>()))
    })
}

/// How a manifest fails to follow another.
#[derive(Serialize)]
struct Fault {
    code: &'static str,
    fault: &'static str,
    severity: &'static str,
    sequence: i64,
    through: i64,
}

impl Fault {
    fn of(finding: &manifest::FeedFinding) -> Self {
        Self {
            code: finding.fault.code().as_str(),
            fault: finding.fault.as_str(),
            severity: finding.fault.severity().as_str(),
            sequence: finding.sequence,
            through: finding.through,
        }
    }
}

/// Compares the files that came with a record with what it says of them: every finding, none where all fit. `files` are in the order of
/// its attachments; an empty one did not come.
///
/// # Errors
/// The code with which the record does not open.
#[uniffi::export]
pub fn check_attachments(
    envelope: &[u8],
    files: Vec<Vec<u8>>,
    trust: &Trust,
    now: i64,
    receipts: Vec<Vec<u8>>,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let now = time(now)?;
        let vouching = self::receipts(&receipts, trust, now)?;
        let record = passerelle::open_with(envelope, &Opening::new(trust.held(), now).receipts(&vouching))?;
        let attachments = &record.record().header.attachments;
        let file = |wanted: &passerelle::record::Attachment| {
            let at = attachments.iter().position(|attachment| attachment == wanted)?;
            files.get(at).map(Vec::as_slice).filter(|file| !file.is_empty())
        };
        let found = passerelle::check_attachments(record.record(), file);
        Ok(to_json(&found.iter().map(Finding::of).collect::<Vec<_>>()))
    })
}
