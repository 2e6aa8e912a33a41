//! Tests of the record types: forms, round trips, and that no debug output shows data about a person.

mod forms;

use serde_json::{Value, json};

use super::*;
use crate::json;

const EXAMPLES: [(RecordType, &str); 6] = [
    (RecordType::Profile, include_str!("profile.json")),
    (RecordType::ModusOperandi, include_str!("modus-operandi.json")),
    (RecordType::Network, include_str!("network.json")),
    (RecordType::Sighting, include_str!("sighting.json")),
    (RecordType::Link, include_str!("link.json")),
    (RecordType::Notice, include_str!("notice.json")),
];

fn example(record_type: RecordType) -> Value {
    let (_, text) = EXAMPLES.iter().find(|(found, _)| *found == record_type).unwrap();
    serde_json::from_str(text).unwrap()
}

fn read(record_type: RecordType) -> Record {
    serde_json::from_value(example(record_type)).unwrap()
}

#[test]
fn every_example_comes_back_as_it_went_in() {
    for (record_type, text) in EXAMPLES {
        let written: Value = serde_json::from_str(text).unwrap();
        let record: Record = serde_json::from_str(text).unwrap();
        assert_eq!(record.content.record_type(), record_type);
        assert_eq!(serde_json::to_value(&record).unwrap(), written, "{record_type}");
    }
}

#[test]
fn every_example_passes_through_the_strict_reader() {
    for (record_type, text) in EXAMPLES {
        let written = json::read(text.as_bytes()).unwrap();
        let record: Record = written.decode().unwrap();
        assert_eq!(json::Object::encode(&record).unwrap().to_canonical(), written.to_canonical(), "{record_type}");
    }
}

#[test]
fn absent_members_are_left_out() {
    assert_eq!(serde_json::to_value(Place::default()).unwrap(), json!({}));
    assert_eq!(serde_json::to_value(Assertion::default()).unwrap(), json!({}));
}

#[test]
fn a_content_of_another_type_is_refused() {
    for (record_type, _) in EXAMPLES {
        for (other, _) in EXAMPLES.into_iter().filter(|(other, _)| *other != record_type) {
            let mut mixed = example(record_type);
            mixed["content"] = example(other)["content"].clone();
            assert!(serde_json::from_value::<Record>(mixed).is_err(), "{other} as {record_type}");
        }
    }
}

#[test]
fn an_unknown_type_is_refused() {
    let mut record = example(RecordType::Link);
    record["type"] = json!("rumour");
    assert!(serde_json::from_value::<Record>(record).is_err());
}

#[test]
fn names_of_types_are_those_of_serde() {
    for record_type in RecordType::ALL {
        assert_eq!(serde_json::to_value(record_type).unwrap(), json!(record_type.as_str()));
    }
    for environment in [Environment::Live, Environment::Exercise, Environment::Test] {
        assert_eq!(serde_json::to_value(environment).unwrap(), json!(environment.as_str()));
    }
}

#[test]
fn the_debug_output_of_a_record_names_it_and_no_more() {
    assert_eq!(
        format!("{:?}", read(RecordType::Profile)),
        "Record { type: Profile, id: RecordId(XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057), rev: 2, .. }"
    );
}

/// Asserts that each value prints as its type's name with `{ .. }`.
macro_rules! assert_opaque {
    ($($value:expr),+ $(,)?) => {$(
        let printed = format!("{:?}", $value);
        let name = printed.strip_suffix(" { .. }").unwrap_or_else(|| panic!("{} shows its content", stringify!($value)));
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{}", stringify!($value));
    )+};
}

#[test]
fn debug_output_shows_no_header_data() {
    let Record { header, content } = read(RecordType::Profile);
    assert_opaque!(
        header,
        content,
        header.contact.as_ref().unwrap(),
        header.national_refs[0],
        header.legal_basis[0],
        header.validity,
        header.provenance,
        header.provenance.sources[0],
        header.provenance.sources[0].text[0],
        header.provenance.collected,
        header.attachments[0],
        header.ext,
        header.ext.0.values().next().unwrap(),
        header.handling.national_class.as_ref().unwrap(),
        header.handling.caveats[0],
    );
    let shown = format!("{:?} {:?} {:?}", header.handling, header.evaluation, header.field_handling);
    assert!(shown.contains("Tlp(amber)") && shown.contains("Audience(XA)") && shown.contains("Grade(B)"));
    assert!(!shown.contains("Invented") && !shown.contains("RESTRICTED"));
}

