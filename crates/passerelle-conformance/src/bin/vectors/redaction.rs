//! Area `redaction`: copies in which parts are left out, and records that pretend to be such copies.

use passerelle::ObjectClass::Record;
use passerelle::crypto::encode_base64url;
use passerelle::json::Pointer;
use passerelle::redaction::Redactable;
use passerelle::{Form, redact, sign_redactable};
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, keys, kind, list, words};
use super::records::link;
use super::world::{Counted, SIGNED, bytes, digest_of, merged, salt, time};

const REDACTOR: Kind = kind(Level::L4, Role::Redactor);

const COPIES: Kind = kind(Level::L4, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    redacting(maker);
    copies(maker);
}

/// A record of which everything that may be is redactable.
pub(crate) fn full(maker: &Maker) -> Vec<u8> {
    let plan = Redactable::defaults();
    sign_redactable(&bytes(&link()), &[maker.world.key("northland")], time(SIGNED), Form::Clear, &plan, &mut Counted(0))
        .unwrap()
}

pub(crate) fn places(texts: &[&str]) -> Vec<Pointer> {
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
        (
            "bad-not-redactable",
            "what its author did not make redactable stays",
            vec!["/national_refs/7"],
            "RED_NOT_REDACTABLE",
        ),
    ];
    for (name, title, parts, due) in rows {
        let mut sketch = maker
            .bare(REDACTOR, &format!("redaction/copy-{name}"), title)
            .flag("disclosure")
            .note("Its copy says other things than the record, or lets out what was to stay in.");
        if name.starts_with("bad") {
            sketch = sketch.from("redaction/copy-nothing").attacks(&[79]);
        } else {
            sketch = sketch.requires(&["PSR-RED-012"]);
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
            .requires(if name == "bad-salt-twice" { &["PSR-RED-011"] } else { &[] })
            .ask("sign", signed(&parts, &salts), code)
            .done();
    }
    maker
        .bare(REDACTOR, "redaction/sign-bad-denial", "that something is known to be false is to be redactable")
        .from("redaction/sign")
        .attacks(&[79])
        .flag("disclosure")
        .note("It lets a copy leave out who is not meant.")
        .ask(
            "sign",
            vec![
                ("draft", base64(&bytes(&denying()))),
                ("keys", keys(&["northland"])),
                ("redactable", words(&["/content/selectors/1"])),
                ("salts", list(&[&salt(1)[..16]])),
            ],
            "RED_MANDATORY",
        )
        .done();
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
            sketch = sketch.from("redaction/full");
        }
        sketch = sketch.requires(match name {
            "bad-digest-short" | "bad-digest-order" => &["PSR-RED-001"],
            "bad-hash" | "bad-hash-missing" => &["PSR-RED-002"],
            "bad-view-schema" => &["PSR-RED-009"],
            "bad-many" | "bad-digests-many" => &["PSR-RED-018"],
            "full" => &["PSR-RED-001", "PSR-RED-002", "PSR-RED-009"],
            _ if name.starts_with("bad") => &[],
            _ => &["PSR-RED-009", "PSR-RED-010", "PSR-RED-012"],
        });
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
    let moved = redact(&pointing(maker), &places(&["/content/selectors/0"])).unwrap();
    open(
        maker,
        "less-moved",
        "what leads to a later element of a list leads to it in the copy too",
        &moved,
        "accepted",
        &[],
    );
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

/// A profile with a note about the second of its selectors, of which the first can be withheld.
fn pointing(maker: &Maker) -> Vec<u8> {
    let mut profile = super::records::profile(43);
    let selectors = profile["content"]["selectors"].as_array_mut().unwrap();
    let other = merged(selectors[0].clone(), &json!({ "platform_id": "1000000002", "value": "another_test" }));
    selectors.push(other);
    profile["content"]["notes"] =
        json!([{ "about": "/content/selectors/1", "text": [{ "lang": "en", "text": "Invented for a test." }] }]);
    let plan = Redactable::nothing().with(Pointer::parse("/content/selectors/0").unwrap());
    sign_redactable(
        &bytes(&profile),
        &[maker.world.key("northland")],
        time(SIGNED),
        Form::Clear,
        &plan,
        &mut Counted(20),
    )
    .unwrap()
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
        sketch.ask("status", Vec::new(), "all active").done();
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
            "bad-view-schema",
            "what it discloses is not as it must be",
            json!([salt, "contact", { "ref": "x@unit.example", "role": "duty-desk", "tomorrow": 1 }]),
            json!({}),
            "SCHEMA_UNKNOWN_MEMBER",
            76,
        ),
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
            "HASH_ALG",
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
    let denial = denying();
    let text = encode_base64url(&bytes(&json!([salt, denial["content"]["selectors"][1]])));
    let mut record = merged(denial, &json!({ "_sd_alg": "sha-256" }));
    record["content"]["selectors"][1] = json!({ "...": digest_text(&text) });
    let entry = maker.world.entry(Record, &record, "northland", &json!({}));
    let whole = json!({ "disclosures": [text], "record": record, "signatures": [entry] });
    open(
        maker,
        "bad-denial",
        "that something is known to be false can be withheld",
        &bytes(&whole),
        "RED_MANDATORY",
        &[79],
    );
    let text = encode_base64url(&bytes(&json!([salt, "contact", contact])));
    let digest = digest_text(&text);
    let mut descending = [digest.clone(), digest_text("of another one")];
    descending.sort_by(|left, right| right.cmp(left));
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
        ("bad-digest-order", "the digests are not sorted", json!({ "_sd": descending }), "RED_FORM", 77),
    ] {
        let record = merged(base.clone(), &members);
        let entry = maker.world.entry(Record, &record, "northland", &json!({}));
        let whole = json!({ "disclosures": [text], "record": record, "signatures": [entry] });
        open(maker, name, title, &bytes(&whole), code, &[row]);
    }
}

/// A profile that says of an account that it is not the subject's.
fn denying() -> Value {
    let mut profile = super::records::profile(42);
    let selectors = profile["content"]["selectors"].as_array_mut().unwrap();
    let mut other = selectors[0].clone();
    other["platform_id"] = "1000000002".into();
    other["value"] = "another_test".into();
    other["negated"] = true.into();
    selectors.push(other);
    profile
}

fn digest_text(text: &str) -> String {
    let hash = digest_of(text.as_bytes())["hash"].as_str().unwrap().to_owned();
    encode_base64url(&super::world::unhex(&hash))
}
