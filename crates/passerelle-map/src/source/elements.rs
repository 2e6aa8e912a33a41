//! Cutting an XML file into rows: the elements at one path, each with its bytes.
//!
//! Only tags, comments and CDATA sections are told apart here; what is in a row is read by a real parser afterwards. A file that
//! declares its own entities is refused, so nothing in it can grow.

use std::io::{self, BufRead};

use super::split::Position;
use super::{ROW_BYTES, RawRow, Split};

/// Elements deeper than this are in no export.
const DEPTH: usize = 256;

/// The longest tag outside a row.
const TAG_BYTES: usize = 64 * 1024;

/// The elements that are open.
#[derive(Default)]
pub(super) struct Elements {
    open: Vec<Vec<u8>>,
    has_root: bool,
}

/// A piece of markup.
enum Markup {
    Start(Vec<u8>),
    Empty(Vec<u8>),
    End(Vec<u8>),
    /// A comment, a CDATA section or a processing instruction.
    Other,
    /// The declaration of a document type.
    DocType,
}

/// Bytes one by one, each kept for the row that it is in.
struct Bytes<'i, R> {
    input: &'i mut R,
    position: &'i mut Position,
    kept: Option<Vec<u8>>,
    /// How many bytes the row has, also those that are not kept.
    length: u64,
}

impl Elements {
    /// The next row.
    pub(super) fn cut<R: BufRead>(
        &mut self,
        path: &[String],
        input: &mut R,
        position: &mut Position,
    ) -> io::Result<Option<Split>> {
        let mut bytes = Bytes { input, position, kept: None, length: 0 };
        loop {
            if !bytes.skip_to(b'<')? {
                return if !self.open.is_empty() {
                    Err(bytes.fault("the file ends inside an element"))
                } else if self.has_root {
                    Ok(None)
                } else {
                    Err(bytes.fault("this is no XML"))
                };
            }
            let (offset, line) = (bytes.position.offset - 1, bytes.position.line);
            bytes.kept = Some(vec![b'<']);
            bytes.length = 1;
            // Where rows stand, a tag may be as long as it likes: the row is too long then, and no more.
            let longest = if self.is_among_rows(path) { usize::MAX } else { TAG_BYTES };
            match bytes.markup(longest)? {
                Markup::Other => {}
                Markup::DocType => {
                    return Err(
                        bytes.fault("the file declares a document type; entities are not read, write it without")
                    );
                }
                Markup::End(name) => {
                    if self.open.pop().is_none_or(|open| open != name) {
                        return Err(bytes.fault("an element is closed that is not open"));
                    }
                }
                Markup::Empty(name) => {
                    self.has_root = true;
                    if self.is_row(path, &name) {
                        return Ok(Some(bytes.row(offset, line)));
                    }
                }
                Markup::Start(name) => {
                    self.has_root = true;
                    if self.is_row(path, &name) {
                        bytes.rest_of(name)?;
                        return Ok(Some(bytes.row(offset, line)));
                    }
                    if self.open.len() >= DEPTH {
                        return Err(bytes.fault("elements lie too deep in one another"));
                    }
                    self.open.push(name);
                }
            }
            bytes.kept = None;
        }
    }

    /// Whether the elements that are open are those around rows.
    fn is_among_rows(&self, path: &[String]) -> bool {
        let around = path.split_last().map(|(_, around)| around).unwrap_or_default();
        around.iter().map(String::as_bytes).eq(self.open.iter().map(Vec::as_slice))
    }

    fn is_row(&self, path: &[String], name: &[u8]) -> bool {
        let open = self.open.iter().map(Vec::as_slice).chain([name]);
        path.iter().map(String::as_bytes).eq(open)
    }
}

