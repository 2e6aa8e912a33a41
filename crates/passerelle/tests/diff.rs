//! What changed between two revisions, and how it is said.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics is a test that fails")]

use std::fs;
use std::path::Path;

use passerelle::Language;
use passerelle::diff::{Change, ChangeKind, Values, changes, describe};
use passerelle::json::{self, Object};
use serde_json::{Value, json};

fn object(value: &Value) -> Object {
    json::read(&serde_json::to_vec(value).unwrap()).unwrap()
}

fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/records").join(name).with_extension("json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn compare(before: &Value, after: &Value) -> Vec<Change> {
    changes(&object(before), &object(after))
}

/// Kind and place of each change.
fn outline(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{} {}", change.kind().as_str(), change.pointer())).collect()
}

fn said(changes: &[Change], values: Values) -> Vec<String> {
    changes.iter().map(|change| describe(change, Language::English, values)).collect()
}

/// A method with a route of three legs.
fn route() -> Value {
    let leg = |seq: i64, from: &str, to: &str, mode: &str| {
        let place = |name: &str| json!({ "country": "XA", "name": [{ "lang": "en", "text": name }], "kind": "city" });
        json!({ "seq": seq, "from": place(from), "to": place(to), "mode": mode })
    };
    json!({
        "type": "modus-operandi",
        "rev": 1,
        "content": { "legs": [
            leg(1, "Testville", "Sampleford", "road"),
            leg(2, "Sampleford", "Mockhaven", "road"),
            leg(3, "Mockhaven", "Dummyport", "sea"),
        ] },
    })
}

fn legs(record: &mut Value) -> &mut Vec<Value> {
    record["content"]["legs"].as_array_mut().unwrap()
}

fn renumber(record: &mut Value) {
    for (index, leg) in legs(record).iter_mut().enumerate() {
        leg["seq"] = json!(index + 1);
    }
}

#[test]
fn a_route_that_moves_is_told_leg_by_leg() {
    let before = example("modus-operandi-sea-route-rev1");
    let after = example("modus-operandi-sea-route-rev2");
    let found = compare(&before, &after);
    let route: Vec<Change> = found.iter().filter(|change| change.section() == "legs").cloned().collect();
    let masked = said(&route, Values::Masked);
    assert!(masked.contains(&"Route, leg 2: destination changed".to_owned()), "{masked:?}");
    assert!(masked.contains(&"Route, leg 4 added (Sea)".to_owned()), "{masked:?}");
    let shown = said(&route, Values::Shown);
    let moved = "Route, leg 2: destination changed from “Plage de l’Échantillon, XB” to “Anse du Modèle, XB”";
    assert!(shown.contains(&moved.to_owned()), "{shown:?}");
    // The whole method, from revision to revision, is described in every language.
    for rev in 1..4 {
        let revision = |rev| example(&format!("modus-operandi-sea-route-rev{rev}"));
        let found = compare(&revision(rev), &revision(rev + 1));
        assert!(!found.is_empty());
        for (change, language) in found.iter().flat_map(|change| Language::ALL.map(|language| (change, language))) {
            let sentence = describe(change, language, Values::Masked);
            assert!(sentence.starts_with(change.section_label(language)), "{sentence}");
        }
    }
}

#[test]
fn an_inserted_leg_is_one_addition() {
    let before = route();
    let mut after = before.clone();
    let mut leg = legs(&mut after)[2].clone();
    leg["mode"] = json!("rail");
    leg["from"]["name"][0]["text"] = json!("Mockhaven");
    leg["to"]["name"][0]["text"] = json!("Placebury");
    legs(&mut after).insert(2, leg);
    renumber(&mut after);
    let found = compare(&before, &after);
    assert_eq!(outline(&found), ["added /content/legs/2"]);
    assert_eq!(said(&found, Values::Masked), ["Route, leg 3 added (Rail)"]);
}

#[test]
fn an_inserted_leg_beside_one_that_changes_is_told_apart() {
    let before = route();
    let mut after = before.clone();
    let mut leg = legs(&mut after)[0].clone();
    leg["mode"] = json!("air");
    leg["from"]["name"][0]["text"] = json!("Placebury");
    leg["to"]["name"][0]["text"] = json!("Nowhere");
    legs(&mut after).insert(0, leg);
    legs(&mut after)[2]["mode"] = json!("rail");
    renumber(&mut after);
    assert_eq!(outline(&compare(&before, &after)), ["added /content/legs/0", "changed /content/legs/2/mode"]);
}

#[test]
fn a_leg_taken_out_leaves_the_others_what_they_were() {
    let before = route();
    let mut after = before.clone();
    legs(&mut after).remove(0);
    renumber(&mut after);
    let found = compare(&before, &after);
    assert_eq!(outline(&found), ["removed /content/legs/0"]);
    assert_eq!(found[0].earlier_pointer().unwrap().as_str(), "/content/legs/0");
    assert!(found[0].after().is_none());
}

#[test]
fn a_leg_that_changes_its_place_is_the_one_that_is_named() {
    let before = route();
    let mut after = before.clone();
    let last = legs(&mut after).pop().unwrap();
    legs(&mut after).insert(0, last);
    renumber(&mut after);
    let found = compare(&before, &after);
    assert_eq!(outline(&found), ["changed /content/legs/0/seq"]);
    assert_eq!(said(&found, Values::Shown), ["Route, leg 1: place in the order changed from “3” to “1”"]);
}

