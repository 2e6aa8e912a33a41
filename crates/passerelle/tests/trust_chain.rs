//! Attacks on how roots and lists follow one another. Each test bears the attack's name, and holds its honest twin.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use passerelle::crypto::{Signer, SoftwareKey};
use passerelle::trust::Trust;
use passerelle::{Code, Integrity, ObjectClass, Standing, open};
use serde_json::{Value, json};
use support::trust::*;
use support::{now, time};

#[test]
fn without_a_list_nothing_can_be_decided() {
    let domain = Domain::new();
    let error = open(&domain.record(), &domain.pinned(), now()).unwrap_err();
    assert_eq!(
        (error.code(), error.integrity, error.trust),
        (Code::TlMissing, Integrity::Indeterminate, Standing::Unknown)
    );
    open(&domain.record(), &domain.trust(), now()).unwrap();
}

// ---- freeze -----------------------------------------------------------------

#[test]
fn an_expired_list_is_undecided_within_the_grace_and_then_refused() {
    let domain = Domain::new();
    let mut lasting = domain.root();
    lasting["expires"] = json!("2030-01-01T00:00:00Z");
    let trust = Trust::pin(&root_by(&lasting, &[&domain.root_key])).unwrap();
    assert_frozen(&domain, &domain.take(&trust, &domain.list(1)).unwrap().trust);
}

#[test]
fn an_expired_root_is_undecided_within_the_grace_and_then_refused() {
    let domain = Domain::new();
    let mut lasting = domain.list(1);
    lasting["expires"] = json!("2030-01-01T00:00:00Z");
    assert_frozen(&domain, &domain.take(&domain.pinned(), &lasting).unwrap().trust);
}

fn assert_frozen(domain: &Domain, trust: &Trust) {
    let at =
        |text| open(&domain.record(), trust, time(text)).map_err(|error| (error.code(), error.integrity, error.trust));
    at("2026-12-31T23:59:59Z").unwrap();
    let undecided = (Code::TlExpiredGrace, Integrity::Indeterminate, Standing::Unknown);
    assert_eq!(at(EXPIRES).unwrap_err(), undecided);
    assert_eq!(at(GRACE_LASTS).unwrap_err(), undecided);
    let (code, integrity, standing) = at(GRACE_ENDS).unwrap_err();
    assert_eq!((code, standing), (Code::TlExpired, Standing::Untrusted));
    assert_ne!(integrity, Integrity::Valid);
}

#[test]
fn a_list_that_comes_after_its_grace_is_refused() {
    let domain = Domain::new();
    let list = list_by(&domain.list(1), &[&domain.list_key]);
    domain.pinned().update_list(&list, time(GRACE_LASTS)).unwrap();
    assert_eq!(refusal(domain.pinned().update_list(&list, time(GRACE_ENDS))), Code::TlExpired);
}

// ---- rollback ---------------------------------------------------------------

#[test]
fn a_lower_list_version_is_a_rollback() {
    let domain = Domain::new();
    let held = domain.trust();
    assert_eq!(domain.take(&held, &domain.list(4)).unwrap_err(), Code::TlRollback);
    assert_eq!(held.list_version(), Some(5));
    assert_eq!(domain.take(&held, &domain.list(6)).unwrap().trust.list_version(), Some(6));
    // The held list once more is no news, and no fault.
    assert_eq!(domain.take(&held, &domain.list(5)).unwrap().trust.list_version(), Some(5));
}

#[test]
fn a_lower_root_version_is_a_rollback() {
    let domain = Domain::new();
    let second = domain.after(&domain.trust(), &domain.root_numbered(2, &[&domain.list_key]));
    assert_eq!(refusal(second.update_root(&root_by(&domain.root(), &[&domain.root_key]))), Code::TlRollback);
    assert_eq!(second.root_version(), 2);
    // A root that leaves the list's role as it is leaves the list too.
    assert_eq!(second.list_version(), Some(5));
    open(&domain.record(), &second, now()).unwrap();
}

// ---- equivocation -----------------------------------------------------------

#[test]
fn another_list_of_the_same_version_is_an_equivocation() {
    let domain = Domain::new();
    let held = domain.trust();
    let mut other = domain.list(5);
    other["expires"] = json!("2026-12-30T00:00:00Z");
    assert_eq!(domain.take(&held, &other).unwrap_err(), Code::TlEquivocation);
    // It is an alarm only where the list's own keys made it.
    assert_eq!(refusal(held.update_list(&list_by(&other, &[&domain_key()]), now())), Code::TlThreshold);
}

