//! `passerelle map test`: the exports that a pack has with it, what is expected of each row, and the laws.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Args;
use passerelle::Code;
use passerelle_map::{Diagnostic, FieldSummary, IdentityKey, Pack, Row, Split, check_laws, recombined};
use serde_json::{Value, json};

use super::Folder;
use super::children::{ChildFile, ChildFiles, join, stopped, unread};
use crate::arguments::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen, print, xml};
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

/// What was tested, and what is wrong with it.
struct Case {
    name: String,
    fault: Option<Fault>,
}

struct Fault {
    code: Code,
    detail: String,
}

/// What came of a test.
#[derive(Default)]
struct Report {
    pack: String,
    cases: Vec<Case>,
    /// Rows for which the laws hold.
    held: usize,
    /// What the pack keeps of each field, and in how many of the rows it has a value.
    fields: Vec<(FieldSummary, usize)>,
    rows: usize,
    /// How many rows make no record, by the code of the reason.
    rejected: BTreeMap<String, usize>,
}

fn test_once(arguments: &Test, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json, Format::Junit])?;
    let report = if context.format == Format::Human {
        let Some(pack) = arguments.folder.open(context, out)? else { return Ok(Exit::Invalid) };
        examined(pack, arguments)?
    } else {
        match Pack::open(&arguments.folder.pack) {
            Ok(pack) => examined(pack, arguments)?,
            Err(error) => Report::of_faults(&error.diagnostics),
        }
    };
    match context.format {
        Format::Json => report.tell_json(context, out)?,
        Format::Junit => report.tell_junit(context, out)?,
        _ => report.tell(context, out)?,
    }
    Ok(if report.faults().next().is_some() { Exit::Invalid } else { Exit::Valid })
}

fn examined(pack: Pack, arguments: &Test) -> Result<Report, Failure> {
    // So that references to other rows are read, and the same in every test.
    let key = IdentityKey::parse(&"0".repeat(64)).map_err(|error| Failure::new(Code::CmdKeyFile).because(error))?;
    let pack = &pack.with_identity(&key);
    let mut report = Report { pack: pack.name(), ..Report::default() };
    let mut rows = Vec::new();
    for path in exports(&arguments.folder.pack.join("tests"), pack)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (of_file, results) = examine(pack, &path)?;
        let expected = path.with_extension("expected.json");
        if arguments.bless {
            let text = serde_json::to_string_pretty(&results).unwrap_or_default() + "\n";
            write(&expected, text.as_bytes(), Existing::Replace, Readers::Usual)?;
        }
        let held = fs::read_to_string(&expected).ok().and_then(|text| serde_json::from_str::<Vec<Value>>(&text).ok());
        let held = held.unwrap_or_default();
        for code in results.iter().filter_map(|result| result.get("rejected")?.as_str()) {
            *report.rejected.entry(code.to_owned()).or_default() += 1;
        }
        for index in 0..results.len().max(held.len()) {
            let (now, due) = (results.get(index), held.get(index));
            let fault = (now != due).then(|| Fault { code: Code::MapLaw, detail: differs(now, due) });
            report.cases.push(Case { name: format!("{name}: row {}", index + 1), fault });
        }
        rows.extend(of_file);
    }
    if rows.is_empty() {
        return Err(Failure::new(Code::CmdRead)
            .about(arguments.folder.pack.join("tests").display())
            .because("there are no exports"));
    }
    let made = recombined(&rows, MADE, 1);
    let named = rows.iter().enumerate().map(|(index, row)| (format!("laws: row {}", index + 1), row));
    let named = named.chain(made.iter().enumerate().map(|(index, row)| (format!("laws: made row {}", index + 1), row)));
    for (name, row) in named {
        let fault = match check_laws(pack, row) {
            Ok(example) => {
                report.held += usize::from(example.is_some());
                None
            }
            Err(fault) => {
                Some(Fault { code: fault.code(), detail: format!("{} does not hold: {}", fault.law, fault.place) })
            }
        };
        report.cases.push(Case { name, fault });
    }
    report.rows = rows.len();
    report.fields = pack.fields().into_iter().map(|field| (field, 0)).collect();
    for row in &rows {
        for ((_, count), is_filled) in report.fields.iter_mut().zip(pack.filled(row)) {
            *count += usize::from(is_filled);
        }
    }
    Ok(report)
}

impl Report {
    /// A pack that does not compile.
    fn of_faults(diagnostics: &[Diagnostic]) -> Self {
        let case = |diagnostic: &Diagnostic| Case {
            name: format!("{}:{}:{}", diagnostic.file, diagnostic.line, diagnostic.column),
            fault: Some(Fault { code: diagnostic.code, detail: diagnostic.detail.clone() }),
        };
        Self { cases: diagnostics.iter().map(case).collect(), ..Self::default() }
    }

    fn faults(&self) -> impl Iterator<Item = (&Case, &Fault)> {
        self.cases.iter().filter_map(|case| Some((case, case.fault.as_ref()?)))
    }

