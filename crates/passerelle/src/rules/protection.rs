//! Rules that protect people: victims, smuggled migrants, witnesses, children, and whoever was named by mistake.

use super::handling::is_for_all;
use super::identifiers;
use super::vocabulary::every_code;
use super::walk::{Trail, every_defined_value_of, every_value};
use super::{CONTENT, Context, Report, at, stated};
use crate::error::Code;
use crate::json::{Node, Value};
use crate::record::{Date, Period, RecordType, years_later};

/// The age of majority (Palermo Protocol, Art. 3(d)).
const ADULT_YEARS: i64 = 18;

/// The smallest number of people that may be told as a number.
const SMALLEST_COUNT: i64 = 3;

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    match context.record_type {
        RecordType::Profile => {
            subject_not_victim(context, report);
            if is_certainly_minor(context) {
                juvenile_strict(context, report);
                minor_shorter_review(context, report);
            }
        }
        RecordType::ModusOperandi => mo_no_person(context, report),
        _ => {}
    }
    small_cell_aggregate(context, report);
    free_text_identifier(context, report);
    sensitive_needs_basis(context, report);
    attachment_victim_risk(context, report);
}

/// spec: PSR-PPL-001
fn subject_not_victim(context: &Context<'_>, report: &mut Report) {
    if !context.screened.codes {
        every_code(context, &mut |trail, _, code| {
            if marks_victim(code) && trail.pointer().is_within(&at("/content")) {
                report.add(Code::RuleSubjectNotVictim, trail.pointer());
            }
        });
    }
    if context.screened.extensions {
        return;
    }
    every_extension_value(context, &mut |trail, _, value| {
        if member_name(trail).is_some_and(marks_victim) || value.as_str().is_some_and(marks_victim) {
            report.add(Code::RuleSubjectNotVictim, trail.pointer());
        }
    });
}

/// Whether a text speaks of a victim or a witness.
pub(super) fn marks_victim(text: &str) -> bool {
    if !holds_such_a_word(text) {
        return false;
    }
    let is = |word: &str, sought: &str| word.eq_ignore_ascii_case(sought);
    let following = words(text).skip(1);
    has_word(text, &["victim", "witness"])
        || words(text).zip(following).any(|(word, next)| is(word, "smuggled") && is(next, "migrant"))
}

/// spec: PSR-PPL-002
fn small_cell_aggregate(context: &Context<'_>, report: &mut Report) {
    every_count_of_people(context, &mut |place, count| {
        if count.integer("max").is_some_and(|most| (1..SMALLEST_COUNT).contains(&most)) {
            report.add(Code::RuleSmallCellAggregate, place.child("max").pointer());
        }
    });
}

/// Shows the counts of all but suspects and members of a network.
fn every_count_of_people<'a>(context: &Context<'a>, visit: &mut dyn FnMut(&Trail<'_>, Node<'a>)) {
    let content = context.content;
    match context.record_type {
        RecordType::ModusOperandi => {
            if let Some(count) = content.get("victims").and_then(|victims| victims.get("count")) {
                visit(&CONTENT.child("victims").child("count"), count);
            }
            let legs = CONTENT.child("legs");
            for (index, leg) in content.list("legs").enumerate() {
                if let Some(count) = leg.get("persons") {
                    visit(&legs.index(index).child("persons"), count);
                }
            }
        }
        RecordType::Sighting => {
            let persons = CONTENT.child("persons");
            for (name, count) in content.get("persons").into_iter().flat_map(Node::members) {
                if matches!(name, "migrants" | "minors" | "dead" | "missing" | "injured") {
                    visit(&persons.child(name), count);
                }
            }
        }
        _ => {}
    }
}

/// In the content of a modus operandi, [`mo_no_person`] is the stricter rule.
///
/// spec: PSR-PPL-003
fn free_text_identifier(context: &Context<'_>, report: &mut Report) {
    if context.screened.texts {
        return;
    }
    let impersonal = context.record_type == RecordType::ModusOperandi;
    every_defined_value_of(context.object.tree(), &mut |trail, value| {
        let Some(text) = value.as_object().filter(|item| item.contains("lang")).and_then(|item| item.get("text"))
        else {
            return;
        };
        if text.as_str().is_some_and(identifiers::looks_personal) {
            let place = trail.pointer().child("text");
            if !(impersonal && place.is_within(&at("/content"))) {
                report.add(Code::RuleFreeTextIdentifier, place);
            }
        }
    });
}

/// The words by which names tell of data of special categories.
const SENSITIVE: [&str; 14] = [
    "religion",
    "religious",
    "faith",
    "ethnicity",
    "ethnic",
    "race",
    "health",
    "medical",
    "disease",
    "orientation",
    "sexuality",
    "political",
    "union",
    "genetic",
];

/// Whether no rule about extensions has anything to say of a name in one, or of the name of one.
pub(super) fn is_harmless_name(name: &str) -> bool {
    let own = own_name(name);
    !marks_victim(own) && !has_word(own, &SENSITIVE)
}

