//! How a value is shown: codes by their labels, and anything else only where the caller asks for it.

use super::Values;
use super::items::is_text;
use crate::error::Language;
use crate::json::{Object, Pointer, Value};
use crate::record::RecordType;
use crate::rules::{escape_unseen, vocabulary::list_at};
use crate::vocabulary;

/// What stands for an object, the most telling first.
const TELLING: [&str; 18] = [
    "kind", "code", "type", "form", "mode", "what", "full", "value", "number", "plate", "system", "ref", "tag", "from",
    "to", "place", "country", "date",
];

/// The longest text that is shown in full, in characters.
const LONGEST: usize = 80;

/// Whether an object is one value to people: a text, a place, a count, a price, a hash, a grade, a reference.
pub(super) fn is_unit(object: &Object) -> bool {
    let has = |name: &str| object.contains(name);
    let only = |names: &[&str]| object.iter().all(|(name, _)| names.contains(&name));
    is_text(object)
        || is_place(object)
        || only(&["min", "max"])
        || only(&["alg", "hash"])
        || only(&["id", "rev"])
        || has("amount") && has("currency")
        || has("scheme") && has("source")
}

fn is_place(object: &Object) -> bool {
    const PLACE: [&str; 8] = ["country", "subdivision", "unlocode", "name", "lat", "lon", "precision_m", "kind"];
    let has_anchor = ["country", "unlocode", "lat"].iter().any(|anchor| object.contains(anchor));
    has_anchor && object.iter().all(|(name, _)| PLACE.contains(&name))
}

/// How values are shown to one reader.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) record_type: Option<RecordType>,
    pub(super) language: Language,
    pub(super) values: Values,
}

impl Shown {
    /// A value in words; nothing where there is nothing to show.
    pub(super) fn value(self, place: &Pointer, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => self.code(place, text).or_else(|| self.plain(text)),
            Value::Integer(number) => self.plain(&number.to_string()),
            Value::Bool(truth) => {
                let code = if *truth { "yes" } else { "no" };
                let entry = vocabulary::list("ternary").and_then(|list| list.get(code));
                self.plain(entry.map_or(code, |entry| entry.label(self.language)))
            }
            Value::Object(object) => self.object(place, object),
            Value::Array(items) => {
                let shown = items.iter().enumerate().filter_map(|(index, item)| self.value(&place.index(index), item));
                joined(shown)
            }
            Value::Null => None,
        }
    }

    /// The label of a code of the list that the member takes its values from; an unknown code is a value like any other.
    fn code(self, place: &Pointer, text: &str) -> Option<String> {
        let is_technique = place.parent().tokens().last().is_some_and(|name| name == "techniques");
        let (list, code) = match text.split_once('/').filter(|_| is_technique) {
            Some((list, code)) => (vocabulary::list(list), code),
            None => (self.record_type.and_then(|record_type| list_at(record_type, place)), text),
        };
        list.and_then(|list| list.get(code)).map(|entry| entry.label(self.language).to_owned())
    }

    fn plain(self, text: &str) -> Option<String> {
        (self.values == Values::Shown).then(|| shortened(text))
    }

    fn object(self, place: &Pointer, object: &Object) -> Option<String> {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let part = |name: &str| object.get(name).and_then(|value| self.value(&place.child(name), value));
        if is_text(object) {
            text("text").and_then(|text| self.plain(text))
        } else if is_place(object) {
            let name =
                object.get("name").and_then(Value::as_array).and_then(<[Value]>::first).and_then(Value::as_object);
            let name = name.and_then(|name| name.get("text")).and_then(Value::as_str);
            let point = text("lat").zip(text("lon")).map(|(lat, lon)| format!("{lat}, {lon}"));
            let anchor = name.or(text("unlocode")).or(text("subdivision")).map(str::to_owned).or(point);
            let shown = [anchor, text("country").map(str::to_owned)];
            joined(shown.into_iter().flatten().filter_map(|part| self.plain(&part)))
        } else if object.contains("scheme") && object.contains("source") {
            self.evaluation(object)
        } else if object.contains("min") || object.contains("max") {
            let end =
                |name| object.get(name).and_then(Value::as_integer).map_or(String::new(), |number| number.to_string());
            self.plain(&format!("{}–{}", end("min"), end("max")))
        } else if let (Some(amount), Some(currency)) = (text("amount"), text("currency")) {
            self.plain(&format!("{amount} {currency}"))
        } else if let Some(hash) = text("hash").or(text("id")) {
            self.plain(hash)
        } else {
            joined(TELLING.into_iter().filter_map(part).take(3))
        }
    }

    /// Grades by their labels, which are those of the scheme's own lists.
    fn evaluation(self, object: &Object) -> Option<String> {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let label = |list: &str, code: &str| {
            let entry = vocabulary::list(list).and_then(|list| list.get(code));
            entry.map(|entry| entry.label(self.language).to_owned())
        };
        let scheme = text("scheme")?;
        let grade = |name: &str| label(&format!("{scheme}-{name}"), text(name)?).or_else(|| label(scheme, text(name)?));
        let word = |name: &str| label(name, text(name)?);
        let parts = [label("evaluation-scheme", scheme), grade("source"), grade("information")];
        let judgement = [word("confidence"), word("likelihood"), text("assessed").and_then(|day| self.plain(day))];
        joined(parts.into_iter().chain(judgement).flatten())
    }
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let text = parts.collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some(text)
}

/// A text for one line: cut where it is long, and without what could change how the line reads.
fn shortened(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST).collect();
    let mut shown = escape_unseen(&cut).into_owned();
    if cut.len() < text.len() {
        shown.push('…');
    }
    shown
}
