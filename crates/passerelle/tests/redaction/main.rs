//! Redacted records: what must hold of honest copies, and attacks, each by its name.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod copies;
mod forged;
#[path = "../support/mod.rs"]
mod support;

use passerelle::crypto::{Randomness, RandomnessError, encode_base64url};
use passerelle::json::Pointer;
use passerelle::redaction::{Redactable, WithheldKind};
use passerelle::{Code, Form, Severity, VerifiedRecord, convert, cosign, open, redact, sign_redactable, validate};
use serde_json::{Value, json};
use support::held::{later, next, opened, profile, world};
use support::*;

struct Counted(u64);

impl Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        self.0 += 1;
        let number = self.0.to_be_bytes();
        bytes.iter_mut().enumerate().for_each(|(index, byte)| *byte = number[index % 8] ^ 0x5A);
        Ok(())
    }
}

fn pointer(text: &str) -> Pointer {
    Pointer::parse(text).unwrap()
}

fn pointers(texts: &[&str]) -> Vec<Pointer> {
    texts.iter().map(|text| pointer(text)).collect()
}

/// A profile with something to withhold in it.
fn rich() -> Value {
    let mut draft = profile(1);
    draft["content"]["selectors"].as_array_mut().unwrap().push(json!({
        "kind": "email", "value": "second@example.test", "attribution": "believed-user", "src": 1,
    }));
    draft["content"]["selectors"].as_array_mut().unwrap().push(json!({
        "kind": "email", "value": "third@example.test", "attribution": "believed-user",
    }));
    draft["content"]["personas"] = json!([{ "selector_refs": [0, 2] }]);
    draft["content"]["notes"] =
        json!([{ "about": "/content/selectors/2", "text": [{ "lang": "en", "text": "Invented." }] }]);
    draft["contact"] = json!({ "role": "duty-desk", "ref": "desk@unit.example" });
    draft["national_refs"] =
        json!([{ "system": "test-cases", "ref": "TEST-1" }, { "system": "test-cases", "ref": "TEST-2" }]);
    draft["provenance"]["sources"] = json!([{ "source_type": "open-source", "ref": "TEST-SRC-1" }, { "source_type": "open-source", "ref": "TEST-SRC-2" }]);
    draft
}

fn signed_with(draft: &Value, plan: &Redactable) -> Vec<u8> {
    sign_redactable(&bytes(draft), &[&world().north], later(), Form::Clear, plan, &mut Counted(0)).unwrap()
}

fn signed(draft: &Value) -> Vec<u8> {
    signed_with(draft, &Redactable::defaults())
}

fn read(envelope: &[u8]) -> VerifiedRecord {
    open(envelope, &world().trust, later()).unwrap_or_else(|error| panic!("{error:?}"))
}

fn parsed(envelope: &[u8]) -> Value {
    serde_json::from_slice(envelope).unwrap()
}

/// The code and the place of what refuses an envelope.
fn refused(envelope: &Value) -> Option<(Code, String)> {
    let error = open(&bytes(envelope), &world().trust, later()).err()?;
    Some((error.finding.code, error.finding.pointer.to_string()))
}

/// An envelope that Northland signed over any record in its digest form, with any disclosures.
fn forged(record: &Value, disclosures: &[String]) -> Value {
    let mut envelope = world().forge(record, &world().header());
    if !disclosures.is_empty() {
        envelope["disclosures"] = json!(disclosures);
    }
    envelope
}

fn disclosure(parts: Value) -> String {
    encode_base64url(&bytes(&parts))
}

const SALT: &str = "AAECAwQFBgcICQoLDA0ODw";

fn digest(text: &str) -> String {
    encode_base64url(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref())
}

/// Puts digests of disclosures of members into an object.
fn with_digests(object: &mut Value, disclosures: &[&String]) {
    let mut digests: Vec<String> = disclosures.iter().map(|text| digest(text)).collect();
    digests.sort();
    object["_sd"] = json!(digests);
}

/// A draft with the digests of some disclosures in the object at a place.
fn holding(place: &str, disclosures: &[&String]) -> Value {
    let mut draft = rich();
    draft["_sd_alg"] = json!("sha-256");
    let object = if place.is_empty() { &mut draft } else { draft.pointer_mut(place).unwrap() };
    with_digests(object, disclosures);
    draft
}

