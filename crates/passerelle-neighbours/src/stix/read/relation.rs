//! Relationships, sightings, and objects that say something of others.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::record::RecordType;
use passerelle::{Code, vocabulary};
use serde_json::{Value, json};

use super::Reader;
use super::actor::{Actor, day, language, name};
use super::object::Object;
use crate::Fault;
use crate::draft::Reading;
use crate::labels::split;
use crate::stix::observable::{self, Item};
use crate::value::{items, nfc, push, put, text};

/// Identities that somebody is said to target: they may be victims.
pub(super) fn targeted<'d>(relations: &[&Object<'d>]) -> Result<BTreeSet<&'d str>, Fault> {
    let mut targeted = BTreeSet::new();
    for relation in relations {
        if relation.due("relationship_type")? == "targets" {
            targeted.insert(relation.due("target_ref")?);
        }
    }
    Ok(targeted)
}

/// What actors are, by the identities to which they are attributed. Who is attributed to a person is one, whatever else it is
/// attributed to.
pub(super) fn actors<'d>(objects: &BTreeMap<&'d str, Object<'d>>) -> Result<BTreeMap<&'d str, Actor>, Fault> {
    let mut actors = BTreeMap::new();
    for relation in objects.values().filter(|object| object.kind == "relationship") {
        if relation.due("relationship_type")? != "attributed-to" || relation.flag("revoked")? == Some(true) {
            continue;
        }
        let (actor, identity) = (relation.due("source_ref")?, relation.due("target_ref")?);
        match objects.get(identity).and_then(is) {
            Some(Actor::Person) => {
                actors.insert(actor, Actor::Person);
            }
            Some(Actor::Group) => {
                actors.entry(actor).or_insert(Actor::Group);
            }
            None => {}
        }
    }
    Ok(actors)
}

/// What an identity is.
fn is(identity: &Object<'_>) -> Option<Actor> {
    match text(identity.value, "/identity_class") {
        _ if identity.kind != "identity" => None,
        Some("individual") => Some(Actor::Person),
        Some("group" | "organization") => Some(Actor::Group),
        _ => None,
    }
}

impl<'d> Reader<'d> {
    pub(super) fn relation(&mut self, relation: &Object<'d>, targeted: &BTreeSet<&'d str>) -> Result<(), Fault> {
        let kind = relation.due("relationship_type")?;
        let (from, to) = (relation.due("source_ref")?, relation.due("target_ref")?);
        let (Some(source), Some(target)) = (self.objects.get(from), self.objects.get(to)) else {
            relation.use_all();
            self.lose(relation, "", Code::NbrReference);
            return Ok(());
        };
        let makes = |object: &Object<'d>, reader: &Self| reader.readings.contains_key(object.id);
        let is_actor = |object: &Object<'d>| matches!(object.kind, "threat-actor" | "intrusion-set");
        let is_link = relation.source(&crate::stix::ids::extension()).is_some();
        let words = relation.texts("labels")?;
        let word = |name: &str| {
            words.iter().filter_map(|word| split(word)).find(|(known, _)| *known == name).map(|(_, value)| value)
        };
        match (source.kind, target.kind) {
            _ if targeted.contains(to) && target.kind == "identity" => {
                relation.use_all();
                self.lose(relation, "", Code::NbrVictim);
            }
            _ if makes(source, self) && makes(target, self) && !is_link && word("reference").is_some() => {
                let list = word("reference").unwrap_or_default();
                if let Some(reading) = self.readings.get_mut(from) {
                    reading.references.push((format!("/content/{list}/-"), to.to_owned()));
                }
                self.helps(relation, from)?;
            }
            _ if makes(source, self) && makes(target, self) => self.link(relation, kind, from, to)?,
            ("threat-actor", "identity")
                if kind == "attributed-to" && is(target).is_some() && is(target) == self.actors.get(from).copied() =>
            {
                self.identity(relation, source, target)?;
            }
            ("campaign", "attack-pattern") if kind == "uses" && makes(target, self) => {
                self.campaign(relation, source, target)?
            }
            (_, "location") if makes(source, self) => self.place(relation, source, target, &words)?,
            ("indicator", _) if kind == "indicates" && is_actor(target) && makes(target, self) => {
                let pattern = source.text("pattern")?.and_then(observable::of_pattern);
                let is_taken =
                    pattern.is_some_and(|value| self.observable(relation, &value, target, &words, Some(source)));
                if is_taken {
                    self.helps(source, to)?;
                    source.use_member("pattern_type");
                } else {
                    relation.use_all();
                    self.lose(relation, "", Code::NbrUnknownType);
                }
                self.helps(relation, to)?;
            }
            (_, "observed-data") if is_actor(source) && makes(source, self) => {
                for reference in target.texts("object_refs")? {
                    match self.objects.get(reference) {
                        Some(found) if self.observable(relation, found.value, source, &words, Some(found)) => {
                            self.helps(found, from)?
                        }
                        Some(_) => {}
                        None => self.lose(target, "object_refs", Code::NbrReference),
                    }
                }
                self.helps(target, from)?;
                self.helps(relation, from)?;
            }
            _ if is_actor(source)
                && makes(source, self)
                && self.observable(relation, target.value, source, &words, Some(target)) =>
            {
                self.helps(target, from)?;
                self.helps(relation, from)?;
            }
            _ => {
                relation.use_all();
                self.lose(relation, "", Code::NbrUnknownType);
            }
        }
        Ok(())
    }

