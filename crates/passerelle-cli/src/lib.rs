//! The command `passerelle`: write, check, sign, open and look at records.
//!
//! It is a library for the one program that runs it, and for those who try its command lines.

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

pub use exit::{complaint_of, run};
