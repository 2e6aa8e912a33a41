//! A manifest, as it is written.

use std::collections::BTreeSet;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use crate::envelope::ObjectClass;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::Pointer;
use crate::record::{AuthorityId, Digest, FeedName, SpecVersion, Timestamp};
use crate::schema::schema_for_document;
use crate::verification::{Document, Validators};

/// The JSON Schema of a manifest.
#[must_use]
pub fn schema_for_manifest() -> Schema {
    schema_for_document::<Manifest>("manifest", "Passerelle manifest")
}

/// A manifest: its issuer lists the records that it sent together, as one number of a feed.
///
/// One that lists none says that there was nothing to send. Readers then know the silence from a message that was kept from them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// The version of the format.
    #[schemars(example = &"1.0")]
    pub spec: SpecVersion,
    /// Who sends the feed. The records may be those of others.
    #[schemars(example = &"XX/southland")]
    pub issuer: AuthorityId,
    /// Which of the issuer's feeds it belongs to.
    pub feed: FeedName,
    /// Its number in the feed. The first is 1, and each further one is higher by 1.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64), example = 1)]
    pub sequence: i64,
    /// The digest of the manifest before it. Due with every one but the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<Digest>,
    /// When it was made.
    pub issued: Timestamp,
    /// When the next one of the feed is due at the latest.
    pub next_by: Timestamp,
    /// How many records it lists.
    #[schemars(range(min = 0, max = 8000), example = 1)]
    pub count: i64,
    /// The records, in the order in which they were sent. Absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1, max = 8000))]
    pub records: Vec<ManifestEntry>,
}

/// One record of a manifest, as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ManifestEntry {
    /// The digest of its payload.
    pub digest: Digest,
    /// The digest of the canonical form of the list `signatures` of its envelope.
    pub signatures: Digest,
}

impl ManifestEntry {
    /// What tells one entry from another.
    pub(crate) fn hashes(&self) -> [&str; 2] {
        [self.digest.hash.as_str(), self.signatures.hash.as_str()]
    }
}

impl Document for Manifest {
    const CLASS: ObjectClass = ObjectClass::Manifest;
    const ROLE: &'static str = "manifest";

    fn schema() -> Schema {
        schema_for_manifest()
    }

    fn validators() -> &'static Validators {
        static VALIDATORS: Validators = [const { std::sync::OnceLock::new() }; 2];
        &VALIDATORS
    }

    fn issuer(&self) -> &AuthorityId {
        &self.issuer
    }

    /// spec: PSR-MAN-001, PSR-MAN-002, PSR-MAN-003
    fn faults(&self) -> Vec<Finding> {
        let at = |code, member: &str| Finding::new(code, Pointer::root().child(member));
        let mut faults = Vec::new();
        if usize::try_from(self.count) != Ok(self.records.len()) {
            faults.push(at(Code::BndContent, "count"));
        }
        let mut seen = BTreeSet::new();
        for (index, entry) in self.records.iter().enumerate() {
            if !seen.insert(entry.hashes()) {
                faults.push(Finding::new(Code::BndContent, Pointer::root().child("records").index(index)));
            }
        }
        if (self.sequence > 1) != self.prev.is_some() {
            faults.push(at(Code::SchemaCombination, "prev"));
        }
        if self.next_by <= self.issued {
            faults.push(at(Code::SchemaCombination, "next_by"));
        }
        faults
    }
}
