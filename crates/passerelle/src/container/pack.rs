//! Writing a container.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::Packing;
use crate::crypto::{KeyId, Signer, digest};
use crate::envelope::{Envelope, Form, ObjectClass, signing_input};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Budget, Names, read_with};
use crate::jwe::is_sealed;
use crate::limits;
use crate::manifest::{Link, Manifest, ManifestEntry, sign_manifest};
use crate::record::{FeedName, SpecVersion, Timestamp};
use crate::verification::StatementError;

/// Who sends a container, in which feed, and when.
#[derive(Clone)]
pub struct Sender<'s> {
    signer: &'s dyn Signer,
    feed: FeedName,
    after: Option<Link>,
    now: Timestamp,
    next_by: Timestamp,
    segment_records: usize,
}

impl<'s> Sender<'s> {
    /// The first container of a feed: the manifests are signed with a key of its issuer, and the next one is due by a time.
    #[must_use]
    pub fn new(signer: &'s dyn Signer, feed: FeedName, now: Timestamp, next_by: Timestamp) -> Self {
        Self { signer, feed, after: None, now, next_by, segment_records: SEGMENT_RECORDS }
    }

    /// A container that follows the last manifest of the feed. Whoever forgets it makes a fork.
    #[must_use]
    pub fn after(self, last: Link) -> Self {
        Self { after: Some(last), ..self }
    }

    /// Closes a segment after so many records, at most 8,000. A reader that was interrupted goes on after the last whole segment,
    /// so short ones suit bad lines; each costs a manifest.
    #[must_use]
    pub fn segments_of(self, records: usize) -> Self {
        Self { segment_records: records.clamp(1, limits::MANIFEST_RECORDS), ..self }
    }
}

/// Writes a container, a segment at a time.
pub struct Packer<'s, W: Write> {
    output: W,
    packing: Packing,
    sender: Sender<'s>,
    key_id: KeyId,
    lines: Vec<u8>,
    entries: Vec<ManifestEntry>,
    listed: BTreeSet<[String; 2]>,
}

/// A container was not written, or one record of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// This is no envelope of a record, or its signature by the packer's own key is bad. The container can go on without it.
    #[error("{}", .0.code.message(crate::Language::English))]
    Record(Box<Finding>),
    /// A manifest could not be signed.
    #[error(transparent)]
    Manifest(#[from] StatementError),
    /// The output took no more.
    #[error("the container could not be written")]
    Output(#[from] io::Error),
}

impl PackError {
    /// The code of the error; none where the output failed.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            PackError::Record(finding) => Some(finding.code),
            PackError::Manifest(error) => Some(error.code()),
            PackError::Output(_) => None,
        }
    }
}

/// Records of a segment, unless the sender says otherwise.
const SEGMENT_RECORDS: usize = 1000;
/// Bytes of records after which a segment is closed: half of what a reader takes.
const SEGMENT_BYTES: usize = limits::SEGMENT_BYTES / 2;

impl<'s, W: Write> Packer<'s, W> {
    /// Begins a container.
    #[must_use]
    pub fn new(output: W, packing: Packing, sender: Sender<'s>) -> Self {
        let key_id = KeyId::of(sender.signer.authority(), sender.signer.public_key());
        Self { output, packing, sender, key_id, lines: Vec::new(), entries: Vec::new(), listed: BTreeSet::new() }
    }

