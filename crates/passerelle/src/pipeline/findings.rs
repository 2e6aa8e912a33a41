//! Collecting findings: up to the first that refuses, or all of them.

use crate::error::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Pointer, Position, locate};
use crate::limits;

/// How far an examination goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// To the first finding that refuses.
    FirstRefusal,
    /// Through every stage that can still be run.
    Everything,
}

/// The examination is over.
pub(super) struct Halt;

/// Findings in the order in which they were made.
pub(super) struct Findings {
    extent: Extent,
    held: Vec<Finding>,
}

impl Findings {
    pub(super) fn new(extent: Extent) -> Self {
        Self { extent, held: Vec::new() }
    }

    /// Adds a finding, and says whether to go on.
    pub(super) fn add(&mut self, finding: Finding) -> Result<(), Halt> {
        let halts = self.extent == Extent::FirstRefusal && refuses(&finding);
        if self.held.len() < limits::FINDINGS {
            self.held.push(finding);
        } else if self.held.len() == limits::FINDINGS {
            self.held.push(Finding::whole(Code::LimFindings)); // spec: PSR-LIM-004
        }
        if halts { Err(Halt) } else { Ok(()) }
    }

    pub(super) fn add_all(&mut self, findings: impl IntoIterator<Item = Finding>) -> Result<(), Halt> {
        findings.into_iter().try_for_each(|finding| self.add(finding))
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.held
    }
}

/// Whether a finding keeps a record from being opened.
///
/// An unknown entry of `must` leaves it readable, and a predecessor that is not held leaves the record itself whole.
pub(super) fn refuses(finding: &Finding) -> bool {
    match finding.severity {
        Severity::Error => true,
        Severity::Indeterminate => !matches!(finding.code, Code::VerMust | Code::RevGap),
        Severity::Warning => false,
    }
}

/// Fills in where in the text the findings are; `object_at` is where in the text the signed object stands.
pub(super) fn place(findings: &mut [Finding], text: &[u8], object_at: Option<&Pointer>) {
    let full = |finding: &Finding| -> Option<Pointer> {
        use crate::error::Stage;
        match finding.stage() {
            Stage::Limits | Stage::Encoding | Stage::Json | Stage::Profile | Stage::Envelope | Stage::Header
                if finding.position.is_none() && object_at.is_some_and(|at| finding.pointer.is_within(at)) =>
            {
                Some(finding.pointer.clone())
            }
            Stage::Limits | Stage::Encoding | Stage::Json | Stage::Envelope | Stage::Header => {
                Some(finding.pointer.clone())
            }
            Stage::Key | Stage::KeyPolicy | Stage::Cryptography | Stage::Quorum | Stage::Time | Stage::Trust => {
                finding.pointer.as_str().starts_with("/signatures").then(|| finding.pointer.clone())
            }
            _ => object_at.and_then(|at| Pointer::parse(&format!("{at}{}", finding.pointer))),
        }
    };
    if findings.is_empty() {
        return;
    }
    let targets: Vec<Option<Pointer>> = findings.iter().map(full).collect();
    let spans = locate(text, targets.iter().flatten());
    for (finding, target) in findings.iter_mut().zip(targets) {
        let mut target = target;
        while let Some(pointer) = target {
            if let Some(span) = spans.get(&pointer).copied().or_else(|| locate(text, [&pointer]).remove(&pointer)) {
                let on_name = matches!(finding.code, Code::SchemaUnknownMember | Code::EnvMember | Code::ProfileName);
                let start = if on_name { span.name } else { span.start };
                finding.position.get_or_insert(Position::of(text, start));
                finding.span = Some((start, span.end));
                break;
            }
            target = (pointer != Pointer::root()).then(|| pointer.parent());
        }
    }
}
