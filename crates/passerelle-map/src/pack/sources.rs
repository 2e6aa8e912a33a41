//! How the national system writes its rows: from the document to a source.

use passerelle::Code;
use toml::Spanned;

use super::compile::Faults;
use super::document::{
    AlignName, ColumnDocument, CsvDocument, FormatName, LineEndName, SourceDocument, UnitName, XmlDocument,
};
use crate::encoding::Charset;
use crate::source::{Align, Delimited, FixedWidth, Form, LineEnd, Sheet, Slot, Source, Unit, Workbook, Xml};

pub(super) fn source(described: &SourceDocument, faults: &mut Faults<'_>) -> Option<Source> {
    let Some(charset) = Charset::named(described.encoding.get_ref()) else {
        faults.add(
            Code::MapOption,
            described.encoding.span(),
            "no encoding of this name is known, or it cannot be cut into lines",
        );
        return None;
    };
    let mut names: Vec<String> = Vec::new();
    let mut fixed_slots = Vec::new();
    for column in &described.columns {
        let name = match column.get_ref() {
            ColumnDocument::Name(name) => name,
            ColumnDocument::Sized(sized) => {
                fixed_slots.push(Slot {
                    width: sized.width,
                    align: if sized.align == AlignName::Left { Align::Left } else { Align::Right },
                    pad: sized.pad.unwrap_or(' '),
                });
                &sized.name
            }
        };
        if names.contains(name) {
            faults.add(Code::MapColumn, column.span(), "two columns have this name");
        }
        names.push(name.clone());
    }
    let needs_widths = described.format == FormatName::FixedWidth;
    if needs_widths != (fixed_slots.len() == names.len()) || (!needs_widths && !fixed_slots.is_empty()) {
        faults.add(
            Code::MapOption,
            described.encoding.span(),
            "columns of fixed width, and only those, are written `{ name = …, width = … }`",
        );
        return None;
    }
    let mut line_end = LineEnd::Lf;
    let mut header = false;
    let form = match described.format {
        FormatName::Csv => {
            let default = CsvDocument::default();
            let csv = described.csv.as_ref().map_or(&default, Spanned::get_ref);
            let span = described.csv.as_ref().map_or_else(|| described.encoding.span(), Spanned::span);
            header = csv.header;
            line_end = match csv.line_end {
                LineEndName::Crlf => LineEnd::CrLf,
                _ => LineEnd::Lf,
            };
            if !charset.is_ascii_based() {
                faults.add(
                    Code::MapOption,
                    described.encoding.span(),
                    "this encoding has no ASCII; it is for columns of fixed width",
                );
            }
            let byte = |character: char| u8::try_from(character).ok().filter(u8::is_ascii);
            match (byte(csv.delimiter), byte(csv.quote)) {
                (Some(delimiter), Some(quote))
                    if ![delimiter, quote].iter().any(|byte| charset.may_trail(*byte)) && delimiter != quote =>
                {
                    Form::Delimited(Delimited { delimiter, quote })
                }
                _ => {
                    faults.add(Code::MapOption, span, "delimiter and quotation mark are two ASCII characters that are part of no letter of the encoding");
                    return None;
                }
            }
        }
        FormatName::FixedWidth => {
            let Some(fixed) = &described.fixed else {
                faults.add(
                    Code::MapOption,
                    described.encoding.span(),
                    "`fixed` says whether widths count bytes or characters",
                );
                return None;
            };
            let unit = if fixed.get_ref().unit == UnitName::Bytes { Unit::Bytes } else { Unit::Characters };
            line_end = match fixed.get_ref().line_end {
                LineEndName::Lf => LineEnd::Lf,
                LineEndName::Crlf => LineEnd::CrLf,
                LineEndName::None => LineEnd::None,
            };
            if line_end == LineEnd::None && unit == Unit::Characters {
                faults.add(Code::MapOption, fixed.span(), "rows without line ends are counted in bytes");
            }
            if line_end != LineEnd::None && !charset.is_ascii_based() {
                faults.add(
                    Code::MapOption,
                    fixed.span(),
                    "with this encoding rows have no line ends: `line_end = \"none\"`",
                );
            }
            Form::FixedWidth(FixedWidth { unit, slots: fixed_slots })
        }
        FormatName::JsonLines | FormatName::Json | FormatName::Xlsx | FormatName::Ods => {
            if !described.encoding.get_ref().eq_ignore_ascii_case("utf-8") {
                faults.add(Code::MapOption, described.encoding.span(), "JSON and workbooks are written in UTF-8");
            }
            let sheet = described.sheet.as_ref().map(|sheet| sheet.get_ref().clone());
            match described.format {
                FormatName::Xlsx => Form::Sheet(Sheet { kind: Workbook::Xlsx, sheet }),
                FormatName::Ods => Form::Sheet(Sheet { kind: Workbook::Ods, sheet }),
                json => {
                    if let Some(column) = crate::source::json::clash(&names).and_then(|at| described.columns.get(at)) {
                        faults.add(Code::MapColumn, column.span(), "this place lies within another column, or is one");
                    }
                    if json == FormatName::Json { Form::JsonArray } else { Form::JsonLines }
                }
            }
        }
        FormatName::Xml => {
            let Some(xml) = &described.xml else {
                faults.add(
                    Code::MapOption,
                    described.encoding.span(),
                    "`xml` says where the rows stand: `xml = { row = \"export/person\" }`",
                );
                return None;
            };
            if !charset.is_ascii_based() {
                faults.add(Code::MapOption, described.encoding.span(), "XML is in an encoding with ASCII");
            }
            if !described.null.iter().any(String::is_empty) {
                faults.add(
                    Code::MapOption,
                    xml.span(),
                    "an element without text is a cell without a value: `null` has `\"\"`",
                );
            }
            let XmlDocument { row, attributes } = xml.get_ref();
            let attributes = attributes.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            match Xml::new(row, attributes, described.encoding.get_ref(), &names) {
                Ok(form) => Form::Xml(Box::new(form)),
                Err((column, detail)) => {
                    let column = column.and_then(|column| described.columns.get(column)).map(Spanned::span);
                    let code = if column.is_some() { Code::MapColumn } else { Code::MapOption };
                    faults.add(code, column.unwrap_or_else(|| xml.span()), detail);
                    return None;
                }
            }
        }
    };
    let is_workbook = matches!(described.format, FormatName::Xlsx | FormatName::Ods);
    header |= is_workbook;
    for (span, is_due) in [
        (described.csv.as_ref().map(Spanned::span), described.format == FormatName::Csv),
        (described.fixed.as_ref().map(Spanned::span), described.format == FormatName::FixedWidth),
        (described.xml.as_ref().map(Spanned::span), described.format == FormatName::Xml),
        (described.sheet.as_ref().map(Spanned::span), is_workbook),
    ] {
        if let Some(span) = span.filter(|_| !is_due) {
            faults.add(Code::MapOption, span, "this belongs to another `format`");
        }
    }
    let blank = match described.format {
        FormatName::Csv | FormatName::FixedWidth => Some(described.null.first().cloned().unwrap_or_default()),
        _ => None,
    };
    Some(Source { form, charset, columns: names, header, line_end, blank })
}
