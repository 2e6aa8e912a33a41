//! Redacted records: what must hold of honest copies, and attacks, each by its name.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod support;

use passerelle::crypto::{Randomness, RandomnessError, encode_base64url};
use passerelle::handling::{Recipient, Sender, redact_for, release};
use passerelle::json::Pointer;
use passerelle::record::{Environment, PartyCode};
use passerelle::redaction::{Redactable, WithheldKind};
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;
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
    for (part, code) in [
        ("/id", Code::RedMandatory),
        ("/handling/tlp", Code::RedMandatory),
        ("/content/roles/0", Code::RedMandatory),
        ("/content/selectors/0/value", Code::RedPlace),
        ("/content/sumary", Code::RedPlace),
        ("/content/personas/0", Code::RedNotRedactable),
        ("/content/names/0", Code::RedNotRedactable),
        ("/content/selectors/9", Code::RedNotRedactable),
    ] {
        let finding = redact(&full, &pointers(&[part])).unwrap_err();
        assert_eq!((finding.code, finding.pointer.as_str()), (code, part));
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
    let both = cosign(&full, &world().south, later()).unwrap();
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

#[test]
fn disclosure_that_no_digest_refers_to() {
    let mut envelope = parsed(&signed(&rich()));
    let stray = disclosure(json!([SALT, "summary", [{ "lang": "en", "text": "Put in on the way." }]]));
    envelope["disclosures"].as_array_mut().unwrap().push(stray.clone().into());
    let last = envelope["disclosures"].as_array().unwrap().len() - 1;
    assert_eq!(refused(&envelope), Some((Code::RedUnreferenced, format!("/disclosures/{last}"))));
    // A record without any digest has none either.
    assert_eq!(refused(&forged(&rich(), &[stray])), Some((Code::RedUnreferenced, "/disclosures/0".to_owned())));
}

/// The same value under another salt, or one more blank in the text, is another disclosure.
#[test]
fn disclosure_changed_by_a_byte() {
    let envelope = parsed(&signed(&rich()));
    let text = envelope["disclosures"][0].as_str().unwrap();
    let inside = passerelle::crypto::decode_base64url(text).unwrap();
    let blank = String::from_utf8(inside).unwrap().replacen(',', ", ", 1);
    let mut changed = envelope.clone();
    changed["disclosures"][0] = encode_base64url(blank.as_bytes()).into();
    assert_eq!(refused(&changed), Some((Code::RedUnreferenced, "/disclosures/0".to_owned())));
    assert_eq!(refused(&envelope), None);
}

#[test]
fn disclosure_sent_twice() {
    let mut envelope = parsed(&signed(&rich()));
    let first = envelope["disclosures"][0].clone();
    envelope["disclosures"].as_array_mut().unwrap().push(first);
    let last = envelope["disclosures"].as_array().unwrap().len() - 1;
    assert_eq!(refused(&envelope), Some((Code::RedDuplicate, format!("/disclosures/{last}"))));
}

#[test]
fn digest_in_two_places() {
    let summary = disclosure(json!([SALT, "summary", [{ "lang": "en", "text": "Invented." }]]));
    let mut twice = holding("/content", &[&summary, &summary]);
    twice["content"].as_object_mut().unwrap().remove("summary");
    assert_eq!(refused(&forged(&twice, std::slice::from_ref(&summary))).unwrap().0, Code::RedDuplicate);
    let mut apart = holding("/content", &[&summary]);
    with_digests(&mut apart, &[&summary]);
    apart["content"].as_object_mut().unwrap().remove("summary");
    assert_eq!(refused(&forged(&apart, &[])), Some((Code::RedDuplicate, "/content/_sd".to_owned())));
}

#[test]
fn disclosure_over_a_member_that_is_there() {
    let contact = disclosure(json!([SALT, "contact", { "role": "x", "ref": "elsewhere@desk.example" }]));
    let record = holding("", &[&contact]);
    assert_eq!(refused(&forged(&record, &[contact])), Some((Code::RedCollision, "/disclosures/0".to_owned())));
}

#[test]
fn two_disclosures_of_one_name() {
    let text = |text: &str| disclosure(json!([SALT, "summary", [{ "lang": "en", "text": text }]]));
    let (one, other) = (text("One."), text("Other."));
    let mut record = holding("/content", &[&one, &other]);
    record["content"].as_object_mut().unwrap().remove("summary");
    assert_eq!(refused(&forged(&record, &[one.clone(), other.clone()])).unwrap().0, Code::RedCollision);
    assert_eq!(refused(&forged(&record, &[one])), None, "with one of them it is a record");
}

#[test]
fn disclosure_under_a_name_of_redaction() {
    for name in ["_sd", "...", "_sd_alg"] {
        let text = disclosure(json!([SALT, name, ["x"]]));
        let record = holding("/content", &[&text]);
        assert_eq!(refused(&forged(&record, &[text])).unwrap().0, Code::RedCollision, "{name}");
    }
}

#[test]
fn disclosure_of_another_shape() {
    let short = encode_base64url(&[7; 15]);
    let long = encode_base64url(&[7; 65]);
    for parts in [
        json!([SALT]),
        json!([SALT, "summary", "x", "y"]),
        json!([short, "summary", "x"]),
        json!([long, "summary", "x"]),
        json!(["not base64url!", "summary", "x"]),
        json!([1, "summary", "x"]),
        json!([SALT, 1, "x"]),
        json!([SALT, "Summary", "x"]),
        json!([]),
        json!({ "salt": SALT }),
        json!("text"),
    ] {
        let text = disclosure(parts.clone());
        let mut record = holding("/content", &[&text]);
        record["content"].as_object_mut().unwrap().remove("summary");
        assert_eq!(refused(&forged(&record, &[text])), Some((Code::RedForm, "/disclosures/0".to_owned())), "{parts}");
    }
    // A member where an element is due, and the other way round.
    let element = disclosure(json!([SALT, [{ "lang": "en", "text": "x" }]]));
    assert_eq!(refused(&forged(&holding("/content", &[&element]), &[element])).unwrap().0, Code::RedForm);
    let member = disclosure(json!([SALT, "kind", { "system": "x", "ref": "y" }]));
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["national_refs"][0] = json!({ "...": digest(&member) });
    assert_eq!(refused(&forged(&record, &[member])).unwrap().0, Code::RedForm);
}

#[test]
fn disclosure_that_is_no_text_of_the_profile() {
    for (text, code) in [
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"summary\",1.5]", Code::ProfileNumberForm),
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"contact\",{\"A\":1}]", Code::ProfileName),
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"contact\",{\"a\":1,\"a\":2}]", Code::JsonDuplicateName),
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"contact\",", Code::JsonSyntax),
        ("\u{feff}[]", Code::JsonEncoding),
    ] {
        let text = encode_base64url(text.as_bytes());
        let record = holding("/content", &[&text]);
        assert_eq!(refused(&forged(&record, &[text])), Some((code, "/disclosures/0".to_owned())));
    }
}

