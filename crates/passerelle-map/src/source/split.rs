//! Cutting a file into rows.

use std::io::{self, BufRead};

use passerelle::Code;

use crate::encoding::Charset;

use super::elements::Elements;
use super::{Form, LineEnd, ROW_BYTES, RawRow, Source, json, sheet, xml};

/// A row, or what stands in its place.
#[derive(Debug)]
pub enum Split {
    /// The bytes of a row.
    Row(RawRow),
    /// A row that is longer than a row may be: its beginning, and how many bytes it has in all.
    TooLong(RawRow, u64),
}

/// Cuts a file into rows as the pack says, one after the other, and never holds more than one.
pub struct Splitter<'s, R> {
    source: &'s Source,
    input: R,
    position: Position,
    number: u64,
    begun: bool,
    elements: Elements,
    array: json::Array,
    sheet: Option<sheet::Rows>,
}

/// How far a file has been read.
pub(super) struct Position {
    pub(super) offset: u64,
    pub(super) line: u64,
    /// The byte at which the line begins.
    pub(super) line_start: u64,
}

impl Position {
    pub(super) fn pass(&mut self, byte: u8) {
        self.offset += 1;
        if byte == b'\n' {
            self.line += 1;
            self.line_start = self.offset;
        }
    }

    /// What is wrong with the file as a whole, at the byte that was passed last.
    pub(super) fn fault(&self, what: &str) -> io::Error {
        let column = (self.offset - self.line_start).max(1);
        io::Error::new(io::ErrorKind::InvalidData, format!("line {}, column {column}: {what}", self.line))
    }
}

/// The code of an error of reading: of a file that is not what the pack says; none where the system does not give the file.
///
/// spec: PSR-MAP-010
#[must_use]
pub fn file_code(error: &io::Error) -> Option<Code> {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput).then_some(Code::MapFile)
}

impl<'s, R: BufRead> Splitter<'s, R> {
    pub(crate) fn new(source: &'s Source, input: R) -> Self {
        Self {
            source,
            input,
            position: Position { offset: 0, line: 1, line_start: 0 },
            number: 0,
            begun: false,
            elements: Elements::default(),
            array: json::Array::default(),
            sheet: None,
        }
    }

    /// The line of column names, where the source has one: taken from the input before the first row.
    ///
    /// # Errors
    /// Reading failed.
    pub fn header(&mut self) -> io::Result<Option<RawRow>> {
        self.begun = true;
        let mark = [0xEF, 0xBB, 0xBF];
        if self.input.fill_buf()?.starts_with(&mark) {
            self.input.consume(mark.len());
            self.position.offset += 3;
            self.position.line_start = 3;
        }
        if matches!(self.input.fill_buf()?, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
            let what = "line 1, column 1: the file is in UTF-16, which packs do not name: export it in UTF-8";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        match &self.source.form {
            Form::Sheet(form) => self.sheet = Some(form.open(&mut self.input, self.source.columns.len())?),
            Form::Xml(_) => self.check_declaration()?,
            _ => {}
        }
        if !self.source.header {
            return Ok(None);
        }
        let header = self.cut()?;
        Ok(header.map(|split| {
            let (Split::Row(row) | Split::TooLong(row, _)) = split;
            row
        }))
    }

    /// Takes the line of column names, where the source has one, and holds it against those of the pack. Reading rows does it too, where
    /// nobody has taken that line before.
    ///
    /// # Errors
    /// Reading failed, or the line names other columns.
    pub fn begin(&mut self) -> io::Result<()> {
        let header = self.header()?;
        self.source.check_names(header)
    }

    /// An XML file that says which encoding it has says the pack's.
    fn check_declaration(&mut self) -> io::Result<()> {
        let declared = xml::declared(self.input.fill_buf()?);
        let is_other = declared.is_some_and(|name| {
            Charset::named(&name).is_none_or(|charset| format!("{charset:?}") != format!("{:?}", self.source.charset))
        });
        if is_other {
            let what = "line 1: the file says that it has another encoding than the pack says";
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(())
    }

    fn cut(&mut self) -> io::Result<Option<Split>> {
        match &self.source.form {
            Form::Xml(form) => self.elements.cut(form.path(), &mut self.input, &mut self.position),
            Form::JsonArray => self.array.cut(&mut self.input, &mut self.position),
            Form::Sheet(_) => Ok(self.sheet.as_mut().and_then(sheet::Rows::next)),
            Form::FixedWidth(form) if self.source.line_end == LineEnd::None => self.cut_width(form.row_bytes()),
            Form::Delimited(form) => self.cut_line(Some((form.delimiter, form.quote))),
            _ => self.cut_line(None),
        }
    }

    fn cut_width(&mut self, width: usize) -> io::Result<Option<Split>> {
        let (offset, line) = (self.position.offset, self.position.line);
        let mut bytes = vec![0; width];
        let mut filled = 0;
        while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest)? {
                0 => break,
                count => filled += count,
            }
        }
        bytes.truncate(filled);
        self.position.offset += u64::try_from(filled).unwrap_or_default();
        self.position.line += 1;
        Ok((filled > 0).then_some(Split::Row(RawRow { number: 0, line, offset, bytes })))
    }

