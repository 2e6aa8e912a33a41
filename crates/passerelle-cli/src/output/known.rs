//! What the schemas say of member names: which there are, and which code lists their values come from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use passerelle::schema::schema_for_record;
use passerelle::vocabulary;
use serde_json::Value;

/// The code lists of each member name; a member that holds no codes has none.
fn members() -> &'static BTreeMap<String, BTreeSet<String>> {
    static MEMBERS: OnceLock<BTreeMap<String, BTreeSet<String>>> = OnceLock::new();
    MEMBERS.get_or_init(|| {
        let schema = schema_for_record().to_value();
        let mut members = BTreeMap::new();
        collect(&schema, &schema, &mut members);
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

/// The code lists of a member.
pub(super) fn lists(name: &str) -> impl Iterator<Item = &'static vocabulary::List> {
    members().get(name).into_iter().flatten().filter_map(|list| vocabulary::list(list))
}

/// Whether a value is a code of one of the lists that the member takes its values from.
pub(super) fn is_code(name: &str, value: &str) -> bool {
    if name == "techniques" {
        let parts = value.split_once('/');
        return parts.is_some_and(|(list, code)| vocabulary::list(list).is_some_and(|list| list.get(code).is_some()));
    }
    lists(name).any(|list| list.get(value).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_belong_to_the_lists_of_their_member() {
        assert!(is_code("subject_status", "suspect") && is_code("crime", "som") && is_code("type", "profile"));
        assert!(!is_code("full", "som") && !is_code("crime", "suspect"));
        assert!(is_member("releasable_to") && !is_member("anna"));
    }
}
