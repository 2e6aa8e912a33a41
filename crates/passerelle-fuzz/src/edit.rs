//! Changes to a JSON value, any of which may make it unsound.

use arbitrary::Arbitrary;
use passerelle::vocabulary;
use serde_json::{Value, json};

/// A change. Places are the values of the whole in the order of its text, counted around.
#[derive(Arbitrary, Debug)]
pub(crate) enum Edit {
    Set(u16, Leaf),
    Remove(u16),
    Insert(u16, Name, Leaf),
    Rename(u16, Name),
    /// Puts a copy of one value in the place of another.
    Copy(u16, u16),
    /// Writes an element of a list, or a member under another name, once more.
    Twice(u16),
    /// Changes one character of a text.
    Character(u16, u16, char),
}

/// A new value.
#[derive(Arbitrary, Debug)]
pub(crate) enum Leaf {
    Null,
    Truth(bool),
    Number(i64),
    Small(i8),
    Text(String),
    /// A code of any list.
    Code(u8, u8),
    Date(u16, u8, u8),
    Telephone(u32),
    Identifier(u8, u128),
    List,
    Object,
    Number53(bool),
}

/// The name of a member.
#[derive(Arbitrary, Debug)]
pub(crate) enum Name {
    Any(String),
    Short(u8, u8),
    Known(u8),
}

const KNOWN: &[&str] = &[
    "spec",
    "type",
    "id",
    "rev",
    "prev",
    "issuer",
    "issued",
    "lang",
    "must",
    "cautions",
    "ext",
    "text",
    "kind",
    "names",
    "selectors",
    "handling",
    "field_handling",
    "validity",
    "expires",
    "evaluation",
    "provenance",
    "sources",
    "_sd",
    "_sd_alg",
    "content",
    "summary",
    "negated",
    "value",
    "from",
    "to",
    "signers",
    "record",
    "payload",
    "signatures",
    "header",
    "protected",
    "signature",
    "disclosures",
    "contact",
    "attachments",
    "place",
    "country",
    "policy",
];

impl Name {
    fn text(&self) -> String {
        match self {
            Name::Any(text) => text.clone(),
            Name::Short(first, second) => {
                [first, second].iter().map(|letter| char::from(b'a' + **letter % 26)).collect()
            }
            Name::Known(number) => KNOWN[usize::from(*number) % KNOWN.len()].to_owned(),
        }
    }
}

impl Leaf {
    fn value(&self) -> Value {
        match self {
            Leaf::Null => Value::Null,
            Leaf::Truth(truth) => json!(truth),
            Leaf::Number(number) => json!(number),
            Leaf::Small(number) => json!(number),
            Leaf::Text(text) => json!(text),
            Leaf::Code(list, entry) => {
                let lists: Vec<_> = vocabulary::lists().collect();
                let entries = lists[usize::from(*list) % lists.len()].entries();
                json!(entries[usize::from(*entry) % entries.len()].code())
            }
            Leaf::Date(year, month, day) => json!(format!("{:04}-{:02}-{:02}", year % 3000, month % 14, day % 33)),
            Leaf::Telephone(number) => json!(format!("+1555{number}")),
            Leaf::Identifier(authority, number) => {
                let authority = ["northland", "southland", "eastland"][usize::from(*authority) % 3];
                let digits = format!("{number:032x}");
                let (a, b, c, d, e) = (&digits[..8], &digits[8..12], &digits[13..16], &digits[17..20], &digits[20..]);
                json!(format!("XX/{authority}/{a}-{b}-7{c}-8{d}-{e}"))
            }
            Leaf::List => json!([]),
            Leaf::Object => json!({}),
            Leaf::Number53(sign) => json!(if *sign { 9_007_199_254_740_991_i64 } else { -9_007_199_254_740_992 }),
        }
    }
}

/// Changes a value in several places.
pub(crate) fn apply(value: &mut Value, edits: &[Edit]) {
    for edit in edits.iter().take(16) {
        let count = count(value);
        let at = |place: u16| usize::from(place) % count;
        match edit {
            Edit::Set(place, leaf) => *nth(value, at(*place)) = leaf.value(),
            Edit::Remove(place) => remove(nth(value, at(*place)), usize::from(*place) / count),
            Edit::Insert(place, name, leaf) => match nth(value, at(*place)) {
                Value::Object(members) => drop(members.insert(name.text(), leaf.value())),
                Value::Array(elements) => elements.push(leaf.value()),
                other => *other = leaf.value(),
            },
            Edit::Rename(place, name) => {
                if let Value::Object(members) = nth(value, at(*place))
                    && let Some(first) = members.keys().next().cloned()
                    && let Some(member) = members.remove(&first)
                {
                    members.insert(name.text(), member);
                }
            }
            Edit::Copy(from, to) => {
                let copy = nth(value, at(*from)).clone();
                if count < 4000 {
                    *nth(value, at(*to)) = copy;
                }
            }
            Edit::Twice(place) => match nth(value, at(*place)) {
                Value::Array(elements) if elements.len() < 100 => elements.extend(elements.last().cloned()),
                Value::Object(members) => {
                    let last = members.iter().next_back().map(|(name, member)| (format!("{name}x"), member.clone()));
                    members.extend(last);
                }
                _ => {}
            },
            Edit::Character(place, at_character, new) => {
                if let Value::String(text) = nth(value, at(*place)) {
                    let mut characters: Vec<char> = text.chars().collect();
                    let length = characters.len().max(1);
                    match characters.get_mut(usize::from(*at_character) % length) {
                        Some(old) => *old = *new,
                        None => characters.push(*new),
                    }
                    *text = characters.into_iter().collect();
                }
            }
        }
    }
}

fn remove(value: &mut Value, number: usize) {
    match value {
        Value::Object(members) => {
            let name = members.keys().nth(number % members.len().max(1)).cloned();
            let _ = name.and_then(|name| members.remove(&name));
        }
        Value::Array(elements) if !elements.is_empty() => drop(elements.remove(number % elements.len())),
        _ => {}
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(elements) => elements.iter().map(count).sum(),
        _ => 0,
    }
}

/// The value of a number, in the order of the text; the root has the number 0.
fn nth(value: &mut Value, number: usize) -> &mut Value {
    let mut left = number;
    let mut at = value;
    while left > 0 {
        left -= 1;
        let parts: Box<dyn Iterator<Item = &mut Value>> = match at {
            Value::Object(members) => Box::new(members.values_mut()),
            Value::Array(elements) => Box::new(elements.iter_mut()),
            _ => unreachable!("a number lies within the count"),
        };
        let mut next = None;
        for part in parts {
            let size = count(part);
            if left < size {
                next = Some(part);
                break;
            }
            left -= size;
        }
        at = next.expect("a number lies within the count");
    }
    at
}
