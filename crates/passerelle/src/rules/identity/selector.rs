//! Selectors: each kind has its form, and none stands twice.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::IpAddr;

use data_encoding::BASE32_NOPAD;
use email_address::EmailAddress;
use fluent_uri::Iri;
use sha3::{Digest, Sha3_256};

use super::{crypto_address, phone};
use crate::error::Code;
use crate::rules::identifiers::{is_imei, passes_luhn};
use crate::rules::{CONTENT, Context, Reader, Report};

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let mut held = BTreeSet::new();
    let all = CONTENT.child("selectors");
    for (index, selector) in context.content.list("selectors").enumerate() {
        let at = all.index(index);
        let (kind, value) = (selector.text("kind").unwrap_or_default(), selector.text("value").unwrap_or_default());
        if let Some(code) = fault(context, kind, value) {
            report.add(code, at.child("value").pointer());
        }
        if !held.insert((kind, selector.text("platform"), normalised(kind, value))) {
            report.add(Code::RuleDupSelector, at.pointer()); // spec: PSR-PRO-021
        }
    }
}

/// What is wrong with the value of a selector, if anything is.
fn fault(context: &Context<'_>, kind: &str, value: &str) -> Option<Code> {
    let right = match kind {
        "phone" if !phone::is_international(value) => return Some(Code::RulePhoneE164), // spec: PSR-PRO-022
        "phone" => return phone_unassigned(context, value).then_some(Code::RulePhoneUnassigned),
        "imei" if !is_imei(value) => return Some(Code::RuleImeiLuhn), // spec: PSR-PRO-023
        "crypto-address" => return crypto_address::fault(value),      // spec: PSR-PRO-025
        "imsi" => is_imsi(value),
        "iccid" => is_iccid(value),
        "email" => EmailAddress::is_valid(value),
        "url" => is_web_address(value),
        "onion" => is_onion_address(value),
        "ip" => value.parse::<IpAddr>().is_ok(),
        "mac" => is_mac_address(value),
        _ => true,
    };
    (!right).then_some(Code::RuleSelectorForm) // spec: PSR-PRO-029
}

/// Only the author is asked, who can still look again: plans change, and a reader's may be old.
///
/// spec: PSR-PRO-022
fn phone_unassigned(context: &Context<'_>, number: &str) -> bool {
    let invented = !context.is_live() && phone::is_fictional(number);
    context.reader == Reader::Author && !invented && !phone::is_assigned(number)
}

