//! `passerelle forward`.

use std::path::PathBuf;

use clap::Args;
use passerelle::forward::{ForwardConsent, forward_for, open_forward, sign_forward};
use passerelle::handling::{Consent, Recipient, Sender, redact_for};
use passerelle::record::{Addressee, AuthorityId, PartyCode};
use passerelle::status::{History, Judgement};
use passerelle::trust::Trust;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Code, Finding, Form, Stage, VerifiedRecord};

use super::release::{party, purpose};
use super::sign::place;
use super::verify::{TrustFolder, refused};
use crate::arguments::FormName;
use crate::batch::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::held::Folder;
use crate::input::Source;
use crate::output::{Examined, Kind, Out, refuse};
use crate::sealed_in::{Means, SignerFiles};
use crate::statements::{self, Named};
use crate::write::Destination;

/// Sign to whom a record of somebody else is passed on
///
/// Nothing is written where the record may not go there. Send the forward with the record, and with the forwards by which you
/// got it. The authority of --key needs the role forward in the trust list.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The signed record; - for the standard input
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// Who is to get it: codes of countries and organisations, or authorities such as XX/southland
    #[arg(long, required = true, value_delimiter = ',', value_name = "WHO,…", value_parser = addressee)]
    to: Vec<Addressee>,
    /// What for: codes of the list purpose
    #[arg(long, required = true, value_delimiter = ',', value_name = "CODE,…", value_parser = purpose)]
    purpose: Vec<Purpose>,
    #[command(flatten)]
    trust: TrustFolder,
    #[command(flatten)]
    keys: SignerFiles,
    /// A forward by which the record came; give it once for each of the way
    #[arg(long, value_name = "FILE")]
    earlier: Vec<PathBuf>,
    /// The issuer has agreed to this: where that is kept, such as the number of a letter
    #[arg(long, value_name = "REF")]
    consent: Option<String>,
    /// A folder of signed records, in which newer revisions and notices are looked for
    #[arg(long, value_name = "DIR")]
    held: Option<PathBuf>,
    /// Parts to withhold in the copy that is passed on, by their places in the signed record
    #[arg(long, value_name = "PARTS", value_delimiter = ',', requires = "copy", conflicts_with = "recipient")]
    withhold: Vec<String>,
    /// Withhold in that copy what this country or organisation may not have
    #[arg(long = "for", value_name = "CODE", value_parser = party, requires = "copy")]
    recipient: Option<PartyCode>,
    /// Where the copy is written, to be sent with the forward; with --withhold or --for. Both are written, or neither
    #[arg(long, value_name = "FILE")]
    copy: Option<PathBuf>,
    /// The form of the forward's envelope
    #[arg(long, value_enum, default_value = "clear")]
    form: FormName,
    #[command(flatten)]
    destination: Destination,
}

