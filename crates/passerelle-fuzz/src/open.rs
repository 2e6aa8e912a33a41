//! `open` and `inspect` agree, and no answer depends on how an envelope is laid out.

use arbitrary::{Arbitrary, Unstructured};
use passerelle::{Form, ObjectClass, Severity, convert, inspect, json, open};
use serde_json::{Value, json};

use crate::edit::{Edit, apply};
use crate::world::{bytes, signature, world};

/// A signed record that was changed: before it was signed, after, or in its bytes.
#[derive(Arbitrary, Debug)]
struct Changed {
    record: u8,
    before: Vec<Edit>,
    after: Vec<Edit>,
    form: u8,
    bytes: Vec<(u16, u8)>,
    cut: Option<u16>,
}

impl Changed {
    fn envelope(&self) -> Option<Vec<u8>> {
        let world = world();
        let mut record = world.drafts[usize::from(self.record) % world.drafts.len()].clone();
        apply(&mut record, &self.before);
        let signature = signature(&record, ObjectClass::Record, &world.northland)?;
        let mut envelope = json!({ "record": record, "signatures": [signature] });
        apply(&mut envelope, &self.after);
        let mut text = match self.form % 4 {
            0 => serde_json::to_vec_pretty(&envelope).ok()?,
            1 => convert(&bytes(&envelope), Form::Opaque).unwrap_or_else(|_| bytes(&envelope)),
            _ => bytes(&envelope),
        };
        for (place, byte) in self.bytes.iter().take(4) {
            let length = text.len();
            text[usize::from(*place) % length] = *byte;
        }
        if let Some(cut) = self.cut.filter(|cut| cut % 4 == 0) {
            text.truncate(usize::from(cut));
        }
        Some(text)
    }
}

fn input_of(input: &[u8]) -> Option<Vec<u8>> {
    if input.first().is_some_and(|first| b"{ \n\xEF".contains(first)) {
        return Some(input.to_vec());
    }
    Unstructured::new(input).arbitrary::<Changed>().ok()?.envelope()
}

pub(crate) fn run(input: &[u8]) {
    let Some(envelope) = input_of(input) else { return };
    let world = world();
    let opened = open(&envelope, &world.trust, world.now);
    // The same with other white space.
    if let Ok(object) = json::read(&envelope) {
        let canonical = object.to_canonical();
        let value: Value = serde_json::from_slice(&canonical).expect("the canonical form is JSON");
        let pretty = serde_json::to_vec_pretty(&value).expect("JSON can be written");
        let of = |text: &[u8]| match open(text, &world.trust, world.now) {
            Ok(record) => Ok((record.digest().clone(), record.payload().to_vec(), record.findings().len())),
            Err(error) => Err((error.code(), error.finding.pointer.to_string(), error.integrity, error.trust)),
        };
        assert_eq!(of(&canonical), of(&pretty), "white space changes nothing");
        assert_eq!(of(&canonical), of(&envelope), "the order of members changes nothing");
    }
    let Ok(record) = opened else { return };
    assert!(record.findings().iter().all(|finding| finding.severity != Severity::Error), "no error opens");
    for form in [Form::Clear, Form::Opaque] {
        let text = record.to_envelope(form);
        let again = open(&text, &world.trust, world.now).expect("what was opened opens in either form");
        assert_eq!(again.digest(), record.digest());
        assert_eq!(again.payload(), record.payload());
    }
}

pub(crate) fn run_inspect(input: &[u8]) {
    let Some(envelope) = input_of(input) else { return };
    let world = world();
    let report = inspect(&envelope, Some(&world.trust), world.now);
    for position in report.findings.iter().filter_map(|finding| finding.position) {
        assert!(report.form != Some(Form::Clear) || position.offset <= envelope.len(), "a fault lies in the text");
    }
    match open(&envelope, &world.trust, world.now) {
        Ok(record) => {
            assert!(report.is_openable(), "what opens is openable");
            assert_eq!(report.digest.as_ref(), Some(record.digest()));
            assert_eq!(report.signatures.len(), record.signatures().len());
        }
        Err(error) => {
            assert!(!report.is_openable(), "what does not open is not openable");
            assert_eq!(error.integrity, report.integrity, "both say the same of it");
            assert!(
                report.findings.iter().any(|finding| finding.code == error.code()),
                "the report has the code {}",
                error.code()
            );
        }
    }
    let _ = inspect(&envelope, None, world.now);
}
