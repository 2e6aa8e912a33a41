//! The stages that look into a record: the texts of the profile, redaction, version, schema, rules, and the part of the chain that
//! one record shows by itself.

use serde::Deserialize as _;

use crate::envelope::Disclosed;
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Canonical, Node, Object, Pointer, members};
use crate::record::{Content as RecordContent, Header, Record, RecordType, SpecVersion, Timestamp};
use crate::redaction::{self, References, Revealed};
use crate::rules::{self, Reader, Screened};
use crate::schema::{self, Strictness};
use crate::verification::{Findings, Halt};

/// Features that this version understands in `must`.
const UNDERSTOOD: [&str; 0] = [];

/// What the stages made of a record.
#[derive(Default)]
pub(super) struct Content {
    /// How the record fits its Rust type, where it does.
    pub(super) typed: Option<Typed>,
    /// What is disclosed of it and what is not, where anything can be withheld.
    pub(super) revealed: Option<Revealed>,
}

/// A record that fits its Rust type.
pub(super) enum Typed {
    /// It was made.
    Made(Box<Record>),
    /// It can be made of the object itself, since that has the form of its type.
    Fits,
}

impl Content {
    /// The record as its Rust type, where it fits that. `object` is what was examined.
    pub(super) fn record(self, object: &Canonical) -> Option<Record> {
        match self.typed? {
            Typed::Made(record) => Some(*record),
            Typed::Fits => typed(object),
        }
    }
}

/// Runs the stages on a record.
pub(super) fn examine_content(
    object: &Canonical,
    disclosed: &[Disclosed],
    reader: Reader,
    now: Timestamp,
    findings: &mut Findings,
) -> Result<Content, Halt> {
    let (revealed, unsound) = match reader {
        _ if disclosed.is_empty() && object.has_no_reserved_name() => (None, Vec::new()),
        Reader::Author => (None, redaction::in_draft(object.tree())),
        Reader::Recipient => match redaction::seen(object.tree(), disclosed, References::Moved) {
            Ok(revealed) => (revealed, Vec::new()),
            Err(unsound) => (None, unsound),
        },
    };
    let is_unsound = reader == Reader::Recipient && !unsound.is_empty();
    let view = revealed.as_ref().map(|revealed| Canonical::of(revealed.view.clone()));
    let view = view.as_ref().unwrap_or(object);
    let judged = |finding: Finding| judge(finding, reader, revealed.as_ref());
    let screened = rules::screen(view);
    if !screened.strings {
        findings.add_all(rules::check_strings(view.tree()).into_iter().map(judged))?;
    }
    findings.add_all(unsound)?;
    if is_unsound {
        // Nobody knows what the record says.
        return Ok(Content::default());
    }
    findings.add_all(other_hash_algorithms(view.node()).into_iter().map(judged))?;
    let newer = examine_version(view.node(), findings, judged)?;
    let strictness = if newer { Strictness::NewerMinor } else { Strictness::Exact };
    // What has the form of this version has no member that this version does not know.
    let known = (newer && !screened.form).then(|| Canonical::of(schema::known_part(view.tree())));
    let view = known.as_ref().unwrap_or(view);
    let faults = if screened.form { Vec::new() } else { schema::check(view, strictness) };
    findings.add_all(faults.iter().cloned().map(judged))?;
    // Most records are only looked at: what is screened is made into its type when somebody asks for that.
    let typed = match &revealed {
        None if screened.form => Some(Typed::Fits),
        _ => typed(view).map(Box::new).map(Typed::Made),
    };
    let broken = match &typed {
        Some(_) => rules::check(view, reader, now, screened),
        None => broken_rules_elsewhere(view.tree(), &faults, reader, now),
    };
    findings.add_all(broken.into_iter().map(judged))?;
    examine_revision(view.node(), findings)?;
    Ok(Content { typed, revealed })
}

