//! Disputes, replacements and extensions of the review, and how long they last.

use passerelle::status::History;
use passerelle::{Status, VerifiedRecord};
use serde_json::json;

use super::support::held::*;
use super::support::*;
use super::{found, judge, status};

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
