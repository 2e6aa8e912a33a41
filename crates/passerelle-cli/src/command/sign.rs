//! `passerelle sign`.

use std::path::PathBuf;

use clap::Args;
use passerelle::crypto::{Signer, SoftwareKey, SystemRandomness};
use passerelle::json::Pointer;
use passerelle::redaction::Redactable;
use passerelle::{Code, Form, SignError};

use crate::arguments::FormName;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::key_file::{self, Passphrase};
use crate::output::{Examined, Kind, Out, refuse};
use crate::record_in::{Contained, record_in};
use crate::write::Destination;

/// Sign a draft, or add a signature to a signed record
#[derive(Args)]
pub(crate) struct Arguments {
    /// A draft, or with --cosign a signed record; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A file with a private key; give it once for each signature
    #[arg(long = "key", short, required = true, value_name = "FILE")]
    keys: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: Passphrase,
    /// The form of the envelope: clear unless told, or with --cosign the form that it has
    #[arg(long, value_enum)]
    form: Option<FormName>,
    /// Parts that can be withheld later: `default`, or places in the draft such as /content/names/1 or /content/marks/*
    #[arg(long, value_name = "PARTS", value_delimiter = ',', conflicts_with = "cosign")]
    redactable: Vec<String>,
    /// Add to the signatures that the record has already
    #[arg(long)]
    cosign: bool,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let source = Source::of(&arguments.file);
    let text = source.read()?;
    let signed = !matches!(record_in(&text), Contained::Draft);
    if signed != arguments.cosign {
        let reason = if signed {
            "this record is signed already; --cosign adds a signature"
        } else {
            "this record is not signed yet; sign it without --cosign"
        };
        return Err(Failure::usage(reason).about(source.name()));
    }
    let keys: Vec<SoftwareKey> =
        arguments.keys.iter().map(|path| key_file::load(path, &arguments.passphrase)).collect::<Result<_, _>>()?;
    let made = if arguments.cosign {
        add_signatures(&text, &keys, arguments.form, context)
    } else {
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| -> &dyn Signer { key }).collect();
        let form = arguments.form.map_or(Form::Clear, Form::from);
        match plan(&arguments.redactable)? {
            None => passerelle::sign(&text, &signers, context.now, form),
            Some(plan) => passerelle::sign_redactable(&text, &signers, context.now, form, &plan, &mut SystemRandomness),
        }
    };
    match made {
        Ok(envelope) => {
            arguments.destination.put(&envelope, out)?;
            Ok(Exit::Valid)
        }
        Err(error) => explain(error, &source, text, context),
    }
}

/// What is to be redactable, where anything is.
fn plan(words: &[String]) -> Result<Option<Redactable>, Failure> {
    if words.is_empty() {
        return Ok(None);
    }
    let is_default = |word: &String| word == "default";
    let start = if words.iter().any(is_default) { Redactable::defaults() } else { Redactable::nothing() };
    let places = words.iter().filter(|word| !is_default(word)).map(|word| place(word));
    places.collect::<Result<Vec<_>, _>>().map(|places| Some(places.into_iter().fold(start, Redactable::with)))
}

/// A place in a record, as it is written on the command line.
pub(crate) fn place(word: &str) -> Result<Pointer, Failure> {
    let pointer = Pointer::parse(word).filter(|pointer| *pointer != Pointer::root());
    pointer.ok_or_else(|| Failure::usage("a part is named by a JSON Pointer, such as /content/selectors/0").about(word))
}

fn add_signatures(
    envelope: &[u8],
    keys: &[SoftwareKey],
    form: Option<FormName>,
    context: &Context,
) -> Result<Vec<u8>, SignError> {
    let mut envelope = envelope.to_vec();
    for key in keys {
        envelope = passerelle::cosign(&envelope, key, context.now)?;
    }
    match form {
        Some(form) => {
            passerelle::convert(&envelope, form.into()).map_err(|finding| SignError::Envelope(finding.into()))
        }
        None => Ok(envelope),
    }
}

/// Why nothing was signed: faults of the record as a report, the rest as one line.
fn explain(error: SignError, source: &Source, text: Vec<u8>, context: &Context) -> Result<Exit, Failure> {
    match error {
        SignError::InvalidDraft(_) => {
            let input = crate::batch::Input { name: source.name(), line: None, bytes: text };
            let examined = super::validate::examine(input, context);
            refuse(&examined, "sign", context)
        }
        SignError::Redaction(finding) => {
            let examined = Examined::new(source.name(), None, text);
            refuse(&examined.refused(*finding), "sign", context)
        }
        SignError::Envelope(finding) => {
            let examined = Examined { kind: Kind::Signed, ..Examined::new(source.name(), None, text) };
            refuse(&examined.refused(*finding), "sign", context)
        }
        SignError::Key => {
            let reason = "the key belongs to neither the issuer nor one of `signers.of`";
            Err(Failure::new(Code::SignKey).about(source.name()).because(reason))
        }
        error => Err(Failure::new(error.code()).about(source.name())),
    }
}
