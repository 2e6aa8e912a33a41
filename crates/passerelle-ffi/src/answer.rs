//! Answers as they cross the boundary: JSON, the same byte for byte in every language.

use passerelle::redaction::{Withheld as WithheldPart, WithheldKind};
use passerelle::status::Judgement;
use passerelle::{
    Actionability, Code, OpenError, Report, SignatureSummary, Validation, VerifiedRecord, VerifiedStatement,
};
use serde::Serialize;

use crate::failure::words;

/// Writes an answer. Answers hold nothing that JSON cannot say.
pub(crate) fn to_json(answer: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(answer).unwrap_or_default()
}

/// One thing that is wrong, or worth knowing.
#[derive(Serialize)]
pub(crate) struct Finding<'f> {
    code: &'static str,
    stage: &'static str,
    severity: &'static str,
    pointer: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    requirement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    message: &'static str,
    hint: &'static str,
}

impl<'f> Finding<'f> {
    pub(crate) fn of(finding: &'f passerelle::Finding) -> Self {
        let (message, hint) = words(finding.code);
        Self {
            code: finding.code.as_str(),
            stage: finding.stage().as_str(),
            severity: finding.severity.as_str(),
            pointer: finding.pointer.as_str(),
            offset: finding.position.map(|position| position.offset),
            line: finding.position.map(|position| position.line),
            column: finding.position.map(|position| position.column),
            requirement: finding.code.requirement(),
            rule: finding.code.rule(),
            message,
            hint,
        }
    }
}

pub(crate) fn findings(findings: &[passerelle::Finding]) -> Vec<Finding<'_>> {
    findings.iter().map(Finding::of).collect()
}

/// Why a call gave no answer.
#[derive(Serialize)]
pub(crate) struct Refusal<'f> {
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) hint: &'static str,
    /// What more there is to say, in words of the library's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integrity: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trust: Option<&'static str>,
    pub(crate) findings: Vec<Finding<'f>>,
    /// The parts that a recipient may not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) withheld: Vec<&'f str>,
}

impl Refusal<'_> {
    pub(crate) fn of(code: Code) -> Self {
        let (message, hint) = words(code);
        let (code, findings, withheld) = (code.as_str(), Vec::new(), Vec::new());
        Self { code, message, hint, detail: None, integrity: None, trust: None, findings, withheld }
    }
}

impl<'f> Refusal<'f> {
    /// What did not open.
    pub(crate) fn to_open(error: &'f OpenError) -> Self {
        Self {
            integrity: Some(error.integrity.as_str()),
            trust: Some(error.trust.as_str()),
            findings: vec![Finding::of(&error.finding)],
            ..Self::of(error.code())
        }
    }
}

/// What came of one of several: `{"opened": …}` or `{"refused": …}`.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome<'o, T> {
    Opened(T),
    Refused(Refusal<'o>),
}

impl<'o, T> Outcome<'o, T> {
    pub(crate) fn of<S>(outcome: &'o Result<S, OpenError>, opened: impl FnOnce(&'o S) -> T) -> Self {
        match outcome {
            Ok(thing) => Self::Opened(opened(thing)),
            Err(error) => Self::Refused(Refusal::to_open(error)),
        }
    }
}

/// A statement that was opened: what is stated, and what there is to say of it.
#[derive(Serialize)]
pub(crate) struct Stated<'s, T> {
    digest: &'s str,
    signatures: Vec<Signature>,
    findings: Vec<Finding<'s>>,
    document: &'s T,
}

