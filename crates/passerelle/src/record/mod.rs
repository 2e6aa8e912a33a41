//! The record: its members, their types and their names in JSON.
//!
//! One definition serves Rust, JSON and the JSON Schema. The newtypes check their *form* when they are made and when they are
//! read. What a schema or a rule checks (lengths, empty lists, codes of closed lists, agreement between members) is not
//! checked by these types: hold a record against the schema and the rules before you trust it.
//!
//! Convention for the generated documentation: the doc comment of a member is its meaning; its standard is the schema keyword
//! `x-standard`, its code list `x-vocabulary`, its example `examples`. A member without one of these takes it from its type.
//!
//! `Debug` of anything that may hold data about a person prints the name of the type and nothing else.

mod assertion;
mod attachment;
mod count;
mod evaluation;
mod extension;
mod form;
mod handling;
mod header;
mod identifier;
mod link;
pub mod modus_operandi;
mod network;
mod notice;
mod period;
mod place;
pub mod profile;
mod provenance;
mod sighting;
mod text;
mod time;

#[cfg(test)]
mod tests;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use assertion::Assertion;
pub use attachment::{Attachment, MediaType};
pub use count::{CountRange, MeasureRange};
pub use evaluation::{Evaluation, Grade};
pub use extension::{ExtensionValue, Extensions};
pub use form::FormError;
pub use handling::{Addressee, Audience, Handling, NationalClass, PartyCode};
pub use header::{
    Absent, Contact, Environment, FieldEvaluation, FieldHandling, Header, LegalGround, NationalRef, Signers, Validity,
    VocabularyEdition, VocabularyEditions,
};
pub use identifier::{
    AuthorityId, Digest, ExactRevision, ExtensionName, Feature, FeedName, HashAlgorithm, HashValue, JsonPointer,
    RecordId, RecordRef, RevisionRef, SpecVersion,
};
pub use link::Link;
pub use modus_operandi::ModusOperandi;
pub use network::{FrontBusiness, Network};
pub use notice::{Dispute, Hit, Notice, NoticeTarget};
pub(crate) use period::{Period, years_later};
pub use place::{CountryCode, Decimal, Place, SubdivisionCode, UnLocode};
pub use profile::Profile;
pub use provenance::{Provenance, Source};
pub use sighting::{SeizedItem, Sighting, SightingPersons};
pub use text::{LanguageTag, Note, ScriptCode, Text};
pub use time::{Date, Duration, Edtf, Timestamp};

/// A record: the members that all records have, and the content of its type.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The members that all records have.
    #[serde(flatten)]
    pub header: Header,
    /// The type of the record and its content.
    #[serde(flatten)]
    pub content: Content,
}

/// The content of a record, by its type. In JSON it fills the two members `type` and `content`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "content", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Content {
    /// A person believed to traffic or smuggle, or somebody known only by selectors.
    Profile(Box<Profile>),
    /// A pattern of acting, without any person.
    ModusOperandi(Box<ModusOperandi>),
    /// A group or a front.
    Network(Box<Network>),
    /// An event in which a method, a person or a group was met.
    Sighting(Box<Sighting>),
    /// A dated, graded relation between two records.
    Link(Box<Link>),
    /// A message about another record.
    Notice(Box<Notice>),
}

impl Content {
    /// The type of the record.
    pub fn record_type(&self) -> RecordType {
        match self {
            Self::Profile(_) => RecordType::Profile,
            Self::ModusOperandi(_) => RecordType::ModusOperandi,
            Self::Network(_) => RecordType::Network,
            Self::Sighting(_) => RecordType::Sighting,
            Self::Link(_) => RecordType::Link,
            Self::Notice(_) => RecordType::Notice,
        }
    }

    /// The remarks on single members of the record.
    pub fn notes(&self) -> &[Note] {
        match self {
            Self::Profile(content) => &content.notes,
            Self::ModusOperandi(content) => &content.notes,
            Self::Network(content) => &content.notes,
            Self::Sighting(content) => &content.notes,
            Self::Link(content) => &content.notes,
            Self::Notice(content) => &content.notes,
        }
    }
}

/// The type of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-vocabulary" = "record-type"))]
#[non_exhaustive]
pub enum RecordType {
    /// A person believed to traffic or smuggle, or somebody known only by selectors.
    Profile,
    /// A pattern of acting, without any person.
    ModusOperandi,
    /// A group or a front.
    Network,
    /// An event in which a method, a person or a group was met.
    Sighting,
    /// A dated, graded relation between two records.
    Link,
    /// A message about another record.
    Notice,
}

impl RecordType {
    /// All record types.
    pub const ALL: [Self; 6] =
        [Self::Profile, Self::ModusOperandi, Self::Network, Self::Sighting, Self::Link, Self::Notice];

    /// The type that a record says it is of.
    pub(crate) fn of(named: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|record_type| Some(record_type.as_str()) == named)
    }

    /// The code of the type in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::ModusOperandi => "modus-operandi",
            Self::Network => "network",
            Self::Sighting => "sighting",
            Self::Link => "link",
            Self::Notice => "notice",
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("type", &self.content.record_type())
            .field("id", &self.header.id)
            .field("rev", &self.header.rev)
            .finish_non_exhaustive()
    }
}

form::opaque_debug!(Content);
