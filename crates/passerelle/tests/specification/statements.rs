//! Signed examples of statements: receipts, the list that makes them needed, and forwards.

use std::collections::BTreeMap;

use passerelle::crypto::{Signer, SoftwareKey};
use passerelle::forward::{forward_for, sign_forward};
use passerelle::receipt::sign_receipt;
use passerelle::record::Addressee;
use passerelle::{Form, ObjectClass, VerifiedRecord, receipt_for};
use serde_json::{Value, json};

use super::blocks::merged;
use super::fixtures::{Keys, laid_out, time};
use super::forged::{authority, envelope, jwk_of, list_with, signature, signed};

/// Southland's receipt for the record of the introduction, ten minutes after that was signed.
pub(crate) fn receipt(record: &VerifiedRecord, keys: &Keys) -> Vec<u8> {
    let received = time("2026-06-01T08:15:00Z");
    let receipt = receipt_for(record, keys.south.authority().clone(), received, received);
    sign_receipt(&receipt, &keys.south, received, Form::Clear).unwrap()
}

/// Southland's forward of the record to others of its own country.
pub(crate) fn forward(record: &VerifiedRecord, keys: &Keys) -> Vec<u8> {
    let issued = time("2026-06-01T10:00:00Z");
    let (to, purpose) = (vec![Addressee::new("XB").unwrap()], record.record().header.purpose.clone());
    let forward = forward_for(record, keys.south.authority().clone(), to, purpose, issued);
    sign_forward(&forward, &keys.south, issued, Form::Clear).unwrap()
}

/// Forwards that Southland should not have made.
pub(crate) fn forwards(forward: &[u8], keys: &Keys) -> BTreeMap<String, String> {
    let honest: Value = serde_json::from_slice(forward).unwrap();
    let zeros = json!({ "alg": "sha-256", "hash": "0".repeat(64) });
    [
        ("forward-foreign", json!({ "to": ["XC"] })),
        ("forward-record", json!({ "record": { "digest": zeros } })),
        ("forward-looser", json!({ "handling": { "tlp": "clear" } })),
        ("forward-withheld", json!({ "withheld": ["/content/_sd/0"] })),
        ("forward-chain", json!({ "prev": zeros })),
    ]
    .map(|(name, members)| {
        let document = merged(honest["forward"].clone(), &members);
        let header = json!({ "iat": time("2026-06-01T10:00:00Z").unix_seconds() });
        let entry = signature(ObjectClass::Forward, &document, &keys.south, header);
        (name.to_owned(), envelope(ObjectClass::Forward, &document, &[entry]))
    })
    .into()
}

/// Receipts that only somebody with the keys can write, one that is taken for something else, and the list after a theft.
pub(crate) fn receipts(receipt: &[u8], record: &Value, keys: &Keys) -> BTreeMap<String, String> {
    let honest: Value = serde_json::from_slice(receipt).unwrap();
    let by = |key: &SoftwareKey, members: Value| {
        let document = merged(honest["receipt"].clone(), &members);
        envelope(
            ObjectClass::Receipt,
            &document,
            &[signature(
                ObjectClass::Receipt,
                &document,
                key,
                json!({ "iat": time("2026-06-01T08:15:00Z").unix_seconds() }),
            )],
        )
    };
    let as_signature = json!({ "record": record["record"], "signatures": honest["signatures"] });
    let since = json!({ "compromised_since": "2026-06-01T09:00:00Z", "status": "compromised" });
    let north = authority("XX/northland", "XA", &jwk_of(&keys.north), since.clone());
    let south = authority("XX/southland", "XB", &jwk_of(&keys.south), json!({}));
    let robbed = authority("XX/southland", "XB", &jwk_of(&keys.south), since.clone());
    let robbed = json!({ "authorities": [merged(robbed, &json!({ "roles": ["forward"] }))] });
    let theft = list_with(json!({ "authorities": [north, merged(south, &json!({ "roles": ["receipt", "record"] }))] }));
    [
        ("receipt-late", by(&keys.south, json!({ "received": "2026-06-01T08:15:01Z" }))),
        (
            "receipt-too-late",
            by(&keys.south, json!({ "issued": "2026-06-01T09:00:00Z", "received": "2026-06-01T09:00:00Z" })),
        ),
        ("receipt-stranger", by(&keys.north, json!({}))),
        ("receipt-as-signature", laid_out(&serde_json::to_vec(&as_signature).unwrap())),
        ("list-forwarder-robbed", signed(ObjectClass::TrustList, &list_with(robbed), &keys.list)),
        ("list-theft", signed(ObjectClass::TrustList, &theft, &keys.list)),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into()
}
