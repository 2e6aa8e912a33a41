//! The stages that look at signatures: key, key policy, cryptography, quorum, time and revocation.
//!
//! Each stage runs over all signatures before the next one begins, so that the first finding does not hang on their order.

use std::collections::BTreeSet;

use super::{Findings, Halt};
use crate::crypto::{Algorithm, KeyId, PublicKey};
use crate::envelope::{Envelope, HeaderAlgorithm, SignatureEntry, signing_input};
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::Node;
use crate::limits;
use crate::record::{AuthorityId, Digest, Timestamp};
use crate::trust::{Authority, KeyStatus, Trust, TrustedKey};

/// Who has to sign an object, as the object itself says, and what the trust list must allow them.
pub(crate) struct Signatories<'o> {
    issuer: &'o str,
    of: BTreeSet<&'o str>,
    min: usize,
    task: Task<'o>,
    /// Keys whose signatures need not be verified, since they signed a manifest that lists this very object.
    vouched: &'o [KeyId],
}

/// What a signature is put under.
enum Task<'o> {
    /// A record of a type.
    Record(&'o str),
    /// An object of another class, for which the trust list has a role.
    Statement(&'static str),
}

impl<'o> Signatories<'o> {
    /// Those of a record: its issuer, and whom `signers` names.
    pub(crate) fn of_record(record: Node<'o>) -> Self {
        let record_type = record.get("type").and_then(Node::as_str).unwrap_or_default();
        let signers = record.get("signers").and_then(Node::as_object);
        let of = signers.and_then(|signers| signers.get("of")).into_iter().flat_map(Node::items);
        let min = signers.and_then(|signers| signers.get("min")).and_then(Node::as_integer).unwrap_or(1);
        let only_issuer = Self::only_issuer(record, Task::Record(record_type));
        let of = of.filter_map(Node::as_str).chain(only_issuer.of).collect();
        Self { of, min: usize::try_from(min.max(1)).unwrap_or(usize::MAX), ..only_issuer }
    }

    /// That of a statement, which is its issuer alone, with the role that the trust list has for the class.
    pub(crate) fn of_statement(statement: Node<'o>, role: &'static str) -> Self {
        Self::only_issuer(statement, Task::Statement(role))
    }

    fn only_issuer(object: Node<'o>, task: Task<'o>) -> Self {
        let issuer = object.get("issuer").and_then(Node::as_str).unwrap_or_default();
        Self { issuer, of: BTreeSet::from([issuer]), min: 1, task, vouched: &[] }
    }

    /// The same, where keys signed a manifest that was verified and lists this object with these signatures.
    pub(crate) fn vouched_for_by(self, vouched: &'o [KeyId]) -> Self {
        Self { vouched, ..self }
    }

    fn admits(&self, authority: &AuthorityId) -> bool {
        self.of.contains(authority.as_str())
    }

    /// Whether the trust list allows an authority to sign this.
    fn may_sign(&self, authority: &Authority) -> bool {
        match self.task {
            Task::Record(record_type) => authority.may_issue(record_type),
            Task::Statement(role) => authority.has_role(role),
        }
    }

    /// Whether these authorities are enough: the issuer, and as many in all as the object demands.
    fn is_met_by(&self, authorities: &BTreeSet<&str>) -> bool {
        authorities.contains(self.issuer) && authorities.len() >= self.min
    }
}

/// What proves that a signature is older than some time: an authority held it then.
pub(crate) struct Proof<'t> {
    /// The digest of the entry of the signature.
    pub(crate) signature: Digest,
    /// Who held it.
    pub(crate) holder: &'t Authority,
    /// When.
    pub(crate) received: Timestamp,
}

impl Proof<'_> {
    /// Whether it proves that a signature was there before a time. A holder of the signer's own country is no stranger to the
    /// signer, and nobody can have held what was signed later than that.
    ///
    /// spec: PSR-RCP-003, PSR-RCP-004
    fn shows(&self, signature: &Keyed<'_>, before: Timestamp) -> bool {
        let is_independent = self.holder.country() != signature.authority.country();
        let latest = self.received.unix_seconds() + limits::CLOCK_SKEW_SECONDS;
        let was_signed = signature.entry.header.issued_at().is_some_and(|at| at.unix_seconds() <= latest);
        is_independent && was_signed && self.received < before && self.signature == signature.entry.digest()
    }
}

/// Gives the proofs that there are for the signatures of an object. It is asked only where one is needed.
pub(crate) type Proofs<'p> = dyn Fn() -> Vec<Proof<'p>> + 'p;

/// A signature whose key is known.
struct Keyed<'e> {
    entry: &'e SignatureEntry,
    authority: &'e Authority,
    key: &'e TrustedKey,
    algorithm: Algorithm,
}

