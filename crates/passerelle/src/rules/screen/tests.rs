//! The screen against the stages that it spares.

use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::string::string_regex;
use serde_json::{Value as Json, json};

use super::{Plan, forms, screen};
use crate::json::{Canonical, Object, read};
use crate::record::{Record, RecordType, Timestamp};
use crate::rules::{Reader, Screened, check, check_strings};
use crate::schema::{self, Strictness};

/// The records of the examples, and one of each type with nearly every member.
fn samples() -> Vec<Json> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/records");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let examples = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
    let full = [
        include_str!("../../record/tests/profile.json"),
        include_str!("../../record/tests/modus-operandi.json"),
        include_str!("../../record/tests/network.json"),
        include_str!("../../record/tests/sighting.json"),
        include_str!("../../record/tests/link.json"),
        include_str!("../../record/tests/notice.json"),
    ];
    let texts = full.into_iter().map(str::to_owned).chain(examples);
    texts
        .map(|text| serde_json::from_str::<Json>(&text).unwrap())
        .filter(|record| record.get("type").is_some())
        .collect()
}

/// Whether the screen and the stages say the same of a record; the answer is what the screen says.
#[track_caller]
fn compare(record: &Object, what: &str) -> Screened {
    let canonical = Canonical::of(record.clone());
    let screened = screen(&canonical);
    let now = Timestamp::new("2026-12-01T00:00:00Z").unwrap();
    let faults = schema::check(&canonical, Strictness::Exact);
    assert_eq!(screened.form, faults.is_empty(), "{what}: {faults:?}");
    assert!(!screened.form || schema::check(&canonical, Strictness::NewerMinor).is_empty(), "{what}");
    if screened.strings {
        assert_eq!(check_strings(record), [], "{what}");
    }
    if record.decode::<Record>().is_ok() {
        for reader in [Reader::Author, Reader::Recipient] {
            let thorough = check(&canonical, reader, now, Screened::default());
            assert_eq!(check(&canonical, reader, now, screened), thorough, "{what}");
        }
    } else {
        assert!(!screened.form, "{what}: it has the form of its type and is none");
    }
    screened
}

