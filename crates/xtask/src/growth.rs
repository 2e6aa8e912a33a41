//! `cargo xtask bench growth`: what grows with the input, and how: time by the size of a record and of hostile inputs; time and memory of
//! the command by the number of records; and how long it takes to start.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::bench::{built, machine};
use crate::steps::{output, run as execute, scratch};
use crate::{Outcome, read};

/// Records of the streams.
const STREAMS: [usize; 4] = [1, 1000, 100_000, 1_000_000];
/// The stream by which one core is held against all.
const COMPARED: usize = 100_000;
/// When the records were signed.
const NOW: &str = "2026-12-01T12:00:00Z";
/// How often the command is started.
const STARTS: usize = 50;
/// Measures, and prints the tables.
pub(crate) fn run(root: &Path) -> Outcome {
    let program = built(root, "growth", &[])?;
    let command = crate::steps::release(root)?;
    let mut text = machine() + &streams(root, &program, &command)? + &starts(root, &command)?;
    text += &output(&mut Command::new(&program))?;
    println!("{text}");
    Ok(())
}

/// What a run of the command took.
struct Took {
    time: Duration,
    /// The most memory that it held, in KiB.
    memory: u64,
}

fn streams(root: &Path, program: &Path, command: &Path) -> Result<String, String> {
    let mut text =
        "\n| `passerelle verify` of a stream, records of 1 KB | cores | seconds | µs a record | memory, MiB |\n\
        |---|---:|---:|---:|---:|\n"
            .to_owned();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    for count in STREAMS {
        let folder = scratch(root, "growth")?;
        execute(Command::new(program).arg("write").arg(&folder).arg(count.to_string()))?;
        for words in [["pin", "--root", "root.json"], ["verify", "--update", "list.json"]] {
            let [verb, option, file] = words;
            let words = ["trust", verb, "trust", option, file, "--now", NOW];
            output(Command::new(command).current_dir(&folder).args(words))?;
        }
        let mut row = |cores: usize, took: &Took| {
            let seconds = took.time.as_secs_f64();
            let each = seconds * 1e6 / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
            text += &format!("| {count} | {cores} | {seconds:.2} | {each:.1} | {} |\n", took.memory / 1024);
        };
        row(cores, &verify(&folder, command, None)?);
        if count == COMPARED && cores > 1 {
            row(1, &verify(&folder, command, Some("0"))?);
        }
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(text)
}

/// Runs the command over the stream of a folder, on the cores that are named.
fn verify(folder: &Path, command: &Path, cores: Option<&str>) -> Result<Took, String> {
    let mut verify = match cores {
        Some(cores) => {
            let mut pinned = Command::new("taskset");
            pinned.args(["-c", cores]).arg(command);
            pinned
        }
        None => Command::new(command),
    };
    verify.args(["verify", "records.ndjson", "--trust", "trust", "--quiet", "--now", NOW]);
    verify.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = verify.spawn().map_err(|error| format!("{}: {error}", command.display()))?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    loop {
        if let Some(end) = child.try_wait().map_err(|error| error.to_string())? {
            let took = Took { time: begun.elapsed(), memory };
            return if end.success() { Ok(took) } else { Err(format!("{}: {end}", command.display())) };
        }
        // The peak so far, as Linux tells it.
        let held = read(Path::new(&status)).unwrap_or_default();
        let peak = held.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        memory = memory.max(peak.unwrap_or_default());
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn starts(root: &Path, command: &Path) -> Result<String, String> {
    let record = root.join("examples/records/link-member-driver.json").display().to_string();
    let mut text = "\n| from start to end, one process | median, ms | longest, ms |\n|---|---:|---:|\n".to_owned();
    for words in [vec!["--version"], vec!["vocab", "concealment"], vec!["validate", &record]] {
        let mut times = Vec::new();
        for _ in 0..STARTS {
            let begun = Instant::now();
            output(Command::new(command).args(&words))?;
            times.push(begun.elapsed());
        }
        times.sort();
        let shown = words.join(" ").replace(&record, "RECORD");
        let ms = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
        text += &format!("| `passerelle {shown}` | {:.1} | {:.1} |\n", ms(times.get(STARTS / 2)), ms(times.last()));
    }
    Ok(text)
}
