//! How much memory it takes to write and read a container of many records:
//! `cargo run --release -p passerelle --example container_memory -- 100000` (Linux).
//!
//! It asserts nothing; it prints the peak of this process after each step.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a measurement stops where something is not as it should be"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs::File;
use std::io::{BufReader, BufWriter};

use passerelle::container::{Packer, Packing, Piece, Sender, Unpacker};
use passerelle::record::FeedName;
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{Form, Opening, sign};
use serde_json::{Value, json};
use support::{World, bytes, time};

/// Different records; they are sent again and again, in segments of their own.
const DIFFERENT: usize = 1000;

fn main() {
    let count: usize = std::env::args().nth(1).map_or(100_000, |count| count.parse().unwrap());
    let world = World::new();
    let now = time("2026-12-01T00:00:00Z");
    let trust = world.trust_with(|list| list.authorities[0].roles.push(AuthorityRole::new("manifest").unwrap()));
    let mut draft: Value =
        serde_json::from_str(include_str!("../../../examples/records/profile-driver-han.json")).unwrap();
    draft["issuer"] = json!("XX/northland");
    let envelopes: Vec<Vec<u8>> = (0..DIFFERENT)
        .map(|number| {
            draft["id"] = json!(format!("XX/northland/01890a5d-ac96-774b-bcce-{number:012x}"));
            sign(&bytes(&draft), &[&world.north], now, Form::Clear).unwrap()
        })
        .collect();
    println!("before: {}", peak());

    let path = std::env::temp_dir().join(format!("container-memory-{}.psr.zst", std::process::id()));
    let feed = FeedName::new("measured").unwrap();
    let sender = Sender::new(&world.north, feed, now, time("2026-12-02T00:00:00Z"));
    let mut packer = Packer::new(BufWriter::new(File::create(&path).unwrap()), Packing::Compressed, sender);
    for number in 0..count {
        packer.add(&envelopes[number % DIFFERENT]).unwrap();
    }
    packer.finish().unwrap();
    let size = std::fs::metadata(&path).unwrap().len();
    println!("{count} records packed into {size} bytes: {}", peak());

    let input = BufReader::new(File::open(&path).unwrap());
    let (mut opened, mut text) = (0_usize, 0_usize);
    for piece in Unpacker::new(input, Opening::new(&trust, now)) {
        match piece.unwrap_or_else(|error| panic!("{error}")) {
            Piece::Record { outcome, envelope, .. } => {
                opened += usize::from(outcome.is_ok());
                text += envelope.len();
            }
            Piece::Segment(segment) => assert!(segment.manifest.is_ok() && segment.mismatches.is_empty()),
        }
    }
    println!("{opened} records opened, {text} bytes of text: {}", peak());
    let _ = std::fs::remove_file(path);
}

/// The peak of the memory of this process, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}
