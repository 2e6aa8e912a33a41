//! The standard output.

use std::io::{BufWriter, StdoutLock, Write};

use crate::failure::Failure;

/// The standard output, buffered. What cannot be written is an error, also a disk that fills up at the last byte.
pub(crate) struct Out {
    writer: BufWriter<StdoutLock<'static>>,
}

impl Out {
    pub(crate) fn stdout() -> Self {
        Self { writer: BufWriter::with_capacity(64 * 1024, std::io::stdout().lock()) }
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
