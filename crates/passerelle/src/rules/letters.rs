//! Letters of the most used scripts, of which all that the rules ask is known at a glance.

use unicode_script::Script;

/// The script of a letter that is one of the most used: it is alphabetic, of this script alone, in the one spelling that Unicode
/// prefers, and seen. Nothing for every other character.
pub(super) fn script_of_common(letter: char) -> Option<Script> {
    match letter {
        'A'..='Z' | 'a'..='z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ſ' | '\u{1e00}'..='\u{1eff}' => {
            Some(Script::Latin)
        }
        'А'..='я' => Some(Script::Cyrillic),
        'ء'..='غ' | 'ف'..='ي' => Some(Script::Arabic),
        '\u{4e00}'..='\u{9fff}' => Some(Script::Han),
        '\u{ac00}'..='\u{d7a3}' => Some(Script::Hangul),
        _ => None,
    }
}

/// Signs that stand between such letters: they are seen, and in the one spelling that Unicode prefers.
fn is_common_sign(character: char) -> bool {
    matches!(character, ' '..='~' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '،' | '؛' | '؟' | '、' | '。')
}

/// Whether a text is made of such letters and signs.
pub(super) fn is_common(text: &str) -> bool {
    text.chars().all(|character| is_common_sign(character) || script_of_common(character).is_some())
}

#[cfg(test)]
mod tests {
    use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfc_quick};
    use unicode_script::{ScriptExtension, UnicodeScript};

    use super::*;
    use crate::rules::text::escape_unseen;

    /// What is said of these letters is what the tables of Unicode say.
    #[test]
    fn common_letters_are_what_they_are_said_to_be() {
        let common = ('\0'..=char::MAX).filter_map(|letter| Some((letter, script_of_common(letter)?)));
        let mut scripts = std::collections::BTreeMap::new();
        for (letter, script) in common {
            let shown = letter.escape_unicode();
            assert!(letter.is_alphabetic(), "{shown}");
            assert_eq!(letter.script(), script, "{shown}");
            assert_eq!(letter.script_extension(), ScriptExtension::from(script), "{shown}");
            assert_eq!(is_nfc_quick(std::iter::once(letter)), IsNormalized::Yes, "{shown}");
            assert_eq!(canonical_combining_class(letter), 0, "{shown}");
            assert_eq!(escape_unseen(&letter.to_string()), letter.to_string());
            *scripts.entry(script.short_name()).or_insert(0) += 1;
        }
        for sign in ('\0'..=char::MAX).filter(|character| is_common_sign(*character)) {
            let shown = sign.escape_unicode();
            assert_eq!(is_nfc_quick(std::iter::once(sign)), IsNormalized::Yes, "{shown}");
            assert_eq!(canonical_combining_class(sign), 0, "{shown}");
            assert_eq!(escape_unseen(&sign.to_string()), sign.to_string());
        }
        let counted: Vec<_> = scripts.into_iter().collect();
        assert_eq!(counted, [("Arab", 36), ("Cyrl", 64), ("Hang", 11_172), ("Hani", 20_992), ("Latn", 498)]);
    }
}
