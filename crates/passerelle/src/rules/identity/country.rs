//! Country codes: those of ISO 3166-1, those of states that are gone, and those that users agree on.

use rust_iso3166::iso3166_3;

use super::place::{Located, places};
use crate::error::Code;
use crate::json::Pointer;
use crate::record::modus_operandi::{EquipmentItem, ExploitationForm};
use crate::record::profile::Nationality;
use crate::record::{Content, CountryCode, Edtf, Environment, Handling};
use crate::rules::dates::Period;
use crate::rules::{Context, Report, at};

/// What a code of two letters is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A code of ISO 3166-1.
    Current,
    /// A code of ISO 3166-3, and the last year in which it was in use.
    Former(i64),
    /// `XK`, which ISO leaves to its users and which is in common use for Kosovo.
    UserAssigned,
    /// Another of `XA` to `XZ`: an invented country of a test or an exercise.
    Invented,
    /// Anything else.
    Unknown,
}

/// What a code of two letters is.
pub(super) fn standing(code: &str) -> Standing {
    if rust_iso3166::from_alpha2(code).is_some() {
        return Standing::Current;
    }
    let last_years = iso3166_3::ALL.iter().filter(|former| former.former.alpha2 == code);
    match last_years.filter_map(|former| former.validity.last()).max() {
        Some(year) => Standing::Former((*year).into()),
        None if code == "XK" => Standing::UserAssigned,
        None if code.len() == 2 && code.starts_with('X') => Standing::Invented,
        None => Standing::Unknown,
    }
}

/// A country that is not simply one of today, where it stands, and the date of what is said with it.
struct Named<'a> {
    code: &'a str,
    at: Pointer,
    date: Option<&'a Edtf>,
}

/// The countries that need a closer look.
struct Doubtful<'a> {
    environment: Environment,
    named: Vec<Named<'a>>,
}

impl<'a> Doubtful<'a> {
    /// Adds a country, unless nothing can be said of it; its place is worked out only for those that are added.
    fn add(&mut self, code: &'a str, date: Option<&'a Edtf>, at: impl FnOnce() -> Pointer) {
        let is_plain = match standing(code) {
            Standing::Current => true,
            Standing::Invented => self.environment != Environment::Live,
            Standing::UserAssigned | Standing::Former(_) | Standing::Unknown => false,
        };
        if !is_plain {
            self.named.push(Named { code, at: at(), date });
        }
    }

    /// Organisations have three letters and no list.
    fn add_two_letters(&mut self, code: &'a str, at: impl FnOnce() -> Pointer) {
        if code.len() == 2 {
            self.add(code, None, at);
        }
    }
}

/// spec: PSR-REC-016
pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let header = &context.record.header;
    let mut doubtful = Doubtful { environment: header.environment, named: Vec::new() };
    doubtful.add_two_letters(header.issuer.country(), || at("/issuer"));
    for (index, signer) in header.signers.iter().flat_map(|signers| &signers.of).enumerate() {
        doubtful.add_two_letters(signer.country(), || at("/signers/of").index(index));
    }
    parties(&header.handling, &|| at("/handling"), &mut doubtful);
    for (index, part) in header.field_handling.iter().enumerate() {
        parties(&part.handling, &|| at("/field_handling").index(index).child("handling"), &mut doubtful);
    }
    for (index, attachment) in header.attachments.iter().enumerate() {
        if let Some(handling) = &attachment.handling {
            parties(handling, &|| at("/attachments").index(index).child("handling"), &mut doubtful);
        }
    }
    of_content(&context.record.content, &mut doubtful);
    for country in doubtful.named {
        judge(&country, context, report);
    }
}

/// Says what is wrong with a country, if anything is.
fn judge(country: &Named<'_>, context: &Context<'_>, report: &mut Report) {
    let known = match standing(country.code) {
        Standing::Current => true,
        Standing::UserAssigned => {
            report.add(Code::RuleCountryUserAssigned, country.at.clone());
            true
        }
        Standing::Invented => context.record.header.environment != Environment::Live,
        Standing::Former(last_year) => may_be_within(country.date, last_year, context),
        Standing::Unknown => false,
    };
    if !known {
        report.add(Code::RuleCountryCodeKnown, country.at.clone());
    }
}

