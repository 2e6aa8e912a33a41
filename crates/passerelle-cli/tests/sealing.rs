//! `passerelle seal`, `unseal`, and sealed records in other commands.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use serde_json::{Value, json};
use shell::Shell;

const NOW: &str = "2026-06-01T12:00:00Z";

/// Northland and Southland under one domain, Southland with a key for sealing, and `signed.json` of Northland for Southland.
fn world() -> Shell {
    let shell = Shell::new();
    shell.ok("key new --authority XX/trust --no-passphrase --out root.pem");
    for name in ["northland", "southland"] {
        shell.ok(&format!("key new --authority XX/{name} --no-passphrase --out {name}.pem"));
    }
    shell.ok("key new --authority XX/southland --use enc --no-passphrase --out enc.pem");
    shell.ok("key new --authority XX/northland --use enc --alg P-256 --no-passphrase --out other.pem");
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root.pub.json --list-key root.pub.json --sign-with root.pem --now {NOW}"
    ));
    let add = "--not-before 2026-01-01 --sign-with root.pem --now 2026-06-01T12:00:00Z";
    shell.ok(&format!("trust add trust --authority XX/northland --country XA --key northland.pub.json {add}"));
    shell.ok(&format!(
        "trust add trust --authority XX/southland --country XB --key southland.pub.json --key enc.pub.json \
         --roles record,receipt,forward {add}"
    ));
    let text = shell.ok(&format!("new network --issuer XX/northland --quiet --now {NOW}"));
    let mut record: Value = serde_json::from_str(&text).unwrap();
    record["handling"]["releasable_to"] = json!(["XB"]);
    record["purpose"] = json!(["crime-analysis"]);
    shell.write("draft.json", &record.to_string());
    shell.ok(&format!("sign draft.json --key northland.pem --out signed.json --now {NOW}"));
    shell
}

fn seal(to: &str) -> String {
    format!("seal signed.json --trust trust --to {to} --purpose crime-analysis --now {NOW}")
}

#[test]
fn a_sealed_record_is_opened_by_whom_it_is_for() {
    let shell = world();
    shell.ok(&format!("{} --out sealed.json", seal("XX/southland")));
    let sealed = shell.read("sealed.json");
    assert!(!sealed.contains("XX/northland") && sealed.contains("XX/southland#"));
    let verify = format!("verify sealed.json --trust trust --now {NOW}");
    let told = shell.ok(&format!("{verify} --key enc.pem"));
    assert!(told.contains("XX/northland/") && told.contains("sealed to") && told.contains("verified"), "{told}");
    shell.fails(&verify, 3, "");
    let told = shell.run(&verify).out;
    assert!(told.contains("SEA_LOCKED") && told.contains("XX/southland#"), "{told}");
    let told = shell.run(&format!("{verify} --key other.pem"));
    assert!(told.status == Some(3) && told.out.contains("SEA_NOT_FOR_ME"), "{told:?}");
    // Of several keys the one that fits is taken.
    shell.ok(&format!("{verify} --key other.pem --key enc.pem"));

    shell.ok("unseal sealed.json --key enc.pem --out unsealed.json");
    assert_eq!(shell.read("unsealed.json"), shell.read("signed.json"));
    for (file, is, reader) in [
        ("signed.json", "a signed record, and not sealed", "passerelle verify"),
        ("draft.json", "a record that is not signed, and not sealed", "passerelle validate"),
    ] {
        let told = shell.fails(&format!("unseal {file} --key enc.pem"), 2, "CMD_USAGE");
        assert!(told.contains(is) && told.contains(reader), "{told}");
    }
    shell.write("other.json", "{}");
    shell.fails("unseal other.json --key enc.pem", 1, "SEA_FORM");
}

#[test]
fn inspect_says_who_can_open_it_and_how_large_it_is() {
    let shell = world();
    shell.ok(&format!("{} --out sealed.json", seal("XX/southland")));
    let report = shell.report(&format!("inspect sealed.json --trust trust --now {NOW}"), 3);
    let input = &report["inputs"][0];
    let kid = serde_json::from_str::<Value>(&shell.read("enc.pub.json")).unwrap()["kid"].clone();
    assert_eq!(input["seal"]["recipients"], json!([kid]));
    let inside = shell.read("signed.json").trim_end().len();
    assert_eq!(input["seal"]["content_bytes"], json!(inside));
    assert_eq!((input["record"].clone(), input["findings"][0]["code"].clone()), (Value::Null, json!("SEA_LOCKED")));
    let told = shell.ok(&format!("inspect sealed.json --trust trust --key enc.pem --format json --now {NOW}"));
    let report: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(report["inputs"][0]["positions"], json!("payload"));
    assert_eq!(report["inputs"][0]["signatures"][0]["verified"], json!(true));
}

/// What is wrong inside is shown masked, as everywhere.
#[test]
fn excerpts_of_what_is_inside_are_masked() {
    let shell = world();
    let mut record: Value = serde_json::from_str(&shell.read("draft.json")).unwrap();
    record["content"]["summary"] = json!([{ "lang": "en", "text": "Reach them at +1 202 555 0143 from Monday." }]);
    shell.write("draft.json", &record.to_string());
    shell.ok(&format!("sign draft.json --key northland.pem --out signed.json --force --now {NOW}"));
    shell.ok(&format!("{} --out sealed.json", seal("XX/southland")));
    let verify = format!("verify sealed.json --trust trust --key enc.pem --now {NOW}");
    let told = shell.ok(&verify);
    assert!(told.contains("RULE_FREE_TEXT_IDENTIFIER") && !told.contains("555"), "{told}");
    assert!(shell.ok(&format!("{verify} --show-values")).contains("555"));
}

