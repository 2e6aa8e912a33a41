//! From what a neighbour says to drafts: whose they are, who may have them, and whether they are valid.

mod strictest;

use std::collections::BTreeMap;

use passerelle::record::{AuthorityId, Timestamp};
use passerelle::{Code, Finding, Severity, validate};
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value, json};

use crate::loss::Loss;
use crate::value::{canonical, items, pruned, push, put, text};

/// Members that a header can give to all drafts of an import.
const MEMBERS: [&str; 13] = [
    "purpose",
    "legal_basis",
    "urgency",
    "requested_action",
    "handling",
    "evaluation",
    "validity",
    "provenance",
    "environment",
    "lang",
    "vocab",
    "contact",
    "content",
];

/// Who issues the drafts, when, and what no neighbour's document says: purposes, legal basis, marking, evaluation, validity.
#[derive(Clone)]
pub struct Header {
    issuer: AuthorityId,
    now: Timestamp,
    members: Map<String, Value>,
    /// By type of record, members of the content for where the document has none.
    content: Value,
}

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Header").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Why a text is no header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the header for the drafts cannot be used: {detail}")]
#[non_exhaustive]
pub struct HeaderError {
    /// What it is, without a value.
    pub detail: String,
}

impl HeaderError {
    /// The code of the registry.
    #[must_use]
    pub fn code(&self) -> Code {
        Code::NbrHeader
    }
}

impl Header {
    /// Reads a header: a JSON object with members of a record's header, and under `content`, by type of record, members for where
    /// the document has none.
    ///
    /// spec: PSR-NBR-006
    ///
    /// # Errors
    /// It is not a JSON object, or has a member that belongs to a single record.
    pub fn new(issuer: AuthorityId, now: Timestamp, members: &[u8]) -> Result<Self, HeaderError> {
        let members = crate::input::read(members).map_err(|fault| HeaderError { detail: fault.detail })?;
        let Value::Object(mut members) = members else { return Err(HeaderError { detail: "no JSON object".into() }) };
        match members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
            Some(_) => Err(HeaderError { detail: format!("its members can be {}", MEMBERS.join(", ")) }),
            None => {
                let content = members.remove("content").unwrap_or_default();
                Ok(Self { issuer, now, members, content })
            }
        }
    }
}

/// A draft that was made of an object of the neighbour's.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// The object, by the neighbour's identifier.
    pub of: String,
    /// The draft: valid, unsigned, in canonical form.
    pub record: String,
    /// Warnings about it.
    pub findings: Vec<Finding>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("of", &self.of).finish_non_exhaustive()
    }
}

/// An object of the neighbour's that makes no valid draft.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reject {
    /// The object, by the neighbour's identifier.
    pub of: String,
    /// `NBR_INVALID`, `NBR_HANDLING` or `NBR_REFERENCE`.
    pub code: Code,
    /// The first error of the draft, and its place in it.
    pub finding: Option<Finding>,
    /// The place in the draft.
    pub pointer: String,
}

/// What was made of a neighbour's document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Import {
    /// The drafts, in the order of their objects.
    pub drafts: Vec<Draft>,
    /// What of the document is in no draft, or is there otherwise.
    pub losses: Vec<Loss>,
    /// Objects that make no valid draft.
    pub rejects: Vec<Reject>,
}

/// What one object of the neighbour's says, in the members of a record.
#[derive(Clone, Default)]
pub(crate) struct Reading {
    /// The object, by the neighbour's identifier.
    pub(crate) of: String,
    /// The identifier is the object's place in the document and no name: the record's does not follow from it.
    pub(crate) is_nameless: bool,
    /// All of the object in one spelling: another text makes another record.
    pub(crate) canonical: String,
    /// Members of the record that it gives.
    pub(crate) record: Value,
    /// The record that the object was made from: `id`, `rev` and `digest`.
    pub(crate) source: Option<Value>,
    /// Codes of TLP from its markings, and conditions in words.
    pub(crate) marking: Marking,
    /// References to other objects: the pointer to fill, and the object.
    pub(crate) references: Vec<(String, String)>,
}

/// What the markings of an object say.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Marking {
    pub(crate) tlp: Vec<String>,
    pub(crate) caveats: Vec<String>,
    /// A marking that leads nowhere: what it was meant for is not known.
    pub(crate) unknown: bool,
}

impl Marking {
    pub(crate) fn join(&mut self, other: Marking) {
        self.tlp.extend(other.tlp);
        self.caveats.extend(other.caveats);
        self.unknown |= other.unknown;
    }

