//! A value to be looked at, however it is held: as a tree, or as a place in a canonical text.

use super::outline::{Items, View};
use super::{Object, Value};

/// A value. What looks at one need not know how it is held.
#[derive(Clone, Copy)]
pub(crate) enum Node<'v> {
    Value(&'v Value),
    Object(&'v Object),
    View(View<'v>),
}

impl<'v> From<&'v Value> for Node<'v> {
    fn from(value: &'v Value) -> Self {
        Node::Value(value)
    }
}

impl<'v> From<&'v Object> for Node<'v> {
    fn from(object: &'v Object) -> Self {
        Node::Object(object)
    }
}

impl<'v> From<View<'v>> for Node<'v> {
    fn from(view: View<'v>) -> Self {
        Node::View(view)
    }
}

impl<'v> Node<'v> {
    /// The member of that name.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        match self {
            Node::Value(Value::Object(object)) | Node::Object(object) => object.get(name).map(Node::Value),
            Node::Value(_) => None,
            Node::View(view) => view.get(name).map(Node::View),
        }
    }

    /// The string, where it is one. Of a text, one with escapes is none: no code, identifier or date has any.
    pub(crate) fn as_str(self) -> Option<&'v str> {
        match self {
            Node::Value(value) => value.as_str(),
            Node::Object(_) => None,
            Node::View(view) => view.as_plain_str(),
        }
    }

    pub(crate) fn as_integer(self) -> Option<i64> {
        match self {
            Node::Value(value) => value.as_integer(),
            Node::Object(_) => None,
            Node::View(view) => view.as_integer(),
        }
    }

    /// The object, where it is one.
    pub(crate) fn as_object(self) -> Option<Self> {
        let is_object = match self {
            Node::Value(value) => value.as_object().is_some(),
            Node::Object(_) => true,
            Node::View(view) => view.is_object(),
        };
        is_object.then_some(self)
    }

    /// The elements, where it is an array, and none where it is not.
    pub(crate) fn items(self) -> Elements<'v> {
        match self {
            Node::Value(value) => Elements::Values(value.as_array().unwrap_or_default().iter()),
            Node::Object(_) => Elements::Values([].iter()),
            Node::View(view) => Elements::Views(view.items()),
        }
    }

    /// The members, where it is an object, and none where it is not.
    pub(crate) fn members(self) -> Vec<(&'v str, Self)> {
        match self {
            Node::Value(Value::Object(object)) | Node::Object(object) => {
                object.iter().map(|(name, value)| (name, value.into())).collect()
            }
            Node::Value(_) => Vec::new(),
            Node::View(view) => view.members().map(|(name, value)| (name, value.into())).collect(),
        }
    }
}

/// The elements of an array.
#[derive(Clone)]
pub(crate) enum Elements<'v> {
    Values(std::slice::Iter<'v, Value>),
    Views(Items<'v>),
}

impl<'v> Iterator for Elements<'v> {
    type Item = Node<'v>;

    fn next(&mut self) -> Option<Node<'v>> {
        match self {
            Elements::Values(values) => values.next().map(Node::Value),
            Elements::Views(views) => views.next().map(Node::View),
        }
    }
}
