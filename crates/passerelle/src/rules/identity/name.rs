//! Names: their script, where a transliteration comes from, and letters that only look alike.

use unicode_script::{Script, UnicodeScript};

use super::script::{self, Fit};
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::rules::letters::script_of_common;
use crate::rules::text::{is_joiner, is_variation_selector};
use crate::rules::{CONTENT, Report};

/// Alphabets that share shapes: a word that mixes two of them is easily mistaken for a word of one.
const LOOK_ALIKES: [Script; 5] = [Script::Latin, Script::Greek, Script::Cyrillic, Script::Armenian, Script::Cherokee];

pub(super) fn check(content: Node<'_>, report: &mut Report) {
    let all = CONTENT.child("names");
    for (index, name) in content.list("names").enumerate() {
        let at = all.index(index);
        name_script_matches(name, &at, report);
        translit_source_exists(content, index, name, &at, report);
        confusable_name(name, &at, report);
    }
}

/// spec: PSR-PRO-006
fn name_script_matches(name: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let Some((full, script)) = name.text("full").zip(name.text("script")) else { return };
    match script::fit(full, script) {
        Fit::Foreign => report.add(Code::RuleNameScriptMatches, at.child("script").pointer()),
        Fit::Mixed => report.add(Code::RuleNameScriptMixed, at.child("full").pointer()),
        Fit::Whole | Fit::Undecided => {}
    }
}

/// spec: PSR-PRO-007
fn translit_source_exists(content: Node<'_>, index: usize, name: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let Some(source) = name.integer("translit_of") else { return };
    let source = usize::try_from(source).ok().filter(|source| *source != index);
    let source = source.and_then(|source| content.list("names").nth(source));
    if source.is_none_or(|source| source.text("script") == name.text("script")) {
        report.add(Code::RuleTranslitSourceExists, at.child("translit_of").pointer());
    }
}

/// spec: PSR-PRO-008
fn confusable_name(name: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let mut look_at = |text: &str, at: &Trail<'_>| {
        if is_confusable(text) {
            report.add(Code::RuleConfusableName, at.pointer());
        }
    };
    name.text("full").into_iter().for_each(|full| look_at(full, &at.child("full")));
    let at = at.child("parts");
    for (member, part) in name.get("parts").into_iter().flat_map(Node::members) {
        let at = at.child(member);
        part.as_str().into_iter().for_each(|part| look_at(part, &at));
        for (index, part) in part.items().filter_map(Node::as_str).enumerate() {
            look_at(part, &at.index(index));
        }
    }
}

/// Whether a word of the text mixes alphabets that look alike, or has what only other scripts need beside a letter of theirs.
fn is_confusable(text: &str) -> bool {
    if is_of_one_alphabet(text) {
        return false;
    }
    let of_word = |character: char| {
        script_of_common(character).is_some()
            || character.is_alphabetic()
            || character.script() == Script::Inherited
            || shapes_other_scripts(character)
    };
    text.split(|character| !of_word(character)).any(|word| mixes_alphabets(word) || joins_needlessly(word))
}

/// Whether it is seen at a glance that all letters that look alike are of one alphabet, and that there is nothing that joins.
fn is_of_one_alphabet(text: &str) -> bool {
    // ASCII has letters of one alphabet, and nothing that joins.
    text.is_ascii() || {
        let mut alphabet = None;
        text.chars().all(|character| match script_of_common(character) {
            Some(script) if LOOK_ALIKES.contains(&script) => *alphabet.get_or_insert(script) == script,
            Some(_) => true,
            None => character.is_ascii(),
        })
    }
}

fn look_alike(character: char) -> Option<Script> {
    let script = script_of_common(character).or_else(|| character.is_alphabetic().then(|| character.script()))?;
    LOOK_ALIKES.contains(&script).then_some(script)
}

fn mixes_alphabets(word: &str) -> bool {
    let mut alphabets = word.chars().filter_map(look_alike);
    let first = alphabets.next();
    alphabets.any(|script| Some(script) != first)
}

/// Joiners and variation selectors: nobody sees them, and the alphabets above never need them.
fn shapes_other_scripts(character: char) -> bool {
    is_joiner(character) || is_variation_selector(character)
}

fn joins_needlessly(word: &str) -> bool {
    let pairs = word.chars().zip(word.chars().skip(1));
    let mut pairs = pairs.filter(|(left, right)| shapes_other_scripts(*left) || shapes_other_scripts(*right));
    pairs.any(|(left, right)| look_alike(left).is_some() || look_alike(right).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_words_are_confusable() {
        // Cyrillic о in a Latin word, Latin e in a Cyrillic word, a joiner or a selector beside Latin letters.
        for text in ["Testоva", "Анна Тeстова", "Anna\u{200D}Maria", "An\u{200C}na", "Zo\u{eb}\u{fe00}", "An\u{180e}na"]
        {
            assert!(is_confusable(text), "{text}");
        }
    }

    #[test]
    fn honest_words_are_not() {
        for text in [
            "Anna Тестова",
            "Ångström-Žižek",
            "Ελένη",
            "محمد‌رضا",
            "राज्‍य",
            "O'Test 3ª",
            "山田 Taro",
            "\u{845b}\u{e0100}城",
        ] {
            assert!(!is_confusable(text), "{text}");
        }
    }
}
