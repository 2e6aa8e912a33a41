//! The command `passerelle`: write, check, sign, open and look at records.
//!
//! It is a library of one function, so that what reads the command line can be fuzzed.

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

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs a command line, the program's name first.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    exit::run(arguments)
}

/// Takes a command line apart, and runs nothing.
///
/// # Errors
/// The line that the standard error would get.
pub fn understood(arguments: Vec<OsString>) -> Result<(), String> {
    exit::understood(arguments)
}

/// Every word that the command line knows: the names of commands, and their options.
pub fn words() -> &'static [String] {
    exit::words()
}
