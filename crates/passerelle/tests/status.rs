//! Which records still hold: revisions, forks, notices and references, in whatever order they come.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod support;

use std::collections::BTreeMap;

use passerelle::record::{Environment, RecordId};
use passerelle::status::{History, Judgement, Judgements};
use passerelle::trust::{Trust, sign_trust_document};
use passerelle::{ObjectClass, Opening, Severity, Status, VerifiedRecord, open};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::held::*;
use support::*;

/// The judgement of one record among others.
fn judge(records: &[&VerifiedRecord], about: &VerifiedRecord) -> Judgement {
    History::of(records.iter().copied()).at(later()).of(about).unwrap().clone()
}

fn status(records: &[&VerifiedRecord], about: &VerifiedRecord) -> Status {
    judge(records, about).status
}

/// The codes found about a record, each at its place.
fn found(records: &[&VerifiedRecord], about: &VerifiedRecord) -> Vec<String> {
    codes(&judge(records, about))
}

fn codes(judgement: &Judgement) -> Vec<String> {
    judgement.findings.iter().map(|finding| format!("{} {}", finding.code, finding.pointer)).collect()
}

#[test]
fn attack_65_an_older_revision_replayed_as_news() {
    let first = opened(&network(1));
    let second = opened(&revised(&first, "Moved."));
    for order in [[&first, &second], [&second, &first]] {
        let judgement = judge(&order, &first);
        assert_eq!(judgement.status, Status::Superseded);
        assert_eq!(codes(&judgement), ["REV_SUPERSEDED /rev"]);
        assert_eq!(judgement.replaced_by.unwrap().rev, 2);
        assert_eq!(status(&order, &second), Status::Active);
        assert_eq!(found(&order, &second), Vec::<String>::new());
    }
    assert_eq!(status(&[&first], &first), Status::Active);
}

#[test]
fn attack_66_two_records_with_one_id_and_one_revision() {
    let first = opened(&network(1));
    let (one, other) = (opened(&revised(&first, "Moved east.")), opened(&revised(&first, "Moved west.")));
    let held = [&first, &one, &other];
    for forked in [&one, &other] {
        assert_eq!(status(&held, forked), Status::Forked);
        assert_eq!(found(&held, forked), ["REV_EQUIVOCATION /rev"]);
    }
    // Both are kept, and the revision before them is not in force either.
    assert_eq!(History::of(held).at(later()).iter().count(), 3);
    assert_eq!(status(&held, &first), Status::Superseded);
    // The same record in another envelope is no fork.
    let again = opened(&revised(&first, "Moved east."));
    assert_eq!(status(&[&first, &one, &again], &one), Status::Active);
    // A later revision that follows from one of them settles it, without making either good.
    let third = opened(&revised(&one, "Moved east, that is certain."));
    let held = [&first, &one, &other, &third];
    assert_eq!((status(&held, &third), status(&held, &other)), (Status::Active, Status::Forked));
}

#[test]
fn attack_67_a_predecessor_that_is_not_the_one_that_is_held() {
    let first = opened(&network(1));
    let other = opened(&network(2));
    let stray = opened(&next(&other, |draft| draft["id"] = network(1)["id"].clone()));
    let held = [&first, &stray];
    assert_eq!((status(&held, &stray), status(&held, &first)), (Status::Unknown, Status::Active));
    assert_eq!(found(&held, &stray), ["REV_CHAIN /prev"]);
    // What follows from it is refused too, and opening it beside what is held says the same.
    let after = opened(&revised(&stray, "Onward."));
    assert_eq!(found(&[&first, &stray, &after], &after), ["REV_CHAIN /prev"]);
    let history = History::of([&first]);
    let envelope = stray.to_envelope(passerelle::Form::Clear);
    let refused =
        passerelle::open_with(&envelope, &Opening::new(&world().trust, later()).holding(&history)).unwrap_err();
    assert_eq!(refused.code().as_str(), "REV_CHAIN");
    let good = opened(&revised(&first, "Moved.")).to_envelope(passerelle::Form::Clear);
    assert!(passerelle::open_with(&good, &Opening::new(&world().trust, later()).holding(&history)).is_ok());
}

#[test]
fn attack_68_a_predecessor_that_is_not_held() {
    let first = opened(&network(1));
    let second = opened(&revised(&first, "Moved."));
    let third = opened(&revised(&second, "Moved on."));
    let judgement = judge(&[&first, &third], &third);
    assert_eq!(judgement.status, Status::Active);
    assert_eq!(codes(&judgement), ["REV_GAP /prev"]);
    assert_eq!(judgement.findings[0].severity, Severity::Indeterminate);
    assert_eq!(status(&[&first, &third], &first), Status::Superseded);
    assert_eq!(found(&[&first, &second, &third], &third), Vec::<String>::new());
    // Across a gap the type and the order of issue are held to all the same.
    let earlier = opened(&next(&second, |draft| draft["issued"] = json!("2026-05-01T00:00:00Z")));
    assert_eq!(found(&[&first, &earlier], &earlier), ["REV_GAP /prev", "RULE_PREV_ISSUED_ORDER /issued"]);
}

