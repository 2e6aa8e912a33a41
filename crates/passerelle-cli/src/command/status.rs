//! `passerelle status`.

use std::path::PathBuf;

use clap::Args;
use passerelle::manifest::{Feed, FeedFinding, check_feeds};
use passerelle::record::RecordId;
use passerelle::status::Judgement;
use passerelle::{Severity, Status, vocabulary};
use serde::Serialize;

use super::verify::TrustFolder;
use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::{self, Exit};
use crate::failure::{Failure, shown};
use crate::held::Folder;
use crate::output::{Entry, FindingEntry, Out, Pen, print, refuse};
use crate::sealed_in::{KeyFiles, Means};
use crate::statements;

/// Say which of the records in a folder still hold
///
/// It follows from the revisions and notices among them. Containers are looked into, and of each feed it is said whether a
/// manifest is missing, doubled or late.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder with the signed records
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    trust: TrustFolder,
    /// A receipt, which saves a record whose key was stolen later; give it once for each
    #[arg(long = "receipt", value_name = "FILE")]
    receipts: Vec<PathBuf>,
    #[command(flatten)]
    keys: KeyFiles,
}

#[derive(Serialize)]
struct Body<'r> {
    records: Vec<RecordEntry>,
    /// The feeds that manifests were found of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    feeds: Vec<FeedEntry>,
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

#[derive(Serialize)]
struct FeedEntry {
    issuer: String,
    feed: String,
    first: i64,
    last: i64,
    next_by: String,
    findings: Vec<FeedFindingEntry>,
}

#[derive(Serialize)]
struct FeedFindingEntry {
    code: &'static str,
    severity: &'static str,
    fault: &'static str,
    sequence: i64,
    through: i64,
}

impl FeedEntry {
    fn new(feed: &Feed) -> Self {
        let finding = |finding: &FeedFinding| FeedFindingEntry {
            code: finding.fault.code().as_str(),
            severity: finding.fault.severity().as_str(),
            fault: finding.fault.as_str(),
            sequence: finding.sequence,
            through: finding.through,
        };
        Self {
            issuer: feed.issuer.to_string(),
            feed: feed.name.to_string(),
            first: feed.first,
            last: feed.last,
            next_by: feed.next_by.to_string(),
            findings: feed.findings.iter().map(finding).collect(),
        }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let trust = arguments.trust.load()?;
    let keys = arguments.keys.load()?;
    let receipts = match statements::receipts(&arguments.receipts, &trust, context)? {
        Ok(receipts) => statements::unnamed(&receipts),
        Err(examined) => return refuse(&examined, "status", context),
    };
    let means = Means::new(&trust, &keys).receipts(&receipts);
    let folder = Folder::open(&arguments.folder, &means, context)?;
    let judgements = folder.judgements(context);
    let mut exit = folder.refused.iter().map(|examined| examined.exit).max().unwrap_or(Exit::Valid);
    let feeds = check_feeds(&folder.manifests, context.now);
    let weights = feeds.iter().flat_map(|feed| &feed.findings).map(|finding| finding.fault.severity());
    exit = weights.map(Exit::of_severity).fold(exit, Exit::max);
    // A fork, or a revision that does not follow, is an alarm; what was withdrawn or superseded is told and is none.
    let mut found = judgements.iter().flat_map(|judgement| &judgement.findings);
    if found.any(|finding| finding.severity == Severity::Error) {
        exit = exit.max(Exit::Invalid);
    }
    for failure in &folder.failures {
        exit = exit.max(exit::report(failure, context.language));
    }
    if context.format == Format::Json {
        let records = judgements.iter().map(|judgement| entry(judgement, context)).collect();
        let inputs = folder.refused.iter().map(|examined| Entry::new(examined, context)).collect();
        print(
            "status",
            &Body { records, feeds: feeds.iter().map(FeedEntry::new).collect(), inputs, result: exit.word() },
            context,
            out,
        )?;
        return Ok(exit);
    }
    if folder.is_empty() && context.talk == Talk::Everything {
        let pen = Pen::new(context);
        out.line(&format!("{}: {}", shown(&arguments.folder.display().to_string()), pen.said(pen.words().no_records)))?;
    }
    let mut last: Option<&RecordId> = None;
    for judgement in judgements.iter() {
        tell(judgement, last != Some(&judgement.id), context, out)?;
        last = Some(&judgement.id);
    }
    for feed in &feeds {
        tell_feed(feed, context, out)?;
    }
    out.flush()?;
    for examined in &folder.refused {
        refuse(examined, "status", context)?;
    }
    Ok(exit)
}

/// The numbers of a feed that are held, and what is wrong with them.
fn tell_feed(feed: &Feed, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let numbers = |first: i64, last: i64| if first == last { first.to_string() } else { format!("{first}–{last}") };
    let weights = feed.findings.iter().map(|finding| finding.fault.severity());
    let mark = pen.mark(weights.map(Exit::of_severity).max().unwrap_or(Exit::Valid));
    let name = pen.strong(&format!("{} {}", feed.issuer, feed.name));
    out.line(&format!("{mark} {name}: {} → {}", numbers(feed.first, feed.last), feed.next_by))?;
    for finding in &feed.findings {
        let code = finding.fault.code();
        let place = pen.faint(&numbers(finding.sequence, finding.through));
        out.line(&format!("      {code} {}  {place}", pen.said(code.message(context.language))))?;
    }
    Ok(())
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
