//! The way of a record: sign, verify, inspect, convert, status, release, referral, diff; and the commands that explain.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use serde_json::{Value, json};
use shell::Shell;

const NOW: &str = "2027-01-15T10:00:00Z";
const LATER: &str = "2027-03-01T10:00:00Z";

/// Two test authorities that trust each other: `northland.pem`, `southland.pem`, and the folder `trust`.
fn domain() -> Shell {
    let shell = Shell::new();
    for (authority, file) in [("XX/trust", "root"), ("XX/northland", "northland"), ("XX/southland", "southland")] {
        shell.ok(&format!("key new --authority {authority} --out {file}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root.pub.json --list-key root.pub.json --sign-with root.pem --now {NOW}"
    ));
    for (authority, country, file) in [("XX/northland", "XA", "northland"), ("XX/southland", "XB", "southland")] {
        shell.ok(&format!(
            "trust add trust --authority {authority} --country {country} --key {file}.pub.json --sign-with root.pem --now {NOW}"
        ));
    }
    shell
}

/// A draft of an issuer's, changed by `change`.
fn draft(shell: &Shell, record_type: &str, issuer: &str, file: &str, change: impl FnOnce(&mut Value)) -> Value {
    let text = shell.ok(&format!("new {record_type} --issuer {issuer} --quiet --now {NOW}"));
    let mut record: Value = serde_json::from_str(&text).unwrap();
    change(&mut record);
    shell.write(file, &record.to_string());
    record
}

/// A signed profile of northland, `signed.json`, and what it says.
fn signed(shell: &Shell) -> Value {
    let record = draft(shell, "profile", "XX/northland", "draft.json", |_| ());
    shell.ok(&format!("sign draft.json --key northland.pem --out signed.json --now {NOW}"));
    record
}

fn report(shell: &Shell, line: &str) -> (Option<i32>, Value) {
    let said = shell.run(&format!("{line} --format json"));
    let text = if said.out.is_empty() { said.err } else { said.out };
    (said.status, serde_json::from_str(&text).unwrap())
}

/// The next revision of a draft, signed.
fn revise(shell: &Shell, record: &mut Value, signed: &str, out: &str, change: impl FnOnce(&mut Value)) {
    let digest = shell.ok(&format!("digest {signed}"));
    let hash = digest.split_whitespace().next().unwrap();
    record["rev"] = json!(record["rev"].as_i64().unwrap() + 1);
    record["prev"] = json!({ "alg": "sha-256", "hash": hash });
    record["issued"] = json!(LATER);
    change(record);
    shell.write("next.json", &record.to_string());
    shell.ok(&format!("sign next.json --key northland.pem --out {out} --now {LATER}"));
}

#[test]
fn a_signed_record_is_opened_and_its_three_answers_told() {
    let shell = domain();
    let record = signed(&shell);
    for form in ["clear", "opaque"] {
        shell.ok(&format!("convert signed.json --form {form} --out {form}.json"));
        let told = shell.ok(&format!("verify {form}.json --trust trust --now {NOW}"));
        for part in [
            "✓",
            "integrity    valid",
            "trust        trusted",
            "Not known",
            record["id"].as_str().unwrap(),
            "XX/northland#",
        ] {
            assert!(told.contains(part), "{part}\n{told}");
        }
    }
    assert_eq!(shell.ok("digest clear.json").split(' ').next(), shell.ok("digest opaque.json").split(' ').next());
    assert_eq!(shell.ok("digest draft.json").split(' ').next(), shell.ok("digest opaque.json").split(' ').next());
    for (language, word) in [("fr", "digne de confiance"), ("es", "de confianza"), ("ar", "موثوق")] {
        assert!(shell.ok(&format!("verify clear.json --trust trust --lang {language} --now {NOW}")).contains(word));
    }
    let (status, whole) = report(&shell, &format!("verify opaque.json --trust trust --now {NOW}"));
    let entry = &whole["inputs"][0];
    assert_eq!(status, Some(0));
    assert_eq!(entry["answers"], json!({ "integrity": "valid", "trust": "trusted", "status": "unknown" }));
    assert_eq!(entry["signatures"][0]["verified"], true);
}

#[test]
fn a_record_that_stands_alone_says_why_its_status_is_not_known() {
    let shell = domain();
    signed(&shell);
    for (language, why, mend) in [
        ("en", "does not show whether it was withdrawn", "to mend: Verify it together with"),
        ("fr", "ne montre pas si elle a été retirée", "remède : Vérifiez-la avec"),
        ("es", "no muestra si ha sido retirada", "remedio: Verifíquela junto con"),
        ("ar", "هل سُحب أو نُقّح", "العلاج: تحقق منه مع"),
    ] {
        for command in ["verify", "inspect"] {
            let told = shell.ok(&format!("{command} signed.json --trust trust --lang {language} --now {NOW}"));
            assert!(told.contains(why) && told.contains(mend) && told.contains("`passerelle status DIR`"), "{told}");
        }
    }
    // What does not open is no company.
    shell.write("broken.json", "{");
    let told = shell.run(&format!("verify signed.json broken.json --trust trust --now {NOW}")).out;
    assert!(told.contains("Not known") && !told.contains("In force"), "{told}");
    assert_eq!(told.matches("to mend: Verify it together").count(), 1, "{told}");

    draft(&shell, "link", "XX/southland", "other.json", |_| ());
    shell.ok(&format!("sign other.json --key southland.pem --out other-signed.json --now {NOW}"));
    let told = shell.ok(&format!("verify signed.json other-signed.json --trust trust --now {NOW}"));
    assert!(told.contains("In force") && !told.contains("together"), "{told}");
}

#[test]
fn what_the_others_show_of_a_record_is_reported() {
    let shell = domain();
    let record = signed(&shell);
    draft(&shell, "notice", "XX/northland", "notice.json", |notice| {
        notice["issued"] = json!(LATER);
        notice["content"] =
            json!({ "about": { "id": record["id"], "all": true }, "action": "withdraw", "reason": "wrong-person" });
    });
    shell.ok(&format!("sign notice.json --key northland.pem --out withdrawal.json --now {LATER}"));
    let told = shell.ok(&format!("verify signed.json withdrawal.json --trust trust --now {LATER}"));
    assert!(told.contains("warning[REV_RETRACTED]") && told.contains("Withdrawn"), "{told}");

    let mut fork = record.clone();
    fork["handling"]["tlp"] = json!("red");
    shell.write("fork.json", &fork.to_string());
    shell.ok(&format!("sign fork.json --key northland.pem --out forked.json --now {NOW}"));
    let (status, whole) = report(&shell, &format!("verify signed.json forked.json --trust trust --now {LATER}"));
    assert_eq!(status, Some(1));
    for entry in whole["inputs"].as_array().unwrap() {
        assert_eq!(entry["findings"][0]["code"], "REV_EQUIVOCATION", "{entry}");
        assert_eq!(entry["answers"], json!({ "integrity": "invalid", "trust": "trusted", "status": "forked" }));
    }
    // The same two in a folder are the same alarm.
    std::fs::create_dir(shell.path("folder")).unwrap();
    for file in ["signed.json", "forked.json"] {
        std::fs::copy(shell.path(file), shell.path("folder").join(file)).unwrap();
    }
    assert_eq!(shell.run(&format!("status folder --trust trust --now {LATER}")).status, Some(1));
}

#[test]
fn the_exit_status_tells_invalid_from_not_decidable() {
    let shell = domain();
    signed(&shell);
    let text = shell.read("signed.json");
    shell.write("tampered.json", &text.replace("\"XB\"", "\"XC\""));
    shell.fails(&format!("verify tampered.json --trust trust --now {NOW}"), 1, "SIG_INVALID");
    let told = shell.fails(&format!("verify draft.json --trust trust --now {NOW}"), 1, "ENV_");
    assert!(told.contains("sign a draft first"), "{told}");
    shell.fails(&format!("verify signed.json --now {NOW}"), 3, "CMD_NO_TRUST");
    shell.fails(&format!("verify signed.json --trust nowhere --now {NOW}"), 3, "CMD_NO_TRUST");
    shell.ok("key new --authority XX/northland --out new.pem --no-passphrase");
    shell.ok(&format!("sign draft.json --key new.pem --out unknown.json --now {NOW}"));
    let told = shell.fails(&format!("verify unknown.json --trust trust --now {NOW}"), 3, "KEY_UNKNOWN");
    assert!(told.contains("? unknown.json: not decidable"), "{told}");
    shell.fails(&format!("verify signed.json unknown.json --trust trust --now {NOW}"), 3, "KEY_UNKNOWN");
    shell.fails(&format!("verify unknown.json tampered.json --trust trust --now {NOW}"), 1, "SIG_INVALID");
    shell.fails(&format!("verify tampered.json missing.json --trust trust --now {NOW}"), 2, "CMD_READ");
}

#[test]
fn the_files_given_are_held_against_one_another() {
    let shell = domain();
    let mut record = signed(&shell);
    revise(&shell, &mut record, "signed.json", "second.json", |record| record["handling"]["tlp"] = json!("red"));
    let (status, whole) = report(&shell, &format!("verify second.json signed.json --trust trust --now {LATER}"));
    assert_eq!(status, Some(0));
    let answers = |index: usize| whole["inputs"][index]["answers"]["status"].as_str();
    assert_eq!((answers(0), answers(1)), (Some("active"), Some("superseded")));

    revise(&shell, &mut record, "signed.json", "third.json", |_| ());
    let told = shell.run(&format!("verify third.json signed.json --trust trust --now {LATER}"));
    assert_eq!(told.status, Some(0));
    assert!(told.out.contains("[REV_GAP]"), "{}", told.out);
    shell.fails(&format!("verify third.json second.json --trust trust --now {LATER}"), 1, "REV_CHAIN");
    assert!(!shell.ok(&format!("verify third.json --trust trust --now {LATER}")).contains("REV_"), "nothing is held");

    let line = |file: &str| shell.read(file).trim_end().to_owned() + "\n";
    shell.write("all.ndjson", &(line("second.json") + &line("third.json") + &line("signed.json")));
    let told = shell.fails(&format!("verify all.ndjson --trust trust --now {LATER}"), 1, "REV_CHAIN");
    assert!(told.contains("✗ all.ndjson:2: invalid") && told.contains("✓ all.ndjson:3"), "{told}");

    // A stream shows in either form what follows what; and what is followed may stand in a file beside it.
    let opaque = |file: &str| shell.ok(&format!("convert {file} --form opaque")).trim_end().to_owned() + "\n";
    shell.write("opaque.ndjson", &(opaque("second.json") + &opaque("third.json") + &opaque("signed.json")));
    let told = shell.fails(&format!("verify opaque.ndjson --trust trust --now {LATER}"), 1, "REV_CHAIN");
    assert!(told.contains("✗ opaque.ndjson:2: invalid") && told.contains("✓ opaque.ndjson:3"), "{told}");
    shell.write("one.ndjson", &opaque("third.json"));
    for (held, chain) in [("second.json", true), ("signed.json", false), ("all.ndjson", true)] {
        let told = shell.run(&format!("verify one.ndjson {held} --trust trust --now {LATER}"));
        let is_broken = told.out.lines().take_while(|line| !line.contains(held)).any(|line| line.contains("REV_CHAIN"));
        assert_eq!(is_broken, chain, "{held}: {}", told.out);
    }
}

#[test]
fn several_keys_sign_at_once_or_one_after_the_other() {
    let shell = domain();
    draft(&shell, "network", "XX/northland", "draft.json", |record| {
        record["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
    });
    shell.ok(&format!("sign draft.json --key northland.pem --key southland.pem --out both.json --now {NOW}"));
    shell.ok(&format!("verify both.json --trust trust --now {NOW}"));
    shell.ok(&format!("sign draft.json --key northland.pem --out one.json --now {NOW}"));
    shell.fails(&format!("verify one.json --trust trust --now {NOW}"), 1, "SIG_QUORUM");
    shell.ok(&format!("sign one.json --cosign --key southland.pem --form opaque --out two.json --now {NOW}"));
    assert!(shell.read("two.json").contains("\"payload\""));
    let told = shell.ok(&format!("verify two.json --trust trust --now {NOW}"));
    assert_eq!(told.matches("signature ").count(), 2, "{told}");
    for (line, status, code) in [
        ("sign one.json --key southland.pem", 2, "--cosign"),
        ("sign draft.json --cosign --key southland.pem", 2, "without --cosign"),
        ("sign draft.json --key root.pem", 2, "SIGN_KEY"),
        ("sign draft.json --key nowhere.pem", 2, "CMD_READ"),
        ("sign draft.json --key draft.json", 2, "CMD_KEY_FILE"),
        ("sign draft.json", 2, "CMD_USAGE"),
    ] {
        shell.fails(&format!("{line} --now {NOW}"), status, code);
    }
}

#[test]
fn nothing_is_signed_or_written_where_the_draft_has_errors() {
    let shell = domain();
    draft(&shell, "profile", "XX/northland", "bad.json", |record| record["content"]["names"][0]["kind"] = json!(7));
    let said = shell.run(&format!("sign bad.json --key northland.pem --out out.json --now {NOW}"));
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""));
    assert!(said.err.contains("error[SCHEMA_TYPE]") && said.err.contains("/content/names/0/kind"), "{}", said.err);
    assert!(!shell.exists("out.json"));
    let said = shell.run(&format!("sign bad.json --key northland.pem --now {NOW}"));
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""));
    let said = shell.run("convert bad.json --form opaque");
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""));
}

