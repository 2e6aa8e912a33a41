//! `passerelle trust`: founding a domain, keeping its list, following it from elsewhere, and what goes wrong on the way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::fs;
use std::path::Path;

use passerelle::ObjectClass;
use passerelle::crypto::{SoftwareKey, decode_base64url};
use passerelle::record::{AuthorityId, Timestamp};
use passerelle::trust::{Proposal, TrustListDocument, sign_trust_document};
use serde_json::Value;
use shell::Shell;

const NOW: &str = "--now 2026-06-01T12:00:00Z";
const AUTHORITIES: [(&str, &str); 3] = [("northland", "XA"), ("southland", "XB"), ("eastland", "XC")];

/// A folder with keys for roots, for lists and for authorities.
fn with_keys() -> Shell {
    let shell = Shell::new();
    for name in ["root-a", "root-b", "root-c", "list-a", "list-b"] {
        shell.ok(&format!("key new --authority XX/trust --no-passphrase --out {name}.pem"));
    }
    for (name, _) in AUTHORITIES {
        shell.ok(&format!("key new --authority XX/{name} --no-passphrase --out {name}.pem"));
    }
    shell
}

/// The same with a domain that needs one signature for each document.
fn founded() -> Shell {
    let shell = with_keys();
    let told = shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root-a.pub.json --list-key list-a.pub.json \
         --sign-with root-a.pem --sign-with list-a.pem {NOW}"
    ));
    assert!(told.contains("root 1: in use") && told.contains("list 1: in use"), "{told}");
    shell
}

fn add(shell: &Shell, (name, country): (&str, &str)) -> String {
    shell.ok(&format!(
        "trust add trust --authority XX/{name} --country {country} --key {name}.pub.json --sign-with list-a.pem {NOW}"
    ))
}

fn kid(shell: &Shell, name: &str) -> String {
    let jwk: Value = serde_json::from_str(&shell.read(format!("{name}.pub.json"))).unwrap();
    jwk["kid"].as_str().unwrap().to_owned()
}

fn shown(shell: &Shell, dir: &str) -> Value {
    serde_json::from_str(&shell.ok(&format!("trust show {dir} --format json {NOW}"))).unwrap()
}

fn list_version(shell: &Shell, dir: &str) -> i64 {
    shown(shell, dir)["list"]["version"].as_i64().unwrap_or_default()
}

fn copy(shell: &Shell, from: &str, to: &str) {
    fn folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                folder(&path, &target);
            } else {
                fs::copy(&path, target).unwrap();
            }
        }
    }
    folder(&shell.path(from), &shell.path(to));
}

/// A list as the holder of a key makes it with other software, changed from the one in a file.
fn list_by(shell: &Shell, key: &str, from: &str, to: &str, change: impl FnOnce(&mut TrustListDocument)) {
    let mut list = Proposal::read(shell.read(from).as_bytes()).unwrap().list().unwrap().clone();
    change(&mut list);
    let pem = shell.read(key);
    let base64: String = pem.lines().skip(1).filter(|line| !line.starts_with('-')).collect();
    let strict = base64.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let domain = AuthorityId::new("XX/trust").unwrap();
    let key = SoftwareKey::from_pkcs8(domain, &decode_base64url(&strict).unwrap()).unwrap();
    let now = Timestamp::new("2026-06-01T12:00:00Z").unwrap();
    let bytes = sign_trust_document(ObjectClass::TrustList, &list, &[&key], now).unwrap();
    fs::write(shell.path(to), bytes).unwrap();
}

// ---- the usual way ----------------------------------------------------------

#[test]
fn a_domain_is_founded_and_takes_in_authorities() {
    let shell = founded();
    assert_eq!(list_version(&shell, "trust"), 1);
    assert!(add(&shell, AUTHORITIES[0]).contains("list 2: in use"));
    add(&shell, AUTHORITIES[1]);
    let seen = shown(&shell, "trust");
    assert_eq!((seen["list"]["version"].as_i64(), seen["root"]["version"].as_i64()), (Some(3), Some(1)));
    assert_eq!(seen["list"]["authorities"][1]["id"], "XX/southland");
    assert_eq!(seen["list"]["authorities"][1]["country"], "XB");
    assert_eq!(seen["list"]["authorities"][1]["roles"], serde_json::json!(["record"]));
    let told = shell.ok(&format!("trust show trust {NOW}"));
    assert!(
        told.contains(&kid(&shell, "northland")) && told.contains("XX/southland for XB: record; records of all types")
    );
}

