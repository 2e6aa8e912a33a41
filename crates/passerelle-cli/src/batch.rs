//! Working through many inputs: files, patterns, and streams of any length, on every core, in their order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clap::Args;
use passerelle::Code;

use crate::arguments::Format;
use crate::containers;
use crate::context::{Context, Screen, Talk};
use crate::exit::{self, Exit};
use crate::failure::Failure;
use crate::input::{Source, sources};
use crate::output::{Examined, Out, sink};
use crate::progress::Progress;

/// What to work through.
#[derive(Args)]
pub(crate) struct Batch {
    /// Files, patterns such as 'drafts/*.json', or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Take each line as a record of its own, as in files named .ndjson or .jsonl
    #[arg(long)]
    ndjson: bool,
    /// Go on, and report again whenever a file changes
    #[arg(long)]
    watch: bool,
    /// Whether somebody named the files, who would want to know of one without a record.
    #[arg(skip = Named::OneByOne)]
    named: Named,
}

/// How the files came to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    OneByOne,
    /// By their folder, where a stream may be empty as yet.
    Together,
}

/// One record's text, and where it comes from.
pub(crate) struct Input {
    pub(crate) name: String,
    /// Line and byte offset in its file, for NDJSON.
    pub(crate) line: Option<(usize, usize)>,
    pub(crate) bytes: Vec<u8>,
}

/// Bytes of whole files that are held at once.
const CHUNK_BYTES: usize = 4 << 20;
/// Fewer inputs than that are not worth a thread.
const WORTH_THREADS: usize = 8;
/// How often watched files are looked at.
const WATCH_INTERVAL: Duration = Duration::from_millis(300);

impl Batch {
    /// These files and nothing else.
    pub(crate) fn of(files: Vec<PathBuf>, named: Named) -> Self {
        Self { files, ndjson: false, watch: false, named }
    }

    /// Examines every input and reports on it, once or for as long as it is watched.
    pub(crate) fn report<F>(
        &self,
        command: &'static str,
        context: &Context,
        out: &mut Out,
        examine: F,
    ) -> Result<Exit, Failure>
    where
        F: Fn(Input) -> Examined + Sync,
    {
        if !self.watch {
            return self.report_once(command, context, out, &examine);
        }
        if self.files.iter().any(|file| file == Path::new("-")) {
            return Err(Failure::usage("the standard input cannot be watched").about("--watch"));
        }
        loop {
            let seen = self.fingerprint();
            if context.screen == Screen::Terminal && context.format == Format::Human {
                out.text("\x1b[2J\x1b[H")?;
            }
            self.report_once(command, context, out, &examine)?;
            out.flush()?;
            while self.fingerprint() == seen {
                std::thread::sleep(WATCH_INTERVAL);
            }
        }
    }

    fn report_once<F>(
        &self,
        command: &'static str,
        context: &Context,
        out: &mut Out,
        examine: &F,
    ) -> Result<Exit, Failure>
    where
        F: Fn(Input) -> Examined + Sync,
    {
        let mut sink = sink(context, command);
        let mut exit = Exit::Valid;
        let mut progress = Progress::new(self.known_length(), context.talk == Talk::Everything);
        self.for_each(examine, |examined| {
            progress.step();
            match examined {
                Ok(examined) => {
                    exit = exit.max(examined.exit);
                    progress.aside(|| sink.examined(&examined, out))
                }
                Err(failure) => {
                    exit = Exit::Unusable;
                    progress.aside(|| {
                        sink.failed(&failure, out)?;
                        out.flush()?;
                        exit::report(&failure, context.language);
                        Ok(())
                    })
                }
            }
        })?;
        progress.finish();
        sink.finish(exit, out)?;
        Ok(exit)
    }

