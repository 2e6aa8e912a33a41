//! Births and deaths. What is not known is not filled in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::form::opaque_debug;
use crate::record::place::Place;
use crate::record::time::{Date, Edtf};
use crate::vocabulary::code::{BirthBasis, Calendar};

/// One statement of when or where the person was born. It has a date, an age, a place, or several of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [{"required": ["date"]}, {"required": ["age_on"]}, {"required": ["place"]}]))]
pub struct Birth {
    /// The date of birth, in the Gregorian calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["1985~"]))]
    pub date: Option<Edtf>,
    /// The calendar in which the source states the date, if it is not the Gregorian one. `date` is the converted value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["persian"]))]
    pub calendar: Option<Calendar>,
    /// The age at a certain day, where no date of birth is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_on: Option<AgeOn>,
    /// The place of birth, as the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What the statement rests on.
    #[schemars(extend("examples" = ["self-claimed"]))]
    pub basis: BirthBasis,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// An age at a certain day.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgeOn {
    /// The age in full years on that day.
    #[schemars(range(min = 0, max = 130), extend("examples" = [34]))]
    pub years: i64,
    /// The day on which the person had that age.
    pub date: Date,
}

/// The death of the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Death {
    /// The date of death, in the Gregorian calendar.
    #[schemars(extend("examples" = ["2026-01~"]))]
    pub date: Edtf,
}

opaque_debug!(Birth, AgeOn, Death);
