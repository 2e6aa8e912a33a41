//! Fees: how they are paid and secured, and what they amount to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::form::{Scan, checked_string, opaque_debug, shown, upper};
use crate::record::place::Decimal;
use crate::record::text::Text;
use crate::record::time::Edtf;
use crate::vocabulary::code::{Guarantee, PaymentMethod, PaymentTiming, PriceBasis, ReleaseSignal, Role};

checked_string! {
    /// A currency. `XTS` is the code for tests.
    CurrencyCode: "a currency code of three capitals",
    pattern: "^[A-Z]{3}$",
    max: 3,
    standard: "ISO 4217",
    examples: ["XTS"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(3, 3, upper) && scan.at_end()
    },
}

shown!(CurrencyCode);
opaque_debug!(Payment, Price);

/// How the fee is paid and secured.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Payment {
    /// The ways in which the fee is paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["hawala"]]))]
    pub methods: Vec<PaymentMethod>,
    /// When the fee is paid, seen from the journey.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["on-arrival"]]))]
    pub timing: Vec<PaymentTiming>,
    /// How the fee is secured until the journey is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["third-party-guarantee"]))]
    pub guarantee: Option<Guarantee>,
    /// The sign on which a held fee is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["code-word"]))]
    pub release_signal: Option<ReleaseSignal>,
    /// The parts played by those who handle the money; never their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["guarantor"]]))]
    pub intermediaries: Vec<Role>,
    /// Prices that were observed, for the whole route or for a leg.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    pub prices: Vec<Price>,
}

/// A price that was observed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Price {
    /// The amount, as an exact decimal.
    #[schemars(extend("examples" = ["1500"]))]
    pub amount: Decimal,
    /// The currency that the amount is in.
    pub currency: CurrencyCode,
    /// What the price is for: a person, a leg, a vehicle, a package.
    #[schemars(extend("examples" = ["per-person"]))]
    pub basis: PriceBasis,
    /// The leg that the price is for, by its `seq`. Absent in the price of a leg itself, and in a price for the whole route.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 64), extend("examples" = [1]))]
    pub leg: Option<i64>,
    /// What the price includes, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub package: Vec<Text>,
    /// When the price was observed.
    #[schemars(extend("examples" = ["2026-02"]))]
    pub observed: Edtf,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}
