//! `passerelle key`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use passerelle::Code;
use passerelle::crypto::{Algorithm, Curve, SoftwareDecryptor, SoftwareKey, SystemRandomness};
use passerelle::record::AuthorityId;
use passerelle::trust::KeyUse;
use zeroize::Zeroizing;

use crate::arguments::Format;
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key_file::{self, Passphrase, Protection, Public, PublicEncryption, PublicFile};
use crate::output::Out;
use crate::write::{Existing, Readers, write};

/// Make and look at keys
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
    /// What it is for: to sign, or to have records sealed to it
    #[arg(long = "use", value_enum, default_value_t, value_name = "USE")]
    key_use: Use,
    /// To sign: Ed25519 (unless told), ES256 or ES384, and where the build has it ML-DSA-65 or ML-DSA-87 for a second signature; to
    /// seal: X25519 (unless told) or P-256
    #[arg(long)]
    alg: Option<String>,
    /// The file for the private half
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave the private half unencrypted; for test authorities only
    #[arg(long, conflicts_with = "passphrase_file")]
    no_passphrase: bool,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Use {
    /// It signs
    #[default]
    Sig,
    /// Records are sealed to it
    Enc,
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

/// A new key: its PKCS#8 form, and its public half.
fn generate(arguments: &New) -> Result<(Zeroizing<Vec<u8>>, PublicFile), Failure> {
    let authority = arguments.authority.clone();
    let unmade = |error| Failure::new(Code::SignKey).because(error);
    let alg = arguments.alg.as_deref();
    match arguments.key_use {
        Use::Sig => {
            let alg = Algorithm::from_name(alg.unwrap_or("Ed25519"));
            let alg = alg.ok_or_else(|| {
                let known = key_file::signing_algorithms();
                Failure::usage(format!("the keys that sign are, in this build: {known}")).about("--alg")
            })?;
            let (key, document) = SoftwareKey::generate(authority, alg).map_err(unmade)?;
            Ok((Zeroizing::new(document), PublicFile::Signing(Public::of(&key))))
        }
        Use::Enc => {
            let curve = Curve::from_name(alg.unwrap_or("X25519"));
            let curve = curve.ok_or_else(|| Failure::usage("keys for sealing are X25519 and P-256").about("--alg"))?;
            let made = SoftwareDecryptor::generate(authority, curve, &mut SystemRandomness);
            let (key, document) = made.map_err(unmade)?;
            Ok((Zeroizing::new(document), PublicFile::Encryption(PublicEncryption::of(&key))))
        }
    }
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
    let (document, public) = generate(arguments)?;
    let key_use = if arguments.key_use == Use::Enc { KeyUse::Enc } else { KeyUse::Sig };
    let protection = passphrase.as_ref().map_or(Protection::None, |passphrase| Protection::Passphrase(passphrase));
    key_file::write_private(&arguments.out, &arguments.authority, key_use, &document, protection)?;
    let jwk = format!("{}\n", described(&public));
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
        match key_file::key_use(path)? {
            KeyUse::Enc => {
                PublicFile::Encryption(PublicEncryption::of(&key_file::load_decryptor(path, &arguments.passphrase)?))
            }
            _ => PublicFile::Signing(Public::of(&key_file::load(path, &arguments.passphrase)?)),
        }
    } else {
        PublicFile::read(path)?
    };
    describe(&public, context, out)?;
    Ok(Exit::Valid)
}

/// For programs the public key file itself; for people its parts.
fn describe(public: &PublicFile, context: &Context, out: &mut Out) -> Result<(), Failure> {
    if context.format != Format::Human {
        return out.line(&described(public));
    }
    let algorithm = match public {
        PublicFile::Signing(public) => public.key.algorithm().as_str().to_owned(),
        PublicFile::Encryption(public) => format!("{}, for sealed records", public.key.curve().as_str()),
    };
    out.line(&format!("kid        {}", public.id()))?;
    out.line(&format!("algorithm  {algorithm}"))?;
    out.line(&format!("public key {}", described(public)))
}

fn described(public: &PublicFile) -> String {
    match public {
        PublicFile::Signing(public) => public.to_jwk(),
        PublicFile::Encryption(public) => public.to_jwk(),
    }
}
