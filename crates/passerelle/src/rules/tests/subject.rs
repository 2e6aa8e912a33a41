//! Cases about what a profile asks for and says of its subject.

use serde_json::json;

use super::{Case, remove};
use crate::error::Code;
use crate::record::RecordType::{Network, Profile};

pub(super) const CASES: &[Case] = &[
    Case::breaks(Code::RuleWantedNeedsJudicial, Profile, &["/content/subject_status"], |record| {
        record["content"]["subject_status"] = json!("wanted-prosecution");
    }),
    Case::breaks(Code::RuleWantedNeedsJudicial, Profile, &["/content/subject_status"], |record| {
        record["content"]["subject_status"] = json!("wanted-sentence");
        record["content"]["judicial"] = json!([
            { "kind": "conviction", "authority": "Testville", "ref": "T-1", "date": "2025", "negated": true }
        ]);
    }),
    Case::keeps(Code::RuleWantedNeedsJudicial, Profile, |record| {
        record["content"]["subject_status"] = json!("wanted-prosecution");
        record["content"]["judicial"] =
            json!([{ "kind": "arrest-warrant", "authority": "Testville", "ref": "T-1", "date": "2025" }]);
    }),
    Case::breaks(Code::RuleArrestNeedsIdentity, Profile, &["/requested_action/1"], |record| {
        record["requested_action"] = json!(["locate", "arrest-with-view-to-extradition"]);
        record["content"]["identified"] = json!("unidentified");
    }),
    Case::keeps(Code::RuleArrestNeedsIdentity, Profile, |record| {
        record["requested_action"] = json!(["arrest-with-view-to-extradition"]);
        record["content"]["identified"] = json!("partly");
    }),
    Case::breaks(Code::RuleProfileHasHandle, Profile, &["/content"], |record| {
        record["content"]["identified"] = json!("unidentified");
        record["content"]["names"][0]["negated"] = json!(true);
        record["content"]["documents"][0]["negated"] = json!(true);
        remove(record, "/content/selectors");
        record["attachments"] = json!([{
            "hash": { "alg": "sha-256", "hash": "0".repeat(64) },
            "media_type": "audio/ogg",
            "size": 1,
            "persons_shown": "no"
        }]);
    }),
    Case::keeps(Code::RuleProfileHasHandle, Profile, |record| {
        record["content"] = json!({
            "identified": "unidentified",
            "subject_status": "suspect",
            "crime": ["som"],
            "roles": [{ "code": "skipper" }],
            "marks": [{ "kind": "scar", "location": "chest" }]
        });
    }),
    Case::keeps(Code::RuleProfileHasHandle, Profile, |record| {
        record["content"] = json!({
            "identified": "unidentified",
            "subject_status": "suspect",
            "crime": ["som"],
            "roles": [{ "code": "skipper" }]
        });
        record["attachments"] = json!([{
            "hash": { "alg": "sha-256", "hash": "0".repeat(64) },
            "media_type": "image/jpeg",
            "size": 1,
            "persons_shown": "no"
        }]);
    }),
    Case::breaks(Code::RuleIdentifiedNeedsNameAndBirth, Profile, &["/content/identified"], |record| {
        remove(record, "/content/births");
        remove(record, "/content/documents");
    }),
    Case::breaks(Code::RuleIdentifiedNeedsNameAndBirth, Profile, &["/content/identified"], |record| {
        record["content"]["names"][0]["negated"] = json!(true);
    }),
    Case::keeps(Code::RuleIdentifiedNeedsNameAndBirth, Profile, |record| {
        remove(record, "/content/births");
    }),
    Case::keeps(Code::RuleIdentifiedNeedsNameAndBirth, Profile, |record| {
        record["content"]["identified"] = json!("partly");
        remove(record, "/content/names");
    }),
    Case::breaks(Code::RuleCautionNeedsContact, Profile, &["/content/caution/1"], |record| {
        record["content"]["caution"] = json!(["dogs", "armed", "violent"]);
    }),
    Case::keeps(Code::RuleCautionNeedsContact, Profile, |record| {
        record["content"]["caution"] = json!(["armed"]);
        record["contact"] = json!({ "role": "duty-desk", "ref": "desk-7@unit-a.example" });
    }),
    Case::keeps(Code::RuleCautionNeedsContact, Profile, |record| {
        record["content"]["caution"] = json!(["escape-risk"]);
    }),
    Case::breaks(
        Code::RuleAcquittedNoWarning,
        Profile,
        &["/requested_action/0", "/requested_action/2", "/requested_action/3"],
        |record| {
            record["content"]["subject_status"] = json!("acquitted");
            record["requested_action"] =
                json!(["warn", "no-action-inform-only", "threat-alert", "arrest-with-view-to-extradition"]);
        },
    ),
    Case::keeps(Code::RuleAcquittedNoWarning, Profile, |record| {
        record["content"]["subject_status"] = json!("acquitted");
        record["requested_action"] = json!(["no-action-inform-only"]);
    }),
    Case::breaks(Code::RuleOcgThree, Network, &["/content/size/max"], |record| {
        record["content"]["size"] = json!({ "min": 1, "max": 2 });
    }),
    Case::keeps(Code::RuleOcgThree, Network, |record| {
        record["content"]["size"] = json!({ "min": 1 });
    }),
    Case::keeps(Code::RuleOcgThree, Network, |record| {
        record["content"]["kind"] = json!("family");
        record["content"]["size"] = json!({ "min": 2, "max": 2 });
    }),
];
