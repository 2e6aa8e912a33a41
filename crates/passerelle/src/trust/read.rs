//! From bytes to a trust document that has the form of one; its signatures are counted elsewhere.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde::de::DeserializeOwned;

use super::document::{schema_for_trust_list, schema_for_trust_root};
use super::root::Root;
use super::update::TrustError;
use crate::envelope::{Envelope, ObjectClass};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Pointer, Value};
use crate::record::SpecVersion;
use crate::schema::{Strictness, compile, first_fault};

/// Reads a root.
pub(super) fn read_root(bytes: &[u8]) -> Result<(Envelope, Root), TrustError> {
    let (envelope, document) = read_document(bytes, ObjectClass::TrustRoot)?;
    let root = Root::check(document, envelope.digest())?;
    Ok((envelope, root))
}

/// Reads a trust document of a class.
pub(super) fn read_document<T: DeserializeOwned>(
    bytes: &[u8],
    class: ObjectClass,
) -> Result<(Envelope, T), TrustError> {
    let envelope = Envelope::read(bytes, class)
        .map_err(|(findings, _)| findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::TlForm)))?;
    let document = decode(envelope.object.tree(), class)?;
    Ok((envelope, document))
}

/// Reads the object of a trust document, in the form that its class has in this major version; members of a newer minor version
/// are passed over.
///
/// spec: PSR-TRU-002, PSR-TRU-003, PSR-VER-001
pub(super) fn decode<T: DeserializeOwned>(object: &Object, class: ObjectClass) -> Result<T, Finding> {
    let spec = object.get("spec").and_then(Value::as_str).and_then(|spec| SpecVersion::new(spec).ok());
    if spec.as_ref().is_some_and(|spec| spec.major() != 1) {
        return Err(Finding::new(Code::VerMajor, Pointer::root().child("spec")));
    }
    if let Some(pointer) = private_key(object, &Pointer::root()) {
        return Err(Finding::new(Code::TlPrivateKey, pointer));
    }
    let is_newer = spec.is_some_and(|spec| spec.minor() != 0);
    let strictness = if is_newer { Strictness::NewerMinor } else { Strictness::Exact };
    if let Some(pointer) = first_fault(object, validator(class, strictness)) {
        return Err(Finding::new(Code::TlForm, pointer));
    }
    object.decode().map_err(|_| Finding::whole(Code::TlForm))
}

fn validator(class: ObjectClass, strictness: Strictness) -> &'static Validator {
    static VALIDATORS: [[OnceLock<Validator>; 2]; 2] = [const { [const { OnceLock::new() }; 2] }; 2];
    let [exact, newer] = &VALIDATORS;
    let [root, list] = if strictness == Strictness::Exact { exact } else { newer };
    match class {
        ObjectClass::TrustRoot => root.get_or_init(|| compile(schema_for_trust_root(), strictness)),
        _ => list.get_or_init(|| compile(schema_for_trust_list(), strictness)),
    }
}

/// Where a private key stands, if one does: an object with `kty`, or one that is the value of `jwk`, with a private member.
fn private_key(object: &Object, at: &Pointer) -> Option<Pointer> {
    let is_key = object.contains("kty") || at.tokens().last().is_some_and(|name| name == "jwk");
    if is_key && ["d", "priv", "k"].iter().any(|name| object.contains(name)) {
        return Some(at.clone());
    }
    object.iter().find_map(|(name, value)| private_key_in(value, &at.child(name)))
}

fn private_key_in(value: &Value, at: &Pointer) -> Option<Pointer> {
    match value {
        Value::Object(object) => private_key(object, at),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| private_key_in(item, &at.index(index)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_schemas_compile_in_both_strictnesses() {
        for class in [ObjectClass::TrustRoot, ObjectClass::TrustList] {
            for strictness in [Strictness::Exact, Strictness::NewerMinor] {
                let _ = validator(class, strictness);
            }
        }
    }
}
