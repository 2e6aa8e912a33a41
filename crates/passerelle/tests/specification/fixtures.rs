//! The signed examples of the specification. TEST ONLY: every private key here is published, in RFC 8032 and RFC 8037.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use passerelle::crypto::{KeyId, Signer, SoftwareKey, digest, encode_base64url};
use passerelle::record::{AuthorityId, PartyCode, SpecVersion, Text, Timestamp};
use passerelle::trust::{
    AuthorityEntry, KeyEntry, Role, Roles, RootKey, Trust, TrustListDocument, TrustRootDocument, sign_trust_document,
};
use passerelle::vocabulary::code::{AuthorityRole, RecordTypeCode};
use passerelle::{Form, ObjectClass, VerifiedRecord, convert, open, sign};
use serde_json::{Value, json};

use super::{forged, redacted, sealed, statements};

/// The secret keys of RFC 8032, section 7.1: TEST 1 (also RFC 8037, appendix A), TEST 2, TEST 3 and TEST 1024.
pub(crate) const SECRETS: [&str; 4] = [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
];

/// What the examples are judged by, and what they are.
pub(crate) struct Fixtures {
    /// The time.
    pub(crate) now: Timestamp,
    /// The root alone.
    pub(crate) pinned: Trust,
    /// Root and list.
    pub(crate) trust: Trust,
    /// The record of the introduction.
    pub(crate) record: VerifiedRecord,
    /// The files of `spec/examples` by name, save the draft, which is written by hand.
    pub(crate) files: BTreeMap<String, String>,
    /// What the blocks `example=NAME` show.
    pub(crate) shown: BTreeMap<String, String>,
}

/// Who signs in the chapters.
pub(crate) struct Keys {
    pub(crate) north: SoftwareKey,
    pub(crate) root: SoftwareKey,
    pub(crate) list: SoftwareKey,
    pub(crate) south: SoftwareKey,
}

impl Fixtures {
    pub(crate) fn new(spec: &Path) -> Self {
        let [north, root, list, south] = SECRETS;
        let keys = Keys {
            north: key("XX/northland", north),
            root: key("XX/trust", root),
            list: key("XX/trust", list),
            south: key("XX/southland", south),
        };
        let now = time("2026-06-01T12:00:00Z");
        let signed_at = time("2026-06-01T08:05:00Z");
        let root =
            sign_trust_document(ObjectClass::TrustRoot, &root_document(&keys), &[&keys.root], signed_at).unwrap();
        let list =
            sign_trust_document(ObjectClass::TrustList, &list_document(&keys), &[&keys.list], signed_at).unwrap();
        let pinned = Trust::pin(&root).unwrap();
        let trust = pinned.update_list(&list, now).unwrap().trust;

        let draft = fs::read_to_string(spec.join("examples/draft.json")).unwrap();
        let clear = sign(draft.as_bytes(), &[&keys.north], signed_at, Form::Clear).unwrap();
        let opaque = convert(&clear, Form::Opaque).unwrap();
        let record = open(&clear, &trust, now).unwrap();
        let envelope: Value = serde_json::from_slice(&clear).unwrap();
        let entry = &envelope["signatures"][0];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (protected, signature) = (text(&entry["protected"]), text(&entry["signature"]));
        let payload = encode_base64url(record.payload());

        let mut files = BTreeMap::new();
        files.insert("record.psr.json".to_owned(), clear_text(&draft, &envelope["signatures"]));
        files.insert("record-opaque.psr.json".to_owned(), laid_out(&opaque));
        files.insert("trust.psr-root.json".to_owned(), laid_out(&root));
        files.insert("trust.psr-list.json".to_owned(), laid_out(&list));

        let receipt = statements::receipt(&record, &keys);
        files.insert("receipt.psr-receipt.json".to_owned(), laid_out(&receipt));

        let forward = statements::forward(&record, &keys);
        files.insert("forward.psr-forward.json".to_owned(), laid_out(&forward));

        let sealed = sealed::example(&record, &trust, list_document(&keys), &keys, now);
        let outside: Value = serde_json::from_slice(&sealed).unwrap();
        let sealed_header = String::from_utf8(decode(&text(&outside["protected"]))).unwrap() + "\n";
        files.insert("record.psr-sealed.json".to_owned(), laid_out(&sealed));
        let redactable = redacted::full(&keys);
        files.insert("redactable.psr.json".to_owned(), laid_out(&redactable));
        files.insert("redacted.psr.json".to_owned(), laid_out(&redacted::copy(&redactable)));

        let mut shown = files.clone();
        shown.extend(statements::forwards(&forward, &keys));
        shown.extend(redacted::shown(&redactable, &keys));
        shown.extend(statements::receipts(&receipt, &envelope, &keys));
        shown.insert("draft.json".to_owned(), draft);
        shown.insert("sealed-header".to_owned(), sealed_header);
        let header = String::from_utf8(decode(&protected)).unwrap();
        let canonical = String::from_utf8(record.payload().to_vec()).unwrap();
        let jwk = keys.north.public_key().to_jwk().to_canonical();
        for (name, value) in [
            ("header", header),
            ("protected", protected.clone()),
            ("canonical", canonical),
            ("payload", payload.clone()),
            ("signing-input", format!("{protected}.{payload}")),
            ("signature", signature),
            ("digest", record.digest().hash.as_str().to_owned()),
            ("jwk-canonical", String::from_utf8(jwk).unwrap()),
            ("kid", KeyId::of(keys.north.authority(), keys.north.public_key()).to_string()),
        ] {
            shown.insert(name.to_owned(), wrapped(&value));
        }
        shown.extend(forged::records(&keys));
        shown.extend(forged::trust_documents(&keys));
        shown.extend(forged::manifests(&keys, &clear));
        Self { now, pinned, trust, record, files, shown }
    }
}

