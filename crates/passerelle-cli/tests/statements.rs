//! Receipts and forwards: given, used, shown, and refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use serde_json::{Value, json};
use shell::Shell;

const NOW: &str = "--now 2027-01-15T10:00:00Z";
const LATER: &str = "--now 2027-03-01T10:00:00Z";

/// Northland issues; Southland and Eastland may give receipts and pass records on; `signed.json` is Northland's.
fn exchange() -> Shell {
    let shell = Shell::new();
    for name in ["trust", "northland", "southland", "eastland"] {
        shell.ok(&format!("key new --authority XX/{name} --out {name}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key trust.pub.json --list-key trust.pub.json --sign-with trust.pem {NOW}"
    ));
    for (name, country, role) in [
        ("northland", "XA", "--role record"),
        ("southland", "XB", "--role record,receipt,forward"),
        ("eastland", "XC", "--roles receipt --roles forward"),
    ] {
        shell.ok(&format!(
            "trust add trust --authority XX/{name} --country {country} {role} --key {name}.pub.json --sign-with trust.pem {NOW}"
        ));
    }
    sign(&shell, "signed.json", |_| ());
    shell
}

/// A record that XB, XC and XD may have and pass on, unless it is changed.
fn sign(shell: &Shell, file: &str, change: impl FnOnce(&mut Value)) {
    let text = shell.ok(&format!("new profile --issuer XX/northland --quiet {NOW}"));
    let mut record: Value = serde_json::from_str(&text).unwrap();
    record["handling"] = json!({
        "tlp": "green",
        "releasable_to": ["XA", "XB", "XC", "XD"],
        "onward": "as-marked",
        "judicial_use": "with-consent",
    });
    record["purpose"] = json!(["identify", "crime-analysis"]);
    change(&mut record);
    shell.write("draft.json", &record.to_string());
    shell.ok(&format!("sign draft.json --key northland.pem --out {file} --force {NOW}"));
}

fn forward(shell: &Shell, by: &str, to: &str, more: &str, out: &str) -> String {
    shell.ok(&format!(
        "forward signed.json --to {to} --purpose identify --trust trust --key {by}.pem {more} --out {out} {NOW}"
    ))
}

fn report(shell: &Shell, line: &str) -> (Option<i32>, Value) {
    let said = shell.run(&format!("{line} --format json"));
    let text = if said.out.is_empty() { said.err } else { said.out };
    (said.status, serde_json::from_str(&text).unwrap())
}

// ---- receipts ---------------------------------------------------------------

#[test]
fn a_receipt_saves_a_record_whose_key_was_stolen_later() {
    let shell = exchange();
    shell.ok(&format!("receipt signed.json --trust trust --key southland.pem --out receipt.json {NOW}"));
    let kid =
        shell.ok("key show northland.pub.json").split_whitespace().find(|word| word.contains('#')).unwrap().to_owned();
    shell.ok(&format!("trust revoke trust --key {kid} --compromised-since 2027-02-01 --sign-with trust.pem {LATER}"));
    shell.fails(&format!("verify signed.json --trust trust {LATER}"), 1, "KEY_COMPROMISED");
    let told = shell.ok(&format!("verify signed.json --trust trust --receipt receipt.json {LATER}"));
    assert!(told.contains("KEY_COMPROMISED_PRIOR") && told.contains("integrity    valid"), "{told}");
    // Two records beside one another, one of which has a receipt.
    sign(&shell, "other.json", |record| record["id"] = json!("XX/northland/01890a5d-ac96-774b-bcce-b302099a8057"));
    let (status, whole) =
        report(&shell, &format!("verify signed.json other.json --trust trust --receipt receipt.json {LATER}"));
    assert_eq!(status, Some(1));
    assert_eq!(whole["inputs"][0]["result"], "valid");
    assert_eq!(whole["inputs"][1]["findings"][0]["code"], "KEY_COMPROMISED");
}

#[test]
fn a_receipt_that_nobody_would_take_is_not_written() {
    let shell = exchange();
    let give = |more: &str| format!("receipt signed.json --trust trust --out receipt.json {more} {NOW}");
    shell.fails(&give("--key northland.pem"), 2, "KEY_ROLE");
    shell.fails(&give("--key southland.pem --received 2027-01-15T10:00:01Z"), 2, "SCHEMA_COMBINATION");
    let mut record: Value = serde_json::from_str(&shell.read("signed.json")).unwrap();
    record["record"]["lang"] = json!("fr");
    shell.write("changed.json", &record.to_string());
    shell.fails(&format!("receipt changed.json --trust trust --key southland.pem {NOW}"), 1, "SIG_INVALID");
    assert!(!shell.exists("receipt.json"));
    shell.ok(&give("--key southland.pem --received 2027-01-15T09:00:00Z"));
    let receipt: Value = serde_json::from_str(&shell.read("receipt.json")).unwrap();
    assert_eq!(receipt["receipt"]["received"], "2027-01-15T09:00:00Z");
}

#[test]
fn what_is_no_receipt_is_said_before_anything_else() {
    let shell = exchange();
    shell.ok(&format!("receipt signed.json --trust trust --key southland.pem --out receipt.json {NOW}"));
    let verify = |more: &str| format!("verify signed.json --trust trust {more} {NOW}");
    shell.fails(&verify("--receipt signed.json"), 1, "ENV_CONTENT");
    shell.fails(&verify("--receipt missing.json"), 2, "CMD_READ");
    let mut receipt: Value = serde_json::from_str(&shell.read("receipt.json")).unwrap();
    receipt["receipt"]["received"] = json!("2027-01-01T00:00:00Z");
    shell.write("forged.json", &receipt.to_string());
    shell.fails(&verify("--receipt receipt.json --receipt forged.json"), 1, "SIG_INVALID");
    shell.fails(&format!("verify receipt.json --trust trust {NOW}"), 1, "ENV_CONTENT");
}

// ---- forwards ---------------------------------------------------------------

#[test]
fn the_way_of_a_copy_is_shown_in_four_languages_and_to_programs() {
    let shell = exchange();
    forward(&shell, "southland", "XX/eastland", "", "first.json");
    forward(&shell, "eastland", "XD", "--earlier first.json", "second.json");
    for (language, words) in [
        ("en", ["path", "XX/eastland passed it on to XD at 2027-01-15T10:00:00Z, for:"]),
        ("fr", ["chemin", "XX/eastland l'a transmise à XD le 2027-01-15T10:00:00Z, pour :"]),
        ("es", ["camino", "XX/eastland la reenvió a XD el 2027-01-15T10:00:00Z, para:"]),
        ("ar", ["المسار", "أحالته XX/eastland إلى XD في 2027-01-15T10:00:00Z، لغرض:"]),
    ] {
        let told = shell.ok(&format!(
            "verify signed.json --trust trust --forward second.json --forward first.json --lang {language} {NOW}"
        ));
        let first = told.find("XX/southland").unwrap();
        assert!(words.iter().all(|word| told.contains(word)), "{told}");
        assert!(first < told.find(words[1]).unwrap(), "the first step comes first: {told}");
    }
    let (status, whole) =
        report(&shell, &format!("verify signed.json --trust trust --forward second.json --forward first.json {NOW}"));
    let path = &whole["inputs"][0]["paths"][0];
    assert_eq!((status, &path["whole"]), (Some(0), &json!(true)));
    assert_eq!(path["steps"][0]["issuer"], "XX/southland");
    assert_eq!(path["steps"][1]["to"], json!(["XD"]));
    assert_eq!(path["steps"][1]["source"], "second.json");
}

#[test]
fn a_forward_where_the_record_may_not_go_is_not_written() {
    let shell = exchange();
    let line = |to: &str, more: &str| {
        format!("forward signed.json --to {to} --trust trust --key southland.pem --out forward.json {more} {NOW}")
    };
    let told = shell.fails(&line("XE", "--purpose identify"), 1, "FWD_RELEASE");
    assert!(told.contains("REL_NOT_LISTED") && told.contains("<forward>  /to/0"), "{told}");
    shell.fails(&line("XC", "--purpose modus-operandi-exchange"), 1, "REL_PURPOSE");
    shell.fails(&line("XX/nobody", "--purpose identify"), 1, "FWD_RELEASE");
    shell.fails(&line("xc", "--purpose identify"), 2, "CMD_USAGE");
    shell.fails(&line("XC", "--purpose nonsense"), 2, "CMD_USAGE");
    let by_north =
        "forward signed.json --to XC --purpose identify --trust trust --key northland.pem --out forward.json";
    shell.fails(&format!("{by_north} {NOW}"), 2, "KEY_ROLE");
    assert!(!shell.exists("forward.json"));
}

#[test]
fn consent_opens_what_the_marking_leaves_open() {
    let shell = exchange();
    sign(&shell, "signed.json", |record| record["handling"]["onward"] = json!("with-consent"));
    let line = "forward signed.json --to XC --purpose identify --trust trust --key southland.pem --out forward.json";
    shell.fails(&format!("{line} {NOW}"), 1, "REL_ONWARD");
    shell.ok(&format!("{line} --consent TEST-LETTER-1 {NOW}"));
    let forward: Value = serde_json::from_str(&shell.read("forward.json")).unwrap();
    assert_eq!(forward["forward"]["consent"], json!({ "by": "XX/northland", "ref": "TEST-LETTER-1" }));
    shell.ok(&format!("verify signed.json --trust trust --forward forward.json {NOW}"));
}

#[test]
fn a_way_with_a_gap_or_of_another_record_is_refused() {
    let shell = exchange();
    forward(&shell, "southland", "XC", "", "first.json");
    forward(&shell, "eastland", "XD", "--earlier first.json", "second.json");
    let told = shell.fails(&format!("verify signed.json --trust trust --forward second.json {NOW}"), 1, "FWD_CHAIN");
    assert!(told.contains("second.json  /prev") && told.contains("integrity    valid"), "{told}");
    let (status, whole) = report(&shell, &format!("verify signed.json --trust trust --forward second.json {NOW}"));
    assert_eq!(status, Some(1));
    assert_eq!(whole["inputs"][0]["paths"][0]["whole"], false);
    assert_eq!(whole["inputs"][0]["paths"][0]["steps"][0]["faults"], json!(["FWD_CHAIN"]));
    sign(&shell, "other.json", |record| record["id"] = json!("XX/northland/01890a5d-ac96-774b-bcce-b302099a8057"));
    shell.fails(&format!("verify other.json --trust trust --forward first.json {NOW}"), 1, "FWD_RECORD");
    shell.fails(&format!("verify signed.json other.json --trust trust --forward first.json {NOW}"), 2, "CMD_USAGE");
    shell.fails(&format!("verify signed.json --trust trust --forward signed.json {NOW}"), 1, "ENV_CONTENT");
    // Two ways at once cannot both be the one that it came.
    forward(&shell, "eastland", "XB", "", "stray.json");
    shell.fails(
        &format!(
            "forward signed.json --to XD --purpose identify --trust trust --key southland.pem --earlier first.json --earlier stray.json {NOW}"
        ),
        2,
        "CMD_USAGE",
    );
}

#[test]
fn a_forward_knows_of_a_newer_revision_that_is_held() {
    let shell = exchange();
    std::fs::create_dir(shell.path("held")).unwrap();
    let hash = shell.ok("digest signed.json").split_whitespace().next().unwrap().to_owned();
    sign(&shell, "held/next.json", |record| {
        record["id"] = serde_json::from_str::<Value>(&shell.read("signed.json")).unwrap()["record"]["id"].clone();
        record["rev"] = json!(2);
        record["prev"] = json!({ "alg": "sha-256", "hash": hash });
    });
    let line = "forward signed.json --to XC --purpose identify --trust trust --key southland.pem --out forward.json";
    shell.fails(&format!("{line} --held held {NOW}"), 1, "REL_STATUS");
    shell.ok(&format!("{line} {NOW}"));
}

#[test]
fn a_receipt_counts_for_inspect_and_status_too() {
    let shell = exchange();
    shell.ok(&format!("receipt signed.json --trust trust --key southland.pem --out receipt.json {NOW}"));
    let kid =
        shell.ok("key show northland.pub.json").split_whitespace().find(|word| word.contains('#')).unwrap().to_owned();
    shell.ok(&format!("trust revoke trust --key {kid} --compromised-since 2027-02-01 --sign-with trust.pem {LATER}"));
    std::fs::create_dir(shell.path("held")).unwrap();
    std::fs::copy(shell.path("signed.json"), shell.path("held/signed.json")).unwrap();
    for line in ["inspect signed.json", "status held"] {
        shell.fails(&format!("{line} --trust trust {LATER}"), 1, "KEY_COMPROMISED");
        shell.ok(&format!("{line} --trust trust --receipt receipt.json {LATER}"));
        shell.fails(&format!("{line} --trust trust --receipt signed.json {LATER}"), 1, "ENV_CONTENT");
    }
    shell.fails(&format!("inspect signed.json --receipt receipt.json {LATER}"), 2, "CMD_USAGE");
}
