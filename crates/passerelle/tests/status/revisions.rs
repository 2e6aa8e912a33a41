//! How revisions follow one another, and what forks do.

use passerelle::record::Environment;
use passerelle::status::History;
use passerelle::{Opening, Severity, Status, open};
use serde_json::{Value, json};

use super::support::held::*;
use super::support::*;
use super::{codes, found, judge, status};

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
