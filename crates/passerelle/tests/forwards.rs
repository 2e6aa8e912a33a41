//! Forwards: what they are taken for, how they follow from one another, and whether the record went only where it may.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use std::sync::OnceLock;

use passerelle::crypto::{Algorithm, Signer, SoftwareKey};
use passerelle::forward::{Forward, ForwardConsent, check_forward, forward_for, open_forward, path, sign_forward};
use passerelle::record::{Addressee, Digest, JsonPointer, PartyCode, RecordId};
use passerelle::status::History;
use passerelle::trust::{KeyEntry, KeyState, Trust, TrustListDocument};
use passerelle::vocabulary::code::{AuthorityRole, Purpose};
use passerelle::{Code, Form, ObjectClass, StatementError, VerifiedRecord, VerifiedStatement};
use serde_json::{Value, json};
use support::trust::signed;
use support::*;

/// Northland (XA) issues; Southland (XB), Eastland (XC) and Westland (XD) pass on.
struct Exchange {
    world: World,
    east: SoftwareKey,
    west: SoftwareKey,
    trust: Trust,
}

fn exchange() -> &'static Exchange {
    static EXCHANGE: OnceLock<Exchange> = OnceLock::new();
    EXCHANGE.get_or_init(|| {
        let world = World::new();
        let (east, west) = (key("XX/eastland", Algorithm::Ed25519), key("XX/westland", Algorithm::Ed25519));
        let mut exchange = Exchange { trust: world.trust.clone(), world, east, west };
        exchange.trust = exchange.trust_with(|_| ());
        exchange
    })
}

impl Exchange {
    fn trust_with(&self, change: impl FnOnce(&mut TrustListDocument)) -> Trust {
        self.world.trust_with(|list| {
            list.authorities.push(authority(&self.east, "XC"));
            list.authorities.push(authority(&self.west, "XD"));
            for authority in &mut list.authorities {
                authority.roles = roles(&["record", "forward"]);
            }
            change(list);
        })
    }

    fn signer(&self, id: &str) -> &SoftwareKey {
        let keys = [&self.world.north, &self.world.south, &self.east, &self.west];
        keys.into_iter().find(|key| key.authority().as_str() == id).unwrap()
    }

    fn opened(&self, draft: &Value) -> VerifiedRecord {
        passerelle::open(&self.world.sign(draft), &self.trust, now()).unwrap()
    }
}

fn roles(names: &[&str]) -> Vec<AuthorityRole> {
    names.iter().map(|name| AuthorityRole::new(*name).unwrap()).collect()
}

/// A record that four countries may have and pass on, with some members of its marking set.
fn shared(handling: Value) -> VerifiedRecord {
    let mut draft = draft_with(json!({
        "purpose": ["modus-operandi-exchange", "identify"],
        "handling": {
            "tlp": "green",
            "releasable_to": ["XA", "XB", "XC", "XD"],
            "onward": "as-marked",
            "judicial_use": "permitted",
        },
    }));
    draft["handling"].as_object_mut().unwrap().extend(handling.as_object().unwrap().clone());
    exchange().opened(&draft)
}

fn record() -> VerifiedRecord {
    shared(json!({}))
}

fn forward(record: &VerifiedRecord, from: &str, to: &[&str]) -> Forward {
    let to = to.iter().map(|to| Addressee::new(*to).unwrap()).collect();
    forward_for(record, id(from), to, vec![purpose("identify")], now())
}

fn purpose(code: &str) -> Purpose {
    Purpose::new(code).unwrap()
}

fn made(forward: &Forward) -> VerifiedStatement<Forward> {
    let signer = exchange().signer(forward.issuer.as_str());
    let envelope = sign_forward(forward, signer, now(), Form::Clear).unwrap();
    open_forward(&envelope, &exchange().trust, now()).unwrap()
}

/// The forward of somebody who got the record by another.
fn after(previous: &VerifiedStatement<Forward>, record: &VerifiedRecord, from: &str, to: &[&str]) -> Forward {
    Forward { prev: Some(previous.digest().clone()), ..forward(record, from, to) }
}

/// What is wrong with a forward: the step, the code and its place, and the reasons.
fn faults(last: &Forward, earlier: &[VerifiedStatement<Forward>], record: &VerifiedRecord) -> Vec<String> {
    faults_by(last, earlier, record, &exchange().trust)
}

