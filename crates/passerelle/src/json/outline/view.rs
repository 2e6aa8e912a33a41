//! The values of an outline, looked at where they stand.

use std::ops::Range;

use super::super::names::{self, NameNumber, UNKNOWN};
use super::super::value::Member;
use super::super::{Object, Value};
use super::{Kind, Mark, Source, wide};

/// A value of a canonical text.
#[derive(Clone, Copy)]
pub(crate) struct View<'t> {
    pub(super) source: Source<'t>,
    /// Its own mark, and those of what is in it.
    pub(super) marks: &'t [Mark],
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
