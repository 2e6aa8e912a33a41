//! Texts in canonical form, taken apart where they stand.
//!
//! Most records come as they were signed: in canonical form, whose grammar is so narrow that one pass says both where every value
//! stands and that the form is kept. Where it is not, or the text is outside the profile, there is no outline, and the strict reader
//! says what is wrong, if anything is.

use std::ops::Range;

use super::names::{self, Leading, NameNumber, UNKNOWN};
use super::reader::{Budget, PlainRun, RESERVED, is_noncharacter, is_of_name, plain_run, until_quote};
use super::value::Member;
use super::{Object, Value};
use crate::limits;

/// Where the values of a canonical text stand, in the order of the text. The name of a member comes before its value.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    marks: Vec<Mark>,
    /// The mark of the object that this is the outline of.
    root: usize,
    /// The strings that stand in the text with escapes, without them.
    unescaped: String,
    /// Whether a name is one of those by which a record refers to what it withholds.
    has_reserved_name: bool,
    /// Whether the text is ASCII without U+007F.
    is_plain: bool,
}

/// A value, or the name of a member. There are many, so they are small.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Where its text begins and ends, without the quotes of a string; of one with escapes, in [`Outline::unescaped`].
    start: u32,
    end: u32,
    /// Its kind in the upper bits, and below how many marks it takes with all that is in it; of a name, its number.
    kind_and_extent: u32,
}

/// The bits below the kind.
const EXTENT_BITS: u32 = 28;

impl Mark {
    /// The extent is below 2^28, since each mark stands for a byte of the text at least.
    fn new(kind: Kind, start: u32, end: u32, extent: u32) -> Self {
        Self { start, end, kind_and_extent: kind.code() << EXTENT_BITS | extent }
    }

    fn kind(self) -> Kind {
        Kind::of_code(self.kind_and_extent >> EXTENT_BITS)
    }

    fn extent(self) -> usize {
        wide(self.kind_and_extent & ((1 << EXTENT_BITS) - 1))
    }

    fn number(self) -> NameNumber {
        self.kind_and_extent & ((1 << EXTENT_BITS) - 1)
    }

    fn text(self, Source { text, unescaped }: Source<'_>) -> &str {
        let text = if self.kind() == Kind::Escaped { unescaped } else { text };
        text.get(wide(self.start)..wide(self.end)).unwrap_or_default()
    }
}

/// What the marks are places in.
#[derive(Clone, Copy)]
struct Source<'t> {
    text: &'t str,
    unescaped: &'t str,
}

fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    True,
    False,
    Integer,
    /// A string as it stands, or a name, of ASCII without U+007F.
    Plain,
    /// Another string as it stands.
    Wide,
    /// A string with escapes.
    Escaped,
    Array,
    Object,
}

impl Kind {
    fn code(self) -> u32 {
        match self {
            Self::Null => 0,
            Self::True => 1,
            Self::False => 2,
            Self::Integer => 3,
            Self::Plain => 4,
            Self::Wide => 5,
            Self::Escaped => 6,
            Self::Array => 7,
            Self::Object => 8,
        }
    }

    fn of_code(code: u32) -> Self {
        match code {
            0 => Self::Null,
            1 => Self::True,
            2 => Self::False,
            3 => Self::Integer,
            4 => Self::Plain,
            5 => Self::Wide,
            6 => Self::Escaped,
            7 => Self::Array,
            _ => Self::Object,
        }
    }
}

impl Outline {
    /// The outline of an object, or of a text that holds one; nothing where the text is not in canonical form, not inside the profile
    /// or beyond the budget.
    pub(crate) fn of(text: &str, budget: &Budget) -> Option<Self> {
        if text.len() > budget.bytes || text.len() >> EXTENT_BITS != 0 {
            return None;
        }
        let marks = Vec::with_capacity(text.len() / 8);
        let outline = Self { marks, root: 0, unescaped: String::new(), has_reserved_name: false, is_plain: true };
        let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, depth: 0, values: 0, budget, outline };
        scan.value()?;
        let ends = scan.peek().is_none() && scan.outline.marks.first().is_some_and(|root| root.kind() == Kind::Object);
        ends.then_some(scan.outline)
    }

    /// The same in as little memory as it takes, for keeping.
    pub(crate) fn shrunk(mut self) -> Self {
        self.marks.shrink_to_fit();
        self
    }

    /// Whether the text is ASCII without U+007F, as most are.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Whether a name is one of those by which a record refers to what it withholds.
    pub(crate) fn has_reserved_name(&self) -> bool {
        self.has_reserved_name
    }

    /// The same for the first member of the object. What is said of the whole is said of each part.
    pub(crate) fn of_first_member(self) -> Option<Self> {
        // Behind the mark of the object is that of the name.
        let root = self.root + 2;
        self.marks.get(root).is_some().then_some(Self { root, ..self })
    }

    /// The root of the text that this is the outline of.
    pub(crate) fn root<'t>(&'t self, text: &'t str) -> Option<View<'t>> {
        let marks = self.marks.get(self.root..)?;
        let marks = marks.get(..marks.first()?.extent())?;
        Some(View { source: Source { text, unescaped: &self.unescaped }, marks })
    }
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

