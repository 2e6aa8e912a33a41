//! The members that every record has, whatever its type.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::evaluation::Evaluation;
use super::extension::Extensions;
use super::form::{Scan, checked_string, digit, opaque_debug, shown};
use super::handling::Handling;
use super::identifier::{AuthorityId, Digest, Feature, JsonPointer, RecordId, SpecVersion};
use super::provenance::Provenance;
use super::text::LanguageTag;
use super::time::{Date, Timestamp};
use crate::vocabulary::code::{AbsentReason, LegalBasis, Purpose, RequestedAction, Urgency};

/// The members that every record has, whatever its type. In JSON they stand in the record itself, beside `type` and
/// `content`. All of them are signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// The version of the format that the record is written in.
    #[schemars(extend("pattern" = "^1\\.(0|[1-9][0-9]{0,3})$", "examples" = ["1.0"]))]
    pub spec: SpecVersion,
    /// The identifier of the record; the same in all its revisions.
    pub id: RecordId,
    /// The revision. The first is 1; each further one adds 1.
    #[schemars(range(min = 1, max = 2_147_483_647), extend("examples" = [1]))]
    pub rev: i64,
    /// The digest of the revision before this one. Due from revision 2 on, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// The authority that issues the record; the same as in `id`.
    pub issuer: AuthorityId,
    /// When this revision was issued.
    pub issued: Timestamp,
    /// Whether the record is meant in earnest, or belongs to an exercise or a test.
    #[schemars(extend("examples" = ["test"]))]
    pub environment: Environment,
    /// The main language of the record's texts: that of the issuer.
    #[schemars(extend("examples" = ["en"]))]
    pub lang: LanguageTag,
    /// The editions of the code lists in force when the record was signed.
    pub vocab: VocabularyEditions,
    /// Who must sign. Without it, the signature of the issuer is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signers: Option<Signers>,
    /// What a reader must understand before it acts on the record, such as the name of an extension.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    pub must: Vec<Feature>,
    /// The desk to turn to with questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The issuer's own references, such as case numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub national_refs: Vec<NationalRef>,
    /// What the record may be used for. Any other use is refused.
    #[schemars(extend("examples" = [["identify"]]))]
    pub purpose: Vec<Purpose>,
    /// The law or treaties under which the record is sent.
    #[schemars(length(max = 32))]
    pub legal_basis: Vec<LegalGround>,
    /// How soon the receiver should act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "Directive (EU) 2023/977, time limits", "examples" = ["routine-7d"]))]
    pub urgency: Option<Urgency>,
    /// What the issuer asks the receiver to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["locate"]]))]
    pub requested_action: Vec<RequestedAction>,
    /// Who may have the record and what may be done with it.
    pub handling: Handling,
    /// How good the record's sources and information are.
    pub evaluation: Evaluation,
    /// From when to when the record may be used, and when it is reviewed.
    pub validity: Validity,
    /// Where the record's content comes from: kinds of sources and dates, never who a source is.
    pub provenance: Provenance,
    /// Stricter markings of single members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub field_handling: Vec<FieldHandling>,
    /// Evaluations of single members that differ from the record's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub field_evaluation: Vec<FieldEvaluation>,
    /// Members without a value, and why they have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Absent>,
    /// Files that belong to the record. They travel apart and are known by their hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub attachments: Vec<Attachment>,
    /// Data that the format does not know, under names of their owners.
    #[serde(default, skip_serializing_if = "Extensions::is_empty")]
    pub ext: Extensions,
}

/// Whether a record is meant in earnest. The three are never mixed.
///
/// The enum is complete: a further environment would change what all records mean, and so needs a new major version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(extend("x-vocabulary" = "environment"))]
pub enum Environment {
    /// About real people and events.
    Live,
    /// Part of an exercise; to be deleted when it ends.
    Exercise,
    /// Made to test software; all data is invented.
    Test,
}

impl Environment {
    /// The code of the environment in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Exercise => "exercise",
            Self::Test => "test",
        }
    }
}

checked_string! {
    /// An edition of code lists: the year, a dot, and the number of the edition within the year.
    VocabularyEdition: "an edition `YYYY.N`",
    pattern: "^[0-9]{4}\\.[1-9][0-9]{0,2}$",
    max: 8,
    examples: ["2026.1"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(4, 4, digit)
            && scan.eat(b'.')
            && scan.run(1, 1, |byte| matches!(byte, b'1'..=b'9'))
            && scan.run(0, 2, digit)
            && scan.at_end()
    },
}

