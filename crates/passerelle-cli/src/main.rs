//! The command `passerelle`: write, check, sign, open and look at records.

mod arguments;
mod batch;
mod command;
mod containers;
mod context;
mod exit;
mod failure;
mod held;
mod input;
mod key_file;
mod output;
mod progress;
mod record_in;
mod sealed_in;
mod statements;
mod trust_store;
mod write;

fn main() -> std::process::ExitCode {
    exit::run(std::env::args_os().collect())
}
