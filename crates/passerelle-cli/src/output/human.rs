//! For people.

use super::{Examined, Out, Sink};
use crate::context::Context;
use crate::exit::{self, Exit};
use crate::failure::Failure;

pub(crate) struct Human {
    context: Context,
}

impl Human {
    pub(crate) fn new(context: Context) -> Self {
        Self { context }
    }
}

impl Sink for Human {
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure> {
        for finding in &examined.findings {
            let message = finding.code.message(self.context.language);
            out.line(&format!("{}[{}]: {message}", finding.severity.as_str(), finding.code))?;
        }
        out.line(&format!("{}: {}", examined.place(), examined.exit.word()))
    }

    fn failed(&mut self, failure: &Failure, out: &mut Out) -> Result<(), Failure> {
        out.flush()?;
        exit::report(failure, self.context.language);
        Ok(())
    }

    fn finish(&mut self, _: Exit, _: &mut Out) -> Result<(), Failure> {
        Ok(())
    }
}
