//! The content of a `profile`: one person believed to traffic or smuggle, or somebody known only by selectors.

mod birth;
mod document;
mod judicial;
mod name;
mod physical;
mod selector;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::assertion::Assertion;
use super::form::opaque_debug;
use super::identifier::RecordId;
use super::place::{CountryCode, Place};
use super::text::{LanguageTag, Note, Text};
use crate::vocabulary::code::{
    Caution, Crime, Identified, LanguageLevel, MoPhase, NationalityKind, Role, Sex, SubjectStatus,
};

pub use birth::{AgeOn, Birth, Death};
pub use document::{Document, DocumentIssuer, MrzLine};
pub use judicial::{BiometricsHeld, Judicial, Offence};
pub use name::{Name, NameParts};
pub use physical::{Mark, Physical};
pub use selector::{FinancialAccount, Selector, Vehicle};

/// One person believed to traffic or smuggle, or somebody known only by selectors; never a victim or a witness.
///
/// There is no member for religion, opinion, ethnic origin, orientation, health or union membership.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Profile {
    /// How far it is known who the person is; many profiles begin with a telephone number only.
    #[schemars(extend("examples" = ["partly"]))]
    pub identified: Identified,
    /// The standing of the person before the law. It limits what may be asked for.
    #[schemars(extend("examples" = ["suspect"]))]
    pub subject_status: SubjectStatus,
    /// The crimes that the person is believed to take part in.
    #[schemars(extend("examples" = [["som"]]))]
    pub crime: Vec<Crime>,
    /// The offences, as the law names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub offences: Vec<Offence>,
    /// The parts that the person plays.
    #[schemars(length(max = 64))]
    pub roles: Vec<HeldRole>,
    /// The names of the person, one entry for each spelling.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
    /// The sex as travel documents state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "ICAO Doc 9303-4", "examples" = ["M"]))]
    pub sex: Option<Sex>,
    /// How the person presents, where that helps to recognise the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gender_note: Vec<Text>,
    /// The births that are stated for the person. Several are usual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub births: Vec<Birth>,
    /// The death of the person, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<Death>,
    /// The nationalities that are stated for the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub nationalities: Vec<Nationality>,
    /// Where the person lives or lived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residences: Vec<Residence>,
    /// The languages that the person speaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub languages: Vec<SpokenLanguage>,
    /// What the person looks like, as far as it helps to recognise them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physical: Option<Physical>,
    /// Marks on the body, such as scars and tattoos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// The identity and travel documents that the person uses, genuine and fraudulent ones in one list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Telephones, accounts and addresses that the person uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selectors: Vec<Selector>,
    /// Vehicles, vessels and aircraft that the person uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conveyances: Vec<Vehicle>,
    /// Accounts and shops through which money of the person moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub financial: Vec<FinancialAccount>,
    /// Names, selectors and documents that the person uses together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub personas: Vec<Persona>,
    /// Dangers that an officer must know of first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["armed"]]))]
    pub caution: Vec<Caution>,
    /// Decisions and orders of courts and prosecutors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub judicial: Vec<Judicial>,
    /// Which bureau holds biometric data of the person. The data itself has no place in a record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub biometrics_held: Vec<BiometricsHeld>,
    /// Where the person is active in the crime, as coarsely as the reader can do with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activity_area: Vec<Place>,
    /// The facts in short: what the person is believed to have done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summary: Vec<Text>,
    /// Methods that the person uses, as records of type `modus-operandi`. A `link` says more and is authoritative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mo_refs: Vec<RecordId>,
    /// Networks that the person belongs to, as records of type `network`. A `link` says more and is authoritative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub network_refs: Vec<RecordId>,
    /// Remarks on single members, and the texts that the code `other` calls for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A part that the person plays in the crime, at the time that `first` and `last` give.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldRole {
    /// The part that the person plays, such as recruiter or driver.
    #[schemars(extend("examples" = ["recruiter"]))]
    pub code: Role,
    /// The phase of the crime in which the person plays it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["recruitment"]))]
    pub phase: Option<MoPhase>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A nationality that is stated for the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Nationality {
    /// The country. Absent for kinds that name none, such as `stateless`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// On what footing the nationality is stated.
    #[schemars(extend("x-standard" = "ICAO Doc 9303-3 for XXA, XXB, XXC, XXX", "examples" = ["self-claimed"]))]
    pub kind: NationalityKind,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A place where the person lives or lived, at the time that `first` and `last` give.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Residence {
    /// The place where the person lives or lived.
    pub place: Place,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A language that the person speaks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpokenLanguage {
    /// The language, with its script or region where that matters.
    pub tag: LanguageTag,
    /// How well the person speaks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["fluent"]))]
    pub level: Option<LanguageLevel>,
    /// The dialect or accent, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dialect_note: Vec<Text>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A name, selectors and documents that the person uses together, as one appearance.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [{"required": ["name_ref"]}, {"required": ["selector_refs"]}, {"required": ["document_refs"]}]))]
pub struct Persona {
    /// The name, as an index (from 0) into `names`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 255), extend("examples" = [0]))]
    pub name_ref: Option<i64>,
    /// The selectors, as indexes (from 0) into `selectors`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(range(min = 0, max = 255)), extend("examples" = [[0, 2]]))]
    pub selector_refs: Vec<i64>,
    /// The documents, as indexes (from 0) into `documents`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(inner(range(min = 0, max = 255)), extend("examples" = [[1]]))]
    pub document_refs: Vec<i64>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

opaque_debug!(Profile, HeldRole, Nationality, Residence, SpokenLanguage, Persona);
