//! The side of Rust in `cargo xtask bench bindings`: reads the name of a task from each line of its input, and answers with the
//! nanoseconds that it took. What is measured is in the folder that its one argument names.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops where something is not as it should be"
)]

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use passerelle::open;
use passerelle::record::Timestamp;
use passerelle::trust::Trust;

/// 2026-12-01T00:00:00Z.
const NOW: i64 = 1_796_083_200;
/// Records that a thread takes at once.
const STRIDE: usize = 16;

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let now = Timestamp::from_unix_seconds(NOW).unwrap();
    let trust = Trust::pin(&read("root.json")).unwrap().update_list(&read("list.json"), now).unwrap().trust;
    let text = read("records.ndjson");
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let opens = |line: &[u8]| drop(open(line, &trust, now).unwrap());
    for task in std::io::stdin().lock().lines() {
        let begin = Instant::now();
        match task.unwrap().as_str() {
            // Slices cost nothing, so that there is one way for both.
            "lines" | "list" => on_every_core(&lines, opens),
            "open" => lines.iter().for_each(|line| opens(line)),
            "typed" => lines.iter().for_each(|line| {
                let _ = open(line, &trust, now).unwrap().record();
            }),
            "threads" => std::thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| lines.iter().for_each(|line| opens(line)));
                }
            }),
            _ => return,
        }
        println!("{}", begin.elapsed().as_nanos());
        std::io::stdout().flush().unwrap();
    }
}

fn on_every_core(lines: &[&[u8]], work: impl Fn(&[u8]) + Sync) {
    let next = AtomicUsize::new(0);
    let take = || {
        while let Some(rest) = lines.get(next.fetch_add(STRIDE, Ordering::Relaxed)..).filter(|rest| !rest.is_empty()) {
            rest.iter().take(STRIDE).for_each(|line| work(line));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(take);
        }
    });
}
