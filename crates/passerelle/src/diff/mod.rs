//! What changed between two revisions of a record, and how to say it.
//!
//! [`changes`] compares two revisions member by member. Items of lists are known again by what names them (a selector by its kind
//! and value, a phase by its code), or else by what they have in common, so that a leg inserted into a route is one addition.
//! [`describe`] says a change in words, by default without values, since a value may be about a person.
//!
//! What is not a change: `rev`, `prev` and `issued`, which every revision changes; the order of a list without numbers; and a
//! number (`seq`) that is another only because items were put in or taken out before it.
//!
//! ```
//! use passerelle::diff::{Values, changes, describe};
//! use passerelle::{Language, json};
//!
//! let before = json::read(br#"{"type": "modus-operandi", "content": {"trend": "emerging"}}"#).unwrap();
//! let after = json::read(br#"{"type": "modus-operandi", "content": {"trend": "established"}}"#).unwrap();
//! let change = &changes(&before, &after)[0];
//! assert_eq!(change.pointer().as_str(), "/content/trend");
//! assert_eq!(
//!     describe(change, Language::English, Values::Masked),
//!     "Trend changed from “Emerging” to “Established”"
//! );
//! ```

mod items;
mod labels;
mod values;
mod words;

pub use labels::member_label;
pub use words::{Values, describe};

use crate::error::Language;
use crate::json::{Object, Pointer, Value};
use crate::record::RecordType;
use crate::redaction::{Partial, Withheld, WithheldKind};

/// One difference between two revisions.
///
/// It holds the values, which may be about persons; `Debug` prints none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    kind: ChangeKind,
    record_type: Option<RecordType>,
    before: Option<Side>,
    after: Option<Side>,
    steps: Vec<Step>,
}

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "something is there before, after, both times, or not to be seen")]
pub enum ChangeKind {
    /// It is there only after.
    Added,
    /// It was there only before.
    Removed,
    /// It is another than before.
    Changed,
    /// It is there in one of the two, and is or may be withheld in the other.
    Withheld,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Side {
    pointer: Pointer,
    value: Value,
}

/// A step on the way to a change, as people follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    /// An item by its number, and whether it is more than a plain value.
    Item {
        number: i64,
        is_plain: bool,
    },
    /// A text by its language.
    Text(String),
}

impl ChangeKind {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Withheld => "withheld",
        }
    }
}

impl Change {
    /// What kind of difference it is.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        self.kind
    }

    /// Where it is: in the later revision, or in the earlier one for what was removed.
    #[must_use]
    pub fn pointer(&self) -> &Pointer {
        static ROOT: std::sync::LazyLock<Pointer> = std::sync::LazyLock::new(Pointer::root);
        self.after.as_ref().or(self.before.as_ref()).map_or(&ROOT, |side| &side.pointer)
    }

    /// Where it was in the earlier revision, if it was there.
    #[must_use]
    pub fn earlier_pointer(&self) -> Option<&Pointer> {
        self.before.as_ref().map(|side| &side.pointer)
    }

    /// The value in the earlier revision.
    #[must_use]
    pub fn before(&self) -> Option<&Value> {
        self.before.as_ref().map(|side| &side.value)
    }

    /// The value in the later revision.
    #[must_use]
    pub fn after(&self) -> Option<&Value> {
        self.after.as_ref().map(|side| &side.value)
    }

    /// The section of the record that it belongs to: a member of the content, such as `legs`, or of the record, such as
    /// `handling`.
    #[must_use]
    pub fn section(&self) -> &str {
        match self.steps.first() {
            Some(Step::Member(name)) => name,
            _ => "",
        }
    }

    /// What people call the section.
    #[must_use]
    pub fn section_label(&self, language: Language) -> &str {
        member_label(None, self.section(), language).unwrap_or(self.section())
    }
}

/// The differences between two revisions of a record, in the order of the record's canonical form, items by their numbers.
#[must_use]
pub fn changes(before: &Object, after: &Object) -> Vec<Change> {
    let record_type = RecordType::of(after.get("type").and_then(Value::as_str));
    let mut comparison = Comparison { record_type, changes: Vec::new(), steps: Vec::new() };
    let is_said = |name: &str| !matches!(name, "rev" | "prev" | "issued");
    comparison.members(before, after, &Pointer::root(), &Pointer::root(), &is_said);
    comparison.changes
}

/// The differences between two revisions of which parts may be withheld. What is missing is called removed, or added, only where it
/// cannot be withheld.
///
/// spec: PSR-RED-016
#[must_use]
pub fn changes_of_copies(before: &Partial, after: &Partial) -> Vec<Change> {
    let mut found = changes(&before.object, &after.object);
    for change in &mut found {
        let other = match change.kind {
            ChangeKind::Removed => after,
            ChangeKind::Added => before,
            ChangeKind::Changed | ChangeKind::Withheld => continue,
        };
        if other.withheld.iter().any(|withheld| may_be(withheld, change.pointer(), other)) {
            change.kind = ChangeKind::Withheld;
        }
    }
    found
}

/// Whether something at a place may be what is withheld in a copy, or stand in it; numbers of elements are left out of account, since
/// they differ between revisions.
fn may_be(withheld: &Withheld, place: &Pointer, copy: &Partial) -> bool {
    let (hidden, plain) = (without_numbers(&withheld.place), without_numbers(place));
    if hidden.is_within(&plain) {
        return true;
    }
    // The name of a member is hidden too: it can be any that the object does not show.
    let member = place.tokens().nth(hidden.tokens().count());
    let is_unseen = |name: &str| copy.object.at(&withheld.place.child(name)).is_none();
    withheld.kind == WithheldKind::Member && plain.is_within(&hidden) && member.is_some_and(|name| is_unseen(&name))
}

