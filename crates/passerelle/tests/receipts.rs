//! Receipts: what they are taken for, and what they prove of a record whose key was stolen or whose algorithm has ended.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use passerelle::crypto::{Algorithm, Signer, SoftwareKey};
use passerelle::receipt::{Receipt, open_receipt, sign_receipt};
use passerelle::record::{Digest, Timestamp};
use passerelle::trust::{AlgorithmPolicy, KeyState, Trust, TrustListDocument, TrustPolicy};
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{
    Code, Form, ObjectClass, Opening, StatementError, VerifiedRecord, VerifiedStatement, open_with, receipt_for,
};
use serde_json::{Value, json};
use support::trust::signed;
use support::*;

const SIGNED_AT: &str = "2026-04-01T09:00:00Z";
const RECEIVED: &str = "2026-04-01T09:10:00Z";
const STOLEN_SINCE: &str = "2026-05-01T00:00:00Z";

/// Northland issues, Southland and Eastland give receipts, and so does an archive of Northland's own country.
struct Exchange {
    world: World,
    archive: SoftwareKey,
    east: SoftwareKey,
    trust: Trust,
}

impl Exchange {
    fn new() -> Self {
        Self::with(World::new())
    }

    fn with(world: World) -> Self {
        let (archive, east) = (key("XX/north-archive", Algorithm::Es384), key("XX/eastland", Algorithm::Es384));
        let mut exchange = Self { trust: world.trust.clone(), world, archive, east };
        exchange.trust = exchange.trust_with(|_| ());
        exchange
    }

    /// The trust after something has happened.
    fn trust_with(&self, change: impl FnOnce(&mut TrustListDocument)) -> Trust {
        self.world.trust_with(|list| {
            list.authorities.push(authority(&self.archive, "XA"));
            list.authorities.push(authority(&self.east, "XC"));
            for authority in &mut list.authorities {
                authority.roles = roles(&["record", "receipt"]);
            }
            change(list);
        })
    }

    fn with_stolen(&self, keys: &[&SoftwareKey]) -> Trust {
        self.trust_with(|list| {
            for key in keys {
                let entry = list.authorities.iter_mut().find(|entry| entry.id == *key.authority()).unwrap();
                let key = &mut entry.keys[0];
                (key.status, key.compromised_since) = (KeyState::Compromised, Some(time(STOLEN_SINCE)));
            }
        })
    }

    /// A record that Northland signed in April.
    fn record(&self) -> Value {
        self.record_signed_at(SIGNED_AT)
    }

    fn record_signed_at(&self, iat: &str) -> Value {
        let mut header = self.world.header();
        header["iat"] = time(iat).unix_seconds().into();
        self.world.forge(&old_draft(), &header)
    }

    fn opened(&self, record: &Value) -> VerifiedRecord {
        passerelle::open(&bytes(record), &self.trust, now()).unwrap()
    }

    /// Southland's receipt for a record.
    fn receipt_for(&self, record: &Value) -> Receipt {
        receipt_for(&self.opened(record), id("XX/southland"), time(RECEIVED), time(RECEIVED))
    }

    fn by(&self, signer: &SoftwareKey, mut receipt: Receipt) -> VerifiedStatement<Receipt> {
        receipt.issuer = signer.authority().clone();
        let envelope = sign_receipt(&receipt, signer, time(RECEIVED), Form::Clear).unwrap();
        open_receipt(&envelope, &self.trust, now()).unwrap()
    }
}

fn roles(names: &[&str]) -> Vec<AuthorityRole> {
    names.iter().map(|name| AuthorityRole::new(*name).unwrap()).collect()
}

fn old_draft() -> Value {
    draft_with(
        json!({ "issued": "2026-04-01T08:30:00Z", "validity": { "from": "2026-04-01", "review_by": "2027-03-01" } }),
    )
}

