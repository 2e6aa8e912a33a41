//! Inputs that are sealed, and the keys that open them.

use std::path::PathBuf;

use clap::Args;
use passerelle::Opening;
use passerelle::crypto::{Decryptor as _, KeyId, SoftwareDecryptor};
use passerelle::sealing::{Seal, seal_of, unseal};

use crate::failure::Failure;
use crate::key_file::{self, Passphrase};

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

/// Keys at hand.
pub(crate) struct Keys(Vec<SoftwareDecryptor>);

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

    /// The same opening with the key that an input needs.
    pub(crate) fn opening<'o>(&'o self, opening: Opening<'o>, input: &[u8]) -> Opening<'o> {
        if self.0.is_empty() {
            return opening;
        }
        let seal = seal_of(input).ok().flatten();
        let key = seal.as_ref().and_then(|seal| self.of(seal));
        key.map_or(opening, |key| opening.key(key))
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
