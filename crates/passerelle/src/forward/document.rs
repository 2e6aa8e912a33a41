//! A forward, as it is written.

use std::fmt;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use crate::envelope::ObjectClass;
use crate::finding::Finding;
use crate::record::{Addressee, AuthorityId, Digest, ExactRevision, Handling, JsonPointer, SpecVersion, Timestamp};
use crate::schema::schema_for_document;
use crate::verification::{Document, Validators};
use crate::vocabulary::code::Purpose;

/// The JSON Schema of a forward.
#[must_use]
pub fn schema_for_forward() -> Schema {
    schema_for_document::<Forward>("forward", "Passerelle forward")
}

/// A forward: its issuer states that it passes on a record of somebody else, to whom, and with what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Forward {
    /// The version of the format.
    #[schemars(example = &"1.0")]
    pub spec: SpecVersion,
    /// Who passes the record on.
    #[schemars(example = &"XX/southland")]
    pub issuer: AuthorityId,
    /// When it is passed on.
    pub issued: Timestamp,
    /// The record.
    pub record: ExactRevision,
    /// The digest of the forward by which the issuer got the record; absent where it came from the record's own issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// Whom it is passed on to.
    #[schemars(length(min = 1, max = 64), extend("uniqueItems" = true, "examples" = [["XC", "XX/southland"]]))]
    pub to: Vec<Addressee>,
    /// What for: purposes of the record.
    #[schemars(length(min = 1, max = 32), extend("uniqueItems" = true, "examples" = [["identify"]]))]
    pub purpose: Vec<Purpose>,
    /// The marking under which it is passed on: that of the record, or a stricter one.
    pub handling: Handling,
    /// All that is withheld in the copy that is passed on: for an element of a list its place, for a member of an object the place
    /// of its digest in `_sd`. Absent where nothing is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 256), extend("uniqueItems" = true, "examples" = [["/content/selectors/0"]]))]
    pub withheld: Vec<JsonPointer>,
    /// Who agreed to it, where the marking of the record demands that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ForwardConsent>,
}

/// The consent to a forward, as its issuer says that it was given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ForwardConsent {
    /// Who gave it. Only the issuer of the record can.
    #[schemars(example = &"XX/northland")]
    pub by: AuthorityId,
    /// Where it is kept, such as the number of a letter; never a name.
    #[doc(alias = "ref")]
    #[serde(rename = "ref")]
    #[schemars(length(max = 256), extend("examples" = ["TEST-LETTER-0001"]))]
    pub reference: String,
}

/// Prints who gave it, never the reference.
impl fmt::Debug for ForwardConsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForwardConsent").field("by", &self.by).finish_non_exhaustive()
    }
}

impl Document for Forward {
    const CLASS: ObjectClass = ObjectClass::Forward;
    const ROLE: &'static str = "forward";

    fn schema() -> Schema {
        schema_for_forward()
    }

    fn validators() -> &'static Validators {
        static VALIDATORS: Validators = [const { std::sync::OnceLock::new() }; 2];
        &VALIDATORS
    }

    fn issuer(&self) -> &AuthorityId {
        &self.issuer
    }

    /// What it says of the record is held against the record, when that is at hand.
    fn faults(&self) -> Vec<Finding> {
        Vec::new()
    }
}
