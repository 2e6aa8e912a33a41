//! Map packs: rows of a national system become drafts, and records become its rows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use passerelle::Code;
use passerelle_map::{IdentityKey, Loss, Outcome, Pack, PackError, Reject, Residue, RowFault, Split, State, run};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::answer::{Refusal, to_json};
use crate::failure::{Failure, guarded};
use crate::reading::time;

/// A map pack that compiles. It never changes and can be used from any thread.
#[derive(Debug, uniffi::Object)]
pub struct Mapping {
    /// For files of the national system.
    pack: Pack,
    /// For rows that the caller hands over.
    rows: Pack,
}

/// What became of rows.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Mapped {
    /// The draft of each row, in canonical form and valid; empty where the row was rejected.
    pub drafts: Vec<Vec<u8>>,
    /// `{"rows", "rejected": [{"row", "line", "column"?, "code", "message", "detail", "finding"?: {"code", "pointer"}}]}`.
    pub about: Vec<u8>,
}

/// Records as the national system takes them.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Imported {
    /// The file that the national system imports, in its own form and encoding.
    pub file: Vec<u8>,
    /// The same rows as JSON objects, a member for each column with a value.
    pub rows: Vec<Vec<u8>>,
    /// The files of child tables, by their names.
    pub child_files: HashMap<String, Vec<u8>>,
    /// What each row cannot hold: to be kept beside it and sent to nobody.
    pub residues: Vec<Vec<u8>>,
    /// For each record, what whoever sees the row alone does not see: `[[{"place", "code", "columns"?}]]`.
    pub about: Vec<u8>,
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for Mapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mapped({} rows)", self.drafts.len())
    }
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for Imported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Imported({} rows)", self.rows.len())
    }
}

#[derive(Serialize)]
struct About {
    name: String,
    #[serde(rename = "type")]
    record_type: &'static str,
    columns: Vec<String>,
    fields: Vec<Field>,
    ignored: Vec<Ignored>,
}

#[derive(Serialize)]
struct Field {
    columns: String,
    place: String,
    converter: String,
    class: &'static str,
}

#[derive(Serialize)]
struct Ignored {
    column: String,
    never_export: bool,
    reason: String,
}

#[derive(Serialize)]
struct AboutRows {
    rows: u64,
    rejected: Vec<Rejected>,
}

#[derive(Serialize)]
struct Rejected {
    row: u64,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    code: &'static str,
    message: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<Found>,
}

#[derive(Serialize)]
struct Found {
    code: &'static str,
    pointer: String,
}

#[derive(Serialize)]
struct Lost {
    place: String,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<String>,
}

#[uniffi::export]
impl Mapping {
    /// Reads the files of a pack: `map.toml` and its tables, each by its name from the folder of the pack.
    ///
    /// # Errors
    /// `MAP_SYNTAX` and the other codes of packs; the detail has every diagnostic with its place.
    #[uniffi::constructor]
    pub fn load(files: HashMap<String, String>) -> Result<Arc<Self>, Failure> {
        guarded(|| {
            let files: BTreeMap<String, String> = files.into_iter().collect();
            let read = || Pack::load(&files).map_err(|error| uncompiled(&error));
            Ok(Arc::new(Self { pack: read()?, rows: read()?.for_rows() }))
        })
    }

    /// What the pack is: `{"name", "type", "columns", "fields": [{"columns", "place", "converter", "class"}], "ignored": [{"column",
    /// "never_export", "reason"}]}`.
    ///
    /// # Errors
    /// Only `BND_FAULT`.
    pub fn about(&self) -> Result<Vec<u8>, Failure> {
        guarded(|| {
            let fields = self.pack.fields().into_iter().map(|field| Field {
                columns: field.from,
                place: field.to,
                converter: field.converter,
                class: field.class.as_str(),
            });
            let ignored = self.pack.ignored().map(|(column, never_export, reason)| Ignored {
                column: column.to_owned(),
                never_export,
                reason: reason.to_owned(),
            });
            Ok(to_json(&About {
                name: self.pack.name(),
                record_type: self.pack.record_type().as_str(),
                columns: self.pack.columns().to_vec(),
                ignored: ignored.collect(),
                fields: fields.collect(),
            }))
        })
    }

