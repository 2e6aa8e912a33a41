//! What holds of every record, and not only of those that somebody thought of.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use std::sync::OnceLock;

use passerelle::crypto::{Algorithm, SoftwareKey, SystemRandomness};
use passerelle::diff::changes;
use passerelle::json::Pointer;
use passerelle::redaction::Redactable;
use passerelle::{Code, Form, VerifiedRecord, convert, open, redact, sign, sign_redactable, validate};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use serde_json::{Map, Value, json};
use support::held::{later, network, profile, world};
use support::{World, bytes, canonical, key, now};

// ---- what is generated ------------------------------------------------------

/// A text as an author may write it: any letters of many scripts, and what JSON has to escape.
fn words() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 ,.;:!?\"\\\\/äßéñøčżЖщאبجदे漢字かな😀]{0,40}[a-zA-Z0-9]"
}

/// A value of any shape inside the profile, without `null` and without anything empty.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        words().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Value::from),
            btree_map("[a-z][a-z0-9_]{0,8}", inner, 1..4).prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// A sound draft of Northland: of any type, with any of what is optional, and with any texts.
fn draft() -> impl Strategy<Value = Value> {
    let header = (
        select(vec!["test", "exercise"]),
        select(vec!["clear", "green", "amber", "amber-strict", "red"]),
        subsequence(vec!["XA", "XB", "XC", "XD"], 1..=4),
        select(vec!["none", "within-country", "with-consent", "as-marked"]),
        subsequence(vec!["crime-analysis", "identify", "prosecution", "modus-operandi-exchange"], 1..=4),
        select(vec!["A", "B", "C", "X"]),
        select(vec!["1", "2", "3", "4"]),
        0..2_u8,
    );
    let extras = (
        proptest::option::of(btree_map("example\\.police:[a-z][a-z0-9_]{0,8}", value(), 1..4)),
        vec(words(), 0..3),
        proptest::option::of("[a-z]{2,8}@unit\\.example"),
        vec("TEST-[0-9]{1,6}", 0..4),
        any::<u128>(),
    );
    (header, extras).prop_map(|(header, (ext, summaries, desk, references, number))| {
        let (environment, tlp, countries, onward, purposes, source, information, kind) = header;
        let mut draft = if kind == 0 { network(1) } else { profile(1) };
        let uuid = format!("{number:032x}");
        draft["id"] = json!(format!(
            "XX/northland/{}-{}-7{}-8{}-{}",
            &uuid[..8],
            &uuid[8..12],
            &uuid[13..16],
            &uuid[17..20],
            &uuid[20..]
        ));
        draft["environment"] = json!(environment);
        draft["handling"]["tlp"] = json!(tlp);
        draft["handling"]["releasable_to"] = json!(countries);
        draft["handling"]["onward"] = json!(onward);
        draft["purpose"] = json!(purposes);
        draft["evaluation"] = json!({ "scheme": "europol-4x4", "source": source, "information": information });
        if let Some(ext) = ext {
            draft["ext"] = Value::Object(Map::from_iter(ext));
        }
        if !summaries.is_empty() {
            let languages = ["en", "fr", "es"];
            let texts = summaries.iter().zip(languages).map(|(text, lang)| json!({ "lang": lang, "text": text }));
            draft["content"]["summary"] = texts.collect();
        }
        if let Some(desk) = desk {
            draft["contact"] = json!({ "role": "duty-desk", "ref": desk });
        }
        if !references.is_empty() {
            let mut references = references;
            references.sort();
            references.dedup();
            let rows = references.iter().map(|reference| json!({ "system": "test-cases", "ref": reference }));
            draft["national_refs"] = rows.collect();
        }
        draft
    })
}

/// A world for each algorithm.
fn worlds() -> &'static [World] {
    static WORLDS: OnceLock<Vec<World>> = OnceLock::new();
    WORLDS.get_or_init(|| Algorithm::CLASSICAL.into_iter().map(World::with).collect())
}

