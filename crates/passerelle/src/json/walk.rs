//! Going through a record as it was written, member by member, with the place of each value at hand.

use super::{Object, Pointer, Value};

/// Where a value stands. It makes a pointer only when one is asked for.
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

impl<'a> Trail<'a> {
    /// The place of a member of the object that `above` names; of the record itself without one.
    pub(crate) const fn member(above: Option<&'a Trail<'a>>, name: &'a str) -> Self {
        Self { above, step: Step::Member(name) }
    }

    /// The place of a member of the object that stands here.
    pub(crate) const fn child(&'a self, name: &'a str) -> Trail<'a> {
        Trail { above: Some(self), step: Step::Member(name) }
    }

    /// The place of an element of the array that stands here.
    pub(crate) const fn index(&'a self, index: usize) -> Trail<'a> {
        Trail { above: Some(self), step: Step::Item(index) }
    }

    /// The pointer to the value.
    pub(crate) fn pointer(&self) -> Pointer {
        let above = self.above.map_or_else(Pointer::root, Trail::pointer);
        match self.step {
            Step::Member(name) => above.child(name),
            Step::Item(index) => above.index(index),
        }
    }

    /// The name of the member that the value is; nothing for an element.
    pub(crate) fn name(&self) -> Option<&'a str> {
        if let Step::Member(name) = self.step { Some(name) } else { None }
    }
}

/// Shows a value and every value in it, from the top down and in canonical order.
pub(crate) fn every_value<'v>(value: &'v Value, trail: &Trail<'_>, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    visit(trail, value);
    match value {
        Value::Object(object) => {
            for (name, value) in object.iter() {
                every_value(value, &trail.child(name), visit);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                every_value(item, &trail.index(index), visit);
            }
        }
        _ => {}
    }
}

/// Shows every value of a record.
pub(crate) fn every_value_of<'v>(record: &'v Object, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    for (name, value) in record.iter() {
        every_value(value, &Trail::member(None, name), visit);
    }
}

/// Shows every value of a record whose meaning the format defines: all but those of extensions.
pub(crate) fn every_defined_value_of<'v>(record: &'v Object, visit: &mut dyn FnMut(&Trail<'_>, &'v Value)) {
    for (name, value) in record.iter().filter(|(name, _)| *name != "ext") {
        every_value(value, &Trail::member(None, name), visit);
    }
}
