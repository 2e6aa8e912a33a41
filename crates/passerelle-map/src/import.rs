//! Writing an import: a whole file of a national system.

use std::io;

use crate::pack::Pack;
use crate::source::{Form, RawRow, Row};

/// A file of rows that is being written.
pub struct Import<'p> {
    pack: &'p Pack,
    bytes: Vec<u8>,
    /// The rows of a workbook, which is written at once.
    rows: Vec<Row>,
    is_empty: bool,
}

impl Pack {
    /// Begins a file for the national system.
    #[must_use]
    pub fn import(&self) -> Import<'_> {
        Import { pack: self, bytes: self.source.before(), rows: Vec::new(), is_empty: true }
    }
}

impl Import<'_> {
    /// Adds a row. One that says what `raw` says is written as `raw` is.
    pub fn push(&mut self, row: &Row, raw: Option<&RawRow>) {
        if matches!(self.pack.source.form, Form::Sheet(_)) {
            self.rows.push(row.clone());
            return;
        }
        if matches!(self.pack.source.form, Form::JsonArray) && !self.is_empty {
            self.bytes.extend_from_slice(b",");
        }
        self.bytes.extend(self.pack.write(row, raw));
        self.is_empty = false;
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// A workbook cannot be made: it has more rows than a sheet can have.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        if let Form::Sheet(form) = &self.pack.source.form {
            return form.workbook(self.pack.columns(), &self.rows);
        }
        self.bytes.extend(self.pack.source.after());
        Ok(self.bytes)
    }
}

impl std::fmt::Debug for Import<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import").finish_non_exhaustive()
    }
}
