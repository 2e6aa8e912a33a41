//! Many records in one file: pack, verify, unpack, and going on after a break.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use serde_json::Value;
use shell::Shell;

const NOW: &str = "2027-01-15T10:00:00Z";

/// A test authority that may send feeds, and three signed records of it.
fn domain() -> Shell {
    let shell = Shell::new();
    for (authority, file) in [("XX/trust", "root"), ("XX/northland", "northland"), ("XX/southland", "southland")] {
        shell.ok(&format!("key new --authority {authority} --out {file}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key root.pub.json --list-key root.pub.json --sign-with root.pem --now {NOW}"
    ));
    for (authority, country, file, roles) in
        [("XX/northland", "XA", "northland", "record,manifest"), ("XX/southland", "XB", "southland", "record")]
    {
        shell.ok(&format!(
            "trust add trust --authority {authority} --country {country} --key {file}.pub.json --roles {roles} \
             --sign-with root.pem --now {NOW}"
        ));
    }
    for number in 1..=3 {
        let draft = shell.ok(&format!("new profile --issuer XX/northland --quiet --now {NOW}"));
        shell.write("draft.json", &draft);
        shell.ok(&format!("sign draft.json --key northland.pem --out signed-{number}.json --now {NOW}"));
    }
    shell
}

fn pack(shell: &Shell, files: &str, out: &str, more: &str) {
    shell.ok(&format!("pack {files} --key northland.pem --feed daily --out {out} --now {NOW} {more}"));
}

fn unpacked(shell: &Shell, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(shell.path(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn digest(shell: &Shell, file: &str) -> String {
    shell.ok(&format!("digest {file}")).split_whitespace().next().unwrap().to_owned()
}

#[test]
fn what_is_packed_is_verified_and_unpacked() {
    let shell = domain();
    for (more, out) in [("", "day.psr.zst"), ("--plain --state other.json", "day.psr.ndjson")] {
        pack(&shell, "signed-*.json", out, more);
        let told = shell.ok(&format!("verify {out} --trust trust --now {NOW}"));
        assert!(told.contains("valid: 3"), "{told}");
        let folder = format!("from-{out}");
        shell.ok(&format!("unpack {out} --trust trust --out-dir {folder} --now {NOW}"));
        let mut due: Vec<String> =
            (1..=3).map(|number| digest(&shell, &format!("signed-{number}.json")) + ".psr.json").collect();
        due.sort();
        assert_eq!(unpacked(&shell, &folder), due, "and no state is left");
        shell.ok(&format!("verify {folder}/{} --trust trust --now {NOW}", due[0]));
        shell.ok(&format!("unpack {out} --trust trust --out-dir {folder} --now {NOW}"));
        assert_eq!(unpacked(&shell, &folder), due, "a record that is there already is not written again");
        shell.fails(&format!("unpack {out} --out-dir {folder}"), 3, "CMD_NO_TRUST");
    }
}

#[test]
fn the_next_container_follows_the_last_one() {
    let shell = domain();
    pack(&shell, "signed-1.json", "one.psr.zst", "");
    let sequence = |shell: &Shell| {
        let state: Value = serde_json::from_str(&shell.read("daily.psr-feed.json")).unwrap();
        state["sequence"].as_i64().unwrap()
    };
    assert_eq!(sequence(&shell), 2, "the records, and the end");
    pack(&shell, "signed-2.json", "two.psr.zst", "");
    assert_eq!(sequence(&shell), 4);
    let all = [std::fs::read(shell.path("one.psr.zst")).unwrap(), std::fs::read(shell.path("two.psr.zst")).unwrap()];
    std::fs::write(shell.path("both.psr.zst"), all.concat()).unwrap();
    shell.ok(&format!("verify both.psr.zst --trust trust --now {NOW}"));
    std::fs::write(shell.path("turned.psr.zst"), [all[1].clone(), all[0].clone()].concat()).unwrap();
    shell.fails(&format!("verify turned.psr.zst --trust trust --now {NOW}"), 1, "BND_SEQUENCE");
}

#[test]
fn nothing_is_packed_where_something_is_wrong() {
    let shell = domain();
    let line = format!("--key northland.pem --feed daily --now {NOW}");
    let changed = shell.read("signed-2.json").replace("\"en\"", "\"fr\"");
    shell.write("changed.json", &changed);
    for (files, status, code) in [
        ("signed-1.json changed.json", 1, "SIG_INVALID"),
        ("signed-1.json draft.json", 1, "ENV_CONTENT"),
        ("signed-1.json nothing.json", 2, "CMD_READ"),
    ] {
        shell.fails(&format!("pack {files} --out day.psr.zst {line}"), status, code);
        assert!(!shell.exists("day.psr.zst") && !shell.exists("daily.psr-feed.json"), "{files}");
    }
    pack(&shell, "signed-1.json", "day.psr.zst", "");
    shell.fails(&format!("pack signed-1.json --out day.psr.zst {line}"), 2, "CMD_EXISTS");
    let other = "pack signed-1.json --key southland.pem --feed daily --out new.psr.zst";
    shell.fails(&format!("{other} --now {NOW}"), 2, "CMD_USAGE");
    shell.fails("pack signed-1.json --key northland.pem --feed Daily! --out x.psr.zst", 2, "CMD_USAGE");
    shell.write("daily.psr-feed.json", "{}");
    shell.fails(&format!("pack signed-1.json --out x.psr.zst {line}"), 2, "CMD_READ");
}

#[test]
fn a_cut_container_gives_what_came_before_and_is_gone_on_with() {
    let shell = domain();
    pack(&shell, "signed-1.json", "one.psr.zst", "");
    pack(&shell, "signed-2.json signed-3.json", "two.psr.zst", "");
    let one = std::fs::read(shell.path("one.psr.zst")).unwrap();
    let all = [one.clone(), std::fs::read(shell.path("two.psr.zst")).unwrap()].concat();
    std::fs::write(shell.path("cut.psr.zst"), &all[..one.len() + 40]).unwrap();
    let told = shell.fails(&format!("unpack cut.psr.zst --trust trust --out-dir out --now {NOW}"), 1, "BND_DAMAGED");
    assert!(told.contains(&format!("byte {}", one.len())), "{told}");
    let state = ".unpack.psr-state.json".to_owned();
    assert_eq!(unpacked(&shell, "out"), [state, digest(&shell, "signed-1.json") + ".psr.json"]);

    std::fs::write(shell.path("cut.psr.zst"), &all).unwrap();
    let told = shell.ok(&format!("unpack cut.psr.zst --trust trust --out-dir out --resume --now {NOW}"));
    assert!(told.contains("valid: 2"), "what was done is not done again: {told}");
    assert_eq!(unpacked(&shell, "out").len(), 3);

    // The rest of another container is not taken for the rest of this one.
    std::fs::write(shell.path("cut.psr.zst"), &all[..one.len() + 40]).unwrap();
    shell.fails(&format!("unpack cut.psr.zst --trust trust --out-dir other --now {NOW}"), 1, "BND_DAMAGED");
    std::fs::write(shell.path("cut.psr.zst"), [&all[..one.len()], &one[..]].concat()).unwrap();
    shell.fails(&format!("unpack cut.psr.zst --trust trust --out-dir other --resume --now {NOW}"), 1, "BND_SEQUENCE");
}

#[test]
fn records_are_missing_damaged_or_from_somebody_without_the_role() {
    let shell = domain();
    pack(&shell, "signed-*.json", "day.psr.ndjson", "--plain");
    let text = shell.read("day.psr.ndjson");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    shell.write("short.psr.ndjson", &[&lines[..2], &lines[3..]].concat().concat());
    let told = shell.fails(&format!("verify short.psr.ndjson --trust trust --now {NOW}"), 1, "BND_CONTENT");
    assert!(told.contains("/records/1") && told.contains("valid: 2"), "{told}");
    shell.write("odd.psr.ndjson", &text.replace("\n{\"record\"", "\n{\"recard\""));
    let told = shell.fails(&format!("unpack odd.psr.ndjson --trust trust --out-dir odd --now {NOW}"), 1, "ENV_CONTENT");
    assert!(!told.contains("Example"), "nothing of a record is told: {told}");
    assert_eq!(unpacked(&shell, "odd").len(), 0);

    shell.ok(&format!("pack signed-1.json --key southland.pem --feed other --out other.psr.zst --now {NOW}"));
    let told = shell.fails(&format!("verify other.psr.zst --trust trust --now {NOW}"), 1, "KEY_ROLE");
    assert!(told.contains("valid: 1"), "the record is good by itself: {told}");
    shell.fails(&format!("unpack nothing.psr.zst --trust trust --out-dir x --now {NOW}"), 2, "CMD_READ");
    shell.fails("verify day.psr.ndjson", 3, "CMD_NO_TRUST");
}

#[test]
fn a_folder_with_containers_tells_of_feeds() {
    let shell = domain();
    for number in 1..=3 {
        pack(&shell, &format!("signed-{number}.json"), &format!("{number}.psr.zst"), "");
    }
    std::fs::create_dir(shell.path("held")).unwrap();
    let copy = |name: &str| std::fs::copy(shell.path(name), shell.path("held").join(name)).unwrap();
    copy("1.psr.zst");
    let told = shell.ok(&format!("status held --trust trust --now {NOW}"));
    assert!(told.contains("XX/northland daily: 1–2"), "{told}");
    copy("3.psr.zst");
    let told = shell.fails(&format!("status held --trust trust --now {NOW}"), 1, "BND_SEQUENCE");
    assert!(told.contains("3–4"), "{told}");
    let said = shell.run(&format!("status held --trust trust --now {NOW} --format json"));
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["records"].as_array().unwrap().len(), 2);
    assert_eq!(report["feeds"][0]["findings"][0]["fault"], "gap");
    copy("2.psr.zst");
    shell.ok(&format!("status held --trust trust --now {NOW}"));
    let told = shell.ok("status held --trust trust --now 2027-01-23T10:00:00Z");
    assert!(told.contains("BND_OVERDUE"), "{told}");
    let cut = std::fs::read(shell.path("2.psr.zst")).unwrap();
    std::fs::write(shell.path("held/2.psr.zst"), &cut[..cut.len() - 1]).unwrap();
    shell.fails(&format!("status held --trust trust --now {NOW}"), 1, "BND_DAMAGED");
}

#[test]
fn a_container_among_several_inputs_says_what_to_do() {
    let shell = domain();
    pack(&shell, "signed-1.json", "day.psr.zst", "");
    for line in ["verify day.psr.zst signed-2.json", "verify *.zst", "inspect day.psr.zst"] {
        let told = shell.fails(&format!("{line} --trust trust --now {NOW}"), 2, "CMD_USAGE");
        assert!(told.contains("day.psr.zst: ") && told.contains("container") && told.contains("`unpack`"), "{told}");
    }
    let told = shell.fails(&format!("verify day.psr.zst --forward x.json --trust trust --now {NOW}"), 2, "CMD_USAGE");
    assert!(told.contains("--forward"), "{told}");
}

/// A redacted copy and a sealed record travel in a container as any other does; the sealed one is opened with its key.
#[test]
fn redacted_and_sealed_records_in_a_container() {
    let shell = domain();
    shell.ok("key new --authority XX/southland --use enc --out enc.pem --no-passphrase");
    shell.ok(&format!("trust add trust --authority XX/southland --key enc.pub.json --sign-with root.pem --now {NOW}"));
    let mut record: Value = serde_json::from_str(&shell.read("draft.json")).unwrap();
    record["handling"]["releasable_to"] = serde_json::json!(["XA", "XB"]);
    record["contact"] = serde_json::json!({ "role": "duty-desk", "ref": "desk@unit.example" });
    record["purpose"] = serde_json::json!(["identify"]);
    shell.write("draft.json", &record.to_string());
    shell.ok(&format!("sign draft.json --key northland.pem --redactable default --out full.json --now {NOW}"));
    shell.ok("redact full.json --withhold /contact --out copy.json");
    let line = |file: &str, rest: &str| format!("{file} --trust trust --now {NOW} {rest}");
    shell.ok(&line("seal full.json", "--to XX/southland --purpose identify --out sealed.json"));
    // The sender lists what is inside, and may not pack what nobody could list.
    shell.fails(
        &format!("pack sealed.json --key northland.pem --feed daily --out x.psr.zst --now {NOW}"),
        3,
        "SEA_LOCKED",
    );

    pack(&shell, "copy.json", "copy.psr.zst", "");
    let told = shell.ok(&line("verify copy.psr.zst", ""));
    assert!(told.contains("withheld") && told.contains("integrity    valid"), "{told}");
    shell.ok(&line("unpack copy.psr.zst", "--out-dir copies"));
    let name = format!("copies/{}.psr.json", digest(&shell, "full.json"));
    assert!(!shell.read(&name).contains("desk@unit.example"));
    shell.ok(&line(&format!("verify {name}"), ""));

    // On the way each record is sealed in its place.
    pack(&shell, "full.json signed-1.json", "day.psr.ndjson", "--plain --state other.json");
    let sealed = shell.read("sealed.json");
    let text = shell.read("day.psr.ndjson");
    let plain = text.lines().find(|line| line.contains("disclosures")).unwrap();
    shell.write("sealed.psr.ndjson", &text.replace(plain, sealed.trim_end()));
    let told = shell.ok(&line("verify sealed.psr.ndjson", "--key enc.pem"));
    assert!(told.contains("valid: 2"), "{told}");
    // Without it nobody can tell whether it is what the manifest lists.
    let told = shell.fails(&line("verify sealed.psr.ndjson", ""), 3, "SEA_LOCKED");
    assert!(told.contains("BND_CONTENT") && told.contains("valid: 1") && !told.contains("desk@"), "{told}");
    shell.ok("key new --authority XX/southland --use enc --alg P-256 --out enc2.pem --no-passphrase");
    shell.fails(&line("verify sealed.psr.ndjson", "--key enc2.pem"), 3, "SEA_NOT_FOR_ME");
    for keys in ["--key enc2.pem --key enc.pem", "--key enc.pem --key enc2.pem"] {
        let told = shell.ok(&line("verify sealed.psr.ndjson", keys));
        assert!(told.contains("valid: 2"), "{told}");
    }
    shell.ok(&line("unpack sealed.psr.ndjson", "--key enc.pem --out-dir opened"));
    assert_eq!(shell.read(name.replace("copies", "opened")), sealed, "it is kept as it came");
    shell.fails(&line("unpack sealed.psr.ndjson", "--out-dir closed"), 3, "SEA_LOCKED");
    assert_eq!(unpacked(&shell, "closed").len(), 1);
    // Of a damaged one the other record stays.
    let at = sealed.rfind("ciphertext").unwrap() + 20;
    let other = if &sealed[at..=at] == "A" { "B" } else { "A" };
    let damaged = format!("{}{other}{}", &sealed[..at], &sealed[at + 1..]);
    shell.write("damaged.psr.ndjson", &text.replace(plain, damaged.trim_end()));
    let told = shell.fails(&line("verify damaged.psr.ndjson", "--key enc.pem"), 1, "SEA_OPEN");
    assert!(told.contains("valid: 1"), "{told}");
}

/// A stream into which nothing was written yet is no damage; a named one is a mistake of whoever named it.
#[test]
fn an_empty_stream_in_a_folder_is_nothing_to_complain_of() {
    let shell = domain();
    std::fs::create_dir(shell.path("held")).unwrap();
    std::fs::copy(shell.path("signed-1.json"), shell.path("held/signed-1.json")).unwrap();
    shell.write("held/feed.ndjson", "");
    shell.write("held/blank.jsonl", "\n\n");
    let told = shell.ok(&format!("status held --trust trust --now {NOW}"));
    assert_eq!(told.matches("XX/northland/").count(), 1, "{told}");
    shell.fails(&format!("verify held/feed.ndjson --trust trust --now {NOW}"), 2, "CMD_READ");
    // An empty file that should hold a record does not.
    shell.write("held/cut.json", "");
    shell.fails(&format!("status held --trust trust --now {NOW}"), 1, "JSON_SYNTAX");
}

#[test]
fn a_record_alone_is_no_damaged_container() {
    let shell = domain();
    for (file, is, reader) in [
        ("signed-1.json", "a signed record, and no container", "passerelle verify"),
        ("draft.json", "a record that is not signed, and no container", "passerelle validate"),
    ] {
        let told = shell.fails(&format!("unpack {file} --trust trust --out-dir out --now {NOW}"), 2, "CMD_USAGE");
        assert!(told.contains(is) && told.contains(reader) && !told.contains("BND_DAMAGED"), "{told}");
    }
    // Something else is damaged, as far as anybody can tell.
    shell.write("other.json", "{}\n");
    shell.fails(&format!("unpack other.json --trust trust --out-dir out --now {NOW}"), 1, "BND_DAMAGED");
}
