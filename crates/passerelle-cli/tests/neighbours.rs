//! `passerelle export` and `import`: every format, what is refused, and that reports say what is lost.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::path::PathBuf;

use serde_json::{Value, json};
use shell::Shell;

const NOW: &str = "2026-12-01T12:00:00Z";

/// A person, the network that he belongs to, and that he does; all of them of one issuer, who lets country XA have them.
const TRIO: &str = "driver.json network.json member.json";

/// Signed records of northland, a folder `trust` that knows it, and a header for drafts.
fn office() -> Shell {
    let shell = Shell::new();
    let example = |name: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    for (authority, file) in [("XX/trust", "root"), ("XX/northland", "northland")] {
        shell.ok(&format!("key new --authority {authority} --out {file}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root.pub.json --list-key root.pub.json --sign-with root.pem --now {NOW}"
    ));
    shell.ok(&format!(
        "trust add trust --authority XX/northland --country XB --key northland.pub.json --sign-with root.pem --now {NOW}"
    ));
    for (file, record) in [
        ("driver.json", "profile-driver-han.json"),
        ("network.json", "network-example-tide.json"),
        ("member.json", "link-member-driver.json"),
        ("method.json", "modus-operandi-online-recruitment-scam-compound.json"),
    ] {
        shell.write("draft.json", &example(&format!("records/{record}")));
        shell.ok(&format!("sign draft.json --key northland.pem --out {file} --now {NOW}"));
    }
    shell.write("header.json", &example("neighbours/header.json"));
    shell
}

fn export(form: &str, records: &str, to: &str, purpose: &str) -> String {
    format!("export --as {form} {records} --trust trust --to {to} --purpose {purpose} --out out --force --now {NOW}")
}

fn import(form: &str, file: &str) -> String {
    format!("import --from {form} {file} --issuer XX/westland --header header.json --out drafts --force --now {NOW}")
}

fn codes<'r>(report: &'r Value, list: &str) -> Vec<&'r str> {
    report[list].as_array().unwrap().iter().map(|loss| loss["code"].as_str().unwrap()).collect()
}

#[test]
fn every_format_is_written_and_says_what_it_loses() {
    let shell = office();
    for (form, part) in [("stix", "\"threat-actor\""), ("ftm", "\"Organization\""), ("misp", "\"person\"")] {
        let report = shell.report(&export(form, TRIO, "XA", "crime-analysis"), 0);
        assert_eq!(
            (&report["command"], &report["records"], &report["written"]),
            (&json!("export"), &json!(3), &json!("out"))
        );
        assert_eq!(report["left_out"], json!([]));
        let losses = report["losses"].as_array().unwrap();
        // The desk to turn to stays here, and every record has one or a source.
        assert!(losses.iter().any(|loss| loss["code"] == "NBR_WITHHELD" && loss["pointer"] == "/contact"), "{form}");
        assert!(losses.iter().all(|loss| loss["of"].as_str().unwrap().starts_with("XX/northland/")));
        let document = shell.read("out");
        assert!(document.contains(part), "{form}");
        for kept in ["freight@", "TEST-2026-0031", "northland-cases", "analysis@"] {
            assert!(!document.contains(kept) && !report.to_string().contains(kept), "{form}: {kept}");
        }
        let told = shell.ok(&export(form, TRIO, "XA", "crime-analysis"));
        assert!(told.contains(&format!("3 of 3 records, {} losses", losses.len())), "{told}");
        assert_eq!(shell.read("out"), document, "the same records give the same bytes");
    }
}

#[test]
fn what_a_format_cannot_say_is_left_out_and_named() {
    let shell = office();
    let line = export("ftm", "method.json", "XA", "modus-operandi-exchange");
    let report = shell.report(&line, 1);
    assert_eq!((codes(&report, "left_out"), &report["records"]), (vec!["NBR_NOT_SAID"], &json!(1)));
    assert_eq!(shell.read("out"), "");
    assert!(shell.run(&line).out.contains("0 of 1 records"));
}

