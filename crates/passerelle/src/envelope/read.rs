//! From bytes to an envelope whose parts are known to be well formed; nothing is verified here.

use super::{Form, Header, ObjectClass};
use crate::crypto::{decode_base64url, digest};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Budget, Names, Object, Pointer, Value, read_all};
use crate::limits;
use crate::record::Digest;

/// A signed object and the signatures that came with it.
#[derive(Debug)]
pub(crate) struct Envelope {
    /// How it was written.
    pub(crate) form: Form,
    /// The signed object.
    pub(crate) object: Object,
    /// Its canonical bytes, which are what is signed.
    pub(crate) payload: Vec<u8>,
    /// The signatures, in their order.
    pub(crate) signatures: Vec<SignatureEntry>,
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
    /// Gives every finding of the stages up to `header`, in their order; the envelope is there where none of them is an error.
    /// In a clear envelope that is otherwise sound the object comes too, so that a report can say what is wrong inside it.
    pub(crate) fn read(bytes: &[u8], class: ObjectClass) -> Result<Self, (Vec<Finding>, Option<Object>)> {
        let (root, faults) = read_all(bytes, &Budget::ENVELOPE, Names::Profile);
        let mut findings: Vec<Finding> = faults.into_iter().map(Finding::from).collect();
        let Some(root) = root else { return Err((findings, None)) };
        let content = Content::of(root, class, &mut findings);
        let Some(Content { form, object, payload, signatures }) = content else { return Err((findings, None)) };
        let signatures = read_signatures(&signatures, class, &mut findings);
        if findings.is_empty() { Ok(Self { form, object, payload, signatures }) } else { Err((findings, Some(object))) }
    }

    /// The digest of the signed payload.
    pub(crate) fn digest(&self) -> Digest {
        digest(&self.payload)
    }
}

/// The object of an envelope, and what stands in `signatures`.
struct Content {
    form: Form,
    object: Object,
    payload: Vec<u8>,
    signatures: Vec<Value>,
}

impl Content {
    fn of(mut root: Object, class: ObjectClass, findings: &mut Vec<Finding>) -> Option<Self> {
        let clear = root.remove(class.member());
        let opaque = root.remove("payload");
        let signatures = root.remove("signatures");
        for (name, _) in root.iter() {
            findings.push(Finding::new(Code::EnvMember, Pointer::root().child(name))); // spec: PSR-ENV-002
        }
        let (form, object, payload) = match (clear, opaque) {
            (Some(Value::Object(object)), None) => {
                if object.count() > limits::VALUES {
                    findings.push(Finding::new(Code::LimCount, Pointer::root().child(class.member())));
                }
                let payload = object.to_canonical();
                (Form::Clear, object, payload)
            }
            (None, Some(Value::String(text))) => {
                let (object, payload) = read_payload(&text, findings)?;
                (Form::Opaque, object, payload)
            }
            _ => {
                findings.push(Finding::whole(Code::EnvContent)); // spec: PSR-ENV-001
                return None;
            }
        };
        if payload.len() > limits::RECORD_BYTES {
            findings.push(Finding::whole(Code::LimSize)); // spec: PSR-LIM-001
        }
        let signatures = match signatures {
            Some(Value::Array(signatures)) if !signatures.is_empty() => signatures,
            _ => {
                findings.push(Finding::whole(Code::EnvUnsigned)); // spec: PSR-ENV-003
                Vec::new()
            }
        };
        Some(Self { form, object, payload, signatures })
    }
}

/// The object that an opaque payload spells, which must be its canonical form to the byte.
fn read_payload(text: &str, findings: &mut Vec<Finding>) -> Option<(Object, Vec<u8>)> {
    let pointer = Pointer::root().child("payload");
    let Some(payload) = decode_base64url(text) else {
        findings.push(Finding::new(Code::EnvBase64, pointer)); // spec: PSR-ENV-004
        return None;
    };
    let (object, faults) = read_all(&payload, &Budget::RECORD, Names::Profile);
    findings.extend(faults.into_iter().map(|fault| Finding::new(fault.code, fault.pointer)));
    let object = object?;
    if findings.is_empty() && object.to_canonical() != payload {
        findings.push(Finding::new(Code::EnvNotCanonical, pointer)); // spec: PSR-ENV-005
    }
    Some((object, payload))
}

fn read_signatures(signatures: &[Value], class: ObjectClass, findings: &mut Vec<Finding>) -> Vec<SignatureEntry> {
    let place = Pointer::root().child("signatures");
    if signatures.len() > limits::SIGNATURES {
        findings.push(Finding::new(Code::LimCount, place)); // spec: PSR-LIM-003
        return Vec::new();
    }
    // What an entry is made of, for every entry, before what any header says: the stage `envelope` comes before `header`.
    let mut parts = Vec::new();
    for (index, entry) in signatures.iter().enumerate() {
        let pointer = place.index(index);
        match read_parts(entry, &pointer) {
            Ok((protected, decoded, signature)) => parts.push((protected, decoded, signature, pointer)),
            Err(finding) => findings.push(finding),
        }
    }
    let mut entries = Vec::new();
    for (protected, decoded, signature, pointer) in parts {
        if decoded.len() > limits::HEADER_BYTES {
            findings.push(Finding::new(Code::LimSize, pointer.child("protected")));
            continue;
        }
        match Header::read(&decoded, class) {
            Ok(header) => entries.push(SignatureEntry { protected, header, signature, pointer }),
            Err(code) => findings.push(Finding::new(code, pointer.child("protected"))),
        }
    }
    entries
}

/// `protected` as it was written and decoded, and the raw `signature`.
fn read_parts(entry: &Value, pointer: &Pointer) -> Result<(String, Vec<u8>, Vec<u8>), Finding> {
    let unsound = |code| Finding::new(code, pointer.clone());
    let entry = entry.as_object().ok_or_else(|| unsound(Code::EnvMember))?;
    if let Some((name, _)) = entry.iter().find(|(name, _)| !matches!(*name, "protected" | "signature")) {
        return Err(Finding::new(Code::EnvMember, pointer.child(name)));
    }
    let text = |name: &str| entry.get(name).and_then(Value::as_str).ok_or_else(|| unsound(Code::EnvMember));
    let (protected, signature) = (text("protected")?, text("signature")?);
    let decode =
        |name: &str, text| decode_base64url(text).ok_or_else(|| Finding::new(Code::EnvBase64, pointer.child(name)));
    Ok((protected.to_owned(), decode("protected", protected)?, decode("signature", signature)?))
}
