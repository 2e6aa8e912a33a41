//! `passerelle trust`.

mod look;
mod make;
mod report;
mod words;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use passerelle::crypto::Algorithm;
use passerelle::record::{AuthorityId, Date, PartyCode, Timestamp};
use passerelle::trust::AlgorithmPolicy;

use super::key::authority;
use crate::arguments::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key_file::Passphrase;
use crate::output::Out;

/// Make, sign and take trust documents: whom to believe
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(Init),
    Add(Add),
    Revoke(Revoke),
    Policy(Policy),
    Renew(Renew),
    Rotate(Rotate),
    Sign(Sign),
    Pin(Pin),
    Verify(Verify),
    Show(Show),
}

/// Found a trust domain: its first root, and a list without authorities
#[derive(Args)]
struct Init {
    /// The folder for the trust documents
    dir: PathBuf,
    /// Who runs the domain, such as XX/trust
    #[arg(long, value_parser = authority)]
    domain: AuthorityId,
    #[command(flatten)]
    roles: Roles,
    /// When the root ceases to hold; one year from now unless told
    #[arg(long, value_name = "DATE", value_parser = moment)]
    expires: Option<Timestamp>,
    #[command(flatten)]
    list: ListTime,
    #[command(flatten)]
    signing: Signing,
}

/// Who signs roots and lists.
#[derive(Args)]
struct Roles {
    /// Public key of one who signs roots; give it once for each
    #[arg(long = "root-key", value_name = "PUB")]
    root_keys: Vec<PathBuf>,
    /// How many of them must sign
    #[arg(long, value_name = "N")]
    root_threshold: Option<i64>,
    /// Public key of one who signs lists; give it once for each
    #[arg(long = "list-key", value_name = "PUB")]
    list_keys: Vec<PathBuf>,
    /// How many of them must sign
    #[arg(long, value_name = "M")]
    list_threshold: Option<i64>,
}

/// Until when a new list holds.
#[derive(Args)]
struct ListTime {
    /// When the list ceases to hold; 90 days from now unless told
    #[arg(long, value_name = "DATE", value_parser = moment)]
    list_expires: Option<Timestamp>,
}

/// Who signs now.
#[derive(Args)]
struct Signing {
    /// Private key to sign with; give it once for each. Other keys sign later, with `trust sign`
    #[arg(long, required = true, value_name = "KEY", help_heading = "Keys")]
    sign_with: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// Add an authority, or keys of one: the next list
#[derive(Args)]
struct Add {
    /// The folder of the trust documents
    dir: PathBuf,
    /// The authority, such as XX/northland
    #[arg(long, value_parser = authority)]
    authority: AuthorityId,
    /// Its country or organisation; due for test authorities (XA to XZ), known from the name for all others
    #[arg(long, value_parser = country)]
    country: Option<PartyCode>,
    /// Its public key; give it once for each
    #[arg(long = "key", required = true, value_name = "PUB")]
    keys: Vec<PathBuf>,
    /// What the keys are for, as their files have to say too: sig, or enc to have records sealed to them
    #[arg(long = "use", value_name = "USE", value_parser = ["sig", "enc"])]
    key_use: Option<String>,
    /// From when on the keys may be used; from now on unless told
    #[arg(long, value_name = "DATE", value_parser = moment)]
    not_before: Option<Timestamp>,
    /// Until when the keys may be used; for two years unless told
    #[arg(long, value_name = "DATE", value_parser = moment)]
    not_after: Option<Timestamp>,
    /// What it may sign: record, manifest, receipt, forward; records unless told
    #[arg(long, alias = "role", value_delimiter = ',', value_name = "ROLE,…")]
    roles: Vec<String>,
    /// The types of record that it may issue; all of them unless told
    #[arg(long, value_delimiter = ',', value_name = "TYPE,…")]
    types: Vec<String>,
    #[command(flatten)]
    list: ListTime,
    #[command(flatten)]
    signing: Signing,
}

/// Retire a key, or say that it was in wrong hands: the next list
#[derive(Args)]
struct Revoke {
    /// The folder of the trust documents
    dir: PathBuf,
    /// The name of the key, as `trust show` and `key show` write it
    #[arg(long, value_name = "KID")]
    key: String,
    #[command(flatten)]
    end: End,
    /// Why, in a few words
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    list: ListTime,
    #[command(flatten)]
    signing: Signing,
}

/// How a key ends.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct End {
    /// It signs no more from then on; what it signed before stands
    #[arg(long, value_name = "TIME", value_parser = moment)]
    retired_at: Option<Timestamp>,
    /// It was in wrong hands since then; nothing that it ever signed is believed any more
    #[arg(long, value_name = "TIME", value_parser = moment)]
    compromised_since: Option<Timestamp>,
}

