//! The patterns of the schemas, each with a function that says the same and needs no regular expression.

use crate::record::{
    Audience, AuthorityId, CountryCode, Date, Decimal, Duration, Edtf, ExtensionName, Feature, FeedName, Grade,
    HashAlgorithm, HashValue, JsonPointer, LanguageTag, MediaType, PartyCode, RecordId, ScriptCode, SpecVersion,
    SubdivisionCode, Timestamp, UnLocode, VocabularyEdition,
};
use crate::record::{modus_operandi, profile};
use crate::vocabulary::code::{CODE_PATTERN, is_code};

/// Whether a text has a form.
pub(super) type Form = fn(&str) -> bool;

/// The function for a pattern. It may refuse what the pattern takes, which costs time only; never the other way round.
pub(super) fn of_pattern(pattern: &str) -> Option<Form> {
    ALL.iter().find(|(known, _)| *known == pattern).map(|(_, form)| *form)
}

/// The function for a format, which asks whether the day exists as well.
pub(super) fn of_format(format: &str) -> Option<Form> {
    match format {
        "date" => Some(|text| Date::new(text).is_ok()),
        "date-time" => Some(|text| Timestamp::new(text).is_ok()),
        _ => None,
    }
}

/// Patterns of members that have no type of their own stand at the end.
pub(super) const ALL: [(&str, Form); 33] = [
    Audience::FORM,
    AuthorityId::FORM,
    CountryCode::FORM,
    Decimal::FORM,
    Duration::FORM,
    Edtf::FORM,
    ExtensionName::FORM,
    Feature::FORM,
    FeedName::FORM,
    Grade::FORM,
    HashAlgorithm::FORM,
    HashValue::FORM,
    JsonPointer::FORM,
    LanguageTag::FORM,
    MediaType::FORM,
    PartyCode::FORM,
    RecordId::FORM,
    ScriptCode::FORM,
    SpecVersion::FORM,
    SubdivisionCode::FORM,
    UnLocode::FORM,
    VocabularyEdition::FORM,
    crate::record::Addressee::FORM,
    modus_operandi::CurrencyCode::FORM,
    modus_operandi::Technique::FORM,
    profile::DocumentIssuer::FORM,
    profile::MrzLine::FORM,
    (CODE_PATTERN, is_code),
    ("^1\\.(0|[1-9][0-9]{0,3})$", is_first_major),
    ("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", is_list_name),
    ("^[A-U]?[0-9]{2,4}$", is_offence_code),
    ("^[A-Z0-9]{18}[0-9]{2}$", is_lei),
    ("^[0-9]{2,6}$", |text| (2..=6).contains(&text.len()) && digits(text)),
];

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_first_major(text: &str) -> bool {
    text.starts_with("1.") && SpecVersion::FORM.1(text)
}

fn is_list_name(text: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.split('-').all(word)
}

fn is_offence_code(text: &str) -> bool {
    let number = text.strip_prefix(|first: char| ('A'..='U').contains(&first)).unwrap_or(text);
    (2..=4).contains(&number.len()) && digits(number)
}

fn is_lei(text: &str) -> bool {
    let Some((body, check)) = text.split_at_checked(18) else { return false };
    body.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) && check.len() == 2 && digits(check)
}
