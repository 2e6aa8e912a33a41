//! What the schemas say of member names: which there are, and which code lists their values come from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use passerelle::json::Pointer;
use passerelle::schema::schema_for_record;
use passerelle::vocabulary;
use serde_json::Value;

/// The schema of a record of any type.
fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| schema_for_record().to_value())
}

/// The code lists of each member name; a member that holds no codes has none.
fn members() -> &'static BTreeMap<String, BTreeSet<String>> {
    static MEMBERS: OnceLock<BTreeMap<String, BTreeSet<String>>> = OnceLock::new();
    MEMBERS.get_or_init(|| {
        let mut members = BTreeMap::new();
        collect(schema(), schema(), &mut members);
        members
    })
}

fn collect(schema: &Value, root: &Value, members: &mut BTreeMap<String, BTreeSet<String>>) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::Object(properties)) = keywords.get("properties") {
                for (name, property) in properties {
                    lists_of(property, root, members.entry(name.clone()).or_default());
                }
            }
            keywords.values().for_each(|inner| collect(inner, root, members));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, root, members)),
        _ => {}
    }
}

/// The lists that a value comes from, or the items of a value that is a list itself.
pub(crate) fn lists_of(schema: &Value, root: &Value, lists: &mut BTreeSet<String>) {
    if let Some(list) = schema.get("x-vocabulary").and_then(Value::as_str) {
        lists.insert(list.to_owned());
    }
    let definition = schema.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix('#'));
    if let Some(list) = definition.and_then(|at| root.pointer(at)).and_then(|found| found.get("x-vocabulary")) {
        lists.extend(list.as_str().map(str::to_owned));
    }
    if let Some(items) = schema.get("items") {
        lists_of(items, root, lists);
    }
}

/// Whether any type of record has a member of that name.
pub(super) fn is_member(name: &str) -> bool {
    members().contains_key(name)
}

/// All member names that there are.
pub(super) fn member_names() -> impl Iterator<Item = &'static str> {
    members().keys().map(String::as_str)
}

/// The code lists that the value at a pointer into a record is taken from; several where they depend on the record's type.
pub(super) fn lists_at(pointer: &Pointer) -> Vec<&'static vocabulary::List> {
    let schema = schema();
    let mut places = vec![schema];
    for token in pointer.tokens() {
        places = places.into_iter().flat_map(|place| step(place, &token, schema)).collect();
    }
    let mut lists = BTreeSet::new();
    places.into_iter().for_each(|place| lists_of(place, schema, &mut lists));
    lists.iter().filter_map(|list| vocabulary::list(list)).collect()
}

/// The schemas of what lies one step below, whatever the branch.
fn step<'s>(place: &'s Value, token: &str, root: &'s Value) -> Vec<&'s Value> {
    let target = place.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix('#'));
    let branches = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|name| place.get(name)?.as_array()).flatten();
    let inner = target.and_then(|at| root.pointer(at)).into_iter().chain(branches).chain(place.get("then"));
    let is_index = token.bytes().all(|byte| byte.is_ascii_digit());
    let here = if is_index { place.get("items") } else { place.get("properties").and_then(|all| all.get(token)) };
    here.into_iter().chain(inner.flat_map(|inner| step(inner, token, root))).collect()
}

/// Whether a value is a code of one of the lists that the member takes its values from.
pub(super) fn is_code(name: &str, value: &str) -> bool {
    if name == "techniques" {
        let parts = value.split_once('/');
        return parts.is_some_and(|(list, code)| vocabulary::list(list).is_some_and(|list| list.get(code).is_some()));
    }
    let mut lists = members().get(name).into_iter().flatten().filter_map(|list| vocabulary::list(list));
    lists.any(|list| list.get(value).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_belong_to_the_lists_of_their_member() {
        assert!(is_code("subject_status", "suspect") && is_code("crime", "som") && is_code("type", "profile"));
        assert!(!is_code("full", "som") && !is_code("crime", "suspect"));
        let at = |pointer: &str| -> Vec<&str> {
            lists_at(&Pointer::parse(pointer).unwrap()).into_iter().map(vocabulary::List::name).collect()
        };
        assert_eq!(at("/content/selectors/0/kind"), ["selector-kind"]);
        assert_eq!(at("/content/kind"), ["link-kind", "network-kind"]);
        assert_eq!(at("/handling/europol/1"), ["europol-handling"]);
        assert_eq!(at("/field_handling/0/handling/tlp"), ["tlp"]);
        assert!(at("/content/names/0/full").is_empty() && at("").is_empty());
        assert!(is_member("releasable_to") && !is_member("anna"));
    }
}
