//! The surface as a foreign caller sees it: bytes in, answers out, and no way to turn a failure into an approval.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it should be"
)]

mod support;

use std::sync::Arc;

use passerelle_ffi::{
    CallbackFailure, ColumnKind, EnvelopeForm, Failure, Holdings, RevisionAnswer, RevisionStore, Signatory,
    SigningDevice, SoftwareKey, Task, Transfer, Trust, batch_lines, batch_packed, canonicalize, convert, diff, explain,
    inspect, open, open_with, receipt, redact, redact_for, release, sign, status, validate,
};
use support::{NOW, ROUTE, World, parsed, refusal, software};

#[test]
fn what_is_signed_opens_and_is_canonical() {
    let world = World::new("Ed25519");
    let opened = open(&world.signed(ROUTE[0]), &world.trust, NOW).unwrap();
    assert_eq!(opened.record.as_bytes(), canonicalize(ROUTE[0]).unwrap());
    let about = parsed(&opened.about);
    assert_eq!(
        (about["type"].as_str(), about["rev"].as_i64(), about["actionable"].as_bool()),
        (Some("modus-operandi"), Some(1), Some(true))
    );
    assert_eq!(about["signatures"][0]["verified"], true);
    let opaque = convert(&world.signed(ROUTE[0]), EnvelopeForm::Opaque).unwrap();
    assert_eq!(open(&opaque, &world.trust, NOW).unwrap().record, opened.record);
}

#[test]
fn a_changed_byte_is_refused_with_everything_that_is_known() {
    let world = World::new("Ed25519");
    let signed = String::from_utf8(world.signed(ROUTE[0])).unwrap().replacen("09:20:00Z", "09:20:01Z", 1);
    let refusal = refusal(open(signed.as_bytes(), &world.trust, NOW));
    assert_eq!((refusal["code"].as_str(), refusal["integrity"].as_str()), (Some("SIG_INVALID"), Some("invalid")));
    assert_eq!(refusal["findings"][0]["stage"], "cryptography");
    let report = parsed(&inspect(signed.as_bytes(), Some(world.trust.clone()), NOW).unwrap());
    assert_eq!(
        (report["openable"].as_bool(), report["findings"][0]["code"].as_str()),
        (Some(false), Some("SIG_INVALID"))
    );
    assert_eq!(parsed(&inspect(signed.as_bytes(), None, NOW).unwrap())["findings"][0]["code"], "TL_MISSING");
}

#[test]
fn a_draft_with_errors_is_not_signed_and_every_finding_comes() {
    let world = World::new("Ed25519");
    let draft = br#"{"specs": "1.0"}"#;
    let validated = parsed(&validate(draft, NOW).unwrap());
    let refused = refusal(sign(draft, vec![software(&world.south)], NOW, EnvelopeForm::Clear, None, None));
    assert_eq!((validated["valid"].as_bool(), refused["code"].as_str()), (Some(false), Some("SIGN_INVALID_DRAFT")));
    assert_eq!(refused["findings"], validated["findings"]);
    let key = refusal(sign(ROUTE[0], vec![software(&world.north)], NOW, EnvelopeForm::Clear, None, None));
    assert_eq!(key["code"], "SIGN_KEY");
}

/// What a device makes of the signature that its key gives.
enum Device {
    Honest(Arc<SoftwareKey>),
    Gives(Vec<u8>),
    Fails,
    Panics,
}

impl SigningDevice for Device {
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, CallbackFailure> {
        match self {
            Self::Honest(key) => {
                let authority = passerelle::record::AuthorityId::new(key.authority()).unwrap();
                let key = passerelle::crypto::SoftwareKey::from_pkcs8(authority, &key.to_pkcs8()).unwrap();
                Ok(passerelle::crypto::Signer::sign(&key, &message).unwrap())
            }
            Self::Gives(bytes) => Ok(bytes.clone()),
            Self::Fails => Err(CallbackFailure::Failed),
            Self::Panics => panic!("a fault of the library's own"),
        }
    }
}

