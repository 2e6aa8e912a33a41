//! XML: a row is an element, and its columns are paths below it: `@no`, `identite/nom`, `alias[2]`, `telephone[1]/@type`.
//!
//! Entities are those five that XML has by itself, and characters by their number. Whatever else a row holds and the pack has no
//! column for is a fault of the row, so nothing is passed over in silence.

use std::borrow::Cow;
use std::fmt::Write as _;

use passerelle::Code;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::{Row, Unread};
use crate::encoding::Charset;

/// Where rows stand, and what is in them.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// The elements from the root of the file to the row.
    path: Vec<String>,
    /// The attributes of the root, such as its name space.
    attributes: Vec<(String, String)>,
    encoding: String,
    row: Element,
}

/// An element of a row, as the columns describe it.
#[derive(Clone, Debug, Default)]
struct Element {
    name: String,
    /// Which of the elements of this name it is, from 1.
    number: usize,
    attributes: Vec<(String, usize)>,
    text: Option<usize>,
    children: Vec<Element>,
}

/// An element that is being read.
struct Open<'e> {
    element: &'e Element,
    text: String,
    /// The names of the elements in it so far.
    seen: Vec<String>,
}

impl Form {
    /// A form, or the column that is no path and why.
    pub(crate) fn new(
        path: &str,
        attributes: Vec<(String, String)>,
        encoding: &str,
        columns: &[String],
    ) -> Result<Self, (Option<usize>, String)> {
        let path: Vec<String> = path.trim_start_matches('/').split('/').map(str::to_owned).collect();
        if path.len() < 2 || path.iter().any(|name| !is_name(name)) {
            return Err((None, "`row` names the elements from the root to a row: `export/person`".to_owned()));
        }
        if attributes.iter().any(|(name, _)| !is_name(name)) {
            return Err((None, "`attributes` are names with their values".to_owned()));
        }
        let name = path.last().cloned().unwrap_or_default();
        let mut row = Element { name, number: 1, ..Element::default() };
        for (index, column) in columns.iter().enumerate() {
            row.add(column, index).map_err(|detail| (Some(index), detail))?;
        }
        Ok(Self { path, attributes, encoding: encoding.to_owned(), row })
    }

    /// The elements from the root to the row.
    pub(super) fn path(&self) -> &[String] {
        &self.path
    }

    pub(super) fn read(&self, bytes: &[u8], charset: &Charset, columns: &[String]) -> Result<Row, Unread> {
        let fault = |detail: &str| Unread::new(Code::MapRow, detail);
        let text = charset
            .decode(bytes)
            .ok_or_else(|| Unread::new(Code::MapEncoding, "the bytes are not text in the pack's encoding"))?;
        let mut reader = Reader::from_str(&text);
        reader.config_mut().expand_empty_elements = true;
        let mut cells: Vec<Option<String>> = vec![None; columns.len()];
        let mut open: Vec<Open<'_>> = Vec::new();
        let mut is_read = false;
        loop {
            let event = reader.read_event().map_err(|_| fault("the row is not well-formed XML"))?;
            match event {
                Event::Start(tag) => {
                    let name = tag.name().into_inner();
                    let element = match open.last_mut() {
                        None if is_read || name != self.row.name => return Err(fault("the row is not one element")),
                        None => &self.row,
                        Some(outer) => outer.child(name)?,
                    };
                    is_read = true;
                    for attribute in tag.attributes() {
                        let attribute = attribute.map_err(|_| fault("an attribute is not well-formed"))?;
                        let name = attribute.key.into_inner();
                        let column = element.attributes.iter().find(|(held, _)| held == name);
                        let (_, column) =
                            column.ok_or_else(|| fault("an element has an attribute that the pack does not know"))?;
                        let value = attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|_| {
                            fault("an attribute holds an entity that XML does not have").at(columns.get(*column))
                        })?;
                        set(&mut cells, *column, value.into_owned());
                    }
                    open.push(Open { element, text: String::new(), seen: Vec::new() });
                }
                Event::End(_) => {
                    let Some(Open { element, text, .. }) = open.pop() else { continue };
                    match element.text {
                        Some(column) => set(&mut cells, column, text),
                        None if text.trim().is_empty() => {}
                        None => return Err(fault("there is a text where the pack has only elements")),
                    }
                }
                Event::Text(text) => push(&mut open, &text.xml10_content()),
                Event::CData(text) => push(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let character =
                        reference.resolve_char_ref().map_err(|_| fault("a character has no such number"))?;
                    let mut buffer = [0; 4];
                    let meant = match (&character, &*reference) {
                        (Some(character), _) => &*character.encode_utf8(&mut buffer),
                        (None, "amp") => "&",
                        (None, "lt") => "<",
                        (None, "gt") => ">",
                        (None, "quot") => "\"",
                        (None, "apos") => "'",
                        (None, _) => return Err(fault("there is an entity that XML does not have")),
                    };
                    push(&mut open, meant);
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Decl(_) | Event::DocType(_) | Event::Empty(_) => {
                    return Err(fault("the row is not one element"));
                }
                Event::Eof => break,
            }
        }
        if !open.is_empty() || !is_read {
            return Err(fault("the row is not well-formed XML"));
        }
        for (cell, column) in cells.iter().zip(columns) {
            if cell.as_deref().is_some_and(|cell| !can_stand(cell)) {
                return Err(fault("the cell holds a character that XML does not have").at(Some(column)));
            }
        }
        Ok(Row::of(cells))
    }

