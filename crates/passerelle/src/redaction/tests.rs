//! The parts of redaction, each by itself. The attacks are in `tests/redaction/`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod one_by_one;

use std::collections::BTreeSet;

use super::data::{NEVER, SECTIONS};
use super::sections::Sections;
use super::*;
use crate::crypto::{Randomness, RandomnessError};
use crate::envelope::Disclosed;
use crate::json::{read, read_value};
use crate::record::RecordType;

fn reveal(record: &Object, disclosed: &[Disclosed]) -> Result<Revealed, Vec<Finding>> {
    super::reveal::reveal(record, disclosed, References::Moved)
}

/// Bytes that differ each time, and are the same in each run.
pub(crate) struct Counted(pub(crate) u64);

impl Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        self.0 += 1;
        let number = self.0.to_be_bytes();
        bytes.iter_mut().enumerate().for_each(|(index, byte)| *byte = number[index % 8] ^ 0xA5);
        Ok(())
    }
}

pub(crate) fn disclosed(texts: &[String]) -> Vec<Disclosed> {
    let value = |text: &String| {
        let bytes = crate::crypto::decode_base64url(text).unwrap();
        read_value(&bytes, &crate::json::Budget::DISCLOSURE).0.unwrap()
    };
    texts.iter().map(|text| Disclosed { text: text.clone(), value: value(text) }).collect()
}

fn pointer(text: &str) -> Pointer {
    Pointer::parse(text).unwrap()
}

/// Every place of a draft that may be withheld.
pub(crate) fn allowed(draft: &Object) -> Vec<Pointer> {
    let sections = Sections::of(draft);
    let mut places = Vec::new();
    every_value_of(draft, &mut |trail, value| {
        let place = trail.pointer();
        if sections.allow(&place) && !super::sections::denies_something(value) {
            places.push(place);
        }
    });
    places
}

/// The schema of the members that stand right above the last token of a pattern.
fn holder<'s>(schema: &'s serde_json::Value, place: &Pointer) -> &'s serde_json::Value {
    let resolve = |mut schema: &'s serde_json::Value, root: &'s serde_json::Value| {
        while let Some(reference) = schema.get("$ref").or_else(|| schema.get("allOf")?.get(0)?.get("$ref")) {
            schema = root.pointer(reference.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
        }
        schema
    };
    let tokens: Vec<_> = place.tokens().collect();
    tokens[..tokens.len() - 1].iter().fold(schema, |found, token| {
        let found = resolve(found, schema);
        let below = if token == "*" { &found["items"] } else { &found["properties"][token.as_ref()] };
        assert!(!below.is_null(), "{place} leads nowhere");
        resolve(below, schema)
    })
}

fn types_of(types: &[&str]) -> Vec<RecordType> {
    RecordType::ALL.into_iter().filter(|it| types.is_empty() || types.contains(&it.as_str())).collect()
}

/// A copy must keep to the schema, whatever is withheld.
#[test]
fn no_part_that_the_schema_requires_may_be_withheld() {
    for section in SECTIONS {
        for record_type in types_of(section.types) {
            let schema = crate::schema::schema_for_type(record_type).to_value();
            let place = pointer(section.place);
            let (name, list) = match place.tokens().last().unwrap().as_ref() {
                // With its last element a list goes too.
                "*" => (place.parent().tokens().last().unwrap().into_owned(), place.parent()),
                name => (name.to_owned(), place.clone()),
            };
            let holder = holder(&schema, &list);
            assert!(holder["properties"].get(&name).is_some(), "{} of {record_type} leads nowhere", section.place);
            let required = holder["required"].as_array().into_iter().flatten();
            assert!(required.into_iter().all(|it| it != name.as_str()), "{} of {record_type}", section.place);
        }
    }
}

/// What a type requires is named among what may never be withheld, so that an attempt is called by its name.
#[test]
fn every_required_member_is_one_that_is_never_withheld() {
    for record_type in RecordType::ALL {
        let schema = crate::schema::schema_for_type(record_type).to_value();
        let content = holder(&schema, &pointer("/content/x"));
        let header = schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|it| !matches!(it.as_str(), Some("content" | "provenance")));
        let header = header.map(|it| format!("/{}", it.as_str().unwrap()));
        let required = content["required"].as_array().into_iter().flatten();
        for place in header.chain(required.map(|it| format!("/content/{}", it.as_str().unwrap()))) {
            let is_named =
                NEVER.iter().any(|never| types_of(never.types).contains(&record_type) && never.place == place);
            assert!(is_named, "{place} of {record_type}");
        }
    }
}

