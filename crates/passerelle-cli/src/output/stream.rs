//! The standard output, and the standard error where a report goes there.

use std::io::{BufWriter, Write};

use crate::failure::Failure;

/// A stream, buffered. What cannot be written is an error, also a disk that fills up at the last byte.
pub(crate) struct Out {
    writer: BufWriter<Box<dyn Write>>,
}

impl Out {
    pub(crate) fn stdout() -> Self {
        Self { writer: BufWriter::with_capacity(64 * 1024, Box::new(std::io::stdout().lock())) }
    }

    /// For what is wrong with an input of a command whose standard output is a document.
    pub(crate) fn stderr() -> Self {
        Self { writer: BufWriter::new(Box::new(std::io::stderr())) }
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.writer.write_all(bytes).map_err(|error| Failure::output(&error))
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Writes a text, and ends its line.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.text(text)?;
        self.bytes(b"\n")
    }

    /// Hands everything on to whoever reads.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.writer.flush().map_err(|error| Failure::output(&error))
    }
}
