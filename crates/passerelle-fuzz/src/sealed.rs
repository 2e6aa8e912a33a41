//! What is sealed opens to what was put in, or not at all.

use std::sync::OnceLock;

use arbitrary::{Arbitrary, Unstructured};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use passerelle::sealing::{seal_of, unseal};
use passerelle::{Opening, open, open_with};
use serde_json::Value;

use crate::edit::{Edit, apply};
use crate::world::world;

/// A sealed record that was changed on the way.
#[derive(Arbitrary, Debug)]
struct Changed {
    edits: Vec<Edit>,
    bytes: Vec<(u16, u8)>,
}

/// What was sealed for Southland, and what is inside.
fn sealed() -> &'static (Value, Vec<u8>) {
    static SEALED: OnceLock<(Value, Vec<u8>)> = OnceLock::new();
    SEALED.get_or_init(|| {
        let case = include_str!("../../../conformance-tests/cases/sealing/plain.json");
        let case: Value = serde_json::from_str(case).unwrap();
        let envelope = STANDARD.decode(case["steps"][0]["input"]["envelope"]["base64"].as_str().unwrap()).unwrap();
        let inside = unseal(&envelope, &world().southland).unwrap();
        (serde_json::from_slice(&envelope).unwrap(), inside)
    })
}

pub(crate) fn run(input: &[u8]) {
    if input.first().is_some_and(|first| b"{ \n".contains(first)) {
        return look(input);
    }
    let Ok(Changed { edits, bytes }) = Unstructured::new(input).arbitrary() else { return };
    let mut value = sealed().0.clone();
    apply(&mut value, &edits);
    let mut text = crate::world::bytes(&value);
    for (place, byte) in bytes.iter().take(4) {
        let length = text.len();
        text[usize::from(*place) % length] = *byte;
    }
    look(&text);
}

fn look(text: &[u8]) {
    let world = world();
    let seal = seal_of(text);
    let opening = Opening::new(&world.trust, world.now).key(&world.southland);
    let opened = open_with(text, &opening);
    match unseal(text, &world.southland) {
        Ok(inside) => {
            let seal = seal.expect("what opens can be read").expect("what opens is sealed");
            assert_eq!(seal.content_bytes, inside.len(), "the cover tells the size");
            assert_eq!(inside, sealed().1, "nobody else has sealed anything");
            let alone = open(&inside, &world.trust, world.now);
            assert_eq!(
                opened.map(|record| record.digest().clone()).ok(),
                alone.map(|record| record.digest().clone()).ok()
            );
        }
        Err(_) => {
            // What is not sealed may open as it is.
            assert!(opened.is_err() || matches!(seal, Ok(None)), "what stays closed does not open");
        }
    }
}
