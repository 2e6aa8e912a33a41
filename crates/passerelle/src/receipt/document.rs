//! A receipt, as it is written.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use crate::envelope::ObjectClass;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::{AuthorityId, Digest, ExactRevision, SpecVersion, Timestamp};
use crate::schema::schema_for_document;
use crate::verification::{Document, Validators};

/// The JSON Schema of a receipt.
#[must_use]
pub fn schema_for_receipt() -> Schema {
    schema_for_document::<Receipt>("receipt", "Passerelle receipt")
}

/// A receipt: its issuer states that it held a record at a time, and that these signatures of it verified then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// The version of the format.
    #[schemars(example = &"1.0")]
    pub spec: SpecVersion,
    /// Who held the record.
    #[schemars(example = &"XX/southland")]
    pub issuer: AuthorityId,
    /// When the receipt was made.
    pub issued: Timestamp,
    /// When its issuer had received the record, and verified it.
    pub received: Timestamp,
    /// The record.
    pub record: ExactRevision,
    /// The signatures that verified then: for each, the digest of the canonical form of its entry in `signatures` of the envelope.
    #[schemars(length(min = 1, max = 16), extend("uniqueItems" = true))]
    pub signatures: Vec<Digest>,
}

impl Document for Receipt {
    const CLASS: ObjectClass = ObjectClass::Receipt;
    const ROLE: &'static str = "receipt";

    fn schema() -> Schema {
        schema_for_receipt()
    }

    fn validators() -> &'static Validators {
        static VALIDATORS: Validators = [const { std::sync::OnceLock::new() }; 2];
        &VALIDATORS
    }

    fn issuer(&self) -> &AuthorityId {
        &self.issuer
    }

    /// spec: PSR-RCP-005
    fn faults(&self) -> Vec<Finding> {
        let is_early = self.issued < self.received;
        is_early.then(|| Finding::new(Code::SchemaCombination, Pointer::root().child("received"))).into_iter().collect()
    }
}
