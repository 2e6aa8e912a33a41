//! Areas `envelopes` and `headers`: the two forms, base64url, protected headers.

use passerelle::ObjectClass::Record;
use passerelle::crypto::encode_base64url;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, kind, pieces};
use super::records::link;
use super::world::{bytes, canonical, envelope, merged, opaque, pretty};

const OPEN: Kind = kind(Level::L2, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    forms(maker);
    members(maker);
    base64s(maker);
    headers(maker);
    extents(maker);
    order(maker);
}

/// Two faults in one envelope: the stage that comes first has the word.
fn order(maker: &mut Maker) {
    let bad = json!({ "purpose": [] });
    let record = merged(link(), &bad);
    let world = &maker.world;
    let by = |record: &Value, name: &str, header: Value| {
        envelope(Record, record, vec![world.entry(Record, record, name, &header)])
    };
    let spoilt = |mut envelope: Value| {
        envelope["signatures"][0]["signature"] = encode_base64url(&[1; 64]).into();
        envelope
    };
    let cut = |mut envelope: Value| {
        envelope["signatures"][0]["signature"] = encode_base64url(&[1; 3]).into();
        envelope
    };
    let late = json!({ "iat": super::world::time("2026-07-01T00:00:00Z").unix_seconds() });
    let two = merged(record.clone(), &json!({ "signers": { "min": 2, "of": ["XX/northland", "XX/southland"] } }));
    let strange = json!({ "spec": "2.0", "purpose": [] });
    let mut member = by(&record, "northland", json!({ "alg": "none" }));
    member["x"] = 1.into();
    let rows: Vec<(&str, &str, Value, &str)> = vec![
        ("envelope-header", "a member too many, and `alg` none", member, "ENV_MEMBER"),
        ("header-key", "`alg` none, and an unknown key", by(&record, "stranger", json!({ "alg": "none" })), "HDR_ALG"),
        (
            "key-cryptography",
            "an unknown key, and a bad signature",
            spoilt(by(&record, "stranger", json!({}))),
            "KEY_UNKNOWN",
        ),
        (
            "policy-cryptography",
            "a key of another authority, and a bad signature",
            spoilt(by(&record, "southland", json!({}))),
            "KEY_AUTHORITY",
        ),
        ("form-invalid", "a signature that is too short", cut(by(&record, "northland", json!({}))), "SIG_FORM"),
        (
            "cryptography-time",
            "a bad signature of the future",
            spoilt(by(&record, "northland", late.clone())),
            "SIG_INVALID",
        ),
        ("quorum-time", "too few signatures, of the future", by(&two, "northland", late.clone()), "SIG_QUORUM"),
        ("time-schema", "a signature of the future, and an empty list", by(&record, "northland", late), "TIME_FUTURE"),
        (
            "version-schema",
            "another major version, and an empty list",
            by(&merged(link(), &strange), "northland", json!({})),
            "VER_MAJOR",
        ),
        (
            "schema-rules",
            "an empty list, and a record that is its own end",
            by(
                &merged(link(), &json!({ "purpose": [], "content": { "to": link()["content"]["from"] } })),
                "northland",
                json!({}),
            ),
            "SCHEMA_EMPTY",
        ),
        (
            "schema-places",
            "two empty lists: the first place has the word",
            by(&merged(link(), &json!({ "purpose": [], "legal_basis": [] })), "northland", json!({})),
            "SCHEMA_EMPTY",
        ),
    ];
    for (name, title, envelope, code) in rows {
        maker.case(kind(Level::L3, Role::Verifier), &format!("order/bad-{name}"), title).from("envelopes/plain").attacks(&[90]).flag("envelope")
            .requires(&["PSR-ANS-003", "PSR-ANS-004", "PSR-ANS-005"]).note("It checks in another order, so that it says something else than its partners, or works on what is not verified yet.")
            .ask("open", vec![("envelope", base64(&bytes(&envelope)))], code).done();
    }
}

/// A case that opens an envelope made from `envelopes/plain`.
fn bad(maker: &mut Maker, name: &str, title: &str, envelope: &[u8], code: &str, rows: &[u16], note: &str) {
    maker
        .case(OPEN, name, title)
        .from("envelopes/plain")
        .attacks(rows)
        .note(note)
        .flag(if name.starts_with("headers") { "header" } else { "envelope" })
        .ask("open", vec![("envelope", base64(envelope))], code)
        .done();
}

