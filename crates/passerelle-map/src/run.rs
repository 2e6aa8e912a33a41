//! A run: rows in, validated drafts and rejects out, on all cores, in the order of the input.

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use passerelle::record::{Date, Timestamp};
use passerelle::{Code, Severity};
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::identity::{IdentityKey, hex};
use crate::join::{Children, JoinError, TemporaryError};
use crate::lens::RowFault;
use crate::lens::layout::{Issued, Written, canonical};
use crate::pack::Pack;
use crate::source::{Form, LineEnd, RawRow, Row, Source, Split, Splitter, Unread, json as json_rows};
use crate::state::{Entry, State, StateError};

/// Rows that go to a core together: few enough that all that is made of them fits into its cache.
const BATCH: usize = 64;

/// Bytes after which a batch is full.
const BATCH_BYTES: usize = 1024 * 1024;

const SECONDS_PER_DAY: i64 = 86_400;

/// A row that makes no record, with its input intact.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reject {
    /// The child table, where it is a row of one.
    pub table: Option<String>,
    /// The row as it came; its beginning where it is longer than a row may be.
    pub row: RawRow,
    /// How many bytes the row has.
    pub length: u64,
    /// What is wrong.
    pub code: Code,
    /// The column, where it is one.
    pub column: Option<String>,
    /// What was expected, in words without a value.
    pub detail: String,
    /// For `MAP_INVALID`: the first finding about the draft, and its place.
    pub finding: Option<(Code, String)>,
}

impl std::fmt::Debug for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {:?}", self.code, self.row)
    }
}

/// What became of a row.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// A record, or a further revision of one: its canonical bytes, ready to be signed.
    Issued(Issue),
    /// The row says what it said in the run before.
    Unchanged,
    /// The row makes no record.
    Rejected(Reject),
}

/// A draft that was issued.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Issue {
    /// The revision.
    pub rev: i64,
    /// The canonical bytes of the draft.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "revision {}", self.rev)
    }
}

/// How many rows became what. `rows` is always the sum of the others.
///
/// spec: PSR-MAP-019
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Rows that were read.
    pub rows: u64,
    /// Records that are new.
    pub new: u64,
    /// Further revisions.
    pub revised: u64,
    /// Rows that say what they said before.
    pub unchanged: u64,
    /// Rows that make no record.
    pub rejected: u64,
}

/// What a run reads.
#[derive(Debug)]
pub struct Export<'c, R> {
    /// The rows.
    pub rows: R,
    /// The rows of child tables, where the pack has such in files of their own. Those that belong to no row are handed out at the end of the
    /// run.
    pub children: Option<&'c mut Children>,
}

/// What stops a run. Nothing of it counts then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The export, or the file of a child table, cannot be read or names other columns than the pack.
    #[error("{0}")]
    Read(io::Error),
    /// The temporary file of child rows.
    #[error(transparent)]
    Temporary(#[from] TemporaryError),
    /// The state file.
    #[error(transparent)]
    State(#[from] StateError),
    /// Whoever takes the outcomes cannot go on.
    #[error("{0}")]
    Take(io::Error),
}

/// A row on its way to a core, with what the reader has found out about it.
struct Job {
    split: Split,
    /// The child rows that belong to it.
    children: Option<Result<Vec<Vec<Row>>, RowFault>>,
}

/// A row as a core leaves it.
enum Mapped {
    Draft {
        raw: RawRow,
        key: [u8; 32],
        /// The hash of what the row says.
        content: [u8; 32],
        /// The record if the row is new, and its digest.
        first: Issued,
        digest: [u8; 32],
    },
    Reject(Reject),
}

/// Reads a file to its end and hands out what becomes of each row, in order.
///
/// # Errors
/// [`RunError`]: reading fails, the first line names other columns than the pack, the state file fails, or `take` does.
pub fn run<R: BufRead + Send>(
    pack: &Pack,
    input: R,
    key: &IdentityKey,
    state: &State,
    now: Timestamp,
    cores: usize,
    take: impl FnMut(Outcome) -> io::Result<()>,
) -> Result<Tally, RunError> {
    run_export(pack, Export { rows: input, children: None }, key, state, now, cores, take)
}

/// The same for an export with child tables. The child rows have been read before.
///
/// # Errors
/// As [`run`].
pub fn run_export<R: BufRead + Send>(
    pack: &Pack,
    export: Export<'_, R>,
    key: &IdentityKey,
    state: &State,
    now: Timestamp,
    cores: usize,
    mut take: impl FnMut(Outcome) -> io::Result<()>,
) -> Result<Tally, RunError> {
    let Export { rows, mut children } = export;
    let mut splitter = pack.split(rows);
    splitter.begin().map_err(RunError::Read)?;
    if let Some(children) = &children {
        children.ready()?;
    }
    let mapper = Mapper { pack, key, issuing: &Issuing::at(pack, now), now };
    let mut tally = Tally::default();
    let settled = |mapped: Mapped| {
        let outcome = settle(pack, mapped, key, state, mapper.issuing)?;
        tally.count(&outcome);
        take(outcome).map_err(RunError::Take)
    };
    let joined = children.as_deref_mut();
    if cores > 1 {
        on_cores(mapper, cores, &mut splitter, joined, settled)?;
    } else {
        on_one(mapper, &mut splitter, joined, settled)?;
    }
    if let Some(children) = children {
        children.orphans(pack, |reject| take(Outcome::Rejected(reject)))?;
    }
    Ok(tally)
}

/// What is done with every row by itself.
#[derive(Clone, Copy)]
struct Mapper<'m> {
    pack: &'m Pack,
    key: &'m IdentityKey,
    issuing: &'m Issuing,
    now: Timestamp,
}

