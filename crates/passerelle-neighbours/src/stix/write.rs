//! Records as a bundle.

use std::collections::BTreeMap;

use passerelle::record::RecordType;
use serde_json::{Map, Value, json};

use super::{ids, marking, observable, unsaid};
use crate::Cleared;
use crate::labels;
use crate::loss::Loss;
use crate::value::{in_language, items, pruned, put, sorted, text, whole_day};

/// Members of the header that stand in the extension, so that a receiver who knows it is bound as by the record.
const HEADER: [&str; 12] = [
    "/purpose",
    "/legal_basis",
    "/urgency",
    "/requested_action",
    "/handling",
    "/evaluation",
    "/validity",
    "/environment",
    "/vocab",
    "/provenance/source_type",
    "/provenance/collected",
    "/provenance/ai_assisted",
];

/// The bundle, and the records that are not in it.
pub(super) fn bundle(records: &[Cleared]) -> (Value, Vec<Loss>) {
    let mut newest: BTreeMap<&str, &Cleared> = BTreeMap::new();
    for record in records {
        let held = newest.entry(record.id()).or_insert(record);
        if held.exact.rev < record.exact.rev {
            *held = record;
        }
    }
    let mut left_out: Vec<Loss> = newest.values().filter_map(|record| Some(unsaid(record, why_not(record)?))).collect();
    newest.retain(|id, _| !left_out.iter().any(|left| left.of == **id));
    let mut writer = Writer { objects: BTreeMap::new(), known: newest.clone() };
    for record in newest.values() {
        if let Err(place) = writer.record(record) {
            left_out.push(unsaid(record, place));
        }
    }
    left_out.sort();
    (writer.bundle(), left_out)
}

/// The place in a record that keeps it out of STIX: everything there is said as true, and of an actor.
///
/// spec: PSR-NBR-009
fn why_not(record: &Cleared) -> Option<&'static str> {
    match record.record_type {
        RecordType::Profile if record.text("/content/subject_status") == "acquitted" => Some("/content/subject_status"),
        RecordType::Sighting if record.text("/content/match") == "disproved" => Some("/content/match"),
        RecordType::Notice => Some("/type"),
        _ => None,
    }
}

struct Writer<'r> {
    objects: BTreeMap<String, Value>,
    /// The records that are in the bundle, by their identifiers.
    known: BTreeMap<&'r str, &'r Cleared>,
}

