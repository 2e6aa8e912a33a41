//! One string type for each code list.
//!
//! A code type checks the *form* of a code and nothing else, for open and closed lists alike: a newer edition of a list may
//! add codes, and a reader must be able to carry them. Whether a code is in its list is asked of the list itself.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

/// The form of every code, as a regular expression.
pub const CODE_PATTERN: &str = "^[A-Za-z0-9+]+(-[A-Za-z0-9+]+)*$";

/// The longest code, in bytes.
pub const CODE_MAX_BYTES: usize = 64;

/// The text is not a code: words of ASCII letters, digits and `+`, joined by single hyphens, at most 64 bytes.
///
/// The error holds no part of the refused text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of the list `{vocabulary}`: letters, digits and `+`, joined by single hyphens, at most 64 bytes")]
pub struct CodeFormError {
    /// The code list that the text was meant for.
    pub vocabulary: &'static str,
}

/// Says whether the text has the form of a code.
pub(crate) fn is_code(text: &str) -> bool {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'+';
    text.len() <= CODE_MAX_BYTES
        && text.as_bytes().split(|byte| *byte == b'-').all(|word| !word.is_empty() && word.iter().all(of_word))
}

/// Reads a text without keeping it, and makes something of it.
pub(crate) fn read_text<'de, D: Deserializer<'de>, T, E: fmt::Display>(
    deserializer: D,
    make: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, D::Error> {
    struct OfText<F>(F);

    impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> de::Visitor<'_> for OfText<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<X: de::Error>(self, text: &str) -> Result<T, X> {
            (self.0)(text).map_err(de::Error::custom)
        }
    }

    deserializer.deserialize_str(OfText(make))
}

/// Joins the lines of a doc comment to the description of a schema: a blank line stays, other line ends become a space.
pub(crate) fn description(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines.iter().map(|line| line.trim()) {
        if line.is_empty() {
            text.push_str("\n\n");
        } else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(line);
        }
    }
    text.trim().to_owned()
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $vocabulary:literal;)+) => {
        $(
            $(#[doc = $doc])+
            #[doc = concat!("\n\nA code of the list `", $vocabulary, "`; its form is checked, its presence in the list is not.")]
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
            #[serde(transparent)]
            pub struct $name(compact_str::CompactString);

            impl $name {
                /// The name of the code list.
                pub const VOCABULARY: &'static str = $vocabulary;

                /// Takes a code.
                ///
                /// # Errors
                /// The text does not have the form of a code.
                pub fn new(code: impl AsRef<str>) -> Result<Self, CodeFormError> {
                    let code = code.as_ref();
                    if is_code(code) { Ok(Self(code.into())) } else { Err(CodeFormError { vocabulary: $vocabulary }) }
                }

                /// The code.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, concat!(stringify!($name), "({})"), self.0)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    read_text(deserializer, |text| Self::new(text))
                }
            }

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn schema_id() -> Cow<'static, str> {
                    concat!(module_path!(), "::", stringify!($name)).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({
                        "description": description(&[$($doc),+]),
                        "type": "string",
                        "pattern": CODE_PATTERN,
                        "maxLength": CODE_MAX_BYTES,
                        "x-vocabulary": $vocabulary,
                    })
                }
            }
        )+

        /// The names of all code lists that have a type here, in the order of their declaration.
        pub const CODE_VOCABULARIES: &[&str] = &[$($vocabulary),+];
    };
}

