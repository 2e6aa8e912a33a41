//! The receipt for a record that was opened.

use super::VerifiedRecord;
use crate::receipt::Receipt;
use crate::record::{AuthorityId, SpecVersion, Timestamp};

/// The receipt for a record, to be signed with [`sign_receipt`](crate::receipt::sign_receipt).
///
/// It names the signatures that were verified when the record was opened, and no others. `received` is when the record came, by
/// the clock of whoever gives the receipt; never a time that the sender says.
///
/// spec: PSR-RCP-001
#[must_use]
pub fn receipt_for(record: &VerifiedRecord, issuer: AuthorityId, received: Timestamp, issued: Timestamp) -> Receipt {
    Receipt {
        spec: SpecVersion::current(),
        issuer,
        issued,
        received,
        record: record.exact_revision(),
        signatures: record.verified_signatures(),
    }
}
