//! One manifest by itself.

use passerelle::manifest::open_manifest;
use passerelle::{Code, ObjectClass};
use serde_json::{Value, json};

use super::support::trust::signed as forged;
use super::*;

/// The code with which a manifest that Northland signed is refused.
fn refusal(world: &World, change: impl FnOnce(&mut Value)) -> Option<&'static str> {
    let mut manifest = serde_json::to_value(listing(&world.north, &[world.sign(&draft())])).unwrap();
    change(&mut manifest);
    let bytes = forged(ObjectClass::Manifest, &manifest, &[&world.north]);
    open_manifest(&bytes, &super::trust(world), now()).err().map(|error| error.code().as_str())
}

#[test]
fn an_honest_manifest_opens_with_and_without_records() {
    let world = World::new();
    for manifest in [heartbeat(&world.north, 1, None), listing(&world.north, &[world.sign(&draft())])] {
        for form in [Form::Clear, Form::Opaque] {
            let bytes = sign_manifest(&manifest, &world.north, now(), form).unwrap();
            let opened = open_manifest(&bytes, &trust(&world), now()).unwrap();
            assert_eq!(opened.document(), &manifest);
            assert_eq!(opened.to_envelope(form), bytes);
        }
    }
}

#[test]
fn a_count_that_is_not_the_lists_and_an_entry_that_stands_twice() {
    let world = World::new();
    assert_eq!(refusal(&world, |_| {}), None);
    assert_eq!(refusal(&world, |manifest| manifest["count"] = json!(2)), Some("BND_CONTENT"));
    assert_eq!(refusal(&world, |manifest| manifest["count"] = json!(0)), Some("BND_CONTENT"));
    let doubled = |manifest: &mut Value| {
        let entry = manifest["records"][0].clone();
        manifest["records"].as_array_mut().unwrap().push(entry);
        manifest["count"] = json!(2);
    };
    assert_eq!(refusal(&world, doubled), Some("BND_CONTENT"));
    let with_other_signatures = |manifest: &mut Value| {
        let mut entry = manifest["records"][0].clone();
        entry["signatures"] = entry["digest"].clone();
        manifest["records"].as_array_mut().unwrap().push(entry);
        manifest["count"] = json!(2);
    };
    assert_eq!(refusal(&world, with_other_signatures), None, "one record may travel with different signatures");
}

#[test]
fn every_manifest_but_the_first_names_the_one_before_it() {
    let world = World::new();
    let some = serde_json::to_value(digest(b"")).unwrap();
    for (sequence, prev, code) in [
        (1, None, None),
        (2, Some(&some), None),
        (1, Some(&some), Some("SCHEMA_COMBINATION")),
        (2, None, Some("SCHEMA_COMBINATION")),
        (0, None, Some("SCHEMA_RANGE")),
    ] {
        let change = |manifest: &mut Value| {
            manifest["sequence"] = json!(sequence);
            if let Some(prev) = prev {
                manifest["prev"] = prev.clone();
            }
        };
        assert_eq!(refusal(&world, change), code, "{sequence}");
    }
    assert_eq!(
        refusal(&world, |manifest| manifest["next_by"] = manifest["issued"].clone()),
        Some("SCHEMA_COMBINATION")
    );
}

#[test]
fn what_is_not_in_the_schema() {
    let world = World::new();
    for (change, code) in [
        (json!({ "records": [], "count": 0 }), "SCHEMA_EMPTY"),
        (json!({ "feed": "Daily news" }), "SCHEMA_FORM"),
        (json!({ "note": "x" }), "SCHEMA_UNKNOWN_MEMBER"),
        (json!({ "spec": "2.0" }), "VER_MAJOR"),
        (json!({ "issuer": "XX/southland" }), "KEY_AUTHORITY"),
    ] {
        let set = |manifest: &mut Value| manifest.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(refusal(&world, set), Some(code), "{change}");
    }
    let newer = |manifest: &mut Value| {
        manifest["spec"] = json!("1.1");
        manifest["note"] = json!("of tomorrow");
    };
    assert_eq!(refusal(&world, newer), None);
}

#[test]
fn nobody_sends_manifests_without_the_role() {
    let world = World::new();
    let bytes = super::signed(&heartbeat(&world.north, 1, None), &world.north);
    assert_eq!(open_manifest(&bytes, &world.trust, now()).unwrap_err().code(), Code::KeyRole);
    assert!(open_manifest(&bytes, &trust(&world), now()).is_ok());
}

#[test]
fn a_manifest_is_no_record_and_a_record_no_manifest() {
    let world = World::new();
    let trust = trust(&world);
    let manifest = super::signed(&heartbeat(&world.north, 1, None), &world.north);
    assert_eq!(support::refusal(&manifest, &trust), Some("ENV_CONTENT"));
    assert_eq!(open_manifest(&world.sign(&draft()), &trust, now()).unwrap_err().code(), Code::EnvContent);
    let body = serde_json::to_value(heartbeat(&world.north, 1, None)).unwrap();
    let as_record = forged(ObjectClass::Record, &body, &[&world.north]);
    let renamed = String::from_utf8(as_record).unwrap().replace("\"record\":{", "\"manifest\":{");
    assert_eq!(open_manifest(renamed.as_bytes(), &trust, now()).unwrap_err().code(), Code::HdrTyp);
}

#[test]
fn the_library_signs_no_manifest_that_a_reader_refuses() {
    let world = World::new();
    let uncounted = Manifest { count: 3, ..heartbeat(&world.north, 1, None) };
    let refused = sign_manifest(&uncounted, &world.north, now(), Form::Clear).unwrap_err();
    assert_eq!(refused.code(), Code::BndContent);
    let strangers = sign_manifest(&heartbeat(&world.north, 1, None), &world.south, now(), Form::Clear).unwrap_err();
    assert_eq!(strangers.code(), Code::SignKey);
}

#[test]
fn the_longest_manifest_is_within_every_limit() {
    let world = World::new();
    let longest = passerelle::limits::MANIFEST_RECORDS;
    let of = |count: usize| {
        let entry = |index: usize| ManifestEntry { digest: digest(&index.to_be_bytes()), signatures: digest(b"") };
        let records: Vec<ManifestEntry> = (0..count).map(entry).collect();
        Manifest { count: i64::try_from(count).unwrap(), records, ..heartbeat(&world.north, 1, None) }
    };
    let bytes = super::signed(&of(longest), &world.north);
    assert_eq!(open_manifest(&bytes, &trust(&world), now()).unwrap().document().records.len(), longest);
    let refused = sign_manifest(&of(longest + 1), &world.north, now(), Form::Clear).unwrap_err();
    assert_eq!(refused.code(), Code::SchemaRange);
}
