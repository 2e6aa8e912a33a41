//! Names: one entry for each spelling, with its script, and where it comes from if it is a transliteration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::MrzLine;
use crate::record::assertion::Assertion;
use crate::record::form::opaque_debug;
use crate::record::text::{LanguageTag, ScriptCode};
use crate::vocabulary::code::{NameKind, NameQuality, TranslitScheme};

/// A name of a person or a network in one spelling. A transliteration is an entry of its own that points to the original.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Name {
    /// The whole name, in the order in which its culture writes it.
    #[schemars(length(max = 256), extend("x-standard" = "Unicode NFC", "examples" = ["Anna Maria Eriksson"]))]
    pub full: String,
    /// The name in parts, where it has such parts. A person with a single name has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<NameParts>,
    /// The script that this spelling is written in.
    pub script: ScriptCode,
    /// The language that the name belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<LanguageTag>,
    /// What kind of name it is: in law, on a document, claimed, or made by transliteration.
    #[schemars(extend("examples" = ["alias"]))]
    pub kind: NameKind,
    /// The name that this one was transliterated from, as an index (from 0) into the same list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 255), extend("examples" = [0]))]
    pub translit_of: Option<i64>,
    /// The rules by which it was transliterated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["icao-9303-3"]))]
    pub translit_scheme: Option<TranslitScheme>,
    /// How well the name is established.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["probable"]))]
    pub quality: Option<NameQuality>,
    /// The name as the machine readable zone of a document spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["ERIKSSON<<ANNA<MARIA"]))]
    pub mrz: Option<MrzLine>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// The parts of a name. No culture has all of them.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NameParts {
    /// A title or particle before the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64), extend("examples" = ["Dr"]))]
    pub prefix: Option<String>,
    /// The given names, in the order in which they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), inner(length(max = 128)), extend("examples" = [["Anna", "Maria"]]))]
    pub given: Vec<String>,
    /// A name made from the father's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128), extend("examples" = ["Testovna"]))]
    pub patronymic: Option<String>,
    /// A name made from the mother's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128), extend("examples" = ["Annudottir"]))]
    pub matronymic: Option<String>,
    /// The family names, in the order in which they are written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), inner(length(max = 128)), extend("examples" = [["Eriksson"]]))]
    pub family: Vec<String>,
    /// A part after the name, such as the number of the generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64), extend("examples" = ["III"]))]
    pub suffix: Option<String>,
}

opaque_debug!(Name, NameParts);
