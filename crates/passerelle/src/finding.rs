//! A finding: one thing that is wrong, or worth knowing, and where.

use crate::error::{Code, Severity, Stage};
use crate::json::{Fault, Pointer, Position};

/// One thing that is wrong, or worth knowing.
///
/// It names a code, a place and how much it weighs. It never holds a value of the record, so it can be logged.
///
/// spec: PSR-ANS-006
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// How much it weighs here: a reader and an author judge some codes differently.
    pub severity: Severity,
    /// Where it is: in the input up to the stage `header`, in the signed object after that.
    pub pointer: Pointer,
    /// The place in the text that was given, where the pointer leads into that text.
    pub position: Option<Position>,
    /// Bytes of the value that the pointer names, from its start to past its end, where known.
    pub span: Option<(usize, usize)>,
}

impl Finding {
    /// A finding with the reader's severity.
    #[must_use]
    pub fn new(code: Code, pointer: Pointer) -> Self {
        Self { code, severity: code.severity(), pointer, position: None, span: None }
    }

    /// A finding about the object as a whole.
    #[must_use]
    pub fn whole(code: Code) -> Self {
        Self::new(code, Pointer::root())
    }

    /// The same, as an author's draft is judged.
    #[must_use]
    pub fn for_author(self) -> Self {
        Self { severity: self.code.severity_for_author(), ..self }
    }

    /// The same with another severity.
    #[must_use]
    pub fn weighing(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The stage that finds it.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.code.stage()
    }
}

impl From<Fault> for Finding {
    fn from(fault: Fault) -> Self {
        Self { position: Some(fault.position), ..Self::new(fault.code, fault.pointer) }
    }
}
