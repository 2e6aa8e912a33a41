//! Two test countries, and what the tests share.
#![allow(dead_code, reason = "not every test needs everything")]

use std::sync::Arc;

use passerelle_ffi::{
    EncryptionKey, EnvelopeForm, Failure, Signatory, SoftwareKey, Trust, generate_encryption_key, sign,
    sign_trust_document,
};
use serde_json::{Value, json};

/// 2026-12-01T00:00:00Z.
pub(crate) const NOW: i64 = 1_796_083_200;
pub(crate) const ROUTE: [&[u8]; 2] = [
    include_bytes!("../../../../examples/records/modus-operandi-sea-route-rev1.json"),
    include_bytes!("../../../../examples/records/modus-operandi-sea-route-rev2.json"),
];

/// Two test countries, the first of which can be sealed to.
pub(crate) struct World {
    pub(crate) trust: Arc<Trust>,
    pub(crate) north: Arc<SoftwareKey>,
    pub(crate) south: Arc<SoftwareKey>,
    pub(crate) sealed_to_north: EncryptionKey,
}

pub(crate) fn key(authority: &str, algorithm: &str) -> Arc<SoftwareKey> {
    SoftwareKey::generate(authority.to_owned(), algorithm.to_owned()).unwrap()
}

pub(crate) fn software(key: &Arc<SoftwareKey>) -> Signatory {
    Signatory::Software { key: key.clone() }
}

fn entry(key: &SoftwareKey) -> Value {
    json!({ "kid": key.kid(), "jwk": parsed(&key.public_jwk()) })
}

pub(crate) fn parsed(text: &(impl AsRef<[u8]> + ?Sized)) -> Value {
    serde_json::from_slice(text.as_ref()).unwrap()
}

impl World {
    pub(crate) fn new(algorithm: &str) -> Self {
        let (root, north, south) =
            (key("XX/trust", "Ed25519"), key("XX/northland", algorithm), key("XX/southland", algorithm));
        let role = json!({ "kids": [root.kid()], "threshold": 1 });
        let document = json!({
            "spec": "1.0", "domain": "XX/trust", "version": 1, "issued": "2026-01-01T00:00:00Z",
            "expires": "2036-01-01T00:00:00Z", "keys": [entry(&root)], "roles": { "root": role, "list": role },
        });
        let lasting = |mut entry: Value| {
            let window = json!({
                "not_before": "2026-01-01T00:00:00Z", "not_after": "2030-01-01T00:00:00Z", "status": "active",
            });
            entry.as_object_mut().unwrap().extend(window.as_object().unwrap().clone());
            entry
        };
        let authority = |key: &SoftwareKey, country: &str, more: Vec<Value>| {
            let keys: Vec<Value> = std::iter::once(entry(key)).chain(more).map(lasting).collect();
            let roles = ["record", "receipt", "forward", "manifest"];
            json!({ "id": key.authority(), "country": country, "roles": roles, "keys": keys })
        };
        let sealed_to_north = generate_encryption_key("XX/northland".to_owned(), "X25519".to_owned()).unwrap();
        let jwk = parsed(&sealed_to_north.public_jwk);
        let encryption = json!({ "kid": sealed_to_north.kid, "jwk": jwk, "use": "enc" });
        let list = json!({
            "spec": "1.0", "domain": "XX/trust", "version": 1, "root_version": 1, "issued": "2026-01-01T00:00:00Z",
            "expires": "2036-01-01T00:00:00Z", "authorities": [authority(&north, "XA", vec![encryption]), authority(&south, "XB", Vec::new())],
        });
        let signed = |document: &Value| {
            sign_trust_document(document.to_string().as_bytes(), vec![software(&root)], NOW).unwrap()
        };
        let trust = Trust::pin(&signed(&document)).unwrap().update_list(&signed(&list), NOW).unwrap();
        Self { trust, north, south, sealed_to_north }
    }

    pub(crate) fn signed(&self, draft: &[u8]) -> Vec<u8> {
        let key = if parsed(draft)["issuer"] == "XX/northland" { &self.north } else { &self.south };
        sign(draft, vec![software(key)], NOW, EnvelopeForm::Clear, None, None).unwrap()
    }
}

pub(crate) fn refusal<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Value {
    let Failure::Refused { code, refusal } = outcome.unwrap_err();
    let refusal = parsed(&refusal);
    assert_eq!(refusal["code"], code.as_str());
    assert!(!refusal["message"].as_str().unwrap().is_empty() && !refusal["hint"].as_str().unwrap().is_empty());
    refusal
}