#[test]
fn nothing_is_sealed_for_whom_the_record_is_not() {
    let shell = world();
    let told = shell.run(&seal("XX/northland"));
    assert!(told.status == Some(1) && told.out.is_empty(), "{told:?}");
    assert!(told.err.contains("SEA_DENIED") && told.err.contains("REL_NOT_LISTED"), "{told:?}");
    shell.fails(&seal("XX/nowhere"), 2, "SEA_NO_KEY");
    shell.fails(&seal("XX/southland --to XX/southland"), 2, "SEA_RECIPIENTS");
    shell.fails("seal signed.json --to XX/southland --purpose crime-analysis", 3, "CMD_NO_TRUST");
}

#[test]
fn a_key_is_for_one_use() {
    let shell = world();
    let public: Value = serde_json::from_str(&shell.read("enc.pub.json")).unwrap();
    assert_eq!((&public["use"], &public["crv"]), (&json!("enc"), &json!("X25519")));
    assert!(shell.read("other.pem").contains("use: enc\n"));
    assert!(shell.ok("key show other.pem").contains("P-256, for sealed records"));
    assert_eq!(shell.ok("key show enc.pem --format json"), shell.read("enc.pub.json"));
    shell.fails(&format!("sign draft.json --key other.pem --now {NOW}"), 2, "CMD_KEY_FILE");
    shell.fails(&format!("verify signed.json --trust trust --key southland.pem --now {NOW}"), 2, "CMD_KEY_FILE");
    shell.fails("key new --authority XX/a --use enc --alg Ed25519 --no-passphrase --out a.pem", 2, "CMD_USAGE");
    shell.fails("key new --authority XX/a --alg X25519 --no-passphrase --out a.pem", 2, "CMD_USAGE");
    let add = "trust add trust --authority XX/northland --key other.pub.json --sign-with root.pem";
    shell.fails(&format!("{add} --use sig --now {NOW}"), 2, "CMD_KEY_FILE");
    shell.ok(&format!("{add} --use enc --now {NOW}"));
    assert!(shell.ok(&format!("trust show trust --now {NOW}")).contains("active, for sealed records"));
}

/// What is sealed is no dead end: whatever takes a record takes a sealed one with its key.
#[test]
fn every_command_that_takes_a_record_takes_a_sealed_one_with_its_key() {
    let shell = world();
    shell.ok(&format!("{} --out sealed.json", seal("XX/southland")));
    std::fs::create_dir(shell.path("held")).unwrap();
    std::fs::copy(shell.path("sealed.json"), shell.path("held/sealed.json")).unwrap();
    let trust = format!("--trust trust --now {NOW}");
    for (line, signs) in [
        ("release sealed.json --to XB --purpose crime-analysis", ""),
        ("redact sealed.json --for XB --purpose crime-analysis", ""),
        ("status held", ""),
        ("inspect sealed.json", ""),
        ("receipt sealed.json", "--key southland.pem"),
    ] {
        shell.fails(&format!("{line} {signs} {trust}"), 3, "SEA_LOCKED");
        shell.fails(&format!("{line} {signs} --key other.pem {trust}"), 3, "SEA_NOT_FOR_ME");
        let told = shell.ok(&format!("{line} {signs} --key enc.pem {trust}"));
        assert!(!told.is_empty(), "{line}");
    }
    // This one may not be passed on, which is seen once it is open.
    let forward = format!("forward sealed.json --to XX/southland --purpose crime-analysis --key southland.pem {trust}");
    shell.fails(&forward, 3, "SEA_LOCKED");
    shell.fails(&format!("{forward} --key other.pem"), 3, "SEA_NOT_FOR_ME");
    shell.fails(&format!("{forward} --key enc.pem"), 1, "FWD_RELEASE");
    // A record that comes sealed gets the receipt and the decision that it gets as it is.
    let receipt = |file: &str, keys: &str| shell.ok(&format!("receipt {file} --key southland.pem {keys} {trust}"));
    let stated = |text: String| serde_json::from_str::<Value>(&text).unwrap()["receipt"].clone();
    assert_eq!(stated(receipt("sealed.json", "--key enc.pem")), stated(receipt("signed.json", "")));
    shell.fails(
        &format!("release sealed.json --to XC --purpose crime-analysis --key enc.pem {trust}"),
        1,
        "REL_NOT_LISTED",
    );
    // Of several keys the one that it is sealed to counts, wherever it stands.
    for keys in ["--key other.pem --key enc.pem", "--key enc.pem --key other.pem"] {
        assert!(shell.ok(&format!("inspect sealed.json {keys} {trust}")).contains("XX/northland/"), "{keys}");
        shell.ok(&format!("redact sealed.json --for XB --purpose crime-analysis {keys} {trust}"));
        // Nothing in it is redactable, which is seen once it is open.
        shell.fails(&format!("redact sealed.json --withhold /contact {keys}"), 1, "RED_NOT_REDACTABLE");
    }
    // One key signs, no more and no fewer.
    shell.fails(&format!("receipt sealed.json --key enc.pem {trust}"), 2, "CMD_KEY_FILE");
    shell.fails(&format!("receipt signed.json --key southland.pem --key northland.pem {trust}"), 2, "CMD_USAGE");
}
