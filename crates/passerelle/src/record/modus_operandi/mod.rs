//! The content of a `modus-operandi`: a pattern of acting that can be met again, without any person.

mod crime;
mod means;
mod payment;
mod route;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::opaque_debug;
use super::text::{Note, Text};
use super::time::Edtf;
use crate::vocabulary::code::{Comms, Control, Crime, Evasion, Laundering, RiskToLife, Trend};

pub use crime::{ExploitationForm, Phase, Recruitment, SomElements, Technique, TipElements, Victims};
pub use means::{CorruptionTie, EquipmentItem, Indicator};
pub use payment::{CurrencyCode, Payment, Price};
pub use route::{Facility, Leg, LegDocument};

/// A pattern of acting that can be met again: how persons are recruited, moved, held, exploited and made to pay, and by what
/// the front line can see it.
///
/// It has no member for a person, so that it can be shared more widely than a profile.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModusOperandi {
    /// A short title that says what the method is.
    pub title: Vec<Text>,
    /// The method in words, for people who have to recognise it.
    pub summary: Vec<Text>,
    /// The crimes that the method serves.
    #[schemars(extend("examples" = [["som"]]))]
    pub crime: Vec<Crime>,
    /// The elements of trafficking in persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<TipElements>,
    /// The elements of smuggling of migrants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub som: Option<SomElements>,
    /// The phases of the crime, in order.
    #[schemars(length(max = 64))]
    pub phases: Vec<Phase>,
    /// How persons are reached and won or deceived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recruitment: Option<Recruitment>,
    /// The legs of the route, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub legs: Vec<Leg>,
    /// Houses, beaches, workshops and other places that the method uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub facilities: Vec<Facility>,
    /// How the fee is paid and secured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// The ways in which victims are held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["debt-bondage"]]))]
    pub control: Vec<Control>,
    /// In which ways victims are exploited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub exploitation: Vec<ExploitationForm>,
    /// Which services are corrupted, and how. No official is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub corruption: Vec<CorruptionTie>,
    /// How the offenders communicate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["drop-phone"]]))]
    pub comms: Vec<Comms>,
    /// How the offenders evade control.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["pilot-car"]]))]
    pub evasion: Vec<Evasion>,
    /// How the proceeds are laundered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["cash-courier"]]))]
    pub laundering: Vec<Laundering>,
    /// The equipment that the method needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub equipment: Vec<EquipmentItem>,
    /// Dangers to the lives of the persons carried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["overloaded"]]))]
    pub risk_to_life: Vec<RiskToLife>,
    /// The persons who suffer the crime, in the aggregate only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub victims: Option<Victims>,
    /// What the front line can look for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// When the method was first seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2025-11"]))]
    pub first_seen: Option<Edtf>,
    /// When the method was last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2026-03"]))]
    pub last_seen: Option<Edtf>,
    /// Whether the method is new, established, or going away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["emerging"]))]
    pub trend: Option<Trend>,
    /// What helps against the method. It usually needs a stricter marking in `field_handling`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countermeasures: Vec<Text>,
    /// Pictures, as indexes (from 0) into the record's `attachments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), inner(range(min = 0, max = 63)), extend("examples" = [[0]]))]
    pub images: Vec<i64>,
    /// Remarks on single members, and the texts that the code `other` calls for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

opaque_debug!(ModusOperandi);
