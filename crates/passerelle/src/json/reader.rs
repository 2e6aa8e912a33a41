//! The strict reader (specification, chapter 3).
//!
//! Faults come in a fixed order, so that every implementation names the same first one: size, encoding, then grammar and limits
//! in the order of bytes; only when the whole text is JSON, duplicate names, lone surrogates and forbidden characters; and last
//! what is JSON but outside the profile.

use std::collections::BinaryHeap;

use compact_str::CompactString;

use super::value::{Member, canonical_order};
use super::{Object, Pointer, Position, Value};
use crate::error::Code;
use crate::limits;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of the fault.
    pub code: Code,
    /// The innermost value it lies in.
    pub pointer: Pointer,
    /// The place in the text.
    pub position: Position,
}

/// Reads one JSON object inside the profile.
///
/// # Errors
/// The first fault, in the order that the module's documentation gives: `LIM_*`, `JSON_*` or `PROFILE_*`.
pub fn read(bytes: &[u8]) -> Result<Object, Fault> {
    read_with(bytes, &Budget::RECORD, Names::Profile)
}

/// Reads like [`read`], with limits and a grammar of names of the caller's.
pub(crate) fn read_with(bytes: &[u8], budget: &Budget, names: Names) -> Result<Object, Fault> {
    match read_all(bytes, budget, names) {
        (Some(object), faults) if faults.is_empty() => Ok(object),
        (_, faults) => Err(faults.into_iter().next().unwrap_or_else(|| fault_at(bytes, Code::ProfileRoot, 0))),
    }
}

/// Reads as far as it can, and gives every fault in their fixed order.
///
/// The object is there where the text was JSON with an object at its root, whatever else is wrong with it; such an object is for
/// reporting further findings only.
pub(crate) fn read_all(bytes: &[u8], budget: &Budget, names: Names) -> (Option<Object>, Vec<Fault>) {
    let (value, faults) = read_text(bytes, budget, names, Root::Object);
    let object = if let Some(Value::Object(object)) = value { Some(object) } else { None };
    (object, faults)
}

/// Reads like [`read_all`], whatever stands at the root.
pub(crate) fn read_value(bytes: &[u8], budget: &Budget) -> (Option<Value>, Vec<Fault>) {
    read_text(bytes, budget, Names::Profile, Root::Any)
}

/// What may stand at the root of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Object,
    Any,
}

fn read_text(bytes: &[u8], budget: &Budget, names: Names, root: Root) -> (Option<Value>, Vec<Fault>) {
    if bytes.len() > budget.bytes {
        return (None, vec![Fault { code: Code::LimSize, pointer: Pointer::root(), position: Position::of(bytes, 0) }]);
    }
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(offset) => return (None, vec![fault_without_path(bytes, Code::JsonEncoding, offset)]),
    };
    let mut reader = Reader::new(text, budget, names);
    match reader.document() {
        Err(Stop { code, offset }) => (None, vec![fault_at(bytes, code, offset)]),
        Ok(value) => {
            if root == Root::Object && value.as_object().is_none() {
                reader.late(Class::Profile, Code::ProfileRoot, 0);
            }
            let late = reader.late.into_sorted_vec();
            let faults: Vec<(Code, usize)> = late.iter().map(|fault| (fault.code, fault.offset)).collect();
            (Some(value), faults_at(bytes, &faults))
        }
    }
}

/// How much a text may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// Bytes of the text.
    pub(crate) bytes: usize,
    /// Containers in one another; the root counts as one.
    pub(crate) depth: usize,
    /// Values, containers included.
    pub(crate) values: usize,
}

