//! Redaction (specification, chapter 16): what an author made redactable can be left out of a copy, and every signature and the
//! digest stay as good as they were.
//!
//! What is signed is the **digest form** of a record: in place of each redactable part stands a digest of its **disclosure**, which
//! travels beside the record and can be left out (RFC 9901). What a reader makes of both is the **view**: the record without the parts
//! that are withheld.
//!
//! Places are those of the fully disclosed record, which are those of the digest form too, since an element that is withheld keeps its
//! place there. Only the view has fewer elements; pointers and indexes inside it are moved.

mod conceal;
#[rustfmt::skip]
mod data;
mod disclosure;
mod places;
mod reveal;
mod sections;
mod view;
mod withhold;

#[cfg(test)]
pub(crate) mod tests;

pub use conceal::Redactable;
pub(crate) use conceal::{NotConcealed, conceal};
pub(crate) use places::Places;
pub(crate) use reveal::{References, Revealed, seen};
pub(crate) use withhold::{cover, withhold};

use crate::error::Code;
use crate::finding::Finding;
use crate::json::walk::every_value_of;
use crate::json::{Object, Pointer, RESERVED, Value};

/// A part of which a copy holds no more than a digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Withheld {
    /// Where it stands in the record that was signed: the place of the element, or of the object that a member belongs to, since the
    /// name of a member is hidden with its value.
    pub place: Pointer,
    /// Which of the two it is.
    pub kind: WithheldKind,
    /// Where its digest stands in the signed record: in the place of the element, or in `_sd` of the object. No two have the same.
    pub digest_at: Pointer,
}

/// What can be seen of a copy, for comparing it with others. References inside it are as they were signed: not moved.
#[derive(Clone, PartialEq, Eq)]
pub struct Partial {
    /// The record without what is withheld.
    pub object: Object,
    /// What is withheld.
    pub withheld: Vec<Withheld>,
}

/// Prints how much is withheld, never what there is.
impl std::fmt::Debug for Partial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Partial").field("withheld", &self.withheld).finish_non_exhaustive()
    }
}

/// What is withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "JSON has members and elements, and nothing else that holds a value")]
pub enum WithheldKind {
    /// An element of a list.
    Element,
    /// A member of an object.
    Member,
}

/// Drafts have nothing redacted: an author names the parts, and the signer makes the digests.
///
/// spec: PSR-RED-005
pub(crate) fn in_draft(draft: &Object) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut look = |object: &Object, place: &dyn Fn() -> Pointer| {
        let reserved = object.iter().filter(|(name, _)| RESERVED.contains(name));
        found.extend(reserved.map(|(name, _)| Finding::new(Code::RedPlace, place().child(name))));
    };
    look(draft, &Pointer::root);
    every_value_of(draft, &mut |trail, value| {
        if let Value::Object(object) = value {
            look(object, &|| trail.pointer());
        }
    });
    found
}
