//! `passerelle map get`, `put` and `preview`: a few rows and records, without state.

use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::{Code, open};
use passerelle_map::{Pack, RawRow, Residue, Row, RowFault, Split};
use serde_json::Value;

use super::children::{ChildFiles, join, unread};
use super::{Folder, input, tell_losses};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen};
use crate::record_in::{Contained, record_in};
use crate::trust_store;
use crate::write::{Existing, Readers, write};

/// Show what the rows of an export say, as records that are not issued yet, one a line
#[derive(Args)]
pub(super) struct Get {
    #[command(flatten)]
    folder: Folder,
    /// The export; - for the standard input
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    #[command(flatten)]
    children: ChildFiles,
    /// What `put` has kept beside these rows, one line a row
    #[arg(long, value_name = "FILE")]
    residue: Option<PathBuf>,
}

/// Write records as an import of the national system, and say what is lost in it
#[derive(Args)]
pub(super) struct Put {
    #[command(flatten)]
    folder: Folder,
    /// Drafts, or signed records
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<PathBuf>,
    /// Whom to believe; needed for signed records
    #[arg(long, value_name = "FOLDER")]
    trust: Option<PathBuf>,
    /// The import to make
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    children: ChildFiles,
    /// Where to keep what the rows cannot hold, one line a row
    #[arg(long, value_name = "FILE")]
    residue: Option<PathBuf>,
    /// Replace the files if they exist
    #[arg(long)]
    force: bool,
}

/// Show the first rows of an export beside what they say in a record; values are shown
#[derive(Args)]
pub(super) struct Preview {
    #[command(flatten)]
    folder: Folder,
    /// The export; - for the standard input
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    #[command(flatten)]
    children: ChildFiles,
    /// How many rows
    #[arg(long, default_value_t = 3, value_name = "NUMBER")]
    rows: usize,
}

/// Each row of an export, or why it is none.
fn rows(
    pack: &Pack,
    export: &Path,
    children: &ChildFiles,
    mut take: impl FnMut(&RawRow, Result<Row, RowFault>) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let mut bad = None;
    let joined = children.read(pack, |reject| {
        let file = children.children.iter().find(|file| reject.table.as_deref() == Some(&file.name));
        let path = file.map(|file| file.path.as_path()).unwrap_or(export);
        bad = Some(refused(path, &reject.row, reject.code, reject.column.as_deref(), &reject.detail));
        Err(std::io::Error::other("a child row is rejected"))
    });
    if let Some(bad) = bad {
        return Err(bad);
    }
    let mut children = joined?;
    for split in pack.split(input(export)?) {
        let (raw, row) = match split.map_err(|error| unread(&error, export))? {
            Split::Row(raw) => {
                let row = match (pack.read(&raw), &mut children) {
                    (Ok(row), Some(children)) => join(children, pack, row)?,
                    (row, _) => row,
                };
                (raw, row)
            }
            Split::TooLong(raw, _) => return Err(refused(export, &raw, Code::MapRowSize, None, "")),
        };
        if !take(&raw, row)? {
            break;
        }
    }
    Ok(())
}

fn refused(export: &Path, raw: &RawRow, code: Code, column: Option<&str>, detail: &str) -> Failure {
    let column = column.map(|column| format!(", column {column}")).unwrap_or_default();
    let failure = Failure::new(code).about(format!("{}:{}{column}", export.display(), raw.line));
    if detail.is_empty() { failure } else { failure.because(detail) }
}

fn fault(export: &Path, raw: &RawRow, fault: &RowFault) -> Failure {
    refused(export, raw, fault.code, fault.column.as_deref(), &fault.detail)
}

pub(super) fn get(arguments: &Get, out: &mut Out) -> Result<Exit, Failure> {
    let pack = arguments.folder.open_quietly()?;
    let mut residues = match &arguments.residue {
        None => Vec::new(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
            let residues: Result<Vec<Residue>, _> = text.lines().map(serde_json::from_str).collect();
            residues.map_err(|_| Failure::new(Code::CmdRead).about(path.display()).because("a line is no residue"))?
        }
    }
    .into_iter();
    rows(&pack, &arguments.export, &arguments.children, |raw, row| {
        let residue = residues.next();
        let draft = row.and_then(|row| pack.get(&row, residue.as_ref()));
        let draft = draft.map_err(|error| fault(&arguments.export, raw, &error))?;
        out.line(&draft.record.to_string())?;
        Ok(true)
    })?;
    Ok(Exit::Valid)
}

