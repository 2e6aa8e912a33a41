//! The laws of the lens, held against rows: what `passerelle map test` runs.

use serde_json::{Value, json};

use crate::lens::{Draft, Loss};
use crate::pack::Pack;
use crate::source::Row;

/// A law that does not hold for a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{law}: {place}")]
#[non_exhaustive]
pub struct LawFault {
    /// `GetPut`, `PutGet` or `NoResidue`.
    pub law: &'static str,
    /// The column or place where it shows.
    pub place: String,
}

impl LawFault {
    /// The code of the registry.
    #[must_use]
    pub fn code(&self) -> passerelle::Code {
        passerelle::Code::MapLaw
    }
}

/// What a pack makes of a row, for comparing with what is expected.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Example {
    /// The draft.
    pub draft: Draft,
    /// What would be lost if the draft came from abroad and were written into a fresh row.
    pub losses: Vec<Loss>,
}

impl std::fmt::Debug for Example {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Example").field("losses", &self.losses).finish_non_exhaustive()
    }
}

impl Example {
    /// A draft, and what would be lost of it.
    #[must_use]
    pub fn new(draft: Draft, losses: Vec<Loss>) -> Self {
        Self { draft, losses }
    }

    /// The example as a file keeps it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let list = |losses: &[Loss]| -> Vec<Value> {
            losses.iter().map(|loss| json!({ "place": loss.place, "code": loss.code.as_str() })).collect()
        };
        json!({ "record": self.draft.record, "left": list(&self.draft.left), "losses": list(&self.losses) })
    }
}

/// Holds the laws against one row.
///
/// `GetPut`: writing back what a row says leaves every cell as it is. `PutGet`: a record that is written into a fresh row is read
/// back whole, with the residue. `NoResidue`: where nothing is reported as lost, the row alone says everything.
///
/// spec: PSR-MAP-017
///
/// # Errors
/// The first law that does not hold. None where the row is rejected: there is nothing to hold it against.
pub fn check_laws(pack: &Pack, row: &Row) -> Result<Option<Example>, LawFault> {
    let Ok(draft) = pack.get(row, None) else { return Ok(None) };
    let put = |record: &Value, old: Option<&Row>, law: &'static str| {
        pack.put(record, old).map_err(|fault| LawFault { law, place: fault.column.unwrap_or_default() })
    };
    let back = put(&draft.record, Some(row), "GetPut")?;
    for (column, (was, is)) in pack.columns().iter().zip(row.cells.iter().zip(&back.row.cells)) {
        if was != is {
            return Err(LawFault { law: "GetPut", place: column.clone() });
        }
    }
    for (index, name) in pack.children().enumerate() {
        if row.of_child(index) != back.row.of_child(index) {
            return Err(LawFault { law: "GetPut", place: name.to_owned() });
        }
    }
    // A record as it would come from abroad: with members that no row of this pack holds.
    for foreign in foreigners(&draft.record) {
        let written = put(&foreign, None, "PutGet")?;
        let read = pack.get(&written.row, Some(&written.residue));
        let read = read.map_err(|fault| LawFault { law: "PutGet", place: fault.column.unwrap_or_default() })?;
        if read.record != foreign {
            return Err(LawFault { law: "PutGet", place: "the record with its residue".to_owned() });
        }
        let alone = pack.get(&written.row, None).map(|draft| draft.record).unwrap_or_default();
        let is_reported = written.losses.iter().any(|loss| loss.code != passerelle::Code::MapBroadened);
        if is_reported == (alone == foreign) {
            return Err(LawFault { law: "NoResidue", place: "the report and what is read back".to_owned() });
        }
        if let Some(place) = unreported(&alone, &foreign, String::new(), &written.losses) {
            return Err(LawFault { law: "NoResidue", place });
        }
    }
    let losses = put(&draft.record, None, "PutGet")?.losses;
    Ok(Some(Example { draft, losses }))
}

/// A place at which the row alone says something else than the record, and no line of the report is about it.
fn unreported(alone: &Value, record: &Value, place: String, losses: &[Loss]) -> Option<String> {
    if alone == record {
        return None;
    }
    if let (Value::Object(alone), Value::Object(record)) = (alone, record) {
        let mut names = alone.keys().chain(record.keys().filter(|name| !alone.contains_key(*name)));
        return names.find_map(|name| {
            let value = |members: &serde_json::Map<String, Value>| members.get(name).cloned().unwrap_or_default();
            unreported(&value(alone), &value(record), format!("{place}/{name}"), losses)
        });
    }
    let covers = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let is_about = |loss: &Loss| covers(&loss.place, &place) || covers(&place, &loss.place);
    if losses.iter().any(is_about) { None } else { Some(place) }
}

/// The record itself, and the same with facts of another country.
fn foreigners(record: &Value) -> Vec<Value> {
    let mut abroad = record.clone();
    if let Some(members) = abroad.as_object_mut() {
        members.insert("issuer".to_owned(), "XX/elsewhere".into());
        members.insert("contact".to_owned(), json!({ "role": "duty-desk", "ref": "desk@elsewhere.example" }));
    }
    if let Some(content) = abroad.get_mut("content").and_then(Value::as_object_mut) {
        content.insert("gender_note".to_owned(), json!([{ "lang": "en", "text": "Invented for a test." }]));
        let name = json!({ "full": "例", "script": "Hani", "kind": "alias" });
        if let Some(names) = content.entry("names").or_insert(json!([])).as_array_mut() {
            names.insert(0, name);
        }
        content.remove("sex");
    }
    vec![record.clone(), abroad]
}

/// Rows made from the cells of others, column by column, with empty cells among them: so the laws are held against rows that nobody
/// thought of. The same seed gives the same rows.
#[must_use]
pub fn recombined(rows: &[Row], count: usize, seed: u64) -> Vec<Row> {
    let mut state = seed | 1;
    let mut next = move |below: usize| {
        // xorshift64: no secret depends on it.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or_default()
    };
    let width = rows.first().map_or(0, |row| row.cells.len());
    let mut made = Vec::with_capacity(count);
    for _ in 0..count {
        let cells = (0..width).map(|column| {
            let row = rows.get(next(rows.len()));
            let is_empty = next(6) == 0;
            row.and_then(|row| row.cells.get(column))
                .cloned()
                .flatten()
                .map(|cell| if is_empty { String::new() } else { cell })
        });
        let cells = cells.collect();
        // The child rows of one row and of another, as many as there are.
        let tables = rows.iter().map(|row| row.children.len()).max().unwrap_or_default();
        let children = (0..tables).map(|table| {
            let of_one = rows.get(next(rows.len())).map(|row| row.of_child(table)).unwrap_or_default();
            let of_other = rows.get(next(rows.len())).map(|row| row.of_child(table)).unwrap_or_default();
            of_one.iter().chain(of_other).cloned().collect()
        });
        made.push(Row { cells, children: children.collect() });
    }
    made
}
