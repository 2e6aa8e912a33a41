//! Selectors, vehicles and accounts: what a person can be found by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::assertion::Assertion;
use crate::record::form::opaque_debug;
use crate::record::place::CountryCode;
use crate::vocabulary::code::{Attribution, Conveyance, ConveyanceUse, FinancialKind, Platform, SelectorKind};

/// A telephone, device, account or address. A selector is not a person: `attribution` says how closely it is tied to one,
/// `first` and `last` say when.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Selector {
    /// What kind of selector it is; it says how `value` is written.
    #[schemars(extend("examples" = ["phone"]))]
    pub kind: SelectorKind,
    /// The selector itself, in the spelling that its standard demands.
    #[schemars(
        length(max = 2048),
        extend("x-standard" = "by kind: E.164, RFC 5321, RFC 3986, CAIP-10, 3GPP TS 23.003", "examples" = ["+12025550123"])
    )]
    pub value: String,
    /// The platform that an account belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["telegram"]))]
    pub platform: Option<Platform>,
    /// The number or key that the platform itself uses. It stays when the account changes its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["1000000001"]))]
    pub platform_id: Option<String>,
    /// The name that the account shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 256), extend("examples" = ["Safe Travel Test"]))]
    pub display: Option<String>,
    /// How closely the selector is tied to the person.
    #[schemars(extend("examples" = ["believed-user"]))]
    pub attribution: Attribution,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// A vehicle, vessel or aircraft that the person uses.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vehicle {
    /// The kind of vehicle, vessel or aircraft.
    #[schemars(extend("examples" = ["van"]))]
    pub kind: Conveyance,
    /// The registration plate, without spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 32), extend("examples" = ["TEST001"]))]
    pub plate: Option<String>,
    /// The country of the plate. Due with a plate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_country: Option<CountryCode>,
    /// The vehicle identification number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 32), extend("x-standard" = "ISO 3779", "examples" = ["11111111111111111"]))]
    pub vin: Option<String>,
    /// The IMO number of a ship, seven digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 16), extend("x-standard" = "IMO Resolution A.1117(30)", "examples" = ["1234567"]))]
    pub imo: Option<String>,
    /// The identity of a ship's radio, nine digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 16), extend("x-standard" = "ITU-R M.585", "examples" = ["000000000"]))]
    pub mmsi: Option<String>,
    /// The hull identification number of a small craft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 32), extend("x-standard" = "ISO 10087", "examples" = ["XATST00001A626"]))]
    pub hull_id: Option<String>,
    /// The registration of an aircraft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 16), extend("x-standard" = "ICAO Annex 7", "examples" = ["XA-TST"]))]
    pub tail: Option<String>,
    /// The make and model of the vehicle or vessel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128), extend("examples" = ["Testmobil T1"]))]
    pub make: Option<String>,
    /// The colour of the vehicle or vessel, in one word of the record's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64), extend("examples" = ["white"]))]
    pub colour: Option<String>,
    /// How the person is tied to it.
    #[doc(alias = "use")]
    #[serde(rename = "use")]
    #[schemars(extend("examples" = ["driven"]))]
    pub usage: ConveyanceUse,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

/// An account, wallet or shop through which money moves.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FinancialAccount {
    /// What kind of account it is; it says how `value` is written.
    #[schemars(extend("examples" = ["crypto-address"]))]
    pub kind: FinancialKind,
    /// The number, address or name of the account, without spaces where its standard has none.
    #[schemars(
        length(max = 256),
        extend(
            "x-standard" = "by kind: ISO 13616 (IBAN), CAIP-10",
            "examples" = ["eip155:1:0x0000000000000000000000000000000000000000"]
        )
    )]
    pub value: String,
    /// The institution that keeps it, by name or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        length(max = 256),
        extend("x-standard" = "ISO 9362 (BIC), where it is a code", "examples" = ["Test Bank"])
    )]
    pub institution: Option<String>,
    /// The country where it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// Origin, grade, period and negation.
    #[serde(flatten)]
    pub assertion: Assertion,
}

opaque_debug!(Selector, Vehicle, FinancialAccount);