/// Every place of a value, from the top down.
fn places(value: &Json, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Json::Object(members) => members.iter().for_each(|(name, inner)| {
            let name = name.replace('~', "~0").replace('/', "~1");
            places(inner, &format!("{at}/{name}"), found);
        }),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| places(inner, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// The changes of one value: to another type, to nothing, to more and to less, and to what single rules look for.
fn changes(value: &Json) -> Vec<Json> {
    let mut changed = vec![
        Json::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(9_007_199_254_740_991_i64),
        json!("x"),
        json!([]),
        json!({}),
    ];
    match value {
        Json::String(text) => {
            for other in [
                String::new(),
                format!("{text}x"),
                format!("{text}\u{202e}"),
                format!("{text}e\u{301}"),
                format!("{text}é"),
                text.to_uppercase(),
                "a".repeat(300),
                "é".repeat(9000),
                "other".to_owned(),
                "victim".to_owned(),
                "2023-02-29".to_owned(),
                "2023-02".to_owned(),
                "91".to_owned(),
                "und".to_owned(),
                "en-Arab".to_owned(),
                "xx".to_owned(),
                "all-members".to_owned(),
                "2027.1".to_owned(),
                "Write to ann@mail.example.".to_owned(),
                "XA/test/01890a5d-ac96-774b-bcce-b302099a8057".to_owned(),
            ] {
                changed.push(Json::String(other));
            }
        }
        Json::Number(number) => changed.extend(number.as_i64().map(|number| json!(number + 1000))),
        Json::Array(items) => {
            let mut twice = items.clone();
            twice.extend(items.iter().cloned());
            let many: Vec<_> = items.iter().cycle().take(300).cloned().collect();
            changed.extend([Json::Array(twice), Json::Array(many)]);
        }
        Json::Object(members) => {
            let mut more = members.clone();
            more.insert("zz".to_owned(), json!("x"));
            changed.push(Json::Object(more));
            for name in members.keys() {
                let mut fewer = members.clone();
                fewer.remove(name);
                changed.push(Json::Object(fewer));
            }
            let mut reversed = members.clone();
            reversed.extend([("min".to_owned(), json!(9)), ("max".to_owned(), json!(5))]);
            changed.push(Json::Object(reversed));
        }
        _ => {}
    }
    changed
}

#[test]
fn a_plan_follows_the_whole_schema() {
    for record_type in RecordType::ALL {
        assert_eq!(Plan::of(record_type).unclear(), 0, "{record_type}");
    }
}

#[test]
fn the_examples_need_no_closer_look() {
    for sample in samples() {
        let record = read(sample.to_string().as_bytes()).unwrap();
        let screened = compare(&record, &sample["id"].to_string());
        let invalid = schema::check(&Canonical::of(record), Strictness::Exact);
        assert!(screened.form || !invalid.is_empty(), "{}", sample["id"]);
    }
}

/// A code that an older edition has not yet is for the rules to judge.
#[test]
fn codes_are_cleared_in_the_editions_of_the_library_only() {
    for (editions, due) in [
        (json!({ "passerelle": "2026.1" }), true),
        (json!({ "passerelle": "2025.1" }), false),
        (json!({ "passerelle": "2026.1", "role": "2025.1" }), false),
        (json!({ "passerelle": "2027.1" }), false),
    ] {
        let mut sample: Json = serde_json::from_str(include_str!("../../record/tests/link.json")).unwrap();
        sample["vocab"] = editions.clone();
        let record = read(sample.to_string().as_bytes()).unwrap();
        assert_eq!(compare(&record, &editions.to_string()).codes, due, "{editions}");
    }
}

/// Whatever an extension says of victims or of sensitive matters is for the rules to judge, wherever in it that stands.
#[test]
fn extensions_are_cleared_where_nothing_in_them_is_sensitive() {
    for (extension, due) in [
        (json!({ "example.police:rows": [{ "seen": "quay", "count": 3 }, ["x", true]] }), true),
        (json!({ "example.health:rows": "x" }), true),
        (json!({ "example.police:rows": "revictimised in a convictim" }), true),
        (json!({ "example.police:rows": "a Smuggled-Migrant" }), false),
        (json!({ "example.police:rows": [["vi", "a VICTIM, here"]] }), false),
        (json!({ "example.police:rows": { "a": { "expert-witness": 1 } } }), false),
        (json!({ "example.police:victim_list": "x" }), false),
        (json!({ "example.police:rows": { "health_note": "x" } }), false),
        (json!({ "example.police:union": 1 }), false),
    ] {
        for sample in [include_str!("../../record/tests/profile.json"), include_str!("../../record/tests/link.json")] {
            let mut sample: Json = serde_json::from_str(sample).unwrap();
            sample["ext"] = extension.clone();
            let record = read(sample.to_string().as_bytes()).unwrap();
            assert_eq!(compare(&record, &extension.to_string()).extensions, due, "{extension}");
        }
    }
}

/// One change of every third place of each sample, another one each time, so that all changes meet all kinds of places.
#[test]
fn changed_records_are_judged_alike() {
    let (mut turn, mut sound) = (0, 0);
    for sample in samples() {
        let mut all = Vec::new();
        places(&sample, "", &mut all);
        for place in all.iter().skip(1 + turn % 3).step_by(3) {
            let options = changes(sample.pointer(place).unwrap());
            turn += 1;
            let mut changed = sample.clone();
            *changed.pointer_mut(place).unwrap() = options[turn % options.len()].clone();
            let Ok(record) = read(changed.to_string().as_bytes()) else { continue };
            let screened = compare(&record, &format!("{} {place} {}", sample["id"], turn % options.len()));
            sound += usize::from(screened.form);
        }
    }
    assert!(sound > 100 && turn - sound > 1000, "{sound} of {turn}");
}

/// What a form takes, its pattern takes; and it does not refuse what people write.
#[test]
fn forms_and_patterns_agree() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for (pattern, form) in forms::ALL {
        let schema = jsonschema::validator_for(&json!({ "pattern": pattern })).unwrap();
        let bare = pattern.trim_start_matches('^').trim_end_matches('$');
        let written = string_regex(&bare.replace("[^~/]", "[ -.0-}]")).unwrap();
        let mut kept = 0;
        for _ in 0..200 {
            let text = written.new_tree(&mut runner).unwrap().current();
            assert!(schema.is_valid(&json!(text)), "{pattern}: {text}");
            kept += usize::from(form(&text));
            let place = text.char_indices().nth(text.len() / 2).map_or(0, |(place, _)| place);
            for other in ["-", "0", "A", "z", "/", "é", "\n", ".", "~", ""] {
                let mut changed = text.clone();
                changed.insert_str(place, other);
                assert!(!form(&changed) || schema.is_valid(&json!(changed)), "{pattern}: {changed:?}");
                let changed = format!("{text}{other}");
                assert!(!form(&changed) || schema.is_valid(&json!(changed)), "{pattern}: {changed:?}");
                let changed = format!("{other}{}", text.get(1..).unwrap_or_default());
                assert!(!form(&changed) || schema.is_valid(&json!(changed)), "{pattern}: {changed:?}");
            }
        }
        assert!(kept > 0, "{pattern}: {kept}");
    }
}
