//! What references between records say: whether they stay in their environment, and whether links and sightings agree with what
//! they join.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{Entries, Entry, Key};
use super::notices::Notices;
use crate::answer::Status;
use crate::error::Code;
use crate::json::Pointer;
use crate::record::{Content, Edtf, Environment, Link, Network, Period, RecordId, Sighting, Timestamp};
use crate::rules::at;

const ENVIRONMENTS: [Environment; 3] = [Environment::Live, Environment::Exercise, Environment::Test];

/// Refuses what would join two environments.
///
/// spec: PSR-REC-021
pub(super) fn isolate(entries: &mut Entries<'_>) {
    let mut crossings = Vec::new();
    for (key, entry) in entries.iter() {
        let is_elsewhere = |id| {
            let others = ENVIRONMENTS.into_iter().filter(|other| *other != key.environment);
            others.into_iter().any(|other| entries.holds(other, id))
        };
        // One identifier cannot belong to two environments; what is meant in earnest keeps it.
        if key.environment != Environment::Live && is_elsewhere(key.id) {
            crossings.push((key, at("/environment")));
        }
        let references = references(entry).into_iter();
        let joins = |id| !entries.holds(key.environment, id) && is_elsewhere(id);
        crossings.extend(references.filter(|(_, id)| joins(id)).map(|(pointer, _)| (key, pointer)));
    }
    for (key, pointer) in crossings {
        if let Some(entry) = entries.get_mut(key) {
            entry.refuse(Code::RuleExerciseIsolation, pointer);
        }
    }
}