#[test]
fn the_held_list_with_another_signature_is_no_equivocation() {
    let domain = Domain::new();
    let spare = domain_key();
    let root = domain.root_numbered(1, &[&domain.list_key, &spare]);
    let pinned = Trust::pin(&root_by(&root, &[&domain.root_key])).unwrap();
    let held = domain.take(&pinned, &domain.list(5)).unwrap().trust;
    held.update_list(&list_by(&domain.list(5), &[&spare]), now()).unwrap();
}

#[test]
fn another_root_of_the_same_version_is_an_equivocation() {
    let domain = Domain::new();
    let held = domain.pinned();
    let mut other = domain.root();
    other["expires"] = json!("2026-12-30T00:00:00Z");
    assert_eq!(refusal(held.update_root(&root_by(&other, &[&domain.root_key]))), Code::TlEquivocation);
    held.update_root(&root_by(&domain.root(), &[&domain.root_key])).unwrap();
    // Anybody can write a root that is signed by keys of its own.
    let stranger = domain_key();
    let strange = root(1, (&[&stranger], 1), (&[&stranger], 1));
    assert_eq!(refusal(held.update_root(&root_by(&strange, &[&stranger]))), Code::TlThreshold);
}

/// The root before the held one signed two successors. The keys of the one that is held did not sign the other.
#[test]
fn two_successors_of_one_root_are_an_equivocation() {
    let domain = Domain::new();
    let (ours, theirs) = (domain_key(), domain_key());
    let successor = |key: &SoftwareKey| root(2, (&[key], 1), (&[&domain.list_key], 1));
    let held = domain.pinned().update_root(&root_by(&successor(&ours), &[&domain.root_key, &ours])).unwrap();
    let other = root_by(&successor(&theirs), &[&domain.root_key, &theirs]);
    assert_eq!(refusal(held.update_root(&other)), Code::TlEquivocation);
    let unfinished = root_by(&successor(&theirs), &[&domain.root_key]);
    assert_eq!(refusal(held.update_root(&unfinished)), Code::TlThreshold);
}

// ---- gaps and thresholds ----------------------------------------------------

#[test]
fn a_root_after_a_gap_waits_for_those_between() {
    let domain = Domain::new();
    let numbered = |version| domain.root_numbered(version, &[&domain.list_key]);
    let third = root_by(&numbered(3), &[&domain.root_key]);
    assert_eq!(refusal(domain.pinned().update_root(&third)), Code::TlRootGap);
    let second = domain.after(&domain.pinned(), &numbered(2));
    assert_eq!(second.update_root(&third).unwrap().root_version(), 3);
}

#[test]
fn a_new_root_needs_the_old_threshold_and_its_own() {
    let [a, b, c, d, list_key] = [(); 5].map(|()| domain_key());
    let held = Trust::pin(&root_by(&root(1, (&[&a, &b], 2), (&[&list_key], 1)), &[&a, &b])).unwrap();
    let next = root(2, (&[&c, &d], 2), (&[&list_key], 1));
    for too_few in [&[&a, &b][..], &[&c, &d], &[&a, &c, &d], &[&a, &b, &c], &[&a, &a, &c, &d], &[&a, &b, &c, &c]] {
        assert_eq!(refusal(held.update_root(&root_by(&next, too_few))), Code::TlThreshold);
    }
    assert_eq!(held.update_root(&root_by(&next, &[&a, &b, &c, &d])).unwrap().root_version(), 2);
}

#[test]
fn a_first_root_needs_its_own_threshold() {
    let [a, b, list_key] = [(); 3].map(|()| domain_key());
    let first = root(1, (&[&a, &b], 2), (&[&list_key], 1));
    assert_eq!(refusal(Trust::pin(&root_by(&first, &[&a]))), Code::TlThreshold);
    assert_eq!(refusal(Trust::pin(&root_by(&first, &[&a, &list_key]))), Code::TlThreshold);
    Trust::pin(&root_by(&first, &[&a, &b])).unwrap();
}

