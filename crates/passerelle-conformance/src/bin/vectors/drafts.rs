//! Area `records`: what a record may not say, as its author hears it and as its reader does.
//!
//! The table is `drafts.json`: records without a fault, and one change to one of them for each fault.

use std::collections::BTreeMap;

use passerelle::{Code, Severity};
use passerelle_conformance::case::{Level, Role};
use serde::Deserialize;
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, kind};
use super::world::{bytes, merged};

const AUTHOR: Kind = kind(Level::L3, Role::Signer);
const READER: Kind = kind(Level::L2, Role::Verifier);

/// Whether the members of a record agree needs tables of other standards; it is for those who exchange records.
const EXCHANGE: Kind = kind(Level::L3, Role::Verifier);

#[derive(Deserialize)]
struct Table {
    bases: BTreeMap<String, Value>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    onto: String,
    code: Option<String>,
    refuses: bool,
    at: Option<String>,
    patch: Value,
}

pub(crate) fn cases(maker: &mut Maker) {
    let table: Table = serde_json::from_str(include_str!("drafts.json")).unwrap();
    for (name, record) in &table.bases {
        let name = name.trim_end_matches(".json");
        positive(maker, name, record);
    }
    for row in &table.rows {
        let record = merged(table.bases[&row.onto].clone(), &row.patch);
        let base = row.onto.trim_end_matches(".json");
        let now = row.at.as_deref();
        match &row.code {
            None => positive(maker, &row.name, &record),
            Some(code) => negative(maker, base, &row.name, &titled(code), &record, (code, row.refuses), now),
        }
    }
    for (name, record) in &table.bases {
        forms(maker, name.trim_end_matches(".json"), record);
    }
}

/// What a code says, as the title of a case.
fn titled(code: &str) -> String {
    let message = Code::find(code).unwrap_or_else(|| panic!("{code}")).message(passerelle::Language::English);
    let message = message.trim_end_matches('.');
    message.chars().take(150).collect()
}

fn positive(maker: &mut Maker, name: &str, record: &Value) {
    let drafted = vec![("draft", base64(&bytes(record)))];
    maker
        .bare(AUTHOR, &format!("records/{name}"), "a draft without a fault")
        .note("It refuses what is good.")
        .requires(&["PSR-SIG-007"])
        .ask("validate", drafted, "accepted")
        .done();
    let signed = vec![("envelope", base64(&maker.world.record(record)))];
    maker
        .case(READER, &format!("records/{name}-signed"), "the same record, signed")
        .note("It refuses what is good.")
        .requires(&["PSR-VER-002"])
        .ask("open", signed, "accepted")
        .done();
}

/// The same fault twice: in a draft, and in a record that somebody signed all the same.
fn negative(
    maker: &mut Maker,
    base: &str,
    name: &str,
    title: &str,
    record: &Value,
    due: (&str, bool),
    now: Option<&str>,
) {
    let (code, refuses) = due;
    let flag = if code.starts_with("SCHEMA") || code.starts_with("PROFILE") { "record-form" } else { "record-rule" };
    let attacks: &[u16] = match code {
        "PROFILE_NOT_NFC" => &[12],
        "PROFILE_BIDI" => &[13],
        "VOC_UNKNOWN" => &[87],
        _ => &[],
    };
    let expected = if refuses { code.to_owned() } else { format!("finds {code}") };
    let mut drafted = maker
        .bare(AUTHOR, &format!("records/bad-{name}"), title)
        .from(&format!("records/{base}"))
        .attacks(attacks)
        .flag(flag);
    if let Some(now) = now {
        drafted = drafted.now(now);
    }
    drafted.ask("validate", vec![("draft", base64(&bytes(record)))], &expected).done();
    let known = Code::find(code).unwrap();
    let expected = if known.severity() == Severity::Error { code.to_owned() } else { format!("finds {code}") };
    let envelope = maker.world.record(record);
    let level = if code.starts_with("RULE") { EXCHANGE } else { READER };
    let mut signed = maker
        .case(level, &format!("records/bad-{name}-signed"), title)
        .from(&format!("records/{base}-signed"))
        .flag(flag);
    if let Some(now) = now {
        signed = signed.now(now);
    }
    signed.ask("open", vec![("envelope", base64(&envelope))], &expected).done_if(code);
}

/// Faults that a record of any type can have.
fn forms(maker: &mut Maker, name: &str, record: &Value) {
    let first = record["content"].as_object().unwrap().keys().next().unwrap().clone();
    let all: Vec<(&str, &str, Value, &str)> = vec![
        ("no-handling", "no marking", json!({ "handling": null }), "SCHEMA_REQUIRED"),
        ("no-validity", "no validity", json!({ "validity": null }), "SCHEMA_REQUIRED"),
        ("no-content", "no content", json!({ "content": null }), "SCHEMA_REQUIRED"),
        ("unknown-member", "a member that records do not have", json!({ "victim": "x" }), "SCHEMA_UNKNOWN_MEMBER"),
        (
            "unknown-in-content",
            "a member that the content does not have",
            json!({ "content": { "zz": 1 } }),
            "SCHEMA_UNKNOWN_MEMBER",
        ),
        ("purpose-empty", "an empty list of purposes", json!({ "purpose": [] }), "SCHEMA_EMPTY"),
        ("rev-text", "`rev` is a text", json!({ "rev": "1" }), "SCHEMA_TYPE"),
        ("rev-zero", "`rev` is 0", json!({ "rev": 0 }), "SCHEMA_RANGE"),
        ("issued-local", "a time without Z", json!({ "issued": "2026-06-01T08:00:00+02:00" }), "SCHEMA_FORM"),
        ("environment-unknown", "an environment that there is not", json!({ "environment": "demo" }), "SCHEMA_VALUE"),
        (
            "purpose-twice",
            "a purpose twice",
            json!({ "purpose": [record["purpose"][0], record["purpose"][0]] }),
            "SCHEMA_DUPLICATE_ITEM",
        ),
    ];
    for (kind, title, patch, code) in all {
        let record = merged(record.clone(), &patch);
        negative(maker, name, &format!("{name}-{kind}"), title, &record, (code, true), None);
    }
    let mut nulled = record.clone();
    nulled["content"][&first] = Value::Null;
    negative(
        maker,
        name,
        &format!("{name}-null"),
        "null in the place of a value",
        &nulled,
        ("SCHEMA_EMPTY", true),
        None,
    );
}
