//! Statements beside records, and many records at once.

use passerelle::forward::{check_forward, open_forward};
use passerelle::manifest::{Mismatch, check_feeds, open_batch};
use passerelle::receipt::open_receipt;
use passerelle::record::Timestamp;
use passerelle::status::{History, Judgement};
use passerelle::trust::Trust;
use passerelle::{OpenError, VerifiedRecord, VerifiedStatement, check_attachments};
use serde_json::{Value, json};

use super::answer::{Answer, accepted, findings, located, not_opened, opened, refused, with_findings};
use super::input::Fields;
use super::{Session, Unable};

impl Session {
    pub(super) fn trusting(&self) -> Result<&Trust, Unable> {
        self.trust.as_ref().ok_or_else(|| Unable::new("statements are opened with trust only"))
    }

    /// What a function needs to know of the record that was kept last.
    pub(super) fn about_last<T>(
        &self,
        now: Timestamp,
        use_it: impl FnOnce(&VerifiedRecord, &Judgement) -> T,
    ) -> Result<T, Unable> {
        let last = self.kept.last().ok_or_else(|| Unable::new("no record is kept"))?;
        let judgements = History::of(&self.kept).at(now);
        let judgement = judgements.of(last).ok_or_else(|| Unable::new("no record is kept"))?;
        Ok(use_it(last, judgement))
    }

    /// The files of the attachments of the last record, in their order; an empty one did not come.
    pub(super) fn attachments(&self, input: &Fields<'_>) -> Result<Answer, Unable> {
        let files = input.list("files")?;
        let last = self.kept.last().ok_or_else(|| Unable::new("no record is kept"))?;
        let attachments = &last.record().header.attachments;
        let file = |wanted: &passerelle::record::Attachment| {
            let at = attachments.iter().position(|attachment| attachment == wanted)?;
            files.get(at).map(Vec::as_slice).filter(|file| !file.is_empty())
        };
        let found = check_attachments(last.record(), file);
        let fault = found.iter().find(|finding| finding.severity == passerelle::Severity::Error);
        Ok(fault.map_or_else(|| with_findings(accepted(json!({})), &found), refused))
    }

    pub(super) fn manifest(&mut self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        self.trusting()?;
        let (manifest, records) = (input.bytes("manifest")?, input.list("records")?);
        let key = input.decryptor("key")?;
        let opening = key.as_ref().map_or(self.opening(now), |key| self.opening(now).key(key));
        let batch = open_batch(&manifest, records.iter().map(Vec::as_slice), &opening);
        let mismatch = |mismatch: &Mismatch| match mismatch {
            Mismatch::Missing { entry } => json!({ "kind": "missing", "at": entry }),
            Mismatch::Closed { entry } => json!({ "kind": "closed", "at": entry }),
            Mismatch::Extra { record } => json!({ "kind": "extra", "at": record }),
            Mismatch::Repeated { record } => json!({ "kind": "repeated", "at": record }),
            _ => Value::Null,
        };
        let mut answer = statement(&batch.manifest);
        let first = batch.mismatches.first();
        if let (Some(first), true) = (first, batch.manifest.is_ok()) {
            answer = refused(&first.finding());
        }
        let records: Vec<Answer> = batch.records.iter().map(opened).collect();
        answer.insert("records".to_owned(), records.into());
        answer.insert("mismatches".to_owned(), batch.mismatches.iter().map(mismatch).collect());
        self.manifests.extend(batch.manifest.ok());
        Ok(answer)
    }

    pub(super) fn feeds(&self, now: Timestamp) -> Answer {
        let mut first = None;
        let feeds = check_feeds(&self.manifests, now);
        let rows = feeds.iter().map(|feed| {
            let faults = feed.findings.iter().map(|finding| {
                if finding.fault.severity() == passerelle::Severity::Error {
                    first.get_or_insert(finding.fault.code());
                }
                json!({ "code": finding.fault.code().as_str(), "fault": finding.fault.as_str(), "sequence": finding.sequence, "through": finding.through })
            });
            let faults: Vec<Value> = faults.collect();
            json!({ "issuer": feed.issuer.to_string(), "feed": feed.name.to_string(), "last": feed.last, "faults": faults })
        });
        let rows: Vec<Value> = rows.collect();
        let mut answer = match first {
            None => accepted(json!({})),
            Some(code) => refused(&passerelle::Finding::whole(code)),
        };
        answer.insert("feeds".to_owned(), rows.into());
        answer
    }

    pub(super) fn receipt(&mut self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let receipt = open_receipt(&input.bytes("receipt")?, self.trusting()?, now);
        let answer = statement(&receipt);
        self.receipts.extend(receipt.ok());
        Ok(answer)
    }

    /// A forward, held against the last record and the forwards that came before.
    pub(super) fn forward(&mut self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let trust = self.trusting()?;
        let forward = open_forward(&input.bytes("forward")?, trust, now);
        let mut answer = statement(&forward);
        let Ok(forward) = forward else { return Ok(answer) };
        let faults = self.about_last(now, |record, judgement| {
            check_forward(&forward, &self.forwards, record, judgement, trust, now)
        })?;
        if let Some(first) = faults.first() {
            answer = refused(&first.finding);
        }
        let row = |fault: &passerelle::forward::ForwardFault| {
            let mut row = located(&fault.finding);
            row.insert("step".to_owned(), fault.step.into());
            row.insert("reasons".to_owned(), findings(&fault.reasons));
            Value::from(row)
        };
        answer.insert("faults".to_owned(), faults.iter().map(row).collect());
        self.forwards.push(forward);
        Ok(answer)
    }
}

fn statement<T>(outcome: &Result<VerifiedStatement<T>, OpenError>) -> Answer {
    match outcome {
        Err(error) => not_opened(error),
        Ok(statement) => {
            let digest = statement.digest().hash.as_str();
            let answer = accepted(json!({ "integrity": "valid", "trust": "trusted", "digest": digest }));
            with_findings(answer, statement.findings())
        }
    }
}
