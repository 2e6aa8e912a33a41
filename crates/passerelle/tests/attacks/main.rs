//! Attacks on signed records: each test bears the attack's name, and shows the honest twin that opens.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

mod answers;
mod envelopes;
mod headers;
mod hybrid;
mod keys;
#[cfg(feature = "aws-lc")]
mod ml_dsa;
mod quorum;
mod signatures;
mod signing;
#[path = "../support/mod.rs"]
mod support;
mod times;
mod versions;

use serde_json::{Value, json};
use support::*;

fn with_header(world: &World, change: impl FnOnce(&mut Value)) -> Value {
    let mut header = world.header();
    change(&mut header);
    world.forge(&draft(), &header)
}

fn quorum_of_two() -> Value {
    draft_with(json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } }))
}
