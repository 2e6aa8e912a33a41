//! Reading containers, and reporting on what is in them as it comes.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use passerelle::container::{Checkpoint, Piece, Place, Segment, UnpackError, Unpacker};
use passerelle::manifest::{Manifest, Mismatch};
use passerelle::{Code, Finding, Opening, VerifiedRecord, VerifiedStatement};

use crate::batch::Input;
use crate::command::verify::{opened, refused};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, shown};
use crate::output::{Examined, Kind, Out, Sink, sink};
use crate::sealed_in::Means;

/// Bytes of a container that are read ahead.
const BUFFER: usize = 1 << 20;

/// Whether a file begins as a container does. One that cannot be read is none; that is told when it is opened.
pub(crate) fn is_container(file: &Path) -> bool {
    const BEGINNINGS: [&[u8]; 2] = [b"{\"manifest\":", &[0x28, 0xB5, 0x2F, 0xFD]];
    let mut first = Vec::new();
    let is_file = std::fs::metadata(file).is_ok_and(|data| data.is_file());
    let read = is_file && File::open(file).and_then(|file| file.take(12).read_to_end(&mut first)).is_ok();
    read && BEGINNINGS.iter().any(|beginning| first.starts_with(beginning))
}

/// What a command does with what comes out of a container.
pub(crate) trait Keeper {
    /// A record that opened.
    fn record(&mut self, record: &VerifiedRecord, envelope: &[u8]) -> Result<(), Failure>;

    /// A segment is over; so far it went like this.
    fn segment(&mut self, segment: &Segment, exit: Exit) -> Result<(), Failure>;
}

/// Nothing.
struct Nobody;

impl Keeper for Nobody {
    fn record(&mut self, _: &VerifiedRecord, _: &[u8]) -> Result<(), Failure> {
        Ok(())
    }

    fn segment(&mut self, _: &Segment, _: Exit) -> Result<(), Failure> {
        Ok(())
    }
}

/// Opens everything in a container.
pub(crate) fn verify(file: &Path, means: &Means<'_>, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let input = File::open(file).map_err(|error| Failure::read(file, &error))?;
    let input = BufReader::with_capacity(BUFFER, input);
    let from = From { input, file, at: Checkpoint::default(), exit: Exit::Valid };
    let decryptors = means.keys.decryptors();
    Ok(report("verify", from, &means.opening(&decryptors, context.now), &mut Nobody, context, out)?.exit)
}

/// How a container was read.
pub(crate) struct Told {
    pub(crate) exit: Exit,
    /// Whether it was read to its end.
    pub(crate) is_whole: bool,
}

/// Where to read.
pub(crate) struct From<'f, R> {
    pub(crate) input: R,
    pub(crate) file: &'f Path,
    pub(crate) at: Checkpoint,
    /// How it went up to there.
    pub(crate) exit: Exit,
}

/// Reads a container to its end or its damage, reports on it, and hands on what is good.
pub(crate) fn report<R: BufRead>(
    command: &'static str,
    from: From<'_, R>,
    opening: &Opening<'_>,
    keeper: &mut dyn Keeper,
    context: &Context,
    out: &mut Out,
) -> Result<Told, Failure> {
    let mut is_whole = true;
    let mut teller =
        Teller { name: shown(&from.file.display().to_string()), sink: sink(context, command), exit: from.exit };
    for piece in Unpacker::resume(from.input, *opening, from.at) {
        match piece {
            Ok(Piece::Record { place, envelope, outcome }) => {
                let kept = outcome.as_ref().ok().map(|record| keeper.record(record, &envelope)).transpose();
                let input = Input { name: teller.name.clone(), line: Some(line(place)), bytes: envelope };
                let examined = match outcome {
                    Ok(record) => opened(input, &record, None, context),
                    Err(error) => refused(input, error),
                };
                teller.tell(&examined, out)?;
                kept?;
            }
            Ok(Piece::Segment(segment)) => {
                teller.segment(&segment, out)?;
                keeper.segment(&segment, teller.exit)?;
            }
            Err(UnpackError::Input(error)) => return Err(Failure::read(from.file, &error)),
            Err(error) => {
                let place = error.place().unwrap_or_default();
                let finding = Finding::whole(error.code().unwrap_or(Code::BndDamaged));
                teller.fault(place, finding, out)?;
                is_whole = false;
            }
        }
    }
    teller.sink.finish(teller.exit, out)?;
    Ok(Told { exit: teller.exit, is_whole })
}

