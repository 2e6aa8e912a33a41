//! What authorities state beside a record: that they received it, and that they passed it on.

use passerelle::forward::{Forward, ForwardConsent, ForwardFault, check_forward as check, forward_for, sign_forward};
use passerelle::record::{Addressee, Handling, Timestamp};
use passerelle::vocabulary::code::Purpose;
use passerelle::{Code, Form, VerifiedStatement, json};
use serde::Serialize;

use crate::answer::{self, Finding, Refusal, Stated, to_json};
use crate::failure::{Failure, guarded};
use crate::holdings::{Holdings, judged};
use crate::key::{Signatory, authority, check_one};
use crate::reading::time;
use crate::sharing::purpose;
use crate::trust::Trust;

/// Signs the receipt for a record that opens: when it came, by the clock of whoever gives the receipt.
///
/// # Errors
/// The code with which the record does not open; `SIGN_KEY`, `SIGN_CALLBACK`, and what is wrong with the receipt.
#[uniffi::export]
pub fn receipt(
    envelope: &[u8],
    trust: &Trust,
    signatory: Signatory,
    received: i64,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let (received, now) = (time(received)?, time(now)?);
        let record = passerelle::open(envelope, trust.held(), now)?;
        let signer = check_one(signatory)?;
        let issuer = authority(passerelle::crypto::Signer::authority(&signer).as_str())?;
        let receipt = passerelle::receipt_for(&record, issuer, received, now);
        Ok(passerelle::receipt::sign_receipt(&receipt, &signer, now, Form::Clear)?)
    })
}

/// Opens a receipt: `{"digest", "signatures", "findings", "document"}`.
///
/// # Errors
/// The code of the first finding that refuses it.
#[uniffi::export]
pub fn open_receipt(bytes: &[u8], trust: &Trust, now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(to_json(&Stated::of(&passerelle::receipt::open_receipt(bytes, trust.held(), time(now)?)?))))
}

/// A forward that somebody has in mind.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Forwarding {
    /// Who is to get it: codes of countries and organisations, or authorities.
    pub to: Vec<String>,
    /// What for: codes of the list `purpose`.
    pub purpose: Vec<String>,
    /// Where the consent of the issuer is kept, such as the number of a letter, where there is one.
    pub consent: Option<String>,
    /// The marking under which it goes, as JSON; that by which it came unless told.
    pub handling: Option<Vec<u8>>,
}

/// Prints to whom, never the rest.
impl std::fmt::Debug for Forwarding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Forwarding").field("to", &self.to).finish_non_exhaustive()
    }
}

/// Signs to whom a record of somebody else is passed on. `earlier` are the forwards by which it came, in any order.
///
/// It is judged first as whoever gets it will judge it.
///
/// # Errors
/// `FWD_…` with every reason where the record may not go there; the code with which the record, one of those held or a forward does not
/// open; `SIGN_KEY`, `SIGN_CALLBACK`; `BND_ARGUMENT` where the forwards are of more than one way.
#[uniffi::export]
pub fn forward(
    envelope: &[u8],
    holdings: Holdings,
    earlier: Vec<Vec<u8>>,
    forwarding: Forwarding,
    signatory: Signatory,
    trust: &Trust,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    guarded(|| {
        let now = time(now)?;
        let signer = check_one(signatory)?;
        let issuer = authority(passerelle::crypto::Signer::authority(&signer).as_str())?;
        let to = forwarding.to.into_iter().map(|to| {
            Addressee::new(to).map_err(|_| Failure::argument("to: a country, an organisation or an authority"))
        });
        let to: Vec<Addressee> = to.collect::<Result<_, _>>()?;
        let purposes: Vec<Purpose> = forwarding.purpose.into_iter().map(purpose).collect::<Result<_, _>>()?;
        let earlier = forwards(&earlier, trust, now)?;
        judged(envelope, &holdings, trust, now, |record, judgement| {
            let mut forward = forward_for(record, issuer, to, purposes, now);
            match last(&earlier).as_slice() {
                [] => {}
                [before] => {
                    forward.prev = Some(before.digest().clone());
                    forward.handling = before.document().handling.clone();
                }
                _ => return Err(Failure::argument("earlier: forwards of more than one way")),
            }
            if let Some(handling) = &forwarding.handling {
                forward.handling = marking(handling)?;
            }
            let by = record.record().header.issuer.clone();
            forward.consent = forwarding.consent.map(|reference| ForwardConsent { by, reference });
            let signed = sign_forward(&forward, &signer, now, Form::Clear)?;
            let opened = passerelle::forward::open_forward(&signed, trust.held(), now)?;
            match check(&opened, &earlier, record, judgement, trust.held(), now).as_slice() {
                [] => Ok(signed),
                faults => Err(refused(faults)),
            }
        })
    })
}

