//! Identity and travel documents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::form::{Scan, checked_string, opaque_debug, shown, upper, upper_or_digit};
use crate::record::time::Edtf;
use crate::vocabulary::code::{DocumentAuthenticity, DocumentFraud, DocumentType};

checked_string! {
    /// The issuing state or organisation as documents print it: three capitals, or `D`. `UTO` is the state of specimens.
    DocumentIssuer: "an issuer code of three capitals, or `D`",
    pattern: "^([A-Z]{3}|D)$",
    max: 3,
    standard: "ICAO Doc 9303-3, section 5",
    examples: ["UTO"],
    check: |text| {
        let mut scan = Scan::new(text);
        text == "D" || scan.run(3, 3, upper) && scan.at_end()
    },
}

checked_string! {
    /// A line of a machine readable zone, or a part of one.
    MrzLine: "capitals, digits and `<`, at most 44",
    pattern: "^[A-Z0-9<]{1,44}$",
    max: 44,
    standard: "ICAO Doc 9303-3",
    examples: ["L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
    check: |text| !text.is_empty() && text.bytes().all(|byte| upper_or_digit(byte) || byte == b'<'),
}

shown!(DocumentIssuer);
opaque_debug!(MrzLine, Document);

/// An identity or travel document that the person uses, genuine or not.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// What kind of document it is, or claims to be.
    #[doc(alias = "type")]
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["passport"]))]
    pub document_type: DocumentType,
    /// The number of the document, without spaces.
    #[schemars(length(max = 64), extend("examples" = ["L898902C3"]))]
    pub number: String,
    /// The state or organisation that issued the document, or that it claims to come from.
    pub issuer: DocumentIssuer,
    /// When it was issued, as the document says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2019-06-01"]))]
    pub issued: Option<Edtf>,
    /// When it expires, as the document says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2029-05-31"]))]
    pub expires: Option<Edtf>,
    /// The name in the document, as an index (from 0) into `names`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 255), extend("examples" = [0]))]
    pub name_used: Option<i64>,
    /// The lines of the machine readable zone, from top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 2, max = 3))]
    pub mrz: Vec<MrzLine>,
    /// Whether the document is what it claims to be.
    #[schemars(extend("examples" = ["suspected"]))]
    pub authenticity: DocumentAuthenticity,
    /// How the document deceives, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["forged-photo"]))]
    pub fraud_type: Option<DocumentFraud>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}
