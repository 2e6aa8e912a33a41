//! Nothing in the examples can be taken for real: numbers, names of accounts, addresses, places and documents are those that
//! regulators and standards keep for examples, or bear the word themselves.

use std::collections::BTreeSet;

use passerelle::json::{Object, Pointer, Value};

use super::{records, strings, text, walk};

/// Telephone numbers that regulators keep for fiction; `#` is any digit.
const TELEPHONES: [&str; 11] = [
    "+447700900###", // Ofcom, mobile
    "+442079460###", // Ofcom, London
    "+1###55501##",  // North American Numbering Plan
    "+3319900####",  // Arcep, Île-de-France
    "+3335301####",  // Arcep
    "+3353649####",  // Arcep, south-west
    "+3363998####",  // Arcep, mobile
    "+61491570006",  // ACMA
    "+61491570156",  // ACMA
    "+61491570157",  // ACMA
    "+467017406##",  // PTS, of which 05 to 99
];

/// Numbers that standards and their guides print as examples.
const PRINTED: [&str; 16] = [
    "GB82WEST12345698765432",                                                             // IBAN
    "DE89370400440532013000",                                                             // IBAN registry
    "FR1420041010050500013M02606",                                                        // IBAN registry
    "bip122:000000000933ea01ad0ee984209779ba:tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", // BIP-173
    "bip122:000000000019d6689c085ae165831e93:128Lkh3S7CkDTBZ8W7BbpsN3YYizJMp8p6",         // CAIP-10
    "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",                                // EIP-55
    "490154203237518",                                                                    // IMEI
    "001010123456780",                                                                    // IMEI of the test range 00
    "004999010640000",                                                                    // IMEI of the test range 00
    "001010123456789",      // IMSI of the test network 001 01
    "1M8GDM9AXKP042788",    // VIN
    "11111111111111111",    // VIN
    "1234567",              // IMO number
    "203.0.113.57",         // RFC 5737
    "00-00-5E-00-53-2A",    // RFC 7042
    "00000000000000000098", // LEI
];

/// Numbers of the specimens of ICAO Doc 9303.
const SPECIMENS: [&str; 3] = ["L898902C3", "D23145890", "L8988901C"];

/// Words of the texts that say so: example, specimen, test, sample.
const MARKS: [&str; 4] = ["example", "specimen", "test", "ejemplo"];

fn is_marked(text: &str) -> bool {
    MARKS.iter().any(|mark| text.to_lowercase().contains(mark))
}

fn fits(text: &str, template: &str) -> bool {
    text.len() == template.len()
        && text.bytes().zip(template.bytes()).all(|(found, due)| found == due || due == b'#' && found.is_ascii_digit())
}

fn is_telephone(text: &str) -> bool {
    TELEPHONES.iter().any(|template| fits(text, template))
}

/// Whether a host lies in a domain of RFC 2606: nobody can own it.
fn is_reserved(host: &str) -> bool {
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let labels: Vec<_> = host.rsplit('.').collect();
    matches!(labels.as_slice(), ["example" | "test" | "invalid", ..] | ["com" | "net" | "org", "example", ..])
}

/// Every object of the list `member`, in every record.
fn items(member: &str, visit: &mut impl FnMut(&str, &Object)) {
    for (name, record) in &records() {
        walk(record, &Pointer::root(), &mut |at, value| {
            let tokens: Vec<_> = at.tokens().map(|token| token.to_string()).collect();
            if let ([.., list, _], Some(object)) = (tokens.as_slice(), value.as_object())
                && list == member
            {
                visit(name, object);
            }
        });
    }
}

#[test]
fn telephones_are_kept_for_fiction() {
    let mut count = 0;
    for (name, record) in &records() {
        for (member, found) in strings(record) {
            if found.starts_with('+') && found.bytes().skip(1).all(|byte| byte.is_ascii_digit()) {
                assert!(is_telephone(found), "{name}: {member} {found}");
                count += 1;
            }
        }
    }
    assert!(count > 10);
}

#[test]
fn domains_are_kept_for_examples() {
    for (name, record) in &records() {
        for (member, found) in strings(record) {
            for word in found.split_whitespace() {
                let host = word.split_once("://").or_else(|| word.split_once('@').filter(|(user, _)| !user.is_empty()));
                assert!(host.is_none_or(|(_, host)| is_reserved(host)), "{name}: {member} {found}");
            }
        }
    }
}