#[test]
fn a_device_is_believed_only_where_its_signature_verifies() {
    for algorithm in ["Ed25519", "ES256", "ES384"] {
        let world = World::new(algorithm);
        let signed_by = |device: Device| {
            let signatory = Signatory::Device {
                authority: "XX/southland".to_owned(),
                public_jwk: world.south.public_jwk(),
                device: Arc::new(device),
            };
            sign(ROUTE[0], vec![signatory], NOW, EnvelopeForm::Clear, None, None)
        };
        let signed = signed_by(Device::Honest(world.south.clone())).unwrap();
        assert!(open(&signed, &world.trust, NOW).is_ok());
        let der = b"\x30\x44\x02\x20".iter().copied().chain([1; 66]).collect();
        let wrong = [Device::Honest(world.north.clone()), Device::Gives(Vec::new()), Device::Gives(der), Device::Fails];
        for device in wrong {
            assert_eq!(refusal(signed_by(device))["code"], "SIGN_CALLBACK", "{algorithm}");
        }
        assert_eq!(refusal(signed_by(Device::Panics))["code"], "BND_FAULT");
    }
}

/// A store that answers about whatever it likes.
struct Store(Result<RevisionAnswer, CallbackFailure>);

impl RevisionStore for Store {
    fn digests(&self, _: String, _: i64) -> Result<RevisionAnswer, CallbackFailure> {
        self.0.clone()
    }
}

#[test]
fn only_a_store_that_names_the_question_is_believed() {
    let world = World::new("Ed25519");
    let signed = world.signed(ROUTE[1]);
    let about = parsed(&open(&signed, &world.trust, NOW).unwrap().about);
    let (id, digest) = (about["id"].as_str().unwrap(), parsed(ROUTE[1])["prev"]["hash"].as_str().unwrap().to_owned());
    let with = |answer: Result<RevisionAnswer, CallbackFailure>| {
        open_with(&signed, &world.trust, NOW, Some(Arc::new(Store(answer))), Vec::new(), None)
    };
    let answer = |id: &str, rev, digests: &[&str]| {
        let digests = digests.iter().map(|digest| (*digest).to_owned()).collect();
        Ok(RevisionAnswer { id: id.to_owned(), rev, digests })
    };
    assert!(with(answer(id, 1, &[&digest])).is_ok());
    assert_eq!(refusal(with(answer(id, 1, &["0".repeat(64).as_str()])))["code"], "REV_CHAIN");
    // What a broken-off call looks like, an answer to another question, a digest that is none, and a failure.
    let unfit =
        [answer("", 0, &[]), answer(id, 2, &[&digest]), answer(id, 1, &["approved"]), Err(CallbackFailure::Failed)];
    for answer in unfit {
        assert_eq!(refusal(with(answer))["code"], "BND_CALLBACK");
    }
}

#[test]
fn a_receipt_is_taken_and_nothing_else_in_its_place() {
    let world = World::new("Ed25519");
    let signed = world.signed(ROUTE[0]);
    let receipt = receipt(&signed, &world.trust, software(&world.north), NOW, NOW).unwrap();
    assert!(open_with(&signed, &world.trust, NOW, None, vec![receipt], None).is_ok());
    assert_eq!(refusal(open_with(&signed, &world.trust, NOW, None, vec![signed.clone()], None))["code"], "ENV_CONTENT");
}

fn holding(records: Vec<Vec<u8>>) -> Holdings {
    Holdings { records, receipts: Vec::new() }
}

fn transfer(to: &str) -> Transfer {
    let text = |text: &str| text.to_owned();
    Transfer { to: text(to), purpose: text("crime-analysis"), environment: text("test"), holder: None, consent: false }
}

