//! `passerelle map test`: the exports that a pack has with it, what is expected of each row, and the laws.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Args;
use passerelle::Code;
use passerelle_map::{Pack, Row, Split, check_laws, recombined};
use serde_json::Value;

use super::Folder;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen};
use crate::write::{Existing, Readers, write};

/// Rows that are made from those of the exports.
const MADE: usize = 300;

/// Hold every row of a pack's tests against what is expected and against the laws, and rows made from those too
#[derive(Args)]
pub(super) struct Test {
    #[command(flatten)]
    folder: Folder,
    /// Keep what comes out now as what is expected
    #[arg(long)]
    bless: bool,
    /// Test again whenever a file of the pack changes
    #[arg(long)]
    watch: bool,
}

pub(super) fn test(arguments: &Test, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let exit = test_once(arguments, context, out)?;
    if !arguments.watch {
        return Ok(exit);
    }
    loop {
        out.flush()?;
        let before = newest(&arguments.folder.pack);
        while newest(&arguments.folder.pack) == before {
            std::thread::sleep(Duration::from_millis(300));
        }
        out.line("")?;
        let _ = test_once(arguments, context, out)?;
    }
}

/// When a file of the pack changed last, and how many files there are.
fn newest(folder: &Path) -> (Option<SystemTime>, usize) {
    let folders = [folder.to_owned(), folder.join("tables"), folder.join("tests")];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let times: Vec<SystemTime> = entries.filter_map(|entry| entry.metadata().ok()?.modified().ok()).collect();
    (times.iter().max().copied(), times.len())
}

fn test_once(arguments: &Test, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
    let pen = Pen::new(context);
    let mut rows = Vec::new();
    let mut faults = 0;
    for path in exports(&arguments.folder.pack.join("tests"))? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (of_file, results) = examine(&pack, &path)?;
        let expected = path.with_extension("expected.json");
        let text = serde_json::to_string_pretty(&results).unwrap_or_default() + "\n";
        if arguments.bless {
            write(&expected, text.as_bytes(), Existing::Replace, Readers::Usual)?;
        } else {
            let held =
                fs::read_to_string(&expected).ok().and_then(|text| serde_json::from_str::<Vec<Value>>(&text).ok());
            let held = held.unwrap_or_default();
            let different = (0..results.len().max(held.len())).filter(|index| results.get(*index) != held.get(*index));
            for index in different {
                faults += 1;
                out.line(&format!(
                    "{} {name}: row {}: {}",
                    pen.bad("MAP_LAW"),
                    index + 1,
                    differs(results.get(index), held.get(index))
                ))?;
            }
        }
        out.line(&format!("{name}: {} rows", of_file.len()))?;
        rows.extend(of_file);
    }
    if rows.is_empty() {
        return Err(Failure::new(Code::CmdRead)
            .about(arguments.folder.pack.join("tests").display())
            .because("there are no exports"));
    }
    let mut held = 0;
    for row in rows.iter().chain(&recombined(&rows, MADE, 1)) {
        match check_laws(&pack, row) {
            Ok(example) => held += usize::from(example.is_some()),
            Err(fault) => {
                faults += 1;
                out.line(&format!("{} {} does not hold: {}", pen.bad(fault.code().as_str()), fault.law, fault.place))?;
            }
        }
    }
    out.line(&format!("laws: held for {held} rows, {MADE} of them made from the others at random"))?;
    if faults > 0 {
        out.line(&format!("{faults} faults; {}", Code::MapLaw.hint(context.language)))?;
        return Ok(Exit::Invalid);
    }
    Ok(Exit::Valid)
}

/// The exports of a folder: everything that is not what is expected of one.
fn exports(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::read(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.retain(|path| !path.to_string_lossy().ends_with(".expected.json"));
    paths.sort();
    Ok(paths)
}

/// The rows of an export that can be read, and what comes of every row.
fn examine(pack: &Pack, path: &Path) -> Result<(Vec<Row>, Vec<Value>), Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::read(path, &error))?;
    let (mut rows, mut results) = (Vec::new(), Vec::new());
    for split in pack.split(bytes.as_slice()) {
        let rejected = |code: Code| serde_json::json!({ "rejected": code.as_str() });
        match split.map_err(|error| Failure::read(path, &error))? {
            Split::TooLong(..) => results.push(rejected(Code::MapRowSize)),
            Split::Row(raw) => match pack.read(&raw) {
                Err(fault) => results.push(rejected(fault.code)),
                Ok(row) => {
                    match pack.get(&row, None).map(|draft| (pack.put(&draft.record, None), draft)) {
                        Ok((Ok(put), draft)) => results.push(passerelle_map::Example::new(draft, put.losses).to_json()),
                        Ok((Err(fault), _)) | Err(fault) => results.push(rejected(fault.code)),
                    }
                    rows.push(row);
                }
            },
        }
    }
    Ok((rows, results))
}

/// Where two results differ first, without their values.
fn differs(now: Option<&Value>, due: Option<&Value>) -> String {
    match (now, due) {
        (Some(Value::Object(now)), Some(Value::Object(due))) => {
            let names = now.keys().chain(due.keys());
            let mut different = names.filter(|name| now.get(*name) != due.get(*name));
            different.next().map_or_else(
                || "the same".to_owned(),
                |name| {
                    let deeper = differs(now.get(name), due.get(name));
                    if deeper.starts_with('/') { format!("/{name}{deeper}") } else { format!("/{name}") }
                },
            )
        }
        (Some(Value::Array(now)), Some(Value::Array(due))) => {
            let index =
                (0..now.len().max(due.len())).find(|index| now.get(*index) != due.get(*index)).unwrap_or_default();
            let deeper = differs(now.get(index), due.get(index));
            if deeper.starts_with('/') { format!("/{index}{deeper}") } else { format!("/{index}") }
        }
        (None, _) => "nothing comes out, and something is expected".to_owned(),
        (_, None) => "nothing is expected of it yet".to_owned(),
        _ => "differs".to_owned(),
    }
}
