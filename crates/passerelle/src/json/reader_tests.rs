//! What the reader takes and refuses, row by row of the reading rules.

use proptest::prelude::*;

use super::*;

fn code(text: &[u8]) -> Option<Code> {
    read(text).err().map(|fault| fault.code)
}

fn canonical(text: &str) -> String {
    String::from_utf8(read(text.as_bytes()).unwrap().to_canonical()).unwrap()
}

#[test]
fn takes_what_is_inside_the_profile() {
    assert_eq!(
        canonical(" { \"b\" : [ 1 , -2 , true , null ] ,\r\n\t\"a\" : {} } "),
        r#"{"a":{},"b":[1,-2,true,null]}"#
    );
    assert_eq!(canonical(r#"{"t":"\u0041\/\ud83d\ude00\u00e9"}"#), r#"{"t":"A/😀é"}"#);
    assert_eq!(
        canonical(r#"{"max":9007199254740991,"min":-9007199254740991}"#),
        r#"{"max":9007199254740991,"min":-9007199254740991}"#
    );
    assert_eq!(canonical(r#"{"x.y:z/a#b-c_0":0}"#), r#"{"x.y:z/a#b-c_0":0}"#);
}

#[test]
fn refuses_other_encodings() {
    for bytes in [
        b"\xEF\xBB\xBF{}".as_slice(),
        b"\xFF\xFE{\0}\0",
        b"{\0}\0",
        b"\0{\0}",
        b"{\"a\":\"\xC0\xAF\"}",
        b"{\"a\":\"\xED\xA0\x80\"}",
        b"{\"a\":\"\xF4\x90\x80\x80\"}",
        b"{\"a\":\"\x80\"}",
    ] {
        assert_eq!(code(bytes), Some(Code::JsonEncoding), "{bytes:?}");
    }
}

#[test]
fn refuses_what_is_no_json() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{} {}",
        "{}x",
        "{}//c",
        "{/*c*/}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\":\"\\u00",
        "{\"a\":\"",
        "{\"a\":[1 2]}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\u{a0}}",
    ] {
        assert_eq!(code(text.as_bytes()), Some(Code::JsonSyntax), "{text}");
    }
}

#[test]
fn refuses_duplicate_names_at_every_level_and_after_unescaping() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"{"b":1,"a":1,"\u0061":2}"#,
        r#"{"x":[{"y":{"k":1,"j":2,"k":3}}]}"#,
        r#"{"é":1,"\u00e9":2}"#,
    ] {
        assert_eq!(code(text.as_bytes()), Some(Code::JsonDuplicateName), "{text}");
    }
    let fault = read(br#"{"x":{"k":1,"k":2}}"#).unwrap_err();
    assert_eq!((fault.pointer.as_str(), fault.position.column), ("/x/k", 13));
}

#[test]
fn refuses_half_characters_and_characters_not_for_interchange() {
    for text in [
        r#"{"a":"\ud800"}"#,
        r#"{"a":"\udc00"}"#,
        r#"{"a":"\ude00\ud83d"}"#,
        r#"{"a":"\ud800\u0041"}"#,
        r#"{"\ud800":1}"#,
    ] {
        assert_eq!(code(text.as_bytes()), Some(Code::JsonSurrogate), "{text}");
    }
    for text in [
        "{\"a\":\"\u{fffe}\"}",
        "{\"a\":\"\u{fdd0}\"}",
        "{\"a\":\"\u{1ffff}\"}",
        "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\n\"}",
        r#"{"a":"\u0000"}"#,
        r#"{"a":"\n"}"#,
        r#"{"a":"\t"}"#,
        r#"{"a":"\uffff"}"#,
        r#"{"a":"\ud83f\udfff"}"#,
        "{\"a\t\":1}",
    ] {
        assert_eq!(code(text.as_bytes()), Some(Code::JsonForbiddenChar), "{text}");
    }
}

/// They are characters to JSON and to RFC 8785; a record that holds them is warned about by the rules.
#[test]
fn takes_what_is_unseen_but_a_character() {
    for character in ['\u{7f}', '\u{80}', '\u{85}', '\u{9f}', '\u{ad}', '\u{2028}', '\u{2029}', '\u{fff9}', '\u{e0041}']
    {
        let raw = format!("{{\"a\":\"{character}\"}}");
        assert_eq!(canonical(&raw), raw);
        let mut units = [0; 2];
        let escapes: String = character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect();
        assert_eq!(canonical(&format!("{{\"a\":\"{escapes}\"}}")), raw);
    }
}

#[test]
fn never_rounds_a_number() {
    for text in ["9007199254740992", "-9007199254740992", "18446744073709551616", "99999999999999999999999999999999"] {
        assert_eq!(code(format!("{{\"a\":{text}}}").as_bytes()), Some(Code::ProfileNumberRange), "{text}");
    }
    for text in ["1.0", "1e2", "1E+2", "-0", "-0.0", "0.1", "1e400", "0e0"] {
        assert_eq!(code(format!("{{\"a\":{text}}}").as_bytes()), Some(Code::ProfileNumberForm), "{text}");
    }
}

#[test]
fn refuses_names_and_roots_outside_the_profile() {
    for name in ["", "A", "__proto__", "é", "a b", "0a", "a\\u0020", "a~b", "$ref", "_s", "_sd_", "..", "...."] {
        assert_eq!(code(format!("{{\"{name}\":1}}").as_bytes()), Some(Code::ProfileName), "{name}");
    }
    for root in ["[]", "1", "\"a\"", "null", "true", "[{\"a\":1}]"] {
        assert_eq!(code(root.as_bytes()), Some(Code::ProfileRoot), "{root}");
    }
}

#[test]
fn keeps_to_its_limits() {
    let nested = |depth: usize| format!("{}{}", "{\"a\":".repeat(depth - 1) + "{", "}".repeat(depth));
    assert_eq!(code(nested(limits::DEPTH).as_bytes()), None);
    assert_eq!(code(nested(limits::DEPTH + 1).as_bytes()), Some(Code::LimDepth));
    assert_eq!(code("[".repeat(1_000_000).as_bytes()), Some(Code::LimDepth));

    let values = |count: usize| format!("{{\"a\":[{}]}}", vec!["0"; count - 2].join(","));
    assert_eq!(code(values(limits::VALUES).as_bytes()), None);
    assert_eq!(code(values(limits::VALUES + 1).as_bytes()), Some(Code::LimCount));

    let sized = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes - 8));
    assert_eq!(code(sized(limits::INPUT_BYTES).as_bytes()), None);
    assert_eq!(code(sized(limits::INPUT_BYTES + 1).as_bytes()), Some(Code::LimSize));
}