impl Keyed<'_> {
    /// Whether it can count for a quorum. One of ML-DSA stands beside another one, so that whoever cannot check it counts the same.
    ///
    /// spec: PSR-SIG-011
    fn counts(&self) -> bool {
        self.entry.header.algorithm.counts_alone()
    }

    fn finding(&self, code: Code) -> Finding {
        Finding::new(code, self.entry.pointer.clone())
    }

    /// Whether the signature verifies; one of a key that vouches for it has to be well formed only.
    ///
    /// spec: PSR-MAN-009
    fn is_good(&self, vouched: &[KeyId], payload: &[u8]) -> bool {
        let key = self.key.public_key();
        let signature = &self.entry.signature;
        let is_vouched = vouched.contains(self.entry.header.key_id()) && key.is_well_formed(signature);
        is_vouched || key.verifies(&signing_input(&self.entry.protected, payload), signature)
    }
}

/// Runs the stages; the answer is which signatures, by their place, were found good.
pub(crate) fn examine_signatures(
    envelope: &Envelope,
    quorum: &Signatories<'_>,
    trust: Option<&Trust>,
    now: Timestamp,
    proofs: &Proofs<'_>,
    findings: &mut Findings,
) -> Result<BTreeSet<usize>, Halt> {
    let Some(trust) = trust.filter(|trust| trust.list_version().is_some()) else {
        // Without a list no key is known; to say so of each signature would say nothing more.
        findings.add(Finding::whole(Code::TlMissing))?; // spec: PSR-TRU-001
        return Ok(BTreeSet::new());
    };
    if let Some(code) = trust.past_its_time(now) {
        findings.add(Finding::whole(code))?;
    }
    let (keyed, is_decidable) = find_keys(envelope, trust, quorum, findings)?;
    check_policy(envelope, &keyed, trust, quorum, findings)?;
    let good = check_cryptography(&keyed, quorum, envelope, findings)?;
    if is_decidable {
        check_quorum(&good, quorum, findings)?;
    }
    check_hybrid(&good, envelope, trust, findings)?;
    check_time(&good, now, findings)?;
    check_proofs(&good, trust, now, proofs, findings)?;
    check_issue(&good, envelope.object.node(), findings)?;
    let is_good = |entry: &SignatureEntry| good.iter().any(|keyed| keyed.entry.pointer == entry.pointer);
    Ok(envelope.signatures.iter().enumerate().filter(|(_, entry)| is_good(entry)).map(|(index, _)| index).collect())
}

/// The signatures whose keys are known, and whether the quorum can be decided by them: it cannot where a key that is not known
/// may be what it lacks.
///
/// spec: PSR-KEY-001, PSR-KEY-002, PSR-SIG-011, PSR-TRU-005
fn find_keys<'e>(
    envelope: &'e Envelope,
    trust: &'e Trust,
    quorum: &Signatories<'_>,
    findings: &mut Findings,
) -> Result<(Vec<Keyed<'e>>, bool), Halt> {
    let mut keyed = Vec::new();
    let mut unknown = Vec::new();
    for entry in &envelope.signatures {
        let HeaderAlgorithm::Known(algorithm) = entry.header.algorithm else { continue };
        match trust.key(entry.header.key_id()) {
            // Without a key for it, it is as good as one of an unknown algorithm, which it is to whoever has no ML-DSA.
            found
                if algorithm.is_ml_dsa() && found.is_none_or(|(_, key)| key.public_key().algorithm() != algorithm) => {}
            Some((authority, key)) => keyed.push(Keyed { entry, authority, key, algorithm }),
            None if trust.is_root_key(entry.header.key_id()) => {
                findings.add(Finding::new(Code::TlRole, entry.pointer.clone()))?;
            }
            // The stage after this one says that it signs nothing.
            None if trust.is_encryption_key(entry.header.key_id()) => {}
            None => unknown.push(entry),
        }
    }
    // A key that is not known here matters only where the known ones are not enough.
    let counted = keyed.iter().filter(|keyed| keyed.counts()).map(|keyed| keyed.authority.id().as_str());
    let known: BTreeSet<&str> = counted.filter(|id| quorum.of.contains(id)).collect();
    let enough = quorum.is_met_by(&known);
    let is_decidable = enough || unknown.is_empty();
    for entry in unknown {
        let severity = if enough { Severity::Warning } else { Code::KeyUnknown.severity() };
        findings.add(Finding::new(Code::KeyUnknown, entry.pointer.clone()).weighing(severity))?;
    }
    for signature in &keyed {
        if signature.key.public_key().algorithm() != signature.algorithm {
            findings.add(signature.finding(Code::KeyAlgMismatch))?;
        }
    }
    Ok((keyed, is_decidable))
}