fn faults_by(
    last: &Forward,
    earlier: &[VerifiedStatement<Forward>],
    record: &VerifiedRecord,
    trust: &Trust,
) -> Vec<String> {
    let judgements = History::of([record]).at(now());
    let faults = check_forward(&made(last), earlier, record, judgements.of(record).unwrap(), trust, now());
    let shown = faults.iter().map(|fault| {
        let reasons: Vec<&str> = fault.reasons.iter().map(|reason| reason.code.as_str()).collect();
        let text = format!("{} {} {} {}", fault.step, fault.finding.code, fault.finding.pointer, reasons.join(" "));
        text.trim_end().to_owned()
    });
    shown.collect()
}

const NONE: [String; 0] = [];

fn open_code(bytes: &[u8], trust: &Trust) -> Option<&'static str> {
    open_forward(bytes, trust, now()).err().map(|error| error.code().as_str())
}

// ---- what a forward is ------------------------------------------------------

#[test]
fn an_honest_forward_opens_in_both_forms_and_says_everything() {
    let record = record();
    let forward = forward(&record, "XX/southland", &["XC", "XX/westland"]);
    assert_eq!(forward.handling, record.record().header.handling);
    for form in [Form::Clear, Form::Opaque] {
        let envelope = sign_forward(&forward, &exchange().world.south, now(), form).unwrap();
        let statement = open_forward(&envelope, &exchange().trust, now()).unwrap();
        assert_eq!(statement.document(), &forward);
        assert!(statement.findings().is_empty());
    }
    assert_eq!(faults(&forward, &[], &record), NONE);
}

#[test]
fn only_an_authority_with_the_role_forwards_and_only_in_its_own_name() {
    let forward = forward(&record(), "XX/southland", &["XC"]);
    let envelope = sign_forward(&forward, &exchange().world.south, now(), Form::Clear).unwrap();
    let trust = exchange().trust_with(|list| list.authorities[1].roles = roles(&["record", "receipt", "manifest"]));
    assert_eq!(open_code(&envelope, &trust), Some("KEY_ROLE"));
    let error = sign_forward(&forward, &exchange().east, now(), Form::Clear).unwrap_err();
    assert!(matches!(error, StatementError::Key));
    let document = serde_json::to_value(&forward).unwrap();
    let by_another = signed(ObjectClass::Forward, &document, &[&exchange().east]);
    assert_eq!(open_code(&by_another, &exchange().trust), Some("KEY_AUTHORITY"));
    let as_receipt = signed(ObjectClass::Receipt, &document, &[&exchange().world.south]);
    let mut as_receipt: Value = serde_json::from_slice(&as_receipt).unwrap();
    as_receipt["forward"] = as_receipt.as_object_mut().unwrap().remove("receipt").unwrap();
    assert_eq!(open_code(&bytes(&as_receipt), &exchange().trust), Some("HDR_TYP"));
}

#[test]
fn a_changed_forward_and_one_of_the_wrong_form() {
    let honest = serde_json::to_value(forward(&record(), "XX/southland", &["XC"])).unwrap();
    let mut changed: Value =
        serde_json::from_slice(&signed(ObjectClass::Forward, &honest, &[&exchange().world.south])).unwrap();
    changed["forward"]["to"] = json!(["XD"]);
    assert_eq!(open_code(&bytes(&changed), &exchange().trust), Some("SIG_INVALID"));
    let code = |members: Value| {
        let mut document = honest.clone();
        for (name, value) in members.as_object().unwrap() {
            match value {
                Value::Null => drop(document.as_object_mut().unwrap().remove(name)),
                value => document[name] = value.clone(),
            }
        }
        open_code(&signed(ObjectClass::Forward, &document, &[&exchange().world.south]), &exchange().trust)
    };
    assert_eq!(code(json!({})), None);
    assert_eq!(code(json!({ "spec": "1.3", "brand_new": "x" })), None);
    assert_eq!(code(json!({ "spec": "2.0" })), Some("VER_MAJOR"));
    assert_eq!(code(json!({ "brand_new": "x" })), Some("SCHEMA_UNKNOWN_MEMBER"));
    assert_eq!(code(json!({ "to": [] })), Some("SCHEMA_EMPTY"));
    assert_eq!(code(json!({ "to": ["XC", "XC"] })), Some("SCHEMA_DUPLICATE_ITEM"));
    assert_eq!(code(json!({ "to": ["all-members"] })), Some("SCHEMA_FORM"));
    assert_eq!(code(json!({ "purpose": null })), Some("SCHEMA_REQUIRED"));
    assert_eq!(code(json!({ "handling": null })), Some("SCHEMA_REQUIRED"));
    assert_eq!(code(json!({ "withheld": [] })), Some("SCHEMA_EMPTY"));
    assert_eq!(code(json!({ "withheld": ["content"] })), Some("SCHEMA_FORM"));
    assert_eq!(code(json!({ "consent": { "by": "XX/northland" } })), Some("SCHEMA_REQUIRED"));
    assert_eq!(code(json!({ "prev": { "alg": "sha-1", "hash": "0".repeat(64) } })), Some("SCHEMA_VALUE"));
}

