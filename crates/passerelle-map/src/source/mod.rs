//! Sources: from the bytes of an export to rows of cells, and from rows to the bytes of an import.
//!
//! A file is cut into rows first, without looking into them, so that one bad row spoils no other and rows can be read on all
//! cores at once. Each row keeps its own bytes: a row that nothing changes is written as it was read.

mod delimited;
mod elements;
mod fixed_width;
pub(crate) mod json;
mod sheet;
mod split;
mod xml;

use std::fmt;
use std::io;

use passerelle::Code;

use crate::encoding::Charset;
pub use split::{Split, Splitter, file_code};

/// Most bytes of one row. A row that is longer is rejected, and reading goes on with the next line.
pub(crate) const ROW_BYTES: usize = 1024 * 1024;

/// How a source writes its rows.
#[derive(Clone, Debug)]
pub(crate) enum Form {
    Delimited(delimited::Form),
    FixedWidth(fixed_width::Form),
    Xml(Box<xml::Form>),
    /// One JSON object a line; also rows that the caller hands over.
    JsonLines,
    /// One JSON array of objects.
    JsonArray,
    Sheet(sheet::Form),
}

pub(crate) use delimited::Form as Delimited;
pub(crate) use fixed_width::{Align, Form as FixedWidth, Slot, Unit};
pub(crate) use sheet::{Form as Sheet, Kind as Workbook};
pub(crate) use xml::Form as Xml;

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnd {
    Lf,
    CrLf,
    /// Rows of fixed width that follow one another.
    None,
}

/// A source as the pack describes it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) form: Form,
    pub(crate) charset: Charset,
    pub(crate) columns: Vec<String>,
    /// Whether the first line names the columns.
    pub(crate) header: bool,
    pub(crate) line_end: LineEnd,
    /// What an empty cell is written as; none where the cell is left out.
    pub(crate) blank: Option<String>,
}

/// The bytes of one row, and where they stand in the file.
#[derive(Clone)]
pub struct RawRow {
    /// The number of the row, from 1; a line of column names is no row.
    pub number: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// The byte at which it begins.
    pub offset: u64,
    /// Its bytes without the end of the line.
    pub bytes: Vec<u8>,
}

/// A row: a cell for each column. A cell is none where the source leaves it out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The cells, in the order of the pack's columns.
    pub cells: Vec<Option<String>>,
    /// For each child table of the pack, in their order, the rows that belong to this one. A pack without child tables has none.
    pub children: Vec<Vec<Row>>,
}

impl Row {
    /// A row of these cells to which no others belong.
    #[must_use]
    pub fn of(cells: Vec<Option<String>>) -> Self {
        Self { cells, children: Vec::new() }
    }

    /// The rows of a child table that belong to this one.
    #[must_use]
    pub fn of_child(&self, child: usize) -> &[Row] {
        self.children.get(child).map(Vec::as_slice).unwrap_or_default()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row of {} cells", self.cells.len())
    }
}

impl fmt::Debug for RawRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} at line {}", self.number, self.line)
    }
}

/// Why the bytes of a row are no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) code: Code,
    pub(crate) column: Option<String>,
    pub(crate) detail: String,
}

impl Unread {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, column: None, detail: detail.into() }
    }

    fn at(self, column: Option<&String>) -> Self {
        Self { column: column.cloned(), ..self }
    }
}

impl Source {
    /// Reads the cells of a row.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<Row, Unread> {
        match &self.form {
            Form::Delimited(form) => form.read(bytes, &self.charset, &self.columns),
            Form::FixedWidth(form) => form.read(bytes, &self.charset, &self.columns),
            Form::Xml(form) => form.read(bytes, &self.charset, &self.columns),
            Form::JsonLines | Form::JsonArray => json::read(bytes, &self.columns),
            Form::Sheet(_) => Sheet::read(bytes, &self.columns),
        }
    }

    /// The column in whose cell the beginning of a row ends: of a row that is too long, the cell that makes it so. None where that is not a
    /// column's.
    pub(crate) fn column_at_end(&self, bytes: &[u8]) -> Option<String> {
        let column = match &self.form {
            Form::Delimited(form) => form.complete_cells(bytes),
            Form::Xml(form) => form.column_at_end(bytes, &self.charset)?,
            _ => return None,
        };
        self.columns.get(column).cloned()
    }

    /// Writes a row with the end of its line. Cells can be written in the encoding, which `put` has made sure of.
    pub(crate) fn write(&self, row: &Row) -> Vec<u8> {
        let mut bytes = match &self.form {
            Form::Delimited(form) => form.write(row, &self.charset),
            Form::FixedWidth(form) => form.write(row, &self.charset),
            Form::Xml(form) => form.write(row, &self.charset),
            Form::JsonLines | Form::JsonArray => json::write(row, &self.columns),
            Form::Sheet(_) => Sheet::write(row),
        };
        self.end_line(&mut bytes);
        bytes
    }

    pub(crate) fn end_line(&self, bytes: &mut Vec<u8>) {
        match self.line_end {
            LineEnd::Lf => bytes.push(b'\n'),
            LineEnd::CrLf => bytes.extend_from_slice(b"\r\n"),
            LineEnd::None => {}
        }
    }

    /// What stands before the first row: the line of column names, or the tags around the rows.
    pub(crate) fn before(&self) -> Vec<u8> {
        match &self.form {
            Form::Delimited(_) if self.header => self.write(&Row::of(self.columns.iter().cloned().map(Some).collect())),
            Form::Xml(form) => form.before(&self.charset),
            Form::JsonArray => b"[\n".to_vec(),
            _ => Vec::new(),
        }
    }

    /// What stands behind the last row.
    pub(crate) fn after(&self) -> Vec<u8> {
        match &self.form {
            Form::Xml(form) => form.after(&self.charset),
            Form::JsonArray => b"]\n".to_vec(),
            _ => Vec::new(),
        }
    }

    /// The first line names the columns, in their order.
    pub(crate) fn check_names(&self, header: Option<RawRow>) -> io::Result<()> {
        let Some(header) = header else { return Ok(()) };
        let fault = |what: &str| {
            let what = format!("the first line does not name the columns of the pack in their order: {what}");
            Err(io::Error::new(io::ErrorKind::InvalidData, what))
        };
        // What stands there instead is not told: it can be the first row of a file without names.
        let names = match self.read(&header.bytes) {
            Ok(row) => row.cells,
            Err(unread) => return fault(&unread.detail),
        };
        match self.columns.iter().zip(names).enumerate().find(|(_, (due, name))| name.as_ref() != Some(*due)) {
            Some((index, (due, _))) => fault(&format!("`{due}` is due in column {}", index + 1)),
            None => Ok(()),
        }
    }

    /// Whether a column can hold a text: whether the encoding has its letters, and the width its length.
    pub(crate) fn room(&self, column: usize, text: &str) -> Result<(), Code> {
        match &self.form {
            // What the encoding lacks is written by its number.
            Form::Xml(_) => return if xml::can_stand(text) { Ok(()) } else { Err(Code::MapUnencodable) },
            Form::Sheet(_) => return Sheet::room(text),
            _ => {}
        }
        let bytes = self.charset.encode(text).ok_or(Code::MapUnencodable)?;
        if let Form::FixedWidth(form) = &self.form
            && !form.has_room(column, text, bytes.len())
        {
            return Err(Code::MapTooLong);
        }
        Ok(())
    }
}
