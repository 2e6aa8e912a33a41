//! What a person looks like.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::count::MeasureRange;
use crate::record::form::opaque_debug;
use crate::record::text::Text;
use crate::vocabulary::code::{Build, EyeColour, FacialHair, HairColour, MarkKind, MarkLocation, MarkSide};

/// What a person looks like. Measures are ranges, as witnesses estimate them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Physical {
    /// The height in centimetres, as a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<MeasureRange>,
    /// The weight in kilograms, as a range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_kg: Option<MeasureRange>,
    /// The build of the body as it is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["slim"]))]
    pub build: Option<Build>,
    /// The colour of the eyes as they are seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["brown"]))]
    pub eyes: Option<EyeColour>,
    /// The colour or state of the hair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["black"]))]
    pub hair: Option<HairColour>,
    /// The complexion in words of colour, never of origin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complexion_text: Vec<Text>,
    /// How the hair on the face is worn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["beard"]))]
    pub facial_hair: Option<FacialHair>,
}

/// A mark on the body by which a person can be recognised.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// What kind of mark it is.
    #[schemars(extend("examples" = ["tattoo"]))]
    pub kind: MarkKind,
    /// The part of the body that it is on.
    #[schemars(extend("examples" = ["forearm"]))]
    pub location: MarkLocation,
    /// The side of the body that it is on, the person's own left or right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["left"]))]
    pub side: Option<MarkSide>,
    /// What the mark looks like, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<Text>,
    /// A picture of it, as an index (from 0) into the record's `attachments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 63), extend("examples" = [0]))]
    pub image: Option<i64>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

opaque_debug!(Physical, Mark);
