//! Opening a record, and reporting on one.

use std::fmt;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::content::{self, Typed, typed};
use super::examine::{Examination, examine};
use crate::answer::{Integrity, Standing, Status};
use crate::crypto::{Decryptor, KeyId};
use crate::envelope::{Form, ObjectClass, signature_digest, write_disclosing};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Canonical, Node, Object, Pointer};
use crate::jwe::Seal;
use crate::receipt::Receipt;
use crate::record::{Digest, Environment, ExactRevision, Header, Record, RecordId, RecordType, Timestamp, Validity};
use crate::redaction::{Places, Revealed, Withheld};
use crate::trust::Trust;
use crate::verification::{Extent, OpenError, SignatureSummary, VerifiedStatement, judge};

/// Which revisions the caller holds, so that a chain can be checked.
pub trait Held {
    /// The digests that are held of a revision: none where it is not held, more than one where it was forked; `None` where the
    /// caller keeps no revisions at all, so that nothing can be said.
    fn digests(&self, id: &RecordId, rev: i64) -> Option<Vec<Digest>>;
}

/// A caller that keeps no revisions.
#[derive(Clone, Copy, Debug, Default)]
pub struct NothingHeld;

impl Held for NothingHeld {
    fn digests(&self, _: &RecordId, _: i64) -> Option<Vec<Digest>> {
        None
    }
}

/// What a record is opened with: the trust and the time, and whatever else the caller has.
#[derive(Clone, Copy)]
pub struct Opening<'a> {
    pub(super) trust: Option<&'a Trust>,
    pub(super) now: Timestamp,
    pub(super) held: &'a dyn Held,
    pub(super) receipts: &'a [VerifiedStatement<Receipt>],
    pub(super) keys: Keys<'a>,
}

/// The keys at hand for what is sealed.
#[derive(Clone, Copy)]
pub(super) enum Keys<'a> {
    One(&'a dyn Decryptor),
    Any(&'a [&'a dyn Decryptor]),
}

impl<'a> Keys<'a> {
    pub(super) fn iter(self) -> impl Iterator<Item = &'a dyn Decryptor> {
        let (one, any) = match self {
            Keys::One(key) => (Some(key), [].as_slice()),
            Keys::Any(keys) => (None, keys),
        };
        one.into_iter().chain(any.iter().copied())
    }
}

impl<'a> Opening<'a> {
    /// Trust and the time to judge by, and nothing else.
    #[must_use]
    pub fn new(trust: &'a Trust, now: Timestamp) -> Self {
        Self { trust: Some(trust), now, held: &NothingHeld, receipts: &[], keys: Keys::Any(&[]) }
    }

    /// Without trust no signature can be judged, and nothing is opened; everything else is still reported on.
    #[must_use]
    pub fn untrusting(now: Timestamp) -> Self {
        Self { trust: None, now, held: &NothingHeld, receipts: &[], keys: Keys::Any(&[]) }
    }

    /// Holds the record against the revision before it.
    #[must_use]
    pub fn holding(self, held: &'a dyn Held) -> Self {
        Self { held, ..self }
    }

    /// Takes receipts into account, where a key is compromised or an algorithm past its end: those of others do no harm. Each is
    /// judged anew, by the trust and the time of this opening.
    #[must_use]
    pub fn receipts(self, receipts: &'a [VerifiedStatement<Receipt>]) -> Self {
        Self { receipts, ..self }
    }

    /// Opens what is sealed to this key too; what is not sealed is opened as ever.
    #[must_use]
    pub fn key(self, key: &'a dyn Decryptor) -> Self {
        Self { keys: Keys::One(key), ..self }
    }

    /// The same with several keys: a record is opened with the one that it is sealed to.
    #[must_use]
    pub fn keys(self, keys: &'a [&'a dyn Decryptor]) -> Self {
        Self { keys: Keys::Any(keys), ..self }
    }
}

impl<'a> Opening<'a> {
    pub(crate) fn trust(&self) -> Option<&'a Trust> {
        self.trust
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }
}

/// What a verified manifest says of the records that came with it.
pub(crate) trait Listing {
    /// The entry for a record with a digest, whose signatures have a digest.
    fn entry(&self, digest: &Digest, signatures: &Digest) -> Option<usize>;

    /// The keys that signed the manifest, and so stand for their own signatures in the records that it lists.
    fn keys(&self) -> &[KeyId];
}

