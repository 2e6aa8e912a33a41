//! Codes of a record as words beside a neighbour's object: `passerelle:role=recruiter`.
//!
//! Neighbours have lists of words for an object (labels, keywords, tags) and no place for our codes. Each code goes out as one word
//! and comes back as it was.

use passerelle::record::RecordType;
use serde_json::{Map, Value};

use crate::value::{items, push, put, text};

const PREFIX: &str = "passerelle:";

/// How a place of a record is written in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One code.
    One,
    /// A list of codes.
    Many,
    /// A list of objects with these members, in this order; one that is absent stays empty.
    Rows(&'static [&'static str]),
}

use Shape::{Many, One, Rows};

const PROFILE: &[(&str, &str, Shape)] = &[
    ("/content/identified", "identified", One),
    ("/content/subject_status", "subject-status", One),
    ("/content/crime", "crime", Many),
    ("/content/sex", "sex", One),
    ("/content/nationalities", "nationality", Rows(&["country", "kind"])),
    ("/content/languages", "language", Rows(&["tag", "level"])),
    ("/content/caution", "caution", Many),
];

const NETWORK: &[(&str, &str, Shape)] = &[
    ("/content/kind", "network-kind", One),
    ("/content/structure", "structure", One),
    ("/content/crime", "crime", Many),
    ("/content/nationalities", "nationality", Many),
    ("/content/other_crimes", "other-crime", Many),
];

const MODUS_OPERANDI: &[(&str, &str, Shape)] = &[
    ("/content/crime", "crime", Many),
    ("/content/tip/acts", "tip-act", Many),
    ("/content/tip/means", "tip-means", Many),
    ("/content/tip/purposes", "tip-purpose", Many),
    ("/content/tip/child_victims", "child-victims", One),
    ("/content/som/conduct", "som-conduct", Many),
    ("/content/som/aggravating", "som-aggravating", Many),
    ("/content/som/benefit", "som-benefit", One),
    ("/content/recruitment/channels", "recruitment-channel", Many),
    ("/content/recruitment/ploys", "ploy", Many),
    ("/content/recruitment/relation", "recruiter-relation", Many),
    ("/content/recruitment/mode", "digital-mode", One),
    ("/content/recruitment/platforms", "platform", Many),
    ("/content/recruitment/hashtags", "hashtag", Many),
    ("/content/recruitment/languages", "recruitment-language", Many),
    ("/content/facilities", "facility-kind", Rows(&["kind"])),
    ("/content/payment/methods", "payment-method", Many),
    ("/content/payment/timing", "payment-timing", Many),
    ("/content/payment/guarantee", "guarantee", One),
    ("/content/payment/release_signal", "release-signal", One),
    ("/content/payment/intermediaries", "payment-role", Many),
    ("/content/control", "control", Many),
    ("/content/exploitation", "exploitation", Rows(&["form", "subform", "sector", "industry", "venue", "country"])),
    ("/content/corruption", "corruption", Rows(&["kind", "sector"])),
    ("/content/comms", "comms", Many),
    ("/content/evasion", "evasion", Many),
    ("/content/laundering", "laundering", Many),
    ("/content/equipment", "equipment", Rows(&["kind", "source_country"])),
    ("/content/risk_to_life", "risk-to-life", Many),
    ("/content/trend", "trend", One),
];

const SIGHTING: &[(&str, &str, Shape)] = &[("/content/what", "sighting-kind", One), ("/content/match", "match", One)];

const LINK: &[(&str, &str, Shape)] = &[("/content/role", "role", One)];

fn table(record_type: RecordType) -> &'static [(&'static str, &'static str, Shape)] {
    match record_type {
        RecordType::Profile => PROFILE,
        RecordType::Network => NETWORK,
        RecordType::ModusOperandi => MODUS_OPERANDI,
        RecordType::Sighting => SIGHTING,
        RecordType::Link => LINK,
        _ => &[],
    }
}

/// One word.
pub(crate) fn word(name: &str, value: &str) -> String {
    format!("{PREFIX}{name}={value}")
}

/// The name and value of one of our words.
pub(crate) fn split(word: &str) -> Option<(&str, &str)> {
    word.strip_prefix(PREFIX)?.split_once('=')
}

/// The codes of a record as words, in the order of the record.
pub(crate) fn of(record: &Value, record_type: RecordType) -> Vec<String> {
    let mut words: Vec<String> =
        text(record, "/environment").map(|code| word("environment", code)).into_iter().collect();
    for (pointer, name, shape) in table(record_type) {
        match shape {
            One => words.extend(text(record, pointer).map(|code| word(name, code))),
            Many => {
                words.extend(items(record, pointer).iter().filter_map(Value::as_str).map(|code| word(name, code)));
            }
            Rows(members) => {
                let rows = items(record, pointer).iter().filter_map(|row| joined(row, members));
                words.extend(rows.map(|row| word(name, &row)));
            }
        }
    }
    words
}

