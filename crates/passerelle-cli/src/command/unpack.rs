//! `passerelle unpack`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::container::{Checkpoint, Segment};
use passerelle::{Code, VerifiedRecord, crypto};
use serde::{Deserialize, Serialize};

use super::pack::KeptLink;
use super::verify::TrustFolder;
use crate::containers::{From, Keeper, report};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;
use crate::record_in::Sort;
use crate::sealed_in::{KeyFiles, Means};
use crate::write::{Lock, Together};

/// Open a container, and write each record that is good into a file of its own
///
/// The files are named by the digest of the record. A damaged container gives everything before the damage. A file is there only
/// when all of it is on the disk, so that a loss of power leaves none in pieces; those of a segment come together.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The container; - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    trust: TrustFolder,
    /// The folder for the records
    #[arg(long, value_name = "DIR")]
    out_dir: PathBuf,
    /// Go on after the last segment that was whole, where an earlier call was interrupted
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    keys: KeyFiles,
}

/// How far an interrupted call came, as it is kept in the folder of the records.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    segment: u64,
    line: u64,
    offset: u64,
    is_end: bool,
    last: Option<KeptLink>,
    result: String,
}

const STATE: &str = ".unpack.psr-state.json";

/// Held by the one command that unpacks into the folder.
const LOCK: &str = ".unpack.psr-lock";

/// The folder within that of the records where those of a segment are until it is whole.
const BEGUN: &str = ".unpack.psr-begun";

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let trust = arguments.trust.load()?;
    let keys = arguments.keys.load()?;
    let means = Means::new(&trust, &keys);
    let folder = &arguments.out_dir;
    std::fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    let _lock = Lock::take(&folder.join(LOCK))?;
    let state = folder.join(STATE);
    let (at, exit) = if arguments.resume { held(&state)? } else { (Checkpoint::default(), Exit::Valid) };
    let input = open_at(&arguments.file, at.offset).map_err(|error| Failure::read(&arguments.file, &error))?;
    let mut input = BufReader::with_capacity(1 << 20, input);
    if at.offset == 0 {
        is_no_record(&mut input, &arguments.file)?;
    }
    let from = From { input, file: &arguments.file, at, exit };
    let mut keeper = Files { folder, state: &state, records: Together::new(&folder.join(BEGUN))? };
    let decryptors = keys.decryptors();
    let told = report("unpack", from, &means.opening(&decryptors, context.now), &mut keeper, context, out);
    // Whatever came to an end, what was good before it is kept.
    keeper.records.place(None)?;
    let told = told?;
    // After a damage the state stays, for the container that is fetched again.
    if told.is_whole {
        match std::fs::remove_file(&state) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::write(&state, &error)),
            _ => {}
        }
    }
    Ok(told.exit)
}

/// Makes sure that the input is no record alone, of which no part is damaged.
fn is_no_record(input: &mut impl BufRead, file: &Path) -> Result<(), Failure> {
    let begin = input.fill_buf().map_err(|error| Failure::read(file, &error))?;
    Sort::of(begin).map_or(Ok(()), |sort| {
        let said = format!("it is {}, and no container: {}", sort.name(), sort.reader());
        Err(Failure::usage(said).about(file.display()))
    })
}

/// The input from a byte on.
fn open_at(path: &Path, offset: u64) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        let mut input = io::stdin().lock();
        io::copy(&mut input.by_ref().take(offset), &mut io::sink())?;
        return Ok(Box::new(input));
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset))?;
    Ok(Box::new(file))
}

fn held(state: &Path) -> Result<(Checkpoint, Exit), Failure> {
    let text = match std::fs::read(state) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Checkpoint::default(), Exit::Valid)),
        Err(error) => return Err(Failure::read(state, &error)),
    };
    let wrong = || Failure::new(Code::CmdRead).about(state.display()).because("this is not the state of unpacking");
    let kept: Kept = serde_json::from_slice(&text).map_err(|_| wrong())?;
    let results = [Exit::Valid, Exit::Undecided, Exit::Invalid];
    let exit = results.into_iter().find(|exit| exit.word() == kept.result).ok_or_else(wrong)?;
    let Kept { segment, line, offset, is_end, last, .. } = kept;
    Ok((Checkpoint { segment, line, offset, is_end, last: last.map(Into::into) }, exit))
}

/// Writes the records into a folder, those of a segment together.
struct Files<'f> {
    folder: &'f Path,
    state: &'f Path,
    records: Together,
}

impl Keeper for Files<'_> {
    /// A record that is there already is not written again; one with the same content and other signatures gets a name of its own.
    fn record(&mut self, record: &VerifiedRecord, envelope: &[u8]) -> Result<(), Failure> {
        let digest = record.digest().hash.as_str();
        let mut text = envelope.to_vec();
        text.push(b'\n');
        let path = self.folder.join(format!("{digest}.psr.json"));
        match self.records.read(&path) {
            Some(held) if held == text => Ok(()),
            Some(_) => {
                let other = crypto::digest(envelope);
                self.records.write(&self.folder.join(format!("{digest}.{}.psr.json", other.hash)), &text)
            }
            None => self.records.write(&path, &text),
        }
    }

    fn segment(&mut self, segment: &Segment, exit: Exit) -> Result<(), Failure> {
        let Checkpoint { segment, line, offset, is_end, last } = segment.checkpoint.clone();
        let last = last.as_ref().map(KeptLink::from);
        let kept = Kept { segment, line, offset, is_end, last, result: exit.word().to_owned() };
        let text = serde_json::to_vec(&kept).unwrap_or_default();
        // It never says more than what lies on the disk.
        self.records.place(Some((self.state, &text)))
    }
}
