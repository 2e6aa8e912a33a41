//! `passerelle map`: packs are checked and tested, an export becomes drafts, and records become an import.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::path::PathBuf;

use serde_json::Value;
use shell::Shell;

const NOW: &str = "2026-04-01T12:00:00Z";

/// A copy of an example pack that a test may change.
fn shell_with(packs: &[&str]) -> Shell {
    let shell = Shell::new();
    for pack in packs {
        let from = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(pack);
        for folder in ["", "tables", "tests"] {
            std::fs::create_dir_all(shell.path(pack).join(folder)).unwrap();
            for file in std::fs::read_dir(from.join(folder)).unwrap().flatten().filter(|file| file.path().is_file()) {
                std::fs::copy(file.path(), shell.path(pack).join(folder).join(file.file_name())).unwrap();
            }
        }
    }
    shell
}

#[test]
fn packs_are_checked_and_tested() {
    let shell = shell_with(&["national-fr", "national-eg", "national-jp", "child-tables"]);
    assert!(shell.ok("map test child-tables").contains("laws: held for 303 rows"));
    for pack in ["national-fr", "national-eg", "national-jp"] {
        let told = shell.ok(&format!("map check {pack}"));
        assert!(told.contains("never-export") && told.contains("bounded"), "{told}");
        assert!(shell.ok(&format!("map test {pack}")).contains("laws: held"));
    }
    assert!(shell.ok("map explain national-fr ROLE").contains("/content/roles[]/code"));
    assert!(shell.ok("map preview national-fr national-fr/tests/export.csv --rows 1").contains("\"transporter\""));
    let schema: Value = serde_json::from_str(&shell.ok("map schema")).unwrap();
    assert!(schema["properties"]["source"].is_object());

    // A table that says something else now: the test says so, at the place.
    let table = shell.read("national-fr/tables/role.csv").replace("PAS,transporter", "PAS,guide");
    shell.write("national-fr/tables/role.csv", &table);
    assert!(shell.fails("map test national-fr", 1, "MAP_LAW").contains("/record/content/roles/0"));
    let junit = shell.run("map test national-fr --format junit");
    assert_eq!(junit.status, Some(1));
    assert!(junit.out.contains("failures=\"1\"") && junit.out.contains("<failure type=\"MAP_LAW\""), "{}", junit.out);
    let _ = shell.ok("map test national-fr --bless");
    assert!(shell.ok("map test national-fr").contains("bounded      /content/roles[]/code"));
    let report = shell.report("map test national-fr", 0);
    assert_eq!(report["command"], "map test");
    assert_eq!((&report["rows"], &report["faults"]), (&Value::from(4), &serde_json::json!([])));
    assert_eq!(report["fields"][0]["rows"], 4);

    let map = shell.read("national-fr/map.toml").replace("from = \"RESUME\"", "from = \"INFORMATEUR\"");
    shell.write("national-fr/map.toml", &map);
    let report = shell.report("map test national-fr", 1);
    let codes: Vec<&Value> = report["faults"].as_array().unwrap().iter().map(|fault| &fault["code"]).collect();
    assert_eq!(codes, ["MAP_COLUMN", "MAP_NEVER_EXPORT"], "a column that nobody maps, and one that nobody may");
    let told = shell.fails("map check national-fr", 1, "MAP_NEVER_EXPORT");
    assert!(told.contains("^^^^^^^^^^^^^"), "{told}");
}

