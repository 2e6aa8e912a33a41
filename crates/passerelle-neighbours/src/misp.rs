//! MISP: one event with objects of the published templates. It is written only.
//!
//! | record | object |
//! |---|---|
//! | profile | `person` |
//! | network | `organization` |
//! | modus operandi | `attack-pattern` |
//! | link | a reference between two objects |
//! | selectors, accounts | attributes of the above, `user-account`, `phone`, `coin-address`, `bank-account` |
//!
//! The event's distribution is "your organisation only": who may have more is said by the marking, and widened by a person.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::Code;
use passerelle::record::{RecordType, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::labels;
use crate::loss::{Loss, escaped};
use crate::stix::statement;
use crate::value::{document, in_language, items, pruned, text, whole_day};
use crate::{Cleared, Export};

/// Templates: name, identifier, version, and category.
const TEMPLATES: [(&str, &str, &str, &str); 7] = [
    ("person", "a15b0477-e9d1-4b9c-9546-abe78a4f4248", "21", "misc"),
    ("organization", "f750e12b-127a-432c-b022-b3f9153c4e2a", "9", "misc"),
    ("attack-pattern", "35928348-56be-4d7f-9752-a80927936351", "1", "vulnerability"),
    ("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", "6", "misc"),
    ("phone", "d7e4fbdd-b551-4862-bddb-a0b470a38509", "6", "misc"),
    ("coin-address", "d0e6997e-78da-4815-a6a1-cfc1c1cb8a46", "7", "financial"),
    ("bank-account", "b4712203-95a8-4883-80e9-b566f5df11c9", "3", "financial"),
];

/// The order of TLP, the strictest last.
const TLP: [&str; 5] = ["clear", "green", "amber", "amber-strict", "red"];

/// Writes records as an event, and says which members are not in it.
pub(crate) fn export(records: &[Cleared]) -> Export {
    let known: BTreeMap<&str, &Cleared> = records.iter().map(|record| (record.id(), record)).collect();
    let mut objects: BTreeMap<String, Value> = BTreeMap::new();
    let mut left_out = Vec::new();
    let mut losses: Vec<Loss> = Vec::new();
    let mut links = Vec::new();
    for record in known.values() {
        let mut maker =
            Maker { record, objects: Vec::new(), carried: CARRIED.iter().map(|place| (*place).to_owned()).collect() };
        let made = match record.record_type {
            RecordType::Profile if record.text("/content/subject_status") == "acquitted" => {
                Err("/content/subject_status")
            }
            RecordType::Profile => {
                maker.profile();
                Ok(())
            }
            RecordType::Network => {
                maker.network();
                Ok(())
            }
            RecordType::ModusOperandi => {
                maker.modus_operandi();
                Ok(())
            }
            RecordType::Link => maker.link(&known).map(|link| links.push(link)),
            _ => Err("/type"),
        };
        if let Err(pointer) = made {
            left_out.push(Loss::new(record.id(), pointer, Code::NbrNotSaid));
            continue;
        }
        losses.extend(record.taken.iter().cloned());
        not_carried(record.id(), "", &record.object, &maker.carried, &mut losses);
        objects
            .extend(maker.objects.into_iter().filter_map(|object| Some((text(&object, "/uuid")?.to_owned(), object))));
    }
    for (source, link) in links {
        if let Some(object) = objects.get_mut(&source) {
            crate::value::push(object, "/ObjectReference", link);
        }
    }
    losses.sort();
    losses.dedup();
    let said: Vec<&&Cleared> =
        known.values().filter(|record| !left_out.iter().any(|left| left.of == record.id())).collect();
    Export { document: document(&event(&said, objects.into_values().collect())), losses, left_out }
}

/// Members of the header that every object has in words, or that the event has.
const CARRIED: [&str; 7] = ["/type", "/id", "/rev", "/environment", "/purpose", "/handling", "/issued"];

fn event(records: &[&&Cleared], objects: Vec<Value>) -> Value {
    let issued = records.iter().map(|record| record.text("/issued")).max().unwrap_or("2026-01-01T00:00:00Z");
    let strictest = records.iter().map(|record| record.text("/handling/tlp"));
    let strictest =
        strictest.max_by_key(|tlp| TLP.iter().position(|known| known == tlp).unwrap_or(TLP.len())).unwrap_or("red");
    let seconds = Timestamp::new(issued).map_or(0, Timestamp::unix_seconds);
    let ids: Vec<&str> = records.iter().map(|record| record.id()).collect();
    let tag = json!({"name": format!("tlp:{}", strictest.replace("amber-strict", "amber+strict"))});
    let event = json!({
        "uuid": uuid(&["event", &crate::value::canonical(&objects.clone().into())]), "info": format!("Passerelle: {} records", ids.len()),
        "date": issued.get(..10), "timestamp": seconds.to_string(), "published": false, "analysis": "2",
        "threat_level_id": "4", "distribution": "0", "Tag": [tag], "Object": objects,
    });
    json!({ "Event": event })
}

/// spec: PSR-NBR-021
fn uuid(parts: &[&str]) -> String {
    Uuid::new_v5(&Uuid::from_u128(crate::NAMESPACE), format!("misp\n{}", parts.join("\n")).as_bytes()).to_string()
}

struct Maker<'r> {
    record: &'r Cleared,
    objects: Vec<Value>,
    /// Places of the record that went into the event.
    carried: BTreeSet<String>,
}