#[test]
fn digest_of_another_shape() {
    let good = digest("x");
    let mut two = [digest("x"), digest("y")];
    two.sort();
    let [first, second] = two;
    for digests in [
        json!([]),
        json!("x"),
        json!([1]),
        json!([good[1..]]),
        json!([format!("{}=", &good[1..])]),
        json!([second, first]),
    ] {
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record["content"]["_sd"] = digests.clone();
        assert_eq!(refused(&forged(&record, &[])), Some((Code::RedForm, "/content/_sd".to_owned())), "{digests}");
    }
    for stub in [json!({ "...": 1 }), json!({ "...": "x" }), json!({ "...": good, "system": "x" })] {
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record["national_refs"][0] = stub.clone();
        assert_eq!(refused(&forged(&record, &[])), Some((Code::RedForm, "/national_refs/0/...".to_owned())), "{stub}");
    }
}

#[test]
fn digests_outside_the_sections_for_them() {
    for (place, at) in [
        ("/content/selectors/0", "/content/selectors/0/_sd"),
        ("/content/personas/0", "/content/personas/0/_sd"),
        ("/contact", "/contact/_sd"),
    ] {
        let hidden = disclosure(json!([SALT, "x", 1]));
        assert_eq!(refused(&forged(&holding(place, &[&hidden]), &[])), Some((Code::RedPlace, at.to_owned())));
    }
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["ext"] = json!({ "example.police:x": { "_sd": [digest("x")] } });
    assert_eq!(refused(&forged(&record, &[])).unwrap().0, Code::RedPlace);
    // In a list where nothing is redactable, and where a digest is no element.
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["content"]["personas"][0]["selector_refs"] = json!([0, { "...": digest("x") }]);
    assert_eq!(refused(&forged(&record, &[])).unwrap().0, Code::RedPlace);
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["contact"] = json!({ "...": digest("x") });
    assert_eq!(refused(&forged(&record, &[])), Some((Code::RedPlace, "/contact/...".to_owned())));
    // A disclosed name that may not be withheld, beside ones that may.
    let tip = disclosure(json!([SALT, "sex", "female"]));
    assert_eq!(
        refused(&forged(&holding("/content", &[&tip]), &[tip])),
        Some((Code::RedPlace, "/content/sex".to_owned()))
    );
}

