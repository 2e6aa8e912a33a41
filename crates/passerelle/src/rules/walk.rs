//! Going through a record as it was written, member by member, with the place of each value at hand.

use crate::json::{Object, Pointer, Value};

/// Where a value stands: its name or number in what it stands in. Makes a pointer only when one is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Trail<'a> {
    above: Option<&'a Trail<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl Trail<'_> {
    /// The pointer to the value.
    pub(crate) fn pointer(&self) -> Pointer {
        let above = self.above.map_or_else(Pointer::root, Trail::pointer);
        match self.step {
            Step::Member(name) => above.child(name),
            Step::Item(index) => above.index(index),
        }
    }

    /// The name of the member that the value is, or that it is an item of.
    pub(crate) fn member(&self) -> &str {
        match (self.step, self.above) {
            (Step::Member(name), _) => name,
            (Step::Item(_), Some(above)) => above.member(),
            (Step::Item(_), None) => "",
        }
    }
}

/// Shows every value below the object, from the top down and in canonical order.
pub(crate) fn every_value<'v>(object: &'v Object, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    members(object, None, visit);
}

/// Shows every value of the members that the format defines: all but those of extensions.
pub(crate) fn every_defined_value<'v>(record: &'v Object, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    for (name, value) in record.iter().filter(|(name, _)| *name != "ext") {
        below(value, &Trail { above: None, step: Step::Member(name) }, visit);
    }
}

fn members<'v>(object: &'v Object, above: Option<&Trail<'_>>, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    for (name, value) in object.iter() {
        below(value, &Trail { above, step: Step::Member(name) }, visit);
    }
}

fn below<'v>(value: &'v Value, trail: &Trail<'_>, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    visit(trail, value);
    match value {
        Value::Object(object) => members(object, Some(trail), visit),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(item, &Trail { above: Some(trail), step: Step::Item(index) }, visit);
            }
        }
        _ => {}
    }
}
