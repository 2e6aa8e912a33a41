//! From an object to a JWE whose parts are known to be well formed, and from that to what is inside.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::{ALG, ENC, TYP};
use crate::crypto::{
    AgreementKey, ContentKey, Decryptor, KeyError, KeyId, Sealed, WRAPPED_KEY_BYTES, decode_base64url,
};
use crate::envelope::ObjectClass;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Budget, Names, Object, Pointer, Value, read_with};
use crate::limits;

/// What everybody sees of a sealed record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seal {
    /// The keys that it is sealed to, in their order; they name the recipients.
    pub recipients: Vec<KeyId>,
    /// How many bytes are inside.
    pub content_bytes: usize,
}

/// A sealed record, closed.
pub(crate) struct Jwe {
    /// The header as it was written, which the tag covers.
    protected: String,
    entries: Vec<Entry>,
    sealed: Sealed,
}

/// What one recipient opens it with.
struct Entry {
    key_id: KeyId,
    /// Nothing where the algorithm or the curve is one that a later version may bring.
    known: Option<Known>,
    pointer: Pointer,
}

struct Known {
    ephemeral: AgreementKey,
    wrapped: [u8; WRAPPED_KEY_BYTES],
}

/// Whether an object is a sealed record, or means to be.
///
/// spec: PSR-SEA-001
pub(crate) fn is_sealed(object: &Object) -> bool {
    object.contains("ciphertext")
}

impl Jwe {
    /// Reads an object. The checks come in the order that the specification gives, chapter 19.
    pub(crate) fn read(root: &Object) -> Result<Self, Finding> {
        let top = Place { members: root, pointer: Pointer::root() };
        top.refuse_other_than(&["protected", "recipients", "iv", "ciphertext", "tag"])?;
        let protected = top.text("protected")?;
        let (iv, ciphertext, tag) = (top.text("iv")?, top.text("ciphertext")?, top.text("tag")?);
        let recipients = top.get("recipients", Value::as_array)?;
        check_header(protected)?;
        let at = |name| Pointer::root().child(name);
        if !(1..=limits::RECIPIENTS).contains(&recipients.len()) {
            return Err(Finding::new(Code::SeaRecipients, at("recipients"))); // spec: PSR-SEA-005
        }
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        for (index, recipient) in recipients.iter().enumerate() {
            let entry = Entry::read(recipient, at("recipients").index(index))?;
            if !seen.insert(entry.key_id.clone()) {
                return Err(Finding::new(Code::SeaRecipients, entry.pointer)); // spec: PSR-SEA-005
            }
            entries.push(entry);
        }
        let ill_formed = |name| Finding::new(Code::SeaForm, at(name));
        let bytes = |name, text| decode_base64url(text).ok_or_else(|| ill_formed(name));
        let sealed = Sealed {
            iv: bytes("iv", iv)?.try_into().map_err(|_| ill_formed("iv"))?,
            ciphertext: bytes("ciphertext", ciphertext)?,
            tag: bytes("tag", tag)?.try_into().map_err(|_| ill_formed("tag"))?,
        };
        if sealed.ciphertext.is_empty() {
            return Err(ill_formed("ciphertext"));
        }
        Ok(Self { protected: protected.to_owned(), entries, sealed })
    }

    /// What everybody sees of it.
    pub(crate) fn seal(&self) -> Seal {
        let recipients = self.entries.iter().map(|entry| entry.key_id.clone()).collect();
        Seal { recipients, content_bytes: self.sealed.ciphertext.len() }
    }

    /// What is inside, for the first of the keys that it is sealed to and that opens it.
    ///
    /// A key is tried on the entry that names it and on no other. Where none opens it, the first that is named says why.
    pub(crate) fn open_with_any<'k>(
        &self,
        keys: impl Iterator<Item = &'k dyn Decryptor>,
    ) -> Result<Zeroizing<Vec<u8>>, Finding> {
        let mut outcome = Err(Finding::whole(Code::SeaLocked)); // spec: PSR-SEA-006
        for key in keys {
            match (self.open(key), &outcome) {
                (Ok(inside), _) => return Ok(inside),
                (Err(why), Err(held)) if matches!(held.code, Code::SeaLocked | Code::SeaNotForMe) => outcome = Err(why),
                _ => {}
            }
        }
        outcome
    }

    /// What is inside, for a key that it is sealed to.
    ///
    /// Why it does not open is not told apart: whether the key, the wrapped key or the content is another one than it was.
    pub(crate) fn open(&self, key: &dyn Decryptor) -> Result<Zeroizing<Vec<u8>>, Finding> {
        let key_id = KeyId::of_encryption(key.authority(), key.public_key());
        let Some(entry) = self.entries.iter().find(|entry| entry.key_id == key_id) else {
            return Err(Finding::new(Code::SeaNotForMe, Pointer::root().child("recipients"))); // spec: PSR-SEA-007
        };
        let Some(Known { ephemeral, wrapped }) = &entry.known else {
            return Err(Finding::new(Code::SeaAlg, entry.pointer.child("header"))); // spec: PSR-SEA-004
        };
        let shut = || Finding::whole(Code::SeaOpen); // spec: PSR-SEA-008
        if ephemeral.curve() != key.public_key().curve() {
            return Err(shut());
        }
        let secret = key.agree(ephemeral).map_err(|_| Finding::whole(Code::SeaLocked))?; // spec: PSR-SEA-006
        if secret.is_zero() {
            return Err(shut());
        }
        let content_key = ContentKey::unwrap(&secret, ALG, wrapped).ok_or_else(shut)?;
        content_key.open(self.protected.as_bytes(), &self.sealed).ok_or_else(shut)
    }
}

