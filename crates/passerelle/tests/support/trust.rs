//! Trust documents as plain JSON, signed by whoever is given: the library's own way would refuse much of it.

use passerelle::crypto::{Algorithm, KeyId, PublicKey, Signer, SoftwareKey, encode_base64url};
use passerelle::trust::{Trust, TrustError, TrustUpdate};
use passerelle::{Code, ObjectClass};
use serde_json::{Value, json};

use super::{bytes, canonical, id, now};

/// When every document here ceases to hold, and the last second of the week of grace after it.
pub const EXPIRES: &str = "2027-01-01T00:00:00Z";
pub const GRACE_LASTS: &str = "2027-01-07T23:59:59Z";
pub const GRACE_ENDS: &str = "2027-01-08T00:00:00Z";

/// A trust domain with one key for roots, one for lists, and one authority.
pub struct Domain {
    pub root_key: SoftwareKey,
    pub list_key: SoftwareKey,
    pub north: SoftwareKey,
}

impl Domain {
    pub fn new() -> Self {
        Self { root_key: domain_key(), list_key: domain_key(), north: super::key("XX/northland", Algorithm::Ed25519) }
    }

    pub fn root(&self) -> Value {
        self.root_numbered(1, &[&self.list_key])
    }

    /// A root that gives the list's role other keys.
    pub fn root_numbered(&self, version: i64, list_keys: &[&SoftwareKey]) -> Value {
        root(version, (&[&self.root_key], 1), (list_keys, 1))
    }

    pub fn pinned(&self) -> Trust {
        Trust::pin(&root_by(&self.root(), &[&self.root_key])).unwrap()
    }

    /// The trust after a next root, signed by the one key for roots.
    pub fn after(&self, trust: &Trust, root: &Value) -> Trust {
        trust.update_root(&root_by(root, &[&self.root_key])).unwrap()
    }

    pub fn list(&self, version: i64) -> Value {
        list(version, 1, &[entry(&self.north, "XA")])
    }

    /// Takes a list that is signed by the one key for lists.
    pub fn take(&self, trust: &Trust, document: &Value) -> Result<TrustUpdate, Code> {
        trust.update_list(&list_by(document, &[&self.list_key]), now()).map_err(|error| error.finding.code)
    }

    /// The trust with list 5.
    pub fn trust(&self) -> Trust {
        self.take(&self.pinned(), &self.list(5)).unwrap().trust
    }

    pub fn record(&self) -> Vec<u8> {
        record_by(&self.north)
    }
}

/// A record of Northland.
pub fn record_by(key: &SoftwareKey) -> Vec<u8> {
    passerelle::sign(&bytes(&super::draft()), &[key], now(), passerelle::Form::Clear).unwrap()
}

/// A new key of the trust domain.
pub fn domain_key() -> SoftwareKey {
    super::key("XX/trust", Algorithm::Ed25519)
}

/// The same key material under two names.
pub fn key_of_two(one: &str, other: &str) -> (SoftwareKey, SoftwareKey) {
    let (key, document) = SoftwareKey::generate(id(one), Algorithm::Ed25519).unwrap();
    (key, SoftwareKey::from_pkcs8(id(other), &document).unwrap())
}

pub fn kid(key: &SoftwareKey) -> String {
    KeyId::of(key.authority(), key.public_key()).to_string()
}

pub fn jwk(key: &PublicKey) -> Value {
    serde_json::from_slice(&key.to_jwk().to_canonical()).unwrap()
}

/// A root with its keys and how many of them must sign, for each role.
pub fn root(version: i64, for_roots: (&[&SoftwareKey], i64), for_lists: (&[&SoftwareKey], i64)) -> Value {
    let mut keys: Vec<Value> = Vec::new();
    for key in for_roots.0.iter().chain(for_lists.0) {
        let entry = json!({ "kid": kid(key), "jwk": jwk(key.public_key()) });
        if !keys.contains(&entry) {
            keys.push(entry);
        }
    }
    let role = |(keys, threshold): (&[&SoftwareKey], i64)| json!({ "kids": keys.iter().map(|key| kid(key)).collect::<Vec<_>>(), "threshold": threshold });
    json!({
        "spec": "1.0",
        "domain": for_roots.0[0].authority().as_str(),
        "version": version,
        "issued": "2026-01-01T00:00:00Z",
        "expires": EXPIRES,
        "keys": keys,
        "roles": { "root": role(for_roots), "list": role(for_lists) },
    })
}

pub fn list(version: i64, root_version: i64, authorities: &[Value]) -> Value {
    json!({
        "spec": "1.0",
        "domain": "XX/trust",
        "version": version,
        "root_version": root_version,
        "issued": "2026-01-01T00:00:00Z",
        "expires": EXPIRES,
        "authorities": authorities,
    })
}

/// The entry of an authority with one key.
pub fn entry(key: &SoftwareKey, country: &str) -> Value {
    json!({
        "id": key.authority().as_str(),
        "country": country,
        "roles": ["record"],
        "keys": [{
            "kid": kid(key),
            "jwk": jwk(key.public_key()),
            "not_before": "2026-01-01T00:00:00Z",
            "not_after": EXPIRES,
            "status": "active",
        }],
    })
}

pub fn root_by(document: &Value, keys: &[&SoftwareKey]) -> Vec<u8> {
    signed(ObjectClass::TrustRoot, document, keys)
}

pub fn list_by(document: &Value, keys: &[&SoftwareKey]) -> Vec<u8> {
    signed(ObjectClass::TrustList, document, keys)
}

pub fn signed(class: ObjectClass, document: &Value, keys: &[&SoftwareKey]) -> Vec<u8> {
    let named: Vec<(String, &SoftwareKey)> = keys.iter().map(|key| (kid(key), *key)).collect();
    signed_as(class, document, &named)
}

/// Real signatures, each under whatever name is given.
pub fn signed_as(class: ObjectClass, document: &Value, keys: &[(String, &SoftwareKey)]) -> Vec<u8> {
    let payload = encode_base64url(&canonical(document));
    let signature = |(kid, key): &(String, &SoftwareKey)| {
        let alg = key.public_key().algorithm().as_str();
        let header = json!({ "alg": alg, "iat": now().unix_seconds(), "kid": kid, "typ": class.typ() });
        let protected = encode_base64url(&bytes(&header));
        let signature = key.sign(format!("{protected}.{payload}").as_bytes()).unwrap();
        json!({ "protected": protected, "signature": encode_base64url(&signature) })
    };
    bytes(&json!({ class.member(): document, "signatures": keys.iter().map(signature).collect::<Vec<_>>() }))
}

/// The code for which a document is refused.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, TrustError>) -> Code {
    outcome.unwrap_err().finding.code
}

/// What was left out of a list, and where it stands.
pub fn left_out(update: &TrustUpdate) -> Vec<(Code, String)> {
    update.findings.iter().map(|finding| (finding.code, finding.pointer.to_string())).collect()
}
