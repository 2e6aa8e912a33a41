//! `passerelle digest`.

use std::path::PathBuf;

use clap::Args;
use passerelle::crypto;
use serde::Serialize;

use crate::arguments::Format;
use crate::context::Context;
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::input::sources;
use crate::output::{Examined, Out, print, refuse};
use crate::record_in::object_in;

/// Write the digest of a record
///
/// The next revision names it in `prev`. It is the SHA-256 of the canonical form, the same for a draft and for the record in an envelope. Nothing is verified.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Drafts or signed records; - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Body {
    digests: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    source: String,
    alg: String,
    hash: String,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let mut digests = Vec::new();
    let mut exit = Exit::Valid;
    for source in sources(&arguments.files) {
        let read = source.and_then(|source| Ok((source.name(), source.read()?)));
        match read.map(|(name, text)| digest_of(name, text)) {
            Ok(Ok(entry)) if context.format == Format::Human => {
                out.line(&format!("{}  {}", entry.hash, entry.source))?
            }
            Ok(Ok(entry)) => digests.push(entry),
            Ok(Err(examined)) => exit = exit.max(refuse(&examined, "digest", context)?),
            Err(failure) => exit = exit.max(exit::report(&failure, context.language)),
        }
    }
    if context.format == Format::Json {
        print("digest", &Body { digests }, context, out)?;
    }
    Ok(exit)
}

fn digest_of(name: String, text: Vec<u8>) -> Result<Entry, Box<Examined>> {
    let object = object_in(name.clone(), text)?;
    let digest = crypto::digest(&object.to_canonical());
    Ok(Entry { source: name, alg: digest.alg.to_string(), hash: digest.hash.to_string() })
}
