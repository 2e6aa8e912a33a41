//! Sources: XML, JSON and workbooks there and back, rows that a program hands over, and what is wrong with files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod record;

use std::collections::BTreeMap;
use std::io::{BufReader, Read};

use passerelle::Code;
use passerelle::record::Timestamp;
use passerelle_map::{IdentityKey, Outcome, Pack, PackError, Row, RunError, Split, State, Tally, check_laws, run};
use record::record_of_drivers;
use serde_json::json;

/// A pack of four columns: the key, a name, and two aliases.
fn pack_of(source: &str, columns: [&str; 4]) -> Result<Pack, PackError> {
    let [key, name, first, second] = columns;
    let record = record_of_drivers();
    let alias = first.replacen('1', "{1..2}", 1).replacen('0', "{0..1}", 1);
    let map = format!(
        "[map]\nid = \"example.test\"\nversion = \"1.0.0\"\n[source]\n{source}\nkey = [{key:?}]\n\
         columns = [{key:?}, {name:?}, {first:?}, {second:?}]\n\n{record}\n\
         [[field]]\nfrom = {name:?}\nto = \"/content/names[kind=legal,script=Latn]/full\"\n\
         [[field]]\nfrom = {alias:?}\nto = \"/content/names[kind=alias,script=Latn]/full\"\n\
         [[ignore]]\ncolumns = [{key:?}]\nmode = \"residue\"\nreason = \"stays at home\"\n"
    );
    Pack::load(&BTreeMap::from([("map.toml".to_owned(), map)]))
}

