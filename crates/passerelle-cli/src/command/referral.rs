//! `passerelle referral`.

use clap::Args;
use passerelle::handling::referral;

use super::release::{Opened, Transfer};
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Examined, Out, refuse};
use crate::write::Destination;

/// Write what an on-line platform may get of a record
///
/// These are the platform's own accounts, hashes of evidence and what is asked for, and nothing about a person.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    transfer: Transfer,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let Opened { examined, record, judgement, sender } = match arguments.transfer.open(context)? {
        Ok(opened) => opened,
        Err(examined) => return refuse(&examined, "referral", context),
    };
    match referral(&record, &judgement, &sender) {
        Ok(referral) => {
            arguments.destination.put(&referral.to_canonical(), out)?;
            if !referral.left_out().is_empty() && context.talk == Talk::Everything {
                let left_out = Examined { findings: referral.left_out().to_vec(), ..examined };
                refuse(&left_out, "referral", context)?;
            }
            Ok(Exit::Valid)
        }
        Err(error) => refuse(&examined.denied(error.reasons), "referral", context),
    }
}