/// Prints the time only.
impl fmt::Debug for Opening<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("now", &self.now).finish_non_exhaustive()
    }
}

/// Whether the reader may act on a record, or only read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "one either may act or may not")]
pub enum Actionability {
    /// Everything that the record says must be understood is.
    Actionable,
    /// `must` names something that this version does not know: show the record, but do not act on it.
    ReadOnly,
}

/// A record whose signatures were verified, and which is what its signers signed.
///
/// Only [`open`] makes one. What the caller works with is [`record`](Self::record), which was read from the verified bytes
/// themselves.
#[derive(Clone)]
pub struct VerifiedRecord {
    /// Made of what was signed, when it is first asked for; before that, where something can be withheld.
    record: OnceLock<Record>,
    /// The same for what all records have.
    header: OnceLock<Header>,
    signed: Canonical,
    digest: Digest,
    envelope_signatures: Vec<(String, Vec<u8>)>,
    signatures: Vec<SignatureSummary>,
    findings: Vec<Finding>,
    redaction: Option<Box<Redaction>>,
}

/// What is signed of a record in which something can be withheld, and what came with it.
#[derive(Clone, PartialEq, Eq)]
struct Redaction {
    view: Object,
    disclosures: Vec<String>,
    places: Places,
    withheld: Vec<Withheld>,
    open: Vec<Pointer>,
}

impl VerifiedRecord {
    /// The record: its view, without what is withheld in this copy.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a record is opened only where it fits its type")]
    pub fn record(&self) -> &Record {
        self.record.get_or_init(|| typed(&self.signed).expect("an opened record fits its type"))
    }

    /// What all records have: made without the content, for whoever asks for no more.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a record is opened only where it fits its type")]
    pub fn header(&self) -> &Header {
        match self.record.get() {
            Some(record) => &record.header,
            None => self.header.get_or_init(|| content::header(&self.signed).expect("an opened record fits its type")),
        }
    }

    /// The type of the record.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a record is opened only where it fits its type")]
    pub fn record_type(&self) -> RecordType {
        let named = self.signed.node().get("type").and_then(Node::as_str);
        RecordType::of(named).expect("an opened record fits its type")
    }

    /// The identifier. This and what follows are read where they stand in what was signed: nothing else is made for it.
    #[must_use]
    pub fn id(&self) -> RecordId {
        self.member("id")
    }

    /// The revision.
    #[must_use]
    pub fn rev(&self) -> i64 {
        self.member("rev")
    }

    /// Where it holds.
    #[must_use]
    pub fn environment(&self) -> Environment {
        self.member("environment")
    }

    /// One of the members that every record has, none of which can be withheld.
    #[expect(clippy::expect_used, reason = "a record is opened only where it fits its type")]
    fn member<T: DeserializeOwned>(&self, name: &str) -> T {
        let member = self.signed.node().get(name).and_then(|member| T::deserialize(member).ok());
        member.expect("an opened record fits its type")
    }

    /// The record as a JSON object, unknown members of a newer minor version included, and without what is withheld.
    #[must_use]
    pub fn object(&self) -> &Object {
        self.redaction.as_ref().map_or_else(|| self.signed.tree(), |redaction| &redaction.view)
    }

