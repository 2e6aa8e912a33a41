//! How much faster a batch opens than its records do one by one: `cargo run --release -p passerelle --example batch_speed`.
//!
//! It prints one figure of one run on one core. It asserts nothing, since the machine decides.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops where something is not as it should be"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use passerelle::crypto::digest;
use passerelle::manifest::{Manifest, ManifestEntry, open_batch, sign_manifest};
use passerelle::record::{FeedName, SpecVersion};
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{Form, Opening, open, sign};
use serde_json::{Value, json};
use support::{World, bytes, time};

const RECORDS: usize = 1000;
const ROUNDS: usize = 20;

fn main() {
    let world = World::new();
    let now = time("2026-12-01T00:00:00Z");
    let trust = world.trust_with(|list| list.authorities[0].roles.push(AuthorityRole::new("manifest").unwrap()));
    let text = include_str!("../../../examples/records/profile-driver-han.json");
    let mut draft: Value = serde_json::from_str(text).unwrap();
    draft["issuer"] = json!("XX/northland");
    let envelopes: Vec<Vec<u8>> = (0..RECORDS)
        .map(|number| {
            draft["id"] = json!(format!("XX/northland/01890a5d-ac96-774b-bcce-{number:012x}"));
            sign(&bytes(&draft), &[&world.north], now, Form::Clear).unwrap()
        })
        .collect();
    let entry = |envelope: &Vec<u8>| {
        let opened = open(envelope, &trust, now).unwrap();
        let value = passerelle::json::read(envelope).unwrap();
        let signatures = digest(&value.get("signatures").unwrap().to_canonical());
        ManifestEntry { digest: opened.digest().clone(), signatures }
    };
    let manifest = Manifest {
        spec: SpecVersion::new("1.0").unwrap(),
        issuer: support::id("XX/northland"),
        feed: FeedName::new("measured").unwrap(),
        sequence: 1,
        prev: None,
        issued: now,
        next_by: time("2026-12-02T00:00:00Z"),
        count: i64::try_from(RECORDS).unwrap(),
        records: envelopes.iter().map(entry).collect(),
    };
    let manifest = sign_manifest(&manifest, &world.north, now, Form::Clear).unwrap();

    let best = |work: &dyn Fn()| {
        let times = (0..ROUNDS).map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed()
        });
        times.min().unwrap_or(Duration::MAX)
    };
    let alone = best(&|| assert!(envelopes.iter().all(|envelope| open(envelope, &trust, now).is_ok())));
    let together = best(&|| {
        let batch = open_batch(&manifest, envelopes.iter().map(Vec::as_slice), &Opening::new(&trust, now));
        assert!(batch.mismatches.is_empty() && batch.records.iter().all(Result::is_ok));
    });
    let each = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(u32::try_from(RECORDS).unwrap());
    let size = envelopes.iter().map(Vec::len).sum::<usize>() / RECORDS;
    println!(
        "{RECORDS} records of {size} bytes: {:.1} µs each alone, {:.1} µs in a batch",
        each(alone),
        each(together)
    );
    println!("ratio {:.2}", each(alone) / each(together));
}
