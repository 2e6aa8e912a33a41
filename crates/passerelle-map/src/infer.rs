//! A first `map.toml` from an export: what a vendor would type by hand, and what is in each column.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::encoding::Charset;
use crate::source::{Delimited, Form, LineEnd, Row, Source, Split, Splitter};

/// Columns of at most so many different short values are taken for codes, and their values are written down.
const CODES: usize = 16;

/// What every record of the system says, as it stands in a record. It is invented, and so the environment is `test`.
/// What every record of a system says, for its vendor to change.
const RECORD: &str = include_str!("record.toml");

/// A column of an export, with what is in it.
struct Seen<'r> {
    name: &'r str,
    rows: usize,
    values: Vec<&'r str>,
}

/// Proposes a pack for an export with delimiters and a line of names. Every column is listed as never to be exported, with a remark of
/// what is in it and a field that could map it; so what nobody has looked at leaves nothing. The delimiter is looked for in the line of names
/// where it is not said.
///
/// # Errors
/// The number of the first line that is no text in the encoding, or no row of as many cells as there are names.
pub fn propose(
    bytes: &[u8],
    charset: &Charset,
    encoding: &str,
    delimiter: Option<char>,
) -> Result<String, (u64, &'static str)> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let found =
        [b';', b',', b'\t', b'|'].into_iter().max_by_key(|byte| first.iter().filter(|held| *held == byte).count());
    let delimiter = delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).or(found).unwrap_or(b',');
    let form = Delimited { delimiter, quote: b'"' };
    let mut source = Source {
        form: Form::Delimited(form),
        charset: charset.clone(),
        columns: Vec::new(),
        header: true,
        line_end: if first.ends_with(b"\r") { LineEnd::CrLf } else { LineEnd::Lf },
        blank: None,
    };
    let header = Splitter::new(&source, bytes).header().ok().flatten();
    let names = form.names(&header.map(|row| row.bytes).unwrap_or_default(), charset);
    source.columns =
        names.ok_or((1, "the line of names is no text in this encoding; say which it is with --encoding"))?;
    let mut rows = Vec::new();
    let mut splitter = Splitter::new(&source, bytes);
    let _ = splitter.header();
    for split in splitter {
        let Ok(Split::Row(raw)) = split else { continue };
        match source.read(&raw.bytes) {
            Ok(row) => rows.push(row),
            Err(unread) if unread.code == passerelle::Code::MapEncoding => {
                return Err((raw.line, "these bytes are no text in this encoding; say which it is with --encoding"));
            }
            Err(_) => {
                return Err((raw.line, "this row does not have as many cells as there are names; see --delimiter"));
            }
        }
    }
    let columns: Vec<Seen<'_>> =
        source.columns.iter().enumerate().map(|(at, name)| Seen::of(name, at, &rows)).collect();
    let key = columns.iter().find(|column| column.is_key()).or(columns.first()).map_or("", |column| column.name);
    let mut text = String::new();
    let listed: Vec<String> = source.columns.iter().map(|name| quoted(name)).collect();
    let line_end = if source.line_end == LineEnd::CrLf { ", line_end = \"crlf\"" } else { "" };
    let _ = write!(
        text,
        "# A first map pack, made from an export. Nothing leaves yet: every column is listed under [[ignore]]. For each that may leave, take\n\
         # away its [[ignore]] and the signs in front of its [[field]], and choose its place in a record. `passerelle map check` tells\n\
         # what is wrong and where; with an export in `tests/`, `passerelle map test --watch` tests again whenever a file changes.\n\n\
         [map]\nid = \"example.owner.system\"                  # the name of this system, under a name of yours\nversion = \"0.1.0\"\n\n\
         [source]\nformat = \"csv\"\nencoding = {}\ncsv = {{ delimiter = {}{line_end} }}\n\
         key = [{}]                                 # the columns that name one case and no other\ncolumns = [{}]\n\n{RECORD}",
        quoted(encoding),
        quoted(&char::from(delimiter).to_string()),
        quoted(key),
        listed.join(", ")
    );
    for column in &columns {
        let _ = write!(text, "\n# {}: {}\n", single(column.name), column.remark());
        if column.name != key {
            let name = quoted(column.name);
            for line in column.field().lines() {
                let _ = writeln!(text, "# {}", line.replace("NAME", &name));
            }
        }
        let (mode, reason) = if column.name == key {
            ("residue", "the key stays at home; the identifier of the record is made from it")
        } else {
            ("never-export", "nobody has mapped it yet")
        };
        let name = quoted(column.name);
        let _ = write!(text, "[[ignore]]\ncolumns = [{name}]\nmode = {mode:?}\nreason = {reason:?}\n");
    }
    Ok(text)
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A name in a remark, on one line.
fn single(name: &str) -> String {
    name.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

impl<'r> Seen<'r> {
    fn of(name: &'r str, at: usize, rows: &'r [Row]) -> Self {
        let cells = rows.iter().filter_map(|row| row.cells.get(at)?.as_deref()).map(str::trim);
        Self { name, rows: rows.len(), values: cells.filter(|cell| !cell.is_empty()).collect() }
    }

    /// Whether every row has a value of its own.
    fn is_key(&self) -> bool {
        let different: BTreeSet<&str> = self.values.iter().copied().collect();
        !self.values.is_empty() && different.len() == self.rows
    }

    fn counts(&self) -> BTreeMap<&'r str, usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for value in &self.values {
            *counts.entry(value).or_default() += 1;
        }
        counts
    }

    /// Few different short values, each of them in several rows on the average.
    fn are_codes(&self) -> bool {
        let counts = self.counts();
        counts.len() <= CODES
            && counts.len() * 2 <= self.values.len()
            && counts.keys().all(|value| value.chars().count() <= 8)
    }

    fn are_numbers(&self) -> bool {
        let digits = |value: &&str| value.chars().filter(char::is_ascii_digit).count() >= 8;
        !self.values.is_empty() && self.values.iter().all(digits)
    }

    fn remark(&self) -> String {
        let filled = format!("{} of {} rows have a value", self.values.len(), self.rows);
        let counts = self.counts();
        if self.values.is_empty() {
            return "always empty".to_owned();
        }
        if let Some(format) = date_format(&self.values) {
            return format!("{filled}; days, written {format}");
        }
        if self.are_codes() {
            let listed: Vec<String> =
                counts.iter().map(|(value, count)| format!("{} ({count})", single(value))).collect();
            return format!("{filled}; codes: {}", listed.join(", "));
        }
        if self.are_numbers() {
            return format!("{filled}; numbers, perhaps of telephones or documents");
        }
        format!("{filled}; {} different texts", counts.len())
    }

    /// A field that could map it, with `NAME` for its name.
    fn field(&self) -> String {
        if let Some(format) = date_format(&self.values) {
            return format!(
                "[[field]]\nfrom = NAME\nto = \"/content/births[; basis=register]/date\"\nas = \"date\"\nformat = \"{format}\""
            );
        }
        if self.are_codes() {
            return "[[field]]\nfrom = NAME\nto = \"/content/sex\"                        # or /content/roles[]/code and others\n\
                    as = \"code\"\ntable = \"tables/codes.csv\"                 # source,target,relation,write_back,note"
                .to_owned();
        }
        if self.are_numbers() {
            return "[[field]]\nfrom = NAME\nto = \"/content/selectors[kind=phone; attribution=believed-user]/value\"\nas = \"phone\"\n\
                    region = \"FR\"                             # where numbers have no country code"
                .to_owned();
        }
        "[[field]]\nfrom = NAME\nto = \"/content/names[kind=legal,script=Latn]/full\"".to_owned()
    }
}

/// The form that every value has, with four digits for a year and two for the rest.
fn date_format(values: &[&str]) -> Option<&'static str> {
    let shape = |value: &str| value.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect::<String>();
    let first = shape(values.first()?);
    if values.iter().any(|value| shape(value) != first) {
        return None;
    }
    match first.as_str() {
        "99/99/9999" => Some("DD/MM/YYYY"),
        "99.99.9999" => Some("DD.MM.YYYY"),
        "99-99-9999" => Some("DD-MM-YYYY"),
        "9999-99-99" => Some("YYYY-MM-DD"),
        "9999/99/99" => Some("YYYY/MM/DD"),
        "99999999"
            if values
                .iter()
                .all(|value| matches!(value.get(4..6).and_then(|month| month.parse::<u8>().ok()), Some(0..=12))) =>
        {
            Some("YYYYMMDD")
        }
        _ => None,
    }
}
