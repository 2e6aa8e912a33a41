//! Runs one stage some times, for callgrind to count: `instructions NAME`. Without a name it says which there are.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement stops where something is not as it should be"
)]

use std::hint::black_box;

use passerelle::crypto::Algorithm;
use passerelle::manifest::open_batch;
use passerelle::{Form, Opening, inspect, json, open, sign, validate};
use passerelle_bench::{Sample, World};

/// What is counted, on a record of so many bytes.
const STAGES: [(&str, usize); 13] = [
    ("open-clear-1k", 1 << 10),
    ("open-clear-4k", 4 << 10),
    ("open-clear-16k", 16 << 10),
    ("open-clear-256k", 256 << 10),
    ("open-white-space-4k", 4 << 10),
    ("open-opaque-4k", 4 << 10),
    ("open-batch-4k", 4 << 10),
    ("inspect-4k", 4 << 10),
    ("read-4k", 4 << 10),
    ("write-4k", 4 << 10),
    ("validate-4k", 4 << 10),
    ("validate-wrong-4k", 4 << 10),
    ("sign-4k", 4 << 10),
];

/// Often enough that what is made once weighs nothing.
const TIMES: usize = 4;

fn main() {
    let Some(name) = std::env::args().nth(1) else {
        STAGES.iter().for_each(|(name, _)| println!("{name}"));
        return;
    };
    let size = STAGES.iter().find(|(held, _)| *held == name).unwrap().1;
    let world = World::new(Algorithm::Ed25519);
    let sample = world.sample(size, 1);
    let manifest = world.manifest(std::slice::from_ref(&sample.clear));
    // What is made once is made before anything is counted.
    measured(&name, &world, &sample, &manifest);
    for _ in 0..TIMES {
        counted(&name, &world, &sample, &manifest);
    }
}

/// Callgrind counts from here to the return.
#[inline(never)]
fn counted(name: &str, world: &World, sample: &Sample, manifest: &[u8]) {
    measured(name, world, sample, manifest);
}

fn measured(name: &str, world: &World, sample: &Sample, manifest: &[u8]) {
    let opened = |text: &[u8]| drop(black_box(open(text, &world.trust, world.now).unwrap()));
    match name.rsplit_once('-').unwrap().0 {
        "open-clear" => opened(&sample.clear),
        "open-white-space" => opened(&sample.pretty),
        "open-opaque" => opened(&sample.opaque),
        "open-batch" => {
            let opening = Opening::new(&world.trust, world.now);
            drop(black_box(open_batch(manifest, [sample.clear.as_slice()], &opening)));
        }
        "inspect" => drop(black_box(inspect(&sample.clear, Some(&world.trust), world.now))),
        "read" => drop(black_box(json::read(&sample.draft).unwrap())),
        "write" => drop(black_box(json::read(&sample.draft).unwrap().to_canonical())),
        "validate" => drop(black_box(validate(&sample.draft, world.now))),
        "validate-wrong" => drop(black_box(validate(&sample.clear, world.now))),
        _ => drop(black_box(sign(&sample.draft, &[&world.key], world.now, Form::Clear).unwrap())),
    }
}