    /// The canonical bytes that were signed; a relay hands on these, or an envelope with them.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.signed.bytes()
    }

    /// What is withheld in this copy: one entry for each digest that nothing discloses, by place.
    #[must_use]
    pub fn withheld(&self) -> &[Withheld] {
        self.redaction.as_ref().map_or(&[], |redaction| &redaction.withheld)
    }

    /// What is disclosed in this copy and could be withheld by whoever passes it on, by place in the signed record.
    #[must_use]
    pub fn redactable(&self) -> &[Pointer] {
        self.redaction.as_ref().map_or(&[], |redaction| &redaction.open)
    }

    /// The place in the signed record of what stands at a place of [`object`](Self::object). The two differ where an element before
    /// it is withheld; findings, statements and [`redact`](super::redact) use the first.
    #[must_use]
    pub fn signed_place(&self, place: &Pointer) -> Pointer {
        self.redaction.as_ref().map_or_else(|| place.clone(), |redaction| redaction.places.signed(place))
    }

    /// The disclosures that came with this copy.
    pub(crate) fn disclosures(&self) -> &[String] {
        self.redaction.as_ref().map_or(&[], |redaction| &redaction.disclosures)
    }

    /// The digest, which the next revision names in `prev`.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The signatures, in the order of the envelope.
    #[must_use]
    pub fn signatures(&self) -> &[SignatureSummary] {
        &self.signatures
    }

    /// Which record it is, at which revision and with which content.
    #[must_use]
    pub fn exact_revision(&self) -> ExactRevision {
        ExactRevision { id: self.id(), rev: self.rev(), digest: self.digest.clone() }
    }

    /// The digests of the entries of the signatures that were verified.
    pub(super) fn verified_signatures(&self) -> Vec<Digest> {
        let entries = self.envelope_signatures.iter().zip(&self.signatures);
        let verified = entries.filter(|(_, summary)| summary.verified);
        verified.map(|((protected, signature), _)| signature_digest(protected, signature)).collect()
    }

    /// Warnings, and what could not be decided without keeping the record closed.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the reader may act on it.
    #[must_use]
    pub fn actionability(&self) -> Actionability {
        let unknown = self.findings.iter().any(|finding| finding.code == Code::VerMust);
        if unknown { Actionability::ReadOnly } else { Actionability::Actionable }
    }

    /// What its own dates say: `Expired`, `ReviewDue`, or else `Unknown`.
    ///
    /// It is never `Active`, since nobody can tell from one record whether it was taken back or revised;
    /// [`status`](crate::status) weighs it together with others.
    #[must_use]
    pub fn own_status(&self, now: Timestamp) -> Status {
        status_by_dates(&self.member("validity"), now)
    }

    /// The envelope, in the form that is asked for, with every signature and disclosure that came with the record.
    #[must_use]
    pub fn to_envelope(&self, form: Form) -> Vec<u8> {
        write_disclosing(ObjectClass::Record, form, self.signed.bytes(), &self.envelope_signatures, self.disclosures())
    }
}

/// Whatever else is known of a record is made of these.
impl PartialEq for VerifiedRecord {
    fn eq(&self, other: &Self) -> bool {
        self.signed == other.signed
            && self.envelope_signatures == other.envelope_signatures
            && self.signatures == other.signatures
            && self.findings == other.findings
            && self.redaction == other.redaction
    }
}

impl Eq for VerifiedRecord {}

/// Prints what the record is, never what it says.
impl fmt::Debug for VerifiedRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedRecord")
            .field("record", self.record())
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// `review_by` and `expires` name the last day on which the record holds.
///
/// spec: PSR-REV-012
fn status_by_dates(validity: &Validity, now: Timestamp) -> Status {
    let today = now.date();
    if validity.expires.is_some_and(|expires| today > expires) {
        Status::Expired
    } else if today > validity.review_by {
        Status::ReviewDue
    } else {
        Status::Unknown
    }
}

/// Opens a signed record: the one way from bytes to a [`VerifiedRecord`].
///
/// `bytes` is an envelope in its clear or opaque form, `now` the time to judge by. Everything is checked, in the order of the
/// specification's chapter 7, up to the first finding that refuses the record.
///
/// # Errors
/// [`OpenError`], with the code of the first finding that refuses. Its integrity is `Indeterminate` where the trust list is
/// missing or past its time, or a key is not known: the record may be good, and can be opened when that is mended.
pub fn open(bytes: &[u8], trust: &Trust, now: Timestamp) -> Result<VerifiedRecord, OpenError> {
    open_with(bytes, &Opening::new(trust, now))
}

/// Opens like [`open`], with whatever else the caller has.
///
/// # Errors
/// As [`open`]; for what is sealed, the codes of the stage sealing; and `REV_CHAIN` where `prev` does not name the revision that is
/// held.
pub fn open_with(bytes: &[u8], opening: &Opening<'_>) -> Result<VerifiedRecord, OpenError> {
    verified(examine(bytes, opening, None, Extent::FirstRefusal))
}

/// Opens a record of a manifest, and says which entry of it the record is.
pub(crate) fn open_listed(
    bytes: &[u8],
    opening: &Opening<'_>,
    listing: &dyn Listing,
) -> (Result<VerifiedRecord, OpenError>, Option<usize>) {
    let examination = examine(bytes, opening, Some(listing), Extent::FirstRefusal);
    let entry = examination.entry;
    (verified(examination), entry)
}

