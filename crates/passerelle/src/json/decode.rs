//! From a value, however it is held, to a Rust type, through serde, without a detour over another JSON library's value type.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor};

use super::node::Kind;
use super::{Node, Object, Value};

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
        T::deserialize(Node::from(self))
    }
}

impl Value {
    /// Reads the value as a Rust type.
    ///
    /// # Errors
    /// The value is not one of that type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        T::deserialize(Node::from(self))
    }
}

/// Members as serde takes them, with their names borrowed, so that nothing is copied to look at one.
pub(crate) fn members<'v>(
    members: impl Iterator<Item = (&'v str, Node<'v>)>,
) -> MapDeserializer<'v, impl Iterator<Item = (Name<'v>, Node<'v>)>, DecodeError> {
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

impl<'de> IntoDeserializer<'de, DecodeError> for Node<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(value),
            Kind::Integer(value) => visitor.visit_i64(value),
            Kind::String(value) => visitor.visit_borrowed_str(value),
            Kind::Array => visitor.visit_seq(SeqDeserializer::new(self.items())),
            Kind::Object => visitor.visit_map(members(self.members())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if matches!(self.kind(), Kind::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
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
        match self.as_str() {
            Some(name) => visitor.visit_enum(name.into_deserializer()),
            None => Err(DecodeError),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