    /// Makes the first revision of a record of each row. `rows` are JSON objects, one a line, with a member for each column; or with
    /// `is_file` a file in the form of the national system. `identity` is the key of `passerelle map key`: the same row gets the same
    /// identifier under it.
    ///
    /// What was issued before is not known here: for further revisions and withdrawals there is `passerelle map run`, which keeps a
    /// state file.
    ///
    /// # Errors
    /// `BND_ARGUMENT` for a key that is none, or a file that is wrong as a whole. What is wrong with a row is in `about`.
    pub fn forward(&self, rows: &[u8], is_file: bool, identity: String, now: i64) -> Result<Mapped, Failure> {
        guarded(|| {
            let pack = if is_file { &self.pack } else { &self.rows };
            if is_file && pack.has_child_files() {
                return Err(Failure::argument(
                    "rows: the pack has child tables in files of their own; hand over rows, with their child rows in them",
                ));
            }
            let key = IdentityKey::parse(&identity).map_err(|_| {
                Failure::argument("identity: 64 hexadecimal digits, as `passerelle map key` writes them")
            })?;
            let state = State::in_memory(pack, &key).map_err(|_| Failure::fault(None))?;
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            let (mut drafts, mut rejected) = (Vec::new(), Vec::new());
            let tally = run(pack, rows, &key, &state, time(now)?, cores, |outcome| {
                match outcome {
                    Outcome::Issued(issue) => drafts.push(issue.bytes),
                    Outcome::Rejected(reject) => {
                        drafts.push(Vec::new());
                        rejected.push(rejection(reject));
                    }
                    _ => drafts.push(Vec::new()),
                }
                Ok(())
            });
            // Words of the library's own, with a line and a column.
            let tally = tally.map_err(|error| Failure::argument(&format!("rows: {error}")))?;
            Ok(Mapped { drafts, about: to_json(&AboutRows { rows: tally.rows, rejected }) })
        })
    }

    /// Writes records as rows of the national system. A record is one that was opened, or a draft: what is signed is opened before.
    ///
    /// # Errors
    /// `BND_ARGUMENT` where a record is none of the pack's type, by its number.
    pub fn backward(&self, records: Vec<Vec<u8>>) -> Result<Imported, Failure> {
        guarded(|| {
            let mut import = self.pack.import();
            let (mut rows, mut residues, mut losses) = (Vec::new(), Vec::new(), Vec::new());
            for (number, bytes) in records.iter().enumerate() {
                let record: Option<Value> = serde_json::from_slice(bytes).ok();
                let is_meant = |record: &Value| {
                    record.get("type").and_then(Value::as_str) == Some(self.pack.record_type().as_str())
                };
                let record = record.filter(is_meant).ok_or_else(|| {
                    let due = self.pack.record_type();
                    Failure::argument(&format!("records: number {number} is no record of the type {due}"))
                })?;
                let put = self.pack.put(&record, None).map_err(|fault| row_fault(fault, number))?;
                import.push(&put.row, None);
                let cells = self.pack.columns().iter().zip(&put.row.cells);
                let members = cells.filter_map(|(column, cell)| Some((column.clone(), Value::String(cell.clone()?))));
                let mut members: Map<_, _> = members.filter(|(_, cell)| cell != "").collect();
                for name in self.pack.children() {
                    let children = self.pack.members(&put.row).get(name).cloned();
                    members.extend(children.map(|children| (name.to_owned(), filled(children))));
                }
                rows.push(to_json(&members));
                residues.push(to_json(&put.residue));
                losses.push(put.losses.into_iter().map(loss).collect::<Vec<_>>());
            }
            let failed = |_| Failure::argument("records: more than a sheet has rows for");
            let import = import.finish_all().map_err(failed)?;
            let child_files = import.children.into_iter().collect();
            Ok(Imported { file: import.rows, child_files, rows, residues, about: to_json(&losses) })
        })
    }

    /// Reads rows with what was kept beside them: the records that were written into them, with what a clerk has changed since. Rows are
    /// JSON objects, one a line, and there is a residue for each, empty where there is none.
    ///
    /// # Errors
    /// The code of the first row that is not read, by its number; `BND_ARGUMENT` for a residue that is none.
    pub fn restore(&self, rows: &[u8], residues: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Failure> {
        guarded(|| {
            let mut records = Vec::new();
            for (number, split) in self.rows.split(rows).enumerate() {
                let Ok(Split::Row(raw)) = split else {
                    return Err(Failure::argument(&format!("rows: number {number} is longer than a row may be")));
                };
                let residue = residues.get(number).filter(|residue| !residue.is_empty());
                let residue = residue.map(|residue| serde_json::from_slice::<Residue>(residue)).transpose();
                let residue = residue.map_err(|_| Failure::argument("residues: as `backward` gave them"))?;
                let row = self.rows.read(&raw).map_err(|fault| row_fault(fault, number))?;
                let draft = self.pack.get(&row, residue.as_ref()).map_err(|fault| row_fault(fault, number))?;
                records.push(to_json(&draft.record));
            }
            Ok(records)
        })
    }
}

/// Rows without the cells that are empty.
fn filled(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(filled).collect(),
        Value::Object(members) => members.into_iter().filter(|(_, cell)| cell != "").collect::<Map<_, _>>().into(),
        value => value,
    }
}

