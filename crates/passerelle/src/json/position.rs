//! From a pointer back to the place in the text that the author wrote.

use std::collections::{BTreeMap, BTreeSet};

use super::pointer::{Pointer, push_token};
use crate::limits;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Bytes before it.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, counted in Unicode scalar values.
    pub column: usize,
}

impl Position {
    /// The positions of byte offsets in a text, in one pass over it.
    #[must_use]
    pub fn of_all(text: &[u8], offsets: impl IntoIterator<Item = usize>) -> BTreeMap<usize, Self> {
        let mut at = Self { offset: 0, line: 1, column: 1 };
        let sorted: BTreeSet<usize> = offsets.into_iter().collect();
        let step = |offset: usize| {
            let piece = text.get(at.offset..offset.min(text.len())).unwrap_or_default();
            for byte in piece {
                match byte {
                    b'\n' => (at.line, at.column) = (at.line + 1, 1),
                    other if !is_continuation(*other) => at.column += 1,
                    _ => {}
                }
            }
            at.offset += piece.len();
            (offset, at)
        };
        sorted.into_iter().map(step).collect()
    }

    /// The position of a byte offset in a text.
    #[must_use]
    pub fn of(text: &[u8], offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |index| index + 1);
        let column =
            before.get(line_start..).unwrap_or_default().iter().filter(|byte| !is_continuation(**byte)).count() + 1;
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Self { offset: before.len(), line, column }
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Where a value stands, in bytes, and the member name in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte of the member's name, or of the value where it has no name.
    pub name: usize,
    /// First byte of the value.
    pub start: usize,
    /// One past the last byte of the value.
    pub end: usize,
}

/// Finds the values that the pointers name in a JSON text, in one pass over it.
///
/// The text must be JSON that [`super::read`] got through; a pointer that names nothing has no entry in the answer. Of two
/// members of one name the later is found, since that is the faulty one.
#[must_use]
pub fn locate<'p>(text: &[u8], pointers: impl IntoIterator<Item = &'p Pointer>) -> BTreeMap<Pointer, Span> {
    let wanted: BTreeMap<&str, &Pointer> = pointers.into_iter().map(|pointer| (pointer.as_str(), pointer)).collect();
    let mut walk = Walk { text, at: 0, depth: 0, path: String::new(), wanted, found: BTreeMap::new() };
    walk.value(None);
    walk.found
}

/// Levels to which values are told apart: more than any text has that is read.
const DEEPEST: usize = limits::DEPTH + 8;

struct Walk<'t, 'p> {
    text: &'t [u8],
    at: usize,
    /// Containers that are open.
    depth: usize,
    path: String,
    wanted: BTreeMap<&'p str, &'p Pointer>,
    found: BTreeMap<Pointer, Span>,
}

impl Walk<'_, '_> {
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn value(&mut self, name: Option<usize>) {
        let first = self.peek();
        let start = self.at;
        self.depth += 1;
        match first {
            // What lies deeper than anything that is read is nothing that a pointer names, and must not cost a stack. spec: PSR-LIM-002
            Some(b'{' | b'[') if self.depth > DEEPEST => self.step_over(),
            Some(b'{') => self.members(),
            Some(b'[') => self.elements(),
            Some(b'"') => drop(self.string()),
            _ => {
                while self.text.get(self.at).is_some_and(|byte| !b",]} \t\r\n".contains(byte)) {
                    self.at += 1;
                }
            }
        }
        self.depth -= 1;
        if let Some(pointer) = self.wanted.get(self.path.as_str()) {
            self.found.insert((*pointer).clone(), Span { name: name.unwrap_or(start), start, end: self.at });
        }
    }

    /// Steps over a container, however many others it holds.
    fn step_over(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                b'"' => {
                    self.string();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                break;
            }
        }
    }

    fn members(&mut self) {
        self.at += 1;
        while self.peek() == Some(b'"') {
            let name_start = self.at;
            let name = self.string();
            let parent = self.path.len();
            push_token(&mut self.path, &name);
            if self.peek() == Some(b':') {
                self.at += 1;
            }
            self.value(Some(name_start));
            self.path.truncate(parent);
            if self.peek() == Some(b',') {
                self.at += 1;
            }
        }
        self.close(b'}');
    }

    fn elements(&mut self) {
        self.at += 1;
        let mut index = 0_usize;
        while self.peek().is_some_and(|byte| byte != b']') {
            let before = self.at;
            let parent = self.path.len();
            push_token(&mut self.path, &index.to_string());
            self.value(None);
            self.path.truncate(parent);
            if self.peek() == Some(b',') {
                self.at += 1;
            }
            if self.at == before {
                break;
            }
            index += 1;
        }
        self.close(b']');
    }

    fn close(&mut self, bracket: u8) {
        if self.peek() == Some(bracket) {
            self.at += 1;
        }
    }

    /// Steps over a string and gives its content, unescaped.
    fn string(&mut self) -> String {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'"' => break,
                _ => {}
            }
        }
        let literal = self.text.get(start..self.at.min(self.text.len())).unwrap_or_default();
        super::reader::unescape(literal)
    }
}

