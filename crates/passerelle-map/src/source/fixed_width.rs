//! Cells of fixed width, counted in bytes or in characters, without anything between them.

use passerelle::Code;

use super::{Row, Unread};
use crate::encoding::Charset;

/// What widths count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Bytes,
    Characters,
}

/// On which side a cell is filled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// The place of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) width: usize,
    pub(crate) align: Align,
    /// What fills it up.
    pub(crate) pad: char,
}

/// The columns of a row, one behind the other.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) unit: Unit,
    pub(crate) slots: Vec<Slot>,
}

impl Form {
    /// The bytes of a row, where widths are bytes.
    pub(super) fn row_bytes(&self) -> usize {
        self.slots.iter().map(|slot| slot.width).sum()
    }

    pub(super) fn read(&self, bytes: &[u8], charset: &Charset, columns: &[String]) -> Result<Row, Unread> {
        let not_text = || Unread::new(Code::MapEncoding, "the bytes are not text in the pack's encoding");
        let mut cells = Vec::with_capacity(columns.len());
        if self.unit == Unit::Bytes {
            self.check_width(bytes.len(), "bytes")?;
            let mut rest = bytes;
            for (slot, column) in self.slots.iter().zip(columns) {
                let (cell, after) = rest.split_at_checked(slot.width).unwrap_or((rest, &[]));
                let text = charset.decode(cell).ok_or_else(|| not_text().at(Some(column)))?;
                cells.push(Some(slot.bare(&text).to_owned()));
                rest = after;
            }
        } else {
            let text = charset.decode(bytes).ok_or_else(not_text)?;
            self.check_width(text.chars().count(), "characters")?;
            let mut rest = &*text;
            for slot in &self.slots {
                let end = rest.char_indices().nth(slot.width).map_or(rest.len(), |(end, _)| end);
                let (cell, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                cells.push(Some(slot.bare(cell).to_owned()));
                rest = after;
            }
        }
        Ok(Row::of(cells))
    }

    fn check_width(&self, found: usize, unit: &str) -> Result<(), Unread> {
        let due = self.row_bytes();
        if found == due {
            return Ok(());
        }
        Err(Unread::new(Code::MapRow, format!("the row has {found} {unit}, and the pack has {due}")))
    }

    pub(super) fn has_room(&self, column: usize, text: &str, bytes: usize) -> bool {
        let Some(slot) = self.slots.get(column) else { return false };
        let length = if self.unit == Unit::Bytes { bytes } else { text.chars().count() };
        // A text that begins or ends with what fills up would come back shorter.
        length <= slot.width && slot.bare(text) == text
    }

    pub(super) fn write(&self, row: &Row, charset: &Charset) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (slot, cell) in self.slots.iter().zip(&row.cells) {
            let text = cell.as_deref().unwrap_or_default();
            let cell = charset.encode(text).unwrap_or_default();
            let length = if self.unit == Unit::Bytes { cell.len() } else { text.chars().count() };
            let mut buffer = [0; 4];
            let pad = charset.encode(slot.pad.encode_utf8(&mut buffer)).unwrap_or_default().into_owned();
            let filling = pad.repeat(slot.width.saturating_sub(length));
            match slot.align {
                Align::Left => bytes.extend(cell.iter().chain(&filling)),
                Align::Right => bytes.extend(filling.iter().chain(cell.iter())),
            }
        }
        bytes
    }
}

impl Slot {
    /// The cell without what fills it up.
    fn bare<'t>(&self, text: &'t str) -> &'t str {
        match self.align {
            Align::Left => text.trim_end_matches(self.pad),
            Align::Right => text.trim_start_matches(self.pad),
        }
    }
}
