//! Reading a container.

use std::io::{self, BufRead};

use super::Packing;
use super::lines::{Event, Lines, Place};
use crate::error::Code;
use crate::limits;
use crate::manifest::{BatchReader, FeedFault, Link, Manifest, Mismatch};
use crate::pipeline::{Opening, VerifiedRecord};
use crate::verification::{OpenError, VerifiedStatement};

/// One thing that an unpacker gives.
#[derive(Debug)]
#[allow(clippy::exhaustive_enums, reason = "a segment is records and its end")]
pub enum Piece {
    /// A record.
    Record {
        /// Where it stands.
        place: Place,
        /// The envelope as it stands there.
        envelope: Vec<u8>,
        /// What came of opening it.
        outcome: Result<Box<VerifiedRecord>, OpenError>,
    },
    /// All records of a segment have been given.
    Segment(Box<Segment>),
}

/// What is to say about a segment as a whole.
#[derive(Debug)]
#[non_exhaustive]
pub struct Segment {
    /// Where its manifest stands.
    pub place: Place,
    /// The manifest.
    pub manifest: Result<VerifiedStatement<Manifest>, OpenError>,
    /// How its records differ from what the manifest lists.
    pub mismatches: Vec<Mismatch>,
    /// How it fails to follow the manifest before it in the container.
    pub fault: Option<FeedFault>,
    /// Where to go on after it.
    pub checkpoint: Checkpoint,
}

/// How far a container was read: to the end of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "callers keep it in a file of their own, and make it from there")]
pub struct Checkpoint {
    /// Segments that were read.
    pub segment: u64,
    /// Lines that were read, of the text before it was compressed.
    pub line: u64,
    /// Bytes of the container that were read: the caller goes on reading there.
    pub offset: u64,
    /// The last manifest that was good.
    pub last: Option<Link>,
    /// Whether the container may end here.
    pub is_end: bool,
}

/// A container cannot be read on. Everything that was given before stands.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnpackError {
    /// It is damaged, or cut off (`BND_DAMAGED`).
    #[error("{}", Code::BndDamaged.message(crate::Language::English))]
    Damaged(Place),
    /// A segment is larger than a reader takes (`LIM_SIZE`).
    #[error("{}", Code::LimSize.message(crate::Language::English))]
    TooLarge(Place),
    /// The input failed.
    #[error("the container could not be read")]
    Input(#[source] io::Error),
}

impl UnpackError {
    /// The code of the error; none where the input failed.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            UnpackError::Damaged(_) => Some(Code::BndDamaged),
            UnpackError::TooLarge(_) => Some(Code::LimSize),
            UnpackError::Input(_) => None,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            UnpackError::Damaged(place) | UnpackError::TooLarge(place) => Some(*place),
            UnpackError::Input(_) => None,
        }
    }
}

/// Reads a container from its beginning to its end or its first damage, and opens every record on the way.
///
/// It holds one record, the manifest of one segment, and a window of the compressed text, whatever the container's size.
///
/// spec: PSR-MAN-013, PSR-MAN-014
pub struct Unpacker<'o, R> {
    lines: Lines<R>,
    opening: Opening<'o>,
    open: Option<(Place, BatchReader<'o>, usize)>,
    last: Option<Link>,
    /// Whether the container may end where it was read to: after a manifest that lists nothing, or one that cannot be judged.
    is_end: bool,
    /// What was found after a segment that is to be given first.
    damage: Option<UnpackError>,
    is_over: bool,
}

impl<'o, R: BufRead> Unpacker<'o, R> {
    /// Reads a container from its beginning.
    #[must_use]
    pub fn new(input: R, opening: Opening<'o>) -> Self {
        Self::resume(input, opening, Checkpoint::default())
    }

    /// Goes on at a checkpoint. The input begins at its offset; the next manifest is held against the one before the checkpoint, so
    /// that another container is not taken for the rest of this one.
    ///
    /// spec: PSR-MAN-016
    #[must_use]
    pub fn resume(input: R, opening: Opening<'o>, at: Checkpoint) -> Self {
        let lines = Lines::after(input, at.segment, at.line, at.offset);
        Self { lines, opening, open: None, last: at.last, is_end: at.is_end, damage: None, is_over: false }
    }

    fn advance(&mut self) -> Result<Option<Piece>, UnpackError> {
        if self.damage.is_some() {
            return self.end();
        }
        loop {
            let before = self.lines.taken();
            let event = match self.lines.next() {
                Err(error) if self.is_whole() => {
                    self.damage = Some(error);
                    Event::End
                }
                event => event?,
            };
            match event {
                Event::Line { bytes, place, is_manifest: true } => {
                    if self.lines.packing() == Some(Packing::Compressed) && self.open.is_some() {
                        return Err(UnpackError::Damaged(place));
                    }
                    let done = self.close(before);
                    self.open = Some((place, BatchReader::new(&bytes, self.opening), 0));
                    if let Some(segment) = done {
                        return Ok(Some(Piece::Segment(Box::new(segment))));
                    }
                }
                Event::Line { bytes, place, is_manifest: false } => {
                    let Some((_, batch, taken)) = &mut self.open else { return Err(UnpackError::Damaged(place)) };
                    *taken += 1;
                    if *taken > limits::MANIFEST_RECORDS {
                        return Err(UnpackError::TooLarge(place));
                    }
                    let outcome = batch.open(&bytes).map(Box::new);
                    return Ok(Some(Piece::Record { place, envelope: bytes, outcome }));
                }
                Event::EndOfFrame { place } => {
                    let end = self.lines.taken();
                    let Some(segment) = self.close(end) else { return Err(UnpackError::Damaged(place)) };
                    return Ok(Some(Piece::Segment(Box::new(segment))));
                }
                Event::End => return self.end(),
            }
        }
    }

    /// Whether every record of the segment that is open has come, in a container where nothing but the next line tells its end.
    fn is_whole(&self) -> bool {
        let is_plain = self.lines.packing() == Some(Packing::Plain);
        is_plain && self.open.as_ref().is_some_and(|(_, batch, _)| !batch.lacks_records())
    }

    /// The end of the input: of a plain container it ends the last segment too, unless that was cut.
    fn end(&mut self) -> Result<Option<Piece>, UnpackError> {
        if self.is_whole()
            && let Some(segment) = self.close(self.lines.taken())
        {
            return Ok(Some(Piece::Segment(Box::new(segment))));
        }
        if let Some(damage) = self.damage.take() {
            return Err(damage);
        }
        // spec: PSR-MAN-012
        if self.open.is_some() || !self.is_end { Err(UnpackError::Damaged(self.lines.place())) } else { Ok(None) }
    }

    /// Ends the segment that is open, where one is, at so many bytes and lines.
    fn close(&mut self, (offset, line): (u64, u64)) -> Option<Segment> {
        let (place, batch, _) = self.open.take()?;
        let (manifest, mismatches) = batch.finish();
        let mut fault = None;
        if let Ok(manifest) = &manifest {
            fault = self.last.as_ref().and_then(|last| last.fault(manifest));
            self.last = Some(Link::of(manifest));
        }
        self.is_end = manifest.as_ref().map_or(true, |manifest| manifest.document().records.is_empty());
        let checkpoint =
            Checkpoint { segment: place.segment, line, offset, last: self.last.clone(), is_end: self.is_end };
        Some(Segment { place, manifest, mismatches, fault, checkpoint })
    }
}

impl<R: BufRead> Iterator for Unpacker<'_, R> {
    type Item = Result<Piece, UnpackError>;

    /// The next piece; after an error there is none.
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.advance().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}
