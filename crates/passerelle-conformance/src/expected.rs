//! Failures that an implementation is known to have, each with its reason.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::run::{Outcome, Verdict};

/// The file of expected failures.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    expected: Vec<Group>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    reason: String,
    cases: Vec<String>,
}

/// What an outcome is in the light of what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Weight {
    /// Passed, skipped, or right where the reason does not count.
    Good,
    /// Failed as expected.
    Expected,
    /// Failed.
    Bad,
    /// Passed, though a failure was expected: the file is out of date.
    UnexpectedPass,
}

impl Expected {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let read: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match read.expected.iter().find(|group| group.reason.trim().is_empty()) {
            Some(group) => Err(format!("{} is expected without a reason", group.cases.join(", "))),
            None => Ok(read),
        }
    }

    /// The reason for which a case is expected to fail.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&str> {
        let group = self.expected.iter().find(|group| group.cases.iter().any(|case| case == id))?;
        Some(&group.reason)
    }

    /// Cases of the file that are not in the suite.
    #[must_use]
    pub fn strangers<'e>(&'e self, ids: &BTreeMap<&str, ()>) -> Vec<&'e str> {
        let all = self.expected.iter().flat_map(|group| &group.cases).map(String::as_str);
        all.filter(|id| !ids.contains_key(id)).collect()
    }

    /// What an outcome is.
    #[must_use]
    pub fn weight(&self, outcome: &Outcome, reasons_count: bool) -> Weight {
        let is_expected = self.reason(&outcome.id).is_some();
        match outcome.verdict {
            Verdict::Skipped => Weight::Good,
            Verdict::WrongReason if !reasons_count => Weight::Good,
            Verdict::Passed if is_expected => Weight::UnexpectedPass,
            Verdict::Passed => Weight::Good,
            _ if is_expected => Weight::Expected,
            _ => Weight::Bad,
        }
    }
}
