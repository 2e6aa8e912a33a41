//! The lens: a row and a record stand for one another, and what one side cannot hold is kept beside it.
//!
//! `put` compares before it writes: where a field of the record says what the row says already, its cells stay byte for byte as
//! they are. What the row cannot hold is found by reading the new row back and comparing that with the record.

pub(crate) mod layout;
mod read;
mod references;
mod residue;
mod write;

use std::fmt;

use passerelle::Code;
use serde_json::Value;

use crate::source::Row;
pub use residue::Residue;

/// What a row says, as a record without `id`, `rev`, `issued` and the other members that issuing gives it.
#[derive(Clone, PartialEq)]
pub struct Draft {
    /// The members.
    pub record: Value,
    /// Columns with a value that the record goes without.
    pub left: Vec<Loss>,
}

/// What `put` makes of a record.
#[derive(Clone, PartialEq)]
pub struct Put {
    /// The national row.
    pub row: Row,
    /// What the row cannot hold, to be kept beside it.
    pub residue: Residue,
    /// The same for people: every place where whoever sees the row alone sees less, or something else.
    pub losses: Vec<Loss>,
}

/// A place at which one side says less than the other, or something else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Loss {
    /// The place in the record, or the place of the field where a cell was left out.
    pub place: String,
    /// What happened.
    pub code: Code,
    /// The columns that it is about, where a field was.
    pub columns: Option<String>,
}

/// Why a row makes no draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
#[non_exhaustive]
pub struct RowFault {
    /// What it is.
    pub code: Code,
    /// The column, where it is one.
    pub column: Option<String>,
    /// What was expected, in words without a value.
    pub detail: String,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("left", &self.left).finish_non_exhaustive()
    }
}

impl fmt::Debug for Put {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("losses", &self.losses).finish_non_exhaustive()
    }
}