/// A run without threads, whose handing over would cost more than it gains.
fn on_one<R: BufRead>(
    mapper: Mapper<'_>,
    splitter: &mut Splitter<'_, R>,
    mut joined: Option<&mut Children>,
    mut settled: impl FnMut(Mapped) -> Result<(), RunError>,
) -> Result<(), RunError> {
    let mut buffer = Vec::new();
    loop {
        let batch = batch(mapper.pack, splitter, joined.as_deref_mut())?;
        if batch.is_empty() {
            return Ok(());
        }
        batch.into_iter().try_for_each(|job| settled(mapper.map(job, &mut buffer)))?;
    }
}

/// A run on several cores: one thread reads, this one settles, and the others map.
fn on_cores<R: BufRead + Send>(
    mapper: Mapper<'_>,
    cores: usize,
    splitter: &mut Splitter<'_, R>,
    joined: Option<&mut Children>,
    mut settled: impl FnMut(Mapped) -> Result<(), RunError>,
) -> Result<(), RunError> {
    thread::scope(|scope| {
        let (mut to_cores, mut from_cores) = (Vec::new(), Vec::<Receiver<Vec<Mapped>>>::new());
        for _ in 0..cores {
            let (send_rows, rows) = sync_channel::<Vec<Job>>(2);
            let (send_mapped, mapped) = sync_channel(2);
            to_cores.push(send_rows);
            from_cores.push(mapped);
            scope.spawn(move || {
                let mut buffer = Vec::new();
                for batch in rows {
                    let batch = batch.into_iter().map(|job| mapper.map(job, &mut buffer)).collect();
                    if send_mapped.send(batch).is_err() {
                        return;
                    }
                }
            });
        }
        // Batches go round, and come back round: the order of the input is kept without sorting.
        let reader = scope.spawn(move || -> Result<(), RunError> {
            let mut joined = joined;
            for core in (0..cores).cycle() {
                let batch = batch(mapper.pack, splitter, joined.as_deref_mut())?;
                if batch.is_empty() || to_cores.get(core).is_none_or(|core: &SyncSender<_>| core.send(batch).is_err()) {
                    return Ok(());
                }
            }
            Ok(())
        });
        let mut failed = None;
        for core in (0..cores).cycle() {
            let Some(Ok(batch)) = from_cores.get(core).map(Receiver::recv) else { break };
            if let Err(error) = batch.into_iter().try_for_each(&mut settled) {
                failed = Some(error);
                break;
            }
        }
        drop(from_cores);
        let read = reader.join().unwrap_or_else(|_| Err(RunError::Read(io::Error::other("the reader stopped"))));
        failed.map_or(read, Err)
    })
}

impl Tally {
    fn count(&mut self, outcome: &Outcome) {
        self.rows += 1;
        let counter = match outcome {
            Outcome::Issued(issue) if issue.rev == 1 => &mut self.new,
            Outcome::Issued(_) => &mut self.revised,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Rejected(_) => &mut self.rejected,
        };
        *counter += 1;
    }
}

