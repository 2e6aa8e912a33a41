//! Forwards: who passed a record on, to whom, under which marking, and what was withheld.
//!
//! Whoever passes on a record of another authority signs a forward for it. It travels with the record and with the forwards by
//! which the record came; so the way of a copy can be shown ([`path`]), and held against what its issuer allows
//! ([`check_forward`]).
//!
//! ```
//! use passerelle::forward::{Forward, check_forward};
//! use passerelle::record::Timestamp;
//! use passerelle::status::History;
//! use passerelle::trust::Trust;
//! use passerelle::{VerifiedRecord, VerifiedStatement};
//!
//! /// Whether a record may be taken from whoever passed it on.
//! fn is_sound(
//!     record: &VerifiedRecord,
//!     forward: &VerifiedStatement<Forward>,
//!     earlier: &[VerifiedStatement<Forward>],
//!     trust: &Trust,
//!     now: Timestamp,
//! ) -> bool {
//!     let judgements = History::of([record]).at(forward.document().issued);
//!     let judgement = judgements.of(record);
//!     judgement.is_some_and(|judgement| check_forward(forward, earlier, record, judgement, trust, now).is_empty())
//! }
//! ```

mod check;
mod document;
mod path;

pub use check::{ForwardFault, check_forward};
pub use document::{Forward, ForwardConsent, schema_for_forward};
pub use path::{Path, path};

use crate::crypto::Signer;
use crate::envelope::Form;
use crate::json::Pointer;
use crate::pipeline::VerifiedRecord;
use crate::record::{Addressee, AuthorityId, JsonPointer, SpecVersion, Timestamp};
use crate::trust::Trust;
use crate::verification::{OpenError, StatementError, VerifiedStatement, open_statement, sign_statement};
use crate::vocabulary::code::Purpose;

/// The forward of a record as it came from its own issuer, under its own marking, to be signed with [`sign_forward`].
///
/// Whoever got it by another forward names that in `prev`. `handling` may be made stricter.
///
/// spec: PSR-FWD-001
#[must_use]
pub fn forward_for(
    record: &VerifiedRecord,
    issuer: AuthorityId,
    to: Vec<Addressee>,
    purpose: Vec<Purpose>,
    issued: Timestamp,
) -> Forward {
    let places = withheld(record);
    Forward {
        spec: SpecVersion::current(),
        issuer,
        issued,
        record: record.exact_revision(),
        prev: None,
        to,
        purpose,
        handling: record.record().header.handling.clone(),
        withheld: places.iter().filter_map(|place| JsonPointer::new(place.as_str()).ok()).collect(),
        consent: None,
    }
}

/// The places of what a copy withholds.
fn withheld(record: &VerifiedRecord) -> Vec<Pointer> {
    record.withheld().iter().map(|withheld| withheld.digest_at.clone()).collect()
}

/// Signs a forward with a key of its issuer. The record is not looked at: see [`check_forward`].
///
/// # Errors
/// See [`StatementError`].
pub fn sign_forward(
    forward: &Forward,
    signer: &dyn Signer,
    now: Timestamp,
    form: Form,
) -> Result<Vec<u8>, StatementError> {
    sign_statement(forward, signer, now, form)
}

/// Opens a forward, for itself: whether it fits the record and the forwards before it is for [`check_forward`] to say.
///
/// # Errors
/// [`OpenError`], as for a record.
pub fn open_forward(bytes: &[u8], trust: &Trust, now: Timestamp) -> Result<VerifiedStatement<Forward>, OpenError> {
    open_statement(bytes, trust, now)
}