#[test]
fn one_key_twice_does_not_meet_a_threshold_of_two() {
    let domain = Domain::new();
    let (a, b) = (domain_key(), domain_key());
    let root = root(1, (&[&domain.root_key], 1), (&[&a, &b], 2));
    let trust = Trust::pin(&root_by(&root, &[&domain.root_key])).unwrap();
    let take = |keys: &[(String, &SoftwareKey)]| {
        trust.update_list(&signed_as(ObjectClass::TrustList, &domain.list(1), keys), now())
    };
    let as_another = format!("XX/other#{}", a.public_key().thumbprint());
    assert_eq!(refusal(take(&[(kid(&a), &a), (kid(&a), &a)])), Code::TlThreshold);
    assert_eq!(refusal(take(&[(kid(&a), &a), (as_another, &a)])), Code::TlThreshold);
    assert_eq!(refusal(take(&[(kid(&a), &a), (kid(&b), &a)])), Code::TlThreshold);
    // Nor does a signature of the second key under a name that is not its own.
    let under_another = format!("XX/other#{}", b.public_key().thumbprint());
    assert_eq!(refusal(take(&[(kid(&a), &a), (under_another, &b)])), Code::TlThreshold);
    take(&[(kid(&a), &a), (kid(&b), &b)]).unwrap();
}

#[test]
fn one_key_under_two_names_is_not_two_keys_of_a_role() {
    let (a, b) = (domain_key(), domain_key());
    let sound = root(1, (&[&a, &b], 2), (&[&b], 1));
    Trust::pin(&root_by(&sound, &[&a, &b])).unwrap();
    let mut twice = sound.clone();
    twice["roles"]["root"]["kids"] = json!([kid(&a), kid(&a)]);
    assert_eq!(refusal(Trust::pin(&root_by(&twice, &[&a, &a]))), Code::TlForm);
    let mut renamed = sound.clone();
    renamed["keys"][1] = json!({ "kid": kid(&b), "jwk": jwk(a.public_key()) });
    assert_eq!(refusal(Trust::pin(&root_by(&renamed, &[&a, &b]))), Code::TlKidMismatch);
}

#[test]
fn a_threshold_that_nobody_can_meet_is_ill_formed() {
    let keys = [(); 9].map(|()| domain_key());
    let all: Vec<&SoftwareKey> = keys.iter().collect();
    Trust::pin(&root_by(&root(1, (&all, 8), (&all, 8)), &all)).unwrap();
    for (for_roots, for_lists) in [(0, 1), (1, 0), (10, 1), (1, 10), (9, 1), (1, 9), (-1, 1)] {
        let document = root(1, (&all, for_roots), (&all, for_lists));
        assert_eq!(refusal(Trust::pin(&root_by(&document, &all))), Code::TlForm, "{for_roots} {for_lists}");
    }
    let mut strange = root(1, (&all, 1), (&all, 1));
    strange["roles"]["list"]["kids"] = json!([kid(&keys[0]), kid(&domain_key())]);
    assert_eq!(refusal(Trust::pin(&root_by(&strange, &all))), Code::TlForm);
}

#[test]
fn an_altered_document_has_no_signatures() {
    let domain = Domain::new();
    let honest = list_by(&domain.list(6), &[&domain.list_key]);
    let mut altered: Value = serde_json::from_slice(&honest).unwrap();
    altered["trust_list"]["authorities"][0]["country"] = json!("XB");
    assert_eq!(refusal(domain.trust().update_list(altered.to_string().as_bytes(), now())), Code::TlThreshold);
    domain.trust().update_list(&honest, now()).unwrap();
}

// ---- roles ------------------------------------------------------------------

#[test]
fn a_list_signed_by_a_key_of_another_role_is_refused() {
    let domain = Domain::new();
    let held = domain.trust();
    for wrong in [&domain.north, &domain.root_key] {
        assert_eq!(refusal(held.update_list(&list_by(&domain.list(6), &[wrong]), now())), Code::TlRole);
    }
    held.update_list(&list_by(&domain.list(6), &[&domain.north, &domain.list_key]), now()).unwrap();
}

#[test]
fn a_record_signed_by_a_key_of_the_list_is_refused() {
    let (list_key, as_north) = key_of_two("XX/trust", "XX/northland");
    let domain = Domain { list_key, ..Domain::new() };
    let error = open(&record_by(&as_north), &domain.trust(), now()).unwrap_err();
    assert_eq!((error.code(), error.integrity), (Code::TlRole, Integrity::Invalid));
    open(&domain.record(), &domain.trust(), now()).unwrap();
}

#[test]
fn a_key_of_the_root_that_a_list_gives_to_an_authority_is_left_out() {
    let (list_key, as_north) = key_of_two("XX/trust", "XX/northland");
    let domain = Domain { list_key, ..Domain::new() };
    let update = domain.take(&domain.pinned(), &list(1, 1, &[entry(&as_north, "XA")])).unwrap();
    assert_eq!(left_out(&update), [(Code::TlKeyShared, "/authorities/0/keys/0".to_owned())]);
    assert_eq!(open(&record_by(&as_north), &update.trust, now()).unwrap_err().code(), Code::TlRole);
}

