//! Every kind of input is opened by one path, to one record: clear, opaque, redacted, sealed, and each of them in a container.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use passerelle::container::{Packer, Packing, Piece, Segment, Unpacker};
use passerelle::crypto::{Curve, Decryptor, SoftwareDecryptor, SystemRandomness};
use passerelle::handling::Sender;
use passerelle::json::Pointer;
use passerelle::manifest::Mismatch;
use passerelle::record::FeedName;
use passerelle::redaction::Redactable;
use passerelle::sealing::{Dispatch, seal};
use passerelle::status::History;
use passerelle::trust::{KeyEntry, Trust};
use passerelle::vocabulary::code::{AuthorityRole, Purpose};
use passerelle::{
    Code, Form, OpenError, Opening, Severity, VerifiedRecord, convert, open, open_with, redact, sign_redactable,
};
use serde_json::json;
use support::held::{later, network, profile, world};
use support::{bytes, id, time};

/// Southland has two keys for what is sealed, one on each curve, and Northland may send manifests.
struct Setting {
    trust: Trust,
    /// The older one.
    edwards: SoftwareDecryptor,
    /// The one that is sealed to, where the list has both.
    nist: SoftwareDecryptor,
    stranger: SoftwareDecryptor,
}

impl Setting {
    fn new() -> Self {
        let key = |curve| SoftwareDecryptor::generate(id("XX/southland"), curve, &mut SystemRandomness).unwrap().0;
        let (edwards, nist) = (key(Curve::X25519), key(Curve::P256));
        let trust = Self::trust_with(&nist);
        Self { trust, edwards, nist, stranger: key(Curve::X25519) }
    }

    fn trust_with(receiving: &SoftwareDecryptor) -> Trust {
        let (from, to) = (time("2026-01-01T00:00:00Z"), time("2027-01-01T00:00:00Z"));
        world().trust_with(|list| {
            list.authorities[0].roles.push(AuthorityRole::new("manifest").unwrap());
            list.authorities[1].keys.push(KeyEntry::for_encryption(
                receiving.authority(),
                receiving.public_key(),
                from,
                to,
            ));
        })
    }

    fn sealed_to(&self, key: &SoftwareDecryptor, envelope: &[u8]) -> Vec<u8> {
        let record = open(envelope, &self.trust, later()).unwrap();
        let judgements = History::of([&record]).at(later());
        let dispatch = Dispatch {
            record: &record,
            judgement: judgements.of(&record).unwrap(),
            sender: &Sender::Issuer,
            recipients: &[id("XX/southland")],
            purpose: &Purpose::new("identify").unwrap(),
        };
        seal(&dispatch, &Self::trust_with(key), later(), &mut SystemRandomness).unwrap()
    }

    fn sealed(&self, envelope: &[u8]) -> Vec<u8> {
        self.sealed_to(&self.nist, envelope)
    }

    fn opening(&self) -> Opening<'_> {
        Opening::new(&self.trust, later())
    }
}

/// A record of which parts can be withheld.
fn full() -> Vec<u8> {
    let mut draft = profile(1);
    draft["contact"] = json!({ "role": "duty-desk", "ref": "desk@unit.example" });
    let plan = Redactable::defaults();
    sign_redactable(&bytes(&draft), &[&world().north], later(), Form::Clear, &plan, &mut SystemRandomness).unwrap()
}

fn plain(number: u32) -> Vec<u8> {
    support::held::signed(&network(number))
}

/// A container with a segment for these records.
fn packed(packing: Packing, records: &[&[u8]]) -> Vec<u8> {
    let feed = FeedName::new("daily").unwrap();
    let sender = passerelle::container::Sender::new(&world().north, feed, later(), time("2026-12-02T00:00:00Z"));
    let mut packer = Packer::new(Vec::new(), packing, sender);
    records.iter().for_each(|record| packer.add(record).unwrap());
    packer.finish().unwrap().0
}

/// The lines of a plain container, each record of which is put in the place of the one that is listed.
fn with_lines(listed: &[&[u8]], sent: &[&[u8]]) -> Vec<u8> {
    let container = packed(Packing::Plain, listed);
    let lines: Vec<&[u8]> = container.split_inclusive(|byte| *byte == b'\n').collect();
    let (manifest, end) = (lines[0], lines[lines.len() - 1]);
    let sent = sent.iter().map(|record| [record, b"\n".as_slice()].concat());
    [vec![manifest.to_vec()], sent.collect(), vec![end.to_vec()]].concat().concat()
}

