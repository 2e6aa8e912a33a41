//! Many records in one call, on every core.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use passerelle::record::Timestamp;
use passerelle::{Code, Severity};

use crate::answer::{self, to_json};
use crate::columns::{Verdicts, binary, booleans, integers, texts};
use crate::failure::{Failure, guarded};
use crate::reading::{content, time};
use crate::trust::Trust;

/// Rows that a thread takes at once.
const STRIDE: usize = 16;

/// What to do with each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
#[allow(clippy::exhaustive_enums, reason = "a new task needs new callers")]
pub enum Task {
    /// Open a signed record, as [`open`](crate::open), without handing out the content.
    Verify,
    /// Open a signed record, and hand out the content in the column `record`.
    Open,
    /// Report on a signed record, as [`inspect`](crate::inspect).
    Inspect,
    /// Validate a draft, as [`validate`](crate::validate).
    Validate,
}

/// Works on a buffer of lines (NDJSON), a record each; an empty last line is none.
///
/// # Errors
/// `BND_ARGUMENT` where the task needs trust and there is none, or for a time without a date. What is wrong with a record is in its
/// row.
#[uniffi::export]
pub fn batch_lines(task: Task, lines: &[u8], trust: Option<Arc<Trust>>, now: i64) -> Result<Verdicts, Failure> {
    guarded(|| {
        let mut rows: Vec<&[u8]> = lines.split(|byte| *byte == b'\n').collect();
        if rows.last().is_some_and(|last| last.is_empty()) {
            rows.pop();
        }
        run(task, &rows, trust.as_deref(), now)
    })
}

/// Works on records that lie behind one another in a buffer: record `i` from offset `i` to offset `i + 1`, each of eight bytes,
/// little-endian.
///
/// # Errors
/// As [`batch_lines`]; `BND_ARGUMENT` for offsets that go down or lead out of the buffer.
#[uniffi::export]
pub fn batch_packed(
    task: Task,
    buffer: &[u8],
    offsets: &[u8],
    trust: Option<Arc<Trust>>,
    now: i64,
) -> Result<Verdicts, Failure> {
    guarded(|| {
        let unfit = || Failure::argument("offsets: eight bytes each, rising, inside the buffer");
        let (numbers, []) = offsets.as_chunks::<8>() else { return Err(unfit()) };
        let numbers = numbers.iter().map(|bytes| usize::try_from(i64::from_le_bytes(*bytes)));
        let numbers: Vec<usize> = numbers.collect::<Result<_, _>>().map_err(|_| unfit())?;
        let pairs = numbers.iter().zip(numbers.iter().skip(1));
        let rows = pairs.map(|(from, to)| buffer.get(Range { start: *from, end: *to }).ok_or_else(unfit));
        let rows: Vec<&[u8]> = rows.collect::<Result<_, _>>()?;
        run(task, &rows, trust.as_deref(), now)
    })
}

/// What came of one record.
#[derive(Default)]
struct Row {
    ok: bool,
    integrity: Option<&'static str>,
    trust: Option<&'static str>,
    status: Option<&'static str>,
    code: Option<&'static str>,
    pointer: Option<String>,
    line: Option<i64>,
    id: Option<String>,
    record_type: Option<String>,
    rev: Option<i64>,
    digest: Option<String>,
    findings: Option<Vec<u8>>,
    record: Option<Vec<u8>>,
}

fn run(task: Task, rows: &[&[u8]], trust: Option<&Trust>, now: i64) -> Result<Verdicts, Failure> {
    let now = time(now)?;
    if trust.is_none() && matches!(task, Task::Verify | Task::Open) {
        return Err(Failure::argument("trust: needed for opening records"));
    }
    let work = |row: &[u8]| {
        let outcome = guarded(|| Ok(examine(task, row, trust, now)));
        outcome.unwrap_or_else(|_| Row { code: Some(Code::BndFault.as_str()), ..Row::default() })
    };
    Ok(verdicts(task, &on_every_core(rows, work)))
}

/// Maps rows to answers in their order; threads take a few rows at a time, and end with the call.
fn on_every_core(rows: &[&[u8]], work: impl Fn(&[u8]) -> Row + Sync) -> Vec<Row> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(rows.len().div_ceil(STRIDE));
    if threads < 2 {
        return rows.iter().map(|row| work(row)).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let start = next.fetch_add(STRIDE, Ordering::Relaxed);
            let Some(taken) = rows.get(start..rows.len().min(start.saturating_add(STRIDE))) else { break };
            if taken.is_empty() {
                break;
            }
            done.push((start, taken.iter().map(|row| work(row)).collect::<Vec<_>>()));
        }
        done
    };
    let mut pieces = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut pieces = take();
        // A thread does not panic: each row of its work is guarded.
        pieces.extend(others.into_iter().flat_map(|other| other.join().unwrap_or_default()));
        pieces
    });
    pieces.sort_by_key(|(start, _)| *start);
    pieces.into_iter().flat_map(|(_, rows)| rows).collect()
}