#[test]
fn inspecting_lists_everything_and_never_what_the_record_says() {
    let shell = domain();
    draft(&shell, "profile", "XX/northland", "draft.json", |record| {
        record["content"]["names"][0]["full"] = json!("Zebulonova");
        record["content"]["names"][0]["parts"] = json!({ "family": ["Zebulonova"] });
    });
    shell.ok(&format!("sign draft.json --key northland.pem --out signed.json --now {NOW}"));
    let told = shell.ok(&format!("inspect signed.json --trust trust --now {NOW}"));
    assert!(told.contains("trusted") && told.contains("form         clear") && told.contains("digest"), "{told}");
    let told = shell.fails(&format!("inspect signed.json --now {NOW}"), 3, "TL_MISSING");
    assert!(!told.contains("Zebulon"), "{told}");
    let text = shell.read("signed.json");
    shell.write(
        "tampered.json",
        &text.replace("\"tlp\":\"amber\"", "\"tlp\":\"mauve\"").replace("\"full\":", "\"fulll\":"),
    );
    let told = shell.fails(&format!("inspect tampered.json --trust trust --now {NOW}"), 1, "SIG_INVALID");
    for code in ["SIG_QUORUM", "SCHEMA_UNKNOWN_MEMBER", "SCHEMA_REQUIRED"] {
        assert!(told.contains(code), "{code}\n{told}");
    }
    assert!(!told.contains("Zebulon"), "{told}");
}