fn batch<R: BufRead>(
    pack: &Pack,
    splitter: &mut Splitter<'_, R>,
    mut joined: Option<&mut Children>,
) -> Result<Vec<Job>, RunError> {
    let mut batch = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Some(split) = splitter.next() else { break };
        let split = split.map_err(RunError::Read)?;
        let (Split::Row(row) | Split::TooLong(row, _)) = &split;
        bytes += row.bytes.len();
        let children = match (&mut joined, &split) {
            (Some(children), Split::Row(raw)) => match pack.read(raw) {
                Ok(mut row) => Some(match children.join(pack, &mut row) {
                    Ok(()) => Ok(row.children),
                    Err(JoinError::Row(fault)) => Err(fault),
                    Err(JoinError::Temporary(error)) => return Err(error.into()),
                }),
                Err(_) => None,
            },
            _ => None,
        };
        if let Some(Ok(children)) = &children {
            bytes +=
                children.iter().flatten().flat_map(|row| row.cells.iter().flatten()).map(String::len).sum::<usize>();
        }
        batch.push(Job { split, children });
    }
    Ok(batch)
}

impl Pack {
    /// Cuts a file into rows.
    pub fn split<R: BufRead>(&self, input: R) -> Splitter<'_, R> {
        Splitter::new(&self.source, input)
    }

    /// Reads the cells of a row.
    ///
    /// # Errors
    /// `MAP_ENCODING`, `MAP_ROW`.
    pub fn read(&self, raw: &RawRow) -> Result<Row, RowFault> {
        if !self.children.is_empty() && matches!(self.source.form, Form::JsonLines | Form::JsonArray) {
            let members = serde_json::from_slice(&raw.bytes).map_err(|_| RowFault {
                code: Code::MapRow,
                column: None,
                detail: "the row is not one JSON object".to_owned(),
            })?;
            return self.row(members);
        }
        self.source.read(&raw.bytes).map_err(RowFault::from)
    }

    /// The bytes of a row with the end of its line. A row that says what `raw` says is written as `raw` is.
    #[must_use]
    pub fn write(&self, row: &Row, raw: Option<&RawRow>) -> Vec<u8> {
        if let Some(raw) = raw
            && self.read(raw).is_ok_and(|held| held.cells == row.cells && (held.children.is_empty() || held == *row))
        {
            let mut bytes = raw.bytes.clone();
            self.source.end_line(&mut bytes);
            return bytes;
        }
        if !self.children.is_empty() && matches!(self.source.form, Form::JsonLines | Form::JsonArray) {
            let mut bytes = serde_json::to_vec(&self.members(row)).unwrap_or_default();
            self.source.end_line(&mut bytes);
            return bytes;
        }
        self.source.write(row)
    }

    /// A row as a JSON object, whatever the pack's file format: a member for each column with a value, and under the name of each child
    /// table a list of its rows.
    #[must_use]
    pub fn members(&self, row: &Row) -> Value {
        let mut members = json_rows::tree(row, &self.source.columns);
        for (index, child) in self.children.iter().enumerate() {
            let rows = row.of_child(index);
            if let Some(members) = members.as_object_mut().filter(|_| !rows.is_empty()) {
                members.insert(child.name.clone(), json_rows::children_of(rows, &child.source.columns));
            }
        }
        members
    }

    /// The row that a JSON object is, whatever the pack's file format: for rows that the caller has from a database. A member that is not
    /// there is a cell without a value.
    ///
    /// # Errors
    /// `MAP_ROW`: a member is no column and no child table, or its value is a list or an object.
    pub fn row(&self, mut members: serde_json::Map<String, Value>) -> Result<Row, RowFault> {
        let mut children = Vec::with_capacity(self.children.len());
        for child in &self.children {
            children.push(json_rows::take_children(&mut members, &child.name, &child.source.columns)?);
        }
        let row = json_rows::of_members(members, &self.source.columns)?;
        Ok(Row { children, ..row })
    }

    /// The same pack for rows that the caller hands over as JSON objects, one a line, whatever its file format.
    #[must_use]
    pub fn for_rows(mut self) -> Self {
        self.source.form = Form::JsonLines;
        self.source.header = false;
        self.source.line_end = LineEnd::Lf;
        self.source.blank = None;
        self
    }

    /// The authority that issues the records.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.template.get("issuer").and_then(Value::as_str).unwrap_or_default()
    }

    /// What a row is known by, from its key columns.
    ///
    /// # Errors
    /// `MAP_KEY`: one of them is empty.
    pub fn row_key(&self, row: &Row, key: &IdentityKey) -> Result<[u8; 32], RowFault> {
        let mut cells = Vec::with_capacity(self.key.len());
        for column in &self.key {
            let cell = row.cells.get(*column).and_then(Option::as_deref).map(str::trim);
            match cell.filter(|cell| !cell.is_empty() && !self.null.iter().any(|null| null == cell)) {
                Some(cell) => cells.push(cell),
                None => {
                    let column = self.source.columns.get(*column).cloned();
                    return Err(RowFault { code: Code::MapKey, column, detail: "a key is due".to_owned() });
                }
            }
        }
        Ok(key.row(&self.id, &cells))
    }

    /// The canonical text of what a row says: [`Pack::get`] without the tree.
    ///
    /// # Errors
    /// As [`Pack::get`].
    pub fn draft_text(&self, row: &Row) -> Result<Vec<u8>, RowFault> {
        Ok(self.write_draft(row, self.identity.as_ref(), Vec::new())?.text)
    }

    /// Makes the first revision of a record of a draft.
    #[must_use]
    pub fn issue(&self, draft: Value, row: &[u8; 32], key: &IdentityKey, now: Timestamp) -> Value {
        let mut record = draft;
        issue_into(self, &mut record, &key.record_id(self.issuer(), row, 0), now);
        record
    }
}

