//! Codes in words, and what this library is.

use passerelle::{Code, Language};
use serde::Serialize;

use crate::answer::to_json;
use crate::failure::{Failure, guarded};

/// The language of a tag such as `fr`.
pub(crate) fn language(tag: &str) -> Result<Language, Failure> {
    Language::from_tag(tag).ok_or_else(|| Failure::argument("lang: one of en, fr, es, ar"))
}

/// What a code means, in a language: `{"code", "stage", "severity", "requirement", "rule"?, "message", "hint"}`.
///
/// # Errors
/// `BND_ARGUMENT` for a code or a language that is not known.
#[uniffi::export]
pub fn explain(code: String, lang: String) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Explanation {
        code: &'static str,
        stage: &'static str,
        severity: &'static str,
        requirement: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<&'static str>,
        message: &'static str,
        hint: &'static str,
    }
    guarded(|| {
        let language = language(&lang)?;
        let code = Code::find(&code).ok_or_else(|| Failure::argument("code: not one of the registry"))?;
        Ok(to_json(&Explanation {
            code: code.as_str(),
            stage: code.stage().as_str(),
            severity: code.severity().as_str(),
            requirement: code.requirement(),
            rule: code.rule(),
            message: code.message(language),
            hint: code.hint(language),
        }))
    })
}

/// The version of the library.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Panics with a text that nobody may see.
///
/// # Errors
/// `BND_FAULT`, always.
#[cfg(feature = "faults")]
#[uniffi::export]
pub fn panic_within(text: String) -> Result<(), Failure> {
    #[allow(clippy::panic, reason = "this is what it is for")]
    guarded(|| panic!("{text}"))
}