/// A finding about the view, with its place in the record that was signed and the weight that it has for whoever reads it.
///
/// spec: PSR-RED-009, PSR-RED-010
fn judge(finding: Finding, reader: Reader, revealed: Option<&Revealed>) -> Finding {
    if reader == Reader::Author {
        return finding.for_author();
    }
    let Some(revealed) = revealed else { return finding };
    let severity = match finding.severity {
        Severity::Error if !revealed.withheld.is_empty() => finding.code.severity_where_withheld(),
        severity => severity,
    };
    Finding { pointer: revealed.places.signed(&finding.pointer), severity, ..finding }
}

/// The record as its Rust type, where it fits that.
///
/// This is what serde makes of the whole, without keeping all of it aside until the type is known.
pub(super) fn typed(object: &Canonical) -> Option<Record> {
    let record = object.node();
    let content = record.get("content")?;
    let content = match RecordType::of(record.get("type").and_then(Node::as_str))? {
        RecordType::Profile => RecordContent::Profile(Box::deserialize(content).ok()?),
        RecordType::ModusOperandi => RecordContent::ModusOperandi(Box::deserialize(content).ok()?),
        RecordType::Network => RecordContent::Network(Box::deserialize(content).ok()?),
        RecordType::Sighting => RecordContent::Sighting(Box::deserialize(content).ok()?),
        RecordType::Link => RecordContent::Link(Box::deserialize(content).ok()?),
        RecordType::Notice => RecordContent::Notice(Box::deserialize(content).ok()?),
    };
    Some(Record { header: header(object)?, content })
}

/// What all records have, where it fits that.
pub(super) fn header(object: &Canonical) -> Option<Header> {
    let header = object.node().members().filter(|(name, _)| !matches!(*name, "type" | "content"));
    Header::deserialize(members(header)).ok()
}

/// The rules that an object breaks apart from the places where it does not fit its type.
fn broken_rules_elsewhere(object: &Object, faults: &[Finding], reader: Reader, now: Timestamp) -> Vec<Finding> {
    let Some(mended) = schema::mend(object, faults) else { return Vec::new() };
    if typed(&mended.object).is_none() {
        return Vec::new();
    }
    let mut broken = rules::check(&mended.object, reader, now, Screened::default());
    broken.retain(|finding| mended.speaks_of_the_draft(finding));
    broken
}

/// Whether the record is of a newer version than this library's.
fn examine_version(
    record: Node<'_>,
    findings: &mut Findings,
    judged: impl Fn(Finding) -> Finding,
) -> Result<bool, Halt> {
    // What has not the form of a version is left to the schema.
    let version = record.get("spec").and_then(Node::as_str).and_then(|spec| SpecVersion::new(spec).ok());
    let newer = match version.map(|version| (version.major(), version.minor())) {
        None | Some((1, 0)) => None,
        Some((1, _)) => Some(Code::VerNewer), // spec: PSR-VER-002
        Some(_) => Some(Code::VerMajor),      // spec: PSR-VER-001
    };
    let mut found = rules::future_editions(record);
    found.extend(newer.map(|code| Finding::new(code, Pointer::root().child("spec"))));
    let must = record.get("must").into_iter().flat_map(Node::items).enumerate();
    let unknown = must.filter(|(_, entry)| !entry.as_str().is_some_and(|entry| UNDERSTOOD.contains(&entry)));
    // spec: PSR-VER-003
    found.extend(unknown.map(|(index, _)| Finding::new(Code::VerMust, Pointer::root().child("must").index(index))));
    findings.add_sorted(found.into_iter().map(judged).collect())?;
    Ok(newer.is_some())
}

