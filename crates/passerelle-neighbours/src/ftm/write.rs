//! Records as entities.

use std::collections::BTreeMap;

use passerelle::record::RecordType;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::unsaid;
use crate::Cleared;
use crate::labels::{self, word};
use crate::loss::Loss;
use crate::stix::statement;
use crate::value::{canonical, in_language, items, text};

/// The identifier of an entity, which follows from the record.
///
/// spec: PSR-NBR-021
pub(super) fn id(parts: &[&str]) -> String {
    let namespace = Uuid::from_u128(crate::NAMESPACE);
    format!("passerelle-{}", Uuid::new_v5(&namespace, parts.join("\n").as_bytes()))
}

/// The entities, and the records that have none.
pub(super) fn entities(records: &[Cleared]) -> (Vec<Value>, Vec<Loss>) {
    let known: BTreeMap<&str, &Cleared> = records.iter().map(|record| (record.id(), record)).collect();
    let mut entities = BTreeMap::new();
    let mut left_out = Vec::new();
    for record in known.values() {
        let made = match record.record_type {
            RecordType::Profile if record.text("/content/subject_status") == "acquitted" => {
                Err("/content/subject_status")
            }
            RecordType::Profile => Ok(profile(record)),
            RecordType::Network => Ok(network(record)),
            RecordType::Link => link(record, &known),
            _ => Err("/type"),
        };
        match made {
            Ok(made) => entities.extend(made.into_iter().map(|entity| (entity.id.clone(), entity.into_value()))),
            Err(pointer) => left_out.push(unsaid(record, pointer)),
        }
    }
    left_out.sort();
    (entities.into_values().collect(), left_out)
}

struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(schema: &'static str, id: String) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// The entity of a record, with its codes as keywords and its handling in words.
    fn of(record: &Cleared, schema: &'static str) -> Self {
        let mut entity = Self::new(schema, id(&["record", record.id()]));
        let source = format!("{}@{}", record.id(), record.exact.rev);
        let mut words = vec![word("record", &source), word("digest", record.exact.digest.hash.as_str())];
        words.push(format!("tlp:{}", record.text("/handling/tlp").replace("amber-strict", "amber+strict")));
        words.extend(labels::handling(&record.object));
        words.extend(labels::of(&record.object, record.record_type));
        let is_interval = record.record_type == RecordType::Link;
        for told in words {
            // An interval has no keywords.
            entity.add(if is_interval { "description" } else { "keywords" }, Some(&told));
        }
        entity.add(if is_interval { "summary" } else { "notes" }, Some(&statement(&record.object)));
        entity
    }

    fn add(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            let values = self.properties.entry(name).or_default();
            if !values.iter().any(|held| held == value) {
                values.push(value.to_owned());
            }
        }
    }

    fn into_value(self) -> Value {
        let properties: Map<String, Value> =
            self.properties.into_iter().map(|(name, values)| (name.to_owned(), values.into())).collect();
        json!({"id": self.id, "schema": self.schema, "properties": properties})
    }
}

/// A country as entities have it. The codes XA to XZ stand for invented countries, which no entity can be of; XK is one that is used.
fn country(code: Option<&str>) -> Option<String> {
    code.filter(|code| *code == "XK" || !code.starts_with('X')).map(str::to_lowercase)
}

/// A date as entities have it: a year, a month or a day. What is uncertain or an interval has no place.
fn date(edtf: Option<&str>) -> Option<&str> {
    edtf.filter(|date| {
        matches!(date.len(), 4 | 7 | 10) && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    })
}

fn profile(record: &Cleared) -> Vec<Entity> {
    let mut person = Entity::of(record, "Person");
    names(record, &mut person);
    let object = &record.object;
    person.add(
        "gender",
        match text(object, "/content/sex") {
            Some("M") => Some("male"),
            Some("F") => Some("female"),
            Some("X") => Some("other"),
            _ => None,
        },
    );
    for role in items(object, "/content/roles") {
        person.add("position", text(role, "/code"));
    }
    for birth in items(object, "/content/births") {
        person.add("birthDate", date(text(birth, "/date")));
        person.add("birthCountry", country(text(birth, "/place/country")).as_deref());
        for name in items(birth, "/place/name") {
            person.add("birthPlace", text(name, "/text"));
        }
    }
    person.add("deathDate", date(text(object, "/content/death/date")));
    for nationality in items(object, "/content/nationalities") {
        person.add("nationality", country(text(nationality, "/country")).as_deref());
    }
    let mut entities = Vec::new();
    for document in items(object, "/content/documents") {
        let kind = text(document, "/type");
        let schema = if kind == Some("passport") { "Passport" } else { "Identification" };
        let mut entity = Entity::new(schema, id(&["document", record.id(), &canonical(document)]));
        entity.add("holder", Some(&person.id));
        entity.add("number", text(document, "/number"));
        entity.add("type", kind);
        entity.add("authority", text(document, "/issuer"));
        entity.add("startDate", date(text(document, "/issued")));
        entity.add("endDate", date(text(document, "/expires")));
        // An entity says no more than that somebody holds the document: that it is false stands in words.
        for name in ["authenticity", "fraud_type"] {
            let code = text(document, &format!("/{name}"));
            entity.add("description", code.map(|code| word(name, code)).as_deref());
        }
        entities.push(entity);
    }
    contacts(record, &mut person, &mut entities);
    entities.push(person);
    entities
}

