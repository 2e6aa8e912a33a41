//! How texts are written: in one spelling, and without characters that nobody sees.

use unicode_normalization::is_nfc;

use super::Report;
use super::walk::{Trail, every_value_of};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Object, Value};

/// Checks every string of an object, those of extensions too.
///
/// These are findings of the stage `profile`: they ask for no record type, and an object that fits no schema has them too.
pub(crate) fn check_strings(object: &Object) -> Vec<Finding> {
    let mut report = Report::default();
    every_value_of(object, &mut |trail, value| {
        if let Value::String(text) = value
            && !text.is_ascii()
        {
            nfc_required(text, trail, &mut report);
            bidi_control(text, trail, &mut report);
        }
    });
    report.into_sorted()
}

/// spec: PSR-PRF-005
fn nfc_required(text: &str, trail: &Trail<'_>, report: &mut Report) {
    if !is_nfc(text) {
        report.add(Code::ProfileNotNfc, trail.pointer());
    }
}

/// spec: PSR-PRF-006
fn bidi_control(text: &str, trail: &Trail<'_>, report: &mut Report) {
    if text.contains(is_unseen) {
        report.add(Code::ProfileBidi, trail.pointer());
    }
}

/// Marks, embeddings, overrides and isolates of direction, and characters without width.
///
/// The joiners U+200C and U+200D are not among them: Persian, Urdu, Kurdish and the scripts of India change the shape and
/// sometimes the meaning of a word with them. Between letters of other scripts a rule about names finds them.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}
