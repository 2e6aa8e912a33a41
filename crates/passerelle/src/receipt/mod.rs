//! Receipts: an independent authority signs that it held a record, and verified its signatures, at a time.
//!
//! They decide what the signature alone cannot: whether a record existed before its key was stolen, or before its algorithm went
//! out of use. A receipt names the signatures that were verified, since a digest alone would also vouch for a signature that was
//! made later, with the stolen key.

mod document;

pub use document::{Receipt, schema_for_receipt};

use crate::crypto::Signer;
use crate::envelope::{Envelope, Form};
use crate::json::Node;
use crate::record::Timestamp;
use crate::trust::Trust;
use crate::verification::{OpenError, Proof, StatementError, VerifiedStatement, open_statement, sign_statement};

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

/// What receipts prove of the signatures of a record.
///
/// Those for this record are opened anew: a receipt whose own key has been stolen since proves nothing.
///
/// spec: PSR-RCP-002, PSR-RCP-003
pub(crate) fn proofs<'t>(
    receipts: &[VerifiedStatement<Receipt>],
    record: &Envelope,
    trust: &'t Trust,
    now: Timestamp,
) -> Vec<Proof<'t>> {
    let id = record.object.node().get("id").and_then(Node::as_str);
    let rev = record.object.node().get("rev").and_then(Node::as_integer);
    let digest = record.digest();
    let is_for_it = |receipt: &&VerifiedStatement<Receipt>| {
        let of = &receipt.document().record;
        of.digest == digest && Some(of.id.as_str()) == id && Some(of.rev) == rev
    };
    let opened = receipts.iter().filter(is_for_it).filter_map(|receipt| {
        let receipt = open_receipt(&receipt.to_envelope(Form::Clear), trust, now).ok()?;
        Some((trust.authority(&receipt.document().issuer)?, receipt))
    });
    let proofs = opened.flat_map(|(holder, receipt)| {
        let Receipt { received, signatures, .. } = receipt.document().clone();
        signatures.into_iter().map(move |signature| Proof { signature, holder, received })
    });
    proofs.collect()
}
