//! The line of a text that a finding lies in, as far as it may be shown, with the place to point at.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::mask::Mask;
use crate::failure::shown;

/// What stands for a value that is not shown. Its length says nothing about the value's.
const HIDDEN: &str = "•••";
/// What stands for the rest of a line that is too long.
const CUT: &str = "…";
/// Bytes of a line that are looked at on each side of a finding; a canonical record is one line of any length.
const REACH: usize = 600;

/// One line to print, and which columns of it to underline.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) line: String,
    /// Columns before the underlined ones.
    pub(super) indent: usize,
    /// Underlined columns, at least one.
    pub(super) length: usize,
}

impl Excerpt {
    /// The line that a byte lies in, cut to about `width` columns, with the token that begins there underlined.
    pub(super) fn new(text: &[u8], start: usize, mask: &Mask, width: usize) -> Self {
        let start = start.min(text.len());
        let end = token_end(text, start);
        let (from, to) = line_around(text, start, mask);
        let mut line = Line::default();
        let mut at = from;
        while at < to {
            if at >= start {
                line.marked_from.get_or_insert(line.shown.len());
            }
            if at >= end {
                line.marked_to.get_or_insert(line.shown.len());
            }
            if let Some((hidden_from, hidden_to)) = mask.at(at) {
                if (hidden_from..hidden_to).contains(&start) {
                    line.marked_from.get_or_insert(line.shown.len());
                }
                let quote = if text.get(hidden_from) == Some(&b'"') { "\"" } else { "" };
                line.shown.push_str(&format!("{quote}{HIDDEN}{quote}"));
                at = hidden_to.max(at + 1);
            } else {
                at += line.push_first(text.get(at..to).unwrap_or_default());
            }
        }
        line.into_excerpt(width)
    }
}

/// Past the string, word or single sign that begins at a byte.
fn token_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let length = match rest.first() {
        Some(b'"') => {
            let mut escaped = false;
            let closing = rest.iter().skip(1).position(|byte| {
                let closes = *byte == b'"' && !escaped || *byte == b'\n';
                escaped = *byte == b'\\' && !escaped;
                closes
            });
            closing.map_or(rest.len(), |index| index + 2)
        }
        Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.') => {
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-+.".contains(byte)).count()
        }
        _ => 1,
    };
    start + length
}

/// The bounds of the line, or of its part near the finding.
fn line_around(text: &[u8], start: usize, mask: &Mask) -> (usize, usize) {
    let mut from = start.saturating_sub(REACH);
    let mut to = (start + REACH).min(text.len());
    let before = text.get(from..start).unwrap_or_default();
    if let Some(index) = before.iter().rposition(|byte| *byte == b'\n') {
        from += index + 1;
    } else if let Some((hidden_from, _)) = mask.at(from) {
        from = hidden_from;
    }
    while text.get(from).is_some_and(|byte| byte & 0xC0 == 0x80) {
        from += 1;
    }
    if let Some(index) = text.get(start..to).unwrap_or_default().iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        to = start + index;
    }
    (from, to)
}

/// A line in the making, with byte positions in what is shown.
#[derive(Default)]
struct Line {
    shown: String,
    marked_from: Option<usize>,
    marked_to: Option<usize>,
}

impl Line {
    /// Takes over the first character, and says how many bytes it has.
    fn push_first(&mut self, bytes: &[u8]) -> usize {
        let Some(chunk) = bytes.utf8_chunks().next() else { return 1 };
        match chunk.valid().chars().next() {
            Some('\t') => self.shown.push_str("    "),
            Some(character) => self.shown.push_str(&shown(character.encode_utf8(&mut [0; 4]))),
            None => {
                self.shown.push(char::REPLACEMENT_CHARACTER);
                return chunk.invalid().len().max(1);
            }
        }
        chunk.valid().chars().next().map_or(1, char::len_utf8)
    }

