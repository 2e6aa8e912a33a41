//! What is known of an input after it was examined.

use passerelle::{Finding, Integrity, SignatureSummary, Standing, Status};

use crate::exit::Exit;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A record that is not signed yet.
    Draft,
    /// A record in its envelope.
    Signed,
}

/// An input and what was found in it.
#[derive(Debug)]
pub(crate) struct Examined {
    /// The file, or `<stdin>`.
    pub(crate) name: String,
    /// Which line of the file it is, from 1, and how many bytes stand before that: for NDJSON.
    pub(crate) line: Option<(usize, usize)>,
    pub(crate) kind: Kind,
    pub(crate) exit: Exit,
    /// Integrity, trust and status, where they were asked for.
    pub(crate) answers: Option<(Integrity, Standing, Status)>,
    pub(crate) id: Option<String>,
    pub(crate) record_type: Option<String>,
    pub(crate) rev: Option<i64>,
    pub(crate) digest: Option<String>,
    pub(crate) signatures: Vec<SignatureSummary>,
    pub(crate) findings: Vec<Finding>,
    /// The text that the positions of the findings lie in.
    pub(crate) text: Vec<u8>,
}

impl Examined {
    /// The name with the line of an NDJSON input.
    pub(crate) fn place(&self) -> String {
        self.line.map_or_else(|| self.name.clone(), |(line, _)| format!("{}:{line}", self.name))
    }
}