impl<R: BufRead> Bytes<'_, R> {
    fn fault(&self, what: &str) -> io::Error {
        self.position.fault(what)
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let Some(byte) = self.input.fill_buf()?.first().copied() else { return Ok(None) };
        self.input.consume(1);
        self.position.pass(byte);
        if let Some(kept) = &mut self.kept {
            self.length += 1;
            if kept.len() < ROW_BYTES {
                kept.push(byte);
            }
        }
        Ok(Some(byte))
    }

    fn due(&mut self) -> io::Result<u8> {
        self.next()?.ok_or_else(|| self.fault("the file ends inside a tag"))
    }

    /// Passes everything up to a byte and the byte itself, and says whether there was one.
    fn skip_to(&mut self, byte: u8) -> io::Result<bool> {
        loop {
            match self.next()? {
                None => return Ok(false),
                Some(passed) if passed == byte => return Ok(true),
                Some(_) => {}
            }
        }
    }

    /// Passes everything up to a text and the text itself.
    fn skip_past(&mut self, text: &[u8]) -> io::Result<()> {
        let mut window = Vec::with_capacity(text.len());
        while window != text {
            if window.len() == text.len() {
                window.remove(0);
            }
            window.push(self.due()?);
        }
        Ok(())
    }

    /// The markup behind a `<` that was just passed.
    fn markup(&mut self, longest: usize) -> io::Result<Markup> {
        let first = self.due()?;
        match first {
            b'?' => {
                self.skip_past(b"?>")?;
                Ok(Markup::Other)
            }
            b'!' => match self.due()? {
                b'-' => {
                    self.skip_past(b"-")?;
                    self.skip_past(b"-->")?;
                    Ok(Markup::Other)
                }
                b'[' => {
                    self.skip_past(b"[")?;
                    self.skip_past(b"]]>")?;
                    Ok(Markup::Other)
                }
                _ => Ok(Markup::DocType),
            },
            first => self.tag(first, longest),
        }
    }

    fn tag(&mut self, first: u8, longest: usize) -> io::Result<Markup> {
        let is_end = first == b'/';
        let mut name = if is_end { Vec::new() } else { vec![first] };
        let mut in_name = true;
        let mut quote = None;
        let mut last = first;
        let mut length = 1;
        loop {
            let byte = self.due()?;
            length += 1;
            if length > longest {
                return Err(self.fault("a tag never ends"));
            }
            match quote {
                Some(mark) if byte == mark => quote = None,
                Some(_) => {}
                None => match byte {
                    b'>' => break,
                    b'"' | b'\'' => {
                        quote = Some(byte);
                        in_name = false;
                    }
                    b' ' | b'\t' | b'\r' | b'\n' | b'/' => in_name = false,
                    // No two names are told apart by what comes so late.
                    byte if in_name && name.len() < TAG_BYTES => name.push(byte),
                    _ => {}
                },
            }
            last = byte;
        }
        if name.is_empty() || name == b">" {
            return Err(self.fault("a tag has no name"));
        }
        Ok(match (is_end, last == b'/') {
            (true, _) => Markup::End(name),
            (false, true) => Markup::Empty(name),
            (false, false) => Markup::Start(name),
        })
    }

    /// Passes the rest of a row whose first tag was just passed. A row whose tags do not fit together ends where an element of its name
    /// does, and is told about when it is read.
    fn rest_of(&mut self, row: Vec<u8>) -> io::Result<()> {
        let mut open = vec![row];
        while let Some(innermost) = open.last() {
            if !self.skip_to(b'<')? {
                return Ok(());
            }
            match self.markup(usize::MAX)? {
                Markup::Other | Markup::DocType | Markup::Empty(_) => {}
                Markup::End(name) if name == *innermost => {
                    open.pop();
                }
                Markup::End(name) if open.first() == Some(&name) => return Ok(()),
                Markup::End(_) => {}
                Markup::Start(name) => {
                    if open.len() >= DEPTH {
                        return Err(self.fault("elements lie too deep in one another"));
                    }
                    open.push(name);
                }
            }
        }
        Ok(())
    }

    fn row(mut self, offset: u64, line: u64) -> Split {
        let row = RawRow { number: 0, line, offset, bytes: self.kept.take().unwrap_or_default() };
        if row.bytes.len() >= ROW_BYTES { Split::TooLong(row, self.length) } else { Split::Row(row) }
    }
}
