//! No command line ends the program, and what it complains of is one line that a terminal can show.

use std::ffi::OsString;

use arbitrary::{Arbitrary, Unstructured};

/// A word of a command line.
#[derive(Arbitrary, Debug)]
enum Word {
    Known(u8),
    Joined(u8, String),
    Any(String),
}

const KNOWN: &[&str] = &[
    "validate",
    "sign",
    "verify",
    "inspect",
    "diff",
    "status",
    "release",
    "redact",
    "seal",
    "unseal",
    "referral",
    "forward",
    "receipt",
    "convert",
    "canonicalize",
    "digest",
    "pack",
    "unpack",
    "map",
    "schema",
    "vocab",
    "explain",
    "key",
    "trust",
    "conformance",
    "demo",
    "completions",
    "man",
    "new",
    "add",
    "init",
    "rotate",
    "--key",
    "--trust",
    "--out",
    "--now",
    "2026-06-01T12:00:00Z",
    "--lang",
    "ar",
    "fr",
    "--format",
    "json",
    "--to",
    "XB",
    "--purpose",
    "identify",
    "--authority",
    "XX/northland",
    "--withhold",
    "/content/names/0",
    "--for",
    "--",
    "-",
    "--help",
    "-q",
    "--not-before",
    "2026-01-01",
    "--roles",
    "record,manifest",
    "--color",
    "always",
    "--feed",
    "daily",
    "run",
    "get",
];

impl Word {
    fn text(&self) -> OsString {
        let known = |number: u8| KNOWN[usize::from(number) % KNOWN.len()];
        match self {
            Word::Known(number) => known(*number).into(),
            Word::Joined(number, text) => format!("{}={text}", known(*number)).into(),
            Word::Any(text) => text.into(),
        }
    }
}

pub(crate) fn run(input: &[u8]) {
    let words: Vec<OsString> = match Unstructured::new(input).arbitrary::<Vec<Word>>() {
        Ok(words) => words.iter().take(24).map(Word::text).collect(),
        Err(_) => return,
    };
    let words = std::iter::once("passerelle".into()).chain(words);
    if let Some(complaint) = passerelle_cli::complaint_of(words.collect()) {
        let is_shown = |character: char| !character.is_control();
        assert!(complaint.chars().all(is_shown), "a terminal can show it: {complaint:?}");
        assert!(complaint.starts_with("passerelle: CMD_USAGE: "), "it has its code: {complaint:?}");
    }
}
