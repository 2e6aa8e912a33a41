//! Entities as what they say of records.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::record::RecordType;
use passerelle::{Code, vocabulary};
use serde_json::{Map, Value, json};

use crate::Fault;
use crate::draft::Reading;
use crate::labels::{split, take, take_handling};
use crate::loss::{Loss, escaped};
use crate::value::{canonical, nfc, push, put, script};

pub(super) fn read(document: &[u8]) -> Result<(Vec<Reading>, Vec<Loss>), Fault> {
    let values = crate::input::values(document)?;
    let mut entities: BTreeMap<&str, Entity<'_>> = BTreeMap::new();
    for (place, value) in &values {
        let entity = Entity::new(place, value)?;
        match entities.get(entity.id) {
            Some(held) if held.value != entity.value => {
                return Err(Fault::new(Code::NbrId, place.clone(), "another entity has this id"));
            }
            _ => entities.insert(entity.id, entity),
        };
    }
    let mut reader = Reader { entities, readings: BTreeMap::new(), losses: Vec::new(), used: BTreeSet::new() };
    reader.run();
    Ok(reader.end())
}

struct Entity<'d> {
    id: &'d str,
    schema: &'d str,
    value: &'d Value,
    properties: &'d Map<String, Value>,
}

impl<'d> Entity<'d> {
    fn new(place: &str, value: &'d Value) -> Result<Self, Fault> {
        let fault = |detail: &str| Fault::new(Code::NbrObject, place, detail);
        let member = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let id = member("id").ok_or_else(|| fault("an entity has an id"))?;
        let schema = member("schema").ok_or_else(|| fault("an entity has a schema"))?;
        let properties = value.get("properties").and_then(Value::as_object);
        let properties = properties.ok_or_else(|| fault("an entity has properties"))?;
        let is_list = |values: &Value| values.as_array().is_some_and(|list| list.iter().all(Value::is_string));
        if !properties.values().all(is_list) {
            return Err(fault("a property is a list of texts"));
        }
        Ok(Self { id, schema, value, properties })
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'d str> {
        self.properties.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    fn first(&self, name: &str) -> Option<&'d str> {
        self.all(name).next()
    }

    /// Our words, wherever the schema has a place for them.
    fn words(&self) -> impl Iterator<Item = (&'static str, usize, &'d str)> {
        ["keywords", "description"]
            .into_iter()
            .flat_map(|name| self.all(name).enumerate().map(move |(index, text)| (name, index, text)))
    }

    fn word(&self, name: &str) -> Option<&'d str> {
        self.words().filter_map(|(_, _, text)| split(text)).find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

struct Reader<'d> {
    entities: BTreeMap<&'d str, Entity<'d>>,
    readings: BTreeMap<&'d str, Reading>,
    losses: Vec<Loss>,
    /// Properties that were used, by entity.
    used: BTreeSet<(&'d str, &'static str)>,
}

/// Entities that say something of a holder, and the property that names the holder.
const HELPERS: [(&str, &str); 5] = [
    ("Passport", "holder"),
    ("Identification", "holder"),
    ("UserAccount", "owner"),
    ("CryptoWallet", "holder"),
    ("Ownership", "owner"),
];

/// Entities between two others: the schema, its ends, and where the kind of tie stands.
const TIES: [(&str, &str, &str, &str); 4] = [
    ("Membership", "member", "organization", "role"),
    ("Family", "person", "relative", "relationship"),
    ("Associate", "person", "associate", "relationship"),
    ("UnknownLink", "subject", "object", "role"),
];

impl<'d> Reader<'d> {
    fn run(&mut self) {
        let entities = std::mem::take(&mut self.entities);
        for entity in entities.values() {
            match entity.schema {
                // Of a person in such a file nobody knows what part he plays, unless it says so.
                "Person" if is_actor(entity) => self.person(entity),
                "Person" | "LegalEntity" => self.lose(entity, "", Code::NbrVictim),
                "Organization" | "Company" if is_actor(entity) => self.network(entity),
                _ => {}
            }
        }
        for entity in entities.values() {
            if let Some((_, holder)) = HELPERS.iter().find(|(schema, _)| *schema == entity.schema) {
                match entity.first(holder).filter(|holder| self.readings.contains_key(holder)) {
                    Some(of) => self.helper(entity, of, &entities),
                    None => self.lose(entity, "", Code::NbrReference),
                }
            } else if let Some(tie) = TIES.iter().find(|(schema, ..)| *schema == entity.schema) {
                self.tie(entity, *tie);
            }
        }
        self.entities = entities;
    }

