//! Formats of neighbours: records become their documents, and their documents become drafts.

use passerelle::record::AuthorityId;
use passerelle::status::History;
use passerelle::{Language, Opening, VerifiedRecord};
use passerelle_neighbours::{Cleared, Header, Inward, Loss, Outward, clear, export, import};
use serde::Serialize;
use serde_json::Value;

use crate::answer::{self, Refusal, to_json};
use crate::failure::{Failure, guarded};
use crate::holdings::{Holdings, opened, receipts};
use crate::reading::time;
use crate::sharing::{Checked, Transfer};
use crate::trust::Trust;

/// Records in a neighbour's format.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Exported {
    /// The document: JSON text, the same bytes for the same records.
    pub document: Vec<u8>,
    /// `{"records", "left_out": [loss], "losses": [loss]}`; a loss is `{"of", "pointer", "code", "reason"}`.
    pub about: Vec<u8>,
}

/// What was made of a neighbour's document.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Drafted {
    /// The drafts: valid, unsigned, in canonical form.
    pub drafts: Vec<Vec<u8>>,
    /// `{"of": […], "rejects": [{"of", "code", "pointer", "reason", "finding"?}], "losses": [loss]}`; `of` says of which object each draft was
    /// made.
    pub about: Vec<u8>,
}

/// Prints how large it is, never what it says.
impl std::fmt::Debug for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Exported({} bytes)", self.document.len())
    }
}

/// Prints how many there are, never what they say.
impl std::fmt::Debug for Drafted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drafted({} drafts)", self.drafts.len())
    }
}

/// Writes signed records in a neighbour's format: `stix`, `ftm` or `misp`. What belongs together goes in one call. Each must be releasable to
/// the recipient; if one is not, nothing is written.
///
/// # Errors
/// The code with which a record, or one of those held, does not open; the first reason against the first that may not go, with all the
/// others, and its place among the envelopes as detail; `BND_ARGUMENT` for an unknown format or an ill-formed transfer.
#[uniffi::export]
pub fn export_as(
    format: String,
    envelopes: Vec<Vec<u8>>,
    holdings: Holdings,
    transfer: Transfer,
    trust: &Trust,
    now: i64,
) -> Result<Exported, Failure> {
    #[derive(Serialize)]
    struct About {
        records: usize,
        left_out: Vec<Value>,
        losses: Vec<Value>,
    }
    guarded(|| {
        let neighbour = Outward::named(&format).ok_or_else(|| Failure::argument("format: one of stix, ftm, misp"))?;
        let Checked { recipient, sender, purpose } = transfer.check()?;
        let now = time(now)?;
        let vouching = receipts(&holdings.receipts, trust, now)?;
        let opening = Opening::new(trust.held(), now).receipts(&vouching);
        let records: Vec<VerifiedRecord> = opened(&envelopes, &opening).into_iter().collect::<Result<_, _>>()?;
        let others: Vec<VerifiedRecord> = opened(&holdings.records, &opening).into_iter().collect::<Result<_, _>>()?;
        let judgements = History::of(others.iter().chain(&records)).at(now);
        let mut cleared: Vec<Cleared> = Vec::with_capacity(records.len());
        for (index, record) in records.iter().enumerate() {
            let judgement =
                judgements.of(record).ok_or_else(|| Failure::argument("envelopes: one of them is not judged"))?;
            let out = clear(record, judgement, &sender, &recipient, &purpose).map_err(|refusal| {
                let code = refusal.reasons.first().map_or(passerelle::Code::RelField, |reason| reason.code);
                let findings = answer::findings(&refusal.reasons);
                Failure::of(&Refusal { findings, detail: Some(format!("envelopes/{index}")), ..Refusal::of(code) })
            })?;
            cleared.push(out);
        }
        let made = export(neighbour, &cleared);
        let about = About { records: cleared.len(), left_out: listed(&made.left_out), losses: listed(&made.losses) };
        Ok(Exported { about: to_json(&about), document: made.document })
    })
}

/// Makes drafts of a neighbour's document: `stix`, `ftm` or `htcds`. `issuer` is who issues the drafts, and `header` a JSON object with what
/// the document does not say (chapter 21 of the specification).
///
/// # Errors
/// `NBR_SYNTAX` and the other codes of documents as a whole, with the place as detail; `NBR_HEADER`; `BND_ARGUMENT` for an unknown format or
/// an ill-formed issuer.
#[uniffi::export]
pub fn import_from(
    format: String,
    document: &[u8],
    issuer: String,
    header: &[u8],
    now: i64,
) -> Result<Drafted, Failure> {
    #[derive(Serialize)]
    struct About<'a> {
        of: Vec<&'a str>,
        rejects: Vec<Rejected<'a>>,
        losses: Vec<Value>,
    }
    #[derive(Serialize)]
    struct Rejected<'a> {
        of: &'a str,
        code: &'static str,
        pointer: &'a str,
        reason: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        finding: Option<answer::Finding<'a>>,
    }
    guarded(|| {
        let neighbour = Inward::named(&format).ok_or_else(|| Failure::argument("format: one of stix, ftm, htcds"))?;
        let issuer =
            AuthorityId::new(issuer).map_err(|_| Failure::argument("issuer: an authority, such as XX/northland"))?;
        let header = Header::new(issuer, time(now)?, header).map_err(|error| {
            Failure::of(&Refusal { detail: Some(error.detail.clone()), ..Refusal::of(error.code()) })
        })?;
        let made = import(neighbour, document, &header).map_err(|fault| {
            let detail = format!("{}: {}", fault.place, fault.detail);
            Failure::of(&Refusal { detail: Some(detail), ..Refusal::of(fault.code) })
        })?;
        let rejects = made.rejects.iter().map(|reject| Rejected {
            of: &reject.of,
            code: reject.code.as_str(),
            pointer: &reject.pointer,
            reason: reject.code.message(Language::English),
            finding: reject.finding.as_ref().map(answer::Finding::of),
        });
        let about = About {
            of: made.drafts.iter().map(|draft| draft.of.as_str()).collect(),
            rejects: rejects.collect(),
            losses: listed(&made.losses),
        };
        Ok(Drafted {
            about: to_json(&about),
            drafts: made.drafts.iter().map(|draft| draft.record.clone().into_bytes()).collect(),
        })
    })
}

fn listed(losses: &[Loss]) -> Vec<Value> {
    losses.iter().map(|loss| loss.to_json(Language::English)).collect()
}