impl Writer<'_> {
    fn record(&mut self, record: &Cleared) -> Result<(), &'static str> {
        match record.record_type {
            RecordType::Profile => self.profile(record),
            RecordType::Network => self.network(record),
            RecordType::ModusOperandi => self.modus_operandi(record),
            RecordType::Sighting => return self.sighting(record),
            RecordType::Link => return self.link(record),
            _ => return Err("/type"),
        }
        Ok(())
    }

    fn profile(&mut self, record: &Cleared) {
        let names = names(record);
        let roles: Vec<Value> =
            items(&record.object, "/content/roles").iter().filter_map(|role| role.get("code").cloned()).collect();
        let mut actor = self.main(record, "threat-actor");
        let shown = names.first().map_or_else(|| unidentified(record), |name| (*name).to_owned());
        put(&mut actor, "/name", shown.into());
        put(&mut actor, "/aliases", names.iter().skip(1).copied().collect());
        put(&mut actor, "/description", self.summary(record).into());
        put(&mut actor, "/threat_actor_types", json!(["criminal"]));
        put(&mut actor, "/roles", roles.into());
        let id = self.add(actor);
        self.languages(record, &id, &[("description", "/content/summary")]);
        if let Some(name) = names.first() {
            let mut person = self.object(record, "identity", &["person"]);
            put(&mut person, "/name", (*name).into());
            put(&mut person, "/identity_class", "individual".into());
            let person = self.add(person);
            self.relate(record, "attributed-to", (&id, &person), &[]);
        }
        for (list, word) in [("/content/residences", "residence"), ("/content/activity_area", "activity-area")] {
            for item in items(&record.object, list) {
                let place = item.get("place").unwrap_or(item);
                if let Some(location) = self.location(record, place) {
                    let about = Period { item, first: "/first", last: "/last" };
                    self.relation(record, "located-at", (&id, &location), &[labels::word("place", word)], Some(about));
                }
            }
        }
        self.observables(record, &id);
        for (list, kind, relation) in
            [("mo_refs", "attack-pattern", "uses"), ("network_refs", "intrusion-set", "member-of")]
        {
            for target in items(&record.object, &format!("/content/{list}")).iter().filter_map(Value::as_str) {
                if let Some(target) = self.known(target).filter(|target| target.starts_with(kind)) {
                    self.relate(record, relation, (&id, &target), &[labels::word("reference", list)]);
                }
            }
        }
    }

    fn network(&mut self, record: &Cleared) {
        let names = names(record);
        let mut set = self.main(record, "intrusion-set");
        put(&mut set, "/name", names.first().map_or_else(|| unidentified(record), |name| (*name).to_owned()).into());
        put(&mut set, "/aliases", names.iter().skip(1).copied().collect());
        put(&mut set, "/description", self.summary(record).into());
        put(&mut set, "/first_seen", begin(text(&record.object, "/content/active_from")));
        put(&mut set, "/last_seen", end(text(&record.object, "/content/active_to")));
        let id = self.add(set);
        self.languages(record, &id, &[("description", "/content/summary")]);
        for place in items(&record.object, "/content/activity_area") {
            if let Some(location) = self.location(record, place) {
                self.relate(record, "related-to", (&id, &location), &[labels::word("place", "activity-area")]);
            }
        }
        self.observables(record, &id);
    }

    fn modus_operandi(&mut self, record: &Cleared) {
        let title = in_language(items(&record.object, "/content/title"), record.text("/lang"));
        let phases = items(&record.object, "/content/phases");
        let mut pattern = self.main(record, "attack-pattern");
        put(&mut pattern, "/name", title.into());
        put(&mut pattern, "/description", self.summary(record).into());
        let steps = phases.iter().filter_map(|phase| phase.get("code"));
        let steps = steps.map(|code| json!({"kill_chain_name": KILL_CHAIN, "phase_name": code}));
        put(&mut pattern, "/kill_chain_phases", steps.collect());
        let legs = items(&record.object, "/content/legs");
        let techniques = phases.iter().flat_map(|phase| {
            let seq = phase.get("seq").and_then(Value::as_i64).unwrap_or_default();
            items(phase, "/techniques")
                .iter()
                .filter_map(Value::as_str)
                .map(move |technique| format!("{seq}/{technique}"))
        });
        let mut words: Vec<Value> = techniques.map(|technique| labels::word("technique", &technique).into()).collect();
        words.extend(legs.iter().filter_map(|leg| {
            let cells = ["/mode", "/conveyance", "/entry_method"].map(|name| text(leg, name).unwrap_or_default());
            let seq = leg.get("seq").and_then(Value::as_i64)?;
            Some(labels::word("leg", format!("{seq}/{}", cells.join("/")).trim_end_matches('/')).into())
        }));
        if let Some(labels) = pattern.get_mut("labels").and_then(Value::as_array_mut) {
            labels.extend(words);
        }
        let id = self.add(pattern);
        self.languages(record, &id, &[("name", "/content/title"), ("description", "/content/summary")]);
        for leg in legs {
            let seq = leg.get("seq").and_then(Value::as_i64).unwrap_or_default();
            for (member, word) in [("from", "from"), ("to", "to"), ("border_point", "border-point")] {
                let location = leg.get(member).and_then(|place| self.location(record, place));
                if let Some(location) = location {
                    self.relate(
                        record,
                        "related-to",
                        (&id, &location),
                        &[labels::word("leg", &format!("{seq}/{word}"))],
                    );
                }
            }
        }
        let seen =
            [begin(text(&record.object, "/content/first_seen")), end(text(&record.object, "/content/last_seen"))];
        if seen.iter().any(|time| !time.is_null()) {
            let [first, last] = seen;
            let mut campaign = self.object(record, "campaign", &["seen"]);
            put(&mut campaign, "/name", title.into());
            put(&mut campaign, "/first_seen", first);
            put(&mut campaign, "/last_seen", last);
            let campaign = self.add(campaign);
            self.relate(record, "uses", (&campaign, &id), &[]);
        }
    }

    fn sighting(&mut self, record: &Cleared) -> Result<(), &'static str> {
        let of: Vec<String> =
            items(&record.object, "/content/of").iter().filter_map(|target| self.known(text(target, "/id")?)).collect();
        if of.is_empty() {
            return Err("/content/of");
        }
        let place = record.object.pointer("/content/where").and_then(|place| self.location(record, place));
        for (index, target) in of.iter().enumerate() {
            let mut sighting = self.main(record, "sighting");
            if index > 0 {
                put(&mut sighting, "/id", ids::object("sighting", &["record", record.id(), target]).into());
            }
            put(&mut sighting, "/sighting_of_ref", target.clone().into());
            put(&mut sighting, "/where_sighted_refs", place.iter().cloned().collect());
            put(&mut sighting, "/first_seen", begin(text(&record.object, "/content/when")));
            put(&mut sighting, "/last_seen", end(text(&record.object, "/content/when")));
            put(&mut sighting, "/description", words_of(record, "/content/text").into());
            let id = self.add(sighting);
            self.languages(record, &id, &[("description", "/content/text")]);
        }
        Ok(())
    }

    fn link(&mut self, record: &Cleared) -> Result<(), &'static str> {
        let from = self.known(record.text("/content/from/id")).ok_or("/content/from")?;
        let to = self.known(record.text("/content/to/id")).ok_or("/content/to")?;
        let kind = record.text("/content/kind");
        let mut relation = self.main(record, "relationship");
        put(&mut relation, "/relationship_type", if kind == "uses-mo" { "uses" } else { kind }.into());
        put(&mut relation, "/source_ref", from.into());
        put(&mut relation, "/target_ref", to.into());
        put(&mut relation, "/description", words_of(record, "/content/evidence_text").into());
        put(&mut relation, "/start_time", begin(text(&record.object, "/content/from_date")));
        put(&mut relation, "/stop_time", end(text(&record.object, "/content/to_date")));
        let id = self.add(relation);
        self.languages(record, &id, &[("description", "/content/evidence_text")]);
        Ok(())
    }

    /// The object that stands for the record itself, with everything that its header says.
    fn main(&mut self, record: &Cleared, kind: &str) -> Value {
        let mut object = self.object(record, kind, &[]);
        put(&mut object, "/id", ids::of_record(kind, record.id()).into());
        put(&mut object, "/labels", labels::of(&record.object, record.record_type).into());
        put(&mut object, "/confidence", confidence(&record.object));
        put(&mut object, "/external_references", json!([{"source_name": "passerelle", "external_id": record.id()}]));
        let mut header = json!({});
        for pointer in HEADER {
            put(&mut header, pointer, record.object.pointer(pointer).cloned().unwrap_or(Value::Null));
        }
        let mut extensions = Map::new();
        extensions.insert(
            ids::extension(),
            json!({
                "extension_type": "property-extension", "record_id": record.id(), "revision": record.exact.rev,
                "digest": {"alg": record.exact.digest.alg, "hash": record.exact.digest.hash}, "header": header,
            }),
        );
        put(&mut object, "/extensions", extensions.into());
        object
    }

    /// An object that belongs to a record: what all of them have.
    fn object(&mut self, record: &Cleared, kind: &str, key: &[&str]) -> Value {
        let (created, modified) = ids::times(record);
        let issuer = self.identity(record.text("/issuer"));
        let parts: Vec<&str> = ["part", record.id()].into_iter().chain(key.iter().copied()).collect();
        let refs: Vec<Value> = marking::of(record).into_iter().map(|marking| self.add(marking).into()).collect();
        json!({
            "type": kind, "spec_version": "2.1", "id": ids::object(kind, &parts), "created_by_ref": issuer,
            "created": created, "modified": modified, "object_marking_refs": refs, "lang": record.text("/lang"),
        })
    }

    /// The identity of an authority.
    fn identity(&mut self, authority: &str) -> String {
        self.add(json!({
            "type": "identity", "spec_version": "2.1", "id": ids::object("identity", &["authority", authority]),
            "created": ids::EPOCH, "modified": ids::EPOCH, "name": authority, "identity_class": "organization",
        }))
    }

    /// The location of a place; nothing where STIX has none for it.
    fn location(&mut self, record: &Cleared, place: &Value) -> Option<String> {
        let code = text(place, "/unlocode");
        let country = text(place, "/country").or(code.and_then(|code| code.get(..2)));
        let degrees = |name: &str| text(place, name).and_then(|degrees| degrees.parse::<f64>().ok());
        let position = degrees("/lat").zip(degrees("/lon"));
        if country.is_none() && position.is_none() {
            return None;
        }
        let name = in_language(items(place, "/name"), record.text("/lang"));
        let mut words: Vec<String> = code.map(|code| labels::word("unlocode", code)).into_iter().collect();
        words.extend(text(place, "/kind").map(|kind| labels::word("place-kind", kind)));
        let mut location = self.object(record, "location", &["place", &sorted(place).to_string()]);
        put(&mut location, "/name", name.into());
        put(&mut location, "/country", country.into());
        put(&mut location, "/administrative_area", text(place, "/subdivision").into());
        put(&mut location, "/latitude", position.map(|(lat, _)| lat).into());
        put(&mut location, "/longitude", position.map(|(_, lon)| lon).into());
        let precision = place.get("precision_m").cloned().unwrap_or(Value::Null);
        put(&mut location, "/precision", precision);
        put(&mut location, "/labels", words.into());
        let id = self.add(location);
        self.languages_of(record, &id, &[("name", items(place, "/name"))]);
        Some(id)
    }

    fn observables(&mut self, record: &Cleared, id: &str) {
        for list in ["selectors", "financial"] {
            for item in items(&record.object, &format!("/content/{list}")) {
                let Some(made) = observable::of(item, list) else { continue };
                let target = text(&made.object, "/id").unwrap_or_default().to_owned();
                // Others may have the same address under another marking: the stricter ones are joined.
                let mut refs: Vec<Value> =
                    items(self.objects.get(&target).unwrap_or(&Value::Null), "/object_marking_refs").to_vec();
                for marking in marking::of(record) {
                    let marking = Value::from(self.add(marking));
                    if !refs.contains(&marking) {
                        refs.push(marking);
                    }
                }
                let mut object = made.object;
                put(&mut object, "/object_marking_refs", refs.into());
                self.add(object);
                let about = Period { item, first: "/first", last: "/last" };
                self.relation(record, "related-to", (id, &target), &made.words, Some(about));
            }
        }
    }

    fn relate(&mut self, record: &Cleared, kind: &str, ends: (&str, &str), words: &[String]) {
        self.relation(record, kind, ends, words, None);
    }

    fn relation(
        &mut self,
        record: &Cleared,
        kind: &str,
        ends: (&str, &str),
        words: &[String],
        period: Option<Period<'_>>,
    ) {
        let words_key = words.join(" ");
        let mut relation = self.object(record, "relationship", &[kind, ends.0, ends.1, &words_key]);
        put(&mut relation, "/relationship_type", kind.into());
        put(&mut relation, "/source_ref", ends.0.into());
        put(&mut relation, "/target_ref", ends.1.into());
        put(&mut relation, "/labels", words.into());
        if let Some(Period { item, first, last }) = period {
            put(&mut relation, "/start_time", begin(text(item, first)));
            put(&mut relation, "/stop_time", end(text(item, last)));
        }
        self.add(relation);
    }

    /// The texts in other languages than the record's.
    fn languages(&mut self, record: &Cleared, id: &str, texts: &[(&str, &str)]) {
        let texts: Vec<(&str, &[Value])> =
            texts.iter().map(|(name, pointer)| (*name, items(&record.object, pointer))).collect();
        self.languages_of(record, id, &texts);
    }

    fn languages_of(&mut self, record: &Cleared, id: &str, texts: &[(&str, &[Value])]) {
        let mut contents = json!({});
        for (name, texts) in texts {
            let shown = in_language(texts, record.text("/lang"));
            for said in texts.iter().filter(|said| text(said, "/text") != shown) {
                if let Some(lang) = text(said, "/lang") {
                    put(&mut contents, &format!("/{lang}/{name}"), said.get("text").cloned().unwrap_or_default());
                }
            }
        }
        if contents == json!({}) {
            return;
        }
        let mut content = self.object(record, "language-content", &["languages", id]);
        put(&mut content, "/object_ref", id.into());
        put(&mut content, "/contents", contents);
        if let Some(members) = content.as_object_mut() {
            members.remove("lang");
        }
        self.add(content);
    }

    fn summary(&self, record: &Cleared) -> Option<String> {
        words_of(record, "/content/summary")
    }

    /// The object of a record that is in the bundle.
    fn known(&self, id: &str) -> Option<String> {
        let kind = match self.known.get(id)?.record_type {
            RecordType::Profile => "threat-actor",
            RecordType::Network => "intrusion-set",
            RecordType::ModusOperandi => "attack-pattern",
            _ => return None,
        };
        Some(ids::of_record(kind, id))
    }

    /// Adds an object and gives its identifier.
    fn add(&mut self, object: Value) -> String {
        let object = pruned(object).unwrap_or_default();
        let id = text(&object, "/id").unwrap_or_default().to_owned();
        self.objects.insert(id.clone(), object);
        id
    }

    fn bundle(mut self) -> Value {
        let has_records =
            self.objects.values().any(|object| object.get("extensions").is_some() && object.get("labels").is_some());
        if has_records {
            let author = self.identity("Passerelle record format");
            self.add(json!({
                "type": "extension-definition", "spec_version": "2.1", "id": ids::extension(), "created_by_ref": author,
                "created": ids::EPOCH, "modified": ids::EPOCH, "name": "Passerelle record",
                "description": "Which signed record an object was made from, and the members of its header that bind a reader.",
                "schema": "https://passerelle.example/spec/21-neighbours", "version": "1.0.0",
                "extension_types": ["property-extension"],
            }));
        }
        let objects: Vec<Value> = self.objects.into_values().collect();
        let text = sorted(&objects.clone().into()).to_string();
        json!({"type": "bundle", "id": ids::object("bundle", &["objects", &text]), "objects": objects})
    }
}

