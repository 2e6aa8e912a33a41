//! The records under `examples/`: each one is valid, and together they show the whole format.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use passerelle::json::{self, Object, Value};
use passerelle::record::Timestamp;
use passerelle::{Severity, validate};

/// Warnings that are meant to be there, by file; every other finding fails the test.
const EXPECTED: [(&str, &[(&str, &str)]); 2] = [
    // The address is a test vector of BIP-173, and those that belong to nobody are on the test network.
    ("profile-organiser-arabic", &[("RULE_CRYPTO_CHAIN_UNKNOWN", "/content/financial/1/value")]),
    // A code of the issuer's own, which travels before any software knows it.
    ("modus-operandi-land-refrigerated-trailer", &[("VOC_UNKNOWN", "/content/equipment/3/kind")]),
];

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn now() -> Timestamp {
    Timestamp::new("2026-12-01T00:00:00Z").unwrap()
}

/// The drafts of a folder by name, without the ending `.json`.
fn drafts(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(examples().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())).collect()
}

fn records() -> BTreeMap<String, Object> {
    drafts("records").into_iter().map(|(name, bytes)| (name, json::read(&bytes).unwrap())).collect()
}

fn text<'a>(object: &'a Object, member: &str) -> &'a str {
    object.get(member).and_then(Value::as_str).unwrap()
}

#[test]
fn every_record_is_valid_and_warns_only_where_it_is_meant_to() {
    for (name, bytes) in drafts("records") {
        let validation = validate(&bytes, now());
        let found: Vec<(&str, String)> = validation
            .findings
            .iter()
            .inspect(|finding| assert_ne!(finding.severity, Severity::Error, "{name}: {finding:?}"))
            .map(|finding| (finding.code.as_str(), finding.pointer.to_string()))
            .collect();
        let expected = EXPECTED.iter().find(|(file, _)| *file == name).map_or(&[][..], |(_, expected)| *expected);
        for (code, pointer) in &found {
            assert!(expected.contains(&(*code, pointer.as_str())), "{name}: {code} at {pointer}");
        }
    }
}

#[test]
fn each_revision_names_the_digest_of_the_one_before_it() {
    let records = records();
    for (name, record) in &records {
        let rev = record.get("rev").and_then(Value::as_integer).unwrap();
        if rev > 1 {
            let before = records
                .values()
                .find(|other| other.get("id") == record.get("id") && other.get("rev") == Some(&Value::Integer(rev - 1)))
                .unwrap_or_else(|| panic!("{name}: the revision before it is missing"));
            let digest = passerelle::crypto::digest(&before.to_canonical());
            let prev = record.get("prev").and_then(Value::as_object).unwrap();
            assert_eq!(text(prev, "hash"), digest.hash.as_str(), "{name}");
            assert!(text(before, "issued") < text(record, "issued"), "{name}");
        }
    }
}