#[test]
fn nothing_of_a_forward_is_printed_where_it_fails() {
    let record = record();
    let consent = ForwardConsent { by: id("XX/northland"), reference: "SECRET \u{202e}REFERENCE".to_owned() };
    let forward = Forward { consent: Some(consent), ..forward(&record, "XX/southland", &["XC"]) };
    let error = sign_forward(&forward, &exchange().world.south, now(), Form::Clear).unwrap_err();
    assert_eq!(error.code(), Code::ProfileBidi, "an author can still take the character out");
    assert!(!format!("{error:?} {error} {forward:?}").contains("SECRET"));
    let document = serde_json::to_value(&forward).unwrap();
    let envelope = signed(ObjectClass::Forward, &document, &[&exchange().world.south]);
    let opened = open_forward(&envelope, &exchange().trust, now()).unwrap();
    assert_eq!(opened.findings()[0].code, Code::ProfileBidi, "and a reader is warned");
    assert!(!format!("{opened:?}").contains("SECRET"));
}

// ---- the record, the chain --------------------------------------------------

#[test]
fn a_forward_of_another_record() {
    let record = record();
    let honest = forward(&record, "XX/southland", &["XC"]);
    let with = |change: fn(&mut passerelle::record::ExactRevision)| {
        let mut forward = honest.clone();
        change(&mut forward.record);
        faults(&forward, &[], &record)
    };
    assert_eq!(with(|record| record.digest = Digest::sha256([0; 32])), ["0 FWD_RECORD /record/digest"]);
    assert_eq!(with(|record| record.rev = 2), ["0 FWD_RECORD /record/rev"]);
    let other = RecordId::new("XX/northland/01890a5d-ac96-774b-bcce-b302099a805d").unwrap();
    let mut forward = honest.clone();
    forward.record.id = other;
    assert_eq!(faults(&forward, &[], &record), ["0 FWD_RECORD /record/id"]);
}

#[test]
fn a_chain_of_forwards_is_whole_in_whatever_order_it_comes() {
    let record = record();
    let first = made(&forward(&record, "XX/southland", &["XX/eastland"]));
    let second = made(&after(&first, &record, "XX/eastland", &["XD"]));
    let third = after(&second, &record, "XX/westland", &["XB"]);
    let stray = made(&forward(&record, "XX/westland", &["XA"]));
    for earlier in
        [vec![first.clone(), second.clone()], vec![second.clone(), stray.clone(), first.clone(), first.clone()]]
    {
        assert_eq!(faults(&third, &earlier, &record), NONE);
        let third = made(&third);
        let path = path(&third, &earlier);
        let from: Vec<&str> = path.steps().iter().map(|step| step.document().issuer.as_str()).collect();
        assert!(path.is_whole());
        assert_eq!(from, ["XX/southland", "XX/eastland", "XX/westland"]);
    }
}

#[test]
fn a_chain_with_a_forward_missing() {
    let record = record();
    let first = made(&forward(&record, "XX/southland", &["XC"]));
    let second = made(&after(&first, &record, "XX/eastland", &["XD"]));
    let third = after(&second, &record, "XX/westland", &["XB"]);
    assert_eq!(faults(&third, &[], &record), ["0 FWD_CHAIN /prev"]);
    assert_eq!(faults(&third, std::slice::from_ref(&first), &record), ["0 FWD_CHAIN /prev"]);
    assert_eq!(faults(&third, std::slice::from_ref(&second), &record), ["0 FWD_CHAIN /prev"]);
    let (third, earlier) = (made(&third), [second]);
    let path = path(&third, &earlier);
    assert_eq!((path.steps().len(), path.is_whole()), (2, false));
}

