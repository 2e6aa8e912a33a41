//! Runs: bad rows, revisions, rows that vanish and come again, and what a clerk changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;

use passerelle::Code;
use passerelle::record::Timestamp;
use passerelle_map::{IdentityKey, Outcome, Pack, Row, Split, State, StateError, Tally, run, withdrawal};
use serde_json::{Value, json};

const HEADER: &str = "NO_DOSSIER;NOM;PRENOM;ALIAS1;ALIAS2;ALIAS3;SEXE;DATE_NAISS;FIAB_NAISS;NATIONALITE;ROLE;STATUT;TEL1;TEL2;TYPE_DOC;\
                      NUM_DOC;PAYS_DOC;TAILLE;LANGUES;ARME;RESUME;MAJ;INFORMATEUR;AGENT_SAISIE";
const GOOD: &str = "N-1;EXEMPLE;Jean;Milo;;;H;14/05/1986;;XA;PAS;MEC;;;;;;;;;;20260301;SRC-9;k.modele";

fn pack() -> Pack {
    Pack::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/national-fr")).unwrap()
}

fn key() -> IdentityKey {
    IdentityKey::parse(&"3".repeat(64)).unwrap()
}

fn at(day: &str) -> Timestamp {
    Timestamp::new(&format!("{day}T12:00:00Z")).unwrap()
}

fn export(rows: &[&str]) -> Vec<u8> {
    let lines: Vec<&str> = std::iter::once(HEADER).chain(rows.iter().copied()).collect();
    (lines.join("\r\n") + "\r\n").into_bytes()
}

fn run_of(pack: &Pack, state: &State, bytes: &[u8], day: &str) -> (Tally, Vec<Outcome>) {
    let mut outcomes = Vec::new();
    let tally = run(pack, bytes, &key(), state, at(day), 2, |outcome| {
        outcomes.push(outcome);
        Ok(())
    });
    (tally.unwrap(), outcomes)
}

fn row(pack: &Pack, text: &str) -> Row {
    let bytes = export(&[text]);
    let mut splits = pack.split(bytes.as_slice());
    match splits.next().unwrap().unwrap() {
        Split::Row(raw) => pack.read(&raw).unwrap(),
        Split::TooLong(..) => panic!("too long"),
    }
}

#[test]
fn a_bad_row_spoils_itself_only() {
    let pack = pack();
    let long = GOOD.replace("N-1", "N-2").replace("Jean", &"x".repeat(2 * 1024 * 1024));
    let cases: [(String, Code, Option<&str>); 9] = [
        (GOOD.replace("14/05/1986", "31/02/1986"), Code::MapValue, Some("DATE_NAISS")),
        (GOOD.replace("PAS", "XYZ"), Code::MapCode, Some("ROLE")),
        (GOOD.replace("N-1;", ";"), Code::MapKey, Some("NO_DOSSIER")),
        (GOOD.replace(";MEC", ""), Code::MapRow, None),
        (format!("{GOOD};more"), Code::MapRow, None),
        (GOOD.replace("Milo", "Mi\"lo"), Code::MapRow, Some("ALIAS1")),
        (GOOD.replace("20260301", ""), Code::MapInvalid, None),
        (GOOD.replace(";PAS;", ";;"), Code::MapInvalid, None),
        (long, Code::MapRowSize, Some("PRENOM")),
    ];
    for (bad, code, column) in cases {
        let last = GOOD.replace("N-1", "N-9");
        let (tally, outcomes) =
            run_of(&pack, &State::in_memory(&pack, &key()).unwrap(), &export(&[GOOD, &bad, &last]), "2026-04-01");
        // The bad row has the key of the first where nothing else is wrong with it.
        assert_eq!((tally.rows, tally.new, tally.rejected), (3, 2, 1), "{code}");
        let Outcome::Rejected(reject) = &outcomes[1] else { panic!("{code}: {:?}", outcomes[1]) };
        assert_eq!(reject.code, code);
        assert_eq!(reject.column.as_deref(), column, "{code}");
        assert_eq!((reject.row.number, reject.row.line), (2, 3), "{code}");
        let kept = reject.row.bytes.len();
        assert_eq!(reject.row.bytes, &bad.as_bytes()[..kept], "{code}: the input is intact");
        assert_eq!(reject.length, u64::try_from(bad.len()).unwrap(), "{code}");
        assert!(!format!("{reject:?} {}", reject.detail).contains("EXEMPLE"), "no value in a message");
    }
}

