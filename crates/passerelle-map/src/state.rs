//! What was issued for which row: the small file that one run leaves to the next.
//!
//! It holds hashes and identifiers, no key and no value of a row. Every run is one transaction: it counts as a whole or not at
//! all.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::Path;

use passerelle::record::{AuthorityId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use crate::identity::IdentityKey;
use crate::pack::Pack;

/// What is kept of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// How often the row was taken back and came again.
    pub generation: i64,
    /// The revision that was issued last.
    pub rev: i64,
    /// The hash of what the row said.
    pub content: [u8; 32],
    /// The digest of that revision.
    pub digest: [u8; 32],
    /// Whether a notice has taken the record back.
    pub withdrawn: bool,
    /// The run that saw the row last.
    pub seen: i64,
}

/// The state file of one authority and one pack.
pub struct State {
    connection: Connection,
    run: i64,
    /// The version of the pack, which is kept with every entry.
    version: String,
    /// Whether the file holds anything, of this run or of earlier ones.
    is_filled: Cell<bool>,
    /// Entries that are not in the file yet.
    waiting: RefCell<HashMap<[u8; 32], Entry>>,
}

/// How many entries wait. The keys of rows are hashes, so every one of them is at another place of the file; those of many, in order, are not.
const WAITING: usize = 32 * 1024;

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// It was made with another identity key, for another authority or another pack.
    #[error("the state file was made with another identity key, or for another authority or system")]
    Foreign,
    /// It is damaged, or cannot be written.
    #[error("the state file is damaged, or cannot be read and written")]
    Unusable,
}

impl StateError {
    /// The code of the registry.
    ///
    /// spec: PSR-MAP-014
    #[must_use]
    pub fn code(&self) -> passerelle::Code {
        passerelle::Code::MapState
    }
}

