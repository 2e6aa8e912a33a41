//! Cases after the shape of the published survey form and of the version before it. Nobody in them is real.

use passerelle::record::{AuthorityId, Timestamp};
use serde_json::json;

use super::*;

fn header() -> Header {
    let members = json!({
        "purpose": ["modus-operandi-exchange"],
        "legal_basis": [{"code": "untoc"}],
        "handling": {"tlp": "amber", "releasable_to": ["XA"], "onward": "none", "judicial_use": "prohibited"},
        "evaluation": {"scheme": "europol-4x4", "source": "X", "information": "4"},
        "validity": {"from": "2026-06-01", "review_by": "2031-05-31"},
        "provenance": {"source_type": "partner-service", "collected": "2026"},
        "environment": "test",
        "lang": "en",
        "content": {
            "modus-operandi": {
                "title": [{"lang": "en", "text": "Method out of case data"}],
                "summary": [{"lang": "en", "text": "Terms of one or more cases, without the cases."}],
                "tip": {"acts": ["recruitment"], "means": ["deception"], "purposes": ["forced-labour"], "child_victims": "unknown"},
                "phases": [{"code": "exploitation", "seq": 1}],
            },
        },
    });
    let issuer = AuthorityId::new("XX/westland").unwrap();
    Header::new(issuer, Timestamp::new("2026-06-01T12:00:00Z").unwrap(), members.to_string().as_bytes()).unwrap()
}

/// A submission of the survey form, whose choices are names with spaces between them.
fn submission() -> Value {
    json!({
        "con_Consent": "TRUE", "prs_First_Name": "Anna", "prs_Second_Name": "Specimen", "prs_Birthdate": "2001-02-03",
        "prs_Gender": "Feminine", "prs_Citizenship": "Utopia", "prs_MobilePhone": "+15550100", "prs_MailingCity": "Exampleton",
        "vic_MethodOfRecruitment": "ThroughOnlineSocialNetworks ThroughATelevisionAdvert Other",
        "vic_LocationOfRecruitment": "Station of Exampleton", "vic_TraffickingStatus": "ActualVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "Police",
        "vic_Methods_of_Control": "DebtBondage WithholdsDocuments ThreatsLawEnforcement",
        "vic_TypeOfExploitation": "ForcedLabour SexualExploitation",
        "vic_ForcedLabourIndustry": "F_Construction T_ActivitiesOfHouseholdsAsEmployers",
        "vic_TypeOfSexExploitation": "PrivateSexualServices", "vic_LocationOfExploitation": "A house",
        "cas_Status": "Active", "cas_ReferringOrganisation": "Shelter of Exampleton", "__version__": "v1",
    })
}

fn made(cases: &[Value]) -> Import {
    import(Value::from(cases.to_vec()).to_string().as_bytes(), &header()).unwrap()
}

fn content(import: &Import, index: usize) -> Value {
    let record: Value = serde_json::from_str(&import.drafts[index].record).unwrap();
    record["content"].clone()
}

fn losses<'i>(import: &'i Import, of: &str, code: Code) -> Vec<&'i str> {
    let of_case = import.losses.iter().filter(|loss| loss.of == of && loss.code == code);
    of_case.map(|loss| loss.pointer.as_str()).collect()
}

#[test]
fn terms_of_a_case_are_a_method() {
    let import = made(&[submission()]);
    assert!(import.rejects.is_empty(), "{:?}", import.rejects);
    let content = content(&import, 0);
    assert_eq!(content["crime"], json!(["tip"]));
    assert_eq!(content["recruitment"], json!({"channels": ["newspaper-tv-radio", "social-network"]}));
    assert_eq!(content["control"], json!(["debt-bondage", "threat-of-authorities", "withholds-documents"]));
    let forms = json!([
        {"form": "forced-labour", "sector": "F"}, {"form": "forced-labour", "sector": "T"},
        {"form": "sexual-exploitation", "subform": "private-services"},
    ]);
    assert_eq!(content["exploitation"], forms);
    assert_eq!(losses(&import, "case 1", Code::NbrChanged), ["/vic_MethodOfRecruitment"]);
    assert_eq!(losses(&import, "case 1", Code::NbrNotCarried), ["/__version__", "/vic_MethodOfRecruitment"]);
}

/// The file is about victims. What of it enters a draft are our codes, and every member that stays out is named.
///
/// spec: PSR-NBR-024
#[test]
fn nothing_of_a_victim_enters_a_draft() {
    let case = submission();
    let import = made(std::slice::from_ref(&case));
    let draft = import.drafts[0].record.to_lowercase();
    for (name, value) in case.as_object().unwrap() {
        let is_term = FIELDS.iter().any(|field| field.is(name));
        let value = value.as_str().unwrap().to_lowercase();
        assert!(is_term || value == "true" || value == "v1" || !draft.contains(&value), "{name}");
        let is_told = import.losses.iter().any(|loss| loss.of == "case 1" && loss.pointer == format!("/{name}"));
        assert!(is_term || is_told, "{name} is neither read nor told");
    }
    let told = losses(&import, "case 1", Code::NbrVictim);
    for name in [
        "/prs_First_Name",
        "/prs_Birthdate",
        "/vic_LocationOfExploitation",
        "/cas_ReferringOrganisation",
        "/con_Consent",
    ] {
        assert!(told.contains(&name), "{name}");
    }
    assert!(!format!("{import:?}").contains("Specimen"));
}

