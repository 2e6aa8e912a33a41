//! Reading the input of a message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passerelle::crypto::{SoftwareDecryptor, SoftwareKey};
use passerelle::json::Pointer;
use passerelle::record::AuthorityId;
use serde_json::{Map, Value};

use super::Unable;

/// Bytes as they travel.
pub(super) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The members of an input.
pub(super) struct Fields<'i>(pub(super) &'i Map<String, Value>);

impl Fields<'_> {
    pub(super) fn bytes(&self, name: &str) -> Result<Vec<u8>, Unable> {
        bytes(self.0.get(name)).ok_or_else(|| missing(name))
    }

    pub(super) fn list(&self, name: &str) -> Result<Vec<Vec<u8>>, Unable> {
        self.items(name).map(|item| bytes(Some(item)).ok_or_else(|| missing(name))).collect()
    }

    pub(super) fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    pub(super) fn needed(&self, name: &str) -> Result<&str, Unable> {
        self.word(name).ok_or_else(|| missing(name))
    }

    pub(super) fn words(&self, name: &str) -> Vec<&str> {
        self.items(name).filter_map(Value::as_str).collect()
    }

    pub(super) fn pointers(&self, name: &str) -> Result<Vec<Pointer>, Unable> {
        self.words(name).into_iter().map(|text| Pointer::parse(text).ok_or_else(|| missing(name))).collect()
    }

    pub(super) fn keys(&self, name: &str) -> Result<Vec<SoftwareKey>, Unable> {
        let key = |value: &Value| {
            let (authority, document) = key_parts(value)?;
            SoftwareKey::from_pkcs8(authority, &document).ok()
        };
        self.items(name).map(|item| key(item).ok_or_else(|| missing(name))).collect()
    }

    pub(super) fn decryptor(&self, name: &str) -> Result<Option<SoftwareDecryptor>, Unable> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let key = key_parts(value).and_then(|(id, document)| SoftwareDecryptor::from_pkcs8(id, &document).ok());
        key.map(Some).ok_or_else(|| missing(name))
    }

    fn items(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten()
    }
}

fn bytes(value: Option<&Value>) -> Option<Vec<u8>> {
    STANDARD.decode(value?.as_str()?).ok()
}

fn key_parts(value: &Value) -> Option<(AuthorityId, Vec<u8>)> {
    Some((AuthorityId::new(value.get("authority")?.as_str()?).ok()?, bytes(value.get("pkcs8"))?))
}

fn missing(name: &str) -> Unable {
    Unable::new(format!("the input has no {name} that this adapter can read"))
}
