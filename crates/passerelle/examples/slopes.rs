//! What hostile inputs cost, and how that grows with their size: the time for each at four sizes, and the steepest slope.
//!
//! ```sh
//! cargo run --release -p passerelle --example slopes
//! ```
//! A slope of 1 means that twice the input takes twice the time. One above 1.5 over the last two doublings ends it with an error.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement stops where something is wrong"
)]

#[path = "../tests/support/hostile.rs"]
#[allow(unreachable_pub, missing_docs, reason = "a part of the tests")]
mod hostile;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use passerelle::record::Timestamp;
use passerelle::{inspect, validate};

/// Up to the largest input that is read at all.
const SIZES: [usize; 4] = [512 << 10, 1 << 20, 2 << 20, 4_000_000];
const STEEPEST: f64 = 1.5;
/// Below that nothing can be told from what else the machine does.
const LEAST: Duration = Duration::from_millis(4);

fn main() -> ExitCode {
    let now = Timestamp::new("2026-12-01T12:00:00Z").unwrap();
    let mut steep = Vec::new();
    println!("{:<28}{:>9}{:>9}{:>9}{:>9}{:>8}", "milliseconds for", "0.5 MiB", "1 MiB", "2 MiB", "4 MB", "slope");
    for attack in hostile::hostile() {
        let times = SIZES.map(|size| {
            let input = (attack.make)(size);
            let once = || {
                let begun = Instant::now();
                std::hint::black_box((inspect(&input, None, now).findings.len(), validate(&input, now).findings.len()));
                begun.elapsed()
            };
            (0..3).map(|_| once()).min().unwrap_or_default()
        });
        let slope = |from: usize, to: usize| {
            let size = |at: usize| f64::from(u32::try_from(SIZES[at]).unwrap());
            (times[to].as_secs_f64() / times[from].as_secs_f64()).log2() / (size(to) / size(from)).log2()
        };
        let slope = if times[3] < LEAST { 0.0 } else { slope(1, 3) };
        print!("{:<28}", attack.name);
        times.iter().for_each(|time| print!("{:>9.2}", time.as_secs_f64() * 1e3));
        println!("{slope:>8.2}");
        if slope > STEEPEST {
            steep.push(attack.name);
        }
    }
    if steep.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("too steep: {}", steep.join(", "));
    ExitCode::FAILURE
}
