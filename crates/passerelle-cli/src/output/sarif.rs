//! SARIF 2.1.0, which code scanners and editors read.

use std::collections::BTreeSet;

use passerelle::{Code, Severity, Stage};
use serde_json::{Value, json};

use super::{Examined, Out, Sink, shown_pointer};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Coded, Failure};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) struct Sarif {
    context: Context,
    results: usize,
    codes: BTreeSet<Code>,
    failures: Vec<Value>,
}

impl Sarif {
    pub(super) fn new(context: Context) -> Self {
        Self { context, results: 0, codes: BTreeSet::new(), failures: Vec::new() }
    }

    fn rule(&self, code: Code) -> Value {
        json!({
            "id": code.as_str(),
            "shortDescription": { "text": code.message(self.context.language) },
            "help": { "text": code.hint(self.context.language) },
            "defaultConfiguration": { "level": level(code.severity()) },
            "properties": { "requirement": code.requirement(), "stage": code.stage().as_str() },
        })
    }
}

impl Sink for Sarif {
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        for finding in &examined.findings {
            let mut location = json!({ "artifactLocation": { "uri": uri(&examined.name) } });
            if let (Some(position), Some(members)) = (examined.position(finding), location.as_object_mut()) {
                let region = json!({
                    "startLine": position.line,
                    "startColumn": position.column,
                    "byteOffset": position.offset,
                    "byteLength": finding.span.map_or(0, |(start, end)| end.saturating_sub(start)),
                });
                members.insert("region".to_owned(), region);
            } else if let (Some((line, _)), Some(members)) = (examined.line, location.as_object_mut()) {
                members.insert("region".to_owned(), json!({ "startLine": line }));
            }
            let pointer = shown_pointer(&finding.pointer, self.context.values);
            let (message, hint) =
                (finding.code.message(self.context.language), finding.code.hint(self.context.language));
            let result = json!({
                "ruleId": finding.code.as_str(),
                "level": level(finding.severity),
                "message": { "text": format!("{message} {hint}") },
                "locations": [{
                    "physicalLocation": location,
                    "logicalLocations": [{ "fullyQualifiedName": pointer, "kind": "member" }],
                }],
                "properties": { "severity": finding.severity.as_str() },
            });
            out.text(if self.results == 0 { OPENING } else { ",\n" })?;
            out.text(&result.to_string())?;
            self.results += 1;
            self.codes.insert(finding.code);
        }
        Ok(())
    }

    fn failed(&mut self, failure: &Failure, _: &mut Out) -> Result<(), Failure> {
        if let Failure::Coded(coded) = failure {
            self.codes.insert(coded.code);
            self.failures.push(notification(coded, &self.context));
        }
        Ok(())
    }

    fn finish(&mut self, exit: Exit, out: &mut Out) -> Result<(), Failure> {
        if self.results == 0 {
            out.text(OPENING)?;
        }
        let (notified, found): (Vec<Code>, Vec<Code>) =
            self.codes.iter().copied().partition(|code| code.stage() == Stage::Command);
        let rules: Vec<Value> = found.into_iter().map(|code| self.rule(code)).collect();
        let notifications: Vec<Value> = notified.into_iter().map(|code| self.rule(code)).collect();
        let tool = json!({ "driver": {
            "name": "passerelle",
            "version": env!("CARGO_PKG_VERSION"),
            "language": self.context.language.tag(),
            "rules": rules,
            "notifications": notifications,
        }});
        let invocations = json!([{
            "executionSuccessful": exit != Exit::Unusable,
            "toolExecutionNotifications": self.failures,
        }]);
        out.line(&format!(
            "],\n\"columnKind\":\"unicodeCodePoints\",\n\"invocations\":{invocations},\n\"tool\":{tool}}}],\n\
             \"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\"}}"
        ))
    }
}

const OPENING: &str = "{\"runs\":[{\"results\":[\n";

fn notification(coded: &Coded, context: &Context) -> Value {
    json!({
        "level": "error",
        "descriptor": { "id": coded.code.as_str() },
        "message": { "text": coded.line(context.language) },
    })
}

fn level(severity: Severity) -> &'static str {
    if severity == Severity::Error { "error" } else { "warning" }
}

/// A file name as a relative reference (RFC 3986); the standard input has no address.
fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
