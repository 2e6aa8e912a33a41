//! The lines of a container, read piece by piece, with the place of each.

use std::io::{self, BufRead};

use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation, OutBuffer};

use super::unpack::UnpackError;
use super::{MANIFEST, Packing};
use crate::limits;

/// Where something stands in a container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Place {
    /// The segment, from 1.
    pub segment: u64,
    /// The line of the text, from 1; of the text before it was compressed.
    pub line: u64,
    /// Bytes of the container before the line; before the segment where it is compressed.
    pub offset: u64,
}

/// What comes next.
pub(super) enum Event {
    /// A line, without its end. One that is longer than a reader takes is cut, and will be refused for its size.
    Line { bytes: Vec<u8>, place: Place, is_manifest: bool },
    /// A compressed segment is over.
    EndOfFrame { place: Place },
    /// The input is over.
    End,
}

/// Reads the lines of a container.
pub(super) struct Lines<R> {
    input: R,
    packing: Option<Packing>,
    frame: Option<Frame>,
    /// Bytes of the input that were taken.
    offset: u64,
    /// Where the current compressed segment begins.
    frame_at: u64,
    segment: u64,
    line: u64,
    /// Bytes of the segment so far, lines that are whole.
    segment_bytes: usize,
}

/// A compressed segment that is being read.
struct Frame {
    decoder: Decoder<'static>,
    text: Vec<u8>,
    at: usize,
    is_over: bool,
}

/// Bytes of text that are held ahead.
const TEXT: usize = 128 * 1024;

impl Frame {
    fn new() -> io::Result<Self> {
        let mut decoder = Decoder::new()?;
        decoder.set_parameter(DParameter::WindowLogMax(limits::CONTAINER_WINDOW_LOG))?;
        Ok(Self { decoder, text: Vec::with_capacity(TEXT), at: 0, is_over: false })
    }

    fn held(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }
}

impl<R: BufRead> Lines<R> {
    /// Goes on where so many segments, lines and bytes have been read before.
    pub(super) fn after(input: R, segment: u64, line: u64, offset: u64) -> Self {
        Self { input, packing: None, frame: None, offset, frame_at: offset, segment, line, segment_bytes: 0 }
    }

    /// Whether each segment is compressed by itself; known once something was read.
    pub(super) fn packing(&self) -> Option<Packing> {
        self.packing
    }

    /// Bytes of the input that were taken, and lines.
    pub(super) fn taken(&self) -> (u64, u64) {
        (self.offset, self.line)
    }

    /// The place of what would come next.
    pub(super) fn place(&self) -> Place {
        let offset = if self.frame.is_some() { self.frame_at } else { self.offset };
        Place { segment: self.segment.max(1), line: self.line + 1, offset }
    }

    /// The next line, or the end of what holds lines.
    pub(super) fn next(&mut self) -> Result<Event, UnpackError> {
        if !self.begin()? {
            return Ok(Event::End);
        }
        let mut place = self.place();
        let mut bytes = Vec::new();
        let mut length = 0_usize;
        loop {
            let segment_bytes = self.segment_bytes;
            let held = self.fill()?;
            if held.is_empty() {
                if length > 0 {
                    return Err(UnpackError::Damaged(place));
                }
                return Ok(if self.frame.take().is_some() { Event::EndOfFrame { place } } else { Event::End });
            }
            let end = held.iter().position(|byte| *byte == b'\n');
            let piece = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
            let room = (limits::INPUT_BYTES + 1).saturating_sub(bytes.len());
            bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
            let used = piece.len() + usize::from(end.is_some());
            length += used;
            // A manifest begins a segment, so it may come on top of a full one. spec: PSR-MAN-015
            if segment_bytes + length > limits::SEGMENT_BYTES + limits::INPUT_BYTES {
                return Err(UnpackError::TooLarge(place));
            }
            self.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.line += 1;
        let is_manifest = bytes.starts_with(MANIFEST);
        if is_manifest {
            self.segment += 1;
            self.segment_bytes = 0;
            place.segment = self.segment;
        }
        self.segment_bytes += length;
        if self.segment_bytes > limits::SEGMENT_BYTES {
            return Err(UnpackError::TooLarge(place));
        }
        Ok(Event::Line { bytes, place, is_manifest })
    }

    /// Finds out what kind of container it is, and begins its next compressed segment. Nothing is left where it says no.
    fn begin(&mut self) -> Result<bool, UnpackError> {
        if self.frame.is_some() {
            return Ok(true);
        }
        let Some(first) = self.input.fill_buf().map_err(UnpackError::Input)?.first().copied() else { return Ok(false) };
        let packing = match self.packing {
            Some(packing) => packing,
            None if ZSTD.to_le_bytes().first() == Some(&first) => Packing::Compressed,
            None => Packing::Plain, // What is no container either has no manifest in its first line.
        };
        self.packing = Some(packing);
        if packing == Packing::Compressed {
            self.frame = Some(Frame::new().map_err(UnpackError::Input)?);
            self.frame_at = self.offset;
        }
        Ok(true)
    }

    /// Text that is at hand; none at the end of a plain container or of a compressed segment.
    fn fill(&mut self) -> Result<&[u8], UnpackError> {
        let place = self.place();
        let Some(frame) = &mut self.frame else { return self.input.fill_buf().map_err(UnpackError::Input) };
        while frame.held().is_empty() && !frame.is_over {
            frame.text.clear();
            frame.at = 0;
            let input = self.input.fill_buf().map_err(UnpackError::Input)?;
            let mut source = InBuffer::around(input);
            let mut target = OutBuffer::around(&mut frame.text);
            let rest = frame.decoder.run(&mut source, &mut target).map_err(|_| UnpackError::Damaged(place))?;
            let (read, written) = (source.pos(), target.pos());
            self.input.consume(read);
            self.offset += u64::try_from(read).unwrap_or_default();
            frame.is_over = rest == 0;
            if read == 0 && written == 0 && !frame.is_over {
                return Err(UnpackError::Damaged(place)); // The input is over before its segment is.
            }
        }
        Ok(frame.held())
    }

    fn consume(&mut self, used: usize) {
        match &mut self.frame {
            Some(frame) => frame.at += used,
            None => {
                self.input.consume(used);
                self.offset += u64::try_from(used).unwrap_or_default();
            }
        }
    }
}

/// The number that a Zstandard frame begins with (RFC 8878, section 3.1.1).
const ZSTD: u32 = 0xFD2F_B528;
