//! Accounts and wallets.

use iban::Iban;

use super::crypto_address;
use crate::error::Code;
use crate::json::Node;
use crate::rules::{Report, at};

pub(super) fn check(content: Node<'_>, report: &mut Report) {
    for (index, account) in content.list("financial").enumerate() {
        let value = account.text("value").unwrap_or_default();
        let fault = match account.text("kind") {
            Some("iban") if !is_iban(value) => Some(Code::RuleIbanMod97), // spec: PSR-PRO-024
            Some("crypto-address") => crypto_address::fault(value),       // spec: PSR-PRO-025
            _ => None,
        };
        if let Some(code) = fault {
            report.add(code, at("/content/financial").index(index).child("value"));
        }
    }
}

/// Whether a text is an IBAN in electronic form, of the structure that the registry gives for its country, with the right
/// check number.
fn is_iban(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) && value.parse::<Iban>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_registry_are_right() {
        // SWIFT, IBAN Registry (ISO 13616), the example of each country.
        for iban in [
            "AD1200012030200359100100",
            "BE68539007547034",
            "CH9300762011623852957",
            "DE89370400440532013000",
            "ES9121000418450200051332",
            "FR1420041010050500013M02606",
            "GB29NWBK60161331926819",
            "GR1601101250000000012300695",
            "IT60X0542811101000000123456",
            "LY83002048000020100120361",
            "MT84MALT011000012345MTLCAST001S",
            "NL91ABNA0417164300",
            "NO9386011117947",
            "PL61109010140000071219812874",
            "SA0380000000608010167519",
            "TN5910006035183598478831",
            "TR330006100519786457841326",
            "XK051212012345678906",
        ] {
            assert!(is_iban(iban), "{iban}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for iban in [
            "GB29NWBK60161331926818",
            "GB29 NWBK 6016 1331 9268 19",
            "gb29nwbk60161331926819",
            "GB29NWBK6016133192681",
            "ZZ29NWBK60161331926819",
            "FR1420041010050500013M0260",
            "",
        ] {
            assert!(!is_iban(iban), "{iban}");
        }
    }
}