impl Budget {
    /// One record, or any other object of the profile.
    pub(crate) const RECORD: Budget =
        Budget { bytes: limits::INPUT_BYTES, depth: limits::DEPTH, values: limits::VALUES };
    /// A signed payload.
    pub(crate) const PAYLOAD: Budget = Budget { bytes: limits::RECORD_BYTES, ..Self::RECORD };
    /// An envelope: a record one level further down, with signatures beside it.
    pub(crate) const ENVELOPE: Budget =
        Budget { bytes: limits::INPUT_BYTES, depth: limits::DEPTH + 1, values: limits::VALUES + 1024 };
    /// A disclosure: a list around what stands one level further up in a record.
    pub(crate) const DISCLOSURE: Budget = Budget { depth: limits::DEPTH + 1, ..Self::PAYLOAD };
    /// What was read within another budget, and is written anew.
    pub(crate) const WRITTEN: Budget = Budget { bytes: usize::MAX, depth: limits::DEPTH + 1, values: usize::MAX };
    /// A protected header.
    pub(crate) const HEADER: Budget = Budget { bytes: limits::HEADER_BYTES, ..Self::RECORD };
}

/// Which member names are inside the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// `[a-z][a-z0-9_.:/#-]*`, and the three names of redaction.
    Profile,
    /// Any name: a protected header has names of JOSE's.
    Any,
}

/// UTF-8 without byte order mark, or the offset of what is not.
fn decode(bytes: &[u8]) -> Result<&str, usize> {
    let looks_wide = bytes.iter().take(2).any(|byte| *byte == 0);
    if looks_wide || bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(0);
    }
    std::str::from_utf8(bytes).map_err(|error| error.valid_up_to())
}

fn fault_at(bytes: &[u8], code: Code, offset: usize) -> Fault {
    let pointer = super::position::pointers_at(bytes, [offset]).remove(&offset).unwrap_or_default();
    Fault { code, pointer, position: Position::of(bytes, offset) }
}

/// Many faults at once, so that a text full of them is gone over once and not once for each.
fn faults_at(bytes: &[u8], faults: &[(Code, usize)]) -> Vec<Fault> {
    let offsets = || faults.iter().map(|(_, offset)| *offset);
    let (pointers, positions) = (super::position::pointers_at(bytes, offsets()), Position::of_all(bytes, offsets()));
    let fault = |(code, offset): &(Code, usize)| {
        let (pointer, position) = (pointers.get(offset)?.clone(), *positions.get(offset)?);
        Some(Fault { code: *code, pointer, position })
    };
    faults.iter().filter_map(fault).collect()
}

fn fault_without_path(bytes: &[u8], code: Code, offset: usize) -> Fault {
    Fault { code, pointer: Pointer::root(), position: Position::of(bytes, offset) }
}

/// The content of a string literal, quotes included in what is given.
pub(super) fn unescape(literal: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(literal) else { return String::new() };
    let budget = Budget { bytes: usize::MAX, depth: 1, values: 1 };
    Reader::new(text, &budget, Names::Any).string().unwrap_or_default()
}

/// A fault that ends the reading.
struct Stop {
    code: Code,
    offset: usize,
}

