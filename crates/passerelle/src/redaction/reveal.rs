//! From the digest form and its disclosures to the view.

use std::collections::{BTreeMap, BTreeSet};

use super::disclosure::{Disclosure, is_digest};
use super::sections::{Sections, denies_something};
use super::{Places, Withheld, WithheldKind, view};
use crate::crypto::disclosure_digest;
use crate::envelope::Disclosed;
use crate::error::Code;
use crate::finding::Finding;
use crate::json::walk::{Trail, every_value, every_value_of};
use crate::json::{Object, Pointer, RESERVED, Value};
use crate::limits;

/// What a reader makes of a record in its digest form.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Revealed {
    /// The record without what is withheld.
    pub(crate) view: Object,
    pub(crate) places: Places,
    /// By place; one for each digest without a disclosure.
    pub(crate) withheld: Vec<Withheld>,
    /// What is disclosed, and could be withheld; by place.
    pub(crate) open: Vec<Open>,
}

/// A part that is disclosed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Open {
    /// Where it stands in the signed record.
    pub(crate) place: Pointer,
    /// Which disclosure it comes from.
    pub(crate) index: usize,
}

/// Whether a record refers to disclosures anywhere.
fn is_redacted(record: &Object) -> bool {
    // In canonical order the reserved names come before all others.
    let refers = |object: &Object| object.iter().next().is_some_and(|(name, _)| RESERVED.contains(&name));
    let mut found = refers(record);
    every_value_of(record, &mut |_, value| {
        found = found || value.as_object().is_some_and(refers);
    });
    found
}

/// Reveals what there is to reveal: nothing in a record that is signed as it is, and came without disclosures.
///
/// # Errors
/// Every finding of the stage `redaction`, in the order of the specification's chapter 16.
pub(crate) fn seen(
    record: &Object,
    disclosed: &[Disclosed],
    references: References,
) -> Result<Option<Revealed>, Vec<Finding>> {
    if disclosed.is_empty() && !is_redacted(record) {
        return Ok(None);
    }
    reveal(record, disclosed, references).map(Some)
}

/// What becomes of pointers and indexes inside a view.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum References {
    /// They lead to their parts in the view.
    Moved,
    /// They are as they were signed.
    AsSigned,
}

