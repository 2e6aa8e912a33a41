//! Sealed records (specification, chapter 19): a signed record, encrypted for the authorities that may have it.
//!
//! [`seal`] asks [`release`] for every recipient before it encrypts; a record that may not go to one of them
//! is not sealed at all. A recipient opens what it got with [`open_with`](crate::open_with) and an
//! [`Opening`](crate::Opening) that has its [key](crate::Opening::key): a sealed record goes the way of every other one, once its
//! cover is off. [`unseal`] takes the cover off and does nothing else; what comes out is not verified.
//!
//! Whoever passes a sealed record on sees how large it is and which keys open it ([`seal_of`]), and nothing more.

use crate::crypto::{AgreementKey, Decryptor, KeyId, Randomness};
use crate::envelope::Form;
use crate::error::Code;
use crate::finding::Finding;
use crate::handling::{Decision, Recipient, Sender, release};
use crate::json::{Budget, Names, Object, read_with};
pub use crate::jwe::Seal;
use crate::jwe::{Jwe, is_sealed, write};
use crate::limits;
use crate::pipeline::VerifiedRecord;
use crate::record::{AuthorityId, Environment, PartyCode, Timestamp};
use crate::status::Judgement;
use crate::trust::{Authority, Trust};
use crate::vocabulary::code::Purpose;

/// A record on its way to be sealed: who sends it, to whom, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Dispatch<'a> {
    /// The record.
    pub record: &'a VerifiedRecord,
    /// What [`History::at`](crate::status::History::at) says of it now.
    pub judgement: &'a Judgement,
    /// Who sends it.
    pub sender: &'a Sender,
    /// The authorities that are to open it, each once.
    pub recipients: &'a [AuthorityId],
    /// What for.
    pub purpose: &'a Purpose,
}

/// Nothing was sealed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// There is no recipient, one stands twice, or there are too many (`SEA_RECIPIENTS`).
    #[error("the recipients are none, too many, or not all different")]
    Recipients,
    /// There is no trust list, or it is past its time (`TL_MISSING`, `TL_EXPIRED`, `TL_EXPIRED_GRACE`).
    #[error("{}", .0.message(crate::Language::English))]
    Trust(Code),
    /// The trust list has no key for a recipient that may be sealed to now (`SEA_NO_KEY`).
    #[error("the trust list has no encryption key for {0} that is in use")]
    NoKey(AuthorityId),
    /// The record may not go to a recipient (`SEA_DENIED`).
    #[error("the record may not go to {recipient}")]
    Denied {
        /// The recipient.
        recipient: AuthorityId,
        /// Why not: what [`release`] says.
        reasons: Vec<Finding>,
    },
    /// The sealed record would be larger than a reader takes (`LIM_SIZE`).
    #[error("the record is too large to be sealed")]
    Size,
    /// The source of random bytes gave none, or the same ones twice (`SEA_RANDOMNESS`).
    #[error("the source of random bytes gave none, or the same ones twice")]
    Randomness,
}

impl SealError {
    /// The code of the error.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            SealError::Recipients => Code::SeaRecipients,
            SealError::Trust(code) => *code,
            SealError::NoKey(_) => Code::SeaNoKey,
            SealError::Denied { .. } => Code::SeaDenied,
            SealError::Size => Code::LimSize,
            SealError::Randomness => Code::SeaRandomness,
        }
    }
}

