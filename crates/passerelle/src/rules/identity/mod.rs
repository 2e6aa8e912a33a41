//! Rules about who and what a record names: names, births, documents, selectors, accounts, vehicles, places, languages.
//!
//! What standards fix is asked of crates that hold their tables; what they leave open stands in `spec/registry`.

mod birth;
mod conveyance;
mod country;
mod crypto_address;
mod currency;
#[rustfmt::skip]
mod data;
mod document;
mod financial;
mod language;
mod mrz;
mod name;
mod phone;
mod place;
mod script;
mod selector;

pub(super) use language::{is_in_its_script, is_registered as is_registered_tag};

use super::{Context, Report};
use crate::record::RecordType;

/// Checks every rule of this module.
pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    language::check(context, report);
    country::check(context, report);
    place::check(context, report);
    match context.record_type {
        RecordType::Profile => {
            name::check(context.content, report);
            birth::check(context, report);
            document::check(context, report);
            selector::check(context, report);
            financial::check(context.content, report);
            conveyance::check(context, report);
        }
        RecordType::Network => {
            name::check(context.content, report);
            selector::check(context, report);
            financial::check(context.content, report);
        }
        RecordType::ModusOperandi => {
            document::check_legs(context, report);
            currency::prices_need_currency(context, report);
        }
        RecordType::Sighting | RecordType::Link | RecordType::Notice => {}
    }
}
