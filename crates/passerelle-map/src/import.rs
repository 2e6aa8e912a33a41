//! Writing an import: a whole file of a national system, and one for each of its child tables.

use std::collections::BTreeMap;
use std::io;

use crate::pack::Pack;
use crate::source::{Form, RawRow, Row, Source};

/// A file of rows that is being written, with those of its child tables.
pub struct Import<'p> {
    pack: &'p Pack,
    rows: Table<'p>,
    children: Vec<Table<'p>>,
    /// How many rows are new, for their keys.
    new: u64,
}

/// The files of an import.
#[derive(Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file of rows.
    pub rows: Vec<u8>,
    /// The file of each child table, by its name.
    pub children: BTreeMap<String, Vec<u8>>,
}

/// One file.
struct Table<'p> {
    source: &'p Source,
    bytes: Vec<u8>,
    /// The rows of a workbook, which is written at once.
    rows: Vec<Row>,
    is_empty: bool,
}

impl Pack {
    /// Begins a file for the national system.
    #[must_use]
    pub fn import(&self) -> Import<'_> {
        let is_nested = matches!(self.source.form, Form::JsonLines | Form::JsonArray);
        let children = self.children.iter().filter(|_| !is_nested).map(|child| Table::of(&child.source));
        Import { pack: self, rows: Table::of(&self.source), children: children.collect(), new: 0 }
    }
}

impl<'p> Table<'p> {
    fn of(source: &'p Source) -> Self {
        Self { source, bytes: source.before(), rows: Vec::new(), is_empty: true }
    }

    fn push(&mut self, row: &Row, bytes: impl FnOnce() -> Vec<u8>) {
        if matches!(self.source.form, Form::Sheet(_)) {
            self.rows.push(row.clone());
            return;
        }
        if matches!(self.source.form, Form::JsonArray) && !self.is_empty {
            self.bytes.extend_from_slice(b",");
        }
        self.bytes.extend(bytes());
        self.is_empty = false;
    }

    fn finish(mut self) -> io::Result<Vec<u8>> {
        if let Form::Sheet(form) = &self.source.form {
            return form.workbook(&self.source.columns, &self.rows);
        }
        self.bytes.extend(self.source.after());
        Ok(self.bytes)
    }
}

impl Import<'_> {
    /// Adds a row with its child rows. One that says what `raw` says is written as `raw` is. A row without a key gets one by its number,
    /// where the pack says so, by which its child rows are joined to it.
    pub fn push(&mut self, row: &Row, raw: Option<&RawRow>) {
        let pack = self.pack;
        let keyed = self.keyed(row);
        let row = keyed.as_ref().unwrap_or(row);
        self.rows.push(row, || pack.write(row, raw));
        for (index, table) in self.children.iter_mut().enumerate() {
            for row in row.of_child(index) {
                let source = table.source;
                table.push(row, || source.write(row));
            }
        }
    }

    /// The row with a key of its own, where it has none.
    fn keyed(&mut self, row: &Row) -> Option<Row> {
        let pack = self.pack;
        let new_key = pack.new_key.as_ref()?;
        let is_empty = |row: &Row, column: &usize| {
            let cell = row.cells.get(*column).and_then(Option::as_deref).map(str::trim).unwrap_or_default();
            cell.is_empty() || pack.null.iter().any(|null| null == cell)
        };
        if !pack.key.iter().all(|column| is_empty(row, column)) {
            return None;
        }
        self.new += 1;
        let key = new_key.replacen("{}", &self.new.to_string(), 1);
        let mut row = row.clone();
        let fill = |row: &mut Row, columns: &[usize]| {
            for column in columns {
                if let Some(cell) = row.cells.get_mut(*column) {
                    *cell = Some(key.clone());
                }
            }
        };
        fill(&mut row, &pack.key);
        for (child, rows) in pack.children.iter().zip(&mut row.children).filter(|(child, _)| child.above.is_none()) {
            rows.iter_mut().for_each(|row| fill(row, &child.key));
        }
        Some(row)
    }

    /// The bytes of the file of rows.
    ///
    /// # Errors
    /// A workbook cannot be made: it has more rows than a sheet can have.
    pub fn finish(self) -> io::Result<Vec<u8>> {
        self.rows.finish()
    }

    /// All files. In a source of JSON child rows stand in their rows, and there is one.
    ///
    /// # Errors
    /// As [`Import::finish`].
    pub fn finish_all(self) -> io::Result<Imported> {
        let names = self.pack.children.iter().map(|child| child.name.clone());
        let children = names.zip(self.children).map(|(name, table)| Ok((name, table.finish()?)));
        let children = children.collect::<io::Result<_>>()?;
        Ok(Imported { rows: self.rows.finish()?, children })
    }
}

impl std::fmt::Debug for Imported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Imported").field("children", &self.children.keys()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Import<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").finish_non_exhaustive()
    }
}
