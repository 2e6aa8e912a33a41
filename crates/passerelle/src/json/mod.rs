//! The profile of JSON that every signed object is written in (specification, chapter 3).
//!
//! [`read`] turns bytes into a [`Value`] or says exactly what is wrong; [`Value::to_canonical`] writes the one byte string that
//! is signed (RFC 8785). Nothing is rounded, no member wins over another of the same name, and both work in linear time within
//! the limits of `spec/registry/limits.toml`.

mod canonical;
mod decode;
mod encode;
mod known_names;
mod names;
mod node;
mod outline;
mod pointer;
mod position;
mod reader;
mod short;
mod value;
pub(crate) mod walk;
mod writer;

pub(crate) use canonical::Canonical;
pub use decode::DecodeError;
pub(crate) use decode::members;
pub(crate) use names::{NameNumber, UNKNOWN, number_of};
pub(crate) use node::Node;
pub(crate) use outline::{Outline, Seen, View};
pub use pointer::Pointer;
pub(crate) use pointer::array_index;
pub use position::{Position, Span, locate};
pub(crate) use reader::{Budget, Names, RESERVED, is_profile_name, read_all, read_value, read_with};
pub use reader::{Fault, read};
pub(crate) use short::{first_eight, is_same, spread};
pub use value::{Object, Value};
