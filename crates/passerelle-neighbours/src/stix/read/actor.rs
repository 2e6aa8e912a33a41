//! Objects that make a record by themselves.

use passerelle::record::RecordType;
use passerelle::{Code, vocabulary};
use serde_json::{Value, json};

use super::object::Object;
use crate::Fault;
use crate::draft::Reading;
use crate::labels::split;
use crate::loss::Loss;
use crate::stix::ids;
use crate::stix::write::{KILL_CHAIN, unnamed};
use crate::value::{items, nfc, push, put, script, text};

type Read = Result<(RecordType, Reading), Fault>;

/// What a bundle says that an actor is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    Person,
    Group,
}

/// An actor is a person, or a group where the bundle says so. Where it says neither, it is read as a person, and that is told.
///
/// spec: PSR-NBR-027
pub(super) fn threat_actor(object: &Object<'_>, is: Option<Actor>, losses: &mut Vec<Loss>) -> Read {
    let (record_type, mut reading) = if is == Some(Actor::Group) {
        intrusion_set(object)?
    } else {
        let mut reading = Reading::default();
        names(object, &mut reading.record)?;
        describe(object, &mut reading.record, "/content/summary")?;
        (RecordType::Profile, reading)
    };
    if is.is_none() && object.source(&ids::extension()).is_none() {
        losses.push(Loss::new(object.id, object.place("type"), Code::NbrAdded));
    }
    for (index, role) in object.texts("roles")?.into_iter().enumerate() {
        let is_known = vocabulary::list("role").is_some_and(|list| list.get(role).is_some());
        if is_known && record_type == RecordType::Profile {
            push(&mut reading.record, "/content/roles", json!({"code": role}));
        } else {
            // The roles of STIX are those of attacks on computers.
            losses.push(Loss::new(object.id, object.place(&format!("roles/{index}")), Code::NbrNotCarried));
        }
    }
    for (index, kind) in object.texts("threat_actor_types")?.into_iter().enumerate() {
        if kind != "criminal" {
            losses.push(Loss::new(
                object.id,
                object.place(&format!("threat_actor_types/{index}")),
                Code::NbrNotCarried,
            ));
        }
    }
    Ok((record_type, reading))
}

pub(super) fn intrusion_set(object: &Object<'_>) -> Read {
    let mut reading = Reading::default();
    names(object, &mut reading.record)?;
    describe(object, &mut reading.record, "/content/summary")?;
    for (name, pointer) in [("first_seen", "/content/active_from"), ("last_seen", "/content/active_to")] {
        if let Some(day) = object.text(name)?.and_then(day) {
            put(&mut reading.record, pointer, day.into());
        }
    }
    Ok((RecordType::Network, reading))
}

pub(super) fn attack_pattern(object: &Object<'_>, losses: &mut Vec<Loss>) -> Read {
    let mut reading = Reading::default();
    let lang = language(object)?;
    put(&mut reading.record, "/content/title", json!([{"lang": lang, "text": nfc(object.due("name")?)}]));
    describe(object, &mut reading.record, "/content/summary")?;
    for (index, phase) in object.list("kill_chain_phases")?.iter().enumerate() {
        if text(phase, "/kill_chain_name") == Some(KILL_CHAIN) {
            let seq = items(&reading.record, "/content/phases").len() + 1;
            push(&mut reading.record, "/content/phases", json!({"code": phase.get("phase_name"), "seq": seq}));
        } else {
            losses.push(Loss::new(object.id, object.place(&format!("kill_chain_phases/{index}")), Code::NbrNotCarried));
        }
    }
    Ok((RecordType::ModusOperandi, reading))
}

/// Reads the words for techniques and legs: `technique=2/evasion/pilot-car`, `leg=1/road/van`.
pub(super) fn step(label: &str, record: &mut Value) -> bool {
    let Some((name, value)) = split(label) else { return false };
    let Some((seq, rest)) = value.split_once('/') else { return false };
    let Ok(seq) = seq.parse::<i64>() else { return false };
    match name {
        "technique" => {
            let phases = record.pointer_mut("/content/phases").and_then(Value::as_array_mut);
            let phase = phases.and_then(|phases| phases.iter_mut().find(|phase| phase.get("seq") == Some(&seq.into())));
            phase.map(|phase| push(phase, "/techniques", rest.into())).is_some()
        }
        "leg" => {
            let mut leg = json!({"seq": seq});
            for (member, code) in ["mode", "conveyance", "entry_method"].iter().zip(rest.split('/')) {
                if !code.is_empty() {
                    put(&mut leg, &format!("/{member}"), code.into());
                }
            }
            push(record, "/content/legs", leg);
            true
        }
        _ => false,
    }
}

/// A name in one spelling.
pub(super) fn name(full: &str) -> Value {
    let full = nfc(full);
    json!({"full": full, "script": script(&full), "kind": "alias"})
}

fn names(object: &Object<'_>, record: &mut Value) -> Result<(), Fault> {
    let shown = object.due("name")?;
    let source = object.source(&ids::extension());
    let stands_for_none = source.is_some_and(|(source, _)| text(&source, "/id").map(unnamed).as_deref() == Some(shown));
    let aliases = object.texts("aliases")?;
    let all = Some(shown).filter(|_| !stands_for_none).into_iter().chain(aliases);
    for full in all {
        let name = name(full);
        if !items(record, "/content/names").contains(&name) {
            push(record, "/content/names", name);
        }
    }
    Ok(())
}

fn describe(object: &Object<'_>, record: &mut Value, pointer: &str) -> Result<(), Fault> {
    if let Some(description) = object.text("description")? {
        put(record, pointer, json!([{"lang": language(object)?, "text": nfc(description)}]));
    }
    Ok(())
}

/// The language of an object's texts; without one nobody knows it.
pub(super) fn language<'d>(object: &Object<'d>) -> Result<&'d str, Fault> {
    let lang = object.text("lang")?.filter(|lang| passerelle::record::LanguageTag::new(lang).is_ok());
    Ok(lang.unwrap_or("und"))
}

/// The day of a time.
pub(super) fn day(time: &str) -> Option<&str> {
    time.get(..10).and_then(crate::value::whole_day)
}
