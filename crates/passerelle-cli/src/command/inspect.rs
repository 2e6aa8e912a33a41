//! `passerelle inspect`.

use std::path::PathBuf;

use clap::Args;
use passerelle::{Code, Integrity, Opening, Report, Standing, inspect_with};

use super::verify::TrustFolder;
use crate::batch::{Batch, Input};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Examined, Kind, Out, refuse};
use crate::sealed_in::KeyFiles;
use crate::statements;
use crate::trust_store;

/// List all that is wrong with signed records
///
/// And who signed them, in which form, and who can open what is sealed; never what they say.
/// Without --trust no signature can be judged, and the rest still is.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    batch: Batch,
    #[command(flatten)]
    trust: TrustFolder,
    /// A receipt, which saves a record whose key was stolen later; give it once for each
    #[arg(long = "receipt", value_name = "FILE", requires = "trust_folder")]
    receipts: Vec<PathBuf>,
    #[command(flatten)]
    keys: KeyFiles,
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = arguments.trust.trust_folder.as_deref().map(trust_store::load).transpose()?;
    let keys = arguments.keys.load()?;
    arguments.batch.without_containers("`verify` opens it, and `unpack` writes its records into files")?;
    let receipts = match trust.as_ref().map(|trust| statements::receipts(&arguments.receipts, trust, context)) {
        Some(read) => match read? {
            Ok(receipts) => statements::unnamed(&receipts),
            Err(examined) => return refuse(&examined, "inspect", context),
        },
        None => Vec::new(),
    };
    arguments.batch.report("inspect", context, out, |input| {
        let sealed = keys.look(&input.bytes);
        let opening =
            trust.as_ref().map_or_else(|| Opening::untrusting(context.now), |trust| Opening::new(trust, context.now));
        let report = inspect_with(&input.bytes, &opening.receipts(&receipts).keys(&keys.decryptors()));
        examined(input, report).sealed(sealed)
    })
}

fn examined(input: Input, report: Report) -> Examined {
    let refused = report.integrity == Integrity::Invalid || report.trust == Standing::Untrusted;
    Examined {
        kind: Kind::Signed,
        exit: match report.is_openable() {
            true if report.findings.iter().any(|finding| finding.code == Code::VerMust) => Exit::Undecided,
            true => Exit::Valid,
            false if refused => Exit::Invalid,
            false => Exit::Undecided,
        },
        answers: Some((report.integrity, report.trust, report.status)),
        form: report.form,
        id: report.id,
        record_type: report.record_type,
        rev: report.rev,
        digest: report.digest.map(|digest| digest.hash.to_string()),
        withheld: report.withheld.into_iter().map(|withheld| withheld.place).collect(),
        redactable: report.redactable,
        signatures: report.signatures,
        findings: report.findings,
        ..Examined::new(input.name, input.line, input.bytes)
    }
}
