//! `cargo xtask specification`: every requirement stands in the text, and every code in the text, the registry and the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::registry::{camel, errors};
use crate::{Outcome, files, read};

/// Codes without a check of their own, each with its reason.
const BY_CONSTRUCTION: [(&str, &str); 3] = [
    ("API_UNVERIFIED", "the type `VerifiedRecord` has one maker, so that the fault cannot be written"),
    ("RT_LOSSY", "a relay's fault, which the conformance suite looks for"),
    ("RULE_ATTACHMENT_MISSING", "attachments travel apart; the application that fetches them reports it"),
];

/// Fails on a requirement or code that is missing on any side.
pub(crate) fn run(root: &Path) -> Outcome {
    let mut faults = Vec::new();
    let defined = defined(root, &mut faults)?;
    let cited = cited(root)?;
    let rows = errors(root)?;
    let demanded: BTreeSet<&str> = rows.iter().map(|row| row.requirement.as_str()).collect();
    let sources = library_sources(root)?;
    for row in &rows {
        if !defined.contains_key(&row.requirement) {
            faults.push(format!("errors.toml: {} names {}, which no chapter defines", row.code, row.requirement));
        }
        let constructed = BY_CONSTRUCTION.iter().any(|(code, _)| *code == row.code);
        // The library itself finds nothing of these stages.
        let is_callers = matches!(row.stage.as_str(), "command" | "binding");
        if !constructed && !is_callers && !sources.contains(&format!("Code::{}", camel(&row.code))) {
            faults.push(format!("{}: no check of the library gives it", row.code));
        }
    }
    for (id, place) in &cited {
        if !defined.contains_key(id) {
            faults.push(format!("{place} cites {id}, which no chapter defines"));
        }
    }
    for (id, chapter) in &defined {
        if !demanded.contains(id.as_str()) && !cited.contains_key(id) {
            faults.push(format!("{chapter} defines {id}, which neither the registry nor the code names"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Requirements by the chapter that defines them: `**PSR-JSN-003**`, once each.
pub(crate) fn defined(root: &Path, faults: &mut Vec<String>) -> Result<BTreeMap<String, String>, String> {
    let mut defined: BTreeMap<String, String> = BTreeMap::new();
    for path in files(&root.join("spec"), ".md")? {
        let chapter = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        for id in read(&path)?.split("**").filter(|text| is_requirement(text)).map(str::to_owned) {
            if let Some(other) = defined.insert(id.clone(), chapter.clone()) {
                faults.push(format!("{id} is defined in {other} and again in {chapter}"));
            }
        }
    }
    Ok(defined)
}

/// Requirements that the code cites after `spec:`, and one place where each is cited.
fn cited(root: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut cited = BTreeMap::new();
    for path in files(&root.join("crates"), ".rs")? {
        let place = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        for (number, line) in read(&path)?.lines().enumerate() {
            let Some((_, comment)) = line.split_once("spec: PSR-") else { continue };
            for word in format!("PSR-{comment}")
                .split(|character: char| !(character.is_ascii_alphanumeric() || character == '-'))
            {
                if is_requirement(word) {
                    cited.insert(word.to_owned(), format!("{place}:{}", number + 1));
                }
            }
        }
    }
    Ok(cited)
}

/// What the libraries are written in, tests apart.
fn library_sources(root: &Path) -> Result<String, String> {
    let mut all = String::new();
    for library in ["crates/passerelle/src", "crates/passerelle-map/src", "crates/passerelle-neighbours/src"] {
        for path in files(&root.join(library), ".rs")? {
            let is_test = path.to_string_lossy().contains("test");
            if !is_test && !path.ends_with("error/codes.rs") {
                all.push_str(&read(&path)?);
            }
        }
    }
    Ok(all)
}

/// `PSR-`, three capitals, `-`, three digits.
fn is_requirement(text: &str) -> bool {
    let Some((area, number)) = text.strip_prefix("PSR-").and_then(|rest| rest.split_once('-')) else { return false };
    area.len() == 3
        && area.bytes().all(|byte| byte.is_ascii_uppercase())
        && number.len() == 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