    fn end(mut self) -> (Vec<Reading>, Vec<Loss>) {
        for (id, entity) in &self.entities {
            if self.losses.iter().any(|loss| loss.of == *id && loss.pointer.is_empty()) {
                continue;
            }
            if !self.used.iter().any(|(of, _)| of == id) {
                self.losses.push(Loss::new(*id, "", Code::NbrUnknownType));
                continue;
            }
            for name in
                entity.properties.keys().filter(|name| !self.used.iter().any(|(of, used)| of == id && used == name))
            {
                self.losses.push(Loss::new(*id, format!("/properties/{}", escaped(name)), Code::NbrNotCarried));
            }
        }
        self.losses.sort();
        self.losses.dedup();
        (self.readings.into_values().collect(), self.losses)
    }

    fn lose(&mut self, entity: &Entity<'d>, pointer: &str, code: Code) {
        self.losses.push(Loss::new(entity.id, pointer, code));
    }

    fn uses(&mut self, entity: &Entity<'d>, names: &[&'static str]) {
        self.used.extend(names.iter().map(|name| (entity.id, *name)));
    }

    /// What every entity that makes a record says: words and handling.
    fn begin(&mut self, entity: &Entity<'d>, record_type: RecordType) -> Reading {
        let mut reading =
            Reading { of: entity.id.to_owned(), canonical: canonical(entity.value), ..Reading::default() };
        put(&mut reading.record, "/type", record_type.as_str().into());
        for (name, index, told) in entity.words() {
            let tlp = told.to_lowercase();
            if let Some(tlp) = tlp.strip_prefix("tlp:") {
                let code = match tlp {
                    "white" => "clear",
                    "amber+strict" => "amber-strict",
                    other => other,
                };
                if vocabulary::list("tlp").is_some_and(|list| list.get(code).is_some()) {
                    reading.marking.tlp.push(code.to_owned());
                } else {
                    reading.marking.unknown = true;
                }
            } else {
                let is_taken = take(told, &mut reading.record, record_type)
                    || take_handling(told, &mut reading.record)
                    || matches!(split(told), Some(("record" | "digest", _)));
                if !is_taken {
                    self.lose(entity, &format!("/properties/{name}/{index}"), Code::NbrNotCarried);
                }
            }
        }
        let source = entity.word("record").and_then(|source| source.rsplit_once('@'));
        if let Some((id, rev)) = source.and_then(|(id, rev)| Some((id, rev.parse::<i64>().ok()?)))
            && passerelle::record::RecordId::new(id).is_ok()
        {
            let digest = entity.word("digest").map(|hash| json!({"alg": "sha-256", "hash": hash}));
            let mut source = json!({"id": id, "rev": rev});
            if let Some(digest) = digest {
                put(&mut source, "/digest", digest);
            }
            reading.source = Some(source);
        }
        // What limits the use is kept as a caveat, in the words that came with it.
        let statement = if record_type == RecordType::Link { "summary" } else { "notes" };
        reading.marking.caveats.extend(entity.all(statement).map(str::to_owned));
        self.uses(entity, &["keywords", "description", statement]);
        reading
    }

    fn names(&mut self, entity: &Entity<'d>, reading: &mut Reading) {
        let id = reading.source.as_ref().and_then(|source| source.get("id")).and_then(Value::as_str).map(str::to_owned);
        let stand_in = id.map(|id| format!("Unidentified ({id})"));
        for (property, kind) in
            [("name", "legal"), ("alias", "alias"), ("weakAlias", "nickname"), ("previousName", "former")]
        {
            for full in entity.all(property).filter(|full| stand_in.as_deref() != Some(*full)) {
                let full = nfc(full);
                push(
                    &mut reading.record,
                    "/content/names",
                    json!({"full": full, "script": script(&full), "kind": kind}),
                );
            }
        }
        for (index, said) in entity.all("summary").enumerate() {
            if index == 0 {
                push(&mut reading.record, "/content/summary", json!({"lang": "und", "text": nfc(said)}));
            } else {
                self.lose(entity, &format!("/properties/summary/{index}"), Code::NbrNotCarried);
            }
        }
        for (property, kind) in [("phone", "phone"), ("email", "email"), ("website", "url")] {
            for value in entity.all(property) {
                let selector = json!({"kind": kind, "value": value, "attribution": "believed-user"});
                push(&mut reading.record, "/content/selectors", selector);
                self.lose(entity, &format!("/properties/{property}"), Code::NbrAdded);
            }
        }
        self.uses(entity, &["name", "alias", "weakAlias", "previousName", "summary", "phone", "email", "website"]);
    }

    fn person(&mut self, entity: &Entity<'d>) {
        let mut reading = self.begin(entity, RecordType::Profile);
        self.names(entity, &mut reading);
        let sex = match entity.first("gender") {
            Some("male") => Some("M"),
            Some("female") => Some("F"),
            Some("other") => Some("X"),
            _ => None,
        };
        if let Some(sex) = sex.filter(|_| reading.record.pointer("/content/sex").is_none()) {
            put(&mut reading.record, "/content/sex", sex.into());
        }
        for role in
            entity.all("position").filter(|role| vocabulary::list("role").is_some_and(|list| list.get(role).is_some()))
        {
            push(&mut reading.record, "/content/roles", json!({"code": role}));
        }
        for date in entity.all("birthDate") {
            push(&mut reading.record, "/content/births", json!({"date": date, "basis": "unknown"}));
            self.lose(entity, "/properties/birthDate", Code::NbrAdded);
        }
        if let Some(date) = entity.first("deathDate") {
            put(&mut reading.record, "/content/death/date", date.into());
        }
        if reading.record.pointer("/content/nationalities").is_none() {
            for country in entity.all("nationality").filter(|country| country.len() == 2) {
                let nationality = json!({"country": country.to_uppercase(), "kind": "assumed"});
                push(&mut reading.record, "/content/nationalities", nationality);
            }
        }
        self.uses(entity, &["gender", "position", "birthDate", "deathDate", "nationality"]);
        self.readings.insert(entity.id, reading);
    }

    fn network(&mut self, entity: &Entity<'d>) {
        let mut reading = self.begin(entity, RecordType::Network);
        self.names(entity, &mut reading);
        if let Some(country) = entity.first("jurisdiction").filter(|country| country.len() == 2) {
            put(&mut reading.record, "/content/front_business/country", country.to_uppercase().into());
            for (property, member) in [("registrationNumber", "reg_no"), ("leiCode", "lei")] {
                if let Some(value) = entity.first(property) {
                    put(&mut reading.record, &format!("/content/front_business/{member}"), value.into());
                }
            }
            self.uses(entity, &["registrationNumber", "leiCode", "jurisdiction"]);
        }
        self.readings.insert(entity.id, reading);
    }

    fn helper(&mut self, entity: &Entity<'d>, of: &str, entities: &BTreeMap<&'d str, Entity<'d>>) {
        let (list, item) = match entity.schema {
            "Passport" | "Identification" => {
                self.uses(entity, &["holder", "number", "type", "authority", "startDate", "endDate", "description"]);
                let mut item = json!({"type": if entity.schema == "Passport" { "passport" } else { "id-card" }});
                let parts = [
                    (
                        "type",
                        entity.first("type").filter(|kind| {
                            vocabulary::list("document-type").is_some_and(|list| list.get(kind).is_some())
                        }),
                    ),
                    ("number", entity.first("number")),
                    ("issuer", entity.first("authority")),
                    ("issued", entity.first("startDate")),
                    ("expires", entity.first("endDate")),
                    ("authenticity", entity.word("authenticity").or(Some("not-checked"))),
                    ("fraud_type", entity.word("fraud_type")),
                ];
                for (member, value) in parts {
                    if let Some(value) = value {
                        put(&mut item, &format!("/{member}"), value.into());
                    }
                }
                ("documents", item)
            }
            "UserAccount" => {
                self.uses(entity, &["owner", "username", "service", "alias", "keywords"]);
                let kind = entity.word("selector").unwrap_or("social-account");
                let attribution = entity.word("attribution").unwrap_or("believed-user");
                let mut item = json!({"kind": kind, "value": entity.first("username"), "attribution": attribution});
                let service = entity.first("service").map(str::to_lowercase);
                if let Some(service) = service
                    .filter(|service| vocabulary::list("platform").is_some_and(|list| list.get(service).is_some()))
                {
                    put(&mut item, "/platform", service.into());
                }
                if let Some(display) = entity.first("alias") {
                    put(&mut item, "/display", display.into());
                }
                ("selectors", item)
            }
            "CryptoWallet" => {
                self.uses(entity, &["holder", "publicKey", "blockchain", "managingExchange", "keywords"]);
                let address = entity.first("publicKey").map(|address| match entity.first("blockchain") {
                    Some(chain) if chain.contains(':') => format!("{chain}:{address}"),
                    _ => address.to_owned(),
                });
                let mut item = json!({"kind": "crypto-address", "value": address});
                match entity.word("attribution") {
                    Some(attribution) => put(&mut item, "/attribution", attribution.into()),
                    None => put(&mut item, "/institution", entity.first("managingExchange").into()),
                }
                (if entity.word("attribution").is_some() { "selectors" } else { "financial" }, item)
            }
            _ => {
                let Some(account) = entity
                    .first("asset")
                    .and_then(|asset| entities.get(asset))
                    .filter(|asset| asset.schema == "BankAccount")
                else {
                    self.lose(entity, "", Code::NbrUnknownType);
                    return;
                };
                self.uses(entity, &["owner", "asset"]);
                self.uses(account, &["iban", "accountNumber", "bankName"]);
                let (kind, value) = match account.first("iban") {
                    Some(iban) => ("iban", Some(iban)),
                    None => ("bank-account", account.first("accountNumber")),
                };
                ("financial", json!({"kind": kind, "value": value, "institution": account.first("bankName")}))
            }
        };
        if let (Some(reading), Some(item)) = (self.readings.get_mut(of), crate::value::pruned(item)) {
            push(&mut reading.record, &format!("/content/{list}"), item);
        }
    }

    fn tie(
        &mut self,
        entity: &Entity<'d>,
        (schema, source, target, role): (&str, &'static str, &'static str, &'static str),
    ) {
        let end = |name: &str| entity.first(name).filter(|end| self.readings.contains_key(end));
        let (Some(from), Some(to)) = (end(source), end(target)) else {
            self.lose(entity, "", Code::NbrReference);
            return;
        };
        let told = entity
            .first(role)
            .filter(|kind| vocabulary::list("link-kind").is_some_and(|list| list.get(kind).is_some()));
        let kind = told.unwrap_or(match schema {
            "Membership" => "member-of",
            "Family" => "family-of",
            _ => "unknown",
        });
        let mut reading = self.begin(entity, RecordType::Link);
        put(&mut reading.record, "/content/kind", kind.into());
        if told.is_none() && entity.first(role).is_some() {
            self.lose(entity, &format!("/properties/{role}"), Code::NbrNotCarried);
        }
        for (property, member) in [("startDate", "from_date"), ("endDate", "to_date")] {
            if let Some(date) = entity.first(property) {
                put(&mut reading.record, &format!("/content/{member}"), date.into());
            }
        }
        reading.references = vec![("/content/from".into(), from.into()), ("/content/to".into(), to.into())];
        self.uses(entity, &[source, target, role, "startDate", "endDate"]);
        self.readings.insert(entity.id, reading);
    }
}

/// Whether the file itself calls somebody an actor in crime: by a topic, or by our own words.
///
/// spec: PSR-NBR-016
fn is_actor(entity: &Entity<'_>) -> bool {
    let topics = entity.all("topics").any(|topic| topic == "wanted" || topic == "crime" || topic.starts_with("crime."));
    topics || entity.word("record").is_some()
}