/// What came of each record, and of the first segment.
fn unpacked(container: &[u8], opening: Opening<'_>) -> (Vec<Result<Box<VerifiedRecord>, OpenError>>, Segment) {
    let (mut records, mut segments) = (Vec::new(), Vec::new());
    for piece in Unpacker::new(container, opening) {
        match piece.unwrap() {
            Piece::Record { outcome, .. } => records.push(outcome),
            Piece::Segment(segment) => segments.push(*segment),
        }
    }
    (records, segments.swap_remove(0))
}

fn codes(records: &[Result<Box<VerifiedRecord>, OpenError>]) -> Vec<Option<Code>> {
    records.iter().map(|outcome| outcome.as_ref().err().map(OpenError::code)).collect()
}

#[test]
fn every_kind_of_input_goes_one_way_to_one_digest() {
    let setting = Setting::new();
    let clear = full();
    let opaque = convert(&clear, Form::Opaque).unwrap();
    let copy = redact(&clear, &[Pointer::parse("/contact").unwrap()]).unwrap();
    let digest = open(&clear, &setting.trust, later()).unwrap().digest().clone();
    let keys: [&dyn Decryptor; 1] = [&setting.nist];
    let opening = setting.opening().keys(&keys);
    let sealed = [&clear, &opaque, &copy].map(|inside| setting.sealed(inside));
    for (input, withheld) in [
        (&clear, 0),
        (&opaque, 0),
        (&copy, 1),
        (&convert(&copy, Form::Opaque).unwrap(), 1),
        (&sealed[0], 0),
        (&sealed[1], 0),
        (&sealed[2], 1),
    ] {
        let record = open_with(input, &opening).unwrap();
        assert_eq!((record.digest(), record.withheld().len()), (&digest, withheld));
        // The same within a container; the manifest lists what is inside a cover.
        let inside = passerelle::sealing::unseal(input, &setting.nist).unwrap_or_else(|_| input.clone());
        let container = with_lines(&[&inside], &[input]);
        let (records, segment) = unpacked(&container, opening);
        assert_eq!(records, [Ok(Box::new(record))]);
        assert!(segment.manifest.is_ok() && segment.mismatches.is_empty());
    }
    for packing in [Packing::Plain, Packing::Compressed] {
        let (records, segment) = unpacked(&packed(packing, &[&copy]), opening);
        assert_eq!(records[0].as_ref().unwrap().digest(), &digest);
        assert_eq!(segment.mismatches, []);
    }
}

/// One entry stands for the whole and for every copy, since all have its digest and its signatures.
#[test]
fn a_redacted_copy_in_a_container_is_the_record_that_is_listed() {
    let setting = Setting::new();
    let whole = full();
    let copy = redact(&whole, &[Pointer::parse("/contact").unwrap()]).unwrap();
    let (records, segment) = unpacked(&with_lines(&[&whole], &[&copy]), setting.opening());
    let record = records[0].as_ref().unwrap();
    assert_eq!((segment.mismatches, record.withheld().len()), (vec![], 1));
    assert!(record.record().header.contact.is_none());
    // Both in one segment are one record that came twice.
    let (_, segment) = unpacked(&with_lines(&[&whole], &[&copy, &whole]), setting.opening());
    assert_eq!(segment.mismatches, [Mismatch::Repeated { record: 1 }]);
    // The manifest does not vouch for what is disclosed: a part that nobody signed is refused inside a batch too.
    let mut forged: serde_json::Value = serde_json::from_slice(&whole).unwrap();
    forged["disclosures"][0] = json!("WyJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBIiwgImNvbnRhY3QiLCB7fV0");
    let (records, segment) = unpacked(&with_lines(&[&whole], &[&bytes(&forged)]), setting.opening());
    assert_eq!(codes(&records), [Some(Code::RedUnreferenced)]);
    assert_eq!(segment.mismatches, [], "it is the record that was sent, with a bad disclosure");
}