    /// A line; where cells are quoted, a line end inside a quotation belongs to the row.
    fn cut_line(&mut self, quoting: Option<(u8, u8)>) -> io::Result<Option<Split>> {
        let (offset, line) = (self.position.offset, self.position.line);
        let mut bytes = Vec::new();
        let mut length = 0_u64;
        let mut last = None;
        let (mut in_quotes, mut at_start, mut ended) = (false, true, false);
        while !ended {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            // Most lines lie whole in the buffer, and nothing in them is quoted.
            if length == 0
                && let Some(line) = buffer.iter().position(|byte| *byte == b'\n').and_then(|end| buffer.get(..end))
                && line.len() < ROW_BYTES
                && quoting.is_none_or(|(_, quote)| !line.contains(&quote))
            {
                bytes = line.to_vec();
                (length, last, ended) = (u64::try_from(bytes.len()).unwrap_or_default(), bytes.last().copied(), true);
                self.input.consume(bytes.len() + 1);
                self.position.offset += length + 1;
                break;
            }
            let mut taken = 0;
            for byte in buffer {
                taken += 1;
                // Whatever a row too long has quoted, the next line is taken for the next row.
                if *byte == b'\n' && (!in_quotes || bytes.len() >= ROW_BYTES) {
                    ended = true;
                    break;
                }
                if *byte == b'\n' {
                    self.position.line += 1;
                }
                if let Some((delimiter, quote)) = quoting {
                    if *byte != quote {
                        at_start = if in_quotes { at_start } else { *byte == delimiter };
                    } else if in_quotes {
                        // A quotation mark right behind the closing one opens again: it was a doubled one.
                        (in_quotes, at_start) = (false, true);
                    } else if at_start {
                        in_quotes = true;
                    }
                }
                if bytes.len() < ROW_BYTES {
                    bytes.push(*byte);
                }
                length += 1;
                last = Some(*byte);
            }
            self.input.consume(taken);
            self.position.offset += u64::try_from(taken).unwrap_or_default();
        }
        self.position.line += u64::from(ended);
        if length == 0 && !ended {
            return Ok(None);
        }
        if last == Some(b'\r') {
            length -= 1;
            bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
        }
        let row = RawRow { number: 0, line, offset, bytes };
        Ok(Some(if row.bytes.len() >= ROW_BYTES { Split::TooLong(row, length) } else { Split::Row(row) }))
    }
}

impl<R: BufRead> Iterator for Splitter<'_, R> {
    type Item = io::Result<Split>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.begun
            && let Err(error) = self.begin()
        {
            return Some(Err(error));
        }
        loop {
            let mut split = match self.cut() {
                Ok(split) => split?,
                Err(error) => return Some(Err(error)),
            };
            let (Split::Row(row) | Split::TooLong(row, _)) = &mut split;
            // A line without anything is no row.
            if row.bytes.is_empty() {
                continue;
            }
            self.number += 1;
            row.number = self.number;
            return Some(Ok(split));
        }
    }
}
