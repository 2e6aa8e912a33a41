//! A small world for tests: two test authorities, a trust root and list, a fixed clock, and a way to write what no honest signer would.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

pub mod trust;

pub mod held;

use passerelle::crypto::{Algorithm, KeyId, PublicKey, Signer, SoftwareKey, encode_base64url};
use passerelle::record::{AuthorityId, PartyCode, SpecVersion, Timestamp};
use passerelle::trust::{
    AuthorityEntry, KeyEntry, Role, Roles, RootKey, Trust, TrustListDocument, TrustRootDocument, sign_trust_document,
};
use passerelle::{Form, ObjectClass, VerifiedRecord};
use serde_json::{Value, json};

/// The time that every test judges by, unless it says otherwise.
pub const NOW: &str = "2026-06-01T12:00:00Z";

/// Two authorities under one trust domain.
pub struct World {
    pub root_key: SoftwareKey,
    pub list_key: SoftwareKey,
    pub north: SoftwareKey,
    pub south: SoftwareKey,
    pub trust: Trust,
    pub root: Vec<u8>,
    pub list: TrustListDocument,
}

impl World {
    /// Northland (XA) and Southland (XB), with Ed25519 keys.
    pub fn new() -> Self {
        Self::with(Algorithm::Ed25519)
    }

    /// The same with keys for another algorithm.
    pub fn with(algorithm: Algorithm) -> Self {
        let root_key = key("XX/trust", Algorithm::Ed25519);
        let list_key = key("XX/trust", Algorithm::Ed25519);
        let (north, south) = (key("XX/northland", algorithm), key("XX/southland", algorithm));
        let root = root_document(&root_key, &list_key);
        let root = sign_trust_document(ObjectClass::TrustRoot, &root, &[&root_key], now()).unwrap();
        let authorities = vec![authority(&north, "XA"), authority(&south, "XB")];
        let list = TrustListDocument {
            spec: SpecVersion::new("1.0").unwrap(),
            domain: id("XX/trust"),
            version: 1,
            root_version: 1,
            issued: time("2026-01-01T00:00:00Z"),
            expires: time("2027-01-01T00:00:00Z"),
            authorities,
            policy: None,
        };
        let trust = Trust::pin(&root).unwrap();
        let trust = trust.update_list(&sign_list(&list, &list_key), now()).unwrap().trust;
        Self { root_key, list_key, north, south, trust, root, list }
    }

    /// The trust that follows from a changed list.
    pub fn trust_with(&self, change: impl FnOnce(&mut TrustListDocument)) -> Trust {
        let mut list = self.list.clone();
        list.version += 1;
        change(&mut list);
        self.trust.update_list(&sign_list(&list, &self.list_key), now()).unwrap().trust
    }

    /// Signs a draft as Northland.
    pub fn sign(&self, draft: &Value) -> Vec<u8> {
        passerelle::sign(&bytes(draft), &[&self.north], now(), Form::Clear).unwrap()
    }

    /// Signs a draft as Northland, and opens it.
    pub fn verified(&self, draft: &Value) -> VerifiedRecord {
        passerelle::open(&self.sign(draft), &self.trust, now()).unwrap()
    }

    /// The header that Northland would write.
    pub fn header(&self) -> Value {
        header(&self.north)
    }

    /// An envelope around any record, with any header, signed by Northland over exactly that.
    pub fn forge(&self, record: &Value, header: &Value) -> Value {
        json!({ "record": record, "signatures": [signature(record, header, &self.north)] })
    }

    /// The code with which a record is refused, or nothing where it is opened.
    pub fn refusal(&self, envelope: &Value) -> Option<&'static str> {
        refusal(&bytes(envelope), &self.trust)
    }
}

/// The code with which bytes are refused, or nothing where they are opened.
pub fn refusal(bytes: &[u8], trust: &Trust) -> Option<&'static str> {
    passerelle::open(bytes, trust, now()).err().map(|error| error.code().as_str())
}

/// The header of a signature with a key.
pub fn header(signer: &SoftwareKey) -> Value {
    json!({
        "alg": signer.public_key().algorithm().as_str(),
        "kid": KeyId::of(signer.authority(), signer.public_key()).to_string(),
        "typ": ObjectClass::Record.typ(),
        "iat": now().unix_seconds(),
    })
}

