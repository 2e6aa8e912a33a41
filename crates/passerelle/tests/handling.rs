//! Who may get a record, reason by reason; and what an on-line platform may get.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod support;

use passerelle::VerifiedRecord;
use passerelle::handling::{Consent, Decision, Recipient, Referral, ReferralError, Sender, referral, release};
use passerelle::record::{Environment, PartyCode};
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;
use serde_json::{Value, json};
use support::held::*;
use support::*;

fn party(code: &str) -> PartyCode {
    PartyCode::new(code).unwrap()
}

fn to(code: &str) -> Recipient {
    Recipient { party: party(code), environment: Environment::Test }
}

fn holder(code: &str, consent: Consent) -> Sender {
    Sender::Holder { party: party(code), consent }
}

fn decide(records: &[&VerifiedRecord], sender: &Sender, recipient: &Recipient, purpose: &str) -> Decision {
    let judgements = History::of(records.iter().copied()).at(later());
    let judgement = judgements.of(records[0]).unwrap();
    release(records[0], judgement, sender, recipient, &Purpose::new(purpose).unwrap())
}

/// The reasons against sending a record to a recipient, each at its place.
fn reasons(draft: &Value, sender: &Sender, recipient: &Recipient) -> Vec<String> {
    listed(&decide(&[&opened(draft)], sender, recipient, "identify"))
}

fn listed(decision: &Decision) -> Vec<String> {
    assert_eq!(decision.is_allowed(), decision.reasons().is_empty());
    decision.reasons().iter().map(|finding| format!("{} {}", finding.code, finding.pointer)).collect()
}

fn none() -> Vec<String> {
    Vec::new()
}

/// A network with some members of its marking set.
fn marked(handling: Value) -> Value {
    let mut draft = network(1);
    draft["handling"].as_object_mut().unwrap().extend(handling.as_object().unwrap().clone());
    draft
}

/// A record as a newer library could have signed it: the schema takes its codes, this library's lists do not have them.
fn from_the_future(mut draft: Value) -> VerifiedRecord {
    draft["vocab"] = json!({ "passerelle": "2099.1" });
    let mut header = header(&world().north);
    header["iat"] = json!(later().unix_seconds());
    let envelope = json!({ "record": draft, "signatures": [signature(&draft, &header, &world().north)] });
    passerelle::open(&bytes(&envelope), &world().trust, later()).unwrap()
}

#[test]
fn only_who_is_listed_gets_a_record() {
    let draft = marked(json!({ "releasable_to": ["XB", "XOX"], "not_releasable_to": ["XC"] }));
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XB")), none());
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XOX")), none());
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XD")), ["REL_NOT_LISTED /handling/releasable_to"]);
    // The issuer's own country is listed like any other.
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XA")), ["REL_NOT_LISTED /handling/releasable_to"]);
}

#[test]
fn all_members_are_countries_and_denial_beats_it() {
    let draft = marked(json!({ "releasable_to": ["all-members"], "not_releasable_to": ["XC"] }));
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XB")), none());
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XC")), ["REL_DENIED /handling/not_releasable_to/0"]);
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XOX")), ["REL_NOT_LISTED /handling/releasable_to"]);
}

#[test]
fn red_goes_to_whom_it_names() {
    let draft = marked(json!({ "tlp": "red" }));
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XB")), none());
    assert_eq!(
        reasons(&draft, &Sender::Issuer, &to("XC")),
        ["REL_NOT_LISTED /handling/releasable_to", "REL_TLP /handling/tlp"]
    );
    let draft = marked(json!({ "interpol": "confidential" }));
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XB")), none());
}

