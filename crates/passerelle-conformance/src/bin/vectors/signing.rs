//! Area `signing`: drafts, keys, and devices that sign.

use passerelle::ObjectClass::Record;
use passerelle::crypto::{Algorithm, encode_base64url};
use passerelle_conformance::case::{Input, Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, keys, kind, word};
use super::records::{link, link_with};
use super::world::{NOW, bytes, canonical, merged, pretty, time, twin};

const SIGNER: Kind = kind(Level::L3, Role::Signer);

pub(crate) fn cases(maker: &mut Maker) {
    let drafted = |members: &Value| base64(&bytes(&link_with(members)));
    for (name, title, form) in [("plain", "the clear form", "clear"), ("opaque", "the opaque form", "opaque")] {
        maker
            .bare(SIGNER, &format!("signing/{name}"), title)
            .note("It signs other bytes than the format says.")
            .flag("signature")
            .requires(&["PSR-SIG-010"])
            .ask(
                "sign",
                vec![("draft", drafted(&json!({}))), ("keys", keys(&["northland"])), ("form", word(form))],
                "accepted",
            )
            .done();
    }
    let spaced = base64(&pretty(&link()));
    maker
        .bare(SIGNER, "signing/white-space", "a draft with white space gives the same signature")
        .note("It signs the draft as it stands.")
        .flag("signature")
        .ask("sign", vec![("draft", spaced), ("keys", keys(&["northland"]))], "accepted")
        .done();
    let two = json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } });
    maker
        .bare(SIGNER, "signing/two", "two authorities at once")
        .note("It signs once.")
        .flag("quorum")
        .ask("sign", vec![("draft", drafted(&two)), ("keys", keys(&["northland", "southland"]))], "accepted")
        .done();
    let other = maker.world.sign("northland-2", b"other");
    let rows: Vec<(&str, &str, Vec<(&str, Input)>, &str, &[u16])> = vec![
        (
            "bad-draft",
            "a draft with an error",
            vec![("draft", drafted(&json!({ "purpose": [] }))), ("keys", keys(&["northland"]))],
            "SIGN_INVALID_DRAFT",
            &[],
        ),
        (
            "bad-nfc",
            "a text that is not in normal form C",
            vec![
                ("draft", drafted(&json!({ "contact": { "role": "e\u{301}quipe" } }))),
                ("keys", keys(&["northland"])),
            ],
            "SIGN_INVALID_DRAFT",
            &[12],
        ),
        (
            "bad-key",
            "a key of an authority that the record does not name",
            vec![("draft", drafted(&json!({}))), ("keys", keys(&["southland"]))],
            "SIGN_KEY",
            &[31],
        ),
        (
            "bad-device-other-key",
            "the device gives a signature by another key",
            vec![("draft", drafted(&json!({}))), ("keys", keys(&["northland"])), ("returns", base64(&other))],
            "SIGN_CALLBACK",
            &[91],
        ),
        (
            "bad-device-zeros",
            "the device gives zeros",
            vec![("draft", drafted(&json!({}))), ("keys", keys(&["northland"])), ("returns", base64(&[0; 64]))],
            "SIGN_CALLBACK",
            &[91],
        ),
        (
            "bad-device-short",
            "the device gives too few bytes",
            vec![("draft", drafted(&json!({}))), ("keys", keys(&["northland"])), ("returns", base64(&[1; 32]))],
            "SIGN_CALLBACK",
            &[91],
        ),
        (
            "bad-device-nothing",
            "the device gives nothing",
            vec![("draft", drafted(&json!({}))), ("keys", keys(&["northland"])), ("returns", base64(b""))],
            "SIGN_CALLBACK",
            &[91],
        ),
        (
            "bad-expired",
            "a draft whose days are past",
            vec![
                ("draft", drafted(&json!({ "validity": { "from": "2025-01-01", "review_by": "2025-12-31" } }))),
                ("keys", keys(&["northland"])),
            ],
            "SIGN_INVALID_DRAFT",
            &[],
        ),
        (
            "bad-not-issued",
            "a draft that is issued tomorrow",
            vec![("draft", drafted(&json!({ "issued": "2026-06-02T08:00:00Z" }))), ("keys", keys(&["northland"]))],
            "SIGN_INVALID_DRAFT",
            &[43],
        ),
    ];
    for (name, title, input, code, rows) in rows {
        maker
            .bare(SIGNER, &format!("signing/{name}"), title)
            .from("signing/plain")
            .attacks(rows)
            .flag("signature")
            .note("It lets a record out that no reader takes.")
            .ask("sign", input, code)
            .done();
    }
    let record = super::records::link_by("XX/eastland", &json!({}));
    let header = merged(maker.world.header(Record, "eastland"), &json!({ "iat": time(NOW).unix_seconds() }));
    let message = format!("{}.{}", encode_base64url(&bytes(&header)), encode_base64url(&canonical(&record)));
    let large = twin(Algorithm::Es256, &maker.world.sign("eastland", message.as_bytes()));
    maker
        .bare(SIGNER, "signing/device-large-s", "the device gives the larger of the two signatures of ES256")
        .note("It passes on what the device gives: one record has two envelopes.")
        .flag("signature")
        .requires(&["PSR-SIG-010"])
        .ask(
            "sign",
            vec![("draft", base64(&bytes(&record))), ("keys", keys(&["eastland"])), ("returns", base64(&large))],
            "accepted",
        )
        .done();
    let one = maker.world.signed(Record, &link_with(&two), &["northland"]);
    maker
        .bare(SIGNER, "signing/cosign", "the second authority adds its signature")
        .note("It changes the record or the first signature.")
        .flag("quorum")
        .ask("cosign", vec![("envelope", base64(&bytes(&one))), ("keys", keys(&["southland"]))], "accepted")
        .done();
    for (name, title, envelope, signer, code) in [
        (
            "bad-cosign-stranger",
            "an authority that the record does not name adds one",
            bytes(&one),
            "stranger",
            "SIGN_KEY",
        ),
        (
            "bad-cosign-unsigned",
            "there is no first signature",
            bytes(&json!({ "record": link(), "signatures": [] })),
            "southland",
            "ENV_UNSIGNED",
        ),
    ] {
        maker
            .bare(SIGNER, &format!("signing/{name}"), title)
            .from("signing/cosign")
            .flag("quorum")
            .note("It signs what it was not asked for.")
            .ask("cosign", vec![("envelope", base64(&envelope)), ("keys", keys(&[signer]))], code)
            .done();
    }
}
