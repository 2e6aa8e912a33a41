//! Each converter, both ways: what is read, what is written for that, and what is refused.

use std::collections::BTreeMap;

use passerelle::Code;
use passerelle::record::RecordType;
use serde_json::{Value, json};

use super::{Convert, Owner, Reading, converter};
use crate::identity::IdentityKey;
use crate::pack::document::FieldDocument;
use crate::pack::target::{Shape, Target};

fn made(text: &str) -> Box<dyn Convert> {
    let mut field: FieldDocument = toml::from_str(&format!("from = 'A'\n{text}")).unwrap();
    let (_, place) = Target::read(field.to.get_ref(), &Shape::of(RecordType::Profile)).unwrap();
    let table = "source,target,relation,write_back,note\nREC,recruiter,equivalent,yes,\nRAB,recruiter,source-is-narrower,no,\n\
                 01,driver,source-is-broader,yes,\n";
    let files = BTreeMap::from([("t.csv".to_owned(), table.to_owned())]);
    let owner = Owner { pack: "example.test", issuer: "XX/northland" };
    converter(&mut field, &place, owner, &files, &mut Vec::new()).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Cells that are read as a value, and what is written for that value; `None` where it is the same cells.
fn reads(convert: &dyn Convert, cells: &[&str], value: Value, written: Option<&[&str]>) {
    match convert.read(cells) {
        Ok(Reading::Value(read)) => assert_eq!(read, value, "{cells:?}"),
        other => panic!("{cells:?}: {other:?}"),
    }
    let writing = convert.write(&value).unwrap();
    assert_eq!(writing.cells, written.unwrap_or(cells), "{cells:?}");
    // What is written reads as the same value: the two directions belong together.
    let again: Vec<&str> = writing.cells.iter().map(String::as_str).collect();
    match convert.read(&again) {
        Ok(Reading::Value(read)) => assert_eq!(read, value, "{again:?}"),
        other => panic!("{again:?}: {other:?}"),
    }
}

fn refuses(convert: &dyn Convert, cells: &[&str], code: Code) {
    assert_eq!(convert.read(cells).map_err(|fault| fault.code).err(), Some(code), "{cells:?}");
}

#[test]
fn texts_and_words() {
    let text = made("to = '/content/names[]/full'");
    reads(&*text, &["Émile"], json!("Émile"), None);
    reads(&*text, &["  E\u{301}mile\r\nLe Grand "], json!("Émile Le Grand"), Some(&["Émile Le Grand"]));

    let identifier = made("to = '/content/documents[]/number'\nas = 'identifier'");
    reads(&*identifier, &["spec-i men 1"], json!("SPECIMEN1"), Some(&["SPECIMEN1"]));
    reads(&*identifier, &["٤٢"], json!("42"), Some(&["42"]));
    refuses(&*identifier, &["A/1"], Code::MapValue);

    let flag = made("to = '/content/caution[=armed]'\nas = 'flag'\nyes = 'O'\nno = 'N'");
    reads(&*flag, &["O"], json!("armed"), None);
    assert!(matches!(flag.read(&["N"]), Ok(Reading::Nothing)));
    refuses(&*flag, &["oui"], Code::MapValue);
    let negated = made("to = '/content/names[]/negated'\nas = 'flag'\nyes = '1'\nno = '0'");
    reads(&*negated, &["0"], json!(false), None);
}

#[test]
fn numbers_and_measures() {
    let number = made("to = '/content/names[]/src'\nas = 'number'");
    reads(&*number, &["007"], json!(7), Some(&["7"]));
    refuses(&*number, &["7.5"], Code::MapValue);

    let height = made("to = '/content/physical/height_cm'\nas = 'quantity'\nunit = 'cm'\nbetween = '-'");
    reads(&*height, &["178"], json!({ "min": 178, "max": 178 }), None);
    reads(&*height, &["165-170"], json!({ "min": 165, "max": 170 }), None);
    refuses(&*height, &["170-165"], Code::MapValue);

    let metres = made("to = '/content/physical/height_cm'\nas = 'quantity'\nunit = 'm'");
    reads(&*metres, &["1,78"], json!({ "min": 178, "max": 178 }), None);
    refuses(&*metres, &["1,7"], Code::MapValue);
    assert_eq!(metres.write(&json!({ "min": 170, "max": 180 })), Err(Code::MapImprecise));
}

#[test]
fn other_units_are_written_only_where_they_read_back_the_same() {
    let unit = |unit: &str, place: &str| {
        made(&format!("to = '/content/physical/{place}'\nas = 'quantity'\nunit = '{unit}'\nbetween = '-'"))
    };
    let one = |number: i64| json!({ "min": number, "max": number });
    for (name, place, cell, number) in [
        ("mm", "height_cm", "1780", 178),
        ("in", "height_cm", "71", 180),
        ("ft-in", "height_cm", "5'11\"", 180),
        ("ft-in", "height_cm", "6'0\"", 183),
        ("lb", "weight_kg", "165", 75),
    ] {
        reads(&*unit(name, place), &[cell], one(number), None);
    }
    reads(&*unit("in", "height_cm"), &["70-71"], json!({ "min": 178, "max": 180 }), None);
    reads(&*unit("mm", "height_cm"), &["1784"], one(178), Some(&["1780"]));
    reads(&*unit("ft-in", "height_cm"), &["5' 11"], one(180), Some(&["5'11\""]));
    for number in 100..220 {
        let (read, inches) = (one(number), unit("in", "height_cm"));
        match inches.write(&read) {
            Ok(writing) => reads(&*inches, &[&writing.cells[0]], read, None),
            Err(code) => assert_eq!(code, Code::MapImprecise),
        }
    }
    assert_eq!(unit("in", "height_cm").write(&one(181)).err(), Some(Code::MapImprecise), "no whole inch is 181 cm");
    for cell in ["5'12\"", "5", "x", "5'", "'11", "99999999999999999'1"] {
        refuses(&*unit("ft-in", "height_cm"), &[cell], Code::MapValue);
    }
}

#[test]
fn references_need_the_key_of_the_authority() {
    let reference = made("to = '/content/mo_refs[]'\nas = 'ref'");
    let key = IdentityKey::parse(&"7".repeat(64)).unwrap();
    refuses(&*reference, &["N-1"], Code::MapKey);
    let read = |cell: &str| match reference.read_known(&[cell], Some(&key)) {
        Ok(Reading::Value(value)) => value,
        other => panic!("{other:?}"),
    };
    assert_eq!(read("N-1"), key.record_id("XX/northland", &key.row("example.test", &["N-1"]), 0));
    assert_ne!(read("N-1"), read("N-2"));
    assert_eq!(read(" N-1"), read("N-1"));
    assert_eq!(reference.write(&read("N-1")).err(), Some(Code::MapNotCarried), "nobody can tell the row");
    let other = made("to = '/content/mo_refs[]'\nas = 'ref'\nof = 'example.other'");
    match other.read_known(&["N-1"], Some(&key)) {
        Ok(Reading::Value(value)) => assert_ne!(value, read("N-1"), "a row of another system"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn codes_by_a_table() {
    let role = made("to = '/content/roles[]/code'\nas = 'code'\ntable = 't.csv'");
    reads(&*role, &["REC"], json!("recruiter"), None);
    reads(&*role, &["RAB"], json!("recruiter"), Some(&["REC"]));
    assert_eq!(role.write(&json!("driver")).unwrap().loss, Some(Code::MapBroadened));
    assert_eq!(role.write(&json!("forger")), Err(Code::MapNotCarried));
    refuses(&*role, &["XYZ"], Code::MapCode);
}

#[test]
fn dates_are_never_made_up() {
    let date = made(
        "to = '/content/births[]/date'\nas = 'date'\nformat = 'DD/MM/YYYY'\nunknown = { day = '00', month = '00' }",
    );
    reads(&*date, &["14/05/1986"], json!("1986-05-14"), None);
    reads(&*date, &["00/05/1986"], json!("1986-05"), None);
    reads(&*date, &["00/00/1986"], json!("1986"), None);
    for text in ["30/02/1986", "14/05/86", "14/00/1986", "1/5/1986", "14/05/1986x", ""] {
        refuses(&*date, &[text], Code::MapValue);
    }
    for vague in ["198X", "1986~", "1985/1987", "1986-05-01/.."] {
        assert_eq!(date.write(&json!(vague)), Err(Code::MapImprecise), "{vague}");
    }
    let whole = made("to = '/content/births[]/date'\nas = 'date'\nformat = 'YYYYMMDD'");
    assert_eq!(whole.write(&json!("1986-05")), Err(Code::MapImprecise), "this system has no word for an unknown day");
    let year = made("to = '/content/births[]/date'\nas = 'date'\nformat = 'YYYY'");
    assert_eq!(year.write(&json!("1986-05-14")), Err(Code::MapImprecise), "the year alone is less than is known");

    let short = made("to = '/content/births[]/date'\nas = 'date'\nformat = 'DDMMYY'\npivot = 2026");
    reads(&*short, &["140586"], json!("1986-05-14"), None);
    reads(&*short, &["140526"], json!("2026-05-14"), None);
    assert_eq!(short.write(&json!("1926-05-14")), Err(Code::MapImprecise), "two digits would mean 2026");
}

#[test]
fn dates_of_other_calendars_and_certainty() {
    let options = "format = 'YYYYMMDD'\nunknown = { day = '00', month = '00' }";
    let persian = made(&format!("to = '/content/births[]/date'\nas = 'date'\ncalendar = 'persian'\n{options}"));
    reads(&*persian, &["13650224"], json!("1986-05-14"), None);
    reads(&*persian, &["۱۳۶۵۰۲۲۴"], json!("1986-05-14"), Some(&["13650224"]));
    reads(&*persian, &["13650000"], json!("1986-03-21/1987-03-20"), None);
    refuses(&*persian, &["14041230"], Code::MapValue);
    assert_eq!(persian.write(&json!("1986")), Err(Code::MapImprecise), "a Gregorian year is no Persian one");

    let hijri = made(&format!("to = '/content/births[]/date'\nas = 'date'\ncalendar = 'umm-al-qura'\n{options}"));
    reads(&*hijri, &["14470524"], json!("2025-11-15"), None);
    reads(&*hijri, &["14470000"], json!("2025-06-26/2026-06-15"), None);

    let certainty = "format = 'YYYY'\nqualifier = { '~' = 'ENV', '?' = 'INC' }";
    let certainty = made(&format!("to = '/content/births[]/date'\nas = 'date'\n{certainty}"));
    reads(&*certainty, &["1986", "ENV"], json!("1986~"), None);
    reads(&*certainty, &["1986", ""], json!("1986"), None);
    refuses(&*certainty, &["1986", "???"], Code::MapValue);
}

#[test]
fn times_have_an_offset() {
    let time = made("to = '/issued'\nas = 'datetime'\nformat = 'DD.MM.YYYY hh:mm:ss'\noffset = '+02:00'");
    reads(&*time, &["01.03.2026 00:30:00"], json!("2026-02-28T22:30:00Z"), None);
    refuses(&*time, &["29.02.2026 00:30:00"], Code::MapValue);
}

#[test]
fn names_in_parts() {
    let name = made("to = '/content/names[]'\nas = 'name'\nparts = ['family', 'given']\nwhole = 'family'");
    let value = json!({ "full": "Anaïs Zoé DE LA MAQUETTE", "parts": { "given": ["Anaïs", "Zoé"], "family": ["DE LA MAQUETTE"] } });
    reads(&*name, &["DE LA MAQUETTE", "Anaïs Zoé"], value, None);
    assert_eq!(name.write(&json!({ "full": "Modèle" })).unwrap().cells, ["Modèle", ""]);

    let other = made(
        "to = '/content/names[]'\nas = 'name'\nparts = ['family', 'given']\norder = ['family', 'given']\nbetween = ''",
    );
    let value = json!({ "full": "例題太郎", "parts": { "given": ["太郎"], "family": ["例題"] } });
    reads(&*other, &["例題", "太郎"], value, None);
    assert_eq!(other.write(&json!({ "full": "例" })), Err(Code::MapNotCarried));
}

#[test]
fn countries_in_their_forms() {
    let number = made("to = '/content/nationalities[]/country'\nas = 'country'\ncode = 'numeric'");
    reads(&*number, &["250"], json!("FR"), None);
    reads(&*number, &["004"], json!("AF"), None);
    refuses(&*number, &["999"], Code::MapCode);

    let document =
        made("to = '/content/documents[]/issuer'\nas = 'country'\ncode = 'alpha3'\nextra = { UTOPIE = 'UTO' }");
    reads(&*document, &["DEU"], json!("D"), None);
    reads(&*document, &["UTOPIE"], json!("UTO"), None);

    let extra = "extra = { AP = { kind = 'stateless' }, XA = 'XA' }";
    let stateless = made(&format!("to = '/content/nationalities[]'\nas = 'country'\ncode = 'alpha2'\n{extra}"));
    reads(&*stateless, &["AP"], json!({ "kind": "stateless" }), None);
    reads(&*stateless, &["XA"], json!({ "country": "XA" }), None);
    reads(&*stateless, &["EG"], json!({ "country": "EG" }), None);
}

#[test]
fn telephones_accounts_languages_places() {
    let phone = made("to = '/content/selectors[]/value'\nas = 'phone'\nregion = 'FR'\nformat = 'national'");
    reads(&*phone, &["06 39 98 00 10"], json!("+33639980010"), Some(&["0639980010"]));
    reads(&*phone, &["+44 7700 900123"], json!("+447700900123"), Some(&["00447700900123"]));
    reads(&*phone, &["٠٦٣٩٩٨٠٠١٠"], json!("+33639980010"), Some(&["0639980010"]));
    refuses(&*phone, &["12"], Code::MapValue);

    let iban = made("to = '/content/financial[kind=iban]/value'\nas = 'iban'");
    reads(&*iban, &["GB82 WEST 1234 5698 7654 32"], json!("GB82WEST12345698765432"), Some(&["GB82WEST12345698765432"]));
    refuses(&*iban, &["GB83WEST12345698765432"], Code::MapValue);

    let language = made("to = '/content/languages[]/tag'\nas = 'language'\ncode = 'alpha3'");
    reads(&*language, &["ara"], json!("ar"), None);
    assert_eq!(language.write(&json!("ar-EG")).unwrap().loss, Some(Code::MapBroadened));

    let position = made("to = '/content/residences[]/place'\nas = 'position'\nprecision_m = 5000");
    let value = json!({ "lat": "-25.5", "lon": "-17.250", "precision_m": 5000 });
    reads(&*position, &["-25,5", "-17,250"], value, Some(&["-25.5", "-17.250"]));
    refuses(&*position, &["90.1", "0"], Code::MapValue);
}