/// spec: PSR-KEY-003, PSR-KEY-004, PSR-TRU-017
fn check_policy(
    envelope: &Envelope,
    keyed: &[Keyed<'_>],
    trust: &Trust,
    quorum: &Signatories<'_>,
    findings: &mut Findings,
) -> Result<(), Halt> {
    for signature in keyed {
        if !quorum.admits(signature.authority.id()) {
            findings.add(signature.finding(Code::KeyAuthority))?;
        }
    }
    let without_role = |entry: &&SignatureEntry| {
        let of_keyed = keyed.iter().find(|signature| signature.entry.pointer == entry.pointer);
        of_keyed.map_or_else(
            || trust.is_encryption_key(entry.header.key_id()),
            |signature| !quorum.may_sign(signature.authority),
        )
    };
    let entries = envelope.signatures.iter().filter(without_role);
    findings.add_all(entries.map(|entry| Finding::new(Code::KeyRole, entry.pointer.clone())))
}

/// The signatures that verify. A bad one refuses the record, whoever else signed.
///
/// spec: PSR-SIG-001, PSR-SIG-002, PSR-SIG-004, PSR-SIG-010
fn check_cryptography<'k, 'e>(
    keyed: &'k [Keyed<'e>],
    quorum: &Signatories<'_>,
    envelope: &Envelope,
    findings: &mut Findings,
) -> Result<Vec<&'k Keyed<'e>>, Halt> {
    let usable = |signature: &Keyed<'_>| signature.key.public_key().algorithm() == signature.algorithm;
    for signature in keyed.iter().filter(|signature| usable(signature)) {
        if !signature.key.public_key().is_well_formed(&signature.entry.signature) {
            findings.add(signature.finding(Code::SigForm))?;
        }
    }
    let mut good = Vec::new();
    let mut bad_cosigners = Vec::new();
    for signature in keyed.iter().filter(|signature| usable(signature)) {
        if signature.is_good(quorum.vouched, envelope.object.bytes()) {
            good.push(signature);
        } else if !signature.key.public_key().is_well_formed(&signature.entry.signature) {
            // Reported above.
        } else if signature.authority.id().as_str() == quorum.issuer {
            findings.add(signature.finding(Code::SigInvalid))?;
        } else {
            bad_cosigners.push(signature.finding(Code::SigCosigner));
        }
    }
    // An algorithm that a later version may bring does no harm, as long as others are enough. spec: PSR-SIG-003
    let is_keyed = |entry: &SignatureEntry| keyed.iter().any(|keyed| keyed.entry.pointer == entry.pointer);
    let unknown = envelope.signatures.iter().filter(|entry| match entry.header.algorithm {
        HeaderAlgorithm::Known(algorithm) => algorithm.is_ml_dsa() && !is_keyed(entry),
        HeaderAlgorithm::MlDsa | HeaderAlgorithm::Unknown => true,
    });
    findings.add_all(unknown.map(|entry| Finding::new(Code::SigAlgUnknown, entry.pointer.clone())))?;
    findings.add_all(bad_cosigners)?;
    Ok(good)
}

