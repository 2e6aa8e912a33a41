//! The identifier of a record, made from the national key.
//!
//! The national key is often a case number: short, and easy to guess. A plain hash of it could be undone by trying all of them, so
//! the hash has a secret key, which the authority keeps as it keeps its database. The same row gets the same identifier in every
//! run, and nobody abroad can tell from it which row that is.

use std::fmt;

use passerelle::record::AuthorityId;
use ring::hmac;
use ring::rand::SystemRandom;

/// The secret of an authority from which identifiers are made: 32 bytes, written as 64 hexadecimal digits.
#[derive(Clone)]
pub struct IdentityKey {
    key: hmac::Key,
    bytes: [u8; 32],
}

/// Why a text is no identity key, or none could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The text is not 64 hexadecimal digits.
    #[error("an identity key is written as 64 hexadecimal digits")]
    Form,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Randomness,
}

impl IdentityKey {
    /// Makes a key from the system's random bytes.
    ///
    /// # Errors
    /// [`KeyError::Randomness`].
    pub fn generate() -> Result<Self, KeyError> {
        let random = ring::rand::generate(&SystemRandom::new()).map_err(|_| KeyError::Randomness)?;
        Ok(Self::of(random.expose()))
    }

    /// Reads a key.
    ///
    /// # Errors
    /// [`KeyError::Form`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(KeyError::Form);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| KeyError::Form)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| KeyError::Form)?;
        }
        Ok(Self::of(bytes))
    }

    fn of(bytes: [u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, &bytes), bytes }
    }

    /// The key as it is written to its file.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What a row is known by: the keyed hash of the pack's name for its system and of the key columns.
    ///
    /// spec: PSR-MAP-018
    pub(crate) fn row(&self, system: &str, cells: &[&str]) -> [u8; 32] {
        self.hash("row", [system].iter().chain(cells))
    }

    /// A mark by which a state file is tied to this key, and which tells nothing of it.
    pub(crate) fn fingerprint(&self, authority: &str) -> [u8; 32] {
        self.hash("state", [authority].iter())
    }

    /// The identifier of a record; `generation` counts how often the row was taken back and came again.
    pub(crate) fn record_id(&self, issuer: &str, row: &[u8; 32], generation: i64) -> String {
        let generation = generation.to_string();
        let hash = self.hash("record", [issuer, &hex(row), &generation].iter());
        format!("{issuer}/{}", uuid(&hash))
    }

    /// The identifier of the notice that takes a record back.
    pub(crate) fn notice_id(&self, authority: &AuthorityId, record: &str) -> String {
        format!("{authority}/{}", uuid(&self.hash("notice", [record].iter())))
    }

    /// The hash of texts, each with its length before it, so that no two lists of texts look alike.
    fn hash<'t>(&self, what: &'t str, texts: impl Iterator<Item = &'t &'t str>) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(b"passerelle-map 1\0");
        for text in std::iter::once(what).chain(texts.copied()) {
            context.update(&u64::try_from(text.len()).unwrap_or_default().to_be_bytes());
            context.update(text.as_bytes());
        }
        let mut hash = [0; 32];
        for (byte, made) in hash.iter_mut().zip(context.sign().as_ref()) {
            *byte = *made;
        }
        hash
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey")
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 0x0F));
    }
    text
}

/// The first 122 bits of a hash in the layout of a UUID of version 4, which is what record identifiers have.
fn uuid(hash: &[u8; 32]) -> String {
    let mut bytes = [0_u8; 16];
    for (index, (byte, made)) in bytes.iter_mut().zip(hash).enumerate() {
        *byte = match index {
            6 => made & 0x0F | 0x40,
            8 => made & 0x3F | 0x80,
            _ => *made,
        };
    }
    let text = hex(&bytes);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use passerelle::record::RecordId;

    use super::*;

    fn key(digit: &str) -> IdentityKey {
        IdentityKey::parse(&digit.repeat(64)).unwrap()
    }

    #[test]
    fn the_same_row_has_the_same_identifier_under_the_same_key_only() {
        let id = |key: &IdentityKey, cells: &[&str]| key.record_id("XX/northland", &key.row("example.cases", cells), 0);
        let one = id(&key("1"), &["N-1"]);
        assert_eq!(
            one, "XX/northland/80064ea3-06ce-4114-a1f7-9a1769c4fe9b",
            "in every version: another one would be another record"
        );
        assert_eq!(one, id(&key("1"), &["N-1"]));
        assert!(RecordId::new(&one).is_ok(), "{one}");
        assert_ne!(one, id(&key("2"), &["N-1"]), "another key");
        assert_ne!(one, id(&key("1"), &["N-2"]), "another row");
        assert_ne!(id(&key("1"), &["a", "bc"]), id(&key("1"), &["ab", "c"]), "cells are not run together");
        assert!(!one.contains("N-1"));
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let made = IdentityKey::generate().unwrap();
        assert_eq!(IdentityKey::parse(&made.to_text()).unwrap().bytes, made.bytes);
        for text in ["", "12", &"g".repeat(64), &"1".repeat(63)] {
            assert_eq!(IdentityKey::parse(text).err(), Some(KeyError::Form));
        }
        assert_eq!(format!("{made:?}"), "IdentityKey");
    }
}
