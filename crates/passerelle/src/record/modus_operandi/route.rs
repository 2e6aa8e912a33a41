//! The route: its legs, and the places that it uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::payment::Price;
use crate::record::assertion::Assertion;
use crate::record::count::CountRange;
use crate::record::form::opaque_debug;
use crate::record::place::Place;
use crate::record::profile::DocumentIssuer;
use crate::record::text::Text;
use crate::record::time::Duration;
use crate::vocabulary::code::{
    Concealment, Conveyance, DocumentFraud, DocumentType, EntryMethod, FacilityKind, PathwayAbuse, TransportMode,
};

/// One leg of a route, from one place to another by one mode of transport.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Leg {
    /// The place of the leg in the order, from 1.
    #[schemars(range(min = 1, max = 64), extend("examples" = [1]))]
    pub seq: i64,
    /// The place where the leg begins.
    #[doc(alias = "from")]
    #[serde(rename = "from")]
    pub origin: Place,
    /// The place where the leg ends.
    #[doc(alias = "to")]
    #[serde(rename = "to")]
    pub destination: Place,
    /// The place where a border is crossed on this leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub border_point: Option<Place>,
    /// The mode of transport on this leg.
    #[schemars(extend("examples" = ["road"]))]
    pub mode: TransportMode,
    /// The kind of vehicle, vessel or aircraft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["lorry-curtain"]))]
    pub conveyance: Option<Conveyance>,
    /// How the border is crossed or the control got round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["hidden-in-vehicle-at-bcp"]))]
    pub entry_method: Option<EntryMethod>,
    /// Where or how persons are hidden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["trailer-cavity"]]))]
    pub concealment: Vec<Concealment>,
    /// The kinds of documents that are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub documents: Vec<LegDocument>,
    /// The lawful ways of travel that are abused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["seasonal-worker"]]))]
    pub pathway_abuse: Vec<PathwayAbuse>,
    /// How long the leg usually takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Duration>,
    /// How many persons travel together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persons: Option<CountRange>,
    /// True if the leg is travelled by night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [true]))]
    pub night: Option<bool>,
    /// What the leg costs, where it is paid by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A kind of document that is used on a leg; never the document of one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LegDocument {
    /// The kind of document that is used.
    #[doc(alias = "type")]
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["passport"]))]
    pub document_type: DocumentType,
    /// The state or organisation that the documents claim to come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<DocumentIssuer>,
    /// How documents of this kind deceive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["stolen-blank"]))]
    pub fraud_type: Option<DocumentFraud>,
}

/// A house, beach, workshop or other place that the method uses.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facility {
    /// What kind of house, yard or other place it is.
    #[schemars(extend("examples" = ["safe-house"]))]
    pub kind: FacilityKind,
    /// Where the facility is, as coarsely as the reader can do with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What the facility is used for, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub function: Vec<Text>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

opaque_debug!(Leg, LegDocument, Facility);