#[test]
fn a_forwarder_to_whom_nobody_passed_it_on() {
    let record = record();
    let first = made(&forward(&record, "XX/southland", &["XX/eastland"]));
    let stranger = after(&first, &record, "XX/westland", &["XB"]);
    assert_eq!(faults(&stranger, std::slice::from_ref(&first), &record), ["1 FWD_CHAIN /issuer"]);
    let by_country = made(&forward(&record, "XX/southland", &["XD"]));
    let entitled = after(&by_country, &record, "XX/westland", &["XB"]);
    assert_eq!(faults(&entitled, &[by_country], &record), NONE);
    // The first of them must be one to whom the issuer may give it; the issuer itself may begin too.
    let narrow = shared(json!({ "releasable_to": ["XA", "XC"] }));
    assert_eq!(faults(&forward(&narrow, "XX/southland", &["XC"]), &[], &narrow), ["0 FWD_CHAIN /issuer"]);
    assert_eq!(faults(&forward(&narrow, "XX/northland", &["XC"]), &[], &narrow), NONE);
}

#[test]
fn a_forward_from_before_it_can_have_been_made() {
    let record = record();
    let at = |text: &str| Forward { issued: time(text), ..forward(&record, "XX/southland", &["XC"]) };
    // The record was issued at 08:30, and clocks may differ by five minutes.
    assert_eq!(faults(&at("2026-06-01T08:25:00Z"), &[], &record), NONE);
    assert_eq!(faults(&at("2026-06-01T08:24:59Z"), &[], &record), ["0 FWD_CHAIN /issued"]);
    let first = made(&at("2026-06-01T10:00:00Z"));
    let second = |text: &str| Forward { issued: time(text), ..after(&first, &record, "XX/eastland", &["XD"]) };
    let earlier = [first.clone()];
    assert_eq!(faults(&second("2026-06-01T09:55:00Z"), &earlier, &record), NONE);
    assert_eq!(faults(&second("2026-06-01T09:54:59Z"), &earlier, &record), ["1 FWD_CHAIN /issued"]);
}

// ---- what is withheld -------------------------------------------------------

#[test]
fn a_forwarder_says_that_more_is_withheld_than_is() {
    let record = record();
    let place = |text: &str| JsonPointer::new(text).unwrap();
    let said = Forward { withheld: vec![place("/content/_sd/0")], ..forward(&record, "XX/southland", &["XC"]) };
    assert_eq!(faults(&said, &[], &record), ["0 FWD_MISMATCH /withheld/0"]);
    // Somebody before said so, and yet it is there again.
    let second = after(&made(&said), &record, "XX/eastland", &["XD"]);
    assert_eq!(faults(&second, &[made(&said)], &record), ["1 FWD_MISMATCH /withheld"]);
}

/// Random bytes that are no such thing, and never the same twice.
struct Counted(u8);

impl passerelle::crypto::Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), passerelle::crypto::RandomnessError> {
        self.0 += 1;
        bytes.fill(self.0);
        Ok(())
    }
}

/// A profile with parts that may be withheld, and a copy without some of them.
fn copy_without(parts: &[&str]) -> VerifiedRecord {
    let mut draft = support::held::profile(1);
    draft["handling"]["releasable_to"] = json!(["XA", "XB", "XC", "XD"]);
    draft["contact"] = json!({ "role": "duty-desk", "ref": "desk@unit.example" });
    draft["national_refs"] = json!([{ "system": "test-cases", "ref": "TEST-1" }]);
    let more = json!({ "kind": "email", "value": "second@example.test", "attribution": "believed-user" });
    draft["content"]["selectors"].as_array_mut().unwrap().push(more);
    let signed = passerelle::sign_redactable(
        &bytes(&draft),
        &[&exchange().world.north],
        now(),
        Form::Clear,
        &passerelle::redaction::Redactable::defaults(),
        &mut Counted(0),
    );
    let parts: Vec<_> = parts.iter().map(|part| passerelle::json::Pointer::parse(part).unwrap()).collect();
    let copy = passerelle::redact(&signed.unwrap(), &parts).unwrap();
    passerelle::open(&copy, &exchange().trust, now()).unwrap()
}