/// The code with which a record is refused with receipts, or the codes of the warnings with which it is opened.
fn judged(
    record: &Value,
    trust: &Trust,
    at: Timestamp,
    receipts: &[VerifiedStatement<Receipt>],
) -> Result<Vec<&'static str>, &'static str> {
    match open_with(&bytes(record), &Opening::new(trust, at).receipts(receipts)) {
        Ok(record) => Ok(record.findings().iter().map(|finding| finding.code.as_str()).collect()),
        Err(error) => Err(error.code().as_str()),
    }
}

fn open_code(bytes: &[u8], trust: &Trust) -> Option<&'static str> {
    open_receipt(bytes, trust, now()).err().map(|error| error.code().as_str())
}

// ---- what a receipt is ------------------------------------------------------

#[test]
fn an_honest_receipt_opens_in_both_forms_and_says_what_was_held() {
    let exchange = Exchange::new();
    let record = exchange.record();
    let receipt = exchange.receipt_for(&record);
    let opened = exchange.opened(&record);
    assert_eq!((&receipt.record.digest, receipt.record.rev), (opened.digest(), 1));
    let entry = passerelle::crypto::digest(&canonical(&record["signatures"][0]));
    assert_eq!(receipt.signatures, [entry], "the digest of the entry in its canonical form");
    for form in [Form::Clear, Form::Opaque] {
        let envelope = sign_receipt(&receipt, &exchange.world.south, now(), form).unwrap();
        let statement = open_receipt(&envelope, &exchange.trust, now()).unwrap();
        assert_eq!(statement.document(), &receipt);
        assert_eq!(statement.to_envelope(form), envelope);
        assert!(statement.findings().is_empty() && statement.signatures()[0].verified);
        assert!(!format!("{statement:?}").contains("northland"), "and prints nothing of it");
    }
}

#[test]
fn a_receipt_names_only_signatures_that_were_verified() {
    let exchange = Exchange::new();
    let mut record = exchange.record();
    let mut later = exchange.world.header();
    later["alg"] = "ML-DSA-65".into();
    let entry = signature(&old_draft(), &later, &exchange.world.north);
    record["signatures"].as_array_mut().unwrap().push(entry);
    assert_eq!(exchange.receipt_for(&record).signatures.len(), 1);
}

#[test]
fn only_an_authority_with_the_role_gives_receipts() {
    let exchange = Exchange::new();
    let receipt = exchange.receipt_for(&exchange.record());
    let envelope = sign_receipt(&receipt, &exchange.world.south, now(), Form::Clear).unwrap();
    let trust = exchange.trust_with(|list| list.authorities[1].roles = roles(&["record", "forward", "manifest"]));
    assert_eq!(open_code(&envelope, &trust), Some("KEY_ROLE"));
    let trust = exchange.trust_with(|list| list.authorities[1].roles = roles(&["receipt"]));
    assert_eq!(open_code(&envelope, &trust), None);
}

#[test]
fn a_receipt_is_signed_by_its_issuer_and_nobody_else() {
    let exchange = Exchange::new();
    let receipt = exchange.receipt_for(&exchange.record());
    let error = sign_receipt(&receipt, &exchange.east, now(), Form::Clear).unwrap_err();
    assert!(matches!(error, StatementError::Key));
    assert_eq!(error.code(), Code::SignKey);
    let document = serde_json::to_value(&receipt).unwrap();
    assert_eq!(
        open_code(&signed(ObjectClass::Receipt, &document, &[&exchange.east]), &exchange.trust),
        Some("KEY_AUTHORITY")
    );
    let two = signed(ObjectClass::Receipt, &document, &[&exchange.world.south, &exchange.east]);
    assert_eq!(open_code(&two, &exchange.trust), Some("KEY_AUTHORITY"));
}