fn marking(handling: &[u8]) -> Result<Handling, Failure> {
    let object = json::read(handling).map_err(passerelle::Finding::from)?;
    object.decode().map_err(|_| Failure::argument("handling: a marking, as a JSON object"))
}

/// The forwards that no other of them comes after.
fn last(forwards: &[VerifiedStatement<Forward>]) -> Vec<&VerifiedStatement<Forward>> {
    let goes_on = |forward: &VerifiedStatement<Forward>| {
        forwards.iter().any(|later| later.document().prev.as_ref() == Some(forward.digest()))
    };
    forwards.iter().filter(|forward| !goes_on(forward)).collect()
}

fn refused(faults: &[ForwardFault]) -> Failure {
    let code = faults.first().map_or(Code::FwdRelease, |fault| fault.finding.code);
    let findings = faults.iter().flat_map(|fault| std::iter::once(&fault.finding).chain(&fault.reasons));
    Failure::of(&Refusal { findings: findings.map(Finding::of).collect(), ..Refusal::of(code) })
}

fn forwards(envelopes: &[Vec<u8>], trust: &Trust, now: Timestamp) -> Result<Vec<VerifiedStatement<Forward>>, Failure> {
    let open = |envelope: &Vec<u8>| Ok(passerelle::forward::open_forward(envelope, trust.held(), now)?);
    envelopes.iter().map(open).collect()
}

/// Opens a forward, for itself: `{"digest", "signatures", "findings", "document"}`. See [`check_forward`].
///
/// # Errors
/// The code of the first finding that refuses it.
#[uniffi::export]
pub fn open_forward(bytes: &[u8], trust: &Trust, now: i64) -> Result<Vec<u8>, Failure> {
    guarded(|| Ok(to_json(&Stated::of(&passerelle::forward::open_forward(bytes, trust.held(), time(now)?)?))))
}

/// Holds a forward, and those before it, against the copy that came with it: `{"digest", "signatures", "findings", "document", "faults":
/// [{"step", "finding", "reasons"}]}`. Without faults the copy is what its forwarders say, and went only where its issuer allows.
///
/// # Errors
/// The code with which the forward, one before it, the record, or one of those held does not open.
#[uniffi::export]
pub fn check_forward(
    forward: &[u8],
    earlier: Vec<Vec<u8>>,
    envelope: &[u8],
    holdings: Holdings,
    trust: &Trust,
    now: i64,
) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Checked<'c> {
        #[serde(flatten)]
        forward: Stated<'c, Forward>,
        faults: Vec<Fault<'c>>,
    }
    #[derive(Serialize)]
    struct Fault<'c> {
        step: usize,
        finding: Finding<'c>,
        reasons: Vec<Finding<'c>>,
    }
    guarded(|| {
        let now = time(now)?;
        let forward = passerelle::forward::open_forward(forward, trust.held(), now)?;
        let earlier = forwards(&earlier, trust, now)?;
        judged(envelope, &holdings, trust, now, |record, judgement| {
            let faults = check(&forward, &earlier, record, judgement, trust.held(), now);
            let written = faults.iter().map(|fault| Fault {
                step: fault.step,
                finding: Finding::of(&fault.finding),
                reasons: answer::findings(&fault.reasons),
            });
            Ok(to_json(&Checked { forward: Stated::of(&forward), faults: written.collect() }))
        })
    })
}
