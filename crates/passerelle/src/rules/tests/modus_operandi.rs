//! Cases about methods.

use serde_json::json;

use super::{Case, remove};
use crate::error::Code;
use crate::record::RecordType::{Link, ModusOperandi};

pub(super) const CASES: &[Case] = &[
    Case::breaks(Code::RuleTipMeansRequired, ModusOperandi, &["/content/tip/means"], |record| {
        remove(record, "/content/tip/means");
        record["content"]["tip"]["child_victims"] = json!("unknown");
    }),
    Case::breaks(Code::RuleTipMeansRequired, ModusOperandi, &["/content/tip/means"], |record| {
        remove(record, "/content/tip");
    })
    .beside(&[(Code::RuleTipExploitationRequired, "/content/tip/purposes")]),
    Case::keeps(Code::RuleTipMeansRequired, ModusOperandi, |record| {
        remove(record, "/content/tip/means");
        record["content"]["tip"]["child_victims"] = json!("yes");
    }),
    Case::keeps(Code::RuleTipMeansRequired, ModusOperandi, |record| {
        record["content"]["crime"] = json!(["som"]);
        remove(record, "/content/tip");
        remove(record, "/content/exploitation");
    }),
    Case::breaks(Code::RuleTipExploitationRequired, ModusOperandi, &["/content/tip/purposes"], |record| {
        remove(record, "/content/tip/purposes");
    }),
    Case::keeps(Code::RuleTipExploitationRequired, ModusOperandi, |record| {
        record["content"]["tip"]["purposes"] = json!(["servitude"]);
    }),
    Case::breaks(Code::RuleSomBenefit, ModusOperandi, &["/content/som/benefit"], |record| {
        record["content"]["som"]["benefit"] = json!("no");
    }),
    Case::keeps(Code::RuleSomBenefit, ModusOperandi, |record| {
        record["content"]["som"]["benefit"] = json!("unknown");
    }),
    Case::breaks(Code::RuleSomNoExploitation, ModusOperandi, &["/content/exploitation/1"], |record| {
        record["content"]["crime"] = json!(["som"]);
        record["content"]["exploitation"] =
            json!([{ "form": "servitude", "negated": true }, { "form": "forced-labour" }]);
    }),
    Case::keeps(Code::RuleSomNoExploitation, ModusOperandi, |record| {
        record["content"]["crime"] = json!(["som"]);
        record["content"]["exploitation"] = json!([{ "form": "none-smuggling-only" }]);
    }),
    Case::breaks(Code::RulePhaseOrder, ModusOperandi, &["/content/phases/1/seq", "/content/phases/2/seq"], |record| {
        record["content"]["phases"] = json!([
            { "code": "arrival", "seq": 1 },
            { "code": "recruitment", "seq": 2 },
            { "code": "transit", "seq": 3 },
            { "code": "laundering", "seq": 4 }
        ]);
    }),
    Case::keeps(Code::RulePhaseOrder, ModusOperandi, |record| {
        record["content"]["phases"] = json!([
            { "code": "transit", "seq": 9 },
            { "code": "recruitment", "seq": 2 },
            { "code": "preparation", "seq": 2 },
            { "code": "control", "seq": 1, "negated": true }
        ]);
    }),
    Case::keeps(Code::RulePhaseOrder, ModusOperandi, |record| {
        record["content"]["phases"] = json!([{ "code": "control", "seq": 1 }, { "code": "recruitment", "seq": 2 }]);
        record["content"]["notes"] = json!([
            { "about": "/content/phases/0/code", "text": [{ "lang": "en", "text": "Families are threatened first." }] }
        ]);
    }),
    Case::breaks(Code::RuleLegsConnected, ModusOperandi, &["/content/legs/1/from"], |record| {
        record["content"]["legs"][1]["from"] = json!({ "country": "XC" });
    })
    .beside(&[(Code::RuleBorderCrossingNeedsMethod, "/content/legs/1/entry_method")]),
    Case::breaks(Code::RuleLegsConnected, ModusOperandi, &["/content/legs/1/from"], |record| {
        record["content"]["legs"][0]["to"] = json!({ "country": "XB", "unlocode": "XBAAA" });
        record["content"]["legs"][1]["from"] = json!({ "country": "XB", "unlocode": "XBBBB" });
    }),
    // The order is that of `seq`, and of several ways one may lead on.
    Case::keeps(Code::RuleLegsConnected, ModusOperandi, |record| {
        record["content"]["legs"] = json!([
            { "seq": 2, "from": { "country": "XC" }, "to": { "country": "XC" }, "mode": "road" },
            { "seq": 1, "from": { "country": "XA" }, "to": { "country": "XA" }, "mode": "foot" },
            { "seq": 1, "from": { "country": "XC" }, "to": { "country": "XC" }, "mode": "sea" },
            { "seq": 3, "from": { "country": "XC", "unlocode": "XCAAA" }, "to": { "country": "XC" }, "mode": "road" }
        ]);
    }),
    Case::keeps(Code::RuleLegsConnected, ModusOperandi, |record| {
        record["content"]["legs"][1]["from"] = json!({ "country": "XC" });
        record["content"]["legs"][1]["to"] = json!({ "country": "XC" });
        record["content"]["notes"] = json!([
            { "about": "/content/legs/0/to", "text": [{ "lang": "en", "text": "How they go on is not known." }] }
        ]);
    }),
    Case::breaks(Code::RuleModeConveyanceMatch, ModusOperandi, &["/content/legs/0/conveyance"], |record| {
        record["content"]["legs"][0]["mode"] = json!("air");
    }),
    Case::keeps(Code::RuleModeConveyanceMatch, ModusOperandi, |record| {
        record["content"]["legs"][0]["mode"] = json!("mixed");
    }),
    Case::keeps(Code::RuleModeConveyanceMatch, ModusOperandi, |record| {
        record["content"]["legs"][0]["mode"] = json!("sea");
        record["content"]["legs"][0]["conveyance"] = json!("x-xa-hovercraft");
    })
    .beside(&[(Code::VocUnknown, "/content/legs/0/conveyance")]),
    Case::keeps(Code::RuleModeConveyanceMatch, ModusOperandi, |record| {
        record["content"]["legs"][0]["mode"] = json!("sea");
        record["content"]["legs"][0]["conveyance"] = json!("unknown");
    }),
    Case::breaks(Code::RuleBorderCrossingNeedsMethod, ModusOperandi, &["/content/legs/0/entry_method"], |record| {
        remove(record, "/content/legs/0/entry_method");
    }),
    Case::keeps(Code::RuleBorderCrossingNeedsMethod, ModusOperandi, |record| {
        remove(record, "/content/legs/0/entry_method");
        record["content"]["legs"][0]["negated"] = json!(true);
    }),
    Case::breaks(Code::RuleConcealmentNeedsRisk, ModusOperandi, &["/content/legs/0/concealment/1"], |record| {
        record["content"]["legs"][0]["concealment"] = json!(["roof-box", "built-compartment"]);
        record["content"]["legs"][1]["concealment"] = json!(["built-compartment"]);
    }),
    Case::breaks(Code::RuleConcealmentNeedsRisk, ModusOperandi, &["/content/phases/1/techniques/0"], |record| {
        record["content"]["phases"][1]["techniques"] = json!(["concealment/refrigerated-trailer"]);
    }),
    Case::keeps(Code::RuleConcealmentNeedsRisk, ModusOperandi, |record| {
        record["content"]["legs"][0]["concealment"] = json!(["built-compartment"]);
        record["content"]["risk_to_life"] = json!(["no-ventilation"]);
    }),
    Case::breaks(Code::RulePriceOutlier, ModusOperandi, &["/content/payment/prices/2/amount"], |record| {
        record["content"]["payment"]["prices"][2]["amount"] = json!("10000.01");
    }),
    Case::breaks(Code::RulePriceOutlier, ModusOperandi, &["/content/legs/0/price/amount"], |record| {
        record["content"]["legs"][0]["price"] =
            json!({ "amount": "89.99", "currency": "XTS", "basis": "per-person", "observed": "2026-02" });
    }),
    Case::keeps(Code::RulePriceOutlier, ModusOperandi, |record| {
        record["content"]["payment"]["prices"][2]["amount"] = json!("10000");
        record["content"]["payment"]["prices"][0]["amount"] = json!("100");
    }),
    Case::keeps(Code::RulePriceOutlier, ModusOperandi, |record| {
        record["content"]["payment"]["prices"][2]["amount"] = json!("90000");
        record["content"]["payment"]["prices"][2]["basis"] = json!("per-boat");
    }),
    Case::keeps(Code::RulePriceOutlier, ModusOperandi, |record| {
        record["content"]["payment"]["prices"][2]["amount"] = json!("90000");
        record["content"]["payment"]["prices"][2]["negated"] = json!(true);
    }),
    Case::breaks(Code::RulePaymentGuaranteeCoherent, ModusOperandi, &["/content/payment/timing/1"], |record| {
        record["content"]["payment"]["timing"] = json!(["per-leg", "advance-full"]);
    }),
    Case::keeps(Code::RulePaymentGuaranteeCoherent, ModusOperandi, |record| {
        record["content"]["payment"]["timing"] = json!(["advance-full"]);
        record["content"]["payment"]["guarantee"] = json!("repeat-attempts");
    }),
    Case::breaks(Code::RuleTrendStale, ModusOperandi, &["/content/trend"], |record| {
        record["content"]["last_seen"] = json!("2023-03-16");
    }),
    Case::keeps(Code::RuleTrendStale, ModusOperandi, |record| {
        record["content"]["last_seen"] = json!("2023-03-17");
    }),
    Case::keeps(Code::RuleTrendStale, ModusOperandi, |record| {
        record["content"]["last_seen"] = json!("2015/..");
    }),
    Case::breaks(Code::RuleNoIndicator, ModusOperandi, &["/content/indicators"], |record| {
        remove(record, "/content/indicators");
    }),
    Case::breaks(Code::RuleNoIndicator, ModusOperandi, &["/content/indicators"], |record| {
        record["content"]["indicators"][0]["negated"] = json!(true);
    }),
    Case::keeps(Code::RuleNoIndicator, ModusOperandi, |record| {
        record["content"]["indicators"][0]["strength"] = json!("strong");
    }),
    Case::breaks(Code::RuleSelfLink, Link, &["/content/to/id"], |record| {
        record["content"]["to"] = json!({ "id": record["content"]["from"]["id"].clone(), "rev": 2 });
    }),
    Case::keeps(Code::RuleSelfLink, Link, |record| {
        record["content"]["kind"] = json!("same-person-as");
    }),
];