#[test]
fn an_export_becomes_drafts_once_and_an_import_elsewhere() {
    let shell = shell_with(&["national-fr", "national-eg"]);
    let _ = shell.ok("map key --out identity.key");
    let export = shell.path("national-fr/tests/export.csv");
    let run = |out: &str| {
        format!(
            "map run national-fr export.csv --identity identity.key --state state --out {out} --rejects {out}.rejects --now {NOW}"
        )
    };
    std::fs::copy(&export, shell.path("export.csv")).unwrap();
    assert!(shell.ok(&run("first")).contains("4 rows in: 4 new"));
    assert!(shell.ok(&run("second")).contains("4 unchanged"));
    assert_eq!(shell.read("second"), "");

    let mut bytes = std::fs::read(&export).unwrap();
    bytes.extend_from_slice(b"N-00499;X;Y\r\n");
    std::fs::write(shell.path("export.csv"), &bytes).unwrap();
    let told = shell.run(&run("third"));
    assert_eq!(told.status, Some(1), "a row was rejected");
    assert!(told.out.contains("5 rows in: 0 new, 0 revised, 4 unchanged, 1 rejected"), "{}", told.out);
    assert!(told.out.contains("\n  1 × MAP_ROW\n"), "{}", told.out);
    let reject: Value = serde_json::from_str(&shell.read("third.rejects")).unwrap();
    assert_eq!((&reject["code"], &reject["row"]), (&Value::from("MAP_ROW"), &Value::from(5)));
    assert_eq!(reject["input"], passerelle::crypto::encode_base64url(b"N-00499;X;Y"));

    let draft = shell.read("first").lines().next().unwrap().to_owned();
    shell.write("draft.json", &draft);
    let _ = shell.ok(&format!("validate draft.json --now {NOW}"));
    let told = shell.ok("map put national-eg draft.json --out import.csv --residue residue");
    assert!(told.contains("MAP_NOT_CARRIED") && told.contains("/content/physical"), "{told}");
    let import = std::fs::read(shell.path("import.csv")).unwrap();
    let passport = passerelle_map::Charset::named("windows-1256").unwrap().encode("جواز").unwrap().into_owned();
    assert!(import.windows(passport.len()).any(|window| window == passport), "the national code, in windows-1256");
    let back = shell.ok("map get national-eg import.csv --residue residue");
    let (back, draft): (Value, Value) = (serde_json::from_str(&back).unwrap(), serde_json::from_str(&draft).unwrap());
    assert_eq!(back, draft, "with its residue the record is whole");
}

/// Rows of a database say what the file of the same system says: the same records come of them, and nothing new.
#[test]
fn rows_of_a_database_are_the_rows_of_the_file() {
    let shell = shell_with(&["national-fr"]);
    let _ = shell.ok("map key --out identity.key");
    let run = |export: &str, more: &str| {
        format!(
            "map run national-fr {export} --identity identity.key --state state --out drafts --rejects rejects --force --now {NOW} {more}"
        )
    };
    assert!(shell.ok(&run("national-fr/tests/export.csv", "")).contains("4 new"));
    let row = r#"{"NO_DOSSIER":"N-00420","NOM":"MODÈLE","SEXE":"I","ROLE":"ORG","STATUT":"MEC","LANGUES":"ru,tr","MAJ":20260110,"AGENT_SAISIE":"m.exemple"}"#;
    shell.write("rows.ndjson", &format!("{row}\n{{\"NO_DOSSIER\":\"N-9\",\"AUTRE\":1}}\n"));
    let told = shell.run(&run("rows.ndjson", "--rows"));
    assert!(told.out.contains("2 rows in: 0 new, 0 revised, 1 unchanged, 1 rejected"), "{}", told.out);
}

#[test]
fn a_signed_record_is_opened_before_it_is_written() {
    let shell = shell_with(&["national-eg"]);
    let record = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/records/profile-driver-han.json");
    std::fs::copy(record, shell.path("draft.json")).unwrap();
    let issuer: Value = serde_json::from_str(&shell.read("draft.json")).unwrap();
    let issuer = issuer["issuer"].as_str().unwrap().to_owned();
    let now = "--now 2026-12-01T12:00:00Z";
    let _ = shell.ok(&format!("key new --authority {issuer} --no-passphrase --out key.pem"));
    let _ = shell.ok(&format!("sign draft.json --key key.pem --out signed.json {now}"));
    let _ = shell.fails(&format!("map put national-eg signed.json --out import.csv {now}"), 2, "CMD_NO_TRUST");
    assert!(!shell.exists("import.csv"));
}

#[test]
fn a_first_pack_is_proposed_and_says_no_more_than_codes() {
    let shell = shell_with(&["national-fr"]);
    let told = shell.ok("map infer national-fr/tests/export.csv --encoding windows-1252");
    assert!(told.contains("# DATE_NAISS:") && told.contains("key = [\"NO_DOSSIER\"]"), "{told}");
    assert!(told.contains("mode = \"never-export\""));
    assert!(!told.contains("EXEMPLE"), "{told}");
    std::fs::create_dir(shell.path("new")).unwrap();
    shell.write("new/map.toml", &told);
    assert!(shell.ok("map check new").contains("never-export AGENT_SAISIE"), "nothing leaves, and it compiles");
    let told = shell.fails("map infer national-fr/tests/export.csv", 2, "CMD_READ");
    assert!(told.contains("export.csv:2") && told.contains("--encoding"), "{told}");
    let _ =
        shell.fails("map infer national-fr/tests/export.csv --encoding windows-1252 --delimiter |", 2, "--delimiter");
}