/// A fault that is reported only when the whole text is JSON; in the order in which they are reported.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Late {
    class: Class,
    offset: usize,
    code: Code,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Json,
    Profile,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    budget: &'t Budget,
    names: Names,
    values: usize,
    late: BinaryHeap<Late>,
    /// Members of the objects that are open, the innermost last, each with where its name begins. Closing an object takes its own
    /// off the end, so that each object asks for memory once.
    members: Vec<(usize, Member)>,
    /// The same for arrays.
    items: Vec<Value>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, budget: &'t Budget, names: Names) -> Self {
        let (members, items) = (Vec::new(), Vec::new());
        Self { text, at: 0, depth: 0, budget, names, values: 0, late: BinaryHeap::new(), members, items }
    }

    fn document(&mut self) -> Result<Value, Stop> {
        let value = self.value()?;
        match self.skip_space() {
            None => Ok(value),
            Some(_) => Err(self.syntax()),
        }
    }

    fn value(&mut self) -> Result<Value, Stop> {
        let first = self.skip_space();
        self.values += 1;
        if self.values > self.budget.values {
            return Err(self.stop(Code::LimCount));
        }
        match first {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.syntax()),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Stop>) -> Result<Value, Stop> {
        if self.depth == self.budget.depth {
            return Err(self.stop(Code::LimDepth));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, Stop> {
        let first = self.members.len();
        if self.skip_space() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(Object::new()));
        }
        loop {
            if self.skip_space() != Some(b'"') {
                return Err(self.syntax());
            }
            let offset = self.at;
            let name: CompactString = self.string()?;
            if self.names == Names::Profile && !is_profile_name(&name) {
                self.late(Class::Profile, Code::ProfileName, offset);
            }
            if self.skip_space() != Some(b':') {
                return Err(self.syntax());
            }
            self.at += 1;
            let value = self.value()?;
            self.members.push((offset, (name, value)));
            if !self.another(b'}')? {
                break;
            }
        }
        Ok(Value::Object(self.sorted(first)))
    }

    /// Sorts the members from `first` on, and notes every name that stands there a second time.
    fn sorted(&mut self, first: usize) -> Object {
        let order = |left: &(usize, Member), right: &(usize, Member)| canonical_order(&left.1.0, &right.1.0);
        let own = self.members.get_mut(first..).unwrap_or_default();
        if own.is_sorted_by(|left, right| order(left, right).is_lt()) {
            return Object::from_sorted(self.members.drain(first..).map(|(_, member)| member).collect());
        }
        own.sort_by(order);
        let repeated: Vec<usize> = own
            .windows(2)
            .filter_map(|pair| match pair {
                [(_, (first, _)), (offset, (second, _))] if first == second => Some(*offset),
                _ => None,
            })
            .collect();
        for offset in repeated {
            self.late(Class::Json, Code::JsonDuplicateName, offset);
        }
        let mut members: Vec<Member> = self.members.drain(first..).map(|(_, member)| member).collect();
        members.dedup_by(|(later, _), (earlier, _)| later == earlier);
        Object::from_sorted(members)
    }

    fn array(&mut self) -> Result<Value, Stop> {
        let first = self.items.len();
        if self.skip_space() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(Vec::new()));
        }
        loop {
            let item = self.value()?;
            self.items.push(item);
            if !self.another(b']')? {
                return Ok(Value::Array(self.items.drain(first..).collect()));
            }
        }
    }

    /// Steps over a comma (another item follows) or the closing bracket (none does).
    fn another(&mut self, close: u8) -> Result<bool, Stop> {
        match self.skip_space() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.syntax()),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Stop> {
        if !self.rest().starts_with(word) {
            return Err(self.syntax());
        }
        self.at += word.len();
        Ok(value)
    }

    /// A number, which is read as it is spelled: what is no plain integer is a fault of the profile, never rounded.
    fn number(&mut self) -> Result<Value, Stop> {
        let start = self.at;
        self.skip_byte(b'-');
        let digits_start = self.at;
        let digits = self.skip_digits();
        let first_digit = self.text.as_bytes().get(digits_start).copied();
        if digits == 0 || (first_digit == Some(b'0') && digits > 1) {
            return Err(Stop { code: Code::JsonSyntax, offset: start });
        }
        let mut plain = true;
        if self.skip_byte(b'.') {
            plain = false;
            if self.skip_digits() == 0 {
                return Err(self.syntax());
            }
        }
        if self.skip_byte(b'e') || self.skip_byte(b'E') {
            plain = false;
            let _signed = self.skip_byte(b'+') || self.skip_byte(b'-');
            if self.skip_digits() == 0 {
                return Err(self.syntax());
            }
        }
        let spelled = self.text.get(start..self.at).unwrap_or_default();
        let number = match spelled.parse::<i64>() {
            _ if !plain || spelled == "-0" => Err(Code::ProfileNumberForm),
            Ok(number) if number.unsigned_abs() <= limits::INTEGER_MAX => Ok(number),
            _ => Err(Code::ProfileNumberRange),
        };
        Ok(Value::Integer(number.unwrap_or_else(|code| {
            self.late(Class::Profile, code, start);
            0
        })))
    }

    /// A string, from its opening quote on.
    fn string<S: for<'s> From<&'s str> + Extend<char> + for<'s> Extend<&'s str>>(&mut self) -> Result<S, Stop> {
        self.at += 1;
        let mut content: Option<S> = None;
        loop {
            let length = plain_length(self.text.as_bytes().get(self.at..).unwrap_or_default());
            let plain = self.text.get(self.at..self.at + length).unwrap_or_default();
            if !plain.is_ascii() {
                self.refuse_noncharacters(plain);
            }
            self.at += length;
            match self.text.as_bytes().get(self.at) {
                // Nearly every string has neither an escape nor a fault, and is copied as it stands.
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match content {
                        None => S::from(plain),
                        Some(mut content) => {
                            content.extend([plain]);
                            content
                        }
                    });
                }
                None => return Err(self.syntax()),
                Some(other) => {
                    let is_escape = *other == b'\\';
                    let content = content.get_or_insert_with(|| S::from(""));
                    content.extend([plain]);
                    if is_escape {
                        content.extend([self.escape()?]);
                    } else {
                        self.late(Class::Json, Code::JsonForbiddenChar, self.at);
                        self.at += 1;
                    }
                }
            }
        }
    }

    fn refuse_noncharacters(&mut self, plain: &str) {
        let start = self.at;
        for (index, _) in plain.char_indices().filter(|(_, character)| is_noncharacter(*character)) {
            self.late(Class::Json, Code::JsonForbiddenChar, start + index);
        }
    }

    fn escape(&mut self) -> Result<char, Stop> {
        let offset = self.at;
        self.at += 1;
        let kind = self.text.as_bytes().get(self.at).copied();
        self.at += 1;
        let character = match kind {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => self.unicode_escape(offset)?,
            _ => return Err(Stop { code: Code::JsonSyntax, offset }),
        };
        if character < ' ' || is_noncharacter(character) {
            self.late(Class::Json, Code::JsonForbiddenChar, offset);
        }
        Ok(character)
    }

    /// `\uXXXX`, or two of them that make one character; U+FFFD stands for what is only half of one.
    fn unicode_escape(&mut self, offset: usize) -> Result<char, Stop> {
        let unit = self.hex(offset)?;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        if (0xD800..0xDC00).contains(&unit) && self.rest().starts_with("\\u") {
            let second_at = self.at;
            self.at += 2;
            let low = self.hex(second_at)?;
            if (0xDC00..0xE000).contains(&low) {
                let scalar = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = second_at;
        }
        self.late(Class::Json, Code::JsonSurrogate, offset);
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self, offset: usize) -> Result<u32, Stop> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).unwrap_or_default();
        if digits.len() != 4 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(Stop { code: Code::JsonSyntax, offset });
        }
        self.at += 4;
        Ok(digits.iter().filter_map(|digit| char::from(*digit).to_digit(16)).fold(0, |unit, digit| unit * 16 + digit))
    }

    fn skip_space(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at).copied() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    fn skip_byte(&mut self, byte: u8) -> bool {
        let there = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn skip_digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn syntax(&self) -> Stop {
        self.stop(Code::JsonSyntax)
    }

    fn stop(&self, code: Code) -> Stop {
        Stop { code, offset: self.at }
    }

    /// Keeps a late fault, if it is one of those that come first: a text of nothing but faults costs no more than another.
    fn late(&mut self, class: Class, code: Code, offset: usize) {
        let fault = Late { class, offset, code };
        if self.late.len() < limits::FINDINGS {
            self.late.push(fault);
        } else if let Some(mut last) = self.late.peek_mut()
            && fault < *last
        {
            *last = fault;
        }
    }
}

