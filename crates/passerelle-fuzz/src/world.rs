//! Published test keys, the trust in them, and sound records: the same every time, so that an input means the same every time.

use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use passerelle::crypto::{KeyId, Signer, SoftwareDecryptor, SoftwareKey, encode_base64url};
use passerelle::record::{AuthorityId, Timestamp};
use passerelle::trust::Trust;
use passerelle::{Form, ObjectClass, json, sign};
use serde_json::{Value, json};

pub(crate) const ROOT: &[u8] = include_bytes!("../../../conformance-tests/fixtures/trust/root-1.json");
pub(crate) const LIST: &[u8] = include_bytes!("../../../conformance-tests/fixtures/trust/list-7.json");
const NORTHLAND: &str = include_str!("../../../conformance-tests/fixtures/keys/northland.json");
const LIST_KEY: &str = include_str!("../../../conformance-tests/fixtures/keys/list.json");
const ROOT_KEY: &str = include_str!("../../../conformance-tests/fixtures/keys/root.json");
const SOUTHLAND: &str = include_str!("../../../conformance-tests/fixtures/keys/southland-x25519.json");
const DRAFTS: [&str; 3] = [
    include_str!("../../../conformance-tests/drafts/link.json"),
    include_str!("../../../conformance-tests/drafts/network.json"),
    include_str!("../../../conformance-tests/drafts/profile.json"),
];

pub(crate) struct World {
    pub(crate) trust: Trust,
    pub(crate) now: Timestamp,
    pub(crate) northland: SoftwareKey,
    pub(crate) list_key: SoftwareKey,
    pub(crate) root_key: SoftwareKey,
    pub(crate) southland: SoftwareDecryptor,
    pub(crate) drafts: Vec<Value>,
    /// The drafts as Northland signed them.
    pub(crate) signed: Vec<Vec<u8>>,
}

pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let now = Timestamp::new("2026-06-01T12:00:00Z").unwrap();
        let trust = Trust::pin(ROOT).unwrap().update_list(LIST, now).unwrap().trust;
        let northland = key(NORTHLAND);
        let drafts: Vec<Value> = DRAFTS.iter().map(|draft| serde_json::from_str(draft).unwrap()).collect();
        let signed = drafts.iter().map(|draft| sign(&bytes(draft), &[&northland], now, Form::Clear).unwrap()).collect();
        let (authority, document) = private(SOUTHLAND);
        let southland = SoftwareDecryptor::from_pkcs8(authority, &document).unwrap();
        let (list_key, root_key) = (key(LIST_KEY), key(ROOT_KEY));
        World { trust, now, northland, list_key, root_key, southland, drafts, signed }
    })
}

fn private(file: &str) -> (AuthorityId, Vec<u8>) {
    let file: Value = serde_json::from_str(file).unwrap();
    let authority = AuthorityId::new(file["authority"].as_str().unwrap()).unwrap();
    (authority, STANDARD.decode(file["pkcs8"].as_str().unwrap()).unwrap())
}

fn key(file: &str) -> SoftwareKey {
    let (authority, document) = private(file);
    SoftwareKey::from_pkcs8(authority, &document).unwrap()
}

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// An entry of `signatures` with a real signature, over an object that nobody has looked at.
pub(crate) fn signature(object: &Value, class: ObjectClass, key: &SoftwareKey) -> Option<Value> {
    let canonical = json::read(&bytes(object)).ok()?.to_canonical();
    let header = json!({
        "alg": key.public_key().algorithm().as_str(),
        "iat": world().now.unix_seconds(),
        "kid": KeyId::of(key.authority(), key.public_key()).to_string(),
        "typ": class.typ(),
    });
    let protected = encode_base64url(&bytes(&header));
    let message = format!("{protected}.{}", encode_base64url(&canonical));
    let signature = key.sign(message.as_bytes()).ok()?;
    Some(json!({ "protected": protected, "signature": encode_base64url(&signature) }))
}
