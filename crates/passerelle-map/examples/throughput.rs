//! How many rows a second of processor time, so that what else the machine does does not count: reading alone, mapping,
//! validation, and a whole run with its state.
//!
//! ```sh
//! cargo run --release -p passerelle-map --example throughput -- examples/national-fr 200000
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a measurement stops where something is wrong")]

use std::io::{BufReader, Read};
use std::path::Path;

use passerelle::record::Timestamp;
use passerelle_map::{IdentityKey, Pack, Split, State, run};

/// The rows of an export again and again, each time with keys of their own, without holding them all.
struct Repeated {
    rows: Vec<String>,
    left: usize,
    made: usize,
    buffer: Vec<u8>,
}

impl Read for Repeated {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.buffer.len() < out.len() && self.left > 0 {
            let row = self.rows.get(self.made % self.rows.len()).unwrap();
            let (_, rest) = row.split_once(';').unwrap();
            self.buffer.extend_from_slice(format!("N-{:08};", self.made).as_bytes());
            // The example's letters are those of Latin-1.
            self.buffer.extend(rest.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')));
            self.buffer.extend_from_slice(b"\r\n");
            self.made += 1;
            self.left -= 1;
        }
        let count = out.len().min(self.buffer.len());
        for (to, from) in out.iter_mut().zip(self.buffer.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }
}

/// Seconds of processor time that this process has used, on all cores together.
fn used() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("a system with /proc");
    let after_name = stat.rsplit(')').next().unwrap();
    // User and system time, in hundredths of a second.
    let ticks = after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap());
    ticks.sum::<f64>() / 100.0
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "examples/national-fr".to_owned());
    let count: usize = arguments.next().map_or(100_000, |count| count.parse().expect("a number of rows"));
    let pack = Pack::open(Path::new(&folder)).expect("the pack compiles");
    let export = std::fs::read(Path::new(&folder).join("tests/export.csv")).expect("the export is there");
    let text: String = export.iter().map(|byte| char::from(*byte)).collect();
    // Rows whose cells have no line ends.
    let mut lines = text.split("\r\n");
    let header = lines.next().unwrap().to_owned();
    let rows: Vec<String> = lines.filter(|row| !row.is_empty() && !row.contains('\n')).map(str::to_owned).collect();
    let input = |count| {
        let head = std::io::Cursor::new(format!("{header}\r\n").into_bytes());
        BufReader::new(head.chain(Repeated { rows: rows.clone(), left: count, made: 0, buffer: Vec::new() }))
    };
    let now = Timestamp::new("2026-04-01T12:00:00Z").unwrap();
    let key = IdentityKey::parse(&"1".repeat(64)).unwrap();
    let report = |what: &str, begun: f64| {
        let seconds = used() - begun;
        println!("{what:<34} {:>9.0} rows/s", f64::from(u32::try_from(count).unwrap()) / seconds);
    };

    let begun = used();
    let read = pack.split(input(count)).filter(|split| match split.as_ref().unwrap() {
        Split::Row(raw) => pack.read(raw).is_ok(),
        Split::TooLong(..) => false,
    });
    assert_eq!(read.count(), count);
    report("reading, one core", begun);

    let begun = used();
    let written = pack.split(input(count)).map(|split| match split.unwrap() {
        Split::Row(raw) => pack.draft_text(&pack.read(&raw).unwrap()).unwrap().len(),
        Split::TooLong(..) => 0,
    });
    let bytes: usize = written.sum();
    report("and mapping, one core", begun);
    println!("{:<34} {:>9} bytes a draft", "", bytes / count);

    let mut drafts = Vec::new();
    for split in pack.split(input(1000)) {
        let Split::Row(raw) = split.unwrap() else { continue };
        let row = pack.read(&raw).unwrap();
        let draft = pack.get(&row, None).unwrap();
        let id = pack.row_key(&row, &key).unwrap();
        drafts.push(serde_json::to_vec(&pack.issue(draft.record, &id, &key, now)).unwrap());
    }

    let is_valid = |draft: &Vec<u8>| {
        passerelle::check_draft(draft, now).iter().all(|finding| finding.severity != passerelle::Severity::Error)
    };
    let begun = used();
    let valid = (0..count).filter(|index| is_valid(drafts.get(index % drafts.len()).unwrap()));
    assert_eq!(valid.count(), count);
    report("validation alone, one core", begun);

    let cores = std::thread::available_parallelism().map_or(1, Into::into);
    for cores in [1, cores] {
        let state = State::in_memory(&pack, &key).unwrap();
        let clock = std::time::Instant::now();
        let begun = used();
        let tally = run(&pack, input(count), &key, &state, now, cores, |_| Ok(())).unwrap();
        assert_eq!(tally.new, u64::try_from(count).unwrap());
        report(&format!("a whole run, {cores} core(s) mapping"), begun);
        println!("{:<34} {:>9.1} s by the clock", "", clock.elapsed().as_secs_f64());
    }
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
        println!("{peak}");
    }
}
