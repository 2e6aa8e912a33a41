//! What is said about an implementation: JSON, JUnit XML, one HTML page and a badge.

mod badge;
mod html;
mod junit;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::case::{Case, Level, Role};
use crate::claim::Claim;
use crate::expected::{Expected, Weight};
use crate::run::{Run, Verdict};
use crate::suite::Suite;

/// What a run came to.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The version of the format.
    pub spec: &'static str,
    /// What was tested.
    pub implementation: String,
    /// Its version.
    pub version: String,
    /// What it may claim.
    pub claim: String,
    /// Whether nothing went wrong that was not expected.
    pub passed: bool,
    /// How many cases there are of each weight.
    pub counts: Counts,
    /// How many cases went how, by area and level.
    pub matrix: Vec<Cell>,
    /// The cases.
    pub cases: Vec<Row>,
}

/// How many cases there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// All.
    pub total: usize,
    /// Passed.
    pub passed: usize,
    /// Right for the wrong reason.
    pub wrong_reason: usize,
    /// Failed, crashed or timed out.
    pub failed: usize,
    /// Of those that did not pass, how many were expected not to.
    pub expected: usize,
    /// Passed although they were expected to fail.
    pub unexpected_passes: usize,
    /// Skipped.
    pub skipped: usize,
}

/// One cell of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cell {
    /// The area.
    pub area: String,
    /// The level.
    pub level: Level,
    /// Passed cases.
    pub passed: usize,
    /// Skipped cases.
    pub skipped: usize,
    /// All others.
    pub failed: usize,
}

/// One case in a report.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// The id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The level.
    pub level: Level,
    /// The role.
    pub role: Role,
    /// How it went.
    pub result: &'static str,
    /// Whether this counts against the implementation.
    pub is_bad: bool,
    /// What an implementation does wrong that fails it.
    pub note: String,
    /// The requirements that it tests.
    pub requirements: Vec<String>,
    /// What its flags mean.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub flags: BTreeMap<String, String>,
    /// The step at which it went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The answer that was due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Map<String, Value>>,
    /// The answer that came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came: Option<Map<String, Value>>,
    /// Why it was skipped, or what the adapter did instead of answering.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The reason for which the failure was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// How long it took, in milliseconds.
    pub milliseconds: u128,
}

impl Report {
    /// What a run came to. Up to L2 it is enough to be right; where cases of L3 were run, the reason has to be right too.
    #[must_use]
    pub fn of(suite: &Suite, cases: &[&Case], run: &Run, expected: &Expected) -> Self {
        let reasons_count = cases.iter().any(|case| case.level >= Level::L3);
        let mut counts = Counts { total: run.outcomes.len(), ..Counts::default() };
        let mut matrix: BTreeMap<(String, Level), Cell> = BTreeMap::new();
        let mut rows = Vec::new();
        let by_id: BTreeMap<&str, &&Case> = cases.iter().map(|case| (case.id.as_str(), case)).collect();
        for outcome in &run.outcomes {
            let Some(case) = by_id.get(outcome.id.as_str()) else { continue };
            let weight = expected.weight(outcome, reasons_count);
            let area = case.area().split('/').next().unwrap_or_default().to_owned();
            let cell = matrix.entry((area.clone(), case.level)).or_insert_with(|| Cell {
                area,
                level: case.level,
                passed: 0,
                skipped: 0,
                failed: 0,
            });
            let (total, in_cell) = match outcome.verdict {
                Verdict::Passed => (&mut counts.passed, &mut cell.passed),
                Verdict::Skipped => (&mut counts.skipped, &mut cell.skipped),
                Verdict::WrongReason => (&mut counts.wrong_reason, &mut cell.failed),
                _ => (&mut counts.failed, &mut cell.failed),
            };
            *total += 1;
            *in_cell += 1;
            counts.expected += usize::from(weight == Weight::Expected);
            counts.unexpected_passes += usize::from(weight == Weight::UnexpectedPass);
            let note = |name: &String| Some((name.clone(), suite.flag(name)?.note.clone()));
            rows.push(Row {
                id: case.id.clone(),
                title: case.title.clone(),
                level: case.level,
                role: case.role,
                result: if weight == Weight::UnexpectedPass { "passed unexpectedly" } else { outcome.verdict.as_str() },
                is_bad: matches!(weight, Weight::Bad | Weight::UnexpectedPass),
                note: case.note.clone(),
                requirements: case.requirements.clone(),
                flags: case.flags.iter().filter_map(note).collect(),
                step: outcome.step.filter(|_| case.steps.len() > 1),
                due: outcome.due.clone(),
                came: outcome.came.clone(),
                why: outcome.why.clone(),
                expected: expected.reason(&case.id).map(str::to_owned),
                milliseconds: outcome.took.as_millis(),
            });
        }
        Self {
            spec: "1.0",
            implementation: run.implementation.name.clone(),
            version: run.implementation.version.clone(),
            claim: Claim::of(cases, &run.outcomes).to_string(),
            passed: rows.iter().all(|row| !row.is_bad),
            counts,
            matrix: matrix.into_values().collect(),
            cases: rows,
        }
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// As JUnit XML.
    #[must_use]
    pub fn to_junit(&self) -> String {
        junit::write(self)
    }

    /// As one HTML page that needs nothing else.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::write(self)
    }

    /// As a badge.
    #[must_use]
    pub fn to_badge(&self) -> String {
        badge::write(self)
    }

    /// The areas, in the order of the alphabet.
    fn areas(&self) -> Vec<&str> {
        let mut areas: Vec<&str> = self.matrix.iter().map(|cell| cell.area.as_str()).collect();
        areas.dedup();
        areas
    }

    fn cell(&self, area: &str, level: Level) -> Option<&Cell> {
        self.matrix.iter().find(|cell| cell.area == area && cell.level == level)
    }
}

/// Text inside markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in passerelle::escape_unseen(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What XML 1.0 does not have, not even escaped.
            character if character.is_control() && character != '\n' => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
    out
}
