//! Records with redactable parts: sign, redact, inspect, verify, convert, diff.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use serde_json::{Value, json};
use shell::Shell;

const NOW: &str = "2027-01-15T10:00:00Z";

/// A test authority that is trusted, and a profile of its own with two accounts and a case number.
fn scene() -> Shell {
    let shell = Shell::new();
    for (authority, file) in [("XX/trust", "root"), ("XX/northland", "northland")] {
        shell.ok(&format!("key new --authority {authority} --out {file}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root.pub.json --list-key root.pub.json --sign-with root.pem --now {NOW}"
    ));
    shell.ok(&format!(
        "trust add trust --authority XX/northland --country XA --key northland.pub.json --sign-with root.pem --now {NOW}"
    ));
    let text = shell.ok(&format!("new profile --issuer XX/northland --quiet --now {NOW}"));
    let mut record: Value = serde_json::from_str(&text).unwrap();
    record["national_refs"] = json!([{ "system": "test-cases", "ref": "TEST-2026-0001" }]);
    record["contact"] = json!({ "role": "duty-desk", "ref": "desk@unit.example" });
    record["purpose"] = json!(["identify"]);
    let mut stricter = record["handling"].clone();
    stricter["releasable_to"] = json!(["XA"]);
    record["handling"]["releasable_to"] = json!(["XA", "XB"]);
    record["field_handling"] = json!([{ "paths": ["/national_refs"], "handling": stricter }]);
    shell.write("draft.json", &record.to_string());
    shell.ok(&format!("sign draft.json --key northland.pem --redactable default --out full.json --now {NOW}"));
    shell
}

#[test]
fn a_redacted_copy_verifies_and_says_what_is_withheld() {
    let shell = scene();
    let told = shell.ok(&format!("inspect full.json --trust trust --now {NOW}"));
    assert!(told.contains("redactable") && told.contains("/national_refs/0") && !told.contains("withheld"), "{told}");
    shell.ok("redact full.json --withhold /contact,/national_refs/0 --out copy.json");
    assert!(!shell.read("copy.json").contains("TEST-2026"));
    let digest = |file: &str| shell.ok(&format!("digest {file}")).split_whitespace().next().unwrap().to_owned();
    assert_eq!(digest("copy.json"), digest("full.json"));
    let report: Value =
        serde_json::from_str(&shell.ok(&format!("verify copy.json --trust trust --now {NOW} --format json"))).unwrap();
    let input = &report["inputs"][0];
    assert_eq!(input["answers"]["integrity"], "valid");
    assert_eq!(input["withheld"], json!(["", "/national_refs/0"]));
    assert!(!input["redactable"].as_array().unwrap().contains(&json!("/contact")));
}

#[test]
fn a_copy_for_a_country_withholds_what_is_marked() {
    let shell = scene();
    shell.ok(&format!("redact full.json --for XB --purpose identify --trust trust --out copy.json --now {NOW}"));
    let told = shell.ok(&format!("release copy.json --to XB --purpose identify --trust trust --now {NOW}"));
    assert!(told.contains("✓"), "{told}");
    shell.fails(&format!("release full.json --to XB --purpose identify --trust trust --now {NOW}"), 1, "REL_FIELD");
    shell.fails(
        &format!("redact full.json --for XC --purpose identify --trust trust --now {NOW}"),
        1,
        "REL_NOT_LISTED",
    );
    let told = shell.run(&format!("redact full.json --for XC --purpose identify --trust trust --now {NOW}"));
    assert!(told.err.contains("✗ full.json: denied"), "{told:?}");
}

#[test]
fn a_copy_for_a_country_keeps_its_form_and_has_its_sender() {
    let shell = scene();
    shell.ok("convert full.json --form opaque --out opaque.json");
    let redact =
        |rest: &str| format!("redact opaque.json --for XB --purpose identify --trust trust --now {NOW} {rest}");
    shell.ok(&redact("--out copy.json"));
    let copy: Value = serde_json::from_str(&shell.read("copy.json")).unwrap();
    assert!(copy.get("payload").is_some() && copy.get("record").is_none());
    // Somebody else needs the issuer's consent.
    shell.fails(&redact("--from XA"), 1, "REL_ONWARD");
    shell.ok(&redact("--from XA --consent"));
    shell.fails("redact full.json --withhold /contact --from XA", 2, "CMD_USAGE");
}

#[test]
fn wrong_parts_are_refused_with_their_code() {
    let shell = scene();
    for (part, code) in
        [("/id", "RED_MANDATORY"), ("/content/sumary", "RED_PLACE"), ("/content/names/0", "RED_NOT_REDACTABLE")]
    {
        shell.fails(&format!("redact full.json --withhold {part}"), 1, code);
    }
    shell.fails("redact full.json --withhold contact", 2, "CMD_USAGE");
    assert!(shell.fails("redact full.json", 2, "CMD_USAGE").contains("--withhold <PARTS>|--for <CODE>"));
    shell.fails(
        &format!("redact full.json --withhold /contact --for XB --purpose identify --now {NOW}"),
        2,
        "CMD_USAGE",
    );
    let sign = |parts: &str| format!("sign draft.json --key northland.pem --redactable {parts} --now {NOW}");
    shell.fails(&sign("/handling/tlp"), 1, "RED_MANDATORY");
    shell.fails(&sign("/content/names/99"), 1, "RED_NOT_REDACTABLE");
}

#[test]
fn what_is_withheld_is_not_called_removed() {
    let shell = scene();
    shell.ok("redact full.json --withhold /contact,/national_refs/0 --out copy.json");
    let told = shell.ok("diff full.json copy.json");
    assert!(told.contains("withheld") && !told.contains("removed"), "{told}");
    assert!(shell.ok("diff full.json draft.json").lines().count() >= 3);
}

#[test]
fn an_sd_jwt_is_made_of_one_signature() {
    let shell = scene();
    let text = shell.ok("convert full.json --form sd-jwt");
    assert_eq!(text.trim().split('.').count(), 3);
    assert!(text.trim().ends_with('~'));
}

/// Southland gets a full record, keeps a part back, and passes the rest on: by two commands or by one.
#[test]
fn what_is_redacted_is_forwarded_and_the_forward_says_what_is_missing() {
    let shell = scene();
    shell.ok("key new --authority XX/southland --out southland.pem --no-passphrase");
    shell.ok(&format!(
        "trust add trust --authority XX/southland --country XB --roles record,forward --key southland.pub.json \
         --sign-with root.pem --now {NOW}"
    ));
    let mut record: Value = serde_json::from_str(&shell.read("draft.json")).unwrap();
    record["handling"]["onward"] = json!("within-country");
    record["field_handling"][0]["handling"]["onward"] = json!("within-country");
    shell.write("draft.json", &record.to_string());
    shell.ok(&format!("sign draft.json --key northland.pem --redactable default --out full.json --force --now {NOW}"));
    let forward = |file: &str, rest: &str| {
        format!(
            "forward {file} --to XX/southland --purpose identify --trust trust --key southland.pem --now {NOW} {rest}"
        )
    };
    // What is marked for Northland alone may not be passed on.
    shell.fails(&forward("full.json", "--out forward.json"), 1, "REL_FIELD");
    shell.ok("redact full.json --withhold /contact,/national_refs --out copy.json");
    shell.ok(&forward("copy.json", "--out forward.json"));
    let said: Value = serde_json::from_str(&shell.read("forward.json")).unwrap();
    let withheld = said["forward"]["withheld"].as_array().unwrap();
    assert!(withheld.contains(&json!("/national_refs/0")) && withheld.len() == 2, "{withheld:?}");
    let verify = |file: &str, forward: &str| format!("verify {file} --forward {forward} --trust trust --now {NOW}");
    shell.ok(&verify("copy.json", "forward.json"));
    // Neither a fuller copy nor a poorer one is what the forward says.
    shell.fails(&verify("full.json", "forward.json"), 1, "FWD_MISMATCH");
    shell.ok("redact copy.json --withhold /content/summary --out less.json");
    shell.fails(&verify("less.json", "forward.json"), 1, "FWD_MISMATCH");

    for (asked, out) in [("--withhold /contact,/national_refs", "one"), ("--for XB", "two")] {
        shell.ok(&forward("full.json", &format!("{asked} --copy {out}.json --out {out}-forward.json")));
        assert!(!shell.read(format!("{out}.json")).contains("TEST-2026"), "{asked}");
        shell.ok(&verify(&format!("{out}.json"), &format!("{out}-forward.json")));
    }
    assert_eq!(shell.read("one.json"), shell.read("copy.json"));
    shell.fails(&forward("full.json", "--withhold /handling --copy x.json --out x-forward.json"), 1, "RED_MANDATORY");
    shell.fails(&forward("full.json", "--for XC --copy x.json --out x-forward.json"), 1, "REL_NOT_LISTED");
    shell.fails(&forward("full.json", "--withhold /contact"), 2, "CMD_USAGE");
    shell.fails(&forward("full.json", "--copy x.json"), 2, "CMD_USAGE");
    assert!(!shell.exists("x.json") && !shell.exists("x-forward.json"));

    // What a part says of passing on is held against the forwarder, who is not the issuer.
    let mut record: Value = serde_json::from_str(&shell.read("draft.json")).unwrap();
    let part = record["field_handling"][0]["paths"][0].as_str().unwrap().to_owned();
    record["field_handling"][0]["handling"]["releasable_to"] = json!(["XA", "XB"]);
    record["field_handling"][0]["handling"]["onward"] = json!("with-consent");
    shell.write("marked.json", &record.to_string());
    shell.ok(&format!("sign marked.json --key northland.pem --redactable default --out marked-full.json --now {NOW}"));
    for (consent, withheld) in [("", 1), ("--consent TEST-LETTER-1", 0)] {
        let out = format!("--for XB --copy m{withheld}.json --out m{withheld}-forward.json {consent}");
        shell.ok(&forward("marked-full.json", &out));
        let said: Value = serde_json::from_str(&shell.read(format!("m{withheld}-forward.json"))).unwrap();
        let places = said["forward"]["withheld"].as_array().map_or(0, Vec::len);
        assert_eq!(places, withheld, "{part}: {said}");
    }

    // The copy and the forward are written both or not at all, whatever is in the way of which.
    let asked = "--withhold /contact,/national_refs";
    let both =
        |copy: &str, out: &str, more: &str| forward("full.json", &format!("{asked} --copy {copy} --out {out} {more}"));
    std::fs::create_dir(shell.path("folder")).unwrap();
    for (copy, out, code) in [
        ("y.json", "one-forward.json", "CMD_EXISTS"),
        ("one.json", "y.json", "CMD_EXISTS"),
        ("y.json", "folder", "CMD_WRITE"),
        ("y.json", "nowhere/y-forward.json", "CMD_WRITE"),
        ("nowhere/y.json", "y.json", "CMD_WRITE"),
        ("y.json", "y.json", "CMD_USAGE"),
        ("y.json", "./y.json", "CMD_EXISTS"),
    ] {
        shell.fails(&both(copy, out, ""), 2, code);
        assert!(!shell.exists("y.json"), "{copy} {out}");
    }
    let (copy, statement) = (shell.read("one.json"), shell.read("one-forward.json"));
    shell.fails(&both("one.json", "folder", "--force"), 2, "CMD_WRITE");
    assert_eq!((shell.read("one.json"), shell.read("one-forward.json")), (copy, statement));
    shell.ok(&both("one.json", "one-forward.json", "--force"));
    shell.ok(&verify("one.json", "one-forward.json"));
    // With the forward on the standard output too.
    let said = shell.ok(&forward("full.json", &format!("{asked} --copy z.json")));
    shell.write("z-forward.json", &said);
    shell.ok(&verify("z.json", "z-forward.json"));
    let mut full =
        shell.command(&forward("full.json", &format!("{asked} --copy v.json")).split(' ').collect::<Vec<_>>());
    let device = std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(full.stdout(device).output().unwrap().status.code(), Some(2));
    assert!(!shell.exists("v.json"), "nobody got the forward that belongs to it");
}
