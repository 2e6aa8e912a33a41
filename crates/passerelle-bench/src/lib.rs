//! What is measured: signed records of several sizes, and the trust to open them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a measurement stops where something is not as it should be"
)]

use passerelle::crypto::{Algorithm, Signer, SoftwareKey};
use passerelle::manifest::{Manifest, ManifestEntry, sign_manifest};
use passerelle::record::{AuthorityId, FeedName, PartyCode, SpecVersion, Timestamp};
use passerelle::trust::{
    AuthorityEntry, KeyEntry, Role, Roles, RootKey, Trust, TrustListDocument, TrustPolicy, TrustRootDocument,
    sign_trust_document,
};
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{Form, ObjectClass, convert, crypto, json, open, sign};
use serde_json::{Value, json};

/// An authority with one key, and the trust in it.
pub struct World {
    /// The key of Northland.
    pub key: SoftwareKey,
    /// The trust that knows it.
    pub trust: Trust,
    /// The time of everything.
    pub now: Timestamp,
    /// The root and the list that the trust is made of.
    pub documents: [Vec<u8>; 2],
}

/// A signed record in all the ways in which it can come.
pub struct Sample {
    /// The draft in canonical form.
    pub draft: Vec<u8>,
    /// The envelope in canonical form.
    pub clear: Vec<u8>,
    /// The same with white space.
    pub pretty: Vec<u8>,
    /// The same as a JWS.
    pub opaque: Vec<u8>,
    /// What is signed: the header and the payload, both in base64url.
    pub message: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

fn time(text: &str) -> Timestamp {
    Timestamp::new(text).unwrap()
}

fn id(text: &str) -> AuthorityId {
    AuthorityId::new(text).unwrap()
}

/// A private key that is the same every time, as PKCS#8; only for Ed25519.
fn fixed(seed: u8) -> Vec<u8> {
    let head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    [&head[..], &[seed; 32]].concat()
}

impl World {
    /// With a key for an algorithm: the same one every time for Ed25519.
    #[must_use]
    pub fn new(algorithm: Algorithm) -> Self {
        let now = time("2026-12-01T12:00:00Z");
        let root_key = SoftwareKey::from_pkcs8(id("XX/trust"), &fixed(1)).unwrap();
        let key = match algorithm {
            Algorithm::Ed25519 => SoftwareKey::from_pkcs8(id("XX/northland"), &fixed(2)).unwrap(),
            other => SoftwareKey::generate(id("XX/northland"), other).unwrap().0,
        };
        let (from, to) = (time("2026-01-01T00:00:00Z"), time("2028-01-01T00:00:00Z"));
        let entry = RootKey::new(root_key.authority(), root_key.public_key());
        let role = || Role { kids: vec![entry.kid.clone()], threshold: 1 };
        let spec = SpecVersion::new("1.0").unwrap();
        let root = TrustRootDocument {
            spec: spec.clone(),
            domain: id("XX/trust"),
            version: 1,
            issued: from,
            expires: to,
            keys: vec![entry.clone()],
            roles: Roles { root: role(), list: role() },
        };
        let roles = ["record", "manifest"].map(|role| AuthorityRole::new(role).unwrap());
        let authority = AuthorityEntry {
            id: key.authority().clone(),
            country: PartyCode::new("XA").unwrap(),
            name: Vec::new(),
            roles: roles.to_vec(),
            record_types: Vec::new(),
            keys: vec![KeyEntry::new(key.authority(), key.public_key(), from, to)],
        };
        let list = TrustListDocument {
            spec,
            domain: id("XX/trust"),
            version: 1,
            root_version: 1,
            issued: from,
            expires: to,
            authorities: vec![authority],
            policy: None,
        };
        let root = sign_trust_document(ObjectClass::TrustRoot, &root, &[&root_key], now).unwrap();
        let list = sign_trust_document(ObjectClass::TrustList, &list, &[&root_key], now).unwrap();
        let trust = Trust::pin(&root).unwrap().update_list(&list, now).unwrap().trust;
        Self { key, trust, now, documents: [root, list] }
    }

