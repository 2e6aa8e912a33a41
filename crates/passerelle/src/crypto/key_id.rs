//! `kid`: whose key, and which one.

use std::fmt;

use super::{AgreementKey, PublicKey};
use crate::limits;
use crate::record::AuthorityId;

/// The identifier of a key: `<authority>#<RFC 7638 thumbprint>`, for example
/// `XX/northland#NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs`.
///
/// It is compared exactly and never looked up anywhere but in the trust list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId {
    authority: AuthorityId,
    thumbprint: String,
}

/// The text is not `<authority>#<thumbprint>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key id is `<authority>#<thumbprint>`")]
pub struct KeyIdError;

impl KeyId {
    /// The identifier of an authority's key.
    #[must_use]
    pub fn of(authority: &AuthorityId, key: &PublicKey) -> Self {
        Self { authority: authority.clone(), thumbprint: key.thumbprint() }
    }

    /// The identifier of an authority's encryption key.
    #[must_use]
    pub fn of_encryption(authority: &AuthorityId, key: &AgreementKey) -> Self {
        Self { authority: authority.clone(), thumbprint: key.thumbprint() }
    }

    /// Reads an identifier.
    ///
    /// # Errors
    /// The text has another form: an ill-formed authority, no `#`, or a thumbprint that is not base64url of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, KeyIdError> {
        let (authority, thumbprint) = text.split_once('#').ok_or(KeyIdError)?;
        let is_sha256 = super::decode_base64url(thumbprint).is_some_and(|bytes| bytes.len() == 32);
        if text.len() > limits::KID_BYTES || !is_sha256 {
            return Err(KeyIdError);
        }
        let authority = AuthorityId::new(authority).map_err(|_| KeyIdError)?;
        Ok(Self { authority, thumbprint: thumbprint.to_owned() })
    }

    /// Whose key it is.
    #[must_use]
    pub fn authority(&self) -> &AuthorityId {
        &self.authority
    }

    /// The SHA-256 thumbprint of the key, base64url.
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.authority, self.thumbprint)
    }
}