#[test]
fn countersignature_or_receipt_offered_as_the_signature_of_an_author() {
    let exchange = Exchange::new();
    let record = exchange.record();
    let receipt = exchange.receipt_for(&record);
    let receipt_envelope = sign_receipt(&receipt, &exchange.world.south, now(), Form::Clear).unwrap();
    let receipt_entry: Value = serde_json::from_slice(&receipt_envelope).unwrap();
    // The receipt's signature in the place of the author's, and beside it.
    let mut alone = record.clone();
    alone["signatures"] = receipt_entry["signatures"].clone();
    assert_eq!(exchange.world.refusal(&alone), Some("HDR_TYP"));
    let mut beside = record.clone();
    beside["signatures"].as_array_mut().unwrap().push(receipt_entry["signatures"][0].clone());
    assert_eq!(exchange.world.refusal(&beside), Some("HDR_TYP"));
    // A receipt in the opaque form, whose content has no name, is no record; and a record no receipt.
    let opaque = sign_receipt(&receipt, &exchange.world.south, now(), Form::Opaque).unwrap();
    assert_eq!(refusal(&opaque, &exchange.trust), Some("HDR_TYP"));
    let opaque_record = passerelle::convert(&bytes(&record), Form::Opaque).unwrap();
    assert_eq!(open_code(&opaque_record, &exchange.trust), Some("HDR_TYP"));
    assert_eq!(open_code(&bytes(&record), &exchange.trust), Some("ENV_CONTENT"));
    assert_eq!(refusal(&receipt_envelope, &exchange.trust), Some("ENV_CONTENT"));
    assert_eq!(refusal(&bytes(&record), &exchange.trust), None);
}

#[test]
fn a_statement_of_another_class_is_no_receipt() {
    let exchange = Exchange::new();
    let document = serde_json::to_value(exchange.receipt_for(&exchange.record())).unwrap();
    for class in [ObjectClass::Forward, ObjectClass::Manifest, ObjectClass::TrustList] {
        let mut envelope: Value = serde_json::from_slice(&signed(class, &document, &[&exchange.world.south])).unwrap();
        assert_eq!(open_code(&bytes(&envelope), &exchange.trust), Some("ENV_CONTENT"));
        envelope["receipt"] = envelope.as_object_mut().unwrap().remove(class.member()).unwrap();
        assert_eq!(open_code(&bytes(&envelope), &exchange.trust), Some("HDR_TYP"), "{class:?}");
    }
}

#[test]
fn a_changed_receipt_and_one_of_the_wrong_form() {
    let exchange = Exchange::new();
    let receipt = exchange.receipt_for(&exchange.record());
    let envelope = sign_receipt(&receipt, &exchange.world.south, now(), Form::Clear).unwrap();
    let mut changed: Value = serde_json::from_slice(&envelope).unwrap();
    changed["receipt"]["received"] = "2026-03-01T00:00:00Z".into();
    assert_eq!(open_code(&bytes(&changed), &exchange.trust), Some("SIG_INVALID"));
    // Nothing of a statement is redactable.
    let mut disclosing: Value = serde_json::from_slice(&envelope).unwrap();
    disclosing["disclosures"] = json!(["WyJ4Il0"]);
    assert_eq!(open_code(&bytes(&disclosing), &exchange.trust), Some("ENV_MEMBER"));

    let honest = serde_json::to_value(&receipt).unwrap();
    let code = |members: Value| {
        let mut document = honest.clone();
        for (name, value) in members.as_object().unwrap() {
            match value {
                Value::Null => drop(document.as_object_mut().unwrap().remove(name)),
                value => document[name] = value.clone(),
            }
        }
        open_code(&signed(ObjectClass::Receipt, &document, &[&exchange.world.south]), &exchange.trust)
    };
    let one = honest["signatures"][0].clone();
    let other_hash = json!({ "alg": "sha-512", "hash": one["hash"] });
    assert_eq!(code(json!({})), None);
    assert_eq!(code(json!({ "spec": "1.4", "brand_new": "x" })), None, "a newer minor version is read");
    assert_eq!(code(json!({ "spec": "2.0" })), Some("VER_MAJOR"));
    assert_eq!(code(json!({ "brand_new": "x" })), Some("SCHEMA_UNKNOWN_MEMBER"));
    assert_eq!(code(json!({ "received": null })), Some("SCHEMA_REQUIRED"));
    assert_eq!(code(json!({ "record": null })), Some("SCHEMA_REQUIRED"));
    assert_eq!(code(json!({ "signatures": [] })), Some("SCHEMA_EMPTY"));
    assert_eq!(code(json!({ "signatures": [one, one] })), Some("SCHEMA_DUPLICATE_ITEM"));
    assert_eq!(code(json!({ "signatures": [other_hash] })), Some("SCHEMA_VALUE"));
    assert_eq!(code(json!({ "received": "yesterday" })), Some("SCHEMA_FORM"));
    assert_eq!(code(json!({ "received": "2026-04-01T09:10:01Z" })), Some("SCHEMA_COMBINATION"));
}

