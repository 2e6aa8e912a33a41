//! The Human Trafficking Case Data Standard of IOM: terms of cases become methods.
//!
//! A case is about a victim. Nothing of it enters a draft but the terms that say how persons are recruited, controlled and exploited; the
//! draft is a method, and has no place for a person. Cases that say the same make one draft, and no draft tells of which case it was made.

mod terms;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use passerelle::Code;
use passerelle::record::RecordType;
use serde_json::{Value, json};

use crate::Fault;
use crate::draft::{Header, Import, Reading, finish};
use crate::loss::{Loss, escaped};
use crate::value::{canonical, items, push, put};
use terms::{FIELDS, Field, NO_TERM, Place, plain};

/// The beginnings of the standard's field names: person, victim, perpetrator, organisation, case, consent, event.
const PREFIXES: [&str; 7] = ["prs_", "vic_", "per_", "org_", "cas_", "con_", "hte_"];

/// Whether a case is one at all, in the normal spelling of [`plain`].
const STATUS: &str = "vic_TraffickingStatus";

/// Reads cases and makes drafts of their terms.
///
/// spec: PSR-NBR-024, PSR-NBR-025, PSR-NBR-026
pub(crate) fn import(document: &[u8], header: &Header) -> Result<Import, Fault> {
    let mut losses = Vec::new();
    let mut methods: BTreeMap<String, Reading> = BTreeMap::new();
    for (index, (place, value)) in crate::input::values(document)?.iter().enumerate() {
        let case = Case { of: format!("case {}", index + 1), place, value };
        if let Some(record) = case.method(&mut losses)? {
            let said = canonical(&record);
            let of = case.of;
            methods.entry(said.clone()).or_insert(Reading {
                of,
                is_nameless: true,
                canonical: said,
                record,
                ..Reading::default()
            });
        }
    }
    // In the order of the cases, not of their texts.
    let mut readings: Vec<Reading> = methods.into_values().collect();
    readings.sort_by(|one, other| (one.of.len(), &one.of).cmp(&(other.of.len(), &other.of)));
    losses.sort();
    losses.dedup();
    Ok(finish(readings, losses, header))
}

/// An object of the document.
struct Case<'d> {
    of: String,
    place: &'d str,
    value: &'d Value,
}

impl Case<'_> {
    /// The method that the terms of a case describe; none where it is no case of trafficking, where the person has not consented, or
    /// where nothing is said of a method.
    fn method(&self, losses: &mut Vec<Loss>) -> Result<Option<Value>, Fault> {
        let fault = |place: &str, detail: &str| Fault::new(Code::NbrObject, place, detail);
        let members = self.value.as_object().ok_or_else(|| fault(self.place, "a case is an object"))?;
        if !members.keys().any(|name| PREFIXES.iter().any(|prefix| name.starts_with(prefix))) {
            let detail = "a case has members with the names of the standard, such as vic_MethodsOfControl";
            return Err(fault(self.place, detail));
        }
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for (name, value) in members {
            let texts = texts(value).ok_or_else(|| {
                fault(&format!("{} /{}", self.place, escaped(name)), "a text, a number, or a list of texts")
            })?;
            told.push((name.clone(), texts));
        }
        let mut lose = |pointer: &str, code| losses.push(Loss::new(&self.of, pointer, code));
        // Who has not consented to the use of the data has not consented to this one either.
        if let Some((name, _)) =
            told.iter().find(|(name, texts)| name.starts_with("con_") && texts.iter().any(|text| denies(text)))
        {
            lose(&format!("/{}", escaped(name)), Code::NbrVictim);
            lose("", Code::NbrVictim);
            return Ok(None);
        }
        let is = |field: &str, value: &str| {
            told.iter().any(|(name, texts)| name == field && texts.iter().any(|text| plain(text) == value))
        };
        if is(STATUS, "notavictimoftrafficking") {
            lose(&format!("/{STATUS}"), Code::NbrUnknownType);
            return Ok(None);
        }
        let mut record = json!({ "type": RecordType::ModusOperandi.as_str() });
        for (name, texts) in &told {
            let pointer = format!("/{}", escaped(name));
            match FIELDS.iter().find(|field| field.is(name)) {
                Some(field) => {
                    for (index, lost) in take(field, texts, &mut record) {
                        let is_list = members.get(name).is_some_and(Value::is_array);
                        lose(&if is_list { format!("{pointer}/{index}") } else { pointer.clone() }, lost);
                    }
                }
                None if texts.iter().all(|text| text.trim().is_empty()) => {}
                // It is said of a person, or leads to one.
                None if PREFIXES.iter().any(|prefix| name.starts_with(prefix)) => lose(&pointer, Code::NbrVictim),
                None => lose(&pointer, Code::NbrNotCarried),
            }
        }
        if record.get("content").is_none() {
            lose("", Code::NbrUnknownType);
            return Ok(None);
        }
        in_order(&mut record);
        put(&mut record, "/content/crime", json!(["tip"]));
        Ok(Some(record))
    }
}

