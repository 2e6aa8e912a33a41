//! `passerelle verify`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use passerelle::crypto::decode_base64url;
use passerelle::forward::Forward;
use passerelle::json::{self, Object};
use passerelle::record::{Digest, RecordId};
use passerelle::status::{History, Judgement, Judgements};
use passerelle::trust::Trust;
use passerelle::{
    Actionability, Code, Held, Integrity, NothingHeld, OpenError, Severity, Standing, Status, VerifiedRecord,
};

use crate::batch::{Batch, Input};
use crate::containers;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Company, Examined, Kind, Out, refuse};
use crate::sealed_in::{KeyFiles, Means};
use crate::statements::{self, Named};
use crate::trust_store;

/// Open signed records: whole, from whom they say, in force?
///
/// Several inputs are held against one another: a revision against the one before it, and files against the notices among them.
/// A container, named alone, is opened with everything in it. One record alone cannot show whether it was withdrawn or revised, so that its status is not known.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    batch: Batch,
    #[command(flatten)]
    trust: TrustFolder,
    /// A receipt, which saves a record whose key was stolen later; give it once for each
    #[arg(long = "receipt", value_name = "FILE")]
    receipts: Vec<PathBuf>,
    /// A forward by which the one record came; give it once for each of the way
    #[arg(long = "forward", value_name = "FILE")]
    forwards: Vec<PathBuf>,
    #[command(flatten)]
    keys: KeyFiles,
}

/// Where the trust documents are.
#[derive(Args)]
pub(crate) struct TrustFolder {
    /// The folder with the trust documents
    #[arg(long = "trust", value_name = "DIR")]
    pub(crate) trust_folder: Option<PathBuf>,
}

impl TrustFolder {
    /// # Errors
    /// `CMD_NO_TRUST` where no folder is named; those of reading it.
    pub(crate) fn load(&self) -> Result<Trust, Failure> {
        match &self.trust_folder {
            Some(folder) => trust_store::load(folder),
            None => Err(Failure::new(Code::CmdNoTrust).because("name the folder with --trust")),
        }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = arguments.trust.load()?;
    let keys = arguments.keys.load()?;
    let receipts = match statements::receipts(&arguments.receipts, &trust, context)? {
        Ok(receipts) => statements::unnamed(&receipts),
        Err(examined) => return refuse(&examined, "verify", context),
    };
    let means = Means::new(&trust, &keys).receipts(&receipts);
    let container = arguments.batch.single_file().filter(|file| containers::is_container(file));
    if !arguments.forwards.is_empty() && (container.is_some() || !arguments.batch.is_single()) {
        return Err(Failure::usage("forwards are held against one record; name that alone").about("--forward"));
    }
    if let Some(file) = container {
        return containers::verify(file, &means, context, out);
    }
    arguments.batch.without_containers("`verify` opens it where it is named alone, and `unpack` writes its records")?;
    let forwards = match statements::forwards(&arguments.forwards, &trust, context)? {
        Ok(forwards) => forwards,
        Err(examined) => return refuse(&examined, "verify", context),
    };
    let beside = Beside { means, forwards };
    let known = Known::gather(&arguments.batch, &beside, context)?;
    arguments.batch.report("verify", context, out, |input| examine(input, &beside, &known, context))
}

/// What is at hand beside the records.
struct Beside<'t> {
    means: Means<'t>,
    forwards: Vec<Named<Forward>>,
}

/// Which record an input is, and at which revision.
type Place = (RecordId, i64);

/// What the inputs say about one another.
struct Known {
    /// The digests of revisions that another input follows. Nothing where there is one input only, so that nothing can be said of what
    /// comes before it.
    digests: Option<BTreeMap<Place, Vec<Digest>>>,
    /// Nothing where one record at most could be opened: alone it cannot show whether it still holds.
    judgements: Option<Judgements>,
}

impl Known {
    /// Opens the inputs that others are held against. Whole files are kept, to be judged together. A stream may be of any length: of its
    /// lines those are opened that another one follows, and their digests are kept.
    fn gather(batch: &Batch, beside: &Beside<'_>, context: &Context) -> Result<Self, Failure> {
        if batch.is_single() {
            return Ok(Self { digests: None, judgements: None });
        }
        let open = |input: &Input| beside.means.open(&input.bytes, context.now).ok();
        let place = |record: &VerifiedRecord| (record.id(), record.rev());
        let mut followed: BTreeSet<Place> = BTreeSet::new();
        let mut records = Vec::new();
        let look = |input: Input| {
            let opened = if input.line.is_none() { open(&input) } else { None };
            let seen = opened.as_ref().map(place).or_else(|| claimed(&input.bytes));
            // What shows nothing before it is opened is sealed, or is no record.
            let seen = seen.or_else(|| open(&input).as_ref().map(place));
            (opened, seen)
        };
        // What does not open is reported on later, when its turn comes.
        batch.without_stdin().for_each(&look, |looked| {
            let (opened, seen) = looked.unwrap_or_default();
            followed.extend(seen.filter(|(_, rev)| *rev > 1).map(|(id, rev)| (id, rev - 1)));
            records.extend(opened);
            Ok(())
        })?;
        let mut digests: BTreeMap<Place, Vec<Digest>> = BTreeMap::new();
        let mut keep = |place: Place, digest: &Digest| digests.entry(place).or_default().push(digest.clone());
        records.iter().for_each(|record| keep(place(record), record.digest()));
        if !followed.is_empty() {
            let of_stream = |input: Input| {
                let may_be =
                    input.line.is_some() && claimed(&input.bytes).is_none_or(|place| followed.contains(&place));
                let opened = if may_be { open(&input) } else { None }?;
                Some((place(&opened), opened.digest().clone())).filter(|(place, _)| followed.contains(place))
            };
            batch.without_stdin().for_each(&of_stream, |found| {
                if let Ok(Some((place, digest))) = found {
                    keep(place, &digest);
                }
                Ok(())
            })?;
        }
        let judgements = (records.len() > 1).then(|| History::of(&records).at(context.now));
        Ok(Self { digests: Some(digests), judgements })
    }
}

