//! Containers: what was packed comes out again, and what is damaged is known to be, with everything before it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use std::io::{self, BufRead, BufReader, Read};

use passerelle::container::{Checkpoint, PackError, Packer, Packing, Piece, Segment, Sender, UnpackError, Unpacker};
use passerelle::crypto::{Algorithm, SoftwareKey};
use passerelle::manifest::{FeedFault, Link, Mismatch};
use passerelle::record::FeedName;
use passerelle::trust::Trust;
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{Code, Form, OpenError, Opening, VerifiedRecord, convert, limits, open};
use serde_json::json;
use support::*;

const PACKINGS: [Packing; 2] = [Packing::Plain, Packing::Compressed];

fn trust(world: &World) -> Trust {
    world.trust_with(|list| list.authorities[0].roles.push(AuthorityRole::new("manifest").unwrap()))
}

/// A record with a number of its own.
fn record(world: &World, number: usize) -> Vec<u8> {
    world.sign(&draft_with(json!({ "id": format!("XX/northland/01890a5d-ac96-774b-bcce-{number:012x}") })))
}

/// A record whose key nobody knows, which is refused soon.
fn strange(number: usize) -> Vec<u8> {
    thread_local! { static STRANGER: SoftwareKey = key("XX/northland", Algorithm::Ed25519); }
    let draft = draft_with(json!({ "id": format!("XX/northland/01890a5d-ac96-774b-bcce-{number:012x}") }));
    STRANGER.with(|key| passerelle::sign(&bytes(&draft), &[key], now(), Form::Clear).unwrap())
}

fn sender(key: &SoftwareKey) -> Sender<'_> {
    Sender::new(key, FeedName::new("daily").unwrap(), now(), time("2026-06-02T12:00:00Z"))
}

/// A container with segments of so many records, and its last manifest.
fn packed(sender: Sender<'_>, packing: Packing, records: &[Vec<u8>]) -> (Vec<u8>, Link) {
    let mut packer = Packer::new(Vec::new(), packing, sender);
    for record in records {
        packer.add(record).unwrap();
    }
    packer.finish().unwrap()
}

/// All that came out of a container.
#[derive(Default)]
struct Unpacked {
    records: Vec<Result<Box<VerifiedRecord>, OpenError>>,
    segments: Vec<Segment>,
    /// The code and the offset of the damage.
    stopped: Option<(Code, u64)>,
}

impl Unpacked {
    fn of<R: BufRead>(unpacker: Unpacker<'_, R>) -> Self {
        let mut unpacked = Self::default();
        for piece in unpacker {
            match piece {
                Ok(Piece::Record { outcome, .. }) => unpacked.records.push(outcome),
                Ok(Piece::Segment(segment)) => unpacked.segments.push(*segment),
                Err(error) => unpacked.stopped = Some((error.code().unwrap(), error.place().unwrap().offset)),
            }
        }
        unpacked
    }

    fn from(container: &[u8], trust: &Trust) -> Self {
        Self::of(Unpacker::new(container, Opening::new(trust, now())))
    }

    fn is_clean(&self) -> bool {
        let is_clean =
            |segment: &Segment| segment.manifest.is_ok() && segment.mismatches.is_empty() && segment.fault.is_none();
        self.stopped.is_none() && self.records.iter().all(Result::is_ok) && self.segments.iter().all(is_clean)
    }
}

#[test]
fn what_was_packed_comes_out_again() {
    let world = World::new();
    let trust = trust(&world);
    let mut records: Vec<_> = (1..=5).map(|number| record(&world, number)).collect();
    records[3] = convert(&records[3], Form::Opaque).unwrap();
    for packing in PACKINGS {
        let (container, last) = packed(sender(&world.north).segments_of(2), packing, &records);
        let unpacked = Unpacked::from(&container, &trust);
        assert!(unpacked.is_clean());
        let opened: Vec<_> = records.iter().map(|record| open(record, &trust, now()).map(Box::new)).collect();
        assert_eq!(unpacked.records, opened);
        let counts: Vec<i64> =
            unpacked.segments.iter().map(|segment| segment.manifest.as_ref().unwrap().document().count).collect();
        assert_eq!(counts, [2, 2, 1, 0], "the last manifest lists nothing");
        let end = &unpacked.segments[3].checkpoint;
        assert_eq!((end.segment, end.line, end.is_end), (4, 9, true));
        assert_eq!(end.offset, u64::try_from(container.len()).unwrap());
        assert_eq!(end.last.as_ref(), Some(&last));
    }
}