#[test]
fn who_may_have_a_record_is_said_with_reasons() {
    let world = World::new("Ed25519");
    let signed = world.signed(ROUTE[0]);
    let decided = |to: &str, held: Vec<Vec<u8>>| {
        parsed(&release(&signed, holding(held), transfer(to), &world.trust, NOW).unwrap())
    };
    let country = parsed(ROUTE[0])["handling"]["releasable_to"][0].as_str().unwrap().to_owned();
    assert_eq!(decided(&country, Vec::new())["allowed"], true);
    assert_eq!(decided("XZ", Vec::new())["allowed"], false);
    // A newer revision is held.
    assert_eq!(decided(&country, vec![world.signed(ROUTE[1])])["reasons"][0]["code"], "REL_STATUS");
    assert_eq!(
        refusal(release(&signed, Holdings::default(), transfer("nobody"), &world.trust, NOW))["code"],
        "BND_ARGUMENT"
    );
    let whole =
        redact_for(&signed, Holdings::default(), transfer(&country), &world.trust, NOW, EnvelopeForm::Clear).unwrap();
    assert_eq!(whole, signed);
    let denied =
        refusal(redact_for(&signed, Holdings::default(), transfer("XZ"), &world.trust, NOW, EnvelopeForm::Clear));
    assert!(denied["code"].as_str().unwrap().starts_with("REL_"), "{denied}");
}

#[test]
fn a_copy_can_leave_out_what_its_author_planned() {
    let world = World::new("Ed25519");
    let plan = Some(vec!["default".to_owned()]);
    let signed = sign(ROUTE[0], vec![software(&world.south)], NOW, EnvelopeForm::Clear, plan, None).unwrap();
    let place = parsed(&open(&signed, &world.trust, NOW).unwrap().about)["redactable"][0].as_str().unwrap().to_owned();
    let copy = redact(&signed, vec![place]).unwrap();
    let opened = open(&copy, &world.trust, NOW).unwrap();
    assert_eq!(parsed(&opened.about)["withheld"].as_array().unwrap().len(), 1);
    assert!(opened.record.len() < canonicalize(ROUTE[0]).unwrap().len());
    assert_eq!(refusal(redact(&signed, vec!["no pointer".to_owned()]))["code"], "BND_ARGUMENT");
}

#[test]
fn status_and_differences_are_told() {
    let world = World::new("Ed25519");
    let held = vec![world.signed(ROUTE[0]), b"no record".to_vec(), world.signed(ROUTE[1])];
    let told = parsed(&status(holding(held), &world.trust, NOW).unwrap());
    assert_eq!(told["judgements"][0]["status"], "superseded");
    assert_eq!((told["refused"][0]["input"].as_u64(), told["refused"].as_array().unwrap().len()), (Some(1), 1));
    let draft = parsed(&diff(ROUTE[0], ROUTE[1], "en".to_owned(), false).unwrap());
    let signed = diff(&world.signed(ROUTE[0]), &world.signed(ROUTE[1]), "en".to_owned(), false).unwrap();
    assert!(!draft.as_array().unwrap().is_empty());
    assert_eq!(draft, parsed(&signed));
    assert_eq!(refusal(diff(ROUTE[0], ROUTE[1], "xx".to_owned(), false))["code"], "BND_ARGUMENT");
    assert_eq!(parsed(&explain("SIG_INVALID".to_owned(), "fr".to_owned()).unwrap())["stage"], "cryptography");
}

/// One column as texts.
fn column(verdicts: &passerelle_ffi::Verdicts, name: &str) -> Vec<Option<String>> {
    let column = verdicts.columns.iter().find(|column| column.name == name).unwrap();
    assert!(matches!(column.kind, ColumnKind::Text | ColumnKind::Binary));
    let offsets: Vec<usize> = column
        .offsets
        .chunks(8)
        .map(|bytes| usize::try_from(i64::from_le_bytes(bytes.try_into().unwrap())).unwrap())
        .collect();
    let rows = offsets.windows(2).enumerate().map(|(row, pair)| {
        let valid = column.validity[row / 8] >> (row % 8) & 1 == 1;
        valid.then(|| String::from_utf8(column.data[pair[0]..pair[1]].to_vec()).unwrap())
    });
    rows.collect()
}

