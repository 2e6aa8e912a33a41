//! `passerelle redact`.

use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::handling::{Decision, Recipient, Sender, redact_for};
use passerelle::json::Pointer;
use passerelle::record::PartyCode;
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Finding, Form};

use super::release::{party, purpose};
use super::sign::place;
use super::verify::{TrustFolder, refused};
use crate::batch::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::held::Folder;
use crate::input::Source;
use crate::output::{Examined, Kind, Out, refuse};
use crate::write::Destination;

/// Write a copy of a signed record in which parts are withheld
///
/// Every signature and the digest stay as they are. Only what the author made redactable can be withheld: see `inspect`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A signed record; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The parts to withhold, by their places in the signed record
    #[arg(long, value_name = "PARTS", value_delimiter = ',', required_unless_present = "recipient")]
    withhold: Vec<String>,
    /// Withhold what this country or organisation may not have; with --purpose and --trust
    #[arg(long = "for", value_name = "CODE", value_parser = party, requires = "purpose", conflicts_with = "withhold")]
    recipient: Option<PartyCode>,
    /// What for: a code of the list purpose
    #[arg(long, value_name = "CODE", value_parser = purpose, requires = "recipient")]
    purpose: Option<Purpose>,
    #[command(flatten)]
    trust: TrustFolder,
    /// A folder of signed records, in which newer revisions and notices are looked for
    #[arg(long, value_name = "DIR")]
    held: Option<PathBuf>,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let source = Source::of(&arguments.file);
    let text = source.read()?;
    let made = match (&arguments.recipient, &arguments.purpose) {
        (Some(recipient), Some(purpose)) => match copy_for(arguments, recipient, purpose, &source, &text, context)? {
            Ok(made) => Ok(made),
            Err(examined) => return refuse(&examined, "redact", context),
        },
        _ => {
            let parts = arguments.withhold.iter().map(|word| place(word)).collect::<Result<Vec<Pointer>, _>>()?;
            passerelle::redact(&text, &parts)
        }
    };
    match made {
        Ok(copy) => arguments.destination.put(&copy, out).map(|()| Exit::Valid),
        Err(finding) => refuse(&signed(&source, text).refused(finding), "redact", context),
    }
}

fn signed(source: &Source, text: Vec<u8>) -> Examined {
    Examined { kind: Kind::Signed, ..Examined::new(source.name(), None, text) }
}

/// The copy that may go to a recipient, or why there is none.
fn copy_for(
    arguments: &Arguments,
    recipient: &PartyCode,
    purpose: &Purpose,
    source: &Source,
    text: &[u8],
    context: &Context,
) -> Result<Result<Vec<u8>, Box<Examined>>, Failure> {
    let trust = arguments.trust.load()?;
    let record = match passerelle::open(text, &trust, context.now) {
        Ok(record) => record,
        Err(error) => {
            let input = Input { name: source.name(), line: None, bytes: text.to_vec() };
            return Ok(Err(Box::new(refused(input, error))));
        }
    };
    let open = |folder: &Path| Folder::open(folder, &trust, context);
    let folder = arguments.held.as_deref().map(open).transpose()?;
    let others = folder.iter().flat_map(|folder| &folder.records);
    let judgements = History::of(others.chain([&record])).at(context.now);
    let Some(judgement) = judgements.of(&record) else {
        return Err(Failure::usage("the record is not among those held"));
    };
    let recipient = Recipient { party: recipient.clone(), environment: record.record().header.environment };
    let denied = |decision: Decision| {
        let findings: Vec<Finding> = decision.reasons().to_vec();
        Box::new(Examined { findings, exit: Exit::Invalid, ..signed(source, text.to_vec()) })
    };
    Ok(redact_for(&record, judgement, &Sender::Issuer, &recipient, purpose, Form::Clear).map_err(denied))
}
