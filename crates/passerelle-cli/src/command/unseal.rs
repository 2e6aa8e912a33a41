//! `passerelle unseal`.

use std::path::PathBuf;

use clap::Args;
use passerelle::sealing::unseal;
use zeroize::Zeroizing;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::key_file::{self, Passphrase};
use crate::output::{Examined, Kind, Out, refuse};
use crate::record_in::Sort;
use crate::write::Destination;

/// Take the cover off a sealed record
///
/// What comes out is the signed record as its sender had it. It is not verified: `passerelle verify` does that, and opens sealed
/// records by itself with --key.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The sealed record; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A file with the private key that it is sealed to
    #[arg(long, short, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let source = Source::of(&arguments.file);
    let text = source.read()?;
    let key = key_file::load_decryptor(&arguments.key, &arguments.passphrase)?;
    match unseal(&text, &key).map(Zeroizing::new) {
        Ok(envelope) => {
            arguments.destination.put(&envelope, out)?;
            Ok(Exit::Valid)
        }
        Err(finding) => {
            // What nobody sealed can be read as it is.
            if let Some(sort @ (Sort::Draft | Sort::Signed)) = Sort::of(&text) {
                let said = format!("it is {}, and not sealed: {}", sort.name(), sort.reader());
                return Err(Failure::usage(said).about(source.name()));
            }
            let examined = Examined { kind: Kind::Signed, ..Examined::new(source.name(), None, text) };
            refuse(&examined.refused(finding), "unseal", context)
        }
    }
}