    fn tell(&self, context: &Context, out: &mut Out) -> Result<(), Failure> {
        let pen = Pen::new(context);
        for (case, fault) in self.faults() {
            out.line(&format!("{} {}: {}", pen.bad(fault.code.as_str()), case.name, fault.detail))?;
        }
        let width = self.fields.iter().map(|(field, _)| field.to.chars().count()).max().unwrap_or_default();
        for (field, count) in &self.fields {
            let space = " ".repeat(width - field.to.chars().count());
            let share = count * 100 / self.rows.max(1);
            out.line(&format!("  {:<12} {}{space}  {share:>3} % of rows  {}", field.class, field.to, field.from))?;
        }
        out.line(&format!("{} rows", self.rows))?;
        if !self.rejected.is_empty() {
            let codes: Vec<String> = self.rejected.iter().map(|(code, count)| format!("{count} × {code}")).collect();
            out.line(&format!("no record comes of {}; `passerelle map preview` shows why", codes.join(", ")))?;
        }
        let broken = self.faults().filter(|(case, _)| case.name.starts_with("laws")).count();
        match (self.rows + MADE).saturating_sub(self.held + broken) {
            0 => {
                out.line(&format!("laws: held for {} rows, {MADE} of them made from the others at random", self.held))?;
            }
            others => {
                out.line(&format!("laws: held for {} rows; {others} more, {MADE} of all made from the others at random, make no record", self.held))?;
            }
        }
        match self.faults().count() {
            0 => Ok(()),
            faults => out.line(&format!("faults: {faults}; {}", Code::MapLaw.hint(context.language))),
        }
    }

    fn tell_json(&self, context: &Context, out: &mut Out) -> Result<(), Failure> {
        let fields = self.fields.iter().map(|(field, count)| {
            json!({ "columns": field.from, "place": field.to, "class": field.class.as_str(), "rows": count })
        });
        let faults = self
            .faults()
            .map(|(case, fault)| json!({ "case": case.name, "code": fault.code.as_str(), "detail": fault.detail }));
        let report = json!({
            "pack": self.pack,
            "rows": self.rows,
            "rejected": self.rejected,
            "made_rows": if self.rows > 0 { MADE } else { 0 },
            "laws_held": self.held,
            "cases": self.cases.len(),
            "fields": fields.collect::<Vec<_>>(),
            "faults": faults.collect::<Vec<_>>(),
        });
        print("map test", &report, context, out)
    }

    fn tell_junit(&self, context: &Context, out: &mut Out) -> Result<(), Failure> {
        let counts = format!("tests=\"{}\" failures=\"{}\" errors=\"0\"", self.cases.len(), self.faults().count());
        out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        out.line(&format!("<testsuites name=\"passerelle\" {counts}>"))?;
        let name = xml(&self.pack);
        out.line(&format!("  <testsuite name=\"passerelle map {name}\" {counts} timestamp=\"{}\">", context.now))?;
        for case in &self.cases {
            let body = case.fault.as_ref().map_or_else(String::new, |fault| {
                let (code, detail) = (fault.code.as_str(), xml(&fault.detail));
                format!(
                    "<failure type=\"{code}\" message=\"{detail}\">{}</failure>",
                    xml(fault.code.hint(context.language))
                )
            });
            out.line(&format!(
                "    <testcase classname=\"passerelle.map\" name=\"{}\">{body}</testcase>",
                xml(&case.name)
            ))?;
        }
        out.line("  </testsuite>\n</testsuites>")
    }
}

/// The file of a child table beside an export: `export.aliases.csv` beside `export.csv`.
fn child_file(export: &Path, child: &str) -> PathBuf {
    let end = export.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    let stem = export.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    export.with_file_name(format!("{stem}.{child}{end}"))
}

/// The exports of a folder: everything that is not what is expected of one, and no file of a child table.
fn exports(folder: &Path, pack: &Pack) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::read(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.retain(|path| !path.to_string_lossy().ends_with(".expected.json"));
    let is_of_child = |path: &Path| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        pack.has_child_files() && pack.children().any(|child| stem.ends_with(&format!(".{child}")))
    };
    paths.retain(|path| !is_of_child(path));
    paths.sort();
    Ok(paths)
}

/// The rows of an export that can be read, and what comes of every row.
fn examine(pack: &Pack, path: &Path) -> Result<(Vec<Row>, Vec<Value>), Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::read(path, &error))?;
    let (mut rows, mut results) = (Vec::new(), Vec::new());
    let files = pack
        .children()
        .filter(|_| pack.has_child_files())
        .map(|name| ChildFile { name: name.to_owned(), path: child_file(path, name) });
    let mut of_children = Vec::new();
    let mut children = ChildFiles { children: files.collect() }.read(pack, |reject| {
        of_children.push(json!({ "rejected": reject.code.as_str(), "table": reject.table }));
        Ok(())
    })?;
    for split in pack.split(bytes.as_slice()) {
        let rejected = |code: Code| json!({ "rejected": code.as_str() });
        match split.map_err(|error| unread(&error, path))? {
            Split::TooLong(..) => results.push(rejected(Code::MapRowSize)),
            Split::Row(raw) => match pack.read(&raw) {
                Err(fault) => results.push(rejected(fault.code)),
                Ok(row) => {
                    let row = match &mut children {
                        Some(children) => join(children, pack, row)?,
                        None => Ok(row),
                    };
                    let row = match row {
                        Ok(row) => row,
                        Err(fault) => {
                            results.push(rejected(fault.code));
                            continue;
                        }
                    };
                    match pack.get(&row, None).map(|draft| (pack.put(&draft.record, None), draft)) {
                        Ok((Ok(put), draft)) => results.push(passerelle_map::Example::new(draft, put.losses).to_json()),
                        Ok((Err(fault), _)) | Err(fault) => results.push(rejected(fault.code)),
                    }
                    rows.push(row);
                }
            },
        }
    }
    if let Some(children) = &mut children {
        let orphans = children.orphans(pack, |reject| {
            of_children.push(json!({ "rejected": reject.code.as_str(), "table": reject.table }));
            Ok(())
        });
        orphans.map_err(|error| stopped(error, path))?;
    }
    results.extend(of_children);
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
        (_, None) => "nothing is expected of it yet; `--bless` keeps what it gives now".to_owned(),
        _ => "differs".to_owned(),
    }
}
