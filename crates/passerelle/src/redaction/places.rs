//! Where the elements of the view stand in the record that was signed.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::json::{Pointer, array_index};

/// The lists of a view that have fewer elements than they had when they were signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    /// By their places in the view.
    pub(super) lists: BTreeMap<Pointer, Kept>,
}

/// Which elements of a list are left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// How many there were.
    pub(super) of: usize,
    /// The places that the ones that are left had, in order.
    pub(super) places: Vec<usize>,
}

/// Where an element of the signed record is in the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    At(usize),
    Gone,
}

impl Places {
    /// Notes which elements of a list are left.
    pub(super) fn keep(&mut self, list: Pointer, of: usize, places: Vec<usize>) {
        if places.len() < of {
            self.lists.insert(list, Kept { of, places });
        }
    }

    /// Where an element that was signed at `index` is in the list at `list` of the view.
    pub(super) fn seat(&self, list: &Pointer, index: usize) -> Seat {
        match self.lists.get(list) {
            Some(kept) if index < kept.of => kept.places.binary_search(&index).map_or(Seat::Gone, Seat::At),
            _ => Seat::At(index),
        }
    }

    /// Where in the view the place of something in the signed record would be; nothing where it leads into an element that is
    /// withheld.
    pub(super) fn view(&self, signed: &Pointer) -> Option<Pointer> {
        signed.tokens().try_fold(Pointer::root(), |view, token| {
            match array_index(&token).map(|index| self.seat(&view, index)) {
                None => Some(view.child(&token)),
                Some(Seat::At(index)) => Some(view.index(index)),
                Some(Seat::Gone) => None,
            }
        })
    }

    /// Leaves of a list of the view that has `length` elements no more than these; they are in order.
    pub(super) fn narrow(&mut self, list: &Pointer, length: usize, left: &[usize]) {
        if left.len() == length {
            return;
        }
        let kept = self.lists.entry(list.clone()).or_insert_with(|| Kept { of: length, places: (0..length).collect() });
        kept.places = left.iter().filter_map(|index| kept.places.get(*index).copied()).collect();
        // The lists inside it move with the elements that they stand in, or go with them.
        let inside = (Bound::Excluded(list.clone()), Bound::Unbounded);
        let inside: Vec<Pointer> = self
            .lists
            .range(inside)
            .map(|(place, _)| place)
            .take_while(|place| place.is_within(list))
            .cloned()
            .collect();
        let below = list.tokens().count();
        let moved: Vec<(Pointer, Kept)> = inside
            .into_iter()
            .filter_map(|place| {
                let kept = self.lists.remove(&place)?;
                let index = array_index(&place.tokens().nth(below)?)?;
                Some((with_token(&place, below, left.binary_search(&index).ok()?), kept))
            })
            .collect();
        self.lists.extend(moved);
    }

    /// The place in the signed record of what stands at a place in the view.
    pub(crate) fn signed(&self, view: &Pointer) -> Pointer {
        if self.lists.is_empty() {
            return view.clone();
        }
        let (mut seen, mut signed) = (Pointer::root(), Pointer::root());
        for token in view.tokens() {
            let kept = self.lists.get(&seen).zip(array_index(&token));
            let index = kept.and_then(|(kept, index)| kept.places.get(index));
            signed = index.map_or_else(|| signed.child(&token), |index| signed.index(*index));
            seen = seen.child(&token);
        }
        signed
    }
}

/// A pointer with another number as one of its tokens.
pub(super) fn with_token(pointer: &Pointer, at: usize, number: usize) -> Pointer {
    pointer
        .tokens()
        .enumerate()
        .fold(Pointer::root(), |made, (index, token)| if index == at { made.index(number) } else { made.child(&token) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    #[test]
    fn places_lead_back_and_forth_through_lists_in_lists() {
        let mut places = Places::default();
        places.keep(pointer("/a"), 4, vec![1, 3]);
        places.keep(pointer("/a/1/b"), 3, vec![2]);
        for (view, signed) in
            [("/a/0", "/a/1"), ("/a/1/b/0/c", "/a/3/b/2/c"), ("/a/1/d/0", "/a/3/d/0"), ("/e/0", "/e/0")]
        {
            assert_eq!(places.signed(&pointer(view)).as_str(), signed);
            assert_eq!(places.view(&pointer(signed)), Some(pointer(view)));
        }
        assert_eq!(places.seat(&pointer("/a"), 3), Seat::At(1));
        assert_eq!(places.seat(&pointer("/a"), 0), Seat::Gone);
        assert_eq!(places.view(&pointer("/a/2/b")), None);
        assert_eq!(places.seat(&pointer("/a"), 9), Seat::At(9), "what never was there is not withheld");
    }

    #[test]
    fn an_element_that_goes_later_takes_what_it_holds_along() {
        let mut places = Places::default();
        places.keep(pointer("/a/0/b"), 2, vec![0]);
        places.keep(pointer("/a/2/b"), 2, vec![1]);
        places.narrow(&pointer("/a"), 3, &[1, 2]);
        assert_eq!(places.signed(&pointer("/a/1/b/0")).as_str(), "/a/2/b/1");
        assert_eq!(places.signed(&pointer("/a/0/b/0")).as_str(), "/a/1/b/0");
        places.narrow(&pointer("/a"), 2, &[1]);
        assert_eq!(places.signed(&pointer("/a/0/b/0")).as_str(), "/a/2/b/1");
    }
}
