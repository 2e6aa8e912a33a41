//! Reading what the command is to work on.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use passerelle::{Code, limits};

use crate::failure::{Failure, shown};

/// Where an input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    File(PathBuf),
    Stdin,
}

impl Source {
    /// The name in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::File(path) => shown(&path.display().to_string()),
            Source::Stdin => "<stdin>".to_owned(),
        }
    }

    /// The source that a word of the command line names; `-` is the standard input.
    pub(crate) fn of(path: &Path) -> Self {
        if path == Path::new("-") { Source::Stdin } else { Source::File(path.to_owned()) }
    }

    /// Whether its name says that it holds one record a line.
    pub(crate) fn is_ndjson(&self) -> bool {
        let Source::File(path) = self else { return false };
        path.extension().is_some_and(|extension| extension == "ndjson" || extension == "jsonl")
    }

    fn open(&self) -> Result<Box<dyn Read>, Failure> {
        match self {
            Source::Stdin => Ok(Box::new(io::stdin().lock())),
            Source::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(Failure::read(path, &error)),
            },
        }
    }

    fn failed(&self, error: &io::Error) -> Failure {
        match self {
            Source::Stdin => Failure::read(Path::new("<stdin>"), error),
            Source::File(path) => Failure::read(path, error),
        }
    }

    /// Reads the input, one byte past the limit at most: the library then says `LIM_SIZE`, however much would follow.
    ///
    /// # Errors
    /// `CMD_READ`.
    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let limit = past_limit();
        self.open()?.take(limit).read_to_end(&mut bytes).map_err(|error| self.failed(&error))?;
        Ok(bytes)
    }

    /// The lines that are not blank, in chunks: each is what has come already, so that a slow stream is not held up. A line is
    /// cut like a whole input is. What cannot be read ends them: a folder, for one, would fail again and again.
    ///
    /// # Errors
    /// `CMD_READ`, of the source as a whole or where a line cannot be read.
    pub(crate) fn lines(&self) -> Result<impl Iterator<Item = Result<Vec<Line>, Failure>> + use<>, Failure> {
        let mut lines = Lines { reader: BufReader::with_capacity(BUFFER, self.open()?), number: 0, offset: 0 };
        let source = self.clone();
        let mut failed = false;
        Ok(std::iter::from_fn(move || {
            if failed {
                return None;
            }
            let chunk = lines.next_chunk().map_err(|error| source.failed(&error)).transpose();
            failed = matches!(chunk, Some(Err(_)));
            chunk
        }))
    }
}

/// Bytes of a stream that are read ahead.
const BUFFER: usize = 1 << 20;

fn past_limit() -> u64 {
    u64::try_from(limits::INPUT_BYTES).unwrap_or(u64::MAX).saturating_add(1)
}

/// One line of an NDJSON input.
#[derive(Debug)]
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: usize,
    /// Bytes of the input before it.
    pub(crate) offset: usize,
    /// Without its end.
    pub(crate) bytes: Vec<u8>,
}

struct Lines<R> {
    reader: BufReader<R>,
    number: usize,
    offset: usize,
}

impl<R: Read> Lines<R> {
    /// A line, and all further ones that have been read from the source already.
    fn next_chunk(&mut self) -> io::Result<Option<Vec<Line>>> {
        let Some(first) = self.next_line()? else { return Ok(None) };
        let mut chunk = vec![first];
        while self.reader.buffer().contains(&b'\n') {
            chunk.extend(self.next_line()?);
        }
        Ok(Some(chunk))
    }

    fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let offset = self.offset;
            let mut taken = self.reader.by_ref().take(past_limit()).read_until(b'\n', &mut bytes)?;
            if taken == 0 {
                return Ok(None);
            }
            if bytes.last() != Some(&b'\n') {
                taken += self.skip_to_end_of_line()?;
            }
            self.number += 1;
            self.offset += taken;
            while bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
                bytes.pop();
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Line { number: self.number, offset, bytes }));
            }
        }
    }

    /// Steps over what is left of a line, without keeping it.
    fn skip_to_end_of_line(&mut self) -> io::Result<usize> {
        let mut skipped = 0;
        loop {
            let held = self.reader.fill_buf()?;
            if held.is_empty() {
                return Ok(skipped);
            }
            let end = held.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(held.len(), |end| end + 1);
            self.reader.consume(used);
            skipped += used;
            if end.is_some() {
                return Ok(skipped);
            }
        }
    }
}

/// The sources that the words of the command line name. A pattern stands for the files that fit it, sorted; a file of that very
/// name comes first.
pub(crate) fn sources(words: &[PathBuf]) -> Vec<Result<Source, Failure>> {
    words.iter().flat_map(|word| expand(word)).collect()
}

fn expand(word: &Path) -> Vec<Result<Source, Failure>> {
    let pattern = word.to_str().filter(|text| text.contains(['*', '?', '['])).filter(|_| !word.exists());
    let Some(pattern) = pattern else { return vec![Ok(Source::of(word))] };
    let not_read = |reason: &str| vec![Err(Failure::new(Code::CmdRead).about(pattern).because(reason))];
    match glob::glob(pattern) {
        Err(error) => not_read(error.msg),
        Ok(paths) => {
            let found: Vec<_> = paths
                .map(|path| path.map(Source::File).map_err(|error| Failure::read(error.path(), error.error())))
                .collect();
            if found.is_empty() { not_read("no file fits this pattern") } else { found }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_cut() {
        let long = "x".repeat(limits::INPUT_BYTES + 100);
        let text = format!("one\n\n  \r\n{long}\nfour\r\nlast");
        let mut lines = Lines { reader: BufReader::new(text.as_bytes()), number: 0, offset: 0 };
        let mut next = || lines.next_line().unwrap().map(|line| (line.number, line.offset, line.bytes.len()));
        assert_eq!(next(), Some((1, 0, 3)));
        assert_eq!(next(), Some((4, 9, limits::INPUT_BYTES + 1)));
        assert_eq!(next(), Some((5, 9 + long.len() + 1, 4)));
        assert_eq!(next(), Some((6, 9 + long.len() + 7, 4)));
        assert_eq!(next(), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_ends_the_lines() {
        let folder = Source::File(std::env::temp_dir());
        let chunks: Vec<_> = folder.lines().unwrap().take(3).collect();
        assert!(matches!(chunks.as_slice(), [Err(failure)] if failure.has(Code::CmdRead)), "{chunks:?}");
    }
}