fn rejection(reject: Reject) -> Rejected {
    let Reject { row, code, column, detail, finding, .. } = reject;
    Rejected {
        row: row.number,
        line: row.line,
        column,
        code: code.as_str(),
        message: code.message(passerelle::Language::English),
        detail,
        finding: finding.map(|(code, pointer)| Found { code: code.as_str(), pointer }),
    }
}

fn loss(loss: Loss) -> Lost {
    Lost { place: loss.place, code: loss.code.as_str(), columns: loss.columns }
}

fn row_fault(fault: RowFault, number: usize) -> Failure {
    let column = fault.column.map(|column| format!(", column `{column}`")).unwrap_or_default();
    Failure::of(&Refusal {
        detail: Some(format!("number {number}{column}: {}", fault.detail)),
        ..Refusal::of(fault.code)
    })
}

fn uncompiled(error: &PackError) -> Failure {
    let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
    let code = error.diagnostics.first().map_or(Code::MapSyntax, |first| first.code);
    Failure::of(&Refusal { detail: Some(all.join("\n\n")), ..Refusal::of(code) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "1111111111111111111111111111111111111111111111111111111111111111";

    fn example(pack: &str) -> HashMap<String, String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(pack);
        let mut files =
            HashMap::from([("map.toml".to_owned(), std::fs::read_to_string(folder.join("map.toml")).unwrap())]);
        for table in std::fs::read_dir(folder.join("tables")).unwrap().flatten() {
            let name = format!("tables/{}", table.file_name().to_string_lossy());
            files.insert(name, std::fs::read_to_string(table.path()).unwrap());
        }
        files
    }

    #[test]
    fn rows_become_drafts_and_drafts_rows() {
        let mapping = Mapping::load(example("national-fr")).unwrap();
        let about: Value = serde_json::from_slice(&mapping.about().unwrap()).unwrap();
        assert_eq!(about["type"], "profile");
        let row = r#"{"NO_DOSSIER":"N-1","NOM":"EXEMPLE","ROLE":"PAS","STATUT":"MEC","MAJ":20260301}"#;
        let rows = format!("{row}\n{{\"NO_DOSSIER\":\"N-2\",\"ROLE\":\"XYZ\"}}\n");
        let mapped = mapping.forward(rows.as_bytes(), false, KEY.to_owned(), 1_775_044_800).unwrap();
        assert_eq!((mapped.drafts.len(), mapped.drafts[1].len()), (2, 0));
        let about: Value = serde_json::from_slice(&mapped.about).unwrap();
        assert_eq!((&about["rows"], &about["rejected"][0]["code"]), (&2.into(), &"MAP_CODE".into()));
        assert_eq!(about["rejected"][0]["column"], "ROLE");

        let draft = mapped.drafts[0].clone();
        let imported = mapping.backward(vec![draft.clone()]).unwrap();
        assert!(imported.file.starts_with(b"NO_DOSSIER;NOM;") && imported.file.ends_with(b"\r\n"));
        assert_eq!(mapping.restore(&imported.rows[0], imported.residues).unwrap(), [draft]);
        assert!(!format!("{mapping:?} {mapped:?}").contains("EXEMPLE"), "no value of a row is printed");
    }

    #[test]
    fn what_cannot_be_mapped_is_refused() {
        let code = |failure: Failure| match failure {
            Failure::Refused { code, refusal } => (code, String::from_utf8(refusal).unwrap()),
        };
        let mut files = example("national-fr");
        let map = files["map.toml"].replace("as = \"phone\"", "as = \"telephone\"");
        files.insert("map.toml".to_owned(), map);
        let (found, text) = code(Mapping::load(files).unwrap_err());
        assert_eq!(found, "MAP_SYNTAX");
        assert!(text.contains("map.toml:") && text.contains("^^^^"), "{text}");
        let mapping = Mapping::load(example("national-fr")).unwrap();
        assert_eq!(code(mapping.forward(b"", false, "abc".to_owned(), 0).unwrap_err()).0, "BND_ARGUMENT");
        assert_eq!(code(mapping.forward(b"A;B\n", true, KEY.to_owned(), 0).unwrap_err()).0, "BND_ARGUMENT");
        let (found, text) = code(mapping.backward(vec![b"{\"type\":\"link\"}".to_vec()]).unwrap_err());
        assert!(found == "BND_ARGUMENT" && text.contains("number 0"), "{text}");
        assert_eq!(code(mapping.restore(b"{\"ROLE\":\"XYZ\"}", Vec::new()).unwrap_err()).0, "MAP_CODE");
        assert_eq!(code(mapping.restore(b"{}", vec![b"x".to_vec()]).unwrap_err()).0, "BND_ARGUMENT");
    }
}