/// Counts different authorities with different keys.
///
/// spec: PSR-SIG-005, PSR-SIG-011
fn check_quorum(good: &[&Keyed<'_>], quorum: &Signatories<'_>, findings: &mut Findings) -> Result<(), Halt> {
    let mut keys: BTreeSet<&PublicKey> = BTreeSet::new();
    let mut authorities: BTreeSet<&str> = BTreeSet::new();
    for signature in good.iter().filter(|signature| signature.counts()) {
        let authority = signature.authority.id();
        if quorum.admits(authority) && keys.insert(signature.key.public_key()) {
            authorities.insert(authority.as_str());
        }
    }
    if quorum.is_met_by(&authorities) { Ok(()) } else { findings.add(Finding::whole(Code::SigQuorum)) }
}

/// From the date of the policy on, a signature of an algorithm of today is worth nothing without one of ML-DSA by the same
/// authority, and the other way round. Where there is a second one that cannot be checked here, nobody knows.
///
/// spec: PSR-SIG-006
fn check_hybrid(good: &[&Keyed<'_>], envelope: &Envelope, trust: &Trust, findings: &mut Findings) -> Result<(), Halt> {
    let Some(from) = trust.hybrid_from() else { return Ok(()) };
    for signature in good {
        let authority = signature.authority.id();
        let is_second = |other: &&Keyed<'_>| other.counts() != signature.counts() && other.authority.id() == authority;
        let is_older = signature.entry.header.issued_at().is_some_and(|signed_at| signed_at < from);
        if is_older || good.iter().any(is_second) {
            continue;
        }
        let may_be_second = |entry: &SignatureEntry| {
            let id = entry.header.key_id();
            entry.header.algorithm.is_ml_dsa() && id.authority() == authority && trust.has_key_to_come(id)
        };
        let is_open = signature.counts() && envelope.signatures.iter().any(may_be_second);
        let severity = if is_open { Severity::Indeterminate } else { Code::SigHybrid.severity() };
        findings.add(signature.finding(Code::SigHybrid).weighing(severity))?;
    }
    Ok(())
}

/// spec: PSR-TIM-001, PSR-TIM-002, PSR-TIM-003
fn check_time(good: &[&Keyed<'_>], now: Timestamp, findings: &mut Findings) -> Result<(), Halt> {
    let latest = now.unix_seconds() + limits::CLOCK_SKEW_SECONDS;
    let is_broken = |code: Code, signature: &Keyed<'_>, signed_at: Timestamp| match (code, signature.key.status()) {
        (Code::KeyWindow, _) => {
            let (not_before, not_after) = signature.key.window();
            signed_at < not_before || signed_at > not_after
        }
        (Code::TimeFuture, _) => signed_at.unix_seconds() > latest,
        (Code::KeyRetired, KeyStatus::Retired(at)) => signed_at >= at,
        _ => false,
    };
    for code in [Code::KeyWindow, Code::TimeFuture, Code::KeyRetired] {
        for signature in good {
            if signature.entry.header.issued_at().is_some_and(|signed_at| is_broken(code, signature, signed_at)) {
                findings.add(signature.finding(code))?;
            }
        }
    }
    Ok(())
}

/// Signatures that are not believed, unless somebody else held them in time. What a stolen key signed can be back-dated at will,
/// and so can what a broken algorithm signed; so the signature's own time proves nothing.
///
/// spec: PSR-TIM-004, PSR-ALG-001
fn check_proofs(
    good: &[&Keyed<'_>],
    trust: &Trust,
    now: Timestamp,
    proofs: &Proofs<'_>,
    findings: &mut Findings,
) -> Result<(), Halt> {
    let compromised = |signature: &Keyed<'_>| match signature.key.status() {
        KeyStatus::Compromised(since) => Some(since),
        _ => None,
    };
    let past_sunset = |signature: &Keyed<'_>| trust.sunset(signature.algorithm).filter(|sunset| now >= *sunset);
    check_since(good, compromised, (Code::KeyCompromised, Code::KeyCompromisedPrior), proofs, findings)?;
    check_since(good, past_sunset, (Code::AlgSunset, Code::AlgSunsetPrior), proofs, findings)
}

/// The signatures that are doubtful since some time: those that nothing proves to be older, and then the others.
fn check_since(
    good: &[&Keyed<'_>],
    doubtful_since: impl Fn(&Keyed<'_>) -> Option<Timestamp>,
    (code, prior): (Code, Code),
    proofs: &Proofs<'_>,
    findings: &mut Findings,
) -> Result<(), Halt> {
    let doubtful: Vec<_> = good.iter().filter_map(|keyed| Some((*keyed, doubtful_since(keyed)?))).collect();
    if doubtful.is_empty() {
        return Ok(());
    }
    let proofs = proofs();
    let (proven, unproven): (Vec<_>, Vec<_>) =
        doubtful.into_iter().partition(|(keyed, since)| proofs.iter().any(|proof| proof.shows(keyed, *since)));
    findings.add_all(unproven.into_iter().map(|(keyed, _)| keyed.finding(code)))?;
    findings.add_all(proven.into_iter().map(|(keyed, _)| keyed.finding(prior)))
}

/// spec: PSR-TIM-005
fn check_issue(good: &[&Keyed<'_>], object: Node<'_>, findings: &mut Findings) -> Result<(), Halt> {
    let is_early = |keyed: &&&Keyed<'_>| {
        keyed.entry.header.issued_at().is_some_and(|signed_at| is_before_issue(signed_at, object))
    };
    findings.add_all(good.iter().filter(is_early).map(|keyed| keyed.finding(Code::TimeBeforeIssued)))
}

/// Whether a signature of that time is older than what it signs says that it is.
pub(crate) fn is_before_issue(signed_at: Timestamp, object: Node<'_>) -> bool {
    let issued = object.get("issued").and_then(Node::as_str).and_then(|issued| Timestamp::new(issued).ok());
    issued.is_some_and(|issued| signed_at.unix_seconds() + limits::CLOCK_SKEW_SECONDS < issued.unix_seconds())
}
