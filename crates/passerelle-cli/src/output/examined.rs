//! What is known of an input after it was examined.

use passerelle::forward::{Forward, ForwardFault};
use passerelle::json::{Pointer, Position};
use passerelle::sealing::Seal;
use passerelle::{Finding, Form, Integrity, SignatureSummary, Standing, Status};

use crate::exit::Exit;
use crate::sealed_in::Sealed;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A record that is not signed yet.
    Draft,
    /// A record in its envelope.
    Signed,
}

/// Whether a signed record was held against others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// It was not, so that nothing shows whether it was withdrawn or revised.
    Alone,
    Others,
}

/// Whether a record may go to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Allowed,
    Denied,
}

impl Decision {
    /// The word in reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Decision::Allowed => "allowed",
            Decision::Denied => "denied",
        }
    }
}

/// The way that a copy of a record came.
#[derive(Debug)]
pub(crate) struct Way {
    /// The forwards, the first of them first.
    pub(crate) steps: Vec<Step>,
    /// Whether none is missing before the first.
    pub(crate) is_whole: bool,
    pub(crate) faults: Vec<ForwardFault>,
}

/// A forward of the way.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) file: String,
    pub(crate) digest: String,
    pub(crate) forward: Forward,
}

/// An input and what was found in it.
#[derive(Debug)]
pub(crate) struct Examined {
    /// The file, or `<stdin>`.
    pub(crate) name: String,
    /// Which line of the file it is, from 1, and how many bytes stand before that: for NDJSON.
    pub(crate) line: Option<(usize, usize)>,
    pub(crate) kind: Kind,
    pub(crate) exit: Exit,
    /// Integrity, trust and status, where they were asked for.
    pub(crate) answers: Option<(Integrity, Standing, Status)>,
    pub(crate) company: Company,
    /// Whether it may go to somebody, where that was asked.
    pub(crate) decision: Option<Decision>,
    /// Who can open it, where it is sealed.
    pub(crate) seal: Option<Seal>,
    pub(crate) form: Option<Form>,
    pub(crate) id: Option<String>,
    pub(crate) record_type: Option<String>,
    pub(crate) rev: Option<i64>,
    pub(crate) digest: Option<String>,
    pub(crate) signatures: Vec<SignatureSummary>,
    /// What is withheld in this copy, and what could be, by place.
    pub(crate) withheld: Vec<Pointer>,
    pub(crate) redactable: Vec<Pointer>,
    pub(crate) findings: Vec<Finding>,
    /// How it came, by the forwards that were given with it.
    pub(crate) ways: Vec<Way>,
    /// The text that the positions of the findings lie in: the input, the payload of an opaque envelope, or what is inside a
    /// sealed one.
    pub(crate) text: Vec<u8>,
    pub(crate) positions_in_payload: bool,
}

impl Examined {
    /// An input of which nothing is known yet.
    pub(crate) fn new(name: String, line: Option<(usize, usize)>, text: Vec<u8>) -> Self {
        Self {
            name,
            line,
            kind: Kind::Draft,
            exit: Exit::Valid,
            answers: None,
            company: Company::Alone,
            decision: None,
            seal: None,
            form: None,
            id: None,
            record_type: None,
            rev: None,
            digest: None,
            signatures: Vec::new(),
            withheld: Vec::new(),
            redactable: Vec::new(),
            findings: Vec::new(),
            ways: Vec::new(),
            text,
            positions_in_payload: false,
        }
    }

    /// The same, refused for one reason.
    #[must_use]
    pub(crate) fn refused(mut self, finding: Finding) -> Self {
        self.exit = Exit::of_severity(finding.severity);
        self.findings = vec![finding];
        self
    }

    /// The same, which may not go to whom it was for.
    #[must_use]
    pub(crate) fn denied(self, reasons: Vec<Finding>) -> Self {
        Self { exit: Exit::Invalid, decision: Some(Decision::Denied), findings: reasons, ..self }
    }

    /// The same, of an input that is sealed: findings have their places in what is inside, where that was opened.
    #[must_use]
    pub(crate) fn sealed(mut self, sealed: Option<Sealed>) -> Self {
        let Some(Sealed { seal, inside }) = sealed else { return self };
        self.seal = Some(seal);
        if let Some(inside) = inside {
            self.text = inside;
            self.positions_in_payload = true;
        }
        self
    }

    /// The name with the line of an NDJSON input.
    pub(crate) fn place(&self) -> String {
        self.line.map_or_else(|| self.name.clone(), |(line, _)| format!("{}:{line}", self.name))
    }

    /// The file that a finding is in: what is wrong with a forward stands in the file of that.
    pub(crate) fn file_of(&self, finding: &Finding) -> &str {
        let steps = self.ways.iter().flat_map(|way| {
            let is_this = |fault: &&ForwardFault| fault.finding == *finding;
            way.faults.iter().filter(is_this).filter_map(|fault| way.steps.get(fault.step))
        });
        steps.map(|step| step.file.as_str()).next().unwrap_or(&self.name)
    }

    /// Where in the file a finding is, where it is in the file at all.
    pub(crate) fn position(&self, finding: &Finding) -> Option<Position> {
        let (line, offset) = self.line.map_or((0, 0), |(line, offset)| (line - 1, offset));
        let position = finding.position.filter(|_| !self.positions_in_payload)?;
        Some(Position { offset: position.offset + offset, line: position.line + line, column: position.column })
    }
}
