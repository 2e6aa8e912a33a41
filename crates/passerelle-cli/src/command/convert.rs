//! `passerelle convert`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelle::Form;

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
    form: Target,
    #[command(flatten)]
    destination: Destination,
}

/// What a signed record can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// The record can be read in it
    Clear,
    /// A JWS that any JOSE library checks
    Opaque,
    /// An SD-JWT for libraries that read those; one signature, and no way back
    SdJwt,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let source = Source::of(&arguments.file);
    let text = source.read()?;
    let written = match arguments.form {
        Target::Clear => passerelle::convert(&text, Form::Clear),
        Target::Opaque => passerelle::convert(&text, Form::Opaque),
        Target::SdJwt => passerelle::to_sd_jwt(&text).map(String::into_bytes),
    };
    match written {
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
