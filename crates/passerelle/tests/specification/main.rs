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
mod forged;
mod redacted;
mod sealed;
mod statements;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use blocks::{Block, blocks, merged, refreshed};
use fixtures::Fixtures;
use passerelle::crypto::Decryptor;
use passerelle::forward::{check_forward, open_forward};
use passerelle::manifest::{open_batch, open_manifest};
use passerelle::receipt::open_receipt;
use passerelle::record::Timestamp;
use passerelle::status::History;
use passerelle::trust::{Trust, TrustError};
use passerelle::{Code, Finding, Opening, Severity, inspect, json, open, open_with, validate};

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

/// What a reader makes of a block.
struct Verdict {
    /// The code with which it is refused.
    refusal: Option<Code>,
    /// The codes that a report lists.
    found: Vec<Code>,
}

impl Verdict {
    fn of<T>(taken: Result<T, Code>, findings: impl FnOnce(&T) -> Vec<Finding>) -> Self {
        let found = taken.as_ref().map(findings).unwrap_or_default();
        Self { refusal: taken.err(), found: codes(found) }
    }
}

fn codes(findings: Vec<Finding>) -> Vec<Code> {
    findings.into_iter().map(|finding| finding.code).collect()
}

/// Reads a text as what it is meant to be.
fn judged(text: &str, what: &str, beside: Option<&str>, fixtures: &Fixtures, trust: &Trust, now: Timestamp) -> Verdict {
    let bytes = text.as_bytes();
    let refused = |error: TrustError| error.finding.code;
    let of_root = |trust: &Trust| trust.findings().0.to_vec();
    match what {
        "object" => Verdict::of(json::read(bytes).map_err(|fault| fault.code), |_| Vec::new()),
        "fragment" => judged(&format!("{{\"fragment\":{text}}}"), "object", None, fixtures, trust, now),
        "record" => {
            let findings = validate(bytes, now).findings;
            let refusal = findings.iter().find(|finding| finding.severity == Severity::Error);
            Verdict { refusal: refusal.map(|finding| finding.code), found: codes(findings) }
        }
        "envelope" if let Some(receipt) = beside => {
            let receipts = [open_receipt(receipt.as_bytes(), trust, now).unwrap()];
            let opened = open_with(bytes, &Opening::new(trust, now).receipts(&receipts));
            Verdict::of(opened.map_err(|error| error.code()), |record| record.findings().to_vec())
        }
        "forward" => {
            // It was opened when it came, by the trust of the introduction, and is judged by the trust of the block.
            let opened = open_forward(bytes, &fixtures.trust, now).map_err(|error| error.code());
            let record = &fixtures.record;
            let judgements = History::of([record]).at(now);
            let judgement = judgements.of(record).unwrap();
            let earlier: Vec<_> =
                beside.iter().map(|earlier| open_forward(earlier.as_bytes(), &fixtures.trust, now).unwrap()).collect();
            let sound = opened.and_then(|forward| {
                let faults = check_forward(&forward, &earlier, record, judgement, trust, now);
                faults.first().map_or(Ok(forward), |fault| Err(fault.finding.code))
            });
            Verdict::of(sound, |forward| forward.findings().to_vec())
        }
        "receipt" => {
            let opened = open_receipt(bytes, trust, now);
            Verdict::of(opened.map_err(|error| error.code()), |receipt| receipt.findings().to_vec())
        }
        "envelope" | "sealed-closed" => Verdict {
            refusal: open(bytes, trust, now).err().map(|error| error.code()),
            found: codes(inspect(bytes, Some(trust), now).findings),
        },
        "sealed" | "sealed-for-another" => {
            let key = if what == "sealed" { sealed::south() } else { sealed::north() };
            let opened = open_with(bytes, &Opening::new(trust, now).key(&key));
            Verdict::of(opened.map_err(|error| error.code()), |record| record.findings().to_vec())
        }
        "trust-root" => Verdict::of(Trust::pin(bytes).map_err(refused), of_root),
        "next-root" => Verdict::of(trust.update_root(bytes).map_err(refused), of_root),
        "trust-list" => Verdict::of(trust.update_list(bytes, now).map_err(refused), |update| update.findings.clone()),
        "manifest" | "manifest-closed" if let Some(record) = beside => {
            let key = sealed::south();
            let keys: &[&dyn Decryptor] = if what == "manifest" { &[&key] } else { &[] };
            let batch = open_batch(bytes, [record.as_bytes()], &Opening::new(trust, now).keys(keys));
            let mismatch = batch.mismatches.first().map(|mismatch| mismatch.finding().code);
            Verdict { refusal: mismatch, found: Vec::new() }
        }
        "manifest" => {
            let opened = open_manifest(bytes, trust, now).map_err(|error| error.code());
            Verdict::of(opened, |manifest| manifest.findings().to_vec())
        }
        other => panic!("nothing is known of `{other}`"),
    }
}