    fn into_excerpt(self, width: usize) -> Excerpt {
        let from = self.marked_from.unwrap_or(self.shown.len());
        let to = self.marked_to.unwrap_or(self.shown.len()).max(from);
        let trimmed = self.shown.trim_start().len();
        let margin = (self.shown.len() - trimmed).min(from);
        let (before, rest) = self.shown.get(margin..).unwrap_or_default().split_at(from - margin);
        let (marked, after) = rest.split_at(to - from);
        let before = last_columns(before, width / 2);
        let marked = first_columns(marked.trim_end(), width.saturating_sub(before.width()));
        let after = first_columns(after, width.saturating_sub(before.width() + marked.width()));
        Excerpt {
            indent: before.width(),
            length: marked.width().max(1),
            line: format!("{before}{marked}{after}").trim_end().to_owned(),
        }
    }
}

/// The end of a text, from a column on that leaves it at most so wide.
fn last_columns(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |character: &char| {
        taken += character.width().unwrap_or(0);
        taken < width
    };
    let end: Vec<char> = text.chars().rev().take_while(fits).collect();
    CUT.to_owned() + &end.into_iter().rev().collect::<String>()
}

/// The beginning of a text, at most so wide.
fn first_columns(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let fits = |character: &char| {
        taken += character.width().unwrap_or(0);
        taken < width
    };
    text.chars().take_while(fits).collect::<String>() + CUT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Values;

    fn excerpt(text: &str, needle: &str, values: Values) -> Excerpt {
        let start = text.find(needle).unwrap();
        Excerpt::new(text.as_bytes(), start, &Mask::of(text.as_bytes(), values), 60)
    }

    fn drawn(excerpt: &Excerpt) -> String {
        format!("{}\n{}{}", excerpt.line, " ".repeat(excerpt.indent), "^".repeat(excerpt.length))
    }

    #[test]
    fn a_value_is_masked_and_underlined() {
        let text = "{\n    \"full\": \"Anna\", \"crime\": \"som\"\n}";
        assert_eq!(
            drawn(&excerpt(text, "\"Anna\"", Values::Masked)),
            "\"full\": \"•••\", \"crime\": \"som\"\n        ^^^^^"
        );
        assert_eq!(
            drawn(&excerpt(text, "\"Anna\"", Values::Shown)),
            "\"full\": \"Anna\", \"crime\": \"som\"\n        ^^^^^^"
        );
        assert_eq!(
            drawn(&excerpt(text, "nna", Values::Masked)),
            "\"full\": \"•••\", \"crime\": \"som\"\n        ^^^^^"
        );
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let text = format!("{{{}\"full\":\"Anna\"{}}}", "\"rev\":1,".repeat(500), ",\"rev\":1".repeat(500));
        let excerpt = excerpt(&text, "\"Anna\"", Values::Masked);
        assert!(excerpt.line.starts_with('…') && excerpt.line.ends_with('…') && excerpt.line.width() <= 60);
        assert_eq!(excerpt.line.chars().skip(excerpt.indent).take(excerpt.length).collect::<String>(), "\"•••\"");
    }

    #[test]
    fn wide_and_invisible_characters_keep_the_place() {
        let text = "{\"a\": \"東京\u{202E}\", \"b\": 1.5}";
        assert_eq!(
            drawn(&excerpt(text, "1.5", Values::Shown)),
            "{\"a\": \"東京\\u{202e}\", \"b\": 1.5}\n                           ^^^"
        );
    }

    #[test]
    fn what_nobody_sees_is_shown_by_its_number() {
        let text = "{\"a\": \"\u{85}\u{ad}\u{200C}\u{2028}\u{FE00}\u{E0041}\"}";
        let shown = r#"{"a": "\u{85}\u{ad}\u{200c}\u{2028}\u{fe00}\u{e0041}"}"#;
        assert_eq!(excerpt(text, "{", Values::Shown).line, shown);
    }

    #[test]
    fn any_bytes_have_an_excerpt() {
        for text in [&b"\xFF\xFE{"[..], b"", b"\n\n", b"{\"a", "é".as_bytes()] {
            for start in 0..=text.len() + 1 {
                let _ = Excerpt::new(text, start, &Mask::of(text, Values::Masked), 20);
            }
        }
    }
}
