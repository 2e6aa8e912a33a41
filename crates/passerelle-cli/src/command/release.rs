//! `passerelle release`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use passerelle::handling::{Consent, Recipient, Sender, release};
use passerelle::record::{Environment, PartyCode};
use passerelle::status::{History, Judgement};
use passerelle::vocabulary::code::Purpose;
use passerelle::{VerifiedRecord, vocabulary};

use super::verify::{TrustFolder, refused};
use crate::batch::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::held::Folder;
use crate::input::Source;
use crate::output::{Company, Decision, Examined, Kind, Out, sink};
use crate::sealed_in::{KeyFiles, Means};

/// Say whether a record may go to a country or organisation
///
/// Exit status 0 means that it may, 1 that it may not. A newer revision or a notice counts only where it is in --held.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    transfer: Transfer,
    /// Who is to get it: a country code or the code of an organisation
    #[arg(long = "to", value_name = "CODE", value_parser = party)]
    to: PartyCode,
    /// What for: a code of the list purpose
    #[arg(long, value_name = "CODE", value_parser = purpose)]
    purpose: Purpose,
    /// The environment of the recipient's system; that of the record unless told
    #[arg(long, value_enum)]
    environment: Option<EnvironmentName>,
}

/// A record that somebody wants to send.
#[derive(Args)]
pub(crate) struct Transfer {
    /// The signed record; - for the standard input
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
    /// A folder of signed records, in which newer revisions and notices are looked for
    #[arg(long, value_name = "DIR")]
    held: Option<PathBuf>,
    /// Who sends it, where that is not its issuer: a country code or the code of an organisation
    #[arg(long, value_name = "CODE", value_parser = party)]
    from: Option<PartyCode>,
    /// The issuer has agreed to this transfer
    #[arg(long, requires = "from")]
    consent: bool,
    #[command(flatten)]
    pub(crate) keys: KeyFiles,
}

/// Whether a system is in earnest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EnvironmentName {
    Live,
    Exercise,
    Test,
}

pub(crate) fn party(text: &str) -> Result<PartyCode, String> {
    PartyCode::new(text).map_err(|_| "a country is written in two capital letters, an organisation in three".to_owned())
}

pub(crate) fn purpose(text: &str) -> Result<Purpose, String> {
    let known = vocabulary::list("purpose").is_some_and(|list| list.get(text).is_some());
    let code = Purpose::new(text).ok().filter(|_| known);
    code.ok_or_else(|| "no code of the list purpose: see passerelle vocab purpose".to_owned())
}

/// A record that was opened, with what holds of it.
pub(crate) struct Opened {
    pub(crate) examined: Examined,
    pub(crate) record: VerifiedRecord,
    pub(crate) judgement: Judgement,
    pub(crate) sender: Sender,
}

impl Transfer {
    pub(crate) fn source(&self) -> Source {
        Source::of(&self.record)
    }

    /// Opens the record, and looks for what is held of it; the first failure of that is an answer too.
    pub(crate) fn open(&self, context: &Context) -> Result<Result<Opened, Box<Examined>>, Failure> {
        let trust = self.trust.load()?;
        let source = self.source();
        let input = Input { name: source.name(), line: None, bytes: source.read()? };
        let keys = self.keys.load()?;
        let means = Means::new(&trust, &keys);
        let sealed = keys.look(&input.bytes);
        let record = match means.open(&input.bytes, context.now) {
            Ok(record) => record,
            Err(error) => return Ok(Err(Box::new(refused(input, error).sealed(sealed)))),
        };
        let folder = self.held.as_ref().map(|folder| Folder::open(folder, &means, context)).transpose()?;
        let others = folder.iter().flat_map(|folder| &folder.records);
        let judgements = History::of(others.chain([&record])).at(context.now);
        let judgement = judgements.of(&record).cloned();
        let Some(judgement) = judgement else { return Err(Failure::usage("the record is not among those held")) };
        let consent = if self.consent { Consent::Given } else { Consent::None };
        let sender = match &self.from {
            Some(party) => Sender::Holder { party: party.clone(), consent },
            None => Sender::Issuer,
        };
        let company = if folder.is_some() { Company::Others } else { Company::Alone };
        let examined = Examined { kind: Kind::Signed, company, ..Examined::new(input.name, None, input.bytes) };
        let examined = examined.sealed(sealed);
        Ok(Ok(Opened { examined, record, judgement, sender }))
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let examined = match arguments.transfer.open(context)? {
        Ok(Opened { examined, record, judgement, sender }) => {
            let environment = match arguments.environment {
                Some(EnvironmentName::Live) => Environment::Live,
                Some(EnvironmentName::Exercise) => Environment::Exercise,
                Some(EnvironmentName::Test) => Environment::Test,
                None => record.record().header.environment,
            };
            let recipient = Recipient { party: arguments.to.clone(), environment };
            let decision = release(&record, &judgement, &sender, &recipient, &arguments.purpose);
            let reasons = decision.reasons().to_vec();
            if decision.is_allowed() {
                Examined { exit: Exit::Valid, decision: Some(Decision::Allowed), findings: reasons, ..examined }
            } else {
                examined.denied(reasons)
            }
        }
        // What was signed by nobody goes to nobody.
        Err(examined) if examined.exit == Exit::Invalid => {
            let reasons = examined.findings.clone();
            examined.denied(reasons)
        }
        Err(examined) => *examined,
    };
    let mut sink = sink(context, "release");
    sink.examined(&examined, out)?;
    sink.finish(examined.exit, out)?;
    Ok(examined.exit)
}
