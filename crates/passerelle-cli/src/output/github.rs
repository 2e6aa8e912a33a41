//! Workflow commands of GitHub: each finding becomes an annotation at its line.

use passerelle::Severity;

use super::{Examined, Out, Sink, shown_pointer};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

pub(super) struct Github {
    context: Context,
}

impl Github {
    pub(super) fn new(context: Context) -> Self {
        Self { context }
    }
}

impl Sink for Github {
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        for finding in &examined.findings {
            let level = if finding.severity == Severity::Error { "error" } else { "warning" };
            let mut properties = format!("file={}", property(&examined.name));
            if let Some(position) = examined.position(finding) {
                properties += &format!(",line={},col={}", position.line, position.column);
            } else if let Some((line, _)) = examined.line {
                properties += &format!(",line={line}");
            }
            let pointer = shown_pointer(&finding.pointer, self.context.values);
            let (message, hint) =
                (finding.code.message(self.context.language), finding.code.hint(self.context.language));
            let text = data(&format!("{pointer}: {message} {hint}"));
            out.line(&format!("::{level} {properties},title={}::{text}", finding.code))?;
        }
        Ok(())
    }

    fn failed(&mut self, failure: &Failure, out: &mut Out) -> Result<(), Failure> {
        match failure {
            Failure::Coded(coded) => {
                out.line(&format!("::error title={}::{}", coded.code, data(&coded.line(self.context.language))))
            }
            Failure::BrokenPipe => Ok(()),
        }
    }

    fn finish(&mut self, _: Exit, _: &mut Out) -> Result<(), Failure> {
        Ok(())
    }
}

/// Text after `::`, where a line end would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, where a comma or colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
