//! Cases about codes and their lists.

use serde_json::json;

use super::Case;
use crate::error::Code;
use crate::record::RecordType::{ModusOperandi, Profile, Sighting};

pub(super) const CASES: &[Case] = &[
    // A closed list.
    Case::breaks(Code::VocClosed, Profile, &["/content/subject_status"], |record| {
        record["content"]["subject_status"] = json!("rumoured");
    }),
    Case::breaks(Code::VocClosed, ModusOperandi, &["/content/phases/0/code"], |record| {
        record["content"]["phases"][0]["code"] = json!("boarding");
    }),
    Case::breaks(Code::VocClosed, ModusOperandi, &["/content/phases/1/techniques/0"], |record| {
        record["content"]["phases"][1]["techniques"] = json!(["no-such-list/trailer-cavity", "evasion/pilot-car"]);
    }),
    Case::breaks(Code::VocClosed, Profile, &["/content/subject_status"], |record| {
        record["vocab"]["subject-status"] = json!("2099.1");
        record["content"]["subject_status"] = json!("rumoured");
    })
    .for_author()
    .beside(&[(Code::VocVersionFuture, "/vocab/subject-status")]),
    Case::keeps(Code::VocClosed, Profile, |record| {
        record["vocab"]["subject-status"] = json!("2099.1");
        record["content"]["subject_status"] = json!("rumoured");
    })
    .beside(&[(Code::VocVersionFuture, "/vocab/subject-status"), (Code::VocUnknown, "/content/subject_status")]),
    Case::keeps(Code::VocClosed, Profile, |record| {
        record["spec"] = json!("1.1");
        record["content"]["subject_status"] = json!("rumoured");
    })
    .beside(&[(Code::VocUnknown, "/content/subject_status")]),
    Case::keeps(Code::VocClosed, Profile, |record| {
        record["vocab"]["platform"] = json!("2099.1");
    })
    .beside(&[(Code::VocVersionFuture, "/vocab/platform")]),
    // A list of handling.
    Case::breaks(Code::VocHandling, Profile, &["/handling/onward"], |record| {
        record["handling"]["onward"] = json!("by-post");
    }),
    Case::breaks(Code::VocClosed, Profile, &["/handling/europol/1"], |record| {
        record["handling"]["europol"] = json!(["H2", "H9"]);
    })
    .for_author(),
    Case::breaks(Code::VocHandling, Profile, &["/handling/europol/1"], |record| {
        record["vocab"]["europol-handling"] = json!("2099.1");
        record["handling"]["europol"] = json!(["H2", "H9"]);
    })
    .beside(&[(Code::VocVersionFuture, "/vocab/europol-handling")]),
    Case::keeps(Code::VocHandling, Profile, |record| {
        record["handling"]["pap"] = json!("amber");
        record["handling"]["interpol"] = json!("restricted");
    }),
    // An open list.
    Case::breaks(Code::VocUnknown, ModusOperandi, &["/content/evasion/1"], |record| {
        record["content"]["evasion"] = json!(["pilot-car", "x-xa-decoy-balloon"]);
    }),
    Case::breaks(Code::VocUnknown, ModusOperandi, &["/content/phases/0/techniques/0"], |record| {
        record["content"]["phases"][0]["techniques"] = json!(["ploy/false-prize"]);
    }),
    Case::breaks(Code::VocUnknown, Profile, &["/provenance/sources/0/source_type"], |record| {
        record["provenance"]["sources"] = json!([{ "source_type": "crystal-ball" }]);
    }),
    Case::keeps(Code::VocUnknown, ModusOperandi, |record| {
        record["content"]["evasion"] = json!(["pilot-car"]);
        record["content"]["phases"][0]["techniques"] = json!(["ploy/unknown"]);
    }),
    // The code `other`.
    Case::breaks(Code::RuleOtherNeedsText, ModusOperandi, &["/content/evasion/1"], |record| {
        record["content"]["evasion"] = json!(["pilot-car", "other"]);
        record["content"]["notes"] = json!([
            { "about": "/content/evasion/0", "text": [{ "lang": "en", "text": "About another code." }] }
        ]);
    }),
    Case::breaks(Code::RuleOtherNeedsText, ModusOperandi, &["/content/phases/0/techniques/0"], |record| {
        record["content"]["phases"][0]["techniques"] = json!(["ploy/other"]);
    }),
    Case::breaks(Code::RuleOtherNeedsText, Profile, &["/requested_action/0"], |record| {
        record["requested_action"] = json!(["other"]);
    }),
    Case::breaks(Code::RuleOtherNeedsText, Profile, &["/legal_basis/0/code"], |record| {
        record["legal_basis"] = json!([{ "code": "other" }]);
    }),
    Case::keeps(Code::RuleOtherNeedsText, ModusOperandi, |record| {
        record["content"]["evasion"] = json!(["pilot-car", "other"]);
        record["content"]["notes"] = json!([
            { "about": "/content/evasion/1", "text": [{ "lang": "en", "text": "Balloons as decoys." }] }
        ]);
    }),
    Case::keeps(Code::RuleOtherNeedsText, ModusOperandi, |record| {
        record["content"]["recruitment"] = json!({ "channels": ["other"] });
        record["content"]["notes"] = json!([
            { "about": "/content/recruitment", "text": [{ "lang": "en", "text": "By leaflets." }] }
        ]);
    }),
    Case::keeps(Code::RuleOtherNeedsText, ModusOperandi, |record| {
        record["content"]["facilities"] = json!([
            { "kind": "other", "function": [{ "lang": "en", "text": "A lighthouse to signal from." }] }
        ]);
    }),
    Case::keeps(Code::RuleOtherNeedsText, Profile, |record| {
        record["legal_basis"] = json!([{ "code": "other", "instrument": "Invented Treaty of Testville" }]);
    }),
    Case::keeps(Code::RuleOtherNeedsText, Sighting, |record| {
        record["content"]["seized"] = json!([{ "kind": "other", "text": [{ "lang": "en", "text": "A kite." }] }]);
    }),
    // Editions.
    Case::breaks(Code::VocVersionFuture, Profile, &["/vocab/passerelle"], |record| {
        record["vocab"]["passerelle"] = json!("2099.10");
    }),
    Case::keeps(Code::VocVersionFuture, Profile, |record| {
        record["vocab"]["role"] = json!("2026.1");
    }),
];