fn said(forward: &Forward) -> Vec<&str> {
    forward.withheld.iter().map(JsonPointer::as_str).collect()
}

#[test]
fn a_forwarder_withholds_more_than_the_forward_says() {
    let (full, without) = (copy_without(&[]), copy_without(&["/content/selectors/0"]));
    assert_eq!(full.digest(), without.digest(), "one record, of which one copy holds less");
    let silent = forward(&full, "XX/southland", &["XC"]);
    let open = forward(&without, "XX/southland", &["XC"]);
    assert_eq!((said(&silent), said(&open)), (vec![], vec!["/content/selectors/0"]));
    assert_eq!(faults(&silent, &[], &full), NONE);
    assert_eq!(faults(&open, &[], &without), NONE);
    assert_eq!(faults(&silent, &[], &without), ["0 FWD_MISMATCH /withheld"]);
    assert_eq!(faults(&open, &[], &full), ["0 FWD_MISMATCH /withheld/0"], "and less is as wrong as more");
    // One part is named, and another one withheld.
    let other = copy_without(&["/content/selectors/1"]);
    assert_eq!(faults(&open, &[], &other), ["0 FWD_MISMATCH /withheld", "0 FWD_MISMATCH /withheld/0"]);
}

#[test]
fn a_member_is_named_by_the_place_of_its_digest() {
    let without = copy_without(&["/contact"]);
    let honest = forward(&without, "XX/southland", &["XC"]);
    assert!(said(&honest)[0].starts_with("/_sd/"), "{:?}", said(&honest));
    assert_eq!(faults(&honest, &[], &without), NONE);
    let index: usize = said(&honest)[0]["/_sd/".len()..].parse().unwrap();
    let another = JsonPointer::new(format!("/_sd/{}", index + 1)).unwrap();
    let wrong = Forward { withheld: vec![another], ..honest };
    assert_eq!(faults(&wrong, &[], &without), ["0 FWD_MISMATCH /withheld", "0 FWD_MISMATCH /withheld/0"]);
}

#[test]
fn what_was_withheld_on_the_way_stays_withheld() {
    let (one, two) = (copy_without(&["/content/selectors/0"]), copy_without(&["/content/selectors/0", "/contact"]));
    let first = made(&forward(&one, "XX/southland", &["XC"]));
    let earlier = [first.clone()];
    let second = after(&first, &two, "XX/eastland", &["XD"]);
    assert_eq!((second.withheld.len(), faults(&second, &earlier, &two)), (2, Vec::new()));
    let own_only = Forward { withheld: vec![second.withheld[0].clone()], ..second.clone() };
    assert!(said(&own_only)[0].starts_with("/_sd/"));
    assert_eq!(faults(&own_only, &earlier, &two), ["1 FWD_MISMATCH /withheld"], "each says all of it");
    let again = after(&first, &copy_without(&[]), "XX/eastland", &["XD"]);
    assert_eq!(faults(&again, &earlier, &copy_without(&[])), ["1 FWD_MISMATCH /withheld"], "back from somewhere");
}

// ---- the marking ------------------------------------------------------------

#[test]
fn passed_on_under_a_looser_marking() {
    let record = shared(json!({ "tlp": "amber", "not_releasable_to": ["XE"], "onward": "as-marked" }));
    let with = |change: fn(&mut passerelle::record::Handling)| {
        let mut forward = forward(&record, "XX/southland", &["XC"]);
        change(&mut forward.handling);
        faults(&forward, &[], &record)
    };
    assert_eq!(with(|_| ()), NONE);
    assert_eq!(with(|handling| handling.not_releasable_to.clear()), ["0 FWD_HANDLING /handling/not_releasable_to"]);
    assert_eq!(
        with(|handling| handling.tlp = passerelle::vocabulary::code::Tlp::new("green").unwrap()),
        ["0 FWD_HANDLING /handling/tlp"]
    );
    let wider = |handling: &mut passerelle::record::Handling| {
        handling.releasable_to.push(passerelle::record::Audience::new("XF").unwrap());
    };
    assert_eq!(with(wider), ["0 FWD_HANDLING /handling/releasable_to"]);
    let stricter = |handling: &mut passerelle::record::Handling| {
        handling.releasable_to.retain(|party| party.as_str() == "XC");
        handling.tlp = passerelle::vocabulary::code::Tlp::new("red").unwrap();
    };
    assert_eq!(with(stricter), NONE);
}