    /// The marking as a handling, as far as it says anything.
    fn handling(&self, lang: &str) -> Value {
        let mut handling = json!({});
        let tlp = self.tlp.iter().map(String::as_str).chain(self.unknown.then_some("red"));
        if let Some(tlp) = tlp.max_by_key(|tlp| strictest::rank("tlp", tlp)) {
            put(&mut handling, "/tlp", tlp.into());
        }
        if self.unknown {
            put(&mut handling, "/onward", "none".into());
        }
        let mut told: Vec<&String> = Vec::new();
        for caveat in &self.caveats {
            if !told.contains(&caveat) {
                told.push(caveat);
                push(&mut handling, "/caveats", json!({"lang": lang, "text": crate::value::nfc(caveat)}));
            }
        }
        handling
    }
}

/// Makes drafts of what was read.
///
/// spec: PSR-NBR-007, PSR-NBR-008, PSR-NBR-018
pub(crate) fn finish(readings: Vec<Reading>, losses: Vec<Loss>, header: &Header) -> Import {
    let mut ids: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for reading in &readings {
        ids.insert(reading.of.clone(), identity(reading, header));
    }
    let mut import = Import { drafts: Vec::new(), losses, rejects: Vec::new() };
    let mut refused: Vec<String> = Vec::new();
    // What refers to others comes after them, so that nothing refers to what was refused.
    let (last, first): (Vec<Reading>, Vec<Reading>) =
        readings.into_iter().partition(|reading| matches!(text(&reading.record, "/type"), Some("link" | "sighting")));
    for reading in first.into_iter().chain(last) {
        let of = reading.of.clone();
        let made = draft(reading, header, &ids, &refused);
        match made {
            Ok(draft) => import.drafts.push(draft),
            Err(reject) => {
                refused.push(of);
                import.rejects.push(*reject);
            }
        }
    }
    import.losses.sort();
    import
}

fn draft(
    mut reading: Reading,
    header: &Header,
    ids: &BTreeMap<String, (String, i64)>,
    refused: &[String],
) -> Result<Draft, Box<Reject>> {
    let of = reading.of.clone();
    let reject = |code, finding: Option<Finding>, pointer: &str| {
        let pointer = finding.as_ref().map_or(pointer.to_owned(), |finding| finding.pointer.to_string());
        Box::new(Reject { of: of.clone(), code, finding, pointer })
    };
    let is_needed = matches!(text(&reading.record, "/type"), Some("link" | "sighting"));
    for (pointer, target) in std::mem::take(&mut reading.references) {
        match ids.get(&target).filter(|_| !refused.contains(&target)) {
            Some((id, rev)) => refer(&mut reading.record, &pointer, id, *rev),
            None if is_needed => return Err(reject(Code::NbrReference, None, &pointer)),
            None => {}
        }
    }
    let mut record = Value::Object(header.members.clone());
    let (id, rev) = identity(&reading, header);
    let lang = text(&reading.record, "/lang").or(text(&record, "/lang")).unwrap_or("und").to_owned();
    let own = record.get("handling").cloned().unwrap_or(Value::Null);
    let theirs = reading.record.get("handling").cloned().unwrap_or(Value::Null);
    let handling = strictest::of(&strictest::of(&own, &theirs), &reading.marking.handling(&lang));
    if own.get("releasable_to").is_some() && items(&handling, "/releasable_to").is_empty() {
        return Err(reject(Code::NbrHandling, None, "/handling/releasable_to"));
    }
    if let Some(environment) = reading.record.get("environment")
        && record.get("environment").is_some_and(|own| own != environment)
    {
        return Err(reject(Code::NbrInvalid, None, "/environment"));
    }
    join(&mut record, &reading.record);
    let record_type = text(&reading.record, "/type").unwrap_or_default();
    for (name, value) in header.content.get(record_type).and_then(Value::as_object).into_iter().flatten() {
        let pointer = format!("/content/{name}");
        if record.pointer(&pointer).is_none() {
            put(&mut record, &pointer, value.clone());
        }
    }
    let derived = reading.source.as_ref().filter(|source| text(source, "/id") != Some(id.as_str()));
    if let Some(source) = derived {
        push(&mut record, "/provenance/derived_from", json!({"id": source.get("id"), "rev": source.get("rev")}));
    }
    put(&mut record, "/handling", handling);
    put(&mut record, "/spec", "1.0".into());
    put(&mut record, "/id", id.clone().into());
    put(&mut record, "/rev", rev.into());
    if rev > 1 {
        let digest = reading.source.as_ref().and_then(|source| source.get("digest")).cloned();
        put(&mut record, "/prev", digest.unwrap_or(Value::Null));
    }
    put(&mut record, "/issuer", header.issuer.as_str().into());
    put(&mut record, "/issued", header.now.to_string().into());
    put(&mut record, "/lang", lang.into());
    if record.get("vocab").is_none() {
        put(&mut record, "/vocab", json!({"passerelle": passerelle::vocabulary::edition()}));
    }
    let record = canonical(&pruned(record).unwrap_or_default());
    let validation = validate(record.as_bytes(), header.now);
    if let Some(error) = validation.findings.iter().find(|finding| finding.severity == Severity::Error) {
        return Err(reject(Code::NbrInvalid, Some(error.clone()), ""));
    }
    Ok(Draft { of: of.clone(), record, findings: validation.findings })
}

