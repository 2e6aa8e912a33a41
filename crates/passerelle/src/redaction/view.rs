//! Moving what refers to other places of the record, where the view has fewer elements than the record that was signed.
//!
//! Whatever refers to something that is withheld is left out, and so is an entry that is then about nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::places::{Places, Seat};
use super::sections::Sections;
use super::{Withheld, WithheldKind};
use crate::json::walk::Trail;
use crate::json::{Object, Pointer, Value, array_index};
use crate::schema::list_of_index;

/// The members of a persona that say which names, selectors and documents belong together.
const JOINED: [&str; 3] = ["document_refs", "name_ref", "selector_refs"];

/// Where something in the signed record is in the view.
enum Fate {
    At(Pointer),
    /// It is withheld.
    Gone,
    /// It is not there, and among what is withheld may be a member of its name.
    Hidden,
}

/// spec: PSR-RED-009
pub(super) fn move_references(view: &mut Object, places: &mut Places, withheld: &[Withheld], sections: Sections<'_>) {
    let map = Map::new(view, places, withheld, sections);
    for (name, value) in view.iter_mut().filter(|(name, _)| *name != "ext") {
        move_indexes(value, &Trail::member(None, name), &map, places);
    }
    let header = |name: &str| Pointer::root().child(name);
    let content = |name: &str| header("content").child(name);
    for member in ["field_evaluation", "field_handling"] {
        map.move_list_of_entries(view, places, &header(member), |entry, place, places| {
            let had_paths = entry.contains("paths");
            map.move_paths(entry, place, places);
            !had_paths || entry.contains("paths")
        });
    }
    map.move_list_of_entries(view, places, &header("absent"), |entry, _, _| {
        map.move_pointer(entry, "path", Hidden::Stays)
    });
    map.move_list_of_entries(view, places, &content("notes"), |entry, _, _| {
        map.move_pointer(entry, "about", Hidden::Goes)
    });
    map.move_list_of_entries(view, places, &content("personas"), |entry, _, _| {
        JOINED.iter().any(|member| entry.contains(member))
    });
}

/// What becomes of a pointer to something that may be hidden by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Goes,
    /// It is about something that has no value anyway.
    Stays,
}

/// The view before anything in it was moved.
struct Map<'w> {
    seen: Value,
    places: Places,
    /// Where something is withheld.
    withheld: BTreeSet<&'w Pointer>,
    /// The objects of which members are withheld.
    holders: BTreeSet<&'w Pointer>,
    sections: Sections<'w>,
}

impl<'w> Map<'w> {
    fn new(view: &Object, places: &Places, withheld: &'w [Withheld], sections: Sections<'w>) -> Self {
        let holders = withheld.iter().filter(|withheld| withheld.kind == WithheldKind::Member);
        Self {
            seen: Value::Object(view.clone()),
            places: places.clone(),
            withheld: withheld.iter().map(|withheld| &withheld.place).collect(),
            holders: holders.map(|withheld| &withheld.place).collect(),
            sections,
        }
    }

    /// Follows a pointer as far as there is something: no further than a record is deep, however long it is.
    fn fate(&self, signed: &Pointer) -> Fate {
        let (mut holder, mut view) = (Pointer::root(), Pointer::root());
        let mut value = &self.seen;
        let mut tokens = signed.tokens();
        while let Some(token) = tokens.next() {
            let seat = array_index(&token).map(|index| self.places.seat(&view, index));
            let below = match seat {
                Some(Seat::Gone) => return Fate::Gone,
                Some(Seat::At(index)) => Cow::Owned(index.to_string()),
                None => token.clone(),
            };
            view = view.child(&below);
            let place = holder.child(&token);
            match value.below(&below) {
                Some(found) => value = found,
                None if self.is_withheld_within(&place) => return Fate::Gone,
                None if self.holders.contains(&holder) && self.sections.allow(&place) => return Fate::Hidden,
                // In what is not there, nothing has moved.
                None => return Fate::At(view.with(tokens)),
            }
            holder = place;
        }
        Fate::At(view)
    }

    /// Whether something is withheld at a place or inside it.
    fn is_withheld_within(&self, place: &Pointer) -> bool {
        self.withheld.range::<&Pointer, _>(place..).next().is_some_and(|withheld| withheld.is_within(place))
    }