/// The list was taken first, and the root took the key in afterwards.
#[test]
fn a_key_that_a_later_root_takes_in_signs_no_records_any_more() {
    let (root_key, as_north) = key_of_two("XX/trust", "XX/northland");
    let domain = Domain { north: as_north, ..Domain::new() };
    let held = domain.trust();
    open(&domain.record(), &held, now()).unwrap();
    let next = root(2, (&[&domain.root_key, &root_key], 1), (&[&domain.list_key], 1));
    assert_eq!(open(&domain.record(), &domain.after(&held, &next), now()).unwrap_err().code(), Code::TlRole);
}

#[test]
fn a_list_does_not_pass_as_a_root() {
    let domain = Domain::new();
    let as_list = signed(ObjectClass::TrustList, &domain.root(), &[&domain.root_key]);
    assert_eq!(refusal(Trust::pin(&as_list)), Code::EnvContent);
    let mut renamed: Value = serde_json::from_slice(&as_list).unwrap();
    let document = renamed.as_object_mut().unwrap().remove("trust_list").unwrap();
    renamed["trust_root"] = document;
    assert_eq!(refusal(Trust::pin(renamed.to_string().as_bytes())), Code::HdrTyp);
}

// ---- fast-forward -----------------------------------------------------------

#[test]
fn a_jump_to_the_highest_version_is_mended_by_new_list_keys_only() {
    let domain = Domain::new();
    let jumped = domain.take(&domain.trust(), &domain.list(2_147_483_647)).unwrap().trust;
    assert_eq!(domain.take(&jumped, &domain.list(6)).unwrap_err(), Code::TlRollback);
    assert_eq!(domain.take(&jumped, &domain.list(2_147_483_648)).unwrap_err(), Code::TlForm);
    let same_role = domain.after(&jumped, &domain.root_numbered(2, &[&domain.list_key]));
    assert_eq!(domain.take(&same_role, &list(6, 2, &[])).unwrap_err(), Code::TlRollback);

    let fresh = domain_key();
    let mended = domain.after(&jumped, &domain.root_numbered(2, &[&fresh]));
    assert_eq!(mended.list_version(), None);
    assert_eq!(domain.take(&mended, &list(7, 2, &[])).unwrap_err(), Code::TlThreshold);
    let take = |trust: &Trust, version| trust.update_list(&list_by(&list(version, 2, &[]), &[&fresh]), now());
    let update = take(&mended, 6).unwrap();
    assert_eq!(left_out(&update), [(Code::TlFastForward, "/version".to_owned())]);
    // From here on it goes as always.
    assert_eq!(refusal(take(&update.trust, 5)), Code::TlRollback);
    assert_eq!(take(&update.trust, 7).unwrap().findings, []);
}

#[test]
fn new_list_keys_without_a_jump_go_on_counting() {
    let domain = Domain::new();
    let fresh = domain_key();
    let trust = domain.after(&domain.trust(), &domain.root_numbered(2, &[&fresh]));
    let update = trust.update_list(&list_by(&list(6, 2, &[]), &[&fresh]), now()).unwrap();
    assert_eq!(update.findings, []);
}

/// A key that stays in the role signed the old lists too; one of those would bring back an authority that was struck off.
#[test]
fn a_list_from_before_the_change_of_list_keys_is_a_rollback() {
    let domain = Domain::new();
    let trust = domain.after(&domain.trust(), &domain.root_numbered(2, &[&domain.list_key, &domain_key()]));
    for version in [4, 5, 6] {
        assert_eq!(domain.take(&trust, &domain.list(version)).unwrap_err(), Code::TlRollback, "{version}");
    }
    domain.take(&trust, &list(6, 2, &[])).unwrap();
}

// ---- a newer and an older root ----------------------------------------------

#[test]
fn a_list_of_a_newer_root_waits_for_that_root() {
    let domain = Domain::new();
    let fresh = domain_key();
    let held = domain.trust();
    let next = list_by(&list(6, 2, &[entry(&domain.north, "XA")]), &[&fresh]);
    assert_eq!(refusal(held.update_list(&next, now())), Code::TlRootUnknown);
    let trust = domain.after(&held, &domain.root_numbered(2, &[&fresh])).update_list(&next, now()).unwrap().trust;
    open(&domain.record(), &trust, now()).unwrap();
}

