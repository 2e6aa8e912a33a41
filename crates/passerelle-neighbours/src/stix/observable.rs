//! Selectors and accounts as cyber-observable objects, and back.

use serde_json::{Map, Value, json};

use super::ids;
use crate::labels::{self, split};
use crate::value::{put, text};

/// A cyber-observable object, and the words that stand at its relationship.
pub(super) struct Observable {
    pub(super) object: Value,
    pub(super) words: Vec<String>,
}

/// The object for a selector or an account of the record; nothing where it has no value.
///
/// spec: PSR-NBR-021
pub(super) fn of(item: &Value, list: &str) -> Option<Observable> {
    let (kind, value) = (text(item, "/kind")?, text(item, "/value")?);
    let member = |name: &str, value: Option<&str>| value.map(|value| (name.to_owned(), Value::from(value)));
    let plain = |name: &'static str| (name, vec![member("value", Some(value))], Vec::new());
    let (sort, contributing, further) = match kind {
        "email" if list == "selectors" => plain("email-addr"),
        "url" | "onion" if list == "selectors" && value.contains(':') => plain("url"),
        "onion" if list == "selectors" => plain("domain-name"),
        "ip" if list == "selectors" && value.contains(':') => plain("ipv6-addr"),
        "ip" if list == "selectors" => plain("ipv4-addr"),
        "mac" if list == "selectors" => plain("mac-addr"),
        _ => {
            let platform = text(item, "/platform");
            let id = text(item, "/platform_id");
            let (user, login) = if platform.is_some() { (id, Some(value)) } else { (Some(value), None) };
            let contributing = vec![
                member("account_type", platform.or(Some(kind))),
                member("user_id", user),
                member("account_login", login),
            ];
            ("user-account", contributing, vec![member("display_name", text(item, "/display"))])
        }
    };
    let contributing: Map<String, Value> = contributing.into_iter().flatten().collect();
    let mut object = Value::Object(contributing.clone());
    for (name, value) in further.into_iter().flatten() {
        put(&mut object, &format!("/{name}"), value);
    }
    put(&mut object, "/type", sort.into());
    put(&mut object, "/spec_version", "2.1".into());
    put(&mut object, "/id", ids::observable(sort, &contributing).into());
    let mut words = vec![labels::word(if list == "financial" { "account" } else { "selector" }, kind)];
    words.extend(text(item, "/attribution").map(|code| labels::word("attribution", code)));
    Some(Observable { object, words })
}

/// What is read of an object: the list of the record, the item, and whether its attribution was guessed.
pub(super) struct Item {
    pub(super) list: &'static str,
    pub(super) item: Value,
    pub(super) guessed: bool,
}

/// The selector or account that a cyber-observable object stands for, with the words at its relationship.
pub(super) fn read(object: &Value, words: &[&str]) -> Option<Item> {
    let word = |name: &str| {
        words.iter().filter_map(|word| split(word)).find(|(known, _)| *known == name).map(|(_, code)| code)
    };
    let account = word("account");
    let kind = account.or(word("selector"));
    let sort = text(object, "/type")?;
    let mut item = json!({});
    let (default, value) = match sort {
        "email-addr" => ("email", text(object, "/value")?),
        "url" => ("url", text(object, "/value")?),
        "domain-name" if kind == Some("onion") || text(object, "/value")?.ends_with(".onion") => {
            ("onion", text(object, "/value")?)
        }
        "ipv4-addr" | "ipv6-addr" => ("ip", text(object, "/value")?),
        "mac-addr" => ("mac", text(object, "/value")?),
        "user-account" => {
            let (id, login) = (text(object, "/user_id"), text(object, "/account_login"));
            let sort = text(object, "/account_type");
            let listed = |list: &str| {
                sort.filter(|sort| passerelle::vocabulary::list(list).is_some_and(|list| list.get(sort).is_some()))
            };
            if let Some(platform) = listed("platform") {
                put(&mut item, "/platform", platform.into());
                if let Some(id) = id.filter(|_| login.is_some()) {
                    put(&mut item, "/platform_id", id.into());
                }
            }
            if let Some(display) = text(object, "/display_name") {
                put(&mut item, "/display", display.into());
            }
            let by_type = if account.is_some() { listed("financial-kind") } else { listed("selector-kind") };
            (by_type.unwrap_or("social-account"), login.or(id)?)
        }
        _ => return None,
    };
    put(&mut item, "/kind", kind.unwrap_or(default).into());
    put(&mut item, "/value", value.into());
    if account.is_some() {
        return Some(Item { list: "financial", item, guessed: false });
    }
    let attribution = word("attribution");
    put(&mut item, "/attribution", attribution.unwrap_or("believed-user").into());
    Some(Item { list: "selectors", item, guessed: attribution.is_none() })
}

/// The one comparison of a pattern that says no more than a value: `[email-addr:value = 'a@b.example']`.
pub(super) fn of_pattern(pattern: &str) -> Option<Value> {
    let inner = pattern.trim().strip_prefix('[')?.strip_suffix(']')?;
    let (path, value) = inner.split_once('=')?;
    let (sort, member) = path.trim().split_once(':')?;
    let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_46".contains(&byte));
    // A quotation mark or a backslash in the value would need the whole grammar.
    if !is_word(sort) || !is_word(member) || value.is_empty() || value.contains(['\'', '\\']) {
        return None;
    }
    Some(json!({"type": sort, member: value}))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The identifiers were computed by the package stix2.
    #[test]
    fn identifiers_are_those_that_stix_prescribes() {
        let id = |item: Value| of(&item, "selectors").unwrap().object.get("id").cloned().unwrap();
        assert_eq!(
            id(json!({"kind": "email", "value": "a@example.org"})),
            "email-addr--1551d521-551b-540f-872a-5de3f1659463"
        );
        let account = json!({
            "kind": "messaging-account", "platform": "telegram", "platform_id": "1000000044", "value": "example_sea_7",
            "display": "not part of it",
        });
        assert_eq!(id(account), "user-account--3bbb583d-05fc-56b4-87b2-6c236ce4e0f4");
        let url = json!({"kind": "url", "value": "https://exämple.example/ü?a=\"b\""});
        assert_eq!(id(url), "url--f94f36b5-a462-5e43-9da5-5aee2b413d5b");
    }

    #[test]
    fn a_simple_pattern_is_a_value_and_any_other_is_nothing() {
        let value = of_pattern("[ipv4-addr:value = '192.0.2.7']").unwrap();
        assert_eq!(value, json!({"type": "ipv4-addr", "value": "192.0.2.7"}));
        for pattern in ["", "[]", "[a:b = 'x' OR a:b = 'y']", "[a:b != 'x']", "[a:b = 'x\\'']", "[a = 'x']", "['='='']"]
        {
            assert_eq!(of_pattern(pattern), None, "{pattern}");
        }
    }
}
