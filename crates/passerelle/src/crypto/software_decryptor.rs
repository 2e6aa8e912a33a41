//! An encryption key held in this process (PKCS#8).

use std::fmt;

use p256::pkcs8::EncodePrivateKey;
use pkcs8::PrivateKeyInfoRef;
use zeroize::Zeroizing;

use super::agreement::AgreementSecret;
use super::stack::cleaned;
use super::{AgreementKey, Curve, Decryptor, DecryptorError, Randomness, SharedSecret, SoftwareKeyError};
use crate::record::AuthorityId;

/// The private half of an encryption key of an authority, held in memory.
pub struct SoftwareDecryptor {
    authority: AuthorityId,
    public: AgreementKey,
    secret: AgreementSecret,
}

/// An X25519 key as PKCS#8 up to its 32 secret bytes (RFC 8410 §7).
const X25519_PREFIX: [u8; 16] = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x6e\x04\x22\x04\x20";

/// `id-X25519` (RFC 8410 §3).
const X25519_OID: pkcs8::ObjectIdentifier = pkcs8::ObjectIdentifier::new_unwrap("1.3.101.110");

impl SoftwareDecryptor {
    /// Makes a new key, and gives its PKCS#8 form too, which is secret.
    ///
    /// # Errors
    /// [`SoftwareKeyError::Randomness`].
    pub fn generate(
        authority: AuthorityId,
        curve: Curve,
        randomness: &mut dyn Randomness,
    ) -> Result<(Self, Vec<u8>), SoftwareKeyError> {
        cleaned(|| Self::made(authority, curve, randomness))
    }

    fn made(
        authority: AuthorityId,
        curve: Curve,
        randomness: &mut dyn Randomness,
    ) -> Result<(Self, Vec<u8>), SoftwareKeyError> {
        let unseeded = || SoftwareKeyError::Randomness;
        let secret = AgreementSecret::generate(curve, randomness).map_err(|_| unseeded())?;
        let document = match &secret {
            AgreementSecret::X25519(secret) => [&X25519_PREFIX[..], secret.as_bytes()].concat(),
            AgreementSecret::P256(secret) => {
                secret.to_pkcs8_der().map_err(|_| SoftwareKeyError::Form)?.as_bytes().to_vec()
            }
        };
        Ok((Self::of(authority, secret)?, document))
    }

    /// Reads a PKCS#8 key (DER; RFC 5958, RFC 8410, RFC 5915); the curve follows from what it is.
    ///
    /// A P-256 key looks the same whatever it is for. That it is for encryption, the trust list says, and the caller must know.
    ///
    /// # Errors
    /// [`SoftwareKeyError::Form`].
    pub fn from_pkcs8(authority: AuthorityId, document: &[u8]) -> Result<Self, SoftwareKeyError> {
        cleaned(|| Self::read(authority, document))
    }

    fn read(authority: AuthorityId, document: &[u8]) -> Result<Self, SoftwareKeyError> {
        let info = PrivateKeyInfoRef::try_from(document).map_err(|_| SoftwareKeyError::Form)?;
        let secret = if info.algorithm.oid == X25519_OID {
            // The key is an octet string within the octet string.
            let key =
                info.private_key.as_bytes().strip_prefix(b"\x04\x20").filter(|_| info.algorithm.parameters.is_none());
            let key: Option<Zeroizing<[u8; 32]>> = key.and_then(|key| Some(Zeroizing::new(key.try_into().ok()?)));
            key.and_then(|key| AgreementSecret::from_bytes(Curve::X25519, &key))
        } else {
            p256::SecretKey::try_from(info).ok().map(Box::new).map(AgreementSecret::P256)
        };
        Self::of(authority, secret.ok_or(SoftwareKeyError::Form)?)
    }

    fn of(authority: AuthorityId, secret: AgreementSecret) -> Result<Self, SoftwareKeyError> {
        let public = secret.public_key().ok_or(SoftwareKeyError::Form)?;
        Ok(Self { authority, public, secret })
    }
}

impl Decryptor for SoftwareDecryptor {
    fn authority(&self) -> &AuthorityId {
        &self.authority
    }

    fn public_key(&self) -> &AgreementKey {
        &self.public
    }

    fn agree(&self, ephemeral: &AgreementKey) -> Result<SharedSecret, DecryptorError> {
        cleaned(|| self.secret.agree(ephemeral)).ok_or(DecryptorError)
    }
}

/// Prints the public half only.
impl fmt::Debug for SoftwareDecryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftwareDecryptor({} {:?})", self.authority, self.public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{Algorithm, SoftwareKey, SystemRandomness};

    fn northland() -> AuthorityId {
        AuthorityId::new("XX/northland").unwrap()
    }

    fn new(curve: Curve) -> (SoftwareDecryptor, Vec<u8>) {
        SoftwareDecryptor::generate(northland(), curve, &mut SystemRandomness).unwrap()
    }

    #[test]
    fn a_key_is_the_same_after_it_was_written_and_read() {
        for curve in Curve::ALL {
            let (made, document) = new(curve);
            let read = SoftwareDecryptor::from_pkcs8(northland(), &document).unwrap();
            assert_eq!((read.public_key(), read.public_key().curve()), (made.public_key(), curve));
            let (other, _) = new(curve);
            let agreed = |one: &SoftwareDecryptor, other: &SoftwareDecryptor| {
                one.agree(other.public_key()).unwrap().as_bytes().to_vec()
            };
            assert_eq!(agreed(&read, &other), agreed(&other, &made));
            assert_ne!(read.public_key(), other.public_key());
        }
    }

    #[test]
    fn what_is_no_key_of_a_known_kind_is_refused() {
        let (_, document) = new(Curve::X25519);
        let (_, nist) = new(Curve::P256);
        let (_, for_signing) = SoftwareKey::generate(northland(), Algorithm::Ed25519).unwrap();
        let cut = &document[..document.len() - 1];
        for bytes in [&[][..], b"-----BEGIN PRIVATE KEY-----", cut, &nist[..40], &for_signing] {
            let error = SoftwareDecryptor::from_pkcs8(northland(), bytes).unwrap_err();
            assert_eq!(error, SoftwareKeyError::Form);
        }
    }

    #[test]
    fn nothing_secret_is_printed() {
        let (key, document) = new(Curve::X25519);
        let shown = format!("{key:?}");
        assert!(shown.contains(&key.public_key().thumbprint()));
        let hex: String = document[16..24].iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!shown.contains(&hex) && !shown.contains(&format!("{:?}", &document[16..24])));
    }
}
