//! Records of every type, concealed by random plans, and opened with random parts withheld.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::super::content::examine_content;
use crate::envelope::Disclosed;
use crate::error::Severity;
use crate::json::{Canonical, Object, Pointer, Value, read};
use crate::record::Timestamp;
use crate::redaction::tests::{Counted, allowed, disclosed};
use crate::redaction::{Redactable, Revealed, conceal};
use crate::rules::Reader;
use crate::verification::{Extent, Findings};

fn records() -> &'static [(String, Object)] {
    static RECORDS: OnceLock<Vec<(String, Object)>> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/records");
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        paths.iter().map(|path| (name(path), read(&std::fs::read(path).unwrap()).unwrap())).collect()
    })
}

/// What a reader finds, and what it sees.
fn opened(object: &Object, disclosed: &[Disclosed]) -> (Vec<String>, Option<Revealed>, bool) {
    let now = Timestamp::new("2026-12-01T00:00:00Z").unwrap();
    let mut findings = Findings::new(Extent::Everything);
    let object = Canonical::of(object.clone());
    let content = examine_content(&object, disclosed, Reader::Recipient, now, &mut findings).ok().unwrap();
    let found = findings.placed(b"", None).findings;
    let errors = found.iter().filter(|finding| finding.severity != Severity::Warning);
    let errors = errors.map(|finding| format!("{} at {}", finding.code, finding.pointer)).collect();
    (errors, content.revealed, content.typed.is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_concealed_comes_back_and_what_is_withheld_harms_nothing(
        number in 0_usize..1_000,
        planned in prop::collection::vec(any::<bool>(), 64),
        kept in prop::collection::vec(any::<bool>(), 64),
    ) {
        let records = records();
        let (name, draft) = &records[number % records.len()];
        let chosen = |flags: &[bool], index: usize| flags[index % flags.len()];
        let places = allowed(draft).into_iter().enumerate().filter(|(index, _)| chosen(&planned, *index));
        let plan = places.fold(Redactable::nothing(), |plan, (_, place)| plan.with(place));
        let Ok(concealed) = conceal(draft, &plan, &mut Counted(0)) else { panic!("{name}: not concealed") };
        let all = disclosed(&concealed.disclosures);
        let (errors, revealed, is_record) = opened(&concealed.object, &all);
        prop_assert_eq!(errors, Vec::<String>::new(), "{}", name);
        prop_assert!(is_record);
        let Some(revealed) = revealed else {
            prop_assert!(all.is_empty());
            return Ok(());
        };
        prop_assert!(revealed.view == *draft);

        let gone: Vec<Pointer> =
            revealed.open.iter().enumerate().filter(|(index, _)| !chosen(&kept, *index)).map(|(_, open)| open.place.clone()).collect();
        let left_out = crate::redaction::withhold(&concealed.object, &revealed, &gone).unwrap();
        let rest: Vec<_> = all.iter().enumerate().filter(|(index, _)| !left_out.contains(index)).map(|(_, it)| it.clone()).collect();
        let (errors, partial, is_record) = opened(&concealed.object, &rest);
        prop_assert_eq!(errors, Vec::<String>::new(), "{} without {:?}", name, gone);
        prop_assert!(is_record);
        let partial = partial.unwrap();
        prop_assert_eq!(partial.withheld.is_empty(), gone.is_empty());
        // Whatever is seen stood at its place in the draft; what refers to other places apart.
        crate::json::walk::every_value_of(&partial.view, &mut |trail, value| {
            if let Value::String(text) = value && !text.starts_with('/') {
                let place = partial.places.signed(&trail.pointer());
                assert_eq!(draft.at(&place), Some(value), "{name}: {place}");
            }
        });
    }
}