/// RFC 9901, appendix A gives no vector with a fixed serialisation that fits the profile; section 4.2.3 has this one.
#[test]
fn a_disclosure_has_the_digest_of_the_standard() {
    let text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    assert_eq!(crate::crypto::disclosure_digest(text), "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
    let item = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0";
    assert_eq!(crate::crypto::disclosure_digest(item), "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs");
}

fn profile() -> Object {
    read(include_bytes!("../record/tests/profile.json")).unwrap()
}

#[test]
fn the_digest_form_shows_nothing_of_what_it_withholds() {
    let draft = profile();
    let Ok(concealed) = conceal(&draft, &Redactable::defaults(), &mut Counted(0)) else { panic!("not concealed") };
    assert!(!concealed.disclosures.is_empty());
    let digests = concealed.object.get("_sd").and_then(Value::as_array).unwrap();
    assert!(digests.is_sorted_by_key(|digest| digest.as_str().unwrap()));
    assert!(concealed.object.at(&pointer("/contact")).is_none());
    let revealed = reveal(&concealed.object, &disclosed(&concealed.disclosures)).unwrap();
    assert_eq!(revealed.view, draft);
    assert_eq!(revealed.withheld, []);
    assert_eq!(revealed.open.len(), concealed.disclosures.len());
}

/// Bytes that are always the same, or none.
struct Broken(Option<u8>);

impl Randomness for Broken {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        bytes.fill(self.0.ok_or(RandomnessError)?);
        Ok(())
    }
}

#[test]
fn salts_that_repeat_or_are_none_make_no_record() {
    for broken in [Broken(Some(0)), Broken(Some(7)), Broken(None)] {
        let (mut broken, gives) = (Broken(broken.0), broken.0);
        match conceal(&profile(), &Redactable::defaults(), &mut broken) {
            Err(NotConcealed::Refused(finding)) => assert_eq!((finding.code, gives.is_some()), (Code::RedForm, true)),
            Err(NotConcealed::Randomness(_)) => assert_eq!(gives, None),
            Ok(_) => panic!("a record with such salts"),
        }
    }
}

/// Nobody makes one salt of nothing either.
#[test]
fn a_salt_of_zeros_is_none() {
    let plan = Redactable::nothing().with(pointer("/contact"));
    match conceal(&profile(), &plan, &mut Broken(Some(0))) {
        Err(NotConcealed::Refused(finding)) => assert_eq!(finding.code, Code::RedForm),
        _ => panic!("a record with such a salt"),
    }
    assert!(conceal(&profile(), &plan, &mut Broken(Some(7))).is_ok());
}

#[test]
fn a_plan_has_no_more_parts_than_a_reader_takes() {
    for (parts, code) in [(256, None), (257, Some(Code::LimCount))] {
        let mut draft = profile();
        draft.insert("national_refs", Value::Array(vec![Value::String("x".to_owned()); parts]));
        let plan = Redactable::nothing().with(pointer("/national_refs/*"));
        let refused = match conceal(&draft, &plan, &mut Counted(0)) {
            Err(NotConcealed::Refused(finding)) => Some(finding.code),
            _ => None,
        };
        assert_eq!(refused, code);
    }
}