codes! {
    // Header
    /// The type of a record, where a list of types must outlive the types that a reader knows.
    RecordTypeCode = "record-type";
    /// What a record may be used for.
    Purpose = "purpose";
    /// The law or treaty under which a record is sent.
    LegalBasis = "legal-basis";
    /// How soon the receiver should act.
    Urgency = "urgency";
    /// What the issuer asks the receiver to do.
    RequestedAction = "requested-action";
    /// The kind of source that a statement comes from; never its name.
    SourceType = "source-type";
    /// Why a member has no value: withheld is not the same as unknown.
    AbsentReason = "absent-reason";
    /// The work of an authority in the trust list.
    AuthorityRole = "authority-role";

    // Evaluation
    /// The grading scheme that the grades of an evaluation belong to.
    EvaluationScheme = "evaluation-scheme";
    /// How sure the analyst is of the judgement as a whole.
    Confidence = "confidence";
    /// How likely the analyst holds it that the statement is true.
    Likelihood = "likelihood";

    // Handling
    /// The Traffic Light Protocol marking: how far a record may be shared.
    Tlp = "tlp";
    /// The Europol handling code.
    EuropolHandling = "europol-handling";
    /// The INTERPOL level of confidentiality.
    InterpolConfidentiality = "interpol-confidentiality";
    /// The Permissible Actions Protocol marking: how openly a receiver may act on a record.
    Pap = "pap";
    /// Whether a receiver may pass a record on.
    Onward = "onward";
    /// Whether a record may be used before a court.
    JudicialUse = "judicial-use";

    // Shared
    /// Yes, no, or not known.
    Ternary = "ternary";
    /// The crime that a record is about.
    Crime = "crime";
    /// What a place is.
    PlaceKind = "place-kind";
    /// The part that a person plays in the crime.
    Role = "role";

    // Person
    /// The calendar in which a date was first stated.
    Calendar = "calendar";
    /// How far a person is identified.
    Identified = "identified";
    /// The standing of the person before the law.
    SubjectStatus = "subject-status";
    /// What kind of name a name is.
    NameKind = "name-kind";
    /// How well a name is established.
    NameQuality = "name-quality";
    /// The rules by which a name was brought into another script.
    TranslitScheme = "translit-scheme";
    /// The sex as travel documents state it.
    Sex = "sex";
    /// On what footing a nationality is stated.
    NationalityKind = "nationality-kind";
    /// What a statement of birth rests on.
    BirthBasis = "birth-basis";
    /// How well a person speaks a language.
    LanguageLevel = "language-level";
    /// The colour of the eyes.
    EyeColour = "eye-colour";
    /// The colour or state of the hair.
    HairColour = "hair-colour";
    /// The build of the body.
    Build = "build";
    /// The hair on the face.
    FacialHair = "facial-hair";
    /// The kind of a mark on the body.
    MarkKind = "mark-kind";
    /// Where on the body a mark is.
    MarkLocation = "mark-location";
    /// On which side of the body a mark is.
    MarkSide = "mark-side";
    /// A danger that an officer must know of first.
    Caution = "caution";
    /// The kind of an identity or travel document.
    DocumentType = "document-type";
    /// Whether a document is what it claims to be.
    DocumentAuthenticity = "document-authenticity";
    /// How a document deceives.
    DocumentFraud = "document-fraud";
    /// The kind of an identifier of a device, an account or a line.
    SelectorKind = "selector-kind";
    /// How closely a selector is tied to the person.
    Attribution = "attribution";
    /// The kind of a court decision or order.
    JudicialKind = "judicial-kind";
    /// The kind of biometric data that a bureau holds.
    BiometricKind = "biometric-kind";
    /// The kind of a financial account or shop.
    FinancialKind = "financial-kind";
    /// How a person is tied to a vehicle, vessel or aircraft.
    ConveyanceUse = "conveyance-use";

    // Modus operandi
    /// An act of trafficking in persons.
    TipAct = "tip-act";
    /// A means of trafficking in persons.
    TipMeans = "tip-means";
    /// A purpose of trafficking in persons.
    TipPurpose = "tip-purpose";
    /// A conduct of smuggling of migrants.
    SomConduct = "som-conduct";
    /// A circumstance that makes smuggling of migrants graver.
    SomAggravating = "som-aggravating";
    /// A phase of the crime.
    MoPhase = "mo-phase";
    /// The way by which persons are recruited.
    RecruitmentChannel = "recruitment-channel";
    /// The pretext by which persons are recruited.
    Ploy = "ploy";
    /// What the recruiter is to the recruited.
    RecruiterRelation = "recruiter-relation";
    /// Whether recruiters on line choose their targets or wait for an answer.
    DigitalMode = "digital-mode";
    /// An on-line platform.
    Platform = "platform";
    /// The mode of transport.
    TransportMode = "transport-mode";
    /// The kind of a vehicle, vessel, aircraft or other means of travel.
    Conveyance = "conveyance";
    /// The way a border is crossed.
    EntryMethod = "entry-method";
    /// Where or how persons are hidden.
    Concealment = "concealment";
    /// A lawful way of travel that is abused.
    PathwayAbuse = "pathway-abuse";
    /// What a facility is.
    FacilityKind = "facility-kind";
    /// The way a fee is paid.
    PaymentMethod = "payment-method";
    /// When a fee is paid.
    PaymentTiming = "payment-timing";
    /// How a fee is secured until the journey is done.
    Guarantee = "guarantee";
    /// The sign on which a held fee is released.
    ReleaseSignal = "release-signal";
    /// What a price is for.
    PriceBasis = "price-basis";
    /// A way in which victims are held.
    Control = "control";
    /// A form of exploitation.
    Exploitation = "exploitation";
    /// A finer form of exploitation.
    ExploitationSubform = "exploitation-subform";
    /// The economic sector, as a section of ISIC.
    Sector = "sector";
    /// The kind of venue where exploitation happens.
    Venue = "venue";
    /// The industry in which exploitation happens.
    Industry = "industry";
    /// A way in which officials or staff are corrupted.
    Corruption = "corruption";
    /// The service that is corrupted.
    CorruptionSector = "corruption-sector";
    /// A way in which offenders communicate.
    Comms = "comms";
    /// A way in which offenders evade control.
    Evasion = "evasion";
    /// A way in which proceeds are laundered.
    Laundering = "laundering";
    /// A piece of equipment.
    Equipment = "equipment";
    /// A danger to the lives of the persons carried.
    RiskToLife = "risk-to-life";
    /// Where the front line can observe an indicator.
    ObservableAt = "observable-at";
    /// How much an indicator says by itself.
    IndicatorStrength = "indicator-strength";
    /// How a method develops.
    Trend = "trend";
    /// A band of ages.
    AgeBand = "age-band";
    /// What makes persons vulnerable.
    Vulnerability = "vulnerability";

    // Network, sighting, link, notice
    /// What kind of group a network is.
    NetworkKind = "network-kind";
    /// How a network is built.
    NetworkStructure = "network-structure";
    /// Another crime that a network commits.
    OtherCrime = "other-crime";
    /// In what kind of event something was met.
    SightingKind = "sighting-kind";
    /// How well what was met fits the record.
    Match = "match";
    /// The kind of a relation between two records.
    LinkKind = "link-kind";
    /// What a notice does.
    NoticeAction = "notice-action";
    /// Why a notice is sent.
    NoticeReason = "notice-reason";
    /// What a hit consists of.
    HitNature = "hit-nature";
}
