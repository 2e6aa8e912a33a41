//! Entities out and in.

use passerelle::record::{AuthorityId, Timestamp};
use serde_json::json;

use super::*;
use crate::samples::{cleared, organiser, suspect};
use crate::value::text;

fn tide() -> Cleared {
    cleared(include_str!("../../../../examples/records/network-example-tide.json"))
}

fn membership() -> Cleared {
    cleared(include_str!("../../../../examples/records/link-member-organiser.json"))
}

fn header() -> Header {
    let members = json!({
        "purpose": ["crime-analysis"],
        "legal_basis": [{"code": "untoc"}],
        "handling": {"tlp": "green", "releasable_to": ["XA"], "onward": "with-consent", "judicial_use": "with-consent"},
        "evaluation": {"scheme": "europol-4x4", "source": "X", "information": "4"},
        "validity": {"from": "2026-06-01", "review_by": "2027-05-31"},
        "provenance": {"source_type": "partner-service", "collected": "2026"},
        "environment": "test",
        "lang": "en",
        "contact": {"role": "duty-desk", "ref": "desk@westland.example"},
        "content": {
            "profile": {
                "identified": "partly", "subject_status": "person-of-interest", "crime": ["som"], "roles": [{"code": "unknown"}],
            },
        },
    });
    let issuer = AuthorityId::new("XX/westland").unwrap();
    Header::new(issuer, Timestamp::new("2026-06-01T12:00:00Z").unwrap(), members.to_string().as_bytes()).unwrap()
}

fn lines(document: &[u8]) -> Vec<Value> {
    document
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

#[test]
fn records_go_out_as_entities() {
    let made = export(&[organiser(), tide(), membership()]);
    assert!(made.left_out.is_empty(), "{:?}", made.left_out);
    assert_eq!(made, export(&[membership(), tide(), organiser()]), "the order does not matter");
    let text = String::from_utf8(made.document.clone()).unwrap();
    for kept in ["490154203237518", "001010123456789", "TEST-SRC", "fugitives@", "TEST-2026-0017", "svg"] {
        assert!(!text.contains(kept), "{kept}");
    }
    let entities = lines(&made.document);
    let one = |schema: &str| entities.iter().find(|entity| entity["schema"] == schema).unwrap();
    let person = one("Person");
    assert_eq!(person["properties"]["weakAlias"], json!(["أبو نموذج"]));
    assert_eq!(person["properties"]["birthDate"], json!(["1984-07-09"]), "an interval is no date");
    assert!(person["properties"].get("nationality").is_none(), "invented countries are no countries there");
    assert!(person["properties"]["keywords"].as_array().unwrap().contains(&json!("tlp:amber+strict")));
    assert!(person["properties"]["notes"][0].as_str().unwrap().contains("Not releasable to: XD."));
    assert_eq!(one("Membership")["properties"]["member"], json!([person["id"]]));
    assert!(made.losses.iter().any(|loss| loss.code == Code::NbrNotCarried && loss.pointer == "/content/marks"));
    assert!(!made.losses.iter().any(|loss| loss.pointer == "/content/subject_status"));
}

#[test]
fn methods_and_the_acquitted_have_no_entity() {
    for said in [
        include_str!("../../../../examples/records/modus-operandi-sea-route-rev1.json"),
        include_str!("../../../../examples/records/profile-acquitted-rev2.json"),
        include_str!("../../../../examples/records/sighting-shipwreck.json"),
    ] {
        let made = export(&[cleared(said)]);
        assert!(made.document.is_empty());
        assert_eq!(made.left_out[0].code, Code::NbrNotSaid);
    }
}

#[test]
fn entities_come_in_as_drafts_of_the_caller() {
    let document = export(&[suspect()]).document;
    let import = import(&document, &header()).unwrap();
    assert!(import.rejects.is_empty(), "{:?}", import.rejects);
    let draft: Value = serde_json::from_str(&import.drafts[0].record).unwrap();
    assert_eq!(draft["issuer"], "XX/westland");
    assert_eq!(text(&draft, "/provenance/derived_from/0/id"), Some(organiser().id()));
    assert_eq!(draft["handling"]["tlp"], "amber-strict", "never wider than it was");
    assert!(draft["handling"]["caveats"][0]["text"].as_str().unwrap().contains("Not releasable to: XD."));
    assert_eq!(draft["content"]["documents"][0]["number"], "SPECIMEN1");
}

/// Whom the file does not call an actor may be a victim.
#[test]
fn a_person_without_a_part_in_crime_is_not_read() {
    let person = |topics: &Value| {
        json!({"id": "p", "schema": "Person", "properties": {"name": ["Invented Victim"], "topics": topics}})
            .to_string()
    };
    for topics in [json!([]), json!(["poi"]), json!(["role.pep"])] {
        let import = import(person(&topics).as_bytes(), &header()).unwrap();
        assert!(import.drafts.is_empty());
        assert_eq!(import.losses.iter().map(|loss| loss.code).collect::<Vec<_>>(), [Code::NbrVictim]);
    }
    assert_eq!(import(person(&json!(["crime.traffick.human"])).as_bytes(), &header()).unwrap().drafts.len(), 1);
}

#[test]
fn bad_entities_are_refused_with_their_line() {
    let fault = |text: &str| {
        let fault = import(text.as_bytes(), &header()).unwrap_err();
        (fault.code, fault.place)
    };
    let good = r#"{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}"#;
    assert_eq!(fault(&format!("{good}\n{{")), (Code::NbrSyntax, "line 2".into()));
    assert_eq!(fault(&format!("{good}\n{{}}")), (Code::NbrObject, "line 2".into()));
    assert_eq!(fault(&good.replace("[\"A\"]", "\"A\"")), (Code::NbrObject, "line 1".into()));
    assert_eq!(fault(&good.replace("[\"A\"]", "[1]")), (Code::NbrObject, "line 1".into()));
    assert_eq!(fault(&format!("{good}\n{}", good.replace("\"A\"", "\"B\""))), (Code::NbrId, "line 2".into()));
    assert_eq!(fault(&format!("[{good}, 7]")), (Code::NbrObject, "/1".into()));
    assert_eq!(fault(&"{}\n".repeat(passerelle::limits::NEIGHBOUR_OBJECTS + 1)).0, Code::NbrSize);
    // A tie to itself, and to nobody.
    let tie = r#"{"id": "t", "schema": "Associate", "properties": {"person": ["t"], "associate": ["x"]}}"#;
    let import = import(tie.as_bytes(), &header()).unwrap();
    assert_eq!(import.losses[0].code, Code::NbrReference);
}