fn verified(examination: Examination) -> Result<VerifiedRecord, OpenError> {
    let Examination { found, envelope, digest, content, signatures, .. } = examination;
    match (found.refusal, envelope.zip(digest), content.typed) {
        (None, Some((envelope, digest)), Some(typed)) => {
            let record = match typed {
                Typed::Made(record) => OnceLock::from(*record),
                Typed::Fits => OnceLock::new(),
            };
            let redaction = content.revealed.map(|Revealed { view, places, withheld, open }| {
                let disclosures = envelope.disclosures.into_iter().map(|disclosed| disclosed.text).collect();
                let open = open.into_iter().map(|open| open.place).collect();
                Box::new(Redaction { view, disclosures, places, withheld, open })
            });
            let raw = envelope.signatures.into_iter().map(|entry| (entry.protected, entry.signature)).collect();
            Ok(VerifiedRecord {
                record,
                header: OnceLock::new(),
                signed: envelope.object,
                digest,
                envelope_signatures: raw,
                signatures,
                findings: found.findings,
                redaction,
            })
        }
        (refusal, ..) => Err(OpenError::of(refusal)),
    }
}

/// Everything that can be said of a signed record, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Whether the bytes are what the signers signed.
    pub integrity: Integrity,
    /// Whether the signers are ones to believe.
    pub trust: Standing,
    /// What its own dates say, as [`VerifiedRecord::own_status`]; `Unknown` where it is not valid.
    pub status: Status,
    /// Who can open it, where it is sealed.
    pub seal: Option<Seal>,
    /// Which form the envelope has, where it is one.
    pub form: Option<Form>,
    /// The identifier that the record claims.
    pub id: Option<String>,
    /// The type that it claims.
    pub record_type: Option<String>,
    /// The revision that it claims.
    pub rev: Option<i64>,
    /// The digest of the payload.
    pub digest: Option<Digest>,
    /// The signatures.
    pub signatures: Vec<SignatureSummary>,
    /// What is withheld in this copy, as [`VerifiedRecord::withheld`].
    pub withheld: Vec<Withheld>,
    /// What is disclosed and could be withheld, as [`VerifiedRecord::redactable`].
    pub redactable: Vec<Pointer>,
    /// Everything that was found, in the order of the stages.
    pub findings: Vec<Finding>,
}

/// Reports on a signed record: the checks of [`open`], to the end, with everything that is wrong.
///
/// Without trust no signature can be judged, which is one finding (`TL_MISSING`); the rest is checked all the same. The report
/// never holds the content, so it may be logged and shown where the record may not.
#[must_use]
pub fn inspect(bytes: &[u8], trust: Option<&Trust>, now: Timestamp) -> Report {
    let opening = trust.map_or_else(|| Opening::untrusting(now), |trust| Opening::new(trust, now));
    inspect_with(bytes, &opening)
}

/// Reports like [`inspect`], with whatever else the caller has; [`Opening::untrusting`] stands for none to trust.
///
/// The places of what is found inside a sealed record are places in the text inside it.
#[must_use]
pub fn inspect_with(bytes: &[u8], opening: &Opening<'_>) -> Report {
    let now = opening.now;
    let examination = examine(bytes, opening, None, Extent::Everything);
    let (integrity, standing) = judge(examination.found.refusal.as_ref());
    let revealed = examination.content.revealed.as_ref();
    let withheld = revealed.map(|revealed| revealed.withheld.clone()).unwrap_or_default();
    let redactable = revealed.into_iter().flat_map(|revealed| revealed.open.iter().map(|open| open.place.clone()));
    let redactable = redactable.collect();
    let object = examination.envelope.as_ref().map(|envelope| &envelope.object).or(examination.object.as_ref());
    let record = object.and_then(|object| examination.content.record(object));
    let status = match &record {
        Some(record) if integrity == Integrity::Valid => status_by_dates(&record.header.validity, now),
        _ => Status::Unknown,
    };
    let object = object.map(Canonical::node);
    let claimed = |name: &str| object.and_then(|object| object.get(name));
    Report {
        integrity,
        trust: standing,
        status,
        seal: examination.seal,
        form: examination.envelope.as_ref().map(|envelope| envelope.form),
        id: record.as_ref().map(|record| record.header.id.to_string()),
        record_type: record.and_then(|_| claimed("type")).and_then(Node::as_str).map(str::to_owned),
        rev: claimed("rev").and_then(Node::as_integer),
        digest: examination.digest,
        withheld,
        redactable,
        signatures: examination.signatures,
        findings: examination.found.findings,
    }
}

impl Report {
    /// Whether [`open`] would open it.
    #[must_use]
    pub fn is_openable(&self) -> bool {
        self.integrity == Integrity::Valid
    }
}
