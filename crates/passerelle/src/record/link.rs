//! The content of a `link`: a dated, graded relation between two records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::opaque_debug;
use super::identifier::RecordRef;
use super::text::{Note, Text};
use super::time::Edtf;
use crate::vocabulary::code::{LinkKind, Role};

/// A relation between two records. Its grade is the record's `evaluation`. Whether the relation has a direction follows from
/// its kind.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The record at the start of the relation.
    #[doc(alias = "from")]
    #[serde(rename = "from")]
    pub origin: RecordRef,
    /// The record at the end of the relation.
    #[doc(alias = "to")]
    #[serde(rename = "to")]
    pub destination: RecordRef,
    /// The kind of relation; the list says whether it has a direction.
    #[schemars(extend("examples" = ["member-of"]))]
    pub kind: LinkKind,
    /// Since when the relation holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2025-11"]))]
    pub from_date: Option<Edtf>,
    /// Until when the relation held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2026-02"]))]
    pub to_date: Option<Edtf>,
    /// The part that the start plays for the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["recruiter"]))]
    pub role: Option<Role>,
    /// What the relation rests on, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence_text: Vec<Text>,
    /// Remarks on single members, and the texts that the code `other` calls for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

opaque_debug!(Link);
