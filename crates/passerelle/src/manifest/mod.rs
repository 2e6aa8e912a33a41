//! Manifests (specification, chapter 17): an authority signs which records it sent together, and in which order its messages
//! follow one another.
//!
//! A manifest does three things. It shows that a batch is whole ([`open_batch`]). It lets one signature stand for many, so that a
//! batch opens faster. And the manifests of a feed show whether one is missing, doubled or late ([`check_feeds`]).

mod batch;
mod document;
mod feed;

pub use batch::{Batch, BatchReader, Mismatch, open_batch};
pub use document::{Manifest, ManifestEntry, schema_for_manifest};
pub use feed::{Feed, FeedFault, FeedFinding, Link, check_feeds};

use crate::crypto::Signer;
use crate::envelope::Form;
use crate::record::Timestamp;
use crate::trust::Trust;
use crate::verification::{OpenError, StatementError, VerifiedStatement, open_statement, sign_statement};

/// Signs a manifest with a key of its issuer.
///
/// The caller sees to it that the numbers of its feed follow one another.
///
/// spec: PSR-MAN-005
///
/// # Errors
/// See [`StatementError`].
pub fn sign_manifest(
    manifest: &Manifest,
    signer: &dyn Signer,
    now: Timestamp,
    form: Form,
) -> Result<Vec<u8>, StatementError> {
    sign_statement(manifest, signer, now, form)
}

/// Opens a manifest.
///
/// spec: PSR-MAN-004
///
/// # Errors
/// [`OpenError`], as for a record; `BND_CONTENT` where the count is not that of the list, or an entry stands in it twice.
pub fn open_manifest(bytes: &[u8], trust: &Trust, now: Timestamp) -> Result<VerifiedStatement<Manifest>, OpenError> {
    open_statement(bytes, trust, now)
}
