//! `passerelle convert`.

use std::path::PathBuf;

use clap::Args;

use crate::arguments::FormName;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{Examined, Kind, Out, refuse};
use crate::write::Destination;

/// Write a signed record in the other form of its envelope
///
/// No key is needed, and no signature changes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A signed record; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The form to write
    #[arg(long, value_enum)]
    form: FormName,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let source = Source::of(&arguments.file);
    let text = source.read()?;
    match passerelle::convert(&text, arguments.form.into()) {
        Ok(envelope) => {
            arguments.destination.put(&envelope, out)?;
            Ok(Exit::Valid)
        }
        Err(finding) => {
            let examined = Examined { kind: Kind::Signed, ..Examined::new(source.name(), None, text) };
            refuse(&examined.refused(finding), "convert", context)
        }
    }
}
