//! Areas `relay`, `signing`, `redaction`, `manifests`, `receipts`, `forwards` and `sealing`.

use passerelle::ObjectClass::{self, Manifest, Receipt, Record};
use passerelle::crypto::encode_base64url;
use passerelle::json::Pointer;
use passerelle::redaction::Redactable;
use passerelle::{Form, redact, sign_redactable};
use passerelle_conformance::case::{Input, Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, key, keys, kind, list, word, words};
use super::records::{link, link_with};
use super::signatures::{next_list, take};
use super::world::{Counted, SIGNED, bytes, canonical, digest_of, envelope, merged, opaque, pretty, salt, time};

const RELAY: Kind = kind(Level::L3, Role::Relay);
const SIGNER: Kind = kind(Level::L3, Role::Signer);
const REDACTOR: Kind = kind(Level::L4, Role::Redactor);
const COPIES: Kind = kind(Level::L4, Role::Verifier);
const BUNDLER: Kind = kind(Level::L4, Role::Bundler);

pub(crate) fn cases(maker: &mut Maker) {
    relay(maker);
    signing(maker);
    redacting(maker);
    copies(maker);
    manifests(maker);
    sealed_in_manifests(maker);
    feeds(maker);
    receipts(maker);
    forwards(maker);
    sealing(maker);
}

fn relay(maker: &mut Maker) {
    let plain = maker.world.signed(Record, &link(), &["northland"]);
    let newer = link_with(
        &json!({ "spec": "1.7", "vocab": { "passerelle": "2027.1" }, "tomorrow": { "zeta": 1, "alpha": [true, "x"] } }),
    );
    let newer = maker.world.signed(Record, &newer, &["northland"]);
    let two = maker.world.signed(
        Record,
        &link_with(&json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } })),
        &["northland", "southland"],
    );
    let extended = maker.world.signed(
        Record,
        &link_with(
            &json!({ "ext": { "example.police:zz": { "b": 1, "a": "\u{e9}" }, "example.police:aa": [3, 1, 2] } }),
        ),
        &["northland"],
    );
    let rows: Vec<(&str, &str, Vec<u8>, &str, &[u16])> = vec![
        ("to-opaque", "the clear form into the opaque one", bytes(&plain), "opaque", &[89]),
        ("to-clear", "the opaque form into the clear one", bytes(&opaque(&plain)), "clear", &[89]),
        ("same", "the clear form with white space into itself", pretty(&plain), "clear", &[19, 89]),
        ("newer", "members of a newer version go on as they are", bytes(&newer), "opaque", &[85, 89]),
        ("newer-back", "members of a newer version come back as they were", bytes(&opaque(&newer)), "clear", &[85, 89]),
        ("two-signatures", "both signatures go on, in their order", bytes(&two), "opaque", &[89]),
        ("extensions", "extensions go on as they are", bytes(&extended), "opaque", &[89]),
    ];
    for (name, title, text, form, rows) in rows {
        maker.case(RELAY, &format!("relay/{name}"), title).attacks(rows).flag("envelope").requires(&["PSR-ENV-015", "PSR-ENV-016"])
            .note("It loses, sorts or mends what it passes on: the signature breaks at the next station, or a member is gone.")
            .ask("convert", vec![("envelope", base64(&text)), ("form", word(form))], "accepted").done();
    }
    for (name, title, text, code, row) in [
        ("bad-json", "what is no JSON is not passed on", b"{".to_vec(), "JSON_SYNTAX", 8),
        (
            "bad-unsigned",
            "what nobody signed is not passed on",
            bytes(&json!({ "record": link(), "signatures": [] })),
            "ENV_UNSIGNED",
            16,
        ),
        ("bad-list", "a trust list is no record", maker.world.fixtures["trust/list-7.json"].clone(), "ENV_CONTENT", 28),
    ] {
        maker
            .case(RELAY, &format!("relay/{name}"), title)
            .attacks(&[row])
            .from("relay/to-opaque")
            .flag("envelope")
            .requires(&["PSR-ENV-016", "PSR-ENV-015"])
            .note("It passes on what no reader can take.")
            .ask("convert", vec![("envelope", base64(&text)), ("form", word("opaque"))], code)
            .done();
    }
    let sketch = maker
        .case(RELAY, "relay/newer-opened", "members of a newer version are kept, and reported")
        .attacks(&[85])
        .flag("envelope")
        .note("It drops or refuses what it does not know yet.");
    sketch.ask("open", vec![("envelope", base64(&bytes(&newer)))], "finds VER_NEWER").done();
    for (name, title, members, due, row) in [
        ("bad-major", "another major version", json!({ "spec": "2.0" }), "VER_MAJOR", 84),
        (
            "bad-unknown",
            "a member that 1.0 does not have, in a record of 1.0",
            json!({ "tomorrow": 1 }),
            "SCHEMA_UNKNOWN_MEMBER",
            85,
        ),
        (
            "must",
            "what must be understood is not known",
            json!({ "must": ["example.police:unit_code"], "ext": { "example.police:unit_code": 1 } }),
            "finds VER_MUST",
            86,
        ),
        (
            "vocabulary",
            "a code of an open list that is not known",
            json!({ "vocab": { "passerelle": "2027.1" }, "content": { "kind": "beams-to" } }),
            "finds VOC_UNKNOWN",
            87,
        ),
        (
            "handling",
            "a marking that is not known",
            json!({ "vocab": { "passerelle": "2027.1" }, "handling": { "onward": "by-moonlight" } }),
            "finds VOC_HANDLING",
            88,
        ),
    ] {
        let envelope = maker.world.signed(Record, &link_with(&members), &["northland"]);
        maker
            .case(RELAY, &format!("versions/{name}"), title)
            .attacks(&[row])
            .from("envelopes/plain")
            .flag("record-form")
            .note("It acts on what it does not understand, or refuses what it should keep.")
            .ask("open", vec![("envelope", base64(&bytes(&envelope)))], due)
            .done();
    }
}

