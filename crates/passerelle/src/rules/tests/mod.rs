//! Tests of the rules: each case changes one valid record and says which findings are due, and where.

mod evaluation;
mod fixtures;
mod handling;
mod header;
mod identifiers;
mod identity;
mod modus_operandi;
mod protection;
mod subject;
mod text;
mod vocabulary;

use crate::rules::{Screened, screen};
use serde_json::Value;

use super::{Reader, check, check_strings, future_editions};
use crate::error::{Code, Stage};
use crate::json::{self, Canonical};
use crate::record::{RecordType, Timestamp};
use crate::schema::{self, Strictness};

/// The clock of all cases: a day after the records were issued.
const NOW: &str = "2026-03-18T08:30:00Z";

/// A valid record with one change, and what is then due.
pub(super) struct Case {
    /// The rule that the case is about.
    code: Code,
    record_type: RecordType,
    /// The findings of that rule; none where the change keeps it.
    due: &'static [&'static str],
    /// Findings of other rules that cannot but come with the change.
    beside: &'static [(Code, &'static str)],
    reader: Reader,
    change: fn(&mut Value),
}

impl Case {
    /// The change breaks the rule at the given places.
    pub(super) const fn breaks(
        code: Code,
        record_type: RecordType,
        due: &'static [&'static str],
        change: fn(&mut Value),
    ) -> Self {
        Self { code, record_type, due, beside: &[], reader: Reader::Recipient, change }
    }

    /// The change comes close to the rule and keeps it.
    pub(super) const fn keeps(code: Code, record_type: RecordType, change: fn(&mut Value)) -> Self {
        Self::breaks(code, record_type, &[], change)
    }

    /// The same change also breaks other rules.
    pub(super) const fn beside(self, beside: &'static [(Code, &'static str)]) -> Self {
        Self { beside, ..self }
    }

    /// The same for the author of a draft.
    pub(super) const fn for_author(self) -> Self {
        Self { reader: Reader::Author, ..self }
    }

    fn run(&self, place: &str) {
        let mut record = fixtures::valid(self.record_type);
        (self.change)(&mut record);
        let mut due: Vec<_> = self.due.iter().map(|at| (self.code, (*at).to_owned())).collect();
        due.extend(self.beside.iter().map(|(code, at)| (*code, (*at).to_owned())));
        due.sort();
        let mut found = findings(&record, self.reader);
        found.sort();
        assert_eq!(found, due, "{place}: {} in a {}", self.code, self.record_type);
    }
}

/// Takes the member or element that a pointer names out of a record.
pub(super) fn remove(record: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match record.pointer_mut(parent).unwrap() {
        Value::Object(members) => assert!(members.remove(name).is_some(), "{pointer}"),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        _ => panic!("{pointer}"),
    }
}

/// What the rules find in a record that its schema allows.
fn findings(record: &Value, reader: Reader) -> Vec<(Code, String)> {
    let object = Canonical::of(json::read(record.to_string().as_bytes()).unwrap());
    let newer = record["spec"] != "1.0";
    let faults = schema::check(&object, if newer { Strictness::NewerMinor } else { Strictness::Exact });
    assert_eq!(faults, [], "a case is about rules, not about the schema");
    let mut found = check_strings(object.tree());
    found.extend(future_editions(object.node()));
    let now = Timestamp::new(NOW).unwrap();
    let thorough = check(&object, reader, now, Screened::default());
    // The screen spares work and changes nothing.
    assert_eq!(check(&object, reader, now, screen(&object)), thorough);
    found.extend(thorough);
    found.into_iter().map(|finding| (finding.code, finding.pointer.to_string())).collect()
}

#[test]
fn the_valid_records_break_no_rule() {
    for record_type in RecordType::ALL {
        for reader in [Reader::Recipient, Reader::Author] {
            assert_eq!(findings(&fixtures::valid(record_type), reader), [], "{record_type}");
        }
    }
}

const CASES: &[(&str, &[Case])] = &[
    ("evaluation", evaluation::CASES),
    ("handling", handling::CASES),
    ("header", header::CASES),
    ("identifiers", identifiers::CASES),
    ("identity", identity::CASES),
    ("modus_operandi", modus_operandi::CASES),
    ("protection", protection::CASES),
    ("subject", subject::CASES),
    ("text", text::CASES),
    ("vocabulary", vocabulary::CASES),
];

/// Codes whose tests stand beside their rules: no list has retired a code yet, and no record brings its files with it.
const TESTED_APART: [Code; 3] = [Code::VocDeprecated, Code::RuleAttachmentHash, Code::RuleAttachmentMissing];

#[test]
fn every_case_comes_out_as_it_says() {
    for (file, cases) in CASES {
        for (index, case) in cases.iter().enumerate() {
            case.run(&format!("{file}, case {index}"));
        }
    }
}

#[test]
fn every_rule_has_a_case_that_keeps_it_and_one_that_breaks_it() {
    let of_rules =
        |code: &Code| code.stage() == Stage::Rules || matches!(code, Code::ProfileNotNfc | Code::ProfileBidi);
    for code in Code::ALL.iter().filter(|code| of_rules(code) && !TESTED_APART.contains(code)) {
        let cases = || CASES.iter().flat_map(|(_, cases)| *cases).filter(|case| case.code == *code);
        assert!(cases().any(|case| !case.due.is_empty()), "no case breaks {code}");
        assert!(cases().any(|case| case.due.is_empty()), "no case keeps {code}");
    }
}
