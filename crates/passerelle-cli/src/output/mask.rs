//! Which parts of a text may be shown in an excerpt.
//!
//! Member names, codes, the identifiers of records and authorities, and the numbers that hold a record together stay readable.
//! Everything else may say something about a person, and is shown as `•••` unless the caller asks for the values.

use passerelle::record::{AuthorityId, Date, RecordId, SpecVersion, Timestamp, VocabularyEdition};
use serde::de::IgnoredAny;

use super::known;
use crate::context::Values;

/// The byte ranges of a text that are not shown, in order, each one a whole token.
#[derive(Debug, Default)]
pub(super) struct Mask {
    hidden: Vec<(usize, usize)>,
}

impl Mask {
    pub(super) fn of(text: &[u8], values: Values) -> Self {
        if values == Values::Shown {
            return Self::default();
        }
        let sound = serde_json::from_slice::<IgnoredAny>(text).is_ok();
        let mut walk = Walk { text, at: 0, sound, levels: Vec::new(), hidden: Vec::new() };
        walk.run();
        Self { hidden: walk.hidden }
    }

    /// The hidden range that a byte lies in.
    pub(super) fn at(&self, offset: usize) -> Option<(usize, usize)> {
        let index = self.hidden.partition_point(|(_, end)| *end <= offset);
        self.hidden.get(index).copied().filter(|(start, _)| *start <= offset)
    }
}

/// A container that is open.
enum Level {
    /// The name of the member that the walk is in.
    Object(Option<String>),
    Array,
}

/// Goes over the tokens of a text, which may be broken anywhere.
struct Walk<'t> {
    text: &'t [u8],
    at: usize,
    /// Whether the text is JSON. In one that is not, a stray quote can make a value look like a name, so only names that the
    /// format knows are shown.
    sound: bool,
    levels: Vec<Level>,
    hidden: Vec<(usize, usize)>,
}

impl Walk<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.peek() {
            let start = self.at;
            match byte {
                b'"' => self.string(start),
                b'{' => self.open(Level::Object(None)),
                b'[' => self.open(Level::Array),
                b'}' | b']' => {
                    self.levels.pop();
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                _ => self.word(start),
            }
        }
    }

    fn peek(&mut self) -> Option<u8> {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn open(&mut self, level: Level) {
        self.levels.push(level);
        self.at += 1;
    }

    /// A string: to its closing quote, or to the end of the line where there is none.
    fn string(&mut self, start: usize) {
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'\n' => break,
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    break;
                }
                _ => self.at += 1,
            }
        }
        let end = self.at.min(self.text.len());
        self.at = end;
        let inner = self.text.get(start + 1..end.saturating_sub(1)).unwrap_or_default();
        let inner = std::str::from_utf8(inner).unwrap_or_default().to_owned();
        let is_name = self.peek() == Some(b':');
        let shown = match self.levels.last_mut() {
            Some(Level::Object(name)) if is_name => {
                let shown = is_name_of_profile(&inner) && (self.sound || known::is_member(&inner));
                *name = Some(inner);
                shown
            }
            _ => self.shows_text(&inner),
        };
        if !shown {
            self.hidden.push((start, end));
        }
    }

    /// A number, a literal, or anything else that is no string.
    fn word(&mut self, start: usize) {
        while self.text.get(self.at).is_some_and(|byte| !b"{}[]:,\"".contains(byte) && !byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        let shown = match word {
            b"true" | b"false" | b"null" => true,
            _ => word.len() <= 6 && word.iter().all(u8::is_ascii_digit) && self.shows_numbers(),
        };
        if !shown {
            self.hidden.push((start, self.at));
        }
    }

    /// The member names on the way here, from the record's root.
    fn path(&self) -> impl Iterator<Item = &str> {
        let names = self.levels.iter().filter_map(|level| match level {
            Level::Object(name) => name.as_deref(),
            Level::Array => None,
        });
        names.enumerate().filter(|(index, name)| !(*index == 0 && *name == "record")).map(|(_, name)| name)
    }

    fn shows_text(&self, value: &str) -> bool {
        let path: Vec<&str> = self.path().collect();
        match path.as_slice() {
            ["spec"] => SpecVersion::new(value).is_ok(),
            ["id"] | [.., "id"] => RecordId::new(value).is_ok(),
            ["issuer"] | ["signers", "of"] => AuthorityId::new(value).is_ok(),
            ["vocab", _] => VocabularyEdition::new(value).is_ok(),
            ["issued"] => Timestamp::new(value).is_ok(),
            ["validity", "from" | "review_by" | "expires"] => Date::new(value).is_ok(),
            [.., "evaluation", "source" | "information"] => value.len() <= 2,
            [.., "releasable_to" | "not_releasable_to"] => {
                value == "all-members" || value.len() <= 3 && value.bytes().all(|byte| byte.is_ascii_uppercase())
            }
            [.., name] => known::is_code(name, value),
            [] => false,
        }
    }

    fn shows_numbers(&self) -> bool {
        let path: Vec<&str> = self.path().collect();
        match path.as_slice() {
            [
                ..,
                "rev" | "seq" | "src" | "translit_of" | "name_used" | "name_ref" | "selector_refs" | "document_refs"
                | "image" | "images" | "leg",
            ] => true,
            ["content" | "ext", ..] | [] => false,
            _ => self.sound,
        }
    }
}

/// Whether a member name has the form that the profile demands: `[a-z][a-z0-9_.:/#-]*`.
pub(super) fn is_name_of_profile(name: &str) -> bool {
    let first = name.bytes().next();
    first.is_some_and(|byte| byte.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b':' | b'/' | b'#' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let mask = Mask::of(text.as_bytes(), Values::Masked);
        let mut shown = String::new();
        let mut at = 0;
        for (start, end) in &mask.hidden {
            shown.push_str(&text[at..*start]);
            shown.push('•');
            at = *end;
        }
        shown + &text[at..]
    }

    #[test]
    fn values_are_hidden_and_structure_is_not() {
        for (text, shown) in [
            (r#"{"spec":"1.0","rev":2,"type":"profile"}"#, r#"{"spec":"1.0","rev":2,"type":"profile"}"#),
            (r#"{"spec":"Anna","type":"Anna","issuer":"Anna"}"#, r#"{"spec":•,"type":•,"issuer":•}"#),
            (
                r#"{"content":{"crime":["som","anna"],"names":[{"full":"Anna T","src":0}]}}"#,
                r#"{"content":{"crime":["som",•],"names":[{"full":•,"src":0}]}}"#,
            ),
            (
                r#"{"record":{"rev":1,"content":{"age_on":{"years":41}}}}"#,
                r#"{"record":{"rev":1,"content":{"age_on":{"years":•}}}}"#,
            ),
            (r#"{"Anna T":1,"anna_t":{"x":"y"}}"#, r#"{•:1,"anna_t":{"x":•}}"#),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn a_broken_text_shows_known_names_only() {
        for (text, shown) in [
            (r#"{"full": Anna, "crime": ["som"}"#, r#"{"full": •, "crime": ["som"}"#),
            ("{\"full\": \"Anna\n \"crime\": [\"som\"]", "{\"full\": •\n \"crime\": [\"som\"]"),
            (r#"{"full" "anna": 3}"#, r#"{• •: •}"#),
            (r#"{"anna": 3, "rev": 1"#, r#"{•: •, "rev": 1"#),
            ("anna", "•"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }
}
