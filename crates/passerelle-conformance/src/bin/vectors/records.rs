//! Records that cases are about.

use serde_json::{Value, json};

use super::world::merged;

/// A link between two records, issued by Northland: short, and without a fault.
pub(crate) fn link() -> Value {
    json!({
        "spec": "1.0",
        "type": "link",
        "id": "XX/northland/019e81f0-6a00-7000-8000-000000000002",
        "rev": 1,
        "issuer": "XX/northland",
        "issued": "2026-06-01T08:00:00Z",
        "environment": "test",
        "lang": "en",
        "vocab": { "passerelle": "2026.1" },
        "contact": { "ref": "desk@unit.example", "role": "duty-desk" },
        "national_refs": [{ "ref": "TEST-1", "system": "test-cases" }, { "ref": "TEST-2", "system": "test-cases" }],
        "purpose": ["modus-operandi-exchange"],
        "legal_basis": [{ "code": "som-protocol" }],
        "handling": { "tlp": "green", "releasable_to": ["XA", "XB"], "onward": "within-country", "judicial_use": "permitted" },
        "evaluation": { "scheme": "europol-4x4", "source": "B", "information": "2" },
        "validity": { "from": "2026-06-01", "review_by": "2027-06-01" },
        "provenance": { "source_type": "police-observation", "collected": "2026-05" },
        "content": {
            "from": { "id": "XX/northland/01890a5d-ac96-774b-bcce-b302099a8057" },
            "to": { "id": "XX/northland/01890a5d-ac96-774b-bcce-b302099a805a" },
            "kind": "member-of",
        },
    })
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
    json!({
        "spec": "1.0",
        "type": kind,
        "id": record_id(issuer, number),
        "rev": 1,
        "issuer": format!("XX/{issuer}"),
        "issued": "2026-06-01T08:00:00Z",
        "environment": "test",
        "lang": "en",
        "vocab": { "passerelle": "2026.1" },
        "purpose": ["crime-analysis", "identify"],
        "legal_basis": [{ "code": "som-protocol" }],
        "handling": { "tlp": "green", "releasable_to": ["XA", "XB"], "onward": "as-marked", "judicial_use": "with-consent" },
        "evaluation": { "scheme": "europol-4x4", "source": "B", "information": "2" },
        "validity": { "from": "2026-06-01", "review_by": "2029-05-31" },
        "provenance": { "source_type": "police-observation", "collected": "2026-05" },
    })
}

/// A group.
pub(crate) fn network(number: u32) -> Value {
    let mut draft = draft("network", "northland", number);
    draft["content"] = json!({
        "names": [{ "full": "Example Tide", "script": "Latn", "kind": "nickname" }],
        "kind": "cell",
        "crime": ["som"],
        "summary": [{ "lang": "en", "text": "Invented for a test." }],
    });
    draft
}

/// Somebody known by an account.
pub(crate) fn profile(number: u32) -> Value {
    let mut draft = draft("profile", "northland", number);
    draft["content"] = json!({
        "identified": "unidentified",
        "subject_status": "suspect",
        "crime": ["som"],
        "roles": [{ "code": "recruiter" }],
        "selectors": [{
            "kind": "social-account",
            "value": "safe_travel_test",
            "platform": "telegram",
            "platform_id": "1000000001",
            "attribution": "believed-user",
        }],
        "summary": [{ "lang": "en", "text": "Invented for a test." }],
    });
    draft
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