#[test]
fn the_canonical_form_is_exactly_what_is_signed() {
    let shell = domain();
    signed(&shell);
    let canonical = shell.ok("canonicalize draft.json");
    assert!(!canonical.ends_with('\n') && canonical.starts_with("{\"contact\":"));
    shell.write("canonical.json", &canonical);
    assert_eq!(shell.ok("canonicalize canonical.json"), canonical);
    let signed: Value = serde_json::from_str(&shell.ok("convert signed.json --form opaque")).unwrap();
    let payload = passerelle::crypto::decode_base64url(signed["payload"].as_str().unwrap()).unwrap();
    assert_eq!(payload, canonical.as_bytes());
    shell.write("any.json", "{\"b\": [1, {\"d\": null, \"c\": true}], \"a\": \"\\u00e9\"}");
    assert_eq!(shell.ok("canonicalize any.json"), "{\"a\":\"é\",\"b\":[1,{\"c\":true,\"d\":null}]}");
    for (text, code) in
        [("[]", "PROFILE_ROOT"), ("{\"a\":1.5}", "PROFILE_NUMBER_FORM"), ("{\"a\":1,\"a\":2}", "JSON_DUPLICATE_NAME")]
    {
        shell.write("bad.json", text);
        shell.fails("canonicalize bad.json", 1, code);
    }
}