/// The trust by which a block is judged: that of the introduction, where `after=NAME` says so with one more document taken.
fn trust_for(block: &Block, named: &BTreeMap<String, String>, fixtures: &Fixtures) -> Trust {
    if let Some(what) = block.value("without") {
        assert_eq!(what, "trust-list");
        return fixtures.pinned.clone();
    }
    let Some(name) = block.value("after") else { return fixtures.trust.clone() };
    let document = named[name].as_bytes();
    if named[name].contains("\"trust_root\"") {
        fixtures.trust.update_root(document).unwrap()
    } else {
        fixtures.trust.update_list(document, fixtures.now).unwrap().trust
    }
}

/// The text of a block: its body, or the block `onto=NAME` with its body merged into it.
fn text_of(block: &Block, named: &BTreeMap<String, String>) -> String {
    let Some(base) = block.value("onto") else { return block.body.clone() };
    merged(serde_json::from_str(&named[base]).unwrap(), &serde_json::from_str(&block.body).unwrap()).to_string()
}

#[test]
fn every_example_is_judged_as_the_text_says() {
    let fixtures = Fixtures::new(&spec());
    let chapters = chapters();
    let all =
        || chapters.iter().flat_map(|(chapter, text)| blocks(text).into_iter().map(move |block| (chapter, block)));
    let mut named = BTreeMap::new();
    for (chapter, block) in all() {
        let Some(name) = block.name() else { continue };
        let before = named.insert(name.to_owned(), block.body.clone());
        assert!(before.is_none_or(|body| body == block.body), "{chapter}:{}: `{name}` is another block", block.line);
    }
    let (mut ran, mut wrong) = (0, Vec::new());
    let mut canonical = None;
    for (chapter, block) in all() {
        let place = format!("{chapter}:{}", block.line);
        let after = canonical.take();
        let what = match (block.words().as_slice(), block.value("accept"), block.value("reject")) {
            (["json", "fragment"], None, None) => "fragment".to_owned(),
            (["json"], Some(what), None) => what.to_owned(),
            (["json", what], None, Some(_)) => (*what).to_owned(),
            (["text", "canonical"], ..) => {
                let object: json::Object = after.unwrap_or_else(|| panic!("{place}: after no object"));
                assert_eq!(String::from_utf8(object.to_canonical()).unwrap(), block.body.trim_end(), "{place}");
                ran += 1;
                continue;
            }
            (["json" | "json5", ..], ..) => panic!("{place}: nobody says what is expected of this block"),
            _ => continue,
        };
        let now = block.value("at").map_or(fixtures.now, |time| Timestamp::new(time).unwrap());
        let text = text_of(&block, &named);
        let beside = block.value("with").map(|name| named[name].as_str());
        let verdict = judged(&text, &what, beside, &fixtures, &trust_for(&block, &named, &fixtures), now);
        let is_found = |code| verdict.found.iter().any(|found: &Code| found.as_str() == code);
        if verdict.refusal.map(Code::as_str) != block.value("reject") || !block.value("finds").is_none_or(is_found) {
            wrong.push(format!("{place}: refused for {:?}, found {:?}", verdict.refusal, verdict.found));
        }
        canonical = json::read(text.as_bytes()).ok().filter(|_| what == "object");
        ran += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran >= 200, "only {ran} examples ran");
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
        ("TIM", 5),
        ("TRU", 16),
        ("REV", 12),
        ("NTC", 3),
        ("VER", 3),
        ("ALG", 2),
        ("ANS", 6),
        ("ENV", 5),
        ("RCP", 5),
        ("FWD", 7),
        ("RED", 18),
        ("MAN", 17),
    ];
    for (area, last) in ranges {
        for number in 1..=last {
            let id = format!("PSR-{area}-{number:03}");
            assert_eq!(defined(&id), 1, "{id}");
        }
    }
    assert_eq!(defined("PSR-ENV-016"), 1);
}
