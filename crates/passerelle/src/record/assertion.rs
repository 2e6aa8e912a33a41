//! What every repeatable statement can say about itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evaluation::Evaluation;
use super::form::opaque_debug;
use super::time::Edtf;

/// Origin, grade, period and negation of one statement. The members stand in the statement itself, not in an object of
/// their own. What is absent is inherited from the record.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assertion {
    /// The source of this statement, as an index (from 0) into `provenance.sources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 255), extend("examples" = [0]))]
    pub src: Option<i64>,
    /// The evaluation of this statement, where it differs from the record's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
    /// The first time for which the statement is known to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2025-11"]))]
    pub first: Option<Edtf>,
    /// The last time for which the statement is known to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2026-02~"]))]
    pub last: Option<Edtf>,
    /// True if the statement is known to be false. It is then sent so that nobody states it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [true]))]
    pub negated: Option<bool>,
}

opaque_debug!(Assertion);
