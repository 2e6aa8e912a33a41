//! Child rows: read once, and handed out row by row by their key.
//!
//! A child table can be larger than memory and in any order, so its rows go into a private file of SQLite, which has no name, is
//! read by no other process, and is gone when the run ends, however it ends.

use std::io::{self, BufRead};

use passerelle::Code;
use rusqlite::{Connection, OptionalExtension, params};

use crate::lens::RowFault;
use crate::pack::{Child, Pack};
use crate::run::{Reject, RunError};
use crate::source::{ROW_BYTES, RawRow, Row, Split, Splitter};

/// The child rows of an export.
pub struct Children {
    connection: Connection,
    /// The tables that were read.
    read: Vec<bool>,
    tally: ChildTally,
}

/// How many child rows there were. `rows` is always the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChildTally {
    /// Child rows that were read.
    pub rows: u64,
    /// Those that belong to a row of the export.
    pub joined: u64,
    /// Those that were rejected.
    pub rejected: u64,
}

/// Why the temporary file of child rows cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TemporaryError {
    /// The disk is full.
    #[error(
        "the temporary file of child rows: there is no room left on its disk; the variable TMPDIR names another folder"
    )]
    Full,
    /// It cannot be made, written or read.
    #[error(
        "the temporary file of child rows cannot be made, written or read; the variable TMPDIR names another folder"
    )]
    Unusable,
}

impl From<rusqlite::Error> for TemporaryError {
    fn from(error: rusqlite::Error) -> Self {
        // What else SQLite says can name what the file holds.
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Unusable,
        }
    }
}

/// Why a row does not get its child rows.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// It is the row: together with its child rows it is longer than a row may be.
    #[error("{}: {}", .0.code, .0.detail)]
    Row(RowFault),
    /// It is no row, and the next one would not fare better.
    #[error(transparent)]
    Temporary(#[from] TemporaryError),
}

impl From<rusqlite::Error> for JoinError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Temporary(error.into())
    }
}

