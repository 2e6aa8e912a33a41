//! Area `json`: reading the text and writing its canonical form.

use passerelle_conformance::case::{Input, Level, Role};

use super::maker::{Kind, Maker, base64, kind, pieces};

const READ: Kind = kind(Level::L1, Role::Reader);

/// The text that every negative is one change of.
const PLAIN: &str = r#"{"name":"Ada","rev":1,"tags":["a","b"],"place":{"lat":"51.5","alt":-3}}"#;

/// Texts that are taken: what is special, the text, the rows of attacks.
const GOOD: &[(&str, &str, &str, &[u16])] = &[
    ("plain", "a small object", PLAIN, &[]),
    ("empty-object", "an object without members", "{}", &[]),
    ("white-space", "white space of every kind between the tokens", "{ \"b\" :\t1 ,\r\n \"a\" : [ 1 , 2 ] }", &[19]),
    (
        "member-order",
        "members in another order: they are sorted by code units",
        r#"{"b":1,"a":2,"a_b":3,"a.b":4,"a-b":5,"a1":6}"#,
        &[19],
    ),
    (
        "escapes-short",
        "the short escapes that give characters of a text",
        r#"{"a":"quote \" backslash \\ slash \/"}"#,
        &[],
    ),
    ("escape-unicode", "an escaped letter is the letter", r#"{"a":"\u0041\u00e9\u4e2d"}"#, &[]),
    ("escape-in-name", "an escaped letter in a name", r#"{"\u0061":1}"#, &[]),
    ("surrogate-pair", "an escaped pair of surrogates is one character", r#"{"a":"\ud83d\ude00"}"#, &[]),
    ("astral", "a character beyond the basic plane, as it is", "{\"a\":\"😀\"}", &[]),
    ("arabic", "text from right to left", "{\"a\":\"تهريب المهاجرين\"}", &[]),
    (
        "numbers-edge",
        "the largest and the smallest integer",
        r#"{"a":9007199254740991,"b":-9007199254740991,"c":0}"#,
        &[],
    ),
    ("literals", "true and false", r#"{"a":true,"b":false}"#, &[]),
    ("nested-lists", "lists in lists", r#"{"a":[[[]],[{}],[1,[2]]]}"#, &[]),
    (
        "names",
        "names with every character that is allowed",
        r#"{"a":1,"a1_b":2,"example.police:unit_code":3,"x5t#s256":4}"#,
        &[],
    ),
    ("not-nfc", "text that is not in normal form C is kept as it is", "{\"a\":\"e\u{301}\"}", &[12]),
    ("line-separator", "U+2028 is a character like others", "{\"a\":\"\u{2028}\"}", &[]),
    ("private-use", "a character for private use", "{\"a\":\"\u{e000}\"}", &[]),
    ("delete", "U+007F is allowed in a text and not escaped", "{\"a\":\"\u{7f}\"}", &[]),
];

/// Texts that are refused: what was done to the plain one, the text, the code, the rows, what an implementation does wrong.
type Bad = (&'static str, &'static str, &'static [u8], &'static str, &'static [u16], &'static str);

const BAD: &[Bad] = &[
    (
        "bom",
        "a byte order mark in front",
        b"\xef\xbb\xbf{\"rev\":1}",
        "JSON_ENCODING",
        &[4],
        "It strips a byte order mark, so that other bytes than these are verified.",
    ),
    (
        "utf-16",
        "the text in UTF-16",
        b"\xff\xfe{\0\"\0a\0\"\0:\01\0}\0",
        "JSON_ENCODING",
        &[4],
        "It guesses the encoding.",
    ),
    (
        "utf-16-be",
        "the text in UTF-16 without a mark",
        b"\0{\0\"\0a\0\"\0:\01\0}",
        "JSON_ENCODING",
        &[4],
        "It guesses the encoding.",
    ),
    (
        "utf-8-cut",
        "a character that is cut off",
        b"{\"name\":\"\xc3\"}",
        "JSON_ENCODING",
        &[4],
        "It puts U+FFFD in place of bad bytes: two records become one.",
    ),
    (
        "utf-8-overlong",
        "a slash in two bytes",
        b"{\"name\":\"\xc0\xaf\"}",
        "JSON_ENCODING",
        &[4],
        "It takes overlong UTF-8, behind which filters are passed by.",
    ),
    (
        "utf-8-overlong-3",
        "a letter in three bytes",
        b"{\"name\":\"\xe0\x81\x81\"}",
        "JSON_ENCODING",
        &[4],
        "It takes overlong UTF-8.",
    ),
    (
        "utf-8-surrogate",
        "a surrogate in UTF-8",
        b"{\"name\":\"\xed\xa0\x80\"}",
        "JSON_ENCODING",
        &[4],
        "It takes CESU-8.",
    ),
    (
        "utf-8-beyond",
        "a code point beyond U+10FFFF",
        b"{\"name\":\"\xf4\x90\x80\x80\"}",
        "JSON_ENCODING",
        &[4],
        "It takes what is no code point.",
    ),
    (
        "utf-8-continuation",
        "a byte that continues nothing",
        b"{\"name\":\"\x80\"}",
        "JSON_ENCODING",
        &[4],
        "It reads Latin-1 where UTF-8 fails.",
    ),
    (
        "latin-1",
        "an accent in Latin-1",
        b"{\"name\":\"Ad\xe9\"}",
        "JSON_ENCODING",
        &[4],
        "It reads Latin-1 where UTF-8 fails.",
    ),
    (
        "duplicate-name",
        "a member twice",
        br#"{"name":"Ada","name":"Eve"}"#,
        "JSON_DUPLICATE_NAME",
        &[5],
        "It takes the last of two members; another program takes the first.",
    ),
    (
        "duplicate-same-value",
        "a member twice with one value",
        br#"{"rev":1,"rev":1}"#,
        "JSON_DUPLICATE_NAME",
        &[5],
        "It compares the values, and not the names.",
    ),
    (
        "duplicate-escaped",
        "a member twice, once escaped",
        br#"{"rev":1,"\u0072ev":2}"#,
        "JSON_DUPLICATE_NAME",
        &[5],
        "It compares names before it takes the escapes off.",
    ),
    (
        "duplicate-nested",
        "a member twice in an inner object",
        br#"{"place":{"alt":1,"alt":2}}"#,
        "JSON_DUPLICATE_NAME",
        &[5],
        "It looks at the outermost object only.",
    ),
    (
        "duplicate-in-list",
        "a member twice in an object of a list",
        br#"{"tags":[{"a":1,"a":2}]}"#,
        "JSON_DUPLICATE_NAME",
        &[5],
        "It does not look into lists.",
    ),
    (
        "duplicate-apart",
        "a member twice with others between",
        br#"{"a":1,"b":2,"c":3,"a":4}"#,
        "JSON_DUPLICATE_NAME",
        &[5],
        "It compares neighbours only.",
    ),
    (
        "surrogate-lone-high",
        "half of a character",
        br#"{"name":"\ud83d"}"#,
        "JSON_SURROGATE",
        &[6],
        "It lets half a character through, which the next program replaces.",
    ),
    (
        "surrogate-lone-low",
        "the other half",
        br#"{"name":"\ude00"}"#,
        "JSON_SURROGATE",
        &[6],
        "It checks the first half only.",
    ),
    (
        "surrogate-inverted",
        "two halves in the wrong order",
        br#"{"name":"\ude00\ud83d"}"#,
        "JSON_SURROGATE",
        &[6],
        "It puts the halves in order.",
    ),
    (
        "surrogate-then-letter",
        "half of a character and a letter",
        br#"{"name":"\ud83dA"}"#,
        "JSON_SURROGATE",
        &[6],
        "It waits for any second character.",
    ),
    (
        "surrogate-two-high",
        "twice the first half",
        br#"{"name":"\ud83d\ud83d"}"#,
        "JSON_SURROGATE",
        &[6],
        "It takes any second surrogate.",
    ),
    (
        "surrogate-in-name",
        "half of a character in a name",
        br#"{"\ud83d":1}"#,
        "JSON_SURROGATE",
        &[6],
        "It checks values and not names.",
    ),
    (
        "nul-escaped",
        "an escaped U+0000",
        br#"{"name":"A\u0000"}"#,
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It keeps NUL, at which programs in C end a text.",
    ),
    (
        "control-escaped",
        "an escaped control character",
        br#"{"name":"A\u001b"}"#,
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It keeps a character that steers a terminal.",
    ),
    (
        "tab-escaped",
        "an escaped tab",
        br#"{"name":"A\tB"}"#,
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It takes the short escapes of control characters.",
    ),
    (
        "newline-escaped",
        "an escaped line break",
        br#"{"name":"A\nB"}"#,
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It takes the short escapes of control characters.",
    ),
    (
        "control-raw",
        "a control character as it is",
        b"{\"name\":\"A\x01\"}",
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It takes control characters inside a text.",
    ),
    (
        "noncharacter",
        "U+FFFF as it is",
        b"{\"name\":\"\xef\xbf\xbf\"}",
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It takes what is never a character, which canonicalisers write differently.",
    ),
    (
        "noncharacter-escaped",
        "an escaped U+FFFE",
        br#"{"name":"\ufffe"}"#,
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It looks at raw characters only.",
    ),
    (
        "noncharacter-fdd0",
        "U+FDD0",
        b"{\"name\":\"\xef\xb7\x90\"}",
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It knows the two at the end of a plane only.",
    ),
    (
        "noncharacter-astral",
        "U+1FFFF as two escapes",
        br#"{"name":"\ud83f\udfff"}"#,
        "JSON_FORBIDDEN_CHAR",
        &[7],
        "It knows the basic plane only.",
    ),
    (
        "trailing-bytes",
        "a word behind the object",
        br#"{"rev":1} x"#,
        "JSON_SYNTAX",
        &[8],
        "It stops reading at the end of the object.",
    ),
    (
        "trailing-object",
        "a second object behind the first",
        br#"{"rev":1}{"rev":2}"#,
        "JSON_SYNTAX",
        &[8],
        "It stops reading at the end of the object.",
    ),
    (
        "trailing-nul",
        "a NUL behind the object",
        b"{\"rev\":1}\0",
        "JSON_SYNTAX",
        &[8],
        "It ends at NUL like a text in C.",
    ),
    ("comment", "a comment", b"{\"rev\":1/*x*/}", "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    (
        "comment-line",
        "a comment to the end of the line",
        b"{\"rev\":1//x\n}",
        "JSON_SYNTAX",
        &[8],
        "It reads a dialect of JSON.",
    ),
    ("nan", "NaN", br#"{"rev":NaN}"#, "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    ("infinity", "Infinity", br#"{"rev":Infinity}"#, "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    (
        "leading-zero",
        "a zero in front of a number",
        br#"{"rev":01}"#,
        "JSON_SYNTAX",
        &[8],
        "It reads 01 as 1, or as octal.",
    ),
    ("plus", "a plus in front of a number", br#"{"rev":+1}"#, "JSON_SYNTAX", &[8], "It reads +1 as 1."),
    ("hex", "a number in hexadecimal", br#"{"rev":0x1}"#, "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    ("single-quotes", "single quotes", b"{'rev':1}", "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    ("bare-name", "a name without quotes", b"{rev:1}", "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    (
        "trailing-comma",
        "a comma behind the last member",
        br#"{"rev":1,}"#,
        "JSON_SYNTAX",
        &[8],
        "It reads a dialect of JSON.",
    ),
    (
        "trailing-comma-list",
        "a comma behind the last element",
        br#"{"tags":[1,]}"#,
        "JSON_SYNTAX",
        &[8],
        "It reads a dialect of JSON.",
    ),
    ("missing-comma", "no comma between members", br#"{"a":1 "b":2}"#, "JSON_SYNTAX", &[8], "It mends a text."),
    ("missing-colon", "no colon", br#"{"a" 1}"#, "JSON_SYNTAX", &[8], "It mends a text."),
    ("cut", "the end is cut off", br#"{"a":"b"#, "JSON_SYNTAX", &[8], "It mends a text."),
    (
        "escape-unknown",
        "an escape that JSON does not have",
        br#"{"a":"\x41"}"#,
        "JSON_SYNTAX",
        &[8],
        "It reads a dialect of JSON.",
    ),
    (
        "escape-short",
        "an escape with three digits",
        br#"{"a":"\u041"}"#,
        "JSON_SYNTAX",
        &[8],
        "It reads a dialect of JSON.",
    ),
    ("literal-case", "True with a capital", br#"{"a":True}"#, "JSON_SYNTAX", &[8], "It reads a dialect of JSON."),
    (
        "form-feed",
        "a form feed between tokens",
        b"{\x0c\"a\":1}",
        "JSON_SYNTAX",
        &[8],
        "It takes more for white space than JSON does.",
    ),
    (
        "no-break-space",
        "a no-break space between tokens",
        b"{\xc2\xa0\"a\":1}",
        "JSON_SYNTAX",
        &[8],
        "It takes more for white space than JSON does.",
    ),
    ("empty", "nothing at all", b"", "JSON_SYNTAX", &[8], "It takes nothing for an empty object."),
    (
        "number-too-large",
        "an integer one above the largest",
        br#"{"rev":9007199254740992}"#,
        "PROFILE_NUMBER_RANGE",
        &[9],
        "It rounds, so that two numbers become one.",
    ),
    (
        "number-too-small",
        "an integer one below the smallest",
        br#"{"rev":-9007199254740992}"#,
        "PROFILE_NUMBER_RANGE",
        &[9],
        "It rounds, so that two numbers become one.",
    ),
    (
        "number-64-bit",
        "an integer beyond 64 bits",
        br#"{"rev":18446744073709551617}"#,
        "PROFILE_NUMBER_RANGE",
        &[9],
        "It takes the number modulo 2^64, or makes it a float.",
    ),
    (
        "number-huge",
        "an integer of 40 digits",
        br#"{"rev":1000000000000000000000000000000000000000}"#,
        "PROFILE_NUMBER_RANGE",
        &[9],
        "It makes the number a float.",
    ),
    (
        "fraction",
        "a number with a fraction",
        br#"{"rev":1.5}"#,
        "PROFILE_NUMBER_FORM",
        &[10],
        "It takes floats, which canonicalisers write differently.",
    ),
    (
        "fraction-zero",
        "1.0 in place of 1",
        br#"{"rev":1.0}"#,
        "PROFILE_NUMBER_FORM",
        &[10],
        "It takes 1.0 for 1, and other bytes are signed than were written.",
    ),
    ("exponent", "a number with an exponent", br#"{"rev":1e2}"#, "PROFILE_NUMBER_FORM", &[10], "It takes 1e2 for 100."),
    ("minus-zero", "minus zero", br#"{"rev":-0}"#, "PROFILE_NUMBER_FORM", &[10], "It writes 0 for -0."),
    (
        "name-proto",
        "a member `__proto__`",
        br#"{"__proto__":1}"#,
        "PROFILE_NAME",
        &[11],
        "It hands the name on, where it changes what every object is.",
    ),
    (
        "name-capital",
        "a capital in a name",
        br#"{"Rev":1}"#,
        "PROFILE_NAME",
        &[11],
        "It takes any name; elsewhere names are folded.",
    ),
    (
        "name-non-ascii",
        "a name that is not ASCII",
        "{\"naïve\":1}".as_bytes(),
        "PROFILE_NAME",
        &[11],
        "It sorts by code points where others sort by UTF-16.",
    ),
    ("name-empty", "an empty name", br#"{"":1}"#, "PROFILE_NAME", &[11], "It takes any name."),
    ("name-digit", "a name that begins with a digit", br#"{"1a":1}"#, "PROFILE_NAME", &[11], "It takes any name."),
    (
        "name-dollar",
        "a name with a dollar sign",
        br#"{"a$":1}"#,
        "PROFILE_NAME",
        &[11],
        "It hands the name on to a database.",
    ),
    ("root-list", "a list as the outermost value", b"[1]", "PROFILE_ROOT", &[], "It takes any JSON for a record."),
    (
        "root-string",
        "a text as the outermost value",
        br#""record""#,
        "PROFILE_ROOT",
        &[],
        "It takes any JSON for a record.",
    ),
    ("root-null", "null as the outermost value", b"null", "PROFILE_ROOT", &[], "It takes any JSON for a record."),
];

pub(crate) fn cases(maker: &mut Maker) {
    for (name, title, text, rows) in GOOD {
        maker
            .bare(READ, &format!("json/{name}"), title)
            .attacks(rows)
            .note("It refuses what is good, or writes another canonical form.")
            .requires(&["PSR-PRF-001", "PSR-JSN-001", "PSR-JSN-002"])
            .ask("read", vec![("text", base64(text.as_bytes()))], "accepted")
            .done();
    }
    for (name, title, text, code, rows, note) in BAD {
        maker
            .bare(READ, &format!("json/bad-{name}"), title)
            .attacks(rows)
            .note(note)
            .from("json/plain")
            .flag("dialect")
            .ask("read", vec![("text", base64(text))], code)
            .done();
    }
    limits(maker);
}

fn limits(maker: &mut Maker) {
    let depth = |levels: usize| pieces(&[(br#"{"a":"#, levels - 1), (b"{}", 1), (b"}", levels - 1)]);
    let values = |count: usize| pieces(&[(br#"{"a":["#, 1), (b"1,", count - 3), (b"1]}", 1)]);
    let size = |bytes: usize| pieces(&[(br#"{"a":1}"#, 1), (b" ", bytes - 7)]);
    let cases: [(&str, &str, Input, &str, u16); 6] = [
        ("depth-32", "32 levels", depth(32), "accepted", 2),
        ("depth-33", "33 levels", depth(33), "LIM_DEPTH", 2),
        ("depth-100000", "100,000 levels", pieces(&[(b"[", 100_000)]), "LIM_DEPTH", 2),
        ("values-65536", "65,536 values", values(65_536), "accepted", 3),
        ("values-65537", "65,537 values", values(65_537), "LIM_COUNT", 3),
        ("size-over", "more than four mebibytes", size(4 * 1024 * 1024 + 1), "LIM_SIZE", 1),
    ];
    for (name, title, text, due, row) in cases {
        let sketch = maker.bare(READ, &format!("limits/{name}"), title).attacks(&[row]).flag("exhaustion");
        let sketch = if due == "accepted" {
            sketch.note("It refuses what is still allowed.").requires(&["PSR-LIM-001", "PSR-LIM-002", "PSR-LIM-003"])
        } else {
            sketch.note("It has no limit, or another one: somebody sends it what it chokes on.").from("json/plain")
        };
        sketch.ask("read", vec![("text", text)], due).done();
    }
}