/// An entry of `signatures`: a header as written, and a real signature over it and the record.
pub fn signature(record: &Value, header: &Value, signer: &dyn Signer) -> Value {
    signature_over(record, &bytes(header), signer)
}

/// The same with a header of any bytes.
pub fn signature_over(record: &Value, header: &[u8], signer: &dyn Signer) -> Value {
    let protected = encode_base64url(header);
    let message = format!("{protected}.{}", encode_base64url(&canonical(record)));
    let signature = signer.sign(message.as_bytes()).unwrap();
    json!({ "protected": protected, "signature": encode_base64url(&signature) })
}

/// The canonical form, by the library's own writer.
pub fn canonical(record: &Value) -> Vec<u8> {
    passerelle::json::read(&bytes(record)).unwrap().to_canonical()
}

/// JSON text.
pub fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// A valid draft: a link between two records, issued by Northland.
pub fn draft() -> Value {
    json!({
        "spec": "1.0",
        "type": "link",
        "id": "XX/northland/01890a5d-ac96-774b-bcce-b302099a805c",
        "rev": 1,
        "issuer": "XX/northland",
        "issued": "2026-06-01T08:30:00Z",
        "environment": "test",
        "lang": "en",
        "vocab": { "passerelle": "2026.1" },
        "purpose": ["modus-operandi-exchange"],
        "legal_basis": [{ "code": "som-protocol" }],
        "handling": {
            "tlp": "green",
            "releasable_to": ["XA", "XB"],
            "onward": "within-country",
            "judicial_use": "permitted",
        },
        "evaluation": { "scheme": "europol-4x4", "source": "B", "information": "2" },
        "validity": { "from": "2026-06-01", "review_by": "2027-06-01" },
        "provenance": { "source_type": "police-observation", "collected": "2026-05" },
        "content": {
            "from": { "id": "XX/northland/01890a5d-ac96-774b-bcce-b302099a8057" },
            "to": { "id": "XX/northland/01890a5d-ac96-774b-bcce-b302099a805a" },
            "kind": "member-of",
        },
    })
}

/// A draft with some members set.
pub fn draft_with(members: Value) -> Value {
    let mut draft = draft();
    for (name, value) in members.as_object().unwrap() {
        draft[name] = value.clone();
    }
    draft
}

/// A new key of an authority.
pub fn key(authority: &str, algorithm: Algorithm) -> SoftwareKey {
    SoftwareKey::generate(id(authority), algorithm).unwrap().0
}

/// The entry of an authority with one key that is good for the year.
pub fn authority(signer: &SoftwareKey, country: &str) -> AuthorityEntry {
    AuthorityEntry {
        id: signer.authority().clone(),
        country: PartyCode::new(country).unwrap(),
        name: Vec::new(),
        roles: vec![passerelle::vocabulary::code::AuthorityRole::new("record").unwrap()],
        record_types: Vec::new(),
        keys: vec![key_entry(signer.authority(), signer.public_key())],
    }
}

/// A key that is good for the year.
pub fn key_entry(authority: &AuthorityId, key: &PublicKey) -> KeyEntry {
    KeyEntry::new(authority, key, time("2026-01-01T00:00:00Z"), time("2027-01-01T00:00:00Z"))
}

/// A root with one key for each role.
pub fn root_document(root_key: &SoftwareKey, list_key: &SoftwareKey) -> TrustRootDocument {
    let entry = |key: &SoftwareKey| RootKey::new(key.authority(), key.public_key());
    let role = |key: &SoftwareKey| Role { kids: vec![entry(key).kid], threshold: 1 };
    TrustRootDocument {
        spec: SpecVersion::new("1.0").unwrap(),
        domain: id("XX/trust"),
        version: 1,
        issued: time("2026-01-01T00:00:00Z"),
        expires: time("2028-01-01T00:00:00Z"),
        keys: vec![entry(root_key), entry(list_key)],
        roles: Roles { root: role(root_key), list: role(list_key) },
    }
}

/// A signed trust list.
pub fn sign_list(list: &TrustListDocument, list_key: &SoftwareKey) -> Vec<u8> {
    sign_trust_document(ObjectClass::TrustList, list, &[list_key], now()).unwrap()
}

pub fn now() -> Timestamp {
    time(NOW)
}

pub fn time(text: &str) -> Timestamp {
    Timestamp::new(text).unwrap()
}

pub fn id(text: &str) -> AuthorityId {
    AuthorityId::new(text).unwrap()
}
