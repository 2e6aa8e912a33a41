//! The schema layer: one JSON Schema for each record type, generated from the Rust types.

pub(crate) mod beyond;
mod check;
mod generate;
mod mend;

pub use beyond::list_of_index;
pub(crate) use beyond::{DATES, INDEXES};
pub(crate) use check::{Strictness, check, check_document, compile, first_fault, known_part};
pub(crate) use generate::schema_for_document;
pub use generate::*;
pub(crate) use mend::mend;
