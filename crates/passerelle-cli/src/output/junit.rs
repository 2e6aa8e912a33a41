//! JUnit XML, which test reports are made of: each input is a test case.

use std::fmt::Write as _;

use passerelle::Severity;

use super::{Examined, Out, Sink, Tally, shown_pointer};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

pub(super) struct Junit {
    context: Context,
    command: &'static str,
    cases: String,
    tally: Tally,
}

impl Junit {
    pub(super) fn new(context: Context, command: &'static str) -> Self {
        Self { context, command, cases: String::new(), tally: Tally::default() }
    }

    fn case(&mut self, name: &str, body: &str) {
        let name = xml(name);
        let _ = writeln!(
            self.cases,
            "    <testcase classname=\"passerelle.{}\" name=\"{name}\">{body}</testcase>",
            self.command
        );
    }
}

impl Sink for Junit {
    fn examined(&mut self, examined: &Examined, _: &mut Out) -> Result<(), Failure> {
        self.tally.count(examined.exit);
        let mut refusals = String::new();
        let mut first = None;
        let mut rest = String::new();
        for finding in &examined.findings {
            let position =
                examined.position(finding).map(|at| format!("{}:{}: ", at.line, at.column)).unwrap_or_default();
            let pointer = shown_pointer(&finding.pointer, self.context.values);
            let message = finding.code.message(self.context.language);
            let hint = finding.code.hint(self.context.language);
            let severity = finding.severity.as_str();
            let line = format!("{position}{severity}[{}] {pointer}: {message} {hint}\n", finding.code);
            if finding.severity == Severity::Warning {
                rest += &line;
            } else {
                first.get_or_insert((finding.code, message));
                refusals += &line;
            }
        }
        let mut body = String::new();
        match examined.exit {
            Exit::Valid => rest.insert_str(0, &refusals),
            exit => {
                let element = if exit == Exit::Invalid { "failure" } else { "error" };
                let (code, message) = first.map_or((exit.word(), ""), |(code, message)| (code.as_str(), message));
                let (message, refusals) = (xml(message), xml(&refusals));
                let _ = write!(body, "<{element} type=\"{code}\" message=\"{message}\">{refusals}</{element}>");
            }
        }
        if !rest.is_empty() {
            let _ = write!(body, "<system-out>{}</system-out>", xml(&rest));
        }
        self.case(&examined.place(), &body);
        Ok(())
    }

    fn failed(&mut self, failure: &Failure, _: &mut Out) -> Result<(), Failure> {
        self.tally.count(Exit::Unusable);
        if let Failure::Coded(coded) = failure {
            let line = xml(&coded.line(self.context.language));
            let body = format!("<error type=\"{}\" message=\"{line}\"/>", coded.code);
            self.case(coded.subject.as_deref().unwrap_or("-"), &body);
        }
        Ok(())
    }

    fn finish(&mut self, _: Exit, out: &mut Out) -> Result<(), Failure> {
        let (tests, failures) = (self.tally.inputs(), self.tally.of(Exit::Invalid));
        let errors = self.tally.of(Exit::Undecided) + self.tally.of(Exit::Unusable);
        let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
        out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        out.line(&format!("<testsuites name=\"passerelle\" {counts}>"))?;
        out.line(&format!(
            "  <testsuite name=\"passerelle {}\" {counts} timestamp=\"{}\">",
            self.command, self.context.now
        ))?;
        out.text(&self.cases)?;
        out.line("  </testsuite>\n</testsuites>")
    }
}

/// A text inside XML 1.0, which has no place for most control characters, not even escaped.
pub(crate) fn xml(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' | '\t' => xml.push(character),
            '\u{FFFE}' | '\u{FFFF}' => xml.push(char::REPLACEMENT_CHARACTER),
            _ if character.is_control() => xml.push(char::REPLACEMENT_CHARACTER),
            _ => xml.push(character),
        }
    }
    xml
}