/// What the neighbour's object says goes over the header where it can only narrow it, and fills what the header leaves open.
fn join(record: &mut Value, read: &Value) {
    for name in ["type", "content", "lang"] {
        if let Some(value) = read.get(name) {
            put(record, &format!("/{name}"), value.clone());
        }
    }
    for name in ["urgency", "environment"] {
        if let (None, Some(value)) = (record.get(name), read.get(name)) {
            put(record, &format!("/{name}"), value.clone());
        }
    }
    if let Some(theirs) = read.get("purpose").and_then(Value::as_array) {
        let own = items(record, "/purpose");
        let both: Vec<Value> = theirs.iter().filter(|purpose| own.contains(purpose)).cloned().collect();
        put(record, "/purpose", both.into());
    }
    for name in ["review_by", "expires"] {
        let pointer = format!("/validity/{name}");
        if let Some(theirs) = text(read, &pointer)
            && text(record, &pointer).is_none_or(|own| theirs < own)
        {
            put(record, &pointer, theirs.into());
        }
    }
    if let Some(evaluation) = read.get("evaluation").filter(|evaluation| evaluation.get("scheme").is_some()) {
        put(record, "/evaluation", evaluation.clone());
    } else if let Some(confidence) = read.pointer("/evaluation/confidence") {
        put(record, "/evaluation/confidence", confidence.clone());
    }
    if let Some(collected) = read.pointer("/provenance/collected") {
        put(record, "/provenance/collected", collected.clone());
    }
}

/// The identifier and revision of the draft. The issuer's own record that comes back is its next revision; everything else is a
/// new record, whose identifier follows from the issuer and all of the object. So the same object gives the same record, and an
/// object that says something else gives another one: two contents never meet under one identifier and revision.
///
/// spec: PSR-NBR-018
fn identity(reading: &Reading, header: &Header) -> (String, i64) {
    let issuer = header.issuer.as_str();
    if let Some(source) = &reading.source
        && let (Some(id), Some(rev)) = (text(source, "/id"), source.get("rev").and_then(Value::as_i64))
        && id.rsplit_once('/').is_some_and(|(of, _)| of == issuer)
        && rev < i64::from(i32::MAX)
        && source.get("digest").is_some()
    {
        return (id.to_owned(), rev + 1);
    }
    let mut hashed = Vec::new();
    let of = if reading.is_nameless { "" } else { reading.of.as_str() };
    for part in ["passerelle-neighbours 1", issuer, of, &reading.canonical] {
        hashed.extend(u64::try_from(part.len()).unwrap_or_default().to_be_bytes());
        hashed.extend(part.as_bytes());
    }
    let hash = digest(&SHA256, &hashed);
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash.as_ref()).for_each(|(byte, hashed)| *byte = *hashed);
    (format!("{issuer}/{}", uuid::Builder::from_random_bytes(bytes).into_uuid()), 1)
}

/// Writes a reference at a pointer: a list of identifiers or revisions, or an object with an identifier.
pub(crate) fn refer(record: &mut Value, pointer: &str, id: &str, rev: i64) {
    match pointer {
        "/content/of/-" => push(record, "/content/of", json!({"id": id, "rev": rev})),
        _ => match pointer.strip_suffix("/-") {
            Some(list) if items(record, list).contains(&id.into()) => {}
            Some(list) => push(record, list, id.into()),
            None => put(record, pointer, json!({"id": id})),
        },
    }
}
