//! Country codes: those of ISO 3166-1, those of states that are gone, and those that users agree on.

use rust_iso3166::iso3166_3;

use super::place::{Located, places};
use crate::error::Code;
use crate::json::Pointer;
use crate::record::modus_operandi::{EquipmentItem, ExploitationForm};
use crate::record::profile::Nationality;
use crate::record::{AuthorityId, Content, CountryCode, Edtf, Environment, Handling};
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

/// A country, where it stands, and the date of what is said with it.
struct Named<'a> {
    code: &'a str,
    at: Pointer,
    date: Option<&'a Edtf>,
}

/// spec: PSR-REC-016
pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let header = &context.record.header;
    let mut named = Vec::new();
    authority(&header.issuer, at("/issuer"), &mut named);
    for (index, signer) in header.signers.iter().flat_map(|signers| &signers.of).enumerate() {
        authority(signer, at("/signers/of").index(index), &mut named);
    }
    parties(&header.handling, &at("/handling"), &mut named);
    for (index, part) in header.field_handling.iter().enumerate() {
        parties(&part.handling, &at("/field_handling").index(index).child("handling"), &mut named);
    }
    for (index, attachment) in header.attachments.iter().enumerate() {
        if let Some(handling) = &attachment.handling {
            parties(handling, &at("/attachments").index(index).child("handling"), &mut named);
        }
    }
    of_content(&context.record.content, &mut named);
    for country in named {
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

/// Organisations have three letters and no list.
fn two_letters<'a>(code: &'a str, at: Pointer, named: &mut Vec<Named<'a>>) {
    if code.len() == 2 {
        named.push(Named { code, at, date: None });
    }
}

fn authority<'a>(authority: &'a AuthorityId, at: Pointer, named: &mut Vec<Named<'a>>) {
    two_letters(authority.country(), at, named);
}

fn parties<'a>(handling: &'a Handling, at: &Pointer, named: &mut Vec<Named<'a>>) {
    if let Some(class) = &handling.national_class {
        two_letters(class.country.as_str(), at.child("national_class").child("country"), named);
    }
    let allowed = handling.releasable_to.iter().map(|party| party.as_str()).enumerate();
    for (index, party) in allowed {
        two_letters(party, at.child("releasable_to").index(index), named);
    }
    let denied = handling.not_releasable_to.iter().map(|party| party.as_str()).enumerate();
    for (index, party) in denied {
        two_letters(party, at.child("not_releasable_to").index(index), named);
    }
}

fn of_content<'a>(content: &'a Content, named: &mut Vec<Named<'a>>) {
    for Located { at, place, date } in places(content) {
        if let Some(country) = &place.country {
            named.push(Named { code: country.as_str(), at: at.child("country"), date });
        }
    }
    let mut add = |country: Option<&'a CountryCode>, at: Pointer, date: Option<&'a Edtf>| {
        named.extend(country.map(|country| Named { code: country.as_str(), at, date }));
    };
    match content {
        Content::Profile(profile) => {
            for (index, nationality) in profile.nationalities.iter().enumerate() {
                let at = at("/content/nationalities").index(index).child("country");
                if !is_of_former_state(nationality) {
                    add(nationality.country.as_ref(), at, nationality.assertion.first.as_ref());
                }
            }
            for (index, vehicle) in profile.conveyances.iter().enumerate() {
                let at = at("/content/conveyances").index(index).child("plate_country");
                add(vehicle.plate_country.as_ref(), at, vehicle.assertion.first.as_ref());
            }
            for (index, account) in profile.financial.iter().enumerate() {
                let at = at("/content/financial").index(index).child("country");
                add(account.country.as_ref(), at, account.assertion.first.as_ref());
            }
            for (index, held) in profile.biometrics_held.iter().enumerate() {
                let at = at("/content/biometrics_held").index(index).child("holder");
                authority(&held.holder, at, named);
            }
        }
        Content::ModusOperandi(method) => {
            for (index, ExploitationForm { country, assertion, .. }) in method.exploitation.iter().enumerate() {
                let at = at("/content/exploitation").index(index).child("country");
                add(country.as_ref(), at, assertion.first.as_ref());
            }
            for (index, EquipmentItem { source_country, assertion, .. }) in method.equipment.iter().enumerate() {
                let at = at("/content/equipment").index(index).child("source_country");
                add(source_country.as_ref(), at, assertion.first.as_ref());
            }
            for (index, origin) in method.victims.iter().flat_map(|victims| &victims.origins).enumerate() {
                add(Some(origin), at("/content/victims/origins").index(index), None);
            }
        }
        Content::Network(network) => {
            for (index, country) in network.nationalities.iter().enumerate() {
                add(Some(country), at("/content/nationalities").index(index), None);
            }
            for (index, account) in network.financial.iter().enumerate() {
                let at = at("/content/financial").index(index).child("country");
                add(account.country.as_ref(), at, account.assertion.first.as_ref());
            }
            if let Some(front) = &network.front_business {
                add(Some(&front.country), at("/content/front_business/country"), network.active_from.as_ref());
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