#[test]
fn a_holder_passes_on_what_the_issuer_allows() {
    let (at_home, abroad) = (to("XB"), to("XA"));
    let (asked, unasked) = (holder("XB", Consent::Given), holder("XB", Consent::None));
    let onward = ["REL_ONWARD /handling/onward".to_owned()];
    for (code, allowed) in [
        // Without consent at home and abroad, with consent at home and abroad.
        ("none", [false, false, false, false]),
        ("with-consent", [false, false, true, true]),
        ("within-country", [true, false, true, false]),
        ("as-marked", [true, true, true, true]),
    ] {
        let draft = marked(json!({ "onward": code }));
        let cases = [(&unasked, &at_home), (&unasked, &abroad), (&asked, &at_home), (&asked, &abroad)];
        for ((sender, recipient), allowed) in cases.into_iter().zip(allowed) {
            let expected = if allowed { &[][..] } else { &onward };
            assert_eq!(reasons(&draft, sender, recipient), expected, "{code}");
        }
        // The issuer needs nobody's leave.
        assert_eq!(reasons(&draft, &Sender::Issuer, &abroad), none());
    }
    // Passing on opens no list.
    assert_eq!(reasons(&network(1), &asked, &to("XC")), ["REL_NOT_LISTED /handling/releasable_to"]);
}

#[test]
fn the_traffic_light_and_the_europol_codes_bind_a_holder() {
    let (asked, unasked) = (holder("XB", Consent::Given), holder("XB", Consent::None));
    for tlp in ["red", "amber-strict"] {
        let draft = marked(json!({ "tlp": tlp }));
        assert_eq!(reasons(&draft, &unasked, &to("XA")), ["REL_ONWARD /handling/tlp"], "{tlp}");
        assert_eq!(reasons(&draft, &asked, &to("XA")), none(), "{tlp}");
    }
    let amber = marked(json!({ "tlp": "amber", "releasable_to": ["all-members"] }));
    assert_eq!(reasons(&amber, &unasked, &to("XB")), none());
    assert_eq!(reasons(&amber, &unasked, &to("XA")), ["REL_ONWARD /handling/tlp"]);
    assert_eq!(reasons(&amber, &asked, &to("XA")), none());
    assert_eq!(reasons(&marked(json!({ "tlp": "amber" })), &unasked, &to("XA")), none());
    let caveats = json!([{ "lang": "en", "text": "Ask first." }]);
    let draft = marked(json!({ "europol": ["H0", "H2", "H3"], "caveats": caveats }));
    assert_eq!(
        reasons(&draft, &unasked, &to("XA")),
        ["REL_ONWARD /handling/europol/1", "REL_ONWARD /handling/europol/2"]
    );
    assert_eq!(reasons(&draft, &asked, &to("XA")), none());
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XA")), none());
}

#[test]
fn a_code_that_is_not_known_lets_it_go_to_nobody() {
    for (member, place) in [
        ("tlp", "/handling/tlp"),
        ("onward", "/handling/onward"),
        ("judicial_use", "/handling/judicial_use"),
        ("pap", "/handling/pap"),
        ("interpol", "/handling/interpol"),
        ("europol", "/handling/europol/0"),
    ] {
        let value = if member == "europol" { json!(["H9"]) } else { json!("x-new") };
        let record = from_the_future(marked(json!({ member: value })));
        let decision = decide(&[&record], &Sender::Issuer, &to("XB"), "identify");
        assert_eq!(listed(&decision), [format!("REL_UNKNOWN_CODE {place}")], "{member}");
        assert!(referral(&record, History::of([&record]).at(later()).of(&record).unwrap(), &Sender::Issuer).is_err());
    }
    let record = from_the_future(network(1));
    assert!(decide(&[&record], &Sender::Issuer, &to("XB"), "identify").is_allowed());
}

#[test]
fn a_purpose_that_the_record_does_not_state() {
    let record = opened(&network(1));
    assert!(decide(&[&record], &Sender::Issuer, &to("XB"), "crime-analysis").is_allowed());
    let other = decide(&[&record], &Sender::Issuer, &to("XB"), "locate-arrest");
    assert_eq!(listed(&other), ["REL_PURPOSE /purpose"]);
}