shown!(VocabularyEdition);

/// The editions of code lists, by list. The member `passerelle` gives the edition of all lists that are not named beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VocabularyEditions(pub BTreeMap<String, VocabularyEdition>);

impl VocabularyEditions {
    /// The edition that a code list has in the record: its own, or that of all lists.
    pub fn edition_of(&self, list: &str) -> Option<&VocabularyEdition> {
        self.0.get(list).or_else(|| self.0.get("passerelle"))
    }
}

impl JsonSchema for VocabularyEditions {
    fn schema_name() -> Cow<'static, str> {
        "VocabularyEditions".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let edition = generator.subschema_for::<VocabularyEdition>();
        json_schema!({
            "description": "The editions of code lists, by list. The member `passerelle` gives the edition of all lists that \
                            are not named beside it.",
            "type": "object",
            "required": ["passerelle"],
            "propertyNames": { "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 64 },
            "additionalProperties": edition,
            "examples": [{ "passerelle": "2026.1" }],
        })
    }
}

/// Who must sign a record before it is valid, counted by distinct authorities with distinct keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signers {
    /// How many of the authorities must have signed.
    #[schemars(range(min = 1, max = 16), extend("examples" = [2]))]
    pub min: i64,
    /// The authorities that may sign; the issuer is one of them.
    #[schemars(length(max = 16))]
    pub of: Vec<AuthorityId>,
}

/// A desk that answers questions about the record; never a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// What the desk is for; an office, never the name of an officer.
    #[schemars(length(max = 128), extend("examples" = ["duty-desk"]))]
    pub role: String,
    /// Where the desk can be reached, or its name within the issuer.
    #[doc(alias = "ref")]
    #[serde(rename = "ref")]
    #[schemars(length(max = 256), extend("examples" = ["desk-7@unit-a.example"]))]
    pub reference: String,
}

/// A reference in a system of the issuer's country, such as a case number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NationalRef {
    /// The name of the national system that the reference belongs to.
    #[schemars(length(max = 128), extend("examples" = ["test-cases"]))]
    pub system: String,
    /// The reference in that system; without meaning for others.
    #[doc(alias = "ref")]
    #[serde(rename = "ref")]
    #[schemars(length(max = 256), extend("examples" = ["TEST-2026-0001"]))]
    pub reference: String,
}

/// A law or treaty under which a record is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LegalGround {
    /// The law or treaty, by its code, or its kind where `instrument` names it.
    #[schemars(extend("examples" = ["som-protocol"]))]
    pub code: LegalBasis,
    /// The law or treaty by name, where the code does not name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["Test Code of Criminal Procedure"]))]
    pub instrument: Option<String>,
    /// The article or section that the issuer relies on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64), extend("examples" = ["Art. 10"]))]
    pub article: Option<String>,
}

/// How long a record may be used.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Validity {
    /// The first day on which the record may be used.
    #[doc(alias = "from")]
    #[serde(rename = "from")]
    #[schemars(extend("examples" = ["2026-03-17"]))]
    pub starts: Date,
    /// The day by which the issuer reviews whether the record is still needed.
    #[schemars(extend("examples" = ["2027-03-17"]))]
    pub review_by: Date,
    /// The last day on which the record may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2030-03-16"]))]
    pub expires: Option<Date>,
    /// The rule by which the issuer keeps the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["TEST-RULE-3"]))]
    pub retention_rule: Option<String>,
}

/// A marking of single members. It can only be stricter than the record's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldHandling {
    /// The members that this is about; each pointer covers all that lies within.
    #[schemars(length(max = 64))]
    pub paths: Vec<JsonPointer>,
    /// The marking of these members, as strict as the record's or stricter.
    pub handling: Handling,
}

/// An evaluation of single members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldEvaluation {
    /// The members that this is about; each pointer covers all that lies within.
    #[schemars(length(max = 64))]
    pub paths: Vec<JsonPointer>,
    /// The evaluation of these members.
    pub evaluation: Evaluation,
}

/// A member without a value, and why it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Absent {
    /// The member that has no value, from the root of the record.
    pub path: JsonPointer,
    /// Why it has none: not known is not the same as withheld.
    #[schemars(extend("examples" = ["withheld-operational"]))]
    pub reason: AbsentReason,
}

opaque_debug!(Header, Contact, NationalRef, LegalGround, Validity);
