//! Copies for somebody, and copies held together.

use passerelle::diff::{ChangeKind, changes_of_copies};
use passerelle::handling::{Recipient, Sender, redact_for, release};
use passerelle::record::{Environment, PartyCode};
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;

use super::*;

fn to(code: &str) -> Recipient {
    Recipient { party: PartyCode::new(code).unwrap(), environment: Environment::Test }
}

/// A profile of which Southland may not have the contact, the first selector and the source.
fn marked() -> Value {
    let mut draft = rich();
    let mut stricter = draft["handling"].clone();
    stricter["releasable_to"] = json!(["XA"]);
    draft["field_handling"] =
        json!([{ "paths": ["/content/selectors/0", "/provenance/sources/1", "/contact"], "handling": stricter }]);
    draft
}

fn copy_for(record: &VerifiedRecord, party: &str) -> Result<Vec<u8>, Vec<Code>> {
    let judgements = History::of([record]).at(later());
    let (judgement, purpose) = (judgements.of(record).unwrap(), Purpose::new("identify").unwrap());
    redact_for(record, judgement, &Sender::Issuer, &to(party), &purpose, Form::Clear)
        .map_err(|decision| decision.reasons().iter().map(|reason| reason.code).collect())
}

#[test]
fn what_a_recipient_may_not_have_is_withheld_for_it() {
    let record = read(&signed(&marked()));
    let judgements = History::of([&record]).at(later());
    let purpose = Purpose::new("identify").unwrap();
    let decision = release(&record, judgements.of(&record).unwrap(), &Sender::Issuer, &to("XB"), &purpose);
    let withheld: Vec<_> = decision.withheld().iter().map(Pointer::as_str).collect();
    assert_eq!(withheld, ["/contact", "/content/selectors/0", "/provenance/sources/1"]);
    assert_eq!(copy_for(&record, "XA").unwrap(), record.to_envelope(Form::Clear), "Northland may have all of it");
    let copy = read(&copy_for(&record, "XB").unwrap());
    assert_eq!(copy.record().content.notes().len(), 1);
    let places: Vec<_> = copy.withheld().iter().map(|it| it.place.as_str()).collect();
    assert_eq!(places, ["", "/content/selectors/0", "/provenance"]);
    assert!(copy.record().header.field_handling.is_empty(), "a marking of nothing is left out of the view");
    // The copy may go as it is.
    let judgements = History::of([&copy]).at(later());
    assert!(release(&copy, judgements.of(&copy).unwrap(), &Sender::Issuer, &to("XB"), &purpose).is_allowed());
    assert_eq!(
        copy_for(&record, "XC").unwrap_err(),
        [Code::RelNotListed, Code::RelField, Code::RelField, Code::RelField]
    );
}

#[test]
fn what_cannot_be_withheld_keeps_the_record() {
    let plan = Redactable::nothing().with(pointer("/contact")).with(pointer("/content/selectors/0"));
    let record = read(&signed_with(&marked(), &plan));
    assert_eq!(copy_for(&record, "XB").unwrap_err(), [Code::RelField; 3]);
    let plain = opened(&marked());
    assert_eq!(copy_for(&plain, "XB").unwrap_err(), [Code::RelField; 3]);
}

/// A marking of an element stays with it, wherever the view puts it.
#[test]
fn a_marking_follows_its_element_in_a_redacted_copy() {
    let mut draft = marked();
    draft["field_handling"][0]["paths"] = json!(["/content/selectors/2"]);
    let full = signed(&draft);
    let copy = read(&redact(&full, &pointers(&["/content/selectors/0"])).unwrap());
    let judgements = History::of([&copy]).at(later());
    let purpose = Purpose::new("identify").unwrap();
    let decision = release(&copy, judgements.of(&copy).unwrap(), &Sender::Issuer, &to("XB"), &purpose);
    let withheld: Vec<_> = decision.withheld().iter().map(Pointer::as_str).collect();
    assert_eq!(withheld, ["/content/selectors/2"]);
    let seen = read(&copy_for(&copy, "XB").unwrap());
    assert!(!String::from_utf8(seen.object().to_canonical()).unwrap().contains("third@"));
}

