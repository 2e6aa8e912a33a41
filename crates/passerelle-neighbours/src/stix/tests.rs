//! Bundles out and in, with the records of the examples.

use passerelle::record::{AuthorityId, Timestamp};
use serde_json::json;

use super::*;
use crate::samples::{ORGANISER, cleared, organiser, suspect};
use crate::value::items;

fn header(handling: &Value) -> Header {
    header_of("XX/westland", handling)
}

fn header_of(issuer: &str, handling: &Value) -> Header {
    let members = json!({
        "purpose": ["crime-analysis", "modus-operandi-exchange"],
        "legal_basis": [{"code": "untoc"}],
        "handling": handling,
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
    let issuer = AuthorityId::new(issuer).unwrap();
    Header::new(issuer, Timestamp::new("2026-06-01T12:00:00Z").unwrap(), members.to_string().as_bytes()).unwrap()
}

fn amber() -> Value {
    json!({"tlp": "amber", "releasable_to": ["XA", "XB"], "onward": "with-consent", "judicial_use": "with-consent"})
}

fn objects(document: &[u8]) -> Vec<Value> {
    let bundle: Value = serde_json::from_slice(document).unwrap();
    items(&bundle, "/objects").to_vec()
}

fn of_type<'v>(objects: &'v [Value], kind: &str) -> Vec<&'v Value> {
    objects.iter().filter(|object| object["type"] == kind).collect()
}

/// A bundle with a threat actor, marked as told, and further objects.
fn bundle(members: &Value, others: &[Value]) -> Vec<u8> {
    let mut actor = json!({
        "type": "threat-actor", "spec_version": "2.1", "id": "threat-actor--11111111-1111-4111-8111-111111111111",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-02T00:00:00.000Z", "name": "Jan Muster",
    });
    for (name, value) in members.as_object().unwrap() {
        put(&mut actor, &format!("/{name}"), value.clone());
    }
    let objects: Vec<Value> = [actor].into_iter().chain(others.iter().cloned()).collect();
    let id = "bundle--22222222-2222-4222-8222-222222222222";
    json!({"type": "bundle", "id": id, "objects": objects}).to_string().into_bytes()
}

fn draft_of(document: &[u8], handling: &Value) -> Value {
    let import = import(document, &header(handling)).unwrap();
    assert!(import.rejects.is_empty(), "{:?}", import.rejects);
    serde_json::from_str(&import.drafts[0].record).unwrap()
}

fn code(document: &[u8]) -> Code {
    import(document, &header(&amber())).unwrap_err().code
}

#[test]
fn a_profile_goes_out_without_what_must_stay() {
    let made = export(&[organiser()]);
    let text = String::from_utf8(made.document.clone()).unwrap();
    // Parts with a marking of their own, sources, the contact, the case number, the attachment.
    for kept in
        ["490154203237518", "001010123456789", "TEST-SRC", "fugitives@", "TEST-2026-0017", "svg", "A telephone seized"]
    {
        assert!(!text.contains(kept), "{kept}");
    }
    let objects = objects(&made.document);
    let actor = of_type(&objects, "threat-actor")[0];
    assert_eq!(actor["name"], "سامر مثال العيّنة");
    assert_eq!(actor["roles"], json!(["organiser", "investor"]));
    assert_eq!(actor["object_marking_refs"][0], "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003");
    assert_eq!(actor["created"], "2026-03-17T08:30:00.000Z");
    let statements: Vec<&str> = objects.iter().filter_map(|object| text_at(object, "/definition/statement")).collect();
    assert!(statements[0].contains("Not releasable to: XD.") && statements[0].contains("Do not contact the family"));
    let places = |code| -> Vec<&str> {
        made.losses.iter().filter(|loss| loss.code == code).map(|loss| loss.pointer.as_str()).collect()
    };
    let withheld = places(Code::NbrWithheld);
    for place in ["/content/selectors/3", "/content/selectors/4", "/provenance/sources", "/attachments", "/contact"] {
        assert!(withheld.contains(&place), "{place}: {withheld:?}");
    }
    let not_carried = places(Code::NbrNotCarried);
    for place in
        ["/content/births", "/content/documents", "/content/names/0/parts", "/content/selectors/1/first", "/signers"]
    {
        assert!(not_carried.contains(&place), "{place}: {not_carried:?}");
    }
    assert!(places(Code::NbrChanged).contains(&"/content/names/0/kind"));
    for kept in
        ["/content/selectors/0/value", "/content/crime", "/handling", "/evaluation", "/content/nationalities/0/country"]
    {
        assert!(!made.losses.iter().any(|loss| loss.pointer == kept), "{kept} is not lost");
    }
}

