//! The machine-readable zone of a document: its check digits, and what it repeats of the fields beside it.

use mrz::{
    Checks, CyrillicLanguage, Format, MrzData, TransliterationStyle, encode_name_component, parse_mrv_a, parse_mrv_b,
    parse_td1, parse_td2, parse_td3, transliterate, transliterate_cyrillic, verify,
};

use super::document::is_doubted;
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::rules::Report;

/// The ways in which an issuer may write Latin letters with marks (ICAO Doc 9303-3, section 6 A).
const LATIN_STYLES: [TransliterationStyle; 3] =
    [TransliterationStyle::Expanded, TransliterationStyle::Simple, TransliterationStyle::XxSuffix];

/// The languages whose Cyrillic letters are written differently (section 6 B).
const CYRILLIC_LANGUAGES: [CyrillicLanguage; 6] = [
    CyrillicLanguage::Russian,
    CyrillicLanguage::Belarusian,
    CyrillicLanguage::Bulgarian,
    CyrillicLanguage::Serbian,
    CyrillicLanguage::Ukrainian,
    CyrillicLanguage::Macedonian,
];

/// Checks the zone of a document, where it has one. A document that is false is recorded with its mistakes.
pub(super) fn check(document: Node<'_>, content: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    let lines: Vec<&str> = document.texts("mrz").collect();
    if lines.is_empty() || is_doubted(document) {
        return;
    }
    let at = at.child("mrz");
    if let Some(card) = FrenchCard::of(&lines) {
        if !card.checks() {
            report.add(Code::RuleMrzCheckdigit, at.index(1).pointer()); // spec: PSR-PRO-013
        }
        return;
    }
    let Some(zone) = read(&lines) else {
        report.add(Code::RuleMrzCheckdigit, at.pointer()); // spec: PSR-PRO-013
        return;
    };
    mrz_checkdigit(document, &lines, &zone, &at, report);
    mrz_name_agrees(document, content, &lines, &zone, &at, report);
}

/// The issuer that the zone names.
pub(super) fn issuer(document: Node<'_>) -> Option<&str> {
    document.texts("mrz").next().and_then(|line| line.get(2..5)).map(|issuer| issuer.trim_end_matches('<'))
}

/// Reads a zone in one of the five formats of Doc 9303.
fn read(lines: &[&str]) -> Option<MrzData> {
    let visa = lines.first()?.starts_with('V');
    match *lines {
        [first, second, third] => parse_td1(first, second, third).ok(),
        [first, second] if visa && first.len() == 44 => parse_mrv_a(first, second).ok(),
        [first, second] if visa => parse_mrv_b(first, second).ok(),
        [first, second] if first.len() == 44 => parse_td3(first, second).ok(),
        [first, second] => parse_td2(first, second).ok(),
        _ => None,
    }
}

/// spec: PSR-PRO-013
fn mrz_checkdigit(document: Node<'_>, lines: &[&str], zone: &MrzData, at: &Trail<'_>, report: &mut Report) {
    let last_with_digits = 1;
    let with_number = if zone.format == Format::Td1 { 0 } else { 1 };
    let Checks { document_number, date_of_birth, date_of_expiry, personal_number, composite, .. } = zone.checks;
    let digits = [date_of_birth, date_of_expiry, personal_number, composite];
    let wrong = [
        (with_number, document_number == Some(false) || !number_agrees(document, zone)),
        (last_with_digits, digits.contains(&Some(false)) || !expiry_agrees(document, lines, zone.format)),
        (0, document.text("issuer") != Some(&zone.issuing_country)),
    ];
    for line in 0..=last_with_digits {
        if wrong.contains(&(line, true)) {
            report.add(Code::RuleMrzCheckdigit, at.index(line).pointer());
        }
    }
}

/// The printed number may have hyphens and spaces where the zone has fillers; a number that is too long for a zone without
/// room for the rest is cut.
fn number_agrees(document: Node<'_>, zone: &MrzData) -> bool {
    let alone = |number: &str| -> String { number.chars().filter(char::is_ascii_alphanumeric).collect() };
    let (printed, held) =
        (alone(&document.text("number").unwrap_or_default().to_ascii_uppercase()), alone(zone.full_document_number()));
    printed == held || held.len() == 9 && zone.document_number_full.is_none() && printed.starts_with(&held)
}

/// A full printed date of expiry is the six digits of the zone.
fn expiry_agrees(document: Node<'_>, lines: &[&str], format: Format) -> bool {
    let start = if format == Format::Td1 { 8 } else { 21 };
    let held = lines.get(1).and_then(|line| line.get(start..start + 6));
    match document.text("expires").filter(|printed| printed.len() == 10 && !printed.contains('/')) {
        Some(printed) => held == Some(printed.replace('-', "").get(2..).unwrap_or_default()),
        None => true,
    }
}

/// spec: PSR-PRO-014
fn mrz_name_agrees(
    document: Node<'_>,
    content: Node<'_>,
    lines: &[&str],
    zone: &MrzData,
    at: &Trail<'_>,
    report: &mut Report,
) {
    let used = document.integer("name_used").and_then(|index| usize::try_from(index).ok());
    let names = content.list("names").enumerate();
    let is_printed =
        |index: usize, name: Node<'_>| used.map_or(name.text("kind") == Some("document"), |used| used == index);
    let printed = names.filter(|(index, name)| is_printed(*index, *name)).map(|(_, name)| name);
    let line = if zone.format == Format::Td1 { 2 } else { 0 };
    let field = lines.get(line).and_then(|text| text.get(if line == 2 { 0 } else { 5 }..)).unwrap_or_default();
    let verdicts: Vec<_> = printed.filter_map(|name| may_be_written(name, field)).collect();
    if !verdicts.is_empty() && !verdicts.contains(&true) {
        report.add(Code::RuleMrzNameAgrees, at.index(line).pointer());
    }
}

