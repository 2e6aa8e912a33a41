//! Child rows: any number of names and telephones of one person, in tables of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod record;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use passerelle::Code;
use passerelle::record::Timestamp;
use passerelle_map::{
    ChildTally, Children, Export, IdentityKey, Outcome, Pack, PackError, Reject, Row, Split, State, Tally, check_laws,
    recombined, run_export,
};
use record::record_of_drivers;
use serde_json::{Value, json};

static MAP: LazyLock<String> = LazyLock::new(|| format!("{BEFORE}{}{AFTER}", record_of_drivers()));

const BEFORE: &str = r#"
[map]
id = "example.test"
version = "1.0.0"

[source]
format = "csv"
encoding = "utf-8"
key = ["NO"]
new_key = "NEW-{}"
columns = ["NO", "NAME"]

[[child]]
name = "aliases"
[child.source]
format = "csv"
encoding = "windows-1252"
csv = { delimiter = ";" }
key = ["PERSON"]
columns = ["PERSON", "ALIAS", "CLERK"]

[[child]]
name = "lines"
of = "devices"
[child.source]
format = "fixed-width"
encoding = "utf-8"
fixed = { unit = "bytes" }
key = ["DEVICE"]
columns = [{ name = "DEVICE", width = 3 }, { name = "PHONE", width = 14 }]

[[child]]
name = "devices"
id = ["ID"]
[child.source]
format = "csv"
encoding = "utf-8"
key = ["PERSON"]
columns = ["ID", "PERSON"]

"#;

const AFTER: &str = r#"
[[field]]
from = "NAME"
to = "/content/names[kind=legal,script=Latn]/full"

[[field]]
child = "aliases"
from = "ALIAS"
to = "/content/names[kind=alias,script=Latn]/full"

[[field]]
child = "lines"
from = "PHONE"
to = "/content/selectors[kind=phone; attribution=believed-user]/value"
as = "phone"
region = "FR"

[[ignore]]
columns = ["NO"]
mode = "residue"
reason = "stays at home"

[[ignore]]
child = "aliases"
columns = ["CLERK"]
mode = "residue"
reason = "internal"
"#;

const PEOPLE: &str = "NO,NAME\nN-1,Jean Exemple\nN-2,Marie Modele\nN-3,Nobody Special\n";
const ALIASES: &str = "PERSON;ALIAS;CLERK\nN-2;Mimi;k\nN-1;Le Grand;k\nN-1;;m\n N-1 ;Milo;\n";
const DEVICES: &str = "ID,PERSON\nD1,N-1\nD2,N-1\nD3,N-2\n";
const LINES: &str = "D2 +33639980010  \nD1 +33639980021  \nD2 +33639980032  \n";

fn load(map: &str) -> Result<Pack, PackError> {
    Pack::load(&BTreeMap::from([("map.toml".to_owned(), map.to_owned())]))
}