#[test]
fn the_envelope_comes_out_as_it_was_with_its_place() {
    let world = World::new();
    let trust = trust(&world);
    let records = [record(&world, 1), convert(&record(&world, 2), Form::Opaque).unwrap()];
    let (container, _) = packed(sender(&world.north).segments_of(1), Packing::Plain, &records);
    let mut found = Vec::new();
    for piece in Unpacker::new(container.as_slice(), Opening::new(&trust, now())) {
        if let Piece::Record { place, envelope, .. } = piece.unwrap() {
            let at = usize::try_from(place.offset).unwrap();
            assert_eq!(&container[at..at + envelope.len()], envelope);
            found.push((place.segment, place.line, envelope));
        }
    }
    assert_eq!(found, [(1, 2, records[0].clone()), (2, 4, records[1].clone())]);
}

#[test]
fn an_empty_container_and_one_that_follows_another() {
    let world = World::new();
    let trust = trust(&world);
    for packing in PACKINGS {
        let (first, last) = packed(sender(&world.north), packing, &[]);
        assert_eq!(Unpacked::from(&first, &trust).segments.len(), 1);
        let (second, _) = packed(sender(&world.north).after(last.clone()), packing, &[record(&world, 1)]);
        let both = [first.clone(), second].concat();
        assert!(Unpacked::from(&both, &trust).is_clean(), "containers can be put one behind the other");

        let (forked, _) = packed(sender(&world.north), packing, &[record(&world, 1)]);
        let twice = Unpacked::from(&[first.clone(), forked].concat(), &trust);
        assert_eq!(twice.segments[1].fault, Some(FeedFault::Fork));
        let again = Unpacked::from(&[first.clone(), first.clone()].concat(), &trust);
        assert_eq!(again.segments[1].fault, Some(FeedFault::Repeat));
        let skipped = Link { sequence: 7, ..last };
        let (later, _) = packed(sender(&world.north).after(skipped), packing, &[]);
        let gap = Unpacked::from(&[first, later].concat(), &trust);
        assert_eq!(gap.segments[1].fault, Some(FeedFault::Gap));
    }
}

#[test]
fn cut_off_after_any_byte() {
    let world = World::new();
    let trust = trust(&world);
    let records: Vec<_> = (1..=3).map(strange).collect();
    for packing in PACKINGS {
        let (container, _) = packed(sender(&world.north).segments_of(2), packing, &records);
        let whole = Unpacked::from(&container, &trust);
        assert_eq!((whole.stopped, whole.records.len()), (None, 3));
        let ends: Vec<u64> = whole.segments.iter().map(|segment| segment.checkpoint.offset).collect();
        for length in 0..container.len() {
            let near_an_end = container[length.saturating_sub(4)..(length + 4).min(container.len())].contains(&b'\n');
            if packing == Packing::Plain && length % 19 != 0 && !near_an_end {
                continue;
            }
            let cut = Unpacked::from(&container[..length], &trust);
            let (code, offset) = cut.stopped.unwrap_or_else(|| panic!("cut after {length} bytes, and nobody knows"));
            assert_eq!(code, Code::BndDamaged);
            let at = u64::try_from(length).unwrap();
            assert!(offset <= at, "{length}");
            assert_eq!(cut.records, whole.records[..cut.records.len()]);
            let due = ends.iter().filter(|end| **end <= at).count();
            assert_eq!(cut.segments.len(), due, "{length}");
            if packing == Packing::Compressed {
                let frame = ends.iter().rev().find(|end| **end <= at).copied().unwrap_or_default();
                assert_eq!(offset, frame, "{length}: the segment that is damaged is named");
                assert!(cut.records.len() >= [0, 2, 3][due.min(2)]);
            } else {
                let lines = container[..length].iter().filter(|byte| **byte == b'\n').count();
                assert_eq!(cut.records.len(), [0, 0, 1, 2, 2, 3, 3][lines], "{length}: every whole line is given");
            }
        }
    }
}

#[test]
fn any_byte_is_damaged() {
    let world = World::new();
    let trust = trust(&world);
    let records: Vec<_> = (1..=3).map(strange).collect();
    for (packing, step) in [(Packing::Plain, 23), (Packing::Compressed, 3)] {
        let (container, _) = packed(sender(&world.north).segments_of(2), packing, &records);
        let whole = Unpacked::from(&container, &trust);
        for index in (0..container.len()).step_by(step) {
            let mut damaged = container.clone();
            damaged[index] ^= 1 << (index / 3 % 8);
            let unpacked = Unpacked::from(&damaged, &trust);
            let before =
                whole.segments.iter().filter(|it| it.checkpoint.offset <= u64::try_from(index).unwrap()).count();
            let kept = [0, 2, 3, 3][before];
            assert_eq!(unpacked.records[..kept], whole.records[..kept], "byte {index}");
            let is_noticed = unpacked.stopped.is_some()
                || unpacked.segments.iter().any(|it| it.manifest.is_err() || !it.mismatches.is_empty());
            // A few bits of a frame say nothing about what is in it.
            let is_harmless = unpacked.records == whole.records && packing == Packing::Compressed;
            assert!(is_noticed || is_harmless, "byte {index}");
        }
    }
}