/// A record that never opens is never judged: these are refused before there is a history.
#[test]
fn attacks_69_70_and_73_revisions_of_the_wrong_form_or_issuer_do_not_open() {
    let world = world();
    let first = opened(&network(1));
    let prev = |alg: &str| json!({ "alg": alg, "hash": first.digest().hash.as_str() });
    let as_first = |change: &dyn Fn(&mut Value)| {
        let mut record = network(1);
        change(&mut record);
        world.refusal(&world.forge(&record, &world.header()))
    };
    let refusals = [
        as_first(&|record| record["prev"] = prev("sha-256")),
        as_first(&|record| record["rev"] = json!(2)),
        as_first(&|record| record["id"] = json!(record_id("southland", 1))),
    ];
    assert_eq!(refusals, [Some("REV_FORM"), Some("REV_FORM"), Some("REV_AUTHORITY")]);
    // The next revision by another authority, signed by that authority.
    let mut taken = revised(&first, "Taken over.");
    taken["issuer"] = json!("XX/southland");
    let envelope = json!({ "record": taken, "signatures": [signature(&taken, &header(&world.south), &world.south)] });
    let refusal = passerelle::open(&bytes(&envelope), &world.trust, later()).unwrap_err();
    assert_eq!(refusal.code().as_str(), "REV_AUTHORITY");
    let mut weak = revised(&first, "Moved.");
    weak["prev"] = prev("sha-1");
    weak["issued"] = json!("2026-06-01T09:00:00Z");
    assert_eq!(world.refusal(&world.forge(&weak, &world.header())), Some("HASH_ALG"));
}

#[test]
fn attack_71_a_record_replayed_after_its_withdrawal_or_arriving_after_it() {
    let draft = network(1);
    let withdrawal = opened(&notice("northland", 9, "withdraw", &draft));
    // The notice arrives first, and waits.
    assert_eq!(found(&[&withdrawal], &withdrawal), ["RULE_NOTICE_KNOWN_TARGET /content/about/id"]);
    let first = opened(&draft);
    for order in [[&first, &withdrawal], [&withdrawal, &first]] {
        let judgement = judge(&order, &first);
        assert_eq!(judgement.status, Status::Withdrawn);
        assert_eq!(codes(&judgement), ["REV_RETRACTED "]);
        assert_eq!(judgement.notices[0].id.as_str(), record_id("northland", 9));
        assert_eq!(status(&order, &withdrawal), Status::Active);
    }
    // It takes back every revision, and what was issued after it is refused.
    let second = opened(&next(&first, |draft| draft["issued"] = json!("2026-06-20T00:00:00Z")));
    let late = opened(&next(&second, |draft| draft["issued"] = json!("2026-07-02T00:00:00Z")));
    let held = [&first, &second, &late, &withdrawal];
    for record in [&first, &second, &late] {
        assert_eq!(status(&held, record), Status::Withdrawn);
    }
    assert!(found(&held, &late).contains(&"RULE_VERSION_AFTER_WITHDRAW /issued".to_owned()));
    let meanwhile = opened(&next(&first, |draft| draft["issued"] = json!("2026-07-01T08:00:00Z")));
    let held = [&first, &meanwhile, &withdrawal];
    assert!(found(&held, &meanwhile).contains(&"RULE_VERSION_AFTER_WITHDRAW /issued".to_owned()));
    // A withdrawal that is announced leaves the record as it is, and no time for another revision.
    let mut announced = notice("northland", 9, "withdraw", &draft);
    announced["content"]["effective"] = json!("2026-12-31T00:00:00Z");
    let announced = opened(&announced);
    let held = [&first, &second, &late, &announced];
    assert_eq!((status(&held, &second), status(&held, &late)), (Status::Active, Status::Unknown));
    // The alarm of a fork comes before the withdrawal; both hold.
    let twin = opened(&next(&first, |draft| draft["content"]["summary"][0]["text"] = json!("Moved.")));
    assert_eq!(judge(&[&second, &twin, &withdrawal], &twin).holds[..2], [Status::Forked, Status::Withdrawn]);
}

#[test]
fn attack_72_a_withdrawal_by_somebody_who_is_not_entitled() {
    let draft = network(1);
    let first = opened(&draft);
    for action in ["withdraw", "correct", "supersede", "extend-review", "test-end"] {
        let stranger = opened(&notice("southland", 9, action, &draft));
        let held = [&first, &stranger];
        assert_eq!((status(&held, &first), status(&held, &stranger)), (Status::Active, Status::Unknown), "{action}");
        assert_eq!(found(&held, &stranger), ["RET_AUTHORITY /content/action"], "{action}");
        assert_eq!(found(&held, &first), Vec::<String>::new(), "{action}");
        // It is known to be a stranger's before the record arrives.
        assert!(found(&[&stranger], &stranger).contains(&"RET_AUTHORITY /content/action".to_owned()));
    }
    for action in ["hit", "ack", "request-more"] {
        let other = opened(&notice("southland", 9, action, &draft));
        assert_eq!(found(&[&first, &other], &other), Vec::<String>::new(), "{action}");
        assert_eq!(judge(&[&first, &other], &first).notices.len(), 1, "{action}");
    }
}

