//! Vehicles, vessels and aircraft: the numbers by which they are known.

use super::data::SHIP_ADMINISTRATIONS;
use crate::error::Code;
use crate::json::Node;
use crate::json::walk::Trail;
use crate::rules::{CONTENT, Context, Report};

/// What each position of a VIN counts; the check digit itself, in ninth place, counts nothing.
const VIN_WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// Which place the check digit of a VIN has, from 0.
const VIN_CHECK: usize = 8;

/// What the first six digits of an IMO number count.
const IMO_WEIGHTS: [u32; 6] = [7, 6, 5, 4, 3, 2];

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let all = CONTENT.child("conveyances");
    for (index, vehicle) in context.content.list("conveyances").enumerate() {
        let at = all.index(index);
        vin_check(vehicle, &at, report);
        imo_checksum(vehicle, !context.is_live(), &at, report);
        plate_needs_country(vehicle, &at, report);
    }
}

/// spec: PSR-PRO-026
fn vin_check(vehicle: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    if vehicle.text("vin").is_some_and(|vin| !is_vin(vin)) {
        report.add(Code::RuleVinCheck, at.child("vin").pointer());
    }
    if vehicle.text("hull_id").is_some_and(|hull| !is_hull_id(hull)) {
        report.add(Code::RuleVinCheck, at.child("hull_id").pointer());
    }
}

/// spec: PSR-PRO-027
fn imo_checksum(vehicle: Node<'_>, invented: bool, at: &Trail<'_>, report: &mut Report) {
    if vehicle.text("imo").is_some_and(|imo| !is_imo(imo)) {
        report.add(Code::RuleImoChecksum, at.child("imo").pointer());
    }
    if vehicle.text("mmsi").is_some_and(|mmsi| !(is_mmsi(mmsi) || invented && is_invented_mmsi(mmsi))) {
        report.add(Code::RuleImoChecksum, at.child("mmsi").pointer());
    }
}

/// spec: PSR-PRO-028
fn plate_needs_country(vehicle: Node<'_>, at: &Trail<'_>, report: &mut Report) {
    if vehicle.get("plate").is_some() && vehicle.get("plate_country").is_none() {
        report.add(Code::RulePlateNeedsCountry, at.child("plate").pointer());
    }
}

/// Whether a text is a VIN of ISO 3779, with the right check digit where the makers of its region use one.
fn is_vin(vin: &str) -> bool {
    let values: Option<Vec<u32>> = vin.bytes().map(vin_value).collect();
    let Some(values) = values.filter(|values| values.len() == VIN_WEIGHTS.len()) else { return false };
    if !vin.starts_with(['1', '2', '3', '4', '5', 'L']) {
        return true;
    }
    let remainder = values.iter().zip(VIN_WEIGHTS).map(|(value, weight)| value * weight).sum::<u32>() % 11;
    let due = char::from_digit(remainder, 10).unwrap_or('X');
    vin.chars().nth(VIN_CHECK) == Some(due)
}

/// What a character of a VIN counts: letters count by their place in three rows, and I, O and Q do not occur.
fn vin_value(character: u8) -> Option<u32> {
    let value = match character {
        b'0'..=b'9' => character - b'0',
        b'A'..=b'H' => character - b'A' + 1,
        b'J'..=b'N' | b'P' | b'R' => character - b'J' + 1,
        b'S'..=b'Z' => character - b'S' + 2,
        _ => return None,
    };
    Some(value.into())
}

/// Whether a text is a hull number of ISO 10087 (14 characters, country first, a hyphen after the country may stand), or of the
/// older American form without the country (12 characters).
fn is_hull_id(hull: &str) -> bool {
    let bytes: Vec<u8> = match hull.split_once('-') {
        Some((country, rest)) if country.len() == 2 => [country, rest].concat().into_bytes(),
        Some(_) => return false,
        None => hull.into(),
    };
    let (country, rest) = if bytes.len() == 14 { bytes.split_at(2) } else { bytes.split_at(0) };
    let (maker, serial) = rest.split_at(rest.len().min(3));
    rest.len() == 12
        && country.iter().chain(maker).all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && country.iter().all(u8::is_ascii_uppercase)
        && serial.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && serial.iter().rev().take(2).all(u8::is_ascii_digit)
}