    /// An object that says something of a record: it is used, and its marking holds for the record too.
    fn helps(&mut self, object: &Object<'d>, reading: &str) -> Result<(), Fault> {
        self.tied.insert(object.id);
        let is_ours = self.readings.get(reading).is_some_and(|reading| reading.source.is_some());
        if is_ours {
            for name in ["created", "modified", "created_by_ref", "lang"] {
                object.use_member(name);
            }
        }
        self.mark(reading, object)
    }

    fn link(&mut self, relation: &Object<'d>, kind: &str, from: &str, to: &str) -> Result<(), Fault> {
        let is_known = vocabulary::list("link-kind").is_some_and(|list| list.get(kind).is_some());
        let lang = language(relation)?;
        let mut record = json!({});
        let mut reading = Reading::default();
        let code = match kind {
            _ if is_known => kind,
            "uses" if to.starts_with("attack-pattern--") => "uses-mo",
            _ => {
                put(
                    &mut record,
                    "/content/notes",
                    json!([{
                        "about": "/content/kind", "text": [{"lang": "en", "text": format!("STIX relationship_type: {kind}")}],
                    }]),
                );
                self.lose(relation, "relationship_type", Code::NbrChanged);
                "other"
            }
        };
        put(&mut record, "/content/kind", code.into());
        for (name, pointer) in [("start_time", "/content/from_date"), ("stop_time", "/content/to_date")] {
            if let Some(day) = self.day(relation, name)? {
                put(&mut record, pointer, day.into());
            }
        }
        if let Some(description) = relation.text("description")? {
            put(&mut record, "/content/evidence_text", json!([{"lang": lang, "text": nfc(description)}]));
        }
        reading.record = record;
        reading.references = vec![("/content/from".into(), from.into()), ("/content/to".into(), to.into())];
        self.readings.insert(relation.id, reading);
        self.labels(relation, RecordType::Link)
    }