fn examine(task: Task, bytes: &[u8], trust: Option<&Trust>, now: Timestamp) -> Row {
    match (task, trust) {
        (Task::Verify | Task::Open, Some(trust)) => match passerelle::open(bytes, trust.held(), now) {
            Ok(record) => Row {
                ok: true,
                integrity: Some(passerelle::Integrity::Valid.as_str()),
                trust: Some(passerelle::Standing::Trusted.as_str()),
                status: Some(record.own_status(now).as_str()),
                id: Some(record.id().to_string()),
                record_type: Some(record.record_type().as_str().to_owned()),
                rev: Some(record.rev()),
                digest: Some(record.digest().hash.as_str().to_owned()),
                findings: listed(record.findings()),
                record: (task == Task::Open).then(|| content(&record)),
                ..Row::default()
            },
            Err(error) => Row {
                integrity: Some(error.integrity.as_str()),
                trust: Some(error.trust.as_str()),
                findings: listed(std::slice::from_ref(&error.finding)),
                ..refused(&error.finding)
            },
        },
        (Task::Validate, _) => {
            let validation = passerelle::validate(bytes, now);
            let header = validation.record.as_ref().map(|record| &record.header);
            let error = validation.findings.iter().find(|finding| finding.severity == Severity::Error);
            Row {
                ok: validation.is_valid(),
                id: header.map(|header| header.id.to_string()),
                record_type: validation.record.as_ref().map(|record| record.content.record_type().as_str().to_owned()),
                rev: header.map(|header| header.rev),
                findings: listed(&validation.findings),
                ..error.map(refused).unwrap_or_default()
            }
        }
        _ => {
            let report = passerelle::inspect(bytes, trust.map(Trust::held), now);
            let openable = report.is_openable();
            let is_invalid = report.integrity == passerelle::Integrity::Invalid;
            let refuses = report.findings.iter().find(|finding| match finding.severity {
                Severity::Warning => false,
                Severity::Error => true,
                _ => !is_invalid,
            });
            Row {
                ok: openable,
                integrity: Some(report.integrity.as_str()),
                trust: Some(report.trust.as_str()),
                status: Some(report.status.as_str()),
                findings: listed(&report.findings),
                digest: report.digest.map(|digest| digest.hash.as_str().to_owned()),
                rev: report.rev,
                id: report.id,
                record_type: report.record_type,
                ..refuses.filter(|_| !openable).map(refused).unwrap_or_default()
            }
        }
    }
}

/// The first finding that refuses.
fn refused(finding: &passerelle::Finding) -> Row {
    Row {
        code: Some(finding.code.as_str()),
        pointer: Some(finding.pointer.as_str().to_owned()),
        line: finding.position.and_then(|position| i64::try_from(position.line).ok()),
        ..Row::default()
    }
}

fn listed(findings: &[passerelle::Finding]) -> Option<Vec<u8>> {
    (!findings.is_empty()).then(|| to_json(&answer::findings(findings)))
}

fn verdicts(task: Task, rows: &[Row]) -> Verdicts {
    let findings = |row: &Row| row.findings.as_ref().and_then(|text| std::str::from_utf8(text).ok().map(str::to_owned));
    let findings: Vec<Option<String>> = rows.iter().map(findings).collect();
    let mut columns = vec![
        booleans("ok", rows.iter().map(|row| row.ok)),
        texts("integrity", rows.iter().map(|row| row.integrity)),
        texts("trust", rows.iter().map(|row| row.trust)),
        texts("status", rows.iter().map(|row| row.status)),
        texts("code", rows.iter().map(|row| row.code)),
        texts("pointer", rows.iter().map(|row| row.pointer.as_deref())),
        integers("line", rows.iter().map(|row| row.line)),
        texts("id", rows.iter().map(|row| row.id.as_deref())),
        texts("type", rows.iter().map(|row| row.record_type.as_deref())),
        integers("rev", rows.iter().map(|row| row.rev)),
        texts("digest", rows.iter().map(|row| row.digest.as_deref())),
        texts("findings", findings.iter().map(|findings| findings.as_deref())),
    ];
    if task == Task::Open {
        columns.push(binary("record", rows.iter().map(|row| row.record.as_deref())));
    }
    Verdicts { rows: u64::try_from(rows.len()).unwrap_or(u64::MAX), columns }
}
