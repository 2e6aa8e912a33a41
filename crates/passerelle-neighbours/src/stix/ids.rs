//! Identifiers and times of STIX objects, which follow from the records alone.

use passerelle::record::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Cleared;
use crate::value::canonical;

const NAMESPACE: Uuid = Uuid::from_u128(crate::NAMESPACE);
/// The namespace that STIX 2.1, section 2.9, gives for cyber-observable objects, and for nothing else.
const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);

/// When everything was made that no record says the time of.
pub(super) const EPOCH: &str = "2026-01-01T00:00:00.000Z";

/// The identifier of an object of ours.
///
/// spec: PSR-NBR-021
pub(super) fn object(kind: &str, parts: &[&str]) -> String {
    // A line end stands in no part.
    format!("{kind}--{}", Uuid::new_v5(&NAMESPACE, parts.join("\n").as_bytes()))
}

/// The identifier of the object that stands for a record: the same in all revisions.
pub(super) fn of_record(kind: &str, record: &str) -> String {
    object(kind, &["record", record])
}

/// The identifier of a cyber-observable object, from the members that its type names for that.
pub(super) fn observable(kind: &str, contributing: &Map<String, Value>) -> String {
    let text = canonical(&Value::Object(contributing.clone()));
    format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, text.as_bytes()))
}

/// The name under which the extension for records is known.
pub(super) fn extension() -> String {
    object("extension-definition", &["extension", "record"])
}

/// When the record was first issued and when this revision was. STIX wants the first never to change: it is the time in a UUID of
/// version 7, and a fixed time for others.
///
/// spec: PSR-NBR-021
pub(super) fn times(record: &Cleared) -> (String, String) {
    let issued = record.text("/issued");
    let modified = issued.replace('Z', ".000Z");
    let uuid = record.exact.id.uuid();
    let milliseconds = uuid.get(..8).zip(uuid.get(9..13)).filter(|_| uuid.get(14..15) == Some("7"));
    let milliseconds = milliseconds.and_then(|(high, low)| i64::from_str_radix(&format!("{high}{low}"), 16).ok());
    let made = milliseconds.and_then(|milliseconds| {
        let second = Timestamp::from_unix_seconds(milliseconds.div_euclid(1000)).ok()?;
        Some(second.to_string().replace('Z', &format!(".{:03}Z", milliseconds.rem_euclid(1000))))
    });
    let created = made.filter(|made| *made <= modified).unwrap_or_else(|| EPOCH.to_owned());
    let created = if created <= modified { created } else { modified.clone() };
    (created, modified)
}