fn signing(maker: &mut Maker) {
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

/// A record of which everything that may be is redactable.
fn full(maker: &Maker) -> Vec<u8> {
    let plan = Redactable::defaults();
    sign_redactable(&bytes(&link()), &[maker.world.key("northland")], time(SIGNED), Form::Clear, &plan, &mut Counted(0))
        .unwrap()
}

fn places(texts: &[&str]) -> Vec<Pointer> {
    texts.iter().map(|text| Pointer::parse(text).unwrap()).collect()
}

fn redacting(maker: &mut Maker) {
    let full = full(maker);
    let rows: Vec<(&str, &str, Vec<&str>, &str)> = vec![
        ("nothing", "a copy of everything", vec![], "accepted"),
        ("member", "a member is left out", vec!["/contact"], "accepted"),
        ("element", "an element of a list is left out", vec!["/national_refs/0"], "accepted"),
        ("list", "all elements of a list are left out", vec!["/national_refs"], "accepted"),
        ("two", "two parts are left out", vec!["/contact", "/national_refs/1"], "accepted"),
        ("bad-mandatory", "the marking cannot be left out", vec!["/handling"], "RED_MANDATORY"),
        ("bad-id", "the identifier cannot be left out", vec!["/id"], "RED_MANDATORY"),
        ("bad-not-redactable", "what its author did not make redactable stays", vec!["/national_refs/7"], "any"),
    ];
    for (name, title, parts, due) in rows {
        let mut sketch = maker
            .bare(REDACTOR, &format!("redaction/copy-{name}"), title)
            .flag("disclosure")
            .note("Its copy says other things than the record, or lets out what was to stay in.")
            .requires(&["PSR-RED-012"]);
        if name.starts_with("bad") {
            sketch = sketch.from("redaction/copy-nothing").attacks(&[79]);
        }
        sketch.ask("redact", vec![("envelope", base64(&full)), ("withhold", words(&parts))], due).done();
    }
    let plain = bytes(&maker.world.signed(Record, &link(), &["northland"]));
    maker
        .bare(REDACTOR, "redaction/copy-bad-plain", "a record without digests has nothing to leave out")
        .from("redaction/copy-nothing")
        .flag("disclosure")
        .note("It takes a part out, and the signature breaks.")
        .ask("redact", vec![("envelope", base64(&plain)), ("withhold", words(&["/contact"]))], "RED_NOT_REDACTABLE")
        .done();
    let signed = |places: &[&str], salts: &[Vec<u8>]| {
        let salts: Vec<&[u8]> = salts.iter().map(|salt| &salt[..16]).collect();
        vec![
            ("draft", base64(&bytes(&link()))),
            ("keys", keys(&["northland"])),
            ("redactable", words(places)),
            ("salts", list(&salts)),
        ]
    };
    let salts = [salt(1), salt(2)];
    maker
        .bare(REDACTOR, "redaction/sign", "two parts are made redactable")
        .flag("disclosure")
        .note("Its digests are other ones, so that no reader finds what they stand for.")
        .requires(&["PSR-RED-011", "PSR-RED-001", "PSR-RED-002"])
        .ask("sign", signed(&["/contact", "/national_refs/0"], &salts), "accepted")
        .done();
    for (name, title, parts, salts, code) in [
        ("bad-salt-twice", "a salt comes twice", vec!["/contact", "/national_refs/0"], [salt(1), salt(1)], "RED_FORM"),
        ("bad-handling", "the marking is to be redactable", vec!["/handling"], [salt(1), salt(2)], "RED_MANDATORY"),
        ("bad-negation", "the identifier is to be redactable", vec!["/id"], [salt(1), salt(2)], "RED_MANDATORY"),
        (
            "bad-nothing-there",
            "what is not there is to be redactable",
            vec!["/attachments/0"],
            [salt(1), salt(2)],
            "RED_NOT_REDACTABLE",
        ),
    ] {
        maker
            .bare(REDACTOR, &format!("redaction/sign-{name}"), title)
            .from("redaction/sign")
            .attacks(&[77, 79])
            .flag("disclosure")
            .note("It makes a record that hides what must be seen, or whose digests can be guessed.")
            .requires(&["PSR-RED-011"])
            .ask("sign", signed(&parts, &salts), code)
            .done();
    }
    let less = redact(&full, &places(&["/contact"])).unwrap();
    maker
        .bare(REDACTOR, "redaction/bad-cosign-copy", "a copy is not signed by another one")
        .from("redaction/sign")
        .flag("disclosure")
        .note("It signs what it cannot read.")
        .ask("cosign", vec![("envelope", base64(&less)), ("keys", keys(&["northland"]))], "RED_INCOMPLETE")
        .done();
}

fn copies(maker: &mut Maker) {
    let full = full(maker);
    let open = |maker: &mut Maker, name: &str, title: &str, text: &[u8], due: &str, rows: &[u16]| {
        let mut sketch = maker
            .case(COPIES, &format!("redaction/{name}"), title)
            .attacks(rows)
            .flag("disclosure")
            .note("It shows what nobody signed, or does not say that something is left out.");
        if name.starts_with("bad") {
            sketch = sketch.from("redaction/full").requires(&[
                "PSR-RED-001",
                "PSR-RED-002",
                "PSR-RED-009",
                "PSR-RED-017",
                "PSR-RED-018",
            ]);
        } else {
            sketch = sketch.requires(&[
                "PSR-RED-001",
                "PSR-RED-002",
                "PSR-RED-009",
                "PSR-RED-010",
                "PSR-RED-012",
                "PSR-RED-017",
            ]);
        }
        sketch.ask("open", vec![("envelope", base64(text))], due).done();
    };
    open(maker, "full", "everything is disclosed", &full, "accepted", &[]);
    for (name, title, parts) in [
        ("less-member", "a member is withheld", vec!["/contact"]),
        ("less-element", "an element is withheld", vec!["/national_refs/0"]),
        ("less-list", "a list is withheld", vec!["/national_refs"]),
        ("less-all", "all is withheld that may be", vec!["/contact", "/national_refs"]),
    ] {
        let copy = redact(&full, &places(&parts)).unwrap();
        open(maker, name, title, &copy, "accepted", &[]);
    }
    let whole: Value = serde_json::from_slice(&full).unwrap();
    let held = whole["disclosures"].as_array().unwrap().clone();
    let with = |disclosures: Vec<Value>| {
        let mut changed = whole.clone();
        changed["disclosures"] = disclosures.into();
        bytes(&changed)
    };
    let text = String::from_utf8(passerelle::crypto::decode_base64url(held[0].as_str().unwrap()).unwrap()).unwrap();
    let spaced = encode_base64url(text.replacen(',', ", ", 1).as_bytes());
    let swapped: Vec<Value> = held.iter().rev().cloned().collect();
    open(maker, "other-order", "the disclosures in another order", &with(swapped), "accepted", &[]);
    open(
        maker,
        "bad-spelling",
        "a disclosure in another spelling",
        &with([vec![spaced.into()], held[1..].to_vec()].concat()),
        "RED_UNREFERENCED",
        &[74],
    );
    open(maker, "bad-twice", "a disclosure twice", &with([&held[..], &held[..1]].concat()), "RED_DUPLICATE", &[75]);
    let stranger = encode_base64url(&bytes(
        &json!([encode_base64url(&[7; 16]), "contact", { "role": "x", "ref": "y@unit.example" }]),
    ));
    open(
        maker,
        "bad-unreferenced",
        "a disclosure that no digest stands for",
        &with([held.clone(), vec![stranger.into()]].concat()),
        "RED_UNREFERENCED",
        &[74],
    );
    open(
        maker,
        "bad-base64",
        "a disclosure with padding",
        &with([vec![format!("{}=", held[0].as_str().unwrap()).into()], held[1..].to_vec()].concat()),
        "ENV_BASE64",
        &[18],
    );
    let many: Vec<Value> =
        (0..257).map(|number| encode_base64url(format!("[\"{number:022}\",\"a\",1]").as_bytes()).into()).collect();
    open(maker, "bad-many", "257 disclosures", &with(many), "LIM_COUNT", &[3]);
    forged(maker, &open);
    missing(maker);
}

/// What a copy misses may be withheld, and is no fault then.
fn missing(maker: &mut Maker) {
    let armed =
        json!({ "contact": { "ref": "desk@unit.example", "role": "duty-desk" }, "content": { "caution": ["armed"] } });
    let profile = merged(super::records::profile(41), &armed);
    let plan = Redactable::nothing().with(Pointer::parse("/contact").unwrap());
    let full = sign_redactable(
        &bytes(&profile),
        &[maker.world.key("northland")],
        time(SIGNED),
        Form::Clear,
        &plan,
        &mut Counted(9),
    )
    .unwrap();
    let copy = redact(&full, &places(&["/contact"])).unwrap();
    let without = maker.world.record(&merged(profile, &json!({ "contact": null })));
    for (name, title, text, due) in [
        ("whole-caution", "a caution, and a desk to call", &full, "accepted"),
        ("less-caution", "the desk is withheld: a warning", &copy, "finds RULE_CAUTION_NEEDS_CONTACT"),
        ("bad-caution", "there is no desk: an error", &without, "RULE_CAUTION_NEEDS_CONTACT"),
    ] {
        let mut sketch = maker
            .case(COPIES, &format!("redaction/{name}"), title)
            .flag("disclosure")
            .requires(&["PSR-RED-010"])
            .note("It refuses a copy for what is withheld in it, or forgives a whole record what it lacks.");
        if name != "whole-caution" {
            sketch = sketch.from("redaction/whole-caution");
        }
        sketch.ask("open", vec![("envelope", base64(text))], due).done();
    }
    let copies = [full, copy];
    for (name, title, order) in [
        ("status-full-last", "the copy comes before the whole", [1, 0]),
        ("status-full-first", "the copy comes after the whole", [0, 1]),
    ] {
        let mut sketch = maker
            .case(COPIES, &format!("redaction/{name}"), title)
            .flag("disclosure")
            .requires(&["PSR-RED-016"])
            .note("What holds hangs on the order in which copies come.");
        for at in order {
            sketch = sketch.keeps(&copies[at], "accepted");
        }
        sketch.ask("status", Vec::new(), "any").done();
    }
}

type Open<'o> = &'o dyn Fn(&mut Maker, &str, &str, &[u8], &str, &[u16]);

/// Records that a signer who means no good wrote.
fn forged(maker: &mut Maker, open: Open<'_>) {
    let salt = encode_base64url(&[7; 16]);
    let contact = json!({ "ref": "x@unit.example", "role": "duty-desk" });
    let base = merged(link(), &json!({ "_sd_alg": "sha-256", "contact": null }));
    let rows: Vec<(&str, &str, Value, Value, &str, u16)> = vec![
        (
            "bad-salt-short",
            "a salt of 15 bytes",
            json!([encode_base64url(&[7; 15]), "contact", contact]),
            json!({}),
            "RED_FORM",
            77,
        ),
        ("bad-not-list", "a disclosure that is no list", json!({ "contact": contact }), json!({}), "RED_FORM", 77),
        ("bad-four", "a disclosure with four parts", json!([salt, "contact", contact, 1]), json!({}), "RED_FORM", 77),
        (
            "bad-collision",
            "it takes the place of a member that is there",
            json!([salt, "contact", contact]),
            json!({ "contact": contact }),
            "RED_COLLISION",
            76,
        ),
        ("bad-name-sd", "it is named `_sd`", json!([salt, "_sd", ["x"]]), json!({}), "RED_COLLISION", 76),
        ("bad-name-dots", "it is named `...`", json!([salt, "...", "x"]), json!({}), "RED_COLLISION", 76),
        (
            "bad-handling",
            "the marking is withheld",
            json!([salt, "handling", link()["handling"]]),
            json!({ "handling": null }),
            "RED_MANDATORY",
            79,
        ),
        (
            "bad-must",
            "what must be understood is withheld",
            json!([salt, "must", ["example.police:unit_code"]]),
            json!({}),
            "RED_MANDATORY",
            79,
        ),
        (
            "bad-id",
            "the identifier is withheld",
            json!([salt, "id", link()["id"]]),
            json!({ "id": null }),
            "RED_MANDATORY",
            79,
        ),
        (
            "bad-place",
            "an extension is withheld",
            json!([salt, "ext", { "example.police:unit_code": 1 }]),
            json!({}),
            "RED_PLACE",
            78,
        ),
        (
            "bad-hash",
            "the hash is SHA-1",
            json!([salt, "contact", contact]),
            json!({ "_sd_alg": "sha-1" }),
            "HASH_ALG",
            80,
        ),
        (
            "bad-hash-missing",
            "no hash is named",
            json!([salt, "contact", contact]),
            json!({ "_sd_alg": null }),
            "any",
            80,
        ),
    ];
    for (name, title, disclosure, members, code, row) in rows {
        let text = encode_base64url(&bytes(&disclosure));
        let digest = digest_text(&text);
        let record = merged(merged(base.clone(), &json!({ "_sd": [digest] })), &members);
        let entry = maker.world.entry(Record, &record, "northland", &json!({}));
        let whole = json!({ "disclosures": [text], "record": record, "signatures": [entry] });
        open(maker, name, title, &bytes(&whole), code, &[row]);
    }
    let text = encode_base64url(&bytes(&json!([salt, "contact", contact])));
    let digest = digest_text(&text);
    for (name, title, members, code, row) in [
        ("bad-digest-twice", "a digest twice", json!({ "_sd": [digest, digest] }), "RED_DUPLICATE", 75),
        (
            "bad-digest-in-handling",
            "a digest inside the marking",
            json!({ "_sd": [digest], "handling": { "_sd": ["A".repeat(43)] } }),
            "RED_MANDATORY",
            79,
        ),
        (
            "bad-digests-many",
            "257 digests",
            json!({ "_sd": (0..257).map(|number| digest_text(&number.to_string())).collect::<std::collections::BTreeSet<_>>() }),
            "LIM_COUNT",
            3,
        ),
        ("bad-digest-short", "a digest that is too short", json!({ "_sd": ["AAAA"] }), "RED_FORM", 77),
    ] {
        let record = merged(base.clone(), &members);
        let entry = maker.world.entry(Record, &record, "northland", &json!({}));
        let whole = json!({ "disclosures": [text], "record": record, "signatures": [entry] });
        open(maker, name, title, &bytes(&whole), code, &[row]);
    }
}

fn digest_text(text: &str) -> String {
    let hash = digest_of(text.as_bytes())["hash"].as_str().unwrap().to_owned();
    encode_base64url(&super::world::unhex(&hash))
}

fn of_value(value: &Value) -> Value {
    digest_of(&canonical(value))
}

fn manifest(record: &Value, members: &Value) -> Value {
    let manifest = json!({
        "spec": "1.0",
        "issuer": "XX/northland",
        "feed": "daily",
        "sequence": 1,
        "issued": SIGNED,
        "next_by": "2026-06-02T08:05:00Z",
        "count": 1,
        "records": [{ "digest": of_value(&record["record"]), "signatures": of_value(&record["signatures"]) }],
    });
    merged(manifest, members)
}

const MANIFESTS: [&str; 12] = [
    "PSR-MAN-001",
    "PSR-MAN-002",
    "PSR-MAN-003",
    "PSR-MAN-004",
    "PSR-MAN-005",
    "PSR-MAN-008",
    "PSR-MAN-009",
    "PSR-MAN-010",
    "PSR-MAN-011",
    "PSR-MAN-012",
    "PSR-MAN-014",
    "PSR-MAN-015",
];

fn manifests(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let other = maker.world.signed(Record, &link_with(&json!({ "lang": "fr" })), &["northland"]);
    let mut spoilt = record.clone();
    spoilt["signatures"][0]["signature"] = encode_base64url(&[1; 64]).into();
    let both = json!({ "count": 2, "records": [manifest(&record, &json!({}))["records"][0], manifest(&other, &json!({}))["records"][0]] });
    let (one, two) = (bytes(&record), bytes(&other));
    let as_opaque = bytes(&opaque(&record));
    let rows: Vec<(&str, &str, Value, &str, Vec<&[u8]>, &str, u16)> = vec![
        ("plain", "a manifest and its record", json!({}), "northland", vec![&one], "accepted", 82),
        ("two", "a manifest and two records", both.clone(), "northland", vec![&one, &two], "accepted", 82),
        (
            "two-other-order",
            "the records in another order",
            both.clone(),
            "northland",
            vec![&two, &one],
            "accepted",
            82,
        ),
        ("opaque", "the record in the other form", json!({}), "northland", vec![&as_opaque], "accepted", 82),
        ("bad-missing", "a record did not come", both.clone(), "northland", vec![&one], "BND_CONTENT", 82),
        ("bad-extra", "a record that is not listed came", json!({}), "northland", vec![&one, &two], "BND_CONTENT", 82),
        ("bad-repeated", "a record came twice", json!({}), "northland", vec![&one, &one], "BND_CONTENT", 82),
        ("bad-count", "the count is another one", json!({ "count": 2 }), "northland", vec![&one], "BND_CONTENT", 82),
        ("bad-other-issuer", "signed by another authority", json!({}), "southland", vec![&one], "KEY_AUTHORITY", 31),
        ("bad-stranger", "signed by an unknown key", json!({}), "stranger", vec![&one], "KEY_UNKNOWN", 30),
        (
            "bad-no-prev",
            "the second of a feed names none before it",
            json!({ "sequence": 2 }),
            "northland",
            vec![&one],
            "SCHEMA_COMBINATION",
            83,
        ),
        (
            "bad-first-with-prev",
            "the first of a feed names one before it",
            json!({ "prev": { "alg": "sha-256", "hash": "0".repeat(64) } }),
            "northland",
            vec![&one],
            "SCHEMA_COMBINATION",
            83,
        ),
        (
            "bad-member",
            "a member that manifests do not have",
            json!({ "x": 1 }),
            "northland",
            vec![&one],
            "SCHEMA_UNKNOWN_MEMBER",
            15,
        ),
        ("bad-major", "another major version", json!({ "spec": "2.0" }), "northland", vec![&one], "VER_MAJOR", 84),
        (
            "bad-role",
            "an authority without the role `manifest`",
            json!({ "issuer": "XX/eastland" }),
            "eastland",
            vec![&one],
            "KEY_ROLE",
            32,
        ),
    ];
    for (name, title, members, signer, records, due, row) in rows {
        let text = bytes(&maker.world.signed(Manifest, &manifest(&record, &members), &[signer]));
        let mut sketch = maker
            .case(BUNDLER, &format!("manifests/{name}"), title)
            .attacks(&[row])
            .flag("statement")
            .requires(&MANIFESTS)
            .note("A record that is lost, added or exchanged on the way goes unnoticed.");
        if name.starts_with("bad") {
            sketch = sketch.from("manifests/plain");
        }
        sketch.ask("manifest", vec![("manifest", base64(&text)), ("records", list(&records))], due).done();
    }
    let text = bytes(&maker.world.signed(Manifest, &manifest(&spoilt, &json!({})), &["northland"]));
    let spoilt = bytes(&spoilt);
    maker
        .case(BUNDLER, "manifests/vouched", "the manifest's key vouches for a signature of its own that is listed")
        .attacks(&[82])
        .flag("statement")
        .requires(&MANIFESTS)
        .note("It does not do what PSR-MAN-009 says, or does it for others.")
        .ask("manifest", vec![("manifest", base64(&text)), ("records", list(&[&spoilt]))], "any")
        .done();
    let changed =
        String::from_utf8(bytes(&maker.world.signed(Manifest, &manifest(&record, &json!({})), &["northland"])))
            .unwrap()
            .replacen("daily", "dairy", 1);
    maker
        .case(BUNDLER, "manifests/bad-changed", "a word of the manifest is another one")
        .attacks(&[33])
        .from("manifests/plain")
        .flag("statement")
        .requires(&MANIFESTS)
        .note("It does not verify the manifest.")
        .ask(
            "manifest",
            vec![("manifest", base64(changed.as_bytes())), ("records", list(&[&bytes(&record)]))],
            "SIG_INVALID",
        )
        .done();
}

/// Records that come sealed, with the manifest that lists what is inside them.
fn sealed_in_manifests(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let sealed = super::sealed::make(maker, &bytes(&record));
    let text = bytes(&maker.world.signed(Manifest, &manifest(&record, &json!({})), &["northland"]));
    let rows: [(&str, &str, Vec<&[u8]>, Option<&str>, &str); 4] = [
        ("sealed", "a sealed record, and its key", vec![&sealed], Some("southland-x25519"), "accepted"),
        ("bad-closed", "a sealed record, and no key", vec![&sealed], None, "BND_CONTENT"),
        ("bad-closed-for-others", "a key of somebody else", vec![&sealed], Some("northland-p256"), "BND_CONTENT"),
        ("bad-closed-too-many", "one more than is listed", vec![&sealed, &sealed], None, "BND_CONTENT"),
    ];
    for (name, title, records, by, due) in rows {
        let mut sketch = maker
            .case(BUNDLER, &format!("manifests/{name}"), title)
            .attacks(&[82])
            .flag("sealing")
            .requires(&["PSR-MAN-017"])
            .note("It holds the cover against the manifest, or says that something is lost that nobody can see.");
        if name.starts_with("bad") {
            sketch = sketch.from("manifests/sealed");
        }
        let mut input = vec![("manifest", base64(&text)), ("records", list(&records))];
        input.extend(by.map(|by| ("key", key(by))));
        sketch.ask("manifest", input, due).done();
    }
}

fn feeds(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let empty = |sequence: i64, prev: &Value, issued: &str| {
        manifest(
            &record,
            &json!({ "sequence": sequence, "prev": prev, "count": 0, "records": null, "issued": issued, "next_by": "2026-06-03T08:00:00Z" }),
        )
    };
    let first = manifest(&record, &json!({ "count": 0, "records": null, "next_by": "2026-06-03T08:00:00Z" }));
    let second = empty(2, &of_value(&first), "2026-06-01T09:00:00Z");
    let third = empty(3, &of_value(&second), "2026-06-01T10:00:00Z");
    let fork = empty(2, &of_value(&first), "2026-06-01T09:30:00Z");
    let astray = empty(3, &digest_of(b"another"), "2026-06-01T10:00:00Z");
    let rows: Vec<(&str, &str, Vec<&Value>, &str, Option<&str>)> = vec![
        ("whole", "three manifests that follow one another", vec![&first, &second, &third], "accepted", None),
        ("other-order", "three in another order", vec![&third, &first, &second], "accepted", None),
        ("repeated", "one comes twice", vec![&first, &second, &second], "accepted", None),
        ("bad-gap", "the second is missing", vec![&first, &third], "BND_SEQUENCE", None),
        ("bad-fork", "two contents for the second", vec![&first, &second, &fork], "BND_SEQUENCE", None),
        ("bad-astray", "the third follows another second", vec![&first, &second, &astray], "BND_SEQUENCE", None),
        ("bad-overdue", "the next one has not come", vec![&first, &second], "any", Some("2026-06-04T00:00:00Z")),
    ];
    for (name, title, manifests, due, now) in rows {
        let texts: Vec<Vec<u8>> = manifests
            .iter()
            .map(|manifest| {
                let at = time(manifest["issued"].as_str().unwrap()).unix_seconds();
                let entry = maker.world.entry(Manifest, manifest, "northland", &json!({ "iat": at }));
                bytes(&envelope(Manifest, manifest, vec![entry]))
            })
            .collect();
        let mut sketch = maker
            .case(BUNDLER, &format!("feeds/{name}"), title)
            .attacks(&[83])
            .flag("statement")
            .requires(&["PSR-MAN-006", "PSR-MAN-007"])
            .note("Somebody can hold back what was sent, or tell two readers two things.");
        if name.starts_with("bad") {
            sketch = sketch.from("feeds/whole");
        }
        for text in &texts {
            sketch = sketch.ask("manifest", vec![("manifest", base64(text)), ("records", list(&[]))], "accepted");
        }
        sketch.ask_at("feeds", now, Vec::new(), due).done();
    }
}

const RECEIPTS: [&str; 5] = ["PSR-RCP-001", "PSR-RCP-002", "PSR-RCP-003", "PSR-RCP-004", "PSR-RCP-005"];

fn receipts(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let exact = json!({ "id": link()["id"], "rev": 1, "digest": of_value(&record["record"]) });
    let held = json!({ "spec": "1.0", "issuer": "XX/southland", "issued": "2026-06-01T08:15:00Z", "received": "2026-06-01T08:15:00Z", "record": exact, "signatures": [of_value(&record["signatures"][0])] });
    let at = |text: &str| json!({ "iat": time(text).unix_seconds() });
    let rows: Vec<(&str, &str, Value, &str, &str, &str, u16)> = vec![
        ("plain", "another authority had the record", json!({}), "southland", "2026-06-01T08:15:00Z", "accepted", 47),
        (
            "bad-other-issuer",
            "signed by another authority",
            json!({}),
            "northland",
            "2026-06-01T08:15:00Z",
            "KEY_AUTHORITY",
            31,
        ),
        (
            "bad-received-late",
            "received after it was issued",
            json!({ "received": "2026-06-01T08:15:01Z" }),
            "southland",
            "2026-06-01T08:15:00Z",
            "SCHEMA_COMBINATION",
            47,
        ),
        (
            "bad-member",
            "a member that receipts do not have",
            json!({ "x": 1 }),
            "southland",
            "2026-06-01T08:15:00Z",
            "SCHEMA_UNKNOWN_MEMBER",
            15,
        ),
        (
            "bad-role",
            "an authority without the role `receipt`",
            json!({ "issuer": "XX/eastland" }),
            "eastland",
            "2026-06-01T08:15:00Z",
            "KEY_ROLE",
            32,
        ),
        ("bad-stranger", "signed by an unknown key", json!({}), "stranger", "2026-06-01T08:15:00Z", "KEY_UNKNOWN", 30),
        (
            "bad-hash-alg",
            "the digest is SHA-1",
            json!({ "record": { "digest": { "alg": "sha-1" } } }),
            "southland",
            "2026-06-01T08:15:00Z",
            "any",
            73,
        ),
    ];
    for (name, title, members, signer, iat, due, row) in rows {
        let document = merged(held.clone(), &members);
        let text = bytes(&envelope(Receipt, &document, vec![maker.world.entry(Receipt, &document, signer, &at(iat))]));
        let mut sketch = maker
            .case(COPIES, &format!("receipts/{name}"), title)
            .attacks(&[row])
            .flag("statement")
            .requires(&RECEIPTS)
            .note("It believes when a record was held from somebody who does not know.");
        if name.starts_with("bad") {
            sketch = sketch.from("receipts/plain");
        }
        sketch.ask("receipt", vec![("receipt", base64(&text))], due).done();
    }
    let as_signature = json!({ "record": record["record"], "signatures": [maker.world.entry(Receipt, &held, "southland", &json!({}))] });
    maker
        .case(COPIES, "receipts/bad-as-signature", "a receipt's signature in the place of the author's")
        .attacks(&[41])
        .from("envelopes/plain")
        .flag("statement")
        .note("It takes a receipt for the author's signature.")
        .ask("open", vec![("envelope", base64(&bytes(&as_signature)))], "HDR_TYP")
        .done();
    let theft = next_list(&maker.world, |list| {
        let key = &mut list["authorities"][0]["keys"][0];
        *key = merged(key.clone(), &json!({ "compromised_since": "2026-06-01T09:00:00Z", "status": "compromised" }));
    });
    let rows: Vec<(&str, &str, Value, &str, &str, &str, u16)> = vec![
        (
            "stolen-later",
            "the key was stolen after another country had the record",
            json!({}),
            "southland",
            "2026-06-01T08:15:00Z",
            "finds KEY_COMPROMISED_PRIOR",
            47,
        ),
        (
            "bad-stolen-before",
            "the other country had it after the theft only",
            json!({ "issued": "2026-06-01T09:30:00Z", "received": "2026-06-01T09:30:00Z" }),
            "southland",
            "2026-06-01T09:30:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "bad-stolen-other-record",
            "the receipt is for another record",
            json!({ "record": { "digest": digest_of(b"another") } }),
            "southland",
            "2026-06-01T08:15:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "bad-stolen-same-country",
            "the receipt is by an authority of the same country",
            json!({ "issuer": "XX/northwatch" }),
            "northwatch",
            "2026-06-01T08:15:00Z",
            "KEY_COMPROMISED",
            46,
        ),
    ];
    for (name, title, members, signer, iat, due, row) in rows {
        let document = merged(held.clone(), &members);
        let text = bytes(&envelope(Receipt, &document, vec![maker.world.entry(Receipt, &document, signer, &at(iat))]));
        let mut sketch = maker
            .case(COPIES, &format!("receipts/{name}"), title)
            .attacks(&[row])
            .flag("statement")
            .requires(&RECEIPTS)
            .note("It believes a back-dated signature of a stolen key, or forgets all that the key signed before.");
        if name.starts_with("bad") || due.starts_with("finds") {
            sketch = sketch.from("receipts/plain");
        }
        take(sketch, &theft)
            .ask("receipt", vec![("receipt", base64(&text))], "accepted")
            .ask("open", vec![("envelope", base64(&bytes(&record)))], due)
            .done();
    }
}

fn forwards(maker: &mut Maker) {
    let record = maker.world.signed(Record, &link(), &["northland"]);
    let exact = json!({ "id": link()["id"], "rev": 1, "digest": of_value(&record["record"]) });
    let honest = json!({
        "spec": "1.0", "issuer": "XX/southland", "issued": "2026-06-01T10:00:00Z", "record": exact, "to": ["XB"],
        "purpose": ["modus-operandi-exchange"], "handling": link()["handling"],
    });
    let text = |maker: &Maker, members: &Value, signer: &str| {
        let document = merged(honest.clone(), members);
        let at = time(document["issued"].as_str().unwrap()).unix_seconds();
        let entry = maker.world.entry(ObjectClass::Forward, &document, signer, &json!({ "iat": at }));
        (bytes(&envelope(ObjectClass::Forward, &document, vec![entry])), document)
    };
    let rows: Vec<(&str, &str, Value, &str, &str, u16)> = vec![
        ("plain", "passed on within the country", json!({}), "southland", "accepted", 81),
        ("bad-foreign", "passed on to another country", json!({ "to": ["XC"] }), "southland", "FWD_RELEASE", 81),
        (
            "bad-record",
            "it names another record",
            json!({ "record": { "digest": digest_of(b"another") } }),
            "southland",
            "FWD_RECORD",
            81,
        ),
        (
            "bad-looser",
            "its marking is laxer than the record's",
            json!({ "handling": { "tlp": "clear" } }),
            "southland",
            "FWD_HANDLING",
            81,
        ),
        (
            "bad-withheld",
            "it says that something is withheld, and nothing is",
            json!({ "withheld": ["/contact"] }),
            "southland",
            "FWD_MISMATCH",
            81,
        ),
        (
            "bad-chain",
            "the forward before it is not there",
            json!({ "prev": digest_of(b"another") }),
            "southland",
            "FWD_CHAIN",
            81,
        ),
        (
            "bad-purpose",
            "for a purpose that the record does not have",
            json!({ "purpose": ["arrest"] }),
            "southland",
            "any",
            81,
        ),
        ("bad-other-issuer", "signed by another authority", json!({}), "northland", "KEY_AUTHORITY", 31),
        (
            "bad-member",
            "a member that forwards do not have",
            json!({ "x": 1 }),
            "southland",
            "SCHEMA_UNKNOWN_MEMBER",
            15,
        ),
        (
            "bad-role",
            "an authority without the role `forward`",
            json!({ "issuer": "XX/eastland" }),
            "eastland",
            "KEY_ROLE",
            32,
        ),
    ];
    let kept = bytes(&record);
    for (name, title, members, signer, due, row) in rows {
        let (forward, _) = text(maker, &members, signer);
        let mut sketch = maker.case(COPIES, &format!("forwards/{name}"), title).attacks(&[row]).flag("statement").requires(&["PSR-FWD-001"]).note("It does not notice that a record went where its issuer does not want it, or that a station lies about what it left out.");
        if name.starts_with("bad") {
            sketch = sketch.from("forwards/plain");
        }
        sketch.keeps(&kept, "accepted").ask("forward", vec![("forward", base64(&forward))], due).done();
    }
    let (first, document) = text(maker, &json!({}), "southland");
    let (second, _) =
        text(maker, &json!({ "prev": of_value(&document), "issued": "2026-06-01T10:30:00Z" }), "southland");
    maker
        .case(COPIES, "forwards/two-steps", "passed on twice")
        .attacks(&[81])
        .flag("statement")
        .note("It does not follow the way of a copy.")
        .keeps(&kept, "accepted")
        .ask("forward", vec![("forward", base64(&first))], "accepted")
        .ask("forward", vec![("forward", base64(&second))], "any")
        .done();
    let full = full(maker);
    let copy = redact(&full, &places(&["/contact"])).unwrap();
    let whole: Value = serde_json::from_slice(&full).unwrap();
    let of_copy = json!({ "record": { "digest": of_value(&whole["record"]) } });
    let (silent, _) = text(maker, &of_copy, "southland");
    maker
        .case(COPIES, "forwards/bad-silent", "more is withheld than it says")
        .attacks(&[81])
        .from("forwards/plain")
        .flag("disclosure")
        .note("A station can leave out what it does not like, and nobody knows who did.")
        .keeps(&copy, "accepted")
        .ask("forward", vec![("forward", base64(&silent))], "FWD_MISMATCH")
        .done();
}

fn sealing(maker: &mut Maker) {
    let kept = bytes(&maker.world.signed(Record, &link(), &["northland"]));
    let sealed = super::sealed::make(maker, &kept);
    let whole: Value = serde_json::from_slice(&sealed).unwrap();
    let opened = |maker: &mut Maker, name: &str, title: &str, text: &[u8], by: Option<&str>, due: &str| {
        let mut sketch = maker
            .case(COPIES, &format!("sealing/{name}"), title)
            .flag("sealing")
            .requires(&["PSR-SEA-001", "PSR-SEA-009"])
            .note("It opens, or says that it opened, what was changed or is for somebody else.");
        if name.starts_with("bad") {
            sketch = sketch.from("sealing/plain");
        }
        let mut input = vec![("envelope", base64(text))];
        input.extend(by.map(|by| ("key", key(by))));
        sketch.ask("open", input, due).done();
    };
    opened(maker, "plain", "a record that is sealed to this key", &sealed, Some("southland-x25519"), "accepted");
    opened(maker, "bad-no-key", "without a key", &sealed, None, "SEA_LOCKED");
    opened(maker, "bad-other-key", "with the key of somebody else", &sealed, Some("northland-p256"), "SEA_NOT_FOR_ME");
    let spoilt = |change: &dyn Fn(&mut Value)| {
        let mut spoilt = whole.clone();
        change(&mut spoilt);
        bytes(&spoilt)
    };
    let flipped = |text: &Value| {
        let mut bytes = passerelle::crypto::decode_base64url(text.as_str().unwrap()).unwrap();
        bytes[0] ^= 1;
        Value::from(encode_base64url(&bytes))
    };
    let header = |members: Value| {
        let text = passerelle::crypto::decode_base64url(whole["protected"].as_str().unwrap()).unwrap();
        let held: Value = serde_json::from_slice(&text).unwrap();
        Value::from(encode_base64url(&bytes(&merged(held, &members))))
    };
    for (name, title, member) in [
        ("bad-ciphertext", "a bit of the content is flipped", "ciphertext"),
        ("bad-tag", "a bit of the tag is flipped", "tag"),
        ("bad-iv", "a bit of the vector is flipped", "iv"),
    ] {
        let text = spoilt(&|it| it[member] = flipped(&it[member]));
        opened(maker, name, title, &text, Some("southland-x25519"), "SEA_OPEN");
    }
    let text = spoilt(&|it| it["recipients"][0]["encrypted_key"] = flipped(&it["recipients"][0]["encrypted_key"]));
    opened(
        maker,
        "bad-wrapped-key",
        "a bit of the wrapped key is flipped",
        &text,
        Some("southland-x25519"),
        "SEA_OPEN",
    );
    let text = spoilt(&|it| it["protected"] = header(json!({ "enc": "A128CBC-HS256" })));
    opened(maker, "bad-enc", "another cipher", &text, Some("southland-x25519"), "SEA_ALG");
    let text = spoilt(&|it| it["protected"] = header(json!({ "zip": "DEF" })));
    opened(maker, "bad-zip", "compressed content", &text, Some("southland-x25519"), "SEA_FORBIDDEN");
    let text = spoilt(&|it| it["protected"] = header(json!({ "typ": "JWT" })));
    opened(maker, "bad-typ", "another class of object", &text, Some("southland-x25519"), "any");
    let text = spoilt(&|it| it["recipients"] = json!([]));
    opened(maker, "bad-no-recipients", "nobody can open it", &text, Some("southland-x25519"), "SEA_RECIPIENTS");
    let text = spoilt(&|it| drop(it.as_object_mut().unwrap().remove("tag")));
    opened(maker, "bad-no-tag", "no tag", &text, Some("southland-x25519"), "SEA_FORM");
    let text = spoilt(&|it| it["unprotected"] = json!({ "alg": "dir" }));
    opened(maker, "bad-unprotected", "a header that nothing protects", &text, Some("southland-x25519"), "any");
    for (name, title, to, due) in [
        ("seal", "to an authority that may have it", vec!["XX/southland"], "accepted"),
        ("bad-seal-nobody", "to nobody", vec![], "SEA_RECIPIENTS"),
        ("bad-seal-twice", "to one authority twice", vec!["XX/southland", "XX/southland"], "SEA_RECIPIENTS"),
        ("bad-seal-denied", "to an authority that may not have it", vec!["XX/eastland"], "any"),
        ("bad-seal-no-key", "to an authority without a key for it", vec!["XX/northwatch"], "SEA_NO_KEY"),
    ] {
        let mut sketch = maker
            .case(kind(Level::L4, Role::Relay), &format!("sealing/{name}"), title)
            .flag("sealing")
            .note("It seals a record for somebody who may not have it.");
        if name.starts_with("bad") {
            sketch = sketch.from("sealing/seal");
        }
        sketch
            .keeps(&kept, "accepted")
            .ask("seal", vec![("to", words(&to)), ("purpose", word("modus-operandi-exchange"))], due)
            .done();
    }
}