fn addressee(text: &str) -> Result<Addressee, String> {
    let expected = "a country is written in two capital letters, an organisation in three, an authority as XX/name";
    Addressee::new(text).map_err(|_| expected.to_owned())
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = arguments.trust.load()?;
    let source = Source::of(&arguments.record);
    let input = Input { name: source.name(), line: None, bytes: source.read()? };
    let (key, keys) = arguments.keys.load()?;
    let means = Means::new(&trust, &keys);
    let record = match means.open(&input.bytes, context.now) {
        Ok(record) => record,
        Err(error) => {
            let sealed = keys.look(&input.bytes);
            return refuse(&refused(input, error).sealed(sealed), "forward", context);
        }
    };
    let folder = arguments.held.as_ref().map(|folder| Folder::open(folder, &means, context)).transpose()?;
    let judgements = History::of(folder.iter().flat_map(|folder| &folder.records).chain([&record])).at(context.now);
    let Some(judgement) = judgements.of(&record) else {
        return Err(Failure::usage("the record is not among those held"));
    };
    let copy = match arguments.copied(&record, judgement, key.authority(), &trust)? {
        Ok(copy) => copy,
        Err(findings) => {
            let examined = Examined { kind: Kind::Signed, ..Examined::new(input.name, None, input.bytes) };
            let is_denied = findings.iter().any(|finding| finding.stage() == Stage::Release);
            let examined = if is_denied {
                examined.denied(findings)
            } else {
                Examined { exit: Exit::Invalid, findings, ..examined }
            };
            return refuse(&examined, "forward", context);
        }
    };
    let record = match copy.as_ref().map(|copy| passerelle::open(copy, &trust, context.now)) {
        None => record,
        Some(Ok(record)) => record,
        Some(Err(error)) => return refuse(&refused(input, error), "forward", context),
    };
    let earlier = match statements::forwards(&arguments.earlier, &trust, context)? {
        Ok(earlier) => earlier,
        Err(examined) => return refuse(&examined, "forward", context),
    };
    let author = key.authority().clone();
    let mut forward = forward_for(&record, author, arguments.to.clone(), arguments.purpose.clone(), context.now);
    match statements::last(&earlier).as_slice() {
        [] => {}
        [before] => {
            forward.prev = Some(before.statement.digest().clone());
            forward.handling = before.statement.document().handling.clone();
        }
        _ => return Err(Failure::usage("these forwards are of more than one way").about("--earlier")),
    }
    let issuer = record.record().header.issuer.clone();
    forward.consent = arguments.consent.clone().map(|reference| ForwardConsent { by: issuer, reference });
    let made = sign_forward(&forward, key.as_ref(), context.now, arguments.form.into())
        .map_err(|error| Failure::new(error.code()).about(key.authority()))?;
    // It is judged as whoever gets it will judge it.
    let opened =
        open_forward(&made, &trust, context.now).map_err(|error| Failure::new(error.code()).about(key.authority()))?;
    let mut forwards = earlier;
    forwards.push(Named { file: "<forward>".to_owned(), statement: opened });
    let ways = statements::ways(&forwards, &record, Some(judgement), &trust, context);
    let faults = || ways.iter().flat_map(|way| &way.faults);
    if faults().next().is_some() {
        let (exit, findings) = (statements::exit(faults()), statements::findings(faults()).collect());
        let examined =
            Examined { kind: Kind::Signed, exit, findings, ways, ..Examined::new(input.name, None, input.bytes) };
        return refuse(&examined, "forward", context);
    }
    match copy.zip(arguments.copy.as_deref()) {
        Some((copy, path)) => arguments.destination.put_beside(&made, (path, &copy), out)?,
        None => arguments.destination.put(&made, out)?,
    }
    Ok(Exit::Valid)
}

/// A copy in which something is withheld, where one is asked for; or why there is none.
type Copied = Result<Option<Vec<u8>>, Vec<Finding>>;

impl Arguments {
    fn copied(
        &self,
        record: &VerifiedRecord,
        judgement: &Judgement,
        forwarder: &AuthorityId,
        trust: &Trust,
    ) -> Result<Copied, Failure> {
        let header = &record.record().header;
        if let Some(party) = &self.recipient {
            let country = |trust: &Trust| trust.authority(forwarder).map(|authority| authority.country().clone());
            let consent = if self.consent.is_some() { Consent::Given } else { Consent::None };
            let sender = match country(trust) {
                _ if *forwarder == header.issuer => Sender::Issuer,
                Some(party) => Sender::Holder { party, consent },
                None => return Err(Failure::new(Code::KeyUnknown).about(forwarder)),
            };
            let recipient = Recipient { party: party.clone(), environment: header.environment };
            // What may go depends on the recipient. A purpose can only forbid the whole, and each is asked of the forward itself.
            let Some(purpose) = self.purpose.first() else { return Ok(Ok(None)) };
            let copy = redact_for(record, judgement, &sender, &recipient, purpose, Form::Clear);
            return Ok(copy.map(Some).map_err(|decision| decision.reasons().to_vec()));
        }
        if self.withhold.is_empty() {
            return match self.copy {
                Some(_) => Err(Failure::usage(
                    "it says where a copy is written: say too what to withhold, with --withhold or --for",
                )
                .about("--copy")),
                None => Ok(Ok(None)),
            };
        }
        let parts = self.withhold.iter().map(|word| place(word)).collect::<Result<Vec<_>, _>>()?;
        let whole = record.to_envelope(Form::Clear);
        Ok(passerelle::redact(&whole, &parts).map(Some).map_err(|finding| vec![finding]))
    }
}
