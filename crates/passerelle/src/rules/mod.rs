//! Cross-field rules: what a schema cannot say (specification, chapter 2; `rule` in `spec/registry/errors.toml`).

use crate::finding::Finding;
use crate::json::Object;
use crate::record::{Record, Timestamp};

/// For whom a record is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "one either writes a record or receives it")]
pub enum Reader {
    /// The author of a draft, who can still mend it.
    Author,
    /// Somebody who received it signed.
    Recipient,
}

/// Checks every rule that one record can break by itself.
pub(crate) fn check(_record: &Record, _object: &Object, _reader: Reader, _now: Timestamp) -> Vec<Finding> {
    Vec::new()
}
