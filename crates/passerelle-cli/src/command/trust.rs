//! `passerelle trust`.

use clap::Args;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;

/// Make, sign and take trust documents
#[derive(Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, _: &Context, _: &mut Out) -> Result<Exit, Failure> {
    Err(Failure::usage("this command is not ready"))
}
