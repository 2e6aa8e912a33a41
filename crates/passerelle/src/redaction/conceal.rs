//! From a draft to the digest form and its disclosures.

use std::collections::BTreeSet;

use super::disclosure::{NoSalt, Salts, write};
use super::sections::{Sections, denies_something};
use crate::crypto::{Randomness, RandomnessError, disclosure_digest};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Pointer, Value};
use crate::limits;

/// Which parts of a draft its author makes redactable.
///
/// ```
/// use passerelle::json::Pointer;
/// use passerelle::redaction::Redactable;
///
/// // What the specification proposes for the type, and one name besides.
/// let plan = Redactable::defaults().with(Pointer::parse("/content/names/1").unwrap());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redactable {
    has_defaults: bool,
    places: Vec<Pointer>,
}

impl Redactable {
    /// Nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What the specification proposes for the type of the record, and every part that has a marking of its own, as far as it may be
    /// withheld and is there. Statements that something is known to be false are left in the open.
    #[must_use]
    pub fn defaults() -> Self {
        Self { has_defaults: true, places: Vec::new() }
    }

    /// One part more, or with `*` in place of a number every element of a list.
    #[must_use]
    pub fn with(mut self, place: Pointer) -> Self {
        self.places.push(place);
        self
    }
}

/// A record as it will be signed.
pub(crate) struct Concealed {
    pub(crate) object: Object,
    /// By the places of what they disclose.
    pub(crate) disclosures: Vec<String>,
}

/// Why a draft got no digest form.
pub(crate) enum NotConcealed {
    Refused(Finding),
    Randomness(RandomnessError),
}

/// Makes the digest form of a draft.
///
/// spec: PSR-RED-011
pub(crate) fn conceal(
    draft: &Object,
    plan: &Redactable,
    randomness: &mut dyn Randomness,
) -> Result<Concealed, NotConcealed> {
    let places = planned(draft, plan).map_err(NotConcealed::Refused)?;
    if places.len() > limits::DISCLOSURES {
        return Err(NotConcealed::Refused(Finding::whole(Code::LimCount))); // spec: PSR-LIM-003
    }
    let mut salts = Salts::new(randomness);
    let mut object = draft.clone();
    let mut disclosures = Vec::new();
    // What is inside goes first, so that what it stands in discloses its digest only.
    for place in places.iter().rev() {
        let salt = salts.next().map_err(|fault| match fault {
            NoSalt::None(error) => NotConcealed::Randomness(error),
            NoSalt::Repeated => NotConcealed::Refused(Finding::new(Code::RedForm, place.clone())),
        })?;
        let missing = || NotConcealed::Refused(Finding::new(Code::RedNotRedactable, place.clone()));
        let text = hide(&mut object, place, salt).ok_or_else(missing)?;
        disclosures.push(text);
    }
    if !disclosures.is_empty() {
        object.insert("_sd_alg", Value::String("sha-256".to_owned()));
    }
    disclosures.reverse();
    Ok(Concealed { object, disclosures })
}

/// The places of a plan, each once and none that may not be withheld.
///
/// spec: PSR-RED-005, PSR-RED-006
fn planned(draft: &Object, plan: &Redactable) -> Result<Vec<Pointer>, Finding> {
    let sections = Sections::of(draft);
    let mut places = BTreeSet::new();
    let may_go = |place: &Pointer| draft.at(place).is_some_and(|value| !denies_something(value));
    if plan.has_defaults {
        let proposed = sections.defaults().flat_map(|pattern| elements(draft, &pattern));
        places.extend(proposed.chain(marked(draft, sections)).filter(may_go));
    }
    for place in &plan.places {
        if place.tokens().any(|token| token == "*") {
            let found: Vec<Pointer> = elements(draft, place);
            if let Some(refused) = found.iter().find(|place| !sections.allow(place)) {
                return Err(Finding::new(sections.refusal(refused), refused.clone()));
            }
            places.extend(found.into_iter().filter(may_go));
            continue;
        }
        let code = match draft.at(place) {
            _ if !sections.allow(place) => Some(sections.refusal(place)),
            None => Some(Code::RedNotRedactable), // spec: PSR-RED-014
            Some(value) => denies_something(value).then_some(Code::RedMandatory),
        };
        if let Some(code) = code {
            return Err(Finding::new(code, place.clone()));
        }
        places.insert(place.clone());
    }
    Ok(places.into_iter().collect())
}

/// The places that a pattern fits in a draft.
fn elements(draft: &Object, pattern: &Pointer) -> Vec<Pointer> {
    let mut found = vec![Pointer::root()];
    for token in pattern.tokens() {
        found = if token == "*" {
            let lists = found.into_iter().filter_map(|place| Some((draft.at(&place)?.as_array()?.len(), place)));
            lists.flat_map(|(length, place)| (0..length).map(move |index| place.index(index))).collect()
        } else {
            found.into_iter().map(|place| place.child(&token)).collect()
        };
    }
    found.retain(|place| draft.at(place).is_some());
    found
}

/// What has a marking of its own, as far as it may be withheld: the part itself, the elements of a list, or what the part stands in.
fn marked(draft: &Object, sections: Sections<'_>) -> Vec<Pointer> {
    let entries = draft.get("field_handling").and_then(Value::as_array).unwrap_or_default().iter();
    let paths = entries.filter_map(|entry| entry.as_object()?.get("paths")?.as_array()).flatten();
    let paths = paths.filter_map(|path| Pointer::parse(path.as_str()?));
    let attachments = elements(draft, &Pointer::root().child("attachments").child("*"));
    let has_marking = |place: &Pointer| {
        draft.at(place).and_then(Value::as_object).is_some_and(|attachment| attachment.contains("handling"))
    };
    let all = paths.chain(attachments.into_iter().filter(has_marking));
    all.flat_map(|place| redactable_around(draft, &place, sections)).collect()
}

fn redactable_around(draft: &Object, place: &Pointer, sections: Sections<'_>) -> Vec<Pointer> {
    let items = elements(draft, &place.child("*"));
    if !items.is_empty() && items.iter().all(|item| sections.allow(item)) {
        return items;
    }
    let up = |pointer: &Pointer| (*pointer != Pointer::root()).then(|| pointer.parent());
    std::iter::successors(Some(place.clone()), up).find(|around| sections.allow(around)).into_iter().collect()
}

/// Puts a digest in the place of a value, and gives the disclosure.
fn hide(object: &mut Object, place: &Pointer, salt: String) -> Option<String> {
    let last = place.tokens().last()?.into_owned();
    let above = place.parent();
    if above == Pointer::root() {
        return hide_member(object, &last, salt);
    }
    match object.at_mut(&above)? {
        Value::Object(holder) => hide_member(holder, &last, salt),
        Value::Array(items) => {
            let item = items.get_mut(last.parse::<usize>().ok()?)?;
            let text = write(salt, None, item.clone());
            let mut stub = Object::new();
            stub.insert("...", Value::String(disclosure_digest(&text)));
            *item = Value::Object(stub);
            Some(text)
        }
        _ => None,
    }
}

fn hide_member(holder: &mut Object, name: &str, salt: String) -> Option<String> {
    let text = write(salt, Some(name), holder.remove(name)?);
    let mut digests = match holder.remove("_sd") {
        Some(Value::Array(digests)) => digests,
        _ => Vec::new(),
    };
    digests.push(Value::String(disclosure_digest(&text)));
    // Sorted, so that their order says nothing of the order of the members.
    digests.sort_by(|left, right| left.as_str().cmp(&right.as_str()));
    holder.insert("_sd", Value::Array(digests));
    Some(text)
}