fn network(record: &Cleared) -> Vec<Entity> {
    let is_front = record.text("/content/kind") == "front-company";
    let mut entity = Entity::of(record, if is_front { "Company" } else { "Organization" });
    names(record, &mut entity);
    let object = &record.object;
    entity.add("registrationNumber", text(object, "/content/front_business/reg_no"));
    entity.add("leiCode", text(object, "/content/front_business/lei"));
    entity.add("jurisdiction", country(text(object, "/content/front_business/country")).as_deref());
    let mut entities = Vec::new();
    contacts(record, &mut entity, &mut entities);
    entities.push(entity);
    entities
}

fn names(record: &Cleared, entity: &mut Entity) {
    for name in items(&record.object, "/content/names") {
        let place = match text(name, "/kind") {
            Some("alias" | "stage" | "religious") => "alias",
            Some("nickname") => "weakAlias",
            Some("former" | "birth") => "previousName",
            _ => "name",
        };
        entity.add(place, text(name, "/full"));
    }
    // The one name that there must be.
    if !entity.properties.contains_key("name") {
        let other = items(&record.object, "/content/names").iter().find_map(|name| text(name, "/full"));
        entity.add("name", Some(other.unwrap_or(&format!("Unidentified ({})", record.id()))));
    }
    // A text has no language there: two would be two summaries.
    entity.add("summary", in_language(items(&record.object, "/content/summary"), record.text("/lang")));
}

fn contacts(record: &Cleared, holder: &mut Entity, entities: &mut Vec<Entity>) {
    for selector in items(&record.object, "/content/selectors") {
        let Some(value) = text(selector, "/value") else { continue };
        let attribution = text(selector, "/attribution").map(|code| word("attribution", code));
        match text(selector, "/kind") {
            Some("phone") => holder.add("phone", Some(value)),
            Some("email") => holder.add("email", Some(value)),
            Some("url") => holder.add("website", Some(value)),
            Some("crypto-address") => entities.push(wallet(record, holder, selector, attribution)),
            Some(kind) => {
                let mut account = Entity::new("UserAccount", id(&["account", record.id(), kind, value]));
                account.add("owner", Some(&holder.id));
                account.add("username", Some(value));
                account.add("service", text(selector, "/platform").or(Some(kind)));
                account.add("alias", text(selector, "/display"));
                account.add("keywords", Some(&word("selector", kind)));
                account.add("keywords", attribution.as_deref());
                entities.push(account);
            }
            None => {}
        }
    }
    for account in items(&record.object, "/content/financial") {
        match text(account, "/kind") {
            Some("crypto-address") => entities.push(wallet(record, holder, account, None)),
            Some(kind @ ("iban" | "bank-account")) => {
                let value = text(account, "/value");
                let mut entity = Entity::new("BankAccount", id(&["bank", record.id(), value.unwrap_or_default()]));
                entity.add(if kind == "iban" { "iban" } else { "accountNumber" }, value);
                entity.add("bankName", text(account, "/institution"));
                entity.add("country", country(text(account, "/country")).as_deref());
                let mut tie = Entity::new("Ownership", id(&["owner", &holder.id, &entity.id]));
                tie.add("owner", Some(&holder.id));
                tie.add("asset", Some(&entity.id));
                entities.extend([entity, tie]);
            }
            _ => {}
        }
    }
}

fn wallet(record: &Cleared, holder: &Entity, item: &Value, attribution: Option<String>) -> Entity {
    let value = text(item, "/value");
    let list = if attribution.is_some() { "selector" } else { "account" };
    let mut wallet = Entity::new("CryptoWallet", id(&["wallet", record.id(), list, value.unwrap_or_default()]));
    wallet.add("holder", Some(&holder.id));
    // A chain by CAIP-2, and the address on it.
    let split = value.and_then(|value| value.rsplit_once(':'));
    wallet.add("publicKey", split.map(|(_, address)| address).or(value));
    wallet.add("blockchain", split.map(|(chain, _)| chain));
    wallet.add("managingExchange", text(item, "/institution"));
    wallet.add("keywords", Some(&word(list, "crypto-address")));
    wallet.add("keywords", attribution.as_deref());
    wallet
}

fn link(record: &Cleared, known: &BTreeMap<&str, &Cleared>) -> Result<Vec<Entity>, &'static str> {
    let end = |place: &'static str| {
        let found = known.get(record.text(&format!("{place}/id"))).filter(|found| {
            matches!(found.record_type, RecordType::Profile | RecordType::Network)
                && found.text("/content/subject_status") != "acquitted"
        });
        found.map(|found| (id(&["record", found.id()]), found.record_type)).ok_or(place)
    };
    let ((from, from_type), (to, to_type)) = (end("/content/from")?, end("/content/to")?);
    let kind = record.text("/content/kind");
    let persons = from_type == RecordType::Profile && to_type == RecordType::Profile;
    let (schema, source, target, role) = match kind {
        "member-of" if to_type == RecordType::Network => ("Membership", "member", "organization", "role"),
        "family-of" if persons => ("Family", "person", "relative", "relationship"),
        _ if persons => ("Associate", "person", "associate", "relationship"),
        _ => ("UnknownLink", "subject", "object", "role"),
    };
    let mut entity = Entity::of(record, schema);
    entity.add(source, Some(&from));
    entity.add(target, Some(&to));
    entity.add(role, Some(kind));
    entity.add("startDate", date(text(&record.object, "/content/from_date")));
    entity.add("endDate", date(text(&record.object, "/content/to_date")));
    Ok(vec![entity])
}