/// With the last element the list goes, and what referred to an element is moved or goes.
#[test]
fn references_follow_what_is_left() {
    let text = br#"{"type":"profile","content":{
        "names":[{"full":"a","src":1},{"full":"b","translit_of":0},{"full":"c","translit_of":1}],
        "documents":[{"name_used":2}],
        "selectors":[{"kind":"phone","src":0},{"kind":"email"},{"kind":"url"}],
        "personas":[{"selector_refs":[0,2],"name_ref":1},{"name_ref":0},{"selector_refs":[1]}],
        "summary":[{"text":"x"}],
        "notes":[{"about":"/content/names/0","text":[]},{"about":"/content/names/2/full","text":[]},{"about":"/content/summary","text":[]},{"about":"/content/sex","text":[]}]},
        "provenance":{"sources":[{"ref":"x"},{"ref":"y"}]},
        "field_handling":[{"paths":["/content/names/0","/content/selectors/2"],"handling":{}},{"paths":["/content/summary"],"handling":{}},{"handling":{}}],
        "field_evaluation":[{"paths":["/content/names/0"],"evaluation":{}},{"paths":["/content/names/2"],"evaluation":{}}],
        "absent":[{"path":"/content/gender_note","reason":"x"},{"path":"/content/names/1/parts","reason":"x"},{"path":"/content/names/0/parts","reason":"x"}],
        "ext":{"a":{"src":0,"name_ref":0}}}"#;
    let draft = read(text).unwrap();
    let plan =
        ["/content/names/0", "/content/selectors/0", "/content/selectors/1", "/content/summary", "/provenance/sources"]
            .iter()
            .fold(Redactable::nothing(), |plan, place| plan.with(pointer(place)));
    let Ok(concealed) = conceal(&draft, &plan, &mut Counted(0)) else { panic!("not concealed") };
    let revealed = reveal(&concealed.object, &[]).unwrap();
    let due = br#"{"type":"profile","content":{
        "names":[{"full":"b"},{"full":"c","translit_of":0}],
        "documents":[{"name_used":1}],
        "selectors":[{"kind":"url"}],
        "personas":[{"selector_refs":[0],"name_ref":0}],
        "notes":[{"about":"/content/names/1/full","text":[]},{"about":"/content/sex","text":[]}]},
        "provenance":{},
        "field_handling":[{"paths":["/content/selectors/0"],"handling":{}},{"handling":{}}],
        "field_evaluation":[{"paths":["/content/names/1"],"evaluation":{}}],
        "absent":[{"path":"/content/gender_note","reason":"x"},{"path":"/content/names/0/parts","reason":"x"}],
        "ext":{"a":{"src":0,"name_ref":0}}}"#;
    let mut due = read(due).unwrap();
    due.remove("provenance");
    assert!(revealed.view == due, "{}", String::from_utf8(revealed.view.to_canonical()).unwrap());
    for (view, signed) in [
        ("/content/names/1/full", "/content/names/2/full"),
        ("/content/selectors/0", "/content/selectors/2"),
        ("/content/personas/0/selector_refs/0", "/content/personas/0/selector_refs/1"),
        ("/content/notes/0/about", "/content/notes/1/about"),
        ("/field_handling/0/paths/0", "/field_handling/0/paths/1"),
        ("/absent/1/path", "/absent/1/path"),
    ] {
        assert_eq!(revealed.places.signed(&pointer(view)).as_str(), signed);
    }
    let withheld: Vec<_> = revealed.withheld.iter().map(|it| (it.place.as_str(), it.kind)).collect();
    assert_eq!(
        withheld,
        [
            ("/content", WithheldKind::Member),
            ("/content/names/0", WithheldKind::Element),
            ("/content/selectors/0", WithheldKind::Element),
            ("/content/selectors/1", WithheldKind::Element),
            ("/provenance", WithheldKind::Member),
        ]
    );
}

/// What is about a list goes with the last element of the list.
#[test]
fn a_reference_to_a_list_of_which_nothing_is_left_goes() {
    let text = br#"{"type":"profile","contact":{"role":"x"},"content":{"names":[{"full":"a"}],"documents":[{"kind":"x"},{"kind":"y"}],
        "notes":[{"about":"/content/documents"},{"about":"/content/documents/1/kind"},{"about":"/content/names/0"},
        {"about":"/content/summary"}]}}"#;
    let plan = Redactable::nothing().with(pointer("/content/documents/*")).with(pointer("/contact"));
    let Ok(concealed) = conceal(&read(text).unwrap(), &plan, &mut Counted(0)) else { panic!("not concealed") };
    let revealed = reveal(&concealed.object, &[]).unwrap();
    // Of the content no member is withheld by its name, so what is not there never was.
    let due = br#"{"type":"profile","content":{"names":[{"full":"a"}],
        "notes":[{"about":"/content/names/0"},{"about":"/content/summary"}]}}"#;
    assert!(revealed.view == read(due).unwrap());
}

#[test]
fn a_plan_names_what_is_there_and_may_go() {
    let draft = profile();
    let refusal = |place: &str| match conceal(&draft, &Redactable::nothing().with(pointer(place)), &mut Counted(0)) {
        Err(NotConcealed::Refused(finding)) => Some((finding.code, finding.pointer.to_string())),
        _ => None,
    };
    for (place, code) in [
        ("/id", Code::RedMandatory),
        ("/type", Code::RedMandatory),
        ("/rev", Code::RedMandatory),
        ("/issuer", Code::RedMandatory),
        ("/must", Code::RedMandatory),
        ("/must/0", Code::RedMandatory),
        ("/handling", Code::RedMandatory),
        ("/handling/tlp", Code::RedMandatory),
        ("/content/caution", Code::RedMandatory),
        ("/content/caution/0", Code::RedMandatory),
        ("/content/crime", Code::RedMandatory),
        ("/content", Code::RedPlace),
        ("/provenance", Code::RedPlace),
        ("/ext", Code::RedPlace),
        ("/content/names/0/full", Code::RedPlace),
        ("", Code::RedPlace),
        ("/content/selectors/first", Code::RedPlace),
        ("/content/selectors/01", Code::RedPlace),
        ("/content/selectors/99", Code::RedNotRedactable),
    ] {
        assert_eq!(refusal(place), Some((code, place.to_owned())));
    }
    for (pattern, code, place) in [
        ("/content/names/*/full", Code::RedPlace, "/content/names/0/full"),
        ("/purpose/*", Code::RedMandatory, "/purpose/0"),
    ] {
        assert_eq!(refusal(pattern), Some((code, place.to_owned())));
    }
    assert_eq!(refusal("/content/names/0"), None);
    assert_eq!(refusal("/content/selectors"), None);
}