/// The first eight bytes of a name as a number in which the first byte counts most; zeros stand for what a short one lacks. `text`
/// begins with the name, and may go on behind it.
#[inline(always)]
pub(crate) fn first_eight(length: usize, text: &[u8]) -> u64 {
    let first = text.first_chunk().copied().map_or_else(|| u64::from_be_bytes(padded(text)), u64::from_be_bytes);
    if length < 8 { first & !(u64::MAX >> (8 * length)) } else { first }
}

/// Up to seven bytes, and zeros behind them.
fn padded(text: &[u8]) -> [u8; 8] {
    match *text {
        [] => [0; 8],
        [a] => [a, 0, 0, 0, 0, 0, 0, 0],
        [a, b] => [a, b, 0, 0, 0, 0, 0, 0],
        [a, b, c] => [a, b, c, 0, 0, 0, 0, 0],
        [a, b, c, d] => [a, b, c, d, 0, 0, 0, 0],
        [a, b, c, d, e] => [a, b, c, d, e, 0, 0, 0],
        [a, b, c, d, e, f] => [a, b, c, d, e, f, 0, 0],
        [a, b, c, d, e, f, g, ..] => [a, b, c, d, e, f, g, 0],
    }
}

/// Spreads the [first eight bytes](first_eight) of texts, which are much alike, over all numbers; the upper bits are the best spread.
pub(crate) const fn spread(first_eight: u64) -> u64 {
    // 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, section 6.4).
    first_eight.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Whether two short texts are the same, without the call that comparing slices costs.
#[inline]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    #[inline(always)]
    fn alike<const N: usize>(one: &[u8], other: &[u8]) -> bool {
        one.first_chunk::<N>() == other.first_chunk() && one.last_chunk::<N>() == other.last_chunk()
    }
    one.len() == other.len()
        && match one.len() {
            0 => true,
            1 => alike::<1>(one, other),
            2..4 => alike::<2>(one, other),
            4..8 => alike::<4>(one, other),
            8..=16 => alike::<8>(one, other),
            _ => one == other,
        }
}

/// Positions and lengths in a text of less than 2^28 bytes.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// Whether a text that is not all ASCII holds one of the code points that are not for interchange.
fn holds_noncharacter(text: &str) -> bool {
    // All of them begin with 0xEF or a higher byte.
    text.bytes().any(|byte| byte >= 0xEF) && text.chars().any(is_noncharacter)
}

/// A value of a canonical text.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    source: Source<'t>,
    /// Its own mark, and those of what is in it.
    marks: &'t [Mark],
}

