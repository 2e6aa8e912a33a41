//! What a row cannot hold: the difference between a record and what the row says by itself.
//!
//! It is kept beside the row in the national system, never sent. Each part remembers what the row said when it was made, so that a
//! change by a national clerk is seen and wins.

use std::collections::BTreeMap;

use passerelle::Code;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Loss;
use super::references::{Moves, follow};

/// What a row cannot hold of a record.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Residue {
    /// The pack that made the row.
    pack: String,
    /// The difference; nothing where the row holds everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    patch: Option<Patch>,
}

impl std::fmt::Debug for Residue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Residue").field("pack", &self.pack).finish_non_exhaustive()
    }
}

/// How one value becomes another.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Patch {
    /// Another value, or none; or a value where there was none.
    Replace {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base: Option<Value>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Value>,
    },
    /// Members that differ.
    Object(BTreeMap<String, Patch>),
    /// A list: what it was, and what becomes of it, element by element.
    List { base: Vec<Value>, elements: Vec<Element> },
}

/// An element of a list.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Element {
    /// One that the row holds too, by its place there; with what differs in it.
    Held {
        at: usize,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        patch: Option<Box<Patch>>,
    },
    /// One that the row does not hold.
    Foreign { value: Value },
}

/// What a converter had to say about a place.
pub(super) struct Remark {
    pub(super) place: String,
    pub(super) code: Code,
    pub(super) columns: String,
    /// It is a loss by itself, though the value reads back the same.
    pub(super) is_loss: bool,
}

impl Residue {
    /// Whether the row holds everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patch.is_none()
    }

    /// The record that the row and this residue are together.
    pub(super) fn restore(&self, current: Value) -> Value {
        match &self.patch {
            Some(patch) => {
                let mut moves = Moves::new();
                let mut record = apply(patch, Some(current), "", &mut moves).unwrap_or_default();
                follow(&mut record, &moves);
                record
            }
            None => current,
        }
    }
}

/// The difference between what a row says and a record, and the same as a list of places.
///
/// spec: PSR-MAP-015
pub(super) fn compare(row: &Value, record: &Value, remarks: &[Remark], pack: &str) -> (Residue, Vec<Loss>) {
    let mut losses = Vec::new();
    let patch = difference(row, record, "", &mut losses);
    for loss in &mut losses {
        let is_about = |remark: &&Remark| {
            !remark.place.is_empty() && (covers(&remark.place, &loss.place) || covers(&loss.place, &remark.place))
        };
        if loss.code != Code::MapAdded
            && let Some(remark) = remarks.iter().filter(|remark| !remark.is_loss).find(is_about)
        {
            loss.code = remark.code;
            loss.columns = Some(remark.columns.clone());
        }
    }
    losses.extend(remarks.iter().filter(|remark| remark.is_loss).map(|remark| Loss {
        place: remark.place.clone(),
        code: remark.code,
        columns: Some(remark.columns.clone()),
    }));
    losses.sort();
    losses.dedup();
    (Residue { pack: pack.to_owned(), patch }, losses)
}