#[test]
fn an_authority_gets_a_second_key_and_other_rights() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    shell.ok("key new --authority XX/northland --no-passphrase --alg ES256 --out second.pem");
    shell.ok(&format!(
        "trust add trust --authority XX/northland --key second.pub.json --not-before 2026-07-01 --not-after 2026-08-01 \
         --roles record,receipt --types profile,link --sign-with list-a.pem {NOW}"
    ));
    let entry = shown(&shell, "trust")["list"]["authorities"][0].clone();
    assert_eq!(entry["keys"].as_array().unwrap().len(), 2);
    assert_eq!(entry["keys"][1]["not_before"], "2026-07-01T00:00:00Z");
    assert_eq!(entry["roles"], serde_json::json!(["record", "receipt"]));
    assert_eq!(entry["record_types"], serde_json::json!(["profile", "link"]));
    let again = "trust add trust --authority XX/northland --key second.pub.json --sign-with list-a.pem";
    let told = shell.fails(again, 2, "CMD_USAGE");
    assert!(told.contains("this key is in the list already") && !told.contains("remove"), "{told}");
}

#[test]
fn what_would_make_a_bad_list_is_refused() {
    let shell = founded();
    let with = |rest: &str| format!("trust add trust --sign-with list-a.pem {NOW} {rest}");
    let north = "--authority XX/northland --key northland.pub.json";
    shell.fails(&with(north), 2, "CMD_USAGE");
    shell.fails(&with(&format!("{north} --country FR")), 2, "TL_FORM");
    shell.fails(&with(&format!("{north} --country XPO")), 2, "TL_FORM");
    shell.fails(&with(&format!("{north} --country xa")), 2, "CMD_USAGE");
    shell.fails(&with(&format!("{north} --country XA --roles records")), 2, "CMD_USAGE");
    shell.fails(&with(&format!("{north} --country XA --types person")), 2, "CMD_USAGE");
    shell.fails(&with(&format!("{north} --country XA --not-after 2026-01-01")), 2, "TL_FORM");
    shell.fails(&with("--authority XX/northland --country XA --key southland.pub.json"), 2, "CMD_KEY_FILE");
    let told = shell.fails(&with("--authority XX/northland --country XA --key northland.pem"), 2, "CMD_KEY_FILE");
    assert!(told.contains("The key file cannot be used: this is a private key;"), "{told}");
    shell.ok("key new --authority ZZ/police --out police.pem");
    shell.fails(&with("--authority ZZ/police --key police.pub.json"), 2, "TL_TEST_MATERIAL");
    // A key that has no part in signing lists.
    let stranger =
        "trust add trust --authority XX/northland --country XA --key northland.pub.json --sign-with root-b.pem";
    shell.fails(stranger, 2, "SIGN_KEY");
    assert_eq!(list_version(&shell, "trust"), 1);
    shell.fails("trust show nowhere", 2, "CMD_NO_TRUST");
    let again = "trust init trust --domain XX/trust --root-key root-a.pub.json --list-key list-a.pub.json --sign-with root-a.pem";
    let told = shell.fails(again, 2, "CMD_EXISTS");
    assert!(told.contains("trust: ") && !told.contains("state.json"), "nobody is to remove that file: {told}");
}

#[test]
fn trust_holds_until_its_end_and_a_week_of_doubt_after_it() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    // The list holds for 90 days.
    for (now, status) in [
        ("2026-08-30T11:59:59Z", 0),
        ("2026-08-30T12:00:00Z", 3),
        ("2026-09-06T11:59:59Z", 3),
        ("2026-09-06T12:00:00Z", 1),
    ] {
        assert_eq!(shell.run(&format!("trust verify trust --now {now}")).status, Some(status), "{now}");
    }
    shell.ok("trust renew trust --sign-with list-a.pem --list-expires 2026-12-01 --now 2026-09-10T00:00:00Z");
    shell.ok("trust verify trust --now 2026-11-30T00:00:00Z");
    assert_eq!(shown(&shell, "trust")["list"]["authorities"][0]["id"], "XX/northland");
}

