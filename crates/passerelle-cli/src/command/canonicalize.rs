//! `passerelle canonicalize`.

use std::path::PathBuf;

use clap::Args;
use passerelle::{Finding, json};

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{Examined, Out, refuse};
use crate::write::Destination;

/// Write the canonical form (RFC 8785) of an object
///
/// These are exactly the bytes that are signed, without a line end.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Any JSON object inside the profile; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let source = Source::of(&arguments.file);
    let text = source.read()?;
    match json::read(&text) {
        Ok(object) => {
            arguments.destination.put_exactly(&object.to_canonical(), out)?;
            Ok(Exit::Valid)
        }
        Err(fault) => {
            let examined = Examined::new(source.name(), None, text).refused(Finding::from(fault));
            refuse(&examined, "canonicalize", context)
        }
    }
}
