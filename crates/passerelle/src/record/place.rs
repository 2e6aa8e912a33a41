//! Places, countries, and decimal numbers such as coordinates and amounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Scan, checked_string, digit, opaque_debug, shown, upper, upper_or_digit};
use super::text::Text;
use crate::vocabulary::code::PlaceKind;

checked_string! {
    /// A country, as two capitals. The codes `XA` to `XZ` stand for invented countries in tests and exercises.
    CountryCode: "a country code of two capitals",
    pattern: "^[A-Z]{2}$",
    max: 2,
    standard: "ISO 3166-1 alpha-2",
    examples: ["XA"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(2, 2, upper) && scan.at_end()
    },
}

checked_string! {
    /// A part of a country, such as a province.
    SubdivisionCode: "a subdivision code such as `XA-01`",
    pattern: "^[A-Z]{2}-[A-Z0-9]{1,3}$",
    max: 6,
    standard: "ISO 3166-2",
    examples: ["XA-01"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(2, 2, upper) && scan.eat(b'-') && scan.run(1, 3, upper_or_digit) && scan.at_end()
    },
}

checked_string! {
    /// A port, border point, town or other location of trade and transport, written without a space.
    UnLocode: "a location code of five characters",
    pattern: "^[A-Z]{2}[A-Z2-9]{3}$",
    max: 5,
    standard: "UN/LOCODE",
    examples: ["XAABC"],
    check: |text| {
        let mut scan = Scan::new(text);
        scan.run(2, 2, upper) && scan.run(3, 3, |byte| upper(byte) || matches!(byte, b'2'..=b'9')) && scan.at_end()
    },
}

checked_string! {
    /// A decimal number as text, so that no reader rounds it: no exponent, no plus sign, no needless leading zero.
    Decimal: "a decimal number",
    pattern: "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$",
    max: 24,
    examples: ["48.1", "-0.25", "1500"],
    check: |text| {
        let mut scan = Scan::new(text);
        let _sign = scan.eat(b'-');
        (scan.eat(b'0') || scan.run(1, usize::MAX, digit))
            && (scan.at_end() || scan.eat(b'.') && scan.run(1, usize::MAX, digit) && scan.at_end())
    },
}

shown!(CountryCode, SubdivisionCode, UnLocode);
opaque_debug!(Decimal, Place);

/// A place. It has at least a country, a location code or coordinates; coordinates always state their precision.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The country that the place lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The province, state or region of the country that the place lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<SubdivisionCode>,
    /// The code of the port, airport, border point or town, without a space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlocode: Option<UnLocode>,
    /// The name of the place, in one or several languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name: Vec<Text>,
    /// The latitude in degrees, north positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "WGS 84", "examples" = ["0.5"]))]
    pub lat: Option<Decimal>,
    /// The longitude in degrees, east positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "WGS 84", "examples" = ["-30.25"]))]
    pub lon: Option<Decimal>,
    /// The radius in metres around the coordinates within which the place lies. Due with coordinates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000), extend("examples" = [5000]))]
    pub precision_m: Option<i64>,
    /// What kind of place it is, so that a town and a house in it do not look alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["city"]))]
    pub kind: Option<PlaceKind>,
}
