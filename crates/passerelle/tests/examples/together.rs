//! The examples as three police forces would hold them: signed, opened, and judged beside one another.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::crypto::{Algorithm, Signer};
use passerelle::status::History;
use passerelle::{Form, Status, VerifiedRecord, check_attachments, open, sign};

use super::support::{World, authority, key};
use super::{files, now};

/// What is to be said of a record beside others: file, code, pointer.
const NOTED: [(&str, &str, &str); 7] = [
    // Its end was announced, and it is to be deleted.
    ("exercise-modus-operandi-river", "RULE_EXPIRED_NOT_USABLE", "/environment"),
    // The route moved three times.
    ("modus-operandi-sea-route-rev1", "REV_SUPERSEDED", "/rev"),
    ("modus-operandi-sea-route-rev2", "REV_SUPERSEDED", "/rev"),
    ("modus-operandi-sea-route-rev3", "REV_SUPERSEDED", "/rev"),
    // Charged then, acquitted now.
    ("profile-acquitted-rev1", "REV_SUPERSEDED", "/rev"),
    // Its issuer recalled it.
    ("profile-duplicate-withdrawn", "REV_RETRACTED", ""),
    // Another authority says that the day of birth is wrong.
    ("profile-forger-latin-diacritics", "REV_DISPUTED", "/content/births/0/date"),
];

/// Records that are not simply in force.
const NOT_ACTIVE: [(&str, Status); 8] = [
    ("exercise-modus-operandi-river", Status::Expired),
    // A link is no better than its ends.
    ("link-member-forger", Status::Disputed),
    ("modus-operandi-sea-route-rev1", Status::Superseded),
    ("modus-operandi-sea-route-rev2", Status::Superseded),
    ("modus-operandi-sea-route-rev3", Status::Superseded),
    ("profile-acquitted-rev1", Status::Superseded),
    ("profile-duplicate-withdrawn", Status::Withdrawn),
    ("profile-forger-latin-diacritics", Status::Disputed),
];

fn signed_and_opened() -> BTreeMap<String, VerifiedRecord> {
    let world = World::new();
    let east = key("XX/eastland", Algorithm::Ed25519);
    let trust = world.trust_with(|list| list.authorities.push(authority(&east, "XC")));
    let sign_as = |name: &str, draft: &[u8]| {
        let keys = [("XX/northland/", &world.north), ("XX/southland/", &world.south), ("XX/eastland/", &east)];
        let text = std::str::from_utf8(draft).unwrap();
        let id = text.lines().find(|line| line.starts_with("  \"id\": ")).unwrap();
        let issuer = keys.iter().find(|(issuer, _)| id.contains(issuer)).unwrap().1;
        // One record asks for the signature of a second authority.
        let signers: &[&dyn Signer] = if text.contains("\"signers\"") { &[issuer, &world.south] } else { &[issuer] };
        sign(draft, signers, now(), Form::Clear).unwrap_or_else(|error| panic!("{name}: {}", error.code().as_str()))
    };
    let drafts = files("records", ".json").into_iter();
    drafts
        .map(|(name, draft)| {
            let record = open(&sign_as(&name, &draft), &trust, now())
                .unwrap_or_else(|error| panic!("{name}: {}", error.code().as_str()));
            (name, record)
        })
        .collect()
}

#[test]
fn what_all_records_have_is_the_same_by_itself_and_with_the_content() {
    for (name, record) in signed_and_opened() {
        let seen = (record.id(), record.rev(), record.environment(), record.own_status(now()));
        let (header, record_type) = (record.header().clone(), record.record_type());
        assert_eq!((&seen.0, seen.1, seen.2), (&header.id, header.rev, header.environment), "{name}");
        let is_expired = header.validity.expires.is_some_and(|last| now().date() > last);
        let is_due = now().date() > header.validity.review_by;
        let due = if is_expired {
            Status::Expired
        } else if is_due {
            Status::ReviewDue
        } else {
            Status::Unknown
        };
        assert_eq!(seen.3, due, "{name}");
        assert_eq!(header, record.record().header, "{name}");
        assert_eq!(record_type, record.record().content.record_type(), "{name}");
        assert_eq!(*record.header(), header, "{name}");
    }
}

#[test]
fn every_record_is_signed_and_opened_and_stands_as_its_notices_say() {
    let records = signed_and_opened();
    let judgements = History::of(records.values()).at(now());
    let (mut noted, mut not_active) = (BTreeSet::new(), Vec::new());
    for (name, record) in &records {
        let judgement = judgements.of(record).unwrap();
        for finding in &judgement.findings {
            noted.insert((name.as_str(), finding.code.as_str(), finding.pointer.to_string()));
        }
        if judgement.status != Status::Active {
            not_active.push((name.as_str(), judgement.status));
        }
    }
    assert_eq!(noted, NOTED.map(|(name, code, pointer)| (name, code, pointer.to_owned())).into());
    assert_eq!(not_active, NOT_ACTIVE);
}

#[test]
fn every_attachment_is_there_and_none_is_left_over() {
    let attachments = files("attachments", "");
    let mut used = BTreeSet::new();
    for (name, record) in signed_and_opened() {
        for attachment in &record.record().header.attachments {
            used.insert(attachment.hash.hash.as_str().to_owned());
        }
        let findings = check_attachments(record.record(), |attachment| {
            let hash = |bytes: &&Vec<u8>| passerelle::crypto::digest(bytes) == attachment.hash;
            attachments.values().find(hash).map(Vec::as_slice)
        });
        assert_eq!(findings, [], "{name}");
    }
    assert_eq!(used.len(), attachments.len());
}