impl Maker<'_> {
    fn profile(&mut self) {
        let mut person = self.object("person", &["record"]);
        self.named(&mut person, "full-name", "full-name");
        for (index, role) in items(&self.record.object, "/content/roles").iter().enumerate() {
            self.attribute(&mut person, "role", "text", &format!("/content/roles/{index}/code"), text(role, "/code"));
        }
        for (index, item) in items(&self.record.object, "/content/nationalities").iter().enumerate() {
            let place = format!("/content/nationalities/{index}/country");
            self.attribute(&mut person, "nationality", "nationality", &place, text(item, "/country"));
        }
        // The template has one birth: of several nobody knows which.
        if let [birth] = items(&self.record.object, "/content/births") {
            let day = text(birth, "/date").and_then(whole_day);
            self.attribute(&mut person, "date-of-birth", "date-of-birth", "/content/births/0/date", day);
        }
        self.summary(&mut person, "text", "/content/summary");
        self.contacts(&mut person);
        self.objects.push(person);
    }

    fn network(&mut self) {
        let mut organization = self.object("organization", &["record"]);
        self.named(&mut organization, "name", "text");
        self.summary(&mut organization, "description", "/content/summary");
        let place = "/content/front_business/reg_no";
        self.attribute(&mut organization, "registration-number", "text", place, text(&self.record.object, place));
        self.contacts(&mut organization);
        self.objects.push(organization);
    }

    fn modus_operandi(&mut self) {
        let mut pattern = self.object("attack-pattern", &["record"]);
        self.summary(&mut pattern, "name", "/content/title");
        self.summary(&mut pattern, "summary", "/content/summary");
        self.tags(&mut pattern);
        self.objects.push(pattern);
    }

    fn link(&mut self, known: &BTreeMap<&str, &Cleared>) -> Result<(String, Value), &'static str> {
        let end = |place: &'static str| {
            let found = known.get(self.record.text(&format!("{place}/id"))).filter(|found| {
                !matches!(found.record_type, RecordType::Link | RecordType::Sighting | RecordType::Notice)
                    && found.text("/content/subject_status") != "acquitted"
            });
            found.map(|found| uuid(&["record", found.id()])).ok_or(place)
        };
        let (from, to) = (end("/content/from")?, end("/content/to")?);
        let kind = self.record.text("/content/kind");
        self.carried.extend(["/content/from/id", "/content/to/id", "/content/kind"].map(str::to_owned));
        let reference = json!({
            "uuid": uuid(&["record", self.record.id()]), "object_uuid": from, "referenced_uuid": to,
            "relationship_type": kind, "comment": statement(&self.record.object),
        });
        Ok((from, reference))
    }

    /// The first name, and the others as aliases.
    fn named(&mut self, object: &mut Value, relation: &str, kind: &str) {
        let names = items(&self.record.object, "/content/names");
        for (index, name) in names.iter().enumerate() {
            let (relation, kind) = if index == 0 { (relation, kind) } else { ("alias", "text") };
            self.attribute(object, relation, kind, &format!("/content/names/{index}/full"), text(name, "/full"));
        }
        if names.is_empty() {
            let stand_in = format!("Unidentified ({})", self.record.id());
            self.attribute(object, "alias", "text", "", Some(&stand_in));
        }
        self.tags(object);
    }

    /// The codes of the record as tags of the first attribute: objects have none of their own.
    fn tags(&mut self, object: &mut Value) {
        self.carried.extend(labels::carried(&self.record.object, self.record.record_type));
        let first = object.get_mut("Attribute").and_then(|attributes| attributes.get_mut(0));
        if let Some(first) = first {
            let words = labels::handling(&self.record.object);
            for word in words.into_iter().chain(labels::of(&self.record.object, self.record.record_type)) {
                crate::value::push(first, "/Tag", json!({"name": word}));
            }
        }
    }

    fn summary(&mut self, object: &mut Value, relation: &str, place: &str) {
        let texts = items(&self.record.object, place);
        let said = in_language(texts, self.record.text("/lang"));
        let index = texts.iter().position(|one| text(one, "/text") == said).unwrap_or_default();
        self.attribute(object, relation, "text", &format!("{place}/{index}/text"), said);
    }

    fn contacts(&mut self, holder: &mut Value) {
        for (index, selector) in items(&self.record.object, "/content/selectors").iter().enumerate() {
            let place = format!("/content/selectors/{index}/value");
            let (Some(kind), Some(value)) = (text(selector, "/kind"), text(selector, "/value")) else { continue };
            match kind {
                "phone" => self.attribute(holder, "phone-number", "phone-number", &place, Some(value)),
                "email" => self.attribute(holder, "e-mail", "email-src", &place, Some(value)),
                "imei" | "imsi" | "iccid" => self.tied(holder, "phone", kind, "text", (&place, value)),
                "crypto-address" => self.tied(holder, "coin-address", "address-crypto", "text", (&place, value)),
                _ => self.tied(holder, "user-account", "username", "text", (&place, value)),
            }
        }
        for (index, account) in items(&self.record.object, "/content/financial").iter().enumerate() {
            let place = format!("/content/financial/{index}/value");
            let Some(value) = text(account, "/value") else { continue };
            match text(account, "/kind") {
                Some("iban") => self.tied(holder, "bank-account", "iban", "iban", (&place, value)),
                Some("bank-account") => {
                    self.tied(holder, "bank-account", "account", "bank-account-nr", (&place, value))
                }
                Some("crypto-address") => self.tied(holder, "coin-address", "address-crypto", "text", (&place, value)),
                _ => {}
            }
        }
    }

    /// An object with one attribute, to which the holder refers.
    fn tied(&mut self, holder: &mut Value, template: &str, relation: &str, kind: &str, (place, value): (&str, &str)) {
        let mut object = self.object(template, &[place, value]);
        self.attribute(&mut object, relation, kind, place, Some(value));
        let item = place.trim_end_matches("/value");
        let platform = text(&self.record.object, &format!("{item}/platform"));
        if template == "user-account" {
            let sort = platform.or_else(|| text(&self.record.object, &format!("{item}/kind")));
            self.attribute(&mut object, "account-type", "text", &format!("{item}/platform"), sort);
        }
        let attribution = text(&self.record.object, &format!("{item}/attribution"));
        let to = object.get("uuid").cloned().unwrap_or_default();
        let from = holder.get("uuid").cloned().unwrap_or_default();
        self.carried.insert(format!("{item}/attribution"));
        crate::value::push(
            holder,
            "/ObjectReference",
            json!({
                "uuid": uuid(&["tie", self.record.id(), place, value]), "object_uuid": from, "referenced_uuid": to,
                "relationship_type": attribution.unwrap_or("related-to"), "comment": "",
            }),
        );
        self.objects.push(object);
    }

    fn object(&self, template: &str, key: &[&str]) -> Value {
        let found = TEMPLATES.iter().find(|(name, ..)| *name == template);
        let (name, id, version, category) = found.copied().unwrap_or(TEMPLATES[0]);
        let key: Vec<&str> = match key {
            ["record"] => vec!["record", self.record.id()],
            _ => ["part", self.record.id()].into_iter().chain(key.iter().copied()).collect(),
        };
        let source =
            format!("{} revision {}. {}", self.record.id(), self.record.exact.rev, statement(&self.record.object));
        json!({
            "uuid": uuid(&key), "name": name, "template_uuid": id, "template_version": version, "meta-category": category,
            "distribution": "5", "comment": source, "Attribute": [],
        })
    }

    fn attribute(&mut self, object: &mut Value, relation: &str, kind: &str, place: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        let category = match kind {
            "text" => "Other",
            "email-src" => "Payload delivery",
            "iban" | "bank-account-nr" => "Financial fraud",
            _ => "Person",
        };
        let of = text(object, "/uuid").unwrap_or_default().to_owned();
        self.carried.insert(place.to_owned());
        crate::value::push(
            object,
            "/Attribute",
            json!({
                "uuid": uuid(&["attribute", &of, relation, value]), "object_relation": relation, "type": kind,
                "category": category, "value": value, "to_ids": false, "distribution": "5",
            }),
        );
    }
}

/// What of a record has no place among those that were carried; a whole of which nothing was is named once.
///
/// spec: PSR-NBR-010
fn not_carried(of: &str, at: &str, value: &Value, carried: &BTreeSet<String>, losses: &mut Vec<Loss>) {
    if carried.contains(at) || value.is_null() {
        return;
    }
    let within = format!("{at}/");
    if !carried.iter().any(|place| place.starts_with(&within)) {
        if pruned(value.clone()).is_some() {
            losses.push(Loss::new(of, at, Code::NbrNotCarried));
        }
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                not_carried(of, &format!("{at}/{}", escaped(name)), member, carried, losses);
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                not_carried(of, &format!("{at}/{index}"), item, carried, losses);
            }
        }
        _ => {}
    }
}
