//! Inputs that are sealed, and the keys that open them.

use std::path::{Path, PathBuf};

use clap::Args;
use passerelle::crypto::{Decryptor, KeyId, Signer, SoftwareDecryptor};
use passerelle::receipt::Receipt;
use passerelle::record::Timestamp;
use passerelle::sealing::{Seal, seal_of, unseal};
use passerelle::trust::Trust;
use passerelle::{Code, Finding, OpenError, Opening, VerifiedRecord, VerifiedStatement};

use crate::failure::Failure;
use crate::key_file::{self, Loaded, Passphrase};

/// The keys that open what is sealed.
#[derive(Args)]
pub(crate) struct KeyFiles {
    /// A file with a private key to which records were sealed; give it once for each
    #[arg(long = "key", short, value_name = "FILE", help_heading = "Keys")]
    keys: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: Passphrase,
}

impl KeyFiles {
    /// # Errors
    /// Those of reading a key file.
    pub(crate) fn load(&self) -> Result<Keys, Failure> {
        let load = |path: &PathBuf| key_file::load_decryptor(path, &self.passphrase);
        Ok(Keys(self.keys.iter().map(load).collect::<Result<_, _>>()?))
    }
}

/// The key that signs, and those that open what is sealed. A key file says which of both it is.
#[derive(Args)]
pub(crate) struct SignerFiles {
    /// The private key that signs; give one of ML-DSA beside it where both are due, and the one that opens a sealed record
    #[arg(long = "key", short, required = true, value_name = "FILE", help_heading = "Keys")]
    keys: Vec<PathBuf>,
    #[command(flatten)]
    passphrase: Passphrase,
}

impl SignerFiles {
    /// # Errors
    /// Those of reading a key file, and of [`key_file::signer_of`].
    pub(crate) fn load(&self) -> Result<(Box<dyn Signer>, Keys), Failure> {
        let (mut signs, mut opens) = (Vec::new(), Vec::new());
        for path in &self.keys {
            match key_file::load_any(path, &self.passphrase)? {
                Loaded::Signs(key) => signs.push(key),
                Loaded::Opens(key) => opens.push(key),
            }
        }
        let first = self.keys.first().map(PathBuf::as_path).unwrap_or_else(|| Path::new(""));
        Ok((key_file::signer_of(signs, first)?, Keys(opens)))
    }
}

/// Keys at hand.
pub(crate) struct Keys(Vec<SoftwareDecryptor>);

/// With what records are opened.
pub(crate) struct Means<'m> {
    pub(crate) trust: &'m Trust,
    pub(crate) keys: &'m Keys,
    receipts: &'m [VerifiedStatement<Receipt>],
}

impl<'m> Means<'m> {
    pub(crate) fn new(trust: &'m Trust, keys: &'m Keys) -> Self {
        Self { trust, keys, receipts: &[] }
    }

    pub(crate) fn receipts(self, receipts: &'m [VerifiedStatement<Receipt>]) -> Self {
        Self { receipts, ..self }
    }

    /// An opening with these keys, which are [`Keys::decryptors`].
    pub(crate) fn opening<'o>(&'o self, decryptors: &'o [&'o dyn Decryptor], now: Timestamp) -> Opening<'o> {
        Opening::new(self.trust, now).receipts(self.receipts).keys(decryptors)
    }

    pub(crate) fn open(&self, input: &[u8], now: Timestamp) -> Result<VerifiedRecord, OpenError> {
        passerelle::open_with(input, &self.opening(&self.keys.decryptors(), now))
    }
}

/// A sealed input: who can open it, and what is in it where one of the keys does.
pub(crate) struct Sealed {
    pub(crate) seal: Seal,
    pub(crate) inside: Option<Vec<u8>>,
}

impl Keys {
    /// The key that a record is sealed to; where there is none, any, since the answer is then that it is not for this reader.
    fn of(&self, seal: &Seal) -> Option<&SoftwareDecryptor> {
        let is_named = |key: &&SoftwareDecryptor| {
            seal.recipients.contains(&KeyId::of_encryption(key.authority(), key.public_key()))
        };
        self.0.iter().find(is_named).or(self.0.first())
    }

    /// As an opening takes them.
    pub(crate) fn decryptors(&self) -> Vec<&dyn Decryptor> {
        self.0.iter().map(|key| -> &dyn Decryptor { key }).collect()
    }

    /// What is inside an input; nothing where it is not sealed.
    ///
    /// # Errors
    /// The finding for which it stays closed.
    pub(crate) fn inside(&self, input: &[u8]) -> Result<Option<Vec<u8>>, Finding> {
        match seal_of(input) {
            Ok(Some(seal)) => {
                let key = self.of(&seal).ok_or_else(|| Finding::whole(Code::SeaLocked))?;
                unseal(input, key).map(Some)
            }
            // Whatever else is wrong with it is told by whoever reads it.
            _ => Ok(None),
        }
    }

    /// What is known of an input that is sealed.
    pub(crate) fn look(&self, input: &[u8]) -> Option<Sealed> {
        // Most inputs are not, and are not read twice for it.
        let name = b"ciphertext";
        if self.0.is_empty() && !input.windows(name.len()).any(|part| part == name) {
            return None;
        }
        let seal = seal_of(input).ok().flatten()?;
        let inside = self.of(&seal).and_then(|key| unseal(input, key).ok());
        Some(Sealed { seal, inside })
    }
}
