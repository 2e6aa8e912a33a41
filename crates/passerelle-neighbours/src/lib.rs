//! Records and the formats of neighbours: STIX 2.1, FollowTheMoney, MISP, and HTCDS.
//!
//! Outward goes only what [`clear`] has cleared: a verified record that may go to the named recipient, without the parts that have a
//! marking of their own, without everything about victims, and without what is known to be false. Inward comes a draft, never a
//! record: it is unsigned, has the issuer that the caller names, and the stricter of the neighbour's marking and the caller's.
//!
//! Every conversion returns what is lost. Where a format is read as well as written, the losses are found by reading back what was
//! written; elsewhere, by telling which members went into the document. What is read says of every member whether it was used.
//!
//! Nothing here opens a file or a connection or reads a clock, and the same records give the same bytes.

mod clear;
mod draft;
mod ftm;
mod htcds;
mod input;
mod labels;
mod loss;
mod misp;
#[cfg(test)]
mod samples;
mod stix;
mod value;

use passerelle::Code;

pub use clear::{Cleared, Refusal, clear};
pub use draft::{Draft, Header, HeaderError, Import, Reject};
pub use loss::Loss;

/// The namespace of all identifiers that are made here: UUIDv5 of `neighbours.passerelle.example` in the namespace of domain names.
const NAMESPACE: u128 = 0xd32c_8a5d_e06e_5ded_8a26_0964_2cae_bef0;

/// A format that records are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Outward {
    /// Structured Threat Information Expression 2.1, of OASIS: a bundle.
    Stix,
    /// FollowTheMoney 4: entities, one a line.
    Ftm,
    /// MISP: an event with objects of the published templates.
    Misp,
}

/// A format that drafts are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Inward {
    /// Structured Threat Information Expression 2.1, of OASIS: a bundle.
    Stix,
    /// FollowTheMoney 4: entities, one a line or in a list.
    Ftm,
    /// The Human Trafficking Case Data Standard of IOM: cases, one a line or in a list. Their terms make methods, and nothing else of them is
    /// read.
    Htcds,
}

impl Outward {
    /// All of them, by the names that programs use.
    const NAMES: [(&str, Self); 3] = [("stix", Self::Stix), ("ftm", Self::Ftm), ("misp", Self::Misp)];

    /// The format of a name: `stix`, `ftm`, `misp`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }
}

impl Inward {
    /// All of them, by the names that programs use.
    const NAMES: [(&str, Self); 3] = [("stix", Self::Stix), ("ftm", Self::Ftm), ("htcds", Self::Htcds)];

    /// The format of a name: `stix`, `ftm`, `htcds`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }
}

/// A document in a neighbour's format, and what is lost in it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Export {
    /// The document: JSON text, the same bytes for the same records.
    pub document: Vec<u8>,
    /// What of the records whoever reads the document does not see, or sees otherwise.
    pub losses: Vec<Loss>,
    /// The records that the format cannot say at all.
    pub left_out: Vec<Loss>,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export").field("losses", &self.losses.len()).finish_non_exhaustive()
    }
}

/// What keeps a document from being read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} at {place}: {detail}")]
#[non_exhaustive]
pub struct Fault {
    /// What it is.
    pub code: Code,
    /// The place in the document, as a JSON Pointer or a line.
    pub place: String,
    /// What was expected, without a value of the document.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(code: Code, place: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code, place: place.into(), detail: detail.into() }
    }
}

/// Writes records in a neighbour's format.
///
/// The order of the records does not matter. A reference from one record to another is written where both are among them.
#[must_use]
pub fn export(neighbour: Outward, records: &[Cleared]) -> Export {
    match neighbour {
        Outward::Stix => stix::export(records),
        Outward::Ftm => ftm::export(records),
        Outward::Misp => misp::export(records),
    }
}

/// Reads a document of a neighbour and makes drafts of it.
///
/// # Errors
/// `NBR_SYNTAX`, `NBR_SIZE`, `NBR_VERSION`, `NBR_OBJECT` or `NBR_ID`: nothing of the document is used. A draft that is not valid is
/// among the rejects, and does not keep the others back.
pub fn import(neighbour: Inward, document: &[u8], header: &Header) -> Result<Import, Fault> {
    match neighbour {
        Inward::Stix => stix::import(document, header),
        Inward::Ftm => ftm::import(document, header),
        Inward::Htcds => htcds::import(document, header),
    }
}
