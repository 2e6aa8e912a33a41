//! Text for people to read, and the tags that say in which language and script it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Scan, checked_string, lower, lower_or_digit, opaque_debug, shown, upper};
use super::identifier::JsonPointer;

checked_string! {
    /// A language: language, script, region and variants in the letter case of the standard, so that a tag has one spelling.
    /// `und` says that the language is not known.
    LanguageTag: "a language tag",
    pattern: "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$",
    max: 35,
    standard: "BCP 47",
    examples: ["en", "fr-CA", "ku-Arab", "und"],
    check: language_tag,
}

checked_string! {
    /// A script.
    ScriptCode: "a script code of four letters",
    pattern: "^[A-Z][a-z]{3}$",
    max: 4,
    standard: "ISO 15924",
    examples: ["Latn", "Arab", "Cyrl"],
    check: script_code,
}

shown!(LanguageTag, ScriptCode);

/// A text in one language. A list of texts holds one for each language, the issuer's own language first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// The language of the text, with its script where the language has several.
    pub lang: LanguageTag,
    /// The text itself, in Unicode Normalization Form C, without markup.
    #[schemars(length(max = 8192), extend("x-standard" = "Unicode NFC", "examples" = ["Invented for a test."]))]
    pub text: String,
}

/// A remark on one member of the record; the place for the text that the code `other` calls for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The member that the remark is about, from the root of the record.
    pub about: JsonPointer,
    /// The remark, one text for each language.
    pub text: Vec<Text>,
}

opaque_debug!(Text, Note);

fn language_tag(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let language = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(lower));
    parts.next_if(|part| script_code(part));
    parts.next_if(|part| {
        part.len() == 2 && part.bytes().all(upper) || part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit())
    });
    let variant = |part: &str| {
        part.bytes().all(lower_or_digit)
            && ((5..=8).contains(&part.len()) || part.len() == 4 && part.starts_with(|c: char| c.is_ascii_digit()))
    };
    language && parts.all(variant)
}

fn script_code(text: &str) -> bool {
    let mut scan = Scan::new(text);
    scan.run(1, 1, upper) && scan.run(3, 3, lower) && scan.at_end()
}
