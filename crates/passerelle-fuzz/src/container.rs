//! A container gives what its sender put in and nothing else, and everything before a damage.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use arbitrary::{Arbitrary, Unstructured};
use passerelle::Opening;
use passerelle::container::{Packer, Packing, Piece, Sender, UnpackError, Unpacker};
use passerelle::record::{FeedName, Timestamp};

use crate::world::world;

/// A container that was changed on the way.
#[derive(Arbitrary, Debug)]
struct Changed {
    packing: bool,
    bytes: Vec<(u16, u8)>,
    /// Bytes that are left out, or written twice.
    part: Option<(u16, u8, bool)>,
    cut: Option<u16>,
}

impl Changed {
    fn text(&self) -> Vec<u8> {
        let [plain, packed] = containers();
        let mut text = if self.packing { packed.clone() } else { plain.clone() };
        if let Some((from, length, twice)) = self.part {
            let from = usize::from(from) % text.len();
            let to = (from + usize::from(length)).min(text.len());
            let part = text[from..to].to_vec();
            let place = if twice { from..from } else { from..to };
            text.splice(place, part.into_iter().filter(|_| twice));
        }
        for (place, byte) in self.bytes.iter().take(4) {
            let place = usize::from(*place) % text.len().max(1);
            if let Some(old) = text.get_mut(place) {
                *old = *byte;
            }
        }
        if let Some(cut) = self.cut {
            text.truncate(usize::from(cut));
        }
        text
    }
}

/// The records of the world in a container, as lines and compressed, each in a segment of its own.
fn containers() -> &'static [Vec<u8>; 2] {
    static CONTAINERS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    CONTAINERS.get_or_init(|| {
        [Packing::Plain, Packing::Compressed].map(|packing| {
            let world = world();
            let next_by = Timestamp::new("2026-06-02T12:00:00Z").unwrap();
            let sender = Sender::new(&world.northland, FeedName::new("daily").unwrap(), world.now, next_by);
            let mut packer = Packer::new(Vec::new(), packing, sender.segments_of(1));
            for envelope in &world.signed {
                packer.add(envelope).unwrap();
            }
            packer.finish().unwrap().0
        })
    })
}

pub(crate) fn run(input: &[u8]) {
    if input.first().is_some_and(|first| b"{\x28".contains(first)) {
        return read(input);
    }
    if let Ok(changed) = Unstructured::new(input).arbitrary::<Changed>() {
        read(&changed.text());
    }
}

fn read(text: &[u8]) {
    static SENT: OnceLock<BTreeSet<String>> = OnceLock::new();
    let world = world();
    let digest = |envelope: &[u8]| {
        let record = passerelle::open(envelope, &world.trust, world.now).unwrap();
        record.digest().hash.to_string()
    };
    let sent = SENT.get_or_init(|| world.signed.iter().map(|envelope| digest(envelope)).collect());
    let mut checkpoint = None;
    for piece in Unpacker::new(text, Opening::new(&world.trust, world.now)) {
        match piece {
            Ok(Piece::Record { outcome: Ok(record), envelope, .. }) => {
                let alone = passerelle::open(&envelope, &world.trust, world.now).expect("it opens alone too");
                assert_eq!(alone.digest(), record.digest());
                assert!(sent.contains(record.digest().hash.as_str()), "nobody else has signed anything");
            }
            Ok(Piece::Record { .. }) => {}
            Ok(Piece::Segment(segment)) => checkpoint = Some(segment.checkpoint.clone()),
            Err(UnpackError::Input(error)) => panic!("memory does not fail: {error}"),
            Err(error) => {
                let place = error.place().expect("a damage has its place");
                assert!(place.offset <= u64::try_from(text.len()).unwrap(), "a damage lies in the text");
            }
        }
    }
    // Whoever goes on at a checkpoint begins within the text.
    if let Some(checkpoint) = checkpoint {
        let offset = usize::try_from(checkpoint.offset).unwrap();
        let rest = text.get(offset..).expect("a checkpoint lies in the text");
        assert!(Unpacker::resume(rest, Opening::new(&world.trust, world.now), checkpoint).count() <= text.len() + 2);
    }
}