fn pack() -> Pack {
    load(&MAP).unwrap_or_else(|error| {
        panic!("{}", error.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn key() -> IdentityKey {
    IdentityKey::parse(&"3".repeat(64)).unwrap()
}

fn read(pack: &Pack, tables: &[(&str, &str)], rejects: &mut Vec<Reject>) -> Children {
    let mut children = Children::new(pack).unwrap();
    for (name, text) in tables {
        let take = |reject| {
            rejects.push(reject);
            Ok(())
        };
        children.read(pack, name, text.as_bytes(), take).unwrap();
    }
    children
}

/// What a run makes of these files, by the content of the records, with what was rejected.
fn run_of(people: &str, tables: &[(&str, &str)]) -> (Tally, ChildTally, Vec<Value>, Vec<Reject>) {
    let pack = pack();
    let mut rejects = Vec::new();
    let mut children = read(&pack, tables, &mut rejects);
    let state = State::in_memory(&pack, &key()).unwrap();
    let now = Timestamp::new("2026-04-01T12:00:00Z").unwrap();
    let export = Export { rows: people.as_bytes(), children: Some(&mut children) };
    let mut records = Vec::new();
    let tally = run_export(&pack, export, &key(), &state, now, 2, |outcome| {
        match outcome {
            Outcome::Issued(issue) => {
                assert!(passerelle::validate(&issue.bytes, now).is_valid());
                let record: Value = serde_json::from_slice(&issue.bytes).unwrap();
                records.push(record["content"].clone());
            }
            Outcome::Rejected(reject) => rejects.push(reject),
            _ => panic!("nothing was issued before"),
        }
        Ok(())
    });
    (tally.unwrap(), children.tally(), records, rejects)
}

fn rows(pack: &Pack) -> Vec<Row> {
    let mut children = read(pack, &[("aliases", ALIASES), ("devices", DEVICES), ("lines", LINES)], &mut Vec::new());
    let mut splits = pack.split(PEOPLE.as_bytes());
    let _ = splits.header().unwrap();
    splits
        .map(|split| {
            let Split::Row(raw) = split.unwrap() else { panic!() };
            let mut row = pack.read(&raw).unwrap();
            children.join(pack, &mut row).unwrap();
            row
        })
        .collect()
}

fn said(content: &Value, list: &str, member: &str) -> Vec<String> {
    let items = content[list].as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().map(|item| item[member].as_str().unwrap().to_owned()).collect()
}

#[test]
fn child_rows_are_joined_by_their_key_in_their_order() {
    let tables = [("aliases", ALIASES), ("lines", LINES), ("devices", DEVICES)];
    let (tally, of_children, records, rejects) = run_of(PEOPLE, &tables);
    assert!(rejects.is_empty(), "{rejects:?}");
    assert_eq!((tally.rows, tally.new), (3, 3));
    assert_eq!((of_children.rows, of_children.joined, of_children.rejected), (10, 10, 0));
    assert_eq!(said(&records[0], "names", "full"), ["Jean Exemple", "Le Grand", "Milo"]);
    // By the order of the devices of the person, and of the lines of each.
    assert_eq!(said(&records[0], "selectors", "value"), ["+33639980021", "+33639980010", "+33639980032"]);
    assert_eq!(said(&records[1], "names", "full"), ["Marie Modele", "Mimi"]);
    assert!(records[1].get("selectors").is_none());
    assert_eq!(said(&records[2], "names", "full"), ["Nobody Special"]);
}

#[test]
fn every_bad_child_row_is_told_with_its_table_and_counted() {
    let cases: [(&str, &str, Code, Option<&str>, u64); 5] = [
        ("aliases", "N-9;Nobody;\n", Code::MapOrphan, None, 6),
        ("aliases", "N-1;one cell too few\n", Code::MapRow, None, 6),
        ("aliases", ";no key;\n", Code::MapKey, Some("PERSON"), 6),
        ("lines", "D9 +33639980032  \n", Code::MapOrphan, None, 4),
        ("lines", "D1 \u{e9}\n", Code::MapRow, None, 4),
    ];
    for (table, bad, code, column, line) in cases {
        let with = |name: &str, text: &str| if name == table { format!("{text}{bad}") } else { text.to_owned() };
        let (aliases, lines) = (with("aliases", ALIASES), with("lines", LINES));
        let (tally, of_children, _, rejects) =
            run_of(PEOPLE, &[("aliases", &aliases), ("lines", &lines), ("devices", DEVICES)]);
        assert_eq!((tally.rows, tally.new, tally.rejected), (3, 3, 0), "{bad}");
        assert_eq!((of_children.rows, of_children.joined, of_children.rejected), (11, 10, 1), "{bad}");
        let [reject] = rejects.as_slice() else { panic!("{bad}: {rejects:?}") };
        assert_eq!((reject.code, reject.table.as_deref()), (code, Some(table)), "{bad}");
        assert_eq!((reject.column.as_deref(), reject.row.line), (column, line), "{bad}");
        assert_eq!(reject.row.bytes, bad.trim_end_matches('\n').as_bytes(), "the input is intact");
    }
}

#[test]
fn a_child_cell_that_is_not_read_rejects_the_row_that_it_belongs_to() {
    let lines = LINES.replace("+33639980032  ", "+33            ".get(..14).unwrap());
    let (tally, of_children, records, rejects) =
        run_of(PEOPLE, &[("aliases", ALIASES), ("lines", &lines), ("devices", DEVICES)]);
    assert_eq!((tally.rows, tally.new, tally.rejected, records.len()), (3, 2, 1, 2));
    assert_eq!(of_children.joined, 10);
    assert_eq!((rejects[0].code, rejects[0].column.as_deref()), (Code::MapValue, Some("lines.PHONE")));
    assert!(rejects[0].detail.ends_with("in child row 3"), "{}", rejects[0].detail);
    assert_eq!(rejects[0].row.bytes, b"N-1,Jean Exemple");
}

/// One person has more than a row may have: that is told once, and none of the child rows is missing its person besides.
#[test]
fn child_rows_of_a_row_that_is_too_long_are_no_orphans() {
    let many = |start: &str, row: &str| format!("{start}{}", row.repeat(70_000));
    let (aliases, lines) = (many(ALIASES, "N-1;abcdefghij;k\n"), many(LINES, "D1 +33639980021  \n"));
    let devices = format!("{DEVICES}D1,N-1\n");
    for (tables, table) in [
        ([("aliases", aliases.as_str()), ("lines", LINES), ("devices", DEVICES)], "aliases"),
        ([("aliases", ALIASES), ("lines", lines.as_str()), ("devices", devices.as_str())], "lines"),
    ] {
        let (tally, of_children, _, rejects) = run_of(PEOPLE, &tables);
        assert_eq!((tally.rows, tally.new, tally.rejected), (3, 2, 1), "{table}");
        let [reject] = rejects.as_slice() else { panic!("{table}: {} rejects, {:?}", rejects.len(), rejects.get(1)) };
        assert_eq!((reject.code, reject.column.as_deref()), (Code::MapRowSize, Some(table)));
        assert_eq!((of_children.joined, of_children.rejected), (of_children.rows, 0), "{table}");
    }
}

#[test]
fn files_that_are_others_are_refused() {
    let pack = pack();
    let mut children = Children::new(&pack).unwrap();
    let mut read = |name: &str, text: &str| children.read(&pack, name, text.as_bytes(), |_| Ok(()));
    assert!(read("others", "").unwrap_err().to_string().contains("no child table"));
    let error = read("aliases", "PERSON;NAME;CLERK\n").unwrap_err();
    assert!(error.to_string().contains("`ALIAS` is due in column 2"), "{error}");
    read("devices", DEVICES).unwrap();
    assert!(read("devices", DEVICES).unwrap_err().to_string().contains("already"));
}

#[test]
fn the_laws_hold_with_child_rows() {
    let pack = pack();
    let rows = rows(&pack);
    for row in rows.iter().chain(&recombined(&rows, 300, 7)) {
        assert!(check_laws(&pack, row).unwrap_or_else(|fault| panic!("{fault}")).is_some());
    }
}

#[test]
fn what_a_record_says_now_becomes_of_the_child_rows() {
    let pack = pack();
    let row = rows(&pack).swap_remove(0);
    let mut record = pack.get(&row, None).unwrap().record;
    let names = record["content"]["names"].as_array_mut().unwrap();
    names.remove(1);
    names.push(json!({ "full": "The Long", "kind": "alias", "script": "Latn" }));
    let put = pack.put(&record, Some(&row)).unwrap();
    let cells = |row: &Row| row.cells.iter().map(|cell| cell.clone().unwrap_or_default()).collect::<Vec<_>>().join("|");
    let aliases: Vec<String> = put.row.of_child(0).iter().map(cells).collect();
    // The clerk's mark stays on the row whose element changed, and the row that says nothing here stays as it is.
    assert_eq!(aliases, ["N-1|The Long|k", "N-1||m", " N-1 |Milo|"]);
    assert_eq!(put.row.of_child(1), row.of_child(1), "the telephones are as they were");

    record["content"]["names"].as_array_mut().unwrap().truncate(1);
    let put = pack.put(&record, Some(&row)).unwrap();
    assert_eq!(put.row.of_child(0).iter().map(cells).collect::<Vec<_>>(), ["N-1||m"]);

    // To which device a new number belongs, nobody can tell.
    let number = json!({ "kind": "phone", "value": "+33639980099", "attribution": "believed-user" });
    record["content"]["selectors"].as_array_mut().unwrap().push(number);
    let put = pack.put(&record, Some(&row)).unwrap();
    assert_eq!(put.row.of_child(1), row.of_child(1));
    assert!(put.losses.iter().any(|loss| loss.place == "/content/selectors/3"), "{:?}", put.losses);
    assert_eq!(pack.get(&put.row, Some(&put.residue)).unwrap().record, record);
}

#[test]
fn a_new_row_has_a_key_by_which_its_child_rows_are_found() {
    let pack = pack();
    let mut import = pack.import();
    for row in rows(&pack) {
        let record = pack.get(&row, None).unwrap().record;
        import.push(&pack.put(&record, None).unwrap().row, None);
    }
    let files = import.finish_all().unwrap();
    assert_eq!(
        String::from_utf8(files.rows).unwrap(),
        "NO,NAME\nNEW-1,Jean Exemple\nNEW-2,Marie Modele\nNEW-3,Nobody Special\n"
    );
    assert_eq!(
        String::from_utf8(files.children["aliases"].clone()).unwrap(),
        "PERSON;ALIAS;CLERK\nNEW-1;Le Grand;\nNEW-1;Milo;\nNEW-2;Mimi;\n"
    );
}

#[test]
fn in_json_child_rows_stand_in_their_row() {
    let pack = pack().for_rows();
    let line = json!({
        "NO": "N-1", "NAME": "Jean Exemple",
        "aliases": [{ "ALIAS": "Le Grand", "CLERK": "k" }, { "ALIAS": "Milo" }],
        "lines": [{ "DEVICE": "D1", "PHONE": "+33639980021" }],
    });
    let row = pack.row(line.as_object().unwrap().clone()).unwrap();
    let record = pack.get(&row, None).unwrap().record;
    assert_eq!(said(&record["content"], "names", "full"), ["Jean Exemple", "Le Grand", "Milo"]);
    assert_eq!(pack.put(&record, Some(&row)).unwrap().row, row);
    let mut line_end = serde_json::to_vec(&line).unwrap();
    line_end.push(b'\n');
    assert_eq!(pack.write(&row, None), line_end, "it is written as it was read");
    for (bad, column) in [
        (json!({ "NO": "N-1", "aliases": "Milo" }), "aliases"),
        (json!({ "NO": "N-1", "aliases": ["Milo"] }), "aliases"),
        (json!({ "NO": "N-1", "aliases": [{ "ALIAS": ["Milo"] }] }), "aliases.ALIAS"),
        (json!({ "NO": "N-1", "aliases": [{ "ALIASES": "Milo" }] }), "aliases"),
    ] {
        let fault = pack.row(bad.as_object().unwrap().clone()).unwrap_err();
        assert_eq!((fault.code, fault.column.as_deref()), (Code::MapRow, Some(column)), "{bad}");
    }
}

#[test]
fn child_tables_are_held_against_the_pack() {
    let cases = [
        ("of = \"devices\"", "of = \"device\"", Code::MapOption, 24),
        ("id = [\"ID\"]", "id = [\"ID\"]\nof = \"lines\"", Code::MapCycle, 24),
        ("name = \"devices\"", "name = \"devices\"\nof = \"devices\"", Code::MapCycle, 34),
        ("id = [\"ID\"]\n", "", Code::MapOption, 33),
        ("key = [\"DEVICE\"]", "key = [\"DEVICE\", \"PHONE\"]", Code::MapOption, 29),
        ("key = [\"DEVICE\"]", "key = [\"DEVISE\"]", Code::MapColumn, 29),
        ("name = \"aliases\"", "name = \"NAME\"", Code::MapOption, 14),
        ("name = \"lines\"", "name = \"aliases\"", Code::MapOption, 23),
        ("new_key = \"NEW-{}\"\n", "", Code::MapOption, 9),
        ("new_key = \"NEW-{}\"", "new_key = \"NEW\"", Code::MapOption, 10),
        ("child = \"lines\"", "child = \"line\"", Code::MapOption, 68),
        ("child = \"lines\"\n", "", Code::MapColumn, 68),
        ("from = \"ALIAS\"", "from = \"ALIAS{1..2}\"", Code::MapColumn, 64),
        ("from = \"ALIAS\"", "from = \"CLERK\"", Code::MapColumn, 64),
        ("to = \"/content/names[kind=alias,script=Latn]/full\"", "to = \"/content/sex\"", Code::MapTarget, 65),
        ("to = \"/content/names[kind=alias", "to = \"/content/names[kind=legal", Code::MapTarget, 65),
        ("mode = \"residue\"\nreason = \"internal\"", "mode = \"never-export\"\nreason = \"\"", Code::MapColumn, 83),
    ];
    for (from, to, code, line) in cases {
        assert!(MAP.contains(from), "{from}");
        let error = load(&MAP.replacen(from, to, 1)).expect_err(to);
        let found = error.diagnostics.iter().any(|diagnostic| diagnostic.code == code && diagnostic.line == line);
        let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
        assert!(found, "{to}: {code} at line {line} is due\n{}", all.join("\n"));
    }
    // A column of a child table that must not leave, leaves nowhere.
    let map = MAP.replace("reason = \"internal\"", "reason = \"x\"\n\n[[ignore]]\nchild = \"aliases\"\ncolumns = [\"ALIAS\"]\nmode = \"never-export\"\nreason = \"x\"");
    let error = load(&map).unwrap_err();
    assert!(error.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::MapNeverExport));
}