#[test]
fn debug_output_shows_no_data_about_a_person() {
    let Content::Profile(profile) = read(RecordType::Profile).content else { panic!() };
    assert_opaque!(
        profile,
        profile.offences[0],
        profile.roles[0],
        profile.roles[0].assertion,
        profile.names[0],
        profile.names[1].parts.as_ref().unwrap(),
        profile.names[1].mrz.as_ref().unwrap(),
        profile.births[0],
        profile.births[0].date.as_ref().unwrap(),
        profile.births[0].place.as_ref().unwrap(),
        profile.births[1].age_on.as_ref().unwrap(),
        profile.death.as_ref().unwrap(),
        profile.nationalities[0],
        profile.residences[0],
        profile.languages[0],
        profile.physical.as_ref().unwrap(),
        profile.physical.as_ref().unwrap().height_cm.as_ref().unwrap(),
        profile.marks[0],
        profile.documents[0],
        profile.selectors[0],
        profile.conveyances[0],
        profile.financial[0],
        profile.personas[0],
        profile.judicial[0],
        profile.biometrics_held[0],
        profile.activity_area[0].lat.as_ref().unwrap(),
        profile.notes[0],
    );
}

#[test]
fn debug_output_shows_no_content_of_the_other_types() {
    let Content::ModusOperandi(method) = read(RecordType::ModusOperandi).content else { panic!() };
    let payment = method.payment.as_ref().unwrap();
    assert_opaque!(
        method,
        method.tip.as_ref().unwrap(),
        method.som.as_ref().unwrap(),
        method.phases[0],
        method.recruitment.as_ref().unwrap(),
        method.legs[0],
        method.legs[0].documents[0],
        method.legs[0].duration.as_ref().unwrap(),
        method.facilities[0],
        payment,
        payment.prices[0],
        payment.prices[0].amount,
        method.exploitation[0],
        method.corruption[0],
        method.equipment[0],
        method.victims.as_ref().unwrap(),
        method.victims.as_ref().unwrap().count.as_ref().unwrap(),
        method.indicators[0],
    );
    let Content::Network(network) = read(RecordType::Network).content else { panic!() };
    let Content::Sighting(sighting) = read(RecordType::Sighting).content else { panic!() };
    let Content::Link(link) = read(RecordType::Link).content else { panic!() };
    let Content::Notice(notice) = read(RecordType::Notice).content else { panic!() };
    assert_opaque!(
        network,
        network.front_business.as_ref().unwrap(),
        sighting,
        sighting.persons.as_ref().unwrap(),
        sighting.seized[0],
        link,
        notice,
        notice.hit.as_ref().unwrap(),
        notice.dispute.as_ref().unwrap(),
    );
}

#[test]
fn identifiers_give_their_parts() {
    let id = RecordId::new("XX/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
    assert_eq!((id.issuer(), id.uuid()), ("XX/test-unit-a", "01890a5d-ac96-774b-bcce-b302099a8057"));
    let authority = AuthorityId::new(id.issuer()).unwrap();
    assert_eq!((authority.country(), authority.unit()), ("XX", "test-unit-a"));
    let version = SpecVersion::new("1.12").unwrap();
    assert_eq!((version.major(), version.minor()), (1, 12));
    let technique = modus_operandi::Technique::new("concealment/trailer-cavity").unwrap();
    assert_eq!((technique.vocabulary(), technique.code()), ("concealment", "trailer-cavity"));
    assert!(Audience::new("all-members").unwrap().is_all_members());
    assert!(!Audience::new("XA").unwrap().is_all_members());
}

#[test]
fn a_digest_is_written_in_lower_case() {
    let mut hash = [0; 32];
    hash[0] = 0x0f;
    hash[31] = 0xa5;
    let digest = Digest::sha256(hash);
    assert_eq!(digest.alg.as_str(), "sha-256");
    assert_eq!(digest.hash, HashValue::new(format!("0f{}a5", "0".repeat(60))).unwrap());
}

#[test]
fn a_list_without_an_edition_of_its_own_has_that_of_all_lists() {
    let vocab = read(RecordType::Profile).header.vocab;
    assert_eq!(vocab.edition_of("platform").unwrap().as_str(), "2026.2");
    assert_eq!(vocab.edition_of("role").unwrap().as_str(), "2026.1");
}

#[test]
fn extension_values_outside_the_profile_are_refused() {
    for bad in ["null", "1.5", "9007199254740992", "-9007199254740992", "[1, null]"] {
        assert!(serde_json::from_str::<ExtensionValue>(bad).is_err(), "{bad}");
    }
    for good in ["9007199254740991", "-9007199254740991", "[true, {\"a\": \"b\"}]"] {
        assert!(serde_json::from_str::<ExtensionValue>(good).is_ok(), "{good}");
    }
}