/// One record that may not go keeps all of them here, and the file that was there stays as it was.
#[test]
fn a_record_that_may_not_go_writes_nothing() {
    let shell = office();
    shell.write("out", "what was here before");
    for (records, to, purpose, code) in [
        (TRIO, "XE", "crime-analysis", "REL_NOT_LISTED"),
        ("network.json driver.json", "XD", "crime-analysis", "REL_DENIED"),
        (TRIO, "XA", "warn", "REL_PURPOSE"),
        ("network.json driver.json", "XB", "crime-analysis", "REL_NOT_LISTED"),
    ] {
        let line = export("stix", records, to, purpose);
        let report = shell.report(&line, 1);
        let found = report["inputs"].as_array().unwrap().iter().flat_map(|input| input["findings"].as_array().unwrap());
        assert!(found.clone().any(|finding| finding["code"] == code), "{to} {purpose}: {report:#}");
        let _ = shell.fails(&line, 1, code);
        assert_eq!(shell.read("out"), "what was here before");
    }
}

#[test]
fn what_is_no_signed_record_is_not_written() {
    let shell = office();
    let forged = shell.read("driver.json").replace("\"charged\"", "\"suspect\"");
    shell.write("forged.json", &forged);
    let _ = shell.fails(&export("misp", "forged.json", "XA", "crime-analysis"), 1, "SIG_INVALID");
    let _ = shell.fails(&export("misp", "draft.json", "XA", "crime-analysis"), 1, "ENV_");
    let _ = shell.fails(&export("misp", "missing.json", "XA", "crime-analysis"), 2, "CMD_READ");
    let _ = shell.fails(&export("xml", "driver.json", "XA", "crime-analysis"), 2, "CMD_USAGE");
    let _ = shell.fails(&export("stix", "driver.json", "Atlantis", "crime-analysis"), 2, "CMD_USAGE");
    assert!(!shell.exists("out"));
    shell.write("out", "kept");
    let line = export("stix", "driver.json", "XA", "crime-analysis").replace(" --force", "");
    let _ = shell.fails(&line, 2, "CMD_EXISTS");
    assert_eq!(shell.read("out"), "kept");
}

#[test]
fn every_format_that_is_read_makes_drafts() {
    let shell = office();
    let header = shell.read("header.json");
    for form in ["stix", "ftm"] {
        shell.write("header.json", &header);
        shell.ok(&export(form, TRIO, "XA", "crime-analysis"));
        let line = import(form, "out");
        let made = shell.report(&line, 0);
        assert_eq!((&made["drafts"], &made["rejects"]), (&json!(3), &json!([])));
        let drafts = shell.read("drafts");
        let mut types = Vec::new();
        for draft in drafts.lines() {
            let draft: Value = serde_json::from_str(draft).unwrap();
            assert_eq!((&draft["issuer"], &draft["rev"]), (&json!("XX/westland"), &json!(1)));
            assert!(draft["provenance"]["derived_from"][0]["id"].as_str().unwrap().starts_with("XX/northland/"));
            types.push(draft["type"].as_str().unwrap().to_owned());
        }
        types.sort();
        assert_eq!(types, ["link", "network", "profile"]);
        shell.write("drafts.ndjson", &drafts);
        let _ = shell.ok(&format!("validate drafts.ndjson --now {NOW}"));
        assert!(shell.ok(&line).contains("3 drafts, 0 rejected"));

        // Nobody says under which law: no draft is valid, and a link to who was refused is refused too.
        shell.write(
            "header.json",
            &header.replace("\"legal_basis\": [{\"code\": \"untoc\", \"article\": \"Art. 27\"}],", ""),
        );
        let made = shell.report(&line, 1);
        assert_eq!(codes(&made, "rejects"), ["NBR_INVALID", "NBR_INVALID", "NBR_REFERENCE"]);
        assert_eq!(made["rejects"][0]["cause"], "SCHEMA_REQUIRED", "{made:#}");
        let told = shell.run(&line);
        assert_eq!((told.status, shell.read("drafts").as_str()), (Some(1), ""));
        assert!(told.out.contains("0 drafts, 3 rejected") && told.out.contains("SCHEMA_REQUIRED"), "{}", told.out);
    }
}

