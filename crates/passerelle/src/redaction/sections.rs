//! Which parts may be withheld, as `spec/registry/redaction.toml` says.

use super::data::{NEVER, SECTIONS};
use crate::error::Code;
use crate::json::{Object, Pointer, Value, array_index};

/// A part that an author may make redactable.
pub(super) struct Section {
    /// The record types; all of them where there is none.
    pub(super) types: &'static [&'static str],
    /// A pointer, in which `*` stands for an element.
    pub(super) place: &'static str,
    pub(super) is_default: bool,
}

/// A part that may never be withheld, and all that is in it.
pub(super) struct Never {
    pub(super) types: &'static [&'static str],
    pub(super) place: &'static str,
}

/// What holds for one type of record.
#[derive(Clone, Copy)]
pub(super) struct Sections<'r> {
    record_type: &'r str,
}

impl<'r> Sections<'r> {
    /// Those for the type that a record says it is of.
    pub(super) fn of(record: &'r Object) -> Self {
        Self { record_type: record.get("type").and_then(Value::as_str).unwrap_or_default() }
    }

    fn all(self) -> impl Iterator<Item = &'static Section> {
        SECTIONS.iter().filter(move |section| is_about(section.types, self.record_type))
    }

    /// The places that are made redactable unless the author says otherwise.
    pub(super) fn defaults(self) -> impl Iterator<Item = Pointer> {
        self.all().filter(|section| section.is_default).filter_map(|section| Pointer::parse(section.place))
    }

    /// Whether the part at this place may be withheld.
    pub(super) fn allow(self, place: &Pointer) -> bool {
        self.all().any(|section| fits(section.place, place))
    }

    /// Whether an object or list at this place may hold digests: something that stands right below it may be withheld.
    pub(super) fn allow_below(self, place: &Pointer) -> bool {
        let holder = |section: &Section| Pointer::parse(section.place).map(|pattern| pattern.parent());
        self.all().filter_map(holder).any(|holder| fits(holder.as_str(), place))
    }

    /// The code of withholding what may not be withheld.
    ///
    /// spec: PSR-RED-005, PSR-RED-006
    pub(super) fn refusal(self, place: &Pointer) -> Code {
        let never = NEVER.iter().filter(|never| is_about(never.types, self.record_type));
        let is_inside = never.filter_map(|never| Pointer::parse(never.place)).any(|never| place.is_within(&never));
        if is_inside { Code::RedMandatory } else { Code::RedPlace }
    }
}

fn is_about(types: &[&str], record_type: &str) -> bool {
    types.is_empty() || types.contains(&record_type)
}

fn fits(pattern: &str, place: &Pointer) -> bool {
    let mut pattern = pattern.split('/').skip(1);
    let mut tokens = place.tokens();
    loop {
        match (pattern.next(), tokens.next()) {
            (None, None) => return true,
            (Some("*"), Some(token)) if array_index(&token).is_some() => {}
            (Some(due), Some(token)) if due == token => {}
            _ => return false,
        }
    }
}

/// Whether a value says anywhere that something is known to be false. Such a statement protects somebody and is never withheld.
///
/// spec: PSR-RED-006
pub(super) fn denies_something(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            object.get("negated") == Some(&Value::Bool(true)) || object.iter().any(|(_, value)| denies_something(value))
        }
        Value::Array(items) => items.iter().any(denies_something),
        _ => false,
    }
}
