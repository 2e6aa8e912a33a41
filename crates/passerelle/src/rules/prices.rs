//! Rules about fees, with exact decimal arithmetic.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{CONTENT, Report, at, stands};
use crate::error::Code;
use crate::json::walk::Trail;
use crate::json::{Node, Pointer};

/// The fewest prices among which one can stand out.
const FEWEST_PRICES: usize = 3;

pub(super) fn check(method: Node<'_>, report: &mut Report) {
    price_outlier(method, report);
    payment_guarantee_coherent(method, report);
}

/// Shows every price of the record.
pub(super) fn every_price<'a>(method: Node<'a>, visit: &mut dyn FnMut(&Trail<'_>, Node<'a>)) {
    let payment = CONTENT.child("payment");
    let listed = payment.child("prices");
    for (index, price) in method.get("payment").into_iter().flat_map(|payment| payment.list("prices")).enumerate() {
        visit(&listed.index(index), price);
    }
    let legs = CONTENT.child("legs");
    for (index, leg) in method.list("legs").enumerate() {
        if let Some(price) = leg.get("price") {
            visit(&legs.index(index).child("price"), price);
        }
    }
}

/// spec: PSR-MOD-011
fn price_outlier(method: Node<'_>, report: &mut Report) {
    let mut alike: BTreeMap<_, Vec<(Amount, Pointer)>> = BTreeMap::new();
    every_price(method, &mut |place, price| {
        let amount = price.text("amount").filter(|_| stands(price)).and_then(Amount::of);
        if let Some(amount) = amount {
            let alike = alike.entry((price.text("currency"), price.text("basis"))).or_default();
            alike.push((amount, place.pointer()));
        }
    });
    for mut prices in alike.into_values().filter(|prices| prices.len() >= FEWEST_PRICES) {
        prices.sort();
        let Some((median, _)) = prices.get((prices.len() - 1) / 2).cloned() else { continue };
        let far = |amount: &Amount| *amount > median.tenfold() || amount.tenfold() < median;
        for (_, place) in prices.into_iter().filter(|(amount, _)| far(amount)) {
            report.add(Code::RulePriceOutlier, place.child("amount"));
        }
    }
}

/// spec: PSR-MOD-012
fn payment_guarantee_coherent(method: Node<'_>, report: &mut Report) {
    let Some(payment) = method.get("payment") else { return };
    let in_advance = payment.texts("timing").position(|timing| timing == "advance-full");
    if let (Some("third-party-guarantee"), Some(index)) = (payment.text("guarantee"), in_advance) {
        report.add(Code::RulePaymentGuaranteeCoherent, at("/content/payment/timing").index(index));
    }
}

/// An amount as 0.d₁d₂d₃… × 10ⁿ, with the first and the last digit not zero; so that it can be compared without rounding.
#[derive(Clone, PartialEq, Eq)]
struct Amount {
    digits: String,
    power: i64,
}

impl Amount {
    /// Reads a decimal number that is not negative.
    fn of(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all = format!("{whole}{fraction}");
        if !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0');
        let power = i64::try_from(whole.len()).ok()? - i64::try_from(all.len() - digits.len()).ok()?;
        let digits = digits.trim_end_matches('0').to_owned();
        Some(Self { power: if digits.is_empty() { i64::MIN } else { power }, digits })
    }

    fn tenfold(&self) -> Self {
        Self { digits: self.digits.clone(), power: if self.digits.is_empty() { self.power } else { self.power + 1 } }
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.power, &self.digits).cmp(&(other.power, &other.digits))
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_compared_by_value() {
        let sorted = ["0", "0.001", "0.01", "0.1", "0.11", "0.9", "1", "1.5", "9.99", "10", "99999999999999999999999"];
        for pair in sorted.windows(2) {
            assert!(Amount::of(pair[0]) < Amount::of(pair[1]), "{pair:?}");
        }
        assert!(Amount::of("1.50") == Amount::of("1.5") && Amount::of("0.0") == Amount::of("0"));
        assert!(Amount::of("-1").is_none());
    }

    #[test]
    fn tenfold_is_ten_times_as_much() {
        for (one, ten) in [("0", "0"), ("0.05", "0.5"), ("1", "10"), ("1.25", "12.5"), ("900", "9000.00")] {
            assert!(Amount::of(one).unwrap().tenfold() == Amount::of(ten).unwrap(), "{one}");
        }
    }
}
