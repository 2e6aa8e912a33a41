//! Rules about who and what a record names: names, births, documents, selectors, accounts, vehicles, places, languages.

use super::{Context, Report};

/// Checks every rule of this module.
pub(super) fn check(_context: &Context<'_>, _report: &mut Report) {}