fn without_numbers(place: &Pointer) -> Pointer {
    let is_number = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
    place.tokens().fold(Pointer::root(), |made, token| made.child(if is_number(&token) { "*" } else { &token }))
}

struct Comparison {
    record_type: Option<RecordType>,
    changes: Vec<Change>,
    steps: Vec<Step>,
}

impl Comparison {
    fn members(
        &mut self,
        before: &Object,
        after: &Object,
        old_place: &Pointer,
        new_place: &Pointer,
        is_said: &dyn Fn(&str) -> bool,
    ) {
        let only_before = before.iter().map(|(name, _)| name).filter(|name| !after.contains(name));
        let mut names: Vec<&str> = after.iter().map(|(name, _)| name).chain(only_before).collect();
        names.sort_unstable();
        for name in names.into_iter().filter(|name| is_said(name)) {
            let (old_place, new_place) = (old_place.child(name), new_place.child(name));
            // `content` is no section; its members are.
            let is_section = !(name == "content" && self.steps.is_empty());
            if is_section {
                self.steps.push(Step::Member(name.to_owned()));
            }
            self.values(name, before.get(name), after.get(name), &old_place, &new_place);
            if is_section {
                self.steps.pop();
            }
        }
    }

    fn values(
        &mut self,
        name: &str,
        before: Option<&Value>,
        after: Option<&Value>,
        old_place: &Pointer,
        new_place: &Pointer,
    ) {
        // A list without items has no place in a record, so that a list that is absent is an empty one.
        match (before, after) {
            (Some(before), Some(after)) if before == after => {}
            (Some(Value::Object(before)), Some(Value::Object(after)))
                if !values::is_unit(before) || !values::is_unit(after) =>
            {
                self.members(before, after, old_place, new_place, &|_| true);
            }
            (Some(Value::Array(before)), Some(Value::Array(after))) => {
                self.list(name, before, after, old_place, new_place)
            }
            (None, Some(Value::Array(after))) => self.list(name, &[], after, old_place, new_place),
            (Some(Value::Array(before)), None) => self.list(name, before, &[], old_place, new_place),
            _ => self.add(before.map(|value| (old_place, value)), after.map(|value| (new_place, value))),
        }
    }

    fn list(&mut self, name: &str, before: &[Value], after: &[Value], old_place: &Pointer, new_place: &Pointer) {
        let Some(matching) = items::matching(name, before, after) else {
            let side = |place, items: &[Value]| (place, Value::Array(items.to_vec()));
            let (old, new) = (side(old_place, before), side(new_place, after));
            self.add(Some((old.0, &old.1)), Some((new.0, &new.1)));
            return;
        };
        let number =
            |items: &[Value], index: usize| items.get(index).map(|item| items::number(item, index)).unwrap_or_default();
        let mut rows: Vec<(i64, Option<usize>, Option<usize>)> = Vec::new();
        rows.extend(matching.pairs.iter().map(|&(old, new)| (number(after, new), Some(old), Some(new))));
        rows.extend(matching.removed.iter().map(|&old| (number(before, old), Some(old), None)));
        rows.extend(matching.added.iter().map(|&new| (number(after, new), None, Some(new))));
        rows.sort_unstable();
        let moved = self.moved(&matching.pairs, before, after);
        for (number, old, new) in rows {
            let old = old.and_then(|index| Some((old_place.index(index), before.get(index)?)));
            let new = new.and_then(|index| Some((new_place.index(index), after.get(index)?)));
            let Some((_, shown)) = new.as_ref().or(old.as_ref()) else { continue };
            self.steps.push(step(shown, number));
            match (old, new) {
                (Some((old_place, Value::Object(old))), Some((new_place, Value::Object(new))))
                    if !values::is_unit(old) || !values::is_unit(new) =>
                {
                    let is_moved = moved.contains(&number);
                    self.members(old, new, &old_place, &new_place, &|name| name != "seq" || is_moved);
                }
                (Some((_, old)), Some((_, new))) if old == new => {}
                (old, new) => self.add(
                    old.as_ref().map(|(place, value)| (place, *value)),
                    new.as_ref().map(|(place, value)| (place, *value)),
                ),
            }
            self.steps.pop();
        }
    }

    /// The new numbers of the items of an ordered list that have changed places.
    fn moved(&self, pairs: &[(usize, usize)], before: &[Value], after: &[Value]) -> Vec<i64> {
        let seq = |item: Option<&Value>| item?.as_object()?.get("seq")?.as_integer();
        let numbers: Vec<(i64, i64)> =
            pairs.iter().filter_map(|&(old, new)| Some((seq(before.get(old))?, seq(after.get(new))?))).collect();
        items::out_of_order(&numbers).into_iter().map(|(_, new)| new).collect()
    }

    fn add(&mut self, before: Option<(&Pointer, &Value)>, after: Option<(&Pointer, &Value)>) {
        let kind = match (&before, &after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        let side = |(pointer, value): (&Pointer, &Value)| Side { pointer: pointer.clone(), value: value.clone() };
        self.changes.push(Change {
            kind,
            record_type: self.record_type,
            before: before.map(side),
            after: after.map(side),
            steps: self.steps.clone(),
        });
    }
}

fn step(item: &Value, number: i64) -> Step {
    let language = item.as_object().filter(|item| items::is_text(item)).and_then(|item| item.get("lang"));
    match language.and_then(Value::as_str) {
        Some(language) => Step::Text(language.to_owned()),
        None => Step::Item { number, is_plain: item.as_object().is_none() },
    }
}
