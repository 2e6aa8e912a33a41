//! `passerelle man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use crate::arguments;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;
use crate::write::{Existing, Readers, write};

/// Write the manual pages
#[derive(Args)]
pub(crate) struct Arguments {
    /// Write one page for each command into this folder
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long, requires = "out")]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments, _: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let mut command = arguments::Arguments::command();
    let Some(folder) = &arguments.out else {
        out.bytes(&page(command)?)?;
        return Ok(Exit::Valid);
    };
    std::fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    command.build();
    for command in all(&command) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let path = folder.join(format!("{name}.1"));
        write(&path, &page(command)?, Existing::force(arguments.force), Readers::Usual)?;
    }
    Ok(Exit::Valid)
}

/// A command and all below it, without `help`.
fn all(command: &clap::Command) -> Vec<clap::Command> {
    let below = command.get_subcommands().filter(|command| command.get_name() != "help").flat_map(all);
    std::iter::once(command.clone()).chain(below).collect()
}

fn page(command: clap::Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| Failure::output(&error))?;
    Ok(page)
}
