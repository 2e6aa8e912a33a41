//! Links and sightings, by what they join.

use passerelle::Status;
use serde_json::json;

use super::support::held::*;
use super::{found, status};

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
