//! The examples in `spec/*.md`: each block says what a reader makes of it, and is held to that.
//!
//! `PASSERELLE_WRITE=1 cargo test -p passerelle --test specification` writes the signed examples anew, in `spec/examples` and in the
//! chapters. Ed25519 signatures have no chance in them, so nothing changes unless an example does.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where something is not as it should be"
)]

mod blocks;
mod fixtures;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use blocks::{Block, blocks, refreshed};
use fixtures::Fixtures;
use passerelle::{Severity, json, validate};

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")
}

/// The chapters and decisions, by their paths in `spec`.
fn chapters() -> BTreeMap<String, String> {
    let entries = [spec(), spec().join("decisions")].into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = entries.map(|entry| entry.unwrap().path());
    let chapters = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let name = |path: &Path| path.strip_prefix(spec()).unwrap().to_str().unwrap().to_owned();
    chapters.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// The code with which a text is refused as what it is meant to be.
fn refusal(text: &str, what: &str, fixtures: &Fixtures) -> Option<String> {
    let bytes = text.as_bytes();
    let code = match what {
        "object" => json::read(bytes).err().map(|fault| fault.code),
        "fragment" => json::read(format!("{{\"fragment\":{text}}}").as_bytes()).err().map(|fault| fault.code),
        "record" => {
            let findings = validate(bytes, fixtures.now).findings;
            findings.into_iter().find(|finding| finding.severity == Severity::Error).map(|finding| finding.code)
        }
        "envelope" => passerelle::open(bytes, &fixtures.trust, fixtures.now).err().map(|error| error.code()),
        "trust-root" => passerelle::trust::Trust::pin(bytes).err().map(|error| error.finding.code),
        "trust-list" => fixtures.pinned.update_list(bytes, fixtures.now).err().map(|error| error.finding.code),
        other => panic!("nothing is known of `{other}`"),
    };
    code.map(|code| code.as_str().to_owned())
}

#[test]
fn every_example_is_judged_as_the_text_says() {
    let fixtures = Fixtures::new(&spec());
    let mut ran = 0;
    for (chapter, text) in chapters() {
        let mut canonical = None;
        for Block { line, info, body } in blocks(&text) {
            let place = format!("{chapter}:{line}");
            let after = canonical.take();
            let words: Vec<&str> = info.split(' ').filter(|word| !word.starts_with("example=")).collect();
            let (expected, what) = match words.as_slice() {
                ["json", "fragment"] => (None, "fragment"),
                ["json", accept] if accept.starts_with("accept=") => (None, &accept["accept=".len()..]),
                ["json", reject, what] if reject.starts_with("reject=") => (Some(&reject["reject=".len()..]), *what),
                ["text", "canonical"] => {
                    let object: json::Object = after.unwrap_or_else(|| panic!("{place}: after no object"));
                    assert_eq!(String::from_utf8(object.to_canonical()).unwrap(), body.trim_end(), "{place}");
                    ran += 1;
                    continue;
                }
                ["json" | "json5", ..] => panic!("{place}: nobody says what is expected of this block"),
                _ => continue,
            };
            assert_eq!(refusal(&body, what, &fixtures).as_deref(), expected, "{place}");
            canonical = json::read(body.as_bytes()).ok().filter(|_| what == "object");
            ran += 1;
        }
    }
    assert!(ran >= 90, "only {ran} examples ran");
}

#[test]
fn every_signed_example_is_what_the_keys_make_of_it() {
    let fixtures = Fixtures::new(&spec());
    let write = std::env::var_os("PASSERELLE_WRITE").is_some();
    let files = fixtures.files.iter().map(|(name, text)| (spec().join("examples").join(name), text.clone()));
    let shown = chapters().into_iter().map(|(name, text)| (spec().join(name), refreshed(&text, &fixtures.shown)));
    for (path, due) in files.chain(shown) {
        if write {
            fs::write(&path, due).unwrap();
        } else {
            let held = fs::read_to_string(&path).unwrap_or_default();
            assert!(held == due, "{} is not current: run this test with PASSERELLE_WRITE=1", path.display());
        }
    }
}

#[test]
fn the_chapter_on_trust_names_every_member_of_trust_documents() {
    let chapter = &chapters()["06-trust.md"];
    for schema in [passerelle::trust::schema_for_trust_root(), passerelle::trust::schema_for_trust_list()] {
        let schema = schema.to_value();
        let definitions = schema["$defs"].as_object().unwrap().iter().filter(|(name, _)| name.as_str() != "Text");
        for (name, object) in definitions.map(|(name, object)| (name.as_str(), object)).chain([("", &schema)]) {
            for member in object["properties"].as_object().into_iter().flatten().map(|(member, _)| member) {
                assert!(chapter.contains(&format!("| `{member}` |")), "{name}.{member}");
            }
        }
    }
}

#[test]
fn each_requirement_of_the_protocol_is_stated_once() {
    let chapters = chapters();
    let defined = |id: &str| chapters.values().map(|text| text.matches(&format!("**{id}**")).count()).sum::<usize>();
    let ranges = [
        ("LIM", 4),
        ("JSN", 5),
        ("PRF", 6),
        ("HDR", 6),
        ("KEY", 4),
        ("SIG", 10),
        ("TIM", 4),
        ("TRU", 16),
        ("REV", 12),
        ("NTC", 3),
        ("VER", 3),
        ("ALG", 2),
        ("ANS", 6),
        ("ENV", 5),
    ];
    for (area, last) in ranges {
        for number in 1..=last {
            let id = format!("PSR-{area}-{number:03}");
            assert_eq!(defined(&id), 1, "{id}");
        }
    }
    assert_eq!(defined("PSR-ENV-016"), 1);
}
