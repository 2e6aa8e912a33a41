//! Area `headers`: what stands in the protected header of a signature.

use passerelle::ObjectClass::Record;
use serde_json::{Value, json};

use super::envelopes::{bad, good};
use super::maker::Maker;
use super::records::link;
use super::world::{bytes, canonical, envelope};

pub(crate) fn cases(maker: &mut Maker) {
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
    let good_one = maker.world.entry(Record, &record, "northland", &json!({}));
    for (name, alg) in [("none", "nOnE"), ("hs256", "hs256"), ("eddsa", "eddsa")] {
        let banned = maker.world.entry(Record, &record, "northland", &json!({ "alg": alg }));
        bad(
            maker,
            &format!("headers/bad-beside-{name}"),
            &format!("a second signature, with `alg` {alg}, stands beside a good one"),
            &bytes(&envelope(Record, &record, vec![good_one.clone(), banned])),
            "HDR_ALG",
            &[21],
            "It takes a name that is banned, in another letter case, for an algorithm that a later version brings.",
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
