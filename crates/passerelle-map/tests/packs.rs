//! What is wrong with a pack is found before the first row, at its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod record;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use passerelle::Code;
use passerelle_map::{Pack, PackError};
use record::record;

static GOOD: LazyLock<String> = LazyLock::new(|| format!("{BEFORE}{}{AFTER}", record()));

const BEFORE: &str = r#"
[map]
id = "example.test"
version = "1.0.0"

[source]
format = "csv"
encoding = "utf-8"
key = ["NO"]
columns = ["NO", "NAME", "ROLE", "SOURCE"]

"#;

const AFTER: &str = r#"
[[field]]
from = "NAME"
to = "/content/names[kind=legal; script=Latn]/full"

[[field]]
from = "ROLE"
to = "/content/roles[]/code"
as = "code"
table = "role.csv"

[[ignore]]
columns = ["NO"]
mode = "residue"
reason = "stays at home"

[[ignore]]
columns = ["SOURCE"]
mode = "never-export"
reason = "protection of sources"
"#;

const TABLE: &str = "source,target,relation,write_back,note\nD,driver,equivalent,yes,\nF,forger,equivalent,yes,\n";

fn load(map: &str, table: &str) -> Result<Pack, PackError> {
    let files = BTreeMap::from([("map.toml".to_owned(), map.to_owned()), ("role.csv".to_owned(), table.to_owned())]);
    Pack::load(&files)
}

#[test]
fn a_good_pack_compiles() {
    let pack = load(&GOOD, TABLE).unwrap();
    assert_eq!(pack.name(), "example.test@1.0.0");
    assert_eq!(pack.fields().len(), 2);
}

#[test]
fn every_mistake_is_named_at_its_place() {
    let cases = [
        ("version = \"1.0.0\"", "version = \"1.0.0\"\nversoin = 1", Code::MapSyntax, 5),
        ("as = \"code\"", "as = \"kode\"", Code::MapSyntax, 36),
        ("\"SOURCE\"]\n\n[record]", "\"SOURCE\", \"EXTRA\"]\n\n[record]", Code::MapColumn, 10),
        ("from = \"NAME\"", "from = \"NAMES\"", Code::MapColumn, 30),
        ("from = \"ROLE\"", "from = \"NAME\"", Code::MapColumn, 34),
        ("reason = \"stays at home\"", "reason = \" \"", Code::MapColumn, 42),
        ("from = \"NAME\"", "from = \"SOURCE\"", Code::MapNeverExport, 30),
        ("key = [\"NO\"]", "key = [\"SOURCE\"]", Code::MapNeverExport, 9),
        ("/content/names[kind", "/content/nicknames[kind", Code::MapTarget, 31),
        (
            "to = \"/content/roles[]/code\"",
            "to = \"/content/names[kind=legal; script=Latn]/full\"",
            Code::MapTarget,
            35,
        ),
        (
            "to = \"/content/names[kind=legal; script=Latn]/full\"",
            "to = \"/content/subject_status\"",
            Code::MapTarget,
            31,
        ),
        ("table = \"role.csv\"", "table = \"role.csv\"\nregion = \"FR\"", Code::MapOption, 38),
        ("table = \"role.csv\"", "", Code::MapOption, 34),
        ("table = \"role.csv\"", "table = \"roles.csv\"", Code::MapTable, 37),
        ("table = \"role.csv\"", "table = \"../role.csv\"", Code::MapTable, 37),
        ("encoding = \"utf-8\"", "encoding = \"klingon\"", Code::MapOption, 8),
        ("purpose = [\"crime-analysis\"]", "purpose = [\"crime-analisis\"]", Code::MapOption, 12),
        ("lang = \"en\"\n", "", Code::MapOption, 12),
        ("lang = \"en\"\n", "lang = \"en\"\nrev = 2\n", Code::MapTarget, 12),
        (
            "to = \"/content/names[kind=legal; script=Latn]/full\"",
            "to = \"/validity/expires\"\nas = \"date\"\nformat = \"YYYY\"",
            Code::MapTarget,
            31,
        ),
    ];
    for (from, to, code, line) in cases {
        assert!(GOOD.contains(from), "{from}");
        let error = load(&GOOD.replacen(from, to, 1), TABLE).expect_err(to);
        let found = error.diagnostics.iter().any(|diagnostic| diagnostic.code == code && diagnostic.line == line);
        let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
        assert!(found, "{to}: {code} at line {line} is due\n{}", all.join("\n"));
    }
}

#[test]
fn tables_are_held_against_their_list() {
    for (line, part) in [
        ("X,drivver,equivalent,yes,", "no code of the list"),
        ("D,forger,equivalent,no,", "in an earlier line"),
        ("X,driver,equivalent,yes,", "by two lines"),
        ("X,driver,same,no,", "relations"),
        ("X,driver,equivalent,perhaps,", "`yes` or `no`"),
        ("X,driver", "a line has"),
    ] {
        let error = load(&GOOD, &format!("{TABLE}{line}\n")).expect_err(line);
        let diagnostic = &error.diagnostics[0];
        assert_eq!(diagnostic.code, Code::MapTable);
        assert!(diagnostic.detail.contains(part), "{line}: {}", diagnostic.detail);
        assert_eq!(diagnostic.file, "role.csv");
    }
}