/// Telephones in a table of their own: they come with their person, and go with it into two files that belong together.
#[test]
fn child_tables_are_files_of_their_own() {
    let shell = shell_with(&["national-fr"]);
    let map = shell.read("national-fr/map.toml");
    let phones = "[[child]]\nname = \"phones\"\nsource = { format = \"csv\", encoding = \"utf-8\", key = [\"NO\"], columns = [\"NO\", \"TEL\"] }\n\n";
    let map = map
        .replace("key = [\"NO_DOSSIER\"]", "key = [\"NO_DOSSIER\"]\nnew_key = \"N-NEW-{}\"")
        .replace("[record]", &format!("{phones}[record]"))
        .replace("from = \"TEL{1..2}\"", "child = \"phones\"\nfrom = \"TEL\"")
        .replace("\"TEL1\", \"TEL2\", ", "");
    shell.write("national-fr/map.toml", &map);
    let row = |no: &str| format!("{no};EXEMPLE;Jean;;;;H;14/05/1986;;XA;PAS;MEC;;;;;;;;20260301;;k.modele\r\n");
    let header = "NO_DOSSIER;NOM;PRENOM;ALIAS1;ALIAS2;ALIAS3;SEXE;DATE_NAISS;FIAB_NAISS;NATIONALITE;ROLE;STATUT;TYPE_DOC;NUM_DOC;PAYS_DOC;TAILLE;LANGUES;ARME;RESUME;MAJ;INFORMATEUR;AGENT_SAISIE\r\n";
    std::fs::remove_dir_all(shell.path("national-fr/tests")).unwrap();
    std::fs::create_dir(shell.path("national-fr/tests")).unwrap();
    shell.write("national-fr/tests/export.csv", &format!("{header}{}{}", row("N-1"), row("N-2")));
    shell.write("national-fr/tests/export.phones.csv", "NO,TEL\nN-2,06 39 98 00 10\nN-1,0639980021\nN-2,0639980032\n");
    assert!(shell.ok("map test national-fr --bless").contains("2 rows"));
    assert!(shell.ok("map test national-fr").contains("laws: held for 302 rows"));

    let _ = shell.ok("map key --out identity.key");
    let run = |more: &str| {
        format!(
            "map run national-fr national-fr/tests/export.csv --identity identity.key --state state --out drafts --rejects rejects --force --now {NOW} {more}"
        )
    };
    let _ = shell.fails(&run(""), 2, "--child phones=FILE");
    let _ = shell.fails(&run("--child phone=x"), 2, "phones");
    let told = shell.ok(&run("--child phones=national-fr/tests/export.phones.csv"));
    assert!(told.contains("2 rows in: 2 new") && told.contains("3 child rows in: 3 joined, 0 rejected"), "{told}");
    let drafts = shell.read("drafts");
    assert!(drafts.lines().nth(1).unwrap().contains("+33639980032"), "{drafts}");

    shell.write("phones.csv", "NO,TEL\nN-2,06 39 98 00 10\nN-1,0639980021\nN-2,0639980032\nN-7,0639980032\n");
    let told = shell.run(&run("--child phones=phones.csv"));
    assert_eq!(told.status, Some(1));
    assert!(
        told.out.contains("2 unchanged") && told.out.contains("4 child rows in: 3 joined, 1 rejected"),
        "{}",
        told.out
    );
    let reject: Value = serde_json::from_str(&shell.read("rejects")).unwrap();
    assert_eq!(
        (&reject["code"], &reject["table"], &reject["line"]),
        (&"MAP_ORPHAN".into(), &"phones".into(), &5.into())
    );

    shell.write("draft.json", drafts.lines().nth(1).unwrap());
    let _ =
        shell.ok("map put national-fr draft.json --out import.csv --child phones=import.phones.csv --residue residue");
    assert_eq!(shell.read("import.phones.csv"), "NO,TEL\nN-NEW-1,0639980010\nN-NEW-1,0639980032\n");
    assert!(shell.read("import.csv").contains("N-NEW-1;EXEMPLE"));
    let back = shell.ok("map get national-fr import.csv --child phones=import.phones.csv --residue residue");
    let (back, draft): (Value, Value) =
        (serde_json::from_str(&back).unwrap(), serde_json::from_str(drafts.lines().nth(1).unwrap()).unwrap());
    assert_eq!(back, draft, "with its residue the record is whole");
    assert!(
        shell
            .ok("map preview national-fr import.csv --child phones=import.phones.csv")
            .contains("phones: N-NEW-1 | 0639980010")
    );
}