#[test]
fn a_dispute_lasts_until_it_is_taken_back_or_ends() {
    let draft = network(1);
    let first = opened(&draft);
    let mut dispute = notice("southland", 9, "dispute", &draft);
    dispute["content"]["dispute"]["pointer"] = json!("/content/kind");
    let disputed = opened(&dispute);
    assert_eq!(status(&[&first, &disputed], &first), Status::Disputed);
    assert_eq!(found(&[&first, &disputed], &first), ["REV_DISPUTED /content/kind"]);
    let taken_back = opened(&notice("southland", 10, "withdraw", &dispute));
    assert_eq!(status(&[&first, &disputed, &taken_back], &first), Status::Active);
    // Northland cannot take back what Southland said.
    let silenced = opened(&notice("northland", 11, "withdraw", &dispute));
    assert_eq!(status(&[&first, &disputed, &silenced], &first), Status::Disputed);
    dispute["validity"]["expires"] = json!("2026-11-30");
    dispute["validity"]["review_by"] = json!("2026-11-30");
    let ended = opened(&dispute);
    assert_eq!(status(&[&first, &ended], &first), Status::Active);
    // A dispute about one revision is none about the next.
    dispute = notice("southland", 9, "dispute", &draft);
    dispute["content"]["about"] = json!({ "id": draft["id"], "rev": 1 });
    let (disputed, second) = (opened(&dispute), opened(&revised(&first, "Mended.")));
    let held = [&first, &second, &disputed];
    assert_eq!(judge(&held, &first).holds, [Status::Superseded, Status::Disputed]);
    assert_eq!(status(&held, &second), Status::Active);
}

#[test]
fn a_withdrawal_is_final() {
    let draft = network(1);
    let first = opened(&draft);
    let withdrawal = notice("northland", 9, "withdraw", &draft);
    let withdrawn = opened(&withdrawal);
    let taken_back = opened(&notice("northland", 10, "withdraw", &withdrawal));
    assert_eq!(status(&[&first, &withdrawn, &taken_back], &first), Status::Withdrawn);
    let turned = opened(&next(&withdrawn, |draft| {
        draft["content"]["action"] = json!("ack");
        draft["content"].as_object_mut().unwrap().remove("reason");
    }));
    assert_eq!(status(&[&first, &withdrawn, &turned], &first), Status::Withdrawn);
    let mut short = withdrawal.clone();
    short["validity"]["expires"] = json!("2026-08-01");
    short["validity"]["review_by"] = json!("2026-08-01");
    assert_eq!(status(&[&first, &opened(&short)], &first), Status::Withdrawn);
}

#[test]
fn a_notice_takes_effect_when_it_says_and_on_what_it_names() {
    let draft = network(1);
    let first = opened(&draft);
    let second = opened(&revised(&first, "Moved."));
    let mut withdrawal = notice("northland", 9, "withdraw", &draft);
    withdrawal["content"]["about"] = json!({ "id": draft["id"], "rev": 2 });
    withdrawal["content"]["effective"] = json!("2026-11-01T00:00:00Z");
    let withdrawal = opened(&withdrawal);
    let history = History::of([&first, &second, &withdrawal]);
    let at = |when: &str, record: &VerifiedRecord| history.at(time(when)).of(record).unwrap().status;
    assert_eq!(at("2026-10-31T23:59:59Z", &second), Status::Active);
    assert_eq!(at("2026-11-01T00:00:00Z", &second), Status::Withdrawn);
    // The withdrawn revision has taken the place of the one before it all the same.
    assert_eq!(at("2026-11-01T00:00:00Z", &first), Status::Superseded);
}

#[test]
fn a_record_that_is_replaced_says_by_what() {
    let draft = network(1);
    let (first, other) = (opened(&draft), opened(&network(2)));
    let mut replacing = notice("northland", 9, "supersede", &draft);
    replacing["content"]["replacement"] = json!({ "id": record_id("northland", 2), "rev": 1 });
    let replacing = opened(&replacing);
    let judgement = judge(&[&first, &other, &replacing], &first);
    assert_eq!(judgement.status, Status::Superseded);
    assert_eq!(judgement.replaced_by.unwrap().id.as_str(), record_id("northland", 2));
    assert_eq!(status(&[&first, &other, &replacing], &other), Status::Active);
    // A correction by a revision of the same record does not touch that revision.
    let second = opened(&revised(&first, "Mended."));
    let corrected = opened(&notice("northland", 9, "correct", &draft));
    let held = [&first, &second, &corrected];
    assert_eq!((status(&held, &first), status(&held, &second)), (Status::Superseded, Status::Active));
    // It counts before the corrected revision arrives, and ends when it is itself taken back.
    assert_eq!(status(&[&first, &corrected], &first), Status::Superseded);
    let back = opened(&notice("northland", 10, "withdraw", &notice("northland", 9, "correct", &draft)));
    assert_eq!(status(&[&first, &corrected, &back], &first), Status::Active);
}

