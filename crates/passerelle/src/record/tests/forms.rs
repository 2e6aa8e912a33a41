//! Each checked type against good and bad forms: the constructor, serde and the schema's pattern say the same.

use jsonschema::Validator;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::record::modus_operandi::{CurrencyCode, Technique};
use crate::record::profile::{DocumentIssuer, MrzLine};
use crate::record::*;
use crate::vocabulary::code::{CodeFormError, NoticeAction, Tlp};

fn pattern_of<T: JsonSchema>() -> Validator {
    let mut schema = T::json_schema(&mut SchemaGenerator::default()).to_value();
    schema.as_object_mut().unwrap().entry("minLength").or_insert(json!(1));
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Tries a type by serde and by its schema.
fn check<T: JsonSchema + Serialize + DeserializeOwned>(good: &[&str], bad: &[&str]) {
    let name = T::schema_name();
    let pattern = pattern_of::<T>();
    for text in good {
        let value = json!(text);
        let read: T = serde_json::from_value(value.clone()).unwrap_or_else(|_| panic!("{name} refuses {text}"));
        assert_eq!(serde_json::to_value(&read).unwrap(), value, "{name} changes {text}");
        assert!(pattern.is_valid(&value), "the schema of {name} refuses {text}");
    }
    for text in bad.iter().chain(&["", " ", "\n", "ä", "\0"]) {
        let error = serde_json::from_value::<T>(json!(text)).err().unwrap_or_else(|| panic!("{name} takes {text:?}"));
        assert!(text.trim().len() < 5 || !error.to_string().contains(text), "{name} repeats {text:?}");
        assert!(!pattern.is_valid(&json!(text)), "the schema of {name} takes {text:?}");
    }
    for value in [json!(1), json!(true), json!(null), json!([]), json!({})] {
        assert!(serde_json::from_value::<T>(value).is_err(), "{name}");
    }
    let examples = T::json_schema(&mut SchemaGenerator::default()).to_value()["examples"].clone();
    for text in examples.as_array().map(Vec::as_slice).unwrap_or_default() {
        assert!(serde_json::from_value::<T>(text.clone()).is_ok(), "{name} refuses its example {text}");
    }
}

const UUID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

#[test]
fn record_identifiers() {
    let good = [
        "XX/a/".to_owned() + UUID,
        "FRA/a-b--c1/".to_owned() + UUID,
        "EU/9/7d444840-9dc0-41d1-b245-5ffdce74fad2".into(),
    ];
    let bad = [
        UUID.to_owned(),
        "XX/".to_owned() + UUID,
        "XX/a".to_owned() + UUID,
        "xx/a/".to_owned() + UUID,
        "X/a/".to_owned() + UUID,
        "XXXX/a/".to_owned() + UUID,
        "XX/-a/".to_owned() + UUID,
        "XX/a-/".to_owned() + UUID,
        "XX/A/".to_owned() + UUID,
        "XX/a/b/".to_owned() + UUID,
        "XX/a/".to_owned() + &UUID.to_uppercase(),
        "XX/a/".to_owned() + UUID + "0",
        "XX/a/".to_owned() + UUID + "\n",
        "XX/a/01890a5d-ac96-174b-bcce-b302099a8057".to_owned(),
        "XX/a/01890a5d-ac96-774b-ccce-b302099a8057".to_owned(),
        "XX/a/01890a5dac96774bbcceb302099a8057".to_owned(),
        format!("XX/{}/{UUID}", "a".repeat(100)),
    ];
    check::<RecordId>(&good.each_ref().map(String::as_str), &bad.each_ref().map(String::as_str));
}

#[test]
fn authorities() {
    let long = format!("XX/{}", "a".repeat(62));
    check::<AuthorityId>(
        &["XX/a", "FR/unit", "EPL/desk-1", "XX/a--b"],
        &["XX", "XX/", "/a", "XX/a/b", "XX/-a", "XX/a-", "XX/-", "XX/Ab", "XX/a_b", "xx/a", "XX/a\n", &long],
    );
}

#[test]
fn hashes() {
    let hash = "0123456789abcdef".repeat(4);
    check::<HashValue>(&[&hash], &[&hash[1..], &format!("{hash}0"), &hash.to_uppercase(), &hash.replace('0', "g")]);
    let long = "f".repeat(65);
    check::<FeedName>(&["daily", "0", "-", "a-1"], &["Daily", "a_b", "a b", "a/b", &long]);
    check::<HashAlgorithm>(&["sha-256", "sha3-512"], &["SHA-256", "sha_256", "sha--256", "-sha", "sha-"]);
}

#[test]
fn pointers() {
    check::<JsonPointer>(
        &["/content", "/content/names/0", "/a~0b", "/a~1b", "/", "//", "/~01"],
        &["content", "#/content", "/a~", "/a~2b", "/~", "/a~/b"],
    );
    assert!(JsonPointer::new("/ä").is_ok());
}

#[test]
fn extension_names() {
    check::<ExtensionName>(
        &["example.police:case_colour", "org.example-1.x:a", "a.1:b"],
        &[
            "example:colour",
            "example.police",
            "example.police:",
            ":a",
            "Example.police:a",
            "a..b:c",
            "a.:c",
            "1.a:b",
            "a.-b:c",
            "a.b:1c",
            "a.b:C",
            "a.b:c:d",
            "a.b:c-d",
        ],
    );
    check::<Feature>(&["a", "example.police:case_colour", "redaction/1#2"], &["A", "1a", "a b", "a\n", "_a"]);
}

#[test]
fn versions_and_editions() {
    check::<SpecVersion>(
        &["1.0", "1.12", "20.3"],
        &["1", "1.", ".1", "01.0", "1.00", "1.01", "0.1", "1.0.0", "1.0-rc", "v1.0", "12345.0", "1.-1", "+1.0"],
    );
    check::<VocabularyEdition>(
        &["2026.1", "2026.12", "2026.999"],
        &["2026", "2026.0", "2026.01", "26.1", "2026-1", "2026.1000"],
    );
}

#[test]
fn texts_and_codes_of_languages() {
    check::<LanguageTag>(
        &["en", "und", "fr-CA", "ku-Arab", "zh-Hant-TW", "es-419", "sl-rozaj", "de-1996", "sl-IT-nedis", "ca-valencia"],
        &[
            "EN",
            "e",
            "engl",
            "fr-ca",
            "ku-arab",
            "zh-TW-Hant",
            "en_GB",
            "en-",
            "-en",
            "en-x-a",
            "en-abcd",
            "en-G1",
            "en-12",
        ],
    );
    check::<ScriptCode>(&["Latn", "Arab"], &["latn", "LATN", "Lat", "Latin", "La1n"]);
}

#[test]
fn codes_of_places_and_money() {
    check::<CountryCode>(&["XA", "FR"], &["xa", "X", "XAA", "X1", "XA\n"]);
    check::<SubdivisionCode>(&["XA-1", "FR-75", "GB-ENG"], &["XA", "XA-", "XA-ABCD", "xa-1", "XA-a", "XA1"]);
    check::<UnLocode>(&["XAABC", "FRCQF", "USAB2"], &["XA ABC", "XAAB", "XAABCD", "XAAB1", "XAAB0", "xaabc"]);
    check::<CurrencyCode>(&["XTS", "EUR"], &["eur", "EU", "EURO", "E1R"]);
    check::<PartyCode>(&["XA", "EPL"], &["X", "xa", "ABCD", "all-members"]);
    check::<Addressee>(
        &["XA", "EPL", "XX/a", "FRA/a-b--c1"],
        &["X", "xa", "ABCD", "XA/", "XA/-a", "XA/a-", "XA/A", "all-members", "/a", "XA//a"],
    );
    check::<Audience>(&["XA", "EPL", "all-members"], &["X", "xa", "ABCD", "all", "ALL-MEMBERS"]);
    check::<Decimal>(
        &["0", "-0.5", "10", "48.100", "1500"],
        &[
            "+1",
            "01",
            "1.",
            ".5",
            "1e3",
            "1,5",
            "-",
            "--1",
            "0x1",
            "NaN",
            "1_000",
            "00",
            "1.2.3",
            "1234567890123456789012345",
        ],
    );
    check::<MediaType>(
        &["image/jpeg", "application/vnd.test+json", "text/x-test"],
        &["image", "image/", "/jpeg", "Image/jpeg", "image/jpeg; q=1", "a/b/c", "image/*", ".a/b"],
    );
}

#[test]
fn grades_and_documents() {
    check::<Grade>(&["B", "2", "P"], &["b", "A1B2C", "A-1"]);
    check::<DocumentIssuer>(&["UTO", "D"], &["U", "UT", "uto", "UTOP", "D<<"]);
    check::<MrzLine>(
        &["TESTOVA<<ANNA", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"],
        &["anna", "A B", &"<".repeat(45)],
    );
    check::<Technique>(
        &["concealment/trailer-cavity", "age-band/48+"],
        &["concealment", "concealment/", "/a", "Concealment/a", "a/b/c", "a/b-", "a-/b", "a/b_c"],
    );
}

#[test]
fn uncertain_dates() {
    check::<Edtf>(
        &[
            "1985",
            "1985-03",
            "1985-03-17",
            "1985?",
            "1985-03~",
            "1985-03-17%",
            "198X",
            "19XX",
            "1960/1961",
            "1985-03/1985-04~",
            "../1990",
            "1985/..",
            "1985?/1990-01-01",
            "0000",
        ],
        &[
            "85",
            "19855",
            "1985-3",
            "1985-00",
            "1985-13",
            "1985-03-00",
            "1985-03-32",
            "1985-03-17T00:00:00Z",
            "1985??",
            "1985?~",
            "?1985",
            "1XXX",
            "XXXX",
            "19X5",
            "198x",
            "198X?",
            "198X/1990",
            "1985-XX",
            "1985-1X",
            "../..",
            "..",
            "/1990",
            "1985/",
            "1985/1990/1995",
            "1985//1990",
            "-1985",
            "+1985",
            "Y19850",
            "1985-21~~",
            "1985-03-17-01",
            "1985 ",
            "1985\n",
            "[1985]",
        ],
    );
}

#[test]
fn durations() {
    check::<Duration>(
        &["PT36H", "P2D", "P1W", "P1DT12H", "PT90M", "PT1H30M"],
        &[
            "P", "PT", "36H", "P36H", "PT0H", "P01D", "P1Y", "P1M", "PT1S", "P1D12H", "P1DT", "P1DT30M", "PT1H30",
            "P1WT1H", "P12345D",
        ],
    );
}

#[test]
fn timestamps() {
    check::<Timestamp>(
        &[
            "2026-03-17T08:30:00Z",
            "1970-01-01T00:00:00Z",
            "2024-02-29T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ],
        &[
            "2026-03-17T08:30:00z",
            "2026-03-17t08:30:00Z",
            "2026-03-17 08:30:00Z",
            "2026-03-17T08:30:00+00:00",
            "2026-03-17T08:30Z",
            "2026-03-17T08:30:00.0Z",
            "2026-03-17T24:00:00Z",
            "2026-03-17T08:60:00Z",
            "2026-03-17T08:30:60Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-03-00T00:00:00Z",
            "2026-03-17",
            "12026-03-17T08:30:00Z",
            "+026-03-17T08:30:00Z",
            "2026-03-17T+8:30:00Z",
            "2026-03-17T08:30:00Ü",
        ],
    );
    for text in ["2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z"] {
        assert!(Timestamp::new(text).is_err(), "{text}");
    }
}

#[test]
fn timestamps_are_seconds() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2026-03-17T08:30:00Z", 1_773_736_200),
        ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(Timestamp::new(text).unwrap().unix_seconds(), seconds);
        assert_eq!(Timestamp::from_unix_seconds(seconds).unwrap().to_string(), text);
    }
    for seconds in [-62_167_219_201, 253_402_300_800, i64::MIN, i64::MAX] {
        assert!(Timestamp::from_unix_seconds(seconds).is_err());
    }
    let time = Timestamp::new("2026-03-17T08:30:00Z").unwrap();
    assert_eq!(format!("{time:?}"), "Timestamp(2026-03-17T08:30:00Z)");
    assert_eq!(time.date().to_string(), "2026-03-17");
    assert!(time < Timestamp::new("2026-03-17T08:30:01Z").unwrap());
}

#[test]
fn dates() {
    check::<Date>(
        &["2026-03-17", "2024-02-29", "0000-01-01", "9999-12-31"],
        &[
            "2026-3-17",
            "2026-03",
            "20260317",
            "2026-13-01",
            "2026-00-01",
            "2026-03-00",
            "2026-03-32",
            "2026-03-17Z",
            "12026-03-17",
            "2026/03/17",
            "+026-03-17",
            "2026-03-1ä",
        ],
    );
    for text in ["2026-02-29", "2026-04-31", "1900-02-29"] {
        assert!(Date::new(text).is_err(), "{text}");
    }
    let date = Date::from_ymd(2026, 3, 17).unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (2026, 3, 17));
    assert_eq!(date.start(), Timestamp::new("2026-03-17T00:00:00Z").unwrap());
    assert!(
        Date::from_ymd(2026, 2, 29).is_err()
            && Date::from_ymd(10_000, 1, 1).is_err()
            && Date::from_ymd(2026, 13, 1).is_err()
    );
    assert!(date < Date::new("2026-03-18").unwrap());
}

#[test]
fn codes() {
    let long = "a".repeat(65);
    let bad = ["-a", "a-", "a--b", "a_b", "a b", "a/b", "a.b", "a\n", long.as_str()];
    check::<Tlp>(&["red", "amber-strict", "H0", "48+", "A", &long[1..]], &bad);
    assert_eq!(Tlp::new("a b").unwrap_err(), CodeFormError { vocabulary: "tlp" });
    assert_eq!(format!("{0} {0:?}", NoticeAction::new("withdraw").unwrap()), "withdraw NoticeAction(withdraw)");
}

#[test]
fn errors_say_what_was_expected_and_not_what_was_found() {
    let error = CountryCode::new("Utopia").unwrap_err();
    assert_eq!(error.to_string(), "not a country code of two capitals");
    let error = Tlp::new("Anna Testova").unwrap_err();
    assert!(!error.to_string().contains("Anna") && error.to_string().contains("`tlp`"));
    let error = serde_json::from_value::<Edtf>(Value::from("Anna Testova")).unwrap_err();
    assert!(!error.to_string().contains("Anna"));
}
