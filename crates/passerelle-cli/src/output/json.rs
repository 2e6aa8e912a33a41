//! For programs: one report, or one line for each input. `spec/schema/command/report.schema.json` describes both.

use passerelle::{Finding, Form, vocabulary};
use serde::Serialize;

use super::{Decision, Examined, Kind, Out, Sink, Step, Tally, Way, shown_pointer};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Coded, Failure};

/// The version of the reports. It grows when a member is added; members never change their meaning.
const REPORT: &str = "1.0";

/// What every report begins with.
#[derive(Serialize)]
struct Head<'r> {
    report: &'static str,
    tool: Tool,
    command: &'r str,
    now: String,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
    vocabulary: &'static str,
}

impl<'r> Head<'r> {
    fn new(context: &Context, command: &'r str) -> Self {
        let tool = Tool { name: "passerelle", version: env!("CARGO_PKG_VERSION"), vocabulary: vocabulary::edition() };
        Self { report: REPORT, tool, command, now: context.now.to_string() }
    }
}

/// Writes the report of a command that has one answer.
pub(crate) fn print(command: &str, body: &impl Serialize, context: &Context, out: &mut Out) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Report<'r, B> {
        #[serde(flatten)]
        head: Head<'r>,
        #[serde(flatten)]
        body: &'r B,
    }
    out.line(&text(&Report { head: Head::new(context, command), body }))
}

/// What a value is in JSON. Reports hold nothing that JSON cannot say.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// An input in a report.
#[derive(Serialize)]
pub(crate) struct Entry<'e> {
    source: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    kind: &'static str,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<Answers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<Claims<'e>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seal: Option<SealEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    signatures: Vec<SignatureEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    redactable: Vec<String>,
    positions: &'static str,
    findings: Vec<FindingEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths: Vec<PathEntry<'e>>,
}

/// How the record came.
#[derive(Serialize)]
struct PathEntry<'e> {
    whole: bool,
    steps: Vec<StepEntry<'e>>,
}

#[derive(Serialize)]
struct StepEntry<'e> {
    source: &'e str,
    digest: &'e str,
    issuer: &'e str,
    to: Vec<&'e str>,
    issued: String,
    purpose: Vec<&'e str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<&'e str>,
    /// The codes of what is wrong with it; the findings say more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<&'static str>,
}

impl<'e> PathEntry<'e> {
    fn new(way: &'e Way) -> Self {
        let step = |(number, step): (usize, &'e Step)| StepEntry {
            source: &step.file,
            digest: &step.digest,
            issuer: step.forward.issuer.as_str(),
            to: step.forward.to.iter().map(|to| to.as_str()).collect(),
            issued: step.forward.issued.to_string(),
            purpose: step.forward.purpose.iter().map(|purpose| purpose.as_str()).collect(),
            withheld: step.forward.withheld.iter().map(|place| place.as_str()).collect(),
            faults: way
                .faults
                .iter()
                .filter(|fault| fault.step == number)
                .map(|fault| fault.finding.code.as_str())
                .collect(),
        };
        Self { whole: way.is_whole, steps: way.steps.iter().enumerate().map(step).collect() }
    }
}

#[derive(Serialize)]
struct Answers {
    integrity: &'static str,
    trust: &'static str,
    status: &'static str,
}

#[derive(Serialize)]
struct Claims<'e> {
    id: &'e str,
    #[serde(rename = "type")]
    record_type: &'e str,
    rev: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'e str>,
}

#[derive(Serialize)]
struct SealEntry {
    recipients: Vec<String>,
    content_bytes: usize,
}

#[derive(Serialize)]
struct SignatureEntry {
    kid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<String>,
    verified: bool,
}

#[derive(Serialize)]
pub(crate) struct FindingEntry {
    code: &'static str,
    stage: &'static str,
    severity: &'static str,
    pointer: String,
    #[serde(flatten)]
    position: Option<Place>,
    requirement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    message: &'static str,
    hint: &'static str,
}

#[derive(Serialize)]
struct Place {
    offset: usize,
    line: usize,
    column: usize,
}

impl FindingEntry {
    /// A finding, with the place that it has in the file.
    pub(crate) fn new(finding: &Finding, position: Option<passerelle::json::Position>, context: &Context) -> Self {
        Self {
            code: finding.code.as_str(),
            stage: finding.stage().as_str(),
            severity: finding.severity.as_str(),
            pointer: shown_pointer(&finding.pointer, context.values),
            position: position.map(|place| Place { offset: place.offset, line: place.line, column: place.column }),
            requirement: finding.code.requirement(),
            rule: finding.code.rule(),
            message: finding.code.message(context.language),
            hint: finding.code.hint(context.language),
        }
    }
}

