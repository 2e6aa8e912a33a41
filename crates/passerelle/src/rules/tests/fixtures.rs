//! One valid record of each type, rich enough that a case has to change little.

use serde_json::{Value, json};

use crate::record::RecordType;

/// A record of the type that breaks no rule.
pub(super) fn valid(record_type: RecordType) -> Value {
    let mut record = json!({
        "spec": "1.0",
        "type": record_type.as_str(),
        "id": "XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057",
        "rev": 1,
        "issuer": "XX/test-unit-a",
        "issued": "2026-03-17T08:30:00Z",
        "environment": "test",
        "lang": "en",
        "vocab": { "passerelle": "2026.1" },
        "purpose": ["identify"],
        "legal_basis": [{ "code": "som-protocol" }],
        "handling": {
            "tlp": "amber",
            "releasable_to": ["XA", "XB"],
            "onward": "with-consent",
            "judicial_use": "with-consent"
        },
        "evaluation": { "scheme": "europol-4x4", "source": "B", "information": "2" },
        "validity": { "from": "2026-03-17", "review_by": "2027-03-17" },
        "provenance": { "source_type": "police-observation", "collected": "2026-02/2026-03" }
    });
    record["content"] = match record_type {
        RecordType::Profile => profile(),
        RecordType::ModusOperandi => modus_operandi(),
        RecordType::Network => network(),
        RecordType::Sighting => sighting(),
        RecordType::Link => link(),
        RecordType::Notice => notice(),
    };
    record
}

fn profile() -> Value {
    json!({
        "identified": "identified",
        "subject_status": "suspect",
        "crime": ["som"],
        "roles": [{ "code": "recruiter", "phase": "recruitment" }],
        "names": [{ "full": "Anna Testova", "script": "Latn", "kind": "legal" }],
        "births": [{ "date": "1985-03", "basis": "document" }],
        "documents": [
            { "type": "passport", "number": "TEST00001", "issuer": "UTO", "authenticity": "genuine" }
        ],
        "selectors": [{ "kind": "phone", "value": "+12025550123", "attribution": "believed-user" }]
    })
}

fn modus_operandi() -> Value {
    json!({
        "title": [{ "lang": "en", "text": "Invented route in sealed trailers" }],
        "summary": [{ "lang": "en", "text": "Persons are hidden in a trailer and carried over a border." }],
        "crime": ["tip", "som"],
        "tip": {
            "acts": ["transportation"],
            "means": ["deception"],
            "purposes": ["forced-labour"],
            "child_victims": "no"
        },
        "som": { "conduct": ["procuring-illegal-entry"], "benefit": "yes" },
        "phases": [
            { "code": "recruitment", "seq": 1, "techniques": ["ploy/false-job"] },
            { "code": "border-crossing", "seq": 2, "techniques": ["concealment/trailer-cavity"] }
        ],
        "legs": [
            {
                "seq": 1,
                "from": { "country": "XA" },
                "to": { "country": "XB" },
                "mode": "road",
                "conveyance": "lorry-curtain",
                "entry_method": "hidden-in-vehicle-at-bcp",
                "concealment": ["trailer-cavity"],
                "persons": { "min": 1, "max": 4 }
            },
            { "seq": 2, "from": { "country": "XB" }, "to": { "country": "XB" }, "mode": "road" }
        ],
        "payment": {
            "methods": ["hawala"],
            "timing": ["on-arrival"],
            "guarantee": "third-party-guarantee",
            "prices": [
                { "amount": "900", "currency": "XTS", "basis": "per-person", "observed": "2026-02" },
                { "amount": "1000", "currency": "XTS", "basis": "per-person", "observed": "2026-02" },
                { "amount": "1100.50", "currency": "XTS", "basis": "per-person", "observed": "2026-02" }
            ]
        },
        "exploitation": [{ "form": "forced-labour" }],
        "victims": { "count": { "min": 10, "max": 20 } },
        "indicators": [
            {
                "text": [{ "lang": "en", "text": "A new lock on an old trailer." }],
                "observable_at": "motorway-stop",
                "strength": "weak"
            }
        ],
        "last_seen": "2026-02",
        "trend": "emerging"
    })
}

fn network() -> Value {
    json!({
        "names": [{ "full": "Testville Tours", "script": "Latn", "kind": "legal" }],
        "kind": "ocg",
        "crime": ["som"],
        "size": { "min": 3, "max": 12 }
    })
}

fn sighting() -> Value {
    json!({
        "of": [{ "id": "XX/test-unit-b/01890a5d-ac96-774b-bcce-b302099a8058", "rev": 1 }],
        "when": "2026-03-01",
        "where": { "country": "XA" },
        "what": "interception",
        "match": "partial",
        "persons": { "migrants": { "min": 12, "max": 12 }, "dead": { "min": 0, "max": 0 }, "suspects": { "min": 1, "max": 1 } }
    })
}

fn link() -> Value {
    json!({
        "from": { "id": "XX/test-unit-b/01890a5d-ac96-774b-bcce-b302099a8058" },
        "to": { "id": "XX/test-unit-b/01890a5d-ac96-774b-bcce-b302099a8059", "rev": 1 },
        "kind": "uses-mo"
    })
}

fn notice() -> Value {
    json!({
        "about": { "id": "XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8058", "all": true },
        "action": "withdraw",
        "reason": "inaccurate"
    })
}