    /// Works on every input, on all cores, and hands on what comes of it in the order of the inputs.
    pub(crate) fn for_each<T: Send>(
        &self,
        work: &(impl Fn(Input) -> T + Sync),
        mut take: impl FnMut(Result<T, Failure>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut held = Vec::new();
        let mut held_bytes = 0;
        for source in sources(&self.files) {
            match source {
                Ok(source) if self.is_ndjson(&source) => {
                    spread(std::mem::take(&mut held), work).into_iter().try_for_each(&mut take)?;
                    let name = source.name();
                    match source.lines() {
                        Err(failure) => take(Err(failure))?,
                        Ok(chunks) => {
                            let mut is_empty = true;
                            for chunk in chunks {
                                is_empty = false;
                                spread(lines_of(&name, chunk), work).into_iter().try_for_each(&mut take)?;
                            }
                            if is_empty && self.named == Named::OneByOne {
                                let why = "it holds no line with a record, so that nothing was done";
                                take(Err(Failure::new(Code::CmdRead).about(&name).because(why)))?;
                            }
                        }
                    }
                }
                source => {
                    let input = source
                        .and_then(|source| source.read().map(|bytes| Input { name: source.name(), line: None, bytes }));
                    held_bytes += input.as_ref().map_or(0, |input| input.bytes.len());
                    held.push(input);
                    if held_bytes > CHUNK_BYTES {
                        held_bytes = 0;
                        spread(std::mem::take(&mut held), work).into_iter().try_for_each(&mut take)?;
                    }
                }
            }
        }
        spread(held, work).into_iter().try_for_each(&mut take)
    }

    /// Says that a command takes records and not containers of them, and what does.
    ///
    /// # Errors
    /// `CMD_USAGE` where one of the files is a container.
    pub(crate) fn without_containers(&self, what_does: &str) -> Result<(), Failure> {
        let is_container = |source: &Source| matches!(source, Source::File(file) if containers::is_container(file));
        match sources(&self.files).into_iter().flatten().find(is_container) {
            Some(source) => {
                let why = format!("this is a container of records: {what_does}");
                Err(Failure::usage(why).about(source.name()))
            }
            None => Ok(()),
        }
    }

    /// The one file that is named, where it is one.
    pub(crate) fn single_file(&self) -> Option<&Path> {
        if let ([file], false) = (self.files.as_slice(), self.watch) { Some(file) } else { None }
    }

    /// Whether there is one input only, which no other can be held against.
    pub(crate) fn is_single(&self) -> bool {
        self.known_length() == Some(1)
    }

    /// The same without the standard input, which cannot be read twice.
    pub(crate) fn without_stdin(&self) -> Self {
        let files = self.files.iter().filter(|file| *file != Path::new("-")).cloned().collect();
        Self { files, ..*self }
    }

    fn is_ndjson(&self, source: &Source) -> bool {
        self.ndjson || source.is_ndjson()
    }

    /// How many inputs there are, where that is known beforehand.
    fn known_length(&self) -> Option<usize> {
        let sources = sources(&self.files);
        let whole = |source: &Result<Source, Failure>| source.as_ref().is_ok_and(|source| !self.is_ndjson(source));
        sources.iter().all(whole).then_some(sources.len())
    }

    /// What changes when a watched file does.
    fn fingerprint(&self) -> BTreeMap<PathBuf, Option<(u64, SystemTime)>> {
        let files = sources(&self.files).into_iter().filter_map(|source| match source {
            Ok(Source::File(path)) => Some(path),
            _ => None,
        });
        files
            .map(|path| {
                let data = std::fs::metadata(&path).ok();
                let state = data.and_then(|data| data.modified().ok().map(|modified| (data.len(), modified)));
                (path, state)
            })
            .collect()
    }
}

fn lines_of(name: &str, chunk: Result<Vec<crate::input::Line>, Failure>) -> Vec<Result<Input, Failure>> {
    match chunk {
        Err(failure) => vec![Err(failure)],
        Ok(lines) => lines
            .into_iter()
            .map(|line| Ok(Input { name: name.to_owned(), line: Some((line.number, line.offset)), bytes: line.bytes }))
            .collect(),
    }
}

/// Works on the inputs, on all cores where they are many; the results come in the order of the inputs.
fn spread<T: Send>(
    inputs: Vec<Result<Input, Failure>>,
    work: &(impl Fn(Input) -> T + Sync),
) -> Vec<Result<T, Failure>> {
    let one_by_one = |inputs: Vec<Result<Input, Failure>>| inputs.into_iter().map(|input| input.map(work)).collect();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if inputs.len() < WORTH_THREADS || cores == 1 {
        return one_by_one(inputs);
    }
    let share = inputs.len().div_ceil(cores);
    let mut rest = inputs;
    let mut shares = Vec::new();
    while !rest.is_empty() {
        let behind = rest.split_off(share.min(rest.len()));
        shares.push(std::mem::replace(&mut rest, behind));
    }
    std::thread::scope(|scope| {
        let started: Vec<_> = shares.into_iter().map(|share| scope.spawn(move || one_by_one(share))).collect();
        let joined = started.into_iter().map(|thread| thread.join());
        joined
            .flat_map(|results: Result<Vec<_>, _>| results.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