#[test]
fn the_first_fault_is_the_one_of_the_earlier_stage() {
    for (text, first) in [
        ("{\"A\":1.5,\"a\":1,\"a\":2", Code::JsonSyntax),
        ("{\"A\":1.5,\"b\":1,\"b\":2}", Code::JsonDuplicateName),
        ("{\"a\":\"\\ud800\",\"b\":1,\"b\":2}", Code::JsonSurrogate),
        ("{\"a\":1.5,\"A\":2}", Code::ProfileNumberForm),
        ("{\"A\":1.5}", Code::ProfileName),
    ] {
        assert_eq!(code(text.as_bytes()), Some(first), "{text}");
    }
    let (object, faults) = read_all(b"{\"A\":1.5,\"b\":-0}", &Budget::RECORD, Names::Profile);
    assert!(object.is_some());
    assert_eq!(faults.len(), 3);
}

#[test]
fn no_number_of_faults_hides_the_first_one() {
    // The name is known to be the second of its kind only when its object ends, after everything inside it.
    let text = format!("{{\"a\":1,\"a\":\"{}\"}}", "\u{1}".repeat(3 * limits::FINDINGS));
    assert_eq!(code(text.as_bytes()), Some(Code::JsonDuplicateName));
    let text = format!("{{\"a\":[{}1],\"b\":\"\u{1}\"}}", "-0,".repeat(3 * limits::FINDINGS));
    assert_eq!(code(text.as_bytes()), Some(Code::JsonForbiddenChar));
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_json_like_text_gives_an_answer(text in r#"[\[\]{},:"\\a-cu0-9eE.+ \-]{0,60}"#) {
        let _ = read(text.as_bytes());
    }

    /// Whatever is read is written so that it reads again as the same, and is written the same again.
    #[test]
    fn the_canonical_form_is_a_fixed_point(names in proptest::collection::vec("[a-z][a-z0-9_]{0,3}", 0..6), text in r"[^\x00-\x1F\x{FDD0}-\x{FDEF}\p{Cn}]{0,20}", number in -9_007_199_254_740_991_i64..=9_007_199_254_740_991) {
        let mut object = Object::new();
        for (index, name) in names.into_iter().enumerate() {
            let value = if index % 2 == 0 { Value::String(text.clone()) } else { Value::Array(vec![Value::Integer(number)]) };
            object.insert(name, value);
        }
        let bytes = object.to_canonical();
        let again = read(&bytes).unwrap();
        prop_assert_eq!(&again, &object);
        prop_assert_eq!(again.to_canonical(), bytes);
    }
}
