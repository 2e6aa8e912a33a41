//! Telephone numbers in the form of ITU-T E.164.

use rlibphonenumber::PHONE_NUMBER_UTIL;

use super::data::{FICTIONAL_PHONES, PHONE_COUNTRIES};

/// Most digits of a number (E.164), and most digits of a country code.
const MOST_DIGITS: usize = 15;
const MOST_COUNTRY_DIGITS: usize = 3;

/// Whether a text is `+` and up to 15 digits that begin with an assigned country code.
pub(super) fn is_international(number: &str) -> bool {
    let Some(digits) = number.strip_prefix('+') else { return false };
    let country = |length| digits.get(..length).and_then(|code| code.parse::<u16>().ok());
    (2..=MOST_DIGITS).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=MOST_COUNTRY_DIGITS).filter_map(country).any(|code| PHONE_COUNTRIES.binary_search(&code).is_ok())
}

/// Whether the numbering plan of its country, as far as it is known here, has such a number.
///
/// The plans take some milliseconds to load when they are first asked for.
pub(super) fn is_assigned(number: &str) -> bool {
    PHONE_NUMBER_UTIL.parse(number, None).is_ok_and(|number| number.is_valid())
}

/// Whether the number is one that a regulator keeps free for fiction.
pub(super) fn is_fictional(number: &str) -> bool {
    FICTIONAL_PHONES.iter().any(|form| {
        form.len() == number.len()
            && form
                .bytes()
                .zip(number.bytes())
                .all(|(wanted, held)| wanted == held || wanted == b'x' && held.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn international_numbers_have_plus_and_country_code() {
        for number in
            ["+33639980010", "+12025550123", "+383440000000", "+8801700000000", "+88216000000", "+70000000000"]
        {
            assert!(is_international(number), "{number}");
        }
        for number in [
            "0639980010",
            "33639980010",
            "+0639980010",
            "+999123456",
            "+33 6 39 98 00 10",
            "+1202555012345678",
            "+",
            "+٣٣",
        ] {
            assert!(!is_international(number), "{number}");
        }
    }

    #[test]
    fn the_country_codes_are_those_of_the_numbering_plans() {
        let global = PHONE_NUMBER_UTIL.get_supported_global_network_calling_codes();
        let planned = PHONE_NUMBER_UTIL.get_supported_calling_codes().chain(global);
        let planned: BTreeSet<i32> = planned.collect();
        assert_eq!(PHONE_COUNTRIES.iter().map(|code| i32::from(*code)).collect::<BTreeSet<_>>(), planned);
        assert!(PHONE_COUNTRIES.is_sorted());
    }

    #[test]
    fn numbering_plans_are_asked() {
        assert!(is_assigned("+33199001234") && is_assigned("+12025550123"));
        // Kept free for fiction, and so in no plan.
        assert!(!is_assigned("+447700900123") && !is_assigned("+33639980010"));
        assert!(!is_assigned("+33099999999") && !is_assigned("+1202555") && !is_assigned("+441111111111111"));
    }

    #[test]
    fn numbers_for_fiction_are_known() {
        for number in ["+447700900123", "+33199001234", "+12025550199", "+61491570156", "+353209112345", "+46701740699"]
        {
            assert!(is_fictional(number) && is_international(number), "{number}");
        }
        assert!(!is_fictional("+447700901123") && !is_fictional("+12025550299") && !is_fictional("+4477009001234"));
        for form in FICTIONAL_PHONES {
            assert!(is_international(&form.replace('x', "5")), "{form}");
        }
    }
}
