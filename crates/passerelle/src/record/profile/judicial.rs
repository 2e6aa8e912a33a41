//! Offences, court decisions, and where biometric data is held.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::form::opaque_debug;
use crate::record::identifier::AuthorityId;
use crate::record::text::Text;
use crate::record::time::Edtf;
use crate::vocabulary::code::{BiometricKind, JudicialKind};

/// An offence, by its international class, by national law, or in words.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [{"required": ["iccs"]}, {"required": ["national"]}, {"required": ["text"]}]))]
pub struct Offence {
    /// The international class of the offence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[0-9]{2,6}$"), length(max = 6), extend("x-standard" = "UNODC ICCS", "examples" = ["08051"]))]
    pub iccs: Option<String>,
    /// The article of national law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["Test Criminal Code, Art. 100"]))]
    pub national: Option<String>,
    /// The offence in words: the act, not the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Text>,
    /// When the offence was committed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2025?"]))]
    pub date: Option<Edtf>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A decision or order of a court or prosecutor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judicial {
    /// What kind of decision or order it is.
    #[schemars(extend("examples" = ["arrest-warrant"]))]
    pub kind: JudicialKind,
    /// The court or office that took it.
    #[schemars(length(max = 256), extend("examples" = ["District Court of Testville"]))]
    pub authority: String,
    /// The reference of the decision.
    #[doc(alias = "ref")]
    #[serde(rename = "ref")]
    #[schemars(length(max = 128), extend("examples" = ["TEST-W-17"]))]
    pub reference: String,
    /// When the decision was taken.
    #[schemars(extend("examples" = ["2026-01-15"]))]
    pub date: Edtf,
    /// The sentence in words, where there is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sentence_text: Vec<Text>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// Says that a bureau holds biometric data of the person. The data itself is asked for there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BiometricsHeld {
    /// The kind of biometric data that is held.
    #[schemars(extend("examples" = ["fingerprint"]))]
    pub kind: BiometricKind,
    /// The authority that holds it.
    pub holder: AuthorityId,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

opaque_debug!(Offence, Judicial, BiometricsHeld);
