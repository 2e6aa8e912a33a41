//! One examination of a signed record, which [`open`](super::open) and [`inspect`](super::inspect) share.

use serde::Deserialize as _;
use zeroize::Zeroizing;

use super::content::{Content, examine_content};
use super::open::{Held, Listing, Opening};
use crate::envelope::{Envelope, Form, ObjectClass};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Budget, Canonical, Fault, Names, Node, Object, Pointer, read_all};
use crate::jwe::{Jwe, Seal, is_sealed};
use crate::receipt;
use crate::record::{Digest, RecordId};
use crate::rules::Reader;
use crate::verification::{Extent, Findings, Found, Halt, Signatories, SignatureSummary, examine_signatures};

/// What an examination brought to light.
pub(super) struct Examination {
    pub(super) found: Found,
    pub(super) envelope: Option<Envelope>,
    /// The object, where the envelope itself was not sound.
    pub(super) object: Option<Canonical>,
    pub(super) content: Content,
    pub(super) signatures: Vec<SignatureSummary>,
    /// The digest of what is signed, where the envelope is sound.
    pub(super) digest: Option<Digest>,
    /// Its entry in the listing.
    pub(super) entry: Option<usize>,
    /// Who can open it, where it is sealed.
    pub(super) seal: Option<Seal>,
}

impl Examination {
    fn new() -> Self {
        Self {
            found: Found::default(),
            envelope: None,
            object: None,
            content: Content::default(),
            signatures: Vec::new(),
            digest: None,
            entry: None,
            seal: None,
        }
    }
}

/// Runs the stages in the order of the specification, chapter 7.
///
/// spec: PSR-ANS-003
pub(super) fn examine(
    bytes: &[u8],
    opening: &Opening<'_>,
    listing: Option<&dyn Listing>,
    extent: Extent,
) -> Examination {
    if let Some(envelope) = Envelope::in_canonical_form(bytes, ObjectClass::Record) {
        return examine_envelope(bytes, Ok(envelope), opening, listing, extent);
    }
    let outside = read_text(bytes);
    if !outside.0.as_ref().is_some_and(is_sealed) {
        let envelope = Envelope::of(outside, ObjectClass::Record);
        return examine_envelope(bytes, envelope, opening, listing, extent);
    }
    let mut seal = None;
    match unseal(&outside, opening, &mut seal) {
        // What was inside is no other than what comes without a cover; it is not sealed once more. spec: PSR-SEA-009
        Ok(inside) => {
            let envelope = Envelope::read(&inside, ObjectClass::Record);
            Examination { seal, ..examine_envelope(&inside, envelope, opening, listing, extent) }
        }
        Err(faults) => {
            let mut findings = Findings::new(extent);
            let _: Result<(), Halt> = findings.add_all(faults);
            Examination { seal, found: findings.placed(bytes, None), ..Examination::new() }
        }
    }
}

/// An envelope, or what is wrong with it and the object in it, as far as there is one.
type Enveloped = Result<Envelope, (Vec<Finding>, Option<Object>)>;

/// A text as it was read: the object, and what is wrong with it.
type Read = (Option<Object>, Vec<Fault>);

fn read_text(bytes: &[u8]) -> Read {
    read_all(bytes, &Budget::ENVELOPE, Names::Profile)
}

/// The stage sealing: what is inside, or why it stays closed.
fn unseal(
    (root, faults): &Read,
    opening: &Opening<'_>,
    seal: &mut Option<Seal>,
) -> Result<Zeroizing<Vec<u8>>, Vec<Finding>> {
    let root = root.as_ref().filter(|_| faults.is_empty());
    let root = root.ok_or_else(|| faults.iter().cloned().map(Finding::from).collect::<Vec<_>>())?;
    let jwe = Jwe::read(root).map_err(|finding| vec![finding])?;
    *seal = Some(jwe.seal());
    jwe.open_with_any(opening.keys.iter()).map_err(|finding| vec![finding])
}

fn examine_envelope(
    bytes: &[u8],
    envelope: Enveloped,
    opening: &Opening<'_>,
    listing: Option<&dyn Listing>,
    extent: Extent,
) -> Examination {
    let mut findings = Findings::new(extent);
    let mut examination = Examination::new();
    // `Halt` says that the first refusal was found, which is all that the caller wants to know.
    let _: Result<(), Halt> = run(envelope, opening, listing, &mut findings, &mut examination);
    let object_at = match examination.envelope.as_ref().map(|envelope| envelope.form) {
        Some(Form::Opaque) => None,
        _ => Some(Pointer::root().child(ObjectClass::Record.member())),
    };
    examination.found = findings.placed(bytes, object_at.as_ref());
    examination
}

fn run(
    envelope: Enveloped,
    opening: &Opening<'_>,
    listing: Option<&dyn Listing>,
    findings: &mut Findings,
    examination: &mut Examination,
) -> Result<(), Halt> {
    let envelope = match envelope {
        Ok(envelope) => envelope,
        Err((faults, object)) => {
            findings.add_all(faults)?;
            if let Some(object) = object.map(Canonical::of) {
                examination.content = examine_content(&object, &[], Reader::Recipient, opening.now, findings)?;
                examination.object = Some(object);
            }
            return Ok(());
        }
    };
    let envelope = examination.envelope.insert(envelope);
    examination.signatures = envelope.signatures.iter().map(SignatureSummary::unverified).collect();
    let digest = examination.digest.insert(envelope.digest());
    let mut signatories = Signatories::of_record(envelope.object.node());
    if let Some(listing) = listing {
        examination.entry = listing.entry(digest, &envelope.signatures_digest());
        if examination.entry.is_some() {
            signatories = signatories.vouched_for_by(listing.keys());
        }
    }
    let proofs =
        || opening.trust.map_or(Vec::new(), |trust| receipt::proofs(opening.receipts, envelope, trust, opening.now));
    let good = examine_signatures(envelope, &signatories, opening.trust, opening.now, &proofs, findings)?;
    for (index, summary) in examination.signatures.iter_mut().enumerate() {
        summary.verified = good.contains(&index);
    }
    let (object, disclosed) = (&envelope.object, &envelope.disclosures);
    examination.content = examine_content(object, disclosed, Reader::Recipient, opening.now, findings)?;
    if examination.content.typed.is_some() {
        examine_predecessor(object.node(), opening.held, findings)?;
    }
    Ok(())
}

/// Whether the revision before this one is held, and is the one that `prev` names.
///
/// spec: PSR-REV-004, PSR-REV-005
fn examine_predecessor(record: Node<'_>, held: &dyn Held, findings: &mut Findings) -> Result<(), Halt> {
    let prev = record.get("prev").and_then(|prev| Digest::deserialize(prev).ok());
    let id = record.text("id").and_then(|id| RecordId::new(id).ok());
    let Some(((prev, id), rev)) = prev.zip(id).zip(record.integer("rev")) else { return Ok(()) };
    let at_prev = |code| Finding::new(code, Pointer::root().child("prev"));
    match held.digests(&id, rev - 1) {
        None => Ok(()),
        Some(digests) if digests.is_empty() => findings.add(at_prev(Code::RevGap)),
        Some(digests) if digests.contains(&prev) => Ok(()),
        Some(_) => findings.add(at_prev(Code::RevChain)),
    }
}