#[test]
fn a_key_is_retired_or_in_wrong_hands() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    let kid = kid(&shell, "northland");
    let revoke = |rest: &str| format!("trust revoke trust --key {kid} --sign-with list-a.pem {NOW} {rest}");
    shell.fails(&revoke(""), 2, "CMD_USAGE");
    shell.fails(&revoke("--retired-at 2026-06-01 --compromised-since 2026-06-01"), 2, "CMD_USAGE");
    shell.ok(&revoke("--retired-at 2026-06-01T09:00:00Z --reason rotation"));
    let key = |shell: &Shell| shown(shell, "trust")["list"]["authorities"][0]["keys"][0].clone();
    assert_eq!((key(&shell)["status"].as_str(), key(&shell)["reason"].as_str()), (Some("retired"), Some("rotation")));
    shell.ok(&revoke("--compromised-since 2026-05-01"));
    assert_eq!(key(&shell)["compromised_since"], "2026-05-01T00:00:00Z");
    assert_eq!(key(&shell).get("retired_at"), None);
    // Nobody gets a stolen key back.
    shell.fails(&revoke("--retired-at 2026-06-01"), 2, "CMD_USAGE");
    shell.fails(&revoke("--compromised-since 2026-05-01").replace(&kid, "XX/northland#other"), 2, "CMD_USAGE");
}

// ---- thresholds -------------------------------------------------------------

#[test]
fn keys_in_different_places_sign_one_after_the_other() {
    let shell = with_keys();
    let told = shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root-a.pub.json --root-key root-b.pub.json --root-threshold 2 \
         --list-key list-a.pub.json --list-key list-b.pub.json --list-threshold 2 \
         --sign-with root-a.pem --sign-with list-a.pem {NOW}"
    ));
    assert!(told.contains("1 of 2 have signed") && told.contains(&kid(&shell, "root-b")), "{told}");
    shell.fails("trust show trust", 2, "CMD_NO_TRUST");
    // The list waits for the root, which says whose signatures it needs.
    shell.fails("trust sign trust/pending/list-1.json --sign-with list-b.pem", 2, "CMD_NO_TRUST");
    shell.fails("trust sign trust/pending/root-1.json --sign-with list-b.pem", 2, "SIGN_KEY");
    let told = shell.ok(&format!("trust sign trust/pending/root-1.json --sign-with root-b.pem {NOW}"));
    assert!(told.contains("You sign root 1 of XX/trust") && told.contains("root 1: in use"), "{told}");
    assert!(told.contains("list 1: lacks signatures, trust/pending/list-1.json"), "{told}");
    let told = shell.ok(&format!("trust sign trust/pending/list-1.json --sign-with list-b.pem {NOW}"));
    assert!(told.contains("list 1: in use, trust/lists/1.json"), "{told}");

    let told = add(&shell, AUTHORITIES[0]);
    assert!(told.contains("list 2: lacks signatures") && told.contains(&kid(&shell, "list-b")), "{told}");
    assert_eq!(list_version(&shell, "trust"), 1);
    // Two proposals with one number could both get their signatures.
    let second =
        "trust add trust --authority XX/southland --country XB --key southland.pub.json --sign-with list-a.pem";
    shell.fails(second, 2, "CMD_EXISTS");
    // A signature twice is one signature.
    assert!(shell.ok("trust sign trust/pending/list-2.json --sign-with list-a.pem").contains("1 of 2 have signed"));
    shell.fails("trust sign trust/pending/list-2.json --sign-with root-a.pem", 2, "SIGN_KEY");
    let told = shell.ok(&format!("trust sign trust/pending/list-2.json --sign-with list-b.pem {NOW}"));
    assert!(told.contains("+ XX/northland (XA, 1 key)") && told.contains("list 2: in use"), "{told}");
    assert!(!shell.exists("trust/pending/list-2.json"));
    assert_eq!(list_version(&shell, "trust"), 2);
}

