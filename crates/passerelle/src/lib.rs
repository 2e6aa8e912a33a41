//! Passerelle: signed, versioned records of traffickers and their methods.
//!
//! [`open`] is the one way from bytes to a [`VerifiedRecord`]. [`validate`] tells an author what to mend before [`sign`]. The
//! crate does no input or output: bytes, the time, keys and trust come in as arguments.

mod answer;
pub mod container;
pub mod crypto;
pub mod diff;
mod envelope;
pub mod error;
mod finding;
pub mod forward;
pub mod handling;
pub mod json;
mod jwe;
#[rustfmt::skip]
pub mod limits;
pub mod manifest;
mod pipeline;
pub mod receipt;
pub mod record;
pub mod redaction;
mod rules;
pub mod schema;
pub mod sealing;
pub mod status;
pub mod trust;
mod verification;
pub mod vocabulary;

pub use answer::{Integrity, Standing, Status};
pub use envelope::{Form, Header, ObjectClass};
pub use error::{Code, Language, Severity, Stage};
pub use finding::Finding;
pub use pipeline::{
    Actionability, Held, NothingHeld, Opening, Report, SignError, Validation, VerifiedRecord, check_attachments,
    check_draft, convert, cosign, inspect, inspect_with, open, open_with, partial, receipt_for, redact, sign,
    sign_redactable, to_sd_jwt, validate,
};
pub use rules::{Reader, escape_unseen};
pub use verification::{OpenError, SignatureSummary, StatementError, VerifiedStatement};

/// The Rust examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
