//! `passerelle receipt`.

use std::path::PathBuf;

use clap::Args;
use passerelle::receipt::{open_receipt, sign_receipt};
use passerelle::record::Timestamp;
use passerelle::{Form, receipt_for};

use super::verify::{TrustFolder, refused};
use crate::arguments::{FormName, time};
use crate::batch::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{Out, refuse};
use crate::sealed_in::{Means, SignerFiles};
use crate::write::Destination;

/// Sign that a record was held, and its signatures were good, at a time
///
/// The receipt saves the record when the key that signed it is stolen later, or its algorithm ends. The authority of --key needs
/// the role receipt in the trust list, and belongs to another country than the signer.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The signed record; - for the standard input
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    #[command(flatten)]
    trust: TrustFolder,
    #[command(flatten)]
    keys: SignerFiles,
    /// When the record came, by your own clock, where that was before now
    #[arg(long, value_name = "TIME", value_parser = time)]
    received: Option<Timestamp>,
    /// The form of the envelope
    #[arg(long, value_enum, default_value = "clear")]
    form: FormName,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = arguments.trust.load()?;
    let source = Source::of(&arguments.record);
    let input = Input { name: source.name(), line: None, bytes: source.read()? };
    let (key, keys) = arguments.keys.load()?;
    let record = match Means::new(&trust, &keys).open(&input.bytes, context.now) {
        Ok(record) => record,
        Err(error) => {
            let sealed = keys.look(&input.bytes);
            return refuse(&refused(input, error).sealed(sealed), "receipt", context);
        }
    };
    let received = arguments.received.unwrap_or(context.now);
    let receipt = receipt_for(&record, key.authority().clone(), received, context.now);
    let form: Form = arguments.form.into();
    let made = sign_receipt(&receipt, key.as_ref(), context.now, form)
        .map_err(|error| Failure::new(error.code()).about(key.authority()))?;
    // What no reader would take is not given away.
    match open_receipt(&made, &trust, context.now) {
        Ok(_) => {
            arguments.destination.put(&made, out)?;
            Ok(Exit::Valid)
        }
        Err(error) => Err(Failure::new(error.code()).about(key.authority())),
    }
}
