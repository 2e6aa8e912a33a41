//! Currencies of prices.

use iso_currency::Currency;

use crate::error::Code;
use crate::record::Period;
use crate::rules::prices::every_price;
use crate::rules::{Context, Report};

/// The code that ISO 4217 keeps for tests.
const TEST_CURRENCY: &str = "XTS";

/// spec: PSR-MOD-010
pub(super) fn prices_need_currency(context: &Context<'_>, report: &mut Report) {
    every_price(context.content, &mut |place, price| {
        let code = price.text("currency").unwrap_or_default();
        if Currency::from_code(code).is_none() || context.is_live() && code == TEST_CURRENCY {
            report.add(Code::RulePricesNeedCurrency, place.child("currency").pointer());
        }
        let observed = price.text("observed").and_then(Period::of);
        if observed.is_some_and(|observed| observed.is_certainly_after(context.issued.date())) {
            report.add(Code::RulePricesNeedCurrency, place.child("observed").pointer());
        }
    });
}
