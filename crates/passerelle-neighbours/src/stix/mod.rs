//! STIX 2.1 (OASIS): bundles.
//!
//! | record | STIX |
//! |---|---|
//! | profile | threat-actor, with an identity where the person has a name |
//! | network | intrusion-set |
//! | modus operandi | attack-pattern, with a campaign for when it was seen |
//! | sighting | sighting |
//! | link | relationship |
//! | places | location |
//! | selectors, accounts | cyber-observable objects |
//! | issuer | identity |
//! | handling | marking-definitions: TLP 2.0, and a statement with everything that TLP cannot say |

mod ids;
mod marking;
mod observable;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use passerelle::Code;
use serde_json::Value;

use crate::draft::{Header, Import, Reading, finish, refer};
use crate::loss::{Loss, compare};
use crate::value::{put, text};
use crate::{Cleared, Export, Fault};

pub(crate) use marking::statement;

/// Writes records as a bundle, and finds what is lost by reading it back.
pub(crate) fn export(records: &[Cleared]) -> Export {
    let (bundle, left_out) = write::bundle(records);
    let document = crate::value::document(&bundle);
    let (readings, _) = read::read(&document).unwrap_or_default();
    let mut losses: Vec<Loss> = records.iter().flat_map(|record| record.taken.clone()).collect();
    let mut back = as_records(readings);
    for record in records.iter().filter(|record| !left_out.iter().any(|left| left.of == record.id())) {
        let read = back.remove(record.id()).unwrap_or_default();
        losses.extend(compare(record.id(), &record.object, &read));
    }
    losses.retain(|loss| !left_out.iter().any(|left| left.of == loss.of));
    losses.sort();
    losses.dedup();
    Export { document, losses, left_out }
}

/// Reads a bundle and makes drafts of it.
pub(crate) fn import(document: &[u8], header: &Header) -> Result<Import, Fault> {
    let (readings, losses) = read::read(document)?;
    Ok(finish(readings, losses, header))
}

/// What was read of our own objects, as the records that they were made from, for comparing.
fn as_records(readings: Vec<Reading>) -> BTreeMap<String, Value> {
    let source = |reading: &Reading| {
        let source = reading.source.as_ref()?;
        Some((text(source, "/id")?.to_owned(), source.get("rev").and_then(Value::as_i64)?))
    };
    let ids: BTreeMap<String, (String, i64)> =
        readings.iter().filter_map(|reading| Some((reading.of.clone(), source(reading)?))).collect();
    let mut records: BTreeMap<String, Value> = BTreeMap::new();
    for reading in readings {
        let Some((id, rev)) = source(&reading) else { continue };
        // A sighting of several records is written once for each of them.
        let is_new = !records.contains_key(&id);
        let record = records.entry(id.clone()).or_insert(reading.record);
        if is_new {
            put(record, "/spec", "1.0".into());
            put(record, "/id", id.clone().into());
            put(record, "/rev", rev.into());
            put(record, "/issuer", id.rsplit_once('/').map_or("", |(issuer, _)| issuer).into());
        }
        for (pointer, target) in reading.references {
            if let Some((id, rev)) = ids.get(&target) {
                refer(record, &pointer, id, *rev);
            }
        }
    }
    records
}

/// A record that STIX cannot say, with the place of the reason.
fn unsaid(record: &Cleared, pointer: &str) -> Loss {
    Loss::new(record.id(), pointer, Code::NbrNotSaid)
}