fn good(maker: &mut Maker, name: &str, title: &str, envelope: &[u8], rows: &[u16]) {
    maker
        .case(OPEN, name, title)
        .attacks(rows)
        .note("It refuses what is good.")
        .requires(&["PSR-ANS-003", "PSR-ANS-004", "PSR-ANS-005"])
        .ask("open", vec![("envelope", base64(envelope))], "accepted")
        .done();
}

fn plain(maker: &Maker) -> Value {
    maker.world.signed(Record, &link(), &["northland"])
}

fn forms(maker: &mut Maker) {
    let plain = plain(maker);
    let clear = bytes(&plain);
    let as_opaque = opaque(&plain);
    good(maker, "envelopes/plain", "a record in the clear form", &clear, &[45]);
    good(maker, "envelopes/opaque", "a record in the opaque form", &bytes(&as_opaque), &[]);
    good(maker, "envelopes/white-space", "the clear form with other white space", &pretty(&plain), &[19]);
    let signatures = serde_json::to_string(&plain["signatures"]).unwrap();
    let record = String::from_utf8(bytes(&plain["record"])).unwrap();
    let turned = format!("{{\"signatures\":{signatures},\"record\":{record}}}");
    good(maker, "envelopes/member-order", "the clear form with its members in another order", turned.as_bytes(), &[19]);
    let escaped =
        String::from_utf8(clear.clone()).unwrap().replacen("\"lang\":\"en\"", "\"l\\u0061ng\":\"\\u0065n\"", 1);
    good(maker, "envelopes/escaped", "the clear form with letters escaped", escaped.as_bytes(), &[19]);
    let changed = String::from_utf8(clear).unwrap().replacen("som-protocol", "tip-protocol", 1);
    bad(
        maker,
        "envelopes/bad-record-changed",
        "a word of the record is another one",
        changed.as_bytes(),
        "SIG_INVALID",
        &[33, 90],
        "It verifies a text and hands out another one.",
    );
    for (name, title, payload) in [
        ("spaces", "the payload has white space", pretty(&link())),
        (
            "order",
            "the payload has its members in another order",
            br#"{"type":"link","issuer":"XX/northland"}"#.to_vec(),
        ),
        (
            "escape",
            "the payload has an escape that is not due",
            br#"{"issuer":"XX/northland","type":"l\u0069nk"}"#.to_vec(),
        ),
        ("trailing", "the payload has a line break at its end", [canonical(&link()), b"\n".to_vec()].concat()),
    ] {
        let entry = maker.world.entry_over(&bytes(&maker.world.header(Record, "northland")), &payload, "northland");
        let envelope = json!({ "payload": encode_base64url(&payload), "signatures": [entry] });
        bad(
            maker,
            &format!("envelopes/bad-not-canonical-{name}"),
            title,
            &bytes(&envelope),
            "ENV_NOT_CANONICAL",
            &[17],
            "It takes a payload that canonicalises to other bytes: the two forms have two digests.",
        );
    }
    let dup = br#"{"issuer":"XX/northland","type":"link","type":"notice"}"#;
    let entry = maker.world.entry_over(&bytes(&maker.world.header(Record, "northland")), dup, "northland");
    bad(
        maker,
        "envelopes/bad-payload-duplicate",
        "the payload has a member twice",
        &bytes(&json!({ "payload": encode_base64url(dup), "signatures": [entry] })),
        "JSON_DUPLICATE_NAME",
        &[5],
        "It reads the payload less strictly than the envelope.",
    );
    let text = String::from_utf8(bytes(&plain)).unwrap();
    let twice = text.replacen("{\"record\"", "{\"record\":{},\"record\"", 1);
    bad(
        maker,
        "envelopes/bad-record-twice",
        "the member `record` is there twice",
        twice.as_bytes(),
        "JSON_DUPLICATE_NAME",
        &[5],
        "It verifies one of two records, and shows the other one.",
    );
}

