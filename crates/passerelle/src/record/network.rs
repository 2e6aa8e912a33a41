//! The content of a `network`: a group that commits the crimes, or a front that it uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::count::CountRange;
use super::form::opaque_debug;
use super::place::{CountryCode, Place};
use super::profile::{FinancialAccount, Name, Selector};
use super::text::{Note, Text};
use super::time::Edtf;
use crate::vocabulary::code::{Crime, NetworkKind, NetworkStructure, OtherCrime};

/// A group that commits the crimes, or a front that it uses. Its members are tied to it by records of type `link`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Network {
    /// The names of the group, one entry for each spelling.
    pub names: Vec<Name>,
    /// What kind of group or front it is.
    #[schemars(extend("examples" = ["ocg"]))]
    pub kind: NetworkKind,
    /// How the group is built, from one head down or from cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["core-group"]))]
    pub structure: Option<NetworkStructure>,
    /// The crimes that the group commits.
    #[schemars(extend("examples" = [["som"]]))]
    pub crime: Vec<Crime>,
    /// How many persons belong to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<CountRange>,
    /// The business behind which it hides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub front_business: Option<FrontBusiness>,
    /// Where the group is active.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activity_area: Vec<Place>,
    /// The countries whose nationals belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<CountryCode>,
    /// Telephones, accounts and addresses that the group uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selectors: Vec<Selector>,
    /// Accounts and shops through which money of the group moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub financial: Vec<FinancialAccount>,
    /// Other crimes that the group commits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["document-fraud"]]))]
    pub other_crimes: Vec<OtherCrime>,
    /// Since when the group has been active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2024~"]))]
    pub active_from: Option<Edtf>,
    /// Until when the group was active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["2026-02"]))]
    pub active_to: Option<Edtf>,
    /// The facts in short: what the group is believed to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summary: Vec<Text>,
    /// Remarks on single members, and the texts that the code `other` calls for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// A business behind which a group hides.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FrontBusiness {
    /// The country of the register.
    pub country: CountryCode,
    /// The number in the register of companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64), extend("examples" = ["TEST-0001"]))]
    pub reg_no: Option<String>,
    /// The trade of the business: a division, group or class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        regex(pattern = "^[A-U]?[0-9]{2,4}$"),
        length(max = 5),
        extend("x-standard" = "ISIC Rev. 4", "examples" = ["7911"])
    )]
    pub isic: Option<String>,
    /// The legal entity identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(
        regex(pattern = "^[A-Z0-9]{18}[0-9]{2}$"),
        length(max = 20),
        extend("x-standard" = "ISO 17442", "examples" = ["00000000000000000098"])
    )]
    pub lei: Option<String>,
}

opaque_debug!(Network, FrontBusiness);