/// Whether a text is an IMO number: seven digits, the last of them a check digit.
fn is_imo(imo: &str) -> bool {
    let digits: Option<Vec<u32>> = imo.chars().map(|character| character.to_digit(10)).collect();
    let Some((check, rest)) = digits.as_deref().and_then(<[u32]>::split_last) else { return false };
    rest.len() == IMO_WEIGHTS.len()
        && rest.iter().zip(IMO_WEIGHTS).map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == *check
}

/// Whether a text is the radio identity of a ship, of its craft (98), of a portable radio (8) or of a life-saving device (970,
/// 972, 974), by ITU-R M.585.
fn is_mmsi(mmsi: &str) -> bool {
    let digits = mmsi.len() == 9 && mmsi.bytes().all(|byte| byte.is_ascii_digit());
    let device = ["970", "972", "974"].iter().any(|prefix| mmsi.starts_with(prefix));
    let administration = mmsi.strip_prefix("98").or_else(|| mmsi.strip_prefix('8')).unwrap_or(mmsi).get(..3);
    let assigned = administration
        .and_then(|number| number.parse::<u16>().ok())
        .is_some_and(|number| SHIP_ADMINISTRATIONS.iter().any(|(first, last)| (*first..=*last).contains(&number)));
    digits && (device || assigned)
}

/// Numbers that begin with `000` are never assigned, so that they can stand for invented ships.
fn is_invented_mmsi(mmsi: &str) -> bool {
    mmsi.len() == 9 && mmsi.starts_with("000") && mmsi.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vehicle_numbers_are_checked_where_makers_do() {
        // 1M8GDM9AXKP042788 is the worked example of 49 CFR 565; European makers use no check digit.
        for vin in
            ["1M8GDM9AXKP042788", "11111111111111111", "WVWZZZ1JZXW000001", "5GZCZ43D13S812715", "LJCPCBLCX11000237"]
        {
            assert!(is_vin(vin), "{vin}");
        }
        for vin in
            ["1M8GDM9A1KP042788", "1M8GDM9AXKP04278", "WVWZZZ1JZXW00000O", "wvwzzz1jzxw000001", "LJCPCBLC011000237", ""]
        {
            assert!(!is_vin(vin), "{vin}");
        }
    }

    #[test]
    fn hull_numbers_have_their_form() {
        for hull in ["XATST00001A626", "XA-TST00001A626", "TST00001A626"] {
            assert!(is_hull_id(hull), "{hull}");
        }
        for hull in ["XATST00001A6", "X-ATST00001A626", "XATST00001A6AB", "12TST00001A626", "xatst00001a626", "", "é"]
        {
            assert!(!is_hull_id(hull), "{hull}");
        }
    }

    #[test]
    fn ship_numbers_have_their_check_digit() {
        // 9074729 is the example of the IMO's own explanation of the scheme.
        for imo in ["9074729", "1234567", "0000000"] {
            assert!(is_imo(imo), "{imo}");
        }
        for imo in ["9074728", "907472", "90747290", "IMO9074729", ""] {
            assert!(!is_imo(imo), "{imo}");
        }
    }

    #[test]
    fn radio_identities_name_an_administration() {
        for mmsi in ["211000000", "775999999", "982110001", "821100001", "970012345"] {
            assert!(is_mmsi(mmsi), "{mmsi}");
        }
        for mmsi in ["200000000", "217000000", "000000000", "21100000", "2110000000", "982000001", "211-00000"] {
            assert!(!is_mmsi(mmsi), "{mmsi}");
        }
        assert!(is_invented_mmsi("000000001"));
    }
}
