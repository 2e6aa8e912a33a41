//! The content of a `notice`: a message about another record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::opaque_debug;
use super::identifier::{JsonPointer, RecordId, RevisionRef};
use super::place::Place;
use super::text::{Note, Text};
use super::time::{Date, Edtf, Timestamp};
use crate::vocabulary::code::{HitNature, NoticeAction, NoticeReason};

/// A message about another record: withdraw, correct, extend, hit, acknowledge, dispute. A notice repeats nothing of the
/// record that it is about, so that it may reach everybody who could hold that record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// The record that the notice is about.
    pub about: NoticeTarget,
    /// What the notice does to the record that it is about.
    #[schemars(extend("examples" = ["withdraw"]))]
    pub action: NoticeAction,
    /// Why the notice is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["inaccurate"]))]
    pub reason: Option<NoticeReason>,
    /// From when on it takes effect. Without it, from the time of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Timestamp>,
    /// The revision that takes the place of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<RevisionRef>,
    /// The new day of review, where the notice extends the review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Date>,
    /// What was met, where the notice reports a hit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hit: Option<Hit>,
    /// What is disputed, where the notice disputes something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispute: Option<Dispute>,
    /// The message in words. It repeats nothing of the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Text>,
    /// Remarks on single members, and the texts that the code `other` calls for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A record, at one revision or at all of them. One of `rev` and `all` stands here, never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{"required": ["rev"]}, {"required": ["all"]}]))]
pub struct NoticeTarget {
    /// The record that the notice is about, by its identifier.
    pub id: RecordId,
    /// The revision that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 2_147_483_647), extend("examples" = [1]))]
    pub rev: Option<i64>,
    /// True if all revisions are meant, also those that the sender does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("const" = true, "examples" = [true]))]
    pub all: Option<bool>,
}

/// What was met, when and where.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hit {
    /// When the hit happened.
    #[doc(alias = "when")]
    #[serde(rename = "when")]
    #[schemars(extend("examples" = ["2026-03-19"]))]
    pub time: Edtf,
    /// Where the hit happened.
    #[doc(alias = "where")]
    #[serde(rename = "where")]
    pub place: Place,
    /// What was met: a person, a document, a vehicle, an account.
    #[schemars(extend("examples" = ["vehicle-seen"]))]
    pub nature: HitNature,
}

/// What is disputed, and why.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dispute {
    /// The disputed member of the record that the notice is about. Without it, the whole record is disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<JsonPointer>,
    /// Why it is disputed, in words.
    pub reason: Vec<Text>,
}

opaque_debug!(Notice, Hit, Dispute);
