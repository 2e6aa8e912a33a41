//! From a [`Value`] to a Rust type, through serde, without a detour over another JSON library's value type.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use super::outline::{Seen, View};
use super::{Object, Value};

/// A value does not fit the type.
///
/// It says no more, since what serde would say can hold the value; the schema stage has told the author what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError;

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value does not fit its type")
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Object {
    /// Reads the object as a Rust type.
    ///
    /// # Errors
    /// The object does not have the members or values of that type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        T::deserialize(members(self.iter()))
    }
}

/// Members as serde takes them, with their names borrowed, so that nothing is copied to look at one.
pub(crate) fn members<'v>(
    members: impl Iterator<Item = (&'v str, &'v Value)>,
) -> MapDeserializer<'v, impl Iterator<Item = (Name<'v>, &'v Value)>, DecodeError> {
    MapDeserializer::new(members.map(|(name, value)| (Name(name), value)))
}

/// The same of a canonical text.
pub(crate) fn members_in_place<'v>(
    members: impl Iterator<Item = (&'v str, View<'v>)>,
) -> MapDeserializer<'v, impl Iterator<Item = (Name<'v>, View<'v>)>, DecodeError> {
    MapDeserializer::new(members.map(|(name, value)| (Name(name), value)))
}

/// The name of a member.
pub(crate) struct Name<'v>(&'v str);

impl<'v> IntoDeserializer<'v, DecodeError> for Name<'v> {
    type Deserializer = BorrowedStrDeserializer<'v, DecodeError>;

    fn into_deserializer(self) -> Self::Deserializer {
        BorrowedStrDeserializer::new(self.0)
    }
}

impl Value {
    /// Reads the value as a Rust type.
    ///
    /// # Errors
    /// The value is not one of that type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        T::deserialize(self)
    }
}

impl<'de> IntoDeserializer<'de, DecodeError> for &'de Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for &'de Value {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::String(value) => visitor.visit_borrowed_str(value),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Value::Object(object) => visitor.visit_map(members(object.iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if matches!(self, Value::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self {
            Value::String(name) => visitor.visit_enum(name.as_str().into_deserializer()),
            _ => Err(DecodeError),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, DecodeError> for View<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for View<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.seen() {
            Seen::Null => visitor.visit_unit(),
            Seen::Bool(value) => visitor.visit_bool(value),
            Seen::Integer(value) => visitor.visit_i64(value),
            Seen::String(Cow::Borrowed(value)) => visitor.visit_borrowed_str(value),
            Seen::String(Cow::Owned(value)) => visitor.visit_string(value),
            Seen::Array(items) => visitor.visit_seq(SeqDeserializer::new(items)),
            Seen::Object(members) => visitor.visit_map(members_in_place(members)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if matches!(self.seen(), Seen::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self.seen() {
            Seen::String(name) => visitor.visit_enum(name.as_ref().into_deserializer()),
            _ => Err(DecodeError),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
