//! Leaving disclosures out of a copy.

use std::collections::BTreeSet;

use super::reveal::Revealed;
use super::sections::Sections;
use super::{Withheld, WithheldKind};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Pointer};

/// The disclosures to leave out, by their places in the list, so that these parts are withheld.
///
/// A part takes what is inside it along. A list whose elements are all disclosed one by one goes as a whole.
///
/// spec: PSR-RED-012, PSR-RED-014
pub(crate) fn withhold(record: &Object, revealed: &Revealed, places: &[Pointer]) -> Result<BTreeSet<usize>, Finding> {
    let sections = Sections::of(record);
    let mut left_out = BTreeSet::new();
    for place in places {
        let open = matching(revealed, place);
        if open.is_empty() && !may_be_gone(revealed, place, sections) {
            let code = if sections.allow(place) || sections.allow(&place.index(0)) {
                Code::RedNotRedactable
            } else {
                sections.refusal(place)
            };
            return Err(Finding::new(code, place.clone()));
        }
        left_out.extend(open);
    }
    Ok(left_out)
}

/// The disclosures of a part and of what is inside it: nothing where the part itself is not redactable.
fn matching(revealed: &Revealed, place: &Pointer) -> Vec<usize> {
    let is_itself = revealed.open.iter().any(|open| open.place == *place);
    let inside = revealed.open.iter().filter(|open| open.place.is_within(place));
    if is_itself || is_list_of_open_parts(revealed, place) {
        inside.map(|open| open.index).collect()
    } else {
        Vec::new()
    }
}

/// Whether every element of a list is redactable or withheld already.
fn is_list_of_open_parts(revealed: &Revealed, place: &Pointer) -> bool {
    let parts = revealed.open.iter().map(|open| &open.place).filter(|part| part.parent() == *place);
    let numbers: BTreeSet<usize> = parts.filter_map(|part| part.tokens().last()?.parse().ok()).collect();
    let view = revealed.places.view(place);
    let Some(length) = view.and_then(|view| revealed.view.at(&view)?.as_array().map(<[_]>::len)) else { return false };
    numbers.len() == length
}

/// Whether a part that may be withheld is withheld already, as far as anybody can tell: it is not to be seen, and where it would
/// stand something is withheld.
fn may_be_gone(revealed: &Revealed, place: &Pointer, sections: Sections<'_>) -> bool {
    let holder = place.parent();
    let is_hidden = |withheld: &Withheld| match withheld.kind {
        WithheldKind::Element => place.is_within(&withheld.place) || withheld.place.is_within(place),
        WithheldKind::Member => sections.allow(place) && withheld.place == holder,
    };
    let is_seen = revealed.places.view(place).is_some_and(|view| revealed.view.at(&view).is_some());
    !is_seen && revealed.withheld.iter().any(is_hidden)
}

/// The redactable part of a copy that covers a part: the part itself or the nearest that it stands in. Nothing where something of it
/// would stay to be seen.
pub(crate) fn cover(revealed: &Revealed, place: &Pointer) -> Option<Pointer> {
    if !matching(revealed, place).is_empty() {
        return Some(place.clone());
    }
    let up = |pointer: &Pointer| (*pointer != Pointer::root()).then(|| pointer.parent());
    let mut around = std::iter::successors(Some(place.clone()), up);
    around.find(|place| revealed.open.iter().any(|open| open.place == *place))
}
