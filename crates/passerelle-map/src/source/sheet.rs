//! Sheets of a workbook (XLSX, ODS). A row is kept as a JSON array of its cells, since a workbook has no bytes for it.
//!
//! A workbook is one compressed whole, so it is the one source that is read into memory; how much it may become there is bounded before it
//! is unpacked.

use std::io::{self, Cursor, Read, Write};

use calamine::{Data, Ods, Range, Reader, Sheets, Xlsx};
use passerelle::Code;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{ROW_BYTES, RawRow, Row, Split, Unread};

/// The largest workbook.
const FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The most that a workbook may unpack to.
const UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// The most characters that Excel and LibreOffice keep in a cell.
const CELL_CHARACTERS: usize = 32_767;

/// A sheet of a workbook.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) kind: Kind,
    /// The sheet by its name; the first where there is none.
    pub(crate) sheet: Option<String>,
}

/// The form of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Xlsx,
    Ods,
}

/// The rows of a sheet, one after the other.
pub(super) struct Rows {
    range: Range<Data>,
    next: u32,
    width: u32,
    /// The columns of the pack.
    columns: usize,
}

impl Form {
    /// Opens a workbook.
    pub(super) fn open(&self, input: &mut impl Read, columns: usize) -> io::Result<Rows> {
        let fault = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        let mut bytes = Vec::new();
        input.take(FILE_BYTES + 1).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE_BYTES {
            return Err(fault("the workbook is larger than 64 MiB; export it as CSV"));
        }
        if !is_small_unpacked(&bytes, UNPACKED_BYTES)
            .ok_or_else(|| fault("this is no workbook of the pack's format"))?
        {
            return Err(fault("the workbook unpacks to more than 512 MiB; export it as CSV"));
        }
        let unread = |_| fault("this is no workbook of the pack's format");
        let input = Cursor::new(bytes);
        let mut book = match self.kind {
            Kind::Xlsx => Sheets::Xlsx(Xlsx::new(input).map_err(calamine::Error::Xlsx).map_err(unread)?),
            Kind::Ods => Sheets::Ods(Ods::new(input).map_err(calamine::Error::Ods).map_err(unread)?),
        };
        let name = match &self.sheet {
            Some(name) => Some(name.clone()),
            None => book.sheet_names().first().cloned(),
        };
        let name = name.filter(|name| book.sheet_names().contains(name));
        let name = name.ok_or_else(|| fault("the workbook has no such sheet"))?;
        let range = book.worksheet_range(&name).map_err(unread)?;
        let width = u32::try_from(columns).unwrap_or(u32::MAX).max(range.end().map_or(0, |(_, column)| column + 1));
        Ok(Rows { range, next: 0, width, columns })
    }

    pub(super) fn read(bytes: &[u8], columns: &[String]) -> Result<Row, Unread> {
        let cells: Vec<Value> =
            serde_json::from_slice(bytes).map_err(|_| Unread::new(Code::MapRow, "the row is no JSON array"))?;
        if cells.len() != columns.len() {
            let detail = format!("the row has {} cells, and the pack has {} columns", cells.len(), columns.len());
            return Err(Unread::new(Code::MapRow, detail));
        }
        let texts = cells.into_iter().zip(columns).map(|(cell, column)| match cell {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text)),
            _ => Err(Unread::new(Code::MapRow, "the cell holds an error of a formula").at(Some(column))),
        });
        Ok(Row::of(texts.collect::<Result<_, _>>()?))
    }

    /// The row as its JSON array, which is what a reject keeps.
    pub(super) fn write(row: &Row) -> Vec<u8> {
        serde_json::to_vec(&row.cells).unwrap_or_default()
    }

    pub(super) fn room(text: &str) -> Result<(), Code> {
        if text.chars().any(|character| character.is_control() && character != '\n') {
            return Err(Code::MapUnencodable);
        }
        if text.chars().count() > CELL_CHARACTERS { Err(Code::MapTooLong) } else { Ok(()) }
    }

    /// Writes a workbook of one sheet, whose cells are texts.
    pub(crate) fn workbook(&self, columns: &[String], rows: &[Row]) -> io::Result<Vec<u8>> {
        let name = self.sheet.as_deref().unwrap_or("import");
        let header = Row::of(columns.iter().cloned().map(Some).collect());
        let rows: Vec<&Row> = std::iter::once(&header).chain(rows).collect();
        match self.kind {
            Kind::Xlsx => xlsx(name, &rows).map_err(io::Error::other),
            Kind::Ods => ods(name, &rows),
        }
    }
}