fn read(envelope: &[u8], world: &World) -> VerifiedRecord {
    open(envelope, &world.trust, later()).unwrap()
}

/// What was found, and where in the record.
fn said(record: &VerifiedRecord) -> Vec<(Code, Pointer)> {
    record.findings().iter().map(|finding| (finding.code, finding.pointer.clone())).collect()
}

// ---- what holds of it -------------------------------------------------------

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Author, sign, convert, open, compare: nothing is lost and nothing comes in.
    #[test]
    fn what_an_author_wrote_arrives(draft in draft(), algorithm: Index, form: bool) {
        let world = algorithm.get(worlds());
        let form = if form { Form::Clear } else { Form::Opaque };
        let validation = validate(&bytes(&draft), later());
        prop_assume!(validation.is_valid());
        let signed = sign(&bytes(&draft), &[&world.north], later(), form).unwrap();
        let record = read(&signed, world);
        prop_assert_eq!(record.payload(), canonical(&draft));
        let again = serde_json::to_value(record.record()).unwrap();
        prop_assert_eq!(canonical(&again), canonical(&draft), "the typed record says what the text says");
        for other in [Form::Clear, Form::Opaque] {
            let converted = convert(&signed, other).unwrap();
            prop_assert_eq!(convert(&converted, form).unwrap(), signed.clone());
            let converted = read(&converted, world);
            prop_assert_eq!((converted.record(), converted.payload()), (record.record(), record.payload()));
            prop_assert_eq!(converted.signatures(), record.signatures());
            // A warning has a place in the text where the text can be read; the rest of it is the same.
            prop_assert_eq!(said(&converted), said(&record));
            prop_assert!(changes(record.object(), converted.object()).is_empty());
        }
        // A change is seen, and it alone.
        let mut next = draft.clone();
        next["content"]["summary"] = json!([{ "lang": "en", "text": "Something that nobody else writes." }]);
        let next = read(&sign(&bytes(&next), &[&world.north], later(), form).unwrap(), world);
        let changed = changes(record.object(), next.object());
        prop_assert!(!changed.is_empty() && changed.iter().all(|change| change.section() == "summary"));
    }

    /// Any part that may be withheld can be, in any combination, and the rest is the same record.
    #[test]
    fn whatever_is_withheld_the_digest_stays(draft in draft(), chosen in vec(any::<Index>(), 0..4)) {
        prop_assume!(validate(&bytes(&draft), later()).is_valid());
        let world = world();
        let plan = Redactable::defaults();
        let signers: [&dyn passerelle::crypto::Signer; 1] = [&world.north];
        let whole =
            sign_redactable(&bytes(&draft), &signers, later(), Form::Clear, &plan, &mut SystemRandomness).unwrap();
        let record = read(&whole, world);
        prop_assert_eq!(record.object().to_canonical(), canonical(&draft));
        let open_parts = record.redactable();
        prop_assume!(!open_parts.is_empty());
        let mut parts: Vec<_> = chosen.iter().map(|index| index.get(open_parts).clone()).collect();
        parts.sort();
        parts.dedup();
        let copy = read(&redact(&whole, &parts).unwrap(), world);
        prop_assert_eq!((copy.digest(), copy.payload()), (record.digest(), record.payload()));
        prop_assert_eq!(copy.withheld().len(), parts.len());
    }

    /// A relay that does not know a newer minor version hands every byte of it on.
    #[test]
    fn a_newer_minor_goes_through_unchanged(
        draft in draft(),
        unknown in btree_map("new_[a-z0-9_]{1,8}", value(), 1..4),
        inside in btree_map("new_[a-z0-9_]{1,8}", value(), 0..3),
    ) {
        let world = world();
        let mut draft = draft;
        draft["spec"] = json!("1.7");
        for (name, value) in unknown {
            draft[&name] = value;
        }
        for (name, value) in inside {
            draft["content"][&name] = value;
        }
        let mut header = world.header();
        header["iat"] = json!(now().unix_seconds());
        let envelope = bytes(&world.forge(&draft, &header));
        let Ok(record) = open(&envelope, &world.trust, later()) else {
            // Only what 1.0 itself refuses of what it knows may be refused.
            let mut known = draft.clone();
            known["spec"] = json!("1.0");
            known.as_object_mut().unwrap().retain(|name, _| !name.starts_with("new_"));
            known["content"].as_object_mut().unwrap().retain(|name, _| !name.starts_with("new_"));
            prop_assert!(!validate(&bytes(&known), later()).is_valid());
            return Ok(());
        };
        prop_assert_eq!(record.payload(), canonical(&draft));
        for form in [Form::Clear, Form::Opaque] {
            let passed_on = record.to_envelope(form);
            prop_assert_eq!(&passed_on, &convert(&envelope, form).unwrap());
            let again = read(&passed_on, world);
            prop_assert_eq!(again.payload(), canonical(&draft));
        }
    }
}