#[test]
fn a_receipt_of_a_newer_minor_version_says_so_and_its_texts_are_looked_at() {
    let exchange = Exchange::new();
    let mut document = serde_json::to_value(exchange.receipt_for(&exchange.record())).unwrap();
    document["spec"] = "1.4".into();
    document["brand_new"] = "a\u{202e}b e\u{301}".into();
    let envelope = signed(ObjectClass::Receipt, &document, &[&exchange.world.south]);
    let opened = open_receipt(&envelope, &exchange.trust, now()).unwrap();
    let codes: Vec<_> = opened.findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::ProfileNotNfc, Code::ProfileBidi, Code::VerNewer]);
    assert_eq!(opened.payload(), canonical(&document), "what is not known is kept");
    let error = sign_receipt(opened.document(), &exchange.world.south, now(), Form::Clear).unwrap_err();
    assert_eq!(error.code(), Code::VerNewer, "nobody writes a version that his software does not know");
}

#[test]
fn nobody_signs_a_receipt_that_no_reader_would_read() {
    let exchange = Exchange::new();
    let honest = exchange.receipt_for(&exchange.record());
    let early = Receipt { issued: time("2026-04-01T09:09:59Z"), ..honest.clone() };
    let error = sign_receipt(&early, &exchange.world.south, now(), Form::Clear).unwrap_err();
    assert_eq!(error.code(), Code::SchemaCombination);
    let of_nothing = Receipt { signatures: Vec::new(), ..honest };
    let error = sign_receipt(&of_nothing, &exchange.world.south, now(), Form::Clear).unwrap_err();
    assert_eq!(error.code(), Code::SchemaEmpty);
    assert!(!format!("{error:?}{error}").contains("southland"));
}

// ---- what a receipt proves --------------------------------------------------

#[test]
fn compromised_key_and_an_independent_receipt_from_before() {
    let exchange = Exchange::new();
    let record = exchange.record();
    let receipt = exchange.by(&exchange.world.south, exchange.receipt_for(&record));
    let stolen = exchange.with_stolen(&[&exchange.world.north]);
    assert_eq!(
        judged(&record, &exchange.trust, now(), std::slice::from_ref(&receipt)),
        Ok(vec![]),
        "needed for nothing yet"
    );
    assert_eq!(judged(&record, &stolen, now(), &[]), Err("KEY_COMPROMISED"));
    assert_eq!(judged(&record, &stolen, now(), &[receipt]), Ok(vec!["KEY_COMPROMISED_PRIOR"]));
}

#[test]
fn back_dated_by_the_thief() {
    let exchange = Exchange::new();
    let stolen = exchange.with_stolen(&[&exchange.world.north]);
    // The thief writes a date from before the theft, on another record and on the very same one.
    let other = exchange.record_signed_at("2026-04-01T09:00:01Z");
    let record = exchange.record();
    let receipt = exchange.by(&exchange.world.south, exchange.receipt_for(&record));
    assert_eq!(
        judged(&other, &stolen, now(), std::slice::from_ref(&receipt)),
        Err("KEY_COMPROMISED"),
        "the same digest under another signature"
    );
    let mut header = exchange.world.header();
    header["iat"] = time(SIGNED_AT).unix_seconds().into();
    let forged = exchange.world.forge(&draft(), &header);
    assert_eq!(judged(&forged, &stolen, now(), &[receipt]), Err("KEY_COMPROMISED"), "another digest");
}