#[test]
fn a_small_container_that_unfolds_without_end() {
    let world = World::new();
    let trust = trust(&world);
    let (container, _) = packed(sender(&world.north), Packing::Compressed, &[record(&world, 1)]);
    let frame = |text: &mut dyn Read| zstd::encode_all(text, 3).unwrap();
    let manifest = {
        let (plain, _) = packed(sender(&world.north), Packing::Plain, &[]);
        plain
    };
    let long = [vec![b'0'; 1 << 20], b"\n".to_vec()].concat();
    for (filling, megabytes) in [(b"0".as_slice(), 40), (b"\n", 40), (b"{}\n", 20), (&long, 33)] {
        let filler = filling.repeat((megabytes << 20) / filling.len() + 1);
        let bomb = frame(&mut manifest.as_slice().chain(filler.as_slice()));
        assert!(bomb.len() < 10_000);
        let unpacked = Unpacked::from(&[container.clone(), bomb].concat(), &trust);
        let at = u64::try_from(container.len()).unwrap();
        assert_eq!(unpacked.stopped, Some((Code::LimSize, at)));
        assert!(unpacked.records[0].is_ok(), "what came before is kept");
    }
}

#[test]
fn a_frame_that_asks_for_too_much_memory() {
    let world = World::new();
    let trust = trust(&world);
    let (plain, _) = packed(sender(&world.north), Packing::Plain, &[]);
    for (log, code) in [(23, None), (27, Some(Code::BndDamaged))] {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
        encoder.window_log(log).unwrap();
        io::Write::write_all(&mut encoder, &plain).unwrap();
        let unpacked = Unpacked::from(&encoder.finish().unwrap(), &trust);
        assert_eq!(unpacked.stopped.map(|(code, _)| code), code, "a window of 2^{log}");
    }
}

#[test]
fn a_line_without_end() {
    let world = World::new();
    let trust = trust(&world);
    let (plain, _) = packed(sender(&world.north), Packing::Plain, &[]);
    let endless = BufReader::new(plain.as_slice().chain(io::repeat(b'x')));
    let unpacked = Unpacked::of(Unpacker::new(endless, Opening::new(&trust, now())));
    assert_eq!(unpacked.stopped.map(|(code, _)| code), Some(Code::LimSize));

    // One that is merely too long is refused by itself, and what follows is given.
    let long = vec![b'x'; limits::INPUT_BYTES + 1];
    let text = [plain.as_slice(), &long, b"\n", &record(&world, 1), b"\n"].concat();
    let unpacked = Unpacked::from(&text, &trust);
    assert_eq!(unpacked.records[0].as_ref().unwrap_err().code(), Code::LimSize);
    assert!(unpacked.records[1].is_ok());
    assert_eq!(unpacked.segments[0].mismatches, [Mismatch::Extra { record: 0 }, Mismatch::Extra { record: 1 }]);
}

#[test]
fn what_is_no_container() {
    let world = World::new();
    let trust = trust(&world);
    let (plain, _) = packed(sender(&world.north), Packing::Plain, &[record(&world, 1)]);
    let (compressed, _) = packed(sender(&world.north), Packing::Compressed, &[]);
    let frame = |text: &[u8]| zstd::encode_all(text, 3).unwrap();
    let skippable = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 0];
    for (text, offset) in [
        (Vec::new(), 0),
        (b"\x1f\x8b gzip".to_vec(), 0),
        (record(&world, 1), 0),
        (frame(b""), 0),
        (frame(&record(&world, 1)), 0),
        (frame(&[record(&world, 1), b"\n".to_vec()].concat()), 0),
        (frame(&plain), 0),
        ([compressed.clone(), b"{}".to_vec()].concat(), compressed.len()),
        ([compressed.clone(), skippable.to_vec()].concat(), compressed.len()),
        ([compressed.clone(), plain.clone()].concat(), compressed.len()),
        ([plain.clone(), compressed[..4].to_vec()].concat(), plain.len()),
    ] {
        let unpacked = Unpacked::from(&text, &trust);
        assert_eq!(unpacked.stopped, Some((Code::BndDamaged, u64::try_from(offset).unwrap())));
    }
}