#[test]
fn what_does_not_hold_goes_to_nobody() {
    let draft = network(1);
    let first = opened(&draft);
    let reasons = |records: &[&VerifiedRecord]| listed(&decide(records, &Sender::Issuer, &to("XB"), "identify"));
    let second = opened(&revised(&first, "Moved."));
    let other = opened(&revised(&first, "Moved elsewhere."));
    let withdrawn = opened(&notice("northland", 9, "withdraw", &draft));
    let disputed = opened(&notice("southland", 9, "dispute", &draft));
    assert_eq!(reasons(&[&second, &first]), none());
    for records in
        [[&first, &second].as_slice(), &[&second, &first, &other], &[&first, &withdrawn], &[&first, &disputed]]
    {
        assert_eq!(reasons(records), ["REL_STATUS "]);
    }
    let mut short = network(1);
    short["validity"] = json!({ "from": "2026-06-01", "review_by": "2026-07-01" });
    assert_eq!(reasons(&[&opened(&short)]), ["REL_REVIEW_DUE /validity/review_by"]);
    let extended = opened(&notice("northland", 9, "extend-review", &short));
    assert_eq!(reasons(&[&opened(&short), &extended]), none());
    short["validity"]["expires"] = json!("2026-08-01");
    assert_eq!(reasons(&[&opened(&short), &extended]), ["REL_EXPIRED /validity"]);
    // `from` names the first day, in UTC.
    let mut early = network(1);
    early["validity"] = json!({ "from": "2026-12-01", "review_by": "2028-01-01" });
    assert_eq!(reasons(&[&opened(&early)]), none());
    early["validity"]["from"] = json!("2026-12-02");
    let early = opened(&early);
    assert_eq!(reasons(&[&early]), ["REL_NOT_YET /validity/from"]);
    let judgements = History::of([&early]).at(later());
    let judgement = judgements.of(&early).unwrap();
    assert_eq!(judgement.status, passerelle::Status::Active, "it decides no status");
    assert!(referral(&early, judgement, &Sender::Issuer).is_err());
    // The judgement of another record allows nothing.
    let judgements = History::of([&first, &second]).at(later());
    let purpose = Purpose::new("identify").unwrap();
    let decision = release(&first, judgements.of(&second).unwrap(), &Sender::Issuer, &to("XB"), &purpose);
    assert_eq!(listed(&decision), ["REL_STATUS "]);
}

#[test]
fn what_must_be_understood_and_is_not_goes_to_nobody() {
    let mut draft = network(1);
    draft["must"] = json!(["example.police:case_colour"]);
    let header = header(&world().north);
    let envelope = json!({ "record": draft, "signatures": [signature(&draft, &header, &world().north)] });
    let record = passerelle::open(&bytes(&envelope), &world().trust, later()).unwrap();
    assert_eq!(listed(&decide(&[&record], &Sender::Issuer, &to("XB"), "identify")), ["REL_MUST /must"]);
}

#[test]
fn environments_are_kept_apart() {
    let draft = network(1);
    let live = Recipient { environment: Environment::Live, ..to("XB") };
    assert_eq!(reasons(&draft, &Sender::Issuer, &live), ["REL_ENVIRONMENT /environment"]);
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XB")), none());
}

#[test]
fn a_part_that_must_be_withheld_keeps_the_whole_record() {
    let strict = json!({
        "tlp": "amber", "releasable_to": ["XB"], "onward": "none", "judicial_use": "prohibited",
    });
    let mut draft = marked(json!({ "releasable_to": ["XA", "XB"] }));
    draft["field_handling"] = json!([{ "paths": ["/content/summary", "/provenance"], "handling": strict }]);
    draft["attachments"] = json!([{
        "hash": { "alg": "sha-256", "hash": "0".repeat(64) },
        "media_type": "image/png",
        "size": 1,
        "persons_shown": "no",
        "handling": strict,
    }]);
    assert_eq!(reasons(&draft, &Sender::Issuer, &to("XB")), none());
    let record = opened(&draft);
    let decision = decide(&[&record], &Sender::Issuer, &to("XA"), "identify");
    assert_eq!(listed(&decision), ["REL_FIELD /attachments/0", "REL_FIELD /content/summary", "REL_FIELD /provenance"]);
    let withheld: Vec<&str> = decision.withheld().iter().map(|part| part.as_str()).collect();
    assert_eq!(withheld, ["/attachments/0", "/content/summary", "/provenance"]);
    // A holder who may pass on the record, but not this part of it.
    assert_eq!(reasons(&draft, &holder("XB", Consent::Given), &to("XB")).len(), 3);
}

