//! JSON Pointer (RFC 6901): where in a document something stands.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use super::value::canonical_order;

/// A JSON Pointer, for example `/content/names/0/full`; empty for the whole document.
///
/// Pointers are ordered as the places that they name are in the canonical form: what holds comes before what it holds, members
/// come by name, and elements by number (9 before 10).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pointer(String);

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut left, mut right) = (self.tokens(), other.tokens());
        loop {
            let order = match (left.next(), right.next()) {
                (Some(left), Some(right)) => token_order(&left, &right),
                (left, right) => return left.is_some().cmp(&right.is_some()),
            };
            if order != Ordering::Equal {
                return order;
            }
        }
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its text, if that is well formed: empty, or `/` before each token, and `~` only as `~0` or `~1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let starts_well = text.is_empty() || text.starts_with('/');
        let escapes_well = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        (starts_well && escapes_well).then(|| Self(text.to_owned()))
    }

    /// The pointer to a member or element below this one.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        let mut text = self.0.clone();
        push_token(&mut text, token);
        Self(text)
    }

    /// The pointer to an element below this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer to what these tokens lead to from this one.
    pub(crate) fn with<'t>(mut self, tokens: impl Iterator<Item = Cow<'t, str>>) -> Self {
        tokens.for_each(|token| push_token(&mut self.0, &token));
        self
    }

    /// The pointer to what this one stands in; the root's parent is the root.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned()))
    }

    /// The tokens, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|token| {
            if token.contains('~') {
                Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(token)
            }
        })
    }

    /// Whether this pointer is `other` or stands somewhere below it.
    #[must_use]
    pub fn is_within(&self, other: &Pointer) -> bool {
        self.0.strip_prefix(other.0.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Appends `/` and the escaped token.
pub(super) fn push_token(text: &mut String, token: &str) {
    text.push('/');
    for character in token.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

/// The array index that a token writes: decimal digits without leading zero.
pub(crate) fn array_index(token: &str) -> Option<usize> {
    is_index(token).then(|| token.parse().ok()).flatten()
}

fn is_index(token: &str) -> bool {
    let digits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    digits && (token == "0" || !token.starts_with('0'))
}

/// Elements by number, members by name; no object of the profile has members that look like numbers.
fn token_order(left: &str, right: &str) -> Ordering {
    match (is_index(left), is_index(right)) {
        (true, true) => left.len().cmp(&right.len()).then_with(|| left.cmp(right)),
        (false, false) => canonical_order(left, right),
        (left, right) => right.cmp(&left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::root().child("ext").child("a/b~c").index(3);
        assert_eq!(pointer.as_str(), "/ext/a~1b~0c/3");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["ext", "a/b~c", "3"]);
        assert_eq!(pointer.parent().as_str(), "/ext/a~1b~0c");
    }

    #[test]
    fn ill_formed_text_is_no_pointer() {
        for bad in ["a", "/a~", "/a~2", "~0"] {
            assert_eq!(Pointer::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn pointers_are_ordered_as_in_the_canonical_form() {
        let sorted = ["", "/a", "/a/9", "/a/9/b", "/a/10", "/a/x", "/a-b", "/a_b"];
        let mut pointers: Vec<_> = sorted.iter().rev().map(|text| Pointer::parse(text).unwrap()).collect();
        pointers.sort();
        assert_eq!(pointers.iter().map(Pointer::as_str).collect::<Vec<_>>(), sorted);
    }

    #[test]
    fn within_compares_whole_tokens() {
        let names = Pointer::parse("/content/names").unwrap();
        assert!(Pointer::parse("/content/names/0").unwrap().is_within(&names));
        assert!(!Pointer::parse("/content/names_held").unwrap().is_within(&names));
    }
}