fn root_document(keys: &Keys) -> TrustRootDocument {
    let entry = |key: &SoftwareKey| RootKey::new(key.authority(), key.public_key());
    let role = |key: &SoftwareKey| Role { kids: vec![entry(key).kid], threshold: 1 };
    TrustRootDocument {
        spec: SpecVersion::new("1.0").unwrap(),
        domain: id("XX/trust"),
        version: 1,
        issued: time("2026-01-01T00:00:00Z"),
        expires: time("2028-01-01T00:00:00Z"),
        keys: vec![entry(&keys.root), entry(&keys.list)],
        roles: Roles { root: role(&keys.root), list: role(&keys.list) },
    }
}

fn list_document(keys: &Keys) -> TrustListDocument {
    let name = |text: &str| vec![serde_json::from_value::<Text>(json!({ "lang": "en", "text": text })).unwrap()];
    let entry = |key: &SoftwareKey| {
        let (from, to) = (time("2026-01-01T00:00:00Z"), time("2028-01-01T00:00:00Z"));
        KeyEntry::new(key.authority(), key.public_key(), from, to)
    };
    let authority = |key: &SoftwareKey, country: &str, called: &str, types: &[&str]| AuthorityEntry {
        id: key.authority().clone(),
        country: PartyCode::new(country).unwrap(),
        name: name(called),
        roles: ["record", "manifest", "receipt", "forward"].map(|role| AuthorityRole::new(role).unwrap()).to_vec(),
        record_types: types.iter().map(|name| RecordTypeCode::new(*name).unwrap()).collect(),
        keys: vec![entry(key)],
    };
    TrustListDocument {
        spec: SpecVersion::new("1.0").unwrap(),
        domain: id("XX/trust"),
        version: 7,
        root_version: 1,
        issued: time("2026-05-01T00:00:00Z"),
        expires: time("2027-05-01T00:00:00Z"),
        authorities: vec![
            authority(&keys.north, "XA", "Northland test police", &[]),
            authority(&keys.south, "XB", "Southland test police", &["notice"]),
        ],
        policy: None,
    }
}

/// A key from its 32 secret bytes, in the frame of RFC 8410, section 7.
pub(crate) fn key(authority: &str, secret: &str) -> SoftwareKey {
    let document = [unhex("302e020100300506032b657004220420"), unhex(secret)].concat();
    SoftwareKey::from_pkcs8(id(authority), &document).unwrap()
}

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// The draft as it was written, with its signatures beside it.
fn clear_text(draft: &str, signatures: &Value) -> String {
    let indented = |text: &str| text.trim_end().replace('\n', "\n  ");
    let signatures = serde_json::to_string_pretty(signatures).unwrap();
    format!("{{\n  \"record\": {},\n  \"signatures\": {}\n}}\n", indented(draft), indented(&signatures))
}

/// JSON for reading: what fits into a line stands in one.
pub(crate) fn laid_out(bytes: &[u8]) -> String {
    let mut out = String::new();
    lay_out(&serde_json::from_slice(bytes).unwrap(), 0, 0, &mut out);
    out.push('\n');
    out
}

/// Writes a value that begins at a column, in a block that is indented so far.
fn lay_out(value: &Value, column: usize, indent: usize, out: &mut String) {
    let line = in_one_line(value);
    let items: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (format!("\"{name}\": "), value)).collect(),
        Value::Array(items) => items.iter().map(|item| (String::new(), item)).collect(),
        _ => Vec::new(),
    };
    // An envelope itself is never in one line, so that its two parts can be told apart.
    if items.is_empty() || (indent > 0 && column + line.len() < 118) {
        return out.push_str(&line);
    }
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    let inner = indent + 2;
    out.push(open);
    for (index, (name, item)) in items.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(inner));
        out.push_str(name);
        lay_out(item, inner + name.len(), inner, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

fn in_one_line(value: &Value) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        Value::Object(members) if !members.is_empty() => {
            let member = |(name, value)| format!("\"{name}\": {}", in_one_line(value));
            format!("{{ {} }}", list(members.iter().map(member).collect()))
        }
        Value::Array(items) => format!("[{}]", list(items.iter().map(in_one_line).collect())),
        _ => value.to_string(),
    }
}

/// In lines of at most 120 characters, none of which begins or ends with a space.
fn wrapped(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut rest = characters.as_slice();
    while rest.len() > 120 {
        let is_inside = |at: &usize| rest[*at] != ' ' && rest[*at - 1] != ' ';
        let at = (1..=120).rev().find(is_inside).unwrap();
        out.extend(&rest[..at]);
        out.push('\n');
        rest = &rest[at..];
    }
    out.extend(rest);
    out.push('\n');
    out
}

fn decode(text: &str) -> Vec<u8> {
    passerelle::crypto::decode_base64url(text).unwrap()
}

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

pub(crate) fn time(text: &str) -> Timestamp {
    Timestamp::new(text).unwrap()
}

pub(crate) fn id(text: &str) -> AuthorityId {
    AuthorityId::new(text).unwrap()
}

/// The digest that the chapters show is the one of the library's own function.
#[test]
fn the_digest_is_of_the_payload() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let fixtures = Fixtures::new(&spec);
    let joined = |name: &str| fixtures.shown[name].replace('\n', "");
    assert_eq!(digest(joined("canonical").as_bytes()).hash.as_str(), joined("digest"));
    assert_eq!(encode_base64url(joined("canonical").as_bytes()), joined("payload"));
}
