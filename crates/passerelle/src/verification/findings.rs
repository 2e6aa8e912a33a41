//! Collecting findings: up to the first that refuses, or all of them.

use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Pointer, Position, Span, locate};
use crate::limits;

/// How far an examination goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// To the first finding that refuses.
    FirstRefusal,
    /// Through every stage that can still be run.
    Everything,
}

/// The examination is over.
pub(crate) struct Halt;

/// Findings in the order in which they were made.
///
/// A report lists only so many of them. What decides the answers is kept apart, so that no number of warnings before it can hide
/// it.
pub(crate) struct Findings {
    extent: Extent,
    held: Vec<Finding>,
    is_cut: bool,
    /// Where in the list the first finding that refuses stands.
    refusal: Option<usize>,
}

/// What an examination found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The findings, in their order.
    pub(crate) findings: Vec<Finding>,
    /// The first of them that refuses.
    pub(crate) refusal: Option<Finding>,
}

impl Findings {
    pub(crate) fn new(extent: Extent) -> Self {
        Self { extent, held: Vec::new(), is_cut: false, refusal: None }
    }

    /// Adds a finding, and says whether to go on.
    ///
    /// spec: PSR-LIM-004, PSR-ANS-005
    pub(crate) fn add(&mut self, finding: Finding) -> Result<(), Halt> {
        let is_first_refusal = self.refusal.is_none() && refuses(&finding);
        if is_first_refusal {
            self.refusal = Some(self.held.len().min(limits::FINDINGS - 1));
        }
        if self.held.len() < limits::FINDINGS {
            self.held.push(finding);
        } else {
            self.is_cut = true;
            if is_first_refusal && let Some(last) = self.held.last_mut() {
                *last = finding;
            }
        }
        if is_first_refusal && self.extent == Extent::FirstRefusal { Err(Halt) } else { Ok(()) }
    }

    pub(crate) fn add_all(&mut self, findings: impl IntoIterator<Item = Finding>) -> Result<(), Halt> {
        findings.into_iter().try_for_each(|finding| self.add(finding))
    }

    /// Adds the findings of one stage in the order of their places, and at one place in that of the registry.
    ///
    /// spec: PSR-ANS-003
    pub(crate) fn add_sorted(&mut self, mut findings: Vec<Finding>) -> Result<(), Halt> {
        findings.sort_by(|left, right| (&left.pointer, left.code).cmp(&(&right.pointer, right.code)));
        self.add_all(findings)
    }

    /// The findings with their places in a text; `object_at` is where in the text the signed object stands.
    pub(crate) fn placed(mut self, text: &[u8], object_at: Option<&Pointer>) -> Found {
        if self.is_cut {
            self.held.push(Finding::whole(Code::LimFindings));
        }
        place(&mut self.held, text, object_at);
        let refusal = self.refusal.and_then(|index| self.held.get(index).cloned());
        Found { findings: self.held, refusal }
    }
}

/// Whether a finding keeps a record from being opened.
///
/// An unknown entry of `must` leaves it readable, and a predecessor that is not held leaves the record itself whole.
pub(crate) fn refuses(finding: &Finding) -> bool {
    match finding.severity {
        Severity::Error => true,
        Severity::Indeterminate => !matches!(finding.code, Code::VerMust | Code::RevGap),
        Severity::Warning => false,
    }
}

/// Fills in where in the text the findings are.
fn place(findings: &mut [Finding], text: &[u8], object_at: Option<&Pointer>) {
    let in_object = |finding: &Finding| object_at.and_then(|at| Pointer::parse(&format!("{at}{}", finding.pointer)));
    let full = |finding: &Finding| -> Option<Pointer> {
        use crate::error::Stage;
        match finding.stage() {
            Stage::Limits | Stage::Encoding | Stage::Json | Stage::Sealing | Stage::Envelope | Stage::Header => {
                Some(finding.pointer.clone())
            }
            // A fault of the text has its place already; what a rule finds in a string stands in the signed object.
            Stage::Profile if finding.position.is_some() || is_in_envelope(&finding.pointer) => {
                Some(finding.pointer.clone())
            }
            // A draft has no signatures yet: what is wrong with its time stands in itself.
            Stage::Time if !finding.pointer.as_str().starts_with("/signatures") => in_object(finding),
            Stage::Key | Stage::KeyPolicy | Stage::Cryptography | Stage::Quorum | Stage::Time | Stage::Trust => {
                finding.pointer.as_str().starts_with("/signatures").then(|| finding.pointer.clone())
            }
            Stage::Redaction if is_in_envelope(&finding.pointer) => Some(finding.pointer.clone()),
            _ => in_object(finding),
        }
    };
    if findings.is_empty() {
        return;
    }
    // What is missing has no place of its own; then the place is that of the nearest value around it.
    let lineages: Vec<Vec<Pointer>> =
        findings.iter().map(|finding| full(finding).map_or(Vec::new(), lineage)).collect();
    let spans = locate(text, lineages.iter().flatten());
    let found = |lineage: &Vec<Pointer>| lineage.iter().find_map(|pointer| spans.get(pointer).copied());
    let found: Vec<Option<Span>> = lineages.iter().map(found).collect();
    let starts = |finding: &Finding, span: Span| {
        let on_name = matches!(finding.code, Code::SchemaUnknownMember | Code::EnvMember | Code::ProfileName);
        if on_name { span.name } else { span.start }
    };
    let offsets = findings.iter().zip(&found).filter_map(|(finding, span)| span.map(|span| starts(finding, span)));
    let positions = Position::of_all(text, offsets.collect::<Vec<_>>());
    for (finding, span) in findings.iter_mut().zip(found) {
        let Some(span) = span else { continue };
        let start = starts(finding, span);
        finding.span = Some((start, span.end));
        finding.position = finding.position.or_else(|| positions.get(&start).copied());
    }
}

/// Whether a pointer leads to a member of the envelope that holds another text; a record has no members of these names.
fn is_in_envelope(pointer: &Pointer) -> bool {
    pointer.tokens().next().is_some_and(|first| matches!(first.as_ref(), "signatures" | "payload" | "disclosures"))
}

/// A pointer and all that it stands in, from the inside out.
fn lineage(pointer: Pointer) -> Vec<Pointer> {
    let outer = |pointer: &Pointer| (*pointer != Pointer::root()).then(|| pointer.parent());
    std::iter::successors(Some(pointer), outer).collect()
}
