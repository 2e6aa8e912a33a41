//! Cases about grades.

use serde_json::json;

use super::Case;
use crate::error::Code;
use crate::record::RecordType::{Link, Profile, Sighting};

pub(super) const CASES: &[Case] = &[
    Case::breaks(Code::RuleEvaluationSchemeCodes, Link, &["/evaluation/information", "/evaluation/source"], |record| {
        record["evaluation"] = json!({ "scheme": "europol-4x4", "source": "F", "information": "6" });
    }),
    Case::breaks(Code::RuleEvaluationSchemeCodes, Link, &["/evaluation/handling"], |record| {
        record["evaluation"]["handling"] = json!("P");
    }),
    Case::breaks(
        Code::RuleEvaluationSchemeCodes,
        Profile,
        &[
            "/content/names/0/evaluation/source",
            "/field_evaluation/0/evaluation/source",
            "/provenance/sources/0/evaluation/source",
        ],
        |record| {
            let wrong = json!({ "scheme": "admiralty", "source": "X", "information": "3" });
            record["content"]["names"][0]["evaluation"] = wrong.clone();
            record["field_evaluation"] = json!([{ "paths": ["/content/births"], "evaluation": wrong }]);
            record["provenance"]["sources"] = json!([{ "source_type": "informant", "evaluation": wrong }]);
        },
    ),
    Case::keeps(Code::RuleEvaluationSchemeCodes, Link, |record| {
        record["evaluation"] = json!({ "scheme": "uk-3x5x2", "source": "2", "information": "E", "handling": "C" });
    }),
    Case::keeps(Code::RuleEvaluationSchemeCodes, Link, |record| {
        record["evaluation"] = json!({ "scheme": "iom-source-quality", "source": "5" });
    }),
    // The member is another's: an extension may call what it likes an evaluation.
    Case::keeps(Code::RuleEvaluationSchemeCodes, Link, |record| {
        record["ext"] = json!({ "example.police:more": { "evaluation": { "scheme": "europol-4x4", "source": "Z" } } });
    }),
    Case::keeps(Code::RuleEvaluationSchemeCodes, Link, |record| {
        record["vocab"]["europol-4x4-information"] = json!("2099.1");
        record["evaluation"]["information"] = json!("5");
    })
    .beside(&[
        (Code::VocVersionFuture, "/vocab/europol-4x4-information"),
        (Code::VocUnknown, "/evaluation/information"),
    ]),
    Case::breaks(Code::RuleGradeVsSource, Sighting, &["/evaluation/information"], |record| {
        record["evaluation"] =
            json!({ "scheme": "europol-4x4", "source": "B", "information": "3", "sources_count": 1 });
    }),
    Case::breaks(Code::RuleGradeVsSource, Sighting, &["/evaluation/information"], |record| {
        record["evaluation"] = json!({ "scheme": "admiralty", "source": "B", "information": "1", "sources_count": 1 });
    }),
    Case::breaks(Code::RuleGradeVsSource, Sighting, &["/evaluation/information"], |record| {
        record["evaluation"] = json!({ "scheme": "uk-3x5x2", "source": "1", "information": "B", "sources_count": 1 });
    }),
    Case::keeps(Code::RuleGradeVsSource, Sighting, |record| {
        record["evaluation"]["sources_count"] = json!(1);
    }),
    Case::keeps(Code::RuleGradeVsSource, Sighting, |record| {
        record["evaluation"]["information"] = json!("3");
        record["evaluation"]["sources_count"] = json!(2);
    }),
    Case::breaks(Code::RuleX4NeedsCaution, Sighting, &["/evaluation/information"], |record| {
        record["evaluation"] = json!({ "scheme": "europol-4x4", "source": "X", "information": "1" });
    }),
    Case::breaks(Code::RuleX4NeedsCaution, Sighting, &["/evaluation/information"], |record| {
        record["evaluation"] = json!({ "scheme": "admiralty", "source": "F", "information": "1" });
    }),
    Case::keeps(Code::RuleX4NeedsCaution, Sighting, |record| {
        record["evaluation"] = json!({ "scheme": "europol-4x4", "source": "X", "information": "4" });
    }),
    Case::breaks(Code::RuleAiSummaryDeclared, Profile, &["/evaluation"], |record| {
        record["provenance"]["ai_assisted"] = json!(true);
    }),
    Case::keeps(Code::RuleAiSummaryDeclared, Profile, |record| {
        record["provenance"]["ai_assisted"] = json!(false);
    }),
    Case::keeps(Code::RuleAiSummaryDeclared, Profile, |record| {
        record["provenance"]["ai_assisted"] = json!(true);
        record["evaluation"] = json!({ "scheme": "admiralty", "source": "F", "information": "6" });
    }),
    Case::keeps(Code::RuleAiSummaryDeclared, Profile, |record| {
        record["provenance"]["ai_assisted"] = json!(true);
        record["content"]["notes"] = json!([
            { "about": "/provenance/ai_assisted", "text": [{ "lang": "en", "text": "Only the translation." }] }
        ]);
    }),
];
