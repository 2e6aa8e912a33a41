//! The code lists of the format (`spec/vocabulary`): codes, labels and definitions in four languages.

pub mod code;
#[rustfmt::skip]
mod data;


use std::sync::LazyLock;

use crate::error::Language;

/// Whether a list may hold codes that its edition does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a list either grows between editions or does not")]
pub enum Openness {
    /// An unknown code is an error.
    Closed,
    /// An unknown code is a warning, so that a new method can travel before the software knows it.
    Open,
}

/// A code list in one edition.
#[derive(Debug)]
pub struct List {
    name: &'static str,
    version: &'static str,
    openness: Openness,
    handling: bool,
    source: &'static str,
    title: [&'static str; 4],
    entries: &'static [Entry],
}

/// A code of a list.
#[derive(Debug)]
pub struct Entry {
    code: &'static str,
    since: &'static str,
    replaced_by: Option<&'static str>,
    label: [&'static str; 4],
    definition: [&'static str; 4],
    facts: &'static [(&'static str, &'static [&'static str])],
}

/// The edition of the lists that this library knows, for example `2026.1`.
#[must_use]
pub fn edition() -> &'static str {
    static EDITION: LazyLock<&str> = LazyLock::new(|| {
        data::LISTS.iter().map(|list| list.version).max_by_key(|version| edition_key(version)).unwrap_or_default()
    });
    *EDITION
}

/// Orders editions: `2026.1` before `2026.2` before `2026.10`.
#[must_use]
pub fn edition_key(version: &str) -> (u32, u32) {
    let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).unwrap_or(0);
    let mut parts = version.split('.');
    (number(parts.next()), number(parts.next()))
}

/// Every list, sorted by name.
pub fn lists() -> impl Iterator<Item = &'static List> {
    data::LISTS.iter()
}

/// The list of a name, for example `transport-mode`.
#[must_use]
pub fn list(name: &str) -> Option<&'static List> {
    data::LISTS.binary_search_by(|list| list.name.cmp(name)).ok().and_then(|index| data::LISTS.get(index))
}

impl List {
    /// The name of the list.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The edition, for example `2026.1`.
    #[must_use]
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// Whether unknown codes are errors.
    #[must_use]
    pub fn openness(&self) -> Openness {
        self.openness
    }

    /// Whether it says who may see or use a record; a reader takes an unknown code of such a list as the most restrictive.
    #[must_use]
    pub fn is_handling(&self) -> bool {
        self.handling
    }

    /// Where the list comes from.
    #[must_use]
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// What the list is called.
    #[must_use]
    pub fn title(&self, language: Language) -> &'static str {
        language.of(&self.title)
    }

    /// The entries, in the list's own order.
    #[must_use]
    pub fn entries(&self) -> &'static [Entry] {
        self.entries
    }

    /// The entry of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&'static Entry> {
        self.entries.iter().find(|entry| entry.code == code)
    }
}

impl Entry {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The edition that brought it.
    #[must_use]
    pub fn since(&self) -> &'static str {
        self.since
    }

    /// The edition from which on the code should not be used any more, for one that is retired.
    #[must_use]
    pub fn retired(&self) -> Option<&'static str> {
        self.fact("retired").first().copied()
    }

    /// The code to use instead, for one that is retired.
    #[must_use]
    pub fn replaced_by(&self) -> Option<&'static str> {
        self.replaced_by
    }

    /// What people call it.
    #[must_use]
    pub fn label(&self, language: Language) -> &'static str {
        language.of(&self.label)
    }

    /// What it means.
    #[must_use]
    pub fn definition(&self, language: Language) -> &'static str {
        language.of(&self.definition)
    }

    /// What the list says of the code for rules to use, for example the transport modes of a conveyance.
    #[must_use]
    pub fn fact(&self, name: &str) -> &'static [&'static str] {
        self.facts.iter().find(|(held, _)| *held == name).map_or(&[], |(_, words)| words)
    }
}
