//! The way that a copy came.

use super::Forward;
use crate::verification::VerifiedStatement;

/// The forwards by which a copy came, from the first to the last.
#[derive(Clone, Debug)]
pub struct Path<'f> {
    steps: Vec<&'f VerifiedStatement<Forward>>,
    is_whole: bool,
}

impl<'f> Path<'f> {
    /// The forwards, the first of them first. There is at least one.
    #[must_use]
    pub fn steps(&self) -> &[&'f VerifiedStatement<Forward>] {
        &self.steps
    }

    /// Whether the first step is one from the record's own issuer: no forward before it is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }
}

/// Puts the forwards by which a copy came in their order, beginning from the last one.
///
/// The others may come in any order and with some that belong elsewhere.
#[must_use]
pub fn path<'f>(last: &'f VerifiedStatement<Forward>, earlier: &'f [VerifiedStatement<Forward>]) -> Path<'f> {
    let before = |forward: &&'f VerifiedStatement<Forward>| {
        let prev = forward.document().prev.as_ref()?;
        earlier.iter().find(|earlier| earlier.digest() == prev)
    };
    // A forward holds the digest of the one before it, so that no way leads round in a circle.
    let mut steps: Vec<_> = std::iter::successors(Some(last), before).collect();
    steps.reverse();
    let is_whole = steps.first().is_some_and(|first| first.document().prev.is_none());
    Path { steps, is_whole }
}