#[test]
fn a_review_is_due_until_it_is_extended() {
    let mut draft = network(1);
    draft["validity"] = json!({ "from": "2026-06-01", "review_by": "2026-10-01", "expires": "2027-06-01" });
    let first = opened(&draft);
    assert_eq!(found(&[&first], &first), ["RULE_EXPIRED_NOT_USABLE /validity/review_by"]);
    assert_eq!(status(&[&first], &first), Status::ReviewDue);
    let mut extension = notice("northland", 9, "extend-review", &draft);
    extension["content"]["review_by"] = json!("2027-06-01");
    let extension = opened(&extension);
    let judgement = judge(&[&first, &extension], &first);
    assert_eq!((judgement.status, judgement.review_by.to_string()), (Status::Active, "2027-06-01".to_owned()));
    // Nothing moves the day on which it expires.
    let at = |when| History::of([&first, &extension]).at(time(when)).of(&first).unwrap().status;
    assert_eq!(at("2027-06-01T23:59:59Z"), Status::Active);
    assert_eq!(at("2027-06-02T00:00:00Z"), Status::Expired);
}

#[test]
fn an_extension_needs_a_reader_who_understands_it_and_ends_with_its_dates() {
    let mut draft = network(1);
    draft["validity"] = json!({ "from": "2026-06-01", "review_by": "2026-10-01" });
    let first = opened(&draft);
    let mut short = notice("northland", 9, "extend-review", &draft);
    short["validity"] = json!({ "from": "2026-07-01", "review_by": "2026-11-01", "expires": "2026-11-01" });
    assert_eq!(status(&[&first, &opened(&short)], &first), Status::ReviewDue);
    let with_must = |action: &str| {
        let mut draft = notice("northland", 9, action, &draft);
        draft["must"] = json!(["example.police:case_colour"]);
        let envelope = world().forge(&draft, &world().header());
        passerelle::open(&bytes(&envelope), &world().trust, later()).unwrap()
    };
    assert_eq!(status(&[&first, &with_must("extend-review")], &first), Status::ReviewDue);
    // What restricts needs no such reader.
    assert_eq!(status(&[&first, &with_must("supersede")], &first), Status::Superseded);
    assert_eq!(status(&[&first, &with_must("withdraw")], &first), Status::Withdrawn);
}

#[test]
fn what_is_to_come_has_no_effect_yet_and_no_notice_replaces_a_notice() {
    let draft = network(1);
    let first = opened(&draft);
    let mut dispute = notice("northland", 9, "dispute", &draft);
    dispute["content"]["effective"] = json!("2026-12-24T00:00:00Z");
    let dispute = opened(&dispute);
    let at = |when| History::of([&first, &dispute]).at(time(when)).of(&first).unwrap().status;
    assert_eq!((at("2026-12-23T23:59:59Z"), at("2026-12-24T00:00:00Z")), (Status::Active, Status::Disputed));
    let disputing = notice("northland", 10, "dispute", &draft);
    let replacing = opened(&notice("northland", 11, "supersede", &disputing));
    let disputing = opened(&disputing);
    let held = [&first, &disputing, &replacing];
    assert_eq!((status(&held, &disputing), status(&held, &first)), (Status::Active, Status::Disputed));
}

#[test]
fn what_was_refused_is_not_what_a_reference_means() {
    let draft = network(1);
    let first = opened(&draft);
    let refused = opened(&next(&first, |draft| draft["issued"] = json!("2026-05-30T00:00:00Z")));
    let joined = opened(&link(3, "works-with", &draft, &network(2)));
    assert_eq!(status(&[&first, &refused, &joined], &joined), Status::Active);
    let mut seen = sighting(4, "exact", &[&draft]);
    seen["issued"] = json!("2026-08-01T00:00:00Z");
    let seen = opened(&seen);
    assert_eq!(found(&[&first, &refused, &seen], &seen), Vec::<String>::new());
}

#[test]
fn revisions_that_break_the_order_are_refused_and_supersede_nothing() {
    let first = opened(&network(1));
    let early = next(&first, |draft| {
        draft["issued"] = json!("2026-05-30T00:00:00Z");
        draft["content"]["summary"][0]["text"] = json!("Moved.");
    });
    let turned = next(&first, |draft| {
        draft["type"] = json!("profile");
        draft["content"] = profile(1)["content"].clone();
    });
    let wrong = [(early, "RULE_PREV_ISSUED_ORDER /issued"), (turned, "RULE_TYPE_CHANGED /type")];
    let wrong = wrong.map(|(draft, code)| (opened(&draft), code));
    for (second, code) in wrong {
        let held = [&first, &second];
        assert_eq!(found(&held, &second), [code]);
        assert_eq!((status(&held, &first), status(&held, &second)), (Status::Active, Status::Unknown), "{code}");
        assert_eq!(History::of(held).at(later()).newest(Environment::Test, &first.record().header.id).unwrap().rev, 1);
    }
    let mut short = network(1);
    short["validity"] = json!({ "from": "2026-06-01", "review_by": "2026-07-01", "expires": "2026-07-01" });
    let expired = opened(&short);
    let renewed = opened(&next(&expired, |draft| {
        draft["validity"] = json!({ "from": "2026-07-02", "review_by": "2029-05-31" });
    }));
    assert_eq!(found(&[&expired, &renewed], &renewed), ["RULE_PREV_ISSUED_ORDER /issued"]);
    let mut stale = network(1);
    stale["validity"] = json!({ "from": "2026-01-01", "review_by": "2029-01-01", "expires": "2026-05-31" });
    // No honest signer writes it.
    let stale = open(&bytes(&world().forge(&stale, &world().header())), &world().trust, later()).unwrap();
    assert!(found(&[&stale], &stale).contains(&"RULE_PREV_ISSUED_ORDER /issued".to_owned()));
}

