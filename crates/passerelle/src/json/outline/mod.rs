//! Texts in canonical form, taken apart where they stand.
//!
//! Most records come as they were signed: in canonical form, whose grammar is so narrow that one pass says both where every value
//! stands and that the form is kept. Where it is not, or the text is outside the profile, there is no outline, and the strict reader
//! says what is wrong, if anything is.

mod scan;
mod view;

use super::names::NameNumber;
use super::reader::Budget;
pub(crate) use view::{Items, Members, Seen, View};

/// Where the values of a canonical text stand, in the order of the text. The name of a member comes before its value.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    marks: Vec<Mark>,
    /// The mark of the object that this is the outline of.
    root: usize,
    /// The strings that stand in the text with escapes, without them.
    unescaped: String,
    /// Whether a name is one of those by which a record refers to what it withholds.
    has_reserved_name: bool,
    /// Whether the text is ASCII without U+007F.
    is_plain: bool,
}

/// A value, or the name of a member. There are many, so they are small.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// Where its text begins and ends, without the quotes of a string; of one with escapes, in [`Outline::unescaped`].
    start: u32,
    end: u32,
    /// Its kind in the upper bits, and below how many marks it takes with all that is in it; of a name, its number.
    kind_and_extent: u32,
}

/// The bits below the kind.
const EXTENT_BITS: u32 = 28;

impl Mark {
    /// The extent is below 2^28, since each mark stands for a byte of the text at least.
    fn new(kind: Kind, start: u32, end: u32, extent: u32) -> Self {
        Self { start, end, kind_and_extent: kind.code() << EXTENT_BITS | extent }
    }

    fn kind(self) -> Kind {
        Kind::of_code(self.kind_and_extent >> EXTENT_BITS)
    }

    fn extent(self) -> usize {
        wide(self.kind_and_extent & ((1 << EXTENT_BITS) - 1))
    }

    fn number(self) -> NameNumber {
        self.kind_and_extent & ((1 << EXTENT_BITS) - 1)
    }

    fn text(self, Source { text, unescaped }: Source<'_>) -> &str {
        let text = if self.kind() == Kind::Escaped { unescaped } else { text };
        text.get(wide(self.start)..wide(self.end)).unwrap_or_default()
    }
}

/// What the marks are places in.
#[derive(Clone, Copy)]
struct Source<'t> {
    text: &'t str,
    unescaped: &'t str,
}

fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Null,
    True,
    False,
    Integer,
    /// A string as it stands, or a name, of ASCII without U+007F.
    Plain,
    /// Another string as it stands.
    Wide,
    /// A string with escapes.
    Escaped,
    Array,
    Object,
}

impl Kind {
    fn code(self) -> u32 {
        match self {
            Self::Null => 0,
            Self::True => 1,
            Self::False => 2,
            Self::Integer => 3,
            Self::Plain => 4,
            Self::Wide => 5,
            Self::Escaped => 6,
            Self::Array => 7,
            Self::Object => 8,
        }
    }

    fn of_code(code: u32) -> Self {
        match code {
            0 => Self::Null,
            1 => Self::True,
            2 => Self::False,
            3 => Self::Integer,
            4 => Self::Plain,
            5 => Self::Wide,
            6 => Self::Escaped,
            7 => Self::Array,
            _ => Self::Object,
        }
    }
}

impl Outline {
    /// The outline of an object, or of a text that holds one; nothing where the text is not in canonical form, not inside the profile
    /// or beyond the budget.
    pub(crate) fn of(text: &str, budget: &Budget) -> Option<Self> {
        if text.len() > budget.bytes || text.len() >> EXTENT_BITS != 0 {
            return None;
        }
        scan::scan(text, budget)
    }

    /// The same in as little memory as it takes, for keeping.
    pub(crate) fn shrunk(mut self) -> Self {
        self.marks.shrink_to_fit();
        self
    }

    /// Whether the text is ASCII without U+007F, as most are.
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Whether a name is one of those by which a record refers to what it withholds.
    pub(crate) fn has_reserved_name(&self) -> bool {
        self.has_reserved_name
    }

    /// The same for the first member of the object. What is said of the whole is said of each part.
    pub(crate) fn of_first_member(self) -> Option<Self> {
        // Behind the mark of the object is that of the name.
        let root = self.root + 2;
        self.marks.get(root).is_some().then_some(Self { root, ..self })
    }

    /// The root of the text that this is the outline of.
    pub(crate) fn root<'t>(&'t self, text: &'t str) -> Option<View<'t>> {
        let marks = self.marks.get(self.root..)?;
        let marks = marks.get(..marks.first()?.extent())?;
        Some(View { source: Source { text, unescaped: &self.unescaped }, marks })
    }
}

/// Positions and lengths in a text of less than 2^28 bytes.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
