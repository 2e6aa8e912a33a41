//! One pass over a text, which ends where the text is not in canonical form.

use super::super::names::{self, Leading, NameNumber, UNKNOWN};
use super::super::reader::{Budget, PlainRun, RESERVED, is_noncharacter, is_of_name, plain_run, until_quote};
use super::super::short::first_eight;
use super::{Kind, Mark, Outline, narrow, wide};
use crate::limits;

/// The outline of a text that holds an object.
pub(super) fn scan(text: &str, budget: &Budget) -> Option<Outline> {
    let marks = Vec::with_capacity(text.len() / 8);
    let outline = Outline { marks, root: 0, unescaped: String::new(), has_reserved_name: false, is_plain: true };
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, depth: 0, values: 0, budget, outline };
    scan.value()?;
    let ends = scan.peek().is_none() && scan.outline.marks.first().is_some_and(|root| root.kind() == Kind::Object);
    ends.then_some(scan.outline)
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: u32,
    depth: usize,
    values: usize,
    budget: &'t Budget,
    outline: Outline,
}

impl<'t> Scan<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(wide(self.at)).copied()
    }

    /// The next byte, which is gone past.
    fn take(&mut self) -> Option<u8> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn rest(&self) -> Option<&'t [u8]> {
        self.bytes.get(wide(self.at)..)
    }

    fn written(&self, start: u32, end: u32) -> Option<&'t str> {
        self.text.get(wide(start)..wide(end))
    }

    fn mark(&mut self, kind: Kind, start: u32, end: u32) {
        self.outline.marks.push(Mark::new(kind, start, end, 1));
    }

    fn value(&mut self) -> Option<()> {
        self.values += 1;
        if self.values > self.budget.values {
            return None;
        }
        match self.peek()? {
            b'"' => self.string(),
            b'{' => self.container(Kind::Object),
            b'[' => self.container(Kind::Array),
            b'-' | b'0'..=b'9' => self.integer(),
            b't' => self.word("true", Kind::True),
            b'f' => self.word("false", Kind::False),
            b'n' => self.word("null", Kind::Null),
            _ => None,
        }
    }

    fn container(&mut self, kind: Kind) -> Option<()> {
        if self.depth == self.budget.depth {
            return None;
        }
        self.depth += 1;
        let (index, start) = (self.outline.marks.len(), self.at);
        self.mark(kind, start, start);
        self.at += 1;
        match (kind, self.peek()?) {
            (Kind::Object, b'}') | (Kind::Array, b']') => self.at += 1,
            (Kind::Object, _) => self.members()?,
            _ => self.items()?,
        }
        let extent = narrow(self.outline.marks.len() - index);
        *self.outline.marks.get_mut(index)? = Mark::new(kind, start, self.at, extent);
        self.depth -= 1;
        Some(())
    }

    fn items(&mut self) -> Option<()> {
        loop {
            self.value()?;
            match self.take()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    fn members(&mut self) -> Option<()> {
        let mut before = Name::default();
        loop {
            let name = self.name()?;
            if !before.is_before(name) {
                return None;
            }
            before = name;
            self.value()?;
            match self.take()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// A name, with the quotes around it and the colon behind.
    fn name(&mut self) -> Option<Name<'t>> {
        let (b'"', rest) = self.rest()?.split_first()? else { return None };
        let Leading { number, first_eight, length } = match names::leading(rest) {
            Some(leading) => leading,
            None => self.other_name(rest)?,
        };
        let (bytes, [b'"', b':', ..]) = rest.split_at_checked(length)? else { return None };
        let start = self.at + 1;
        let end = start + narrow(length);
        self.outline.marks.push(Mark::new(Kind::Plain, start, end, number));
        self.at = end + 2;
        Some(Name { number, first_eight, bytes })
    }

    /// A name at the start of a text. One that is none of the known ones may still be one of the profile.
    #[inline(never)]
    fn other_name(&mut self, text: &[u8]) -> Option<Leading> {
        let length = until_quote(text)?;
        let name = text.get(..length)?;
        let first_eight = first_eight(length, text);
        let number = names::number(first_eight, name);
        let is_of_profile = if number != UNKNOWN {
            true
        } else if name.first()?.is_ascii_lowercase() {
            name.iter().all(|byte| is_of_name(*byte))
        } else {
            self.outline.has_reserved_name = true;
            RESERVED.iter().any(|reserved| reserved.as_bytes() == name)
        };
        is_of_profile.then_some(Leading { number, first_eight, length })
    }

    fn string(&mut self) -> Option<()> {
        let start = self.at + 1;
        let rest = self.bytes.get(wide(start)..)?;
        let run = plain_run(rest);
        let end = start + narrow(run.length);
        if run.is_ascii && rest.get(run.length) == Some(&b'"') {
            self.at = end + 1;
            self.mark(Kind::Plain, start, end);
            return Some(());
        }
        self.other_string(start, run)
    }

    /// A string that has escapes, or is not ASCII without U+007F; `run` is what it begins with.
    #[inline(never)]
    fn other_string(&mut self, start: u32, mut run: PlainRun) -> Option<()> {
        let mut rest = self.bytes.get(wide(start)..)?;
        let mut end = start + narrow(run.length);
        let mut is_plain = run.is_ascii;
        let mut has_escapes = false;
        loop {
            rest = match rest.get(run.length..)? {
                [b'"', ..] => break,
                // The only escapes that are both shortest and inside the profile.
                [b'\\', b'"' | b'\\', rest @ ..] => rest,
                _ => return None,
            };
            has_escapes = true;
            run = plain_run(rest);
            end += 2 + narrow(run.length);
            is_plain &= run.is_ascii;
        }
        self.at = end + 1;
        let written = self.written(start, end)?;
        self.outline.is_plain &= is_plain;
        if !is_plain && holds_noncharacter(written) {
            return None;
        }
        if !has_escapes {
            self.mark(Kind::Wide, start, end);
            return Some(());
        }
        let unescaped = &mut self.outline.unescaped;
        let begin = narrow(unescaped.len());
        let mut characters = written.chars();
        while let Some(character) = characters.next() {
            let is_escape = character == '\\';
            unescaped.push(if is_escape { characters.next()? } else { character });
        }
        let end = narrow(unescaped.len());
        self.mark(Kind::Escaped, begin, end);
        Some(())
    }

    #[inline(never)]
    fn integer(&mut self) -> Option<()> {
        let start = self.at;
        let length = self.rest()?.iter().position(|byte| !matches!(byte, b'-' | b'0'..=b'9'))?;
        self.at += narrow(length);
        let spelled = self.written(start, self.at)?;
        let digits = spelled.strip_prefix('-').unwrap_or(spelled);
        let is_shortest = spelled == "0" || digits.starts_with(|first| matches!(first, '1'..='9'));
        let number: i64 = spelled.parse().ok().filter(|_| is_shortest)?;
        if number.unsigned_abs() > limits::INTEGER_MAX {
            return None;
        }
        self.mark(Kind::Integer, start, self.at);
        Some(())
    }

    #[inline(never)]
    fn word(&mut self, word: &str, kind: Kind) -> Option<()> {
        let start = self.at;
        self.rest()?.starts_with(word.as_bytes()).then_some(())?;
        self.at += narrow(word.len());
        self.mark(kind, start, self.at);
        Some(())
    }
}

/// A name with what tells it from others: its number, and its first eight bytes.
#[derive(Clone, Copy, Default)]
struct Name<'t> {
    number: NameNumber,
    first_eight: u64,
    bytes: &'t [u8],
}

impl Name<'_> {
    /// The canonical order of names of the profile, which are ASCII without U+0000, is that of their bytes, and known names are
    /// numbered in it.
    fn is_before(self, other: Name<'_>) -> bool {
        if self.number != UNKNOWN && other.number != UNKNOWN {
            return self.number < other.number;
        }
        self.first_eight < other.first_eight || self.first_eight == other.first_eight && self.bytes < other.bytes
    }
}

/// Whether a text that is not all ASCII holds one of the code points that are not for interchange.
fn holds_noncharacter(text: &str) -> bool {
    // All of them begin with 0xEF or a higher byte.
    text.bytes().any(|byte| byte >= 0xEF) && text.chars().any(is_noncharacter)
}