#[test]
fn a_sealed_record_in_a_container_is_held_against_the_manifest_once_it_is_open() {
    let setting = Setting::new();
    let (first, second, other) = (plain(1), plain(2), plain(3));
    let sealed = setting.sealed(&first);
    let keys: [&dyn Decryptor; 1] = [&setting.nist];
    let opening = setting.opening().keys(&keys);
    let (records, segment) = unpacked(&with_lines(&[&first, &second], &[&sealed, &second]), opening);
    assert_eq!((codes(&records), segment.mismatches), (vec![None, None], vec![]));
    // Another record under the cover than the one that is listed.
    let (records, segment) = unpacked(&with_lines(&[&first, &second], &[&setting.sealed(&other), &second]), opening);
    assert_eq!(codes(&records), [None, None], "it is good by itself");
    assert_eq!(segment.mismatches, [Mismatch::Missing { entry: 0 }, Mismatch::Extra { record: 0 }]);
    // A cover that was damaged is no closed one: its key is there, and does not open it.
    let mut damaged: serde_json::Value = serde_json::from_slice(&sealed).unwrap();
    damaged["tag"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
    let (records, segment) = unpacked(&with_lines(&[&first, &second], &[&bytes(&damaged), &second]), opening);
    assert_eq!(codes(&records), [Some(Code::SeaOpen), None]);
    assert_eq!(segment.mismatches, [Mismatch::Missing { entry: 0 }, Mismatch::Extra { record: 0 }]);
}

/// spec: PSR-MAN-017
#[test]
fn a_reader_without_the_key_cannot_tell_whether_a_container_is_whole() {
    let setting = Setting::new();
    let (first, second, other) = (plain(1), plain(2), plain(3));
    let sealed = setting.sealed(&first);
    let stranger: [&dyn Decryptor; 1] = [&setting.stranger];
    let without = setting.opening();
    for (opening, code) in [(without, Code::SeaLocked), (without.keys(&stranger), Code::SeaNotForMe)] {
        let (records, segment) = unpacked(&with_lines(&[&first, &second], &[&sealed, &second]), opening);
        assert_eq!(codes(&records), [Some(code), None]);
        assert_eq!(segment.mismatches, [Mismatch::Closed { entry: 0 }]);
        let finding = segment.mismatches[0].finding();
        assert_eq!((finding.code, finding.severity), (Code::BndContent, Severity::Indeterminate));
        assert_eq!(finding.pointer.to_string(), "/records/0");
    }
    let mismatches = |listed: &[&[u8]], sent: &[&[u8]]| unpacked(&with_lines(listed, sent), without).1.mismatches;
    // What it is nobody can see, so any other sealed record does as well.
    let hidden = setting.sealed(&other);
    assert_eq!(mismatches(&[&first, &second], &[&hidden, &second]), [Mismatch::Closed { entry: 0 }]);
    // But their number can be counted.
    let one_more = [Mismatch::Extra { record: 0 }];
    assert_eq!(mismatches(&[&second], &[&hidden, &second]), one_more);
    let two_missing = [Mismatch::Missing { entry: 0 }, Mismatch::Missing { entry: 1 }, Mismatch::Extra { record: 0 }];
    assert_eq!(mismatches(&[&first, &other, &second], &[&sealed, &second]), two_missing);
    let in_their_order = [Mismatch::Extra { record: 0 }, Mismatch::Repeated { record: 2 }];
    assert_eq!(mismatches(&[&second], &[&hidden, &second, &second]), in_their_order);
    // The last line of a container that was cut off after it is still given, and the segment with it.
    let cut = with_lines(&[&first], &[&sealed]);
    let cut = &cut[..cut.len() - 20];
    let mut pieces = Unpacker::new(cut, without);
    assert!(matches!(pieces.next(), Some(Ok(Piece::Record { .. }))));
    let Some(Ok(Piece::Segment(segment))) = pieces.next() else { unreachable!() };
    assert_eq!(segment.mismatches, [Mismatch::Closed { entry: 0 }]);
    assert_eq!(pieces.next().unwrap().unwrap_err().code(), Some(Code::BndDamaged));
}

#[test]
fn of_several_keys_each_record_is_opened_with_its_own() {
    let setting = Setting::new();
    let (first, second) = (plain(1), plain(2));
    let (old, new) = (setting.sealed_to(&setting.edwards, &first), setting.sealed(&second));
    let container = with_lines(&[&first, &second], &[&old, &new]);
    let keys: [&dyn Decryptor; 3] = [&setting.stranger, &setting.edwards, &setting.nist];
    for keys in [keys, [keys[2], keys[1], keys[0]]] {
        let (records, segment) = unpacked(&container, setting.opening().keys(&keys));
        assert_eq!((codes(&records), segment.mismatches), (vec![None, None], vec![]));
    }
    let (records, _) = unpacked(&container, setting.opening().keys(&keys[..2]));
    assert_eq!(codes(&records), [None, Some(Code::SeaNotForMe)]);
    // What is damaged is told by the key that it is sealed to, whichever place that has among the others.
    let mut damaged: serde_json::Value = serde_json::from_slice(&new).unwrap();
    damaged["tag"] = json!("AAAAAAAAAAAAAAAAAAAAAA");
    for keys in [keys, [keys[2], keys[1], keys[0]]] {
        let error = open_with(&bytes(&damaged), &setting.opening().keys(&keys)).unwrap_err();
        assert_eq!(error.code(), Code::SeaOpen);
    }
    assert_eq!(open_with(&new, &setting.opening().keys(&[])).unwrap_err().code(), Code::SeaLocked);
}
