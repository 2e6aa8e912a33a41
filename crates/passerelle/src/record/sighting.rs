//! The content of a `sighting`: an event in which a method, a person or a group was met.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::CountRange;
use super::form::opaque_debug;
use super::identifier::RevisionRef;
use super::place::Place;
use super::text::{Note, Text};
use super::time::Edtf;
use crate::vocabulary::code::{Equipment, Match, SightingKind};

/// An event in which a method, a person or a group was met. Persons are counted, never named.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sighting {
    /// The records that were met, at the revision that was held.
    #[schemars(length(max = 64))]
    pub of: Vec<RevisionRef>,
    /// When the event happened.
    #[doc(alias = "when")]
    #[serde(rename = "when")]
    #[schemars(extend("examples" = ["2026-03-19"]))]
    pub time: Edtf,
    /// Where the event happened, as coarsely as the reader can do with.
    #[doc(alias = "where")]
    #[serde(rename = "where")]
    pub place: Place,
    /// In what kind of event the records were met.
    #[schemars(extend("examples" = ["interception"]))]
    pub what: SightingKind,
    /// How well what was met fits the records.
    #[doc(alias = "match")]
    #[serde(rename = "match")]
    #[schemars(extend("examples" = ["partial"]))]
    pub fit: Match,
    /// How many persons were involved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<SightingPersons>,
    /// What was seized in the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub seized: Vec<SeizedItem>,
    /// The event in words, without naming anybody in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Text>,
    /// Remarks on single members, and the texts that the code `other` calls for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// The persons involved in an event, as ranges.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SightingPersons {
    /// Smuggled migrants or victims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migrants: Option<CountRange>,
    /// Persons under 18 among the migrants or victims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minors: Option<CountRange>,
    /// Persons who died in the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead: Option<CountRange>,
    /// Persons who are missing after the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<CountRange>,
    /// Persons who were injured in the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<CountRange>,
    /// Persons who are suspected of the crime. They need no band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspects: Option<CountRange>,
}

/// Something that was seized.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeizedItem {
    /// The kind of equipment, where it is equipment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["life-jacket"]))]
    pub kind: Option<Equipment>,
    /// How many pieces there were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000), extend("examples" = [12]))]
    pub count: Option<i64>,
    /// What the seized thing is, in words.
    pub text: Vec<Text>,
}

opaque_debug!(Sighting, SightingPersons, SeizedItem);
