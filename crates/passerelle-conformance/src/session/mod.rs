//! The library of this project behind the protocol: what is held between two messages, and what is answered to each.
//!
//! It decides nothing. An adapter for another implementation does the same: it turns each message into one call, and what comes
//! back into one object.

mod answer;
mod exchange;
mod input;
mod sending;

use passerelle::crypto::Algorithm;
use passerelle::forward::Forward;
use passerelle::manifest::Manifest;
use passerelle::receipt::Receipt;
use passerelle::record::Timestamp;
use passerelle::status::History;
use passerelle::trust::Trust;
use passerelle::{Opening, VerifiedRecord, VerifiedStatement, json, validate};
use serde_json::{Map, Value, json};

use crate::protocol::{PROTOCOL, Reply, Request};
use answer::{Answer, accepted, opened, refused, refused_trust, with_findings};
use input::Fields;

/// What an adapter cannot do: it is skipped, with this reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unable(String);

impl Unable {
    fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// An implementation between two messages: what it trusts and what it keeps.
#[derive(Debug, Default)]
pub struct Session {
    trust: Option<Trust>,
    kept: Vec<VerifiedRecord>,
    receipts: Vec<VerifiedStatement<Receipt>>,
    forwards: Vec<VerifiedStatement<Forward>>,
    manifests: Vec<VerifiedStatement<Manifest>>,
}

impl Session {
    /// The reply to a message; none to the last one.
    pub fn reply(&mut self, request: Request) -> Option<Reply> {
        match request {
            Request::Start { .. } => Some(Reply::Started {
                protocol: PROTOCOL,
                implementation: "passerelle (Rust)".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                has: Algorithm::ALL.contains(&Algorithm::MlDsa65).then(|| "ml-dsa".to_owned()).into_iter().collect(),
            }),
            Request::Reset => {
                *self = Self::default();
                Some(Reply::Ready)
            }
            Request::Run { operation, now, input } => Some(match self.run(&operation, &now, &input) {
                Ok(answer) => Reply::Answer { answer },
                Err(Unable(reason)) => Reply::Skip { reason },
            }),
            Request::Stop => None,
        }
    }

    fn run(&mut self, operation: &str, now: &str, input: &Map<String, Value>) -> Result<Answer, Unable> {
        let now = Timestamp::new(now).map_err(|_| Unable::new("the time has no form that is known here"))?;
        let input = Fields(input);
        match operation {
            "read" => self.read(&input),
            "validate" => self.validate(&input, now),
            "trust" => self.take_trust(&input, now),
            "open" => self.open(&input, now).map(|(answer, _)| answer),
            "keep" => {
                let (answer, record) = self.open(&input, now)?;
                self.kept.extend(record);
                Ok(answer)
            }
            "convert" => self.convert(&input),
            "status" => Ok(self.status(now)),
            "attachments" => self.attachments(&input),
            "sign" => self.sign(&input, now),
            "cosign" => self.cosign(&input, now),
            "redact" => self.redact(&input),
            "manifest" => self.manifest(&input, now),
            "feeds" => Ok(self.feeds(now)),
            "receipt" => self.receipt(&input, now),
            "forward" => self.forward(&input, now),
            "release" => self.release(&input, now),
            "referral" => self.referral(&input, now),
            "seal" => self.seal(&input, now),
            other => Err(Unable::new(format!("the operation {other} is not known here"))),
        }
    }

    fn read(&self, input: &Fields<'_>) -> Result<Answer, Unable> {
        Ok(match json::read(&input.bytes("text")?) {
            Err(fault) => refused(&fault.into()),
            Ok(object) => {
                let canonical = object.to_canonical();
                let digest = passerelle::crypto::digest(&canonical);
                accepted(json!({ "canonical": input::encode(&canonical), "digest": digest.hash.as_str() }))
            }
        })
    }

    fn validate(&self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let validation = validate(&input.bytes("draft")?, now);
        let fault = validation.findings.iter().find(|finding| finding.severity == passerelle::Severity::Error);
        Ok(match fault {
            Some(fault) => refused(fault),
            None => with_findings(accepted(json!({})), &validation.findings),
        })
    }

    /// The first root is believed; what comes after it has to follow from it.
    fn take_trust(&mut self, input: &Fields<'_>, now: Timestamp) -> Result<Answer, Unable> {
        let document = input.bytes("document")?;
        let is_root = input.needed("kind")? == "root";
        let of_root = |trust: Trust| (trust.clone(), trust.findings().0.to_vec());
        let taken = match &self.trust {
            None if is_root => Trust::pin(&document).map(of_root),
            None => return Err(Unable::new("a list is taken under a root only")),
            Some(held) if is_root => held.update_root(&document).map(of_root),
            Some(held) => held.update_list(&document, now).map(|update| (update.trust, update.findings)),
        };
        Ok(match taken {
            Err(error) => refused_trust(&error.finding, self.trust.as_ref()),
            Ok((trust, findings)) => {
                let answer = accepted(json!({ "root": trust.root_version(), "list": trust.list_version() }));
                self.trust = Some(trust);
                with_findings(answer, &findings)
            }
        })
    }

    /// Opens a record, and holds it against what is kept.
    fn open(&self, input: &Fields<'_>, now: Timestamp) -> Result<(Answer, Option<VerifiedRecord>), Unable> {
        let history = History::of(&self.kept);
        let key = input.decryptor("key")?;
        let mut opening = self.opening(now);
        if !self.kept.is_empty() {
            opening = opening.holding(&history);
        }
        if let Some(key) = &key {
            opening = opening.key(key);
        }
        let outcome = passerelle::open_with(&input.bytes("envelope")?, &opening);
        Ok((opened(&outcome), outcome.ok()))
    }

    fn opening(&self, now: Timestamp) -> Opening<'_> {
        let opening = self.trust.as_ref().map_or_else(|| Opening::untrusting(now), |trust| Opening::new(trust, now));
        opening.receipts(&self.receipts)
    }

    fn status(&self, now: Timestamp) -> Answer {
        let judgements = History::of(&self.kept).at(now);
        let rows = judgements.iter().map(|held| {
            let holds: Vec<&str> = held.holds.iter().map(|status| status.as_str()).collect();
            json!({
                "digest": held.digest.hash.as_str(),
                "status": held.status.as_str(),
                "holds": holds,
                "findings": answer::findings(&held.findings),
            })
        });
        let mut rows: Vec<Value> = rows.collect();
        rows.sort_by_key(|row| row["digest"].as_str().map(str::to_owned));
        let mut answer = Answer::new();
        answer.insert("records".to_owned(), rows.into());
        answer
    }
}