/// Whether something may have been so when the code was in use: by its own date, or by when the record was collected.
fn may_be_within(date: Option<&Edtf>, last_year: i64, context: &Context<'_>) -> bool {
    let date = date.unwrap_or(&context.record.header.provenance.collected);
    Period::of(date).and_then(|period| period.earliest).is_none_or(|earliest| earliest.year() <= last_year)
}

fn parties<'a>(handling: &'a Handling, at: &dyn Fn() -> Pointer, doubtful: &mut Doubtful<'a>) {
    if let Some(class) = &handling.national_class {
        doubtful.add_two_letters(class.country.as_str(), || at().child("national_class").child("country"));
    }
    for (index, party) in handling.releasable_to.iter().enumerate() {
        doubtful.add_two_letters(party.as_str(), || at().child("releasable_to").index(index));
    }
    for (index, party) in handling.not_releasable_to.iter().enumerate() {
        doubtful.add_two_letters(party.as_str(), || at().child("not_releasable_to").index(index));
    }
}

fn of_content<'a>(content: &'a Content, doubtful: &mut Doubtful<'a>) {
    for Located { at, place, date } in places(content) {
        if let Some(country) = &place.country {
            doubtful.add(country.as_str(), date, || at.child("country"));
        }
    }
    let mut add = |country: Option<&'a CountryCode>, date: Option<&'a Edtf>, list: &str, index: usize, member: &str| {
        if let Some(country) = country {
            doubtful.add(country.as_str(), date, || at(list).index(index).child(member));
        }
    };
    match content {
        Content::Profile(profile) => {
            for (index, nationality) in profile.nationalities.iter().enumerate() {
                if !is_of_former_state(nationality) {
                    let date = nationality.assertion.first.as_ref();
                    add(nationality.country.as_ref(), date, "/content/nationalities", index, "country");
                }
            }
            for (index, vehicle) in profile.conveyances.iter().enumerate() {
                let date = vehicle.assertion.first.as_ref();
                add(vehicle.plate_country.as_ref(), date, "/content/conveyances", index, "plate_country");
            }
            for (index, account) in profile.financial.iter().enumerate() {
                let date = account.assertion.first.as_ref();
                add(account.country.as_ref(), date, "/content/financial", index, "country");
            }
            for (index, held) in profile.biometrics_held.iter().enumerate() {
                let place = || at("/content/biometrics_held").index(index).child("holder");
                doubtful.add_two_letters(held.holder.country(), place);
            }
        }
        Content::ModusOperandi(method) => {
            for (index, ExploitationForm { country, assertion, .. }) in method.exploitation.iter().enumerate() {
                add(country.as_ref(), assertion.first.as_ref(), "/content/exploitation", index, "country");
            }
            for (index, EquipmentItem { source_country, assertion, .. }) in method.equipment.iter().enumerate() {
                add(source_country.as_ref(), assertion.first.as_ref(), "/content/equipment", index, "source_country");
            }
            for (index, origin) in method.victims.iter().flat_map(|victims| &victims.origins).enumerate() {
                doubtful.add(origin.as_str(), None, || at("/content/victims/origins").index(index));
            }
        }
        Content::Network(network) => {
            for (index, account) in network.financial.iter().enumerate() {
                let date = account.assertion.first.as_ref();
                add(account.country.as_ref(), date, "/content/financial", index, "country");
            }
            for (index, country) in network.nationalities.iter().enumerate() {
                doubtful.add(country.as_str(), None, || at("/content/nationalities").index(index));
            }
            if let Some(front) = &network.front_business {
                let date = network.active_from.as_ref();
                doubtful.add(front.country.as_str(), date, || at("/content/front_business/country"));
            }
        }
        Content::Sighting(_) | Content::Link(_) | Content::Notice(_) => {}
    }
}

/// A former nationality may be of a state that is gone; that needs no date.
fn is_of_former_state(nationality: &Nationality) -> bool {
    let code = nationality.country.as_ref().map(CountryCode::as_str);
    nationality.kind.as_str() == "former" && matches!(code.map(standing), Some(Standing::Former(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_a_standing() {
        for (code, due) in [
            ("FR", Standing::Current),
            ("BY", Standing::Current),
            ("SU", Standing::Former(1992)),
            ("CS", Standing::Former(2006)),
            ("XK", Standing::UserAssigned),
            ("XA", Standing::Invented),
            ("XX", Standing::Invented),
            ("UK", Standing::Unknown),
            ("EU", Standing::Unknown),
            ("ZZ", Standing::Unknown),
        ] {
            assert_eq!(standing(code), due, "{code}");
        }
    }
}