#[test]
fn receipts_that_prove_nothing() {
    let exchange = Exchange::new();
    let record = exchange.record();
    let stolen = exchange.with_stolen(&[&exchange.world.north]);
    let honest = exchange.receipt_for(&record);
    let (north, south) = (&exchange.world.north, &exchange.world.south);
    let at = |received: &str| Receipt { received: time(received), issued: now(), ..honest.clone() };
    let elsewhere = |change: fn(&mut passerelle::record::ExactRevision)| {
        let mut receipt = honest.clone();
        change(&mut receipt.record);
        receipt
    };
    let zeros = || Digest::sha256([0; 32]);
    let cases = [
        ("by the signer", north, honest.clone()),
        ("by another authority of its country", &exchange.archive, honest.clone()),
        ("at the very time of the theft", south, at(STOLEN_SINCE)),
        ("after it", south, at("2026-05-02T00:00:00Z")),
        ("from before the signature was made", south, at("2026-04-01T08:54:59Z")),
        ("of another signature", south, Receipt { signatures: vec![zeros()], ..honest.clone() }),
        ("of another digest", south, elsewhere(|record| record.digest = Digest::sha256([0; 32]))),
        ("of another revision", south, elsewhere(|record| record.rev = 2)),
        (
            "of another record",
            south,
            elsewhere(|record| {
                record.id =
                    passerelle::record::RecordId::new("XX/northland/01890a5d-ac96-774b-bcce-b302099a805d").unwrap();
            }),
        ),
    ];
    for (what, signer, receipt) in cases {
        assert_eq!(judged(&record, &stolen, now(), &[exchange.by(signer, receipt)]), Err("KEY_COMPROMISED"), "{what}");
    }
    for received in ["2026-04-30T23:59:59Z", "2026-04-01T08:55:00Z"] {
        let receipt = exchange.by(south, at(received));
        assert_eq!(judged(&record, &stolen, now(), &[receipt]), Ok(vec!["KEY_COMPROMISED_PRIOR"]), "{received}");
    }
}

#[test]
fn a_receipt_is_worth_what_its_own_key_is_worth_now() {
    let exchange = Exchange::new();
    let record = exchange.record();
    let receipt = exchange.by(&exchange.world.south, exchange.receipt_for(&record));
    let second = exchange.by(&exchange.east, exchange.receipt_for(&record));
    let both_stolen = exchange.with_stolen(&[&exchange.world.north, &exchange.world.south]);
    assert_eq!(judged(&record, &both_stolen, now(), std::slice::from_ref(&receipt)), Err("KEY_COMPROMISED"));
    assert_eq!(judged(&record, &both_stolen, now(), &[receipt.clone(), second]), Ok(vec!["KEY_COMPROMISED_PRIOR"]));
    // The right to give receipts was taken away, or the authority is not listed any more.
    let stolen = |list: &mut TrustListDocument| {
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time(STOLEN_SINCE)));
    };
    let without_role = exchange.trust_with(|list| {
        stolen(list);
        list.authorities[1].roles = roles(&["record"]);
    });
    assert_eq!(judged(&record, &without_role, now(), std::slice::from_ref(&receipt)), Err("KEY_COMPROMISED"));
    let unlisted = exchange.trust_with(|list| {
        stolen(list);
        list.authorities.remove(1);
    });
    assert_eq!(judged(&record, &unlisted, now(), &[receipt]), Err("KEY_COMPROMISED"));
}

