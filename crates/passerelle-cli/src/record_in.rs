//! Finding the record in an input that may be a draft or an envelope.

use passerelle::json::{self, Object, Pointer, locate};
use passerelle::redaction::Partial;
use passerelle::{Finding, Form, crypto};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::output::{Examined, Kind};

/// What an input is, as its members say; for telling somebody who gave it to a command for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Draft,
    Signed,
    Sealed,
}

impl Sort {
    /// Of the first value in a text; nothing where that is no object, or another one.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Shape {
            spec: Option<IgnoredAny>,
            record: Option<IgnoredAny>,
            payload: Option<IgnoredAny>,
            ciphertext: Option<IgnoredAny>,
        }
        let shape = serde_json::Deserializer::from_slice(text).into_iter::<Shape>().next()?.ok()?;
        match shape {
            Shape { ciphertext: Some(_), .. } => Some(Sort::Sealed),
            Shape { record: Some(_), .. } | Shape { payload: Some(_), .. } => Some(Sort::Signed),
            Shape { spec: Some(_), .. } => Some(Sort::Draft),
            _ => None,
        }
    }

    /// The words for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Sort::Draft => "a record that is not signed",
            Sort::Signed => "a signed record",
            Sort::Sealed => "a sealed record",
        }
    }

    /// The command that reads it.
    pub(crate) fn reader(self) -> &'static str {
        match self {
            Sort::Draft => "`passerelle validate` checks it, `passerelle sign` signs it",
            Sort::Signed => "`passerelle verify` opens it, `passerelle inspect` shows it",
            Sort::Sealed => "`passerelle verify --key` opens it, `passerelle unseal` takes its cover off",
        }
    }
}

/// Where the record stands in an input.
pub(crate) enum Contained {
    /// The input is the record.
    Draft,
    /// Between these bytes of a clear envelope.
    Clear(usize, usize),
    /// Decoded from an opaque envelope.
    Opaque(Vec<u8>),
    /// Nowhere: the envelope has this fault.
    Unsound(Finding),
}

/// Looks for the record in an input.
pub(crate) fn record_in(text: &[u8]) -> Contained {
    /// The members by which an envelope is known.
    #[derive(Deserialize)]
    struct Shape {
        spec: Option<IgnoredAny>,
        record: Option<IgnoredAny>,
        payload: Option<String>,
        signatures: Option<IgnoredAny>,
    }
    let Ok(shape) = serde_json::from_slice::<Shape>(text) else { return Contained::Draft };
    let enveloped = shape.record.is_some() || shape.payload.is_some() || shape.signatures.is_some();
    if shape.spec.is_some() || !enveloped {
        return Contained::Draft;
    }
    if let Err(finding) = passerelle::convert(text, Form::Clear) {
        return Contained::Unsound(finding);
    }
    if let Some(payload) = shape.payload.as_deref().and_then(crypto::decode_base64url) {
        return Contained::Opaque(payload);
    }
    let at = Pointer::root().child("record");
    match locate(text, [&at]).remove(&at) {
        Some(span) => Contained::Clear(span.start, span.end),
        None => Contained::Draft,
    }
}

/// Reads the record in an input, as far as it is disclosed; nothing of it is verified.
///
/// # Errors
/// The input with its first fault.
pub(crate) fn partial_in(name: String, text: Vec<u8>) -> Result<Partial, Box<Examined>> {
    let read = match record_in(&text) {
        Contained::Draft => {
            let whole = |object| Partial { object, withheld: Vec::new() };
            return json::read(&text)
                .map(whole)
                .map_err(|fault| Box::new(Examined::new(name, None, text).refused(Finding::from(fault))));
        }
        Contained::Unsound(finding) => Err(finding),
        Contained::Clear(..) | Contained::Opaque(_) => passerelle::partial(&text),
    };
    read.map_err(|finding| {
        let examined = Examined { kind: Kind::Signed, ..Examined::new(name, None, text) };
        Box::new(examined.refused(finding))
    })
}

/// Reads the record in an input as it was signed; nothing of it is verified.
///
/// # Errors
/// The input with its first fault.
pub(crate) fn object_in(name: String, text: Vec<u8>) -> Result<Object, Box<Examined>> {
    let read = match record_in(&text) {
        Contained::Draft => json::read(&text),
        Contained::Clear(start, end) => json::read(text.get(start..end).unwrap_or_default()),
        Contained::Opaque(payload) => json::read(&payload),
        Contained::Unsound(finding) => {
            let examined = Examined { kind: Kind::Signed, ..Examined::new(name, None, text) };
            return Err(Box::new(examined.refused(finding)));
        }
    };
    read.map_err(|fault| Box::new(Examined::new(name, None, text).refused(Finding::from(fault))))
}
