//! Handling as marking-definitions, and back.

use serde_json::{Value, json};

use super::ids;
use crate::Cleared;
use crate::value::{items, text};

/// The extension by which OASIS brought TLP 2.0 into STIX 2.1.
const TLP_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// Our code, the word of TLP 2.0, its name, and the identifier of its marking-definition, which OASIS publishes.
const TLP: [(&str, &str, &str, &str); 5] = [
    ("clear", "clear", "TLP:CLEAR", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"),
    ("green", "green", "TLP:GREEN", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
    ("amber", "amber", "TLP:AMBER", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
    ("amber-strict", "amber+strict", "TLP:AMBER+STRICT", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"),
    ("red", "red", "TLP:RED", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"),
];

/// The marking-definitions of TLP 1, which STIX 2.1 itself defines, and the code that is as strict. AMBER of TLP 1 is the
/// stricter AMBER of TLP 2.0, since it did not say whether clients may have it.
const TLP_1: [(&str, &str, &str); 4] = [
    ("white", "clear", "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    ("green", "green", "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    ("amber", "amber-strict", "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"),
    ("red", "red", "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
];

/// The marking-definitions of a record: its TLP, and a statement of everything else that its handling asks for.
///
/// spec: PSR-NBR-022
pub(super) fn of(record: &Cleared) -> Vec<Value> {
    let code = record.text("/handling/tlp");
    let (_, word, name, id) = TLP.into_iter().find(|(known, ..)| *known == code).unwrap_or(TLP[4]);
    let tlp = json!({
        "type": "marking-definition", "spec_version": "2.1", "id": id, "created": "2022-10-01T00:00:00.000Z", "name": name,
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": word}},
    });
    let statement = statement(&record.object);
    let made = json!({
        "type": "marking-definition", "spec_version": "2.1", "id": ids::object("marking-definition", &["statement", &statement]),
        "created": ids::EPOCH, "definition_type": "statement", "definition": {"statement": statement},
    });
    vec![tlp, made]
}

/// The handling in words, for those whose software knows no more of it.
pub(crate) fn statement(record: &Value) -> String {
    let list = |pointer: &str| {
        let codes: Vec<&str> = items(record, pointer).iter().filter_map(Value::as_str).collect();
        (!codes.is_empty()).then(|| codes.join(", "))
    };
    let one = |pointer: &str| text(record, pointer).map(str::to_owned);
    let class = one("/handling/national_class/country").zip(one("/handling/national_class/label"));
    let caveats = items(record, "/handling/caveats").iter().filter_map(|caveat| text(caveat, "/text"));
    let parts = [
        ("Releasable to", list("/handling/releasable_to")),
        ("Not releasable to", list("/handling/not_releasable_to")),
        ("Onward", one("/handling/onward")),
        ("Judicial use", one("/handling/judicial_use")),
        ("Purpose", list("/purpose")),
        ("Europol", list("/handling/europol")),
        ("INTERPOL", one("/handling/interpol")),
        ("PAP", one("/handling/pap")),
        ("National class", class.map(|(country, label)| format!("{country} {label}"))),
        ("Environment", one("/environment")),
        ("Use until", one("/validity/expires").or(one("/validity/review_by"))),
    ];
    let mut statement: Vec<String> =
        parts.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}.", value?))).collect();
    statement.extend(caveats.map(str::to_owned));
    statement.join(" ")
}

/// The code of TLP that a marking-definition stands for, by its identifier alone.
pub(super) fn tlp_of_id(id: &str) -> Option<&'static str> {
    let second = TLP.iter().find(|(.., known)| *known == id).map(|(code, ..)| *code);
    second.or_else(|| TLP_1.iter().find(|(.., known)| *known == id).map(|(_, code, _)| *code))
}

/// The code of TLP that a marking-definition says.
pub(super) fn tlp_of(definition: &Value) -> Option<&'static str> {
    let word = definition.get("extensions").and_then(|extensions| extensions.get(TLP_EXTENSION));
    let word = word.and_then(|extension| extension.get("tlp_2_0")).and_then(Value::as_str);
    let second = TLP.iter().find(|(_, known, ..)| Some(*known) == word).map(|(code, ..)| *code);
    let first = text(definition, "/definition/tlp");
    second.or_else(|| TLP_1.iter().find(|(known, ..)| Some(*known) == first).map(|(_, code, _)| *code))
}
