//! Map packs: rows of a national system become records, and records become rows of a national system.
//!
//! A [`Pack`] is a folder that a vendor writes: `map.toml` says which columns stand for which members of a record, `tables/` holds
//! the codes. There is no program in it. Every field is a *lens*: the same line of the pack reads a row and writes one.
//!
//! [`Pack::get`] makes a draft of a row; [`Pack::put`] writes a record into a row. What a row cannot hold is kept beside it in
//! a [`Residue`], so that nothing that another country said is lost on the way through an old system. What is lost for those who
//! see the row alone is told by reading back what was written, never by a converter's own word.
//!
//! Nothing here opens a connection or reads a clock. A pack is read from the files that the caller hands in; the state file is
//! the one thing that is written.

mod calendar;
mod convert;
mod encoding;
mod identity;
mod import;
mod infer;
mod join;
mod law;
mod lens;
mod pack;
mod run;
mod source;
mod state;
mod zone;

pub use convert::Class;
pub use encoding::Charset;
pub use identity::{IdentityKey, KeyError};
pub use import::{Import, Imported};
pub use infer::propose;
pub use join::{ChildTally, Children, JoinError, TemporaryError};
pub use law::{Example, LawFault, check_laws, recombined};
pub use lens::{Draft, Loss, Put, Residue, RowFault};
pub use pack::{Diagnostic, FieldSummary, Files, Pack, PackError, schema};
pub use run::{Export, Issue, Outcome, Reject, RunError, Tally, run, run_export};
pub use source::{RawRow, Row, Split, Splitter, file_code};
pub use state::{Entry, State, StateError, withdrawal};
