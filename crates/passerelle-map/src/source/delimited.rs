//! Cells between delimiters, quoted where they need it (RFC 4180).

use std::borrow::Cow;

use passerelle::Code;

use super::{Row, Unread};
use crate::encoding::Charset;

/// How cells are told apart. Both are ASCII characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) delimiter: u8,
    pub(crate) quote: u8,
}

/// A cell without its quotation marks, and what comes behind its delimiter.
type Cut<'b> = (Cow<'b, [u8]>, Option<&'b [u8]>);

impl Form {
    pub(super) fn read(&self, bytes: &[u8], charset: &Charset, columns: &[String]) -> Result<Row, Unread> {
        let mut cells = Vec::with_capacity(columns.len());
        let mut rest = Some(bytes);
        while let Some(bytes) = rest {
            let column = columns.get(cells.len());
            let (cell, after) = self.cell(bytes).map_err(|fault| fault.at(column))?;
            let text = charset.decode(&cell).ok_or_else(|| {
                Unread::new(Code::MapEncoding, "the bytes of the cell are not text in the pack's encoding").at(column)
            })?;
            cells.push(Some(text.into_owned()));
            rest = after;
        }
        if cells.len() != columns.len() {
            let detail = format!("the row has {} cells, and the pack has {} columns", cells.len(), columns.len());
            return Err(Unread::new(Code::MapRow, detail));
        }
        Ok(Row::of(cells))
    }

    /// How many cells of the beginning of a row have their end in it.
    pub(super) fn complete_cells(&self, bytes: &[u8]) -> usize {
        let (mut complete, mut rest) = (0, bytes);
        while let Ok((_, Some(after))) = self.cell(rest) {
            (complete, rest) = (complete + 1, after);
        }
        complete
    }

    /// The cells of a line of names, however many there are.
    pub(crate) fn names(&self, bytes: &[u8], charset: &Charset) -> Option<Vec<String>> {
        let mut names = Vec::new();
        let mut rest = Some(bytes);
        while let Some(bytes) = rest {
            let (cell, after) = self.cell(bytes).ok()?;
            names.push(charset.decode(&cell)?.into_owned());
            rest = after;
        }
        Some(names)
    }

    /// The first cell without its quotation marks, and what comes behind its delimiter.
    fn cell<'b>(&self, bytes: &'b [u8]) -> Result<Cut<'b>, Unread> {
        let fault = |detail: &str| Unread::new(Code::MapRow, detail);
        let Some(mut inside) = bytes.strip_prefix(&[self.quote]) else {
            let end = bytes.iter().position(|byte| *byte == self.delimiter).unwrap_or(bytes.len());
            let (cell, after) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
            if cell.contains(&self.quote) {
                return Err(fault("a quotation mark stands inside a cell that is not quoted"));
            }
            return Ok((cell.into(), after.split_first().map(|(_, after)| after)));
        };
        let mut cell = Vec::new();
        loop {
            let end = inside
                .iter()
                .position(|byte| *byte == self.quote)
                .ok_or_else(|| fault("a quotation mark is never closed"))?;
            let (piece, after) = inside.split_at_checked(end).unwrap_or((inside, &[]));
            cell.extend_from_slice(piece);
            let after = after.split_first().map_or(&[][..], |(_, after)| after);
            match after.split_first() {
                Some((byte, more)) if *byte == self.quote => {
                    cell.push(self.quote);
                    inside = more;
                }
                Some((byte, more)) if *byte == self.delimiter => return Ok((cell.into(), Some(more))),
                Some(_) => return Err(fault("something stands between a closing quotation mark and the delimiter")),
                None => return Ok((cell.into(), None)),
            }
        }
    }

    pub(super) fn write(&self, row: &Row, charset: &Charset) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (index, cell) in row.cells.iter().enumerate() {
            if index > 0 {
                bytes.push(self.delimiter);
            }
            let cell = charset.encode(cell.as_deref().unwrap_or_default()).unwrap_or_default();
            let special = |byte: &u8| [self.delimiter, self.quote, b'\n', b'\r'].contains(byte);
            if cell.iter().any(special) {
                bytes.push(self.quote);
                for byte in cell.iter() {
                    if *byte == self.quote {
                        bytes.push(self.quote);
                    }
                    bytes.push(*byte);
                }
                bytes.push(self.quote);
            } else {
                bytes.extend_from_slice(&cell);
            }
        }
        bytes
    }
}