fn made(source: &str, columns: [&str; 4]) -> Pack {
    pack_of(source, columns).unwrap_or_else(|error| {
        panic!("{}", error.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn xml() -> Pack {
    made(
        "format = \"xml\"\nencoding = \"windows-1252\"\nxml = { row = \"export/persons/person\", attributes = { xmlns = \"urn:example\" } }",
        ["@no", "name/whole", "alias[1]", "alias[2]"],
    )
}

fn outcomes(pack: &Pack, input: impl Read + Send) -> Result<(Tally, Vec<Outcome>), RunError> {
    let key = IdentityKey::parse(&"3".repeat(64)).unwrap();
    let state = State::in_memory(pack, &key).unwrap();
    let mut outcomes = Vec::new();
    let now = Timestamp::new("2026-04-01T12:00:00Z").unwrap();
    let tally = run(pack, BufReader::new(input), &key, &state, now, 2, |outcome| {
        outcomes.push(outcome);
        Ok(())
    })?;
    Ok((tally, outcomes))
}

fn rows(pack: &Pack, bytes: &[u8]) -> Vec<Row> {
    let mut splits = pack.split(bytes);
    let _ = splits.header().unwrap();
    splits
        .map(|split| match split.unwrap() {
            Split::Row(raw) => pack.read(&raw).unwrap(),
            Split::TooLong(..) => panic!("too long"),
        })
        .collect()
}

fn row(cells: [Option<&str>; 4]) -> Row {
    Row::of(cells.map(|cell| cell.map(str::to_owned)).to_vec())
}

fn written(pack: &Pack, rows: &[Row]) -> Vec<u8> {
    let mut import = pack.import();
    rows.iter().for_each(|row| import.push(row, None));
    import.finish().unwrap()
}

/// Rows with all that is hard to write: markup, quotes, line ends, spaces, letters that the encoding lacks.
fn hard_rows() -> Vec<Row> {
    vec![
        row([Some("N-1"), Some("Émile <EXEMPLE> & \"fils\""), Some("Milo"), Some("Le Grand")]),
        row([Some("N-2"), Some("two\nlines,  and spaces"), None, None]),
        row([Some("N-3"), Some("mixed 例 script"), Some("only one"), None]),
    ]
}

#[test]
fn every_source_reads_what_it_writes_and_keeps_the_laws() {
    let packs = [
        xml(),
        made("format = \"json\"\nencoding = \"utf-8\"", ["no", "/name/whole", "/alias/0", "/alias/1"]),
        made("format = \"json-lines\"\nencoding = \"utf-8\"", ["no", "name", "/alias/0", "/alias/1"]),
        made("format = \"xlsx\"\nencoding = \"utf-8\"\nsheet = \"People\"", ["NO", "NAME", "A1", "A2"]),
        made("format = \"ods\"\nencoding = \"utf-8\"", ["NO", "NAME", "A1", "A2"]),
    ];
    for pack in packs {
        let rows_in = hard_rows();
        let file = written(&pack, &rows_in);
        let read = rows(&pack, &file);
        assert_eq!(read.len(), 3);
        for (read, due) in read.iter().zip(&rows_in) {
            assert_eq!(read.cells, due.cells, "{}", String::from_utf8_lossy(&file));
            assert!(check_laws(&pack, read).unwrap_or_else(|fault| panic!("{fault}")).is_some());
        }
        assert_eq!(written(&pack, &read), file, "the same rows make the same bytes");
        let (tally, outcomes) = outcomes(&pack, file.as_slice()).unwrap();
        assert_eq!((tally.rows, tally.new), (3, 3), "{:?}", outcomes.first());
    }
}

#[test]
fn an_element_in_front_of_another_of_its_name_is_written_though_it_is_empty() {
    let pack = xml();
    let file = written(&pack, &[row([Some("1"), None, None, Some("second")])]);
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(text.contains("<person no=\"1\"><alias></alias><alias>second</alias></person>"), "{text}");
    assert_eq!(rows(&pack, &file)[0].cells[3].as_deref(), Some("second"));
}

#[test]
fn xml_is_read_as_xml() {
    let pack = xml();
    let file = b"\xEF\xBB\xBF<?xml version='1.0' encoding='Windows-1252'?><!-- <person> --><export>\n<?skip <person>?><persons a='>'>\
        <person no='1'>\r\n<name><whole>a<![CDATA[<b>]]>&#x63;&amp;&#100;</whole></name><!-- c --></person>\
        <person no = \"2\" />\n</persons><other><person no='3'/></other></export>";
    let mut splits = pack.split(file.as_slice());
    let mut raws = Vec::new();
    for split in &mut splits {
        let Split::Row(raw) = split.unwrap() else { panic!() };
        raws.push(raw);
    }
    assert_eq!(raws.len(), 2, "the third lies elsewhere");
    assert_eq!((raws[0].line, raws[1].line), (2, 3));
    assert_eq!(pack.read(&raws[0]).unwrap().cells[1].as_deref(), Some("a<b>c&d"));
    let offset = usize::try_from(raws[1].offset).unwrap();
    assert!(file[offset..].starts_with(b"<person no = \"2\" />"));
    let mut import = pack.import();
    import.push(&pack.read(&raws[1]).unwrap(), Some(&raws[1]));
    let import = String::from_utf8(import.finish().unwrap()).unwrap();
    assert!(import.contains("<person no = \"2\" />"), "a row that nothing changes stays as it is");
}

#[test]
fn a_bad_element_spoils_itself_only() {
    let pack = xml();
    let cases: [(&[u8], Code); 10] = [
        (b"<person no='2'><name><whole>x</name></whole></person>", Code::MapRow),
        (b"<person no='2'><name><whole>never closed</person>", Code::MapRow),
        (b"<person no='2'><phone>1</phone></person>", Code::MapRow),
        (b"<person no='2' age='7'></person>", Code::MapRow),
        (b"<person no='2' no='3'></person>", Code::MapRow),
        (b"<person no='2'><alias/><alias/><alias/></person>", Code::MapRow),
        (b"<person no='2'>text<name/></person>", Code::MapRow),
        (b"<person no='2'><alias>&lol;</alias></person>", Code::MapRow),
        (b"<person no='2'><alias>&#1;</alias></person>", Code::MapRow),
        (b"<person><alias>no key</alias></person>", Code::MapKey),
    ];
    for (bad, code) in cases {
        let good = |no: u8| format!("<person no='{no}'><name><whole>Jean</whole></name></person>").into_bytes();
        let file = [b"<export><persons>\n".as_slice(), &good(1), b"\n", bad, b"\n", &good(9), b"\n</persons></export>"]
            .concat();
        let shown = String::from_utf8_lossy(bad);
        let (tally, outcomes) = outcomes(&pack, file.as_slice()).unwrap();
        assert_eq!((tally.rows, tally.new, tally.rejected), (3, 2, 1), "{shown}");
        let Outcome::Rejected(reject) = &outcomes[1] else { panic!("{shown}: {:?}", outcomes[1]) };
        assert_eq!((reject.code, reject.row.line), (code, 3), "{shown}: {}", reject.detail);
        assert_eq!(reject.row.bytes, bad, "the input is intact");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_in_xml_too() {
    let source = "format = \"xml\"\nencoding = \"utf-8\"\nxml = { row = \"export/person\" }";
    let pack = made(source, ["@no", "name", "alias[1]", "alias[2]"]);
    let file = b"<export><person no='1'><name>\xFF</name></person><person no='2'><name>a</name></person></export>";
    let (tally, outcomes) = outcomes(&pack, file.as_slice()).unwrap();
    assert_eq!((tally.new, tally.rejected), (1, 1));
    assert!(matches!(&outcomes[0], Outcome::Rejected(reject) if reject.code == Code::MapEncoding));
}

#[test]
fn a_file_that_is_wrong_as_a_whole_is_refused_with_its_place() {
    let bomb = "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;'>]>\n\
        <export><persons><person no='&lol2;'/></persons></export>";
    for (file, due) in [
        (bomb, "line 2, column 3: the file declares a document type"),
        ("<export><persons><person no='1'/>", "the file ends inside an element"),
        ("<export></persons></export>", "is closed that is not open"),
        ("no markup at all", "this is no XML"),
        ("<?xml version='1.0' encoding='utf-8'?><export/>", "another encoding"),
        ("<export><persons foo='", "inside a tag"),
        (&"<a>".repeat(1000), "too deep"),
    ] {
        let error = outcomes(&xml(), file.as_bytes()).expect_err(due);
        assert!(error.to_string().contains(due), "{error}");
    }
    let array = made("format = \"json\"\nencoding = \"utf-8\"", ["no", "name", "/alias/0", "/alias/1"]);
    for (file, due) in [
        ("{\"no\":1}", "line 1, column 1: an array"),
        ("[{\"no\":\"1\"}\n{\"no\":\"2\"}]", "line 2, column 1: an array"),
        ("[{\"no\":\"1\"},]", "an array"),
        ("[{\"no\":\"1\"}] x", "an array"),
        ("[{\"no\":\"1\"", "inside an object"),
        ("[{\"no\":\"1\"}", "not one whole"),
        ("", "not one whole"),
    ] {
        let error = outcomes(&array, file.as_bytes()).expect_err(file);
        assert!(error.to_string().contains(due), "{file}: {error}");
    }
    assert_eq!(outcomes(&array, b" [ ]".as_slice()).unwrap().0.rows, 0);
    let sheet = made("format = \"xlsx\"\nencoding = \"utf-8\"\nsheet = \"People\"", ["NO", "NAME", "A1", "A2"]);
    let error = outcomes(&sheet, b"PK no workbook".as_slice()).unwrap_err();
    assert!(error.to_string().contains("no workbook"));
}

#[test]
fn a_workbook_has_rows_that_are_ragged_or_of_another_sheet() {
    let sheet = |name: &str, cells: &[(u32, u16, &str)]| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (column, name) in (0_u16..).zip(["NO", "NAME", "A1", "A2"]) {
            sheet.write_string(0, column, name).unwrap();
        }
        for (row, column, text) in cells {
            sheet.write_string(*row, *column, *text).unwrap();
        }
        sheet.write_number(9, 0, 17).unwrap();
        sheet.write_string(9, 1, "Jean").unwrap();
        let date = rust_xlsxwriter::ExcelDateTime::from_ymd(1986, 5, 14).unwrap();
        let form = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_datetime_with_format(9, 2, &date, &form).unwrap();
        book.save_to_buffer().unwrap()
    };
    let pack = made("format = \"xlsx\"\nencoding = \"utf-8\"\nsheet = \"People\"", ["NO", "NAME", "A1", "A2"]);
    let (tally, outcomes_of) =
        outcomes(&pack, sheet("People", &[(2, 0, "1"), (2, 1, "Jean"), (2, 5, "?")]).as_slice()).unwrap();
    assert_eq!((tally.rows, tally.new, tally.rejected), (2, 1, 1));
    let Outcome::Rejected(reject) = &outcomes_of[0] else { panic!() };
    assert_eq!((reject.code, reject.row.line), (Code::MapRow, 3));
    assert_eq!(reject.row.bytes, br#"["1","Jean",null,null,null,"?"]"#);
    let last = rows(&pack, &sheet("People", &[])).pop().unwrap();
    assert_eq!(last, row([Some("17"), Some("Jean"), Some("1986-05-14"), None]));
    let error = outcomes(&pack, sheet("Other", &[]).as_slice()).unwrap_err();
    assert!(error.to_string().contains("no such sheet"));
}

/// Of a cell that is longer than a row may be, no more is held than such a row has, however long it goes on.
#[test]
fn an_endless_cell_is_one_reject_in_flat_memory() {
    struct Endless(u64);
    impl Read for Endless {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            let count = out.len().min(usize::try_from(self.0).unwrap());
            out[..count].fill(b'x');
            self.0 -= u64::try_from(count).unwrap();
            Ok(count)
        }
    }
    const LENGTH: u64 = 4 * 1024 * 1024;
    let json = made("format = \"json-lines\"\nencoding = \"utf-8\"", ["no", "name", "/alias/0", "/alias/1"]);
    let array = made("format = \"json\"\nencoding = \"utf-8\"", ["no", "name", "/alias/0", "/alias/1"]);
    let csv = made("format = \"csv\"\nencoding = \"utf-8\"", ["no", "name", "a1", "a2"]);
    for (pack, column, before, after) in [
        (csv, Some("a1"), "no,name,a1,a2\n1,\"x,\ny\",\"", "\",\n2,a,,\n"),
        (
            xml(),
            Some("alias[1]"),
            "<export><persons><person no='1'><name><whole>a</whole></name><alias>",
            "</alias></person><person no='2'><alias>a</alias></person></persons></export>",
        ),
        (
            xml(),
            None,
            "<export><persons><person no='",
            "'/><person no='2'><alias>a</alias></person></persons></export>",
        ),
        (
            xml(),
            None,
            "<export><persons><person no='1'><",
            "/></person><person no='2'><alias>a</alias></person></persons></export>",
        ),
        (json, None, "{\"no\":\"1\",\"name\":\"", "\"}\n{\"no\":\"2\",\"name\":\"a\"}\n"),
        (array, None, "[{\"no\":\"1\",\"name\":\"", "\"},{\"no\":\"2\",\"name\":\"a\"}]"),
    ] {
        let input = before.as_bytes().chain(Endless(LENGTH)).chain(after.as_bytes());
        let (tally, outcomes) = outcomes(&pack, input).unwrap();
        assert_eq!((tally.rows, tally.new, tally.rejected), (2, 1, 1), "{before}");
        let Outcome::Rejected(reject) = &outcomes[0] else { panic!() };
        assert_eq!((reject.code, reject.column.as_deref()), (Code::MapRowSize, column), "{before}");
        assert!(reject.length > LENGTH && reject.row.bytes.len() <= 1024 * 1024, "{before}");
    }
}

#[test]
fn rows_that_a_program_hands_over_are_those_of_the_file() {
    let csv = || made("format = \"csv\"\nencoding = \"windows-1252\"", ["NO", "NAME", "A1", "A2"]);
    let from_file = rows(&csv(), b"NO,NAME,A1,A2\n7,Jean,Milo,\n");
    let draft = csv().get(&from_file[0], None).unwrap();
    let handed = csv().row(json!({ "NO": 7, "NAME": "Jean", "A1": "Milo", "A2": null }).as_object().unwrap().clone());
    assert!(csv().get(&handed.unwrap(), None).unwrap() == draft);
    let fault = csv().row(json!({ "NO": 7, "NAMES": "Jean" }).as_object().unwrap().clone()).unwrap_err();
    assert_eq!(fault.code, Code::MapRow);
    let lines = csv().for_rows();
    let (tally, _) = outcomes(&lines, b"{\"NO\":7,\"NAME\":\"Jean\"}\n{\"NO\":[7]}\n".as_slice()).unwrap();
    assert_eq!((tally.new, tally.rejected), (1, 1));
}

#[test]
fn columns_that_are_no_paths_are_named_at_their_place() {
    let xml = "format = \"xml\"\nencoding = \"utf-8\"\nxml = { row = \"export/person\" }";
    let json = "format = \"json\"\nencoding = \"utf-8\"";
    for (source, columns, code, line) in [
        (xml, ["@no", "name", "name/whole", "alias"], Code::MapColumn, 9),
        (xml, ["@no", "a b", "c1", "c2"], Code::MapColumn, 9),
        (xml, ["@no", "name", "alias[2]", "alias[3]"], Code::MapColumn, 9),
        (xml, ["@no", "name", "name[1]", "b"], Code::MapColumn, 9),
        (xml, ["@no", "@no/x", "c1", "c2"], Code::MapColumn, 9),
        ("format = \"xml\"\nencoding = \"utf-8\"", ["@no", "a", "c1", "c2"], Code::MapOption, 6),
        (
            "format = \"xml\"\nencoding = \"utf-8\"\nxml = { row = \"person\" }",
            ["@no", "a", "c1", "c2"],
            Code::MapOption,
            7,
        ),
        (
            "format = \"csv\"\nencoding = \"utf-8\"\nxml = { row = \"a/b\" }",
            ["no", "a", "c1", "c2"],
            Code::MapOption,
            7,
        ),
        ("format = \"csv\"\nencoding = \"utf-8\"\nsheet = \"a\"", ["no", "a", "c1", "c2"], Code::MapOption, 7),
        ("format = \"xlsx\"\nencoding = \"cp850\"", ["no", "a", "c1", "c2"], Code::MapOption, 6),
        (json, ["no", "name", "/name/whole", "c2"], Code::MapColumn, 8),
        (
            "format = \"xml\"\nencoding = \"ebcdic-500\"\nxml = { row = \"a/b\" }",
            ["@no", "a", "c1", "c2"],
            Code::MapOption,
            6,
        ),
    ] {
        let error = pack_of(source, columns).expect_err(source);
        let found = error.diagnostics.iter().any(|diagnostic| diagnostic.code == code && diagnostic.line == line);
        let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
        assert!(found, "{source} {columns:?}\n{}", all.join("\n"));
    }
}
