//! Passerelle for other languages, through UniFFI: it converts and never decides.
//!
//! What crosses the boundary is bytes, numbers and short texts. An answer is JSON, made by [`answer`], so that it is the same byte for
//! byte in every language and each language reads it with its own quickest reader; many answers at once are columns ([`Verdicts`]).
//! Handing a nested object over value by value costs more than checking it (see the decision on bindings in `spec/decisions`).
//!
//! Every function that can fail gives a [`Failure`], a fault of the library itself included: no panic crosses. No default value of a
//! foreign callback is taken for an answer: what a device signs is verified, and a store names the question that it answers.

mod answer;
mod authoring;
mod batch;
mod columns;
mod failure;
mod key;
mod reading;
mod sharing;
mod store;
mod text;
mod trust;

pub use authoring::{EnvelopeForm, canonicalize, convert, cosign, redact, sign, sign_trust_document, validate};
pub use batch::{Task, batch_lines, batch_packed};
pub use columns::{Column, ColumnKind, Verdicts};
pub use failure::Failure;
pub use key::{CallbackFailure, Signatory, SigningDevice, SoftwareKey};
pub use reading::{Opened, inspect, open, open_with};
pub use sharing::{Transfer, diff, receipt, redact_for, release, status};
pub use store::{RevisionAnswer, RevisionStore};
#[cfg(feature = "faults")]
pub use text::panic_within;
pub use text::{explain, version};
pub use trust::Trust;

uniffi::setup_scaffolding!("passerelle");