#[test]
fn a_redacted_copy_has_the_same_digest_and_signature_and_shows_the_rest() {
    let draft = rich();
    let full = signed(&draft);
    let whole = read(&full);
    assert_eq!(whole.object().to_canonical(), canonical(&draft), "the full copy says what the draft said");
    assert_eq!(whole.withheld(), []);
    let places: Vec<&str> = whole.redactable().iter().map(Pointer::as_str).collect();
    assert_eq!(
        places,
        [
            "/contact",
            "/content/notes/0",
            "/content/selectors/0",
            "/content/selectors/1",
            "/content/selectors/2",
            "/content/summary",
            "/national_refs/0",
            "/national_refs/1",
            "/provenance/sources",
        ]
    );
    let parts = pointers(&["/content/selectors/0", "/national_refs", "/provenance/sources"]);
    for form in [Form::Clear, Form::Opaque] {
        let copy = redact(&convert(&full, form).unwrap(), &parts).unwrap();
        let text = String::from_utf8(copy.clone()).unwrap();
        assert_eq!(parsed(&copy).get("payload").is_some(), form == Form::Opaque);
        let copy = read(&copy);
        assert_eq!((copy.digest(), copy.payload()), (whole.digest(), whole.payload()));
        assert_eq!(copy.signatures(), whole.signatures());
        assert_eq!(copy.to_envelope(Form::Clear), redact(&full, &parts).unwrap());
        assert!(!text.contains("safe_travel_test") && !text.contains("TEST-SRC"));
        let seen: Value = serde_json::from_slice(&copy.object().to_canonical()).unwrap();
        assert_eq!(seen["content"]["selectors"].as_array().unwrap().len(), 2);
        assert_eq!(seen["content"]["selectors"][0]["value"], "second@example.test");
        assert_eq!(seen["content"]["selectors"][0].get("src"), None, "the source that it names is withheld");
        assert_eq!(seen["content"]["personas"], json!([{ "selector_refs": [1] }]));
        assert_eq!(seen["content"]["notes"][0]["about"], "/content/selectors/1");
        assert_eq!(copy.signed_place(&pointer("/content/selectors/1/value")), pointer("/content/selectors/2/value"));
        assert!(seen.get("national_refs").is_none());
        let withheld: Vec<_> = copy.withheld().iter().map(|it| (it.place.as_str(), it.kind)).collect();
        assert_eq!(
            withheld,
            [
                ("/content/selectors/0", WithheldKind::Element),
                ("/national_refs/0", WithheldKind::Element),
                ("/national_refs/1", WithheldKind::Element),
                ("/provenance", WithheldKind::Member),
            ]
        );
    }
}

#[test]
fn a_copy_of_a_copy_withholds_more_and_what_is_gone_stays_gone() {
    let full = signed(&rich());
    let once = redact(&full, &pointers(&["/content/selectors/0"])).unwrap();
    let twice = redact(&once, &pointers(&["/content/selectors/2", "/contact"])).unwrap();
    let at_once = redact(&full, &pointers(&["/content/selectors/2", "/content/selectors/0", "/contact"])).unwrap();
    assert_eq!(twice, at_once);
    assert_eq!(
        redact(&twice, &pointers(&["/content/selectors/0", "/contact"])).unwrap(),
        twice,
        "it is withheld already"
    );
    assert_eq!(redact(&full, &[]).unwrap(), full);
    let all = redact(&full, &pointers(&["/content/selectors"])).unwrap();
    let seen: Value = serde_json::from_slice(&read(&all).object().to_canonical()).unwrap();
    assert_eq!(seen["content"].get("selectors"), None);
    assert_eq!(seen["content"].get("personas"), None, "a persona of nothing");
    assert_eq!(redact(&all, &pointers(&["/content/selectors"])).unwrap(), all);
}

#[test]
fn only_what_the_author_made_redactable_is_withheld() {
    let full = signed(&rich());
    let copy = redact(&full, &pointers(&["/content/selectors/0", "/contact"])).unwrap();
    for (part, code) in [
        ("/contakt", Code::RedPlace),
        ("/id", Code::RedMandatory),
        ("/handling/tlp", Code::RedMandatory),
        ("/content/roles/0", Code::RedMandatory),
        ("/content/selectors/1/value", Code::RedPlace),
        ("/content/sumary", Code::RedPlace),
        ("/content", Code::RedPlace),
        ("/provenance", Code::RedPlace),
        ("/content/names", Code::RedNotRedactable),
        ("/content/gender_note", Code::RedNotRedactable),
        ("/content/personas/0", Code::RedNotRedactable),
        ("/content/names/0", Code::RedNotRedactable),
        ("/content/selectors/9", Code::RedNotRedactable),
    ] {
        for envelope in [&full, &copy] {
            let finding = redact(envelope, &pointers(&[part])).unwrap_err();
            assert_eq!((finding.code, finding.pointer.as_str()), (code, part));
        }
    }
    // Of a list in which one element is redactable the others stay, so the list does.
    let one = signed_with(&rich(), &Redactable::nothing().with(pointer("/content/selectors/0")));
    let without_it = redact(&one, &pointers(&["/content/selectors/0"])).unwrap();
    for envelope in [one, without_it] {
        assert_eq!(redact(&envelope, &pointers(&["/content/selectors"])).unwrap_err().code, Code::RedNotRedactable);
    }
    let plain = passerelle::sign(&bytes(&rich()), &[&world().north], later(), Form::Clear).unwrap();
    assert_eq!(redact(&plain, &pointers(&["/contact"])).unwrap_err().code, Code::RedNotRedactable);
}

