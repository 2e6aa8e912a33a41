//! `passerelle map infer`: a first map.toml from an export.

use std::path::PathBuf;

use clap::Args;
use passerelle::Code;
use passerelle_map::{Charset, propose};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;

/// Propose a map.toml from an export with delimiters and a line of names: columns, formats of dates, codes with their counts
///
/// Every column is listed as never to be exported until somebody maps it. Values are written for columns of few different codes
/// only.
#[derive(Args)]
pub(super) struct Infer {
    /// The export
    #[arg(value_name = "EXPORT")]
    export: PathBuf,
    /// Its encoding
    #[arg(long, default_value = "utf-8")]
    encoding: String,
    /// What stands between its cells; looked for in the first line unless told
    #[arg(long)]
    delimiter: Option<char>,
}

pub(super) fn infer(arguments: &Infer, out: &mut Out) -> Result<Exit, Failure> {
    let charset = Charset::named(&arguments.encoding)
        .ok_or_else(|| Failure::usage("no encoding of this name is known").about("--encoding"))?;
    let bytes = std::fs::read(&arguments.export).map_err(|error| Failure::read(&arguments.export, &error))?;
    let text = propose(&bytes, &charset, &arguments.encoding, arguments.delimiter).map_err(|(line, what)| {
        Failure::new(Code::CmdRead).about(format!("{}:{line}", arguments.export.display())).because(what)
    })?;
    out.text(&text)?;
    Ok(Exit::Valid)
}
