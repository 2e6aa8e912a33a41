//! The example packs: every row of their exports, and rows made from those, keep the laws and make valid records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use passerelle::record::Timestamp;
use passerelle_map::{IdentityKey, Outcome, Pack, Row, Split, State, check_laws, recombined, run};

const PACKS: [&str; 5] = [
    "national-fr",
    "national-eg",
    "national-jp",
    "python-postgres/packs/filieres",
    "python-postgres/packs/appartenances",
];

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

fn pack(name: &str) -> Pack {
    let pack = Pack::open(&folder(name)).unwrap_or_else(|error| {
        let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
        panic!("{name}:\n{}", all.join("\n\n"))
    });
    pack.with_identity(&IdentityKey::parse(&"5".repeat(64)).unwrap())
}

fn export(name: &str) -> Vec<u8> {
    let tests = fs::read_dir(folder(name).join("tests")).unwrap();
    let file = tests.map(|file| file.unwrap().path()).find(|path| path.file_stem().unwrap() == "export").unwrap();
    fs::read(file).unwrap()
}

fn rows(pack: &Pack, bytes: &[u8]) -> Vec<Row> {
    let splits = pack.split(bytes).map(|split| match split.unwrap() {
        Split::Row(raw) => pack.read(&raw).unwrap(),
        Split::TooLong(..) => panic!("a row is too long"),
    });
    splits.collect()
}

fn now() -> Timestamp {
    Timestamp::new("2026-04-01T12:00:00Z").unwrap()
}

#[test]
fn every_row_keeps_the_laws() {
    for name in PACKS {
        let pack = pack(name);
        let rows = rows(&pack, &export(name));
        assert!(rows.len() >= 3, "{name}");
        for row in &rows {
            assert!(check_laws(&pack, row).unwrap_or_else(|fault| panic!("{name}: {fault}")).is_some(), "{name}");
        }
    }
}

#[test]
fn rows_that_nobody_thought_of_keep_the_laws() {
    for name in PACKS {
        let pack = pack(name);
        let rows = rows(&pack, &export(name));
        let made = recombined(&rows, 500, 7);
        let held = made.iter().filter(|row| {
            check_laws(&pack, row).unwrap_or_else(|fault| panic!("{name}: {fault}: {:?}", row.cells)).is_some()
        });
        assert!(held.count() > 250, "{name}");
    }
}

#[test]
fn every_row_becomes_a_valid_record_and_the_same_one_again() {
    let key = IdentityKey::parse(&"5".repeat(64)).unwrap();
    for name in PACKS {
        let pack = pack(name);
        let bytes = export(name);
        let issued_on = |cores: usize| {
            let state = State::in_memory(&pack, &key).unwrap();
            let mut issued = Vec::new();
            let tally = run(&pack, bytes.as_slice(), &key, &state, now(), cores, |outcome| {
                match outcome {
                    Outcome::Issued(issue) => issued.push(issue.bytes),
                    other => panic!(
                        "{name}: {other:?}: {}",
                        if let Outcome::Rejected(reject) = &other { reject.detail.clone() } else { String::new() }
                    ),
                }
                Ok(())
            })
            .unwrap();
            assert_eq!(tally.rows, tally.new, "{name}");
            issued
        };
        let issued = issued_on(1);
        assert_eq!(issued, issued_on(3), "{name}: however many cores there are");
        for draft in issued {
            assert!(passerelle::validate(&draft, now()).is_valid(), "{name}");
            assert_eq!(passerelle::json::read(&draft).unwrap().to_canonical(), draft, "{name}: the canonical form");
        }
    }
}