#[test]
fn the_status_of_a_folder_follows_from_what_is_in_it() {
    let shell = domain();
    std::fs::create_dir_all(shell.path("held/deep")).unwrap();
    let mut record = signed(&shell);
    std::fs::rename(shell.path("signed.json"), shell.path("held/deep/signed.json")).unwrap();
    revise(&shell, &mut record, "held/deep/signed.json", "held/second.json", |record| {
        record["validity"]["expires"] = json!("2027-03-05");
    });
    shell.write("held/.hidden.json", "{");
    shell.write("held/readme.txt", "no record");
    let told = shell.ok(&format!("status held --trust trust --now {LATER}"));
    assert!(told.contains("✓ revision 2: In force") && told.contains("✗ revision 1: Superseded"), "{told}");
    let told = shell.ok("status held --trust trust --lang fr --now 2027-03-10T00:00:00Z");
    assert!(told.contains("✗ révision 2: Expiré"), "{told}");
    let (status, whole) = report(&shell, &format!("status held --trust trust --now {LATER}"));
    assert_eq!((status, whole["records"].as_array().map(Vec::len)), (Some(0), Some(2)));
    assert_eq!(
        (&whole["records"][0]["status"], &whole["records"][0]["replaced_by"]),
        (&json!("superseded"), &json!(2))
    );

    // A revision that came after the withdrawal would be refused, and that is an alarm; here the withdrawal comes last.
    const LAST: &str = "2027-03-01T12:00:00Z";
    draft(&shell, "notice", "XX/northland", "notice.json", |notice| {
        notice["issued"] = json!(LAST);
        notice["content"] = json!({
            "about": { "id": record["id"], "all": true }, "action": "withdraw", "reason": "wrong-person",
        });
    });
    shell.ok(&format!("sign notice.json --key northland.pem --out held/notice.json --now {LAST}"));
    let told = shell.ok(&format!("status held --trust trust --now {LAST}"));
    assert_eq!(told.matches("Withdrawn").count(), 2, "{told}");
    assert!(told.lines().all(|line| line == line.trim_end()), "{told:?}");
    shell.fails(
        &format!("release held/second.json --to XA --purpose crime-analysis --held held --trust trust --now {LAST}"),
        1,
        "REL_STATUS",
    );

    shell.write("held/broken.json", "{");
    let told = shell.fails(&format!("status held --trust trust --now {LAST}"), 1, "JSON_SYNTAX");
    assert!(told.contains("Withdrawn"), "{told}");
    std::fs::create_dir(shell.path("empty")).unwrap();
    let told = shell.ok(&format!("status empty --trust trust --now {LATER} --lang fr"));
    assert!(told.starts_with("empty: aucune fiche signée ici"), "{told}");
    assert_eq!(shell.ok(&format!("status empty --trust trust --now {LATER} --quiet")), "");
    shell.fails(&format!("status nowhere --trust trust --now {LATER}"), 2, "CMD_READ");
}

