//! From a Rust type to an [`Object`], through the strict reader, so that what the library writes is held to what it reads.

use serde::Serialize;

use super::{Fault, Object, read};

impl Object {
    /// Writes a value of a Rust type as an object.
    ///
    /// # Errors
    /// The value is not inside the profile: for example two members of one name, where an extension bears the name of a member.
    pub fn encode<T: Serialize>(value: &T) -> Result<Self, Fault> {
        read(&serde_json::to_vec(value).unwrap_or_default())
    }
}
