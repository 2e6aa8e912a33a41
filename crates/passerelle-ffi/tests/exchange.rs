//! What two countries exchange beside records, as a foreign caller sees it: sealed records, statements, manifests and containers.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod support;

use std::sync::Arc;

use passerelle_ffi::{
    AgreementDevice, CallbackFailure, Decryption, Dispatch, EnvelopeForm, Failure, Forwarding, Holdings, RandomSource,
    check_attachments, check_feeds, check_forward, forward, generate_encryption_key, inspect_with, open, open_batch,
    open_forward, open_manifest, open_receipt, open_with, pack, read_encryption_key, receipt, referral, seal, seal_of,
    sign, unpack, unseal,
};
use support::{NOW, ROUTE, World, parsed, refusal, software};

fn own(key: &passerelle_ffi::EncryptionKey) -> Decryption {
    Decryption::Software { authority: "XX/northland".to_owned(), pkcs8: key.pkcs8.clone() }
}

fn device(world: &World, device: impl AgreementDevice + 'static) -> Decryption {
    let (authority, public_jwk) = ("XX/northland".to_owned(), world.sealed_to_north.public_jwk.clone());
    Decryption::Device { authority, public_jwk, device: Arc::new(device) }
}

/// Seals the first route to authorities.
fn sealed(world: &World, to: &[&str], randomness: Option<Arc<dyn RandomSource>>) -> Result<Vec<u8>, Failure> {
    let recipients = to.iter().map(|name| (*name).to_owned()).collect();
    let dispatch = Dispatch { recipients, purpose: "crime-analysis".to_owned(), holder: None, consent: false };
    seal(&world.signed(ROUTE[0]), Holdings::default(), dispatch, &world.trust, NOW, randomness)
}

#[test]
fn what_is_sealed_opens_with_the_key_of_its_recipient_only() {
    let world = World::new("Ed25519");
    let closed = sealed(&world, &["XX/northland"], None).unwrap();
    let seen = parsed(&seal_of(&closed).unwrap());
    assert_eq!(seen["recipients"][0].as_str(), Some(world.sealed_to_north.kid.as_str()));
    assert!(parsed(&seal_of(ROUTE[0]).unwrap()).is_null());
    let opened = open_with(&closed, &world.trust, NOW, None, Vec::new(), Some(own(&world.sealed_to_north))).unwrap();
    assert_eq!(opened, open(&world.signed(ROUTE[0]), &world.trust, NOW).unwrap());
    let bare = unseal(&closed, own(&world.sealed_to_north)).unwrap();
    assert_eq!(open(&bare, &world.trust, NOW).unwrap(), opened);
    assert_eq!(refusal(open(&closed, &world.trust, NOW))["code"], "SEA_LOCKED");
    let report = |key| parsed(&inspect_with(&closed, Some(world.trust.clone()), NOW, Vec::new(), key).unwrap());
    assert_eq!((&report(None)["openable"], &report(None)["sealed"]), (&false.into(), &true.into()));
    assert_eq!(report(Some(own(&world.sealed_to_north)))["openable"], true);
    let stranger = generate_encryption_key("XX/northland".to_owned(), "P-256".to_owned()).unwrap();
    assert_eq!(read_encryption_key("XX/northland".to_owned(), stranger.pkcs8.clone()).unwrap(), stranger);
    assert_eq!(refusal(unseal(&closed, own(&stranger)))["code"], "SEA_NOT_FOR_ME");
    assert_eq!(refusal(unseal(ROUTE[0], own(&stranger)))["code"], "SEA_FORM");
}

