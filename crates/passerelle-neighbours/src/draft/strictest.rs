//! The stricter of two markings, member by member.

use serde_json::{Value, json};

use crate::value::{items, put, text};

/// Codes of the members that have an order, the strictest last.
const ORDERS: [(&str, &[&str]); 5] = [
    ("tlp", &["clear", "green", "amber", "amber-strict", "red"]),
    ("pap", &["clear", "green", "amber", "red"]),
    ("interpol", &["official-use-only", "restricted", "confidential"]),
    ("onward", &["as-marked", "within-country", "with-consent", "none"]),
    ("judicial_use", &["permitted", "with-consent", "prohibited"]),
];

/// How strict a code is. One that is not known is stricter than all that are.
pub(crate) fn rank(member: &str, code: &str) -> usize {
    let order = ORDERS.iter().find(|(name, _)| *name == member).map_or(&[][..], |(_, order)| *order);
    order.iter().position(|known| *known == code).unwrap_or(usize::MAX)
}

/// The strictest of two handlings, either of which can leave members out.
///
/// spec: PSR-NBR-008
pub(crate) fn of(one: &Value, other: &Value) -> Value {
    let mut strictest = json!({});
    for (member, _) in ORDERS {
        let pointer = format!("/{member}");
        let codes = [text(one, &pointer), text(other, &pointer)];
        if let Some(code) = codes.into_iter().flatten().max_by_key(|code| rank(member, code)) {
            put(&mut strictest, &pointer, code.into());
        }
    }
    for member in ["/europol", "/not_releasable_to", "/caveats"] {
        let mut all: Vec<&Value> = Vec::new();
        for item in items(one, member).iter().chain(items(other, member)) {
            if !all.contains(&item) {
                all.push(item);
            }
        }
        if !all.is_empty() {
            put(&mut strictest, member, all.into_iter().cloned().collect());
        }
    }
    if let Some(parties) = common(one.get("releasable_to"), other.get("releasable_to")) {
        let denied = items(&strictest, "/not_releasable_to").to_vec();
        put(&mut strictest, "/releasable_to", parties.into_iter().filter(|party| !denied.contains(party)).collect());
    }
    if let Some(class) = other.get("national_class").or(one.get("national_class")) {
        put(&mut strictest, "/national_class", class.clone());
    }
    let asks = |value: &Value| value.get("notify_on_hit") == Some(&Value::Bool(true));
    if asks(one) || asks(other) {
        put(&mut strictest, "/notify_on_hit", true.into());
    }
    strictest
}

/// The parties that both lists name; `all-members` names every country.
fn common(one: Option<&Value>, other: Option<&Value>) -> Option<Vec<Value>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (one, other) = match (one, other) {
        (Some(one), Some(other)) => (list(one), list(other)),
        (Some(one), None) => return Some(list(one)),
        (None, other) => return other.map(list),
    };
    let is_all = |list: &[Value]| list.iter().any(|party| party == "all-members");
    let is_country = |party: &Value| party.as_str().is_some_and(|code| code.len() == 2);
    Some(match (is_all(&one), is_all(&other)) {
        (true, true) => one,
        (true, false) => other.into_iter().filter(is_country).collect(),
        (false, true) => one.into_iter().filter(is_country).collect(),
        (false, false) => one.into_iter().filter(|party| other.contains(party)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marking_is_never_widened() {
        let own = json!({
            "tlp": "green", "releasable_to": ["all-members"], "onward": "as-marked", "judicial_use": "permitted",
            "not_releasable_to": ["XD"],
        });
        let theirs = json!({
            "tlp": "amber", "europol": ["H1"], "releasable_to": ["XA", "XB", "XD", "EUR"], "onward": "none",
            "judicial_use": "with-consent", "pap": "red",
        });
        let strict = json!({
            "tlp": "amber", "europol": ["H1"], "releasable_to": ["XA", "XB"], "not_releasable_to": ["XD"],
            "onward": "none", "judicial_use": "with-consent", "pap": "red",
        });
        assert_eq!(of(&own, &theirs), strict);
        assert_eq!(of(&theirs, &own), strict);
        assert_eq!(of(&json!({"tlp": "red"}), &json!({"tlp": "mauve"})), json!({"tlp": "mauve"}));
        let nobody = of(&json!({"releasable_to": ["XA"]}), &json!({"releasable_to": ["XB"]}));
        assert_eq!(nobody, json!({"releasable_to": []}));
    }
}
