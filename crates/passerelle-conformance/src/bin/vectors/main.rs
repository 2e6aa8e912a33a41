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
mod maker;
mod publish;
mod records;
mod sealed;
mod sending;
mod signatures;
mod status;
mod text;
mod trust;
mod world;
mod wycheproof;

use std::path::Path;
use std::process::ExitCode;

use maker::Maker;
use publish::Mode;
use world::World;

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
    text::cases(&mut maker);
    envelopes::cases(&mut maker);
    signatures::cases(&mut maker);
    ed25519::cases(&mut maker);
    wycheproof::cases(&mut maker);
    drafts::cases(&mut maker);
    trust::cases(&mut maker);
    status::cases(&mut maker);
    sending::cases(&mut maker);
    maker.finish();
    let missing = coverage::faults(&maker, folder)?;
    maker.faults.extend(missing);
    if !maker.faults.is_empty() {
        return Err(maker.faults.join("\n"));
    }
    publish::publish(&maker, folder, mode)
}
