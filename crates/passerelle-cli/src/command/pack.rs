//! `passerelle pack`.

use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::container::{PackError, Packer, Packing, Sender};
use passerelle::manifest::Link;
use passerelle::record::{AuthorityId, Digest, FeedName, Timestamp};
use passerelle::{Code, StatementError};
use serde::{Deserialize, Serialize};

use crate::batch::{Batch, Named};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::key_file::{self, Passphrase};
use crate::output::{Examined, Kind, Out, refuse};
use crate::write::{Begun, Existing, Lock, Readers, write};

/// Pack signed records into a container, with manifests
///
/// The manifests are numbered by feed, so that a reader notices when one is missing. The last number is kept in a file, which the
/// next container of the feed needs. Where one input is no signed record, nothing is packed.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Signed records, patterns such as 'out/*.json', or .ndjson files with one a line
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The private key that signs the manifests; give one of ML-DSA beside it where both are due
    #[arg(long = "key", short, required = true, value_name = "FILE")]
    keys: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: Passphrase,
    /// The name of the feed: small letters, digits and hyphens
    #[arg(long, value_name = "NAME", value_parser = feed)]
    feed: FeedName,
    /// Where the last number of the feed is kept; NAME.psr-feed.json beside the container unless told
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// In how many days the next manifest of the feed is due at the latest
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(i64).range(1..=366))]
    next_in: i64,
    /// Do not compress: one envelope a line
    #[arg(long)]
    plain: bool,
    /// The container
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace the container if it exists
    #[arg(long)]
    force: bool,
}

fn feed(text: &str) -> Result<FeedName, String> {
    FeedName::new(text).map_err(|error| error.to_string())
}

/// The last manifest of a feed, as it is kept in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptLink {
    issuer: AuthorityId,
    feed: FeedName,
    sequence: i64,
    digest: Digest,
}

impl From<&Link> for KeptLink {
    fn from(link: &Link) -> Self {
        let Link { issuer, feed, sequence, digest } = link.clone();
        Self { issuer, feed, sequence, digest }
    }
}

impl From<KeptLink> for Link {
    fn from(KeptLink { issuer, feed, sequence, digest }: KeptLink) -> Self {
        Self { issuer, feed, sequence, digest }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context, _: &mut Out) -> Result<Exit, Failure> {
    let key = key_file::signer(&arguments.keys, &arguments.passphrase)?;
    let state = arguments.state.clone().unwrap_or_else(|| beside(&arguments.out, &arguments.feed));
    let next_by = context.now.unix_seconds().saturating_add(arguments.next_in * 24 * 3600);
    let next_by =
        Timestamp::from_unix_seconds(next_by).map_err(|_| Failure::usage("no such time").about("--next-in"))?;
    let mut sender = Sender::new(key.as_ref(), arguments.feed.clone(), context.now, next_by);
    // Two at once would give one number to two manifests, which is a fork. spec: PSR-MAN-005
    let _lock = Lock::take(&locked_by(&state))?;
    if let Some(last) = held(&state)? {
        if last.issuer != *key.authority() || last.feed != arguments.feed {
            return Err(Failure::usage("this file belongs to another feed").about(state.display()));
        }
        sender = sender.after(last);
    }
    let packing = if arguments.plain { Packing::Plain } else { Packing::Compressed };
    let mut begun = Begun::new(&arguments.out, Existing::force(arguments.force), Readers::Usual)?;
    let mut packer = Packer::new(begun.output(), packing, sender);
    let mut refused = None;
    Batch::of(arguments.files.clone(), Named::OneByOne).for_each(&|input| input, |input| {
        let input = input?;
        match packer.add(&input.bytes) {
            Ok(()) => Ok(()),
            Err(PackError::Record(finding)) => {
                let examined = Examined::new(input.name, input.line, input.bytes);
                refused.get_or_insert((Examined { kind: Kind::Signed, ..examined }, *finding));
                Ok(())
            }
            Err(error) => Err(failed(error, &arguments.out)),
        }
    })?;
    if let Some((examined, finding)) = refused {
        return refuse(&examined.refused(finding), "pack", context);
    }
    let (_, last) = packer.finish().map_err(|error| failed(error, &arguments.out))?;
    // The number is used from here on. If the power fails now there is a gap, which is mended by asking; two containers with one
    // number would be a fork, which is an alarm. spec: PSR-MAN-005
    let mut kept = serde_json::to_vec_pretty(&KeptLink::from(&last)).unwrap_or_default();
    kept.push(b'\n');
    write(&state, &kept, Existing::Replace, Readers::Usual)?;
    begun.place()?;
    Ok(Exit::Valid)
}

fn failed(error: PackError, path: &Path) -> Failure {
    match error {
        PackError::Output(error) => Failure::write(path, &error),
        PackError::Manifest(StatementError::Signer(_)) => Failure::new(Code::SignCallback),
        error => Failure::new(error.code().unwrap_or(Code::CmdWrite)).about(path.display()),
    }
}

fn locked_by(state: &Path) -> PathBuf {
    let mut name = state.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

fn beside(container: &Path, feed: &FeedName) -> PathBuf {
    container.with_file_name(format!("{feed}.psr-feed.json"))
}

/// The last manifest of the feed, where one is kept.
fn held(state: &Path) -> Result<Option<Link>, Failure> {
    let text = match std::fs::read(state) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::read(state, &error)),
    };
    let kept: KeptLink = serde_json::from_slice(&text)
        .map_err(|_| Failure::new(Code::CmdRead).about(state.display()).because("this is not the state of a feed"))?;
    Ok(Some(kept.into()))
}
