//! Makes the cases of the suite, from the library and from tables of what can be wrong.
//!
//! `passerelle-vectors DIR` writes what is not current, `--check` says what it would change. A case that has been published is
//! neither changed nor dropped, unless `--replace` says so: whoever has passed it has passed it as it is.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a generator stops where one of its tables is wrong"
)]

mod coverage;
mod drafts;
mod ed25519;
mod envelopes;
mod headers;
mod maker;
mod manifests;
mod order;
mod publish;
mod quorum;
mod records;
mod redaction;
mod relay;
mod release;
mod sealing;
mod signatures;
mod signing;
mod statements;
mod status;
mod text;
mod times;
mod trust;
mod world;
mod wycheproof;

use std::path::Path;
use std::process::ExitCode;

use maker::Maker;
use publish::Mode;
use world::World;

/// The cases of each area.
const AREAS: [fn(&mut Maker); 19] = [
    text::cases,
    envelopes::cases,
    headers::cases,
    order::cases,
    signatures::cases,
    ed25519::cases,
    wycheproof::cases,
    quorum::cases,
    times::cases,
    drafts::cases,
    trust::cases,
    status::cases,
    release::cases,
    relay::cases,
    signing::cases,
    redaction::cases,
    manifests::cases,
    statements::cases,
    sealing::cases,
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (folder, mode) = match words.as_slice() {
        [folder] => (folder, Mode::Write),
        [folder, "--check"] => (folder, Mode::Check),
        [folder, "--replace"] => (folder, Mode::Replace),
        _ => {
            eprintln!("passerelle-vectors DIR [--check|--replace]");
            return ExitCode::from(2);
        }
    };
    match make(Path::new(folder), mode) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(faults) => {
            eprintln!("{faults}");
            ExitCode::FAILURE
        }
    }
}

fn make(folder: &Path, mode: Mode) -> Result<String, String> {
    let mut maker = Maker::new(World::new(folder));
    for cases in AREAS {
        cases(&mut maker);
    }
    maker.finish();
    let missing = coverage::faults(&maker, folder)?;
    maker.faults.extend(missing);
    if !maker.faults.is_empty() {
        return Err(maker.faults.join("\n"));
    }
    publish::publish(&maker, folder, mode)
}