/// A profile that is known by more than platforms may learn, with one selector of each sort.
fn known_person() -> Value {
    let mut draft = profile(1);
    let selector = |kind: &str, value: &str, more: Value| {
        let mut selector = json!({ "kind": kind, "value": value, "attribution": "believed-user" });
        selector.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        selector
    };
    draft["content"]["identified"] = json!("identified");
    draft["content"]["names"] = json!([{
        "full": "Specimen Verlasky", "script": "Latn", "kind": "legal", "parts": { "family": ["Verlasky"] },
    }]);
    draft["content"]["births"] = json!([{ "date": "1983-04-05", "basis": "self-claimed" }]);
    draft["content"]["selectors"] = json!([
        selector("social-channel", "@safe_travel_test", json!({ "platform": "telegram", "display": "Safe Verlasky" })),
        selector(
            "social-account",
            "specimen.verlasky",
            json!({ "platform": "facebook", "platform_id": "100000000000001" })
        ),
        selector("url", "https://video.example/@safe_travel_test", json!({ "platform": "youtube" })),
        selector("phone", "+15555550142", json!({})),
        selector("email", "safe@travel.example", json!({})),
        selector("messaging-account", "+15555550143", json!({ "platform": "whatsapp" })),
        selector("social-account", "someone_else", json!({ "platform": "telegram", "attribution": "contacted-by" })),
        selector("social-account", "not_this_one", json!({ "platform": "telegram", "negated": true })),
        selector("url", "https://chat.example/15555550142", json!({ "platform": "telegram" })),
        selector("social-account", "marked_account", json!({ "platform": "telegram" })),
    ]);
    draft["requested_action"] = json!(["preserve-evidence", "locate"]);
    draft["attachments"] = json!([{
        "hash": { "alg": "sha-256", "hash": "0".repeat(64) },
        "media_type": "image/png",
        "size": 1,
        "caption": [{ "lang": "en", "text": "Verlasky's post, invented." }],
        "persons_shown": "no",
    }]);
    draft["field_handling"] = json!([{ "paths": ["/content/selectors/9/value"], "handling": {
        "tlp": "amber", "releasable_to": ["XB"], "onward": "none", "judicial_use": "prohibited",
    } }]);
    draft
}

fn refer(draft: &Value, sender: &Sender) -> Result<Referral, ReferralError> {
    let record = opened(draft);
    let judgements = History::of([&record]).at(later());
    referral(&record, judgements.of(&record).unwrap(), sender)
}

fn refused(draft: &Value, sender: &Sender) -> Vec<String> {
    let error = refer(draft, sender).unwrap_err();
    error.reasons.iter().map(|finding| format!("{} {}", finding.code, finding.pointer)).collect()
}

#[test]
fn a_referral_holds_what_is_the_platforms_own_and_nothing_of_the_person() {
    let made = refer(&known_person(), &Sender::Issuer).unwrap();
    let text = String::from_utf8(made.to_canonical()).unwrap();
    let expected = json!({
        "spec": "1.0",
        "environment": "test",
        "issued": "2026-06-01T08:00:00Z",
        "record": { "id": record_id("northland", 1), "rev": 1 },
        "legal_basis": ["som-protocol"],
        "requested_action": ["preserve-evidence"],
        "selectors": [
            { "kind": "social-account", "platform": "facebook", "platform_id": "100000000000001" },
            { "kind": "social-channel", "platform": "telegram", "value": "@safe_travel_test" },
            { "kind": "url", "platform": "youtube", "value": "https://video.example/@safe_travel_test" },
        ],
        "hashes": [{ "hash": { "alg": "sha-256", "hash": "0".repeat(64) }, "media_type": "image/png" }],
    });
    assert_eq!(text.as_bytes(), canonical(&expected));
    for secret in ["verlasky", "specimen", "5555550", "1983", "travel.example", "someone_else", "not_this", "marked"] {
        assert!(!text.to_lowercase().contains(secret), "{secret}");
    }
    let left_out: Vec<&str> = made.left_out().iter().map(|finding| finding.pointer.as_str()).collect();
    assert_eq!(left_out, ["/content/selectors/5", "/content/selectors/8"]);
    assert!(made.left_out().iter().all(|finding| finding.code.as_str() == "RULE_REFERRAL_PERSON_DATA"));
}

