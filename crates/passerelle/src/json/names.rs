//! The names that records and envelopes have, each with a number, by which they are told apart at a glance.

use super::known_names::NAMES;
use super::reader::quote_within;
use super::short::{first_eight, is_same, spread};

/// A number for each known name, in canonical order, from 1.
pub(crate) type NameNumber = u32;

/// What is no known name has the number 0.
pub(crate) const UNKNOWN: NameNumber = 0;

/// More than twice as many as there are names, so that most names are found at the first place that is looked at.
const PLACES: usize = 1024;

const SHIFT: u32 = u64::BITS - PLACES.trailing_zeros();

/// A known name.
#[derive(Clone, Copy)]
struct Known {
    first_eight: u64,
    name: &'static [u8],
    number: NameNumber,
}

/// The place at which a name is looked for first.
const fn place(first_eight: u64) -> usize {
    #[expect(clippy::as_conversions, reason = "what is left after the shift is below the number of places")]
    let place = (spread(first_eight) >> SHIFT) as usize;
    place
}

/// The known names, each at its place or, where that is taken, at the next that is free.
static PLACED: [Known; PLACES] = placed();

#[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "the compiler evaluates it")]
const fn placed() -> [Known; PLACES] {
    let mut all = [Known { first_eight: 0, name: &[], number: UNKNOWN }; PLACES];
    let mut index = 0;
    while index < NAMES.len() {
        let name = NAMES[index].as_bytes();
        let first_eight = first_eight_of(name);
        let mut at = place(first_eight);
        while all[at].number != UNKNOWN {
            at = (at + 1) % PLACES;
        }
        index += 1;
        all[at] = Known { first_eight, name, number: index as NameNumber };
    }
    all
}

/// The same as [`first_eight`], for the compiler.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const fn first_eight_of(name: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let mut index = 0;
    while index < name.len() && index < bytes.len() {
        bytes[index] = name[index];
        index += 1;
    }
    u64::from_be_bytes(bytes)
}

/// The number of a name. The compiler works it out where it knows the name.
#[inline(always)]
pub(crate) fn number_of(name: &str) -> NameNumber {
    number(first_eight(name.len(), name.as_bytes()), name.as_bytes())
}

/// A name at the start of a text.
pub(super) struct Leading {
    pub(super) number: NameNumber,
    pub(super) first_eight: u64,
    /// In bytes.
    pub(super) length: usize,
}

/// The known name at the start of a text, up to the quote behind it; nothing where it is another, or where the text ends soon.
#[inline(always)]
pub(super) fn leading(text: &[u8]) -> Option<Leading> {
    let first = *text.first_chunk()?;
    let quote = quote_within(first);
    let first_eight = first_eight(quote.unwrap_or(first.len()), text);
    let mut at = place(first_eight);
    loop {
        let known = PLACED.get(at).filter(|known| known.number != UNKNOWN)?;
        let length = known.name.len();
        let ends_here = || match quote {
            Some(quote) => quote == length,
            None => {
                let name = text.get(..length).filter(|_| length >= first.len());
                name.is_some_and(|name| is_same(name, known.name)) && text.get(length) == Some(&b'"')
            }
        };
        if known.first_eight == first_eight && ends_here() {
            return Some(Leading { number: known.number, first_eight, length });
        }
        at = (at + 1) % PLACES;
    }
}

/// The number of a name whose first eight bytes are known.
#[inline(always)]
pub(super) fn number(first_eight: u64, name: &[u8]) -> NameNumber {
    let mut at = place(first_eight);
    while let Some(known) = PLACED.get(at) {
        let is_this = known.first_eight == first_eight && is_same(known.name, name);
        if is_this || known.number == UNKNOWN {
            return known.number;
        }
        at = (at + 1) % PLACES;
    }
    UNKNOWN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::value::canonical_order;

    #[test]
    fn numbers_keep_the_canonical_order_of_names() {
        assert!(NAMES.windows(2).all(|pair| canonical_order(pair[0], pair[1]).is_lt()));
        for (number, name) in (1..).zip(NAMES) {
            assert_eq!(number_of(name), number, "{name}");
        }
    }

    #[test]
    fn a_known_name_is_seen_at_the_start_of_a_text() {
        for (number, name) in (1..).zip(NAMES) {
            let found = leading(format!("{name}\":\"behind it\"").as_bytes()).unwrap();
            assert_eq!((found.number, found.length), (number, name.len()), "{name}");
            assert_eq!(found.first_eight, first_eight(name.len(), name.as_bytes()), "{name}");
            for other in ["x", "\0", ":", "\\"] {
                assert!(leading(format!("{name}{other}\":\"behind it\"").as_bytes()).is_none_or(|found| {
                    NAMES.contains(&&*format!("{name}{other}")) && found.length == name.len() + other.len()
                }));
            }
            assert!(leading(name.as_bytes()).is_none() && leading(format!("{name}:").as_bytes()).is_none(), "{name}");
        }
    }

    #[test]
    fn other_names_have_none() {
        for name in ["", "a", "abou", "about\0", "absent-reasons", "absent-reasom", "zz", "recorded", "..."] {
            assert_eq!(number_of(name), UNKNOWN, "{name}");
        }
    }
}
