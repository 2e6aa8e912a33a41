//! Copies of a signed record in which something is withheld.

use super::sign::read_first;
use crate::crypto::encode_base64url;
use crate::envelope::{Envelope, ObjectClass, write_disclosing};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::Record;
use crate::redaction::{Partial, References, Revealed, cover, seen, withhold};

/// Makes a copy of a signed record in which some parts are withheld, in the form that it has. Every signature and the digest stay
/// as they are, and no key is needed.
///
/// `parts` are places in the signed record: a part that its author made redactable, or a list whose elements all are. What is inside a
/// part goes with it. A part that is withheld already stays so.
///
/// spec: PSR-RED-012
///
/// # Errors
/// The first finding of the stages up to `header` or of the stage `redaction`; then for a part `RED_MANDATORY` or `RED_PLACE` where
/// it may never be withheld, and `RED_NOT_REDACTABLE` where the author did not make it redactable. The signatures are not verified: a
/// reader does that.
pub fn redact(envelope: &[u8], parts: &[Pointer]) -> Result<Vec<u8>, Finding> {
    let envelope = read_first(envelope)?;
    let Some(revealed) = revealed(&envelope, References::Moved)? else {
        return match parts.first() {
            Some(part) => Err(Finding::new(Code::RedNotRedactable, part.clone())),
            None => Ok(rewrite(envelope, |_| true)),
        };
    };
    let left_out = withhold(envelope.object.tree(), &revealed, parts)?;
    Ok(rewrite(envelope, |index| !left_out.contains(&index)))
}

/// Writes a record with one signature as an SD-JWT in its compact form (RFC 9901 §4), for programs that know nothing of Passerelle. No
/// reader of this library takes it back.
///
/// spec: PSR-RED-017
///
/// # Errors
/// The first finding of the stages up to `header`; `LIM_COUNT` for more than one signature.
pub fn to_sd_jwt(envelope: &[u8]) -> Result<String, Finding> {
    let envelope = read_first(envelope)?;
    let [entry] = envelope.signatures.as_slice() else {
        return Err(Finding::new(Code::LimCount, Pointer::root().child("signatures")));
    };
    let jwt = [&entry.protected, &encode_base64url(envelope.object.bytes()), &encode_base64url(&entry.signature)];
    let mut text = jwt.map(String::as_str).join(".");
    for disclosed in &envelope.disclosures {
        text.push('~');
        text.push_str(&disclosed.text);
    }
    text.push('~');
    Ok(text)
}

/// What can be seen of a signed record, for comparing it with another. Nothing is verified.
///
/// # Errors
/// The first finding of the stages up to `header` or of the stage `redaction`.
pub fn partial(envelope: &[u8]) -> Result<Partial, Finding> {
    let envelope = read_first(envelope)?;
    Ok(match revealed(&envelope, References::AsSigned)? {
        None => Partial { object: envelope.object.into_tree(), withheld: Vec::new() },
        Some(revealed) => Partial { object: revealed.view, withheld: revealed.withheld },
    })
}

/// The copy in which nothing of these places is left to be seen; nothing where that cannot be.
pub(crate) fn without(envelope: &[u8], places: &[Pointer]) -> Option<Vec<u8>> {
    let revealed = revealed(&read_first(envelope).ok()?, References::Moved).ok()??;
    let parts: Option<Vec<_>> = places.iter().map(|place| cover(&revealed, place)).collect();
    redact(envelope, &parts?).ok()
}

/// What a reader of a copy sees, as its Rust type; nothing is verified.
pub(crate) fn seen_in(envelope: &[u8]) -> Option<Record> {
    let envelope = read_first(envelope).ok()?;
    let revealed = revealed(&envelope, References::Moved).ok()?;
    revealed.map_or_else(|| envelope.object.into_tree(), |revealed| revealed.view).decode().ok()
}

/// What an envelope reveals, or its first finding of the stage redaction.
pub(super) fn revealed(envelope: &Envelope, references: References) -> Result<Option<Revealed>, Finding> {
    seen(envelope.object.tree(), &envelope.disclosures, references)
        .map_err(|findings| findings.into_iter().next().unwrap_or_else(|| Finding::whole(Code::RedForm)))
}

fn rewrite(envelope: Envelope, stays: impl Fn(usize) -> bool) -> Vec<u8> {
    let Envelope { form, object, signatures, disclosures, .. } = envelope;
    let signatures: Vec<_> = signatures.into_iter().map(|entry| (entry.protected, entry.signature)).collect();
    let disclosures = disclosures.into_iter().enumerate().filter(|(index, _)| stays(*index));
    let disclosures: Vec<_> = disclosures.map(|(_, disclosed)| disclosed.text).collect();
    write_disclosing(ObjectClass::Record, form, object.bytes(), &signatures, &disclosures)
}

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;
