//! The reader takes nothing that serde_json refuses, reads the same, and refuses nothing as a fault of syntax that serde_json takes.

use arbitrary::Unstructured;
use passerelle::{Code, json};
use serde_json::Value;

use crate::text;

pub(crate) fn run(input: &[u8]) {
    if input.first().is_some_and(|first| b"{[ \n\"".contains(first)) {
        return compare(input);
    }
    if let Ok(text) = text::text(&mut Unstructured::new(input)) {
        compare(&text);
    }
}

fn compare(text: &[u8]) {
    let theirs = serde_json::from_slice::<Value>(text);
    match json::read(text) {
        Ok(object) => {
            let theirs = theirs.expect("serde_json reads what the reader reads");
            let ours: Value = serde_json::from_slice(&object.to_canonical()).expect("what is written can be read");
            assert_eq!(ours, theirs, "both read the same");
        }
        Err(fault) => {
            assert!(fault.position.offset <= text.len(), "a fault lies in the text");
            // Limits, names that stand twice and the profile are beyond what serde_json looks at.
            let is_syntax = matches!(fault.code, Code::JsonSyntax | Code::JsonSurrogate | Code::JsonEncoding);
            assert!(!is_syntax || theirs.is_err(), "{} where serde_json reads on", fault.code);
        }
    }
}
