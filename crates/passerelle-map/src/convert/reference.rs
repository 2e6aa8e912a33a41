//! References from one row to another.

use std::fmt;

use passerelle::Code;
use serde_json::Value;

use super::{Class, Convert, Reading, Unreadable, Writing};
use crate::identity::IdentityKey;

/// The key of another row, as the identifier of the record that is made of it. From the identifier nobody can tell the row, its own system
/// included; so it is read, and written only where the row says it already.
pub(super) struct Reference {
    /// The pack of the other row.
    system: String,
    issuer: String,
}

impl Reference {
    pub(super) fn new(system: String, issuer: String) -> Self {
        Self { system, issuer }
    }
}

impl Convert for Reference {
    fn read(&self, _: &[&str]) -> Result<Reading, Unreadable> {
        Err(Unreadable { code: Code::MapKey, detail: "identifiers are made with an identity key, and there is none" })
    }

    fn read_known(&self, cells: &[&str], identity: Option<&IdentityKey>) -> Result<Reading, Unreadable> {
        let Some(identity) = identity else { return self.read(cells) };
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        if cells.iter().any(|cell| cell.is_empty()) {
            return Err(Unreadable::value("the whole key of a row is due"));
        }
        let row = identity.row(&self.system, &cells);
        Ok(Reading::Value(Value::String(identity.record_id(&self.issuer, &row, 0))))
    }

    fn write(&self, _: &Value) -> Result<Writing, Code> {
        Err(Code::MapNotCarried)
    }

    fn class(&self) -> Class {
        Class::Coarsening
    }

    fn columns(&self) -> std::ops::Range<usize> {
        1..9
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reference").field("system", &self.system).finish_non_exhaustive()
    }
}
