//! `passerelle new`.

use std::collections::BTreeSet;

use clap::Args;
use passerelle::diff::member_label;
use passerelle::record::{AuthorityId, Date, RecordType, Timestamp};
use passerelle::schema::schema_for_type;
use passerelle::{Language, vocabulary};
use serde_json::Value;
use uuid::{ContextV7, Uuid};

use crate::arguments::{Format, RecordTypeName};
use crate::context::{Context, Talk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Out, Pen, lists_of};
use crate::write::Destination;

/// Write a valid draft to start from, with invented data
///
/// What each member is for is told beside it, on the standard error.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The type of the record
    #[arg(value_enum, value_name = "TYPE")]
    record_type: RecordTypeName,
    /// Who issues the record
    #[arg(long, value_name = "CC/UNIT", default_value = "XX/test-unit", value_parser = authority)]
    issuer: AuthorityId,
    #[command(flatten)]
    destination: Destination,
}

pub(crate) fn authority(text: &str) -> Result<AuthorityId, String> {
    AuthorityId::new(text).map_err(|_| "an authority is written as a country code, `/` and a unit: FR/unit".to_owned())
}

pub(crate) fn run(arguments: &Arguments, context: &Context, out: &mut Out) -> Result<Exit, Failure> {
    let record_type = RecordType::from(arguments.record_type);
    let draft = draft(record_type, &arguments.issuer, context.language, context.now);
    arguments.destination.put(draft.as_bytes(), out)?;
    out.flush()?;
    if context.format == Format::Human && context.talk == Talk::Everything {
        let mut hints = Out::stderr();
        tell(record_type, &draft, context, &mut hints)?;
        hints.flush()?;
    }
    Ok(Exit::Valid)
}

const RECORD: &str = include_str!("drafts/record.json");

fn content(record_type: RecordType) -> &'static str {
    match record_type {
        RecordType::Profile => include_str!("drafts/profile.json"),
        RecordType::ModusOperandi => include_str!("drafts/modus-operandi.json"),
        RecordType::Network => include_str!("drafts/network.json"),
        RecordType::Sighting => include_str!("drafts/sighting.json"),
        RecordType::Link => include_str!("drafts/link.json"),
        _ => include_str!("drafts/notice.json"),
    }
}

fn draft(record_type: RecordType, issuer: &AuthorityId, language: Language, now: Timestamp) -> String {
    let today = now.date();
    // The ids of one draft sort in the order in which they are made, also within a second.
    let clock = ContextV7::new();
    let seconds = u64::try_from(now.unix_seconds()).unwrap_or_default();
    let id = || format!("{issuer}/{}", Uuid::new_v7(uuid::Timestamp::from_unix(&clock, seconds, 0)));
    let values = [
        ("type", record_type.to_string()),
        ("id", id()),
        ("other", id()),
        ("another", id()),
        ("issuer", issuer.to_string()),
        ("issued", now.to_string()),
        ("today", today.to_string()),
        ("month", format!("{:04}-{:02}", today.year(), today.month())),
        ("next_year", next_year(today).to_string()),
        ("lang", language.tag().to_owned()),
        ("edition", vocabulary::edition().to_owned()),
        ("text", placeholder(language).to_owned()),
    ];
    let content = content(record_type).trim_end().replace('\n', "\n  ");
    let record = RECORD.replace("\"${content}\"", &content);
    values.iter().fold(record, |record, (name, value)| record.replace(&format!("${{{name}}}"), value))
}

/// The same day a year later; 28 February for a leap day.
fn next_year(day: Date) -> Date {
    let in_month = |last| Date::from_ymd(day.year() + 1, day.month(), day.day().min(last));
    in_month(31).or_else(|_| in_month(28)).unwrap_or(day)
}

fn placeholder(language: Language) -> &'static str {
    match language {
        Language::French => "Donnée inventée : écrivez ici votre texte.",
        Language::Spanish => "Dato inventado: escriba aquí su texto.",
        Language::Arabic => "بيانات مختلقة: اكتب نصك هنا.",
        _ => "Invented data: write your text here.",
    }
}

/// Says what each member of the draft is for, beside the draft, since JSON has no place for comments.
fn tell(record_type: RecordType, draft: &str, context: &Context, out: &mut Out) -> Result<(), Failure> {
    let pen = Pen::new(&context.for_stderr());
    let schema = schema_for_type(record_type).to_value();
    let draft: Value = serde_json::from_str(draft).unwrap_or_default();
    out.line(&format!("{}\n", pen.said(pen.words().all_invented)))?;
    let content = resolve(schema.pointer("/properties/content").unwrap_or(&Value::Null), &schema);
    for (title, members, properties) in
        [("", Some(&draft), schema.get("properties")), ("/content", draft.get("content"), content.get("properties"))]
    {
        let (Some(Value::Object(members)), Some(properties)) = (members, properties) else { continue };
        for name in members.keys().filter(|name| *name != "content") {
            let described = match context.language {
                Language::English => properties.get(name).map(|property| described(property, &schema)),
                language => member_label(None, name, language).map(|label| pen.said(label)),
            };
            let described = described.unwrap_or_default();
            let pointer = format!("{title}/{name}");
            let gap = " ".repeat(26_usize.saturating_sub(pointer.len()).max(1));
            out.line(&format!("  {}{gap}{described}", pen.strong(&pointer)))?;
            let mut lists = BTreeSet::new();
            if let Some(property) = properties.get(name) {
                lists_of(property, &schema, &mut lists);
            }
            for list in lists {
                out.line(&format!("{:28}{}", "", pen.faint(&format!("passerelle vocab {list}"))))?;
            }
        }
    }
    out.line(&format!("\n  passerelle validate FILE\n  passerelle schema {record_type}"))
}

/// The first sentence of what a schema says of a member.
fn described(property: &Value, schema: &Value) -> String {
    let of = |value: &Value| value.get("description").and_then(Value::as_str).map(str::to_owned);
    let text = of(property).or_else(|| of(resolve(property, schema))).unwrap_or_default();
    text.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
}

fn resolve<'s>(value: &'s Value, schema: &'s Value) -> &'s Value {
    let at = value.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix('#'));
    at.and_then(|at| schema.pointer(at)).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draft_is_valid() {
        let now = Timestamp::new("2028-02-29T12:00:00Z").unwrap();
        let issuer = AuthorityId::new("XX/test-unit").unwrap();
        for record_type in RecordType::ALL {
            for language in Language::ALL {
                let draft = draft(record_type, &issuer, language, now);
                let validation = passerelle::validate(draft.as_bytes(), now);
                let codes: Vec<_> =
                    validation.findings.iter().map(|found| (found.code, found.pointer.to_string())).collect();
                assert!(codes.is_empty(), "{record_type} {}: {codes:?}\n{draft}", language.tag());
            }
        }
    }

    #[test]
    fn a_leap_day_has_a_next_year() {
        assert_eq!(next_year(Date::new("2028-02-29").unwrap()).to_string(), "2029-02-28");
        assert_eq!(next_year(Date::new("2027-12-31").unwrap()).to_string(), "2028-12-31");
    }
}