fn text_at<'v>(object: &'v Value, pointer: &str) -> Option<&'v str> {
    text(object, pointer)
}

#[test]
fn the_same_records_give_the_same_bytes_in_any_order() {
    let method = || cleared(include_str!("../../../../examples/records/modus-operandi-sea-route-rev1.json"));
    let one = export(&[organiser(), method()]);
    assert_eq!(one, export(&[method(), organiser()]));
    assert!(String::from_utf8(one.document).unwrap().contains("\"relationship_type\": \"uses\""));
}

#[test]
fn what_is_false_or_acquitted_is_not_said() {
    let mut object: Value = serde_json::from_str(ORGANISER).unwrap();
    put(&mut object, "/content/selectors/0/negated", true.into());
    let negated = export(&[cleared(&object.to_string())]);
    assert!(!String::from_utf8(negated.document).unwrap().contains("+447700900123"));
    assert!(negated.losses.iter().any(|loss| loss.code == Code::NbrNegated && loss.pointer == "/content/selectors/0"));
    for text in [
        include_str!("../../../../examples/records/profile-acquitted-rev2.json"),
        include_str!("../../../../examples/records/sighting-match-disproved.json"),
        include_str!("../../../../examples/records/notice-withdraw.json"),
        // Its ends are not among the records.
        include_str!("../../../../examples/records/link-member-driver.json"),
    ] {
        let made = export(&[cleared(text)]);
        assert_eq!(made.left_out.iter().map(|left| left.code).collect::<Vec<_>>(), [Code::NbrNotSaid]);
        assert!(objects(&made.document).iter().all(|object| object.get("labels").is_none()));
    }
}

#[test]
fn victims_never_go_out() {
    let made = export(&[cleared(include_str!("../../../../examples/records/modus-operandi-sea-route-rev1.json"))]);
    let text = String::from_utf8(made.document).unwrap();
    assert!(!text.contains("9-17") && !text.contains("conflict-displacement"), "age bands and vulnerabilities");
    assert!(made.losses.iter().any(|loss| loss.code == Code::NbrWithheld && loss.pointer == "/content/victims"));
}

#[test]
fn the_issuers_own_record_comes_back_as_its_next_revision() {
    let made = export(&[suspect()]);
    let own = header_of("XX/northland", &amber());
    let import = import(&made.document, &own).unwrap();
    assert!(import.rejects.is_empty(), "{:?}", import.rejects);
    let draft: Value = serde_json::from_str(&import.drafts[0].record).unwrap();
    assert_eq!(draft["id"], organiser().id());
    assert_eq!((&draft["rev"], &draft["prev"]["hash"]), (&json!(2), &json!("07".repeat(32))));
    // The stricter of both markings, member by member.
    assert_eq!(draft["handling"]["tlp"], "amber-strict");
    assert_eq!(draft["handling"]["not_releasable_to"], json!(["XD"]));
    assert_eq!(draft["purpose"], json!(["crime-analysis"]));
}

#[test]
fn a_marking_from_outside_is_never_widened() {
    let marked = |reference: &str| bundle(&json!({"object_marking_refs": [reference]}), &[]);
    let tlp = |document: &[u8]| draft_of(document, &amber())["handling"]["tlp"].as_str().unwrap().to_owned();
    assert_eq!(tlp(&bundle(&json!({}), &[])), "amber", "no marking: the header's");
    assert_eq!(
        tlp(&marked("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487")),
        "amber",
        "clear does not widen amber"
    );
    assert_eq!(
        tlp(&marked("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82")),
        "amber-strict",
        "AMBER of TLP 1"
    );
    assert_eq!(tlp(&marked("marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1")), "red");
    let unknown = draft_of(&marked("marking-definition--33333333-3333-4333-8333-333333333333"), &amber());
    assert_eq!((&unknown["handling"]["tlp"], &unknown["handling"]["onward"]), (&json!("red"), &json!("none")));
    let granular = json!({"granular_markings": [
        {"selectors": ["name"], "marking_ref": "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"},
    ]});
    assert_eq!(tlp(&bundle(&granular, &[])), "red", "a part's marking holds for the whole");
}