#[test]
fn a_batch_says_of_each_record_what_a_single_call_says() {
    let world = World::new("Ed25519");
    let good = world.signed(ROUTE[0]);
    let forged = String::from_utf8(good.clone()).unwrap().replacen("09:20:00Z", "09:20:01Z", 1).into_bytes();
    let kinds: [&[u8]; 4] = [&good, &forged, b"{}", &good];
    let rows: Vec<&[u8]> = (0..203).map(|row| kinds[row % kinds.len()]).collect();
    let lines = rows.join(&b'\n');
    let offsets: Vec<u8> = std::iter::once(0)
        .chain(rows.iter().scan(0_i64, |end, row| {
            *end += i64::try_from(row.len()).unwrap();
            Some(*end)
        }))
        .flat_map(i64::to_le_bytes)
        .collect();
    let trust = || Some(world.trust.clone());
    let of_lines = batch_lines(Task::Open, &lines, trust(), NOW).unwrap();
    let of_packed = batch_packed(Task::Open, &rows.concat(), &offsets, trust(), NOW).unwrap();
    assert_eq!(of_lines, of_packed);
    assert_eq!(of_lines.rows, 203);
    let (codes, records) = (column(&of_lines, "code"), column(&of_lines, "record"));
    for (row, bytes) in rows.iter().enumerate() {
        match open(bytes, &world.trust, NOW) {
            Ok(opened) => {
                assert_eq!(codes[row], None);
                assert_eq!(records[row].as_deref().map(str::as_bytes), Some(opened.record.as_bytes()));
            }
            Err(Failure::Refused { code, .. }) => assert_eq!((&codes[row], &records[row]), (&Some(code), &None)),
        }
    }
    let inspected = batch_lines(Task::Inspect, &lines, trust(), NOW).unwrap();
    assert_eq!(column(&inspected, "code"), codes);
    let validated = batch_packed(Task::Validate, ROUTE[0], &[0_i64, 10_039].map(i64::to_le_bytes).concat(), None, NOW);
    assert_eq!(validated.unwrap().rows, 1);
}

#[test]
fn a_batch_takes_no_offsets_that_lead_astray_and_no_missing_trust() {
    let packed = |offsets: &[i64]| {
        let offsets: Vec<u8> = offsets.iter().flat_map(|offset| offset.to_le_bytes()).collect();
        batch_packed(Task::Inspect, b"{}{}", &offsets, None, NOW)
    };
    assert_eq!(packed(&[0, 2, 4]).unwrap().rows, 2);
    for offsets in [&[0, 5][..], &[2, 1], &[-1, 2], &[i64::MAX, i64::MAX]] {
        assert_eq!(refusal(packed(offsets))["code"], "BND_ARGUMENT", "{offsets:?}");
    }
    assert_eq!(refusal(batch_packed(Task::Inspect, b"", b"odd", None, NOW))["code"], "BND_ARGUMENT");
    assert_eq!(refusal(batch_lines(Task::Open, b"{}", None, NOW))["code"], "BND_ARGUMENT");
    assert_eq!(packed(&[]).unwrap().rows, 0);
    assert_eq!(batch_lines(Task::Inspect, b"", None, NOW).unwrap().rows, 0);
    assert_eq!(batch_lines(Task::Inspect, b"{}\n\n{}\n", None, NOW).unwrap().rows, 3);
}

#[test]
fn an_argument_that_cannot_be_is_named() {
    assert_eq!(refusal(validate(b"{}", i64::MAX))["code"], "BND_ARGUMENT");
    assert_eq!(
        refusal(SoftwareKey::generate("nowhere".to_owned(), "ES256".to_owned()).map(|_| ()))["code"],
        "BND_ARGUMENT"
    );
    assert_eq!(
        refusal(SoftwareKey::from_pkcs8("XX/northland".to_owned(), vec![0]).map(|_| ()))["code"],
        "BND_ARGUMENT"
    );
    assert_eq!(refusal(Trust::pin(b"\xff"))["code"], "JSON_ENCODING");
}
