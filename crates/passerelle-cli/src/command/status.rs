//! `passerelle status`.

use std::path::PathBuf;

use clap::Args;
use passerelle::record::RecordId;
use passerelle::status::Judgement;
use passerelle::{Status, vocabulary};
use serde::Serialize;

use super::verify::TrustFolder;
use crate::arguments::Format;
use crate::context::Context;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::held::Folder;
use crate::output::{Entry, FindingEntry, Out, Pen, print, refuse};

/// Say which of the records in a folder still hold
///
/// It follows from the revisions and notices among them.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder with the signed records
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    trust: TrustFolder,
}

#[derive(Serialize)]
struct Body<'r> {
    records: Vec<RecordEntry>,
    /// What did not open, and so has no effect.
    inputs: Vec<Entry<'r>>,
    result: &'static str,
}

#[derive(Serialize)]
struct RecordEntry {
    id: String,
    rev: i64,
    digest: String,
    #[serde(rename = "type")]
    record_type: &'static str,
    environment: &'static str,
    status: &'static str,
    holds: Vec<&'static str>,
    review_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    findings: Vec<FindingEntry>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let trust = arguments.trust.load()?;
    let folder = Folder::open(&arguments.folder, &trust, context)?;
    let judgements = folder.judgements(context);
    let mut exit = folder.refused.iter().map(|examined| examined.exit).max().unwrap_or(Exit::Valid);
    for failure in &folder.failures {
        exit = exit.max(exit::report(failure, context.language));
    }
    if context.format == Format::Json {
        let records = judgements.iter().map(|judgement| entry(judgement, context)).collect();
        let inputs = folder.refused.iter().map(|examined| Entry::new(examined, context)).collect();
        print("status", &Body { records, inputs, result: exit.word() }, context, out)?;
        return Ok(exit);
    }
    let mut last: Option<&RecordId> = None;
    for judgement in judgements.iter() {
        tell(judgement, last != Some(&judgement.id), context, out)?;
        last = Some(&judgement.id);
    }
    out.flush()?;
    for examined in &folder.refused {
        refuse(examined, "status", context)?;
    }
    Ok(exit)
}

fn entry(judgement: &Judgement, context: &Context) -> RecordEntry {
    let findings = judgement.findings.iter();
    RecordEntry {
        id: judgement.id.to_string(),
        rev: judgement.rev,
        digest: judgement.digest.hash.to_string(),
        record_type: judgement.record_type.as_str(),
        environment: judgement.environment.as_str(),
        status: judgement.status.as_str(),
        holds: judgement.holds.iter().map(|status| status.as_str()).collect(),
        review_by: judgement.review_by.to_string(),
        replaced_by: judgement.replaced_by.as_ref().map(|reference| reference.rev),
        notices: judgement.notices.iter().map(|notice| notice.id.to_string()).collect(),
        findings: findings.map(|finding| FindingEntry::new(finding, None, context)).collect(),
    }
}

fn tell(judgement: &Judgement, is_first: bool, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let label = |status: Status| {
        let entry = vocabulary::list("status").and_then(|list| list.get(status.as_str()));
        pen.said(entry.map_or(status.as_str(), |entry| entry.label(context.language)))
    };
    if is_first {
        let environment = judgement.environment.as_str();
        out.line(&format!("{} ({}, {environment})", pen.strong(judgement.id.as_str()), judgement.record_type))?;
    }
    let mark = match judgement.status {
        Status::Active => Exit::Valid,
        Status::Withdrawn | Status::Forked | Status::Superseded | Status::Expired => Exit::Invalid,
        _ => Exit::Undecided,
    };
    let held: Vec<String> = judgement.holds.iter().map(|status| label(*status)).collect();
    let revision = format!("{} {}", pen.said(pen.words().revision), judgement.rev);
    out.line(&format!("  {} {revision}: {}", pen.mark(mark), pen.strong(&held.join(" · "))))?;
    for finding in &judgement.findings {
        let message = pen.said(finding.code.message(context.language));
        let pointer = finding.pointer.as_str();
        let place = if pointer.is_empty() { String::new() } else { format!("  {}", pen.faint(pointer)) };
        out.line(&format!("      {} {message}{place}", finding.code))?;
    }
    Ok(())
}
