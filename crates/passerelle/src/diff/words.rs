//! Saying a change in a sentence.

use super::labels::{item_label, member_label};
use super::values::Shown;
use super::{Change, ChangeKind, Side, Step};
use crate::error::Language;

/// Whether a description may hold values of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_enums, reason = "values are shown or they are not")]
pub enum Values {
    /// None but codes, by their labels. What is about a person stays out.
    #[default]
    Masked,
    /// All of them. What is made so belongs where the record itself may be shown.
    Shown,
}

/// Says a change in words, for example `Route, leg 2: destination changed`.
///
/// Codes are given by their labels, masked or not. Names, numbers, places, dates and texts only where values are shown.
#[must_use]
pub fn describe(change: &Change, language: Language, values: Values) -> String {
    let shown = Shown { record_type: change.record_type, language, values };
    let value = |side: &Option<Side>| side.as_ref().and_then(|side| shown.value(&side.pointer, &side.value));
    let place = place(change, language);
    let (before, after) = (value(&change.before), value(&change.after));
    let phrases = Phrases::of(language);
    match change.kind {
        ChangeKind::Added => phrases.one(&place, phrases.added, after),
        ChangeKind::Removed => phrases.one(&place, phrases.removed, before),
        ChangeKind::Withheld => phrases.one(&place, phrases.withheld, after.or(before)),
        ChangeKind::Changed => match (before, after) {
            // Two values that look the same, such as a text that is cut, tell nothing.
            (Some(before), Some(after)) if before != after => {
                let [changed, to, end] = phrases.from_to;
                format!("{place}{}{changed}{before}{to}{after}{end}", phrases.joint)
            }
            _ => format!("{place}{}{}", phrases.joint, phrases.changed),
        },
    }
}

/// The words of one language. Nouns, where verbs would have to agree with what they are about.
struct Phrases {
    joint: &'static str,
    added: &'static str,
    removed: &'static str,
    changed: &'static str,
    withheld: &'static str,
    /// What stands before, between and behind the two values.
    from_to: [&'static str; 3],
}

impl Phrases {
    fn of(language: Language) -> Self {
        match language {
            Language::French => Self {
                joint: " – ",
                added: "ajout",
                removed: "suppression",
                changed: "modification",
                withheld: "masquage dans l'autre copie",
                from_to: ["modification : de « ", " » à « ", " »"],
            },
            Language::Spanish => Self {
                joint: " – ",
                added: "adición",
                removed: "supresión",
                changed: "cambio",
                withheld: "oculto en la otra copia",
                from_to: ["cambio: de «", "» a «", "»"],
            },
            Language::Arabic => Self {
                joint: " – ",
                added: "إضافة",
                removed: "حذف",
                changed: "تغيير",
                withheld: "محجوب في النسخة الأخرى",
                from_to: ["تغيير: من «", "» إلى «", "»"],
            },
            Language::English => Self {
                joint: " ",
                added: "added",
                removed: "removed",
                changed: "changed",
                withheld: "withheld in the other copy",
                from_to: ["changed from “", "” to “", "”"],
            },
        }
    }

    fn one(&self, place: &str, what: &str, value: Option<String>) -> String {
        let value = value.map_or(String::new(), |value| format!(" ({value})"));
        format!("{place}{}{what}{value}", self.joint)
    }
}

/// Where a change is: `Route, leg 2: destination`.
fn place(change: &Change, language: Language) -> String {
    let mut words = String::new();
    let mut parent: Option<&str> = None;
    let mut is_first_member = true;
    for (index, step) in change.steps.iter().enumerate() {
        match step {
            Step::Member(name) => {
                let label = member_label(parent, name, language).unwrap_or(name);
                if index > 0 {
                    words.push_str(if is_first_member { colon(language) } else { comma(language) });
                    is_first_member = false;
                }
                words.push_str(label);
                parent = Some(name);
            }
            // A plain value has no number that means anything.
            Step::Item { is_plain: true, .. } => {}
            Step::Item { number, .. } => {
                words.push_str(comma(language));
                words.push_str(item_label(parent.unwrap_or_default(), language));
                words.push_str(&format!(" {number}"));
            }
            Step::Text(tag) => words.push_str(&format!(" ({tag})")),
        }
    }
    words
}

fn colon(language: Language) -> &'static str {
    if language == Language::French { " : " } else { ": " }
}

fn comma(language: Language) -> &'static str {
    if language == Language::Arabic { "، " } else { ", " }
}
