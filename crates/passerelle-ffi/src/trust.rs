//! Whom to believe, as a value: an update gives a new one.

use std::sync::Arc;

use passerelle::trust::KeyStatus;
use serde::Serialize;

use crate::answer::{self, Finding, to_json};
use crate::failure::{Failure, guarded};
use crate::reading::time;

/// One root, and the list that follows from it where there is one. It never changes and can be used from any thread.
#[derive(Debug, uniffi::Object)]
pub struct Trust {
    held: passerelle::trust::Trust,
}

impl Trust {
    /// The trust of the library.
    #[must_use]
    pub fn held(&self) -> &passerelle::trust::Trust {
        &self.held
    }
}

#[uniffi::export]
impl Trust {
    /// Begins with a root that came by a way that is trusted.
    ///
    /// # Errors
    /// The codes `TL_…`, and those of reading.
    #[uniffi::constructor]
    pub fn pin(root: &[u8]) -> Result<Arc<Self>, Failure> {
        guarded(|| Ok(Arc::new(Self { held: passerelle::trust::Trust::pin(root)? })))
    }

    /// Takes the next root, and gives the trust from then on.
    ///
    /// # Errors
    /// The codes `TL_…`, and those of reading; this trust stays as it was.
    pub fn update_root(&self, root: &[u8]) -> Result<Arc<Self>, Failure> {
        guarded(|| Ok(Arc::new(Self { held: self.held.update_root(root)? })))
    }

    /// Takes a list, and gives the trust from then on. What was left out of the list is in `about`.
    ///
    /// # Errors
    /// The codes `TL_…`, and those of reading; this trust stays as it was.
    pub fn update_list(&self, list: &[u8], now: i64) -> Result<Arc<Self>, Failure> {
        guarded(|| Ok(Arc::new(Self { held: self.held.update_list(list, time(now)?)?.trust })))
    }

    /// Domain, versions, authorities with their keys, and what was left out, as JSON.
    ///
    /// # Errors
    /// Only `BND_FAULT`.
    pub fn about(&self) -> Result<Vec<u8>, Failure> {
        guarded(|| Ok(to_json(&About::of(&self.held))))
    }
}

#[derive(Serialize)]
struct About<'t> {
    domain: &'t str,
    test: bool,
    root_version: i64,
    root_digest: &'t str,
    root_expires: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    list_version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list_expires: Option<String>,
    authorities: Vec<Authority<'t>>,
    findings: Vec<Finding<'t>>,
}

#[derive(Serialize)]
struct Authority<'t> {
    id: &'t str,
    country: &'t str,
    name: &'t [passerelle::record::Text],
    keys: Vec<Key>,
}

#[derive(Serialize)]
struct Key {
    kid: String,
    #[serde(rename = "use")]
    key_use: &'static str,
    not_before: String,
    not_after: String,
    status: &'static str,
}

impl<'t> About<'t> {
    fn of(trust: &'t passerelle::trust::Trust) -> Self {
        let (root_expires, list_expires) = trust.expiry();
        let (of_root, of_list) = trust.findings();
        Self {
            domain: trust.domain().as_str(),
            test: trust.is_test(),
            root_version: trust.root_version(),
            root_digest: trust.root_digest().hash.as_str(),
            root_expires: root_expires.to_string(),
            list_version: trust.list_version(),
            list_expires: list_expires.map(|time| time.to_string()),
            authorities: trust.authorities().map(Authority::of).collect(),
            findings: answer::findings(of_root).into_iter().chain(answer::findings(of_list)).collect(),
        }
    }
}

impl<'t> Authority<'t> {
    fn of(authority: &'t passerelle::trust::Authority) -> Self {
        let key = |kid: String, key_use, window: (passerelle::record::Timestamp, _), status: KeyStatus| Key {
            kid,
            key_use,
            not_before: window.0.to_string(),
            not_after: passerelle::record::Timestamp::to_string(&window.1),
            status: match status {
                KeyStatus::Retired(_) => "retired",
                KeyStatus::Compromised(_) => "compromised",
                _ => "active",
            },
        };
        let signing =
            authority.keys().iter().map(|held| key(held.id().to_string(), "sig", held.window(), held.status()));
        let sealing = authority
            .encryption_keys()
            .iter()
            .map(|held| key(held.id().to_string(), "enc", held.window(), held.status()));
        Self {
            id: authority.id().as_str(),
            country: authority.country().as_str(),
            name: authority.name(),
            keys: signing.chain(sealing).collect(),
        }
    }
}