pub(super) fn put(arguments: &Put, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
    arguments.children.check(&pack)?;
    let trust = arguments.trust.as_ref().map(|folder| trust_store::load(folder)).transpose()?;
    let pen = Pen::new(context);
    let mut import = pack.import();
    let mut residues = Vec::new();
    for path in &arguments.records {
        let bytes = std::fs::read(path).map_err(|error| Failure::read(path, &error))?;
        let about = |code: Code| Failure::new(code).about(path.display());
        // What is signed is opened before anything of it is used.
        let record = match record_in(&bytes) {
            Contained::Draft => bytes,
            Contained::Unsound(finding) => return Err(about(finding.code)),
            _ => {
                let trust = trust.as_ref().ok_or_else(|| about(Code::CmdNoTrust))?;
                let opened = open(&bytes, trust, context.now).map_err(|error| about(error.code()))?;
                opened.object().to_canonical()
            }
        };
        let record: Value = serde_json::from_slice(&record).map_err(|_| about(Code::JsonSyntax))?;
        if record.get("type").and_then(Value::as_str) != Some(pack.record_type().as_str()) {
            return Err(
                about(Code::MapTarget).because(format!("the pack is for records of the type {}", pack.record_type()))
            );
        }
        let put = pack.put(&record, None).map_err(|error| about(error.code).because(error.detail))?;
        import.push(&put.row, None);
        residues.push(serde_json::to_string(&put.residue).unwrap_or_default());
        out.line(&pen.strong(&format!("{}: {} losses", path.display(), put.losses.len())))?;
        tell_losses(&put.losses, context, out)?;
    }
    let existing = Existing::force(arguments.force);
    let import = import.finish_all().map_err(|error| Failure::write(&arguments.out, &error))?;
    write(&arguments.out, &import.rows, existing, Readers::Owner)?;
    for file in &arguments.children.children {
        let rows = import.children.get(&file.name).map(Vec::as_slice).unwrap_or_default();
        write(&file.path, rows, existing, Readers::Owner)?;
    }
    if let Some(path) = &arguments.residue {
        write(path, (residues.join("\n") + "\n").as_bytes(), existing, Readers::Owner)?;
    }
    Ok(Exit::Valid)
}

pub(super) fn preview(arguments: &Preview, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
    let pen = Pen::new(context);
    let mut shown = 0;
    rows(&pack, &arguments.export, &arguments.children, |raw, row| {
        shown += 1;
        out.line(&pen.strong(&format!("row {}, line {}", raw.number, raw.line)))?;
        match row.and_then(|row| pack.get(&row, None).map(|draft| (row, draft))) {
            Err(error) => {
                let column = error.column.map(|column| format!("{column}: ")).unwrap_or_default();
                out.line(&format!("  {} {column}{}", pen.bad(error.code.as_str()), error.detail))?;
            }
            Ok((row, draft)) => {
                for (column, cell) in pack.columns().iter().zip(&row.cells) {
                    if let Some(cell) = cell.as_ref().filter(|cell| !cell.is_empty()) {
                        out.line(&format!("  {column}: {}", crate::failure::shown(cell)))?;
                    }
                }
                for (name, rows) in pack.children().zip(&row.children) {
                    for row in rows {
                        let cells = row.cells.iter().flatten().map(|cell| crate::failure::shown(cell));
                        out.line(&format!("  {name}: {}", cells.collect::<Vec<_>>().join(" | ")))?;
                    }
                }
                let content = draft.record.get("content").cloned().unwrap_or_default();
                for line in serde_json::to_string_pretty(&content).unwrap_or_default().lines() {
                    out.line(&format!("    {line}"))?;
                }
                tell_losses(&draft.left, context, out)?;
            }
        }
        Ok(shown < arguments.rows)
    })?;
    Ok(Exit::Valid)
}
