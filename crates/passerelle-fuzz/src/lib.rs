//! What holds for any input whatever. Each [`Target`] takes bytes and panics where something does not hold; `fuzz/` has a program for
//! each that a fuzzer drives, and `corpus/` what it found worth keeping, which the tests of this package replay.
//!
//! Bytes that begin as the input itself would are taken as they are, so that any file is a seed. All others are the choices with which
//! an input is built that comes further: a sound record that was changed and signed again, a container that was cut.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a target stops where something does not hold, and its own material is sound"
)]

mod arguments;
mod container;
mod edit;
mod mapping;
mod open;
mod reader;
mod sealed;
mod text;
mod trust;
mod validation;
mod world;
mod writer;

/// Something that holds for any input.
pub struct Target {
    /// The name of its program and of its folder of inputs.
    pub name: &'static str,
    /// Tries an input.
    pub run: fn(&[u8]),
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "reader", run: reader::run },
    Target { name: "writer", run: writer::run },
    Target { name: "validation", run: validation::run },
    Target { name: "open", run: open::run },
    Target { name: "inspect", run: open::run_inspect },
    Target { name: "trust", run: trust::run },
    Target { name: "container", run: container::run },
    Target { name: "sealed", run: sealed::run },
    Target { name: "mapping_file", run: mapping::run_file },
    Target { name: "mapping_rows", run: mapping::run_rows },
    Target { name: "arguments", run: arguments::run },
];

/// Tries an input on the target of a name.
///
/// # Panics
/// There is no such target, or something does not hold.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target has this name");
    (target.run)(input);
}
