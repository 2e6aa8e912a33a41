//! What the caller has beside the record that a call is about.

use passerelle::receipt::{Receipt, open_receipt};
use passerelle::record::Timestamp;
use passerelle::status::{History, Judgement};
use passerelle::{OpenError, Opening, VerifiedRecord, VerifiedStatement};

use crate::failure::Failure;
use crate::trust::Trust;

/// What is held beside a record.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct Holdings {
    /// Other signed records: newer revisions and notices count only where they are among them.
    pub records: Vec<Vec<u8>>,
    /// Signed receipts, which save a record whose key was stolen later.
    pub receipts: Vec<Vec<u8>>,
}

/// Prints how much there is, never what it says.
impl std::fmt::Debug for Holdings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Holdings({} records, {} receipts)", self.records.len(), self.receipts.len())
    }
}

/// Opens receipts; one that does not open is an error, since it would be missed.
pub(crate) fn receipts(
    envelopes: &[Vec<u8>],
    trust: &Trust,
    now: Timestamp,
) -> Result<Vec<VerifiedStatement<Receipt>>, Failure> {
    envelopes.iter().map(|receipt| Ok(open_receipt(receipt, trust.held(), now)?)).collect()
}

/// Opens records, each with what came of it.
pub(crate) fn opened(envelopes: &[Vec<u8>], opening: &Opening<'_>) -> Vec<Result<VerifiedRecord, OpenError>> {
    envelopes.iter().map(|envelope| passerelle::open_with(envelope, opening)).collect()
}

/// Opens a record, looks for what is held of it, and hands on both.
pub(crate) fn judged<T>(
    envelope: &[u8],
    holdings: &Holdings,
    trust: &Trust,
    now: Timestamp,
    then: impl FnOnce(&VerifiedRecord, &Judgement) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let vouching = receipts(&holdings.receipts, trust, now)?;
    let opening = Opening::new(trust.held(), now).receipts(&vouching);
    let record = passerelle::open_with(envelope, &opening)?;
    let others: Result<Vec<_>, _> = opened(&holdings.records, &opening).into_iter().collect();
    let others = others?;
    let judgements = History::of(others.iter().chain([&record])).at(now);
    let judgement = judgements.of(&record).ok_or_else(|| Failure::argument("envelope: it is not judged"))?;
    then(&record, judgement)
}
