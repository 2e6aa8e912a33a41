//! Records of the examples, as they go out, for the tests of every format.

use passerelle::record::{Digest, ExactRevision, Record, RecordType};
use serde_json::Value;

use crate::clear::{Cleared, taken_apart};

/// A record, its type, and a revision that it could be.
pub(crate) fn parts(text: &str) -> (Value, RecordType, ExactRevision) {
    let object: Value = serde_json::from_str(text).unwrap();
    let record: Record = serde_json::from_value(object.clone()).unwrap();
    let exact = ExactRevision { id: record.header.id.clone(), rev: record.header.rev, digest: Digest::sha256([7; 32]) };
    (object, record.content.record_type(), exact)
}

pub(crate) fn cleared(text: &str) -> Cleared {
    let (object, record_type, exact) = parts(text);
    taken_apart(object, record_type, exact).unwrap()
}

pub(crate) const ORGANISER: &str = include_str!("../../../examples/records/profile-organiser-arabic.json");

pub(crate) fn organiser() -> Cleared {
    cleared(ORGANISER)
}

/// The same person, whom no court wants: no document says by which warrant.
pub(crate) fn suspect() -> Cleared {
    cleared(&ORGANISER.replace("wanted-prosecution", "suspect"))
}
