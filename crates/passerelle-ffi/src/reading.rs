//! Opening a record and reporting on one.

use std::sync::Arc;

use passerelle::record::Timestamp;
use passerelle::{Opening, Report, VerifiedRecord};

use crate::answer::{self, to_json};
use crate::decryption::{CheckedDecryption, Decryption};
use crate::failure::{Failure, guarded};
use crate::holdings::receipts;
use crate::store::{RevisionStore, Watched};
use crate::trust::Trust;

/// A record that was opened: its content, and what there is to say of it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Opened {
    /// The record as canonical JSON, without what is withheld in this copy. A text crosses the boundary as a whole, bytes one by one.
    pub record: String,
    /// Identifier, digest, signatures, findings and so on, as JSON.
    pub about: String,
}

/// Prints how much there is, never what it says.
impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opened({} bytes)", self.record.len())
    }
}

pub(crate) fn time(seconds: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_unix_seconds(seconds).map_err(|_| Failure::argument("now: a year between 0000 and 9999"))
}

/// The record that a reader sees; where nothing can be withheld that is what was signed.
pub(crate) fn content(record: &VerifiedRecord) -> Vec<u8> {
    if record.withheld().is_empty() && record.redactable().is_empty() {
        record.payload().to_vec()
    } else {
        record.object().to_canonical()
    }
}

/// JSON is always UTF-8; if it ever were not, that is a fault and no empty record.
fn text(json: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(json).map_err(|_| Failure::fault(None))
}

fn opened(record: &VerifiedRecord, now: Timestamp) -> Result<Opened, Failure> {
    Ok(Opened { record: text(content(record))?, about: text(to_json(&answer::Opened::of(record, now)))? })
}

/// Opens a signed record with trust, at a time in seconds since 1970.
///
/// # Errors
/// The code of the first finding that refuses it; `BND_ARGUMENT` for a time without a date.
#[uniffi::export]
pub fn open(bytes: &[u8], trust: &Trust, now: i64) -> Result<Opened, Failure> {
    guarded(|| {
        let now = time(now)?;
        opened(&passerelle::open(bytes, trust.held(), now)?, now)
    })
}

/// Opens a signed record, and holds it against the revisions of a store and against signed receipts; a sealed one with a key.
///
/// # Errors
/// As [`open`]; `REV_CHAIN` where `prev` does not name the revision that is held; `BND_CALLBACK` where the store fails, whatever else
/// is found; and the code of a receipt that does not open.
#[uniffi::export]
pub fn open_with(
    bytes: &[u8],
    trust: &Trust,
    now: i64,
    store: Option<Arc<dyn RevisionStore>>,
    receipts: Vec<Vec<u8>>,
    key: Option<Decryption>,
) -> Result<Opened, Failure> {
    guarded(|| {
        let now = time(now)?;
        let vouching = self::receipts(&receipts, trust, now)?;
        let key = key.map(CheckedDecryption::check).transpose()?;
        let mut opening = Opening::new(trust.held(), now).receipts(&vouching);
        if let Some(key) = &key {
            opening = opening.key(key);
        }
        let Some(store) = store else { return opened(&passerelle::open_with(bytes, &opening)?, now) };
        let store = Watched::new(store.as_ref());
        let outcome = passerelle::open_with(bytes, &opening.holding(&store));
        store.finish()?;
        opened(&outcome?, now)
    })
}

/// Reports on a signed record with everything that is wrong, and without its content. Without trust no signature is judged.
///
/// # Errors
/// `BND_ARGUMENT` for a time without a date.
#[uniffi::export]
pub fn inspect(bytes: &[u8], trust: Option<Arc<Trust>>, now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(reported(&passerelle::inspect(bytes, trust.as_ref().map(|trust| trust.held()), time(now)?))))
}

/// Reports on a signed record as [`inspect`], with signed receipts, and on a sealed one with a key.
///
/// # Errors
/// The code of a receipt that does not open; `BND_ARGUMENT` for receipts without trust, and for a key that is none.
#[uniffi::export]
pub fn inspect_with(
    bytes: &[u8],
    trust: Option<Arc<Trust>>,
    now: i64,
    receipts: Vec<Vec<u8>>,
    key: Option<Decryption>,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let now = time(now)?;
        let key = key.map(CheckedDecryption::check).transpose()?;
        let vouching = match &trust {
            Some(trust) => self::receipts(&receipts, trust, now)?,
            None if receipts.is_empty() => Vec::new(),
            None => return Err(Failure::argument("trust: needed for receipts")),
        };
        let opening = match &trust {
            Some(trust) => Opening::new(trust.held(), now).receipts(&vouching),
            None => Opening::untrusting(now),
        };
        let opening = key.as_ref().map_or(opening, |key| opening.key(key));
        Ok(reported(&passerelle::inspect_with(bytes, &opening)))
    })
}

fn reported(report: &Report) -> Vec<u8> {
    to_json(&answer::Inspected::of(report))
}