    /// Moves the elements of a list; the entry that is told not to be about anything any more goes.
    fn move_list_of_entries(
        &self,
        view: &mut Object,
        places: &mut Places,
        list: &Pointer,
        mut stays: impl FnMut(&mut Object, &Pointer, &mut Places) -> bool,
    ) {
        let Some(Value::Array(items)) = view.at_mut(list) else { return };
        retain(items, &|| list.clone(), places, |index, item, places| match item {
            Value::Object(entry) => stays(entry, &list.index(index), places),
            _ => true,
        });
        if items.is_empty() {
            view.remove_at(list);
        }
    }

    /// Moves the pointer in a member, and says whether it still leads somewhere.
    fn move_pointer(&self, entry: &mut Object, member: &str, hidden: Hidden) -> bool {
        let Some(pointer) = entry.get(member).and_then(Value::as_str).and_then(Pointer::parse) else { return true };
        match self.fate(&pointer) {
            Fate::At(moved) => {
                entry.insert(member, Value::String(moved.to_string()));
                true
            }
            Fate::Gone => false,
            Fate::Hidden => hidden == Hidden::Stays,
        }
    }

    /// Moves the pointers of `paths`; the member goes with the last of them.
    fn move_paths(&self, entry: &mut Object, place: &Pointer, places: &mut Places) {
        let Some(Value::Array(paths)) = entry.get_mut("paths") else { return };
        retain(paths, &|| place.child("paths"), places, |_, path, _| {
            let fate = path.as_str().and_then(Pointer::parse).map(|pointer| self.fate(&pointer));
            if let Some(Fate::At(moved)) = &fate {
                *path = Value::String(moved.to_string());
            }
            !matches!(fate, Some(Fate::Gone | Fate::Hidden))
        });
        if paths.is_empty() {
            entry.remove("paths");
        }
    }

    /// Where the element of a list is that an index names; nothing where it is withheld.
    fn index(&self, list: &[&str], index: i64) -> Option<i64> {
        let list = list.iter().fold(Pointer::root(), |pointer, name| pointer.child(name));
        let Ok(number) = usize::try_from(index) else { return Some(index) };
        match self.fate(&list.index(number)) {
            Fate::At(moved) => moved.tokens().last()?.parse().ok(),
            Fate::Gone | Fate::Hidden => None,
        }
    }
}

fn move_indexes(value: &mut Value, trail: &Trail<'_>, map: &Map<'_>, places: &mut Places) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                move_indexes(item, &trail.index(index), map, places);
            }
        }
        Value::Object(object) => {
            let mut gone = Vec::new();
            for (member, value) in object.iter_mut() {
                let trail = Trail::member(Some(trail), member);
                match (list_of_index(member), &mut *value) {
                    (Some(list), Value::Integer(index)) => match map.index(list, *index) {
                        Some(moved) => *index = moved,
                        None => gone.push(member.to_owned()),
                    },
                    (Some(list), Value::Array(items)) => {
                        retain(items, &|| trail.pointer(), places, |_, item, _| match item {
                            Value::Integer(index) => map.index(list, *index).map(|moved| *index = moved).is_some(),
                            _ => true,
                        });
                        if items.is_empty() {
                            gone.push(member.to_owned());
                        }
                    }
                    _ => move_indexes(value, &trail, map, places),
                }
            }
            for member in gone {
                object.remove(&member);
            }
        }
        _ => {}
    }
}

/// Keeps the elements of a list that stay, in one pass. Each is shown with the index that it has in the view so far.
fn retain(
    items: &mut Vec<Value>,
    list: &dyn Fn() -> Pointer,
    places: &mut Places,
    mut stays: impl FnMut(usize, &mut Value, &mut Places) -> bool,
) {
    let length = items.len();
    let mut left = Vec::with_capacity(length);
    let mut index = 0;
    items.retain_mut(|item| {
        let stay = stays(index, item, places);
        if stay {
            left.push(index);
        }
        index += 1;
        stay
    });
    if left.len() < length {
        places.narrow(&list(), length, &left);
    }
}