/// Which case a method comes from cannot be found out, not even by who knows all of the case: the identifier follows from the terms alone.
///
/// spec: PSR-NBR-025
#[test]
fn cases_that_say_the_same_are_one_method_of_nobody() {
    let mut other = submission();
    other["prs_First_Name"] = "Berta".into();
    other["vic_Methods_of_Control"] = "WithholdsDocuments ThreatsLawEnforcement DebtBondage".into();
    let first = made(&[submission(), other.clone()]);
    assert_eq!(first.drafts.len(), 1);
    let second = made(&[other]);
    assert_eq!(first.drafts[0].record, second.drafts[0].record);
    let mut fewer = submission();
    fewer["vic_TypeOfExploitation"] = "ForcedLabour".into();
    fewer.as_object_mut().unwrap().remove("vic_TypeOfSexExploitation");
    let both = made(&[fewer, submission()]);
    assert_eq!(both.drafts.len(), 2);
    let id = |index: usize| {
        let record: Value = serde_json::from_str(&both.drafts[index].record).unwrap();
        record["id"].clone()
    };
    assert_ne!(id(0), id(1));
    assert_eq!((both.drafts[0].of.as_str(), both.drafts[1].of.as_str()), ("case 1", "case 2"));
    assert_eq!(both.drafts[1].record, first.drafts[0].record, "wherever in the file the case stands");
}

/// spec: PSR-NBR-026
#[test]
fn without_consent_or_trafficking_there_is_no_method() {
    for (member, value, code) in [
        ("con_Consent", "FALSE", Code::NbrVictim),
        ("con_DataSharing", "No", Code::NbrVictim),
        ("vic_TraffickingStatus", "NotAVictimOfTrafficking", Code::NbrUnknownType),
    ] {
        let mut case = submission();
        case[member] = value.into();
        let import = made(&[case, submission()]);
        assert_eq!(import.drafts.len(), 1, "{member}");
        assert_eq!(import.drafts[0].of, "case 2");
        assert!(losses(&import, "case 1", code).contains(&format!("/{member}").as_str()), "{member}");
    }
    let import = made(&[json!({"prs_FirstName": "Anna", "vic_MethodsOfControl": "Other"})]);
    assert!(import.drafts.is_empty());
    assert_eq!(losses(&import, "case 1", Code::NbrUnknownType), [""]);
}

/// Names, labels, lists and the separators of forms, spreadsheets and programs.
#[test]
fn terms_are_known_in_every_published_spelling() {
    for said in [
        json!("DebtBondage;SexualAbuse"),
        json!("DebtBondage SexualAbuse"),
        json!("Debt bondage; Sexual abuse"),
        json!("[Debt bondage, Sexual abuse]"),
        json!(["Debt Bondage", "SexualAbuse"]),
        json!("Sexual abuse,Debt bondage,Sexual abuse"),
    ] {
        let import = made(&[json!({"vic_MethodsOfControl": said, "vic_TypeOfExploitation": "Organ removal"})]);
        assert_eq!(content(&import, 0)["control"], json!(["debt-bondage", "sexual-abuse"]), "{said}");
        assert_eq!(content(&import, 0)["exploitation"], json!([{"form": "organ-removal"}]));
        assert!(import.losses.is_empty(), "{said}: {:?}", import.losses);
    }
    let import = made(&[json!({"vic_MethodsOfControl": ["DebtBondage", "Something of a victim's", "Sexual abuse"]})]);
    assert_eq!(content(&import, 0)["control"], json!(["debt-bondage", "sexual-abuse"]));
    assert_eq!(losses(&import, "case 1", Code::NbrNotCarried), ["/vic_MethodsOfControl/1"]);
    let import = made(&[json!({"vic_MethodsOfControl": "DebtBondage; what she told; Sexual abuse"})]);
    assert_eq!(content(&import, 0)["control"], json!(["debt-bondage", "sexual-abuse"]));
    assert_eq!(losses(&import, "case 1", Code::NbrNotCarried), ["/vic_MethodsOfControl"]);
}

#[test]
fn what_is_no_case_is_refused_without_its_values() {
    for (document, place) in [
        (r#"[{"vic_MethodsOfControl": {"secret": 1}}]"#, "/0 /vic_MethodsOfControl"),
        (r#"{"vic_MethodsOfControl": [["secret"]]}"#, "line 1 /vic_MethodsOfControl"),
        (r#"{"type": "bundle", "id": "secret"}"#, "line 1"),
        ("{\"cas_Status\": \"Active\"}\n\"secret\"", "line 2"),
    ] {
        let fault = import(document.as_bytes(), &header()).unwrap_err();
        assert_eq!((fault.code, fault.place.as_str()), (Code::NbrObject, place), "{document}");
        assert!(!fault.to_string().contains("secret"), "{fault}");
    }
    assert_eq!(import(b"{\"cas_Status\"", &header()).unwrap_err().code, Code::NbrSyntax);
}

/// Two lines of one file: those of an old version and of a form.
#[test]
fn cases_stand_one_a_line_too() {
    let lines = format!("{}\n{}\n", json!({"vic_TypeOfExploitation": "Illicit activities"}), submission());
    let import = import(lines.as_bytes(), &header()).unwrap();
    assert_eq!(import.drafts.len(), 2);
    assert_eq!(content(&import, 0)["exploitation"], json!([{"form": "forced-criminality"}]));
}