#[test]
fn a_release_is_allowed_or_denied_with_reasons() {
    let shell = domain();
    signed(&shell);
    let release = format!("release signed.json --trust trust --now {NOW} --purpose crime-analysis");
    let told = shell.ok(&format!("{release} --to XB"));
    assert!(told.contains("✓ signed.json: allowed") && told.contains("`--held DIR`"), "{told}");
    std::fs::create_dir(shell.path("held")).unwrap();
    assert!(!shell.ok(&format!("{release} --to XB --held held")).contains("One record alone"));
    let told = shell.fails(&format!("{release} --to XC"), 1, "REL_NOT_LISTED");
    assert!(told.contains("✗ signed.json: denied") && told.contains("/handling/releasable_to"), "{told}");
    let decision = |to: &str| {
        let said = shell.run(&format!("{release} --to {to} --format json"));
        serde_json::from_str::<Value>(&said.out).unwrap()["inputs"][0]["decision"].clone()
    };
    assert_eq!((decision("XB"), decision("XC")), (json!("allowed"), json!("denied")));
    // What was altered goes to nobody.
    shell.write("altered.json", &shell.read("signed.json").replace("\"rev\":1", "\"rev\":2"));
    let told = shell.fails(
        &release.replace("signed", "altered").replace(" --purpose", " --to XB --purpose"),
        1,
        "SIG_INVALID",
    );
    assert!(told.contains("✗ altered.json: denied") && told.contains("integrity    invalid"), "{told}");
    shell.fails(&format!("{release} --to XB --from XA"), 1, "REL_ONWARD");
    shell.ok(&format!("{release} --to XB --from XA --consent"));
    shell.fails(&format!("{release} --to XB --environment live"), 1, "REL_ENVIRONMENT");
    shell.fails(
        "release signed.json --trust trust --to XB --purpose identify --now 2027-01-15T10:00:00Z",
        1,
        "REL_PURPOSE",
    );
    shell.fails(&format!("release signed.json --trust trust --to XB --purpose gossip --now {NOW}"), 2, "CMD_USAGE");
    shell.fails(&format!("{release} --to nobody"), 2, "CMD_USAGE");
    shell.fails(&format!("{release} --to XB --consent"), 2, "CMD_USAGE");
    let (_, whole) = report(&shell, &format!("{release} --to XC"));
    assert_eq!(whole["inputs"][0]["findings"][0]["code"], "REL_NOT_LISTED");
    shell.fails(&format!("release draft.json --trust trust --to XB --purpose crime-analysis --now {NOW}"), 1, "ENV_");
}