#[test]
fn a_revision_that_says_nothing_new_or_permits_more_is_reported() {
    let first = opened(&network(1));
    let same = opened(&next(&first, |_| {}));
    assert_eq!(found(&[&first, &same], &same), ["RULE_REVISION_EMPTY /issued"]);
    let more = |reason: bool| {
        opened(&next(&first, |draft| {
            draft["handling"]["releasable_to"] = json!(["XA", "XB", "XC"]);
            if reason {
                let text = json!([{ "lang": "en", "text": "XC has joined the inquiry." }]);
                draft["content"]["notes"] = json!([{ "about": "/handling/releasable_to", "text": text }]);
            }
        }))
    };
    let (loosened, reasoned) = (more(false), more(true));
    assert_eq!(found(&[&first, &loosened], &loosened), ["RULE_HANDLING_LOOSENED /handling"]);
    assert_eq!(status(&[&first, &loosened], &loosened), Status::Active);
    assert_eq!(found(&[&first, &reasoned], &reasoned), Vec::<String>::new());
    let fewer = opened(&next(&first, |draft| draft["handling"]["releasable_to"] = json!(["XA"])));
    assert_eq!(found(&[&first, &fewer], &fewer), Vec::<String>::new());
}

#[test]
fn a_withdrawal_that_misses_a_recipient_is_reported_and_works() {
    let draft = network(1);
    let first = opened(&draft);
    let mut narrow = notice("northland", 9, "withdraw", &draft);
    narrow["handling"]["releasable_to"] = json!(["XA"]);
    let narrow = opened(&narrow);
    assert_eq!(found(&[&first, &narrow], &narrow), ["RULE_WITHDRAW_AUDIENCE_COVERS /handling/releasable_to"]);
    assert_eq!(status(&[&first, &narrow], &first), Status::Withdrawn);
    let mut denying = notice("northland", 9, "withdraw", &draft);
    denying["handling"]["releasable_to"] = json!(["all-members"]);
    denying["handling"]["not_releasable_to"] = json!(["XB"]);
    let denying = opened(&denying);
    assert_eq!(found(&[&first, &denying], &denying), ["RULE_WITHDRAW_AUDIENCE_COVERS /handling/releasable_to"]);
    let mut wide = notice("northland", 9, "withdraw", &draft);
    wide["handling"]["releasable_to"] = json!(["all-members"]);
    let wide = opened(&wide);
    assert_eq!(found(&[&first, &wide], &wide), Vec::<String>::new());
    // Of a record for all, only those may be denied the withdrawal who were denied the record.
    let for_all = |denied: Value| {
        let mut draft = network(1);
        draft["handling"]["releasable_to"] = json!(["all-members"]);
        draft["handling"]["not_releasable_to"] = denied;
        opened(&draft)
    };
    let denied_too = for_all(json!(["XB", "XC"]));
    assert_eq!(found(&[&denied_too, &denying], &denying), Vec::<String>::new());
    let missed = for_all(json!(["XC"]));
    assert_eq!(found(&[&missed, &denying], &denying), ["RULE_WITHDRAW_AUDIENCE_COVERS /handling/releasable_to"]);
    assert_eq!(found(&[&missed, &narrow], &narrow), ["RULE_WITHDRAW_AUDIENCE_COVERS /handling/releasable_to"]);
}

fn in_environment(environment: &str, mut draft: Value) -> Value {
    draft["environment"] = json!(environment);
    draft
}

