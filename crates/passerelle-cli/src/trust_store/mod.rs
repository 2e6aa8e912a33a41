//! A folder of trust documents: the root and list that are in use, and those before them that lead to them.
//!
//! ```text
//! DIR/roots/1.json, roots/2.json … roots, the first of which is the pinned one
//! DIR/lists/1.json, lists/2.json … lists
//! DIR/state.json                   which of them are in use, and since when
//! DIR/pending/                     documents that lack signatures
//! DIR/alarms/                      documents that were refused in a way that should worry somebody
//! DIR/lock                         held by the one command that changes the folder
//! ```
//! Nothing in it is secret. A document is never overwritten, and only the rename of a new `state.json` puts one to use, so that
//! a command that is stopped half-way changes nothing.

mod keeper;

use std::path::{Component, Path, PathBuf};

use passerelle::Code;
use passerelle::crypto::digest;
use passerelle::record::Timestamp;
use passerelle::trust::{Trust, TrustError};
use serde::{Deserialize, Serialize};

pub(crate) use keeper::{Outcome, Standing, Store, claims, documents_of, files};

use crate::failure::Failure;

/// Reads the trust of a folder, as of the documents that are in use there.
///
/// Whether they still hold at some time is not asked here: opening a record does that.
///
/// # Errors
/// `CMD_NO_TRUST` where there is no store, `CMD_READ` where a file of it is damaged, and the library's codes where it refuses one.
pub(crate) fn load(dir: &Path) -> Result<Trust, Failure> {
    State::read(dir)?.replay(dir)
}

/// The documents in use, in the order in which they were taken: every root, and under each root the last list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    documents: Vec<Taken>,
}

/// A document that was taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Taken {
    kind: Kind,
    /// The path within the folder.
    file: PathBuf,
    /// SHA-256 of the file.
    sha256: String,
    /// When it was taken. A list is judged by that time when it is read again: its expiry afterwards is a matter of each record.
    taken: Timestamp,
}

/// The two kinds of trust document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Root,
    List,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Root => "root",
            Kind::List => "list",
        }
    }

    /// Where the documents of this kind are kept.
    fn folder(self) -> &'static str {
        match self {
            Kind::Root => "roots",
            Kind::List => "lists",
        }
    }
}

impl Taken {
    /// The bytes, where they are still those that were taken.
    fn read(&self, dir: &Path) -> Result<Vec<u8>, Failure> {
        let path = dir.join(&self.file);
        let bytes = std::fs::read(&path).map_err(|error| Failure::read(&path, &error))?;
        if digest(&bytes).hash.as_str() == self.sha256 { Ok(bytes) } else { Err(corrupted(&path)) }
    }
}

impl State {
    fn read(dir: &Path) -> Result<Self, Failure> {
        let path = dir.join("state.json");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let reason = "the folder holds no trust store (no state.json)";
                return Err(Failure::new(Code::CmdNoTrust).about(dir.display()).because(reason));
            }
            Err(error) => return Err(Failure::read(&path, &error)),
        };
        let state: Self = serde_json::from_str(&text).map_err(|_| corrupted(&path))?;
        let stays_inside = |taken: &Taken| taken.file.components().all(|part| matches!(part, Component::Normal(_)));
        if state.documents.iter().all(stays_inside) { Ok(state) } else { Err(corrupted(&path)) }
    }

    /// Takes the documents anew, one after the other, as they were taken the first time.
    fn replay(&self, dir: &Path) -> Result<Trust, Failure> {
        let mut trust: Option<Trust> = None;
        for taken in &self.documents {
            let path = dir.join(&taken.file);
            let bytes = taken.read(dir)?;
            let next = match (taken.kind, &trust) {
                (Kind::Root, None) => Trust::pin(&bytes),
                (Kind::Root, Some(trust)) => trust.update_root(&bytes),
                (Kind::List, Some(trust)) => trust.update_list(&bytes, taken.taken).map(|update| update.trust),
                (Kind::List, None) => return Err(corrupted(&dir.join("state.json"))),
            };
            let refused = |error: TrustError| {
                let reason = "the document was taken once, and is refused now";
                Failure::new(error.finding.code).about(path.display()).because(reason)
            };
            trust = Some(next.map_err(refused)?);
        }
        trust.ok_or_else(|| corrupted(&dir.join("state.json")))
    }
}

fn corrupted(path: &Path) -> Failure {
    let reason = "the file is damaged or was changed by hand; put it back from a copy of the folder";
    Failure::new(Code::CmdRead).about(path.display()).because(reason)
}