/// Puts the disclosures into their places.
///
/// Every finding is of the stage `redaction`, in the order of the specification's chapter 16.
pub(super) fn reveal(
    record: &Object,
    disclosed: &[Disclosed],
    references: References,
) -> Result<Revealed, Vec<Finding>> {
    let mut findings = hash_algorithm(record);
    if digests(record, disclosed) > limits::DIGESTS {
        findings.push(Finding::whole(Code::LimCount)); // spec: PSR-RED-018
        return Err(findings);
    }
    let parts: Vec<_> = disclosed.iter().map(|disclosed| Disclosure::of(&disclosed.value)).collect();
    let unsound = unsound(record, disclosed, &parts);
    let is_sound = unsound.is_empty();
    findings.extend(unsound);
    let mut assembly = Assembly {
        sections: Sections::of(record),
        by_digest: BTreeMap::new(),
        parts: if is_sound { parts } else { Vec::new() },
        used: BTreeSet::new(),
        places: Places::default(),
        withheld: Vec::new(),
        open: Vec::new(),
        findings: Vec::new(),
    };
    if is_sound {
        let digests = disclosed.iter().map(|disclosed| disclosure_digest(&disclosed.text)).enumerate();
        assembly.by_digest = digests.map(|(index, digest)| (digest, index)).collect();
    }
    let root = Pointer::root();
    let Ok(view) = assembly.object(record, &root, &root, 1) else {
        findings.push(Finding::whole(Code::LimDepth)); // spec: PSR-LIM-002
        return Err(findings);
    };
    let mut view = view.unwrap_or_default();
    if view.count() > limits::VALUES {
        findings.push(Finding::whole(Code::LimCount)); // spec: PSR-LIM-003
    }
    let unused = (0..assembly.parts.len()).filter(|index| !assembly.used.contains(index));
    // spec: PSR-RED-008
    assembly.findings.extend(unused.map(|index| Finding::new(Code::RedUnreferenced, entry(index))));
    assembly.findings.sort_by(|left, right| (left.code, &left.pointer).cmp(&(right.code, &right.pointer)));
    findings.extend(assembly.findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    let Assembly { mut places, mut withheld, mut open, .. } = assembly;
    withheld.sort();
    open.sort();
    if !withheld.is_empty() && references == References::Moved {
        view::move_references(&mut view, &mut places, &withheld, Sections::of(record));
    }
    Ok(Revealed { view, places, withheld, open })
}

/// How many digests there are in the record and its disclosures, whatever they are.
fn digests(record: &Object, disclosed: &[Disclosed]) -> usize {
    let of = |object: &Object| {
        let members = object.get("_sd").and_then(Value::as_array).map_or(0, <[_]>::len);
        members + usize::from(object.contains("..."))
    };
    let mut found = of(record);
    let mut count = |_: &Trail<'_>, value: &Value| found += value.as_object().map_or(0, of);
    every_value_of(record, &mut count);
    disclosed.iter().for_each(|part| every_value(&part.value, &Trail::member(None, "value"), &mut count));
    found
}

/// The place of a disclosure in the envelope.
fn entry(index: usize) -> Pointer {
    Pointer::root().child("disclosures").index(index)
}

/// spec: PSR-RED-002
fn hash_algorithm(record: &Object) -> Vec<Finding> {
    let place = Pointer::root().child("_sd_alg");
    let has_digests = || {
        let holds = |object: &Object| object.contains("_sd") || object.contains("...");
        let mut found = holds(record);
        every_value_of(record, &mut |_, value| found = found || value.as_object().is_some_and(holds));
        found
    };
    let code = match record.get("_sd_alg") {
        Some(Value::String(name)) if name == "sha-256" => (!has_digests()).then_some(Code::RedPlace),
        Some(_) => Some(Code::HashAlg),
        None => has_digests().then_some(Code::HashAlg),
    };
    code.into_iter().map(|code| Finding::new(code, place.clone())).collect()
}

/// Disclosures and digests that have not their form, and what is there twice.
///
/// spec: PSR-RED-001, PSR-RED-003, PSR-RED-004
fn unsound(record: &Object, disclosed: &[Disclosed], parts: &[Option<Disclosure<'_>>]) -> Vec<Finding> {
    let mut texts = BTreeSet::new();
    let mut found: Vec<Finding> = Vec::new();
    for (index, (disclosed, part)) in disclosed.iter().zip(parts).enumerate() {
        if !texts.insert(disclosed.text.as_str()) {
            found.push(Finding::new(Code::RedDuplicate, entry(index)));
        }
        if part.is_none() {
            found.push(Finding::new(Code::RedForm, entry(index)));
        }
    }
    found.extend(unsound_digests(record, parts));
    found.sort_by(|left, right| (left.code, &left.pointer).cmp(&(right.code, &right.pointer)));
    found.dedup();
    found
}

fn unsound_digests(record: &Object, parts: &[Option<Disclosure<'_>>]) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut look = |object: &Object, place: &dyn Fn() -> Pointer| {
        let holders = [object.get("_sd").map(|value| ("_sd", value)), object.get("...").map(|value| ("...", value))];
        for (name, value) in holders.into_iter().flatten() {
            let digests = digests_of(name, value, object);
            if digests.is_none() {
                found.push(Finding::new(Code::RedForm, place().child(name)));
            }
            let repeated = digests.unwrap_or_default().into_iter().filter(|digest| !seen.insert((*digest).to_owned()));
            found.extend(repeated.take(1).map(|_| Finding::new(Code::RedDuplicate, place().child(name))));
        }
    };
    look(record, &Pointer::root);
    every_value_of(record, &mut |trail, value| {
        if let Value::Object(object) = value {
            look(object, &|| trail.pointer());
        }
    });
    for (index, part) in parts.iter().enumerate() {
        let Some(part) = part else { continue };
        every_value(part.value, &Trail::member(None, "value"), &mut |_, value| {
            if let Value::Object(object) = value {
                // The place inside a disclosure has no pointer; its entry has.
                look(object, &|| entry(index));
            }
        });
    }
    found.iter_mut().for_each(shorten);
    found
}

/// Leaves of a pointer into a disclosure the entry alone.
fn shorten(finding: &mut Finding) {
    if finding.pointer.tokens().next().is_some_and(|first| first == "disclosures") {
        finding.pointer = finding.pointer.tokens().take(2).fold(Pointer::root(), |made, token| made.child(&token));
    }
}

/// The digests that a member holds, if they have their form: in `_sd` a sorted list, in `...` one, and nothing beside it.
fn digests_of<'v>(name: &str, value: &'v Value, holder: &Object) -> Option<Vec<&'v str>> {
    if name == "..." {
        let digest = value.as_str().filter(|digest| is_digest(digest) && holder.len() == 1)?;
        return Some(vec![digest]);
    }
    let digests: Vec<&str> = value.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    let is_sound = !digests.is_empty() && digests.is_sorted() && digests.iter().all(|digest| is_digest(digest));
    is_sound.then_some(digests)
}

/// More levels than a record may have.
struct TooDeep;

/// The view, while it is put together.
struct Assembly<'d> {
    sections: Sections<'d>,
    by_digest: BTreeMap<String, usize>,
    parts: Vec<Option<Disclosure<'d>>>,
    used: BTreeSet<usize>,
    places: Places,
    withheld: Vec<Withheld>,
    open: Vec<Open>,
    findings: Vec<Finding>,
}

impl<'d> Assembly<'d> {
    fn report(&mut self, code: Code, place: Pointer) {
        self.findings.push(Finding::new(code, place));
    }

    /// The disclosure that a digest is of.
    fn part(&mut self, digest: &str) -> Option<(usize, Option<&'d str>, &'d Value)> {
        let index = *self.by_digest.get(digest)?;
        let Disclosure { name, value } = self.parts.get(index)?.as_ref()?;
        self.used.insert(index);
        Some((index, *name, value))
    }

