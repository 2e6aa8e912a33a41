//! Sealing a record for those who may have it, and taking the cover off.

use std::sync::Arc;

use passerelle::record::AuthorityId;
use passerelle::sealing::{SealError, seal_of as seal_of_bytes};
use serde::Serialize;

use crate::answer::{self, Refusal, to_json};
use crate::decryption::{CheckedDecryption, Decryption};
use crate::failure::{Failure, guarded};
use crate::holdings::{Holdings, judged};
use crate::key::authority;
use crate::randomness::{Given, RandomSource};
use crate::reading::time;
use crate::sharing::{purpose, sender};
use crate::trust::Trust;

/// A record on its way to be sealed: to whom, and what for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Dispatch {
    /// The authorities that are to open it, each once.
    pub recipients: Vec<String>,
    /// What for: a code of the list `purpose`.
    pub purpose: String,
    /// The country or organisation that sends it, where that is not its issuer.
    pub holder: Option<String>,
    /// Whether the issuer has agreed to this one transfer. It must be said outright.
    pub consent: bool,
}

/// Seals a signed record for authorities, each of which may have it. Each gets it under the key of the trust list that is in use now.
///
/// `randomness` gives the keys, unless it is the operating system's; its bytes must not be foreseeable, ever.
///
/// # Errors
/// `SEA_DENIED` with every reason where one recipient may not have it; the other codes of sealing; the code with which the record, or
/// one of those held, does not open. Nothing is sealed for anybody then.
#[uniffi::export]
pub fn seal(
    envelope: &[u8],
    holdings: Holdings,
    dispatch: Dispatch,
    trust: &Trust,
    now: i64,
    randomness: Option<Arc<dyn RandomSource>>,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let now = time(now)?;
        let recipients: Vec<AuthorityId> =
            dispatch.recipients.iter().map(|name| authority(name)).collect::<Result<_, _>>()?;
        let (sender, purpose) = (sender(dispatch.holder, dispatch.consent)?, purpose(dispatch.purpose)?);
        judged(envelope, &holdings, trust, now, |record, judgement| {
            let (sender, recipients, purpose) = (&sender, recipients.as_slice(), &purpose);
            let dispatch = passerelle::sealing::Dispatch { record, judgement, sender, recipients, purpose };
            passerelle::sealing::seal(&dispatch, trust.held(), now, &mut Given(randomness))
                .map_err(|error| unsealed(&error))
        })
    })
}

fn unsealed(error: &SealError) -> Failure {
    let refusal = Refusal::of(error.code());
    match error {
        SealError::Denied { recipient, reasons } => Failure::of(&Refusal {
            detail: Some(recipient.to_string()),
            findings: answer::findings(reasons),
            ..refusal
        }),
        SealError::NoKey(recipient) => Failure::of(&Refusal { detail: Some(recipient.to_string()), ..refusal }),
        _ => Failure::of(&refusal),
    }
}

/// Takes the cover off a sealed record. What comes out is an envelope that nobody has verified yet; [`open_with`](crate::open_with) does
/// both.
///
/// # Errors
/// `SEA_FORM` where the input is not sealed, `SEA_NOT_FOR_ME`, `SEA_LOCKED` where the device gave nothing, and `SEA_OPEN`.
#[uniffi::export]
pub fn unseal(bytes: &[u8], key: Decryption) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(passerelle::sealing::unseal(bytes, &CheckedDecryption::check(key)?)?))
}

/// What everybody sees of a sealed record: `{"recipients": [kid], "content_bytes"}`; `null` where the input is not sealed.
///
/// # Errors
/// The input is no JSON of the profile, or sealed in a way that no reader takes.
#[uniffi::export]
pub fn seal_of(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Seen {
        recipients: Vec<String>,
        content_bytes: usize,
    }
    guarded(|| {
        let seen = seal_of_bytes(bytes)?.map(|seal| Seen {
            recipients: seal.recipients.iter().map(ToString::to_string).collect(),
            content_bytes: seal.content_bytes,
        });
        Ok(to_json(&seen))
    })
}