    /// Adds a signed record. One that is in the segment already is left out.
    ///
    /// Signatures of the packer's own key are verified, since the manifest will stand for them. Those of others are not.
    ///
    /// # Errors
    /// [`PackError::Record`] where the envelope is none (`SEA_LOCKED` where it is a sealed record: pack what is inside, and seal on
    /// the way what is to be closed), or a signature of the own key is bad; the container is as it was before.
    ///
    /// spec: PSR-MAN-010
    pub fn add(&mut self, envelope: &[u8]) -> Result<(), PackError> {
        let refused = |finding| PackError::Record(Box::new(finding));
        let read = Envelope::read(envelope, ObjectClass::Record).map_err(|(findings, _)| {
            // What is inside a sealed record can be listed by nobody who does not open it.
            let object = read_with(envelope, &Budget::ENVELOPE, Names::Profile).ok();
            let sealed = object.filter(is_sealed).map(|_| Finding::whole(Code::SeaLocked));
            refused(sealed.or(findings.into_iter().next()).unwrap_or_else(|| Finding::whole(Code::EnvContent)))
        })?;
        for entry in read.signatures.iter().filter(|entry| *entry.header.key_id() == self.key_id) {
            let message = signing_input(&entry.protected, read.object.bytes());
            if !self.sender.signer.public_key().verifies(&message, &entry.signature) {
                return Err(refused(Finding::new(Code::SigInvalid, entry.pointer.clone())));
            }
        }
        let line = read_with(envelope, &Budget::ENVELOPE, Names::Profile).map_err(|fault| refused(fault.into()))?;
        let line = line.to_canonical();
        let entry = ManifestEntry { digest: read.digest(), signatures: read.signatures_digest() };
        if self.entries.len() >= self.sender.segment_records || self.lines.len() + line.len() > SEGMENT_BYTES {
            self.write_segment()?;
        }
        if self.listed.insert(entry.hashes().map(str::to_owned)) {
            self.entries.push(entry);
            self.lines.extend_from_slice(&line);
            self.lines.push(b'\n');
        }
        Ok(())
    }

    /// Ends the container with a manifest that lists nothing. Gives back the output, and the last manifest, which the next
    /// container of the feed follows.
    ///
    /// # Errors
    /// [`PackError::Manifest`] or [`PackError::Output`]; what was written is no container then.
    ///
    /// spec: PSR-MAN-012
    pub fn finish(mut self) -> Result<(W, Link), PackError> {
        if !self.entries.is_empty() {
            self.write_segment()?;
        }
        let last = self.write_segment()?;
        self.output.flush()?;
        Ok((self.output, last))
    }

    /// spec: PSR-MAN-005, PSR-MAN-011
    fn write_segment(&mut self) -> Result<Link, PackError> {
        let records = std::mem::take(&mut self.entries);
        self.listed.clear();
        let sender = &self.sender;
        let manifest = Manifest {
            spec: version(),
            issuer: sender.signer.authority().clone(),
            feed: sender.feed.clone(),
            sequence: sender.after.as_ref().map_or(1, |last| last.sequence.saturating_add(1)),
            prev: sender.after.as_ref().map(|last| last.digest.clone()),
            issued: sender.now,
            next_by: sender.next_by,
            count: i64::try_from(records.len()).unwrap_or(i64::MAX),
            records,
        };
        let envelope = sign_manifest(&manifest, sender.signer, sender.now, Form::Clear)?;
        let payload = crate::json::Object::encode(&manifest).map(|object| object.to_canonical()).unwrap_or_default();
        let last = Link {
            feed: manifest.feed,
            issuer: manifest.issuer,
            sequence: manifest.sequence,
            digest: digest(&payload),
        };
        let parts: [&[u8]; 3] = [&envelope, b"\n", &self.lines];
        match self.packing {
            Packing::Plain => parts.iter().try_for_each(|part| self.output.write_all(part))?,
            Packing::Compressed => {
                let mut encoder = zstd::stream::write::Encoder::new(&mut self.output, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                parts.iter().try_for_each(|part| encoder.write_all(part))?;
                encoder.finish()?;
            }
        }
        self.lines.clear();
        self.sender.after = Some(last.clone());
        Ok(last)
    }
}

/// The version of the format that a packer writes.
#[expect(clippy::expect_used, reason = "`1.0` is a version")]
fn version() -> SpecVersion {
    SpecVersion::new("1.0").expect("a version of the format")
}