fn members(maker: &mut Maker) {
    let plain = plain(maker);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut envelope = plain.clone();
        change(&mut envelope);
        bytes(&envelope)
    };
    let payload = opaque(&plain)["payload"].clone();
    type Change<'c> = Box<dyn Fn(&mut Value) + 'c>;
    let cases: Vec<(&str, &str, Change<'_>, &str, u16)> = vec![
        (
            "both-forms",
            "both `record` and `payload`",
            Box::new(|it| it["payload"] = payload.clone()),
            "ENV_CONTENT",
            14,
        ),
        (
            "no-content",
            "neither `record` nor `payload`",
            Box::new(|it| drop(it.as_object_mut().unwrap().remove("record"))),
            "ENV_CONTENT",
            14,
        ),
        ("record-text", "`record` is a text", Box::new(|it| it["record"] = "x".into()), "ENV_CONTENT", 14),
        (
            "unprotected-header",
            "a header outside the signature",
            Box::new(|it| it["signatures"][0]["header"] = json!({ "alg": "none" })),
            "ENV_MEMBER",
            15,
        ),
        ("member-unknown", "a member that envelopes do not have", Box::new(|it| it["x"] = 1.into()), "ENV_MEMBER", 15),
        (
            "entry-member-unknown",
            "a member that signatures do not have",
            Box::new(|it| it["signatures"][0]["x"] = 1.into()),
            "ENV_MEMBER",
            15,
        ),
        (
            "flattened",
            "a signature beside the record, as in a flattened JWS",
            Box::new(|it| it["signature"] = it["signatures"][0]["signature"].clone()),
            "ENV_MEMBER",
            15,
        ),
        (
            "no-signatures",
            "no member `signatures`",
            Box::new(|it| drop(it.as_object_mut().unwrap().remove("signatures"))),
            "ENV_UNSIGNED",
            16,
        ),
        (
            "signatures-empty",
            "an empty list of signatures",
            Box::new(|it| it["signatures"] = json!([])),
            "ENV_UNSIGNED",
            16,
        ),
    ];
    for (name, title, change, code, row) in cases {
        let envelope = with(&*change);
        bad(
            maker,
            &format!("envelopes/bad-{name}"),
            title,
            &envelope,
            code,
            &[row],
            "It takes what it does not know, or what nobody signed.",
        );
    }
}

fn base64s(maker: &mut Maker) {
    let plain = plain(maker);
    let signature = plain["signatures"][0]["signature"].as_str().unwrap().to_owned();
    let protected = plain["signatures"][0]["protected"].as_str().unwrap().to_owned();
    let last = signature.chars().last().unwrap();
    // 64 bytes leave four unused bits in the last letter.
    let unused = format!("{}{}", &signature[..signature.len() - 1], if last == 'A' { 'B' } else { next_letter(last) });
    let cases = [
        ("padding", "padding behind the signature", "signature", format!("{signature}==")),
        (
            "white-space",
            "a line break in the signature",
            "signature",
            format!("{}\\n{}", &signature[..40], &signature[40..]),
        ),
        ("plus-slash", "the letters of plain base64", "signature", format!("+/{}", &signature[2..])),
        ("unused-bits", "an unused bit that is not zero", "signature", unused),
        ("length", "a length that no bytes have", "signature", signature[..85].to_owned()),
        ("protected-padding", "padding behind the header", "protected", format!("{protected}=")),
        ("empty", "no header at all", "protected", String::new()),
    ];
    for (name, title, member, text) in cases {
        let mut envelope = plain.clone();
        envelope["signatures"][0][member] = text.replace("\\n", "\n").into();
        let text = String::from_utf8(bytes(&envelope)).unwrap();
        let code = if name == "white-space" {
            "JSON_FORBIDDEN_CHAR"
        } else if name == "empty" {
            "JSON_SYNTAX"
        } else {
            "ENV_BASE64"
        };
        bad(
            maker,
            &format!("envelopes/bad-base64-{name}"),
            title,
            text.as_bytes(),
            code,
            &[18],
            "It takes several spellings of the same bytes, so that one record has several texts.",
        );
    }
    let mut spaced = plain.clone();
    spaced["signatures"][0]["signature"] = format!("{} {}", &signature[..40], &signature[40..]).into();
    bad(
        maker,
        "envelopes/bad-base64-space",
        "a space in the signature",
        &bytes(&spaced),
        "ENV_BASE64",
        &[18],
        "It leaves out what is no letter.",
    );
    let mut padded = opaque(&plain);
    padded["payload"] = format!("{}=", padded["payload"].as_str().unwrap()).into();
    bad(
        maker,
        "envelopes/bad-base64-payload-padding",
        "padding behind the payload",
        &bytes(&padded),
        "ENV_BASE64",
        &[18],
        "It takes several spellings of the same bytes.",
    );
}

