//! Finding in free text what points to one person: a machine readable zone, an address, a telephone or document number, an
//! account, a device.

use iban::Iban;

/// The digits that a document number has at least.
const FEWEST_DIGITS: usize = 6;

/// The length of an IMEI and of the shortest IBAN.
const SHORTEST: usize = 15;

/// Whether a text seems to hold a machine readable zone, an e-mail address, a telephone number or a document number.
pub(super) fn looks_personal(text: &str) -> bool {
    // Each of them has one of these; all bytes are looked at, since many at once are quicker than one by one.
    let (chunks, rest) = text.as_bytes().as_chunks::<16>();
    let mut marks = [0; 16];
    let mut look_at = |chunk: &[u8]| marks.iter_mut().zip(chunk).for_each(|(marks, byte)| *marks |= mark(*byte));
    chunks.iter().for_each(|chunk| look_at(chunk));
    look_at(rest);
    let marks = marks.into_iter().fold(0, |all, marks| all | marks);
    let may_be = |mark: u8| marks & mark != 0;
    may_be(ZONE) && holds_machine_readable_zone(text)
        || may_be(EMAIL) && holds_email(text)
        || may_be(TELEPHONE) && holds_telephone(text)
        || may_be(DIGIT) && holds_digits(text, FEWEST_DIGITS) && holds_document_number(text)
}

/// The marks of a machine readable zone, an e-mail address, a telephone number and a document number.
const ZONE: u8 = 1;
const EMAIL: u8 = 2;
const TELEPHONE: u8 = 4;
const DIGIT: u8 = 8;

/// Of what a byte may be a part.
fn mark(byte: u8) -> u8 {
    let of = |is_there, mark| if is_there { mark } else { 0 };
    of(byte == b'<', ZONE) | of(byte == b'@', EMAIL) | of(byte == b'+', TELEPHONE) | of(byte.is_ascii_digit(), DIGIT)
}

/// Whether so many digits stand in a row.
fn holds_digits(text: &str, least: usize) -> bool {
    let mut run = 0;
    text.bytes().any(|byte| {
        run = if byte.is_ascii_digit() { run + 1 } else { 0 };
        run == least
    })
}

/// Whether a word of the text is an IBAN or an IMEI with right check digits.
pub(super) fn holds_account_or_device(text: &str) -> bool {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric());
    words.filter(|word| word.len() >= SHORTEST).any(|word| word.parse::<Iban>().is_ok() || is_imei(word))
}

/// A run of at least 30 of `A` to `Z`, digits and `<` that holds `<<`.
fn holds_machine_readable_zone(text: &str) -> bool {
    let mut runs = text.split(|character: char| !matches!(character, 'A'..='Z' | '0'..='9' | '<'));
    runs.any(|run| run.len() >= 30 && run.contains("<<"))
}

/// A local part, `@`, and at least two labels joined by dots.
fn holds_email(text: &str) -> bool {
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.match_indices('@').any(|(at, _)| {
        let (before, after) = text.split_at(at);
        let domain = after.get(1..).unwrap_or_default();
        let first = domain.bytes().take_while(|byte| label(*byte)).count();
        let mut rest = domain.bytes().skip(first);
        before.bytes().next_back().is_some_and(local)
            && first > 0
            && rest.next() == Some(b'.')
            && rest.next().is_some_and(label)
    })
}

/// `+` and at least 8 digits, between which single spaces, dots, hyphens and brackets may stand.
fn holds_telephone(text: &str) -> bool {
    text.match_indices('+').any(|(plus, _)| {
        let mut digits = 0;
        let mut parted = true;
        for byte in text.bytes().skip(plus + 1) {
            match byte {
                b'0'..=b'9' => (digits, parted) = (digits + 1, false),
                b' ' | b'.' | b'-' | b'(' | b')' if !parted => parted = true,
                _ => break,
            }
        }
        digits >= 8
    })
}

/// 1 to 3 capitals at once followed by 6 to 9 digits, with no letter or digit before or after.
fn holds_document_number(text: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric()).any(|word| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        let letters = word.len() - digits.len();
        (1..=3).contains(&letters)
            && (FEWEST_DIGITS..=9).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// 15 digits, the last of them a check digit (3GPP TS 23.003).
pub(super) fn is_imei(text: &str) -> bool {
    text.len() == 15 && passes_luhn(text)
}

/// Whether a text is digits whose Luhn sum is 0 modulo 10 (ISO/IEC 7812-1): every second digit from the right is doubled, and
/// the digits of the double are added.
pub(super) fn passes_luhn(text: &str) -> bool {
    let digit = |character: char| character.to_digit(10);
    let sum = text.chars().rev().enumerate().try_fold(0, |sum, (index, character)| {
        let value = digit(character)?;
        Some(sum + if index % 2 == 0 { value } else { value * 2 / 10 + value * 2 % 10 })
    });
    sum.is_some_and(|sum| sum % 10 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_in_text() {
        for text in [
            "Line two: L898902C36UTO7408122F1204159ZE184226B<<<<<10.",
            "Ask (ann.b+c@mail.unit.example) for more.",
            "Calls +1 202-555-0123 at night.",
            "Calls +12025550123.",
            "Uses passport X1234567!",
            "رقم الجواز AB123456، مزور.",
        ] {
            assert!(looks_personal(text), "{text}");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "PAYMENT<<PENDING",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "@handle and a@b and me@ example.",
            "An @ sign. Then text",
            "+1 202-555 and 20 to 30 persons, +100 %",
            "+1  2025550123 is parted twice",
            "The A12345, the ABCD123456, the x1234567 and the E1234567890",
            "XA1234567B",
            "In 2026-03 they moved from XA to XB.",
        ] {
            assert!(!looks_personal(text), "{text}");
        }
    }

    #[test]
    fn accounts_and_devices_are_found_by_their_check_digits() {
        assert!(holds_account_or_device("Pay to GB82WEST12345698765432, quickly."));
        assert!(holds_account_or_device("490154203237518"));
        for text in ["Pay to GB83WEST12345698765432.", "490154203237519", "no numbers"] {
            assert!(!holds_account_or_device(text), "{text}");
        }
    }
}