/// The texts of a value; none where it is neither a text, a number, a truth value, nor a list of such.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::String(text) => Some(vec![text.clone()]),
        Value::Bool(_) | Value::Number(_) => Some(vec![value.to_string()]),
        Value::Array(list) => {
            let is_plain = |item: &Value| !item.is_array() && !item.is_object();
            list.iter().all(is_plain).then(|| list.iter().filter_map(texts).flatten().collect())
        }
        Value::Object(_) => None,
    }
}

fn denies(text: &str) -> bool {
    matches!(plain(text).as_str(), "no" | "false" | "0" | "refused" | "denied" | "withdrawn")
}

/// Puts the terms of a field into the record. For each text with a term that is not there, or is there otherwise, its number and a code.
fn take(field: &Field, texts: &[String], record: &mut Value) -> Vec<(usize, Code)> {
    let mut lost = Vec::new();
    let terms = texts
        .iter()
        .enumerate()
        .flat_map(|(index, text)| split(field, text).into_iter().map(move |term| (index, term)));
    for (index, term) in terms {
        let Some((_, code, kind)) = field.terms.iter().find(|(known, ..)| *known == term) else {
            lost.push((index, Code::NbrNotCarried));
            continue;
        };
        match field.place {
            Place::List(pointer) => add(record, pointer, (*code).into()),
            Place::Exploitation => add_form(record, json!({ "form": code })),
            Place::Of(form, member) => add_form(record, json!({ "form": form, member: code })),
        }
        if *kind == terms::Kind::Wider {
            lost.push((index, Code::NbrChanged));
        }
    }
    lost
}

/// The terms of a text: one of them, or several with semicolons, commas or spaces between them, as forms and spreadsheets have it.
fn split(field: &Field, text: &str) -> Vec<String> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let is_known =
        |piece: &String| NO_TERM.contains(&piece.as_str()) || field.terms.iter().any(|(known, ..)| known == piece);
    let mut fewest: Vec<String> = vec![plain(text)];
    if fewest.iter().all(is_known) {
        return fewest;
    }
    for between in [";", ",", " "] {
        let pieces: Vec<String> = text.split(between).map(plain).filter(|piece| !piece.is_empty()).collect();
        if pieces.iter().all(is_known) {
            return pieces;
        }
        // One that is not known does not hide the others.
        if between != " " && pieces.iter().filter(|piece| is_known(piece)).count() > 0 && fewest.len() == 1 {
            fewest = pieces;
        }
    }
    fewest.retain(|piece| !piece.is_empty());
    fewest
}

fn add(record: &mut Value, pointer: &str, code: Value) {
    if !items(record, pointer).contains(&code) {
        push(record, pointer, code);
    }
}

/// Adds a form of exploitation. What says more of a form takes the place of the form alone.
fn add_form(record: &mut Value, form: Value) {
    const FORMS: &str = "/content/exploitation";
    let same = |held: &Value| held.get("form") == form.get("form");
    if form.get("form").is_some() && form.as_object().is_some_and(|members| members.len() == 1) {
        if !items(record, FORMS).iter().any(same) {
            push(record, FORMS, form);
        }
        return;
    }
    if let Some(Value::Array(forms)) = record.pointer_mut(FORMS) {
        forms.retain(|held| !(same(held) && held.as_object().is_some_and(|members| members.len() == 1)));
    }
    add(record, FORMS, form);
}

/// Puts every list of terms in one order, so that the same terms make the same draft.
fn in_order(record: &mut Value) {
    for pointer in ["/content/recruitment/channels", "/content/recruitment/ploys", "/content/recruitment/platforms"] {
        sort(record, pointer);
    }
    for pointer in ["/content/recruitment/relation", "/content/control", "/content/exploitation"] {
        sort(record, pointer);
    }
}

fn sort(record: &mut Value, pointer: &str) {
    if let Some(Value::Array(list)) = record.pointer_mut(pointer) {
        list.sort_by_key(canonical);
    }
}