#[test]
fn a_diagnostic_has_a_caret_under_the_place() {
    let error = load(&GOOD.replacen("as = \"code\"", "as = \"code\"\nregion = \"FR\"", 1), TABLE).unwrap_err();
    let text = error.diagnostics[0].to_string();
    assert_eq!(
        text,
        "MAP_OPTION: the converter has no option `region`\n  --> map.toml:37:10\n   |\n37 | region = \"FR\"\n   |          ^^^^"
    );
}

#[test]
fn constants_are_written_and_asked_for() {
    let with = |constant: &str| {
        let map = GOOD.replace("\"ROLE\", \"SOURCE\"]", "\"ROLE\", \"SOURCE\", \"SYS\"]");
        load(&format!("{map}\n[[constant]]\n{constant}\n"), TABLE)
    };
    let pack = with("column = \"SYS\"\nvalue = \"EUR\"").unwrap();
    let row = |sys: &str| {
        let cells = ["1", "Jean", "D", "", sys];
        passerelle_map::Row::of(cells.iter().map(|cell| Some((*cell).to_owned())).collect())
    };
    let draft = pack.get(&row("EUR"), None).unwrap();
    assert_eq!(pack.put(&draft.record, None).unwrap().row.cells[4].as_deref(), Some("EUR"));
    let fault = pack.get(&row("USA"), None).unwrap_err();
    assert_eq!((fault.code, fault.column.as_deref()), (Code::MapValue, Some("SYS")));
    for (constant, code, line) in [
        ("column = \"SYSTEM\"\nvalue = \"EUR\"", Code::MapColumn, 50),
        ("column = \"NAME\"\nvalue = \"EUR\"", Code::MapColumn, 30),
        ("column = \"SYS\"\nvalue = \"\"", Code::MapOption, 51),
    ] {
        let error = with(constant).expect_err(constant);
        let found = error.diagnostics.iter().any(|diagnostic| diagnostic.code == code && diagnostic.line == line);
        let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
        assert!(found, "{constant}\n{}", all.join("\n"));
    }
}

/// A row says which other row it belongs with; the records say it of one another, and the key of neither is seen.
#[test]
fn references_lead_to_the_record_of_the_other_row() {
    let map = GOOD.replace(
        "from = \"ROLE\"\nto = \"/content/roles[]/code\"\nas = \"code\"\ntable = \"role.csv\"",
        "from = \"ROLE\"\nto = \"/content/mo_refs[]\"\nas = \"ref\"\nof = \"example.methods\"",
    );
    let key = passerelle_map::IdentityKey::parse(&"4".repeat(64)).unwrap();
    let pack = load(&map, TABLE).unwrap();
    let cells = ["1", "Jean", "M-7", ""].map(|cell| Some(cell.to_owned())).to_vec();
    let row = passerelle_map::Row::of(cells);
    assert_eq!(pack.get(&row, None).unwrap_err().code, Code::MapKey, "without the key there is no identifier");
    let pack = pack.with_identity(&key);
    let draft = pack.get(&row, None).unwrap();
    let methods = load(&GOOD.replace("id = \"example.test\"", "id = \"example.methods\""), TABLE).unwrap();
    let method = passerelle_map::Row::of(["M-7", "", "", ""].map(|cell| Some(cell.to_owned())).to_vec());
    let issued = methods.issue(
        serde_json::json!({}),
        &methods.row_key(&method, &key).unwrap(),
        &key,
        passerelle::record::Timestamp::new("2026-04-01T12:00:00Z").unwrap(),
    );
    assert_eq!(draft.record["content"]["mo_refs"][0], issued["id"]);
    assert!(passerelle_map::check_laws(&pack, &row).unwrap().is_some());
}

/// A telephone that is known not to be his must not become his in a row that has no word for "not".
#[test]
fn what_a_record_denies_is_written_into_no_column() {
    let record =
        serde_json::json!({ "content": { "roles": [{ "code": "driver", "negated": true }, { "code": "forger" }] } });
    let put = load(&GOOD, TABLE).unwrap().put(&record, None).unwrap();
    assert_eq!(put.row.cells[2].as_deref(), Some("F"));
    assert!(put.losses.iter().any(|loss| loss.place == "/content/roles/0" && loss.code == Code::MapNotCarried));
    let columns = GOOD.replace("\"ROLE\", \"SOURCE\"]", "\"ROLE\", \"SOURCE\", \"NOT\"]");
    let map = format!(
        "{columns}\n[[field]]\nfrom = \"NOT\"\nto = \"/content/roles[]/negated\"\nas = \"flag\"\nyes = \"1\"\nno = \"0\"\n"
    );
    let put = load(&map, TABLE).unwrap().put(&record, None).unwrap();
    assert_eq!(
        (put.row.cells[2].as_deref(), put.row.cells[4].as_deref()),
        (Some("D"), Some("1")),
        "this one has a word for it"
    );
}

