//! `passerelle export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelle::Language;
use passerelle::handling::{Consent, Recipient, Sender};
use passerelle::record::PartyCode;
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;
use passerelle_neighbours::{Cleared, Loss, Outward, clear, export};
use serde_json::{Value, json};

use super::release::{party, purpose};
use super::verify::{TrustFolder, refused};
use crate::arguments::Format;
use crate::batch::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::held::Folder;
use crate::input::Source;
use crate::output::{Company, Examined, Kind, Out, Pen, print, refuse};
use crate::sealed_in::{KeyFiles, Means};
use crate::write::{Existing, Readers, write};

/// Write signed records in a neighbour's format, and say what is lost in it
///
/// Each record must be releasable to the recipient: whoever runs the system that gets the file. If one is not, nothing is written. Parts
/// with a marking of their own, and everything about victims and sources, stay here. What the format cannot say at all is named, and the
/// exit status is 1.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The format
    #[arg(long = "as", value_enum, value_name = "FORMAT")]
    neighbour: OutName,
    /// The signed records; what belongs together in one go
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<PathBuf>,
    #[command(flatten)]
    trust: TrustFolder,
    /// Who is to get it: a country code or the code of an organisation
    #[arg(long = "to", value_name = "CODE", value_parser = party)]
    to: PartyCode,
    /// What for: a code of the list purpose
    #[arg(long, value_name = "CODE", value_parser = purpose)]
    purpose: Purpose,
    /// A folder of signed records, in which newer revisions and notices are looked for
    #[arg(long, value_name = "DIR")]
    held: Option<PathBuf>,
    /// Who sends it, where that is not the issuer: a country code or the code of an organisation
    #[arg(long, value_name = "CODE", value_parser = party)]
    from: Option<PartyCode>,
    /// The issuer has agreed to this transfer
    #[arg(long, requires = "from")]
    consent: bool,
    #[command(flatten)]
    keys: KeyFiles,
    /// The file to write
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// The formats that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OutName {
    /// STIX 2.1: a bundle
    Stix,
    /// `FollowTheMoney` 4: entities, one a line
    Ftm,
    /// MISP: an event
    Misp,
}

impl From<OutName> for Outward {
    fn from(name: OutName) -> Self {
        match name {
            OutName::Stix => Outward::Stix,
            OutName::Ftm => Outward::Ftm,
            OutName::Misp => Outward::Misp,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let cleared = match cleared(arguments, context)? {
        Ok(cleared) => cleared,
        Err(examined) => return refuse(&examined, "export", context),
    };
    let made = export(arguments.neighbour.into(), &cleared);
    write(&arguments.out, &made.document, Existing::force(arguments.force), Readers::Usual)?;
    if context.format == Format::Json {
        let report = json!({
            "written": arguments.out.display().to_string(), "records": cleared.len(),
            "left_out": listed(&made.left_out, context.language), "losses": listed(&made.losses, context.language),
        });
        print("export", &report, context, out)?;
    } else {
        let pen = Pen::new(context);
        out.line(&pen.strong(&format!(
            "{}: {} of {} records, {} losses",
            arguments.out.display(),
            cleared.len() - made.left_out.len(),
            cleared.len(),
            made.losses.len()
        )))?;
        tell(&made.left_out, context, out)?;
        tell(&made.losses, context, out)?;
    }
    Ok(if made.left_out.is_empty() { Exit::Valid } else { Exit::Invalid })
}

/// Opens the records and clears each for the recipient. The first that is refused keeps all of them here.
fn cleared(arguments: &Arguments, context: &Context) -> Result<Result<Vec<Cleared>, Box<Examined>>, Failure> {
    let trust = arguments.trust.load()?;
    let keys = arguments.keys.load()?;
    let means = Means::new(&trust, &keys);
    let mut opened = Vec::new();
    for path in &arguments.records {
        let source = Source::of(path);
        let input = Input { name: source.name(), line: None, bytes: source.read()? };
        let sealed = keys.look(&input.bytes);
        match means.open(&input.bytes, context.now) {
            Ok(record) => opened.push((input, record)),
            Err(error) => return Ok(Err(Box::new(refused(input, error).sealed(sealed)))),
        }
    }
    let folder = arguments.held.as_ref().map(|folder| Folder::open(folder, &means, context)).transpose()?;
    let held = folder.iter().flat_map(|folder| &folder.records);
    let judgements = History::of(held.chain(opened.iter().map(|(_, record)| record))).at(context.now);
    let consent = if arguments.consent { Consent::Given } else { Consent::None };
    let sender = match &arguments.from {
        Some(party) => Sender::Holder { party: party.clone(), consent },
        None => Sender::Issuer,
    };
    let mut records = Vec::new();
    for (input, record) in opened {
        let recipient = Recipient { party: arguments.to.clone(), environment: record.record().header.environment };
        let Some(judgement) = judgements.of(&record) else {
            return Err(Failure::usage("the record is not among those held"));
        };
        match clear(&record, judgement, &sender, &recipient, &arguments.purpose) {
            Ok(cleared) => records.push(cleared),
            Err(refusal) => {
                let company = if folder.is_some() { Company::Others } else { Company::Alone };
                let examined = Examined { kind: Kind::Signed, company, ..Examined::new(input.name, None, input.bytes) };
                return Ok(Err(Box::new(examined.denied(refusal.reasons))));
            }
        }
    }
    Ok(Ok(records))
}

/// Losses as reports for programs have them.
pub(super) fn listed(losses: &[Loss], language: Language) -> Vec<Value> {
    losses.iter().map(|loss| loss.to_json(language)).collect()
}

/// Losses in lines, under what they are lost of.
pub(super) fn tell(losses: &[Loss], context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(context);
    let mut of = "";
    for loss in losses {
        if of != loss.of {
            of = &loss.of;
            out.line(&crate::failure::shown(of))?;
        }
        let message = pen.faint(loss.code.message(context.language));
        out.line(&format!("  {:<16} {}  {message}", loss.code.as_str(), crate::failure::shown(&loss.pointer)))?;
    }
    Ok(())
}