/// The name of an extension begins with its owner's domain, which says nothing about the data.
///
/// spec: PSR-PPL-004
fn sensitive_needs_basis(context: &Context<'_>, report: &mut Report) {
    if context.screened.extensions {
        return;
    }
    let article = context.record.list("legal_basis").any(|ground| ground.get("article").is_some());
    every_extension_value(context, &mut |trail, extension, _| {
        let sensitive = member_name(trail).is_some_and(|name| has_word(name, &SENSITIVE));
        let necessity = extension.as_object().and_then(|members| members.get("necessity"));
        let stated = necessity.is_some_and(|text| text.as_str().is_some() || text.as_array().is_some());
        if sensitive && !(article && stated) {
            report.add(Code::RuleSensitiveNeedsBasis, trail.pointer());
        }
    });
}

/// spec: PSR-PPL-005
fn mo_no_person(context: &Context<'_>, report: &mut Report) {
    if context.screened.impersonal {
        return;
    }
    let Some(content) = context.object.tree().get("content") else { return };
    every_value(content, &CONTENT, &mut |trail, value| {
        let personal = |text: &str| identifiers::looks_personal(text) || identifiers::holds_account_or_device(text);
        if value.as_str().is_some_and(personal) {
            report.add(Code::RuleMoNoPerson, trail.pointer());
        }
    });
}

/// spec: PSR-PPL-006
fn attachment_victim_risk(context: &Context<'_>, report: &mut Report) {
    for (index, attachment) in context.record.list("attachments").enumerate() {
        let kind = attachment.text("media_type").unwrap_or_default();
        let may_show =
            ["image/", "video/", "audio/", "text/", "message/"].iter().any(|prefix| kind.starts_with(prefix))
                || matches!(kind, "application/json" | "application/pdf");
        let looked_at = matches!(attachment.text("persons_shown"), Some("yes" | "no"));
        if may_show && !looked_at {
            report.add(Code::RuleAttachmentVictimRisk, at("/attachments").index(index).child("persons_shown"));
        }
    }
}

/// spec: PSR-PPL-007
fn juvenile_strict(context: &Context<'_>, report: &mut Report) {
    if context.handling().is_some_and(is_for_all) {
        report.add(Code::RuleJuvenileStrict, at("/handling/releasable_to"));
    }
}

/// spec: PSR-PPL-008
fn minor_shorter_review(context: &Context<'_>, report: &mut Report) {
    let review = context.record.get("validity").and_then(|validity| validity.text("review_by"));
    let review = review.and_then(|day| Date::new(day).ok());
    if review.zip(years_later(context.issued.date(), 1)).is_some_and(|(review, limit)| review > limit) {
        report.add(Code::RuleMinorShorterReview, at("/validity/review_by"));
    }
}

/// Whether the subject is under age by every birth that is stated, or is marked so.
fn is_certainly_minor(context: &Context<'_>) -> bool {
    let marked = context.content.texts("caution").any(|caution| caution == "minor");
    let is_dated = |birth: &Node<'_>| birth.get("date").is_some() || birth.get("age_on").is_some();
    let mut dated = stated(context.content, "births").map(|(_, birth)| birth).filter(is_dated).peekable();
    let day = context.issued.date();
    marked || dated.peek().is_some() && dated.all(|birth| is_under_age(birth, day))
}

/// Whether somebody born then is certainly under age on a day: by the date of birth, else by the age on another day.
fn is_under_age(birth: Node<'_>, day: Date) -> bool {
    match (birth.text("date"), birth.get("age_on")) {
        (Some(date), _) => {
            let earliest = Period::of(date).and_then(|period| period.earliest);
            earliest.and_then(|born| years_later(born, ADULT_YEARS)).is_some_and(|adult_on| adult_on > day)
        }
        (None, Some(age)) => {
            let on = age.text("date").and_then(|day| Date::new(day).ok());
            // Who is 17 on a day may be 18 on the day after, and not before.
            let eve = on.zip(age.integer("years")).and_then(|(on, years)| years_later(on, ADULT_YEARS - 1 - years));
            eve.is_some_and(|eve| eve >= day)
        }
        (None, None) => false,
    }
}

/// Shows every value of every extension, with the extension that it is in.
fn every_extension_value<'v>(context: &Context<'v>, visit: &mut dyn FnMut(&Trail<'_>, &'v Value, &'v Value)) {
    if context.record.get("ext").is_none() {
        return;
    }
    let ext = Trail::member(None, "ext");
    for (name, extension) in
        context.object.tree().get("ext").and_then(Value::as_object).into_iter().flat_map(|ext| ext.iter())
    {
        every_value(extension, &ext.child(name), &mut |trail, value| visit(trail, extension, value));
    }
}

/// The name of a member of an extension, or the owner's own name of the extension.
fn member_name<'a>(trail: &Trail<'a>) -> Option<&'a str> {
    trail.name().map(own_name)
}

fn own_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, own)| own)
}

/// Whether a text holds one of the words for victims, in capitals or not, be it within a longer one. Few do, and to see that in one pass is
/// quicker than to take a text apart.
fn holds_such_a_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        // Each word is looked for by the rarest of its letters.
        let (word, letter): (&[u8], usize) = match byte.to_ascii_lowercase() {
            b'v' => (b"victim", 0),
            b'w' => (b"witness", 0),
            b'g' => (b"smuggled", 3),
            _ => return false,
        };
        let begin = at.checked_sub(letter);
        let found = begin.and_then(|begin| bytes.get(begin..begin.saturating_add(word.len())));
        found.is_some_and(|found| found.eq_ignore_ascii_case(word))
    })
}

fn has_word(text: &str, sought: &[&str]) -> bool {
    words(text).any(|word| sought.iter().any(|sought| word.eq_ignore_ascii_case(sought)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}