/// Cases of trafficking are about victims: methods come of their terms, and everything else is named and stays out.
#[test]
fn cases_make_methods_and_nothing_of_a_person() {
    let shell = office();
    let header = shell.read("header.json").replace(
        "\"som\": {\"benefit\": \"unknown\"},",
        "\"title\": [{\"lang\": \"en\", \"text\": \"Out of case data\"}], \"summary\": [{\"lang\": \"en\", \"text\": \"Terms.\"}],
         \"tip\": {\"acts\": [\"recruitment\"], \"means\": [\"deception\"], \"purposes\": [\"forced-labour\"], \"child_victims\": \"unknown\"},",
    );
    shell.write("header.json", &header);
    let case = json!({
        "prs_FirstName": "Anna", "prs_SecondName": "Specimen", "vic_MethodsOfControl": "DebtBondage;WithholdsDocuments",
        "vic_TypeOfExploitation": "ForcedLabour", "vic_ForcedLabourIndustry": "F_Construction", "cas_Status": "Active",
    });
    shell.write("cases.ndjson", &format!("{case}\n{case}\n"));
    let report = shell.report(&import("htcds", "cases.ndjson"), 0);
    assert_eq!((&report["drafts"], &report["rejects"]), (&json!(1), &json!([])));
    let victims: Vec<&str> = codes(&report, "losses").into_iter().filter(|code| *code == "NBR_VICTIM").collect();
    assert_eq!(victims.len(), 6, "three members of each case");
    let drafts = shell.read("drafts");
    assert!(drafts.contains("withholds-documents") && drafts.contains("\"sector\":\"F\""), "{drafts}");
    assert!(!drafts.contains("Anna") && !report.to_string().contains("Specimen"));
    shell.write("drafts.ndjson", &drafts);
    let _ = shell.ok(&format!("validate drafts.ndjson --now {NOW}"));
    assert!(shell.ok(&import("htcds", "cases.ndjson")).contains("1 drafts, 0 rejected"));
}

#[test]
fn broken_input_and_headers_are_named_by_place() {
    let shell = office();
    shell.write("broken.json", "{\"type\": \"bundle\",\n \"objects\": [}");
    shell.write("twice.json", "{\"type\": \"bundle\", \"type\": \"bundle\"}");
    shell.write("old.json", "{\"type\": \"bundle\", \"id\": \"bundle--1\", \"spec_version\": \"2.0\"}");
    shell.write("cases.json", "[{\"vic_MethodsOfControl\": {\"Specimen\": 1}}]");
    for (form, file, code, place) in [
        ("stix", "broken.json", "NBR_SYNTAX", "broken.json line 2, column"),
        ("stix", "twice.json", "NBR_SYNTAX", "twice.json line 1, column"),
        ("stix", "old.json", "NBR_VERSION", "old.json /spec_version"),
        ("ftm", "broken.json", "NBR_SYNTAX", "broken.json line 1"),
        ("ftm", "twice.json", "NBR_SYNTAX", "twice.json line 1"),
        ("htcds", "cases.json", "NBR_OBJECT", "cases.json /0 /vic_MethodsOfControl"),
        ("htcds", "old.json", "NBR_OBJECT", "old.json line 1"),
        ("stix", "missing.json", "CMD_READ", "missing.json"),
        ("misp", "old.json", "CMD_USAGE", "misp"),
    ] {
        let told = shell.fails(&import(form, file), 2, code);
        assert!(told.contains(place) && !told.contains("Specimen"), "{form} {file}: {told}");
    }
    for header in ["{", "[]", "{\"id\": \"XX/westland/1\"}"] {
        shell.write("header.json", header);
        let _ = shell.fails(&import("stix", "old.json"), 2, "NBR_HEADER");
    }
    assert!(!shell.exists("drafts"));
}

/// Two markings that nobody can satisfy at once.
#[test]
fn a_marking_without_a_common_recipient_makes_no_draft() {
    let shell = office();
    shell.ok(&export("stix", "network.json", "XA", "crime-analysis"));
    let header = shell.read("header.json").replace("[\"XA\", \"XB\", \"XC\"]", "[\"XE\"]");
    shell.write("header.json", &header);
    let report = shell.report(&import("stix", "out"), 1);
    assert_eq!((codes(&report, "rejects"), &report["drafts"]), (vec!["NBR_HANDLING"], &json!(0)));
    assert_eq!(shell.read("drafts"), "");
}
