//! `passerelle redact`.

use clap::{ArgGroup, Args};
use passerelle::handling::{Recipient, redact_for};
use passerelle::json::Pointer;
use passerelle::record::PartyCode;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Form, inspect};

use super::release::{Opened, Transfer, party, purpose};
use super::sign::place;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Examined, Kind, Out, refuse};
use crate::write::Destination;

/// Write a copy of a signed record in which parts are withheld
///
/// Every signature, the digest and the form stay as they are. Only what the author made redactable can be withheld: see `inspect`.
#[derive(Args)]
#[command(group = ArgGroup::new("parts").required(true))]
pub(crate) struct Arguments {
    #[command(flatten)]
    transfer: Transfer,
    /// The parts to withhold, by their places in the signed record
    #[arg(
        long,
        value_name = "PARTS",
        value_delimiter = ',',
        group = "parts",
        conflicts_with_all = ["recipient", "from", "held"]
    )]
    withhold: Vec<String>,
    /// Withhold what this country or organisation may not have; with --purpose and --trust
    #[arg(long = "for", value_name = "CODE", value_parser = party, requires = "purpose", group = "parts")]
    recipient: Option<PartyCode>,
    /// What for: a code of the list purpose
    #[arg(long, value_name = "CODE", value_parser = purpose, requires = "recipient")]
    purpose: Option<Purpose>,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let made = match (&arguments.recipient, &arguments.purpose) {
        (Some(recipient), Some(purpose)) => copy_for(&arguments.transfer, recipient, purpose, context)?,
        _ => copy_without(arguments)?,
    };
    match made {
        Ok(copy) => arguments.destination.put(&copy, out).map(|()| Exit::Valid),
        Err(examined) => refuse(&examined, "redact", context),
    }
}

/// A copy, or why there is none.
type Made = Result<Vec<u8>, Box<Examined>>;

fn copy_without(arguments: &Arguments) -> Result<Made, Failure> {
    let source = arguments.transfer.source();
    let text = source.read()?;
    let keys = arguments.transfer.keys.load()?;
    let signed = |text: Vec<u8>| Examined { kind: Kind::Signed, ..Examined::new(source.name(), None, text) };
    let text = match keys.inside(&text) {
        Ok(inside) => inside.unwrap_or(text),
        Err(finding) => {
            let sealed = keys.look(&text);
            return Ok(Err(Box::new(signed(text).sealed(sealed).refused(finding))));
        }
    };
    let parts = arguments.withhold.iter().map(|word| place(word)).collect::<Result<Vec<Pointer>, _>>()?;
    Ok(passerelle::redact(&text, &parts).map_err(|finding| Box::new(signed(text).refused(finding))))
}

fn copy_for(transfer: &Transfer, recipient: &PartyCode, purpose: &Purpose, context: &Context) -> Result<Made, Failure> {
    let Opened { examined, record, judgement, sender } = match transfer.open(context)? {
        Ok(opened) => opened,
        Err(examined) => return Ok(Err(examined)),
    };
    let form = inspect(&examined.text, None, context.now).form.unwrap_or(Form::Clear);
    let recipient = Recipient { party: recipient.clone(), environment: record.record().header.environment };
    Ok(redact_for(&record, &judgement, &sender, &recipient, purpose, form)
        .map_err(|decision| Box::new(examined.denied(decision.reasons().to_vec()))))
}