#[test]
fn environments_never_touch() {
    let draft = network(1);
    let first = opened(&draft);
    for action in ["withdraw", "correct", "supersede", "dispute", "extend-review", "test-end"] {
        let drill = opened(&in_environment("exercise", notice("northland", 9, action, &draft)));
        let held = [&first, &drill];
        assert_eq!(status(&held, &first), Status::Active, "{action}");
        assert_eq!(status(&held, &drill), Status::Unknown, "{action}");
        assert!(found(&held, &drill).contains(&"RULE_EXERCISE_ISOLATION /content/about/id".to_owned()), "{action}");
        assert!(judge(&held, &first).notices.is_empty(), "{action}");
    }
    let other = network(2);
    let joined = opened(&in_environment("exercise", link(3, "works-with", &draft, &other)));
    let drill = opened(&in_environment("exercise", other));
    let held = [&first, &drill, &joined];
    assert!(found(&held, &joined).contains(&"RULE_EXERCISE_ISOLATION /content/from/id".to_owned()));
    assert_eq!(status(&held, &joined), Status::Unknown);
    // A revision cannot leave its environment: it neither supersedes nor forks what stands in the other one.
    let moved = opened(&in_environment("exercise", revised(&first, "Moved.")));
    let copied = opened(&in_environment("exercise", draft));
    for drill in [&moved, &copied] {
        assert_eq!(status(&[&first, drill], &first), Status::Unknown);
        assert!(found(&[&first, drill], drill).contains(&"RULE_EXERCISE_ISOLATION /environment".to_owned()));
    }
}

/// Signs and opens a record of an authority that is no test authority. Nobody polices Antarctica.
fn opened_in_earnest(drafts: &[Value]) -> Vec<VerifiedRecord> {
    let new = |authority| key(authority, passerelle::crypto::Algorithm::Ed25519);
    let (root_key, list_key, station) = (new("AQ/trust"), new("AQ/trust"), new("AQ/station"));
    let mut root = root_document(&root_key, &list_key);
    root.domain = id("AQ/trust");
    let root = sign_trust_document(ObjectClass::TrustRoot, &root, &[&root_key], now()).unwrap();
    let mut list = world().list.clone();
    list.domain = id("AQ/trust");
    list.authorities = vec![authority(&station, "AQ")];
    let trust = Trust::pin(&root).unwrap().update_list(&sign_list(&list, &list_key), now()).unwrap().trust;
    let open = |draft: &Value| {
        let text = draft.to_string().replace("XX/northland", "AQ/station");
        let mut draft: Value = serde_json::from_str(&text).unwrap();
        draft["handling"]["releasable_to"] = json!(["all-members"]);
        let signed = passerelle::sign(&bytes(&draft), &[&station], later(), passerelle::Form::Clear);
        passerelle::open(&signed.unwrap_or_else(|error| panic!("{error:?}")), &trust, later()).unwrap()
    };
    drafts.iter().map(open).collect()
}

#[test]
fn no_exercise_touches_what_is_meant_in_earnest() {
    let draft = network(1);
    let drills = ["withdraw", "correct", "dispute", "test-end"].map(|action| notice("northland", 9, action, &draft));
    let drills = drills.into_iter().chain([draft.clone()]).map(|drill| in_environment("exercise", drill));
    let drafts: Vec<Value> = [in_environment("live", draft.clone())].into_iter().chain(drills).collect();
    let records = opened_in_earnest(&drafts);
    let all: Vec<&VerifiedRecord> = records.iter().collect();
    assert_eq!(judge(&all, &records[0]), judge(&[&records[0]], &records[0]));
    assert_eq!(status(&all, &records[0]), Status::Active);
    assert!(found(&all, &records[5]).contains(&"RULE_EXERCISE_ISOLATION /environment".to_owned()));
    // Nor does a test that is said to be over, when it was no test.
    let live = [draft.clone(), notice("northland", 9, "test-end", &draft)].map(|draft| in_environment("live", draft));
    let records = opened_in_earnest(&live);
    let all: Vec<&VerifiedRecord> = records.iter().collect();
    assert_eq!((status(&all, &records[0]), status(&all, &records[1])), (Status::Active, Status::Unknown));
    assert_eq!(found(&all, &records[1]), ["RULE_EXERCISE_ISOLATION /content/action"]);
}

#[test]
fn the_end_of_an_exercise_ends_its_records_for_good() {
    let draft = in_environment("exercise", network(1));
    let ending = in_environment("exercise", notice("northland", 9, "test-end", &draft));
    let (first, end) = (opened(&draft), opened(&ending));
    let back = opened(&in_environment("exercise", notice("northland", 10, "withdraw", &ending)));
    assert_eq!(status(&[&first, &end, &back], &first), Status::Expired);
    assert_eq!(found(&[&first, &end], &first), ["RULE_EXPIRED_NOT_USABLE /environment"]);
}

#[test]
fn the_state_of_a_link_is_the_worst_of_its_own_and_its_ends() {
    let (here, there) = (profile(1), network(2));
    let (from, to) = (opened(&here), opened(&there));
    let joined = opened(&link(3, "member-of", &here, &there));
    assert_eq!(status(&[&from, &to, &joined], &joined), Status::Active);
    assert_eq!(found(&[&to, &joined], &joined), ["RULE_LINK_DANGLING /content/from/id"]);
    assert_eq!(status(&[&to, &joined], &joined), Status::Active);
    let disputed = opened(&notice("southland", 9, "dispute", &here));
    assert_eq!(status(&[&from, &to, &joined, &disputed], &joined), Status::Disputed);
    let withdrawn = opened(&notice("northland", 10, "withdraw", &there));
    assert_eq!(status(&[&from, &to, &joined, &disputed, &withdrawn], &joined), Status::Withdrawn);
    // A withdrawn end counts before the record at that end arrives.
    assert_eq!(status(&[&from, &joined, &withdrawn], &joined), Status::Withdrawn);
    // A link to no revision means the newest; one to a revision falls behind with it.
    let newer = opened(&revised(&from, "Moved."));
    assert_eq!(status(&[&from, &newer, &to, &joined], &joined), Status::Active);
    let mut pinned = link(4, "member-of", &here, &there);
    pinned["content"]["from"]["rev"] = json!(1);
    let pinned = opened(&pinned);
    assert_eq!(status(&[&from, &newer, &to, &pinned], &pinned), Status::Superseded);
}