#[test]
fn a_statement_that_something_is_false_stays_in_the_open() {
    let mut draft = profile();
    let denied = pointer("/content/selectors/0");
    let Some(Value::Object(selector)) = draft.at_mut(&denied) else { panic!("no selector") };
    selector.insert("negated", Value::Bool(true));
    for place in ["/content/selectors/0", "/content/selectors"] {
        let plan = Redactable::nothing().with(pointer(place));
        match conceal(&draft, &plan, &mut Counted(0)) {
            Err(NotConcealed::Refused(finding)) => assert_eq!(finding.code, Code::RedMandatory),
            _ => panic!("concealed"),
        }
    }
    for plan in [Redactable::defaults(), Redactable::nothing().with(pointer("/content/selectors/*"))] {
        let Ok(concealed) = conceal(&draft, &plan, &mut Counted(0)) else { panic!("not concealed") };
        assert!(concealed.object.at(&denied.child("negated")).is_some());
    }
}

/// However deep the statement stands in what would go.
#[test]
fn a_part_with_a_denial_inside_stays_too() {
    for value in [r#"{"x":{"negated":true}}"#, r#"[{"x":[{"negated":true}]}]"#] {
        let text = format!(r#"{{"type":"profile","content":{{"physical":{value}}}}}"#);
        let draft = read(text.as_bytes()).unwrap();
        let plan = Redactable::nothing().with(pointer("/content/physical"));
        match conceal(&draft, &plan, &mut Counted(0)) {
            Err(NotConcealed::Refused(finding)) => assert_eq!(finding.code, Code::RedMandatory),
            _ => panic!("concealed"),
        }
    }
}

/// What has a marking of its own is redactable unasked: itself, its elements, or the part that it stands in.
#[test]
fn what_is_marked_is_among_the_defaults() {
    let text = br#"{"type":"profile","content":{"names":[{"full":"a"},{"full":"b"}],"marks":[{"text":"x"},{"text":"y"}],
        "births":[{"date":"1990"}],"physical":{"height":1}},
        "attachments":[{"size":1},{"size":2,"handling":{}}],
        "field_handling":[{"paths":["/content/names","/content/marks/1/text"],"handling":{}},{"paths":["/content/physical"],"handling":{}}]}"#;
    let draft = read(text).unwrap();
    let Ok(concealed) = conceal(&draft, &Redactable::defaults(), &mut Counted(0)) else { panic!("not concealed") };
    let revealed = reveal(&concealed.object, &disclosed(&concealed.disclosures)).unwrap();
    let open: Vec<_> = revealed.open.iter().map(|open| open.place.as_str()).collect();
    assert_eq!(
        open,
        ["/attachments/1", "/content/marks/1", "/content/names/0", "/content/names/1", "/content/physical"]
    );
}

/// A list in a list: the whole list is withheld, or an element of it.
#[test]
fn a_part_takes_along_what_is_inside_it() {
    let draft = profile();
    let plan = Redactable::nothing().with(pointer("/content/selectors")).with(pointer("/content/selectors/*"));
    let Ok(concealed) = conceal(&draft, &plan, &mut Counted(0)) else { panic!("not concealed") };
    let all = disclosed(&concealed.disclosures);
    let revealed = reveal(&concealed.object, &all).unwrap();
    assert_eq!(revealed.view, draft);
    let whole = withhold(&concealed.object, &revealed, &[pointer("/content/selectors")]).unwrap();
    assert_eq!(whole, (0..all.len()).collect::<BTreeSet<_>>());
    let one = withhold(&concealed.object, &revealed, &[pointer("/content/selectors/0")]).unwrap();
    assert_eq!(one.len(), 1);
    // The outer disclosure without which the inner ones belong to nothing.
    let orphans: Vec<_> = all[1..].to_vec();
    let findings = reveal(&concealed.object, &orphans).err().unwrap();
    assert!(findings.iter().all(|finding| finding.code == Code::RedUnreferenced));
}