#[test]
fn nothing_is_sealed_for_whom_may_not_have_it() {
    let world = World::new("Ed25519");
    assert_eq!(refusal(sealed(&world, &["XX/southland"], None))["code"], "SEA_NO_KEY");
    assert_eq!(refusal(sealed(&world, &[], None))["code"], "SEA_RECIPIENTS");
    assert_eq!(refusal(sealed(&world, &["nobody"], None))["code"], "BND_ARGUMENT");
    let recipients = vec!["XX/northland".to_owned()];
    let dispatch = Dispatch { recipients, purpose: "prosecution".to_owned(), holder: None, consent: false };
    let denied = refusal(seal(&world.signed(ROUTE[0]), Holdings::default(), dispatch, &world.trust, NOW, None));
    assert_eq!((denied["code"].as_str(), denied["detail"].as_str()), (Some("SEA_DENIED"), Some("XX/northland")));
    assert!(denied["findings"][0]["code"].as_str().unwrap().starts_with("REL_"));
}

/// What a device makes of the agreement.
enum Agrees {
    Gives(Vec<u8>),
    Fails,
    Panics,
}

impl AgreementDevice for Agrees {
    fn agree(&self, ephemeral_jwk: Vec<u8>) -> Result<Vec<u8>, CallbackFailure> {
        assert_eq!(parsed(&ephemeral_jwk)["crv"], "X25519");
        match self {
            Self::Gives(bytes) => Ok(bytes.clone()),
            Self::Fails => Err(CallbackFailure::Failed),
            Self::Panics => panic!("a fault of the library's own"),
        }
    }
}

