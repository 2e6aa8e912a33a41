//! A bundle as what it says of records.

mod actor;
mod object;
mod relation;

use std::collections::{BTreeMap, BTreeSet};

use passerelle::record::RecordType;
use passerelle::{Code, limits};
use serde_json::Value;

use super::{ids, marking};
use crate::Fault;
use crate::draft::{Marking, Reading};
use crate::loss::Loss;
use crate::value::{canonical, put, text};
use actor::Actor;
use object::Object;

/// What a bundle says, and what of it makes no record.
pub(super) fn read(document: &[u8]) -> Result<(Vec<Reading>, Vec<Loss>), Fault> {
    let document = crate::input::read(document)?;
    let objects = objects(&document)?;
    let actors = relation::actors(&objects)?;
    let mut reader =
        Reader { objects: &objects, readings: BTreeMap::new(), losses: Vec::new(), tied: BTreeSet::new(), actors };
    reader.run()?;
    Ok(reader.end())
}

/// The objects of a bundle, the newest version of each.
///
/// spec: PSR-NBR-003, PSR-NBR-004, PSR-NBR-005
fn objects(document: &Value) -> Result<BTreeMap<&str, Object<'_>>, Fault> {
    if text(document, "/type") != Some("bundle") {
        return Err(Fault::new(Code::NbrSyntax, "/type", "a STIX document is an object of the type bundle"));
    }
    if document.get("spec_version").is_some_and(|version| version != "2.1") {
        return Err(Fault::new(Code::NbrVersion, "/spec_version", "STIX 2.1 is read"));
    }
    let list = match document.get("objects") {
        None => &[][..],
        Some(Value::Array(list)) => list.as_slice(),
        Some(_) => return Err(Fault::new(Code::NbrObject, "/objects", "a list")),
    };
    if list.len() > limits::NEIGHBOUR_OBJECTS {
        let detail = format!("more than {} objects", limits::NEIGHBOUR_OBJECTS);
        return Err(Fault::new(Code::NbrSize, "/objects", detail));
    }
    let mut objects: BTreeMap<&str, Object<'_>> = BTreeMap::new();
    for (index, value) in list.iter().enumerate() {
        let object = Object::new(index, value)?;
        match objects.get_mut(object.id) {
            None => {
                objects.insert(object.id, object);
            }
            Some(held) if held.value == object.value => {}
            Some(held) => match (text(held.value, "/modified"), text(object.value, "/modified")) {
                (Some(one), Some(other)) if one < other => *held = object,
                (Some(one), Some(other)) if one > other => {}
                _ => return Err(Fault::new(Code::NbrId, object.place("id"), "another object has this id")),
            },
        }
    }
    Ok(objects)
}

struct Reader<'d> {
    objects: &'d BTreeMap<&'d str, Object<'d>>,
    /// What makes a record, by the identifier of its object.
    readings: BTreeMap<&'d str, Reading>,
    losses: Vec<Loss>,
    /// Objects that said something, apart from the relations and records themselves.
    tied: BTreeSet<&'d str>,
    /// What the bundle says its actors are.
    actors: BTreeMap<&'d str, Actor>,
}

impl<'d> Reader<'d> {
    fn run(&mut self) -> Result<(), Fault> {
        for object in self.objects.values() {
            if object.flag("revoked")? == Some(true) {
                self.lose(object, "", Code::NbrRevoked);
                object.use_all();
                self.tied.insert(object.id);
                continue;
            }
            let read = match object.kind {
                "threat-actor" => {
                    let is = self.actors.get(object.id).copied();
                    Some(actor::threat_actor(object, is, &mut self.losses)?)
                }
                "intrusion-set" => Some(actor::intrusion_set(object)?),
                "attack-pattern" => Some(actor::attack_pattern(object, &mut self.losses)?),
                _ => None,
            };
            if let Some((record_type, reading)) = read {
                self.readings.insert(object.id, reading);
                self.labels(object, record_type)?;
            }
        }
        let of_kind = |kind: &'static str| self.objects.values().filter(move |object| object.kind == kind);
        let relations: Vec<&Object<'d>> =
            of_kind("relationship").filter(|object| !self.tied.contains(object.id)).collect();
        let sightings: Vec<&Object<'d>> = of_kind("sighting").filter(|object| !self.tied.contains(object.id)).collect();
        let languages: Vec<&Object<'d>> = of_kind("language-content").collect();
        let targeted = relation::targeted(&relations)?;
        for relation in relations {
            self.relation(relation, &targeted)?;
        }
        for sighting in sightings {
            self.sighting(sighting)?;
        }
        for content in languages {
            self.language(content)?;
        }
        Ok(())
    }

    /// Everything that is left is lost.
    fn end(mut self) -> (Vec<Reading>, Vec<Loss>) {
        for object in self.objects.values() {
            let is_made = self.readings.contains_key(object.id);
            let is_helper =
                matches!(object.kind, "marking-definition" | "extension-definition" | "relationship" | "sighting");
            if !is_made && !is_helper && !self.tied.contains(object.id) {
                let is_body = matches!(text(object.value, "/identity_class"), Some("group" | "organization"));
                let code = if object.kind == "identity" && !is_body { Code::NbrVictim } else { Code::NbrUnknownType };
                self.losses.push(Loss::new(object.id, format!("/objects/{}", object.index), code));
                continue;
            }
            for pointer in object.unused() {
                self.losses.push(Loss::new(object.id, pointer, Code::NbrNotCarried));
            }
        }
        self.losses.sort();
        self.losses.dedup();
        (self.readings.into_values().collect(), self.losses)
    }