#[test]
fn what_is_missing_or_too_much_in_a_segment() {
    let world = World::new();
    let trust = trust(&world);
    let records: Vec<_> = (1..=4).map(|number| record(&world, number)).collect();
    let (container, _) = packed(sender(&world.north).segments_of(2), Packing::Plain, &records);
    let lines: Vec<&[u8]> = container.split_inclusive(|byte| *byte == b'\n').collect();
    let without = [&lines[..2], &lines[3..]].concat().concat();
    let unpacked = Unpacked::from(&without, &trust);
    assert_eq!(unpacked.segments[0].mismatches, [Mismatch::Missing { entry: 1 }]);
    assert_eq!((unpacked.segments.len(), unpacked.records.len(), unpacked.stopped), (3, 3, None));
    let moved = [&lines[..2], &lines[3..5], &lines[2..3], &lines[5..]].concat().concat();
    let unpacked = Unpacked::from(&moved, &trust);
    assert_eq!(unpacked.segments[0].mismatches, [Mismatch::Missing { entry: 1 }]);
    assert_eq!(unpacked.segments[1].mismatches, [Mismatch::Extra { record: 1 }]);
    assert!(unpacked.records.iter().all(Result::is_ok), "what is valid by itself is kept");
}

#[test]
fn going_on_after_a_segment() {
    let world = World::new();
    let trust = trust(&world);
    let records: Vec<_> = (1..=5).map(|number| record(&world, number)).collect();
    for packing in PACKINGS {
        let (container, _) = packed(sender(&world.north).segments_of(2), packing, &records);
        let whole = Unpacked::from(&container, &trust);
        for (done, segment) in whole.segments.iter().enumerate() {
            let at = segment.checkpoint.clone();
            let rest = &container[usize::try_from(at.offset).unwrap()..];
            let resumed = Unpacked::of(Unpacker::resume(rest, Opening::new(&trust, now()), at));
            assert!(resumed.is_clean());
            assert_eq!(resumed.records, whole.records[(2 * (done + 1)).min(5)..]);
            let places = |segments: &[Segment]| -> Vec<_> {
                segments.iter().map(|segment| (segment.place, segment.checkpoint.clone())).collect()
            };
            assert_eq!(places(&resumed.segments), places(&whole.segments[done + 1..]));
        }
        // The rest of another container is not the rest of this one.
        let others: Vec<_> = (11..=15).map(|number| record(&world, number)).collect();
        let (other, _) = packed(sender(&world.north).segments_of(2), packing, &others);
        let at = |unpacked: &Unpacked| unpacked.segments[0].checkpoint.clone();
        let rest = &other[usize::try_from(at(&Unpacked::from(&other, &trust)).offset).unwrap()..];
        let spliced = Unpacked::of(Unpacker::resume(rest, Opening::new(&trust, now()), at(&whole)));
        assert_eq!(spliced.segments[0].fault, Some(FeedFault::Fork));
    }
}

#[test]
fn a_packer_lists_nothing_that_it_would_wrongly_stand_for() {
    let world = World::new();
    let trust = trust(&world);
    let good = record(&world, 1);
    let mut bad: serde_json::Value = serde_json::from_slice(&record(&world, 2)).unwrap();
    bad["record"]["lang"] = json!("fr");
    let mut packer = Packer::new(Vec::new(), Packing::Plain, sender(&world.north));
    let refused = |error: PackError| error.code();
    assert_eq!(packer.add(&bytes(&bad)).map_err(refused), Err(Some(Code::SigInvalid)));
    assert_eq!(packer.add(b"{}").map_err(refused), Err(Some(Code::EnvContent)));
    packer.add(&good).unwrap();
    packer.add(&good).unwrap();
    packer.add(&convert(&good, Form::Opaque).unwrap()).unwrap();
    let (container, _) = packer.finish().unwrap();
    let unpacked = Unpacked::from(&container, &trust);
    assert!(unpacked.is_clean());
    assert_eq!(unpacked.records.len(), 1, "one record is listed once");
}

#[test]
fn an_input_or_output_that_fails() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    impl io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let world = World::new();
    let trust = trust(&world);
    for packing in PACKINGS {
        let (container, _) = packed(sender(&world.north), packing, &[record(&world, 1)]);
        for held in [0, 5, container.len() / 2] {
            let input = BufReader::new(container[..held].chain(Broken));
            let last = Unpacker::new(input, Opening::new(&trust, now())).last();
            assert!(matches!(last, Some(Err(UnpackError::Input(_)))), "a line that breaks is no damage");
        }
        let packer = Packer::new(Broken, packing, sender(&world.north));
        assert!(matches!(packer.finish(), Err(PackError::Output(_))));
    }
}

#[test]
fn errors_hold_nothing_of_what_was_read() {
    let world = World::new();
    let trust = trust(&world);
    let text = b"{\"manifest\":\"Konstantin Beispiel\"}\n{\"Konstantin Beispiel";
    for piece in Unpacker::new(text.as_slice(), Opening::new(&trust, now())) {
        let shown = match &piece {
            Ok(Piece::Segment(segment)) => format!("{segment:?}"),
            Ok(_) => continue,
            Err(error) => format!("{error:?} {error}"),
        };
        assert!(!shown.contains("Konstantin"), "{shown}");
    }
    let _ = Checkpoint::default();
}
