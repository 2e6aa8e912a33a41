//! Receipts and forwards in files, and what they say of a record.

use std::path::PathBuf;

use passerelle::forward::{Forward, ForwardFault, check_forward, open_forward, path};
use passerelle::receipt::{Receipt, open_receipt};
use passerelle::status::{History, Judgement};
use passerelle::trust::Trust;
use passerelle::{Finding, OpenError, VerifiedRecord, VerifiedStatement};

use crate::batch::Input;
use crate::command::verify::refused;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{Examined, Step, Way};

/// The statements in files, or the first of them that is none.
type Read<T> = Result<Vec<Named<T>>, Box<Examined>>;

/// A statement, and the file that it came from.
pub(crate) struct Named<T> {
    pub(crate) file: String,
    pub(crate) statement: VerifiedStatement<T>,
}

/// Opens files with receipts.
///
/// # Errors
/// `CMD_READ`.
pub(crate) fn receipts(files: &[PathBuf], trust: &Trust, context: &Context) -> Result<Read<Receipt>, Failure> {
    read(files, |bytes| open_receipt(bytes, trust, context.now))
}

/// Opens files with forwards.
///
/// # Errors
/// `CMD_READ`.
pub(crate) fn forwards(files: &[PathBuf], trust: &Trust, context: &Context) -> Result<Read<Forward>, Failure> {
    read(files, |bytes| open_forward(bytes, trust, context.now))
}

fn read<T>(
    files: &[PathBuf],
    open: impl Fn(&[u8]) -> Result<VerifiedStatement<T>, OpenError>,
) -> Result<Read<T>, Failure> {
    let mut statements = Vec::new();
    for path in files {
        let source = Source::of(path);
        let (file, bytes) = (source.name(), source.read()?);
        match open(&bytes) {
            Ok(statement) => statements.push(Named { file, statement }),
            Err(error) => return Ok(Err(Box::new(refused(Input { name: file, line: None, bytes }, error)))),
        }
    }
    Ok(Ok(statements))
}

/// The statements without the names of their files.
pub(crate) fn unnamed<T: Clone>(named: &[Named<T>]) -> Vec<VerifiedStatement<T>> {
    named.iter().map(|named| named.statement.clone()).collect()
}

/// The forwards that no other of them comes after: by these a copy came.
pub(crate) fn last(forwards: &[Named<Forward>]) -> Vec<&Named<Forward>> {
    let goes_on = |forward: &Named<Forward>| {
        let is_after =
            |later: &Named<Forward>| later.statement.document().prev.as_ref() == Some(forward.statement.digest());
        forwards.iter().any(is_after)
    };
    forwards.iter().filter(|forward| !goes_on(forward)).collect()
}

/// Holds the forwards against a record. Where no judgement is given, the record is judged by itself, at the time when it was
/// passed on last.
pub(crate) fn ways(
    forwards: &[Named<Forward>],
    record: &VerifiedRecord,
    judgement: Option<&Judgement>,
    trust: &Trust,
    context: &Context,
) -> Vec<Way> {
    let earlier = unnamed(forwards);
    let file_of = |statement: &VerifiedStatement<Forward>| {
        let named = forwards.iter().find(|named| named.statement.digest() == statement.digest());
        named.map_or_else(String::new, |named| named.file.clone())
    };
    let way = |last: &Named<Forward>| {
        let path = path(&last.statement, &earlier);
        let steps = path.steps().iter().map(|step| Step {
            file: file_of(step),
            digest: step.digest().hash.to_string(),
            forward: step.document().clone(),
        });
        let alone = History::of([record]).at(last.statement.document().issued);
        let judgement = judgement.or_else(|| alone.of(record));
        let check = |judgement| check_forward(&last.statement, &earlier, record, judgement, trust, context.now);
        let faults = judgement.map(check);
        Way { steps: steps.collect(), is_whole: path.is_whole(), faults: faults.unwrap_or_default() }
    };
    last(forwards).into_iter().map(way).collect()
}

/// The findings of faults, each with the reasons for it behind it, which weigh no more than it does.
pub(crate) fn findings<'f>(faults: impl IntoIterator<Item = &'f ForwardFault>) -> impl Iterator<Item = Finding> {
    faults.into_iter().flat_map(|fault| {
        let reasons = fault.reasons.iter().map(|reason| reason.clone().weighing(fault.finding.severity));
        std::iter::once(fault.finding.clone()).chain(reasons).collect::<Vec<_>>()
    })
}

/// What faults make of an input.
pub(crate) fn exit<'f>(faults: impl IntoIterator<Item = &'f ForwardFault>) -> Exit {
    faults.into_iter().map(|fault| Exit::of_severity(fault.finding.severity)).max().unwrap_or(Exit::Valid)
}
