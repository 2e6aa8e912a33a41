//! The elements of the crime: what the law asks for, the phases, recruitment, exploitation, and those who suffer it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::count::CountRange;
use crate::record::form::{checked_string, lower_or_digit, opaque_debug, shown};
use crate::record::place::CountryCode;
use crate::record::text::{LanguageTag, Text};
use crate::vocabulary::code::{
    self, AgeBand, DigitalMode, Exploitation, ExploitationSubform, Industry, MoPhase, Platform, Ploy,
    RecruiterRelation, RecruitmentChannel, Sector, Sex, SomAggravating, SomConduct, Ternary, TipAct, TipMeans,
    TipPurpose, Venue, Vulnerability,
};

checked_string! {
    /// A technique: the name of a code list, a slash, and a code of that list.
    Technique: "a technique `<code list>/<code>`",
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*/[A-Za-z0-9+]+(-[A-Za-z0-9+]+)*$",
    max: 128,
    examples: ["concealment/trailer-cavity"],
    check: |text| {
        text.split_once('/').is_some_and(|(list, code)| {
            list.split('-').all(|word| !word.is_empty() && word.bytes().all(lower_or_digit)) && code::is_code(code)
        })
    },
}

impl Technique {
    /// The name of the code list.
    pub fn vocabulary(&self) -> &str {
        self.0.split_once('/').map_or("", |(list, _)| list)
    }

    /// The code.
    pub fn code(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, code)| code)
    }
}

shown!(Technique);
opaque_debug!(TipElements, SomElements, Phase, Recruitment, ExploitationForm, Victims);

/// The elements of trafficking in persons.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TipElements {
    /// The acts: what is done with the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "Palermo Protocol, Art. 3(a)", "examples" = [["recruitment"]]))]
    pub acts: Vec<TipAct>,
    /// The means. They need not be shown where the victims are children.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "Palermo Protocol, Art. 3(a) and (c)", "examples" = [["deception"]]))]
    pub means: Vec<TipMeans>,
    /// The purposes of exploitation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "Palermo Protocol, Art. 3(a)", "examples" = [["forced-labour"]]))]
    pub purposes: Vec<TipPurpose>,
    /// Whether the victims are children.
    #[schemars(extend("x-standard" = "Palermo Protocol, Art. 3(c) and (d)", "examples" = ["unknown"]))]
    pub child_victims: Ternary,
}

/// The elements of smuggling of migrants.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SomElements {
    /// The conduct that the protocol makes a crime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "Smuggling Protocol, Art. 6(1) and (2)", "examples" = [["procuring-illegal-entry"]]))]
    pub conduct: Vec<SomConduct>,
    /// The circumstances that make it graver.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "Smuggling Protocol, Art. 6(3)", "examples" = [["endangering-life"]]))]
    pub aggravating: Vec<SomAggravating>,
    /// Whether there is a financial or other material benefit, without which it is not smuggling.
    #[schemars(extend("x-standard" = "Smuggling Protocol, Art. 3(a)", "examples" = ["yes"]))]
    pub benefit: Ternary,
}

/// A phase of the crime.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Phase {
    /// Which phase of the crime it is.
    #[schemars(extend("examples" = ["transit"]))]
    pub code: MoPhase,
    /// The place of the phase in the order, from 1.
    #[schemars(range(min = 1, max = 64), extend("examples" = [1]))]
    pub seq: i64,
    /// What happens in this phase, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Text>,
    /// The techniques that are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub techniques: Vec<Technique>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// How persons are recruited.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recruitment {
    /// The ways by which persons are reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["messaging-channel"]]))]
    pub channels: Vec<RecruitmentChannel>,
    /// The pretexts under which persons are won.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["false-job"]]))]
    pub ploys: Vec<Ploy>,
    /// What the recruiters are to the recruited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["stranger"]]))]
    pub relation: Vec<RecruiterRelation>,
    /// Whether recruiters on line choose their targets or wait for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["fishing"]))]
    pub mode: Option<DigitalMode>,
    /// The on-line platforms that are used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["telegram"]]))]
    pub platforms: Vec<Platform>,
    /// The hashtags, without the sign `#`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), inner(length(max = 128)), extend("examples" = [["safetraveltest"]]))]
    pub hashtags: Vec<String>,
    /// The languages of the recruitment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub languages: Vec<LanguageTag>,
}

/// One way in which victims are exploited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExploitationForm {
    /// The form of exploitation.
    #[schemars(extend("examples" = ["forced-labour"]))]
    pub form: Exploitation,
    /// The finer form, where the list has one for `form`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["cannabis-cultivation"]))]
    pub subform: Option<ExploitationSubform>,
    /// The economic sector in which it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "ISIC Rev. 4, sections", "examples" = ["A"]))]
    pub sector: Option<Sector>,
    /// The industry in which it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["agriculture-animal-husbandry"]))]
    pub industry: Option<Industry>,
    /// The kind of place at which it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["farm-ranch"]))]
    pub venue: Option<Venue>,
    /// The country where it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// The persons who suffer the crime, in the aggregate only: nobody can be recognised by it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Victims {
    /// How many they are, as a range that points to nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<CountRange>,
    /// The bands in which their ages lie.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "CTDC age bands", "examples" = [["18-20"]]))]
    pub age_bands: Vec<AgeBand>,
    /// The sexes that are among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["F"]]))]
    pub sexes: Vec<Sex>,
    /// The countries they come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<CountryCode>,
    /// What makes them vulnerable to the offenders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["debt"]]))]
    pub vulnerabilities: Vec<Vulnerability>,
}