const ZONE: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";

/// One column is the machine readable zone of a document; name, day of birth and the document itself come of it, and go back into it.
#[test]
fn a_zone_is_taken_apart_and_put_together_again() {
    let with = |more: &str| {
        let map = GOOD
            .replace(
                "columns = [\"NO\", \"NAME\", \"ROLE\", \"SOURCE\"]",
                "columns = [\"NO\", \"MRZ\", \"ROLE\", \"SOURCE\"]",
            )
            .replace("[[field]]\nfrom = \"NAME\"\nto = \"/content/names[kind=legal; script=Latn]/full\"", more);
        load(&map, TABLE)
    };
    let fields = r#"[[mrz]]
name = "pass"
from = "MRZ"
format = "td3"

[[field]]
from = ["pass.surname", "pass.given"]
to = "/content/names[kind=legal; script=Latn]"
as = "name"
parts = ["family", "given"]
fold = true

[[field]]
from = "pass.birth"
to = "/content/births[; basis=document]/date"
as = "date"
format = "YYMMDD"
unknown = { day = "<<", month = "<<" }
pivot = 2026

[[field]]
from = "pass.number"
to = "/content/documents[type=passport; authenticity=not-checked]/number"

[[field]]
from = "pass.issuer"
to = "/content/documents[type=passport; authenticity=not-checked]/issuer"
as = "country"
code = "icao"
extra = { UTO = "UTO" }

[[field]]
from = "pass.expiry"
to = "/content/documents[type=passport; authenticity=not-checked]/expires"
as = "date"
format = "YYMMDD"
pivot = 2075

[[ignore]]
columns = ["pass.type", "pass.nationality", "pass.sex", "pass.optional"]
mode = "residue"
reason = "stays in the zone"
"#;
    let pack = with(fields).unwrap_or_else(|error| {
        panic!("{}", error.diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    let row = |zone: &str| passerelle_map::Row::of(["1", zone, "D", ""].map(|cell| Some(cell.to_owned())).to_vec());
    let mut record = pack.get(&row(ZONE), None).unwrap().record;
    let content = &record["content"];
    assert_eq!(content["names"][0]["full"], "ANNA MARIA ERIKSSON");
    assert_eq!(content["births"][0]["date"], "1974-08-12");
    let document = serde_json::json!({ "type": "passport", "number": "L898902C3", "issuer": "UTO", "expires": "2012-04-15", "authenticity": "not-checked" });
    assert_eq!(content["documents"][0], document);
    assert!(passerelle_map::check_laws(&pack, &row(ZONE)).unwrap().is_some());
    assert_eq!(pack.put(&record, Some(&row(ZONE))).unwrap().row, row(ZONE));

    record["content"]["names"][0] = serde_json::json!({ "full": "Änna Müller", "kind": "legal", "script": "Latn", "parts": { "family": ["Müller"], "given": ["Änna"] } });
    let put = pack.put(&record, Some(&row(ZONE))).unwrap();
    let due = "P<UTOMUELLER<<AENNA<<<<<<<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assert_eq!(put.row.cells[1].as_deref(), Some(due));
    assert!(put.losses.iter().any(|loss| loss.place.starts_with("/content/names/0") && loss.code == Code::MapChanged));
    let fresh = pack.put(&record, None).unwrap();
    assert_eq!(fresh.row.cells[1].as_deref(), Some(""), "no document bears a zone without a nationality");
    assert_eq!(pack.get(&fresh.row, Some(&fresh.residue)).unwrap().record, record);

    let wrong = ZONE.replace("7408122", "7408112");
    let fault = pack.get(&row(&wrong), None).unwrap_err();
    assert_eq!((fault.code, fault.column.as_deref()), (Code::MapValue, Some("MRZ")));
    assert!(fault.detail.contains("check digit") && !fault.detail.contains("74"), "{}", fault.detail);
    let leaves = with(&fields.replace("format = \"td3\"\n", "format = \"td3\"\nunmapped = \"leave\"\n")).unwrap();
    assert_eq!(leaves.get(&row(&wrong), None).unwrap().left.len(), 1);
    assert_eq!(leaves.get(&row(""), None).unwrap().left.len(), 0);

    for (from, to, code, line) in [
        ("from = \"MRZ\"", "from = [\"MRZ\", \"ROLE\", \"NO\"]", Code::MapOption, 31),
        ("from = \"MRZ\"", "from = \"MRX\"", Code::MapColumn, 31),
        (", \"pass.optional\"", "", Code::MapColumn, 30),
        ("\"pass.number\"", "\"pass.numbers\"", Code::MapColumn, 50),
        ("\"pass.optional\"", "\"pass.optional\", \"NO\", \"ROLE\", \"MRZ\"", Code::MapColumn, 68),
    ] {
        let error = with(&fields.replace(from, to)).expect_err(to);
        let found = error.diagnostics.iter().any(|diagnostic| diagnostic.code == code && diagnostic.line == line);
        let all: Vec<String> = error.diagnostics.iter().map(ToString::to_string).collect();
        assert!(found, "{to}\n{}", all.join("\n"));
    }
}
