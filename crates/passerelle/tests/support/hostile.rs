//! Inputs that were made to cost a reader more than they cost their sender: each of any size.

use serde_json::{Value, json};

/// A kind of such input.
pub struct Hostile {
    pub name: &'static str,
    /// About so many bytes of it.
    pub make: fn(usize) -> Vec<u8>,
}

/// All of them.
pub fn hostile() -> Vec<Hostile> {
    let of = |name, make| Hostile { name, make };
    vec![
        of("arrays within arrays", |size| wrapped("[".repeat(size))),
        of("objects within objects", |size| wrapped("{\"a\":".repeat(size / 5))),
        of("a number of many digits", |size| wrapped(format!("{}}}", "9".repeat(size)))),
        of("a number of many zeros", |size| wrapped(format!("1e{}}}", "0".repeat(size)))),
        of("a string of escapes", |size| text("\\u0061", size)),
        of("a string of quotes", |size| text("\\\"", size)),
        of("a string of surrogates", |size| text("\\ud83d\\ude00", size)),
        of("a string without end", |size| format!("{{\"a\":\"{}", "x".repeat(size)).into_bytes()),
        of("letters that compose", |size| text("a\u{301}\u{323}", size)),
        of("marks on one letter", |size| text("\u{301}\u{323}\u{345}", size)),
        of("letters that decompose", |size| text("\u{1f82}\u{ac01}", size)),
        of("names with one beginning", |size| members(size, |number| format!("{}{number:08}", "a".repeat(56)))),
        of("names in falling order", |size| members(size, |number| format!("n{:08}", 99_999_999 - number))),
        of("one name again and again", |size| members(size, |_| "a".to_owned())),
        of("values without end", |size| list(size, "0")),
        of("empty arrays", |size| list(size, "[]")),
        of("empty objects", |size| list(size, "{}")),
        of("line ends", |size| [b"{".to_vec(), b"\n".repeat(size), b"x".to_vec()].concat()),
        of("texts without a language", |size| draft(size, "/content/summary", &json!({}))),
        of("texts of one language", |size| draft(size, "/content/summary", &json!({ "lang": "en", "text": "x" }))),
        of("purposes that are none", |size| draft(size, "/purpose", &json!("none-such"))),
        of("a purpose again and again", |size| draft(size, "/purpose", &json!("identify"))),
        of("countries", |size| draft(size, "/handling/releasable_to", &json!("XA"))),
        of("names of a group", |size| {
            let name = json!({ "full": "Example Tide", "script": "Latn", "kind": "nickname" });
            draft(size, "/content/names", &name)
        }),
        of("a text of digits", |size| long(size, "/content/summary/0/text", "5550100 ")),
        of("a text of addresses", |size| long(size, "/content/summary/0/text", "a@b.example ")),
        of("a text of dots", |size| long(size, "/content/summary/0/text", "a.")),
        of("a long language", |size| long(size, "/lang", "en-")),
        of("a long identifier", |size| long(size, "/id", "XX/a-")),
        of("a long time", |size| long(size, "/issued", "2026-")),
        of("a long uncertain date", |size| long(size, "/provenance/collected", "198X~?")),
        of("a long pointer", |size| long(size, "/absent/0/path", "/~0~1")),
        of("places without a part", |size| {
            draft(size, "/absent", &json!({ "path": "/content/none", "reason": "unknown" }))
        }),
        of("signatures", |size| envelope(size, "signatures", &json!({ "protected": "e30", "signature": "AAAA" }))),
        of("disclosures", |size| envelope(size, "disclosures", &json!("WyJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBIiwiYSIsMV0"))),
        of("a payload", |size| {
            let payload = format!("{{\"payload\":\"{}\",\"signatures\":[]}}", "eyJh".repeat(size / 4));
            payload.into_bytes()
        }),
        of("a header", |size| {
            let entry = format!("{{\"protected\":\"{}\",\"signature\":\"AAAA\"}}", "eyJh".repeat(size / 4));
            format!("{{\"record\":{{}},\"signatures\":[{entry}]}}").into_bytes()
        }),
        of("a cover of recipients", |size| {
            let entry = "{\"encrypted_key\":\"\",\"header\":{}},";
            let recipients = entry.repeat(size / entry.len());
            format!("{{\"ciphertext\":\"AA\",\"iv\":\"AA\",\"protected\":\"e30\",\"recipients\":[{recipients}0],\"tag\":\"AA\"}}")
                .into_bytes()
        }),
    ]
}

fn wrapped(value: String) -> Vec<u8> {
    format!("{{\"a\":{value}").into_bytes()
}

fn text(piece: &str, size: usize) -> Vec<u8> {
    format!("{{\"a\":\"{}\"}}", piece.repeat(size / piece.len())).into_bytes()
}

fn list(size: usize, item: &str) -> Vec<u8> {
    let items = format!("{item},").repeat(size / (item.len() + 1));
    format!("{{\"a\":[{items}{item}]}}").into_bytes()
}

fn members(size: usize, name: impl Fn(usize) -> String) -> Vec<u8> {
    let length = name(0).len() + 5;
    let members: Vec<String> = (0..size / length).map(|number| format!("\"{}\":0", name(number))).collect();
    format!("{{{}}}", members.join(",")).into_bytes()
}

/// A sound draft of a group, to be spoilt.
fn base() -> Value {
    json!({
        "spec": "1.0", "type": "network", "id": "XX/northland/01890a5d-ac96-774b-bcce-000000000001", "rev": 1,
        "issuer": "XX/northland", "issued": "2026-06-01T08:00:00Z", "environment": "test", "lang": "en",
        "vocab": { "passerelle": "2026.1" }, "purpose": ["identify"], "legal_basis": [{ "code": "som-protocol" }],
        "handling": {
            "tlp": "green", "releasable_to": ["XA", "XB"], "onward": "as-marked", "judicial_use": "with-consent",
        },
        "evaluation": { "scheme": "europol-4x4", "source": "B", "information": "2" },
        "validity": { "from": "2026-06-01", "review_by": "2029-05-31" },
        "provenance": { "source_type": "police-observation", "collected": "2026-05" },
        "absent": [{ "path": "/content/financial", "reason": "unknown" }],
        "content": {
            "names": [{ "full": "Example Tide", "script": "Latn", "kind": "nickname" }], "kind": "cell", "crime": ["som"],
            "summary": [{ "lang": "en", "text": "Invented for a test." }],
        },
    })
}

/// A draft with as many of something as make up its size.
fn draft(size: usize, place: &str, item: &Value) -> Vec<u8> {
    let mut draft = base();
    let count = (size / (item.to_string().len() + 1)).max(1);
    *draft.pointer_mut(place).unwrap() = vec![item.clone(); count].into();
    draft.to_string().into_bytes()
}

fn long(size: usize, place: &str, piece: &str) -> Vec<u8> {
    let mut draft = base();
    *draft.pointer_mut(place).unwrap() = piece.repeat(size / piece.len()).into();
    draft.to_string().into_bytes()
}

/// An envelope with as many of something as make up its size.
fn envelope(size: usize, member: &str, item: &Value) -> Vec<u8> {
    let mut envelope = json!({ "record": base(), "signatures": [] });
    envelope[member] = vec![item.clone(); (size / (item.to_string().len() + 1)).max(1)].into();
    envelope.to_string().into_bytes()
}