/// A broken-off call reaches Rust as no bytes; zeros are what a careless default would be.
#[test]
fn a_device_that_does_not_agree_opens_nothing() {
    let world = World::new("Ed25519");
    let closed = sealed(&world, &["XX/northland"], None).unwrap();
    let opened_by = |agrees| {
        let key = Some(device(&world, agrees));
        refusal(open_with(&closed, &world.trust, NOW, None, Vec::new(), key))["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(opened_by(Agrees::Gives(Vec::new())), "SEA_LOCKED");
    assert_eq!(opened_by(Agrees::Gives(vec![0; 31])), "SEA_LOCKED");
    assert_eq!(opened_by(Agrees::Fails), "SEA_LOCKED");
    assert_eq!(opened_by(Agrees::Gives(vec![0; 32])), "SEA_OPEN");
    assert_eq!(opened_by(Agrees::Panics), "BND_FAULT");
}

/// An honest device, over a key of software.
struct Honest(Vec<u8>);

impl AgreementDevice for Honest {
    fn agree(&self, ephemeral_jwk: Vec<u8>) -> Result<Vec<u8>, CallbackFailure> {
        let key = parsed(&ephemeral_jwk);
        let point = passerelle::crypto::decode_base64url(key["x"].as_str().unwrap()).unwrap();
        let secret: [u8; 32] = self.0[self.0.len() - 32..].try_into().unwrap();
        let point: [u8; 32] = point.try_into().unwrap();
        Ok(x25519_dalek::x25519(secret, point).to_vec())
    }
}

#[test]
fn a_device_that_agrees_opens() {
    let world = World::new("Ed25519");
    let closed = sealed(&world, &["XX/northland"], None).unwrap();
    let key = device(&world, Honest(world.sealed_to_north.pkcs8.clone()));
    let opened = open_with(&closed, &world.trust, NOW, None, Vec::new(), Some(key)).unwrap();
    assert_eq!(opened, open(&world.signed(ROUTE[0]), &world.trust, NOW).unwrap());
}

/// Bytes that count up, or whatever else.
struct Source(fn(u32) -> Result<Vec<u8>, CallbackFailure>);

impl RandomSource for Source {
    fn random_bytes(&self, count: u32) -> Result<Vec<u8>, CallbackFailure> {
        (self.0)(count)
    }
}

#[test]
fn a_source_of_random_bytes_gives_all_or_nothing_is_made() {
    let world = World::new("Ed25519");
    let signed = |source: fn(u32) -> _| {
        let parts = Some(vec!["/content/countermeasures".to_owned()]);
        let signatories = vec![software(&world.south)];
        sign(ROUTE[0], signatories, NOW, EnvelopeForm::Clear, parts, Some(Arc::new(Source(source))))
    };
    let counted = |count: u32| Ok((0..count).map(|at| at.to_le_bytes()[0]).collect());
    assert_eq!(signed(counted).unwrap(), signed(counted).unwrap());
    let wrong: [fn(u32) -> _; 3] = [
        |_| Ok(Vec::new()),
        |count| Ok(vec![1; usize::try_from(count).unwrap() + 1]),
        |_| Err(CallbackFailure::Failed),
    ];
    for source in wrong {
        assert_eq!(refusal(signed(source))["code"], "SIGN_CALLBACK");
        let outcome = sealed(&world, &["XX/northland"], Some(Arc::new(Source(source))));
        assert_eq!(refusal(outcome)["code"], "SEA_RANDOMNESS");
    }
}

#[test]
fn statements_are_opened_and_held_against_the_record() {
    let world = World::new("Ed25519");
    let signed = world.signed(ROUTE[0]);
    let receipt = receipt(&signed, &world.trust, software(&world.north), NOW, NOW).unwrap();
    let read = parsed(&open_receipt(&receipt, &world.trust, NOW).unwrap());
    assert_eq!(read["document"]["issuer"], "XX/northland");
    assert_eq!(read["signatures"][0]["verified"], true);
    assert_eq!(refusal(open_receipt(&signed, &world.trust, NOW))["integrity"], "invalid");
    let forwarding = |to: &str| Forwarding {
        to: vec![to.to_owned()],
        purpose: vec!["crime-analysis".to_owned()],
        consent: None,
        handling: None,
    };
    let passed_on = |key, to, earlier| {
        forward(&signed, Holdings::default(), earlier, forwarding(to), software(key), &world.trust, NOW)
    };
    let first = passed_on(&world.south, "XA", Vec::new()).unwrap();
    assert_eq!(parsed(&open_forward(&first, &world.trust, NOW).unwrap())["document"]["to"][0], "XA");
    let checked = |forward: &[u8], earlier: Vec<Vec<u8>>, envelope: &[u8]| {
        parsed(&check_forward(forward, earlier, envelope, Holdings::default(), &world.trust, NOW).unwrap())
    };
    assert_eq!(checked(&first, Vec::new(), &signed)["faults"], serde_json::json!([]));
    let other = checked(&first, Vec::new(), &world.signed(ROUTE[1]));
    assert_eq!(other["faults"][0]["finding"]["code"], "FWD_RECORD");
    let denied = refusal(passed_on(&world.north, "XZ", vec![first.clone()]));
    assert_eq!(denied["code"], "FWD_RELEASE");
    assert!(denied["findings"].as_array().unwrap().len() > 1);
    let twice = vec![first, passed_on(&world.south, "XB", Vec::new()).unwrap()];
    assert_eq!(refusal(passed_on(&world.north, "XB", twice))["code"], "BND_ARGUMENT");
}

#[test]
fn a_container_gives_back_what_was_packed_and_says_what_is_missing() {
    let world = World::new("Ed25519");
    let records = vec![world.signed(ROUTE[0]), world.signed(ROUTE[1])];
    let packed = |records: Vec<Vec<u8>>, after, compressed| {
        pack(records, software(&world.south), "daily".to_owned(), NOW + 86_400, after, compressed, NOW)
    };
    let plain = packed(records.clone(), None, false).unwrap();
    assert_eq!(parsed(&plain.last)["sequence"], 2);
    for container in [&plain, &packed(records.clone(), None, true).unwrap()] {
        let unpacked = unpack(&container.container, &world.trust, NOW, Vec::new(), None).unwrap();
        let about = parsed(&unpacked.about);
        assert_eq!(
            unpacked.records,
            records
                .iter()
                .map(|record| open(record, &world.trust, NOW).unwrap().record.into_bytes())
                .collect::<Vec<_>>()
        );
        assert_eq!(about["records"][1]["opened"]["rev"], 2);
        assert_eq!(about["segments"].as_array().unwrap().len(), 2);
        assert!(about.get("damage").is_none());
        assert!(open(&unpacked.envelopes[0], &world.trust, NOW).is_ok());
    }
    let cut = &plain.container[..plain.container.len() - 1000];
    assert_eq!(
        parsed(&unpack(cut, &world.trust, NOW, Vec::new(), None).unwrap().about)["damage"]["code"],
        "BND_DAMAGED"
    );
    let next = packed(Vec::new(), Some(plain.last.clone()), false).unwrap();
    let line = |container: &[u8], at: usize| container.split(|byte| *byte == b'\n').nth(at).unwrap().to_vec();
    let (manifest, follower) = (line(&plain.container, 0), line(&next.container, 0));
    assert_eq!(parsed(&open_manifest(&manifest, &world.trust, NOW).unwrap())["document"]["count"], 2);
    let feeds = |manifests| parsed(&check_feeds(manifests, &world.trust, NOW).unwrap());
    let feed = feeds(vec![manifest.clone(), follower]);
    assert_eq!((&feed[0]["last"], &feed[0]["faults"][0]["fault"]), (&3.into(), &"gap".into()));
    let batch = open_batch(&manifest, vec![records[0].clone()], &world.trust, NOW, Vec::new(), None).unwrap();
    let about = parsed(&batch.about);
    assert_eq!((batch.records.len(), about["mismatches"][0]["kind"].as_str()), (1, Some("missing")));
    assert_eq!(about["manifest"]["opened"]["document"]["feed"], "daily");
    let forged = open_batch(&records[0], records.clone(), &world.trust, NOW, Vec::new(), None).unwrap();
    assert_eq!(parsed(&forged.about)["manifest"]["refused"]["code"], "ENV_CONTENT");
    let spoilt = refusal(packed(vec![records[0].clone(), b"{}".to_vec()], None, false));
    assert_eq!((spoilt["code"].as_str(), spoilt["detail"].as_str()), (Some("ENV_CONTENT"), Some("records: number 1")));
    assert_eq!(refusal(packed(Vec::new(), Some(b"{}".to_vec()), false))["code"], "BND_ARGUMENT");
}

#[test]
fn files_are_held_against_their_hashes() {
    let world = World::new("Ed25519");
    let draft = include_bytes!("../../../examples/records/modus-operandi-land-refrigerated-trailer.json");
    let file = include_bytes!("../../../examples/attachments/trailer-false-wall.svg").to_vec();
    let signed = world.signed(draft);
    let found = |file: Vec<u8>| {
        let found = parsed(&check_attachments(&signed, vec![file], &world.trust, NOW, Vec::new()).unwrap());
        found.get(0).map(|finding| finding["code"].as_str().unwrap().to_owned())
    };
    assert_eq!(found(file), None);
    assert_eq!(found(Vec::new()).as_deref(), Some("RULE_ATTACHMENT_MISSING"));
    assert_eq!(found(b"another".to_vec()).as_deref(), Some("RULE_ATTACHMENT_HASH"));
}

#[test]
fn a_platform_gets_its_own_accounts_or_reasons() {
    let world = World::new("Ed25519");
    let referred = |draft: &[u8]| referral(&world.signed(draft), Holdings::default(), None, false, &world.trust, NOW);
    let profile = include_str!("../../../examples/records/profile-recruiter-greek.json");
    let profile = profile.replace("XX/eastland", "XX/northland").replace(r#""pap": "red""#, r#""pap": "green""#);
    let made = referred(profile.as_bytes()).unwrap();
    assert!(!parsed(&made.referral)["selectors"].as_array().unwrap().is_empty());
    assert!(parsed(&made.left_out).is_array());
    let denied = refusal(referred(ROUTE[0]));
    assert_eq!(denied["code"], denied["findings"][0]["code"]);
}
