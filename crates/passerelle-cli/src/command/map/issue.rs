//! `passerelle map run` and `key`: a whole export becomes drafts with lasting identifiers.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use passerelle::Code;
use passerelle::crypto::encode_base64url;
use passerelle_map::{Export, IdentityKey, Outcome, Reject, RunError, State, StateError, run_export, withdrawal};
use serde_json::json;
use zeroize::Zeroizing;

use super::children::{ChildFiles, stopped};
use super::{Folder, input};
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::{Failure, shown};
use crate::key_file;
use crate::output::Out;
use crate::write::{Begun, Existing, Readers, write};

/// How many reasons of rejects are told, the most frequent first; the file of rejects has all.
const REASONS: usize = 5;

/// Make drafts of an export: new records, further revisions of those that changed, and nothing for rows that did not
///
/// The exit status is 1 if any row was rejected. Sign the drafts as they are: the next revision refers to them.
#[derive(Args)]
pub(super) struct Run {
    #[command(flatten)]
    folder: Folder,
    /// The export; - for the standard input
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    #[command(flatten)]
    children: ChildFiles,
    /// The export is rows of a database, one JSON object a line with a member for each column, whatever the pack's own format
    #[arg(long)]
    rows: bool,
    /// The key from which identifiers are made; see `map key`
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// What earlier runs have issued; it is made where there is none
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
    /// The drafts, one a line
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// The rows that make no record, one a line, with their bytes as they came
    #[arg(long, value_name = "FILE")]
    rejects: PathBuf,
    /// Add a notice of withdrawal for every record whose row is no longer in the export
    #[arg(long)]
    withdraw_missing: bool,
    /// Replace the files of drafts and rejects if they exist
    #[arg(long)]
    force: bool,
    /// How many cores to use; all of them unless told
    #[arg(long, value_name = "NUMBER")]
    cores: Option<usize>,
}

/// Make the key from which the identifiers of records are made
///
/// Keep it as you keep the database: whoever has it can test guesses of case numbers, and without it every record gets another
/// identifier.
#[derive(Args)]
pub(super) struct Key {
    /// The file to make
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

pub(super) fn key(arguments: &Key, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let key = IdentityKey::generate().map_err(|error| Failure::new(Code::CmdKeyFile).because(error))?;
    let text = Zeroizing::new(key.to_text() + "\n");
    write(&arguments.out, text.as_bytes(), Existing::Keep, Readers::Owner)?;
    if context.talk == Talk::Everything {
        out.line(&format!("{}: keep it secret, and keep a copy", arguments.out.display()))?;
    }
    Ok(Exit::Valid)
}

/// Reads an identity key.
fn identity(path: &PathBuf) -> Result<IdentityKey, Failure> {
    let text = std::fs::read_to_string(path).map(Zeroizing::new).map_err(|error| Failure::read(path, &error))?;
    key_file::refuse_other_readers(path)?;
    IdentityKey::parse(&text).map_err(|error| Failure::new(Code::CmdKeyFile).about(path.display()).because(error))
}

pub(super) fn run(arguments: &Run, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
    let pack = if arguments.rows { pack.for_rows() } else { pack };
    let key = identity(&arguments.identity)?;
    let unusable = |error: StateError| Failure::new(error.code()).about(arguments.state.display()).because(error);
    let existing = Existing::force(arguments.force);
    let mut drafts = Begun::new(&arguments.out, existing, Readers::Owner)?;
    let mut rejects = Begun::new(&arguments.rejects, existing, Readers::Owner)?;
    let state = State::open(&arguments.state, &pack, &key).map_err(unusable)?;
    let export = input(&arguments.export)?;
    let cores = arguments.cores.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
    let begun = Instant::now();
    let (mut to_drafts, mut to_rejects) = (BufWriter::new(drafts.output()), BufWriter::new(rejects.output()));
    let mut children = arguments.children.read(&pack, |reject| {
        serde_json::to_writer(&mut to_rejects, &entry(&reject, context))?;
        to_rejects.write_all(b"\n")
    })?;
    let export = Export { rows: export, children: children.as_mut() };
    let mut reasons: BTreeMap<(Code, Option<String>), u64> = BTreeMap::new();
    let tally = run_export(&pack, export, &key, &state, context.now, cores, |outcome| match outcome {
        Outcome::Issued(issue) => {
            to_drafts.write_all(&issue.bytes)?;
            to_drafts.write_all(b"\n")
        }
        Outcome::Rejected(reject) => {
            *reasons.entry((reject.code, reject.column.clone())).or_default() += 1;
            serde_json::to_writer(&mut to_rejects, &entry(&reject, context))?;
            to_rejects.write_all(b"\n")
        }
        _ => Ok(()),
    });
    let tally = tally.map_err(|error| match error {
        RunError::State(error) => unusable(error),
        error => stopped(error, &arguments.export),
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut withdrawn = 0;
    if arguments.withdraw_missing {
        for (row, generation) in state.vanished().map_err(unusable)? {
            if let Some(notice) = withdrawal(&pack, &key, &row, generation, context.now) {
                let line = serde_json::to_vec(&notice).unwrap_or_default();
                let written = to_drafts.write_all(&line).and_then(|()| to_drafts.write_all(b"\n"));
                written.map_err(|error| Failure::write(&arguments.out, &error))?;
                withdrawn += 1;
            }
        }
    }
    to_drafts.flush().map_err(|error| Failure::write(&arguments.out, &error))?;
    to_rejects.flush().map_err(|error| Failure::write(&arguments.rejects, &error))?;
    drop((to_drafts, to_rejects));
    // Should the last of the three fail, the next run gives the same drafts again.
    drafts.place()?;
    rejects.place()?;
    state.commit().map_err(unusable)?;
    if context.talk == Talk::Everything {
        out.line(&format!(
            "{} rows in: {} new, {} revised, {} unchanged, {} rejected; {withdrawn} withdrawn",
            tally.rows, tally.new, tally.revised, tally.unchanged, tally.rejected
        ))?;
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((code, column), count) in reasons.into_iter().take(REASONS) {
            let column = column.map(|column| format!(" in {}", shown(&column))).unwrap_or_default();
            out.line(&format!("  {count} × {code}{column}"))?;
        }
        if let Some(children) = &children {
            let of = children.tally();
            out.line(&format!("{} child rows in: {} joined, {} rejected", of.rows, of.joined, of.rejected))?;
        }
        if tally.rows >= 10_000 {
            out.line(&format!("{seconds:.1} seconds on {cores} cores"))?;
        }
    }
    let rejected = tally.rejected + children.map_or(0, |children| children.tally().rejected);
    Ok(if rejected > 0 { Exit::Invalid } else { Exit::Valid })
}

fn entry(reject: &Reject, context: &Context) -> serde_json::Value {
    json!({
        "table": reject.table,
        "row": reject.row.number,
        "line": reject.row.line,
        "offset": reject.row.offset,
        "length": reject.length,
        "column": reject.column,
        "code": reject.code.as_str(),
        "message": reject.code.message(context.language),
        "detail": reject.detail,
        "finding": reject.finding.as_ref().map(|(code, place)| json!({ "code": code.as_str(), "pointer": place })),
        "input": encode_base64url(&reject.row.bytes),
    })
}