#[test]
fn a_proposal_travels_to_the_key_and_comes_back() {
    let shell = with_keys();
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root-a.pub.json --list-key list-a.pub.json \
         --list-key list-b.pub.json --list-threshold 2 --sign-with root-a.pem --sign-with list-a.pem {NOW}"
    ));
    fs::copy(shell.path("trust/pending/list-1.json"), shell.path("courier.json")).unwrap();
    shell.ok(&format!("trust sign courier.json --sign-with list-b.pem {NOW}"));
    let told = shell.ok(&format!("trust verify trust --update courier.json {NOW}"));
    assert!(told.contains("list 1: in use"), "{told}");
}

// ---- other roots ------------------------------------------------------------

#[test]
fn new_keys_take_over_and_the_other_side_follows() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    copy(&shell, "trust", "abroad");
    let told = shell.ok(&format!(
        "trust rotate trust --root-key root-b.pub.json --root-key root-c.pub.json --root-threshold 2 \
         --list-key list-b.pub.json --sign-with root-a.pem --sign-with root-b.pem --sign-with root-c.pem {NOW}"
    ));
    assert!(told.contains("root 2: in use") && told.contains("trust renew"), "{told}");
    assert_eq!(shell.run(&format!("trust verify trust {NOW}")).status, Some(3), "no list");
    shell.fails(&format!("trust renew trust --sign-with list-a.pem {NOW}"), 2, "SIGN_KEY");
    shell.ok(&format!("trust renew trust --sign-with list-b.pem {NOW}"));
    assert_eq!(list_version(&shell, "trust"), 3);

    // One document at a time, in the wrong order first.
    shell.fails(&format!("trust verify abroad --update trust/lists/3.json {NOW}"), 3, "TL_ROOT_UNKNOWN");
    let told = shell.ok(&format!("trust verify abroad --update trust {NOW}"));
    assert!(told.contains("root 2: in use") && told.contains("list 3: in use"), "{told}");
    assert_eq!(shown(&shell, "abroad")["list"], shown(&shell, "trust")["list"]);
    assert!(shell.ok(&format!("trust verify abroad --update trust {NOW}")).contains("in use already"));

    // A root without the signature of a key before it, and one that keeps the keys.
    let alone = format!("trust rotate trust --sign-with root-b.pem {NOW}");
    assert!(shell.ok(&alone).contains("1 of 2 have signed"));
    shell.fails(&alone, 2, "CMD_EXISTS");
    let told = shell.ok(&format!("trust sign trust/pending/root-3.json --sign-with root-c.pem {NOW}"));
    assert!(told.contains("root 3: in use"), "{told}");
    assert_eq!(list_version(&shell, "trust"), 3, "the list's keys are as they were, and so is the list");
}

#[test]
fn a_threshold_is_not_lowered_by_the_way() {
    let shell = with_keys();
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root-a.pub.json --root-key root-b.pub.json --root-threshold 2 \
         --list-key list-a.pub.json --sign-with root-a.pem --sign-with root-b.pem --sign-with list-a.pem {NOW}"
    ));
    let rotate = "trust rotate trust --root-key root-b.pub.json --root-key root-c.pub.json \
                  --sign-with root-a.pem --sign-with root-b.pem --sign-with root-c.pem";
    shell.ok(&format!("{rotate} {NOW}"));
    assert_eq!(shown(&shell, "trust")["root"]["roles"]["root"]["threshold"], 2);
}

#[test]
fn a_stolen_list_key_is_recovered_from() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    list_by(&shell, "list-a.pem", "trust/lists/2.json", "stolen.json", |list| {
        list.version = 2_147_483_647;
        list.authorities.clear();
    });
    shell.ok(&format!("trust verify trust --update stolen.json {NOW}"));
    shell.fails(&format!("trust renew trust --sign-with list-a.pem {NOW}"), 2, "TL_FAST_FORWARD");
    shell.ok(&format!("trust rotate trust --list-key list-b.pub.json --sign-with root-a.pem {NOW}"));
    let told = shell.ok(&format!("trust renew trust --from trust/lists/2.json --sign-with list-b.pem {NOW}"));
    assert!(told.contains("list 3: in use") && told.contains("TL_FAST_FORWARD"), "{told}");
    assert_eq!(shown(&shell, "trust")["list"]["authorities"][0]["id"], "XX/northland");
}

