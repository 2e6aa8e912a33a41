//! Records for tests about what holds: short drafts of each type, signed by whom they name as issuer, and opened.
#![allow(clippy::panic, reason = "a test stops where something is not as it should be")]

use std::sync::OnceLock;

use passerelle::record::Timestamp;
use passerelle::{Form, VerifiedRecord, open, sign};
use serde_json::{Value, json};

use super::{World, bytes, time};

/// When everything has been issued.
pub fn later() -> Timestamp {
    time("2026-12-01T00:00:00Z")
}

/// Northland and Southland, the same in every test of a file.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(World::new)
}

/// Signs a draft as its issuer, and opens it.
pub fn opened(draft: &Value) -> VerifiedRecord {
    open(&signed(draft), &world().trust, later()).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Signs a draft as its issuer, when it is issued: what has expired by now was good then.
pub fn signed(draft: &Value) -> Vec<u8> {
    let issued = time(draft["issued"].as_str().unwrap());
    let signer = if draft["issuer"] == "XX/southland" { &world().south } else { &world().north };
    sign(&bytes(draft), &[signer], issued, Form::Clear).unwrap_or_else(|error| panic!("{error:?}"))
}

/// The identifier of the record with a number, of an issuer.
pub fn record_id(issuer: &str, number: u32) -> String {
    format!("XX/{issuer}/01890a5d-ac96-774b-bcce-{number:012x}")
}

/// A draft of the conformance suite, with the identifier of a number.
fn numbered(text: &str, number: u32) -> Value {
    let mut draft: Value = serde_json::from_str(text).unwrap();
    draft["id"] = record_id("northland", number).into();
    draft
}

/// A draft of a type by an issuer, without content.
fn draft(kind: &str, issuer: &str, number: u32) -> Value {
    let mut draft = network(number);
    draft.as_object_mut().unwrap().remove("content");
    draft["type"] = kind.into();
    draft["id"] = record_id(issuer, number).into();
    draft["issuer"] = format!("XX/{issuer}").into();
    draft
}

/// A group, of Northland.
pub fn network(number: u32) -> Value {
    numbered(include_str!("../../../../conformance-tests/drafts/network.json"), number)
}

/// Somebody known by an account, of Northland.
pub fn profile(number: u32) -> Value {
    numbered(include_str!("../../../../conformance-tests/drafts/profile.json"), number)
}

/// A link of Northland between two records.
pub fn link(number: u32, kind: &str, from: &Value, to: &Value) -> Value {
    let mut draft = draft("link", "northland", number);
    draft["content"] = json!({ "from": { "id": from["id"] }, "to": { "id": to["id"] }, "kind": kind });
    draft
}

/// A sighting of Northland of one or more records, at the revisions that are given.
pub fn sighting(number: u32, fit: &str, of: &[&Value]) -> Value {
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
pub fn notice(issuer: &str, number: u32, action: &str, about: &Value) -> Value {
    let mut draft = draft("notice", issuer, number);
    draft["issued"] = json!("2026-07-01T08:00:00Z");
    draft["content"] = json!({ "about": { "id": about["id"], "all": true }, "action": action });
    draft["content"].as_object_mut().unwrap().extend(due_with(action, about));
    draft
}

/// What an action must come with.
fn due_with(action: &str, about: &Value) -> serde_json::Map<String, Value> {
    let due = match action {
        "withdraw" => json!({ "reason": "error-of-issue" }),
        "dispute" => json!({ "dispute": { "reason": [{ "lang": "en", "text": "Invented doubt." }] } }),
        "extend-review" => json!({ "review_by": "2030-01-01" }),
        "correct" | "supersede" => json!({ "replacement": { "id": about["id"], "rev": 2 }, "reason": "outdated" }),
        "hit" => {
            json!({ "hit": { "when": "2026-06", "where": { "country": "XB", "kind": "city" }, "nature": "method-seen" } })
        }
        _ => json!({}),
    };
    due.as_object().unwrap().clone()
}

/// The next revision of a record that was opened, a month later, with a change.
pub fn next(before: &VerifiedRecord, change: impl FnOnce(&mut Value)) -> Value {
    let mut draft: Value = serde_json::from_slice(before.payload()).unwrap();
    let rev = before.record().header.rev + 1;
    draft["rev"] = json!(rev);
    draft["prev"] = json!({ "alg": "sha-256", "hash": before.digest().hash.as_str() });
    draft["issued"] = json!(format!("2026-{:02}-15T08:00:00Z", 5 + rev));
    change(&mut draft);
    draft
}

/// The same with another summary.
pub fn revised(before: &VerifiedRecord, summary: &str) -> Value {
    next(before, |draft| draft["content"]["summary"][0]["text"] = json!(summary))
}