#[test]
fn mandatory_parts_made_redactable() {
    for (name, value) in [
        ("urgency", json!("urgent-3d")),
        ("must", json!(["x"])),
        ("signers", json!({ "min": 1, "of": ["XX/northland"] })),
        ("absent", json!([])),
        ("field_handling", json!([])),
    ] {
        let hidden = disclosure(json!([SALT, name, value]));
        let record = holding("", &[&hidden]);
        assert_eq!(refused(&forged(&record, &[hidden])), Some((Code::RedMandatory, format!("/{name}"))));
    }
    let caution = disclosure(json!([SALT, "caution", ["armed"]]));
    let record = holding("/content", &[&caution]);
    assert_eq!(refused(&forged(&record, &[caution])), Some((Code::RedMandatory, "/content/caution".to_owned())));
    let hidden = digest("x");
    for place in ["/handling", "/validity"] {
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record.pointer_mut(place).unwrap()["_sd"] = json!([hidden]);
        assert_eq!(refused(&forged(&record, &[])), Some((Code::RedMandatory, format!("{place}/_sd"))));
    }
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["purpose"] = json!(["identify", { "...": hidden }]);
    assert_eq!(refused(&forged(&record, &[])), Some((Code::RedMandatory, "/purpose/1/...".to_owned())));
}

#[test]
fn a_denial_made_redactable() {
    let denial =
        json!({ "kind": "email", "value": "not@example.test", "attribution": "believed-user", "negated": true });
    let hidden = disclosure(json!([SALT, denial]));
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["content"]["selectors"][0] = json!({ "...": digest(&hidden) });
    assert_eq!(refused(&forged(&record, &[hidden])), Some((Code::RedMandatory, "/content/selectors/0".to_owned())));
}

