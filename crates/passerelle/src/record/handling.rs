//! Who may have a record and what may be done with it. The library enforces these members; they are signed with the content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{Scan, checked_string, opaque_debug, shown, upper};
use super::identifier::AuthorityId;
use super::place::CountryCode;
use super::text::Text;
use crate::vocabulary::code::{EuropolHandling, InterpolConfidentiality, JudicialUse, Onward, Pap, Tlp};

checked_string! {
    /// A country as two capitals, or an international organisation as three.
    PartyCode: "a country code of two capitals or an organisation code of three",
    pattern: "^[A-Z]{2,3}$",
    max: 3,
    standard: "ISO 3166-1 alpha-2, or a code of an international organisation",
    examples: ["XA"],
    check: party,
}

checked_string! {
    /// A party to which a record may be released, or the token `all-members`, which stands alone in its list.
    Audience: "a party code or `all-members`",
    pattern: "^([A-Z]{2,3}|all-members)$",
    max: 11,
    standard: "ISO 3166-1 alpha-2, or a code of an international organisation",
    examples: ["XA", "all-members"],
    check: |text| text == "all-members" || party(text),
}

checked_string! {
    /// Whom a record is passed on to: a party by its code, or one authority by its identifier.
    Addressee: "a party code or an authority identifier",
    pattern: "^[A-Z]{2,3}(/[a-z0-9]([a-z0-9-]*[a-z0-9])?)?$",
    max: 64,
    standard: "ISO 3166-1 alpha-2, or a code of an international organisation",
    examples: ["XB", "XX/southland"],
    check: |text| party(text) || AuthorityId::new(text).is_ok(),
}

impl Addressee {
    /// The authority, where one is named.
    #[must_use]
    pub fn authority(&self) -> Option<AuthorityId> {
        AuthorityId::new(self.as_str()).ok()
    }

    /// The party, where one is named.
    #[must_use]
    pub fn party(&self) -> Option<PartyCode> {
        PartyCode::new(self.as_str()).ok()
    }
}

impl Audience {
    /// True for the token `all-members`.
    pub fn is_all_members(&self) -> bool {
        self.as_str() == "all-members"
    }
}

shown!(PartyCode, Audience, Addressee);
opaque_debug!(NationalClass);

/// The marking of a record or of some of its members. Where several markings meet, the strictest wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handling {
    /// How far the record may be shared.
    #[schemars(extend("x-standard" = "FIRST TLP 2.0", "examples" = ["amber"]))]
    pub tlp: Tlp,
    /// The Europol handling codes. Each one adds a condition; `H3` needs a caveat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-standard" = "Europol handling codes", "examples" = [["H2"]]))]
    pub europol: Vec<EuropolHandling>,
    /// The INTERPOL level of confidentiality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "INTERPOL Rules on the Processing of Data", "examples" = ["restricted"]))]
    pub interpol: Option<InterpolConfidentiality>,
    /// The national classification. It is carried, never interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_class: Option<NationalClass>,
    /// How openly a receiver may act on the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-standard" = "Permissible Actions Protocol", "examples" = ["amber"]))]
    pub pap: Option<Pap>,
    /// The parties that may have the record, or the single entry `all-members`. Who is not listed may not have it.
    #[schemars(extend("examples" = [["XA", "XB"]]))]
    pub releasable_to: Vec<Audience>,
    /// The parties that may not have the record. This list wins over `releasable_to`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("examples" = [["XC"]]))]
    pub not_releasable_to: Vec<PartyCode>,
    /// Whether a receiver may pass the record on.
    #[schemars(extend("examples" = ["with-consent"]))]
    pub onward: Onward,
    /// Whether the record may be used before a court.
    #[schemars(extend("examples" = ["with-consent"]))]
    pub judicial_use: JudicialUse,
    /// Further conditions, in words. Due with the Europol handling code `H3`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caveats: Vec<Text>,
    /// True if the issuer asks for a notice when the record leads to a hit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [true]))]
    pub notify_on_hit: Option<bool>,
}

/// A classification of one country, as its own rules spell it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NationalClass {
    /// The country whose classification it is.
    pub country: CountryCode,
    /// The label, as it would be printed on paper.
    #[schemars(length(max = 128), extend("examples" = ["FOR OFFICIAL USE"]))]
    pub label: String,
}

fn party(text: &str) -> bool {
    let mut scan = Scan::new(text);
    scan.run(2, 3, upper) && scan.at_end()
}