#[test]
fn a_membership_lies_within_the_life_of_its_network() {
    let here = profile(1);
    let mut there = network(2);
    there["content"]["active_from"] = json!("2020-05");
    there["content"]["active_to"] = json!("2024");
    let to = opened(&there);
    let joined = |from: &str, until: &str| {
        let mut draft = link(3, "member-of", &here, &there);
        draft["content"]["from_date"] = json!(from);
        draft["content"]["to_date"] = json!(until);
        let joined = opened(&draft);
        let found = found(&[&to, &joined], &joined);
        found.into_iter().filter(|code| code.starts_with("RULE_NETWORK")).collect::<Vec<_>>()
    };
    // Only what lies outside on every reading of the dates is an error.
    for (from, until) in [("2020", "2024-12-31"), ("2020-05-31", "2021"), ("2021~", "202X")] {
        assert_eq!(joined(from, until), Vec::<String>::new(), "{from} {until}");
    }
    assert_eq!(joined("2020-04", "2022"), ["RULE_NETWORK_MEMBER_PERIOD /content/from_date"]);
    assert_eq!(joined("2025", "2026"), ["RULE_NETWORK_MEMBER_PERIOD /content/from_date"]);
    assert_eq!(joined("2022", "2025"), ["RULE_NETWORK_MEMBER_PERIOD /content/to_date"]);
}

#[test]
fn one_person_and_not_one_person() {
    let (one, two, three) = (profile(1), profile(2), profile(3));
    let links = [opened(&link(4, "same-person-as", &one, &two)), opened(&link(5, "same-person-as", &three, &two))];
    let apart = opened(&sighting(6, "disproved", &[&one, &three]));
    let held = [&links[0], &links[1], &apart];
    for link in &links {
        assert!(found(&held, link).contains(&"RULE_SAME_AND_DIFFERENT /content/kind".to_owned()));
        assert_eq!(status(&held, link), Status::Disputed);
    }
    assert!(found(&held, &apart).contains(&"RULE_SAME_AND_DIFFERENT /content/match".to_owned()));
    // Without one link of the chain nothing contradicts.
    assert!(found(&[&links[0], &apart], &apart).iter().all(|code| !code.starts_with("RULE_SAME")));
    let back = opened(&notice("northland", 7, "withdraw", &link(4, "same-person-as", &one, &two)));
    assert_eq!(status(&[&links[0], &links[1], &apart, &back], &apart), Status::Active);
}

#[test]
fn a_sighting_of_what_no_longer_held_is_reported() {
    let draft = network(1);
    let first = opened(&draft);
    let mut late = sighting(3, "exact", &[&draft]);
    late["issued"] = json!("2026-08-01T00:00:00Z");
    let late = opened(&late);
    let newer = opened(&revised(&first, "Moved."));
    let stale = ["RULE_SIGHTING_LIVE_TARGET_VERSION /content/of/0/rev"];
    assert_eq!(found(&[&first, &newer, &late], &late), stale);
    let withdrawn = opened(&notice("northland", 9, "withdraw", &draft));
    assert_eq!(found(&[&first, &withdrawn, &late], &late), stale);
    // What came after the sighting does not speak against it.
    let early = opened(&sighting(4, "exact", &[&draft]));
    assert_eq!(found(&[&first, &newer, &withdrawn, &early], &early), Vec::<String>::new());
}

#[test]
fn the_examples_hold_together() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/records");
    let drafts = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let drafts: Vec<Value> = drafts.map(|bytes| serde_json::from_slice(&bytes).unwrap()).collect();
    let east = key("XX/eastland", passerelle::crypto::Algorithm::Ed25519);
    let trust = world().trust_with(|list| list.authorities.push(authority(&east, "XC")));
    let open = |draft: &Value| {
        let signer = match draft["issuer"].as_str().unwrap() {
            "XX/eastland" => &east,
            "XX/southland" => &world().south,
            _ => &world().north,
        };
        let signed = passerelle::sign(&bytes(draft), &[signer], later(), passerelle::Form::Clear);
        passerelle::open(&signed.unwrap_or_else(|error| panic!("{error:?}")), &trust, later()).unwrap()
    };
    let records: Vec<VerifiedRecord> = drafts.iter().filter(|draft| draft.get("signers").is_none()).map(open).collect();
    let judgements = History::of(&records).at(later());
    let errors = judgements.iter().flat_map(|judgement| {
        let errors = judgement.findings.iter().filter(|finding| finding.severity != Severity::Warning);
        errors.map(move |finding| format!("{} {} {}", judgement.id, finding.code, finding.pointer))
    });
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<String>::new());
    let mut by_status: BTreeMap<&str, usize> = BTreeMap::new();
    for judgement in judgements.iter() {
        *by_status.entry(judgement.status.as_str()).or_default() += 1;
    }
    for status in ["active", "superseded", "withdrawn", "expired", "disputed"] {
        assert!(by_status.contains_key(status), "{by_status:?}");
    }
}

