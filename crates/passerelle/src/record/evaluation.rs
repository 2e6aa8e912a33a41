//! The grading of sources and information. Native grades are kept with their scheme; there is no converted number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{checked_string, shown, upper_or_digit};
use super::time::Date;
use crate::vocabulary::code::{Confidence, EvaluationScheme, Likelihood};

checked_string! {
    /// A grade. Its meaning depends on the scheme: `B` is not the same in every scheme.
    Grade: "a grade of capitals and digits",
    pattern: "^[A-Z0-9]{1,4}$",
    max: 4,
    examples: ["B", "2"],
    check: |text| !text.is_empty() && text.bytes().all(upper_or_digit),
}

shown!(Grade);

/// How good the source and the information are, in the grades of one scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// The scheme that the grades are from; it says which lists they are codes of.
    #[schemars(extend("examples" = ["europol-4x4"]))]
    pub scheme: EvaluationScheme,
    /// The grade of the source; a code of the scheme's list for sources.
    #[schemars(extend("examples" = ["B"]))]
    pub source: Grade,
    /// The grade of the information; a code of the scheme's list for information. Due where the scheme has such a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2"]))]
    pub information: Option<Grade>,
    /// The handling grade, which only the scheme `uk-3x5x2` has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["P"]))]
    pub handling: Option<Grade>,
    /// How sure the analyst is of the judgement as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["moderate"]))]
    pub confidence: Option<Confidence>,
    /// How likely the analyst holds it that the statement is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "ICD 203, words of estimative probability", "examples" = ["likely"]))]
    pub likelihood: Option<Likelihood>,
    /// The day on which the grades were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed: Option<Date>,
    /// The number of independent sources that agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000), extend("examples" = [2]))]
    pub sources_count: Option<i64>,
}
