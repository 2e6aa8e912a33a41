//! One disclosure: a salt, the name where it is a member, and the value (RFC 9901 §4.2).

use std::collections::BTreeSet;

use crate::crypto::{Randomness, RandomnessError, decode_base64url, encode_base64url};
use crate::json::{Value, is_profile_name};

/// Bytes of a salt that this library makes.
const SALT: usize = 16;

/// A disclosure that is made of what one is made of.
pub(super) struct Disclosure<'d> {
    /// The name of the member; nothing for an element of a list.
    pub(super) name: Option<&'d str>,
    pub(super) value: &'d Value,
}

impl<'d> Disclosure<'d> {
    /// spec: PSR-RED-003
    pub(super) fn of(value: &'d Value) -> Option<Self> {
        let (salt, rest) = value.as_array()?.split_first()?;
        let salt = decode_base64url(salt.as_str()?)?;
        if !(SALT..=4 * SALT).contains(&salt.len()) {
            return None;
        }
        match rest {
            [value] => Some(Self { name: None, value }),
            [name, value] => Some(Self { name: Some(name.as_str().filter(|name| is_profile_name(name))?), value }),
            _ => None,
        }
    }
}

/// Whether a text is a digest: base64url of 32 bytes.
pub(super) fn is_digest(text: &str) -> bool {
    text.len() == 43 && decode_base64url(text).is_some()
}

/// New salts, no two of them the same.
pub(super) struct Salts<'r> {
    randomness: &'r mut dyn Randomness,
    given: BTreeSet<[u8; SALT]>,
}

/// There is no new salt.
pub(super) enum NoSalt {
    /// The source of random bytes gave none.
    None(RandomnessError),
    /// It gave the same twice, so nobody knows what its bytes are worth.
    Repeated,
}

impl<'r> Salts<'r> {
    pub(super) fn new(randomness: &'r mut dyn Randomness) -> Self {
        Self { randomness, given: BTreeSet::new() }
    }

    /// spec: PSR-RED-011
    pub(super) fn next(&mut self) -> Result<String, NoSalt> {
        let mut salt = [0; SALT];
        self.randomness.fill(&mut salt).map_err(NoSalt::None)?;
        if salt == [0; SALT] || !self.given.insert(salt) {
            return Err(NoSalt::Repeated);
        }
        Ok(encode_base64url(&salt))
    }
}

/// The text of a disclosure.
pub(super) fn write(salt: String, name: Option<&str>, value: Value) -> String {
    let name = name.map(|name| Value::String(name.to_owned()));
    let parts = std::iter::once(Value::String(salt)).chain(name).chain([value]);
    encode_base64url(&Value::Array(parts.collect()).to_canonical())
}
