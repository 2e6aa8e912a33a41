//! Small steps through JSON.

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;
use unicode_script::{Script, UnicodeScript as _};

/// The text at a pointer.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> Option<&'v str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// The items of the list at a pointer; none where there is no list.
pub(crate) fn items<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text of a list of texts in the language that is asked for, or else the first.
pub(crate) fn in_language<'v>(texts: &'v [Value], lang: &str) -> Option<&'v str> {
    let of = |text: &&Value| text.get("lang").and_then(Value::as_str) == Some(lang);
    texts.iter().find(of).or(texts.first()).and_then(|text| text.get("text")).and_then(Value::as_str)
}

/// Puts a value at a pointer of an object, making the objects on the way. An item that a list does not have is not made.
pub(crate) fn put(object: &mut Value, pointer: &str, value: Value) {
    let mut place = object;
    for name in pointer.split('/').skip(1) {
        if let Value::Array(list) = place {
            let Some(item) = name.parse::<usize>().ok().and_then(|index| list.get_mut(index)) else { return };
            place = item;
            continue;
        }
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Some(members) = place.as_object_mut() else { return };
        place = members.entry(name.to_owned()).or_insert(Value::Null);
    }
    *place = value;
}

/// Appends a value to the list at a pointer of an object, making the list where there is none.
pub(crate) fn push(object: &mut Value, pointer: &str, value: Value) {
    if let Some(Value::Array(list)) = object.pointer_mut(pointer) {
        list.push(value);
    } else {
        put(object, pointer, Value::Array(vec![value]));
    }
}

/// The value without nulls and empty containers; nothing where nothing is left.
pub(crate) fn pruned(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(list) => {
            let list: Vec<Value> = list.into_iter().filter_map(pruned).collect();
            (!list.is_empty()).then_some(Value::Array(list))
        }
        Value::Object(members) => {
            let members: Map<String, Value> =
                members.into_iter().filter_map(|(name, value)| Some((name, pruned(value)?))).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        other => Some(other),
    }
}

/// The value with the members of all objects in the order of their names, whatever the maps of this build do.
pub(crate) fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(sorted).collect()),
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            let named = |name: &String| members.get(name).map(|value| (name.clone(), sorted(value)));
            Value::Object(names.into_iter().filter_map(named).collect())
        }
        other => other.clone(),
    }
}

/// The text of a value in one spelling: members in order, no spaces.
pub(crate) fn canonical(value: &Value) -> String {
    sorted(value).to_string()
}

/// The document as it is written to a file: in order, indented, with a line end.
pub(crate) fn document(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(&sorted(value)).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The text in Unicode Normalization Form C, as records have it.
pub(crate) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The script that most letters of a text are of.
pub(crate) fn script(text: &str) -> &'static str {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().map(|letter| letter.script()) {
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            continue;
        }
        match counts.iter_mut().find(|(counted, _)| *counted == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    // Of several that are as frequent, the first one in the text.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or("Zyyy", |(script, _)| script.short_name())
}

/// A whole day, where a date of the record is one without any doubt: `YYYY-MM-DD`.
pub(crate) fn whole_day(edtf: &str) -> Option<&str> {
    passerelle::record::Date::new(edtf).ok().map(|_| edtf)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_empty_is_no_member() {
        let value = json!({"a": {"b": []}, "c": [null, {"d": null}], "e": [1, null]});
        assert_eq!(pruned(value), Some(json!({"e": [1]})));
    }

    #[test]
    fn the_script_is_that_of_most_letters() {
        assert_eq!(script("Samer"), "Latn");
        assert_eq!(script("سامر (1)"), "Arab");
        assert_eq!(script("+33 1"), "Zyyy");
    }
}
