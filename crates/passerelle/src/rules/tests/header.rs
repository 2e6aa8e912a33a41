//! Cases about the record's own life.

use serde_json::json;

use super::Case;
use crate::error::Code;
use crate::record::RecordType::{Notice, Profile, Sighting};

pub(super) const CASES: &[Case] = &[
    Case::breaks(Code::RuleIssuedNotFuture, Sighting, &["/issued"], |record| {
        record["issued"] = json!("2026-03-19T08:30:01Z");
    }),
    Case::keeps(Code::RuleIssuedNotFuture, Sighting, |record| {
        record["issued"] = json!("2026-03-19T08:30:00Z");
    })
    .beside(&[(Code::RuleIssuedSkew, "/issued")]),
    Case::breaks(Code::RuleIssuedSkew, Sighting, &["/issued"], |record| {
        record["issued"] = json!("2026-03-18T08:30:01Z");
    }),
    Case::keeps(Code::RuleIssuedSkew, Sighting, |record| {
        record["issued"] = json!("2026-03-18T08:30:00Z");
    }),
    Case::breaks(Code::RuleReviewWindow, Notice, &["/validity/review_by"], |record| {
        record["validity"]["review_by"] = json!("2026-03-17");
    }),
    Case::keeps(Code::RuleReviewWindow, Notice, |record| {
        record["validity"]["review_by"] = json!("2026-03-18");
    }),
    Case::breaks(Code::RuleReviewWindow, Notice, &["/validity/review_by"], |record| {
        record["validity"]["review_by"] = json!("2031-03-18");
    }),
    Case::keeps(Code::RuleReviewWindow, Notice, |record| {
        record["validity"]["review_by"] = json!("2031-03-17");
    }),
    Case::breaks(Code::RuleReviewWindow, Notice, &["/validity/review_by"], |record| {
        record["validity"] = json!({ "from": "2024-02-29", "review_by": "2029-03-01" });
    }),
    Case::breaks(Code::RuleAbsentAndPresent, Profile, &["/absent/1/path"], |record| {
        record["absent"] = json!([
            { "path": "/content/death", "reason": "not-applicable" },
            { "path": "/content/names/0", "reason": "withheld-legal" }
        ]);
    }),
    Case::keeps(Code::RuleAbsentAndPresent, Profile, |record| {
        record["absent"] = json!([
            { "path": "/content/names/0/parts", "reason": "unknown" },
            { "path": "/content/names/1", "reason": "withheld-operational" },
            { "path": "/urgency", "reason": "pending" }
        ]);
    }),
];