#[test]
fn a_marking_that_a_forwarder_made_stricter_binds_those_after() {
    let record = record();
    let onward = |code: &str| passerelle::vocabulary::code::Onward::new(code).unwrap();
    let mut first = forward(&record, "XX/southland", &["XC"]);
    first.handling.onward = onward("none");
    let first = made(&first);
    let mut second = after(&first, &record, "XX/eastland", &["XD"]);
    assert_eq!(
        faults(&second, std::slice::from_ref(&first), &record),
        ["1 FWD_HANDLING /handling/onward", "1 FWD_RELEASE /to/0 REL_ONWARD"]
    );
    second.handling.onward = onward("none");
    assert_eq!(faults(&second, std::slice::from_ref(&first), &record), ["1 FWD_RELEASE /to/0 REL_ONWARD"]);
    // A narrower audience, and a narrower purpose.
    let mut first = forward(&record, "XX/southland", &["XC"]);
    first.handling.not_releasable_to = vec![PartyCode::new("XD").unwrap()];
    let first = made(&first);
    let mut second = after(&first, &record, "XX/eastland", &["XD", "XB"]);
    second.handling = first.document().handling.clone();
    assert_eq!(faults(&second, std::slice::from_ref(&first), &record), ["1 FWD_RELEASE /to/0 REL_DENIED"]);
    let first = made(&forward(&record, "XX/southland", &["XC"]));
    let mut second = after(&first, &record, "XX/eastland", &["XD"]);
    second.purpose = vec![purpose("modus-operandi-exchange")];
    assert_eq!(faults(&second, &[first], &record), ["1 FWD_RELEASE /to/0 REL_PURPOSE"]);
}

// ---- whom it went to --------------------------------------------------------

#[test]
fn passed_on_to_whom_the_issuer_denies_it() {
    let record = shared(json!({ "not_releasable_to": ["XE"] }));
    let to = |to: &[&str]| faults(&forward(&record, "XX/southland", to), &[], &record);
    assert_eq!(to(&["XC", "XX/westland"]), NONE);
    assert_eq!(to(&["XC", "XF"]), ["0 FWD_RELEASE /to/1 REL_NOT_LISTED"]);
    assert_eq!(to(&["XE"]), ["0 FWD_RELEASE /to/0 REL_DENIED REL_NOT_LISTED"]);
    assert_eq!(to(&["XX/nobody"]), ["0 FWD_RELEASE /to/0 REL_NOT_LISTED"], "an authority that is not listed");
    let mut forward = forward(&record, "XX/southland", &["XC"]);
    forward.purpose.push(purpose("locate"));
    assert_eq!(faults(&forward, &[], &record), ["0 FWD_RELEASE /to/0 REL_PURPOSE"]);
}

#[test]
fn consent_is_the_issuers_to_give() {
    let record = shared(json!({ "onward": "with-consent" }));
    let with = |by: Option<&str>| {
        let consent = by.map(|by| ForwardConsent { by: id(by), reference: "TEST-0001".to_owned() });
        faults(&Forward { consent, ..forward(&record, "XX/southland", &["XC"]) }, &[], &record)
    };
    assert_eq!(with(None), ["0 FWD_RELEASE /to/0 REL_ONWARD"]);
    assert_eq!(with(Some("XX/southland")), ["0 FWD_RELEASE /to/0 REL_ONWARD"]);
    assert_eq!(with(Some("XX/northland")), NONE);
    // Consent is for one step: the next one needs its own.
    let consent = Some(ForwardConsent { by: id("XX/northland"), reference: "TEST-0001".to_owned() });
    let first = made(&Forward { consent, ..forward(&record, "XX/southland", &["XC"]) });
    let second = after(&first, &record, "XX/eastland", &["XD"]);
    assert_eq!(faults(&second, &[first], &record), ["1 FWD_RELEASE /to/0 REL_ONWARD"]);
}

#[test]
fn a_forward_that_went_wrong_earlier_stays_wrong() {
    let record = shared(json!({ "onward": "within-country" }));
    let first = made(&forward(&record, "XX/southland", &["XC"]));
    let second = after(&first, &record, "XX/eastland", &["XX/eastland"]);
    assert_eq!(faults(&second, &[first], &record), ["0 FWD_RELEASE /to/0 REL_ONWARD"]);
}