#[test]
fn bytes_that_are_no_text_and_names_that_are_others_are_refused() {
    let pack = pack();
    let mut bytes = export(&[GOOD]);
    let at_name = bytes.windows(4).position(|window| window == b"Jean").unwrap();
    bytes[at_name] = 0x81;
    let (tally, outcomes) = run_of(&pack, &State::in_memory(&pack, &key()).unwrap(), &bytes, "2026-04-01");
    assert_eq!(tally.rejected, 1, "{outcomes:?}");

    let other = String::from_utf8(export(&[GOOD])).unwrap().replacen("NOM;PRENOM", "PRENOM;NOM", 1);
    let state = State::in_memory(&pack, &key()).unwrap();
    let error = run(&pack, other.as_bytes(), &key(), &state, at("2026-04-01"), 1, |_| Ok(())).unwrap_err();
    assert!(error.to_string().contains("first line"));
}

#[test]
fn a_row_is_issued_once_revised_when_it_changes_and_withdrawn_when_it_is_gone() {
    let pack = pack();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state");
    let open = || State::open(&path, &pack, &key()).unwrap();
    let issued = |outcomes: &[Outcome]| match &outcomes[0] {
        Outcome::Issued(issue) => serde_json::from_slice::<Value>(&issue.bytes).unwrap(),
        other => panic!("{other:?}"),
    };

    let state = open();
    let (_, first) = run_of(&pack, &state, &export(&[GOOD]), "2026-04-01");
    let first = issued(&first);
    drop(state);
    let state = open();
    let (tally, again) = run_of(&pack, &state, &export(&[GOOD]), "2026-04-02");
    assert_eq!(
        (tally.new, issued(&again)["id"].clone()),
        (1, first["id"].clone()),
        "what was not committed does not count"
    );
    let first = issued(&again);
    state.commit().unwrap();

    let state = open();
    assert_eq!(run_of(&pack, &state, &export(&[GOOD]), "2026-04-03").0.unchanged, 1);
    state.commit().unwrap();

    let state = open();
    let (tally, revised) = run_of(&pack, &state, &export(&[&GOOD.replace("PAS", "CHF")]), "2026-04-04");
    let revised = issued(&revised);
    assert_eq!((tally.revised, &revised["rev"], &revised["id"]), (1, &json!(2), &first["id"]));
    let digest =
        passerelle::crypto::digest(&passerelle::json::read(first.to_string().as_bytes()).unwrap().to_canonical());
    assert_eq!(revised["prev"], serde_json::to_value(digest).unwrap());
    assert!(passerelle::validate(revised.to_string().as_bytes(), at("2026-04-04")).is_valid());
    state.commit().unwrap();

    let state = open();
    let other = GOOD.replace("N-1", "N-7");
    let _ = run_of(&pack, &state, &export(&[&other]), "2026-04-05");
    let vanished = state.vanished().unwrap();
    assert_eq!(vanished.len(), 1);
    let notice = withdrawal(&pack, &key(), &vanished[0].0, vanished[0].1, at("2026-04-05")).unwrap();
    assert_eq!(notice["content"]["about"], json!({ "id": first["id"], "all": true }));
    let validation = passerelle::validate(notice.to_string().as_bytes(), at("2026-04-05"));
    assert!(validation.is_valid(), "{:?}", validation.findings);
    state.commit().unwrap();

    let state = open();
    let (tally, back) = run_of(&pack, &state, &export(&[GOOD, &other]), "2026-04-06");
    assert_eq!((tally.new, tally.unchanged), (1, 1));
    assert_ne!(issued(&back)["id"], first["id"], "what was taken back stays so");
    drop(state);

    let stranger = IdentityKey::parse(&"4".repeat(64)).unwrap();
    assert!(matches!(State::open(&path, &pack, &stranger), Err(StateError::Foreign)));
}

#[test]
fn two_rows_of_one_key_are_not_one_record() {
    let pack = pack();
    let state = State::in_memory(&pack, &key()).unwrap();
    let (tally, outcomes) = run_of(&pack, &state, &export(&[GOOD, &GOOD.replace("Jean", "Paul")]), "2026-04-01");
    assert_eq!((tally.new, tally.rejected), (1, 1));
    assert!(matches!(&outcomes[1], Outcome::Rejected(reject) if reject.code == Code::MapKey));
}

