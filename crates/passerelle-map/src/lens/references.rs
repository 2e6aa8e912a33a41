//! References into lists whose elements a clerk has deleted: they follow what they meant, and go where that is gone.

use std::collections::BTreeMap;

use passerelle::schema::list_of_index;
use serde_json::{Map, Value};

/// For each list of the record that lost elements, by its pointer: where each element went.
pub(super) type Moves = BTreeMap<String, Vec<Option<usize>>>;

/// The lists of entries that are about places, and the member of an entry that says which.
const ABOUT: [(&str, &str); 4] =
    [("/field_evaluation", "paths"), ("/field_handling", "paths"), ("/absent", "path"), ("/content/notes", "about")];

/// Moves every reference of a record.
pub(super) fn follow(record: &mut Value, moves: &Moves) {
    if moves.is_empty() {
        return;
    }
    if let Value::Object(members) = record {
        for (_, value) in members.iter_mut().filter(|(name, _)| *name != "ext") {
            follow_indexes(value, moves);
        }
    }
    for (list, member) in ABOUT {
        let Some(Value::Array(entries)) = record.pointer_mut(list) else { continue };
        entries.retain_mut(|entry| entry.as_object_mut().is_none_or(|entry| follow_places(entry, member, moves)));
        let is_empty = entries.is_empty();
        let (above, name) = list.rsplit_once('/').unwrap_or_default();
        if is_empty && let Some(Value::Object(members)) = record.pointer_mut(above) {
            members.remove(name);
        }
    }
}

/// Where an element is now, in a list by its members; none where it is gone.
fn place(list: &str, index: u64, moves: &Moves) -> Option<u64> {
    let Some(moved) = moves.get(list) else { return Some(index) };
    match usize::try_from(index).ok().and_then(|index| moved.get(index)) {
        Some(place) => place.and_then(|place| u64::try_from(place).ok()),
        // What never was there has not moved.
        None => Some(index),
    }
}

fn follow_indexes(value: &mut Value, moves: &Moves) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| follow_indexes(item, moves)),
        Value::Object(members) => members.retain(|name, value| {
            let Some(list) = list_of_index(name) else {
                follow_indexes(value, moves);
                return true;
            };
            let list: String = list.iter().map(|member| format!("/{member}")).collect();
            let follow = |value: &mut Value| match value.as_u64() {
                None => true,
                Some(index) => place(&list, index, moves).map(|place| *value = place.into()).is_some(),
            };
            match value {
                Value::Array(items) => {
                    items.retain_mut(follow);
                    !items.is_empty()
                }
                value => follow(value),
            }
        }),
        _ => {}
    }
}

/// Moves the pointers in a member of an entry, and says whether one is left.
fn follow_places(entry: &mut Map<String, Value>, member: &str, moves: &Moves) -> bool {
    let follow = |value: &mut Value| {
        let moved = value.as_str().map(|pointer| moved(pointer, moves));
        match moved {
            None => true,
            Some(None) => false,
            Some(Some(moved)) => {
                *value = moved.into();
                true
            }
        }
    };
    match entry.get_mut(member) {
        None => true,
        Some(Value::Array(pointers)) => {
            pointers.retain_mut(follow);
            !pointers.is_empty()
        }
        Some(pointer) => follow(pointer),
    }
}

/// A pointer to the same thing; none where that is gone.
fn moved(pointer: &str, moves: &Moves) -> Option<String> {
    let (mut was, mut is) = (String::new(), String::new());
    for token in pointer.split('/').skip(1) {
        let index: Option<u64> = token.parse().ok().filter(|_| moves.contains_key(&was));
        let now = match index {
            Some(index) => place(&was, index, moves)?.to_string(),
            None => token.to_owned(),
        };
        was = format!("{was}/{token}");
        is = format!("{is}/{now}");
    }
    Some(is)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_follow_what_they_meant() {
        let moves = Moves::from([
            ("/content/names".to_owned(), vec![None, Some(0), Some(1)]),
            ("/content/names/2/notes".to_owned(), vec![Some(0), None]),
        ]);
        let mut record = json!({
            "ext": { "example.org:x": { "name_used": 2 } },
            "absent": [{ "path": "/content/names/0/lang" }],
            "field_handling": [{ "paths": ["/content/names/0", "/content/names/2/notes/0", "/content/sex"] }],
            "content": {
                "names": [{ "full": "b" }, { "full": "c", "translit_of": 1 }],
                "documents": [{ "name_used": 0 }, { "name_used": 2 }, { "name_used": 9 }],
                "personas": [{ "name_ref": [0, 1] }, { "name_ref": 0, "selector_refs": [0] }],
                "notes": [{ "about": "/content/names/2/notes/1" }, { "about": "/content/names/1" }],
            },
        });
        follow(&mut record, &moves);
        assert_eq!(
            record,
            json!({
                "ext": { "example.org:x": { "name_used": 2 } },
                "field_handling": [{ "paths": ["/content/names/1/notes/0", "/content/sex"] }],
                "content": {
                    "names": [{ "full": "b" }, { "full": "c", "translit_of": 0 }],
                    "documents": [{}, { "name_used": 1 }, { "name_used": 9 }],
                    "personas": [{ "name_ref": [0] }, { "selector_refs": [0] }],
                    "notes": [{ "about": "/content/names/0" }],
                },
            })
        );
    }
}
