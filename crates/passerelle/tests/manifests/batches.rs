//! Records that come with a manifest get the answers that each of them gets alone.

use passerelle::crypto::Algorithm;
use passerelle::manifest::{BatchReader, Mismatch, open_batch, open_manifest};
use passerelle::record::Timestamp;
use passerelle::trust::KeyState;
use passerelle::{Code, OpenError, Opening, VerifiedRecord, convert, open, sign};
use serde_json::{Value, json};

use super::*;

type Answers = Vec<Result<VerifiedRecord, OpenError>>;

/// A draft with a number of its own.
fn numbered(number: usize) -> Value {
    draft_with(json!({ "id": format!("XX/northland/01890a5d-ac96-774b-bcce-{number:012x}") }))
}

/// A record that both must sign.
fn joint(number: usize) -> Value {
    let mut draft = numbered(number);
    draft["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
    draft
}

/// A record of Southland.
fn of_south(number: usize) -> Value {
    let mut draft = numbered(number);
    draft["issuer"] = json!("XX/southland");
    draft["id"] = json!(format!("XX/southland/01890a5d-ac96-774b-bcce-{number:012x}"));
    draft
}

/// A few records of every kind that a manifest of Northland may list.
fn envelopes(world: &World) -> Vec<Vec<u8>> {
    vec![
        world.sign(&numbered(1)),
        world.sign(&numbered(2)),
        sign(&bytes(&joint(3)), &[&world.north, &world.south], now(), Form::Clear).unwrap(),
        sign(&bytes(&of_south(4)), &[&world.south], now(), Form::Clear).unwrap(),
    ]
}

fn singly(records: &[Vec<u8>], trust: &Trust, now: Timestamp) -> Answers {
    records.iter().map(|record| open(record, trust, now)).collect()
}

fn batch(manifest: &[u8], records: &[Vec<u8>], trust: &Trust, now: Timestamp) -> passerelle::manifest::Batch {
    open_batch(manifest, records.iter().map(Vec::as_slice), &Opening::new(trust, now))
}

/// Opens both ways, holds the answers against each other, and gives what is wrong with the batch.
fn mismatches(manifest: &[u8], records: &[Vec<u8>], trust: &Trust) -> Vec<Mismatch> {
    let batch = batch(manifest, records, trust, now());
    assert_eq!(batch.records, singly(records, trust, now()));
    batch.mismatches
}

#[test]
fn an_honest_batch_in_either_form_and_any_order() {
    for algorithm in Algorithm::CLASSICAL {
        let world = World::with(algorithm);
        let trust = trust(&world);
        let mut records = envelopes(&world);
        let manifest = signed(&listing(&world.north, &records), &world.north);
        assert_eq!(mismatches(&manifest, &records, &trust), []);
        records.reverse();
        let opaque: Vec<_> = records.iter().map(|record| convert(record, Form::Opaque).unwrap()).collect();
        assert_eq!(mismatches(&manifest, &opaque, &trust), []);
        assert!(singly(&opaque, &trust, now()).iter().all(Result::is_ok));
    }
}

#[test]
fn a_record_is_missing_too_much_or_doubled() {
    let world = World::new();
    let trust = trust(&world);
    let all = envelopes(&world);
    let manifest = signed(&listing(&world.north, &all), &world.north);
    assert_eq!(mismatches(&manifest, &all[1..], &trust), [Mismatch::Missing { entry: 0 }]);
    assert_eq!(mismatches(&manifest, &[], &trust).len(), all.len());

    let stranger = world.sign(&numbered(9));
    let with_stranger = [&all[..], &[stranger]].concat();
    assert_eq!(mismatches(&manifest, &with_stranger, &trust), [Mismatch::Extra { record: 4 }]);
    assert!(batch(&manifest, &with_stranger, &trust, now()).records[4].is_ok(), "what is valid by itself is kept");

    let doubled = [&all[..], &all[1..2]].concat();
    assert_eq!(mismatches(&manifest, &doubled, &trust), [Mismatch::Repeated { record: 4 }]);
    let swapped = [&all[1..], &[world.sign(&numbered(9))]].concat();
    let both = [Mismatch::Missing { entry: 0 }, Mismatch::Extra { record: 3 }];
    assert_eq!(mismatches(&manifest, &swapped, &trust), both);
    let finding = both[0].finding();
    assert_eq!((finding.code, finding.pointer.as_str()), (Code::BndContent, "/records/0"));
}

#[test]
fn any_bit_of_a_record_is_flipped() {
    for (algorithm, step) in [(Algorithm::Ed25519, 3), (Algorithm::Es256, 17)] {
        let world = World::with(algorithm);
        let trust = trust(&world);
        let records = envelopes(&world);
        let manifest = signed(&listing(&world.north, &records), &world.north);
        // The record of two signers has every kind of byte that there is.
        let honest = &records[2];
        let mut batch = BatchReader::new(&manifest, Opening::new(&trust, now()));
        for index in (0..honest.len()).step_by(step) {
            let mut record = honest.clone();
            record[index] ^= 1 << (index / step % 8);
            assert_eq!(batch.open(&record), open(&record, &trust, now()), "byte {index}");
        }
        let (_, mismatches) = batch.finish();
        assert!(mismatches.len() >= honest.len() / step, "no flipped record passes as a listed one");
    }
}

#[test]
fn any_bit_of_the_manifest_is_flipped() {
    let world = World::new();
    let trust = trust(&world);
    let records = envelopes(&world)[..2].to_vec();
    let manifest = signed(&listing(&world.north, &records), &world.north);
    let alone = singly(&records, &trust, now());
    for index in 0..manifest.len() {
        let mut flipped = manifest.clone();
        flipped[index] ^= 1 << (index % 8);
        let batch = batch(&flipped, &records, &trust, now());
        assert!(batch.manifest.is_err(), "byte {index}");
        assert_eq!(batch.records, alone, "byte {index}");
        assert_eq!(batch.mismatches, [], "a manifest that is refused says nothing");
    }
}

#[test]
fn signatures_of_two_records_are_swapped() {
    let world = World::new();
    let trust = trust(&world);
    let mut records = envelopes(&world);
    let manifest = signed(&listing(&world.north, &records), &world.north);
    let mut parts: Vec<Value> = records.iter().map(|record| serde_json::from_slice(record).unwrap()).collect();
    let first = parts[0]["signatures"].take();
    parts[0]["signatures"] = parts[1]["signatures"].take();
    parts[1]["signatures"] = first;
    records[0] = bytes(&parts[0]);
    records[1] = bytes(&parts[1]);
    let batch = batch(&manifest, &records, &trust, now());
    let codes =
        |answers: &Answers| answers.iter().map(|answer| answer.as_ref().err().map(OpenError::code)).collect::<Vec<_>>();
    assert_eq!(codes(&batch.records), [Some(Code::SigInvalid), Some(Code::SigInvalid), None, None]);
    assert_eq!(mismatches(&manifest, &records, &trust).len(), 4);
}

/// Records with a bad signature which the manifest lists as they are: only a signature of the manifest's own key may be passed
/// over.
#[test]
fn a_manifest_stands_for_no_signature_of_another_key() {
    let world = World::new();
    let second = key("XX/northland", Algorithm::Ed25519);
    let trust = world.trust_with(|list| {
        let manifest = AuthorityRole::new("manifest").unwrap();
        list.authorities.iter_mut().for_each(|authority| authority.roles.push(manifest.clone()));
        list.authorities[0].keys.push(key_entry(second.authority(), second.public_key()));
    });
    let spoil = |envelope: Vec<u8>, at: usize| {
        let mut envelope: Value = serde_json::from_slice(&envelope).unwrap();
        envelope["signatures"][at]["signature"] = json!("A".repeat(84) + "AA");
        bytes(&envelope)
    };
    let of_south = sign(&bytes(&of_south(4)), &[&world.south], now(), Form::Clear).unwrap();
    let joint = sign(&bytes(&joint(3)), &[&world.north, &world.south], now(), Form::Clear).unwrap();
    let records = [spoil(of_south, 0), spoil(joint, 1), spoil(world.sign(&numbered(1)), 0)];
    // North sends what South never signed, what its co-signer never signed, and under its second key what its first never did.
    let manifest = signed(&listing(&second, &records), &second);
    let answers = batch(&manifest, &records, &trust, now()).records;
    let codes: Vec<Code> = answers.iter().map(|answer| answer.as_ref().unwrap_err().code()).collect();
    assert_eq!(codes, [Code::SigInvalid, Code::SigCosigner, Code::SigInvalid]);
    assert_eq!(mismatches(&manifest, &records, &trust), []);
}

/// A signature of the manifest that nobody verified, since its algorithm is not known yet, stands for nothing.
#[test]
fn a_key_that_did_not_verifiably_sign_the_manifest_stands_for_nothing() {
    let world = World::new();
    let second = key("XX/northland", Algorithm::Ed25519);
    let trust = world.trust_with(|list| {
        list.authorities[0].roles.push(AuthorityRole::new("manifest").unwrap());
        list.authorities[0].keys.push(key_entry(second.authority(), second.public_key()));
    });
    let mut record: Value = serde_json::from_slice(&world.sign(&numbered(1))).unwrap();
    record["signatures"][0]["signature"] = json!("A".repeat(84) + "AA");
    let records = [bytes(&record)];
    let mut manifest: Value = serde_json::from_slice(&signed(&listing(&second, &records), &second)).unwrap();
    let mut header = header(&world.north);
    header["alg"] = json!("ML-DSA-65");
    header["typ"] = json!(passerelle::ObjectClass::Manifest.typ());
    let claimed = signature(&manifest["manifest"], &header, &world.north);
    manifest["signatures"].as_array_mut().unwrap().push(claimed);
    let batch = batch(&bytes(&manifest), &records, &trust, now());
    assert_eq!(batch.manifest.unwrap().signatures().len(), 2);
    assert_eq!(batch.records[0].as_ref().unwrap_err().code(), Code::SigInvalid);
}

/// The one place where a batch differs: a sender that lists a bad signature of its own key, with that very key, is believed. It
/// could have made a good one. No honest sender does so, since a packer verifies what it lists.
#[test]
fn a_sender_answers_for_its_own_signatures() {
    let world = World::new();
    let trust = trust(&world);
    let mut envelope: Value = serde_json::from_slice(&world.sign(&numbered(1))).unwrap();
    envelope["signatures"][0]["signature"] = json!("A".repeat(84) + "AA");
    let records = [bytes(&envelope)];
    let manifest = signed(&listing(&world.north, &records), &world.north);
    assert_eq!(open(&records[0], &trust, now()).unwrap_err().code(), Code::SigInvalid);
    assert!(batch(&manifest, &records, &trust, now()).records[0].is_ok());
    // One that is no signature at all is refused here too.
    envelope["signatures"][0]["signature"] = json!("AAAA");
    let records = [bytes(&envelope)];
    let manifest = signed(&listing(&world.north, &records), &world.north);
    assert_eq!(mismatches(&manifest, &records, &trust), []);
    assert_eq!(batch(&manifest, &records, &trust, now()).records[0].as_ref().unwrap_err().code(), Code::SigForm);
}

#[test]
fn every_other_check_is_made_for_every_record() {
    let world = World::new();
    let late = Timestamp::from_unix_seconds(now().unix_seconds() + 3600).unwrap();
    let ahead = sign(&bytes(&numbered(5)), &[&world.north], late, Form::Clear).unwrap();
    let mut wrong = numbered(6);
    wrong["content"]["kind"] = json!("no such kind");
    let wrong = bytes(&world.forge(&wrong, &world.header()));
    let lonely = bytes(&world.forge(&joint(7), &world.header()));
    let records = [world.sign(&numbered(1)), ahead, wrong, lonely];
    let manifest = signed(&listing(&world.north, &records), &world.north);
    let trust = trust(&world);
    assert_eq!(mismatches(&manifest, &records, &trust), []);
    let answers = batch(&manifest, &records, &trust, now()).records;
    let codes: Vec<_> = answers.iter().map(|answer| answer.as_ref().err().map(|error| error.code())).collect();
    assert_eq!(codes, [None, Some(Code::TimeFuture), Some(Code::SchemaForm), Some(Code::SigQuorum)]);
}

#[test]
fn keys_that_were_retired_or_stolen_and_authorities_without_a_role() {
    let world = World::new();
    let records = envelopes(&world);
    let manifest = signed(&listing(&world.north, &records), &world.north);
    let role = |name: &str| AuthorityRole::new(name).unwrap();
    let earlier = "2026-05-01T00:00:00Z";
    let retired = world.trust_with(|list| {
        list.authorities[0].roles.push(role("manifest"));
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.retired_at) = (KeyState::Retired, Some(time(earlier)));
    });
    let stolen = world.trust_with(|list| {
        list.authorities[0].roles.push(role("manifest"));
        let key = &mut list.authorities[0].keys[0];
        (key.status, key.compromised_since) = (KeyState::Compromised, Some(time(earlier)));
    });
    let no_records = world.trust_with(|list| list.authorities[0].roles = vec![role("manifest")]);
    for (trust, code) in [(&retired, Code::KeyRetired), (&stolen, Code::KeyCompromised), (&no_records, Code::KeyRole)] {
        mismatches(&manifest, &records, trust);
        let batch = batch(&manifest, &records, trust, now());
        assert_eq!(batch.records[0].as_ref().unwrap_err().code(), code);
        assert_eq!(batch.manifest.is_ok(), code == Code::KeyRole);
    }
    assert_eq!(mismatches(&manifest, &records, &world.trust), [], "without the role it is no manifest");
    assert!(open_manifest(&manifest, &world.trust, now()).is_err());
}

#[test]
fn a_batch_without_trust_or_past_its_time() {
    let world = World::new();
    let trust = trust(&world);
    let records = envelopes(&world);
    let manifest = signed(&listing(&world.north, &records), &world.north);
    for at in ["2027-01-03T00:00:00Z", "2028-01-01T00:00:00Z"] {
        let batch = batch(&manifest, &records, &trust, time(at));
        assert!(batch.manifest.is_err());
        assert_eq!(batch.records, singly(&records, &trust, time(at)));
    }
    let pinned = Trust::pin(&world.root).unwrap();
    assert_eq!(mismatches(&manifest, &records, &pinned), []);
}