// ---- what comes from outside ------------------------------------------------

#[test]
fn a_rollback_is_refused_and_kept_aside() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    add(&shell, AUTHORITIES[1]);
    let before = shell.read("trust/state.json");
    for _ in 0..2 {
        let told = shell.fails(&format!("trust verify trust --update trust/lists/2.json {NOW}"), 1, "TL_ROLLBACK");
        assert!(told.contains("trust/alarms/TL_ROLLBACK-list-2-"), "{told}");
    }
    assert_eq!(shell.read("trust/state.json"), before);
    let alarms: Vec<_> = fs::read_dir(shell.path("trust/alarms")).unwrap().collect();
    assert_eq!(alarms.len(), 1, "the same document is kept once");
    let kept = alarms.into_iter().next().unwrap().unwrap().path();
    assert_eq!(fs::read(kept).unwrap(), fs::read(shell.path("trust/lists/2.json")).unwrap());
    assert!(shell.ok(&format!("trust show trust {NOW}")).contains("alarms: trust/alarms/TL_ROLLBACK"));
    shell.ok(&format!("trust verify trust --update trust/lists/3.json {NOW}"));
}

#[test]
fn two_lists_of_one_number_are_an_alarm() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    list_by(&shell, "list-a.pem", "trust/lists/2.json", "other.json", |list| list.authorities.clear());
    shell.fails(&format!("trust verify trust --update other.json {NOW}"), 1, "TL_EQUIVOCATION");
    assert_eq!(shown(&shell, "trust")["list"]["authorities"][0]["id"], "XX/northland");
    assert_eq!(fs::read_dir(shell.path("trust/alarms")).unwrap().count(), 1);
    // Without the list's key it is no alarm, only a document that is refused.
    list_by(&shell, "list-b.pem", "trust/lists/2.json", "strange.json", |list| list.authorities.clear());
    shell.fails(&format!("trust verify trust --update strange.json {NOW}"), 1, "TL_THRESHOLD");
    assert_eq!(fs::read_dir(shell.path("trust/alarms")).unwrap().count(), 1);
}

#[test]
fn a_private_key_in_a_list_is_refused_and_not_copied() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    let list = shell.read("trust/lists/2.json");
    shell.write("leak.json", &list.replace("\"crv\":\"Ed25519\"", "\"crv\":\"Ed25519\",\"d\":\"c2VjcmV0\""));
    let told = shell.fails(&format!("trust verify trust --update leak.json {NOW}"), 1, "TL_PRIVATE_KEY");
    assert!(!told.contains("c2VjcmV0") && !shell.exists("trust/alarms"), "{told}");
}

#[test]
fn what_is_no_trust_document_is_refused() {
    let shell = founded();
    for text in ["", "{}", "[]", "not JSON", "{\"trust_list\":{}}"] {
        shell.write("junk.json", text);
        assert_eq!(shell.run(&format!("trust verify trust --update junk.json {NOW}")).status, Some(1), "{text}");
    }
    shell.fails("trust verify trust --update nowhere.json", 2, "CMD_READ");
    shell.fails("trust sign trust/state.json --sign-with root-a.pem", 2, "ENV_");
}

#[test]
fn a_domain_is_believed_by_a_root_whose_digest_was_read_out() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    let digest = shown(&shell, "trust")["root_digest"].as_str().unwrap().to_owned();
    let pin = |digest: &str| format!("trust pin abroad --root trust/roots/1.json --digest {digest} {NOW}");
    shell.fails(&pin(&digest.replace(['a', '1'], "b")), 2, "TL_EQUIVOCATION");
    assert!(!shell.exists("abroad"));
    shell.ok(&pin(&digest.to_uppercase()));
    shell.ok(&format!("trust verify abroad --update trust/lists/2.json {NOW}"));
    assert_eq!(shown(&shell, "abroad")["list"], shown(&shell, "trust")["list"]);
    shell.fails(&pin(&digest), 2, "CMD_EXISTS");
}

// ---- the folder -------------------------------------------------------------

