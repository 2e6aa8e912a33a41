//! `passerelle completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::arguments;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;

/// Write the completion script of a shell
#[derive(Args)]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, _: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut arguments::Arguments::command(), "passerelle", &mut script);
    out.bytes(&script)?;
    Ok(Exit::Valid)
}