const TABLE: &str = "
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE child (
        number INTEGER PRIMARY KEY, tab INTEGER NOT NULL, key BLOB NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL,
        start INTEGER NOT NULL, bytes BLOB NOT NULL, met INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    BEGIN;";

impl Children {
    /// Begins without any rows.
    ///
    /// # Errors
    /// There is no room for temporary files.
    pub fn new(pack: &Pack) -> Result<Self, TemporaryError> {
        let connection = Connection::open("")?;
        connection.execute_batch(TABLE)?;
        Ok(Self { connection, read: vec![false; pack.children.len()], tally: ChildTally::default() })
    }

    /// Reads the file of a child table to its end. Rows that cannot be read, or that say not whose they are, are handed out.
    ///
    /// # Errors
    /// [`RunError::Read`]: the pack has no such table, or it was read before; the first line names other columns; reading fails.
    /// [`RunError::Temporary`]. [`RunError::Take`]: `take` fails.
    pub fn read<R: BufRead>(
        &mut self,
        pack: &Pack,
        name: &str,
        input: R,
        mut take: impl FnMut(Reject) -> io::Result<()>,
    ) -> Result<(), RunError> {
        let fault = |what: &str| RunError::Read(io::Error::new(io::ErrorKind::InvalidInput, what.to_owned()));
        let index = pack.children.iter().position(|child| child.name == name);
        let index = index.ok_or_else(|| fault("the pack has no child table of this name"))?;
        let (Some(child), Some(read)) = (pack.children.get(index), self.read.get_mut(index)) else { return Ok(()) };
        if std::mem::replace(read, true) {
            return Err(fault("this child table was read already"));
        }
        let mut splitter = Splitter::new(&child.source, input);
        splitter.begin().map_err(RunError::Read)?;
        let mut insert = self
            .connection
            .prepare("INSERT INTO child (tab, key, place, line, start, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .map_err(TemporaryError::from)?;
        let tab = number(index);
        for split in splitter {
            self.tally.rows += 1;
            let (raw, key) = match split.map_err(RunError::Read)? {
                Split::TooLong(raw, length) => {
                    self.tally.rejected += 1;
                    take(Reject::too_long(raw, length, &child.source, Some(name))).map_err(RunError::Take)?;
                    continue;
                }
                Split::Row(raw) => {
                    let key = child
                        .source
                        .read(&raw.bytes)
                        .map_err(RowFault::from)
                        .and_then(|row| child.key_of(&row, &child.key));
                    (raw, key)
                }
            };
            match key {
                Ok(key) => {
                    let place = (raw.number, raw.line, raw.offset);
                    let numbers = [place.0, place.1, place.2].map(|value| i64::try_from(value).unwrap_or(i64::MAX));
                    insert
                        .execute(params![tab, key, numbers[0], numbers[1], numbers[2], raw.bytes])
                        .map_err(TemporaryError::from)?;
                }
                Err(fault) => {
                    self.tally.rejected += 1;
                    take(Reject::of(raw, fault, Some(name))).map_err(RunError::Take)?;
                }
            }
        }
        Ok(())
    }

    /// Says that every file has been read. What is read afterwards is found more slowly.
    ///
    /// # Errors
    /// There is no room for temporary files.
    pub fn ready(&self) -> Result<(), TemporaryError> {
        Ok(self.connection.execute_batch("CREATE INDEX IF NOT EXISTS by_key ON child (tab, key)")?)
    }

    /// How many child rows there are so far.
    #[must_use]
    pub fn tally(&self) -> ChildTally {
        self.tally
    }

    /// Gives a row those that belong to it. They count as joined, also where they are too many for it: they do belong to it, and are
    /// rejected with it.
    ///
    /// # Errors
    /// Together they are longer than a row may be: `MAP_ROW_SIZE`. The temporary file cannot be read.
    pub fn join(&mut self, pack: &Pack, row: &mut Row) -> Result<(), JoinError> {
        let Ok(key) = joined_key(row, &pack.key, &pack.null) else {
            // The row has no key, which is found when it is read.
            row.children = vec![Vec::new(); pack.children.len()];
            return Ok(());
        };
        match self.found(pack, &key) {
            Ok(children) => row.children = children,
            Err(error) => {
                if matches!(error, JoinError::Row(_)) {
                    let tops = pack.children.iter().enumerate().filter(|(_, child)| child.above.is_none());
                    tops.map(|(index, _)| index).try_for_each(|top| self.meet(pack, top, &key))?;
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// The rows of every child table that belong to the row with this key.
    fn found(&mut self, pack: &Pack, key: &[u8]) -> Result<Vec<Vec<Row>>, JoinError> {
        let mut children = vec![Vec::new(); pack.children.len()];
        let mut length = 0;
        // Above before below.
        let mut done = vec![false; pack.children.len()];
        for _ in 0..pack.children.len() {
            for (index, child) in pack.children.iter().enumerate() {
                let keys: Vec<Vec<u8>> = match child.above {
                    _ if done.get(index) != Some(&false) => continue,
                    None => vec![key.to_owned()],
                    Some(above) if done.get(above) == Some(&true) => {
                        let Some(table) = pack.children.get(above) else { continue };
                        let rows = children.get(above).map(Vec::as_slice).unwrap_or_default();
                        rows.iter().filter_map(|row| table.key_of(row, &table.id).ok()).collect()
                    }
                    Some(_) => continue,
                };
                let found = self.rows(child, number(index), &keys, &mut length)?;
                if let (Some(place), Some(done)) = (children.get_mut(index), done.get_mut(index)) {
                    (*place, *done) = (found, true);
                }
            }
        }
        Ok(children)
    }

    fn rows(&mut self, child: &Child, tab: i64, keys: &[Vec<u8>], length: &mut usize) -> Result<Vec<Row>, JoinError> {
        let fault = |code, detail: &str| {
            JoinError::Row(RowFault { code, column: Some(child.name.clone()), detail: detail.to_owned() })
        };
        let mut rows = Vec::new();
        for key in keys {
            let mut select = self
                .connection
                .prepare_cached("SELECT bytes, met FROM child WHERE tab = ?1 AND key = ?2 ORDER BY number")?;
            let mut found = select.query(params![tab, key])?;
            let mut fresh = 0;
            while let Some(row) = found.next()? {
                let bytes: Vec<u8> = row.get(0)?;
                let met: i64 = row.get(1)?;
                fresh += u64::from(met == 0);
                *length += bytes.len();
                if *length > ROW_BYTES {
                    return Err(fault(Code::MapRowSize, "the row and its child rows are longer than a row may be"));
                }
                let row = child.source.read(&bytes);
                rows.push(row.map_err(|unread| fault(unread.code, &unread.detail))?);
            }
            if fresh > 0 {
                self.tally.joined += fresh;
                let mut meet =
                    self.connection.prepare_cached("UPDATE child SET met = 1 WHERE tab = ?1 AND key = ?2")?;
                meet.execute(params![tab, key])?;
            }
        }
        Ok(rows)
    }

    /// Says that the child rows of a key, and those that belong to them, have met their row, without holding more than one of them.
    /// `met` is 2 where this was said of all that belongs to a row too, so that no row is visited twice.
    fn meet(&mut self, pack: &Pack, index: usize, key: &[u8]) -> Result<(), TemporaryError> {
        let Some(child) = pack.children.get(index) else { return Ok(()) };
        let tab = number(index);
        let fresh: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM child WHERE tab = ?1 AND key = ?2 AND met = 0")?
            .query_row(params![tab, key], |row| row.get(0))?;
        self.tally.joined += u64::try_from(fresh).unwrap_or_default();
        let changed = self
            .connection
            .prepare_cached("UPDATE child SET met = 2 WHERE tab = ?1 AND key = ?2 AND met < 2")?
            .execute(params![tab, key])?;
        let below = pack.children.iter().enumerate().filter(|(_, child)| child.above == Some(index));
        let below: Vec<usize> = below.map(|(below, _)| below).collect();
        if changed == 0 || below.is_empty() {
            return Ok(());
        }
        let mut last = 0;
        loop {
            let next: Option<(i64, Vec<u8>)> = self
                .connection
                .prepare_cached(
                    "SELECT number, bytes FROM child WHERE tab = ?1 AND key = ?2 AND number > ?3 ORDER BY number",
                )?
                .query_row(params![tab, key, last], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((number, bytes)) = next else { return Ok(()) };
            last = number;
            let Some(id) = child.source.read(&bytes).ok().and_then(|row| child.key_of(&row, &child.id).ok()) else {
                continue;
            };
            below.iter().try_for_each(|below| self.meet(pack, *below, &id))?;
        }
    }

    /// Hands out the rows that belong to no row of the export.
    ///
    /// spec: PSR-MAP-022
    ///
    /// # Errors
    /// [`RunError::Temporary`], or [`RunError::Take`] where `take` fails.
    pub fn orphans(&mut self, pack: &Pack, mut take: impl FnMut(Reject) -> io::Result<()>) -> Result<(), RunError> {
        let mut last = 0;
        loop {
            let next = self
                .connection
                .prepare_cached(
                    "SELECT number, tab, place, line, start, bytes FROM child WHERE met = 0 AND number > ?1 ORDER BY number",
                )
                .map_err(TemporaryError::from)?
                .query_row(params![last], |row| {
                    let counted = |index| row.get::<_, i64>(index).map(|value| u64::try_from(value).unwrap_or_default());
                    let raw =
                        RawRow { number: counted(2)?, line: counted(3)?, offset: counted(4)?, bytes: row.get(5)? };
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, raw))
                })
                .optional()
                .map_err(TemporaryError::from)?;
            let Some((number, tab, raw)) = next else { return Ok(()) };
            last = number;
            let child = usize::try_from(tab).ok().and_then(|tab| pack.children.get(tab));
            let detail = "no row of the export that could be read has this key".to_owned();
            self.tally.rejected += 1;
            let fault = RowFault { code: Code::MapOrphan, column: None, detail };
            take(Reject::of(raw, fault, child.map(|child| child.name.as_str()))).map_err(RunError::Take)?;
        }
    }
}

impl Child {
    /// The columns by which rows are joined, each with its length.
    fn key_of(&self, row: &Row, columns: &[usize]) -> Result<Vec<u8>, RowFault> {
        joined_key(row, columns, &self.null).map_err(|column| RowFault {
            code: Code::MapKey,
            column: self.source.columns.get(column).cloned(),
            detail: "the key of the row that this one belongs to is due".to_owned(),
        })
    }
}

/// The cells of a key, each with its length before it; or the column that is empty.
fn joined_key(row: &Row, columns: &[usize], null: &[String]) -> Result<Vec<u8>, usize> {
    let mut key = Vec::new();
    for column in columns {
        let cell = row.cells.get(*column).and_then(Option::as_deref).map(str::trim).unwrap_or_default();
        if cell.is_empty() || null.iter().any(|null| null == cell) {
            return Err(*column);
        }
        key.extend_from_slice(&u32::try_from(cell.len()).unwrap_or(u32::MAX).to_be_bytes());
        key.extend_from_slice(cell.as_bytes());
    }
    Ok(key)
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

impl std::fmt::Debug for Children {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Children").field("tally", &self.tally).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::run::{Export, run_export};
    use crate::{IdentityKey, State};

    const MAP: &str = concat!(
        "[map]\nid = \"example.test\"\nversion = \"1.0.0\"\n",
        "[source]\nformat = \"csv\"\nencoding = \"utf-8\"\nkey = [\"NO\"]\nnew_key = \"NEW-{}\"\ncolumns = [\"NO\"]\n",
        "[[child]]\nname = \"aliases\"\n[child.source]\nformat = \"csv\"\nencoding = \"utf-8\"\nkey = [\"NO\"]\n",
        "columns = [\"NO\", \"ALIAS\"]\n",
        include_str!("record.toml"),
        "[[field]]\nchild = \"aliases\"\nfrom = \"ALIAS\"\nto = \"/content/names[kind=alias,script=Latn]/full\"\n",
        "[[ignore]]\ncolumns = [\"NO\"]\nmode = \"residue\"\nreason = \"stays at home\"\n",
    );

    fn pack() -> Pack {
        let map = MAP.replace("XX/your-authority", "XX/northland");
        Pack::load(&BTreeMap::from([("map.toml".to_owned(), map)])).unwrap()
    }

    /// A disk without room is no fault of a row, and none of the state file either.
    #[test]
    fn a_full_disk_stops_the_run_and_is_told_as_that() {
        let pack = pack();
        let mut children = Children::new(&pack).unwrap();
        children.connection.execute_batch("PRAGMA max_page_count = 8").unwrap();
        let rows = format!("NO,ALIAS\n{}", "N-1,Exemple\n".repeat(2_000));
        let error = children.read(&pack, "aliases", rows.as_bytes(), |_| Ok(())).unwrap_err();
        assert!(matches!(error, RunError::Temporary(TemporaryError::Full)), "{error}");
        assert!(error.to_string().contains("TMPDIR") && error.to_string().contains("no room"), "{error}");

        let mut children = Children::new(&pack).unwrap();
        children.read(&pack, "aliases", b"NO,ALIAS\nN-1,Exemple\n".as_slice(), |_| Ok(())).unwrap();
        children.connection.execute_batch("DROP TABLE child; CREATE TABLE child (tab, key)").unwrap();
        let key = IdentityKey::parse(&"3".repeat(64)).unwrap();
        let state = State::in_memory(&pack, &key).unwrap();
        let now = passerelle::record::Timestamp::new("2026-04-01T12:00:00Z").unwrap();
        let export = Export { rows: b"NO\nN-1\n".as_slice(), children: Some(&mut children) };
        let mut outcomes = 0;
        let run = run_export(&pack, export, &key, &state, now, 1, |_| {
            outcomes += 1;
            Ok(())
        });
        assert!(matches!(run, Err(RunError::Temporary(TemporaryError::Unusable))), "{run:?}");
        assert_eq!(outcomes, 0, "no row is told for it");
    }
}
