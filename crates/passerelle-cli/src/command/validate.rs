//! `passerelle validate`.

use clap::Args;
use passerelle::json::Position;

use crate::batch::{Batch, Input};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Examined, Kind, Out};
use crate::record_in::{Contained, record_in};

/// Check drafts, or signed records, as their author has to
///
/// Everything that is wrong is listed at once. Signatures are not looked at: that is for verify.
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
            return examined.refused(finding);
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