/// The names by which a redacted record refers to what it withholds. Where they may stand is a matter of redaction.
pub(crate) const RESERVED: [&str; 3] = ["...", "_sd", "_sd_alg"];

/// `[a-z][a-z0-9_.:/#-]*`, the names on whose order and spelling every canonicaliser agrees; and those of redaction.
///
/// spec: PSR-PRF-004
pub(crate) fn is_profile_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let begins_well = bytes.next().is_some_and(|first| first.is_ascii_lowercase());
    if begins_well { bytes.all(is_of_name) } else { RESERVED.contains(&name) }
}

/// Whether a name of the profile may have a byte anywhere but at its beginning.
pub(super) fn is_of_name(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "the compiler evaluates it")]
    const OF_NAME: [bool; 256] = {
        let mut table = [false; 256];
        let bytes = b"abcdefghijklmnopqrstuvwxyz0123456789_.:/#-";
        let mut index = 0;
        while index < bytes.len() {
            table[bytes[index] as usize] = true;
            index += 1;
        }
        table
    };
    OF_NAME.get(usize::from(byte)).copied().unwrap_or_default()
}

/// How many bytes stand before the next quote, backslash or control character.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    plain_run(bytes).length
}

/// The bytes of a string up to its end, or to whatever it has to be looked at closely for.
pub(super) struct PlainRun {
    /// How many they are.
    pub(super) length: usize,
    /// Whether they are ASCII without U+007F.
    pub(super) is_ascii: bool,
}

