//! References moved one element at a time, as they were at first: slow, and simple enough to be believed. The quick way is held
//! against it.

use proptest::prelude::*;

use super::super::places::{Kept, Places, Seat, with_token};
use super::super::sections::Sections;
use super::super::view;
use super::super::{Withheld, WithheldKind};
use super::*;
use crate::json::array_index;
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
            let seat = array_index(&token).map(|index| seat(&self.places, &view, index));
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
                remove(places, list, index, items.len());
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
                match (list_of_index(member), &mut *value) {
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
                remove(places, list, index, items.len());
                items.remove(index);
            }
        }
    }
}

fn seat(places: &Places, list: &Pointer, index: usize) -> Seat {
    match places.lists.get(list) {
        Some(kept) if index < kept.of => {
            kept.places.iter().position(|place| *place == index).map_or(Seat::Gone, Seat::At)
        }
        _ => Seat::At(index),
    }
}

fn remove(places: &mut Places, list: &Pointer, index: usize, length: usize) {
    let kept = places.lists.entry(list.clone()).or_insert_with(|| Kept { of: length, places: (0..length).collect() });
    if index < kept.places.len() {
        kept.places.remove(index);
    }
    let below = list.tokens().count();
    let moved = std::mem::take(&mut places.lists).into_iter().filter_map(|(place, kept)| {
        let token = place.tokens().nth(below).filter(|_| place.is_within(list) && place != *list);
        match token.and_then(|token| array_index(&token)) {
            Some(at) if at == index => None,
            Some(at) if at > index => Some((with_token(&place, below, at - 1), kept)),
            _ => Some((place, kept)),
        }
    });
    places.lists = moved.collect();
}

/// Numbers that look like chance, and are the same for the same beginning.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn texts(&mut self, most: usize) -> Vec<serde_json::Value> {
        (0..self.below(most + 1))
            .map(|number| serde_json::json!({ "full": format!("{number}"), "src": self.below(6) }))
            .collect()
    }

    fn indexes(&mut self) -> Vec<usize> {
        (0..self.below(5)).map(|_| self.below(7)).collect()
    }

    fn pointer(&mut self) -> String {
        let list = ["names", "selectors", "documents", "marks", "notes", "personas", "summary", "physical", "gone"]
            [self.below(9)];
        let rest = ["", "/full", "/full/0/1", "/_", "/a~1b/2"][self.below(5)];
        match self.below(12) {
            0 => format!("/provenance/sources/{}{rest}", self.below(7)),
            1 => format!("/national_refs/{}", self.below(7)),
            2 => "/contact".to_owned(),
            3 => "no pointer".to_owned(),
            4 => format!("/content/{list}"),
            _ => format!("/content/{list}/{}{rest}", self.below(7)),
        }
    }

    fn pointers(&mut self) -> Vec<String> {
        (0..self.below(5)).map(|_| self.pointer()).collect()
    }

    /// A record whose parts refer to one another, and to what never was there.
    fn record(&mut self) -> Object {
        let (names, selectors, documents, marks) = (self.texts(6), self.texts(6), self.texts(6), self.texts(4));
        let personas: Vec<_> = (0..self.below(5))
            .map(|_| match self.below(3) {
                0 => serde_json::json!({ "selector_refs": self.indexes(), "name_ref": self.below(7) }),
                1 => serde_json::json!({ "document_refs": self.indexes(), "selector_refs": self.indexes() }),
                _ => serde_json::json!({ "name_ref": self.below(7), "translit_of": self.below(7) }),
            })
            .collect();
        let notes: Vec<_> = (0..self.below(6)).map(|_| serde_json::json!({ "about": self.pointer() })).collect();
        let absent: Vec<_> = (0..self.below(6)).map(|_| serde_json::json!({ "path": self.pointer() })).collect();
        let mut marked =
            || (0..self.below(6)).map(|_| serde_json::json!({ "paths": self.pointers() })).collect::<Vec<_>>();
        let (handling, evaluation) = (marked(), marked());
        let record = serde_json::json!({
            "type": "profile", "contact": { "role": "x" }, "national_refs": self.texts(5),
            "provenance": { "source_type": "x", "sources": self.texts(5) },
            "content": {
                "names": names, "selectors": selectors, "documents": documents, "marks": marks, "personas": personas,
                "notes": notes, "summary": [{ "text": "x" }], "physical": { "full": 1 },
            },
            "field_handling": handling, "field_evaluation": evaluation, "absent": absent,
        });
        read(&serde_json::to_vec(&record).unwrap()).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn references_moved_in_one_pass_are_where_they_are_one_by_one(beginning in any::<u64>()) {
        let mut chance = Chance(beginning);
        let draft = chance.record();
        let plan = allowed(&draft).into_iter().filter(|_| chance.below(2) == 0).fold(Redactable::nothing(), Redactable::with);
        let Ok(concealed) = conceal(&draft, &plan, &mut Counted(0)) else { panic!("not concealed") };
        let mut disclosed = disclosed(&concealed.disclosures);
        let all = super::super::reveal::reveal(&concealed.object, &disclosed, References::AsSigned).unwrap();
        let gone: Vec<Pointer> = all.open.iter().filter(|_| chance.below(2) == 0).map(|open| open.place.clone()).collect();
        let left_out = withhold(&concealed.object, &all, &gone).unwrap();
        let mut index = 0;
        disclosed.retain(|_| {
            index += 1;
            !left_out.contains(&(index - 1))
        });
        let seen = super::super::reveal::reveal(&concealed.object, &disclosed, References::AsSigned).unwrap();
        let (mut quick, mut slow) = ((seen.view.clone(), seen.places.clone()), (seen.view, seen.places));
        let sections = Sections::of(&concealed.object);
        view::move_references(&mut quick.0, &mut quick.1, &seen.withheld, sections);
        move_references(&mut slow.0, &mut slow.1, &seen.withheld, sections);
        let text = |view: &Object| String::from_utf8(view.to_canonical()).unwrap();
        prop_assert_eq!(text(&quick.0), text(&slow.0));
        prop_assert_eq!(quick.1, slow.1);
    }
}
