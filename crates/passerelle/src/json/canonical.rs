//! An object in its canonical form, which is what is signed: as bytes, as places in them, and as a tree.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::outline::{Outline, View};
use super::{Budget, Names, Node, Object, read_with};

/// An object and its canonical form (RFC 8785).
///
/// One that came in this form is looked at where it stands; its tree is made only when somebody asks for it.
pub(crate) struct Canonical {
    /// The text that the object stands in.
    text: String,
    /// Where in it.
    place: Range<usize>,
    /// Where its values stand; nothing where the object is not inside the profile, or the places were given up.
    outline: Option<Outline>,
    tree: OnceLock<Object>,
}

impl Canonical {
    /// Takes a text that is in canonical form and inside the profile, or nothing.
    pub(crate) fn read(text: String, budget: &Budget) -> Option<Self> {
        let outline = Outline::of(&text, budget)?.shrunk();
        Some(Self { place: 0..text.len(), text, outline: Some(outline), tree: OnceLock::new() })
    }

    /// Takes the first member of the object in such a text, whose outline it is; nothing where that is no object. The text is kept
    /// whole, so that nothing of its outline has to be worked out again.
    pub(crate) fn first_member(text: String, outline: Outline) -> Option<Self> {
        let outline = outline.of_first_member()?.shrunk();
        let place = outline.root(&text).filter(|root| root.is_object())?.place();
        Some(Self { text, place, outline: Some(outline), tree: OnceLock::new() })
    }

    /// Writes an object.
    pub(crate) fn of(object: Object) -> Self {
        let text = String::from_utf8(object.to_canonical()).unwrap_or_default();
        let outline = Outline::of(&text, &Budget::WRITTEN).map(Outline::shrunk);
        Self { place: 0..text.len(), text, outline, tree: OnceLock::from(object) }
    }

    /// The canonical bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.as_bytes().get(self.place.clone()).unwrap_or_default()
    }

    /// The object where it stands in the text.
    pub(crate) fn view(&self) -> Option<View<'_>> {
        self.outline.as_ref()?.root(&self.text)
    }

    /// Whether it is known that the object is ASCII without U+007F.
    pub(crate) fn is_plain(&self) -> bool {
        self.outline.as_ref().is_some_and(Outline::is_plain)
    }

    /// Whether it is known that no name in it is one of those by which a record refers to what it withholds.
    pub(crate) fn has_no_reserved_name(&self) -> bool {
        self.outline.as_ref().is_some_and(|outline| !outline.has_reserved_name())
    }

    /// The object, in the cheapest way to look at it.
    pub(crate) fn node(&self) -> Node<'_> {
        self.view().map_or_else(|| self.tree().into(), Node::View)
    }

    /// The object as a tree.
    pub(crate) fn tree(&self) -> &Object {
        self.tree.get_or_init(|| self.read_tree())
    }

    /// The object as a tree, to keep.
    pub(crate) fn into_tree(mut self) -> Object {
        self.tree.take().unwrap_or_else(|| self.read_tree())
    }

    fn read_tree(&self) -> Object {
        let read = || read_with(self.bytes(), &Budget::WRITTEN, Names::Profile).unwrap_or_default();
        self.view().map_or_else(read, View::to_object)
    }

    /// The same without the places, which take more memory than the text, for keeping.
    pub(crate) fn without_outline(self) -> Self {
        Self { outline: None, ..self }
    }
}

impl Clone for Canonical {
    fn clone(&self) -> Self {
        let Self { text, place, outline, tree } = self;
        Self { text: text.clone(), place: place.clone(), outline: outline.clone(), tree: tree.clone() }
    }
}

/// Objects are the same whose canonical form is.
impl PartialEq for Canonical {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for Canonical {}

/// Prints its size only, since values are persons' data.
impl fmt::Debug for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object of {} bytes", self.place.len())
    }
}
