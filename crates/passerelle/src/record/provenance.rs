//! Where the content of a record comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evaluation::Evaluation;
use super::form::opaque_debug;
use super::identifier::RevisionRef;
use super::text::Text;
use super::time::Edtf;
use crate::vocabulary::code::SourceType;

/// The origin of the record as a whole, and the list of sources to which single statements refer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// The kind of source that most of the record comes from.
    #[schemars(extend("examples" = ["police-observation"]))]
    pub source_type: SourceType,
    /// When the information was collected. The day is left open where it could show who the source is.
    #[schemars(extend("examples" = ["2026-02/2026-03"]))]
    pub collected: Edtf,
    /// The national collection or system that the information was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["test-case-files"]))]
    pub collection: Option<String>,
    /// The records that this one was made from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub derived_from: Vec<RevisionRef>,
    /// True if a machine wrote or selected any part of the content. It must be declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [false]))]
    pub ai_assisted: Option<bool>,
    /// The sources of single statements, which refer to them by index (from 0).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// One source. It is described by its kind, never by a name or by anything that would show who it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The kind of source, which is all that is told of who it is.
    #[schemars(extend("examples" = ["open-source"]))]
    pub source_type: SourceType,
    /// The issuer's own reference to the source; without meaning for others.
    #[doc(alias = "ref")]
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["TEST-SRC-7"]))]
    pub reference: Option<String>,
    /// When the information was collected. The day is left open where it could show who the source is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2026-02"]))]
    pub collected: Option<Edtf>,
    /// The evaluation of what comes from this source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
    /// A description of the source that does not show who it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Text>,
}

opaque_debug!(Provenance, Source);