impl Mapper<'_> {
    /// What a core does with a row: everything that needs no other row.
    fn map(self, job: Job, buffer: &mut Vec<u8>) -> Mapped {
        let Self { pack, key, issuing, now } = self;
        let raw = match job.split {
            Split::Row(raw) => raw,
            Split::TooLong(row, length) => {
                return Mapped::Reject(Reject::too_long(row, length, &pack.source, None));
            }
        };
        let mapped = pack.read(&raw).and_then(|mut row| {
            if let Some(children) = job.children {
                row.children = children?;
            }
            let key_of_row = pack.row_key(&row, key)?;
            Ok((key_of_row, pack.write_draft(&row, Some(key), std::mem::take(buffer))?))
        });
        match mapped {
            Err(fault) => Mapped::Reject(reject(raw, fault, None)),
            Ok((key_of_row, written)) => {
                let first = issuing.issue(&written, &key.record_id(pack.issuer(), &key_of_row, 0), 1, None);
                match first_error(&first.bytes, now) {
                    Some((code, place)) => {
                        let detail = format!("the record would have {code} at {place}");
                        let fault = RowFault { code: Code::MapInvalid, column: None, detail };
                        Mapped::Reject(reject(raw, fault, Some((code, place))))
                    }
                    None => {
                        let (content, digest) = (hash(&written.text), hash(&first.bytes));
                        *buffer = written.text;
                        Mapped::Draft { raw, key: key_of_row, content, first, digest }
                    }
                }
            }
        }
    }
}

fn reject(row: RawRow, fault: RowFault, finding: Option<(Code, String)>) -> Reject {
    Reject { finding, ..Reject::of(row, fault, None) }
}

impl Reject {
    /// A row that is longer than a row may be, of which the beginning is there.
    pub(crate) fn too_long(row: RawRow, length: u64, source: &Source, table: Option<&str>) -> Self {
        let column = source.column_at_end(&row.bytes);
        let detail = format!("the row has {length} bytes");
        Self { length, ..Self::of(row, RowFault { code: Code::MapRowSize, column, detail }, table) }
    }

    pub(crate) fn of(row: RawRow, fault: RowFault, table: Option<&str>) -> Self {
        let length = u64::try_from(row.bytes.len()).unwrap_or(u64::MAX);
        let RowFault { code, column, detail } = fault;
        Self { table: table.map(str::to_owned), row, length, code, column, detail, finding: None }
    }
}

impl From<Unread> for RowFault {
    fn from(fault: Unread) -> Self {
        Self { code: fault.code, column: fault.column, detail: fault.detail }
    }
}