#[test]
fn another_hash_algorithm_or_none() {
    let hidden = disclosure(json!([SALT, "contact", { "role": "x", "ref": "y" }]));
    let mut record = holding("", &[&hidden]);
    record.as_object_mut().unwrap().remove("contact");
    assert_eq!(refused(&forged(&record, std::slice::from_ref(&hidden))), None);
    for name in [json!("sha-1"), json!("SHA-256"), json!("sha-512"), json!(1)] {
        let mut record = record.clone();
        record["_sd_alg"] = name;
        assert_eq!(
            refused(&forged(&record, std::slice::from_ref(&hidden))),
            Some((Code::HashAlg, "/_sd_alg".to_owned()))
        );
    }
    record.as_object_mut().unwrap().remove("_sd_alg");
    assert_eq!(refused(&forged(&record, &[hidden])), Some((Code::HashAlg, "/_sd_alg".to_owned())));
    let mut idle = rich();
    idle["_sd_alg"] = json!("sha-256");
    assert_eq!(refused(&forged(&idle, &[])), Some((Code::RedPlace, "/_sd_alg".to_owned())));
    let mut deep = rich();
    deep["content"]["_sd_alg"] = json!("sha-256");
    assert_eq!(refused(&forged(&deep, &[])), Some((Code::RedPlace, "/content/_sd_alg".to_owned())));
}

/// Each disclosure holds the digest of the next: as many levels as there are disclosures.
#[test]
fn disclosures_in_disclosures_without_end() {
    let mut inner = disclosure(json!([SALT, "x"]));
    let mut all = vec![inner.clone()];
    for _ in 0..200 {
        inner = disclosure(json!([SALT, [[[[{ "...": digest(&inner) }]]]]]));
        all.push(inner.clone());
    }
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["national_refs"][0] = json!({ "...": digest(&inner) });
    assert_eq!(refused(&forged(&record, &all)).unwrap().0, Code::LimDepth);
}

#[test]
fn more_disclosures_or_bytes_than_a_reader_takes() {
    let many: Vec<String> = (0..257).map(|number| disclosure(json!([SALT, number]))).collect();
    assert_eq!(refused(&forged(&rich(), &many)), Some((Code::LimCount, "/disclosures".to_owned())));
    let large: Vec<String> = vec![disclosure(json!([SALT, "x".repeat(passerelle::limits::RECORD_BYTES)]))];
    assert_eq!(refused(&forged(&rich(), &large)), Some((Code::LimSize, "/disclosures".to_owned())));
    // Of several faults of an envelope these come in their order.
    let mut envelope = forged(&rich(), &many);
    envelope["signatures"] = json!([]);
    assert_eq!(refused(&envelope).unwrap().0, Code::LimCount);
    envelope["note"] = json!(1);
    assert_eq!(refused(&envelope).unwrap().0, Code::EnvMember);
}

#[test]
fn disclosures_that_are_no_list_of_texts_or_not_base64() {
    for disclosures in [json!([]), json!({}), json!("x"), json!([1]), json!([["x"]])] {
        let mut envelope = world().forge(&rich(), &world().header());
        envelope["disclosures"] = disclosures;
        assert_eq!(refused(&envelope), Some((Code::EnvMember, "/disclosures".to_owned())));
    }
    let padded = format!("{}=", disclosure(json!([SALT, "a"])));
    assert_eq!(refused(&forged(&rich(), &[padded])), Some((Code::EnvBase64, "/disclosures/0".to_owned())));
}

/// Nobody can turn a signed part into a withheld one, or the other way round.
#[test]
fn part_taken_out_of_the_signed_record() {
    let full = parsed(&signed(&rich()));
    let mut envelope = full.clone();
    envelope["record"]["national_refs"] = json!([envelope["record"]["national_refs"][0]]);
    assert_eq!(refused(&envelope).unwrap().0, Code::SigInvalid);
    let mut envelope = full;
    envelope["record"]["_sd"] = json!([digest("x")]);
    assert_eq!(refused(&envelope).unwrap().0, Code::SigInvalid);
}

#[test]
fn errors_hold_nothing_of_a_disclosure() {
    let secret = disclosure(json!([SALT, "sex", "a-value-to-keep"]));
    let error =
        open(&bytes(&forged(&holding("/content", &[&secret]), &[secret])), &world().trust, later()).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(!said.contains("a-value-to-keep") && !said.contains(SALT));
    let record = read(&signed(&rich()));
    assert!(!format!("{record:?}").contains("safe_travel"));
}

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