    /// What is left of a value; nothing where all that it held is withheld, since a record has no empty lists and objects.
    fn value(&mut self, value: &Value, at: &Pointer, seen: &Pointer, depth: usize) -> Result<Option<Value>, TooDeep> {
        match value {
            Value::Object(object) => Ok(self.object(object, at, seen, depth)?.map(Value::Object)),
            Value::Array(items) => Ok(self.array(items, at, seen, depth)?.map(Value::Array)),
            plain => Ok(Some(plain.clone())),
        }
    }

    /// `at` is the place in the signed record, `seen` that in the view.
    fn object(
        &mut self,
        object: &Object,
        at: &Pointer,
        seen: &Pointer,
        depth: usize,
    ) -> Result<Option<Object>, TooDeep> {
        if depth > limits::DEPTH {
            return Err(TooDeep);
        }
        let mut out = Object::new();
        for (name, value) in object.iter().filter(|(name, _)| !RESERVED.contains(name)) {
            if let Some(value) = self.value(value, &at.child(name), &seen.child(name), depth + 1)? {
                out.insert(name, value);
            }
        }
        if object.contains("_sd_alg") && *at != Pointer::root() {
            self.report(Code::RedPlace, at.child("_sd_alg")); // spec: PSR-RED-002
        }
        if object.contains("...") {
            self.report(Code::RedPlace, at.child("...")); // spec: PSR-RED-005
        }
        if let Some(digests) = object.get("_sd") {
            if !self.sections.allow_below(at) {
                self.report(self.sections.refusal(at), at.child("_sd"));
            }
            for (index, digest) in digests.as_array().unwrap_or_default().iter().enumerate() {
                match self.part(digest.as_str().unwrap_or_default()) {
                    Some(part) => self.member(part, object, &mut out, at, seen, depth)?,
                    None => {
                        let digest_at = at.child("_sd").index(index);
                        self.withheld.push(Withheld { place: at.clone(), kind: WithheldKind::Member, digest_at });
                    }
                }
            }
        }
        Ok(if out.is_empty() && !object.is_empty() { None } else { Some(out) })
    }

    /// Puts a member back into its object.
    fn member(
        &mut self,
        (index, name, value): (usize, Option<&'d str>, &'d Value),
        object: &Object,
        out: &mut Object,
        at: &Pointer,
        seen: &Pointer,
        depth: usize,
    ) -> Result<(), TooDeep> {
        let Some(name) = name else {
            self.report(Code::RedForm, entry(index)); // spec: PSR-RED-003
            return Ok(());
        };
        if RESERVED.contains(&name) || object.contains(name) || out.contains(name) {
            self.report(Code::RedCollision, entry(index)); // spec: PSR-RED-007
            return Ok(());
        }
        let place = at.child(name);
        self.judge(&place, value, index);
        if let Some(value) = self.value(value, &place, &seen.child(name), depth + 1)? {
            out.insert(name, value);
        }
        Ok(())
    }

    /// Whether what was disclosed is something that may be withheld.
    fn judge(&mut self, place: &Pointer, value: &Value, index: usize) {
        if !self.sections.allow(place) {
            self.report(self.sections.refusal(place), place.clone());
        } else if denies_something(value) {
            self.report(Code::RedMandatory, place.clone()); // spec: PSR-RED-006
        }
        self.open.push(Open { place: place.clone(), index });
    }

    fn array(
        &mut self,
        items: &[Value],
        at: &Pointer,
        seen: &Pointer,
        depth: usize,
    ) -> Result<Option<Vec<Value>>, TooDeep> {
        if depth > limits::DEPTH {
            return Err(TooDeep);
        }
        let mut out = Vec::new();
        let mut kept = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let (place, view_place) = (at.index(number), seen.index(out.len()));
            let item = match item.as_object().and_then(|object| object.get("...")) {
                Some(digest) => self.element(digest, &place, &view_place, depth)?,
                None => self.value(item, &place, &view_place, depth + 1)?,
            };
            if let Some(item) = item {
                out.push(item);
                kept.push(number);
            }
        }
        self.places.keep(seen.clone(), items.len(), kept);
        Ok(if out.is_empty() && !items.is_empty() { None } else { Some(out) })
    }

    /// What is disclosed of an element.
    fn element(
        &mut self,
        digest: &Value,
        place: &Pointer,
        seen: &Pointer,
        depth: usize,
    ) -> Result<Option<Value>, TooDeep> {
        let Some((index, name, value)) = self.part(digest.as_str().unwrap_or_default()) else {
            if !self.sections.allow(place) {
                self.report(self.sections.refusal(place), place.child("..."));
            }
            self.withheld.push(Withheld {
                place: place.clone(),
                kind: WithheldKind::Element,
                digest_at: place.clone(),
            });
            return Ok(None);
        };
        if name.is_some() {
            self.report(Code::RedForm, entry(index)); // spec: PSR-RED-003
            return Ok(None);
        }
        self.judge(place, value, index);
        self.value(value, place, seen, depth + 1)
    }
}
