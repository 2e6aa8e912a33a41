//! A JSON value inside the profile.

use std::cmp::Ordering;
use std::fmt;

use compact_str::CompactString;

use super::Pointer;

/// A JSON value: integers only, and no member name twice.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`: valid JSON, though no record type has a place for it.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number within ±(2^53 − 1).
    Integer(i64),
    /// A string of Unicode scalar values, as it was written.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

/// Prints the kind of value only, since values are persons' data.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Integer(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        })
    }
}

impl Value {
    /// The object, where the value is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Value::Object(object) = self { Some(object) } else { None }
    }

    /// The elements, where the value is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Value]> {
        if let Value::Array(items) = self { Some(items) } else { None }
    }

    /// The text, where the value is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = self { Some(text) } else { None }
    }

    /// The number, where the value is one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        if let Value::Integer(number) = self { Some(*number) } else { None }
    }

    /// How many values it holds, itself included.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Value::Array(items) => 1 + items.iter().map(Value::count).sum::<usize>(),
            Value::Object(object) => object.count(),
            _ => 1,
        }
    }

    /// Puts a value where a pointer leads, and says whether there is such a place: a member of an object that is there, or an
    /// element that is there.
    pub(crate) fn set(&mut self, pointer: &Pointer, value: Value) -> bool {
        let tokens: Vec<_> = pointer.tokens().collect();
        let Some((last, above)) = tokens.split_last() else {
            *self = value;
            return true;
        };
        let container = above.iter().try_fold(self, |value, token| match value {
            Value::Object(object) => object.get_mut(token),
            Value::Array(items) => super::pointer::array_index(token).and_then(|index| items.get_mut(index)),
            _ => None,
        });
        match container {
            Some(Value::Object(object)) => {
                object.insert(last.as_ref(), value);
                true
            }
            Some(Value::Array(items)) => {
                let slot = super::pointer::array_index(last).and_then(|index| items.get_mut(index));
                slot.map(|slot| *slot = value).is_some()
            }
            _ => false,
        }
    }

    /// The value that a pointer names, if there is one.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Value> {
        pointer.tokens().try_fold(self, |value, token| value.below(&token))
    }

    /// The value that one token of a pointer names.
    pub(crate) fn below(&self, token: &str) -> Option<&Value> {
        match self {
            Value::Object(object) => object.get(token),
            Value::Array(items) => super::pointer::array_index(token).and_then(|index| items.get(index)),
            _ => None,
        }
    }
}

/// The members of an object, each name once, in canonical order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Object {
    members: Vec<Member>,
}

/// A name and what stands there. Names are short, so most of them need no memory of their own.
pub(super) type Member = (CompactString, Value);

/// Prints the member count only.
impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object of {} members", self.members.len())
    }
}

impl Object {
    /// An object without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes members that are sorted by [`canonical_order`] and unique.
    pub(super) fn from_sorted(members: Vec<Member>) -> Self {
        Self { members }
    }

    /// The value of a member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        let index = self.members.binary_search_by(|(held, _)| canonical_order(held, name)).ok()?;
        self.members.get(index).map(|(_, value)| value)
    }

    /// The value that a pointer names below this object; nothing for the pointer to the object itself.
    #[must_use]
    pub fn at(&self, pointer: &Pointer) -> Option<&Value> {
        let mut tokens = pointer.tokens();
        let first = self.get(&tokens.next()?)?;
        tokens.try_fold(first, |value, token| value.below(&token))
    }

    /// The value of a member, to be changed.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let index = self.members.binary_search_by(|(held, _)| canonical_order(held, name)).ok()?;
        self.members.get_mut(index).map(|(_, value)| value)
    }

    /// Whether there is a member of that name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member, and gives back the value it had.
    pub fn insert(&mut self, name: impl AsRef<str>, value: Value) -> Option<Value> {
        let name = name.as_ref();
        match self.members.binary_search_by(|(held, _)| canonical_order(held, name)) {
            Ok(index) => self.members.get_mut(index).map(|(_, held)| std::mem::replace(held, value)),
            Err(index) => {
                self.members.insert(index, (name.into(), value));
                None
            }
        }
    }

    /// Takes out the member that a pointer names, and says whether there was one.
    pub(crate) fn remove_at(&mut self, pointer: &Pointer) -> bool {
        let Some(name) = pointer.tokens().last() else { return false };
        let above = pointer.parent();
        if above == Pointer::root() {
            return self.remove(&name).is_some();
        }
        if let Some(Value::Object(holder)) = self.at_mut(&above) { holder.remove(&name).is_some() } else { false }
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let index = self.members.binary_search_by(|(held, _)| canonical_order(held, name)).ok()?;
        Some(self.members.remove(index).1)
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.members
    }

    /// The members in canonical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.members.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The members in canonical order, their values to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.members.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// The value that a pointer names below this object, to be changed.
    pub(crate) fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Value> {
        let tokens: Vec<_> = pointer.tokens().collect();
        let (first, rest) = tokens.split_first()?;
        rest.iter().try_fold(self.get_mut(first)?, |value, token| match value {
            Value::Object(object) => object.get_mut(token),
            Value::Array(items) => super::pointer::array_index(token).and_then(|index| items.get_mut(index)),
            _ => None,
        })
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// How many values it holds at every depth, itself included.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.iter().map(|(_, value)| value.count()).sum::<usize>()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

/// The order of names in the canonical form: by UTF-16 code unit (RFC 8785 §3.2.3).
///
/// It is the order of UTF-8 up to U+D7FF, and so for every name of the profile: only above that do surrogates come in between.
pub(crate) fn canonical_order(left: &str, right: &str) -> Ordering {
    const FIRST_BYTE_ABOVE: u8 = 0xEE;
    let differing = left.bytes().zip(right.bytes()).find(|(one, other)| one != other);
    match differing {
        None => left.len().cmp(&right.len()),
        Some((one, other)) if one.max(other) < FIRST_BYTE_ABOVE => one.cmp(&other),
        Some(_) => left.encode_utf16().cmp(right.encode_utf16()),
    }
}
