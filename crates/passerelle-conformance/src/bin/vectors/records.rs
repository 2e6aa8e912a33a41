//! Records that cases are about.

use serde_json::{Value, json};

use super::world::merged;

/// A draft of the suite.
fn held(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The same with the identifier of a number.
fn numbered(text: &str, number: u32) -> Value {
    let mut draft = held(text);
    draft["id"] = record_id("northland", number).into();
    draft
}

/// A link between two records, issued by Northland: short, and without a fault.
pub(crate) fn link() -> Value {
    held(include_str!("../../../../../conformance-tests/drafts/link.json"))
}

/// The same with some members set, as RFC 7396 says.
pub(crate) fn link_with(members: &Value) -> Value {
    merged(link(), members)
}

/// The same by another authority.
pub(crate) fn link_by(issuer: &str, members: &Value) -> Value {
    let id = format!("{issuer}/019e81f0-6a00-7000-8000-000000000002");
    merged(link_with(&json!({ "issuer": issuer, "id": id })), members)
}

/// The identifier of the record with a number, of an issuer.
pub(crate) fn record_id(issuer: &str, number: u32) -> String {
    format!("XX/{issuer}/01890a5d-ac96-774b-bcce-{number:012x}")
}

/// A draft of a type by an issuer, without content.
pub(crate) fn draft(kind: &str, issuer: &str, number: u32) -> Value {
    let mut draft = network(number);
    draft.as_object_mut().unwrap().remove("content");
    draft["type"] = kind.into();
    draft["id"] = record_id(issuer, number).into();
    draft["issuer"] = format!("XX/{issuer}").into();
    draft
}

/// A group.
pub(crate) fn network(number: u32) -> Value {
    numbered(include_str!("../../../../../conformance-tests/drafts/network.json"), number)
}

/// Somebody known by an account.
pub(crate) fn profile(number: u32) -> Value {
    numbered(include_str!("../../../../../conformance-tests/drafts/profile.json"), number)
}

/// A link between two records.
pub(crate) fn link_of(number: u32, kind: &str, from: &Value, to: &Value) -> Value {
    let mut draft = draft("link", "northland", number);
    draft["content"] = json!({ "from": { "id": from["id"] }, "to": { "id": to["id"] }, "kind": kind });
    draft
}

/// A sighting of a record at a revision.
pub(crate) fn sighting(number: u32, fit: &str, of: &[&Value]) -> Value {
    let mut draft = draft("sighting", "northland", number);
    let of: Vec<Value> = of.iter().map(|met| json!({ "id": met["id"], "rev": met["rev"] })).collect();
    draft["content"] = json!({
        "of": of,
        "when": "2026-05",
        "where": { "country": "XA", "kind": "city" },
        "what": "interception",
        "match": fit,
    });
    draft
}

/// A notice of an issuer about all revisions of a record.
pub(crate) fn notice(issuer: &str, number: u32, action: &str, about: &Value) -> Value {
    let mut draft = draft("notice", issuer, number);
    draft["issued"] = json!("2026-07-01T08:00:00Z");
    let due = match action {
        "withdraw" => json!({ "reason": "error-of-issue" }),
        "dispute" => json!({ "dispute": { "reason": [{ "lang": "en", "text": "Invented doubt." }] } }),
        "extend-review" => json!({ "review_by": "2030-01-01" }),
        "correct" | "supersede" => json!({ "replacement": { "id": about["id"], "rev": 2 }, "reason": "outdated" }),
        _ => json!({}),
    };
    draft["content"] = merged(json!({ "about": { "id": about["id"], "all": true }, "action": action }), &due);
    draft
}