/// Every draft is held to the same rules as one that somebody writes by hand.
///
/// spec: PSR-MAP-013
fn first_error(draft: &[u8], now: Timestamp) -> Option<(Code, String)> {
    let findings = passerelle::check_draft(draft, now);
    let error = findings.iter().find(|finding| finding.severity == Severity::Error)?;
    Some((error.code, error.pointer.to_string()))
}

/// What needs the rows before: whether the row is new, revised or unchanged.
fn settle(
    pack: &Pack,
    mapped: Mapped,
    key: &IdentityKey,
    state: &State,
    issuing: &Issuing,
) -> Result<Outcome, StateError> {
    let (raw, row, content, first, digest) = match mapped {
        Mapped::Reject(reject) => return Ok(Outcome::Rejected(reject)),
        Mapped::Draft { raw, key, content, first, digest } => (raw, key, content, first, digest),
    };
    let fresh = Entry { generation: 0, rev: 1, content, digest, withdrawn: false, seen: state.run() };
    let Some(held) = state.entry(&row)? else {
        state.keep(&row, &fresh)?;
        return Ok(Outcome::Issued(Issue { rev: 1, bytes: first.bytes }));
    };
    if held.seen == state.run() {
        let detail = "an earlier row of this run has the same key".to_owned();
        return Ok(Outcome::Rejected(reject(raw, RowFault { code: Code::MapKey, column: None, detail }, None)));
    }
    if held.content == content && !held.withdrawn {
        state.keep(&row, &Entry { seen: state.run(), ..held })?;
        return Ok(Outcome::Unchanged);
    }
    let (generation, rev, prev) = if held.withdrawn {
        // What was taken back stays so for all its revisions; the row comes again under another identifier.
        (held.generation + 1, 1, None)
    } else {
        (held.generation, held.rev + 1, Some(held.digest))
    };
    let bytes = issuing.issue(&first.written(), &key.record_id(pack.issuer(), &row, generation), rev, prev).bytes;
    let entry = Entry { generation, rev, digest: hash(&bytes), ..fresh };
    state.keep(&row, &entry)?;
    Ok(Outcome::Issued(Issue { rev, bytes }))
}

/// What issuing gives every record of a run: its time, and how long it holds.
pub(crate) struct Issuing {
    issued: Vec<u8>,
    validity: Vec<u8>,
}

impl Issuing {
    fn at(pack: &Pack, now: Timestamp) -> Self {
        Self { issued: canonical(&now.to_string().into()), validity: canonical(&validity(pack, now)) }
    }

    fn issue(&self, written: &Written, id: &str, rev: i64, prev: Option<[u8; 32]>) -> Issued {
        let id = format!("\"{id}\"");
        let rev = rev.to_string();
        // spec: PSR-MAP-018
        let prev = prev.map(|digest| canonical(&json!({ "alg": "sha-256", "hash": hex(&digest) })));
        let values =
            [Some(id.as_bytes()), Some(&self.issued), prev.as_deref(), Some(rev.as_bytes()), Some(&self.validity)];
        written.issued(values)
    }
}

fn validity(pack: &Pack, now: Timestamp) -> Value {
    let day = |days: i64| {
        let time =
            Timestamp::from_unix_seconds(now.unix_seconds().saturating_add(days.saturating_mul(SECONDS_PER_DAY)));
        time.map_or_else(|_| now.date(), Timestamp::date)
    };
    let mut validity = json!({ "from": text(now.date()), "review_by": text(day(pack.review_after_days)) });
    if let (Some(days), Some(validity)) = (pack.expires_after_days, validity.as_object_mut()) {
        validity.insert("expires".to_owned(), text(day(days)));
    }
    validity
}

/// Gives the first revision of a record the members that issuing gives it.
pub(crate) fn issue_into(pack: &Pack, record: &mut Value, id: &str, now: Timestamp) {
    let Some(members) = record.as_object_mut() else { return };
    members.insert("id".to_owned(), id.into());
    members.insert("rev".to_owned(), 1.into());
    members.insert("issued".to_owned(), now.to_string().into());
    members.insert("validity".to_owned(), validity(pack, now));
}

fn text(date: Date) -> Value {
    Value::String(date.to_string())
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    for (byte, made) in hash.iter_mut().zip(digest(&SHA256, bytes).as_ref()) {
        *byte = *made;
    }
    hash
}
