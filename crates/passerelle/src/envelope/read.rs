//! From bytes to an envelope whose parts are known to be well formed; nothing is verified here.

use std::fmt;

use super::write::signatures_digest;
use super::{Form, Header, ObjectClass};
use crate::crypto::{decode_base64url, digest};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Budget, Canonical, Fault, Names, Object, Outline, Pointer, Value, View, read_all, read_value};
use crate::limits;
use crate::record::Digest;

/// A signed object and the signatures that came with it.
#[derive(Debug)]
pub(crate) struct Envelope {
    /// How it was written.
    pub(crate) form: Form,
    /// The signed object. What is signed are its canonical bytes.
    pub(crate) object: Canonical,
    /// The signatures, in their order.
    pub(crate) signatures: Vec<SignatureEntry>,
    /// The disclosures, in their order.
    pub(crate) disclosures: Vec<Disclosed>,
}

/// A disclosure as a text; whether it is made of what a disclosure is made of is seen when it is used.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Disclosed {
    /// As it was written, which is what a digest is made of.
    pub(crate) text: String,
    /// What it holds.
    pub(crate) value: Value,
}

/// Prints nothing of it: it is a part of a record.
impl fmt::Debug for Disclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("disclosure")
    }
}

/// One signature.
#[derive(Debug)]
pub(crate) struct SignatureEntry {
    /// The header as it was written, which is signed with the payload.
    pub(crate) protected: String,
    /// What it says.
    pub(crate) header: Header,
    /// The raw signature.
    pub(crate) signature: Vec<u8>,
    /// Where it stands in the envelope.
    pub(crate) pointer: Pointer,
}

impl Envelope {
    /// Reads an envelope of a class.
    ///
    /// Gives every finding of the stages up to `header`, in the order of the specification, chapter 4; the envelope is there where
    /// there is none. In an envelope that is otherwise sound the object comes too, so that a report can say what is wrong inside it.
    pub(crate) fn read(bytes: &[u8], class: ObjectClass) -> Result<Self, (Vec<Finding>, Option<Object>)> {
        match Self::in_canonical_form(bytes, class) {
            Some(envelope) => Ok(envelope),
            None => Self::of(read_all(bytes, &Budget::ENVELOPE, Names::Profile), class),
        }
    }

    /// The quick way for what is sound and comes as its author wrote it: in canonical form, and without disclosures. For everything
    /// else there is nothing, and [`read`](Self::read) looks more closely.
    pub(crate) fn in_canonical_form(bytes: &[u8], class: ObjectClass) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.to_owned();
        // Of so few values neither the record nor anything beside it has too many.
        let outline = Outline::of(&text, &Budget { values: limits::VALUES, ..Budget::ENVELOPE })?;
        let mut members = outline.root(&text)?.members();
        let (Some((name, content)), Some(("signatures", signatures)), None) =
            (members.next(), members.next(), members.next())
        else {
            return None;
        };
        let payload = match name {
            "payload" => Some(String::from_utf8(decode_base64url(content.as_str()?)?).ok()?),
            name if name == class.member() => None,
            _ => return None,
        };
        if !(1..=limits::SIGNATURES).contains(&signatures.items().count()) {
            return None;
        }
        let mut findings = Vec::new();
        let place = Pointer::root().child("signatures");
        let entries = signatures.items().enumerate().map(|(index, entry)| Entry::in_place(entry, place.index(index)));
        let parts = decode_entries(entries.collect::<Option<_>>()?, &mut findings);
        let signatures = read_headers(parts, class, &mut findings);
        let (form, object) = match payload {
            Some(payload) => (Form::Opaque, Canonical::read(payload, &Budget::PAYLOAD)?),
            None => (Form::Clear, Canonical::first_member(text, outline)?),
        };
        let is_sound = findings.is_empty() && object.bytes().len() <= limits::RECORD_BYTES;
        is_sound.then_some(Self { form, object, signatures, disclosures: Vec::new() })
    }

    /// The same, once the text was read.
    pub(crate) fn of(
        (root, faults): (Option<Object>, Vec<Fault>),
        class: ObjectClass,
    ) -> Result<Self, (Vec<Finding>, Option<Object>)> {
        let mut findings: Vec<Finding> = faults.into_iter().map(Finding::from).collect();
        let Some(mut root) = root else { return Err((findings, None)) };
        let content = match (root.remove(class.member()), root.remove("payload")) {
            (Some(Value::Object(object)), None) => Content::Clear(object),
            (None, Some(Value::String(text))) => Content::Opaque(text),
            _ => {
                findings.push(Finding::whole(Code::EnvContent)); // spec: PSR-ENV-001
                return Err((findings, None));
            }
        };
        let signatures = root.remove("signatures");
        let disclosed = disclosures_of(&root, class);
        for (name, _) in root.iter().filter(|(name, _)| disclosed.is_none() || *name != DISCLOSURES) {
            findings.push(Finding::new(Code::EnvMember, Pointer::root().child(name))); // spec: PSR-ENV-002
        }
        let mut disclosed = disclosed.unwrap_or_default();
        if disclosed.len() > limits::DISCLOSURES {
            findings.push(Finding::new(Code::LimCount, Pointer::root().child(DISCLOSURES))); // spec: PSR-LIM-003
            disclosed.clear();
        }
        let entries = read_entries(signatures.as_ref(), &mut findings);
        let form = content.form();
        let decoded = content.decode(&mut findings);
        let parts = decode_entries(entries, &mut findings);
        let disclosed = decode_disclosures(&disclosed, &mut findings);
        let Some(object) = decoded.and_then(|decoded| decoded.read(class, &mut findings)) else {
            return Err((findings, None));
        };
        let disclosures = read_disclosures(disclosed, object.bytes().len(), &mut findings);
        let signatures = read_headers(parts, class, &mut findings);
        if findings.is_empty() {
            Ok(Self { form, object, signatures, disclosures })
        } else {
            Err((findings, Some(object.into_tree())))
        }
    }

    /// The digest of the signed payload.
    pub(crate) fn digest(&self) -> Digest {
        digest(self.object.bytes())
    }

    /// The digest of the canonical form of the list of signatures.
    pub(crate) fn signatures_digest(&self) -> Digest {
        let entries = self.signatures.iter().map(|entry| (entry.protected.as_str(), entry.signature.as_slice()));
        signatures_digest(entries)
    }
}