/// The innermost values that byte offsets lie in, in one pass, for a text that is JSON up to the last of them.
pub(super) fn pointers_at(text: &[u8], offsets: impl IntoIterator<Item = usize>) -> BTreeMap<usize, Pointer> {
    let mut walk = Walk { text, at: 0, depth: 0, path: String::new(), wanted: BTreeMap::new(), found: BTreeMap::new() };
    let mut levels: Vec<Level> = Vec::new();
    let mut pointers = BTreeMap::new();
    let sorted: BTreeSet<usize> = offsets.into_iter().collect();
    let mut waiting = sorted.into_iter().peekable();
    while let Some(byte) = walk.peek() {
        let start = walk.at;
        // A name's own pointer includes the name, so an offset at a string waits until that is read.
        while let Some(offset) = waiting.next_if(|offset| start > *offset || (start == *offset && byte != b'"')) {
            pointers.insert(offset, path_of(&levels));
        }
        if waiting.peek().is_none() {
            break;
        }
        match byte {
            b'"' => {
                let text = walk.string();
                if let Some(Level::Object { name, awaits_name: awaits_name @ true }) = levels.last_mut() {
                    *name = Some(text);
                    *awaits_name = false;
                }
                continue;
            }
            b'{' => levels.push(Level::Object { name: None, awaits_name: true }),
            b'[' => levels.push(Level::Array { index: 0 }),
            b'}' | b']' => drop(levels.pop()),
            b',' => match levels.last_mut() {
                Some(Level::Object { awaits_name, .. }) => *awaits_name = true,
                Some(Level::Array { index }) => *index += 1,
                None => {}
            },
            _ => {}
        }
        walk.at += 1;
    }
    pointers.extend(waiting.map(|offset| (offset, path_of(&levels))));
    pointers
}

fn path_of(levels: &[Level]) -> Pointer {
    levels.iter().fold(Pointer::root(), |pointer, level| match level {
        Level::Object { name: Some(name), .. } => pointer.child(name),
        Level::Object { name: None, .. } => pointer,
        Level::Array { index } => pointer.index(*index),
    })
}

/// A container that is open where [`pointers_at`] has got to.
enum Level {
    Object { name: Option<String>, awaits_name: bool },
    Array { index: usize },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_leads_back_to_its_pointer() {
        let text = br#"{"a": [1, {"b": "x", "c": -0}], "d": 1.5}"#;
        for (needle, pointer) in [("-0", "/a/1/c"), ("1.5", "/d"), ("\"x", "/a/1/b"), ("\"d", "/d"), ("{", "")] {
            let offset = text.windows(needle.len()).position(|window| window == needle.as_bytes()).unwrap();
            assert_eq!(pointers_at(text, [offset, 0])[&offset].as_str(), pointer, "{needle}");
        }
    }

    #[test]
    fn finds_names_and_values() {
        let text = "{\n  \"a\": [1, {\"b\\u0063\": \"é\"}],\n  \"d\": true\n}".as_bytes();
        let pointer = Pointer::parse("/a/1/bc").unwrap();
        let whole = Pointer::root();
        let found = locate(text, [&pointer, &whole]);
        let span = found[&pointer];
        assert_eq!(&text[span.start..span.end], "\"é\"".as_bytes());
        assert_eq!(Position::of(text, span.name), Position { offset: 14, line: 2, column: 13 });
        assert_eq!(Position::of_all(text, [span.name])[&span.name], Position::of(text, span.name));
        assert_eq!((found[&whole].start, found[&whole].end), (0, text.len()));
    }

    /// A text that is refused for its depth is searched for the places of what was found before that.
    #[test]
    fn depth_costs_no_stack() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[[\"[\",{\"b\":", "}]]")] {
            for closed in [false, true] {
                let inside = open.repeat(1 << 18) + "1" + &if closed { close.repeat(1 << 18) } else { String::new() };
                let text = format!("{{\"x\":{inside}{}", if closed { ",\"y\":2}" } else { "" });
                let [x, y] = ["/x", "/y"].map(|pointer| Pointer::parse(pointer).unwrap());
                let found = locate(text.as_bytes(), [&x, &y]);
                assert_eq!(found[&x].start, 5, "{open}");
                let end = if closed { 5 + inside.len() } else { text.len() };
                assert_eq!((found[&x].end, found.contains_key(&y)), (end, closed), "{open}");
            }
        }
    }

    #[test]
    fn survives_any_text() {
        for text in ["", "{", "[", "{\"a\"", "[,]", "{\"a\":", "\"", "[[[", "]", "{\"\\"] {
            let _ = locate(text.as_bytes(), [&Pointer::root()]);
        }
    }
}
