//! The stages that look into a record: the texts of the profile, redaction, version, schema, rules, and the part of the chain that
//! one record shows by itself.

use serde::Deserialize as _;

use crate::envelope::Disclosed;
use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Object, Pointer, Value, members};
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
    /// The record as its Rust type, where it fits that.
    pub(super) record: Option<Record>,
    /// What is disclosed of it and what is not, where anything can be withheld.
    pub(super) revealed: Option<Revealed>,
}

/// Runs the stages on a record.
pub(super) fn examine_content(
    object: &Object,
    disclosed: &[Disclosed],
    reader: Reader,
    now: Timestamp,
    findings: &mut Findings,
) -> Result<Content, Halt> {
    let (revealed, unsound) = match reader {
        Reader::Author => (None, redaction::in_draft(object)),
        Reader::Recipient => match redaction::seen(object, disclosed, References::Moved) {
            Ok(revealed) => (revealed, Vec::new()),
            Err(unsound) => (None, unsound),
        },
    };
    let is_unsound = reader == Reader::Recipient && !unsound.is_empty();
    let view = revealed.as_ref().map_or(object, |revealed| &revealed.view);
    let judged = |finding: Finding| judge(finding, reader, revealed.as_ref());
    let screened = rules::screen(view);
    if !screened.strings {
        findings.add_all(rules::check_strings(view).into_iter().map(judged))?;
    }
    findings.add_all(unsound)?;
    if is_unsound {
        // Nobody knows what the record says.
        return Ok(Content::default());
    }
    findings.add_all(other_hash_algorithms(view).into_iter().map(judged))?;
    let newer = examine_version(view, findings, judged)?;
    let strictness = if newer { Strictness::NewerMinor } else { Strictness::Exact };
    // What has the form of this version has no member that this version does not know.
    let known = (newer && !screened.form).then(|| schema::known_part(view));
    let view = known.as_ref().unwrap_or(view);
    let faults = if screened.form { Vec::new() } else { schema::check(view, strictness) };
    findings.add_all(faults.iter().cloned().map(judged))?;
    let record = typed(view);
    let broken = match &record {
        Some(record) => rules::check(record, view, reader, now, screened),
        None => broken_rules_elsewhere(view, &faults, reader, now),
    };
    findings.add_all(broken.into_iter().map(judged))?;
    examine_revision(view, findings)?;
    Ok(Content { record, revealed })
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
/// This is what serde makes of it, without keeping all of it aside until the type is known.
fn typed(object: &Object) -> Option<Record> {
    let header = object.iter().filter(|(name, _)| !matches!(*name, "type" | "content"));
    let content = object.get("content")?;
    let content = match RecordType::of(object.get("type").and_then(Value::as_str))? {
        RecordType::Profile => RecordContent::Profile(content.decode().ok()?),
        RecordType::ModusOperandi => RecordContent::ModusOperandi(content.decode().ok()?),
        RecordType::Network => RecordContent::Network(content.decode().ok()?),
        RecordType::Sighting => RecordContent::Sighting(content.decode().ok()?),
        RecordType::Link => RecordContent::Link(content.decode().ok()?),
        RecordType::Notice => RecordContent::Notice(content.decode().ok()?),
    };
    Some(Record { header: Header::deserialize(members(header)).ok()?, content })
}

/// The rules that an object breaks apart from the places where it does not fit its type.
fn broken_rules_elsewhere(object: &Object, faults: &[Finding], reader: Reader, now: Timestamp) -> Vec<Finding> {
    let Some(mended) = schema::mend(object, faults) else { return Vec::new() };
    let Some(record) = typed(&mended.object) else { return Vec::new() };
    let mut broken = rules::check(&record, &mended.object, reader, now, Screened::default());
    broken.retain(|finding| mended.speaks_of_the_draft(finding));
    broken
}

/// Whether the record is of a newer version than this library's.
fn examine_version(
    object: &Object,
    findings: &mut Findings,
    judged: impl Fn(Finding) -> Finding,
) -> Result<bool, Halt> {
    // What has not the form of a version is left to the schema.
    let version = object.get("spec").and_then(Value::as_str).and_then(|spec| SpecVersion::new(spec).ok());
    let newer = match version.map(|version| (version.major(), version.minor())) {
        None | Some((1, 0)) => None,
        Some((1, _)) => Some(Code::VerNewer), // spec: PSR-VER-002
        Some(_) => Some(Code::VerMajor),      // spec: PSR-VER-001
    };
    let mut found = rules::future_editions(object);
    found.extend(newer.map(|code| Finding::new(code, Pointer::root().child("spec"))));
    let must = object.get("must").and_then(Value::as_array).unwrap_or_default().iter().enumerate();
    let unknown = must.filter(|(_, entry)| !entry.as_str().is_some_and(|entry| UNDERSTOOD.contains(&entry)));
    // spec: PSR-VER-003
    found.extend(unknown.map(|(index, _)| Finding::new(Code::VerMust, Pointer::root().child("must").index(index))));
    findings.add_sorted(found.into_iter().map(judged).collect())?;
    Ok(newer.is_some())
}

/// spec: PSR-ALG-002
fn other_hash_algorithms(object: &Object) -> Vec<Finding> {
    let is_other = |digest: &Value| {
        let alg = digest.as_object().and_then(|digest| digest.get("alg")).and_then(Value::as_str);
        alg.is_some_and(|alg| alg != "sha-256")
    };
    let attachments = object.get("attachments").and_then(Value::as_array).unwrap_or_default().iter().enumerate();
    let hashes = attachments.filter_map(|(index, attachment)| {
        let hash = attachment.as_object()?.get("hash")?;
        Some((Pointer::root().child("attachments").index(index).child("hash"), hash))
    });
    let prev = object.get("prev").map(|prev| (Pointer::root().child("prev"), prev));
    let others = hashes.chain(prev).filter(|(_, digest)| is_other(digest));
    others.map(|(pointer, _)| Finding::new(Code::HashAlg, pointer.child("alg"))).collect()
}

/// What a revision says of its place in the chain, by itself.
fn examine_revision(object: &Object, findings: &mut Findings) -> Result<(), Halt> {
    let at = |code, member: &str| Finding::new(code, Pointer::root().child(member));
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let mut found = Vec::new();
    let rev = object.get("rev").and_then(Value::as_integer);
    let prev = object.get("prev");
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
            let apart = typed(&object);
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
