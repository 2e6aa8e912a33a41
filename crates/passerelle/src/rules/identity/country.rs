//! Country codes: those of ISO 3166-1, those of states that are gone, and those that users agree on.

use rust_iso3166::iso3166_3;

use super::place::every_place;
use crate::error::Code;
use crate::json::walk::Trail;
use crate::json::{Node, Pointer};
use crate::record::{Period, RecordType};
use crate::rules::handling::every_marking;
use crate::rules::{CONTENT, Context, Report};

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
    if code.len() == 2 && code.starts_with('X') {
        // ISO 3166-1 leaves all of these to its users.
        return if code == "XK" { Standing::UserAssigned } else { Standing::Invented };
    }
    if rust_iso3166::from_alpha2(code).is_some() {
        return Standing::Current;
    }
    let last_years = iso3166_3::ALL.iter().filter(|former| former.former.alpha2 == code);
    match last_years.filter_map(|former| former.validity.last()).max() {
        Some(year) => Standing::Former((*year).into()),
        None => Standing::Unknown,
    }
}

/// A country that is not simply one of today, where it stands, and the date of what is said with it.
struct Named<'a> {
    code: &'a str,
    at: Pointer,
    date: Option<&'a str>,
}

/// The countries that need a closer look.
struct Doubtful<'a> {
    is_live: bool,
    named: Vec<Named<'a>>,
}

impl<'a> Doubtful<'a> {
    /// Adds a country, unless nothing can be said of it; its place is worked out only for those that are added.
    fn add(&mut self, code: Option<&'a str>, date: Option<&'a str>, at: &Trail<'_>) {
        let Some(code) = code else { return };
        let is_plain = match standing(code) {
            Standing::Current => true,
            Standing::Invented => !self.is_live,
            Standing::UserAssigned | Standing::Former(_) | Standing::Unknown => false,
        };
        if !is_plain {
            self.named.push(Named { code, at: at.pointer(), date });
        }
    }

    /// Adds that of a party; organisations have three letters and no list.
    fn add_party(&mut self, party: Option<&'a str>, at: &Trail<'_>) {
        self.add(party.filter(|code| code.len() == 2), None, at);
    }

    /// Adds that of an authority, which its name begins with.
    fn add_authority(&mut self, authority: Option<&'a str>, at: &Trail<'_>) {
        self.add_party(authority.and_then(|authority| Some(authority.split_once('/')?.0)), at);
    }
}

/// spec: PSR-REC-016
pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let mut doubtful = Doubtful { is_live: context.is_live(), named: Vec::new() };
    doubtful.add_authority(context.record.text("issuer"), &Trail::member(None, "issuer"));
    let signers = Trail::member(None, "signers");
    let named = context.record.get("signers").into_iter().flat_map(|signers| signers.texts("of"));
    for (index, signer) in named.enumerate() {
        doubtful.add_authority(Some(signer), &signers.child("of").index(index));
    }
    every_marking(context, &mut |at, handling| parties(handling, at, &mut doubtful));
    of_content(context, &mut doubtful);
    for country in doubtful.named {
        judge(country, context, report);
    }
}

/// Says what is wrong with a country, if anything is.
fn judge(country: Named<'_>, context: &Context<'_>, report: &mut Report) {
    let known = match standing(country.code) {
        Standing::Current => true,
        Standing::UserAssigned => {
            report.add(Code::RuleCountryUserAssigned, country.at.clone());
            true
        }
        Standing::Invented => !context.is_live(),
        Standing::Former(last_year) => may_be_within(country.date, last_year, context),
        Standing::Unknown => false,
    };
    if !known {
        report.add(Code::RuleCountryCodeKnown, country.at);
    }
}

/// Whether something may have been so when the code was in use: by its own date, or by when the record was collected.
fn may_be_within(date: Option<&str>, last_year: i64, context: &Context<'_>) -> bool {
    let collected = || context.record.get("provenance").and_then(|provenance| provenance.text("collected"));
    let earliest = date.or_else(collected).and_then(Period::of).and_then(|period| period.earliest);
    earliest.is_none_or(|earliest| earliest.year() <= last_year)
}

fn parties<'a>(handling: Node<'a>, at: &Trail<'_>, doubtful: &mut Doubtful<'a>) {
    if let Some(class) = handling.get("national_class") {
        doubtful.add_party(class.text("country"), &at.child("national_class").child("country"));
    }
    for list in ["releasable_to", "not_releasable_to"] {
        for (index, party) in handling.texts(list).enumerate() {
            doubtful.add_party(Some(party), &at.child(list).index(index));
        }
    }
}

fn of_content<'a>(context: &Context<'a>, doubtful: &mut Doubtful<'a>) {
    every_place(context, &mut |at, place, date| doubtful.add(place.text("country"), date, &at.child("country")));
    let content = context.content;
    // The members of the items of a list that hold a country, which is true of the time since `first`.
    let mut of_items = |list: &str, member: &str| {
        let all = CONTENT.child(list);
        for (index, item) in content.list(list).enumerate() {
            doubtful.add(item.text(member), item.text("first"), &all.index(index).child(member));
        }
    };
    match context.record_type {
        RecordType::Profile => {
            of_items("conveyances", "plate_country");
            of_items("financial", "country");
            let nationalities = CONTENT.child("nationalities");
            for (index, nationality) in content.list("nationalities").enumerate() {
                if !is_of_former_state(nationality) {
                    let at = nationalities.index(index);
                    doubtful.add(nationality.text("country"), nationality.text("first"), &at.child("country"));
                }
            }
            let held = CONTENT.child("biometrics_held");
            for (index, item) in content.list("biometrics_held").enumerate() {
                doubtful.add_authority(item.text("holder"), &held.index(index).child("holder"));
            }
        }
        RecordType::ModusOperandi => {
            of_items("exploitation", "country");
            of_items("equipment", "source_country");
            let victims = CONTENT.child("victims");
            let origins = content.get("victims").into_iter().flat_map(|victims| victims.texts("origins"));
            for (index, origin) in origins.enumerate() {
                doubtful.add(Some(origin), None, &victims.child("origins").index(index));
            }
        }
        RecordType::Network => {
            of_items("financial", "country");
            let nationalities = CONTENT.child("nationalities");
            for (index, country) in content.texts("nationalities").enumerate() {
                doubtful.add(Some(country), None, &nationalities.index(index));
            }
            if let Some(front) = content.get("front_business") {
                let at = CONTENT.child("front_business");
                doubtful.add(front.text("country"), content.text("active_from"), &at.child("country"));
            }
        }
        RecordType::Sighting | RecordType::Link | RecordType::Notice => {}
    }
}

/// A former nationality may be of a state that is gone; that needs no date.
fn is_of_former_state(nationality: Node<'_>) -> bool {
    nationality.text("kind") == Some("former")
        && matches!(nationality.text("country").map(standing), Some(Standing::Former(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_x_is_left_to_users() {
        let begins = |code: &str| code.starts_with('X');
        assert!(!rust_iso3166::ALL.iter().any(|country| begins(country.alpha2)));
        assert!(!iso3166_3::ALL.iter().any(|former| begins(former.former.alpha2)));
    }

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