/// What a value is.
pub(crate) enum Seen<'t> {
    Null,
    Bool(bool),
    Integer(i64),
    String(&'t str),
    Array(Items<'t>),
    Object(Members<'t>),
}

impl<'t> View<'t> {
    fn kind(self) -> Kind {
        self.marks.first().map_or(Kind::Null, |mark| mark.kind())
    }

    /// The text of the value; of a string, what it says.
    #[inline]
    pub(crate) fn text(self) -> &'t str {
        self.marks.first().map_or("", |mark| mark.text(self.source))
    }

    /// Where the value stands in its text, where it is no string.
    pub(crate) fn place(self) -> Range<usize> {
        self.marks.first().map_or(0..0, |mark| wide(mark.start)..wide(mark.end))
    }

    pub(crate) fn seen(self) -> Seen<'t> {
        match self.kind() {
            Kind::Null => Seen::Null,
            Kind::True => Seen::Bool(true),
            Kind::False => Seen::Bool(false),
            Kind::Integer => Seen::Integer(self.as_integer().unwrap_or_default()),
            Kind::Plain | Kind::Wide | Kind::Escaped => Seen::String(self.text()),
            Kind::Array => Seen::Array(self.inside()),
            Kind::Object => Seen::Object(Members { inside: self.inside() }),
        }
    }

    fn inside(self) -> Items<'t> {
        Items { source: self.source, marks: self.marks.get(1..).unwrap_or_default() }
    }

    /// The string, where the value is one.
    #[inline]
    pub(crate) fn as_str(self) -> Option<&'t str> {
        let mark = *self.marks.first()?;
        let text = match mark.kind() {
            Kind::Plain | Kind::Wide => self.source.text,
            Kind::Escaped => self.source.unescaped,
            _ => return None,
        };
        text.get(wide(mark.start)..wide(mark.end))
    }

    /// Whether the value is a string of ASCII without U+007F; of one with escapes it may say no.
    pub(crate) fn is_plain(self) -> bool {
        self.kind() == Kind::Plain
    }

    /// The number, where the value is one.
    pub(crate) fn as_integer(self) -> Option<i64> {
        if self.kind() == Kind::Integer { self.text().parse().ok() } else { None }
    }

    /// The truth value, where the value is one.
    pub(crate) fn as_bool(self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    pub(crate) fn is_array(self) -> bool {
        self.kind() == Kind::Array
    }

    pub(crate) fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// The elements, where the value is an array, and none where it is not.
    pub(crate) fn items(self) -> Items<'t> {
        if self.kind() == Kind::Array { self.inside() } else { Items { source: self.source, marks: &[] } }
    }

    /// The members, where the value is an object, and none where it is not.
    pub(crate) fn members(self) -> Members<'t> {
        let inside = if self.is_object() { self.inside() } else { Items { source: self.source, marks: &[] } };
        Members { inside }
    }

    /// The member of that name.
    #[inline(always)]
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        match names::number_of(name) {
            UNKNOWN => self.unnumbered(name),
            number => self.numbered(number),
        }
    }

    /// The member of a name that has no number.
    fn unnumbered(self, name: &str) -> Option<Self> {
        self.members().find(|(held, _)| *held == name).map(|(_, value)| value)
    }

    /// The member whose name has the number.
    fn numbered(self, wanted: NameNumber) -> Option<Self> {
        if !self.is_object() {
            return None;
        }
        let mut rest = self.marks.get(1..)?;
        while let [name, values @ ..] = rest {
            let extent = values.first()?.extent();
            let number = name.number();
            if number >= wanted {
                return if number == wanted { Some(View { marks: values.get(..extent)?, ..self }) } else { None };
            }
            rest = values.get(extent..)?;
        }
        None
    }

    /// Whether every string in it, names of members included, is as the caller wants it.
    pub(crate) fn has_only(self, wanted: impl Fn(&str) -> bool) -> bool {
        let is_string = |mark: &&Mark| matches!(mark.kind(), Kind::Plain | Kind::Wide | Kind::Escaped);
        let mut strings = self.marks.iter().filter(is_string);
        strings.all(|mark| wanted(mark.text(self.source)))
    }

    /// The value as a tree.
    pub(crate) fn to_value(self) -> Value {
        match self.seen() {
            Seen::Null => Value::Null,
            Seen::Bool(value) => Value::Bool(value),
            Seen::Integer(number) => Value::Integer(number),
            Seen::String(text) => Value::String(text.to_owned()),
            Seen::Array(items) => Value::Array(items.map(View::to_value).collect()),
            Seen::Object(_) => Value::Object(self.to_object()),
        }
    }

    /// The object as a tree; an empty one where the value is none.
    pub(crate) fn to_object(self) -> Object {
        let member = |(name, value): (&str, View<'_>)| -> Member { (name.into(), value.to_value()) };
        Object::from_sorted(self.members().map(member).collect())
    }
}

/// The elements of an array.
#[derive(Clone, Copy)]
pub(crate) struct Items<'t> {
    source: Source<'t>,
    marks: &'t [Mark],
}

impl<'t> Iterator for Items<'t> {
    type Item = View<'t>;

    fn next(&mut self) -> Option<View<'t>> {
        let extent = self.marks.first()?.extent();
        let (own, rest) = self.marks.split_at_checked(extent)?;
        self.marks = rest;
        Some(View { source: self.source, marks: own })
    }

    /// Exact, so that who collects them asks for memory once.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let mut rest = self.marks;
        let mut length = 0;
        while let Some(mark) = rest.first() {
            rest = rest.get(mark.extent()..).unwrap_or_default();
            length += 1;
        }
        (length, Some(length))
    }
}

/// The members of an object, in canonical order.
#[derive(Clone, Copy)]
pub(crate) struct Members<'t> {
    inside: Items<'t>,
}

/// A member of an object.
#[derive(Clone, Copy)]
pub(crate) struct NamedView<'t> {
    name: Mark,
    pub(crate) value: View<'t>,
}

impl<'t> NamedView<'t> {
    /// The number of its name.
    pub(crate) fn number(self) -> NameNumber {
        self.name.number()
    }

    pub(crate) fn name(self) -> &'t str {
        self.name.text(self.value.source)
    }
}

impl<'t> Members<'t> {
    /// The same with the numbers of their names.
    pub(crate) fn named(self) -> impl Iterator<Item = NamedView<'t>> {
        let mut rest = self.inside;
        std::iter::from_fn(move || rest.next_member())
    }
}

impl<'t> Items<'t> {
    /// The next member, where these are the marks of members.
    #[inline]
    fn next_member(&mut self) -> Option<NamedView<'t>> {
        let (name, values) = self.marks.split_first()?;
        let (own, rest) = values.split_at_checked(values.first()?.extent())?;
        self.marks = rest;
        Some(NamedView { name: *name, value: View { source: self.source, marks: own } })
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, View<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        self.inside.next_member().map(|member| (member.name(), member.value))
    }

    /// Exact, so that who collects them asks for memory once.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let mut rest = self.inside;
        let length = std::iter::from_fn(|| rest.next_member()).count();
        (length, Some(length))
    }
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