/// A line of a container, and the bytes before it; of a compressed one, the bytes before its segment.
fn line(place: Place) -> (usize, usize) {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    (number(place.line), number(place.offset))
}

struct Teller {
    name: String,
    sink: Box<dyn Sink>,
    exit: Exit,
}

impl Teller {
    fn tell(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        self.exit = self.exit.max(examined.exit);
        self.sink.examined(examined, out)
    }

    fn fault(&mut self, place: Place, finding: Finding, out: &mut Out) -> Result<(), Failure> {
        self.tell(&fault(&self.name, place, finding), out)
    }

    fn segment(&mut self, segment: &Segment, out: &mut Out) -> Result<(), Failure> {
        faults(&self.name, segment).iter().try_for_each(|examined| self.tell(examined, out))
    }
}

/// Something that is wrong with a container itself, and before which byte of it.
fn fault(name: &str, place: Place, finding: Finding) -> Examined {
    let exit = Exit::of_severity(finding.severity);
    let examined = Examined::new(format!("{name} (byte {})", place.offset), Some(line(place)), Vec::new());
    Examined { kind: Kind::Signed, exit, findings: vec![finding], ..examined }
}

/// Everything that is wrong with a segment as a whole.
fn faults(name: &str, segment: &Segment) -> Vec<Examined> {
    let refused = segment.manifest.as_ref().err().map(|error| {
        let input = Input { name: name.to_owned(), line: Some(line(segment.place)), bytes: Vec::new() };
        refused(input, error.clone())
    });
    let out_of_row =
        segment.fault.map(|found| fault(name, segment.place, Finding::whole(found.code()).weighing(found.severity())));
    let mismatches = segment.mismatches.iter().map(|mismatch| {
        let mut place = segment.place;
        if let Mismatch::Extra { record } | Mismatch::Repeated { record } = mismatch {
            place.line += 1 + u64::try_from(*record).unwrap_or_default();
        }
        fault(name, place, mismatch.finding())
    });
    refused.into_iter().chain(out_of_row).chain(mismatches).collect()
}

/// What a container holds, where that is kept in memory.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) records: Vec<VerifiedRecord>,
    pub(crate) manifests: Vec<VerifiedStatement<Manifest>>,
    /// What is wrong with it, or with a record in it.
    pub(crate) faults: Vec<Examined>,
}

/// Reads all of a container.
pub(crate) fn contents(file: &Path, means: &Means<'_>, context: &Context) -> Result<Contents, Failure> {
    let name = shown(&file.display().to_string());
    let input = File::open(file).map_err(|error| Failure::read(file, &error))?;
    let mut contents = Contents::default();
    let decryptors = means.keys.decryptors();
    let opening = means.opening(&decryptors, context.now);
    let unpacker = Unpacker::new(BufReader::with_capacity(BUFFER, input), opening);
    for piece in unpacker {
        match piece {
            Ok(Piece::Record { outcome: Ok(record), .. }) => contents.records.push(*record),
            Ok(Piece::Record { place, envelope, outcome: Err(error) }) => {
                let input = Input { name: name.clone(), line: Some(line(place)), bytes: envelope };
                contents.faults.push(refused(input, error));
            }
            Ok(Piece::Segment(segment)) => {
                contents.faults.extend(faults(&name, &segment));
                contents.manifests.extend(segment.manifest.ok());
            }
            Err(UnpackError::Input(error)) => return Err(Failure::read(file, &error)),
            Err(error) => {
                let finding = Finding::whole(error.code().unwrap_or(Code::BndDamaged));
                contents.faults.push(fault(&name, error.place().unwrap_or_default(), finding));
            }
        }
    }
    Ok(contents)
}