    /// The column of the text in which the beginning of a row ends.
    pub(super) fn column_at_end(&self, bytes: &[u8], charset: &Charset) -> Option<usize> {
        // The last letter may be cut in two.
        let text = (0..4).find_map(|cut| charset.decode(bytes.get(..bytes.len().checked_sub(cut)?)?))?;
        let mut reader = Reader::from_str(&text);
        reader.config_mut().expand_empty_elements = true;
        let mut open: Vec<Open<'_>> = Vec::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    let element = match open.last_mut() {
                        None => &self.row,
                        Some(outer) => outer.child(tag.name().into_inner()).ok()?,
                    };
                    open.push(Open { element, text: String::new(), seen: Vec::new() });
                }
                Ok(Event::End(_)) => {
                    let _ = open.pop();
                }
                Ok(Event::Eof) | Err(_) => return open.last()?.element.text,
                Ok(_) => {}
            }
        }
    }

    pub(super) fn write(&self, row: &Row, charset: &Charset) -> Vec<u8> {
        let mut text = String::new();
        self.row.write(row, &mut text);
        encode(&text, charset)
    }

    /// What stands before the first row.
    pub(super) fn before(&self, charset: &Charset) -> Vec<u8> {
        let mut text = format!("<?xml version=\"1.0\" encoding=\"{}\"?>\n", self.encoding);
        let above = self.path.split_last().map(|(_, above)| above).unwrap_or_default();
        for (index, name) in above.iter().enumerate() {
            let _ = write!(text, "<{name}");
            for (name, value) in self.attributes.iter().filter(|_| index == 0) {
                write_attribute(name, value, &mut text);
            }
            text.push_str(">\n");
        }
        encode(&text, charset)
    }

    /// What stands behind the last row.
    pub(super) fn after(&self, charset: &Charset) -> Vec<u8> {
        let above = self.path.split_last().map(|(_, above)| above).unwrap_or_default();
        let text: String = above.iter().rev().map(|name| format!("</{name}>\n")).collect();
        encode(&text, charset)
    }
}

/// Whether XML has every character of a text. All others are written, by their number where the encoding lacks them.
pub(super) fn can_stand(text: &str) -> bool {
    text.chars().all(|character| {
        !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
    })
}

fn set(cells: &mut [Option<String>], column: usize, text: String) {
    if let Some(cell) = cells.get_mut(column) {
        *cell = Some(text);
    }
}

fn push(open: &mut [Open<'_>], text: &str) {
    if let Some(innermost) = open.last_mut() {
        innermost.text.push_str(text);
    }
}

impl<'e> Open<'e> {
    /// The element of the pack that the next element of this name is.
    fn child(&mut self, name: &str) -> Result<&'e Element, Unread> {
        let number = 1 + self.seen.iter().filter(|seen| *seen == name).count();
        let mut of_name = self.element.children.iter().filter(|child| child.name == name).peekable();
        if of_name.peek().is_none() {
            return Err(Unread::new(Code::MapRow, "there is an element that the pack does not know"));
        }
        self.seen.push(name.to_owned());
        of_name
            .find(|child| child.number == number)
            .ok_or_else(|| Unread::new(Code::MapRow, "an element stands more often than the pack has columns for it"))
    }
}