/// The places of a record that its words carry.
pub(crate) fn carried(record: &Value, record_type: RecordType) -> Vec<String> {
    let mut places = vec!["/environment".to_owned()];
    for (pointer, _, shape) in table(record_type) {
        match shape {
            One | Many => places.push((*pointer).to_owned()),
            Rows(members) => {
                let rows = items(record, pointer).iter().enumerate();
                for (index, _) in rows.filter(|(_, row)| joined(row, members).is_some()) {
                    places.extend(members.iter().map(|member| format!("{pointer}/{index}/{member}")));
                }
            }
        }
    }
    places
}

/// The handling of a record, for formats that have no better place for it.
const HANDLING: &[(&str, &str, Shape)] = &[
    ("/purpose", "purpose", Many),
    ("/handling/releasable_to", "releasable-to", Many),
    ("/handling/not_releasable_to", "not-releasable-to", Many),
    ("/handling/onward", "onward", One),
    ("/handling/judicial_use", "judicial-use", One),
    ("/handling/europol", "europol", Many),
    ("/handling/interpol", "interpol", One),
    ("/handling/pap", "pap", One),
];

/// The handling of a record as words, but for TLP, which has words of its own everywhere.
pub(crate) fn handling(record: &Value) -> Vec<String> {
    let mut words = Vec::new();
    for (pointer, name, shape) in HANDLING {
        match shape {
            One => words.extend(text(record, pointer).map(|code| word(name, code))),
            _ => words.extend(items(record, pointer).iter().filter_map(Value::as_str).map(|code| word(name, code))),
        }
    }
    words
}

/// Reads a word of a handling into a record; false where it is none.
pub(crate) fn take_handling(word: &str, record: &mut Value) -> bool {
    let Some((name, value)) = split(word) else { return false };
    let Some((pointer, _, shape)) = HANDLING.iter().find(|(_, known, _)| *known == name) else { return false };
    if *shape == One {
        put(record, pointer, value.into());
    } else {
        push(record, pointer, value.into());
    }
    true
}

/// The members of a row, with strokes between them; nothing where one of them holds a stroke, or there is none.
fn joined(row: &Value, members: &[&str]) -> Option<String> {
    let cell = |member: &&str| row.get(*member).and_then(Value::as_str).unwrap_or_default();
    let cells: Vec<&str> = members.iter().map(cell).collect();
    let is_empty = cells.iter().all(|cell| cell.is_empty());
    (!is_empty && !cells.iter().any(|cell| cell.contains('/')))
        .then(|| cells.join("/").trim_end_matches('/').to_owned())
}

/// Reads a word into a record; false where it is none of ours for this type.
pub(crate) fn take(word: &str, record: &mut Value, record_type: RecordType) -> bool {
    let Some((name, value)) = split(word) else { return false };
    if name == "environment" {
        put(record, "/environment", value.into());
        return true;
    }
    let Some((pointer, _, shape)) = table(record_type).iter().find(|(_, known, _)| *known == name) else {
        return false;
    };
    match shape {
        One => put(record, pointer, value.into()),
        Many => push(record, pointer, value.into()),
        Rows(members) => {
            let cells = members.iter().zip(value.split('/')).filter(|(_, cell)| !cell.is_empty());
            let row: Map<String, Value> = cells.map(|(member, cell)| ((*member).to_owned(), cell.into())).collect();
            push(record, pointer, row.into());
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_word_comes_back_as_the_code_that_it_was() {
        let record = json!({
            "environment": "test",
            "content": {
                "crime": ["som", "tip"],
                "tip": {"acts": ["recruitment"], "child_victims": "no"},
                "exploitation": [{"form": "forced-labour", "sector": "A"}, {"form": "servitude"}],
                "corruption": [{"kind": "tip-off", "sector": "port"}],
                "trend": "emerging",
            },
        });
        let words = of(&record, RecordType::ModusOperandi);
        assert!(words.contains(&"passerelle:exploitation=forced-labour//A".to_owned()), "{words:?}");
        let mut back = json!({});
        assert!(words.iter().all(|word| take(word, &mut back, RecordType::ModusOperandi)));
        assert_eq!(back, record);
        assert!(!take("passerelle:crime", &mut back, RecordType::ModusOperandi));
        assert!(!take("malware", &mut back, RecordType::ModusOperandi));
        assert!(!take("passerelle:caution=armed", &mut back, RecordType::ModusOperandi));
    }
}
