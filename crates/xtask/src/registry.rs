//! `cargo xtask registry`: writes the library's tables from `spec/registry` and `spec/vocabulary`, or checks that they are current.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;

use crate::{Mode, Outcome, files, generated, identity, read_toml};

const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

pub(crate) type Texts = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Errors {
    error: Vec<ErrorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorRow {
    pub(crate) code: String,
    pub(crate) stage: String,
    pub(crate) severity: String,
    pub(crate) author: Option<String>,
    /// `warning` where what is missing may have been withheld.
    pub(crate) withheld: Option<String>,
    pub(crate) rule: Option<String>,
    pub(crate) requirement: String,
    pub(crate) message: Texts,
    hint: Texts,
}

#[derive(Deserialize)]
struct Limits {
    limit: Vec<LimitRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitRow {
    pub(crate) name: String,
    pub(crate) value: u64,
    pub(crate) unit: String,
    pub(crate) code: Option<String>,
    source: String,
    pub(crate) meaning: String,
}

/// What the author of a record may make redactable, and what never.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redaction {
    pub(crate) section: Vec<SectionRow>,
    pub(crate) never: Vec<NeverRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionRow {
    #[serde(default)]
    pub(crate) types: Vec<String>,
    pub(crate) place: String,
    pub(crate) default: bool,
    pub(crate) why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NeverRow {
    #[serde(default)]
    pub(crate) types: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) why: String,
}

#[derive(Deserialize)]
pub(crate) struct Vocabulary {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) openness: String,
    #[serde(default)]
    handling: bool,
    pub(crate) source: String,
    pub(crate) title: Texts,
    #[serde(default)]
    pub(crate) code: Vec<CodeRow>,
}

#[derive(Deserialize)]
pub(crate) struct CodeRow {
    pub(crate) code: String,
    since: String,
    pub(crate) replaced_by: Option<String>,
    pub(crate) label: Texts,
    pub(crate) definition: Texts,
    #[serde(flatten)]
    pub(crate) facts: BTreeMap<String, toml::Value>,
}

/// The rows of the registry of errors.
pub(crate) fn errors(root: &Path) -> Result<Vec<ErrorRow>, String> {
    read_toml::<Errors>(&root.join("spec/registry/errors.toml")).map(|errors| errors.error)
}

/// The rows of the registry of limits.
pub(crate) fn limit_rows(root: &Path) -> Result<Vec<LimitRow>, String> {
    read_toml::<Limits>(&root.join("spec/registry/limits.toml")).map(|limits| limits.limit)
}

/// What may be redacted, and what never.
pub(crate) fn redaction_rows(root: &Path) -> Result<Redaction, String> {
    read_toml(&root.join("spec/registry/redaction.toml"))
}

/// The vocabularies, by name.
pub(crate) fn vocabularies(root: &Path) -> Result<Vec<Vocabulary>, String> {
    let paths = files(&root.join("spec/vocabulary"), ".toml")?;
    let mut lists: Vec<Vocabulary> = paths.iter().map(|path| read_toml(path)).collect::<Result<_, _>>()?;
    // By name, not by path: the library searches the lists, and `conveyance` comes before `conveyance-use`.
    lists.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(lists)
}

/// Writes or checks the generated tables.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let library = root.join("crates/passerelle/src");
    generated(&library.join("error/codes.rs"), &codes(&errors(root)?)?, mode)?;
    generated(&library.join("limits.rs"), &limits(root)?, mode)?;
    generated(&library.join("redaction/data.rs"), &redaction(root)?, mode)?;
    generated(&library.join("vocabulary/data.rs"), &vocabulary_data(&vocabularies(root)?)?, mode)?;
    generated(&library.join("rules/identity/data.rs"), &identity::data(root)?, mode)
}

