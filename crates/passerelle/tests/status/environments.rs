//! Live, exercise and test records, which never touch.

use passerelle::trust::{Trust, sign_trust_document};
use passerelle::{ObjectClass, Status, VerifiedRecord};
use serde_json::{Value, json};

use super::support::held::*;
use super::support::*;
use super::{found, judge, status};

pub(crate) fn in_environment(environment: &str, mut draft: Value) -> Value {
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
