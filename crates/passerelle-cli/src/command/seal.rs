//! `passerelle seal`.

use clap::Args;
use passerelle::crypto::SystemRandomness;
use passerelle::record::AuthorityId;
use passerelle::sealing::{Dispatch, SealError, seal};
use passerelle::vocabulary::code::Purpose;
use passerelle::{Code, Finding};

use super::key::authority;
use super::release::{Opened, Transfer, purpose};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, refuse};
use crate::write::Destination;

/// Encrypt a signed record for authorities that may have it
///
/// Each of them opens it with its own key, and nobody on the way can read it. Nothing is sealed where the record may not go to
/// one of them (exit 1). A newer revision or a notice counts only where it is in --held.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    transfer: Transfer,
    /// An authority that is to open it, such as XX/northland; give it once for each
    #[arg(long = "to", required = true, value_name = "AUTHORITY", value_parser = authority)]
    to: Vec<AuthorityId>,
    /// What for: a code of the list purpose
    #[arg(long, value_name = "CODE", value_parser = purpose)]
    purpose: Purpose,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Opened { mut examined, record, judgement, sender } = match arguments.transfer.open(context)? {
        Ok(opened) => opened,
        Err(examined) => return refuse(&examined, "seal", context),
    };
    let trust = arguments.transfer.trust.load()?;
    let dispatch = Dispatch {
        record: &record,
        judgement: &judgement,
        sender: &sender,
        recipients: &arguments.to,
        purpose: &arguments.purpose,
    };
    match seal(&dispatch, &trust, context.now, &mut SystemRandomness) {
        Ok(sealed) => {
            arguments.destination.put(&sealed, out)?;
            Ok(Exit::Valid)
        }
        Err(SealError::Denied { recipient, reasons }) => {
            examined.name = format!("{} to {recipient}", examined.name);
            let reasons = [vec![Finding::whole(Code::SeaDenied)], reasons].concat();
            refuse(&examined.denied(reasons), "seal", context)
        }
        Err(SealError::NoKey(recipient)) => Err(Failure::new(Code::SeaNoKey).about(recipient)),
        Err(error) => Err(Failure::new(error.code()).about(&examined.name)),
    }
}