/// A bit in each byte of a word: the lowest, and the highest.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The highest bit of each byte that is zero; of others too, but only above one that is.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(EACH) & !word & HIGH
}

/// How many of eight bytes stand before the first quote among them.
#[inline(always)]
pub(super) fn quote_within(chunk: [u8; 8]) -> Option<usize> {
    let found = zeros(u64::from_le_bytes(chunk) ^ (EACH * u64::from(b'"')));
    if found == 0 { None } else { usize::try_from(found.trailing_zeros() / 8).ok() }
}

/// How many bytes stand before the next quote.
pub(super) fn until_quote(bytes: &[u8]) -> Option<usize> {
    let mut length = 0;
    for chunk in bytes.chunks_exact(8) {
        if let Some(quote) = chunk.try_into().ok().and_then(quote_within) {
            return Some(length + quote);
        }
        length += 8;
    }
    bytes.get(length..)?.iter().position(|byte| *byte == b'"').map(|rest| length + rest)
}

/// What stands before the next quote, backslash or control character.
pub(super) fn plain_run(bytes: &[u8]) -> PlainRun {
    let mut length = 0;
    let mut strange = 0;
    for chunk in bytes.chunks_exact(8) {
        let word = chunk.try_into().map_or(0, u64::from_le_bytes);
        let below_space = word.wrapping_sub(EACH * 0x20) & !word & HIGH;
        let found = zeros(word ^ (EACH * u64::from(b'"'))) | zeros(word ^ (EACH * u64::from(b'\\'))) | below_space;
        let not_plain = word & HIGH | zeros(word ^ (EACH * 0x7f));
        if found != 0 {
            // What stands above the first that was found is not of this run.
            strange |= not_plain & (found ^ found.wrapping_sub(1));
            length += usize::try_from(found.trailing_zeros() / 8).unwrap_or_default();
            return PlainRun { length, is_ascii: strange == 0 };
        }
        strange |= not_plain;
        length += 8;
    }
    let rest = bytes.get(length..).unwrap_or_default();
    let ends = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    let rest = rest.get(..rest.iter().position(ends).unwrap_or(rest.len())).unwrap_or_default();
    let is_ascii = strange == 0 && rest.iter().all(|byte| *byte < 0x7f);
    PlainRun { length: length + rest.len(), is_ascii }
}

/// The 66 code points that Unicode says are not for interchange.
pub(super) fn is_noncharacter(character: char) -> bool {
    let scalar = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&scalar) || scalar & 0xFFFE == 0xFFFE
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
