//! The way from bytes to a verified record, and from a draft to a signed one.
//!
//! [`open`] is the only maker of a [`VerifiedRecord`]; [`inspect`] runs the same checks and lists everything that is wrong;
//! [`validate`] is for authors, before signing; [`sign`] refuses what `validate` finds errors in.

mod attachments;
mod content;
mod examine;
mod open;
mod receipt;
mod redact;
mod sign;
mod validate;

pub use attachments::check_attachments;
pub use open::{
    Actionability, Held, NothingHeld, Opening, Report, VerifiedRecord, inspect, inspect_with, open, open_with,
};
pub(crate) use open::{Listing, open_listed};
pub use receipt::receipt_for;
pub use redact::{partial, redact, to_sd_jwt};
pub(crate) use redact::{seen_in, without};
pub use sign::{SignError, convert, cosign, sign, sign_redactable};
pub use validate::{Validation, check_draft, validate};