/// spec: PSR-SEA-002, PSR-SEA-003, PSR-SEA-004
fn check_header(protected: &str) -> Result<(), Finding> {
    let pointer = Pointer::root().child("protected");
    let at = |code| Finding::new(code, pointer.clone());
    let bytes = decode_base64url(protected).ok_or_else(|| at(Code::SeaForm))?;
    let header = read_with(&bytes, &Budget::HEADER, Names::Any).map_err(|fault| match fault.code {
        Code::ProfileRoot => at(Code::SeaForm),
        other => at(other),
    })?;
    // The names of a header are not part of the input's own pointers.
    let header = Place { members: &header, pointer: Pointer::root() };
    let in_header = |finding: Finding| at(finding.code);
    header.refuse_other_than(&["cty", "enc", "typ"]).map_err(in_header)?;
    let text = |name| header.text(name).map_err(in_header);
    let (enc, typ, cty) = (text("enc")?, text("typ")?, text("cty")?);
    if typ != TYP || cty != ObjectClass::Record.typ() {
        return Err(at(Code::SeaForm));
    }
    if enc == ENC { Ok(()) } else { Err(at(Code::SeaAlg)) }
}

impl Entry {
    /// An entry that another recipient may need a newer version for does not keep this one from opening.
    ///
    /// spec: PSR-SEA-002, PSR-SEA-003, PSR-SEA-004
    fn read(recipient: &Value, pointer: Pointer) -> Result<Self, Finding> {
        let ill_formed = |pointer: &Pointer| Finding::new(Code::SeaForm, pointer.clone());
        let members = recipient.as_object().ok_or_else(|| ill_formed(&pointer))?;
        let entry = Place { members, pointer: pointer.clone() };
        entry.refuse_other_than(&["header", "encrypted_key"])?;
        let header = entry.below("header")?;
        let encrypted_key = entry.text("encrypted_key")?;
        let (alg, kid) = (header.text("alg")?, header.text("kid")?);
        let key_id = KeyId::parse(kid).map_err(|_| ill_formed(&header.pointer.child("kid")))?;
        if alg != ALG {
            return Ok(Self { key_id, known: None, pointer });
        }
        header.refuse_other_than(&["alg", "epk", "kid"])?;
        let epk = header.below("epk")?;
        let needed: &[&str] = match epk.members.get("kty").and_then(Value::as_str) {
            Some("OKP") => &["crv", "kty", "x"],
            _ => &["crv", "kty", "x", "y"],
        };
        let ephemeral = match AgreementKey::from_jwk(epk.members) {
            Err(KeyError::UnknownKind) => return Ok(Self { key_id, known: None, pointer }),
            read => {
                epk.refuse_other_than(needed)?;
                read.map_err(|_| ill_formed(&epk.pointer))?
            }
        };
        let place = entry.pointer.child("encrypted_key");
        let wrapped = decode_base64url(encrypted_key).and_then(|bytes| bytes.try_into().ok());
        let wrapped = wrapped.ok_or_else(|| ill_formed(&place))?;
        Ok(Self { key_id, known: Some(Known { ephemeral, wrapped }), pointer })
    }
}

/// An object, and where it stands.
struct Place<'o> {
    members: &'o Object,
    pointer: Pointer,
}

impl<'o> Place<'o> {
    /// spec: PSR-SEA-003
    fn refuse_other_than(&self, allowed: &[&str]) -> Result<(), Finding> {
        let other = self.members.iter().find(|(name, _)| !allowed.contains(name));
        other.map_or(Ok(()), |(name, _)| Err(Finding::new(Code::SeaForbidden, self.pointer.child(name))))
    }

    /// spec: PSR-SEA-002
    fn get<T>(&self, name: &str, as_type: impl Fn(&'o Value) -> Option<T>) -> Result<T, Finding> {
        let value = self.members.get(name).and_then(as_type);
        value.ok_or_else(|| Finding::new(Code::SeaForm, self.pointer.child(name)))
    }

    fn text(&self, name: &str) -> Result<&'o str, Finding> {
        self.get(name, Value::as_str)
    }

    fn below(&self, name: &str) -> Result<Place<'o>, Finding> {
        Ok(Place { members: self.get(name, Value::as_object)?, pointer: self.pointer.child(name) })
    }
}
