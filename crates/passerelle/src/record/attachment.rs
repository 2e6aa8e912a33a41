//! Files that belong to a record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::form::{checked_string, lower_or_digit, opaque_debug, shown};
use super::handling::Handling;
use super::identifier::Digest;
use super::text::Text;
use crate::vocabulary::code::Ternary;

checked_string! {
    /// A media type in lower case, without parameters.
    MediaType: "a media type `type/subtype`",
    pattern: "^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$",
    max: 127,
    standard: "RFC 6838 (IANA media types)",
    examples: ["image/jpeg"],
    check: |text| {
        let name = |part: &str| {
            (1..=63).contains(&part.len())
                && part.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
                && part.bytes().all(|b| lower_or_digit(b) || b"!#$&^_.+-".contains(&b))
        };
        text.split_once('/').is_some_and(|(kind, subtype)| name(kind) && name(subtype))
    },
}

shown!(MediaType);
opaque_debug!(Attachment);

/// A file that belongs to the record. The record holds its hash; the bytes travel apart.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// The hash of the file's bytes.
    pub hash: Digest,
    /// The kind of file, as a media type without parameters.
    pub media_type: MediaType,
    /// The size of the file in bytes.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64), extend("examples" = [20480]))]
    pub size: i64,
    /// What the file shows, in words, without naming anybody in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Text>,
    /// The marking of the file, where it is stricter than the record's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// Whether the file shows a victim, a smuggled migrant, a witness or a bystander who could be recognised or put at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["no"]))]
    pub persons_shown: Option<Ternary>,
}