/// What an envelope holds beside its signatures.
enum Content {
    Clear(Object),
    Opaque(String),
}

/// The same once base64url is undone.
enum Decoded {
    Clear(Object),
    Opaque(Vec<u8>),
}

impl Content {
    fn form(&self) -> Form {
        match self {
            Content::Clear(_) => Form::Clear,
            Content::Opaque(_) => Form::Opaque,
        }
    }

    fn decode(self, findings: &mut Vec<Finding>) -> Option<Decoded> {
        match self {
            Content::Clear(object) => Some(Decoded::Clear(object)),
            Content::Opaque(text) => {
                let payload = decode_base64url(&text);
                if payload.is_none() {
                    findings.push(Finding::new(Code::EnvBase64, Pointer::root().child("payload"))); // spec: PSR-ENV-004
                }
                payload.map(Decoded::Opaque)
            }
        }
    }
}

impl Decoded {
    /// The object. A payload in base64url must be its canonical form to the byte.
    fn read(self, class: ObjectClass, findings: &mut Vec<Finding>) -> Option<Canonical> {
        match self {
            Decoded::Clear(object) => {
                let pointer = Pointer::root().child(class.member());
                if object.count() > limits::VALUES {
                    findings.push(Finding::new(Code::LimCount, pointer.clone())); // spec: PSR-LIM-003
                }
                let object = Canonical::of(object);
                if object.bytes().len() > limits::RECORD_BYTES {
                    findings.push(Finding::new(Code::LimSize, pointer)); // spec: PSR-LIM-001
                }
                Some(object)
            }
            Decoded::Opaque(payload) => {
                let pointer = Pointer::root().child("payload");
                let (object, faults) = read_all(&payload, &Budget::PAYLOAD, Names::Profile);
                let is_sound = faults.is_empty();
                findings.extend(faults.into_iter().map(|fault| Finding::new(fault.code, pointer.clone())));
                let object = Canonical::of(object?);
                if is_sound && object.bytes() != payload {
                    findings.push(Finding::new(Code::EnvNotCanonical, pointer)); // spec: PSR-ENV-005
                }
                Some(object)
            }
        }
    }
}

/// `protected` and `signature` as they were written, and where.
struct Entry<'e> {
    protected: &'e str,
    signature: &'e str,
    pointer: Pointer,
}

const DISCLOSURES: &str = "disclosures";

/// The texts of `disclosures`; nothing where it may not be there, or is no list of texts.
///
/// spec: PSR-ENV-002
fn disclosures_of(root: &Object, class: ObjectClass) -> Option<Vec<&str>> {
    let Some(member) = root.get(DISCLOSURES) else { return Some(Vec::new()) };
    let items = member.as_array().filter(|items| class == ObjectClass::Record && !items.is_empty())?;
    items.iter().map(Value::as_str).collect()
}

/// The disclosures once base64url is undone, and their place.
fn decode_disclosures(texts: &[&str], findings: &mut Vec<Finding>) -> Vec<(String, Vec<u8>, Pointer)> {
    let mut decoded = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let place = Pointer::root().child(DISCLOSURES).index(index);
        match decode_base64url(text) {
            Some(bytes) => decoded.push(((*text).to_owned(), bytes, place)),
            None => findings.push(Finding::new(Code::EnvBase64, place)), // spec: PSR-ENV-004
        }
    }
    decoded
}

