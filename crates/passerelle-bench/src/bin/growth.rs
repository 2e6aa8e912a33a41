//! `cargo xtask bench growth` runs this: how time grows with the size of a record, and of what hostile inputs hold.
//!
//! A slope of 1 means that twice the input takes twice the time. One that is too steep ends it with an error. `write DIR COUNT` writes a
//! stream of records of 1 KB and the trust to open them, for the command to work through.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a measurement stops where something is not as it should be"
)]

#[path = "../../../passerelle/tests/support/hostile.rs"]
#[allow(unreachable_pub, missing_docs, reason = "a part of the tests")]
mod hostile;

use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use passerelle::crypto::Algorithm;
use passerelle::{inspect, open, validate};
use passerelle_bench::World;

/// Up to the largest input that is read at all.
const HOSTILE: [usize; 4] = [512 << 10, 1 << 20, 2 << 20, 4_000_000];
const RECORDS: [usize; 7] = [1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 2_900_000];
/// The steepest that a slope may be over the last two doublings.
const STEEPEST: f64 = 1.5;
/// Milliseconds below which nothing can be told from what else the machine does.
const LEAST: f64 = 4.0;
const ROUNDS: usize = 5;
/// Different records of a stream, which come again and again.
const DIFFERENT: usize = 1000;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder, count] => {
            write(Path::new(folder), count.parse().unwrap());
            ExitCode::SUCCESS
        }
        _ => all(),
    }
}

fn all() -> ExitCode {
    let mut steep: Vec<&str> = records().into_iter().collect();
    steep.extend(attacks());
    if steep.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("\ntoo steep: {}", steep.join(", "));
    ExitCode::FAILURE
}

/// The shortest of some rounds, in milliseconds.
fn shortest(mut work: impl FnMut()) -> f64 {
    let once = |work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        begun.elapsed().as_secs_f64() * 1e3
    };
    (0..ROUNDS).map(|_| once(&mut work)).fold(f64::INFINITY, f64::min)
}

/// By which power the time grows from one size to another.
fn slope(times: (f64, f64), sizes: (usize, usize)) -> f64 {
    (times.1 / times.0).log2() / (sizes.1 as f64 / sizes.0 as f64).log2()
}

fn records() -> Option<&'static str> {
    let world = World::new(Algorithm::Ed25519);
    println!("\n| `open` by the size of a record | bytes | µs | µs a KB | slope |\n|---|---:|---:|---:|---:|");
    let mut before: Option<(f64, usize)> = None;
    let mut steepest = 0.0_f64;
    for size in RECORDS {
        let text = world.sample(size, 1).clear;
        let time = shortest(|| drop(black_box(open(&text, &world.trust, world.now).unwrap())));
        let grown = before.map(|(held, length)| slope((held, time), (length, text.len())));
        let shown = grown.map_or_else(String::new, |grown| format!("{grown:.2}"));
        println!(
            "| | {} | {:.0} | {:.1} | {shown} |",
            text.len(),
            time * 1e3,
            time * 1e3 / (text.len() as f64 / 1024.0)
        );
        before = Some((time, text.len()));
        steepest = steepest.max(grown.filter(|_| time > LEAST).unwrap_or_default());
    }
    (steepest > STEEPEST).then_some("records")
}

fn attacks() -> Vec<&'static str> {
    let world = World::new(Algorithm::Ed25519);
    println!(
        "\n| `inspect` and `validate` of hostile inputs, ms | 0.5 MiB | 1 MiB | 2 MiB | 4 MB | slope |\n|---|---:|---:|---:|---:|---:|"
    );
    let mut steep = Vec::new();
    for attack in hostile::hostile() {
        let times = HOSTILE.map(|size| {
            let input = (attack.make)(size);
            shortest(|| {
                let found =
                    (inspect(&input, None, world.now).findings.len(), validate(&input, world.now).findings.len());
                black_box(found);
            })
        });
        let grown = if times[3] < LEAST { 0.0 } else { slope((times[1], times[3]), (HOSTILE[1], HOSTILE[3])) };
        let shown: String = times.iter().map(|time| format!(" {time:.2} |")).collect();
        println!("| {} |{shown} {grown:.2} |", attack.name);
        if grown > STEEPEST {
            steep.push(attack.name);
        }
    }
    steep
}

fn write(folder: &Path, count: usize) {
    let world = World::new(Algorithm::Ed25519);
    let [root, list] = &world.documents;
    std::fs::write(folder.join("root.json"), root).unwrap();
    std::fs::write(folder.join("list.json"), list).unwrap();
    let records: Vec<Vec<u8>> = (0..DIFFERENT.min(count)).map(|number| world.sample(1 << 10, number).clear).collect();
    let mut stream = BufWriter::new(std::fs::File::create(folder.join("records.ndjson")).unwrap());
    for number in 0..count {
        stream.write_all(&records[number % records.len()]).unwrap();
        stream.write_all(b"\n").unwrap();
    }
    stream.flush().unwrap();
}
