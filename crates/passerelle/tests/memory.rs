//! What is secret is gone from memory once its owner is: looked for in the memory of this very process.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use std::fs::File;
use std::hint::black_box;
use std::io::{Read, Seek, SeekFrom};

use passerelle::crypto::{Algorithm, Curve, Decryptor, Signer, SoftwareDecryptor, SoftwareKey, SystemRandomness};
use passerelle::handling::Sender;
use passerelle::sealing::{Dispatch, seal};
use passerelle::status::History;
use passerelle::trust::KeyEntry;
use passerelle::vocabulary::code::Purpose;
use passerelle::{Opening, open_with};
use support::held::{later, network, signed, world};
use support::{id, time};
use zeroize::{Zeroize, Zeroizing};

/// What to look for, written in another way, so that it is not found in itself.
struct Needle(Vec<u8>);

impl Needle {
    fn of(secret: &[u8]) -> Self {
        assert!(secret.len() >= 16);
        Self(secret.iter().map(|byte| byte ^ 0x5A).collect())
    }

    /// How often it stands in memory that can be written.
    fn count(&self) -> usize {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut memory = File::open("/proc/self/mem").unwrap();
        let mut found = 0;
        let mut page = vec![0; 1 << 20];
        let own = page.as_ptr().addr()..page.as_ptr().addr() + page.len();
        for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
            let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let [mut at, to] = [from, to].map(|number| usize::from_str_radix(number, 16).unwrap());
            while at < to {
                let length = page.len().min(to - at);
                if memory.seek(SeekFrom::Start(u64::try_from(at).unwrap())).is_err()
                    || memory.read_exact(&mut page[..length]).is_err()
                {
                    break;
                }
                let places = page[..length].windows(self.0.len()).enumerate().filter(|(place, window)| {
                    // What was read is not what lies there.
                    let is_own = own.contains(&(at + place));
                    !is_own && window.iter().zip(&self.0).all(|(byte, hidden)| byte ^ 0x5A == *hidden)
                });
                found += places.count();
                // A secret can lie across two pieces.
                at += if length == page.len() { length - self.0.len() } else { length };
            }
        }
        page.zeroize();
        found
    }
}

/// Works out what to look for on a stack of its own, and cleans that, so that it leaves no trace that is taken for another's.
fn aside(work: impl FnOnce() -> Vec<Needle> + Send) -> Vec<Needle> {
    #[inline(never)]
    fn clean() {
        black_box(&mut [0_u8; 512 * 1024]);
    }
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let needles = work();
            clean();
            needles
        });
        thread.join().unwrap()
    })
}

/// The secret number of a key in the forms in which it may lie in memory: as it is written, and as the arithmetic has it.
fn needles(algorithm: Algorithm, document: &[u8]) -> Vec<Needle> {
    match algorithm {
        Algorithm::Ed25519 => {
            let seed = &document[16..48];
            let mut expanded = ring::digest::digest(&ring::digest::SHA512, seed).as_ref().to_vec();
            let needles = vec![Needle::of(seed), Needle::of(&expanded[32..])];
            expanded.zeroize();
            needles
        }
        // The number follows its tag and length (RFC 5915).
        Algorithm::Es256 => {
            let secret = &document[36..68];
            let mut number = *p256::SecretKey::from_slice(secret).unwrap().to_nonzero_scalar();
            (0..256).for_each(|_| number += number);
            number_needles(secret, number.to_bytes().as_slice())
        }
        // The seed ends it (RFC 9881, section 6).
        Algorithm::MlDsa65 | Algorithm::MlDsa87 => vec![Needle::of(document.last_chunk::<32>().unwrap())],
        _ => {
            let secret = &document[35..83];
            let mut number = *p384::SecretKey::from_slice(secret).unwrap().to_nonzero_scalar();
            (0..384).for_each(|_| number += number);
            number_needles(secret, number.to_bytes().as_slice())
        }
    }
}

