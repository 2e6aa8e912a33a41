//! Every input that was kept is tried again: what fuzzers found, and the cases of the conformance suite.
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use passerelle_fuzz::{TARGETS, run};
use serde_json::Value;

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_was_kept_still_holds() {
    for target in TARGETS {
        let kept = files(&package().join("corpus").join(target.name));
        assert!(!kept.is_empty(), "{} has inputs", target.name);
        for file in kept {
            eprintln!("{}", file.display());
            (target.run)(&std::fs::read(&file).unwrap());
        }
    }
}

/// Every text that a value holds in Base64.
fn inputs(value: &Value, found: &mut Vec<Vec<u8>>) {
    match value {
        Value::Object(members) => {
            if let Some(text) = members.get("base64").and_then(Value::as_str) {
                found.extend(STANDARD.decode(text).ok());
            }
            members.values().for_each(|member| inputs(member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| inputs(element, found)),
        _ => {}
    }
}

#[test]
fn it_holds_for_the_cases_of_the_suite() {
    let cases = files(&package().join("../../conformance-tests/cases"));
    let mut all = Vec::new();
    for case in cases.iter().filter(|case| case.extension().is_some_and(|extension| extension == "json")) {
        let case: Value = serde_json::from_slice(&std::fs::read(case).unwrap()).unwrap();
        inputs(&case, &mut all);
    }
    assert!(all.len() > 900, "{} inputs", all.len());
    // Those that are as large as a limit are left to the suite.
    for input in all.iter().filter(|input| input.len() < 20_000) {
        for target in ["reader", "writer", "validation", "open", "inspect", "trust"] {
            run(target, input);
        }
    }
}

/// Built from choices, as a fuzzer makes them, that are drawn here from a counter: each target is tried with no fuzzer at hand.
#[test]
fn it_holds_for_drawn_choices() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    for target in TARGETS {
        for round in 0..40 {
            let input: Vec<u8> = std::iter::repeat_with(&mut draw).take(4 + round).flatten().collect();
            (target.run)(&input);
        }
    }
}
