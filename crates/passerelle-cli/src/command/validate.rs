//! `passerelle validate`.

use clap::Args;
use passerelle::json::{Pointer, Position, locate};
use passerelle::{Finding, Form, crypto};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::batch::{Batch, Input};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Examined, Kind, Out};

/// Check drafts, or the records in signed envelopes, as their author has to
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    batch: Batch,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    arguments.batch.report("validate", context, out, |input| examine(input, context))
}

/// Validates a draft, or the record in an envelope.
pub(crate) fn examine(input: Input, context: &Context) -> Examined {
    let mut examined = Examined::new(input.name, input.line, input.bytes);
    let validation = match record_in(&examined.text) {
        Contained::Draft => passerelle::validate(&examined.text, context.now),
        Contained::Clear(start, end) => {
            examined.kind = Kind::Signed;
            let record = examined.text.get(start..end).unwrap_or_default();
            let mut validation = passerelle::validate(record, context.now);
            for finding in &mut validation.findings {
                let shifted = |position: Position| Position::of(&examined.text, start + position.offset);
                finding.position = finding.position.map(shifted);
                finding.span = finding.span.map(|(from, to)| (start + from, start + to));
            }
            validation
        }
        Contained::Opaque(payload) => {
            examined.kind = Kind::Signed;
            examined.positions_in_payload = true;
            examined.text = payload;
            passerelle::validate(&examined.text, context.now)
        }
        Contained::Unsound(finding) => {
            examined.kind = Kind::Signed;
            examined.exit = Exit::Invalid;
            examined.findings.push(finding);
            return examined;
        }
    };
    if !validation.is_valid() {
        examined.exit = Exit::Invalid;
    }
    if let Some(record) = &validation.record {
        examined.id = Some(record.header.id.to_string());
        examined.record_type = Some(record.content.record_type().to_string());
        examined.rev = Some(record.header.rev);
    }
    examined.findings = validation.findings;
    examined
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
