//! Saying what was found: to people, and to programs.

mod examined;
mod human;
mod stream;

pub(crate) use examined::{Examined, Kind};
pub(crate) use stream::Out;

use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

/// Takes results one by one, as they come, so that a stream of any length can be reported on.
pub(crate) trait Sink {
    /// An input was examined.
    fn examined(&mut self, examined: &Examined, out: &mut Out) -> Result<(), Failure>;

    /// An input could not be read.
    fn failed(&mut self, failure: &Failure, out: &mut Out) -> Result<(), Failure>;

    /// There is no more.
    fn finish(&mut self, exit: Exit, out: &mut Out) -> Result<(), Failure>;
}

/// The sink of the format that was asked for.
pub(crate) fn sink(context: &Context) -> Box<dyn Sink> {
    Box::new(human::Human::new(*context))
}