#[test]
fn a_referral_holds_accounts_and_no_person() {
    let shell = domain();
    signed(&shell);
    let referral = shell.ok(&format!("referral signed.json --trust trust --now {NOW}"));
    assert!(referral.contains("1000000001") && !referral.contains("Testova"), "{referral}");
    serde_json::from_str::<Value>(&referral).unwrap();
    draft(&shell, "link", "XX/northland", "draft.json", |_| ());
    shell.ok(&format!("sign draft.json --key northland.pem --out link.json --now {NOW}"));
    let said = shell.run(&format!("referral link.json --trust trust --out out.json --now {NOW}"));
    assert_eq!((said.status, said.out.as_str(), shell.exists("out.json")), (Some(1), "", false));
    assert!(said.err.contains("REL_REFERRAL_EMPTY"), "{}", said.err);
}

#[test]
fn two_revisions_are_compared_in_words() {
    let shell = domain();
    let mut record = signed(&shell);
    revise(&shell, &mut record, "signed.json", "second.json", |record| {
        record["content"]["subject_status"] = json!("charged");
        record["content"]["births"] = json!([{ "date": "1984", "basis": "document" }]);
    });
    let told = shell.ok("diff draft.json second.json");
    assert!(told.contains("rev 1") && told.contains("rev 2") && told.contains("/content/subject_status"), "{told}");
    assert!(!told.contains("1984"), "{told}");
    assert!(shell.ok("diff signed.json second.json --show-values").contains("1984"));
    assert!(shell.ok("diff signed.json draft.json").contains("nothing has changed"));
    assert!(shell.ok("diff signed.json draft.json --lang ar").contains("لم يتغير شيء"));
    let (_, whole) = report(&shell, "diff draft.json second.json");
    assert!(whole["changes"].as_array().unwrap().iter().any(|change| change["pointer"] == "/content/subject_status"));
    shell.write("bad.json", "{");
    shell.fails("diff draft.json bad.json", 1, "JSON_SYNTAX");
    shell.fails("diff draft.json nowhere.json", 2, "CMD_READ");
}

