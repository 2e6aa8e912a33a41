//! Numbers of people and measures of a body, as ranges: nobody is counted more exactly than is known or may be told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::opaque_debug;

/// A number of people between two bounds. Small numbers are given as a range, so that nobody can be recognised by them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountRange {
    /// The least number of people; without it, 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000), extend("examples" = [1]))]
    pub min: Option<i64>,
    /// The greatest number of people; without it, nobody knows how many more there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000), extend("examples" = [4]))]
    pub max: Option<i64>,
}

/// A measure of a body between two bounds, in the unit that the member's name ends with.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MeasureRange {
    /// The least value, in the unit that the name of the member says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 500), extend("examples" = [170]))]
    pub min: Option<i64>,
    /// The greatest value, in the unit that the name of the member says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 500), extend("examples" = [180]))]
    pub max: Option<i64>,
}

opaque_debug!(CountRange, MeasureRange);