#[test]
fn what_is_never_exported_reaches_no_record() {
    let pack = pack();
    let state = State::in_memory(&pack, &key()).unwrap();
    let (_, outcomes) = run_of(&pack, &state, &export(&[GOOD]), "2026-04-01");
    let Outcome::Issued(issue) = &outcomes[0] else { panic!() };
    let text = String::from_utf8(issue.bytes.clone()).unwrap();
    assert!(text.contains("EXEMPLE"));
    for hidden in ["SRC-9", "k.modele", "N-1"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

/// A record from abroad in a French row; a clerk changes one cell; the change wins and the rest survives.
#[test]
fn a_clerks_change_wins_and_the_rest_of_the_residue_survives() {
    let pack = pack();
    let text = include_bytes!("../../../examples/records/profile-organiser-arabic.json");
    let record: Value = serde_json::from_slice(text).unwrap();
    let put = pack.put(&record, None).unwrap();
    assert_eq!(pack.get(&put.row, Some(&put.residue)).unwrap().record, record, "PutGet");

    let column = |name: &str| pack.columns().iter().position(|column| column == name).unwrap();
    let mut row = put.row.clone();
    assert_eq!(row.cells[column("ROLE")].as_deref(), Some("ORG"));
    row.cells[column("ROLE")] = Some("FAU".to_owned());
    row.cells[column("ALIAS1")] = Some("Nouveau Surnom".to_owned());
    let after = pack.get(&row, Some(&put.residue)).unwrap().record;

    let roles: Vec<&Value> = after["content"]["roles"].as_array().unwrap().iter().map(|role| &role["code"]).collect();
    assert_eq!(roles, ["investor", "forger"], "the role that the row cannot hold, and the clerk's; organiser is gone");
    let names = after["content"]["names"].as_array().unwrap();
    assert_eq!(names[0], record["content"]["names"][0], "the Arabic name is still there");
    assert_eq!(names.last().unwrap()["full"], "Nouveau Surnom");
    for untouched in ["marks", "biometrics_held", "conveyances", "judicial", "personas"] {
        assert_eq!(after["content"][untouched], record["content"][untouched], "{untouched}");
    }
    assert_eq!(after["handling"], record["handling"]);
}

/// A clerk deletes a name that others are counted from: what refers to another still means it, and what referred to it is gone.
#[test]
fn references_follow_when_a_clerk_deletes_an_element() {
    let pack = pack();
    let mut record = pack.get(&row(&pack, GOOD), None).unwrap().record;
    record["content"]["names"] = json!([
        { "full": "Premier", "script": "Latn", "kind": "alias" },
        { "full": "Second", "script": "Latn", "kind": "alias" },
        { "full": "ثان", "script": "Arab", "kind": "transliteration", "translit_of": 1 },
        { "full": "أول", "script": "Arab", "kind": "transliteration", "translit_of": 0 },
    ]);
    record["content"]["notes"] = json!([
        { "about": "/content/names/0", "text": [{ "lang": "en", "text": "invented" }] },
        { "about": "/content/names/3/full", "text": [{ "lang": "en", "text": "invented" }] },
    ]);
    let put = pack.put(&record, None).unwrap();
    assert_eq!(pack.get(&put.row, Some(&put.residue)).unwrap().record, record, "PutGet");
    let mut row = put.row.clone();
    let alias = pack.columns().iter().position(|column| column == "ALIAS1").unwrap();
    assert_eq!(row.cells[alias].as_deref(), Some("Premier"));
    row.cells[alias] = Some(String::new());
    let after = pack.get(&row, Some(&put.residue)).unwrap().record;
    assert_eq!(
        after["content"]["names"],
        json!([
            { "full": "Second", "script": "Latn", "kind": "alias" },
            { "full": "ثان", "script": "Arab", "kind": "transliteration", "translit_of": 0 },
            { "full": "أول", "script": "Arab", "kind": "transliteration" },
        ])
    );
    assert_eq!(after["content"]["notes"].as_array().unwrap().len(), 1);
    assert_eq!(after["content"]["notes"][0]["about"], "/content/names/2/full");
}

#[test]
fn the_report_names_what_the_row_does_not_say() {
    let pack = pack();
    let text = include_bytes!("../../../examples/records/profile-organiser-arabic.json");
    let record: Value = serde_json::from_slice(text).unwrap();
    let losses = pack.put(&record, None).unwrap().losses;
    let code = |place: &str| losses.iter().find(|loss| loss.place == place).map(|loss| loss.code);
    assert_eq!(code("/content/names"), Some(Code::MapNotCarried), "no name of it has a column");
    assert_eq!(code("/content/marks"), Some(Code::MapNotCarried));
    assert_eq!(code("/content/subject_status"), Some(Code::MapNotCarried), "no French code for it");
    assert_eq!(code("/handling/tlp"), Some(Code::MapChanged));

    // A record that a row holds whole loses nothing of its content.
    let draft = pack.get(&row(&pack, GOOD), None).unwrap().record;
    assert_eq!(pack.put(&draft, None).unwrap().losses, []);
}
