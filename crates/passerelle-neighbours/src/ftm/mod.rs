//! FollowTheMoney 4: entities, one a line.
//!
//! | record | entity |
//! |---|---|
//! | profile | Person |
//! | network | Organization; a front is a Company |
//! | link | Membership, Family, Associate, UnknownLink |
//! | documents | Passport, Identification |
//! | selectors, accounts | `phone`, `email`, `website`, UserAccount, CryptoWallet, BankAccount |
//!
//! Methods and sightings have no entity, and are left out.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use passerelle::Code;
use serde_json::Value;

use crate::draft::{Header, Import, finish};
use crate::loss::{Loss, compare};
use crate::value::{canonical, put};
use crate::{Cleared, Export, Fault};

/// Writes records as entities, and finds what is lost by reading them back.
pub(crate) fn export(records: &[Cleared]) -> Export {
    let (entities, left_out) = write::entities(records);
    let document: String = entities.iter().map(|entity| format!("{}\n", canonical(entity))).collect();
    let (readings, _) = read::read(document.as_bytes()).unwrap_or_default();
    let ids: BTreeMap<String, &Cleared> =
        records.iter().map(|record| (write::id(&["record", record.id()]), record)).collect();
    let mut losses: Vec<Loss> = Vec::new();
    let mut back: BTreeMap<&str, Value> = BTreeMap::new();
    for reading in readings {
        let Some(record) = ids.get(&reading.of) else { continue };
        let mut read = reading.record;
        for (pointer, target) in reading.references {
            if let Some(target) = ids.get(&target) {
                crate::draft::refer(&mut read, &pointer, target.id(), target.exact.rev);
            }
        }
        put(&mut read, "/spec", "1.0".into());
        if let Some(source) = reading.source {
            put(&mut read, "/id", source.get("id").cloned().unwrap_or_default());
            put(&mut read, "/rev", source.get("rev").cloned().unwrap_or_default());
            put(&mut read, "/issuer", record.text("/issuer").into());
        }
        if let Some(tlp) = reading.marking.tlp.first() {
            put(&mut read, "/handling/tlp", tlp.clone().into());
        }
        back.insert(record.id(), read);
    }
    for record in records.iter().filter(|record| !left_out.iter().any(|left| left.of == record.id())) {
        losses.extend(record.taken.iter().cloned());
        losses.extend(compare(record.id(), &record.object, back.get(record.id()).unwrap_or(&Value::Null)));
    }
    losses.sort();
    losses.dedup();
    Export { document: document.into_bytes(), losses, left_out }
}

/// Reads entities and makes drafts of them.
pub(crate) fn import(document: &[u8], header: &Header) -> Result<Import, Fault> {
    let (readings, losses) = read::read(document)?;
    Ok(finish(readings, losses, header))
}

/// A record that has no entity, with the place of the reason.
fn unsaid(record: &Cleared, pointer: &str) -> Loss {
    Loss::new(record.id(), pointer, Code::NbrNotSaid)
}