#[test]
fn a_person_whom_nobody_calls_an_actor_is_not_read() {
    let identity = json!({
        "type": "identity", "spec_version": "2.1", "id": "identity--44444444-4444-4444-8444-444444444444",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "Invented Victim",
        "identity_class": "individual",
    });
    let relation = |number: u8, kind: &str| {
        json!({
            "type": "relationship", "spec_version": "2.1", "id": format!("relationship--5555555{number}-5555-4555-8555-555555555555"),
            "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "relationship_type": kind,
            "source_ref": "threat-actor--11111111-1111-4111-8111-111111111111", "target_ref": identity["id"],
        })
    };
    let cases = [
        vec![identity.clone()],
        vec![identity.clone(), relation(1, "targets")],
        // Whoever is targeted is not the actor, whatever else is said.
        vec![identity.clone(), relation(1, "attributed-to"), relation(2, "targets")],
    ];
    for others in cases {
        let import = import(&bundle(&json!({}), &others), &header(&amber())).unwrap();
        assert!(import.drafts.iter().all(|draft| !draft.record.contains("Invented Victim")));
        assert!(import.losses.iter().any(|loss| loss.code == Code::NbrVictim));
    }
    let named = draft_of(&bundle(&json!({}), &[identity.clone(), relation(1, "attributed-to")]), &amber());
    assert_eq!(named["content"]["names"][1]["full"], "Invented Victim");
}

#[test]
fn an_actor_is_a_group_where_the_bundle_says_so() {
    let dated = |mut object: Value| {
        for name in ["created", "modified"] {
            object[name] = "2026-01-01T00:00:00.000Z".into();
        }
        object["spec_version"] = "2.1".into();
        object
    };
    let identity = |number: u8, class: &str, name: &str| {
        let id = format!("identity--4444444{number}-4444-4444-8444-444444444444");
        dated(json!({"type": "identity", "id": id, "name": name, "identity_class": class}))
    };
    let relation = |number: u8, to: &Value| {
        let id = format!("relationship--5555555{number}-5555-4555-8555-555555555555");
        let actor = "threat-actor--11111111-1111-4111-8111-111111111111";
        dated(json!({
            "type": "relationship", "id": id, "relationship_type": "attributed-to", "source_ref": actor, "target_ref": to["id"],
        }))
    };
    let (group, person) = (identity(1, "group", "Example Boats"), identity(2, "individual", "Jan Muster"));
    let is_guessed = |import: &crate::Import| {
        import.losses.iter().any(|loss| loss.code == Code::NbrAdded && loss.pointer.ends_with("/type"))
    };
    let cases = [
        (vec![], "profile", true),
        (vec![group.clone(), relation(1, &group)], "network", false),
        (vec![person.clone(), relation(2, &person)], "profile", false),
        (vec![group.clone(), relation(1, &group), person.clone(), relation(2, &person)], "profile", false),
        // What was taken back says nothing.
        (
            vec![group.clone(), {
                let mut back = relation(1, &group);
                back["revoked"] = true.into();
                back
            }],
            "profile",
            true,
        ),
    ];
    for (others, record_type, guessed) in cases {
        // What a group must have beside its names stands in words.
        let words = json!({"labels": ["passerelle:network-kind=ocg", "passerelle:crime=som"]});
        let import = import(&bundle(&words, &others), &header(&amber())).unwrap();
        assert!(import.rejects.is_empty(), "{:?}", import.rejects);
        let draft: Value = serde_json::from_str(&import.drafts[0].record).unwrap();
        assert_eq!(draft["type"], record_type);
        assert_eq!(is_guessed(&import), guessed, "{record_type}");
        let is_named = draft["content"]["names"].as_array().unwrap().iter().any(|name| name["full"] == "Example Boats");
        assert_eq!(is_named, record_type == "network");
    }
}

#[test]
fn every_object_is_told_of() {
    let publisher = json!({
        "type": "identity", "spec_version": "2.1", "id": "identity--44444444-4444-4444-8444-444444444444",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "Example Publisher",
        "identity_class": "organization",
    });
    let document = bundle(&json!({"created_by_ref": publisher["id"]}), std::slice::from_ref(&publisher));
    let import = import(&document, &header(&amber())).unwrap();
    let of = publisher["id"].as_str().unwrap();
    assert!(import.losses.iter().any(|loss| loss.code == Code::NbrUnknownType && loss.of == of));
    assert!(
        import.losses.iter().any(|loss| loss.code == Code::NbrNotCarried && loss.pointer.ends_with("/created_by_ref"))
    );
}

#[test]
fn what_was_taken_back_makes_nothing() {
    let import = import(&bundle(&json!({"revoked": true}), &[]), &header(&amber())).unwrap();
    assert!(import.drafts.is_empty());
    assert_eq!(import.losses.iter().map(|loss| loss.code).collect::<Vec<_>>(), [Code::NbrRevoked]);
}