/// 14 or 15 digits (ITU-T E.212).
fn is_imsi(value: &str) -> bool {
    (14..=15).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// `89` and 18 to 20 digits in all (ITU-T E.118). Of 19 digits the last is a check digit; cards also bear the number without
/// it, or with a digit more that follows no rule.
fn is_iccid(value: &str) -> bool {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    digits && value.starts_with("89") && (18..=20).contains(&value.len()) && (value.len() != 19 || passes_luhn(value))
}

/// An absolute address with a host (RFC 3987).
fn is_web_address(value: &str) -> bool {
    Iri::parse(value).is_ok_and(|iri| iri.authority().is_some_and(|authority| !authority.host().is_empty()))
}

/// An onion address, alone or as the host of a web address. The old ones of 16 characters have no check sum.
fn is_onion_address(value: &str) -> bool {
    let host = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://")).unwrap_or(value);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let Some(name) = host.strip_suffix(".onion") else { return false };
    let label = name.rsplit('.').next().unwrap_or_default();
    match label.len() {
        16 => label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')),
        56 => has_onion_checksum(label),
        _ => false,
    }
}

/// The address of version 3: a public key, two bytes of a hash over it, and the version (Tor, rend-spec-v3, section 6).
fn has_onion_checksum(label: &str) -> bool {
    let Ok(bytes) = BASE32_NOPAD.decode(label.to_ascii_uppercase().as_bytes()) else { return false };
    let Some((key, [first, second, 3])) = bytes.split_last_chunk::<3>() else { return false };
    let hash = Sha3_256::new().chain_update(b".onion checksum").chain_update(key).chain_update([3]).finalize();
    hash.starts_with(&[*first, *second])
}

/// Six or eight pairs of hexadecimal digits, all parted by `:` or all by `-` (IEEE 802).
fn is_mac_address(value: &str) -> bool {
    let pairs = |parted: char| {
        let pairs: Vec<&str> = value.split(parted).collect();
        matches!(pairs.len(), 6 | 8)
            && pairs.iter().all(|pair| pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    pairs(':') || pairs('-')
}

/// A selector in the one spelling that all its spellings have in common.
fn normalised<'a>(kind: &str, value: &'a str) -> Cow<'a, str> {
    const PARTING: [char; 5] = [' ', '.', '-', '(', ')'];
    match kind {
        "phone" if value.contains(PARTING) => value.replace(PARTING, "").into(),
        "email" => value
            .rsplit_once('@')
            .map_or(value.into(), |(local, domain)| format!("{local}@{}", domain.to_lowercase()).into()),
        "url" => with_small_host(value).into(),
        "onion" => value.to_ascii_lowercase().into(),
        "ip" => value.parse::<IpAddr>().map_or(value.into(), |address| address.to_string().into()),
        "mac" => value.replace('-', ":").to_ascii_lowercase().into(),
        "crypto-address" => crypto_address::normalised(value).into(),
        _ => value.into(),
    }
}

/// A web address with scheme and host in small letters.
fn with_small_host(value: &str) -> String {
    let Some((scheme, rest)) = value.split_once("://") else { return value.to_owned() };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    format!("{}://{}{path}", scheme.to_lowercase(), host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_and_subscriptions_have_their_digits() {
        // The first has a check digit, the others have none.
        for iccid in ["8991101200003204514", "899110120000320451", "89911012000032045141"] {
            assert!(is_iccid(iccid), "{iccid}");
        }
        for iccid in ["8991101200003204511", "1234567890123456789", "8991", "89911012000032O451"] {
            assert!(!is_iccid(iccid), "{iccid}");
        }
        assert!(is_imsi("001010123456789") && is_imsi("65501012345678"));
        assert!(!is_imsi("0010101234567890") && !is_imsi("00101012345678a"));
    }

    #[test]
    fn onion_addresses_have_their_checksum() {
        // From the Tor specification of version 3 addresses.
        for address in [
            "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion",
            "http://sub.sp3k262uwy4r2k3ycr5awluarykdpag6a7y33jxop4cs2lu5uz5sseqd.onion/path",
            "xa4r2iadxm55fbnqgwwi5mymqdcofiu3w6rpbtqn7b2dyn7mgwj64jyd.onion",
            "abcdefghijklmn23.onion",
        ] {
            assert!(is_onion_address(address), "{address}");
        }
        for address in [
            "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscrye.onion",
            "qg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion",
            "short.onion",
            "example.com",
            ".onion",
        ] {
            assert!(!is_onion_address(address), "{address}");
        }
    }

    #[test]
    fn addresses_have_their_form() {
        for url in ["https://example.org/a?b#c", "http://xn--e1afmkfd.example", "https://пример.example/путь"]
        {
            assert!(is_web_address(url), "{url}");
        }
        for url in ["example.org", "https://", "http:///path", "mailto:a@example.org", "https://exa mple.org", ""] {
            assert!(!is_web_address(url), "{url}");
        }
        assert!(is_mac_address("02:00:5E:10:00:ff") && is_mac_address("02-00-5E-10-00-FF-00-01"));
        assert!(
            !is_mac_address("02:00:5E-10:00:ff")
                && !is_mac_address("02005E1000FF")
                && !is_mac_address("02:00:5G:10:00:ff")
        );
        assert!(EmailAddress::is_valid("anna@example.org") && !EmailAddress::is_valid("anna.example.org"));
    }
}
