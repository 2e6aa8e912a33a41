//! What the cases cover: every requirement is kept by a case and broken by another one, and every attack is tried.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use passerelle::Code;
use passerelle_conformance::Case;
use passerelle_conformance::case::{Level, Role};
use serde::Deserialize;

use super::maker::{Maker, codes};

/// The highest row of the table of attacks.
const ATTACKS: u16 = 91;

/// Cases that there have to be.
const CASES: usize = 600;

/// Requirements without a code that one negative can be there for; one that lists more does not say which of them it breaks.
const BROKEN_AT_ONCE: usize = 3;

/// Requirements that no case can test from outside.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Untested {
    untested: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    requirement: String,
    #[serde(default)]
    accepting: bool,
    #[serde(default)]
    rejecting: bool,
    reason: String,
}

/// Everything that is missing.
pub(crate) fn faults(maker: &Maker, suite: &Path) -> Result<Vec<String>, String> {
    let read = |path: &Path| fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let defined = defined(&suite.join("../spec"))?;
    let listed: Untested = serde_json::from_str(&read(&suite.join("untested.json"))?)
        .map_err(|error| format!("untested.json: {error}"))?;
    let (mut accepting, mut rejecting) = (BTreeSet::new(), BTreeSet::new());
    let mut attacks = BTreeSet::new();
    let mut faults = Vec::new();
    for case in maker.cases.values() {
        let broken = broken(case);
        let uncoded = case.requirements.iter().filter(|requirement| !has_code(requirement)).count();
        if case.is_negative() && uncoded > BROKEN_AT_ONCE {
            faults
                .push(format!("{} lists {uncoded} requirements without a code; which of them does it break?", case.id));
        }
        attacks.extend(case.attacks.iter().copied());
        for requirement in &case.requirements {
            if !defined.contains(requirement) {
                faults.push(format!("{}: no chapter defines {requirement}", case.id));
            }
            // What a code finds is broken. Where no code belongs to a requirement, a negative breaks what it is listed for; a case that is
            // accepted keeps all that it lists, and those that were made from it break.
            if broken.contains(requirement) || (case.is_negative() && !has_code(requirement)) {
                rejecting.insert(requirement.clone());
            } else if !case.is_negative() {
                accepting.insert(requirement.clone());
            }
        }
    }
    let excused: BTreeMap<&str, &Row> = listed.untested.iter().map(|row| (row.requirement.as_str(), row)).collect();
    for requirement in &defined {
        // `PSR-MAP-*` excuses a whole area.
        let area = format!("{}*", requirement.get(..8).unwrap_or_default());
        let row = excused.get(requirement.as_str()).or_else(|| excused.get(area.as_str()));
        for (side, held, is_excused) in [
            ("accepting", &accepting, row.is_some_and(|row| row.accepting)),
            ("rejecting", &rejecting, row.is_some_and(|row| row.rejecting)),
        ] {
            match (held.contains(requirement), is_excused) {
                (false, false) => faults.push(format!("{requirement} has no {side} case")),
                (true, true) => faults.push(format!("untested.json excuses {requirement}, which has an {side} case")),
                _ => {}
            }
        }
    }
    for row in &listed.untested {
        if row.reason.len() < 10 || !is_defined(&defined, &row.requirement) {
            faults.push(format!("untested.json: {} is no requirement, or has no reason", row.requirement));
        }
    }
    faults.extend((1..=ATTACKS).filter(|row| !attacks.contains(row)).map(|row| format!("attack {row} has no case")));
    faults.extend(shares(maker));
    Ok(faults)
}

fn is_defined(defined: &BTreeSet<String>, requirement: &str) -> bool {
    match requirement.strip_suffix('*') {
        Some(area) => defined.iter().any(|id| id.starts_with(area)),
        None => defined.contains(requirement),
    }
}

/// There are enough cases, and among those that verify enough negatives.
fn shares(maker: &Maker) -> Vec<String> {
    let mut faults = Vec::new();
    if maker.cases.len() < CASES {
        faults.push(format!("there are {} cases, and {CASES} are due", maker.cases.len()));
    }
    let verify: Vec<&Case> =
        maker.cases.values().filter(|case| case.role == Role::Verifier && case.level <= Level::L3).collect();
    let negative = verify.iter().filter(|case| case.is_negative()).count();
    if negative * 10 < verify.len() * 6 {
        faults.push(format!("of {} cases that verify, {negative} are negatives; 60 % are due", verify.len()));
    }
    faults
}

/// The requirements of the codes that a case finds.
fn broken(case: &Case) -> BTreeSet<String> {
    let found = case.steps.iter().flat_map(|step| codes(&step.answer));
    found.filter_map(|code| Some(Code::find(&code)?.requirement().to_owned())).collect()
}

fn has_code(requirement: &str) -> bool {
    Code::ALL.iter().any(|code| code.requirement() == requirement)
}

/// The ids in bold in the chapters.
fn defined(spec: &Path) -> Result<BTreeSet<String>, String> {
    let mut defined = BTreeSet::new();
    let entries = fs::read_dir(spec).map_err(|error| format!("{}: {error}", spec.display()))?;
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_some_and(|ending| ending == "md") {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let is_id = |word: &&str| word.len() == 11 && word.starts_with("PSR-") && word.as_bytes()[7] == b'-';
            defined.extend(text.split("**").filter(is_id).map(str::to_owned));
        }
    }
    Ok(defined)
}