    /// A day of a time. A time of the day that is not the first or last second is lost.
    fn day(&mut self, object: &Object<'d>, name: &'d str) -> Result<Option<&'d str>, Fault> {
        let Some(time) = object.text(name)? else { return Ok(None) };
        let is_whole =
            time.get(10..).is_some_and(|clock| clock.starts_with("T00:00:00") || clock.starts_with("T23:59:59"));
        let found = day(time);
        if found.is_none() {
            return Err(Fault::new(Code::NbrObject, object.place(name), "a time of RFC 3339"));
        }
        if !is_whole {
            self.lose(object, name, Code::NbrChanged);
        }
        Ok(found)
    }

    fn identity(&mut self, relation: &Object<'d>, actor: &Object<'d>, identity: &Object<'d>) -> Result<(), Fault> {
        let found = name(identity.due("name")?);
        identity.use_member("identity_class");
        if let Some(reading) = self.readings.get_mut(actor.id)
            && !items(&reading.record, "/content/names").contains(&found)
        {
            push(&mut reading.record, "/content/names", found);
        }
        self.helps(identity, actor.id)?;
        self.helps(relation, actor.id)
    }

    fn campaign(&mut self, relation: &Object<'d>, campaign: &Object<'d>, pattern: &Object<'d>) -> Result<(), Fault> {
        // A name of its own has no place in the method.
        let title = self.readings.get(pattern.id).and_then(|reading| text(&reading.record, "/content/title/0/text"));
        if text(campaign.value, "/name") == title {
            campaign.use_member("name");
        }
        for (name, pointer) in [("first_seen", "/content/first_seen"), ("last_seen", "/content/last_seen")] {
            let day = self.day(campaign, name)?;
            if let (Some(reading), Some(day)) = (self.readings.get_mut(pattern.id), day) {
                put(&mut reading.record, pointer, day.into());
            }
        }
        self.helps(campaign, pattern.id)?;
        self.helps(relation, pattern.id)
    }

    fn place(
        &mut self,
        relation: &Object<'d>,
        source: &Object<'d>,
        location: &Object<'d>,
        words: &[&str],
    ) -> Result<(), Fault> {
        let place = self.location(location)?;
        let word = |name: &str| {
            words.iter().filter_map(|word| split(word)).find(|(known, _)| *known == name).map(|(_, value)| value)
        };
        let (first, last) = (self.day(relation, "start_time")?, self.day(relation, "stop_time")?);
        let leg = word("leg")
            .and_then(|leg| leg.split_once('/'))
            .map(|(seq, end)| (seq.parse::<i64>().ok(), end.replace('-', "_")));
        let Some(reading) = self.readings.get_mut(source.id) else { return Ok(()) };
        match (source.kind, leg) {
            ("attack-pattern", Some((Some(seq), end))) => {
                let legs = reading.record.pointer_mut("/content/legs").and_then(Value::as_array_mut);
                if let Some(leg) = legs.and_then(|legs| legs.iter_mut().find(|leg| leg.get("seq") == Some(&seq.into())))
                {
                    put(leg, &format!("/{end}"), place);
                }
            }
            ("attack-pattern", _) => {
                relation.use_all();
                self.lose(relation, "", Code::NbrUnknownType);
                return Ok(());
            }
            ("threat-actor", _) if word("place") == Some("residence") => {
                let mut residence = json!({"place": place});
                for (member, day) in [("first", first), ("last", last)] {
                    if let Some(day) = day {
                        put(&mut residence, &format!("/{member}"), day.into());
                    }
                }
                push(&mut reading.record, "/content/residences", residence);
            }
            _ => push(&mut reading.record, "/content/activity_area", place),
        }
        self.helps(location, source.id)?;
        self.helps(relation, source.id)
    }

    fn location(&mut self, location: &Object<'d>) -> Result<Value, Fault> {
        let mut place = json!({});
        if let Some(name) = location.text("name")? {
            put(&mut place, "/name", json!([{"lang": language(location)?, "text": nfc(name)}]));
        }
        for (name, pointer) in [("country", "/country"), ("administrative_area", "/subdivision")] {
            let Some(code) = location.text(name)? else { continue };
            let is_sound = match name {
                "country" => passerelle::record::CountryCode::new(code).is_ok(),
                _ => passerelle::record::SubdivisionCode::new(code).is_ok(),
            };
            if is_sound {
                put(&mut place, pointer, code.into());
            } else {
                self.lose(location, name, Code::NbrNotCarried);
            }
        }
        let position = location.number("latitude")?.zip(location.number("longitude")?);
        if let Some((lat, lon)) = position {
            put(&mut place, "/lat", lat.to_string().into());
            put(&mut place, "/lon", lon.to_string().into());
        }
        if let Some(precision) = location.number("precision")? {
            // Metres are whole in a record; a radius is never made smaller.
            let metres = format!("{:.0}", precision.ceil()).parse::<i64>().unwrap_or_default();
            put(&mut place, "/precision_m", metres.into());
        } else if position.is_some() {
            // Nobody says how exact the position is: the place must not look like a house.
            put(&mut place, "/precision_m", 1_000_000.into());
            self.lose(location, "precision", Code::NbrAdded);
        }
        for (index, label) in location.texts("labels")?.iter().enumerate() {
            match split(label) {
                Some(("unlocode", code)) => put(&mut place, "/unlocode", code.into()),
                Some(("place-kind", kind)) => put(&mut place, "/kind", kind.into()),
                _ => self.lose(location, &format!("labels/{index}"), Code::NbrNotCarried),
            }
        }
        Ok(place)
    }

    /// Takes a cyber-observable object for a selector or an account; false where it is none.
    fn observable(
        &mut self,
        relation: &Object<'d>,
        value: &Value,
        actor: &Object<'d>,
        words: &[&str],
        object: Option<&Object<'d>>,
    ) -> bool {
        let Some(Item { list, mut item, guessed }) = observable::read(value, words) else { return false };
        for (name, member) in [("start_time", "/first"), ("stop_time", "/last")] {
            if let Ok(Some(day)) = self.day(relation, name) {
                put(&mut item, member, day.into());
            }
        }
        if guessed {
            self.lose(relation, "", Code::NbrAdded);
        }
        if let Some(object) = object {
            for name in ["value", "user_id", "account_login", "account_type", "display_name", "pattern"] {
                object.use_member(name);
            }
        }
        if let Some(reading) = self.readings.get_mut(actor.id) {
            push(&mut reading.record, &format!("/content/{list}"), item);
        }
        true
    }

    pub(super) fn sighting(&mut self, sighting: &Object<'d>) -> Result<(), Fault> {
        let of = sighting.due("sighting_of_ref")?;
        if !self.readings.contains_key(of) {
            let code = if self.objects.contains_key(of) { Code::NbrUnknownType } else { Code::NbrReference };
            sighting.use_all();
            self.lose(sighting, "", code);
            return Ok(());
        }
        let mut reading = Reading { references: vec![("/content/of/-".into(), of.into())], ..Reading::default() };
        let (first, last) = (self.day(sighting, "first_seen")?, self.day(sighting, "last_seen")?);
        let when = match (first, last) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}/{last}")),
            (Some(day), _) | (None, Some(day)) => Some(day.to_owned()),
            (None, None) => None,
        };
        if let Some(when) = when {
            put(&mut reading.record, "/content/when", when.into());
        }
        if let Some(description) = sighting.text("description")? {
            put(&mut reading.record, "/content/text", json!([{"lang": language(sighting)?, "text": nfc(description)}]));
        }
        self.readings.insert(sighting.id, reading);
        for reference in sighting.texts("where_sighted_refs")? {
            let Some(location) = self.objects.get(reference).filter(|found| found.kind == "location") else {
                self.lose(sighting, "where_sighted_refs", Code::NbrReference);
                continue;
            };
            let place = self.location(location)?;
            if let Some(reading) = self.readings.get_mut(sighting.id) {
                if reading.record.pointer("/content/where").is_none() {
                    put(&mut reading.record, "/content/where", place);
                } else {
                    self.lose(sighting, "where_sighted_refs", Code::NbrNotCarried);
                }
            }
            self.helps(location, sighting.id)?;
        }
        self.labels(sighting, RecordType::Sighting)
    }

    /// Texts in other languages.
    pub(super) fn language(&mut self, content: &Object<'d>) -> Result<(), Fault> {
        let of = content.due("object_ref")?;
        content.use_member("object_modified");
        let contents = content.value.get("contents").and_then(Value::as_object);
        let Some(reading) = self.readings.get_mut(of) else { return Ok(()) };
        content.use_member("contents");
        let record_type = text(&reading.record, "/type").unwrap_or_default().to_owned();
        for (lang, texts) in contents.into_iter().flatten() {
            for (member, said) in texts.as_object().into_iter().flatten() {
                let pointer = match (record_type.as_str(), member.as_str()) {
                    ("profile" | "network" | "modus-operandi", "description") => "/content/summary",
                    ("modus-operandi", "name") => "/content/title",
                    ("sighting", "description") => "/content/text",
                    ("link", "description") => "/content/evidence_text",
                    _ => continue,
                };
                if let (Some(said), Ok(_)) = (said.as_str(), passerelle::record::LanguageTag::new(lang)) {
                    push(&mut reading.record, pointer, json!({"lang": lang, "text": nfc(said)}));
                }
            }
        }
        self.helps(content, of)
    }
}