#[test]
fn a_list_signed_by_keys_of_an_older_root_is_refused() {
    let domain = Domain::new();
    let fresh = domain_key();
    let trust = domain.after(&domain.pinned(), &domain.root_numbered(2, &[&fresh]));
    for root_version in [1, 2] {
        assert_eq!(domain.take(&trust, &list(6, root_version, &[])).unwrap_err(), Code::TlThreshold);
    }
    trust.update_list(&list_by(&list(6, 2, &[]), &[&fresh]), now()).unwrap();
}

#[test]
fn a_list_made_under_an_older_root_stays_good_while_its_role_is_the_same() {
    let domain = Domain::new();
    let trust = domain.after(&domain.trust(), &domain.root_numbered(2, &[&domain.list_key]));
    domain.take(&trust, &domain.list(6)).unwrap();
}

// ---- test material ----------------------------------------------------------

#[test]
fn test_material_never_mixes_with_production() {
    let keys = |authority| [(); 2].map(|()| support::key(authority, passerelle::crypto::Algorithm::Ed25519));
    let [root_key, list_key] = keys("ZZ/trust");
    let production = Trust::pin(&root_by(&root(1, (&[&root_key], 1), (&[&list_key], 1)), &[&root_key])).unwrap();
    let ([police, _], [north, _]) = (keys("ZZ/police"), keys("XX/northland"));
    let take = |domain: &str, entry: Value| {
        let mut document = list(1, 1, &[entry]);
        document["domain"] = json!(domain);
        production.update_list(&list_by(&document, &[&list_key]), now())
    };
    take("ZZ/trust", entry(&police, "ZZ")).unwrap();
    assert_eq!(refusal(take("ZZ/trust", entry(&north, "XA"))), Code::TlTestMaterial);
    assert_eq!(refusal(take("XX/trust", entry(&north, "XA"))), Code::TlTestMaterial);
    // Another production domain is no test material, and not this domain either.
    assert_eq!(refusal(take("ZZ/other", entry(&police, "ZZ"))), Code::TlForm);

    let domain = Domain::new();
    let test = domain.trust();
    assert_eq!(domain.take(&test, &list(6, 1, &[entry(&police, "ZZ")])).unwrap_err(), Code::TlTestMaterial);
    let successor = root(2, (&[&root_key], 1), (&[&list_key], 1));
    assert_eq!(refusal(test.update_root(&root_by(&successor, &[&root_key, &domain.root_key]))), Code::TlTestMaterial);
    let [other, _] = keys("XX/other");
    let successor = root(2, (&[&other], 1), (&[&other], 1));
    assert_eq!(refusal(test.update_root(&root_by(&successor, &[&other, &domain.root_key]))), Code::TlForm);
}

#[test]
fn an_authority_stands_for_the_country_of_its_name() {
    let domain = Domain::new();
    let take = |country| domain.take(&domain.pinned(), &list(1, 1, &[entry(&domain.north, country)]));
    take("XZ").unwrap();
    for country in ["FR", "XYZ", "xz"] {
        assert_eq!(take(country).unwrap_err(), Code::TlForm, "{country}");
    }
}

/// Organisations have codes of three letters, and are in the lists of production domains like any country.
#[test]
fn an_international_organisation_issues_records_under_its_own_code() {
    let [root_key, list_key, desk] =
        ["ZZ/trust", "ZZ/trust", "XPO/desk"].map(|name| support::key(name, passerelle::crypto::Algorithm::Ed25519));
    let pinned = Trust::pin(&root_by(&root(1, (&[&root_key], 1), (&[&list_key], 1)), &[&root_key])).unwrap();
    let take = |party| {
        let mut document = list(1, 1, &[entry(&desk, party)]);
        document["domain"] = json!("ZZ/trust");
        pinned.update_list(&list_by(&document, &[&list_key]), now())
    };
    for another in ["XPQ", "XP", "XX", "ZZ"] {
        assert_eq!(refusal(take(another)), Code::TlForm, "{another}");
    }
    let trust = take("XPO").unwrap().trust;
    assert_eq!(trust.authority(&support::id("XPO/desk")).unwrap().country().as_str(), "XPO");
    let draft = support::draft_with(json!({
        "id": "XPO/desk/01890a5d-ac96-774b-bcce-b302099a805c",
        "issuer": "XPO/desk",
    }));
    let record = passerelle::sign(&support::bytes(&draft), &[&desk], now(), passerelle::Form::Clear).unwrap();
    assert_eq!(open(&record, &trust, now()).unwrap().record().header.issuer.as_str(), "XPO/desk");
}
