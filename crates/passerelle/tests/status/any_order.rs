//! Many records at once, in every order, and what is printed of them.

use std::collections::BTreeMap;

use passerelle::record::{Environment, RecordId};
use passerelle::status::{History, Judgements};
use passerelle::{Severity, Status, VerifiedRecord};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::environments::in_environment;
use super::support::held::*;
use super::support::*;

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
