//! The languages that the library speaks.

/// A language of labels, definitions and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Arabic, which is written from right to left.
    Arabic,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 4] = [Language::English, Language::French, Language::Spanish, Language::Arabic];

    /// The ISO 639-1 code.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.of(&["en", "fr", "es", "ar"])
    }

    /// The language of an ISO 639-1 code.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_right_to_left(self) -> bool {
        self == Language::Arabic
    }

    /// This language's one of four texts.
    pub(crate) fn of(self, texts: &[&'static str; 4]) -> &'static str {
        let [english, french, spanish, arabic] = texts;
        match self {
            Language::English => english,
            Language::French => french,
            Language::Spanish => spanish,
            Language::Arabic => arabic,
        }
    }
}
