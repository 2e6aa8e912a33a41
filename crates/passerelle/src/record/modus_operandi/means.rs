//! What the method needs, and by what it can be seen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::form::opaque_debug;
use crate::record::place::CountryCode;
use crate::record::text::Text;
use crate::vocabulary::code::{Corruption, CorruptionSector, Equipment, IndicatorStrength, ObservableAt};

/// A corrupted service. No official is named.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CorruptionTie {
    /// In which way the service is corrupted.
    #[schemars(extend("examples" = ["tip-off"]))]
    pub kind: Corruption,
    /// Which service is corrupted.
    #[schemars(extend("examples" = ["port"]))]
    pub sector: CorruptionSector,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A piece of equipment that the method needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EquipmentItem {
    /// What kind of equipment it is.
    #[schemars(extend("examples" = ["outboard-engine"]))]
    pub kind: Equipment,
    /// The brand or maker, where it leads to a supplier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128), extend("examples" = ["Testmarine 40"]))]
    pub brand: Option<String>,
    /// The country where it is bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_country: Option<CountryCode>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// Something that the front line can look for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// What there is to see, hear or find, in words.
    pub text: Vec<Text>,
    /// Where an officer can observe it.
    #[schemars(extend("examples" = ["motorway-stop"]))]
    pub observable_at: ObservableAt,
    /// How much it says by itself, without other signs.
    #[schemars(extend("examples" = ["weak"]))]
    pub strength: IndicatorStrength,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

opaque_debug!(CorruptionTie, EquipmentItem, Indicator);
