//! Child rows: read once, and handed out row by row by their key.
//!
//! A child table can be larger than memory and in any order, so its rows go into a private file of SQLite, which has no name, is
//! read by no other process, and is gone when the run ends, however it ends.

use std::io::{self, BufRead};

use passerelle::Code;
use rusqlite::{Connection, OptionalExtension, params};

use crate::lens::RowFault;
use crate::pack::{Child, Pack};
use crate::run::Reject;
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
    pub fn new(pack: &Pack) -> io::Result<Self> {
        let connection = Connection::open("").map_err(unusable)?;
        connection.execute_batch(TABLE).map_err(unusable)?;
        Ok(Self { connection, read: vec![false; pack.children.len()], tally: ChildTally::default() })
    }

    /// Reads the file of a child table to its end. Rows that cannot be read, or that say not whose they are, are handed out.
    ///
    /// # Errors
    /// The pack has no such table, or it was read before; the first line names other columns; reading or `take` fails.
    pub fn read<R: BufRead>(
        &mut self,
        pack: &Pack,
        name: &str,
        input: R,
        mut take: impl FnMut(Reject) -> io::Result<()>,
    ) -> io::Result<()> {
        let fault = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, what.to_owned());
        let index = pack.children.iter().position(|child| child.name == name);
        let index = index.ok_or_else(|| fault("the pack has no child table of this name"))?;
        let (Some(child), Some(read)) = (pack.children.get(index), self.read.get_mut(index)) else { return Ok(()) };
        if std::mem::replace(read, true) {
            return Err(fault("this child table was read already"));
        }
        let mut splitter = Splitter::new(&child.source, input);
        child.source.check_names(splitter.header()?)?;
        let mut insert = self
            .connection
            .prepare("INSERT INTO child (tab, key, place, line, start, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .map_err(unusable)?;
        let tab = number(index);
        for split in splitter {
            self.tally.rows += 1;
            let (raw, key) = match split? {
                Split::TooLong(raw, length) => {
                    let detail = format!("the row has {length} bytes");
                    let fault = RowFault { code: Code::MapRowSize, column: None, detail };
                    self.tally.rejected += 1;
                    take(Reject { length, ..Reject::of(raw, fault, Some(name)) })?;
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
                        .map_err(unusable)?;
                }
                Err(fault) => {
                    self.tally.rejected += 1;
                    take(Reject::of(raw, fault, Some(name)))?;
                }
            }
        }
        Ok(())
    }

    /// Says that every file has been read. What is read afterwards is found more slowly.
    ///
    /// # Errors
    /// There is no room for temporary files.
    pub fn ready(&self) -> io::Result<()> {
        self.connection.execute_batch("CREATE INDEX IF NOT EXISTS by_key ON child (tab, key)").map_err(unusable)
    }

    /// How many child rows there are so far.
    #[must_use]
    pub fn tally(&self) -> ChildTally {
        self.tally
    }

    /// Gives a row those that belong to it.
    ///
    /// # Errors
    /// Together they are longer than a row may be: `MAP_ROW_SIZE`.
    pub fn join(&mut self, pack: &Pack, row: &mut Row) -> Result<(), RowFault> {
        let mut children = vec![Vec::new(); pack.children.len()];
        let mut length = 0;
        let Ok(key) = joined_key(row, &pack.key, &pack.null) else {
            // The row has no key, which is found when it is read.
            row.children = children;
            return Ok(());
        };
        // Above before below.
        let mut done = vec![false; pack.children.len()];
        for _ in 0..pack.children.len() {
            for (index, child) in pack.children.iter().enumerate() {
                let keys: Vec<Vec<u8>> = match child.above {
                    _ if done.get(index) != Some(&false) => continue,
                    None => vec![key.clone()],
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
        row.children = children;
        Ok(())
    }

    fn rows(&mut self, child: &Child, tab: i64, keys: &[Vec<u8>], length: &mut usize) -> Result<Vec<Row>, RowFault> {
        let fault = |code, detail: &str| RowFault { code, column: Some(child.name.clone()), detail: detail.to_owned() };
        let failed = |_| fault(Code::MapState, "the temporary file of child rows cannot be read");
        let mut rows = Vec::new();
        for key in keys {
            let mut select = self
                .connection
                .prepare_cached("SELECT bytes, met FROM child WHERE tab = ?1 AND key = ?2 ORDER BY number")
                .map_err(failed)?;
            let mut found = select.query(params![tab, key]).map_err(failed)?;
            let mut fresh = 0;
            while let Some(row) = found.next().map_err(failed)? {
                let bytes: Vec<u8> = row.get(0).map_err(failed)?;
                let met: i64 = row.get(1).map_err(failed)?;
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
                let mut meet = self
                    .connection
                    .prepare_cached("UPDATE child SET met = 1 WHERE tab = ?1 AND key = ?2")
                    .map_err(failed)?;
                meet.execute(params![tab, key]).map_err(failed)?;
            }
        }
        Ok(rows)
    }

    /// Hands out the rows that belong to no row of the export.
    ///
    /// spec: PSR-MAP-022
    ///
    /// # Errors
    /// `take` fails.
    pub fn orphans(&mut self, pack: &Pack, mut take: impl FnMut(Reject) -> io::Result<()>) -> io::Result<()> {
        let mut last = 0;
        loop {
            let next = self
                .connection
                .prepare_cached(
                    "SELECT number, tab, place, line, start, bytes FROM child WHERE met = 0 AND number > ?1 ORDER BY number",
                )
                .map_err(unusable)?
                .query_row(params![last], |row| {
                    let counted = |index| row.get::<_, i64>(index).map(|value| u64::try_from(value).unwrap_or_default());
                    let raw =
                        RawRow { number: counted(2)?, line: counted(3)?, offset: counted(4)?, bytes: row.get(5)? };
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, raw))
                })
                .optional()
                .map_err(unusable)?;
            let Some((number, tab, raw)) = next else { return Ok(()) };
            last = number;
            let child = usize::try_from(tab).ok().and_then(|tab| pack.children.get(tab));
            let detail = "no row of the export has this key".to_owned();
            self.tally.rejected += 1;
            let fault = RowFault { code: Code::MapOrphan, column: None, detail };
            take(Reject::of(raw, fault, child.map(|child| child.name.as_str())))?;
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

/// What SQLite says can name what the file holds.
fn unusable(_: rusqlite::Error) -> io::Error {
    io::Error::other("the temporary file of child rows cannot be written")
}

impl std::fmt::Debug for Children {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Children").field("tally", &self.tally).finish_non_exhaustive()
    }
}