#[test]
fn the_status_counts_for_the_last_step_only() {
    let record = record();
    let after_review = time("2027-07-01T00:00:00Z");
    let first = made(&forward(&record, "XX/southland", &["XC"]));
    let second = made(&after(&first, &record, "XX/eastland", &["XD"]));
    let judgements = History::of([&record]).at(after_review);
    let judgement = judgements.of(&record).unwrap();
    let faults = check_forward(&second, &[first], &record, judgement, &exchange().trust, now());
    let found: Vec<_> = faults.iter().map(|fault| (fault.step, fault.reasons[0].code)).collect();
    assert_eq!(found, [(1, Code::RelReviewDue)]);
}

#[test]
fn a_marking_with_a_code_that_is_not_known_here_cannot_be_judged() {
    let record = record();
    let mut forward = forward(&record, "XX/southland", &["XC"]);
    forward.handling.tlp = passerelle::vocabulary::code::Tlp::new("ultraviolet").unwrap();
    let judgements = History::of([&record]).at(now());
    let judgement = judgements.of(&record).unwrap();
    let faults = check_forward(&made(&forward), &[], &record, judgement, &exchange().trust, now());
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].reasons[0].code, Code::RelUnknownCode);
    assert_eq!(faults[0].finding.severity, passerelle::Severity::Indeterminate);
}

#[test]
fn a_forwarder_that_the_list_does_not_have_any_more() {
    let record = record();
    let forward = forward(&record, "XX/southland", &["XC"]);
    let trust = exchange().trust_with(|list| drop(list.authorities.remove(1)));
    assert_eq!(faults_by(&forward, &[], &record, &trust), ["0 KEY_UNKNOWN /signatures/0", "0 FWD_CHAIN /issuer"]);
    // Nor does it pass for the issuer, where it was addressed by its name.
    let bound = shared(json!({ "onward": "with-consent" }));
    let consent = Some(ForwardConsent { by: id("XX/northland"), reference: "TEST-0001".to_owned() });
    let first = made(&Forward { consent, ..self::forward(&bound, "XX/southland", &["XX/eastland"]) });
    let second = after(&first, &bound, "XX/eastland", &["XD"]);
    let trust = exchange().trust_with(|list| list.authorities.retain(|entry| entry.id.as_str() != "XX/eastland"));
    let found = faults_by(&second, &[first], &bound, &trust);
    assert_eq!(
        found,
        [
            "0 FWD_RELEASE /to/0 REL_NOT_LISTED",
            "1 KEY_UNKNOWN /signatures/0",
            "1 FWD_CHAIN /issuer",
            "1 FWD_RELEASE /to/0 REL_ONWARD",
        ]
    );
}

/// Whoever keeps an opened forward does not keep what the trust list said then.
#[test]
fn a_forward_whose_key_was_stolen_or_withdrawn_since_does_not_stand() {
    let record = record();
    let first = made(&forward(&record, "XX/southland", &["XC"]));
    let second = after(&first, &record, "XX/eastland", &["XD"]);
    let change = |authority: usize, change: fn(&mut KeyEntry)| {
        exchange().trust_with(|list| change(&mut list.authorities[authority].keys[0]))
    };
    let stolen = |key: &mut KeyEntry| {
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time("2026-01-01T00:00:00Z")));
    };
    let withdrawn = |key: &mut KeyEntry| {
        (key.status, key.retired_at) = (KeyState::Retired, Some(time("2026-01-01T00:00:00Z")));
    };
    let found = |trust: &Trust| faults_by(&second, std::slice::from_ref(&first), &record, trust);
    assert_eq!(found(&exchange().trust), NONE);
    // The authorities of the list: Northland, Southland, Eastland, Westland.
    for (authority, step) in [(1, 0), (2, 1)] {
        assert_eq!(found(&change(authority, stolen)), [format!("{step} KEY_COMPROMISED /signatures/0")]);
        assert_eq!(found(&change(authority, withdrawn)), [format!("{step} KEY_RETIRED /signatures/0")]);
    }
    // One that had no part in the way changes nothing.
    assert_eq!(found(&change(3, stolen)), NONE);
}