/// A vendor makes mistakes in an order of their own: each is told with what to do next.
#[test]
fn a_beginner_is_told_what_to_do_next() {
    let shell = shell_with(&["national-fr"]);
    std::fs::create_dir(shell.path("empty")).unwrap();
    assert!(shell.fails("map check empty", 2, "CMD_READ").contains("`passerelle map infer EXPORT > map.toml`"));
    assert!(shell.fails("map test empty", 2, "CMD_READ").contains("`passerelle map infer EXPORT > map.toml`"));

    let table = shell.read("national-fr/tables/role.csv");
    shell.write("national-fr/tables/role.csv", &table.replace("PAS,transporter", "PAS,transportr"));
    assert!(shell.fails("map check national-fr", 1, "MAP_TABLE").contains("`transporter` is near"));
    shell.write("national-fr/tables/role.csv", &table.replace("PAS,transporter", "PAS,people who drive"));
    assert!(shell.fails("map check national-fr", 1, "MAP_TABLE").contains("`passerelle vocab role` lists them"));
    shell.write("national-fr/tables/role.csv", &table);
    let map = shell.read("national-fr/map.toml");
    shell.write("national-fr/map.toml", &map.replace("/content/roles[]/code", "/content/roles/code"));
    assert!(shell.fails("map check national-fr", 1, "MAP_TARGET").contains("such as `/content/roles[]/code`"));
    shell.write("national-fr/map.toml", &map);

    let export = std::fs::read(shell.path("national-fr/tests/export.csv")).unwrap();
    let bad: Vec<u8> =
        export.iter().copied().chain(*b"N-9;X;Y;;;;H;31/02/1986;;XA;PAS;MEC;;;;;;;;;;20260301;;\r\n").collect();
    std::fs::write(shell.path("national-fr/tests/export.csv"), &bad).unwrap();
    assert!(shell.fails("map test national-fr", 1, "MAP_LAW").contains("`--bless` keeps what it gives now"));
    let told = shell.ok("map test national-fr --bless");
    assert!(told.contains("no record comes of 1 × MAP_VALUE; `passerelle map preview` shows why"), "{told}");
    assert!(told.contains("make no record") && told.contains("laws: held for "), "{told}");
    let told = shell.ok("map preview national-fr national-fr/tests/export.csv --rows 9");
    assert!(told.contains("MAP_VALUE DATE_NAISS: a date"), "{told}");
}

/// What is wrong with a file as a whole is told by its place, and is no matter of paths and rights.
#[test]
fn a_file_that_is_not_what_the_pack_says_is_named_by_its_place() {
    let shell = shell_with(&["national-fr"]);
    let _ = shell.ok("map key --out identity.key");
    let export = std::fs::read(shell.path("national-fr/tests/export.csv")).unwrap();
    let text: String = export.iter().map(|byte| char::from(*byte)).collect();
    let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(shell.path("utf16.csv"), utf_16).unwrap();
    std::fs::write(shell.path("names.csv"), text.replacen("PRENOM", "PRENOMS", 1)).unwrap();
    for (file, due) in [("utf16.csv", "UTF-16"), ("names.csv", "`PRENOM` is due in column 3")] {
        for command in [
            "map run national-fr {} --identity identity.key --state state --out o --rejects r",
            "map get national-fr {}",
        ] {
            let told = shell.fails(&command.replace("{}", file), 2, "MAP_FILE");
            assert!(told.contains(due) && told.contains(file) && !told.contains("right to read"), "{told}");
        }
    }
    assert!(!shell.exists("o"));
    let _ = shell.fails("map get national-fr missing.csv", 2, "CMD_READ");
}