#[test]
fn selectors_belong_to_nobody() {
    items("selectors", &mut |name, selector| {
        let value = text(selector, "value").unwrap();
        let fictitious = match text(selector, "kind").unwrap() {
            "phone" => is_telephone(value),
            "url" => value.split_once("://").is_some_and(|(_, host)| is_reserved(host)),
            "email" => value.split_once('@').is_some_and(|(_, host)| is_reserved(host)),
            "messaging-account" | "social-account" | "social-channel" | "game-account" => is_marked(value),
            _ => PRINTED.contains(&value),
        };
        assert!(fictitious, "{name}: {value}");
        // Numbers of a platform count up from a round one.
        assert!(text(selector, "platform_id").is_none_or(|id| fits(id, "10000000##")), "{name}: {value}");
    });
}

#[test]
fn accounts_vehicles_and_documents_are_samples() {
    items("financial", &mut |name, account| {
        let value = text(account, "value").unwrap();
        assert!(
            PRINTED.contains(&value) || is_telephone(value) || value.contains("TEST") || value.contains("Muestra"),
            "{name}: {value}"
        );
    });
    items("conveyances", &mut |name, vehicle| {
        for member in ["vin", "imo"] {
            assert!(text(vehicle, member).is_none_or(|number| PRINTED.contains(&number)), "{name}");
        }
        for member in ["plate", "hull_id", "make"] {
            assert!(text(vehicle, member).is_none_or(is_sample), "{name}");
        }
        assert!(vehicle.get("mmsi").is_none() && vehicle.get("tail").is_none(), "{name}");
    });
    items("documents", &mut |name, document| {
        assert!(matches!(text(document, "issuer"), None | Some("UTO")), "{name}");
        let number = text(document, "number");
        let is_sample = |number| SPECIMENS.contains(&number) || is_sample(number) || number.starts_with("BLANK");
        assert!(number.is_none_or(is_sample), "{name}");
    });
}

fn is_sample(text: &str) -> bool {
    is_marked(text) || text.starts_with("XATST")
}

#[test]
fn references_and_registers_say_that_they_are_invented() {
    for (name, record) in &records() {
        for (member, found) in strings(record) {
            let is_desk = found.split_once('@').is_some_and(|(_, host)| is_reserved(host));
            match member.as_str() {
                "ref" => assert!(is_desk || found.starts_with("TEST-"), "{name}: {found}"),
                "reg_no" | "lei" => assert!(PRINTED.contains(&found) || found.starts_with("TEST-"), "{name}: {found}"),
                _ => {}
            }
        }
    }
}

/// Countries are user-assigned codes of ISO 3166-1, authorities those of tests, and coordinates lie in one square of open sea
/// in the South Atlantic, more than 200 nautical miles from any land.
#[test]
fn places_are_on_no_map() {
    let mut countries = BTreeSet::new();
    for (name, record) in &records() {
        for (member, found) in strings(record) {
            let is_country = found.len() == 2 && found.bytes().all(|byte| byte.is_ascii_uppercase());
            if is_country || matches!(member.as_str(), "unlocode" | "subdivision") {
                assert!(fits_country(found), "{name}: {member} {found}");
                countries.insert(found[..2].to_owned());
            }
            if member == "issuer" && found != "UTO" {
                assert!(found.starts_with("XX/"), "{name}: {found}");
            }
        }
        walk(record, &Pointer::root(), &mut |at, value| {
            let Some(place) = value.as_object().filter(|place| place.contains("lat")) else { return };
            let degrees = |member| -> f64 { text(place, member).unwrap().parse().unwrap() };
            assert!(
                (-30.0..=-24.0).contains(&degrees("lat")) && (-20.0..=-14.0).contains(&degrees("lon")),
                "{name}: {at}"
            );
            assert!(
                place.get("precision_m").and_then(Value::as_integer).is_some_and(|metres| metres >= 1000),
                "{name}: {at}"
            );
        });
    }
    assert_eq!(countries, ["XA", "XB", "XC", "XD", "XE"].map(str::to_owned).into());
}

fn fits_country(code: &str) -> bool {
    code.starts_with('X') && code.as_bytes()[1].is_ascii_uppercase()
}
