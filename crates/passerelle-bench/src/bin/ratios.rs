//! `cargo xtask bench` runs this: ratios within one run, each round after the other, and the median of the rounds.
//!
//! Without words it prints the table of the library against ring and against the usual crates. `write DIR` writes what the programs of
//! other languages measure themselves by, `records FILE` opens that, and prints nanoseconds a record as they do.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "a measurement stops where something is not as it should be"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use passerelle::crypto::{self, Algorithm, Signer};
use passerelle::manifest::open_batch;
use passerelle::schema::schema_for_record;
use passerelle::{Form, Opening, json, open, sign, validate};
use passerelle_bench::{Sample, World};
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;

const ROUNDS: usize = 25;
const SHORTEST: Duration = Duration::from_millis(3);
const SIZES: [usize; 4] = [1 << 10, 4 << 10, 16 << 10, 256 << 10];
const BATCH: usize = 64;

/// Something that is timed, and how many records one call is about.
struct Work<'w> {
    name: String,
    records: usize,
    call: Box<dyn Fn() + 'w>,
}

fn work<'w>(name: impl Into<String>, call: impl Fn() + 'w) -> Work<'w> {
    Work { name: name.into(), records: 1, call: Box::new(call) }
}

/// Nanoseconds a record, for each work and round. All works take their turn in each round.
fn rounds(works: &[Work<'_>]) -> Vec<Vec<f64>> {
    let timed = |work: &Work<'_>, times: u32| {
        let begun = Instant::now();
        (0..times).for_each(|_| (work.call)());
        begun.elapsed()
    };
    let times: Vec<u32> = works
        .iter()
        .map(|work| {
            let once = timed(work, 3) / 3;
            u32::try_from(SHORTEST.as_nanos() / once.as_nanos().max(1)).unwrap_or(1).max(1)
        })
        .collect();
    let mut told = vec![Vec::new(); works.len()];
    for _ in 0..ROUNDS {
        for ((work, times), told) in works.iter().zip(&times).zip(&mut told) {
            told.push(timed(work, *times).as_nanos() as f64 / f64::from(*times) / work.records as f64);
        }
    }
    told
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A part of the table: every work against the first.
fn table(title: &str, works: &[Work<'_>]) {
    let told = rounds(works);
    println!("\n| {title} | µs | × | 1 / × |\n|---|---:|---:|---:|");
    for (work, times) in works.iter().zip(&told) {
        let ratio = median(times.iter().zip(&told[0]).map(|(time, base)| time / base).collect());
        println!("| {} | {:.1} | {ratio:.2} | {:.2} |", work.name, median(times.clone()) / 1e3, 1.0 / ratio);
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", folder] => write(Path::new(folder)),
        ["records", file] => records(Path::new(file)),
        #[cfg(feature = "aws-lc")]
        ["backend"] => backend(),
        _ => all(),
    }
}

fn bare<'w>(verifier: &'static dyn VerificationAlgorithm, world: &World, sample: &'w Sample) -> Work<'w> {
    let point = world.point();
    work("bare verification by ring", move || {
        UnparsedPublicKey::new(verifier, &point).verify(&sample.message, &sample.signature).unwrap();
    })
}

fn all() {
    let ed25519: &dyn VerificationAlgorithm = &ED25519;
    let p256: &dyn VerificationAlgorithm = &ECDSA_P256_SHA256_FIXED;
    for (algorithm, verifier) in [(Algorithm::Ed25519, ed25519), (Algorithm::Es256, p256)] {
        let world = World::new(algorithm);
        for size in SIZES {
            let sample = world.sample(size, 1);
            let opened = |text: &[u8]| drop(black_box(open(text, &world.trust, world.now).unwrap()));
            let title = format!("{algorithm:?}, {} bytes", sample.clear.len());
            table(
                &title,
                &[
                    bare(verifier, &world, &sample),
                    work("`open`, canonical", || opened(&sample.clear)),
                    work("`open`, with white space", || opened(&sample.pretty)),
                    work("`open`, opaque", || opened(&sample.opaque)),
                ],
            );
        }
    }
    let world = World::new(Algorithm::Ed25519);
    stages(&world);
    usual(&world);
    signing(&world);
    batch(&world);
}

/// The library on aws-lc-rs, against both libraries, and what a second signature costs.
#[cfg(feature = "aws-lc")]
fn backend() {
    use aws_lc_rs::signature as other;
    use passerelle::crypto::{Hybrid, SoftwareKey};
    let message = vec![7; 4 << 10];
    for algorithm in [Algorithm::Ed25519, Algorithm::Es256] {
        let world = World::new(algorithm);
        let sample = world.sample(4 << 10, 1);
        let verifiers: (&dyn VerificationAlgorithm, &dyn other::VerificationAlgorithm) = match algorithm {
            Algorithm::Ed25519 => (&ED25519, &other::ED25519),
            _ => (&ECDSA_P256_SHA256_FIXED, &other::ECDSA_P256_SHA256_FIXED),
        };
        let point = world.point();
        table(
            &format!("built with aws-lc-rs: {algorithm:?}, {} bytes", sample.clear.len()),
            &[
                bare(verifiers.0, &world, &sample),
                work("bare verification by aws-lc-rs", || {
                    other::UnparsedPublicKey::new(verifiers.1, &point)
                        .verify(&sample.message, &sample.signature)
                        .unwrap();
                }),
                work("`open`, canonical", || drop(black_box(open(&sample.clear, &world.trust, world.now).unwrap()))),
            ],
        );
    }
    let world = World::new(Algorithm::Ed25519);
    let sample = world.sample(4 << 10, 1);
    let [second, larger] = [Algorithm::MlDsa65, Algorithm::MlDsa87]
        .map(|algorithm| SoftwareKey::generate(world.key.authority().clone(), algorithm).unwrap().0);
    let hybrid = Hybrid::new(&world.key, &second).unwrap();
    let trust = world.trust_with(&second);
    let both = sign(&sample.draft, &[&hybrid], world.now, Form::Clear).unwrap();
    let verify = |key: &SoftwareKey, algorithm: &'static other::PqdsaVerificationAlgorithm| {
        let jwk = key.public_key().to_jwk();
        let public = crypto::decode_base64url(jwk.get("pub").and_then(json::Value::as_str).unwrap()).unwrap();
        let signature = key.sign(&message).unwrap();
        let message = message.clone();
        move || other::UnparsedPublicKey::new(algorithm, &public).verify(&message, &signature).unwrap()
    };
    table(
        "two signatures at 4 KB, Ed25519 and ML-DSA-65",
        &[
            bare(&ED25519, &world, &sample),
            work("bare verification of ML-DSA-65", verify(&second, &other::ML_DSA_65)),
            work("bare verification of ML-DSA-87", verify(&larger, &other::ML_DSA_87)),
            work("`open`, one signature", || drop(black_box(open(&sample.clear, &world.trust, world.now).unwrap()))),
            work("`open`, both", || drop(black_box(open(&both, &trust, world.now).unwrap()))),
            work("the bare signature of ML-DSA-65", || drop(black_box(second.sign(&message).unwrap()))),
            work("`sign`, both", || {
                drop(black_box(sign(&sample.draft, &[&hybrid], world.now, Form::Clear).unwrap()));
            }),
        ],
    );
}

fn stages(world: &World) {
    let sample = world.sample(4 << 10, 1);
    let object = json::read(&sample.draft).unwrap();
    table(
        "stages at 4 KB, against the bare verification",
        &[
            bare(&ED25519, world, &sample),
            work("read into a tree", || drop(black_box(json::read(&sample.draft).unwrap()))),
            work("canonical form of a tree", || drop(black_box(object.to_canonical()))),
            work("digest", || drop(black_box(crypto::digest(&sample.draft)))),
            work("`validate` (reading, schema, rules, type)", || {
                assert!(validate(&sample.draft, world.now).is_valid());
            }),
            work("`open` as a whole", || drop(black_box(open(&sample.clear, &world.trust, world.now).unwrap()))),
        ],
    );
}

/// What is written where there is no such library: serde_json, jsonschema, serde_json_canonicalizer and ring.
fn usual(world: &World) {
    let sample = world.sample(4 << 10, 1);
    let schema = serde_json::to_value(schema_for_record()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let key = UnparsedPublicKey::new(&ED25519, world.point());
    let pipeline = || {
        let envelope: Value = serde_json::from_slice(&sample.clear).unwrap();
        let record = &envelope["record"];
        assert!(schema.is_valid(record));
        let canonical = serde_json_canonicalizer::to_vec(record).unwrap();
        let entry = &envelope["signatures"][0];
        let protected = entry["protected"].as_str().unwrap();
        let header: Value = serde_json::from_slice(&crypto::decode_base64url(protected).unwrap()).unwrap();
        assert_eq!(header["alg"], "Ed25519");
        let message = format!("{protected}.{}", crypto::encode_base64url(&canonical));
        let signature = crypto::decode_base64url(entry["signature"].as_str().unwrap()).unwrap();
        key.verify(message.as_bytes(), &signature).unwrap();
    };
    table(
        "the usual crates at 4 KB, against `open`",
        &[
            work("`open`", || drop(black_box(open(&sample.clear, &world.trust, world.now).unwrap()))),
            work("serde_json + jsonschema + serde_json_canonicalizer + ring", pipeline),
        ],
    );
    let object = json::read(&sample.draft).unwrap();
    let value: Value = serde_json::from_slice(&sample.draft).unwrap();
    table(
        "the canonical form at 4 KB",
        &[
            work("the canonical writer", || drop(black_box(object.to_canonical()))),
            work("serde_json_canonicalizer", || drop(black_box(serde_json_canonicalizer::to_vec(&value).unwrap()))),
        ],
    );
}

fn signing(world: &World) {
    let sample = world.sample(4 << 10, 1);
    table(
        "signing at 4 KB, Ed25519",
        &[
            work("the bare signature by ring", || drop(black_box(world.key.sign(&sample.message).unwrap()))),
            work("`sign` (validates, signs, verifies)", || {
                drop(black_box(sign(&sample.draft, &[&world.key], world.now, Form::Clear).unwrap()));
            }),
        ],
    );
}

fn batch(world: &World) {
    let envelopes: Vec<Vec<u8>> = (0..BATCH).map(|number| world.sample(4 << 10, number).clear).collect();
    let manifest = world.manifest(&envelopes);
    let each = Work {
        records: BATCH,
        ..work("`open`, each alone", || {
            envelopes.iter().for_each(|text| drop(black_box(open(text, &world.trust, world.now).unwrap())));
        })
    };
    let together = Work {
        records: BATCH,
        ..work("`open_batch`, under one manifest", || {
            let texts = envelopes.iter().map(Vec::as_slice);
            let batch = open_batch(&manifest, texts, &Opening::new(&world.trust, world.now));
            assert!(batch.mismatches.is_empty() && batch.records.iter().all(Result::is_ok));
        })
    };
    table(&format!("{BATCH} records of 4 KB"), &[together, each]);
}

// ---- for the programs of other languages -----------------------------------

/// Records that they measure themselves by.
const RECORDS: usize = 500;

fn write(folder: &Path) {
    let world = World::new(Algorithm::Ed25519);
    let lines = |text: &dyn Fn(&Sample) -> Vec<u8>| -> Vec<u8> {
        let samples = (0..RECORDS).map(|number| world.sample(4 << 10, number));
        samples.flat_map(|sample| [text(&sample), b"\n".to_vec()].concat()).collect()
    };
    std::fs::write(folder.join("clear.ndjson"), lines(&|sample| sample.clear.clone())).unwrap();
    let schema = serde_json::to_vec(&schema_for_record()).unwrap();
    std::fs::write(folder.join("schema.json"), schema).unwrap();
    let x = crypto::encode_base64url(&world.point());
    std::fs::write(folder.join("key.json"), format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{x}\"}}")).unwrap();
}

fn records(folder: &Path) {
    let world = World::new(Algorithm::Ed25519);
    let text = std::fs::read(folder.join("clear.ndjson")).unwrap();
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    let times = (0..5).map(|_| {
        let begun = Instant::now();
        lines.iter().for_each(|line| drop(black_box(open(line, &world.trust, world.now).unwrap())));
        begun.elapsed().as_nanos() as f64 / lines.len() as f64
    });
    println!("open {:.0}", times.fold(f64::INFINITY, f64::min));
}