    /// The trust with another key of Northland in it, which is due beside the first.
    #[must_use]
    pub fn trust_with(&self, second: &SoftwareKey) -> Trust {
        let mut list = self.trust.list_document().unwrap().clone();
        list.version += 1;
        let (from, to) = (list.issued, list.expires);
        list.authorities[0].keys.push(KeyEntry::new(second.authority(), second.public_key(), from, to));
        list.policy = Some(TrustPolicy { hybrid_from: Some(from), ..TrustPolicy::default() });
        let root_key = SoftwareKey::from_pkcs8(id("XX/trust"), &fixed(1)).unwrap();
        let list = sign_trust_document(ObjectClass::TrustList, &list, &[&root_key], self.now).unwrap();
        self.trust.update_list(&list, self.now).unwrap().trust
    }

    /// The public key as ring takes it.
    #[must_use]
    pub fn point(&self) -> Vec<u8> {
        let jwk = self.key.public_key().to_jwk();
        let part = |name| jwk.get(name).and_then(json::Value::as_str).and_then(crypto::decode_base64url);
        let head = part("y").map(|_| vec![4]);
        [head, part("x"), part("y")].into_iter().flatten().flatten().collect()
    }

    /// A signed record of about so many bytes: an example of the repository, with rows of a national extension until it is long enough.
    #[must_use]
    pub fn sample(&self, size: usize, number: usize) -> Sample {
        let small = include_str!("../../../examples/records/link-member-driver.json");
        let middle = include_str!("../../../examples/records/profile-unidentified-selectors.json");
        let mut draft: Value = serde_json::from_str(if size < 3000 { small } else { middle }).unwrap();
        draft["issuer"] = json!("XX/northland");
        draft["id"] = json!(format!("XX/northland/01890a5d-ac96-774b-8cce-{number:012x}"));
        // A record has at most so many values, so the longest have long ones.
        let place = "Harbour of Northport, quay".repeat(if size > 256 << 10 { 20 } else { 1 });
        let row = |number: usize| json!({ "seen": "2026-05-01", "place": place, "count": number });
        let mut rows = Vec::new();
        let length = |draft: &Value| serde_json::to_vec(draft).unwrap().len();
        let (base, each) = (length(&draft) + 430, length(&row(100)) + 1);
        while base + each * (rows.len() + 1) < size {
            rows.push(row(rows.len()));
        }
        if !rows.is_empty() {
            // No list of an extension has more than 256 items.
            draft["ext"] = json!({ "example.police:rows": rows.chunks(200).collect::<Vec<_>>() });
        }
        let clear = sign(&serde_json::to_vec(&draft).unwrap(), &[&self.key], self.now, Form::Clear).unwrap();
        let value: Value = serde_json::from_slice(&clear).unwrap();
        let record = json::read(&serde_json::to_vec(&draft).unwrap()).unwrap().to_canonical();
        let part = |name: &str| value["signatures"][0][name].as_str().unwrap().to_owned();
        let message = format!("{}.{}", part("protected"), crypto::encode_base64url(&record)).into_bytes();
        let signature = crypto::decode_base64url(&part("signature")).unwrap();
        Sample {
            draft: record,
            pretty: serde_json::to_vec_pretty(&value).unwrap(),
            opaque: convert(&clear, Form::Opaque).unwrap(),
            clear,
            message,
            signature,
        }
    }

    /// A signed manifest of records.
    #[must_use]
    pub fn manifest(&self, envelopes: &[Vec<u8>]) -> Vec<u8> {
        let entry = |envelope: &Vec<u8>| {
            let opened = open(envelope, &self.trust, self.now).unwrap();
            let value = json::read(envelope).unwrap();
            let signatures = crypto::digest(
                &serde_json_canonicalizer::to_vec(
                    &serde_json::from_slice::<Value>(&value.to_canonical()).unwrap()["signatures"],
                )
                .unwrap(),
            );
            ManifestEntry { digest: opened.digest().clone(), signatures }
        };
        let manifest = Manifest {
            spec: SpecVersion::new("1.0").unwrap(),
            issuer: id("XX/northland"),
            feed: FeedName::new("measured").unwrap(),
            sequence: 1,
            prev: None,
            issued: self.now,
            next_by: time("2026-12-02T12:00:00Z"),
            count: i64::try_from(envelopes.len()).unwrap(),
            records: envelopes.iter().map(entry).collect(),
        };
        sign_manifest(&manifest, &self.key, self.now, Form::Clear).unwrap()
    }
}