/// spec: PSR-ALG-002
fn other_hash_algorithms(record: Node<'_>) -> Vec<Finding> {
    let is_other = |digest: Node<'_>| digest.get("alg").and_then(Node::as_str).is_some_and(|alg| alg != "sha-256");
    let attachments = record.get("attachments").into_iter().flat_map(Node::items).enumerate();
    let hashes = attachments.filter_map(|(index, attachment)| {
        let hash = attachment.get("hash")?;
        Some((Pointer::root().child("attachments").index(index).child("hash"), hash))
    });
    let prev = record.get("prev").map(|prev| (Pointer::root().child("prev"), prev));
    let others = hashes.chain(prev).filter(|(_, digest)| is_other(*digest));
    others.map(|(pointer, _)| Finding::new(Code::HashAlg, pointer.child("alg"))).collect()
}

/// What a revision says of its place in the chain, by itself.
fn examine_revision(record: Node<'_>, findings: &mut Findings) -> Result<(), Halt> {
    let at = |code, member: &str| Finding::new(code, Pointer::root().child(member));
    let text = |name: &str| record.get(name).and_then(Node::as_str);
    let mut found = Vec::new();
    let rev = record.get("rev").and_then(Node::as_integer);
    let prev = record.get("prev");
    if rev.is_some_and(|rev| (rev > 1) != prev.is_some()) {
        found.push(at(Code::RevForm, "prev")); // spec: PSR-REV-001
    }
    let id_issuer = text("id").and_then(|id| id.rsplit_once('/')).map(|(issuer, _)| issuer);
    if let (Some(id_issuer), Some(issuer)) = (id_issuer, text("issuer"))
        && id_issuer != issuer
    {
        found.push(at(Code::RevAuthority, "id")); // spec: PSR-REV-002
    }
    findings.add_sorted(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    /// An algorithm is another one however its name is written.
    #[test]
    fn an_unknown_hash_algorithm_is_found_in_any_spelling() {
        let found = |text: &str| {
            let object = Canonical::of(read(text.as_bytes()).unwrap());
            assert!(object.view().is_some());
            other_hash_algorithms(object.node())
                .into_iter()
                .map(|finding| finding.pointer.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(found(r#"{"prev":{"alg":"sha-256"}}"#), [""; 0]);
        assert_eq!(found(r#"{"prev":{"alg":"md5"}}"#), ["/prev/alg"]);
        assert_eq!(found(r#"{"prev":{"alg":"sha\"256"}}"#), ["/prev/alg"]);
        assert_eq!(
            found(r#"{"attachments":[{"hash":{"alg":"sha-256"}},{"hash":{"alg":"\\"}}]}"#),
            ["/attachments/1/hash/alg"]
        );
    }

    /// Reading the header and the content apart gives what serde makes of the whole, also of what is no record.
    #[test]
    fn a_record_is_decoded_as_serde_decodes_it() {
        let full = [
            include_str!("../record/tests/profile.json"),
            include_str!("../record/tests/modus-operandi.json"),
            include_str!("../record/tests/network.json"),
            include_str!("../record/tests/sighting.json"),
            include_str!("../record/tests/link.json"),
            include_str!("../record/tests/notice.json"),
        ];
        let alike = |record: &serde_json::Value, decodes: bool| {
            let object = read(record.to_string().as_bytes()).unwrap();
            let apart = typed(&Canonical::of(object.clone()));
            assert_eq!(apart.is_some(), decodes, "{}", record["type"]);
            assert!(apart == object.decode::<Record>().ok(), "{}", record["type"]);
        };
        for text in full {
            let record: serde_json::Value = serde_json::from_str(text).unwrap();
            alike(&record, true);
            let changed = |member: &str, value: serde_json::Value| {
                let mut record = record.clone();
                record[member] = value;
                record
            };
            alike(&changed("zz_unknown", 1.into()), true);
            alike(&changed("type", "person".into()), false);
            alike(&changed("content", "text".into()), false);
            alike(&changed("rev", "1".into()), false);
            for member in ["type", "content", "issued"] {
                let mut fewer = record.clone();
                fewer.as_object_mut().unwrap().remove(member);
                alike(&fewer, false);
            }
        }
    }
}