#[test]
fn items_are_known_by_what_names_them() {
    let selector =
        |value: &str, attribution: &str| json!({ "kind": "phone", "value": value, "attribution": attribution });
    let profile = |content: Value| json!({ "type": "profile", "rev": 1, "content": content });
    let before = profile(json!({
        "selectors": [selector("+15555550100", "believed-user"), selector("+15555550101", "subscriber")],
        "phases": [{ "code": "transit", "seq": 1 }],
    }));
    let after = profile(json!({
        "selectors": [selector("+15555550199", "subscriber"), selector("+15555550100", "confirmed-user")],
        "phases": [{ "code": "departure", "seq": 1 }, { "code": "transit", "seq": 2 }],
    }));
    assert_eq!(
        outline(&compare(&before, &after)),
        [
            "added /content/phases/0",
            "added /content/selectors/0",
            "changed /content/selectors/1/attribution",
            "removed /content/selectors/1",
        ]
    );
}

#[test]
fn what_every_revision_changes_is_no_change() {
    let before = json!({ "type": "link", "rev": 1, "issued": "2026-06-01T00:00:00Z" });
    let after = json!({ "type": "link", "rev": 2, "issued": "2026-06-02T00:00:00Z", "prev": { "alg": "sha-256", "hash": "0" } });
    assert_eq!(outline(&compare(&before, &after)), Vec::<String>::new());
}

/// Every way in which a value about a person can change, and nothing of it said.
#[test]
fn no_data_on_a_person_is_said_unless_it_is_asked_for() {
    let secret = ["Specimen", "Verlasky", "+15555550142", "1983-04-05", "L898902C3", "marked@person.example"];
    let full = json!({ "type": "profile", "rev": 1, "content": {
        "names": [{ "full": "Specimen Verlasky", "script": "Latn", "kind": "alias", "parts": { "family": ["Verlasky"] } }],
        "births": [{ "date": "1983-04-05", "basis": "document" }],
        "documents": [{ "type": "passport", "number": "L898902C3", "authenticity": "genuine" }],
        "selectors": [
            { "kind": "phone", "value": "+15555550142", "attribution": "believed-user" },
            { "kind": "email", "value": "marked@person.example", "attribution": "believed-user", "display": "Specimen" },
        ],
        "summary": [{ "lang": "en", "text": "Verlasky, all invented." }],
        // A text where a code should be is no code.
        "caution": ["Verlasky"],
    } });
    let mut other = full.clone();
    for (list, member) in [("names", "kind"), ("documents", "authenticity"), ("selectors", "attribution")] {
        other["content"][list][0][member] = json!("unknown");
    }
    other["content"]["births"][0]["date"] = json!("1984");
    other["content"]["selectors"][1]["display"] = json!("Verlasky");
    other["content"]["summary"][0]["text"] = json!("Specimen, all invented.");
    let empty = json!({ "type": "profile", "rev": 1, "content": {} });
    for (before, after) in [(&full, &empty), (&empty, &full), (&full, &other), (&other, &full)] {
        let found = compare(before, after);
        assert!(found.len() > 5);
        for change in &found {
            let debug = format!("{change:?}");
            let sentences = Language::ALL.map(|language| describe(change, language, Values::Masked)).join("\n");
            for secret in secret {
                assert!(!debug.contains(secret) && !sentences.contains(secret), "{sentences}");
            }
        }
        let shown = said(&found, Values::Shown).join("\n");
        assert!(shown.contains("Specimen") && shown.contains("1983-04-05"), "{shown}");
    }
}

#[test]
fn codes_are_said_by_their_labels_in_every_language() {
    let before = json!({ "type": "modus-operandi", "rev": 1, "content": { "trend": "emerging" } });
    let after = json!({ "type": "modus-operandi", "rev": 2, "content": { "trend": "declining" } });
    let change = &compare(&before, &after)[0];
    assert_eq!(change.kind(), ChangeKind::Changed);
    for (language, sentence) in [
        (Language::English, "Trend changed from “Emerging” to “Declining”"),
        (Language::French, "Tendance – modification : de « Émergente » à « En déclin »"),
        (Language::Spanish, "Tendencia – cambio: de «Emergente» a «En declive»"),
        (Language::Arabic, "الاتجاه – تغيير: من «ناشئ» إلى «متراجع»"),
    ] {
        assert_eq!(describe(change, language, Values::Masked), sentence);
    }
}

#[test]
fn a_shown_value_cannot_change_how_its_line_reads() {
    let record =
        |text: &str| json!({ "type": "profile", "rev": 1, "content": { "summary": [{ "lang": "en", "text": text }] } });
    let found = compare(&record("plain"), &record("turned \u{202e}round"));
    let sentence = describe(&found[0], Language::English, Values::Shown);
    assert!(sentence.contains("turned \\u{202e}round"), "{sentence}");
}

#[test]
fn lists_too_long_to_be_compared_are_one_change() {
    let record = |first: i64| {
        let items: Vec<i64> = (first..first + 1100).collect();
        json!({ "type": "profile", "rev": 1, "ext": { "example.police:numbers": items } })
    };
    assert_eq!(outline(&compare(&record(0), &record(1))), ["changed /ext/example.police:numbers"]);
}
