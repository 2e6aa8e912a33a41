//! `passerelle forward`.

use std::path::PathBuf;

use clap::Args;
use passerelle::crypto::Signer;
use passerelle::forward::{ForwardConsent, forward_for, open_forward, sign_forward};
use passerelle::record::Addressee;
use passerelle::status::History;
use passerelle::vocabulary::code::Purpose;

use super::release::purpose;
use super::verify::{TrustFolder, refused};
use crate::arguments::FormName;
use crate::batch::Input;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::held::Folder;
use crate::input::Source;
use crate::key_file::{self, Passphrase};
use crate::output::{Examined, Kind, Out, refuse};
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
    /// The private key of whoever passes it on
    #[arg(long, short, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
    /// A forward by which the record came; give it once for each of the way
    #[arg(long, value_name = "FILE")]
    earlier: Vec<PathBuf>,
    /// The issuer has agreed to this: where that is kept, such as the number of a letter
    #[arg(long, value_name = "REF")]
    consent: Option<String>,
    /// A folder of signed records, in which newer revisions and notices are looked for
    #[arg(long, value_name = "DIR")]
    held: Option<PathBuf>,
    /// The form of the envelope
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
    let record = match passerelle::open(&input.bytes, &trust, context.now) {
        Ok(record) => record,
        Err(error) => return refuse(&refused(input, error), "forward", context),
    };
    let earlier = match statements::forwards(&arguments.earlier, &trust, context)? {
        Ok(earlier) => earlier,
        Err(examined) => return refuse(&examined, "forward", context),
    };
    let key = key_file::load(&arguments.key, &arguments.passphrase)?;
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
    let made = sign_forward(&forward, &key, context.now, arguments.form.into())
        .map_err(|error| Failure::new(error.code()).about(arguments.key.display()))?;
    // It is judged as whoever gets it will judge it.
    let opened =
        open_forward(&made, &trust, context.now).map_err(|error| Failure::new(error.code()).about(key.authority()))?;
    let folder = arguments.held.as_ref().map(|folder| Folder::open(folder, &trust, context)).transpose()?;
    let judgements = History::of(folder.iter().flat_map(|folder| &folder.records).chain([&record])).at(context.now);
    let Some(judgement) = judgements.of(&record) else {
        return Err(Failure::usage("the record is not among those held"));
    };
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
    arguments.destination.put(&made, out)?;
    Ok(Exit::Valid)
}
