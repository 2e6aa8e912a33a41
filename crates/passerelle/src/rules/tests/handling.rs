//! Cases about markings.

use serde_json::{Value, json};

use super::{Case, remove};
use crate::error::Code;
use crate::record::RecordType::{ModusOperandi, Network, Profile};

/// Marks one member of the record as the record itself is marked.
fn mark_a_part(record: &mut Value) -> &mut Value {
    let handling = record["handling"].clone();
    record["field_handling"] = json!([{ "paths": ["/content"], "handling": handling }]);
    &mut record["field_handling"][0]["handling"]
}

/// A record with every marking that a part could weaken.
fn mark_all(record: &mut Value) {
    record["handling"] = json!({
        "tlp": "amber",
        "europol": ["H2"],
        "interpol": "official-use-only",
        "pap": "green",
        "releasable_to": ["XA", "XB"],
        "not_releasable_to": ["XC"],
        "onward": "within-country",
        "judicial_use": "with-consent"
    });
}

pub(super) const CASES: &[Case] = &[
    Case::breaks(Code::RuleDenyBeatsAllow, Profile, &["/handling/not_releasable_to/1"], |record| {
        record["handling"]["not_releasable_to"] = json!(["XC", "XB"]);
    }),
    Case::keeps(Code::RuleDenyBeatsAllow, Profile, |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["handling"]["not_releasable_to"] = json!(["XC"]);
    }),
    Case::breaks(Code::RuleReleaseContradiction, Network, &["/field_handling/0/handling/releasable_to/1"], |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["handling"]["not_releasable_to"] = json!(["XC"]);
        let part = mark_a_part(record);
        part["releasable_to"] = json!(["XA", "XC"]);
        part.as_object_mut().unwrap().remove("not_releasable_to");
    }),
    Case::keeps(Code::RuleReleaseContradiction, Network, |record| {
        record["handling"]["not_releasable_to"] = json!(["XC"]);
        mark_a_part(record)["releasable_to"] = json!(["XA"]);
    }),
    // Every member in which a part can be laxer.
    Case::breaks(
        Code::RuleMarkingNotWeakened,
        ModusOperandi,
        &[
            "/field_handling/0/handling/europol",
            "/field_handling/0/handling/interpol",
            "/field_handling/0/handling/judicial_use",
            "/field_handling/0/handling/not_releasable_to",
            "/field_handling/0/handling/onward",
            "/field_handling/0/handling/pap",
            "/field_handling/0/handling/releasable_to",
            "/field_handling/0/handling/tlp",
        ],
        |record| {
            mark_all(record);
            record["field_handling"] = json!([{ "paths": ["/content/countermeasures"], "handling": {
                "tlp": "green",
                "releasable_to": ["XA", "XD"],
                "onward": "as-marked",
                "judicial_use": "permitted"
            } }]);
        },
    ),
    Case::breaks(Code::RuleMarkingNotWeakened, ModusOperandi, &["/attachments/0/handling/releasable_to"], |record| {
        record["attachments"] = json!([{
            "hash": { "alg": "sha-256", "hash": "0".repeat(64) },
            "media_type": "image/png",
            "size": 1,
            "persons_shown": "no",
            "handling": record["handling"].clone()
        }]);
        record["attachments"][0]["handling"]["releasable_to"] = json!(["all-members"]);
    }),
    Case::keeps(Code::RuleMarkingNotWeakened, ModusOperandi, |record| {
        mark_all(record);
        mark_a_part(record);
    }),
    Case::keeps(Code::RuleMarkingNotWeakened, ModusOperandi, |record| {
        mark_all(record);
        record["field_handling"] = json!([{ "paths": ["/content/countermeasures"], "handling": {
            "tlp": "red",
            "europol": ["H1", "H2"],
            "interpol": "confidential",
            "pap": "red",
            "releasable_to": ["XA"],
            "not_releasable_to": ["XB", "XC"],
            "onward": "none",
            "judicial_use": "prohibited"
        } }]);
    }),
    Case::keeps(Code::RuleMarkingNotWeakened, ModusOperandi, |record| {
        record["handling"]["pap"] = json!("clear");
        record["handling"]["releasable_to"] = json!(["all-members"]);
        remove(mark_a_part(record), "/pap");
    }),
    // Nobody can say whether an unknown code is stricter.
    Case::keeps(Code::RuleMarkingNotWeakened, ModusOperandi, |record| {
        record["handling"]["tlp"] = json!("ultraviolet");
        mark_a_part(record)["tlp"] = json!("amber");
    })
    .beside(&[(Code::VocHandling, "/handling/tlp")]),
    Case::breaks(Code::RuleTlpClearWithRestrictions, Network, &["/handling/tlp"], |record| {
        record["handling"]["tlp"] = json!("clear");
    }),
    Case::breaks(Code::RuleTlpClearWithRestrictions, Network, &["/handling/tlp"], |record| {
        record["handling"]["tlp"] = json!("clear");
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["handling"]["europol"] = json!(["H2"]);
    }),
    Case::breaks(Code::RuleTlpClearWithRestrictions, Network, &["/handling/tlp"], |record| {
        record["handling"]["tlp"] = json!("clear");
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["handling"]["pap"] = json!("red");
    }),
    Case::keeps(Code::RuleTlpClearWithRestrictions, Network, |record| {
        record["handling"]["tlp"] = json!("clear");
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["handling"]["europol"] = json!(["H0"]);
        record["handling"]["pap"] = json!("amber");
    }),
    Case::breaks(Code::RuleH3NeedsCaveat, Profile, &["/handling/caveats"], |record| {
        record["handling"]["europol"] = json!(["H3"]);
    }),
    Case::keeps(Code::RuleH3NeedsCaveat, Profile, |record| {
        record["handling"]["europol"] = json!(["H3"]);
        record["handling"]["caveats"] = json!([{ "lang": "en", "text": "Ask before use." }]);
    }),
    Case::breaks(Code::RuleH1ImpliesJudicialUse, Profile, &["/handling/judicial_use"], |record| {
        record["handling"]["europol"] = json!(["H1"]);
        record["handling"]["judicial_use"] = json!("permitted");
    }),
    Case::keeps(Code::RuleH1ImpliesJudicialUse, Profile, |record| {
        record["handling"]["europol"] = json!(["H1"]);
    }),
    Case::breaks(Code::RuleConfidentialToAll, Profile, &["/handling/releasable_to"], |record| {
        record["handling"]["interpol"] = json!("confidential");
        record["handling"]["releasable_to"] = json!(["all-members"]);
    }),
    Case::breaks(Code::RuleConfidentialToAll, Profile, &["/field_handling/0/handling/releasable_to"], |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        mark_a_part(record)["tlp"] = json!("red");
    }),
    Case::keeps(Code::RuleConfidentialToAll, Profile, |record| {
        record["handling"]["interpol"] = json!("restricted");
        record["handling"]["releasable_to"] = json!(["all-members"]);
    }),
];
