//! The records under `examples/`: each one is valid, together they show the whole format, and all of them are invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod coverage;
mod fiction;
mod mistakes;
#[path = "../support/mod.rs"]
mod support;
mod together;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use passerelle::json::{self, Object, Pointer, Value};
use passerelle::record::{RecordId, Timestamp};
use passerelle::{Severity, crypto, validate};

/// Warnings that are meant to be there: file, code, pointer.
const WARNINGS: [(&str, &str, &str); 1] = [
    // A code of the issuer's own in an open list, explained in a note beside it.
    ("modus-operandi-land-refrigerated-trailer", "VOC_UNKNOWN", "/content/equipment/3/kind"),
];

/// Records that are named and are not there: a reader rarely holds everything.
const ELSEWHERE: [&str; 1] = ["XX/westland/019d0000-7a3e-7c11-8d2f-5b6a7c8d9e0f"];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

fn now() -> Timestamp {
    Timestamp::new("2026-12-01T00:00:00Z").unwrap()
}

/// The files of a folder with the given ending, by name without that ending.
fn files(name: &str, ending: &str) -> BTreeMap<String, Vec<u8>> {
    let paths = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    paths
        .filter_map(|path| {
            let stem = path.file_name()?.to_str()?.strip_suffix(ending)?.to_owned();
            Some((stem, fs::read(path).unwrap()))
        })
        .collect()
}

fn records() -> BTreeMap<String, Object> {
    files("records", ".json").into_iter().map(|(name, bytes)| (name, json::read(&bytes).unwrap())).collect()
}

fn text<'a>(object: &'a Object, member: &str) -> Option<&'a str> {
    object.get(member).and_then(Value::as_str)
}

/// Calls `visit` for every value of the record, with its pointer.
fn walk<'a>(object: &'a Object, at: &Pointer, visit: &mut impl FnMut(&Pointer, &'a Value)) {
    fn value<'a>(found: &'a Value, at: Pointer, visit: &mut impl FnMut(&Pointer, &'a Value)) {
        visit(&at, found);
        match found {
            Value::Object(object) => walk(object, &at, visit),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| value(item, at.index(index), visit));
            }
            _ => {}
        }
    }
    for (name, found) in object.iter() {
        value(found, at.child(name), visit);
    }
}

/// Every string of the record, with the member that it stands in, or whose list it stands in.
fn strings(record: &Object) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    walk(record, &Pointer::root(), &mut |at, value| {
        if let Some(text) = value.as_str() {
            let is_index = |token: &&str| token.bytes().all(|byte| byte.is_ascii_digit());
            let tokens: Vec<_> = at.tokens().map(|token| token.to_string()).collect();
            let member = tokens.iter().map(String::as_str).rev().find(|token| !is_index(token)).unwrap().to_owned();
            found.push((member, text));
        }
    });
    found
}

#[test]
fn every_record_is_valid_and_warns_only_where_it_is_meant_to() {
    let mut found = BTreeSet::new();
    let files = files("records", ".json");
    for (name, bytes) in &files {
        for finding in validate(bytes, now()).findings {
            assert_ne!(finding.severity, Severity::Error, "{name}: {} at {}", finding.code.as_str(), finding.pointer);
            found.insert((name.as_str(), finding.code.as_str(), finding.pointer.to_string()));
        }
    }
    let meant = WARNINGS.map(|(name, code, pointer)| (name, code, pointer.to_owned()));
    assert_eq!(found, BTreeSet::from(meant));
}

#[test]
fn each_revision_names_the_digest_of_the_one_before_it() {
    let records = records();
    let mut revisions = 0;
    for (name, record) in &records {
        let rev = record.get("rev").and_then(Value::as_integer).unwrap();
        if rev == 1 {
            continue;
        }
        let is_before = |other: &&Object| {
            text(other, "id") == text(record, "id") && other.get("rev") == Some(&Value::Integer(rev - 1))
        };
        let before = records.values().find(is_before).unwrap_or_else(|| panic!("{name}: no revision before it"));
        let prev = record.get("prev").and_then(Value::as_object).unwrap();
        assert_eq!(text(prev, "hash").unwrap(), crypto::digest(&before.to_canonical()).hash.as_str(), "{name}");
        assert!(text(before, "issued") < text(record, "issued"), "{name}");
        revisions += 1;
    }
    assert_eq!(revisions, 4);
}

#[test]
fn no_two_records_are_the_same_revision() {
    let records = records();
    let revisions: BTreeSet<_> =
        records.values().map(|record| (text(record, "id"), record.get("rev").and_then(Value::as_integer))).collect();
    assert_eq!(revisions.len(), records.len());
}

/// Every record that another one names is there too, at the revision that is named and in the same environment.
#[test]
fn every_reference_leads_to_a_record() {
    let records = records();
    let mut elsewhere = BTreeSet::new();
    for (name, record) in &records {
        walk(record, &Pointer::root(), &mut |at, value| {
            let (id, rev) = match value {
                Value::Object(object) => (text(object, "id"), object.get("rev")),
                value => (value.as_str(), None),
            };
            let Some(id) = id.filter(|id| RecordId::new(*id).is_ok()) else { return };
            let targets: Vec<_> = records.values().filter(|target| text(target, "id") == Some(id)).collect();
            if targets.is_empty() {
                elsewhere.insert(id);
            } else {
                assert!(rev.is_none_or(|rev| targets.iter().any(|it| it.get("rev") == Some(rev))), "{name}: {at}");
                assert!(
                    targets.iter().all(|it| text(it, "environment") == text(record, "environment")),
                    "{name}: {at}"
                );
            }
        });
    }
    assert_eq!(elsewhere, BTreeSet::from(ELSEWHERE));
}

#[test]
fn the_page_lists_every_file() {
    let page = fs::read_to_string(folder("README.md")).unwrap();
    let listed: BTreeSet<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once(".json` |"))
        .map(|(name, _)| name.to_owned())
        .collect();
    let records = files("records", ".json").into_keys();
    let mistakes = files("drafts-with-mistakes", ".json").into_keys();
    assert_eq!(listed, records.chain(mistakes).collect());
}

#[test]
fn every_file_is_indented_by_two_spaces() {
    for (name, bytes) in files("records", ".json") {
        let content = String::from_utf8(bytes).unwrap();
        assert!(content.ends_with("}\n") && !content.contains('\t') && !content.contains("\r"), "{name}");
        for line in content.lines() {
            let indent = line.len() - line.trim_start_matches(' ').len();
            assert!(indent % 2 == 0 && line.trim_end() == line && !line.is_empty(), "{name}: {line}");
        }
    }
}
