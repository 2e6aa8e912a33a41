//! Encodings of old systems, from the bytes of an export to a record and back: nothing is replaced, and what does not fit is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod record;

use std::collections::BTreeMap;

use passerelle::Code;
use passerelle::record::Timestamp;
use passerelle_map::{Charset, IdentityKey, Outcome, Pack, Row, Split, State, Tally, check_laws, run};
use record::record_of_drivers;
use serde_json::json;

/// Rows of fixed width in an encoding: a number of four, a name of twelve.
fn pack(encoding: &str, unit: &str, line_end: &str, script: &str, more: &str) -> Pack {
    let record = record_of_drivers();
    let map = format!(
        r#"
[map]
id = "example.test"
version = "1.0.0"
[source]
format = "fixed-width"
encoding = "{encoding}"
fixed = {{ unit = "{unit}", line_end = "{line_end}" }}
key = ["NO"]
columns = [{{ name = "NO", width = 4, align = "right", pad = "0" }}, {{ name = "NAME", width = 12 }}]
{record}[[field]]
from = "NAME"
to = "/content/names[kind=legal; script={script}]/full"
{more}
[[ignore]]
columns = ["NO"]
mode = "residue"
reason = "stays at home"
"#
    );
    let files = BTreeMap::from([("map.toml".to_owned(), map)]);
    Pack::load(&files).unwrap_or_else(|error| {
        panic!("{}", error.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn outcomes(pack: &Pack, bytes: &[u8]) -> (Tally, Vec<Outcome>) {
    let key = IdentityKey::parse(&"3".repeat(64)).unwrap();
    let state = State::in_memory(pack, &key).unwrap();
    let mut outcomes = Vec::new();
    let now = Timestamp::new("2026-04-01T12:00:00Z").unwrap();
    let tally = run(pack, bytes, &key, &state, now, 2, |outcome| {
        outcomes.push(outcome);
        Ok(())
    });
    (tally.unwrap(), outcomes)
}

fn rows(pack: &Pack, bytes: &[u8]) -> Vec<Row> {
    let raws = pack.split(bytes).map(|split| match split.unwrap() {
        Split::Row(raw) => pack.read(&raw).unwrap(),
        Split::TooLong(..) => panic!("too long"),
    });
    raws.collect()
}

/// A row in an encoding, filled up to sixteen bytes, and with its end of line.
fn line(encoding: &str, name: &str, end: &str) -> Vec<u8> {
    let charset = Charset::named(encoding).unwrap();
    let mut bytes = charset.encode(&format!("0017{name}")).unwrap().into_owned();
    let space = charset.encode(" ").unwrap()[0];
    bytes.resize(16, space);
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

#[test]
fn rows_of_mainframes_and_of_dos_become_records_and_rows_again() {
    for (encoding, line_end, end, name, script) in [
        ("ebcdic-500", "none", "", "EXEMPLE [é]", "Latn"),
        ("ebcdic-1047", "none", "", "^Exemple[]", "Latn"),
        ("ebcdic-037", "none", "", "Straße", "Latn"),
        ("ebcdic-420", "none", "", "مثال", "Arab"),
        ("cp437", "crlf", "\r\n", "Größe ½", "Latn"),
        ("cp850", "lf", "\n", "Ãnne Õ", "Latn"),
        ("cp866", "lf", "\n", "Пример", "Cyrl"),
        ("cp737", "lf", "\n", "Παράδειγμα", "Grek"),
    ] {
        let Some(_) = Charset::named(encoding).unwrap().encode(name) else { panic!("{encoding} lacks {name}") };
        let pack = pack(encoding, "bytes", line_end, script, "");
        let file = [line(encoding, name, end), line(encoding, name, end).replaced(b"0017", b"0018", encoding)].concat();
        let (tally, _) = outcomes(&pack, &file);
        assert_eq!((tally.rows, tally.new), (2, 2), "{encoding}");
        let read = rows(&pack, &file);
        assert_eq!(read[0].cells, [Some("17".to_owned()), Some(name.to_owned())], "{encoding}");
        assert!(check_laws(&pack, &read[0]).unwrap_or_else(|fault| panic!("{encoding}: {fault}")).is_some());
        let record = pack.get(&read[0], None).unwrap().record;
        let put = pack.put(&record, Some(&read[0])).unwrap();
        assert_eq!(pack.write(&put.row, None), line(encoding, name, end), "{encoding}");
    }
}

/// Digits of another row, in the encoding of the file.
trait Replaced {
    fn replaced(self, from: &[u8], to: &[u8], encoding: &str) -> Self;
}

impl Replaced for Vec<u8> {
    fn replaced(mut self, from: &[u8], to: &[u8], encoding: &str) -> Self {
        let charset = Charset::named(encoding).unwrap();
        let coded = |text: &[u8]| charset.encode(std::str::from_utf8(text).unwrap()).unwrap().into_owned();
        assert_eq!(&self[..4], coded(from));
        self[..4].copy_from_slice(&coded(to));
        self
    }
}

#[test]
fn a_file_in_another_encoding_is_rejected_row_by_row_with_line_and_column() {
    let pack = pack("utf-8", "bytes", "lf", "Latn", "");
    let file = [
        line("utf-8", "Jean", "\n"),
        line("windows-1252", "Émile", "\n"),
        line("utf-8", "Milo", "\n").replaced(b"0017", b"0018", "utf-8"),
    ];
    let (tally, outcomes) = outcomes(&pack, &file.concat());
    assert_eq!((tally.rows, tally.new, tally.rejected), (3, 2, 1));
    let Outcome::Rejected(reject) = &outcomes[1] else { panic!("{:?}", outcomes[1]) };
    assert_eq!((reject.code, reject.row.line, reject.column.as_deref()), (Code::MapEncoding, 2, Some("NAME")));
    assert_eq!(reject.row.bytes, file[1].strip_suffix(b"\n").unwrap(), "the input is intact");
}

#[test]
fn what_the_encoding_or_the_width_cannot_hold_is_left_empty_told_and_kept() {
    let record = |full: &str| json!({ "type": "profile", "content": { "names": [{ "full": full, "kind": "legal", "script": "Latn" }] } });
    for (encoding, unit, more, full, code, cell) in [
        ("windows-1256", "bytes", "", "Şahin", Some(Code::MapUnencodable), ""),
        ("ebcdic-420", "bytes", "", "Émile", Some(Code::MapUnencodable), ""),
        ("cp864", "bytes", "", "Émile", Some(Code::MapUnencodable), ""),
        ("cp866", "bytes", "fold = true", "Émile", Some(Code::MapChanged), "Emile"),
        ("windows-1252", "bytes", "", "Jean-Baptiste Exemple", Some(Code::MapTooLong), ""),
        ("utf-8", "bytes", "", "ÉÉÉÉÉÉÉ", Some(Code::MapTooLong), ""),
        ("utf-8", "characters", "", "ÉÉÉÉÉÉÉ", None, "ÉÉÉÉÉÉÉ"),
        ("windows-1252", "bytes", "", "Milo ", Some(Code::MapTooLong), ""),
    ] {
        let line_end = if encoding.starts_with("ebcdic") { "none" } else { "lf" };
        let pack = pack(encoding, unit, line_end, "Latn", more);
        let put = pack.put(&record(full), None).unwrap();
        assert_eq!(put.row.cells[1].as_deref(), Some(cell), "{encoding}: {full}");
        let of_name: Vec<Code> =
            put.losses.iter().filter(|loss| loss.place.starts_with("/content/names")).map(|loss| loss.code).collect();
        assert_eq!(of_name.first().copied(), code, "{encoding}: {full}: {:?}", put.losses);
        assert_eq!(pack.get(&put.row, Some(&put.residue)).unwrap().record, record(full), "nothing is lost at home");
        assert!(!format!("{put:?}").contains(full), "no value in what is printed");
    }
}