#[test]
fn each_signature_of_a_stolen_key_needs_its_receipt() {
    let exchange = Exchange::new();
    let draft = {
        let mut draft = old_draft();
        draft["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
        draft
    };
    let entry = |key: &SoftwareKey| {
        let mut header = header(key);
        header["iat"] = time(SIGNED_AT).unix_seconds().into();
        signature(&draft, &header, key)
    };
    let entries = json!([entry(&exchange.world.north), entry(&exchange.world.south)]);
    let record = json!({ "record": draft, "signatures": entries });
    let both = exchange.receipt_for(&record);
    let only = |index: usize| Receipt { signatures: vec![both.signatures[index].clone()], ..both.clone() };
    let stolen = exchange.with_stolen(&[&exchange.world.north, &exchange.world.south]);
    let judged = |receipts: &[Receipt]| {
        let receipts: Vec<_> = receipts.iter().map(|receipt| exchange.by(&exchange.east, receipt.clone())).collect();
        judged(&record, &stolen, now(), &receipts)
    };
    assert_eq!(judged(&[only(0)]), Err("KEY_COMPROMISED"));
    assert_eq!(judged(&[only(1)]), Err("KEY_COMPROMISED"));
    assert_eq!(judged(&[only(0), only(1)]), Ok(vec!["KEY_COMPROMISED_PRIOR"; 2]));
    assert_eq!(judged(std::slice::from_ref(&both)), Ok(vec!["KEY_COMPROMISED_PRIOR"; 2]));
}

#[test]
fn algorithm_past_its_sunset_and_a_receipt_from_before() {
    let exchange = Exchange::new();
    let record = exchange.record();
    let sunset = |algorithms: &[&str]| {
        let entry = |alg: &&str| AlgorithmPolicy { alg: (*alg).to_owned(), sunset: time(STOLEN_SINCE) };
        let algorithms = algorithms.iter().map(entry).collect();
        exchange.trust_with(|list| list.policy = Some(TrustPolicy { algorithms, hybrid_from: None }))
    };
    // Southland signs with the algorithm that ends, Eastland with another.
    let by_south = exchange.by(&exchange.world.south, exchange.receipt_for(&record));
    let by_east = exchange.by(&exchange.east, exchange.receipt_for(&record));
    let late = Receipt { received: time(STOLEN_SINCE), issued: now(), ..exchange.receipt_for(&record) };
    let late = exchange.by(&exchange.east, late);
    let trust = sunset(&["Ed25519"]);
    assert_eq!(judged(&record, &trust, now(), &[]), Err("ALG_SUNSET"));
    assert_eq!(judged(&record, &trust, now(), &[by_south]), Err("ALG_SUNSET"), "its own algorithm has ended too");
    assert_eq!(judged(&record, &trust, now(), &[late]), Err("ALG_SUNSET"));
    assert_eq!(judged(&record, &trust, now(), std::slice::from_ref(&by_east)), Ok(vec!["ALG_SUNSET_PRIOR"]));
    assert_eq!(judged(&record, &sunset(&["Ed25519", "ES384"]), now(), &[by_east]), Err("ALG_SUNSET"));
}

#[test]
fn a_receipt_needs_both_signatures_where_a_record_does() {
    let exchange = Exchange::new();
    let receipt = exchange.receipt_for(&exchange.record());
    let envelope = sign_receipt(&receipt, &exchange.world.south, now(), Form::Clear).unwrap();
    let from = |time| {
        exchange
            .trust_with(|list| list.policy = Some(TrustPolicy { hybrid_from: Some(time), ..TrustPolicy::default() }))
    };
    assert_eq!(open_code(&envelope, &from(now())), Some("SIG_HYBRID"));
    assert_eq!(open_code(&envelope, &from(time("2026-06-01T12:00:01Z"))), None);
}

#[test]
fn a_receipt_does_not_mend_anything_else() {
    let exchange = Exchange::new();
    let record = exchange.record_signed_at("2025-12-31T23:59:59Z");
    let held = exchange.record();
    let mut receipt = exchange.receipt_for(&held);
    receipt.signatures = vec![passerelle::crypto::digest(&canonical(&record["signatures"][0]))];
    let receipt = exchange.by(&exchange.world.south, receipt);
    assert_eq!(judged(&record, &exchange.trust, now(), &[receipt]), Err("KEY_WINDOW"));
    let receipt = exchange.by(&exchange.world.south, exchange.receipt_for(&held));
    let retired = exchange.trust_with(|list| {
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.retired_at) = (KeyState::Retired, Some(time(SIGNED_AT)));
    });
    assert_eq!(judged(&held, &retired, now(), &[receipt]), Err("KEY_RETIRED"));
}
