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
use crate::record::Content;

/// Checks every rule of this module.
pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    language::check(context, report);
    country::check(context, report);
    place::check(context, report);
    match &context.record.content {
        Content::Profile(profile) => {
            name::check(&profile.names, report);
            birth::check(context, profile, report);
            document::check(context, profile, report);
            selector::check(context, &profile.selectors, report);
            financial::check(&profile.financial, report);
            conveyance::check(context, profile, report);
        }
        Content::Network(network) => {
            name::check(&network.names, report);
            selector::check(context, &network.selectors, report);
            financial::check(&network.financial, report);
        }
        Content::ModusOperandi(method) => {
            document::check_legs(context, method, report);
            currency::prices_need_currency(context, method, report);
        }
        Content::Sighting(_) | Content::Link(_) | Content::Notice(_) => {}
    }
}
