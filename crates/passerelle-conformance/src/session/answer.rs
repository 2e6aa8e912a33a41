//! The answers, as PROTOCOL.md has them.

use passerelle::trust::Trust;
use passerelle::{Actionability, Finding, Integrity, OpenError, Stage, VerifiedRecord};
use serde_json::{Map, Value, json};

pub(super) type Answer = Map<String, Value>;

/// An answer with `verdict` accepted and these members.
pub(super) fn accepted(members: Value) -> Answer {
    said("accepted", members)
}

pub(super) fn said(verdict: &str, members: Value) -> Answer {
    let mut answer = Answer::new();
    answer.insert("verdict".to_owned(), verdict.into());
    if let Value::Object(members) = members {
        answer.extend(members.into_iter().filter(|(_, value)| !value.is_null()));
    }
    answer
}

/// A refusal for a finding.
pub(super) fn refused(finding: &Finding) -> Answer {
    said("refused", located(finding).into())
}

/// A trust document was not taken; what was held still is.
pub(super) fn refused_trust(finding: &Finding, held: Option<&Trust>) -> Answer {
    let mut answer = refused(finding);
    if let Some(held) = held {
        answer.insert("root".to_owned(), held.root_version().into());
        answer.extend(held.list_version().map(|version| ("list".to_owned(), version.into())));
    }
    answer
}

/// A code and its place. In the stages that read the text, programs may stop at different bytes.
pub(super) fn located(finding: &Finding) -> Answer {
    let mut place = Answer::new();
    place.insert("code".to_owned(), finding.code.as_str().into());
    if !matches!(finding.stage(), Stage::Limits | Stage::Encoding | Stage::Json) {
        place.insert("pointer".to_owned(), finding.pointer.as_str().into());
    }
    place
}

/// The answer with what else was found.
pub(super) fn with_findings(mut answer: Answer, found: &[Finding]) -> Answer {
    answer.insert("findings".to_owned(), findings(found));
    answer
}

pub(super) fn findings(found: &[Finding]) -> Value {
    let row = |finding: &Finding| {
        let mut row = located(finding);
        row.insert("severity".to_owned(), finding.severity.as_str().into());
        Value::from(row)
    };
    found.iter().map(row).collect()
}

/// What opening a record came to.
pub(super) fn opened(outcome: &Result<VerifiedRecord, OpenError>) -> Answer {
    match outcome {
        Err(error) => not_opened(error),
        Ok(record) => {
            let withheld: Vec<&str> = record.withheld().iter().map(|part| part.digest_at.as_str()).collect();
            let seen = passerelle::crypto::digest(&record.object().to_canonical());
            let answer = accepted(json!({
                "integrity": "valid",
                "trust": "trusted",
                "digest": record.digest().hash.as_str(),
                "seen": seen.hash.as_str(),
                "actionable": record.actionability() == Actionability::Actionable,
                "withheld": (!withheld.is_empty()).then_some(withheld),
            }));
            with_findings(answer, record.findings())
        }
    }
}

pub(super) fn not_opened(error: &OpenError) -> Answer {
    let verdict = if error.integrity == Integrity::Indeterminate { "undecided" } else { "refused" };
    let mut answer = said(verdict, located(&error.finding).into());
    answer.insert("integrity".to_owned(), error.integrity.as_str().into());
    answer.insert("trust".to_owned(), error.trust.as_str().into());
    answer
}