impl Rows {
    pub(super) fn next(&mut self) -> Option<Split> {
        let (last, _) = self.range.end()?;
        let row = self.next;
        if row > last {
            return None;
        }
        self.next += 1;
        let mut cells: Vec<Value> = (0..self.width).map(|column| value(self.range.get_value((row, column)))).collect();
        if cells.iter().all(Value::is_null) {
            return Some(Split::Row(raw(row, Vec::new())));
        }
        // Cells behind the last column of the pack count only where something is in them.
        let filled = cells.iter().rposition(|cell| !cell.is_null()).map_or(0, |last| last + 1);
        cells.truncate(filled.max(self.columns));
        let bytes = serde_json::to_vec(&cells).unwrap_or_default();
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let raw = raw(row, bytes);
        Some(if raw.bytes.len() >= ROW_BYTES { Split::TooLong(raw, length) } else { Split::Row(raw) })
    }
}

fn raw(row: u32, bytes: Vec<u8>) -> RawRow {
    RawRow { number: 0, line: u64::from(row) + 1, offset: 0, bytes }
}

/// Whether what is in an archive stays within bounds; none where it is no archive. The sizes that an archive states of itself are not
/// believed.
fn is_small_unpacked(bytes: &[u8], most: u64) -> Option<bool> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut left = most;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).ok()?;
        let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink()).ok()?;
        if unpacked > left {
            return Some(false);
        }
        left -= unpacked;
    }
    Some(true)
}

/// A cell as a text: numbers without an exponent, days as `YYYY-MM-DD`.
fn value(cell: Option<&Data>) -> Value {
    match cell {
        None | Some(Data::Empty) => Value::Null,
        Some(Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text)) => text.as_str().into(),
        Some(Data::Int(number)) => number.to_string().into(),
        Some(Data::Float(number)) => number.to_string().into(),
        Some(Data::Bool(value)) => value.to_string().into(),
        Some(Data::DateTime(time)) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date.into(),
                _ => format!("{date}T{hour:02}:{minute:02}:{second:02}").into(),
            }
        }
        Some(Data::DateTime(time)) => time.as_f64().to_string().into(),
        Some(Data::Error(_)) => json!({}),
    }
}

fn xlsx(name: &str, rows: &[&Row]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    // The same rows make the same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet().set_name(name)?;
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(&cells.cells) {
            if let Some(text) = cell.as_deref().filter(|text| !text.is_empty()) {
                sheet.write_string(row, column, text)?;
            }
        }
    }
    book.save_to_buffer()
}

const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn ods(name: &str, rows: &[&Row]) -> io::Result<Vec<u8>> {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">\
         <office:body><office:spreadsheet><table:table table:name=\"{}\">",
        escape(name)
    );
    for row in rows {
        content.push_str("<table:table-row>");
        for cell in &row.cells {
            match cell.as_deref().filter(|text| !text.is_empty()) {
                None => content.push_str("<table:table-cell/>"),
                Some(text) => {
                    content.push_str("<table:table-cell office:value-type=\"string\">");
                    for line in text.split('\n') {
                        // Several spaces in a row would be read as one.
                        let line = escape(line).replace("  ", "<text:s/><text:s/>");
                        content.push_str(&format!("<text:p>{line}</text:p>"));
                    }
                    content.push_str("</table:table-cell>");
                }
            }
        }
        content.push_str("</table:table-row>");
    }
    content.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.2\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{ODS_TYPE}\"/>\
         <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
    );
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The type comes first and is not compressed, so that it can be seen without unpacking.
    let files = [
        ("mimetype", ODS_TYPE, CompressionMethod::Stored),
        ("META-INF/manifest.xml", &manifest, CompressionMethod::Deflated),
        ("content.xml", &content, CompressionMethod::Deflated),
    ];
    for (name, text, method) in files {
        archive.start_file(name, SimpleFileOptions::default().compression_method(method))?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sizes that an archive states of itself are not believed.
    #[test]
    fn what_a_workbook_unpacks_to_is_counted() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["one", "two"] {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(&[b' '; 100_000]).unwrap();
        }
        let mut bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 10_000);
        assert_eq!(is_small_unpacked(&bytes, 200_000), Some(true));
        assert_eq!(is_small_unpacked(&bytes, 199_999), Some(false));
        assert_eq!(is_small_unpacked(b"PK", 1), None);
        // The stated size of the second file, in the directory at the end: it says less than there is, or is found out.
        let stated = 100_000_u32.to_le_bytes();
        let at = bytes.windows(4).rposition(|window| window == stated).unwrap();
        bytes.splice(at..at + 4, 1_u32.to_le_bytes());
        assert_ne!(is_small_unpacked(&bytes, 150_000), Some(true));
    }
}