/// The members of an item that say when it held.
struct Period<'v> {
    item: &'v Value,
    first: &'static str,
    last: &'static str,
}

/// The name of the kill chain whose phases are those of the list `mo-phase`.
pub(super) const KILL_CHAIN: &str = "passerelle-mo-phase";

/// What stands for the name of somebody who has none.
pub(super) fn unidentified(record: &Cleared) -> String {
    unnamed(record.id())
}

pub(super) fn unnamed(id: &str) -> String {
    format!("Unidentified ({id})")
}

fn names(record: &Cleared) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in items(&record.object, "/content/names").iter().filter_map(|name| text(name, "/full")) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn words_of(record: &Cleared, pointer: &str) -> Option<String> {
    in_language(items(&record.object, pointer), record.text("/lang")).map(str::to_owned)
}

/// The first second of a whole day; of a month or a year nobody knows which day was meant.
fn begin(day: Option<&str>) -> Value {
    day.and_then(whole_day).map(|day| format!("{day}T00:00:00.000Z")).into()
}

fn end(day: Option<&str>) -> Value {
    day.and_then(whole_day).map(|day| format!("{day}T23:59:59.000Z")).into()
}

/// The number of STIX for how sure an analyst is (appendix A, the scales None/Low/Med/High and Admiralty). The grade itself stands in
/// the extension: a number that was made of a grade cannot be turned back into one.
fn confidence(record: &Value) -> Value {
    let scheme = text(record, "/evaluation/scheme");
    match text(record, "/evaluation/confidence") {
        Some("low") => 15.into(),
        Some("moderate") => 50.into(),
        Some("high") => 85.into(),
        _ => match text(record, "/evaluation/information").filter(|_| scheme == Some("admiralty")) {
            Some("1") => 90.into(),
            Some("2") => 70.into(),
            Some("3") => 50.into(),
            Some("4") => 30.into(),
            Some("5") => 10.into(),
            _ => Value::Null,
        },
    }
}
