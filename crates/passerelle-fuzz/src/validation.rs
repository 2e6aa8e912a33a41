//! The fast way of validation answers as the published schema does, and no answer depends on how a draft is laid out.

use std::sync::OnceLock;

use arbitrary::Unstructured;
use jsonschema::Validator;
use passerelle::schema::schema_for_record;
use passerelle::{Code, Validation, json, validate};
use serde_json::Value;

use crate::edit::{Edit, apply};
use crate::world::{bytes, world};

pub(crate) fn run(input: &[u8]) {
    if input.first().is_some_and(|first| b"{ \n".contains(first)) {
        return compare(input);
    }
    let drafts = &world().drafts;
    let Ok((number, edits)) = Unstructured::new(input).arbitrary::<(u8, Vec<Edit>)>() else { return };
    let mut draft = drafts[usize::from(number) % drafts.len()].clone();
    apply(&mut draft, &edits);
    compare(&bytes(&draft));
}

/// What was found, and where; not the place in the text.
fn said(validation: &Validation) -> Vec<(Code, String)> {
    validation.findings.iter().map(|finding| (finding.code, finding.pointer.to_string())).collect()
}

fn compare(draft: &[u8]) {
    let now = world().now;
    let validation = validate(draft, now);
    // What somebody else's JSON library does not read as we do is left to the target `reader`.
    let Ok(object) = json::read(draft) else {
        assert!(!validation.is_valid(), "what cannot be read is not valid");
        return;
    };
    let canonical = object.to_canonical();
    let value: Value = serde_json::from_slice(&canonical).expect("the canonical form is JSON");
    let pretty = serde_json::to_vec_pretty(&value).expect("JSON can be written");
    let (of_canonical, of_pretty) = (validate(&canonical, now), validate(&pretty, now));
    assert_eq!(said(&of_canonical), said(&of_pretty), "white space changes nothing");
    assert_eq!(said(&of_canonical), said(&validation), "the order of members changes nothing");
    // What is valid fits the published schema; nothing that is fit is refused for its form.
    let fits = schema().is_valid(&value);
    if validation.is_valid() {
        assert!(validation.record.is_some(), "what is valid has its type");
        assert!(fits, "what is valid fits the schema");
    }
}

fn schema() -> &'static Validator {
    static SCHEMA: OnceLock<Validator> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let schema = serde_json::to_value(schema_for_record()).expect("a schema is JSON");
        jsonschema::validator_for(&schema).expect("the schema of records is sound")
    })
}
