//! Which revisions the caller holds, asked of the caller's own code.

use std::cell::Cell;

use passerelle::Held;
use passerelle::record::{Digest, HashValue, RecordId};

use crate::failure::Failure;
use crate::key::CallbackFailure;

/// What a store holds of a revision.
///
/// It names the revision that it was asked about. A call that was broken off reaches this side as an empty answer, which names none
/// and so is never taken for one.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RevisionAnswer {
    /// The record that was asked about.
    pub id: String,
    /// The revision that was asked about.
    pub rev: i64,
    /// The SHA-256 digests that are held of it, in hexadecimal digits: none where it is not held, several where it was forked.
    pub digests: Vec<String>,
}

/// A store of revisions, in the caller's language. It is asked from any thread.
#[uniffi::export(rust, foreign)]
pub trait RevisionStore: Send + Sync {
    /// The digests that are held of a revision.
    ///
    /// # Errors
    /// The store cannot be asked. Nothing is opened then.
    fn digests(&self, id: String, rev: i64) -> Result<RevisionAnswer, CallbackFailure>;
}

/// Asks a store, and remembers where it failed: a failure is no answer, so nothing may be decided on it.
pub(crate) struct Watched<'s> {
    store: &'s dyn RevisionStore,
    failed: Cell<Option<&'static str>>,
}

impl<'s> Watched<'s> {
    pub(crate) fn new(store: &'s dyn RevisionStore) -> Self {
        Self { store, failed: Cell::new(None) }
    }

    /// Whether every answer was one.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        self.failed.get().map_or(Ok(()), |detail| Err(Failure::callback(detail)))
    }

    /// spec: PSR-ANS-008
    fn ask(&self, id: &RecordId, rev: i64) -> Result<Vec<Digest>, &'static str> {
        let answer = self.store.digests(id.to_string(), rev).map_err(|_| "store: it raised an error")?;
        if answer.id != id.as_str() || answer.rev != rev {
            return Err("store: it answered about another revision");
        }
        answer.digests.into_iter().map(digest).collect::<Option<_>>().ok_or("store: a digest is 64 hexadecimal digits")
    }
}

/// A SHA-256 digest in hexadecimal digits.
pub(crate) fn digest(text: String) -> Option<Digest> {
    let hash = HashValue::new(text).ok()?;
    Some(Digest { hash, ..Digest::sha256([0; 32]) })
}

impl Held for Watched<'_> {
    fn digests(&self, id: &RecordId, rev: i64) -> Option<Vec<Digest>> {
        match self.ask(id, rev) {
            Ok(digests) => Some(digests),
            Err(detail) => {
                self.failed.set(Some(detail));
                None
            }
        }
    }
}
