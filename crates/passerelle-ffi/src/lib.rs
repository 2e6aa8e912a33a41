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
mod container;
mod decryption;
mod failure;
mod holdings;
mod key;
mod manifest;
mod mapping;
mod neighbours;
mod randomness;
mod reading;
mod sealing;
mod sharing;
mod statement;
mod store;
mod text;
mod trust;

pub use authoring::{EnvelopeForm, canonicalize, convert, cosign, redact, sign, sign_trust_document, validate};
pub use batch::{Task, batch_lines, batch_packed};
pub use columns::{Column, ColumnKind, Verdicts};
pub use container::{Packed, Unpacked, pack, unpack};
pub use decryption::{AgreementDevice, Decryption, EncryptionKey, generate_encryption_key, read_encryption_key};
pub use failure::Failure;
pub use holdings::Holdings;
pub use key::{CallbackFailure, Signatory, SigningDevice, SoftwareKey};
pub use manifest::{OpenedBatch, check_attachments, check_feeds, open_batch, open_manifest};
pub use mapping::{Imported, Mapped, Mapping};
pub use neighbours::{Drafted, Exported, export_as, import_from};
pub use randomness::RandomSource;
pub use reading::{Opened, inspect, inspect_with, open, open_with};
pub use sealing::{Dispatch, seal, seal_of, unseal};
pub use sharing::{Referred, Transfer, diff, redact_for, referral, release, status};
pub use statement::{Forwarding, check_forward, forward, open_forward, open_receipt, receipt};
pub use store::{RevisionAnswer, RevisionStore};
#[cfg(feature = "faults")]
pub use text::panic_within;
pub use text::{explain, version};
pub use trust::Trust;

uniffi::setup_scaffolding!("passerelle");