/// Records that act on each other in every way: two chains, a fork, and notices of both issuers about all of it.
fn tangle() -> &'static [VerifiedRecord] {
    static TANGLE: std::sync::OnceLock<Vec<VerifiedRecord>> = std::sync::OnceLock::new();
    TANGLE.get_or_init(|| {
        let (group, person) = (network(1), profile(2));
        let first = opened(&group);
        let (one, other) = (opened(&revised(&first, "East.")), opened(&revised(&first, "West.")));
        let third = opened(&revised(&one, "East again."));
        let stray = opened(&next(&other, |draft| draft["validity"]["review_by"] = json!("2029-01-01")));
        let known = opened(&person);
        let better = opened(&revised(&known, "Better known."));
        let dispute = notice("southland", 10, "dispute", &person);
        let withdrawal = notice("northland", 11, "withdraw", &group);
        let mut later_withdrawal = notice("northland", 12, "withdraw", &person);
        later_withdrawal["content"]["effective"] = json!("2026-11-20T00:00:00Z");
        let drafts = [
            dispute.clone(),
            notice("southland", 13, "withdraw", &dispute),
            withdrawal.clone(),
            notice("northland", 14, "withdraw", &withdrawal),
            later_withdrawal,
            notice("southland", 15, "withdraw", &group),
            notice("northland", 16, "correct", &person),
            notice("northland", 17, "extend-review", &group),
            in_environment("exercise", notice("northland", 18, "withdraw", &person)),
            in_environment("exercise", group.clone()),
            link(19, "member-of", &person, &group),
            link(20, "same-person-as", &person, &profile(3)),
            sighting(21, "disproved", &[&person, &profile(3)]),
            profile(3),
        ];
        let opened_drafts = drafts.iter().map(opened);
        [first, one, other, third, stray, known, better].into_iter().chain(opened_drafts).collect()
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    let all = tangle().len();
    proptest::collection::btree_set(0..all, 1..=all).prop_flat_map(|held| {
        let held: Vec<usize> = held.into_iter().collect();
        let repeated = proptest::collection::vec(proptest::sample::select(held.clone()), 0..6);
        let order = Just(held.clone()).prop_shuffle();
        (Just(held), order, repeated).prop_map(|(held, order, repeated)| (held, [order, repeated].concat()))
    })
}

fn judged(which: &[usize]) -> Judgements {
    History::of(which.iter().map(|index| &tangle()[*index])).at(later())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Whatever arrives, in whatever order and as often as it likes, the same is held to be true.
    #[test]
    fn no_order_of_arrival_and_no_repetition_changes_what_holds((sorted, arrived) in shuffled()) {
        prop_assert_eq!(judged(&sorted), judged(&arrived));
    }

    /// Once a withdrawal by the issuer is held, nothing that arrives makes the record usable again.
    #[test]
    fn nothing_that_arrives_undoes_a_withdrawal((held, _) in shuffled()) {
        let withdrawal = tangle().iter().position(|record| record.record().header.id.as_str() == record_id("northland", 11));
        let held: Vec<usize> = held.into_iter().chain(withdrawal).collect();
        let judgements = judged(&held);
        let id = RecordId::new(record_id("northland", 1)).unwrap();
        for judgement in judgements.revisions(Environment::Test, &id) {
            prop_assert!(judgement.holds.contains(&Status::Withdrawn));
        }
    }

    /// Each status is the first by precedence of those that hold, and no unknown notice changes a record of another environment.
    #[test]
    fn the_status_is_the_first_of_those_that_hold((held, _) in shuffled()) {
        for judgement in judged(&held).iter() {
            let first = passerelle::status::PRECEDENCE.into_iter().find(|status| judgement.holds.contains(status));
            prop_assert_eq!(Some(judgement.status), first);
            prop_assert!(judgement.status == Status::Active || !judgement.holds.contains(&Status::Active));
        }
    }
}

#[test]
fn nothing_printed_holds_data_of_a_record() {
    let mut draft = profile(1);
    draft["content"]["summary"][0]["text"] = json!("Verlasky, invented.");
    draft["content"]["names"] = json!([{ "full": "Specimen Verlasky", "script": "Latn", "kind": "alias" }]);
    let first = opened(&draft);
    let disputed = opened(&notice("southland", 9, "dispute", &draft));
    let history = History::of([&first, &disputed]);
    let printed = format!("{history:?} {:?}", history.at(later()));
    for secret in ["Verlasky", "safe_travel_test", "1000000001", "Invented doubt"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
