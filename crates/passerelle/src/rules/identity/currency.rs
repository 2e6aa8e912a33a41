//! Currencies of prices.

use iso_currency::Currency;

use crate::error::Code;
use crate::record::{Environment, ModusOperandi};
use crate::rules::dates::Period;
use crate::rules::prices::prices;
use crate::rules::{Context, Report};

/// The code that ISO 4217 keeps for tests.
const TEST_CURRENCY: &str = "XTS";

/// spec: PSR-MOD-010
pub(super) fn prices_need_currency(context: &Context<'_>, method: &ModusOperandi, report: &mut Report) {
    let live = context.record.header.environment == Environment::Live;
    let issued = context.record.header.issued.date();
    for (place, price) in prices(method) {
        let code = price.currency.as_str();
        let known = Currency::from_code(code).is_some() && !(live && code == TEST_CURRENCY);
        if !known {
            report.add(Code::RulePricesNeedCurrency, place.child("currency"));
        }
        if Period::of(&price.observed).is_some_and(|observed| observed.is_certainly_after(issued)) {
            report.add(Code::RulePricesNeedCurrency, place.child("observed"));
        }
    }
}
