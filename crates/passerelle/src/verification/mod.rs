//! Whether a signed object is what its signers signed: the stages from key to time, which every class of object goes through
//! (specification, chapter 7), and the answers that follow from what was found.

mod findings;
mod signatures;
mod statement;
mod verdict;

pub(crate) use findings::{Extent, Findings, Found, Halt};
pub(crate) use signatures::{Proof, Signatories, examine_signatures, is_before_issue};
pub(crate) use statement::{Document, Validators, open_statement, sign_statement};
pub use statement::{StatementError, VerifiedStatement};
pub(crate) use verdict::judge;
pub use verdict::{OpenError, SignatureSummary};