/// Seals a record for authorities, each of which may have it.
///
/// Each gets it under the key of the trust list that is in use now. `randomness` gives the content key, the initialisation vector
/// and a key for each recipient; they must not be foreseeable, ever.
///
/// # Errors
/// See [`SealError`]; nothing is sealed for anybody where one recipient is refused.
pub fn seal(
    dispatch: &Dispatch<'_>,
    trust: &Trust,
    now: Timestamp,
    randomness: &mut dyn Randomness,
) -> Result<Vec<u8>, SealError> {
    let mut names: Vec<&AuthorityId> = dispatch.recipients.iter().collect();
    names.sort();
    names.dedup();
    // spec: PSR-SEA-005
    if names.len() != dispatch.recipients.len() || !(1..=limits::RECIPIENTS).contains(&names.len()) {
        return Err(SealError::Recipients);
    }
    if trust.list_version().is_none() {
        return Err(SealError::Trust(Code::TlMissing));
    }
    // An old list may still name a key that was stolen since. spec: PSR-SEA-010
    trust.past_its_time(now).map_or(Ok(()), |code| Err(SealError::Trust(code)))?;
    let keys: Result<Vec<_>, SealError> =
        dispatch.recipients.iter().map(|recipient| key_for(dispatch, recipient, trust, now)).collect();
    let envelope = zeroize::Zeroizing::new(dispatch.record.to_envelope(Form::Clear));
    let sealed = write(&envelope, &keys?, randomness).map_err(|_| SealError::Randomness)?;
    if sealed.len() > limits::INPUT_BYTES { Err(SealError::Size) } else { Ok(sealed) }
}

/// The key of a recipient that may have the record.
///
/// spec: PSR-SEA-010, PSR-SEA-011
fn key_for(
    dispatch: &Dispatch<'_>,
    recipient: &AuthorityId,
    trust: &Trust,
    now: Timestamp,
) -> Result<(KeyId, AgreementKey), SealError> {
    let authority = trust.authority(recipient).ok_or_else(|| SealError::NoKey(recipient.clone()))?;
    let denied = |reasons: Vec<Finding>| SealError::Denied { recipient: recipient.clone(), reasons };
    let receiver =
        receiver(authority, dispatch.record.record().header.environment).ok_or_else(|| denied(Vec::new()))?;
    match release(dispatch.record, dispatch.judgement, dispatch.sender, &receiver, dispatch.purpose) {
        Decision::Allowed => {}
        Decision::Denied { reasons, .. } => return Err(denied(reasons)),
    }
    let key = authority.encryption_key(now).ok_or_else(|| SealError::NoKey(recipient.clone()))?;
    Ok((key.id().clone(), key.public_key().clone()))
}

/// A recipient as the marking names it. A test authority has no system that is in earnest; of the others nothing else is known than
/// that they get what is sent to them.
fn receiver(authority: &Authority, environment: Environment) -> Option<Recipient> {
    let party = PartyCode::new(authority.country().as_str()).ok()?;
    let is_test = authority.id().country() == "XX" && environment == Environment::Live;
    Some(Recipient { party, environment: if is_test { Environment::Test } else { environment } })
}

/// What everybody sees of a sealed record; nothing where the input is not sealed.
///
/// # Errors
/// The first finding: the input is no JSON of the profile, or it is sealed in a way that no reader takes (`SEA_FORM` and the codes
/// around it).
pub fn seal_of(bytes: &[u8]) -> Result<Option<Seal>, Finding> {
    let root = read(bytes)?;
    if is_sealed(&root) { Jwe::read(&root).map(|jwe| Some(jwe.seal())) } else { Ok(None) }
}

/// Takes the cover off a sealed record. What comes out is an envelope that nobody has verified yet: it goes to
/// [`open`](crate::open).
///
/// # Errors
/// The first finding: those of [`seal_of`], `SEA_FORM` where the input is not sealed, `SEA_NOT_FOR_ME`, `SEA_LOCKED` where the key's
/// device does not answer, and `SEA_OPEN`.
pub fn unseal(bytes: &[u8], key: &dyn Decryptor) -> Result<Vec<u8>, Finding> {
    let root = read(bytes)?;
    if !is_sealed(&root) {
        return Err(Finding::whole(Code::SeaForm));
    }
    let mut envelope = Jwe::read(&root)?.open(key)?;
    Ok(std::mem::take(&mut *envelope))
}

fn read(bytes: &[u8]) -> Result<Object, Finding> {
    read_with(bytes, &Budget::ENVELOPE, Names::Profile).map_err(Finding::from)
}