/// The texts that stand in the disclosures. With the payload they hold no more than a payload alone may, so that the opaque form
/// of what is allowed always fits the input.
fn read_disclosures(
    decoded: Vec<(String, Vec<u8>, Pointer)>,
    payload: usize,
    findings: &mut Vec<Finding>,
) -> Vec<Disclosed> {
    let bytes = decoded.iter().fold(payload, |sum, (_, bytes, _)| sum.saturating_add(bytes.len()));
    if bytes > limits::RECORD_BYTES && payload <= limits::RECORD_BYTES {
        findings.push(Finding::new(Code::LimSize, Pointer::root().child(DISCLOSURES))); // spec: PSR-LIM-001
        return Vec::new();
    }
    let mut disclosures = Vec::new();
    for (text, bytes, place) in decoded {
        let (value, faults) = read_value(&bytes, &Budget::DISCLOSURE);
        findings.extend(faults.into_iter().map(|fault| Finding::new(fault.code, place.clone())));
        disclosures.extend(value.map(|value| Disclosed { text, value }));
    }
    disclosures
}

/// The entries of `signatures` that are made of what an entry is made of.
fn read_entries<'e>(signatures: Option<&'e Value>, findings: &mut Vec<Finding>) -> Vec<Entry<'e>> {
    let place = Pointer::root().child("signatures");
    let entries = signatures.and_then(Value::as_array).unwrap_or_default();
    if entries.is_empty() {
        findings.push(Finding::new(Code::EnvUnsigned, place.clone())); // spec: PSR-ENV-003
    }
    if entries.len() > limits::SIGNATURES {
        findings.push(Finding::new(Code::LimCount, place)); // spec: PSR-LIM-003
        return Vec::new();
    }
    let entries = entries.iter().enumerate().map(|(index, entry)| Entry::read(entry, place.index(index)));
    entries.filter_map(|entry| entry.map_err(|finding| findings.push(finding)).ok()).collect()
}

impl<'e> Entry<'e> {
    /// spec: PSR-ENV-002
    fn read(entry: &'e Value, pointer: Pointer) -> Result<Self, Finding> {
        let unsound = || Finding::new(Code::EnvMember, pointer.clone());
        let members = entry.as_object().ok_or_else(unsound)?;
        if let Some((name, _)) = members.iter().find(|(name, _)| !matches!(*name, "protected" | "signature")) {
            return Err(Finding::new(Code::EnvMember, pointer.child(name)));
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str).ok_or_else(unsound);
        Ok(Self { protected: text("protected")?, signature: text("signature")?, pointer: pointer.clone() })
    }

    /// The same of an entry in canonical form, or nothing where it is not made of what an entry is made of.
    fn in_place(entry: View<'e>, pointer: Pointer) -> Option<Self> {
        let mut members = entry.members();
        match (members.next(), members.next(), members.next()) {
            (Some(("protected", protected)), Some(("signature", signature)), None) => {
                Some(Self { protected: protected.as_str()?, signature: signature.as_str()?, pointer })
            }
            _ => None,
        }
    }
}

/// An entry once base64url is undone: `protected` as it was written and decoded, the raw signature, and where it stands.
type Parts = (String, Vec<u8>, Vec<u8>, Pointer);

/// Every entry, before what any header says: the stage `envelope` comes before `header`.
fn decode_entries(entries: Vec<Entry<'_>>, findings: &mut Vec<Finding>) -> Vec<Parts> {
    let mut parts = Vec::new();
    for entry in entries {
        let mut decode = |name: &str, text| {
            let bytes = decode_base64url(text);
            if bytes.is_none() {
                findings.push(Finding::new(Code::EnvBase64, entry.pointer.child(name))); // spec: PSR-ENV-004
            }
            bytes
        };
        let (header, signature) = (decode("protected", entry.protected), decode("signature", entry.signature));
        if let (Some(header), Some(signature)) = (header, signature) {
            parts.push((entry.protected.to_owned(), header, signature, entry.pointer));
        }
    }
    parts
}

fn read_headers(parts: Vec<Parts>, class: ObjectClass, findings: &mut Vec<Finding>) -> Vec<SignatureEntry> {
    let place = |pointer: &Pointer| pointer.child("protected");
    let mut entries = Vec::new();
    let mut is_sound = true;
    for (protected, header, signature, pointer) in parts {
        match Header::read(&header, class) {
            Ok(header) => entries.push(SignatureEntry { protected, header, signature, pointer }),
            Err(code) => {
                is_sound = false;
                findings.push(Finding::new(code, place(&pointer)));
            }
        }
    }
    // An algorithm that a later version may bring is set aside, but not where nothing else signs. spec: PSR-HDR-003
    if is_sound && !entries.iter().any(|entry| entry.header.algorithm.counts_alone()) {
        findings.extend(entries.iter().map(|entry| Finding::new(Code::HdrAlg, place(&entry.pointer))));
    }
    entries
}