impl From<rusqlite::Error> for StateError {
    fn from(_: rusqlite::Error) -> Self {
        // What SQLite says can name what the file holds.
        Self::Unusable
    }
}

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS owner (fingerprint BLOB NOT NULL, run INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS record (
        row BLOB PRIMARY KEY, generation INTEGER NOT NULL, rev INTEGER NOT NULL, content BLOB NOT NULL, digest BLOB NOT NULL,
        pack TEXT NOT NULL, withdrawn INTEGER NOT NULL, seen INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

impl State {
    /// Opens the state file, or makes it, and begins a run.
    ///
    /// # Errors
    /// [`StateError::Foreign`], [`StateError::Unusable`].
    pub fn open(path: &Path, pack: &Pack, key: &IdentityKey) -> Result<Self, StateError> {
        Self::begin(Connection::open(path)?, pack, key)
    }

    /// A state that is forgotten with the process.
    ///
    /// # Errors
    /// [`StateError::Unusable`].
    pub fn in_memory(pack: &Pack, key: &IdentityKey) -> Result<Self, StateError> {
        Self::begin(Connection::open_in_memory()?, pack, key)
    }

    fn begin(connection: Connection, pack: &Pack, key: &IdentityKey) -> Result<Self, StateError> {
        connection.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; BEGIN IMMEDIATE;")?;
        connection.execute_batch(TABLES)?;
        let fingerprint = key.fingerprint(&format!("{} {}", pack.issuer(), pack.id));
        let held: Option<(Vec<u8>, i64)> = connection
            .query_row("SELECT fingerprint, run FROM owner", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let run = match held {
            None => {
                connection.execute("INSERT INTO owner VALUES (?1, 1)", params![fingerprint.as_slice()])?;
                1
            }
            Some((held, _)) if held != fingerprint => return Err(StateError::Foreign),
            Some((_, run)) => {
                connection.execute("UPDATE owner SET run = ?1", params![run + 1])?;
                run + 1
            }
        };
        let is_filled = connection.query_row("SELECT EXISTS (SELECT 1 FROM record)", [], |row| row.get(0))?;
        let version = pack.version.clone();
        Ok(Self { connection, run, version, is_filled: Cell::new(is_filled), waiting: RefCell::default() })
    }

    /// What is kept of a row.
    ///
    /// # Errors
    /// [`StateError::Unusable`].
    pub fn entry(&self, row: &[u8; 32]) -> Result<Option<Entry>, StateError> {
        if let Some(entry) = self.waiting.borrow().get(row) {
            return Ok(Some(entry.clone()));
        }
        if !self.is_filled.get() {
            return Ok(None);
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT generation, rev, content, digest, withdrawn, seen FROM record WHERE row = ?1")?;
        let entry = statement.query_row(params![row.as_slice()], |row| {
            Ok(Entry {
                generation: row.get(0)?,
                rev: row.get(1)?,
                content: row.get(2)?,
                digest: row.get(3)?,
                withdrawn: row.get(4)?,
                seen: row.get(5)?,
            })
        });
        Ok(entry.optional()?)
    }

    /// Keeps what was issued for a row.
    ///
    /// # Errors
    /// [`StateError::Unusable`].
    pub fn keep(&self, row: &[u8; 32], entry: &Entry) -> Result<(), StateError> {
        let mut waiting = self.waiting.borrow_mut();
        waiting.insert(*row, entry.clone());
        if waiting.len() >= WAITING { self.write(&mut waiting) } else { Ok(()) }
    }

    /// Writes what waits into the file, in the order of the keys.
    fn write(&self, waiting: &mut HashMap<[u8; 32], Entry>) -> Result<(), StateError> {
        if waiting.is_empty() {
            return Ok(());
        }
        self.is_filled.set(true);
        let mut entries: Vec<([u8; 32], Entry)> = waiting.drain().collect();
        entries.sort_unstable_by_key(|(row, _)| *row);
        let statement = "INSERT OR REPLACE INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut insert = self.connection.prepare_cached(statement)?;
        for (row, entry) in &entries {
            let _ = insert.execute(params![
                row.as_slice(),
                entry.generation,
                entry.rev,
                entry.content.as_slice(),
                entry.digest.as_slice(),
                self.version,
                entry.withdrawn,
                entry.seen
            ])?;
        }
        Ok(())
    }

    /// The number of this run.
    #[must_use]
    pub fn run(&self) -> i64 {
        self.run
    }

    /// The rows of earlier runs that this one has not met, and marks them as taken back.
    ///
    /// # Errors
    /// [`StateError::Unusable`].
    pub fn vanished(&self) -> Result<Vec<([u8; 32], i64)>, StateError> {
        self.write(&mut self.waiting.borrow_mut())?;
        let mut statement = self
            .connection
            .prepare("SELECT row, generation FROM record WHERE seen < ?1 AND withdrawn = 0 ORDER BY row")?;
        let rows = statement.query_map(params![self.run], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        self.connection
            .execute("UPDATE record SET withdrawn = 1 WHERE seen < ?1 AND withdrawn = 0", params![self.run])?;
        Ok(rows)
    }

    /// Makes everything since the state was opened count. Without it, nothing does.
    ///
    /// # Errors
    /// [`StateError::Unusable`].
    pub fn commit(self) -> Result<(), StateError> {
        self.write(&mut self.waiting.borrow_mut())?;
        self.connection.execute_batch("COMMIT")?;
        Ok(())
    }
}

/// The draft of the notice that takes back the record of a row that has vanished. It repeats nothing of the record, and goes to
/// everybody who could hold it.
///
/// spec: PSR-MAP-020
#[must_use]
pub fn withdrawal(pack: &Pack, key: &IdentityKey, row: &[u8; 32], generation: i64, now: Timestamp) -> Option<Value> {
    let record = key.record_id(pack.issuer(), row, generation);
    let authority = AuthorityId::new(pack.issuer()).ok()?;
    let mut notice = json!({
        "spec": "1.0",
        "type": "notice",
        "issuer": pack.issuer(),
        "handling": { "tlp": "green", "releasable_to": ["all-members"], "onward": "as-marked", "judicial_use": "with-consent" },
        "provenance": { "source_type": "official-register", "collected": now.date().to_string() },
        "content": { "about": { "id": record, "all": true }, "action": "withdraw", "reason": "case-closed" },
    });
    for member in ["environment", "lang", "vocab", "purpose", "legal_basis", "evaluation"] {
        if let (Some(value), Some(notice)) = (pack.template.get(member), notice.as_object_mut()) {
            notice.insert(member.to_owned(), value.clone());
        }
    }
    let id = key.notice_id(&authority, &record);
    crate::run::issue_into(pack, &mut notice, &id, now);
    Some(notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: usize) -> [u8; 32] {
        let mut row = [0; 32];
        // Neighbours in the input are far from one another in the file, as hashes are.
        row[..8].copy_from_slice(&u64::try_from(number).unwrap().wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        row
    }

    /// What waits and what is in the file are one state, also in the run after.
    #[test]
    fn a_run_that_keeps_more_than_can_wait_finds_all_of_it() {
        let pack = Pack::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/national-fr")).unwrap();
        let key = IdentityKey::parse(&"3".repeat(64)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let open = || State::open(&folder.path().join("state"), &pack, &key).unwrap();
        let entry = |rev| Entry { generation: 0, rev, content: [1; 32], digest: [2; 32], withdrawn: false, seen: 1 };
        let state = open();
        assert_eq!(state.entry(&row(1)).unwrap(), None);
        for number in 0..WAITING + 2 {
            state.keep(&row(number), &entry(1)).unwrap();
        }
        assert_eq!(state.waiting.borrow().len(), 2, "the others are in the file");
        for number in [0, WAITING - 1, WAITING, WAITING + 1] {
            assert_eq!(state.entry(&row(number)).unwrap(), Some(entry(1)), "{number}");
        }
        assert_eq!(state.entry(&row(WAITING + 2)).unwrap(), None);
        state.keep(&row(7), &entry(2)).unwrap();
        assert_eq!(state.entry(&row(7)).unwrap(), Some(entry(2)), "the last word counts");
        state.commit().unwrap();

        let state = open();
        assert_eq!(state.entry(&row(7)).unwrap(), Some(entry(2)));
        assert_eq!(state.entry(&row(WAITING + 1)).unwrap(), Some(entry(1)));
        state.keep(&row(8), &Entry { seen: state.run(), ..entry(1) }).unwrap();
        assert_eq!(state.vanished().unwrap().len(), WAITING + 1, "all but the one that was met again");
    }
}