#[test]
fn nobody_in_common_is_refused() {
    let extended = export(&[organiser()]);
    let handling = json!({"tlp": "amber", "releasable_to": ["XE"], "onward": "none", "judicial_use": "prohibited"});
    let import = import(&extended.document, &header(&handling)).unwrap();
    assert!(import.drafts.is_empty());
    assert_eq!(import.rejects[0].code, Code::NbrHandling);
}

#[test]
fn bad_bundles_are_refused_with_their_place() {
    assert_eq!(code(b"{}"), Code::NbrSyntax);
    assert_eq!(code(br#"{"type": "bundle", "spec_version": "2.0", "objects": []}"#), Code::NbrVersion);
    assert_eq!(code(br#"{"type": "bundle", "objects": {}}"#), Code::NbrObject);
    assert_eq!(code(br#"{"type": "bundle", "objects": [7]}"#), Code::NbrObject);
    assert_eq!(code(&bundle(&json!({"spec_version": "2.0"}), &[])), Code::NbrVersion);
    assert_eq!(code(&bundle(&json!({"spec_version": null}), &[])), Code::NbrVersion);
    assert_eq!(code(&bundle(&json!({"id": "threat-actor--1"}), &[])), Code::NbrId);
    assert_eq!(code(&bundle(&json!({"id": "malware--11111111-1111-4111-8111-111111111111"}), &[])), Code::NbrId);
    for wrong in [
        json!({"name": 7}),
        json!({"name": null}),
        json!({"aliases": "x"}),
        json!({"aliases": [1]}),
        json!({"confidence": "high"}),
    ] {
        assert_eq!(code(&bundle(&wrong, &[])), Code::NbrObject, "{wrong}");
    }
    let mut other: Value = serde_json::from_slice(&bundle(&json!({}), &[])).unwrap();
    other["objects"][0]["name"] = "Another".into();
    assert_eq!(
        code(&bundle(&json!({}), &[other["objects"][0].clone()])),
        Code::NbrId,
        "two that differ and are as new"
    );
    other["objects"][0]["modified"] = "2026-01-03T00:00:00.000Z".into();
    let newer = draft_of(&bundle(&json!({}), &[other["objects"][0].clone()]), &amber());
    assert_eq!(newer["content"]["names"][0]["full"], "Another", "the newer version counts");
    let many: Vec<Value> = (0..=passerelle::limits::NEIGHBOUR_OBJECTS).map(Value::from).collect();
    assert_eq!(code(json!({"type": "bundle", "objects": many}).to_string().as_bytes()), Code::NbrSize);
    assert_eq!(code(&vec![b' '; passerelle::limits::NEIGHBOUR_BYTES + 1]), Code::NbrSize);
}

/// Relations may lead round in a circle, to themselves, and to nothing.
#[test]
fn circles_end() {
    let actor = "threat-actor--11111111-1111-4111-8111-111111111111";
    let set = json!({
        "type": "intrusion-set", "spec_version": "2.1", "id": "intrusion-set--66666666-6666-4666-8666-666666666666",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "name": "Group",
        "created_by_ref": "identity--99999999-9999-4999-8999-999999999999",
    });
    let relation = |number: u8, from: &str, to: &str| {
        json!({
            "type": "relationship", "spec_version": "2.1", "id": format!("relationship--7777777{number}-7777-4777-8777-777777777777"),
            "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z", "relationship_type": "works-with",
            "source_ref": from, "target_ref": to,
        })
    };
    let id = set["id"].as_str().unwrap().to_owned();
    let missing = "threat-actor--88888888-8888-4888-8888-888888888888";
    let others =
        [set, relation(1, actor, &id), relation(2, &id, actor), relation(3, actor, actor), relation(4, actor, missing)];
    let import = import(&bundle(&json!({}), &others), &header(&amber())).unwrap();
    let rejected: Vec<Code> = import.rejects.iter().map(|reject| reject.code).collect();
    // The group has no kind, so it makes no record, nor do its links; and nobody is linked with himself.
    assert_eq!(import.drafts.len(), 1);
    assert_eq!(rejected, [Code::NbrInvalid, Code::NbrReference, Code::NbrReference, Code::NbrInvalid]);
    assert!(import.losses.iter().any(|loss| loss.code == Code::NbrReference));
}

/// No prefix and no change of one byte of a bundle makes the reader fall over.
#[test]
fn a_damaged_bundle_is_an_answer() {
    let document = export(&[organiser()]).document;
    let step = document.len() / 97;
    for cut in (0..document.len()).step_by(step) {
        let _ = import(&document[..cut], &header(&amber()));
        for byte in [b'"', b'[', b'0', 0xFF] {
            let mut changed = document.clone();
            changed[cut] = byte;
            let _ = import(&changed, &header(&amber()));
        }
    }
}
