//! Drafts with one mistake each: the validator names it, and nothing else.

use std::collections::BTreeSet;

use passerelle::validate;

use super::{files, now};

#[test]
fn every_mistake_is_found_and_nothing_else() {
    let drafts = files("drafts-with-mistakes", ".json");
    for (name, bytes) in &drafts {
        let validation = validate(bytes, now());
        let found: Vec<_> = validation.findings.iter().map(|finding| finding.code.as_str()).collect();
        let expected = files("drafts-with-mistakes", ".expected.txt").remove(name).unwrap();
        let expected: Vec<_> = std::str::from_utf8(&expected).unwrap().lines().map(str::to_owned).collect();
        assert_eq!(found, expected, "{name}");
        assert!(!validation.is_valid(), "{name}");
        for finding in &validation.findings {
            assert!(finding.position.is_some(), "{name}: {} has no place in the text", finding.code.as_str());
        }
    }
    assert_eq!(drafts.len(), 6);
}

/// A draft is as small as its mistake allows, so that a newcomer finds it at a glance.
#[test]
fn each_mistake_is_of_its_own_kind() {
    let expected = files("drafts-with-mistakes", ".expected.txt");
    let codes: BTreeSet<_> = expected.values().collect();
    assert_eq!(codes.len(), expected.len());
}