#[test]
fn a_referral_that_would_hold_nothing_but_data_on_a_person_is_refused() {
    let mut draft = profile(1);
    draft["content"]["selectors"] = json!([
        { "kind": "messaging-account", "value": "+15555550143", "platform": "whatsapp", "attribution": "believed-user" },
        { "kind": "phone", "value": "+15555550142", "attribution": "believed-user" },
    ]);
    assert_eq!(
        refused(&draft, &Sender::Issuer),
        ["REL_REFERRAL_EMPTY /content", "RULE_REFERRAL_PERSON_DATA /content/selectors/0"]
    );
    draft["content"]["selectors"][0]["platform"] = json!("telegram");
    draft["content"]["selectors"][0]["platform_id"] = json!("1000000001");
    let made = refer(&draft, &Sender::Issuer).unwrap();
    assert_eq!((made.selectors()[0].value(), made.selectors()[0].platform_id()), (None, Some("1000000001")));
    // A number that is or may be a telephone number is no number of the platform's own.
    for (platform, number) in [("telegram", "+15555550143"), ("whatsapp", "15555550143")] {
        draft["content"]["selectors"][0]["platform"] = json!(platform);
        draft["content"]["selectors"][0]["platform_id"] = json!(number);
        assert!(refer(&draft, &Sender::Issuer).is_err(), "{platform}");
    }
}

#[test]
fn a_network_is_referred_by_its_channels_and_its_own_name_is_no_secret() {
    let mut draft = network(1);
    draft["content"]["selectors"] = json!([
        { "kind": "social-channel", "value": "example_tide", "platform": "telegram", "attribution": "confirmed-user" },
    ]);
    assert_eq!(refer(&draft, &Sender::Issuer).unwrap().selectors()[0].value(), Some("example_tide"));
    assert_eq!(refused(&network(1), &Sender::Issuer), ["REL_REFERRAL_EMPTY /content"]);
    let joined = link(3, "works-with", &network(1), &network(2));
    assert_eq!(refused(&joined, &Sender::Issuer), ["REL_REFERRAL_EMPTY /content", "REL_REFERRAL_EMPTY /type"]);
}

#[test]
fn only_the_issuer_or_who_has_consent_refers_and_never_against_the_marking() {
    let draft = profile(1);
    assert!(refer(&draft, &Sender::Issuer).is_ok());
    assert!(refer(&draft, &holder("XB", Consent::Given)).is_ok());
    assert_eq!(refused(&draft, &holder("XB", Consent::None)), ["REL_ONWARD /handling/onward"]);
    let mut closed = draft.clone();
    closed["handling"]["onward"] = json!("none");
    assert_eq!(refused(&closed, &holder("XB", Consent::Given)), ["REL_ONWARD /handling/onward"]);
    let mut quiet = draft.clone();
    quiet["handling"]["pap"] = json!("red");
    assert_eq!(refused(&quiet, &Sender::Issuer), ["REL_ONWARD /handling/pap"]);
    let record = opened(&draft);
    let withdrawn = opened(&notice("northland", 9, "withdraw", &draft));
    let judgements = History::of([&record, &withdrawn]).at(later());
    let error = referral(&record, judgements.of(&record).unwrap(), &Sender::Issuer).unwrap_err();
    assert_eq!(error.reasons[0].code.as_str(), "REL_STATUS");
}

#[test]
fn nothing_printed_holds_data_of_a_record() {
    let draft = known_person();
    let made = refer(&draft, &Sender::Issuer).unwrap();
    let record = opened(&draft);
    let decision = decide(&[&record], &holder("XA", Consent::None), &to("XC"), "warn");
    let error = refer(&link(3, "works-with", &draft, &network(2)), &Sender::Issuer).unwrap_err();
    let printed = format!("{made:?} {:?} {decision:?} {error} {error:?}", made.selectors()).to_lowercase();
    for secret in ["verlasky", "safe_travel", "5555550", "100000000000001", "video.example", "1983-04"] {
        assert!(!printed.contains(secret), "{secret}");
    }
}