    fn lose(&mut self, object: &Object<'d>, member: &str, code: Code) {
        self.losses.push(Loss::new(object.id, object.place(member), code));
    }

    /// The marking of an object: of its markings and of those of its parts the strictest holds for all of it.
    ///
    /// spec: PSR-NBR-022
    fn marking(&mut self, object: &Object<'d>) -> Result<Marking, Fault> {
        let mut marking = Marking::default();
        let mut refs = object.texts("object_marking_refs")?;
        for granular in object.list("granular_markings")? {
            match text(granular, "/marking_ref") {
                Some(marked) => refs.push(marked),
                None if granular.get("lang").is_some() => {}
                None => return Err(Fault::new(Code::NbrObject, object.place("granular_markings"), "a marking_ref")),
            }
        }
        for reference in refs {
            let definition = self.objects.get(reference).filter(|definition| definition.kind == "marking-definition");
            let tlp =
                marking::tlp_of_id(reference).or_else(|| definition.and_then(|found| marking::tlp_of(found.value)));
            let statement = definition.and_then(|found| text(found.value, "/definition/statement"));
            match (tlp, statement) {
                (Some(tlp), _) => marking.tlp.push(tlp.to_owned()),
                (None, Some(statement)) => marking.caveats.push(statement.to_owned()),
                (None, None) => {
                    marking.unknown = true;
                    self.lose(object, "object_marking_refs", Code::NbrReference);
                }
            }
        }
        Ok(marking)
    }

    /// Marks a record by all objects that it is made of. Where our own extension tells the handling, the statement that repeats it in
    /// words adds nothing.
    fn mark(&mut self, reading: &str, object: &Object<'d>) -> Result<(), Fault> {
        let mut marking = self.marking(object)?;
        if let Some(reading) = self.readings.get_mut(reading) {
            if reading.record.get("handling").is_some() {
                let own = marking::statement(&reading.record);
                marking.caveats.retain(|caveat| *caveat != own);
            }
            reading.marking.join(marking);
        }
        Ok(())
    }

    /// What every object that makes a record can say: words, confidence, and which record it was made from.
    fn labels(&mut self, object: &Object<'d>, record_type: RecordType) -> Result<(), Fault> {
        let labels = object.texts("labels")?;
        let confidence = object.integer("confidence")?;
        let lang = object.text("lang")?;
        let modified = object.text("modified")?;
        let source = object.source(&ids::extension());
        let references = object.list("external_references")?;
        if source.is_some()
            && let Some(issuer) = object.text("created_by_ref")?.and_then(|id| self.objects.get(id))
        {
            // The extension names the issuer; this is its name in the bundle.
            issuer.use_all();
            self.tied.insert(issuer.id);
        }
        let Some(reading) = self.readings.get_mut(object.id) else { return Ok(()) };
        let mut losses = Vec::new();
        reading.of = object.id.to_owned();
        reading.canonical = canonical(object.value);
        put(&mut reading.record, "/type", record_type.as_str().into());
        if let Some(lang) = lang.filter(|lang| passerelle::record::LanguageTag::new(lang).is_ok()) {
            put(&mut reading.record, "/lang", lang.into());
        }
        if let Some((source, header)) = source {
            put(&mut reading.record, "/issued", modified.map(|time| time.replace(".000Z", "Z")).into());
            for (name, value) in header {
                put(&mut reading.record, &format!("/{name}"), value.clone());
            }
            reading.source = Some(source);
            object.use_member("created");
            object.use_member("created_by_ref");
        } else if let Some(day) = modified.and_then(|time| time.get(..10)) {
            put(&mut reading.record, "/provenance/collected", day.into());
        }
        if let Some(confidence) = confidence {
            let (band, number) = match confidence {
                1..=29 => (Some("low"), 15),
                30..=69 => (Some("moderate"), 50),
                70..=100 => (Some("high"), 85),
                _ => (None, 0),
            };
            // The extension has the grade itself.
            if reading.source.is_none() {
                put(&mut reading.record, "/evaluation/confidence", band.into());
                if confidence != number {
                    losses.push(("confidence".to_owned(), Code::NbrChanged));
                }
            }
        }
        for (index, label) in labels.iter().enumerate() {
            let is_taken = crate::labels::take(label, &mut reading.record, record_type)
                || record_type == RecordType::ModusOperandi && actor::step(label, &mut reading.record);
            if !is_taken {
                losses.push((format!("labels/{index}"), Code::NbrNotCarried));
            }
        }
        for (index, reference) in references.iter().enumerate() {
            let is_own = text(reference, "/source_name") == Some("passerelle") && reading.source.is_some();
            if !is_own {
                losses.push((format!("external_references/{index}"), Code::NbrNotCarried));
            }
        }
        for (member, code) in losses {
            self.lose(object, &member, code);
        }
        self.mark(object.id, object)
    }
}
