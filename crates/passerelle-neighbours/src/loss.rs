//! What a conversion loses, found by comparing.

use passerelle::Code;
use serde_json::{Value, json};

/// Something that one side says and the other does not, or says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Loss {
    /// What it is lost of: the identifier of a record, or of an object of the neighbour's.
    pub of: String,
    /// The place: a JSON Pointer into the record, or into the neighbour's document.
    pub pointer: String,
    /// What happened; its message is the reason.
    pub code: Code,
}

impl Loss {
    pub(crate) fn new(of: impl Into<String>, pointer: impl Into<String>, code: Code) -> Self {
        Self { of: of.into(), pointer: pointer.into(), code }
    }

    /// The loss as reports have it, with the reason in a language.
    #[must_use]
    pub fn to_json(&self, language: passerelle::Language) -> Value {
        json!({
            "of": self.of, "pointer": self.pointer, "code": self.code.as_str(), "reason": self.code.message(language),
        })
    }
}

/// What of a record was not read back, or was read back otherwise. A null in the record stands for a part that was taken out.
///
/// spec: PSR-NBR-010
pub(crate) fn compare(of: &str, said: &Value, read: &Value) -> Vec<Loss> {
    let mut losses = Vec::new();
    differ(of, "", said, read, &mut losses);
    losses
}

fn differ(of: &str, at: &str, said: &Value, read: &Value, losses: &mut Vec<Loss>) {
    match (said, read) {
        (Value::Object(said), Value::Object(read)) => {
            for (name, value) in said.iter().filter(|(_, value)| !value.is_null()) {
                let at = format!("{at}/{}", escaped(name));
                match read.get(name) {
                    Some(other) => differ(of, &at, value, other, losses),
                    None if is_empty(value) => {}
                    None => losses.push(Loss::new(of, at, Code::NbrNotCarried)),
                }
            }
            for name in read.keys().filter(|name| said.get(*name).is_none_or(Value::is_null)) {
                losses.push(Loss::new(of, format!("{at}/{}", escaped(name)), Code::NbrAdded));
            }
        }
        (Value::Array(said), Value::Array(read)) => {
            let pairs = paired(said, read);
            for (index, value) in said.iter().enumerate().filter(|(_, value)| !value.is_null()) {
                let at = format!("{at}/{index}");
                match pairs.get(index).copied().flatten().and_then(|pair| read.get(pair)) {
                    Some(other) => differ(of, &at, value, other, losses),
                    None if is_empty(value) => {}
                    None => losses.push(Loss::new(of, at, Code::NbrNotCarried)),
                }
            }
            let unused = (0..read.len()).filter(|index| !pairs.contains(&Some(*index)));
            losses.extend(unused.map(|_| Loss::new(of, at, Code::NbrAdded)));
        }
        (said, read) if said != read => losses.push(Loss::new(of, at, Code::NbrChanged)),
        _ => {}
    }
}

/// Which item that was read stands for which item that was said: equal ones first, then those that share most.
fn paired(said: &[Value], read: &[Value]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; said.len()];
    let mut free: Vec<usize> = (0..read.len()).collect();
    for least in [usize::MAX, 1] {
        for (value, pair) in
            said.iter().zip(pairs.iter_mut()).filter(|(value, pair)| pair.is_none() && !value.is_null())
        {
            let best = free
                .iter()
                .enumerate()
                .map(|(place, index)| (likeness(value, read.get(*index).unwrap_or(&Value::Null)), place))
                .max_by_key(|(likeness, place)| (*likeness, usize::MAX - place));
            if let Some((_, place)) = best.filter(|(likeness, _)| *likeness >= least) {
                *pair = Some(free.remove(place));
            }
        }
    }
    pairs
}

/// How much two items share; the most there is where they are equal.
fn likeness(one: &Value, other: &Value) -> usize {
    match (one, other) {
        _ if one == other => usize::MAX,
        (Value::Object(one), Value::Object(other)) => {
            one.iter().filter(|(name, value)| other.get(*name) == Some(*value)).count()
        }
        _ => 0,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(members) => members.values().all(is_empty),
        _ => false,
    }
}

/// The name as a token of a JSON Pointer.
pub(crate) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(said: &Value, read: &Value) -> Vec<String> {
        compare("r", said, read).into_iter().map(|loss| format!("{} {}", loss.code, loss.pointer)).collect()
    }

    #[test]
    fn a_difference_is_named_by_its_place() {
        let said = json!({"a": 1, "b": [{"x": 1, "y": 2}, {"x": 3}], "c": "t", "gone": null});
        assert!(found(&said, &json!({"a": 1, "b": [{"x": 1, "y": 2}, {"x": 3}], "c": "t"})).is_empty());
        let read = json!({"a": 2, "b": [{"x": 3}, {"x": 1}, {"x": 9}], "d": true});
        assert_eq!(
            found(&said, &read),
            ["NBR_CHANGED /a", "NBR_NOT_CARRIED /b/0/y", "NBR_ADDED /b", "NBR_NOT_CARRIED /c", "NBR_ADDED /d"]
        );
    }

    #[test]
    fn a_part_that_was_taken_out_is_told_by_whoever_took_it_out() {
        assert!(found(&json!({"a": [null, {"x": null}]}), &json!({})).is_empty());
        assert_eq!(found(&json!({"a": null}), &json!({"a": 1})), ["NBR_ADDED /a"]);
    }
}
