//! Codes by a table that an investigator keeps in a spreadsheet.

use std::collections::HashMap;

use passerelle::Code;
use serde_json::Value;

use super::{Class, Convert, Fault, Reading, Unreadable, Writing, needed};
use crate::pack::document::FieldDocument;
use crate::pack::target::Place;
use crate::pack::{Files, Relation, Table};

/// A code of the national system and one of the format.
pub(super) struct Coded {
    read: HashMap<String, String>,
    /// What is written for a code of the format, and whether it says as much.
    write: HashMap<String, (String, Relation)>,
    class: Class,
}

impl Coded {
    pub(super) fn compile(
        field: &mut FieldDocument,
        place: &Place,
        files: &dyn Files,
        tables: &mut Vec<Table>,
    ) -> Result<Self, Fault> {
        let table = field.table.take();
        let span = table.as_ref().map(toml::Spanned::span).unwrap_or_default();
        let name = needed(table, "table", field)?;
        let table = Table::read(&name, files, place.list.as_deref());
        let table = table.ok_or_else(|| (Code::MapTable, span, format!("there is no file `{name}` in the pack")))?;
        let mut coded = Self { read: HashMap::new(), write: HashMap::new(), class: Class::Exact };
        for line in &table.lines {
            coded.read.insert(line.source.clone(), line.target.clone());
            if line.write_back {
                coded.write.insert(line.target.clone(), (line.source.clone(), line.relation));
            }
            if line.relation != Relation::Equivalent || !line.write_back {
                coded.class = Class::Coarsening;
            }
        }
        tables.push(table);
        Ok(coded)
    }
}

impl Convert for Coded {
    fn read(&self, cells: &[&str]) -> Result<Reading, Unreadable> {
        let code = cells.first().map(|cell| cell.trim()).unwrap_or_default();
        let meant =
            self.read.get(code).ok_or(Unreadable { code: Code::MapCode, detail: "a code of the table is due" })?;
        Ok(Reading::Value(Value::String(meant.clone())))
    }

    fn write(&self, value: &Value) -> Result<Writing, Code> {
        let code = value.as_str().ok_or(Code::MapChanged)?;
        let (national, relation) = self.write.get(code).ok_or(Code::MapNotCarried)?;
        let loss = (*relation != Relation::Equivalent).then_some(Code::MapBroadened);
        Ok(Writing { cells: vec![national.clone()], loss })
    }

    fn class(&self) -> Class {
        self.class
    }
}