// ---- a single bit -----------------------------------------------------------

/// Signed records of every shape: both forms, each algorithm, two signers, whole and redacted.
fn signed_records() -> &'static [(usize, Vec<u8>)] {
    static SIGNED: OnceLock<Vec<(usize, Vec<u8>)>> = OnceLock::new();
    SIGNED.get_or_init(|| {
        let mut records = Vec::new();
        for (index, world) in worlds().iter().enumerate() {
            let mut draft = profile(1);
            let clear = sign(&bytes(&draft), &[&world.north], later(), Form::Clear).unwrap();
            draft["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
            let both: [&dyn passerelle::crypto::Signer; 2] = [&world.north, &world.south];
            let joint = sign(&bytes(&draft), &both, later(), Form::Clear).unwrap();
            let plan = Redactable::defaults();
            let whole =
                sign_redactable(&bytes(&draft), &both, later(), Form::Clear, &plan, &mut SystemRandomness).unwrap();
            let parts = read(&whole, world).redactable()[..1].to_vec();
            let copy = redact(&whole, &parts).unwrap();
            for envelope in [clear, joint, whole, copy] {
                records.push((index, convert(&envelope, Form::Opaque).unwrap()));
                records.push((index, envelope));
            }
        }
        records
    })
}

/// Opens it with one bit changed.
fn is_refused(envelope: &[u8], world: &World, byte: usize, bit: u8) -> bool {
    let mut changed = envelope.to_vec();
    changed[byte] ^= 1 << bit;
    open(&changed, &world.trust, later()).is_err()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, ..ProptestConfig::default() })]

    #[test]
    fn a_single_bit_anywhere_is_refused(record: Index, byte: Index, bit in 0..8_u8) {
        let (world, envelope) = record.get(signed_records());
        let byte = byte.index(envelope.len());
        prop_assert!(is_refused(envelope, &worlds()[*world], byte, bit), "byte {}, bit {}", byte, bit);
    }
}

/// Where one bit says least about the rest: every one of them in the signatures and in what they cover of the header.
#[test]
fn every_single_bit_of_the_signatures_is_refused() {
    let (world, envelope) = &signed_records()[1];
    let text = std::str::from_utf8(envelope).unwrap();
    let from = text.find("\"signatures\"").unwrap();
    for byte in from..envelope.len() {
        for bit in 0..8 {
            assert!(is_refused(envelope, &worlds()[*world], byte, bit), "byte {byte}, bit {bit}");
        }
    }
}

/// A key that nobody lists signs nothing that is opened, whatever it signs.
#[test]
fn no_draft_is_opened_for_a_stranger() {
    let stranger: SoftwareKey = key("XX/northland", Algorithm::Ed25519);
    proptest!(ProptestConfig::with_cases(32), |(draft in draft())| {
        prop_assume!(validate(&bytes(&draft), later()).is_valid());
        let signed = sign(&bytes(&draft), &[&stranger], later(), Form::Clear).unwrap();
        prop_assert!(open(&signed, &world().trust, later()).is_err());
    });
}