fn next_letter(letter: char) -> char {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let at = LETTERS.find(letter).unwrap();
    char::from(LETTERS.as_bytes()[at + 1])
}

fn headers(maker: &mut Maker) {
    let record = link();
    let long = format!("XX/northland#{}", "A".repeat(300));
    let none = Value::Null;
    let south = maker.world.jwk("southland");
    type Row<'r> = (&'r str, &'r str, Value, &'r str, &'r [u16], &'r str);
    let cases: Vec<Row<'_>> = vec![
        (
            "alg-none",
            "`alg` is none",
            json!({ "alg": "none" }),
            "HDR_ALG",
            &[21],
            "It takes a record that nobody signed.",
        ),
        (
            "alg-none-capital",
            "`alg` is None",
            json!({ "alg": "None" }),
            "HDR_ALG",
            &[21],
            "It compares with one spelling of none.",
        ),
        (
            "alg-none-mixed",
            "`alg` is nOnE",
            json!({ "alg": "nOnE" }),
            "HDR_ALG",
            &[21],
            "It compares with one spelling of none.",
        ),
        ("alg-empty", "`alg` is empty", json!({ "alg": "" }), "HDR_ALG", &[21], "It falls back to a default."),
        (
            "alg-hs256",
            "`alg` is HS256",
            json!({ "alg": "HS256" }),
            "HDR_ALG",
            &[22],
            "It takes a public key for a shared secret: everybody can sign.",
        ),
        (
            "alg-hs384",
            "`alg` is HS384",
            json!({ "alg": "HS384" }),
            "HDR_ALG",
            &[22],
            "It takes a public key for a shared secret.",
        ),
        (
            "alg-hs512",
            "`alg` is HS512",
            json!({ "alg": "HS512" }),
            "HDR_ALG",
            &[22],
            "It takes a public key for a shared secret.",
        ),
        (
            "alg-eddsa",
            "`alg` is EdDSA",
            json!({ "alg": "EdDSA" }),
            "HDR_ALG",
            &[23],
            "It takes a name that stands for two curves.",
        ),
        (
            "alg-rs256",
            "`alg` is RS256",
            json!({ "alg": "RS256" }),
            "HDR_ALG",
            &[23],
            "It takes every algorithm that its library has.",
        ),
        (
            "alg-ps256",
            "`alg` is PS256",
            json!({ "alg": "PS256" }),
            "HDR_ALG",
            &[23],
            "It takes every algorithm that its library has.",
        ),
        (
            "alg-es256k",
            "`alg` is ES256K",
            json!({ "alg": "ES256K" }),
            "HDR_ALG",
            &[23],
            "It takes every algorithm that its library has.",
        ),
        (
            "alg-es512",
            "`alg` is ES512",
            json!({ "alg": "ES512" }),
            "HDR_ALG",
            &[23],
            "It takes every algorithm that its library has.",
        ),
        (
            "alg-ed448",
            "`alg` is Ed448",
            json!({ "alg": "Ed448" }),
            "HDR_ALG",
            &[23],
            "It takes every algorithm that its library has.",
        ),
        (
            "alg-lower-case",
            "`alg` is ed25519",
            json!({ "alg": "ed25519" }),
            "HDR_ALG",
            &[23],
            "It folds the names of algorithms.",
        ),
        ("alg-missing", "`alg` is missing", json!({ "alg": none }), "HDR_FORM", &[20], "It falls back to a default."),
        ("alg-number", "`alg` is a number", json!({ "alg": 1 }), "HDR_FORM", &[20], "It makes a text of anything."),
        ("kid-missing", "`kid` is missing", json!({ "kid": none }), "HDR_FORM", &[20], "It tries every key."),
        (
            "typ-missing",
            "`typ` is missing",
            json!({ "typ": none }),
            "HDR_TYP",
            &[28],
            "It takes one class of object for another.",
        ),
        (
            "iat-missing",
            "`iat` is missing",
            json!({ "iat": none }),
            "HDR_FORM",
            &[20],
            "It does not know when a record was signed, and judges it by no time.",
        ),
        (
            "iat-text",
            "`iat` is a text",
            json!({ "iat": "1780301100" }),
            "HDR_FORM",
            &[20],
            "It makes a number of anything.",
        ),
        (
            "iat-negative",
            "`iat` is before 1970",
            json!({ "iat": -1 }),
            "KEY_WINDOW",
            &[20, 42],
            "It takes the time for a large unsigned number.",
        ),
        (
            "jwk",
            "`jwk` brings a key",
            json!({ "jwk": south }),
            "HDR_FORBIDDEN",
            &[25],
            "It verifies with the key that the forger sends.",
        ),
        (
            "jku",
            "`jku` names where a key can be fetched",
            json!({ "jku": "https://keys.example/" }),
            "HDR_FORBIDDEN",
            &[25],
            "It fetches what a stranger names.",
        ),
        (
            "x5u",
            "`x5u` names where a certificate can be fetched",
            json!({ "x5u": "https://keys.example/" }),
            "HDR_FORBIDDEN",
            &[25],
            "It fetches what a stranger names.",
        ),
        (
            "x5c",
            "`x5c` brings certificates",
            json!({ "x5c": ["AAAA"] }),
            "HDR_FORBIDDEN",
            &[25],
            "It verifies with the certificate that the forger sends.",
        ),
        (
            "b64",
            "`b64` is false",
            json!({ "b64": false, "crit": ["b64"] }),
            "HDR_FORBIDDEN",
            &[26],
            "It signs other bytes than others verify.",
        ),
        (
            "crit-unknown",
            "`crit` names what is not known",
            json!({ "crit": ["example"], "example": 1 }),
            "HDR_FORBIDDEN",
            &[27],
            "It leaves out what it does not know.",
        ),
        ("crit-empty", "`crit` is empty", json!({ "crit": [] }), "HDR_CRIT", &[27], "It does not look at `crit`."),
        (
            "crit-twice",
            "`crit` names one thing twice",
            json!({ "crit": ["iat", "iat"] }),
            "HDR_CRIT",
            &[27],
            "It does not look at `crit`.",
        ),
        (
            "crit-absent",
            "`crit` names what is not there",
            json!({ "crit": ["exp"] }),
            "HDR_CRIT",
            &[27],
            "It does not look at `crit`.",
        ),
        (
            "crit-standard",
            "`crit` names a standard parameter",
            json!({ "crit": ["alg"] }),
            "HDR_CRIT",
            &[27],
            "It does not look at `crit`.",
        ),
        (
            "typ-jwt",
            "`typ` is JWT",
            json!({ "typ": "JWT" }),
            "HDR_TYP",
            &[28],
            "It takes a token of a log-in for a record.",
        ),
        (
            "typ-list",
            "`typ` is that of a trust list",
            json!({ "typ": "vnd.passerelle.trust-list.v1+json" }),
            "HDR_TYP",
            &[28],
            "It takes one class of object for another.",
        ),
        (
            "typ-receipt",
            "`typ` is that of a receipt",
            json!({ "typ": "vnd.passerelle.receipt.v1+json" }),
            "HDR_TYP",
            &[28, 41],
            "It takes a receipt for the author's signature.",
        ),
        (
            "typ-manifest",
            "`typ` is that of a manifest",
            json!({ "typ": "vnd.passerelle.manifest.v1+json" }),
            "HDR_TYP",
            &[28, 41],
            "It takes one class of object for another.",
        ),
        (
            "typ-prefix",
            "`typ` begins with application/",
            json!({ "typ": "application/vnd.passerelle.record.v1+json" }),
            "HDR_TYP",
            &[28],
            "It compares the ends of texts.",
        ),
        (
            "typ-v2",
            "`typ` is that of another major version",
            json!({ "typ": "vnd.passerelle.record.v2+json" }),
            "HDR_TYP",
            &[28],
            "It compares the beginnings of texts.",
        ),
        (
            "kid-path",
            "`kid` is a path",
            json!({ "kid": "../keys/northland.pem" }),
            "HDR_KID_FORM",
            &[29],
            "It opens the file that a stranger names.",
        ),
        (
            "kid-url",
            "`kid` is an address",
            json!({ "kid": "https://keys.example/northland" }),
            "HDR_KID_FORM",
            &[29],
            "It fetches what a stranger names.",
        ),
        (
            "kid-sql",
            "`kid` holds SQL",
            json!({ "kid": "x' OR '1'='1" }),
            "HDR_KID_FORM",
            &[29],
            "It puts the text of a stranger into a query.",
        ),
        ("kid-long", "`kid` is too long", json!({ "kid": long }), "HDR_KID_FORM", &[29], "It has no limit."),
        (
            "kid-no-authority",
            "`kid` has no authority",
            json!({ "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" }),
            "HDR_KID_FORM",
            &[29],
            "It finds the key by its thumbprint alone.",
        ),
        (
            "kid-case",
            "`kid` in small letters",
            json!({ "kid": maker.world.kid("northland").to_lowercase() }),
            "HDR_KID_FORM",
            &[29],
            "It compares without case.",
        ),
    ];
    for (name, title, header, code, rows, note) in cases {
        let entry = maker.world.entry(Record, &record, "northland", &header);
        let text = bytes(&envelope(Record, &record, vec![entry]));
        bad(maker, &format!("headers/bad-{name}"), title, &text, code, rows, note);
    }
    for (name, title, header, code, rows) in [
        ("list", "the header is a list", b"[]".to_vec(), "HDR_FORM", [20]),
        ("text", "the header is a text", b"\"alg\"".to_vec(), "HDR_FORM", [20]),
        (
            "duplicate",
            "the header has `alg` twice",
            {
                let header = String::from_utf8(bytes(&maker.world.header(Record, "northland"))).unwrap();
                header.replacen("{\"alg\"", "{\"alg\":\"none\",\"alg\"", 1).into_bytes()
            },
            "JSON_DUPLICATE_NAME",
            [5],
        ),
        ("not-json", "the header is no JSON", b"{alg}".to_vec(), "JSON_SYNTAX", [20]),
        ("encoding", "the header is not UTF-8", b"{\"alg\":\"\xff\"}".to_vec(), "JSON_ENCODING", [4]),
    ] {
        let entry = maker.world.entry_over(&header, &canonical(&record), "northland");
        let text = bytes(&envelope(Record, &record, vec![entry]));
        bad(
            maker,
            &format!("headers/bad-form-{name}"),
            title,
            &text,
            code,
            &rows,
            "It reads headers less strictly than records.",
        );
    }
    let named = json!({ "x5t#S256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
    let entry = maker.world.entry(Record, &record, "northland", &named);
    good(
        maker,
        "headers/thumbprint",
        "a header with the thumbprint of a certificate",
        &bytes(&envelope(Record, &record, vec![entry])),
        &[],
    );
    let spaced = String::from_utf8(bytes(&maker.world.header(Record, "northland"))).unwrap().replace(',', ", ");
    let entry = maker.world.entry_over(spaced.as_bytes(), &canonical(&record), "northland");
    good(
        maker,
        "headers/white-space",
        "a header with white space: it is signed as it is",
        &bytes(&envelope(Record, &record, vec![entry])),
        &[19],
    );
}

fn extents(maker: &mut Maker) {
    let plain = plain(maker);
    let mut many = plain.clone();
    many["signatures"] = Value::Array(vec![plain["signatures"][0].clone(); 17]);
    bad(
        maker,
        "limits/bad-signatures-17",
        "17 signatures",
        &bytes(&many),
        "LIM_COUNT",
        &[3],
        "It verifies as many signatures as somebody sends.",
    );
    let record = String::from_utf8(bytes(&plain)).unwrap();
    let (open, close) = record.split_at(record.len() - 1);
    let input = pieces(&[(open.as_bytes(), 1), (b" ", 6 * 1024 * 1024), (close.as_bytes(), 1)]);
    maker
        .case(OPEN, "limits/bad-envelope-size", "an envelope of more than six mebibytes")
        .from("envelopes/plain")
        .attacks(&[1])
        .flag("exhaustion")
        .note("It reads as much as somebody sends.")
        .ask("open", vec![("envelope", input)], "LIM_SIZE")
        .done();
}
