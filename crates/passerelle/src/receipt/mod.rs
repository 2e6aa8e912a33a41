//! Receipts: an independent authority signs that it held a record, and verified its signatures, at a time.
//!
//! They decide what the signature alone cannot: whether a record existed before its key was stolen, or before its algorithm went
//! out of use. A receipt names the signatures that were verified, since a digest alone would also vouch for a signature that was
//! made later, with the stolen key.

mod document;

pub use document::{Receipt, ReceiptedRecord, schema_for_receipt};

use crate::crypto::Signer;
use crate::envelope::Form;
use crate::record::Timestamp;
use crate::trust::Trust;
use crate::verification::{OpenError, StatementError, VerifiedStatement, open_statement, sign_statement};

/// Signs a receipt with a key of its issuer.
///
/// # Errors
/// See [`StatementError`].
pub fn sign_receipt(
    receipt: &Receipt,
    signer: &dyn Signer,
    now: Timestamp,
    form: Form,
) -> Result<Vec<u8>, StatementError> {
    sign_statement(receipt, signer, now, form)
}

/// Opens a receipt.
///
/// # Errors
/// [`OpenError`], as for a record.
pub fn open_receipt(bytes: &[u8], trust: &Trust, now: Timestamp) -> Result<VerifiedStatement<Receipt>, OpenError> {
    open_statement(bytes, trust, now)
}