#[test]
fn copies_of_one_content_are_one_and_the_fullest_is_used() {
    let full = signed(&rich());
    let (less, least) = (
        redact(&full, &pointers(&["/content/summary"])).unwrap(),
        redact(&full, &pointers(&["/content/summary", "/content/selectors"])).unwrap(),
    );
    let [full, less, least] = [full, less, least].map(|envelope| read(&envelope));
    let revision = next(&full, |_| {});
    let mut draft = rich();
    for member in ["rev", "prev", "issued"] {
        draft[member] = revision[member].clone();
    }
    draft["content"]["summary"][0]["text"] = json!("Another text.");
    let second = read(&signed(&draft));
    let expected = History::of([&full, &second]).at(later());
    assert_eq!(expected.of(&second).unwrap().findings, [], "the revision follows from the redacted copy too");
    for held in [[&least, &less, &second, &full], [&second, &full, &least, &less], [&less, &second, &full, &least]] {
        assert_eq!(History::of(held).at(later()), expected);
    }
    let of_copies = History::of([&least, &second]).at(later());
    assert_eq!(of_copies.of(&full).unwrap().status, expected.of(&full).unwrap().status);
}

/// A member that is withheld takes what is in it along; what may not be withheld is removed, if it is not there.
#[test]
fn a_comparison_calls_withheld_what_may_be_and_nothing_else() {
    let full = signed(&rich());
    let copy = redact(&full, &pointers(&["/provenance/sources", "/content/selectors/0"])).unwrap();
    let [full, copy] = [full, copy].map(|envelope| passerelle::partial(&envelope).unwrap());
    for changes in [changes_of_copies(&full, &copy), changes_of_copies(&copy, &full)] {
        assert!(
            changes.len() >= 2 && changes.iter().all(|change| change.kind() == ChangeKind::Withheld),
            "{changes:?}"
        );
    }
    let mut fewer = rich();
    fewer["content"].as_object_mut().unwrap().remove("crime");
    let fewer = passerelle::partial(&bytes(&forged(&fewer, &[]))).unwrap();
    let changes = changes_of_copies(&fewer, &copy);
    assert!(changes.iter().any(|change| change.kind() == ChangeKind::Added), "{changes:?}");
    // Beside a member that is withheld, what is gone from one that is to be seen was removed.
    let mut more = rich();
    more["content"]["roles"].as_array_mut().unwrap().push(json!({ "code": "driver" }));
    let more = passerelle::partial(&bytes(&forged(&more, &[]))).unwrap();
    let copy = redact(&signed(&rich()), &pointers(&["/content/summary"])).unwrap();
    let changes = changes_of_copies(&more, &passerelle::partial(&copy).unwrap());
    let kinds: Vec<_> = changes.iter().map(|change| (change.section(), change.kind())).collect();
    assert!(kinds.contains(&("roles", ChangeKind::Removed)), "{kinds:?}");
    assert!(kinds.contains(&("summary", ChangeKind::Withheld)), "{kinds:?}");
}

/// References in what is compared are as they were signed.
#[test]
fn what_is_compared_has_its_references_as_they_were_signed() {
    let copy = redact(&signed(&rich()), &pointers(&["/content/selectors/0"])).unwrap();
    let seen: Value = serde_json::from_slice(&passerelle::partial(&copy).unwrap().object.to_canonical()).unwrap();
    assert_eq!(seen["content"]["personas"][0]["selector_refs"], json!([0, 2]));
    assert_eq!(seen["content"]["notes"][0]["about"], "/content/selectors/2");
}

/// A revision that says nothing new is called so from the fullest copy, in whatever order the copies come.
#[test]
fn a_revision_is_held_against_the_fullest_copy() {
    let whole = signed(&rich());
    let full = read(&whole);
    let mut draft = rich();
    for member in ["rev", "prev", "issued"] {
        draft[member] = next(&full, |_| {})[member].clone();
    }
    let second = read(&signed(&draft));
    let is_empty = |held: &[&VerifiedRecord]| {
        let judgements = History::of(held.iter().copied()).at(later());
        judgements.of(&second).unwrap().findings.iter().any(|finding| finding.code == Code::RuleRevisionEmpty)
    };
    assert!(is_empty(&[&full, &second]));
    for part in full.redactable() {
        let copy = read(&redact(&whole, std::slice::from_ref(part)).unwrap());
        assert!(is_empty(&[&copy, &full, &second]) && is_empty(&[&full, &copy, &second]), "{part}");
        assert!(!is_empty(&[&copy, &second]), "{part}");
    }
}

/// What is withheld in both may be what has changed.
#[test]
fn a_revision_of_which_the_change_is_withheld_is_not_empty() {
    let parts = pointers(&["/content/summary"]);
    let whole = signed(&rich());
    let mut draft = rich();
    for member in ["rev", "prev", "issued"] {
        draft[member] = next(&read(&whole), |_| {})[member].clone();
    }
    draft["content"]["summary"][0]["text"] = json!("Another text.");
    let [first, second] = [whole, signed(&draft)].map(|envelope| read(&redact(&envelope, &parts).unwrap()));
    let judgements = History::of([&first, &second]).at(later());
    assert_eq!(judgements.of(&second).unwrap().findings, []);
}