/// The records that a content refers to, and where.
fn references<'r>(entry: &Entry<'r>) -> Vec<(Pointer, &'r RecordId)> {
    let mut found: Vec<(Pointer, &'r RecordId)> = Vec::new();
    let listed = |place: &'static str| move |index: usize| at(place).index(index);
    let derived = entry.header().provenance.derived_from.iter().enumerate();
    found.extend(derived.map(|(index, of)| (listed("/provenance/derived_from")(index).child("id"), &of.id)));
    match entry.content() {
        Content::Profile(profile) => {
            let methods = profile.mo_refs.iter().enumerate();
            found.extend(methods.map(|(index, id)| (listed("/content/mo_refs")(index), id)));
            let networks = profile.network_refs.iter().enumerate();
            found.extend(networks.map(|(index, id)| (listed("/content/network_refs")(index), id)));
        }
        Content::Sighting(sighting) => {
            let met = sighting.of.iter().enumerate();
            found.extend(met.map(|(index, of)| (listed("/content/of")(index).child("id"), &of.id)));
        }
        Content::Link(link) => {
            found.push((at("/content/from/id"), &link.origin.id));
            found.push((at("/content/to/id"), &link.destination.id));
        }
        Content::Notice(notice) => {
            found.push((at("/content/about/id"), &notice.about.id));
            found.extend(notice.replacement.iter().map(|by| (at("/content/replacement/id"), &by.id)));
        }
        Content::ModusOperandi(_) | Content::Network(_) => {}
    }
    found
}

/// Refuses memberships outside the time of their network.
///
/// spec: PSR-NET-002
pub(super) fn refuse_memberships(entries: &mut Entries<'_>) {
    let mut outside = Vec::new();
    for (key, entry) in entries.iter() {
        let Content::Link(link) = entry.content() else { continue };
        if link.kind.as_str() != "member-of" {
            continue;
        }
        for network in entries.meant(key.environment, &link.destination.id, link.destination.rev) {
            if let Content::Network(network) = network.content() {
                outside.extend(outside_period(link, network).map(|place| (key, place)));
            }
        }
    }
    for (key, place) in outside {
        if let Some(entry) = entries.get_mut(key) {
            entry.refuse(Code::RuleNetworkMemberPeriod, place);
        }
    }
}

/// Judges links and sightings by what they join.
///
/// spec: PSR-REV-012, PSR-LNK-002
pub(super) fn examine<'r>(notices: &Notices<'r>, entries: &mut Entries<'r>, now: Timestamp) {
    let mut findings: Vec<(Key<'r>, Option<Status>, Code, Pointer)> = Vec::new();
    let mut inherited: Vec<(Key<'r>, Status)> = Vec::new();
    for (key, entry) in entries.iter() {
        match entry.content() {
            Content::Link(link) => {
                let ends = [(&link.origin, "/content/from/id"), (&link.destination, "/content/to/id")];
                for (end, place) in ends {
                    let meant = entries.meant(key.environment, &end.id, end.rev);
                    if !entries.holds(key.environment, &end.id) {
                        findings.push((key, None, Code::RuleLinkDangling, at(place))); // spec: PSR-LNK-002
                    }
                    let statuses = meant.iter().map(|end| end.status()).filter(|status| *status != Status::Active);
                    inherited.extend(statuses.map(|status| (key, status)));
                    // A withdrawal counts also where what it withdraws has not come yet.
                    if notices.have_withdrawn(key.environment, &end.id, end.rev, now) {
                        inherited.push((key, Status::Withdrawn));
                    }
                }
            }
            Content::Sighting(sighting) => {
                let places = stale_targets(key, entry.header().issued, sighting, notices, entries);
                let finding = |place| (key, None, Code::RuleSightingLiveTargetVersion, place);
                findings.extend(places.into_iter().map(finding));
            }
            _ => {}
        }
    }
    for environment in ENVIRONMENTS {
        let contradicted = contradictions(environment, entries);
        let finding = |(key, place)| (key, Some(Status::Disputed), Code::RuleSameAndDifferent, place);
        findings.extend(contradicted.into_iter().map(finding));
    }
    for (key, status, code, place) in findings {
        let Some(entry) = entries.get_mut(key) else { continue };
        entry.report(code, place);
        entry.holds.extend(status);
    }
    for (key, status) in inherited {
        let Some(entry) = entries.get_mut(key) else { continue };
        entry.holds.insert(status);
    }
}

/// Where a membership lies outside the period in which its network was active, on every reading of the dates.
fn outside_period(link: &Link, network: &Network) -> Option<Pointer> {
    let period = |date: &Option<Edtf>| date.as_ref().and_then(|date| Period::of(date.as_str()));
    let (starts, ends) = (period(&link.from_date), period(&link.to_date));
    let began = period(&network.active_from).and_then(|began| began.earliest);
    let ended = period(&network.active_to).and_then(|ended| ended.latest);
    let is_before = |date: Option<Period>| began.zip(date).is_some_and(|(began, date)| date.is_certainly_before(began));
    let is_after = |date: Option<Period>| ended.zip(date).is_some_and(|(ended, date)| date.is_certainly_after(ended));
    if is_before(starts) || is_after(starts) {
        Some(at("/content/from_date"))
    } else if is_before(ends) || is_after(ends) {
        Some(at("/content/to_date"))
    } else {
        None
    }
}

/// The revisions of a sighting that were superseded or withdrawn when it was issued.
///
/// spec: PSR-SGT-001
fn stale_targets<'r>(
    key: Key<'r>,
    issued: Timestamp,
    sighting: &'r Sighting,
    notices: &Notices<'r>,
    entries: &Entries<'r>,
) -> Vec<Pointer> {
    let mut places = Vec::new();
    for (index, of) in sighting.of.iter().enumerate() {
        let mut later = entries.revisions(key.environment, &of.id).filter(|(held, _)| held.rev > of.rev);
        let superseded = later.any(|(_, entry)| !entry.is_refused() && entry.header().issued <= issued);
        let withdrawn = notices.have_withdrawn(key.environment, &of.id, Some(of.rev), issued);
        if superseded || withdrawn {
            places.push(at("/content/of").index(index).child("rev"));
        }
    }
    places
}

/// Statements that two records are one person, and sightings that disproved it.
///
/// A sighting with the match `disproved` says that the records in its `of` are not the same; `same-person-as` holds along a
/// chain of links. Neither statement is chosen: both are reported and in dispute.
///
/// spec: PSR-LNK-003
fn contradictions<'r>(environment: Environment, entries: &Entries<'r>) -> Vec<(Key<'r>, Pointer)> {
    let in_force = |entry: &Entry<'_>| matches!(entry.status(), Status::Active | Status::ReviewDue | Status::Disputed);
    let held = || entries.iter().filter(|(key, entry)| key.environment == environment && in_force(entry));
    let same: Vec<(Key<'r>, &Link)> = held()
        .filter_map(|(key, entry)| match entry.content() {
            Content::Link(link) if link.kind.as_str() == "same-person-as" => Some((key, &**link)),
            _ => None,
        })
        .collect();
    let persons = Persons::joined_by(same.iter().map(|(_, link)| (&link.origin.id, &link.destination.id)));
    let mut found = BTreeSet::new();
    for (key, entry) in held() {
        let Content::Sighting(sighting) = entry.content() else { continue };
        if sighting.fit.as_str() != "disproved" {
            continue;
        }
        let met: BTreeSet<&RecordId> = sighting.of.iter().map(|of| &of.id).collect();
        let mut seen = BTreeMap::new();
        for id in met {
            *seen.entry(persons.of(id)).or_insert(0_u32) += 1;
        }
        for person in seen.into_iter().filter(|(_, records)| *records > 1).map(|(person, _)| person) {
            found.insert((key, at("/content/match")));
            let links = same.iter().filter(|(_, link)| persons.of(&link.origin.id) == person);
            found.extend(links.map(|(key, _)| (*key, at("/content/kind"))));
        }
    }
    found.into_iter().collect()
}

/// Records that are said to be one person, each group under the least identifier in it.
struct Persons<'r> {
    least: BTreeMap<&'r RecordId, &'r RecordId>,
}

impl<'r> Persons<'r> {
    fn joined_by(pairs: impl Iterator<Item = (&'r RecordId, &'r RecordId)>) -> Self {
        let mut persons = Self { least: BTreeMap::new() };
        for (one, other) in pairs {
            let (one, other) = (persons.of(one), persons.of(other));
            persons.least.insert(one.max(other), one.min(other));
        }
        persons
    }

    fn of<'q>(&self, mut id: &'q RecordId) -> &'q RecordId
    where
        'r: 'q,
    {
        while let Some(least) = self.least.get(id).filter(|least| **least != id) {
            id = least;
        }
        id
    }
}
