//! How texts are written: in one spelling, and without characters that nobody sees.

use std::borrow::Cow;

use unicode_normalization::is_nfc;

use super::Report;
use super::letters::is_common;
use super::walk::{Trail, every_value_of};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Value};

/// Checks every string of an object, those of extensions too.
///
/// These are findings of the stage `profile`: they ask for no record type, and an object that fits no schema has them too.
pub(crate) fn check_strings(object: &Object) -> Vec<Finding> {
    let mut report = Report::default();
    every_value_of(object, &mut |trail, value| {
        if let Value::String(text) = value
            && !is_plain(text)
        {
            nfc_required(text, trail, &mut report);
            bidi_control(text, trail, &mut report);
        }
    });
    report.into_sorted()
}

/// spec: PSR-PRF-005
fn nfc_required(text: &str, trail: &Trail<'_>, report: &mut Report) {
    if !is_nfc(text) {
        report.add(Code::ProfileNotNfc, trail.pointer());
    }
}

/// spec: PSR-PRF-006
fn bidi_control(text: &str, trail: &Trail<'_>, report: &mut Report) {
    if unseen(text).any(|(_, is_unseen)| is_unseen) {
        report.add(Code::ProfileBidi, trail.pointer());
    }
}

/// A text as it may be shown to people: each character that nobody sees stands there by its number, as in `\u{202e}`.
///
/// It is for screens and paper only: what it gives is another text, which is not to be compared, kept or signed. Line breaks and
/// tabs, which no text of a record has, are among what it replaces.
///
/// ```
/// assert_eq!(passerelle::escape_unseen("invoice\u{202e}gpj.exe"), "invoice\\u{202e}gpj.exe");
/// assert_eq!(passerelle::escape_unseen("Zo\u{eb} Testova"), "Zo\u{eb} Testova");
/// ```
#[must_use]
pub fn escape_unseen(text: &str) -> Cow<'_, str> {
    if !unseen(text).any(|(character, is_unseen)| is_unseen || character.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for (character, is_unseen) in unseen(text) {
        if is_unseen || character.is_control() {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Whether these rules have nothing to say of a text.
pub(super) fn is_seen(text: &str) -> bool {
    is_common(text) || is_nfc(text) && !unseen(text).any(|(_, is_unseen)| is_unseen)
}

/// Whether a text can hold nothing that these rules look for: it is ASCII without U+007F, as most texts are.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.as_bytes().contains(&0x7f)
}

/// The characters of a text, and whether each is one that nobody sees.
fn unseen(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut selects = false;
    text.chars().map(move |character| {
        let is_unseen = if is_variation_selector(character) { !selects } else { is_unseen(character) };
        selects = !character.is_ascii() && !is_unseen && !is_variation_selector(character);
        (character, is_unseen)
    })
}

/// Controls, line separators, marks and overrides of direction, and what has no width of its own.
///
/// These are the characters of Unicode's properties Default_Ignorable_Code_Point and Bidi_Control, the controls from U+007F on,
/// U+2028, U+2029 and the anchors U+FFF9 to U+FFFB, without the joiners that spelling needs and the variation selectors.
/// The ranges are the format's and not those of a table that grows, so that every reader gives the same answer.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Joiners and the Mongolian vowel separator: Persian, Urdu, Kurdish, Mongolian and the scripts of India change the shape and
/// sometimes the meaning of a word with them. Between letters of other scripts a rule about names finds them.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '\u{180e}' | '\u{200c}' | '\u{200d}')
}

/// Names in Japan and words in Mongolian are written with them. One alone chooses the form of the character before it; one that
/// has nothing to choose from is there to hide something, be it a name from a search or a message in a text.
pub(super) fn is_variation_selector(character: char) -> bool {
    matches!(
        character,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::{Class, HirKind};

    use super::*;

    /// The ranges are complete: nothing that Unicode calls ignorable or a control of direction is passed over unawares.
    #[test]
    fn the_set_covers_unicodes_properties() {
        let hir = regex_syntax::parse(r"[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]").unwrap();
        let HirKind::Class(Class::Unicode(class)) = hir.kind() else { panic!("no class") };
        let is_known = |character| is_unseen(character) || is_joiner(character) || is_variation_selector(character);
        let mut count = 0;
        for character in class.iter().flat_map(|range| range.start()..=range.end()) {
            assert!(is_known(character), "{}", character.escape_unicode());
            count += 1;
        }
        let beyond = ['\u{7f}'..='\u{9f}', '\u{2028}'..='\u{2029}', '\u{fff9}'..='\u{fffb}'];
        let beyond: usize = beyond.into_iter().map(Iterator::count).sum();
        assert_eq!(('\0'..=char::MAX).filter(|character| is_known(*character)).count(), count + beyond);
    }

    #[test]
    fn what_nobody_sees_is_shown_by_its_number() {
        for (text, due) in [
            ("a\u{ad}b\u{85}", "a\\u{ad}b\\u{85}"),
            ("\u{e0041}\u{2028}", "\\u{e0041}\\u{2028}"),
            ("two\nlines", "two\\u{a}lines"),
            // A selector behind an ideograph chooses its form; behind an ASCII letter or another selector it only hides.
            ("\u{845b}\u{e0100}", "\u{845b}\u{e0100}"),
            ("\u{845b}\u{e0100}\u{e0101}", "\u{845b}\u{e0100}\\u{e0101}"),
            ("A\u{fe00}", "A\\u{fe00}"),
            ("\u{fe0f}", "\\u{fe0f}"),
            ("\u{200b}\u{fe0f}", "\\u{200b}\\u{fe0f}"),
            ("\u{645}\u{6cc}\u{200c}\u{634}", "\u{645}\u{6cc}\u{200c}\u{634}"),
        ] {
            assert_eq!(escape_unseen(text), due);
        }
        assert!(matches!(escape_unseen("Zo\u{eb}"), Cow::Borrowed(_)));
    }
}