impl<'s, T> Stated<'s, T> {
    pub(crate) fn of(statement: &'s VerifiedStatement<T>) -> Self {
        Self {
            digest: statement.digest().hash.as_str(),
            signatures: signatures(statement.signatures()),
            findings: findings(statement.findings()),
            document: statement.document(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Signature {
    kid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<String>,
    verified: bool,
}

fn signatures(signatures: &[SignatureSummary]) -> Vec<Signature> {
    let written = signatures.iter().map(|signature| Signature {
        kid: signature.key_id.to_string(),
        alg: signature.algorithm,
        signed: signature.issued_at.map(|time| time.to_string()),
        verified: signature.verified,
    });
    written.collect()
}

#[derive(Serialize)]
pub(crate) struct Withheld<'w> {
    place: &'w str,
    kind: &'static str,
    digest_at: &'w str,
}

fn withheld(parts: &[WithheldPart]) -> Vec<Withheld<'_>> {
    let kind = |kind| match kind {
        WithheldKind::Element => "element",
        WithheldKind::Member => "member",
    };
    let written = parts.iter().map(|part| Withheld {
        place: part.place.as_str(),
        kind: kind(part.kind),
        digest_at: part.digest_at.as_str(),
    });
    written.collect()
}

/// What there is to say of a record that was opened, beside its content.
#[derive(Serialize)]
pub(crate) struct Opened<'r> {
    id: String,
    #[serde(rename = "type")]
    record_type: &'static str,
    rev: i64,
    digest: &'r str,
    environment: &'static str,
    actionable: bool,
    status: &'static str,
    signatures: Vec<Signature>,
    withheld: Vec<Withheld<'r>>,
    redactable: Vec<&'r str>,
    findings: Vec<Finding<'r>>,
}

impl<'r> Opened<'r> {
    pub(crate) fn of(record: &'r VerifiedRecord, now: passerelle::record::Timestamp) -> Self {
        Self {
            id: record.id().to_string(),
            record_type: record.record_type().as_str(),
            rev: record.rev(),
            digest: record.digest().hash.as_str(),
            environment: record.environment().as_str(),
            actionable: record.actionability() == Actionability::Actionable,
            status: record.own_status(now).as_str(),
            signatures: signatures(record.signatures()),
            withheld: withheld(record.withheld()),
            redactable: record.redactable().iter().map(|place| place.as_str()).collect(),
            findings: findings(record.findings()),
        }
    }
}

/// What a report says.
#[derive(Serialize)]
pub(crate) struct Inspected<'r> {
    openable: bool,
    integrity: &'static str,
    trust: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'static str>,
    sealed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'r str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    record_type: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rev: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'r str>,
    signatures: Vec<Signature>,
    withheld: Vec<Withheld<'r>>,
    redactable: Vec<&'r str>,
    findings: Vec<Finding<'r>>,
}

impl<'r> Inspected<'r> {
    pub(crate) fn of(report: &'r Report) -> Self {
        Self {
            openable: report.is_openable(),
            integrity: report.integrity.as_str(),
            trust: report.trust.as_str(),
            status: report.status.as_str(),
            form: report.form.map(|form| match form {
                passerelle::Form::Opaque => "opaque",
                _ => "clear",
            }),
            sealed: report.seal.is_some(),
            id: report.id.as_deref(),
            record_type: report.record_type.as_deref(),
            rev: report.rev,
            digest: report.digest.as_ref().map(|digest| digest.hash.as_str()),
            signatures: signatures(&report.signatures),
            withheld: withheld(&report.withheld),
            redactable: report.redactable.iter().map(|place| place.as_str()).collect(),
            findings: findings(&report.findings),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct Validated<'v> {
    valid: bool,
    findings: Vec<Finding<'v>>,
}

impl<'v> Validated<'v> {
    pub(crate) fn of(validation: &'v Validation) -> Self {
        Self { valid: validation.is_valid(), findings: findings(&validation.findings) }
    }
}

/// What holds of one content of one revision.
#[derive(Serialize)]
pub(crate) struct Judged<'j> {
    id: &'j str,
    rev: i64,
    digest: &'j str,
    #[serde(rename = "type")]
    record_type: &'static str,
    environment: &'static str,
    status: &'static str,
    holds: Vec<&'static str>,
    review_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<Revision<'j>>,
    notices: Vec<Revision<'j>>,
    findings: Vec<Finding<'j>>,
}

#[derive(Serialize)]
struct Revision<'j> {
    id: &'j str,
    rev: i64,
}

impl<'j> Judged<'j> {
    pub(crate) fn of(judgement: &'j Judgement) -> Self {
        let revision = |named: &'j passerelle::record::RevisionRef| Revision { id: named.id.as_str(), rev: named.rev };
        Self {
            id: judgement.id.as_str(),
            rev: judgement.rev,
            digest: judgement.digest.hash.as_str(),
            record_type: judgement.record_type.as_str(),
            environment: judgement.environment.as_str(),
            status: judgement.status.as_str(),
            holds: judgement.holds.iter().map(|status| status.as_str()).collect(),
            review_by: judgement.review_by.to_string(),
            replaced_by: judgement.replaced_by.as_ref().map(revision),
            notices: judgement.notices.iter().map(revision).collect(),
            findings: findings(&judgement.findings),
        }
    }
}