impl Element {
    /// Adds a column to what is written and read.
    fn add(&mut self, path: &str, column: usize) -> Result<(), String> {
        let (step, rest) = path.split_once('/').map_or((path, None), |(step, rest)| (step, Some(rest)));
        if let Some(name) = step.strip_prefix('@') {
            if rest.is_some() || !is_name(name) {
                return Err("an attribute is the end of a path: `telephone/@type`".to_owned());
            }
            if self.attributes.iter().any(|(held, _)| held == name) {
                return Err("another column is this attribute".to_owned());
            }
            self.attributes.push((name.to_owned(), column));
            return Ok(());
        }
        let (name, number) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            None => (step, Some(1)),
            Some((name, number)) => (name, number.parse().ok().filter(|number| *number > 0)),
        };
        let number = number.filter(|_| is_name(name)).ok_or_else(|| {
            "a column of XML is a path of elements, such as `name/family`, `alias[2]` or `@number`".to_owned()
        })?;
        if self.text.is_some() {
            return Err("an element holds a text or elements, and another column is its text".to_owned());
        }
        let held = self.children.iter().position(|child| child.name == name && child.number == number);
        let count = self.children.iter().filter(|child| child.name == name).count();
        if held.is_none() && count + 1 != number {
            return Err(format!("`{name}[{}]` comes before it", count + 1));
        }
        let index = held.unwrap_or(self.children.len());
        if held.is_none() {
            self.children.push(Element { name: name.to_owned(), number, ..Element::default() });
        }
        let Some(child) = self.children.get_mut(index) else { return Ok(()) };
        match rest {
            Some(rest) => child.add(rest, column),
            None if child.text.is_some() || !child.children.is_empty() => {
                Err("another column is this element, or an element in it".to_owned())
            }
            None => {
                child.text = Some(column);
                Ok(())
            }
        }
    }

    /// Whether a row has anything to write here.
    fn is_due(&self, row: &Row) -> bool {
        let has = |column: usize| row.cells.get(column).is_some_and(Option::is_some);
        self.text.is_some_and(has)
            || self.attributes.iter().any(|(_, column)| has(*column))
            || self.children.iter().any(|child| child.is_due(row))
    }

    fn write(&self, row: &Row, out: &mut String) {
        let _ = write!(out, "<{}", self.name);
        for (name, column) in &self.attributes {
            if let Some(value) = row.cells.get(*column).and_then(Option::as_deref) {
                write_attribute(name, value, out);
            }
        }
        out.push('>');
        if let Some(text) = self.text.and_then(|column| row.cells.get(column)).and_then(Option::as_deref) {
            escape(text, out);
        }
        for (index, child) in self.children.iter().enumerate() {
            // An element in front of another of its name is counted, and so is written though it is empty.
            let is_counted =
                || self.children.iter().skip(index + 1).any(|later| later.name == child.name && later.is_due(row));
            if child.is_due(row) || is_counted() {
                child.write(row, out);
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

fn write_attribute(name: &str, value: &str, out: &mut String) {
    let _ = write!(out, " {name}=\"");
    escape(value, out);
    out.push('"');
}

/// Writes what would be read as markup, or changed on reading, by its number.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            character => out.push(character),
        }
    }
}

/// The bytes of markup, with characters that the encoding lacks by their number.
fn encode(text: &str, charset: &Charset) -> Vec<u8> {
    if let Some(bytes) = charset.encode(text) {
        return bytes.into_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for character in text.chars() {
        match charset.encode(character.encode_utf8(&mut buffer)) {
            Some(encoded) => bytes.extend_from_slice(&encoded),
            None => bytes.extend_from_slice(format!("&#{};", u32::from(character)).as_bytes()),
        }
    }
    bytes
}

/// Whether a text can name an element or an attribute: letters, digits and few signs, and no digit first.
fn is_name(text: &str) -> bool {
    let first = |character: char| character.is_alphabetic() || character == '_';
    let further = |character: char| first(character) || character.is_numeric() || matches!(character, '-' | '.' | ':');
    text.chars().next().is_some_and(first) && text.chars().all(further)
}

/// The encoding that the declaration at the beginning of a file names.
pub(super) fn declared(start: &[u8]) -> Option<Cow<'_, str>> {
    let line = start.strip_prefix(b"<?xml")?;
    let end = line.iter().position(|byte| *byte == b'>')?;
    let line = String::from_utf8_lossy(line.get(..end)?);
    let after = line.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let mark = after.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let name = after.get(1..)?.split(mark).next()?;
    Some(Cow::Owned(name.to_owned()))
}