fn codes(rows: &[ErrorRow]) -> Result<String, String> {
    let mut out = header("spec/registry/errors.toml", "The codes of `spec/registry/errors.toml`.");
    out.push_str("use super::{Row, Severity, Stage};\n\n");
    out.push_str("/// What a finding is. Codes never change their meaning; new ones are added.\n");
    out.push_str(
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[non_exhaustive]\npub enum Code {\n",
    );
    for row in rows {
        let _ = writeln!(out, "    /// `{}`: {}", row.code, text(&row.message, "en", &row.code)?);
        let _ = writeln!(out, "    {},", camel(&row.code));
    }
    out.push_str("}\n\nimpl Code {\n    /// Every code, in the order of the registry.\n    pub const ALL: &'static [Code] = &[\n");
    for row in rows {
        let _ = writeln!(out, "        Code::{},", camel(&row.code));
    }
    out.push_str("    ];\n\n    pub(super) fn row(self) -> &'static Row {\n        match self {\n");
    for row in rows {
        let _ = writeln!(
            out,
            "            Code::{} => const {{ &Row {{ code: {:?}, stage: Stage::{}, severity: Severity::{}, author: {}, withheld: {}, rule: {:?}, requirement: {:?}, message: {}, hint: {} }} }},",
            camel(&row.code),
            row.code,
            camel(&row.stage),
            camel(&row.severity),
            row.author.as_ref().map_or("None".to_owned(), |author| format!("Some(Severity::{})", camel(author))),
            row.withheld.as_ref().map_or("None".to_owned(), |weight| format!("Some(Severity::{})", camel(weight))),
            row.rule,
            row.requirement,
            texts(&row.message, &row.code)?,
            texts(&row.hint, &row.code)?,
        );
    }
    out.push_str("        }\n    }\n}\n");
    Ok(out)
}

fn limits(root: &Path) -> Result<String, String> {
    let mut out = header(
        "spec/registry/limits.toml",
        "The limits of `spec/registry/limits.toml`, each with its unit and source.",
    );
    for row in limit_rows(root)? {
        let kind = match row.unit.as_str() {
            "seconds" | "years" => "i64",
            "integer" => "u64",
            "power of two" => "u32",
            _ => "usize",
        };
        let _ = writeln!(
            out,
            "/// {}\n///\n/// Unit: {}. Source: {}.",
            row.meaning,
            row.unit,
            row.source.trim_end_matches('.')
        );
        let _ = writeln!(out, "pub const {}: {kind} = {};\n", row.name.to_uppercase(), row.value);
    }
    Ok(out)
}

fn redaction(root: &Path) -> Result<String, String> {
    let rows = redaction_rows(root)?;
    let mut out = header("spec/registry/redaction.toml", "What may be redacted, and what never.");
    out.push_str("use super::sections::{Section, Never};\n\n/// The parts that an author may make redactable.\n");
    out.push_str("pub(super) static SECTIONS: &[Section] = &[\n");
    for row in &rows.section {
        let SectionRow { types, place, default, .. } = row;
        let _ = writeln!(out, "    Section {{ types: &{types:?}, place: {place:?}, is_default: {default} }},");
    }
    out.push_str("];\n\n/// The parts that may never be withheld.\npub(super) static NEVER: &[Never] = &[\n");
    for row in &rows.never {
        for place in &row.places {
            let _ = writeln!(out, "    Never {{ types: &{:?}, place: {place:?} }},", row.types);
        }
    }
    out.push_str("];\n");
    Ok(out)
}

fn vocabulary_data(vocabularies: &[Vocabulary]) -> Result<String, String> {
    let mut out = header("spec/vocabulary", "The code lists of `spec/vocabulary`.");
    out.push_str("use super::{Entry, List, Openness};\n\n/// Every list, sorted by name.\npub(super) static LISTS: &[List] = &[\n");
    for list in vocabularies {
        let _ = writeln!(
            out,
            "    List {{ name: {:?}, version: {:?}, openness: Openness::{}, handling: {}, source: {:?}, title: {}, entries: &[",
            list.name,
            list.version,
            camel(&list.openness),
            list.handling,
            list.source,
            texts(&list.title, &list.name)?,
        );
        for row in &list.code {
            let place = format!("{}/{}", list.name, row.code);
            let _ = writeln!(
                out,
                "        Entry {{ code: {:?}, since: {:?}, replaced_by: {:?}, label: {}, definition: {}, facts: &[{}] }},",
                row.code,
                row.since,
                row.replaced_by,
                texts(&row.label, &place)?,
                texts(&row.definition, &place)?,
                facts(&row.facts, &place)?,
            );
        }
        out.push_str("    ] },\n");
    }
    out.push_str("];\n");
    Ok(out)
}

/// What rules know about a code, as names with lists of words.
fn facts(facts: &BTreeMap<String, toml::Value>, place: &str) -> Result<String, String> {
    let mut out = Vec::new();
    for (name, value) in facts {
        let words = match value {
            toml::Value::Array(items) => items.iter().map(|item| word(item, place)).collect::<Result<Vec<_>, _>>()?,
            single => vec![word(single, place)?],
        };
        out.push(format!("({name:?}, &{words:?})"));
    }
    Ok(out.join(", "))
}

fn word(value: &toml::Value, place: &str) -> Result<String, String> {
    match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Boolean(value) => Ok(value.to_string()),
        toml::Value::Integer(value) => Ok(value.to_string()),
        _ => Err(format!("{place}: a fact is a string, a number, a boolean or a list of them")),
    }
}

fn header(source: &str, title: &str) -> String {
    format!("//! {title}\n//!\n//! Generated by `cargo xtask registry` from `{source}`: change that, not this.\n\n")
}

fn texts(texts: &Texts, place: &str) -> Result<String, String> {
    let all = LANGUAGES.iter().map(|language| text(texts, language, place).map(|text| format!("{text:?}")));
    Ok(format!("[{}]", all.collect::<Result<Vec<_>, _>>()?.join(", ")))
}

fn text<'t>(texts: &'t Texts, language: &str, place: &str) -> Result<&'t str, String> {
    texts
        .get(language)
        .or(texts.get("en"))
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .ok_or(format!("{place}: no text in `{language}`"))
}

/// `JSON_SYNTAX` and `key-policy` as `JsonSyntax` and `KeyPolicy`.
pub(crate) fn camel(name: &str) -> String {
    let mut out = String::new();
    for part in name.split(['_', '-']) {
        let mut letters = part.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    out
}