/// What a rule misses may be withheld: it warns, where in a whole record it refuses.
#[test]
fn a_rule_about_what_is_missing_does_not_refuse_a_redacted_copy() {
    let full = signed(&rich());
    let copy = read(&redact(&full, &pointers(&["/content/selectors"])).unwrap());
    let warned: Vec<_> = copy.findings().iter().map(|finding| (finding.code, finding.severity)).collect();
    assert!(warned.contains(&(Code::RuleProfileHasHandle, Severity::Warning)), "{warned:?}");
    let mut bare = rich();
    for member in ["selectors", "personas", "notes"] {
        bare["content"].as_object_mut().unwrap().remove(member);
    }
    assert!(validate(&bytes(&bare), later()).findings.iter().any(|finding| finding.code == Code::RuleProfileHasHandle));
    assert_eq!(refused(&forged(&bare, &[])).unwrap().0, Code::RuleProfileHasHandle);
    // With everything disclosed nothing can be there unseen.
    let contact = disclosure(json!([SALT, "contact", bare["contact"]]));
    bare.as_object_mut().unwrap().remove("contact");
    bare["_sd_alg"] = json!("sha-256");
    with_digests(&mut bare, &[&contact]);
    assert_eq!(refused(&forged(&bare, &[contact])).unwrap().0, Code::RuleProfileHasHandle);
}

/// A finding names the place in the signed record, not the one in the view.
#[test]
fn findings_of_a_redacted_copy_name_the_places_of_the_signed_record() {
    let mut draft = rich();
    draft["content"]["selectors"][2]["kind"] = json!("carrier-pigeon");
    let plan = Redactable::defaults();
    let full =
        sign_redactable(&bytes(&draft), &[&world().north], later(), Form::Clear, &plan, &mut Counted(0)).unwrap();
    let copy = read(&redact(&full, &pointers(&["/content/selectors/0", "/content/selectors/1"])).unwrap());
    let unknown = copy.findings().iter().find(|finding| finding.code == Code::VocUnknown).unwrap();
    assert_eq!(unknown.pointer.as_str(), "/content/selectors/2/kind");
}

#[test]
fn a_record_with_one_signature_is_an_sd_jwt_too() {
    let full = signed(&rich());
    let text = passerelle::to_sd_jwt(&full).unwrap();
    let parts: Vec<&str> = text.split('~').collect();
    let envelope = parsed(&full);
    assert_eq!(parts.len(), envelope["disclosures"].as_array().unwrap().len() + 2);
    assert_eq!(parts.last(), Some(&""));
    let jwt: Vec<&str> = parts[0].split('.').collect();
    assert_eq!(jwt[0], envelope["signatures"][0]["protected"].as_str().unwrap());
    assert_eq!(jwt[1], encode_base64url(read(&full).payload()));
    let mut two = rich();
    two["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
    let two = cosign(&signed(&two), &world().south, later()).unwrap();
    assert_eq!(passerelle::to_sd_jwt(&two).unwrap_err().code, Code::LimCount);
}

#[test]
fn nobody_signs_what_he_cannot_read() {
    let mut draft = rich();
    draft["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
    let full = signed(&draft);
    let copy = redact(&full, &pointers(&["/content/selectors/1"])).unwrap();
    let error = cosign(&copy, &world().south, later()).unwrap_err();
    assert_eq!(error.code(), Code::RedIncomplete);
    draft["content"]["sumary"] = json!("x");
    let error = cosign(&bytes(&forged(&draft, &[])), &world().south, later()).unwrap_err();
    assert_eq!(error.code(), Code::SignInvalidDraft);
    let both = cosign(&full, &world().south, later()).unwrap();
    assert_eq!(parsed(&both)["disclosures"], parsed(&full)["disclosures"]);
    let record = read(&redact(&both, &pointers(&["/content/selectors/1"])).unwrap());
    assert_eq!(record.signatures().len(), 2);
    assert!(record.signatures().iter().all(|signature| signature.verified));
}

#[test]
fn a_draft_has_nothing_redacted() {
    for draft in [
        holding("", &[&disclosure(json!([SALT, "contact", {}]))]),
        holding("/content", &[&disclosure(json!([SALT, "summary", []]))]),
    ] {
        let codes: Vec<_> = validate(&bytes(&draft), later()).findings.iter().map(|finding| finding.code).collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == Code::RedPlace), "{codes:?}");
    }
}
