//! Opening the records of a manifest.

use std::collections::{BTreeMap, BTreeSet};

use super::{Manifest, open_manifest};
use crate::crypto::KeyId;
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::Pointer;
use crate::pipeline::{Listing, Opening, VerifiedRecord, open_listed};
use crate::record::Digest;
use crate::verification::{OpenError, VerifiedStatement};

/// A manifest and the records that came with it, opened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Batch {
    /// The manifest. One that is refused says nothing; the records are then opened each by itself.
    pub manifest: Result<VerifiedStatement<Manifest>, OpenError>,
    /// The records, in the order in which they were given.
    pub records: Vec<Result<VerifiedRecord, OpenError>>,
    /// How the records differ from what the manifest lists. Records that are valid by themselves stand all the same.
    pub mismatches: Vec<Mismatch>,
}

/// One way in which a batch is not what its manifest lists (`BND_CONTENT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// A record of the manifest did not come; the place of its entry.
    Missing {
        /// Its place in `records` of the manifest.
        entry: usize,
    },
    /// A record came that the manifest does not list.
    Extra {
        /// Its place among the records that came.
        record: usize,
    },
    /// A record came that had come before.
    Repeated {
        /// Its place among the records that came.
        record: usize,
    },
    /// A record of the manifest may be one of those that came sealed and stayed closed; the place of its entry.
    Closed {
        /// Its place in `records` of the manifest.
        entry: usize,
    },
}

impl Mismatch {
    /// The place of the record among those that came, where one came.
    fn record(self) -> Option<usize> {
        match self {
            Mismatch::Extra { record } | Mismatch::Repeated { record } => Some(record),
            Mismatch::Missing { .. } | Mismatch::Closed { .. } => None,
        }
    }

    /// The finding that it is. What is missing has a place in the manifest; what is too much has none there.
    #[must_use]
    pub fn finding(self) -> Finding {
        let at = |entry| Finding::new(Code::BndContent, Pointer::root().child("records").index(entry));
        match self {
            Mismatch::Missing { entry } => at(entry),
            // Whoever can open them can tell.
            Mismatch::Closed { entry } => at(entry).weighing(Severity::Indeterminate),
            Mismatch::Extra { .. } | Mismatch::Repeated { .. } => Finding::whole(Code::BndContent),
        }
    }
}

/// Opens a manifest and the records that came with it.
///
/// Every record gets the answer that [`open_with`](crate::open_with) gives. Where the manifest is good, it is faster: the
/// signature of the manifest then stands for the signatures of the same key in the records that it lists, so that those need not
/// be verified one by one. Everything else is checked for each record, and so are the signatures of others.
///
/// spec: PSR-MAN-008, PSR-MAN-009
#[must_use]
pub fn open_batch<'b>(manifest: &[u8], records: impl IntoIterator<Item = &'b [u8]>, opening: &Opening<'_>) -> Batch {
    let mut reader = BatchReader::new(manifest, *opening);
    let records = records.into_iter().map(|record| reader.open(record)).collect();
    let (manifest, mismatches) = reader.finish();
    Batch { manifest, records, mismatches }
}

/// Opens the records of a manifest one by one, for batches that are not held in memory.
#[derive(Debug)]
pub struct BatchReader<'o> {
    opening: Opening<'o>,
    manifest: Result<VerifiedStatement<Manifest>, OpenError>,
    /// Which entry of the manifest has which hashes, by both of them.
    entries: BTreeMap<[String; 2], usize>,
    keys: Vec<KeyId>,
    came: BTreeSet<usize>,
    taken: usize,
    /// Which records are sealed and stayed closed.
    closed: Vec<usize>,
    mismatches: Vec<Mismatch>,
}

impl<'o> BatchReader<'o> {
    /// Opens the manifest. Nothing is lost where it is refused: the records are then opened as if there were none.
    #[must_use]
    pub fn new(manifest: &[u8], opening: Opening<'o>) -> Self {
        let manifest = match opening.trust() {
            Some(trust) => open_manifest(manifest, trust, opening.now()),
            None => Err(OpenError::of(Some(Finding::whole(Code::TlMissing)))),
        };
        let mut entries = BTreeMap::new();
        let mut keys = Vec::new();
        if let Ok(manifest) = &manifest {
            let listed = manifest.document().records.iter().enumerate();
            entries = listed.map(|(index, entry)| (entry.hashes().map(str::to_owned), index)).collect();
            let verified = manifest.signatures().iter().filter(|signature| signature.verified);
            keys = verified.map(|signature| signature.key_id.clone()).collect();
        }
        let came = BTreeSet::new();
        Self { opening, manifest, entries, keys, came, taken: 0, closed: Vec::new(), mismatches: Vec::new() }
    }

    /// The manifest.
    pub fn manifest(&self) -> &Result<VerifiedStatement<Manifest>, OpenError> {
        &self.manifest
    }

    /// Opens one record.
    ///
    /// # Errors
    /// As [`open_with`](crate::open_with).
    pub fn open(&mut self, record: &[u8]) -> Result<VerifiedRecord, OpenError> {
        let (outcome, entry) = open_listed(record, &self.opening, &*self);
        if self.manifest.is_ok() {
            match entry {
                None if is_closed(&outcome) => self.closed.push(self.taken),
                None => self.mismatches.push(Mismatch::Extra { record: self.taken }),
                Some(entry) if !self.came.insert(entry) => {
                    self.mismatches.push(Mismatch::Repeated { record: self.taken });
                }
                Some(_) => {}
            }
        }
        self.taken += 1;
        outcome
    }

    /// Whether a record of the manifest has not come yet.
    pub(crate) fn lacks_records(&self) -> bool {
        self.came.len() + self.closed.len() < self.entries.len()
    }

    /// The manifest, and how the records that were opened differ from what it lists: first what did not come.
    ///
    /// Where as many records stayed closed as entries are left, those may be these. Otherwise they are not what was sent.
    ///
    /// spec: PSR-MAN-017
    pub fn finish(self) -> (Result<VerifiedStatement<Manifest>, OpenError>, Vec<Mismatch>) {
        let left: Vec<usize> = (0..self.entries.len()).filter(|entry| !self.came.contains(entry)).collect();
        let may_be_these = left.len() == self.closed.len();
        let of_entry = |entry| if may_be_these { Mismatch::Closed { entry } } else { Mismatch::Missing { entry } };
        let closed = self.closed.into_iter().filter(|_| !may_be_these).map(|record| Mismatch::Extra { record });
        let mut others: Vec<Mismatch> = closed.chain(self.mismatches).collect();
        others.sort_by_key(|mismatch| mismatch.record());
        (self.manifest, left.into_iter().map(of_entry).chain(others).collect())
    }
}

/// Whether a record is sealed, to somebody else or to a key that is not at hand.
fn is_closed(outcome: &Result<VerifiedRecord, OpenError>) -> bool {
    let code = outcome.as_ref().err().map(OpenError::code);
    matches!(code, Some(Code::SeaLocked | Code::SeaNotForMe))
}

impl Listing for BatchReader<'_> {
    fn entry(&self, digest: &Digest, signatures: &Digest) -> Option<usize> {
        self.entries.get(&[digest.hash.as_str().to_owned(), signatures.hash.as_str().to_owned()]).copied()
    }

    fn keys(&self) -> &[KeyId] {
        &self.keys
    }
}