impl<'e> Entry<'e> {
    pub(crate) fn new(examined: &'e Examined, context: &Context) -> Self {
        let claims = match (&examined.id, &examined.record_type, examined.rev) {
            (Some(id), Some(record_type), Some(rev)) => {
                Some(Claims { id, record_type, rev, digest: examined.digest.as_deref() })
            }
            _ => None,
        };
        let position = |finding: &Finding| {
            if examined.positions_in_payload { finding.position } else { examined.position(finding) }
        };
        Self {
            source: &examined.name,
            line: examined.line.map(|(line, _)| line),
            kind: match examined.kind {
                Kind::Draft => "draft",
                Kind::Signed => "signed",
            },
            result: examined.exit.word(),
            decision: examined.decision.map(Decision::word),
            answers: examined.answers.map(|(integrity, standing, status)| Answers {
                integrity: integrity.as_str(),
                trust: standing.as_str(),
                status: status.as_str(),
            }),
            record: claims,
            seal: examined.seal.as_ref().map(|seal| SealEntry {
                recipients: seal.recipients.iter().map(ToString::to_string).collect(),
                content_bytes: seal.content_bytes,
            }),
            form: examined.form.map(|form| match form {
                Form::Opaque => "opaque",
                _ => "clear",
            }),
            signatures: examined
                .signatures
                .iter()
                .map(|signature| SignatureEntry {
                    kid: signature.key_id.to_string(),
                    alg: signature.algorithm,
                    signed: signature.issued_at.map(|time| time.to_string()),
                    verified: signature.verified,
                })
                .collect(),
            withheld: examined.withheld.iter().map(|place| shown_pointer(place, context.values)).collect(),
            redactable: examined.redactable.iter().map(|place| shown_pointer(place, context.values)).collect(),
            positions: if examined.positions_in_payload { "payload" } else { "input" },
            findings: examined
                .findings
                .iter()
                .map(|finding| FindingEntry::new(finding, position(finding), context))
                .collect(),
            paths: examined.ways.iter().map(PathEntry::new).collect(),
        }
    }
}

/// A failure in a report.
#[derive(Serialize)]
struct FailureEntry<'f> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'f str>,
    message: &'static str,
    hint: &'static str,
}

impl<'f> FailureEntry<'f> {
    fn new(coded: &'f Coded, context: &Context) -> Self {
        Self {
            code: coded.code.as_str(),
            subject: coded.subject.as_deref(),
            detail: coded.detail.as_deref(),
            message: coded.code.message(context.language),
            hint: coded.code.hint(context.language),
        }
    }
}

/// One report as one JSON object, written as the inputs come.
pub(super) struct Json {
    context: Context,
    command: &'static str,
    failures: Vec<String>,
    tally: Tally,
    entries: usize,
}

impl Json {
    pub(super) fn new(context: Context, command: &'static str) -> Self {
        Self { context, command, failures: Vec::new(), tally: Tally::default(), entries: 0 }
    }

    /// What stands before an entry.
    fn lead(&mut self) -> String {
        self.entries += 1;
        if self.entries > 1 {
            return ",\n".to_owned();
        }
        let head = text(&Head::new(&self.context, self.command));
        format!("{},\n\"inputs\":[\n", head.trim_end_matches('}'))
    }
}

impl Sink for Json {
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        self.tally.count(examined.exit);
        let lead = self.lead();
        out.text(&lead)?;
        out.text(&text(&Entry::new(examined, &self.context)))
    }

    fn failed(&mut self, failure: &Failure, _: &mut Out) -> Result<(), Failure> {
        self.tally.count(Exit::Unusable);
        if let Failure::Coded(coded) = failure {
            self.failures.push(text(&FailureEntry::new(coded, &self.context)));
        }
        Ok(())
    }

    fn finish(&mut self, exit: Exit, out: &mut Out) -> Result<(), Failure> {
        if self.entries == 0 {
            let lead = self.lead();
            out.text(&lead)?;
        }
        let (errors, counts) = (self.failures.join(",\n"), text(&self.tally));
        out.line(&format!("\n],\n\"errors\":[{errors}],\n\"result\":\"{}\",\"counts\":{counts}}}", exit.word()))
    }
}

/// One JSON object a line: an input, or a failure.
pub(super) struct Ndjson {
    context: Context,
}

impl Ndjson {
    pub(super) fn new(context: Context) -> Self {
        Self { context }
    }
}

impl Sink for Ndjson {
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        out.line(&text(&Entry::new(examined, &self.context)))
    }

    fn failed(&mut self, failure: &Failure, out: &mut Out) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct Line<'f> {
            error: FailureEntry<'f>,
        }
        match failure {
            Failure::Coded(coded) => out.line(&text(&Line { error: FailureEntry::new(coded, &self.context) })),
            Failure::BrokenPipe => Ok(()),
        }
    }

    fn finish(&mut self, _: Exit, _: &mut Out) -> Result<(), Failure> {
        Ok(())
    }
}
