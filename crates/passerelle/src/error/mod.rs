//! Codes: what can be wrong, how much it weighs, and how to mend it, in four languages.
//!
//! `spec/registry/errors.toml` is the single source of every code; [`Code`] is generated from it.

#[rustfmt::skip]
mod codes;
mod language;
mod stage;

pub use codes::Code;
pub use language::Language;
pub use stage::{Severity, Stage};

/// One row of the registry.
struct Row {
    code: &'static str,
    stage: Stage,
    severity: Severity,
    author: Option<Severity>,
    withheld: Option<Severity>,
    rule: Option<&'static str>,
    requirement: &'static str,
    message: [&'static str; 4],
    hint: [&'static str; 4],
}

impl Code {
    /// The code as it is written in reports, for example `JSON_SYNTAX`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().code
    }

    /// The stage of verification that finds it.
    #[must_use]
    pub fn stage(self) -> Stage {
        self.row().stage
    }

    /// How a reader takes it.
    #[must_use]
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// How an author's draft is judged by it; often stricter than a reader is.
    #[must_use]
    pub fn severity_for_author(self) -> Severity {
        self.row().author.unwrap_or(self.row().severity)
    }

    /// How a reader takes it in a copy in which something is withheld: what such a code misses may be there, unseen.
    #[must_use]
    pub fn severity_where_withheld(self) -> Severity {
        self.row().withheld.unwrap_or(self.row().severity)
    }

    /// The public id of the cross-field rule, for a code that is one, for example `iban-mod97`.
    #[must_use]
    pub fn rule(self) -> Option<&'static str> {
        self.row().rule
    }

    /// The requirement of the specification that is not met, for example `PSR-JSN-003`.
    #[must_use]
    pub fn requirement(self) -> &'static str {
        self.row().requirement
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(self, language: Language) -> &'static str {
        language.of(&self.row().message)
    }

    /// How to mend it.
    #[must_use]
    pub fn hint(self, language: Language) -> &'static str {
        language.of(&self.row().hint)
    }

    /// The code of that name, or of that rule id.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name || code.rule() == Some(name))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_name() {
        for code in Code::ALL.iter().copied() {
            assert_eq!(Code::find(code.as_str()), Some(code));
            for language in Language::ALL {
                assert!(!code.message(language).is_empty() && !code.hint(language).is_empty(), "{code}");
            }
        }
        assert_eq!(Code::find("NO_SUCH_CODE"), None);
    }
}