/// Say from when on two algorithms are due, and when one ends: the next list
#[derive(Args)]
struct Policy {
    /// The folder of the trust documents
    dir: PathBuf,
    /// From then on each signature needs one of ML-DSA by the same authority beside it
    #[arg(long, value_name = "TIME", value_parser = moment, required_unless_present = "sunset")]
    hybrid_from: Option<Timestamp>,
    /// From then on signatures with this algorithm are not taken any more; give it once for each
    #[arg(long, value_name = "ALG=TIME", value_parser = sunset)]
    sunset: Vec<AlgorithmPolicy>,
    #[command(flatten)]
    list: ListTime,
    #[command(flatten)]
    signing: Signing,
}

/// Reads the end of an algorithm.
fn sunset(text: &str) -> Result<AlgorithmPolicy, String> {
    let (alg, time) = text.split_once('=').ok_or("an algorithm and a time, such as ES256=2031-01-01")?;
    let mut known = Algorithm::CLASSICAL.into_iter().chain([Algorithm::MlDsa65, Algorithm::MlDsa87]);
    if !known.any(|known| known.as_str() == alg) {
        return Err("the algorithms are Ed25519, ES256, ES384, ML-DSA-65 and ML-DSA-87".to_owned());
    }
    Ok(AlgorithmPolicy { alg: alg.to_owned(), sunset: moment(time)? })
}

/// Issue the list anew, with a later end and nothing else changed
#[derive(Args)]
struct Renew {
    /// The folder of the trust documents
    dir: PathBuf,
    /// Go on from this earlier list of the domain: after a list key was stolen, the last one that is known to be good
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    list: ListTime,
    #[command(flatten)]
    signing: Signing,
}

/// Change who signs: the next root, signed by the keys before and after. New keys for lists make the held list void, and
/// `trust renew` issues it anew
#[derive(Args)]
struct Rotate {
    /// The folder of the trust documents
    dir: PathBuf,
    #[command(flatten)]
    roles: Roles,
    /// When the root ceases to hold; one year from now unless told
    #[arg(long, value_name = "DATE", value_parser = moment)]
    expires: Option<Timestamp>,
    #[command(flatten)]
    signing: Signing,
}

/// Add a signature to a root or list that lacks some, and take it once it has enough
#[derive(Args)]
struct Sign {
    /// The document, in the folder `pending` of the trust documents or anywhere else
    file: PathBuf,
    #[command(flatten)]
    signing: Signing,
}

/// Begin to believe a domain by its first root, which must have come by a way that is trusted
#[derive(Args)]
struct Pin {
    /// The folder for the trust documents
    dir: PathBuf,
    /// The root
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// The digest that its keeper read out to you: the root is refused where it has another one
    #[arg(long, value_name = "HEX")]
    digest: Option<String>,
}

/// Check the trust documents, and take newer ones where they follow from those that are held
#[derive(Args)]
struct Verify {
    /// The folder of the trust documents
    dir: PathBuf,
    /// A newer root or list, or another folder of them; give it once for each
    #[arg(long, value_name = "FILE|DIR")]
    update: Vec<PathBuf>,
}

/// Show who is believed, for what, and until when
#[derive(Args)]
struct Show {
    /// The folder of the trust documents
    dir: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    match &arguments.command {
        Command::Init(arguments) => make::init(arguments, context, out),
        Command::Add(arguments) => make::add(arguments, context, out),
        Command::Revoke(arguments) => make::revoke(arguments, context, out),
        Command::Policy(arguments) => make::policy(arguments, context, out),
        Command::Renew(arguments) => make::renew(arguments, context, out),
        Command::Rotate(arguments) => make::rotate(arguments, context, out),
        Command::Sign(arguments) => make::sign(arguments, context, out),
        Command::Pin(arguments) => look::pin(arguments, context, out),
        Command::Verify(arguments) => look::verify(arguments, context, out),
        Command::Show(arguments) => look::show(arguments, context, out),
    }
}

/// A time, or the first second of a day.
fn moment(text: &str) -> Result<Timestamp, String> {
    let day = Date::new(text).map(Date::start);
    Timestamp::new(text).or(day).map_err(|_| "a day is written YYYY-MM-DD, a time YYYY-MM-DDTHH:MM:SSZ".to_owned())
}

fn country(text: &str) -> Result<PartyCode, String> {
    PartyCode::new(text).map_err(|error| error.to_string())
}