/// Whether a zone may write a name so; nothing where the name has letters that the tables do not cover.
fn may_be_written(name: Node<'_>, field: &str) -> Option<bool> {
    if name.text("mrz").is_some_and(|mrz| mrz.trim_end_matches('<') == field.trim_end_matches('<')) {
        return Some(true);
    }
    let mut verdicts = spellings(name.text("full").unwrap_or_default()).map(|words| fits(&words, field)).peekable();
    verdicts.peek().is_some().then(|| verdicts.any(|fits| fits))
}

/// The words of a name in the letters of the zone, in each way in which an issuer may write them, as they are asked for.
fn spellings(name: &str) -> impl Iterator<Item = Vec<String>> {
    let latin = LATIN_STYLES.iter().map(move |style| transliterate(name, *style));
    let cyrillic = CYRILLIC_LANGUAGES.iter().map(move |language| transliterate_cyrillic(name, *language));
    let covered = |text: &String| !text.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii());
    let words = |text: String| -> Vec<String> {
        encode_name_component(&text).split('<').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    latin.chain(cyrillic).filter(covered).map(words).filter(|words| !words.is_empty())
}

/// Whether the words are those of the field, in any order. A field that is full may have cut words or left them out.
fn fits(words: &[String], field: &str) -> bool {
    let full = !field.ends_with('<');
    let mut left: Vec<&String> = words.iter().collect();
    let all_found = field.split('<').filter(|word| !word.is_empty()).all(|held| {
        let same = left.iter().position(|word| *word == held);
        let place = same.or_else(|| left.iter().position(|word| full && word.starts_with(held)));
        place.map(|index| left.remove(index)).is_some()
    });
    all_found && (full || left.is_empty())
}

/// The French identity card issued until 2021: two lines of 36 characters in a layout of its own, with the same check digits.
struct FrenchCard<'a> {
    first: &'a str,
    second: &'a str,
}

impl<'a> FrenchCard<'a> {
    fn of(lines: &[&'a str]) -> Option<Self> {
        match *lines {
            [first, second] if first.starts_with("IDFRA") && first.len() == 36 && second.len() == 36 => {
                Some(Self { first, second })
            }
            _ => None,
        }
    }

    /// The digits of number, date of birth, and of both lines together.
    fn checks(&self) -> bool {
        let digit = |index: usize| self.second.chars().nth(index).unwrap_or('<');
        let part = |range: std::ops::Range<usize>| self.second.get(range).unwrap_or_default();
        verify(part(0..12), digit(12))
            && verify(part(27..33), digit(33))
            && verify(&format!("{}{}", self.first, part(0..35)), digit(35))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specimens_of_doc_9303_are_right() {
        // Doc 9303, parts 4 to 7; two lines of the visas with the dates of the passport.
        let zones: &[&[&str]] = &[
            &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
            &["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"],
            &["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"],
            &["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"],
            &["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"],
        ];
        for lines in zones {
            assert!(read(lines).unwrap().checksum_consistent(), "{}", lines[0]);
        }
    }

    #[test]
    fn an_empty_field_may_have_a_filler_for_its_digit() {
        let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        for second in ["L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8", "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08"] {
            assert!(read(&[first, second]).unwrap().checksum_consistent(), "{second}");
        }
    }

    #[test]
    fn the_old_french_card_is_checked_by_its_own_layout() {
        let first = "IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<";
        let right = FrenchCard::of(&[first, "8806923102858CORINNE<<<<<<<6512068F6"]).unwrap();
        assert!(right.checks());
        let wrong = FrenchCard::of(&[first, "8806923102858CORINNE<<<<<<<6512078F6"]).unwrap();
        assert!(!wrong.checks());
    }

    #[test]
    fn names_are_compared_word_by_word() {
        for (name, field) in [
            ("Anna Maria Eriksson", "ERIKSSON<<ANNA<MARIA<<<<<"),
            ("Eriksson, Anna-Maria", "ERIKSSON<<ANNA<MARIA<<<<<"),
            ("Jörg Müßig", "MUESSIG<<JOERG<<<<"),
            ("Jörg Müßig", "MUSSIG<<JORG<<<<"),
            ("José Ibáñez O'Neil", "IBANXXEZ<ONEIL<<JOSE<<<"),
            ("Анна Щукина", "SHCHUKINA<<ANNA<<<<"),
            ("Anna Maria Eriksson", "ERIKSSON<<ANNA<M"),
            ("Papandropoulous Jonathon Warren Trevor", "PAPANDROPOULOUS<<JONATHON<WARR"),
        ] {
            assert!(spellings(name).any(|words| fits(&words, field)), "{name} {field}");
        }
        for (name, field) in [
            ("Anna Maria Eriksson", "ERIKSSON<<ANNA<<<<<"),
            ("Anna Eriksson", "ERIKSSON<<ANNA<MARIA<<<<<"),
            ("Anna Maria Eriksson", "ERIKSEN<<ANNA<MARIA<<<<<"),
            ("Anna Maria Eriksson", "ERIKSSON<<ANNA<X"),
        ] {
            assert!(!spellings(name).any(|words| fits(&words, field)), "{name} {field}");
        }
        assert_eq!(spellings("محمد").count(), 0);
    }
}