/// Which record an envelope says that it holds, in its clear form or in its opaque one, before anything is verified.
fn claimed(bytes: &[u8]) -> Option<Place> {
    let envelope = json::read(bytes).ok()?;
    let place =
        |record: &Object| Some((RecordId::new(record.get("id")?.as_str()?).ok()?, record.get("rev")?.as_integer()?));
    match (envelope.get("record"), envelope.get("payload")) {
        (Some(record), None) => place(record.as_object()?),
        (None, Some(payload)) => place(&json::read(&decode_base64url(payload.as_str()?)?).ok()?),
        _ => None,
    }
}

impl Held for Known {
    fn digests(&self, id: &RecordId, rev: i64) -> Option<Vec<Digest>> {
        match &self.digests {
            None => NothingHeld.digests(id, rev),
            Some(digests) => Some(digests.get(&(id.clone(), rev)).cloned().unwrap_or_default()),
        }
    }
}

fn examine(input: Input, beside: &Beside<'_>, known: &Known, context: &Context) -> Examined {
    let sealed = beside.means.keys.look(&input.bytes);
    let decryptors = beside.means.keys.decryptors();
    let opening = beside.means.opening(&decryptors, context.now).holding(known);
    let examined = match passerelle::open_with(&input.bytes, &opening) {
        Ok(record) => {
            let judgement = known.judgements.as_ref().and_then(|judgements| judgements.of(&record));
            let mut examined = opened(input, &record, judgement, context);
            // How it came says nothing of the record itself, but decides whether all is well.
            for way in statements::ways(&beside.forwards, &record, judgement, beside.means.trust, context) {
                examined.findings.extend(statements::findings(&way.faults));
                examined.exit = examined.exit.max(statements::exit(&way.faults));
                examined.ways.push(way);
            }
            examined
        }
        Err(error) => refused(input, error),
    };
    examined.sealed(sealed)
}

pub(crate) fn opened(
    input: Input,
    record: &VerifiedRecord,
    judgement: Option<&Judgement>,
    context: &Context,
) -> Examined {
    let mut findings = record.findings().to_vec();
    for finding in judgement.iter().flat_map(|judgement| &judgement.findings) {
        if !findings.iter().any(|found| found.code == finding.code && found.pointer == finding.pointer) {
            findings.push(finding.clone());
        }
    }
    // Only the others show a fork, or a revision that does not follow. spec: PSR-REV-003, PSR-ANS-004
    let is_refused = findings.iter().any(|finding| finding.severity == Severity::Error);
    Examined {
        kind: Kind::Signed,
        exit: match record.actionability() {
            _ if is_refused => Exit::Invalid,
            Actionability::Actionable => Exit::Valid,
            Actionability::ReadOnly => Exit::Undecided,
        },
        answers: Some((
            if is_refused { Integrity::Invalid } else { Integrity::Valid },
            Standing::Trusted,
            judgement.map_or_else(|| record.own_status(context.now), |judgement| judgement.status),
        )),
        company: if judgement.is_some() { Company::Others } else { Company::Alone },
        id: Some(record.id().to_string()),
        record_type: Some(record.record_type().to_string()),
        rev: Some(record.rev()),
        digest: Some(record.digest().hash.to_string()),
        withheld: record.withheld().iter().map(|withheld| withheld.place.clone()).collect(),
        redactable: record.redactable().to_vec(),
        signatures: record.signatures().to_vec(),
        findings,
        ..Examined::new(input.name, input.line, input.bytes)
    }
}

/// A record that was not opened: invalid, or not decidable with the trust at hand.
pub(crate) fn refused(input: Input, error: OpenError) -> Examined {
    let is_certain = error.integrity == Integrity::Invalid || error.trust == Standing::Untrusted;
    Examined {
        kind: Kind::Signed,
        exit: if is_certain { Exit::Invalid } else { Exit::Undecided },
        answers: Some((error.integrity, error.trust, Status::Unknown)),
        findings: vec![error.finding],
        ..Examined::new(input.name, input.line, input.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_shows_its_record_in_either_form() {
        const ID: &str = "XX/northland/019da9e2-b420-78f5-bb2f-d70fcc759b67";
        let record = format!(r#"{{"id":"{ID}","rev":2}}"#);
        let opaque = passerelle::crypto::encode_base64url(record.as_bytes());
        let place = Some((RecordId::new(ID).unwrap(), 2));
        assert_eq!(claimed(format!(r#"{{"record":{record},"signatures":[]}}"#).as_bytes()), place);
        assert_eq!(claimed(format!(r#"{{"payload":"{opaque}","signatures":[]}}"#).as_bytes()), place);
        for nothing in ["", "{}", r#"{"ciphertext":""}"#, r#"{"record":{"id":1}}"#, r#"{"payload":"="}"#] {
            assert_eq!(claimed(nothing.as_bytes()), None, "{nothing}");
        }
    }
}
