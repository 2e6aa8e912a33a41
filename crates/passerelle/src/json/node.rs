//! A value to be looked at, however it is held: as a tree, or as a place in a canonical text.

use super::outline::{self, Seen, View};
use super::value::Member;
use super::{Object, Pointer, Value};

/// A value. What looks at one need not know how it is held.
#[derive(Clone, Copy)]
pub(crate) enum Node<'v> {
    Value(&'v Value),
    Object(&'v Object),
    View(View<'v>),
}

/// What a value is.
pub(super) enum Kind<'v> {
    Null,
    Bool(bool),
    Integer(i64),
    String(&'v str),
    Array,
    Object,
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
    pub(super) fn kind(self) -> Kind<'v> {
        match self {
            Node::Object(_) => Kind::Object,
            Node::Value(value) => match value {
                Value::Null => Kind::Null,
                Value::Bool(value) => Kind::Bool(*value),
                Value::Integer(number) => Kind::Integer(*number),
                Value::String(text) => Kind::String(text),
                Value::Array(_) => Kind::Array,
                Value::Object(_) => Kind::Object,
            },
            Node::View(view) => match view.seen() {
                Seen::Null => Kind::Null,
                Seen::Bool(value) => Kind::Bool(value),
                Seen::Integer(number) => Kind::Integer(number),
                Seen::String(text) => Kind::String(text),
                Seen::Array(_) => Kind::Array,
                Seen::Object(_) => Kind::Object,
            },
        }
    }

    /// The string, where it is one.
    pub(crate) fn as_str(self) -> Option<&'v str> {
        match self {
            Node::View(view) => view.as_str(),
            Node::Value(value) => value.as_str(),
            Node::Object(_) => None,
        }
    }

    /// The number, where it is one.
    pub(crate) fn as_integer(self) -> Option<i64> {
        match self {
            Node::View(view) => view.as_integer(),
            Node::Value(value) => value.as_integer(),
            Node::Object(_) => None,
        }
    }

    /// The object, where it is one.
    pub(crate) fn as_object(self) -> Option<Self> {
        matches!(self.kind(), Kind::Object).then_some(self)
    }

    /// Whether it is an array.
    pub(crate) fn is_array(self) -> bool {
        matches!(self.kind(), Kind::Array)
    }

    /// The member of that name.
    #[inline(always)]
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        match self {
            Node::Value(Value::Object(object)) | Node::Object(object) => object.get(name).map(Node::Value),
            Node::Value(_) => None,
            Node::View(view) => view.get(name).map(Node::View),
        }
    }

    /// The text of the member of that name, where it is a text.
    #[inline(always)]
    pub(crate) fn text(self, name: &str) -> Option<&'v str> {
        self.get(name)?.as_str()
    }

    /// The number that the member of that name is, where it is one.
    #[inline(always)]
    pub(crate) fn integer(self, name: &str) -> Option<i64> {
        self.get(name)?.as_integer()
    }

    /// Whether the member of that name is `true`.
    #[inline(always)]
    pub(crate) fn is_true(self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.kind(), Kind::Bool(true)))
    }

    /// The elements of the member of that name, where it is an array, and none where it is not.
    #[inline(always)]
    pub(crate) fn list(self, name: &str) -> Items<'v> {
        self.get(name).map_or(Items::Values([].iter()), Node::items)
    }

    /// The texts among those elements.
    #[inline(always)]
    pub(crate) fn texts(self, name: &str) -> impl Iterator<Item = &'v str> + Clone {
        self.list(name).filter_map(Node::as_str)
    }

    /// The value that a pointer names, if there is one.
    pub(crate) fn at(self, pointer: &Pointer) -> Option<Self> {
        pointer.tokens().try_fold(self, |value, token| match value.kind() {
            Kind::Object => value.get(&token),
            Kind::Array => super::array_index(&token).and_then(|index| value.items().nth(index)),
            _ => None,
        })
    }

    /// The elements, where it is an array, and none where it is not.
    pub(crate) fn items(self) -> Items<'v> {
        match self {
            Node::Value(value) => Items::Values(value.as_array().unwrap_or_default().iter()),
            Node::Object(_) => Items::Values([].iter()),
            Node::View(view) => Items::Views(view.items()),
        }
    }

    /// The members, where it is an object, and none where it is not.
    pub(crate) fn members(self) -> Members<'v> {
        match self {
            Node::Value(Value::Object(object)) | Node::Object(object) => Members::Values(object.members().iter()),
            Node::Value(_) => Members::Values([].iter()),
            Node::View(view) => Members::Views(view.members()),
        }
    }
}

/// The elements of an array.
#[derive(Clone)]
pub(crate) enum Items<'v> {
    Values(std::slice::Iter<'v, Value>),
    Views(outline::Items<'v>),
}

impl<'v> Iterator for Items<'v> {
    type Item = Node<'v>;

    fn next(&mut self) -> Option<Node<'v>> {
        match self {
            Items::Values(values) => values.next().map(Node::Value),
            Items::Views(views) => views.next().map(Node::View),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Items::Values(values) => values.size_hint(),
            Items::Views(views) => views.size_hint(),
        }
    }
}

/// The members of an object, in canonical order.
#[derive(Clone)]
pub(crate) enum Members<'v> {
    Values(std::slice::Iter<'v, Member>),
    Views(outline::Members<'v>),
}

impl<'v> Iterator for Members<'v> {
    type Item = (&'v str, Node<'v>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Members::Values(members) => members.next().map(|(name, value)| (name.as_str(), Node::Value(value))),
            Members::Views(members) => members.next().map(|(name, view)| (name, Node::View(view))),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Members::Values(members) => members.size_hint(),
            Members::Views(members) => members.size_hint(),
        }
    }
}