/// A number as it is written, low byte first, and times 2 to its length in bits (Montgomery's form), low byte first.
fn number_needles(secret: &[u8], times: &[u8]) -> Vec<Needle> {
    let turned = |bytes: &[u8]| {
        let mut turned: Vec<u8> = bytes.iter().rev().copied().collect();
        let needle = Needle::of(&turned);
        turned.zeroize();
        needle
    };
    vec![Needle::of(secret), turned(secret), turned(times)]
}

#[inline(never)]
fn signing(algorithm: Algorithm) -> Vec<Needle> {
    let (key, document) = SoftwareKey::generate(id("XX/northland"), algorithm).unwrap();
    let document = Zeroizing::new(document);
    let again = SoftwareKey::from_pkcs8(id("XX/northland"), &document).unwrap();
    let needles = aside(|| needles(algorithm, &document));
    // ring has a number in one form, and aws-lc-rs in others.
    let count = || needles.iter().map(Needle::count).max().unwrap();
    let before = count();
    assert!(before == 2 || cfg!(feature = "aws-lc") && before > 2, "each of two keys that are in use lies in memory");
    for key in [&key, &again] {
        black_box(key.sign(b"message").unwrap());
    }
    assert_eq!(count(), before, "signing leaves nothing behind");
    needles
}

#[inline(never)]
fn receiving(curve: Curve) -> Vec<Needle> {
    let (key, document) = SoftwareDecryptor::generate(id("XX/southland"), curve, &mut SystemRandomness).unwrap();
    let document = Zeroizing::new(document);
    let again = SoftwareDecryptor::from_pkcs8(id("XX/southland"), &document).unwrap();
    black_box(key.agree(again.public_key()).unwrap());
    match curve {
        Curve::X25519 => vec![Needle::of(&document[16..48])],
        _ => aside(|| number_needles(&document[36..68], &document[36..68])),
    }
}

/// One test, since what another one does with its keys at the same time is no fault of this one.
#[test]
fn what_is_secret_does_not_stay_in_memory() {
    // The search itself finds what is there.
    let here = Zeroizing::new(b"a secret that is still in use".to_vec());
    assert_eq!(Needle::of(&here).count(), 1);

    for &algorithm in Algorithm::ALL {
        let needles = signing(algorithm);
        let found: Vec<usize> = needles.iter().map(Needle::count).collect();
        assert!(found.iter().all(|count| *count == 0), "{algorithm:?}: {found:?}");
    }
    for curve in Curve::ALL {
        let needles = receiving(curve);
        let found: Vec<usize> = needles.iter().map(Needle::count).collect();
        assert!(found.iter().all(|count| *count == 0), "{curve:?}: {found:?}");
    }

    // What was sealed is not there any more once the record that was opened is not.
    let needle = sealed_and_opened();
    assert_eq!(needle.count(), 0);
}

/// A text that stands in a sealed record, which was refused once it was open: nobody was handed what is inside.
#[inline(never)]
fn sealed_and_opened() -> Needle {
    let (south, document) =
        SoftwareDecryptor::generate(id("XX/southland"), Curve::X25519, &mut SystemRandomness).unwrap();
    drop(Zeroizing::new(document));
    let trust = world().trust_with(|list| {
        let (from, to) = (time("2026-01-01T00:00:00Z"), time("2027-01-01T00:00:00Z"));
        list.authorities[1].keys.push(KeyEntry::for_encryption(south.authority(), south.public_key(), from, to));
    });
    let mut envelope = Zeroizing::new(signed(&network(1)));
    let sealed = {
        let record = passerelle::open(&envelope, &trust, later()).unwrap();
        let judgements = History::of([&record]).at(later());
        let dispatch = Dispatch {
            record: &record,
            judgement: judgements.of(&record).unwrap(),
            sender: &Sender::Issuer,
            recipients: &[id("XX/southland")],
            purpose: &Purpose::new("identify").unwrap(),
        };
        seal(&dispatch, &trust, later(), &mut SystemRandomness).unwrap()
    };
    envelope.zeroize();
    drop(open_with(&sealed, &Opening::new(&trust, later()).key(&south)).unwrap());
    Needle::of(b"{\"record\":{\"content\":{\"crime\":[\"som\"]")
}
