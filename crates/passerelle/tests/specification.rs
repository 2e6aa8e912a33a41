//! The examples of the specification, run as tests.
//!
//! A fenced block of JSON says what it is: `accept=object` is read, `accept=record` validated as a draft, `reject=CODE object` or
//! `reject=CODE record` has that code as its first error; `fragment` is a part and is not run. `text canonical` after an accepted
//! object is its canonical form.
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

use passerelle::record::Timestamp;
use passerelle::{Severity, json, validate};

struct Block {
    place: String,
    info: String,
    text: String,
}

/// The fenced blocks of every chapter and decision.
fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.extend(std::fs::read_dir(format!("{folder}/decisions")).unwrap().map(|entry| entry.unwrap().path()));
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let chapter = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut open: Option<Block> = None;
        for (number, line) in std::fs::read_to_string(path).unwrap().lines().enumerate() {
            match (line.strip_prefix("```"), &mut open) {
                (Some(info), None) => {
                    let place = format!("{chapter}:{}", number + 1);
                    open = Some(Block { place, info: info.to_owned(), text: String::new() });
                }
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (None, Some(block)) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{chapter}: a block is not closed");
    }
    blocks
}

/// The code of the first error of a draft.
fn first_error(draft: &str) -> Option<&'static str> {
    let now = Timestamp::new("2026-12-01T00:00:00Z").unwrap();
    let findings = validate(draft.as_bytes(), now).findings;
    findings.iter().find(|finding| finding.severity == Severity::Error).map(|finding| finding.code.as_str())
}

#[test]
fn every_example_is_what_the_text_says() {
    let mut ran = 0;
    let mut canonical = Vec::new();
    for block in blocks() {
        let Block { place, info, text } = &block;
        let words: Vec<&str> = info.split_whitespace().collect();
        match words.as_slice() {
            ["json", "accept=object"] => {
                canonical =
                    json::read(text.as_bytes()).unwrap_or_else(|fault| panic!("{place}: {fault:?}")).to_canonical();
            }
            ["text", "canonical"] => assert_eq!(text.trim_end().as_bytes(), canonical, "{place}"),
            ["json", "accept=record"] => assert_eq!(first_error(text), None, "{place}"),
            ["json", reject, "object"] => {
                let code = json::read(text.as_bytes()).err().map(|fault| fault.code.as_str());
                assert_eq!(code, reject.strip_prefix("reject="), "{place}");
            }
            ["json", reject, "record"] => assert_eq!(first_error(text), reject.strip_prefix("reject="), "{place}"),
            ["json", "fragment"] => continue,
            ["json" | "jsonc", ..] => panic!("{place}: `{info}` does not say what the example is"),
            _ => continue,
        }
        ran += 1;
    }
    assert!(ran >= 20, "only {ran} examples were run");
}
