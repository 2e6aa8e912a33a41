//! Containers (specification, chapter 17): many records in one file or stream, as segments that are each a manifest and its
//! records.
//!
//! Neither side holds more than one segment in memory, so a container may be of any size. A [`Packer`] writes one, an
//! [`Unpacker`] reads one up to the first damage and says where that is.

mod lines;
mod pack;
mod unpack;

pub use lines::Place;
pub use pack::{PackError, Packer, Sender};
pub use unpack::{Checkpoint, Piece, Segment, UnpackError, Unpacker};

/// How a container is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "version 1 of the format has these two")]
pub enum Packing {
    /// One envelope a line.
    Plain,
    /// The same, with each segment compressed by itself (RFC 8878).
    #[default]
    Compressed,
}

/// What a manifest in a container begins with, and no record does.
const MANIFEST: &[u8] = b"{\"manifest\":";
