//! A record of which parts can be withheld, a copy of it, and what only somebody with the keys could make of it.

use std::collections::BTreeMap;

use passerelle::crypto::{Randomness, RandomnessError, digest, encode_base64url};
use passerelle::json::Pointer;
use passerelle::redaction::Redactable;
use passerelle::{Form, ObjectClass, redact, sign_redactable};
use serde_json::{Value, json};

use super::fixtures::{Keys, bytes, laid_out, time, unhex};
use super::forged::signature;

/// Salts that are the same each time, so that the examples are.
struct Counted(u8);

impl Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        self.0 += 1;
        bytes.iter_mut().zip(0..).for_each(|(byte, index)| *byte = index + 16 * self.0);
        Ok(())
    }
}

fn draft() -> Value {
    serde_json::from_str(include_str!("../../../../conformance-tests/drafts/link.json")).unwrap()
}

/// The record with all its disclosures.
pub(crate) fn full(keys: &Keys) -> Vec<u8> {
    let (plan, signed_at) = (Redactable::defaults(), time("2026-06-01T08:05:00Z"));
    sign_redactable(&bytes(&draft()), &[&keys.north], signed_at, Form::Clear, &plan, &mut Counted(0)).unwrap()
}

/// A copy with less of them.
pub(crate) fn copy(full: &[u8]) -> Vec<u8> {
    let parts = ["/contact", "/national_refs/0"].map(|place| Pointer::parse(place).unwrap());
    redact(full, &parts).unwrap()
}

/// What the chapter shows.
pub(crate) fn shown(full: &[u8], keys: &Keys) -> BTreeMap<String, String> {
    let envelope: Value = serde_json::from_slice(full).unwrap();
    let first = envelope["disclosures"][0].as_str().unwrap();
    let text = String::from_utf8(passerelle::crypto::decode_base64url(first).unwrap()).unwrap();
    let with = |disclosures: Vec<Value>| {
        let mut changed = envelope.clone();
        changed["disclosures"] = disclosures.into();
        laid_out(&bytes(&changed))
    };
    let held = envelope["disclosures"].as_array().unwrap().clone();
    let blank = encode_base64url(text.replacen(',', ", ", 1).as_bytes());
    let twice = [&held[..], &held[..1]].concat();
    let mut shown = BTreeMap::from([
        ("redactable".to_owned(), laid_out(full)),
        ("redacted".to_owned(), laid_out(&copy(full))),
        ("disclosure-text".to_owned(), format!("{text}\n")),
        ("disclosure".to_owned(), format!("{first}\n")),
        ("disclosure-digest".to_owned(), format!("{}\n", digest_of(first))),
        ("red-unreferenced".to_owned(), with([vec![blank.into()], held[1..].to_vec()].concat())),
        ("red-duplicate".to_owned(), with(twice)),
    ]);
    shown.insert("red-count".to_owned(), with_many_digests(keys));
    let salt = encode_base64url(&[7; 16]);
    let contact = json!({ "ref": "x@unit.example", "role": "duty-desk" });
    let least = json!({ "_sd_alg": "sha-256", "issuer": "XX/northland", "type": "link" });
    let with_contact = json!({ "_sd_alg": "sha-256", "contact": contact, "issuer": "XX/northland", "type": "link" });
    let mut other = least.clone();
    other["_sd_alg"] = json!("sha-1");
    let mut cases = vec![
        ("red-form", json!([encode_base64url(&[7; 15]), "contact", contact]), least.clone()),
        ("red-collision", json!([salt, "contact", contact]), with_contact),
        ("red-hash-alg", json!([salt, "contact", contact]), other),
        ("red-mandatory", json!([salt, "must", ["example.police:unit_code"]]), least.clone()),
        ("red-place", json!([salt, "ext", { "example.police:unit_code": 1 }]), least),
    ];
    for (name, disclosure, record) in &mut cases {
        let text = encode_base64url(&bytes(disclosure));
        record["_sd"] = json!([digest_of(&text)]);
        let entry = signature(ObjectClass::Record, record, &keys.north, json!({}));
        let envelope = json!({ "disclosures": [text], "record": record, "signatures": [entry] });
        shown.insert((*name).to_owned(), laid_out(&bytes(&envelope)));
    }
    shown
}

/// One digest more than there may be, in short lines.
fn with_many_digests(keys: &Keys) -> String {
    let record = json!({ "_sd": vec![""; 257], "_sd_alg": "sha-256", "issuer": "XX/northland", "type": "link" });
    let entry = signature(ObjectClass::Record, &record, &keys.north, json!({}));
    let text = laid_out(&bytes(&json!({ "record": record, "signatures": [entry] })));
    let (before, after) = (text.find("\"\",").unwrap(), text.rfind("\"\"\n").unwrap() + 2);
    let list = vec!["\"\""; 257];
    let lines: Vec<String> = list.chunks(28).map(|line| line.join(", ")).collect();
    [&text[..before], &lines.join(",\n      "), &text[after..]].concat()
}

fn digest_of(text: &str) -> String {
    encode_base64url(&unhex(digest(text.as_bytes()).hash.as_str()))
}
