//! `passerelle key`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use passerelle::Code;
use passerelle::crypto::{Algorithm, SoftwareKey};
use passerelle::record::AuthorityId;
use zeroize::Zeroizing;

use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key_file::{self, Passphrase, Protection, Public};
use crate::output::Out;
use crate::write::{Existing, Readers, write};

/// Make and look at signing keys
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    New(New),
    Show(Show),
}

/// Make a key: the private half into FILE, encrypted, and the public half beside it into a .pub.json file
#[derive(Args)]
struct New {
    /// Whose key it is, such as FR/unit; XX/… for tests
    #[arg(long, value_parser = authority)]
    authority: AuthorityId,
    /// Ed25519, ES256 or ES384
    #[arg(long, default_value = "Ed25519", value_parser = algorithm)]
    alg: Algorithm,
    /// The file for the private half
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave the private half unencrypted; for test authorities only
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// Show the public half of a key, from a private or a public key file; the private half is never shown
#[derive(Args)]
struct Show {
    /// The key file
    file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    match &arguments.command {
        Command::New(arguments) => new(arguments, context, out),
        Command::Show(arguments) => show(arguments, context, out),
    }
}

/// Reads the name of an authority.
pub(crate) fn authority(text: &str) -> Result<AuthorityId, String> {
    AuthorityId::new(text).map_err(|error| error.to_string())
}

fn algorithm(text: &str) -> Result<Algorithm, String> {
    Algorithm::from_name(text).ok_or_else(|| "the algorithms are Ed25519, ES256 and ES384".to_owned())
}

fn new(arguments: &New, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    if arguments.no_passphrase && arguments.authority.country() != "XX" {
        return Err(Failure::usage("--no-passphrase is for test authorities (XX/…) only"));
    }
    let public_path = key_file::public_path(&arguments.out);
    for path in [&arguments.out, &public_path] {
        if path.exists() {
            return Err(Failure::new(Code::CmdExists).about(path.display()));
        }
    }
    let passphrase =
        if arguments.no_passphrase { None } else { Some(arguments.passphrase.for_new_key(&arguments.out)?) };
    let (key, document) = SoftwareKey::generate(arguments.authority.clone(), arguments.alg)
        .map_err(|error| Failure::new(Code::SignKey).because(error))?;
    let (document, public) = (Zeroizing::new(document), Public::of(&key));
    let protection = passphrase.as_ref().map_or(Protection::None, |passphrase| Protection::Passphrase(passphrase));
    key_file::write_private(&arguments.out, &arguments.authority, &document, protection)?;
    let jwk = format!("{}\n", public.to_jwk());
    write(&public_path, jwk.as_bytes(), Existing::Keep, Readers::Usual).inspect_err(|_| {
        // Half a pair would only stand in the way of the next attempt. If it cannot be removed, the failure is said anyhow.
        let _ = std::fs::remove_file(&arguments.out);
    })?;
    if context.talk == Talk::Everything {
        describe(&public, context, out)?;
        if context.format == Format::Human {
            out.line(&format!("private    {} (keep it to yourself)", arguments.out.display()))?;
            out.line(&format!("public     {}", public_path.display()))?;
        }
    }
    Ok(Exit::Valid)
}

fn show(arguments: &Show, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let path = &arguments.file;
    let bytes = Zeroizing::new(std::fs::read(path).map_err(|error| Failure::read(path, &error))?);
    let public = if key_file::is_private(&bytes) {
        Public::of(&key_file::load(path, &arguments.passphrase)?)
    } else {
        Public::read(path)?
    };
    describe(&public, context, out)?;
    Ok(Exit::Valid)
}

/// For programs the public key file itself; for people its parts.
fn describe(public: &Public, context: &Context, out: &mut Out) -> Result<(), Failure> {
    if context.format != Format::Human {
        return out.line(&public.to_jwk());
    }
    out.line(&format!("kid        {}", public.id))?;
    out.line(&format!("algorithm  {}", public.key.algorithm().as_str()))?;
    out.line(&format!("public key {}", public.to_jwk()))
}
