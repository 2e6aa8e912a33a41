//! The commands, each in a file of its name: its arguments, and what it does.

pub(crate) mod demo;
pub(crate) mod key;
pub(crate) mod trust;
pub(crate) mod validate;
