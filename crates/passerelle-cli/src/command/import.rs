//! `passerelle import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelle::record::AuthorityId;
use passerelle_neighbours::{Header, Inward, import};
use serde_json::{Value, json};

use super::export::{listed, tell};
use super::new::authority;
use crate::arguments::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::input::Source;
use crate::output::{Out, Pen, print};
use crate::write::{Existing, Readers, write};

/// Make drafts of a neighbour's document, and say what of it is in none
///
/// A draft is not signed: look at it before you sign it. Its marking is the stricter of the document's and the header's. What makes no
/// valid draft is named, and the exit status is 1.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The format
    #[arg(long = "from", value_enum, value_name = "FORMAT")]
    neighbour: InName,
    /// The document; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who issues the drafts
    #[arg(long, value_name = "CC/UNIT", value_parser = authority)]
    issuer: AuthorityId,
    /// A JSON file with what the document does not say: purpose, `legal_basis`, handling, evaluation, validity, provenance, environment
    /// and lang; and under content, by type of record, members for where the document has none
    #[arg(long, value_name = "FILE")]
    header: PathBuf,
    /// The file to write, one draft a line
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum InName {
    /// STIX 2.1: a bundle
    Stix,
    /// `FollowTheMoney` 4: entities, one a line or in a list
    Ftm,
    /// HTCDS of IOM: cases of trafficking, one a line or in a list; methods are made of their terms, and nothing else of a case is read
    Htcds,
}

impl From<InName> for Inward {
    fn from(name: InName) -> Self {
        match name {
            InName::Stix => Inward::Stix,
            InName::Ftm => Inward::Ftm,
            InName::Htcds => Inward::Htcds,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    context.only(&[Format::Human, Format::Json])?;
    let header = std::fs::read(&arguments.header).map_err(|error| Failure::read(&arguments.header, &error))?;
    let header = Header::new(arguments.issuer.clone(), context.now, &header)
        .map_err(|error| Failure::new(error.code()).about(arguments.header.display()).because(error.detail))?;
    let source = Source::of(&arguments.file);
    let made = import(arguments.neighbour.into(), &source.read()?, &header).map_err(|fault| {
        Failure::new(fault.code).about(format!("{} {}", source.name(), fault.place)).because(fault.detail)
    })?;
    let lines: String = made.drafts.iter().map(|draft| format!("{}\n", draft.record)).collect();
    write(&arguments.out, lines.as_bytes(), Existing::force(arguments.force), Readers::Usual)?;
    if context.format == Format::Json {
        let rejects: Vec<Value> = made
            .rejects
            .iter()
            .map(|reject| {
                let cause = reject.finding.as_ref().map(|finding| finding.code.as_str());
                json!({
                    "of": reject.of, "code": reject.code.as_str(), "pointer": reject.pointer, "cause": cause,
                    "reason": reject.code.message(context.language),
                })
            })
            .collect();
        let report = json!({
            "written": arguments.out.display().to_string(), "drafts": made.drafts.len(),
            "rejects": rejects, "losses": listed(&made.losses, context.language),
        });
        print("import", &report, context, out)?;
    } else {
        let pen = Pen::new(context);
        out.line(&pen.strong(&format!(
            "{}: {} drafts, {} rejected, {} losses",
            arguments.out.display(),
            made.drafts.len(),
            made.rejects.len(),
            made.losses.len()
        )))?;
        for reject in &made.rejects {
            let cause = reject.finding.as_ref().map(|finding| finding.code);
            let message = pen.faint(cause.unwrap_or(reject.code).message(context.language));
            let cause = cause.map(|code| format!(" ({code})")).unwrap_or_default();
            out.line(&crate::failure::shown(&reject.of))?;
            out.line(&format!("  {}{cause} {}  {message}", pen.bad(reject.code.as_str()), reject.pointer))?;
        }
        tell(&made.losses, context, out)?;
    }
    Ok(if made.rejects.is_empty() { Exit::Valid } else { Exit::Invalid })
}
