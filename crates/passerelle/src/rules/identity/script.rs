//! Scripts: which letters a code of ISO 15924 stands for, and how well a text keeps to them.

use std::sync::LazyLock;

use unicode_script::{Script, ScriptExtension, UnicodeScript};

use crate::json::is_same;
use crate::rules::letters::script_of_common;

/// Codes that name a style, a part or a union of scripts that Unicode knows under other codes.
const UNIONS: &[(&str, &[&str])] = &[
    ("Aran", &["Arab"]),
    ("Cyrs", &["Cyrl"]),
    ("Egyh", &["Egyp"]),
    ("Geok", &["Geor"]),
    ("Hanb", &["Hani", "Bopo"]),
    ("Hans", &["Hani"]),
    ("Hant", &["Hani"]),
    ("Hntl", &["Hani", "Latn"]),
    ("Hrkt", &["Hira", "Kana"]),
    ("Jamo", &["Hang"]),
    ("Jpan", &["Hani", "Hira", "Kana"]),
    ("Kore", &["Hani", "Hang"]),
    ("Latf", &["Latn"]),
    ("Latg", &["Latn"]),
    ("Syre", &["Syrc"]),
    ("Syrj", &["Syrc"]),
    ("Syrn", &["Syrc"]),
];

/// Codes that are registered and say nothing about letters, since they stand for signs, speech, the unknown, or a script that
/// Unicode does not have.
const WITHOUT_LETTERS: &[&str] = &[
    "Afak", "Blis", "Chis", "Cirt", "Egyd", "Inds", "Kitl", "Kpel", "Leke", "Loma", "Maya", "Moon", "Nkdb", "Nkgb",
    "Pelm", "Phlv", "Piqd", "Psin", "Ranj", "Roro", "Sara", "Shui", "Teng", "Visp", "Wole", "Zinh", "Zmth", "Zsye",
    "Zsym", "Zxxx", "Zyyy", "Zzzz",
];

/// How well the letters of a text keep to a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The text has no letters, or the code says nothing about letters.
    Undecided,
    /// Every letter is of the script.
    Whole,
    /// Some letters are of the script and some are not.
    Mixed,
    /// No letter is of the script.
    Foreign,
}

/// Whether ISO 15924 has the code; `Qaaa` to `Qabx` are free for private use.
pub(super) fn is_registered(code: &str) -> bool {
    scripts_of(code).is_some() || WITHOUT_LETTERS.contains(&code) || is_private(code)
}

fn is_private(code: &str) -> bool {
    code.len() == 4 && ("Qaaa"..="Qabx").contains(&code)
}

/// Codes whose scripts are worked out once, since many records have them.
const OFTEN: [&str; 21] = [
    "Arab", "Armn", "Beng", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Hang", "Hani", "Hans", "Hant", "Hebr", "Hira",
    "Jpan", "Kana", "Kore", "Latn", "Sinh", "Taml", "Thai",
];

/// The scripts of Unicode that a code stands for.
fn scripts_of(code: &str) -> Option<ScriptExtension> {
    static OF_OFTEN: LazyLock<[Option<ScriptExtension>; OFTEN.len()]> = LazyLock::new(|| OFTEN.map(work_out));
    match OFTEN.iter().position(|often| is_same(often.as_bytes(), code.as_bytes())) {
        Some(index) => OF_OFTEN.get(index).copied().flatten(),
        None => work_out(code),
    }
}

fn work_out(code: &str) -> Option<ScriptExtension> {
    if WITHOUT_LETTERS.contains(&code) {
        return None;
    }
    let single = [code];
    let names = UNIONS.iter().find(|(union, _)| *union == code).map_or(single.as_slice(), |(_, names)| names);
    let scripts = names.iter().filter_map(|name| Script::from_short_name(name)).map(ScriptExtension::from);
    scripts.reduce(ScriptExtension::union)
}

/// The scripts that a letter is of; nothing for one that is common to all scripts, and for what is no letter.
fn scripts_of_letter(character: char) -> Option<ScriptExtension> {
    if let Some(script) = script_of_common(character) {
        return Some(script.into());
    }
    let scripts = character.is_alphabetic().then(|| character.script_extension());
    scripts.filter(|scripts| !scripts.is_common() && !scripts.is_inherited())
}

/// Compares the letters of a text with a script. Digits, punctuation and letters common to all scripts are passed over.
pub(super) fn fit(text: &str, code: &str) -> Fit {
    if code == "Latn" && text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_alphabetic()) { Fit::Whole } else { Fit::Undecided };
    }
    let scripts = scripts_of(code);
    if scripts.is_none() && (WITHOUT_LETTERS.contains(&code) || is_private(code)) {
        return Fit::Undecided;
    }
    let of_script = |letter: ScriptExtension| scripts.is_some_and(|held| !held.intersection(letter).is_empty());
    let mut letters = text.chars().filter_map(scripts_of_letter);
    let Some(first) = letters.next().map(of_script) else { return Fit::Undecided };
    match (first, letters.all(|letter| of_script(letter) == first)) {
        (true, true) => Fit::Whole,
        (false, true) => Fit::Foreign,
        (_, false) => Fit::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_that_come_often_are_those_of_the_standard() {
        assert!(OFTEN.iter().all(|code| scripts_of(code).is_some() && scripts_of(code) == work_out(code)));
    }

    #[test]
    fn codes_of_the_standard_are_known() {
        for code in ["Latn", "Arab", "Cyrl", "Jpan", "Hans", "Zxxx", "Rohg", "Ethi", "Qaaa", "Qabx", "Teng"] {
            assert!(is_registered(code), "{code}");
        }
        for code in ["Abcd", "Latx", "Qaby", "Zaaa"] {
            assert!(!is_registered(code), "{code}");
        }
    }

    #[test]
    fn letters_are_compared_with_their_script() {
        for (text, code, due) in [
            ("Anna Testova", "Latn", Fit::Whole),
            ("Анна", "Latn", Fit::Foreign),
            ("Анна T.", "Cyrl", Fit::Mixed),
            ("Анна T.", "Latn", Fit::Mixed),
            ("+12 (34)", "Latn", Fit::Undecided),
            ("آنا ۱۲", "Arab", Fit::Whole),
            ("やまだ 太郎 ヤマダー", "Jpan", Fit::Whole),
            ("김민수", "Jpan", Fit::Foreign),
            ("金 민수", "Kore", Fit::Whole),
            ("张伟", "Hans", Fit::Whole),
            ("張偉", "Hant", Fit::Whole),
            ("Анна", "Zyyy", Fit::Undecided),
            ("Anna", "Abcd", Fit::Foreign),
        ] {
            assert_eq!(fit(text, code), due, "{text} {code}");
        }
    }
}
