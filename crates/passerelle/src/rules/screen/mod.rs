//! One quick look at a record, which says of which stages nothing is to be expected.
//!
//! Nearly every record is sound. To find out costs one walk, by a plan that is made of the schema of the record's type; only
//! where that walk has a doubt do the stages themselves look, and they alone make findings. So the screen can never add or lose a
//! finding as long as it is careful: what it clears must be something that the stage would pass without a word. The tests hold
//! every answer of it against the stages.

mod forms;
mod plan;
mod walk;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use crate::json::{Canonical, View};
use crate::record::RecordType;
use plan::Plan;
use walk::Walk;

/// What needs no closer look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Screened {
    /// The record has the form of its type: no finding of the stage `schema`.
    pub(crate) form: bool,
    /// Its texts are in one spelling and hold nothing unseen.
    pub(crate) strings: bool,
    /// Its codes are in their lists, in the edition of this library; none says that the subject is a victim.
    pub(crate) codes: bool,
    /// Its language tags are registered, and its texts are written in the scripts that they name.
    pub(crate) languages: bool,
    /// No text for people looks as if it named one.
    pub(crate) texts: bool,
    /// No text of what it says of a method looks as if it named a person, an account or a device.
    pub(crate) impersonal: bool,
    /// No extension speaks of a victim or a witness, or has a member whose name is that of sensitive data.
    pub(crate) extensions: bool,
    /// Its grades are of their schemes and agree with one another.
    pub(crate) grades: bool,
}

/// Looks at a record once. Where the record has not the form of its type, nothing is cleared but texts that are ASCII.
pub(crate) fn screen(record: &Canonical) -> Screened {
    let is_plain = record.is_plain();
    let walk = |view: View<'_>| {
        let record_type = RecordType::of(view.get("type").and_then(View::as_str))?;
        Walk::of(view, record_type, plan_of(record_type))
    };
    record.view().and_then(walk).unwrap_or(Screened { strings: is_plain, ..Screened::default() })
}

/// The plan of a type, made when it is first needed.
fn plan_of(record_type: RecordType) -> &'static Plan {
    static PLANS: [OnceLock<Plan>; RecordType::ALL.len()] = [const { OnceLock::new() }; RecordType::ALL.len()];
    let [profile, modus_operandi, network, sighting, link, notice] = &PLANS;
    let cell = match record_type {
        RecordType::Profile => profile,
        RecordType::ModusOperandi => modus_operandi,
        RecordType::Network => network,
        RecordType::Sighting => sighting,
        RecordType::Link => link,
        RecordType::Notice => notice,
    };
    cell.get_or_init(|| Plan::of(record_type))
}