#[test]
fn schemas_are_those_beside_the_specification() {
    let shell = Shell::new();
    shell.ok("schema --out all");
    let held = format!("{}/../../spec/schema/1.0", env!("CARGO_MANIFEST_DIR"));
    for name in ["record", "profile", "modus-operandi", "network", "sighting", "link", "notice", "receipt", "forward"] {
        let text = shell.read(format!("all/{name}.schema.json"));
        assert_eq!(text, shell.ok(&format!("schema {name}")));
        assert_eq!(text, std::fs::read_to_string(format!("{held}/{name}.schema.json")).unwrap());
    }
    shell.fails("schema --out all", 2, "CMD_EXISTS");
    shell.ok("schema --out all --force");
    assert!(
        shell.ok("schema trust-root").contains("threshold") && shell.ok("schema trust-list").contains("not_before")
    );
    assert!(shell.ok("schema report").contains("report.schema.json"));
    shell.fails("schema person", 2, "CMD_USAGE");
}

#[test]
fn codes_lists_and_requirements_are_explained() {
    let shell = Shell::new();
    for (language, word) in [("en", "to mend"), ("fr", "remède"), ("es", "remedio"), ("ar", "العلاج")] {
        for name in ["JSON_SYNTAX", "json_syntax", "iban-mod97", "PSR-JSN-002"] {
            let told = shell.ok(&format!("explain {name} --lang {language}"));
            assert!(told.contains(word) && told.contains("PSR-"), "{told}");
        }
        let told = shell.ok(&format!("vocab concealment trailer-cavity --lang {language}"));
        let entry = passerelle::vocabulary::list("concealment").unwrap().get("trailer-cavity").unwrap();
        assert!(told.contains(entry.label(passerelle::Language::from_tag(language).unwrap())), "{told}");
    }
    let told = shell.ok("explain PSR-ANS-002");
    assert!(told.contains("CMD_READ") && told.contains("CMD_WRITE"), "{told}");
    assert_eq!(shell.ok("vocab").lines().count(), passerelle::vocabulary::lists().count());
}

#[test]
fn the_shell_gets_completions_and_a_manual() {
    let shell = Shell::new();
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(shell.ok(&format!("completions {name}")).contains("canonicalize"), "{name}");
    }
    assert!(shell.ok("man").contains(".TH passerelle 1"));
    shell.ok("man --out pages");
    for name in ["passerelle", "passerelle-validate", "passerelle-key-new"] {
        assert!(shell.read(format!("pages/{name}.1")).contains(".SH SYNOPSIS"), "{name}");
    }
    assert_eq!(shell.ok("--version"), format!("passerelle {}\n", env!("CARGO_PKG_VERSION")));
    let help = shell.ok("--help");
    for name in [
        "new",
        "validate",
        "sign",
        "verify",
        "inspect",
        "canonicalize",
        "digest",
        "convert",
        "diff",
        "status",
        "release",
        "referral",
        "schema",
        "vocab",
        "explain",
        "key",
        "trust",
        "demo",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {name} ")), "{name}\n{help}");
        assert!(shell.ok(&format!("{name} --help")).contains("Usage: passerelle"), "{name}");
    }
}
