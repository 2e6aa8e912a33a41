//! Manifests: what one may say, whether those of a feed follow one another, and the batches that they come with.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

#[path = "../support/mod.rs"]
mod support;

mod batches;
mod document;
mod feeds;

use passerelle::crypto::{Signer, SoftwareKey, digest};
use passerelle::manifest::{Manifest, ManifestEntry, sign_manifest};
use passerelle::record::{Digest, FeedName, SpecVersion};
use passerelle::trust::Trust;
use passerelle::vocabulary::code::AuthorityRole;
use passerelle::{Form, json};
use support::*;

/// The world's trust, where both authorities may send manifests too.
fn trust(world: &World) -> Trust {
    world.trust_with(|list| {
        for authority in &mut list.authorities {
            authority.roles.push(AuthorityRole::new("manifest").unwrap());
        }
    })
}

/// A manifest of an authority without records.
fn heartbeat(issuer: &SoftwareKey, sequence: i64, prev: Option<Digest>) -> Manifest {
    Manifest {
        spec: SpecVersion::new("1.0").unwrap(),
        issuer: issuer.authority().clone(),
        feed: FeedName::new("daily").unwrap(),
        sequence,
        prev,
        issued: now(),
        next_by: time("2026-06-02T12:00:00Z"),
        count: 0,
        records: Vec::new(),
    }
}

/// The first manifest of an authority, with records.
fn listing(issuer: &SoftwareKey, envelopes: &[Vec<u8>]) -> Manifest {
    let records: Vec<ManifestEntry> = envelopes.iter().map(|envelope| entry(envelope)).collect();
    Manifest { count: i64::try_from(records.len()).unwrap(), records, ..heartbeat(issuer, 1, None) }
}

/// The entry for an envelope in its clear form, made without the library's own way.
fn entry(envelope: &[u8]) -> ManifestEntry {
    let envelope: serde_json::Value = serde_json::from_slice(envelope).unwrap();
    let object = json::read(&bytes(&serde_json::json!({ "signatures": envelope["signatures"] }))).unwrap();
    let signatures = object.get("signatures").unwrap().to_canonical();
    ManifestEntry { digest: digest(&canonical(&envelope["record"])), signatures: digest(&signatures) }
}

fn signed(manifest: &Manifest, signer: &SoftwareKey) -> Vec<u8> {
    sign_manifest(manifest, signer, now(), Form::Clear).unwrap()
}
