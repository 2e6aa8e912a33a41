//! Right-to-left and left-to-right words on one line of a terminal.
//!
//! A terminal lays out each line from left to right. Where both directions meet, signs between them move to the wrong end and
//! words change places, unless each part stands in an isolate of its own (UAX #9).

use passerelle::Language;

use crate::context::Screen;

const LEFT_TO_RIGHT: char = '\u{2066}';
const RIGHT_TO_LEFT: char = '\u{2067}';
const END: char = '\u{2069}';

/// A sentence or word of a language. Only a terminal gets isolates: files and other programs get no invisible characters.
pub(crate) fn said(text: &str, language: Language, screen: Screen) -> String {
    if language.is_right_to_left() && screen == Screen::Terminal { sentence(text) } else { text.to_owned() }
}

/// A right-to-left sentence, with its codes, dates and foreign words kept as they are written.
fn sentence(text: &str) -> String {
    let mut isolated = String::from(RIGHT_TO_LEFT);
    let mut rest = text;
    while let Some((before, part, after)) = left_to_right_part(rest) {
        isolated.push_str(before);
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            isolated.push_str(part);
        } else {
            isolated.push(LEFT_TO_RIGHT);
            isolated.push_str(part);
            isolated.push(END);
        }
        rest = after;
    }
    isolated.push_str(rest);
    isolated.push(END);
    isolated
}

/// The first code between backticks, or else the words up to the next right-to-left one, with what stands around them.
fn left_to_right_part(text: &str) -> Option<(&str, &str, &str)> {
    let first =
        text.find(|character: char| character == '`' || character.is_alphanumeric() && !is_right_to_left(character))?;
    let (before, rest) = text.split_at(first);
    if let Some(code) = rest.strip_prefix('`') {
        let (part, after) = rest.split_at_checked(code.find('`')? + 2)?;
        return Some((before, part, after));
    }
    // A sign that clings to the words belongs to them: `+33…`, `1985~`.
    let is_edge = |character: char| {
        character.is_whitespace() || is_right_to_left(character) || "«»“”()[]{}:,.;\"'".contains(character)
    };
    let clinging = before.rfind(is_edge).map_or(before, |at| before.get(at..).unwrap_or_default());
    let clinging = clinging.trim_start_matches(is_edge);
    let (before, rest) = text.split_at_checked(first - clinging.len())?;
    let reach = rest.find(|character: char| character == '`' || is_right_to_left(character)).unwrap_or(rest.len());
    let (words, _) = rest.split_at_checked(reach)?;
    let last = words.rfind(char::is_alphanumeric)?;
    let tail = words.get(last..).unwrap_or_default();
    let end = last + tail.find(is_edge).unwrap_or(tail.len());
    let (part, after) = rest.split_at_checked(end)?;
    Some((before, part, after))
}

/// A left-to-right line with each right-to-left value isolated, so that its neighbours stay in their columns.
pub(super) fn line(text: &str) -> String {
    let mut isolated = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        let (before, from) = rest.split_at(start);
        let reach = from.find('"').unwrap_or(from.len());
        let value = from.get(..reach).unwrap_or_default().trim_end_matches(|character| !is_right_to_left(character));
        isolated.push_str(before);
        isolated.push(RIGHT_TO_LEFT);
        isolated.push_str(value);
        isolated.push(END);
        rest = from.get(value.len()..).unwrap_or_default();
    }
    isolated.push_str(rest);
    isolated
}

/// Whether a character belongs to a script that is written from right to left.
fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With signs that can be seen.
    fn drawn(text: &str) -> String {
        text.replace(LEFT_TO_RIGHT, "⟪").replace(RIGHT_TO_LEFT, "⟦").replace(END, "⟧")
    }

    #[test]
    fn only_a_terminal_gets_isolates() {
        for (language, screen, shown) in [
            (Language::Arabic, Screen::Terminal, "⟦كلمة ⟪`code`⟧ كلمة⟧"),
            (Language::Arabic, Screen::Pipe, "كلمة `code` كلمة"),
            (Language::French, Screen::Terminal, "كلمة `code` كلمة"),
        ] {
            assert_eq!(drawn(&said("كلمة `code` كلمة", language, screen)), shown);
        }
    }

    #[test]
    fn codes_dates_and_names_stay_as_they_are_written() {
        for (text, shown) in [
            ("H1، لا تُستخدم", "⟦⟪H1⟧، لا تُستخدم⟧"),
            ("من «2026-02-05» إلى «+33639980010»", "⟦من «⟪2026-02-05⟧» إلى «⟪+33639980010⟧»⟧"),
            ("إضافة (Anse du Modèle, XB)", "⟦إضافة (⟪Anse du Modèle, XB⟧)⟧"),
            ("اكتب `-9007199254740991`.", "⟦اكتب ⟪`-9007199254740991`⟧.⟧"),
            ("الأشخاص: 30–45 و1985~.", "⟦الأشخاص: ⟪30–45⟧ و⟪1985~⟧.⟧"),
            ("المادة 12", "⟦المادة 12⟧"),
            ("كلمة", "⟦كلمة⟧"),
            ("`", "⟦`⟧"),
            ("", "⟦⟧"),
        ] {
            assert_eq!(drawn(&sentence(text)), shown);
        }
    }

    #[test]
    fn values_side_by_side_do_not_change_places() {
        assert_eq!(drawn(&line("[\"آنا تستوفا\", \"مريم\"],")), "[\"⟦آنا تستوفا⟧\", \"⟦مريم⟧\"],");
        assert_eq!(drawn(&line("\"a\": 1")), "\"a\": 1");
    }
}