#[test]
fn a_damaged_folder_is_said_to_be_so() {
    let shell = founded();
    add(&shell, AUTHORITIES[0]);
    let damages: [(&str, &dyn Fn(String) -> String); 5] = [
        ("trust/state.json", &|text| text.replace("lists/2.json", "lists/1.json")),
        ("trust/state.json", &|text| text.replace("lists/2.json", "../lists/2.json")),
        ("trust/state.json", &|text| text[..text.len() / 2].to_owned()),
        ("trust/lists/2.json", &|text| text.replace("XA", "XB")),
        ("trust/roots/1.json", &|_| String::new()),
    ];
    for (file, damage) in damages {
        let sound = shell.read(file);
        shell.write(file, &damage(sound.clone()));
        for command in ["show trust", "verify trust", "renew trust --sign-with list-a.pem"] {
            let told = shell.fails(&format!("trust {command} {NOW}"), 2, "CMD_READ");
            assert!(told.contains("damaged"), "{told}");
        }
        shell.write(file, &sound);
    }
    shell.ok(&format!("trust show trust {NOW}"));
    fs::remove_file(shell.path("trust/lists/2.json")).unwrap();
    shell.fails("trust show trust", 2, "CMD_READ");
}

#[test]
fn two_commands_at_once_lose_nothing() {
    let shell = founded();
    let running: Vec<_> = (0..8)
        .map(|number| {
            shell.ok(&format!("key new --authority XX/unit-{number} --no-passphrase --out unit-{number}.pem"));
            let line = format!(
                "trust add trust --authority XX/unit-{number} --country XD --key unit-{number}.pub.json \
                 --sign-with list-a.pem {NOW}"
            );
            shell
                .command(&line.split_whitespace().collect::<Vec<_>>())
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut running in running {
        assert!(running.wait().unwrap().success());
    }
    let list = shown(&shell, "trust")["list"].clone();
    assert_eq!((list["version"].as_i64(), list["authorities"].as_array().unwrap().len()), (Some(9), 8));
}

/// A command was stopped after it had written the document, and before the folder's state named it.
#[test]
fn what_a_stopped_command_left_behind_does_no_harm() {
    let shell = founded();
    let state = shell.read("trust/state.json");
    add(&shell, AUTHORITIES[0]);
    shell.write("trust/state.json", &state);
    assert_eq!(list_version(&shell, "trust"), 1);
    add(&shell, AUTHORITIES[1]);
    let list = shown(&shell, "trust")["list"].clone();
    assert_eq!((list["version"].as_i64(), list["authorities"][0]["id"].as_str()), (Some(2), Some("XX/southland")));
    shell.ok(&format!("trust verify trust {NOW}"));
}

#[test]
fn programs_get_one_object() {
    let shell = founded();
    let report = |line: &str, status| shell.report(&format!("{line} {NOW}"), status);
    let north = "--authority XX/northland --country XA --key northland.pub.json --sign-with list-a.pem";
    let taken = report(&format!("trust add trust {north}"), 0);
    assert_eq!((taken["command"].as_str(), taken["result"].as_str()), (Some("trust"), Some("valid")));
    assert_eq!(
        (&taken["documents"][0]["result"], taken["documents"][0]["version"].as_i64()),
        (&"taken".into(), Some(2))
    );
    let refused = report("trust verify trust --update trust/lists/1.json", 1);
    assert_eq!(refused["documents"][0]["findings"][0]["code"], "TL_ROLLBACK");
    let pending =
        report("trust rotate trust --root-key root-a.pub.json --root-key root-b.pub.json --sign-with root-b.pem", 0);
    assert_eq!(pending["documents"][0]["signatures"][0]["signed"], 0);
    let shown = report("trust show trust", 0);
    assert_eq!((shown["result"].as_str(), shown["list"]["version"].as_i64()), (Some("valid"), Some(2)));
    assert_eq!((shown["alarms"].as_array().unwrap().len(), shown["pending"].as_array().unwrap().len()), (1, 1));
    shell.fails("trust show trust --format sarif", 2, "CMD_USAGE");
    assert_eq!(shell.ok(&format!("trust renew trust --sign-with list-a.pem --quiet {NOW}")), "");
}
