//! Withdrawals: who may send them, whom they must reach, and that nothing takes them back.

use passerelle::Status;
use serde_json::{Value, json};

use super::support::held::*;
use super::{codes, found, judge, status};

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
