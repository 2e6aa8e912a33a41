//! Moving what refers to other places of the record, where the view has fewer elements than the record that was signed.
//!
//! Whatever refers to something that is withheld is left out, and so is an entry that is then about nothing.

use super::places::{Places, Seat};
use super::sections::Sections;
use super::{Withheld, WithheldKind};
use crate::json::{Object, Pointer, Value, array_index};
use crate::schema::INDEXES;

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
    let map = Map { seen: view.clone(), places: places.clone(), withheld, sections };
    for (name, value) in view.iter_mut().filter(|(name, _)| *name != "ext") {
        move_indexes(value, &Pointer::root().child(name), &map, places);
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
    seen: Object,
    places: Places,
    withheld: &'w [Withheld],
    sections: Sections<'w>,
}

impl Map<'_> {
    fn fate(&self, signed: &Pointer) -> Fate {
        let (mut so_far, mut view) = (Pointer::root(), Pointer::root());
        let mut is_there = true;
        for token in signed.tokens() {
            let seat = array_index(&token).map(|index| self.places.seat(&view, index));
            if seat == Some(Seat::Gone) {
                return Fate::Gone;
            }
            let holder = so_far.clone();
            so_far = so_far.child(&token);
            view = match seat {
                Some(Seat::At(index)) => view.index(index),
                _ => view.child(&token),
            };
            if is_there && self.seen.at(&view).is_none() {
                is_there = false;
                if self.withheld.iter().any(|withheld| withheld.place.is_within(&so_far)) {
                    return Fate::Gone;
                }
                let hides = |withheld: &Withheld| withheld.kind == WithheldKind::Member && withheld.place == holder;
                if self.withheld.iter().any(hides) && self.sections.allow(&so_far) {
                    return Fate::Hidden;
                }
            }
        }
        Fate::At(view)
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
        let mut index = 0;
        while let Some(item) = items.get_mut(index) {
            let goes = if let Value::Object(entry) = item { !stays(entry, &list.index(index), places) } else { false };
            if goes {
                places.remove(list, index, items.len());
                items.remove(index);
            } else {
                index += 1;
            }
        }
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
        retain(paths, &place.child("paths"), places, |path| {
            let pointer = path.as_str().and_then(Pointer::parse).map(|pointer| self.fate(&pointer));
            match pointer {
                Some(Fate::At(moved)) => Some(Value::String(moved.to_string())),
                Some(Fate::Gone | Fate::Hidden) => None,
                None => Some(path.clone()),
            }
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

/// The list that the indexes in a member lead into.
fn target(member: &str) -> Option<&'static [&'static str]> {
    if member == "translit_of" {
        return Some(&["content", "names"]);
    }
    INDEXES.iter().find(|(name, _)| *name == member).map(|(_, list)| *list)
}

fn move_indexes(value: &mut Value, place: &Pointer, map: &Map<'_>, places: &mut Places) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                move_indexes(item, &place.index(index), map, places);
            }
        }
        Value::Object(object) => {
            let mut gone = Vec::new();
            for (member, value) in object.iter_mut() {
                let place = place.child(member);
                match (target(member), &mut *value) {
                    (Some(list), Value::Integer(index)) => match map.index(list, *index) {
                        Some(moved) => *index = moved,
                        None => gone.push(member.to_owned()),
                    },
                    (Some(list), Value::Array(items)) => {
                        retain(items, &place, places, |item| match item {
                            Value::Integer(index) => map.index(list, *index).map(Value::Integer),
                            other => Some(other.clone()),
                        });
                        if items.is_empty() {
                            gone.push(member.to_owned());
                        }
                    }
                    _ => move_indexes(value, &place, map, places),
                }
            }
            for member in gone {
                object.remove(&member);
            }
        }
        _ => {}
    }
}

/// Keeps of a list what `moved` gives.
fn retain(items: &mut Vec<Value>, list: &Pointer, places: &mut Places, moved: impl Fn(&Value) -> Option<Value>) {
    let mut index = 0;
    while let Some(item) = items.get_mut(index) {
        match moved(item) {
            Some(value) => {
                *item = value;
                index += 1;
            }
            None => {
                places.remove(list, index, items.len());
                items.remove(index);
            }
        }
    }
}
