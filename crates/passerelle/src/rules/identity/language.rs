//! Language tags, and texts that are not written in the script that their tag names.

use isolang::Language;
use oxilangtag::LanguageTag;

use super::country::{Standing, standing};
use super::script::{self, Fit};
use crate::error::Code;
use crate::json::{Object, Pointer, Value};
use crate::rules::walk::{Trail, every_defined_value_of};
use crate::rules::{Context, Report, at};

/// Groups of languages (ISO 639-5): registered as language tags beside the single languages of ISO 639-3.
const LANGUAGE_GROUPS: &str = "aav afa alg alv apa aqa aql art ath auf aus awd azc bad bai bat ber bih bnt btk cai cau cba ccn \
    ccs cdc cdd cel cmc cpe cpf cpp crp csu cus day dmn dra egx esx euq fiu fox gem gme gmq gmw grk hmx hok hyx iir ijo inc ine \
    ira iro itc jpx kar kdo khi kro map mkh mno mun myn nah nai ngf nic nub omq omv oto paa phi plf poz pqe pqw pra qwe roa sai \
    sal sdv sem sgn sio sit sla smi son sqj ssa syd tai tbq trk tup tut tuw urj wak wen xgn xnd ypk zhx zle zls zlw znd";

/// Two-letter codes that ISO 639-1 has given up and the registry of language tags keeps.
const RETIRED_LANGUAGES: &[&str] = &["bh", "in", "iw", "ji", "jw", "mo"];

/// Codes for private use (IANA registry of language subtags).
const PRIVATE_LANGUAGES: std::ops::RangeInclusive<&str> = "qaa"..="qtz";

/// Regions of the registry that are no countries of ISO 3166-1 and no former ones.
const FURTHER_REGIONS: &[&str] = &["AA", "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN", "ZZ"];

/// Parts of the world in UN M.49 that the registry takes over.
const WORLD_REGIONS: &[&str] = &[
    "001", "002", "003", "005", "009", "011", "013", "014", "015", "017", "018", "019", "021", "029", "030", "034",
    "035", "039", "053", "054", "057", "061", "142", "143", "145", "150", "151", "154", "155", "202", "419",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    lang_undetermined(context.record.text("lang").unwrap_or_default(), || at("/lang"), report);
    if context.screened.languages {
        return;
    }
    every_defined_value_of(context.object.tree(), &mut |trail, value| match (trail.name(), value) {
        (Some("lang" | "tag"), Value::String(tag)) => lang_tag_valid(tag, || trail.pointer(), report),
        (Some("languages"), Value::Array(tags)) => {
            for (index, tag) in tags.iter().enumerate() {
                if let Value::String(tag) = tag {
                    lang_tag_valid(tag, || trail.pointer().index(index), report);
                }
            }
        }
        (_, Value::Object(text)) => check_text(text, trail, report),
        _ => {}
    });
}

/// spec: PSR-REC-012
fn lang_tag_valid(tag: &str, at: impl Fn() -> Pointer, report: &mut Report) {
    if !is_registered(tag) {
        report.add(Code::RuleLangTagValid, at());
    }
}

/// Only of texts that somebody may want translated; the language of a name is often not known, and need not be.
///
/// spec: PSR-REC-012
fn lang_undetermined(tag: &str, at: impl Fn() -> Pointer, report: &mut Report) {
    if is_undetermined(tag) {
        report.add(Code::RuleLangUndetermined, at());
    }
}

fn is_undetermined(tag: &str) -> bool {
    tag == "und" || tag.starts_with("und-")
}

/// Whether these rules have nothing to say of a text for people.
pub(in crate::rules) fn is_in_its_script(tag: &str, content: &str) -> bool {
    !is_undetermined(tag) && !is_foreign(tag, content)
}

fn check_text(text: &Object, trail: &Trail<'_>, report: &mut Report) {
    let member = |name| text.get(name).and_then(Value::as_str);
    let (Some(tag), Some(content)) = (member("lang"), member("text")) else { return };
    lang_undetermined(tag, || trail.pointer().child("lang"), report);
    script_agrees(tag, content, trail, report);
}

/// spec: PSR-REC-013
fn script_agrees(tag: &str, content: &str, trail: &Trail<'_>, report: &mut Report) {
    if is_foreign(tag, content) {
        report.add(Code::RuleScriptAgrees, trail.pointer().child("lang"));
    }
}

/// Whether a text has no letter of the script that its tag names.
fn is_foreign(tag: &str, content: &str) -> bool {
    let is_foreign = |script: &str| script::is_registered(script) && script::fit(content, script) == Fit::Foreign;
    match language_and_script(tag) {
        Some((_, script)) => is_foreign(script),
        // A tag of one part names no script.
        None if !tag.bytes().any(|byte| byte == b'-') => false,
        None => LanguageTag::parse(tag).is_ok_and(|tag| tag.script().is_some_and(is_foreign)),
    }
}

/// Whether a tag is well-formed, and its language, script and region are registered.
pub(in crate::rules) fn is_registered(tag: &str) -> bool {
    if is_two_lower(tag.as_bytes()) {
        return is_language(tag);
    }
    if let Some((language, script)) = language_and_script(tag) {
        return is_language(language) && script::is_registered(script);
    }
    LanguageTag::parse(tag).is_ok_and(|tag| {
        is_language(tag.primary_language())
            && tag.script().is_none_or(script::is_registered)
            && tag.region().is_none_or(is_region)
    })
}

/// The two parts of a tag like `zh-Hant`, which are seen without taking it apart by all that a tag can be.
fn language_and_script(tag: &str) -> Option<(&str, &str)> {
    let (language, script) = tag.split_at_checked(3)?;
    let language = language.strip_suffix('-').filter(|language| is_two_lower(language.as_bytes()))?;
    let is_script = script.len() == 4 && script.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_script.then_some((language, script))
}

fn is_two_lower(text: &[u8]) -> bool {
    matches!(text, [first, second] if first.is_ascii_lowercase() && second.is_ascii_lowercase())
}

/// A language that has two letters is never written with three.
fn is_language(code: &str) -> bool {
    match code.len() {
        2 => Language::from_639_1(code).is_some() || RETIRED_LANGUAGES.contains(&code),
        _ => {
            Language::from_639_3(code).is_some_and(|language| language.to_639_1().is_none())
                || LANGUAGE_GROUPS.split_ascii_whitespace().any(|group| group == code)
                || code.len() == 3 && PRIVATE_LANGUAGES.contains(&code)
        }
    }
}

fn is_region(code: &str) -> bool {
    standing(code) != Standing::Unknown
        || FURTHER_REGIONS.contains(&code)
        || WORLD_REGIONS.contains(&code)
        || code.len() == 2 && ("QM"..="QZ").contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_tags_are_known() {
        for tag in [
            "en",
            "fr-CA",
            "sr-Latn",
            "zh-Hant-HK",
            "ku-Arab",
            "ckb",
            "rhg-Rohg",
            "ber",
            "es-419",
            "und",
            "mul",
            "qaa",
            "ar-XA",
        ] {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn other_tags_are_not() {
        for tag in ["xx", "qzz", "eng", "en-Abcd", "en-QA-QA", "fr-QJ", "en-999", "english"] {
            assert!(!is_registered(tag), "{tag}");
        }
    }
}