fn covers(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn difference(base: &Value, value: &Value, place: &str, losses: &mut Vec<Loss>) -> Option<Patch> {
    if base == value {
        return None;
    }
    match (base, value) {
        (Value::Object(base), Value::Object(held)) => {
            let mut members = BTreeMap::new();
            let mut keep = |name: &String, patch: Patch| {
                members.insert(name.clone(), patch);
            };
            for (name, value) in held {
                let place = format!("{place}/{name}");
                match base.get(name) {
                    None => {
                        losses.push(loss(place, Code::MapNotCarried));
                        keep(name, addition(value));
                    }
                    Some(base) => {
                        if let Some(patch) = difference(base, value, &place, losses) {
                            keep(name, patch);
                        }
                    }
                }
            }
            for (name, value) in base.iter().filter(|(name, _)| !held.contains_key(*name)) {
                losses.push(loss(format!("{place}/{name}"), Code::MapAdded));
                keep(name, Patch::Replace { base: Some(value.clone()), value: None });
            }
            Some(Patch::Object(members))
        }
        (Value::Array(base), Value::Array(held)) => {
            let partners = align(held, base);
            let elements = held.iter().zip(&partners).enumerate().map(|(index, (value, partner))| {
                let place = format!("{place}/{index}");
                match partner.and_then(|at| Some((at, base.get(at)?))) {
                    Some((at, base)) => {
                        Element::Held { at, patch: difference(base, value, &place, losses).map(Box::new) }
                    }
                    None => {
                        losses.push(loss(place, Code::MapNotCarried));
                        Element::Foreign { value: value.clone() }
                    }
                }
            });
            let elements = elements.collect();
            if (0..base.len()).any(|at| !partners.contains(&Some(at))) {
                losses.push(loss(place.to_owned(), Code::MapAdded));
            }
            Some(Patch::List { base: base.clone(), elements })
        }
        _ => {
            losses.push(loss(place.to_owned(), Code::MapChanged));
            Some(Patch::Replace { base: Some(base.clone()), value: Some(value.clone()) })
        }
    }
}

/// A value where the row says nothing. A clerk who adds to it later takes nothing of it away.
fn addition(value: &Value) -> Patch {
    match value {
        Value::Object(members) => {
            Patch::Object(members.iter().map(|(name, value)| (name.clone(), addition(value))).collect())
        }
        Value::Array(items) => {
            let elements = items.iter().map(|value| Element::Foreign { value: value.clone() });
            Patch::List { base: Vec::new(), elements: elements.collect() }
        }
        value => Patch::Replace { base: None, value: Some(value.clone()) },
    }
}

fn loss(place: String, code: Code) -> Loss {
    Loss { place, code, columns: None }
}

/// For each value, its partner among the others: the same, or else the one with which it shares most.
fn align(values: &[Value], others: &[Value]) -> Vec<Option<usize>> {
    let mut partners = vec![None; values.len()];
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        for (at, other) in others.iter().enumerate() {
            let likeness = likeness(value, other);
            if likeness > 0 {
                pairs.push((likeness, index, at));
            }
        }
    }
    pairs.sort_by_key(|(likeness, index, at)| (std::cmp::Reverse(*likeness), index.abs_diff(*at), *index));
    for (_, index, at) in pairs {
        if let Some(slot) = partners.get(index).copied()
            && slot.is_none()
            && !partners.contains(&Some(at))
            && let Some(slot) = partners.get_mut(index)
        {
            *slot = Some(at);
        }
    }
    partners
}

fn likeness(value: &Value, other: &Value) -> usize {
    if value == other {
        return usize::MAX;
    }
    match (value, other) {
        (Value::Object(value), Value::Object(other)) => {
            value.iter().filter(|(name, value)| other.get(*name) == Some(value)).count()
        }
        _ => 0,
    }
}

/// The value that a patch makes of what the row says now. `place` is that of the record that was written; where its elements went is
/// noted for each list that lost some.
fn apply(patch: &Patch, current: Option<Value>, place: &str, moves: &mut Moves) -> Option<Value> {
    match patch {
        // A clerk's change wins.
        Patch::Replace { base, value } => {
            if current == *base {
                value.clone()
            } else {
                current
            }
        }
        Patch::Object(members) => {
            let mut object = match current {
                Some(Value::Object(object)) => object,
                None => Map::new(),
                other => return other,
            };
            for (name, patch) in members {
                match apply(patch, object.remove(name), &format!("{place}/{name}"), moves) {
                    Some(value) => object.insert(name.clone(), value),
                    None => None,
                };
            }
            (!object.is_empty()).then_some(Value::Object(object))
        }
        Patch::List { base, elements } => {
            let current = match current {
                Some(Value::Array(items)) => items,
                None => Vec::new(),
                other => return other,
            };
            let partners = align(base, &current);
            let mut items = Vec::new();
            let mut went = Vec::with_capacity(elements.len());
            for (index, element) in elements.iter().enumerate() {
                let before = items.len();
                match element {
                    Element::Foreign { value } => items.push(value.clone()),
                    Element::Held { at, patch } => {
                        let now = partners.get(*at).copied().flatten().and_then(|index| current.get(index)).cloned();
                        let value = match (patch, now) {
                            (_, None) => None,
                            (None, now) => now,
                            (Some(patch), now) => apply(patch, now, &format!("{place}/{index}"), moves),
                        };
                        items.extend(value);
                    }
                }
                went.push((items.len() > before).then_some(before));
            }
            if went.contains(&None) {
                moves.insert(place.to_owned(), went);
            }
            // What the clerk added comes behind, so that indexes into the list still lead to what they did.
            let added = current.iter().enumerate().filter(|(index, _)| !partners.contains(&Some(*index)));
            items.extend(added.map(|(_, value)| value.clone()));
            (!items.is_empty()).then_some(Value::Array(items))
        }
    }
}
