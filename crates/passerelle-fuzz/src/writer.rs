//! Inside the profile the canonical form is that of RFC 8785, as another implementation writes it; and it is read as it was written.

use arbitrary::Unstructured;
use passerelle::json;
use serde_json::Value;

use crate::edit::{Edit, apply};
use crate::text;
use crate::world::{bytes, world};

pub(crate) fn run(input: &[u8]) {
    if input.first().is_some_and(|first| b"{ \n".contains(first)) {
        return compare(input);
    }
    let mut choices = Unstructured::new(input);
    if choices.ratio(1_u8, 2_u8).unwrap_or_default() {
        let Ok(text) = text::text(&mut choices) else { return };
        return compare(&text);
    }
    let drafts = &world().drafts;
    let Ok((number, edits)) = choices.arbitrary::<(u8, Vec<Edit>)>() else { return };
    let mut draft = drafts[usize::from(number) % drafts.len()].clone();
    apply(&mut draft, &edits);
    compare(&bytes(&draft));
}

fn compare(text: &[u8]) {
    let Ok(object) = json::read(text) else { return };
    let ours = object.to_canonical();
    let value: Value = serde_json::from_slice(text).expect("serde_json reads what the reader reads");
    let theirs = serde_json_canonicalizer::to_vec(&value).expect("the profile is within RFC 8785");
    assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "both write the same");
    let again = json::read(&ours).expect("the canonical form is read");
    assert_eq!(again, object, "it is read as it was written");
    assert_eq!(again.to_canonical(), ours, "it is written as it was read");
}
