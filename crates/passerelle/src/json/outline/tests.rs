//! The outline against the strict reader and the canonical writer.

use proptest::prelude::*;

use super::super::{Canonical, Node, read};
use super::*;
use crate::limits;

/// Whether a text has an outline, which is to be so exactly where the reader takes it and the writer writes it so.
#[track_caller]
fn compare(text: &str) -> bool {
    let outline = Outline::of(text, &Budget::RECORD);
    let tree = read(text.as_bytes()).ok();
    let is_canonical = tree.as_ref().is_some_and(|tree| tree.to_canonical() == text.as_bytes());
    assert_eq!(outline.is_some(), is_canonical, "{text}");
    if let (Some(outline), Some(tree)) = (&outline, &tree) {
        let view = outline.root(text).unwrap();
        assert!(view.to_object() == *tree, "{text}");
        let decoded: serde_json::Value = serde::Deserialize::deserialize(Node::from(view)).unwrap();
        assert_eq!(decoded, serde_json::from_str::<serde_json::Value>(text).unwrap(), "{text}");
        assert_eq!(outline.is_plain(), text.bytes().all(|byte| byte.is_ascii() && byte != 0x7f), "{text}");
        // The same of an object that stands in another text.
        let around = format!(r#"{{"a":{text},"b":[1,"é"],"c":true}}"#);
        let outer = Outline::of(&around, &Budget::ENVELOPE).unwrap();
        let cut = Canonical::first_member(around, outer).unwrap();
        assert!(
            cut.bytes() == text.as_bytes() && cut.tree() == tree && cut.view().unwrap().to_object() == *tree,
            "{text}"
        );
        assert!(cut.without_outline().tree() == tree, "{text}");
    }
    is_canonical
}

#[test]
fn what_is_canonical_has_an_outline() {
    for text in [
        "{}",
        r#"{"a":{}}"#,
        r#"{"a":[]}"#,
        r#"{"a":[[],{},[{"b":[1,-2,0]}]],"b":null,"c":true,"d":false}"#,
        r#"{"a":"","b":"x","c":"é","d":"\"","e":"\\","f":"a\"b\\\"c"}"#,
        r#"{"a":9007199254740991,"b":-9007199254740991}"#,
        r#"{"...":"x","_sd":[],"_sd_alg":"sha-256","a":1}"#,
        r#"{"a":1,"a.":2,"a0":3,"aa":4}"#,
        "{\"a\":\"\u{7f}\u{85}\u{202e}\u{fffd}\u{10fffd}\"}",
    ] {
        assert!(compare(text), "{text}");
    }
}

#[test]
fn what_is_not_canonical_has_none() {
    for text in [
        "",
        " {}",
        "{} ",
        "{}{}",
        "[]",
        "1",
        "{",
        "}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{,"a":1}"#,
        r#"{"a":1]"#,
        r#"{"a":[1}"#,
        r#"{"a":[1,]}"#,
        r#"{"a":[,1]}"#,
        r#"{"a": 1}"#,
        "{\"a\":1\n}",
        r#"{"b":1,"a":2}"#,
        r#"{"a":1,"a":1}"#,
        r#"{"aa":1,"a":2}"#,
        r#"{"A":1}"#,
        r#"{"":1}"#,
        r#"{"a b":1}"#,
        r#"{"\u0061":1}"#,
        r#"{"a":"\u0061"}"#,
        r#"{"a":"\/"}"#,
        r#"{"a":"\n"}"#,
        r#"{"a":"\"}"#,
        r#"{"a":"x}"#,
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u{ffff}\"}",
        "{\"a\":\"\u{fdd0}\"}",
        r#"{"a":01}"#,
        r#"{"a":-0}"#,
        r#"{"a":-}"#,
        r#"{"a":--1}"#,
        r#"{"a":1-1}"#,
        r#"{"a":1.0}"#,
        r#"{"a":1e3}"#,
        r#"{"a":+1}"#,
        r#"{"a":9007199254740992}"#,
        r#"{"a":99999999999999999999}"#,
        r#"{"a":tru}"#,
        r#"{"a":nul}"#,
        r#"{"a":truefalse}"#,
    ] {
        assert!(!compare(text), "{text}");
    }
}

#[test]
fn the_budget_is_that_of_the_reader() {
    let deep = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    assert!(compare(&deep(limits::DEPTH)) && !compare(&deep(limits::DEPTH + 1)));
    let many = |values: usize| format!("{{\"a\":[{}]}}", vec!["1"; values - 2].join(","));
    assert!(compare(&many(limits::VALUES)) && !compare(&many(limits::VALUES + 1)));
    let long = Budget { bytes: 10, ..Budget::RECORD };
    assert!(Outline::of(r#"{"a":"xx"}"#, &long).is_some() && Outline::of(r#"{"a":"xxx"}"#, &long).is_none());
}

/// Values inside the profile, more or less.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[ -~]{0,12}".prop_map(Into::into),
        "\\PC{0,6}".prop_map(Into::into),
        "[\\x00-\\x7f\u{fdd0}\u{ffff}é\\\\\"]{0,4}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map("[a-z_.A-Z0-9]{0,3}", inner, 0..5)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outline_and_reader_agree(value in value(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = serde_json::json!({ "a": value }).to_string();
        compare(&text);
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte & 0x7f;
        if let Ok(changed) = String::from_utf8(bytes) {
            compare(&changed);
        }
    }
}
