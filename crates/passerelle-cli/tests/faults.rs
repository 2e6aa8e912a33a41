//! What happens when the disk is full, the power fails, two commands meet, the clock is wrong or a file is damaged: nothing is lost,
//! and nothing is half.
//!
//! The disk is filled, and the power taken away, by a limit on the size of files. Where the signal of that limit is ignored, writing
//! fails as on a full disk; where it is not, the command is gone in the middle of a write, without any of its last words.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use shell::{Said, Shell, said};

const NOW: &str = "--now 2027-01-15T10:00:00Z";
const RECORDS: usize = 6;

/// Northland may send feeds; `signed-N.json` are records of it, and `day.psr.zst` a container of them.
fn domain() -> Shell {
    let shell = Shell::new();
    for name in ["trust", "northland", "southland"] {
        shell.ok(&format!("key new --authority XX/{name} --out {name}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key trust.pub.json --list-key trust.pub.json --sign-with trust.pem {NOW}"
    ));
    shell.ok(&format!(
        "trust add trust --authority XX/northland --country XA --key northland.pub.json --roles record,manifest \
         --not-before 2026-01-01 --sign-with trust.pem {NOW}"
    ));
    for number in 1..=RECORDS {
        shell.write("draft.json", &shell.ok(&format!("new profile --issuer XX/northland --quiet {NOW}")));
        shell.ok(&format!("sign draft.json --key northland.pem --out signed-{number}.json {NOW}"));
    }
    shell.ok(&format!("pack signed-*.json --key northland.pem --feed daily --out day.psr.zst {NOW}"));
    shell
}

/// What a limit on the size of files does.
#[derive(Clone, Copy, Debug)]
enum Limit {
    FullDisk,
    LossOfPower,
}

/// Runs a line with room for so many blocks of 512 bytes in a file.
fn limited(shell: &Shell, limit: Limit, blocks: usize, line: &str) -> Said {
    let signal = if matches!(limit, Limit::FullDisk) { "trap '' XFSZ;" } else { "" };
    let program = env!("CARGO_BIN_EXE_passerelle");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{signal} ulimit -c 0; ulimit -f {blocks}; exec '{program}' {line}")]);
    command.current_dir(shell.path("")).stdin(Stdio::null());
    said(&mut command)
}

/// Every file of a folder, with its content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            let below = files(&path).into_iter();
            let name = entry.file_name().into_string().unwrap();
            found.extend(below.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(entry.file_name().into_string().unwrap(), std::fs::read(path).unwrap());
        }
    }
    found
}

/// The files that people look at: neither hidden ones nor locks.
fn visible(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let is_lock = |name: &str| name.ends_with("lock");
    let is_seen = |name: &str| !is_lock(name) && !name.split('/').any(|part| part.starts_with('.'));
    files(folder).into_iter().filter(|(name, _)| is_seen(name)).collect()
}

/// Commands that write, all of which need more room than one block.
const WRITERS: [&str; 4] = [
    "sign draft.json --key northland.pem --out new.json",
    "pack signed-1.json signed-2.json --key northland.pem --feed other --plain --out new.psr.ndjson",
    "trust add trust --authority XX/southland --country XB --key southland.pub.json --sign-with trust.pem",
    "unpack day.psr.zst --trust trust --out-dir out",
];

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let shell = domain();
    let before = files(&shell.path(""));
    for line in WRITERS {
        let told = limited(&shell, Limit::FullDisk, 1, &format!("{line} {NOW}"));
        assert_eq!(told.status, Some(2), "{line}: {told:?}");
        assert!(told.err.contains("CMD_WRITE"), "{line}: {told:?}");
        let _ = std::fs::remove_dir(shell.path("out"));
        let mut after = files(&shell.path(""));
        // That another command may not be at work is no trace of this one.
        after.remove("trust/lock");
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&after), names(&before), "{line}");
        assert!(after == before, "{line}: a file was changed");
    }
    for line in WRITERS {
        shell.ok(&format!("{line} {NOW}"));
    }
}

/// The command is gone in the middle of a write, at one place after the other.
#[test]
fn a_loss_of_power_leaves_nothing_half() {
    let shell = domain();
    let mut died = 0;
    for blocks in [1, 2, 3, 4, 6, 8, 12, 16] {
        for line in WRITERS {
            let before = visible(&shell.path(""));
            let told = limited(&shell, Limit::LossOfPower, blocks, &format!("{line} {NOW}"));
            died += usize::from(told.status.is_none());
            let after = visible(&shell.path(""));
            for (name, held) in &before {
                assert!(name == "trust/state.json" || after.get(name) == Some(held), "{line}: {name} was changed");
            }
            // What came to its place came whole.
            for (name, bytes) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
                let text = String::from_utf8_lossy(bytes);
                assert!(text.ends_with("}\n") || text.ends_with('}'), "{line}: {name}");
            }
            // Trust and feed are still what they were, or what they were to become.
            shell.ok(&format!("verify signed-1.json --trust trust {NOW}"));
        }
        for made in ["new.json", "new.psr.ndjson", "other.psr-feed.json"] {
            let _ = std::fs::remove_file(shell.path(made));
        }
    }
    assert!(died > WRITERS.len(), "{died}");
    shell.ok(&format!("unpack day.psr.zst --trust trust --out-dir out --resume {NOW}"));
    assert_eq!(files(&shell.path("out")).len(), RECORDS, "nothing is left of the calls that died");
}

/// Each record is in its file or not there, and the state says nothing that is not on the disk.
#[test]
fn unpacking_goes_on_where_it_was_killed() {
    let shell = domain();
    let mut container = Vec::new();
    for number in 1..=RECORDS {
        shell.ok(&format!("pack signed-{number}.json --key northland.pem --feed many --out {number}.zst {NOW}"));
        container.extend(std::fs::read(shell.path(format!("{number}.zst"))).unwrap());
    }
    std::fs::write(shell.path("many.psr.zst"), container).unwrap();
    let line = format!("unpack many.psr.zst --trust trust --out-dir out --resume {NOW}");
    let mut kept = 0;
    for round in 0..40 {
        let mut child = shell.command(&line.split(' ').collect::<Vec<_>>()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(15 + 3 * round));
        let is_over = child.try_wait().unwrap().is_some();
        let _ = child.kill();
        child.wait().unwrap();
        if !shell.path("out").exists() {
            continue;
        }
        let records = visible(&shell.path("out"));
        assert!(records.len() >= kept || is_over, "what was there is there");
        kept = records.len();
        for name in records.keys() {
            let digest = shell.ok(&format!("digest out/{name}"));
            assert!(name.starts_with(digest.split_whitespace().next().unwrap()), "{name} is not whole");
        }
        if is_over {
            break;
        }
    }
    shell.ok(&line);
    assert_eq!(files(&shell.path("out")).len(), RECORDS);
}

/// Starts all of them at once, and waits.
fn at_once(shell: &Shell, lines: &[String]) -> Vec<Option<i32>> {
    let start = |line: &String| {
        let mut command = shell.command(&line.split(' ').collect::<Vec<_>>());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let children: Vec<_> = lines.iter().map(start).collect();
    children.into_iter().map(|mut child| child.wait().unwrap().code()).collect()
}

#[test]
fn commands_at_once_do_not_undo_each_other() {
    let shell = domain();
    // One feed: no number is given twice.
    std::fs::create_dir(shell.path("held")).unwrap();
    let pack = |number: usize| {
        format!(
            "pack signed-{number}.json --key northland.pem --feed busy --state busy.json --out held/{number}.psr.zst {NOW}"
        )
    };
    let lines: Vec<String> = (1..=RECORDS).map(pack).collect();
    assert_eq!(at_once(&shell, &lines), vec![Some(0); RECORDS]);
    let told = shell.ok(&format!("status held --trust trust {NOW}"));
    assert!(told.contains(&format!("busy: 1–{}", 2 * RECORDS)), "{told}");
    assert!(!shell.exists("busy.json.lock"));

    // One trust folder: every authority is in it.
    let add = |name: &str| {
        format!("trust add trust --authority XX/{name} --country XC --key {name}.pub.json --sign-with trust.pem {NOW}")
    };
    let names = ["unit-a", "unit-b", "unit-c", "unit-d"];
    for name in names {
        shell.ok(&format!("key new --authority XX/{name} --out {name}.pem --no-passphrase"));
    }
    assert_eq!(at_once(&shell, &names.map(add)), vec![Some(0); names.len()]);
    let told = shell.ok(&format!("trust show trust {NOW}"));
    assert!(names.iter().all(|name| told.contains(&format!("XX/{name}"))), "{told}");

    // One folder for records.
    let lines = vec![format!("unpack day.psr.zst --trust trust --out-dir out {NOW}"); 4];
    assert_eq!(at_once(&shell, &lines), vec![Some(0); 4]);
    assert_eq!(files(&shell.path("out")).len(), RECORDS);

    // One file for a key: the first one keeps it, and its two halves belong together.
    let lines = vec!["key new --authority XX/unit-e --no-passphrase --out e.pem".to_owned(); 4];
    let statuses = at_once(&shell, &lines);
    assert_eq!(statuses.iter().filter(|status| **status == Some(0)).count(), 1, "{statuses:?}");
    let of = |file: &str| shell.ok(&format!("key show {file} --format json"));
    assert_eq!(of("e.pem"), of("e.pub.json"));
}

/// A clock that was set back makes nothing valid that was not, and no number of a feed or list lower.
#[test]
fn a_clock_that_was_set_back() {
    let shell = domain();
    let before = "--now 2026-12-31T10:00:00Z";
    shell.fails(&format!("verify signed-1.json --trust trust {before}"), 1, "TIME_FUTURE");
    shell.fails(&format!("sign draft.json --key northland.pem --out early.json {before}"), 1, "RULE_ISSUED_NOT_FUTURE");
    let add = "trust add trust --authority XX/southland --country XB --key southland.pub.json --sign-with trust.pem";
    let said = shell.run(&format!("{add} {before}"));
    let list = shell.ok(&format!("trust show trust {NOW} --format json"));
    assert!(said.status != Some(0) || list.contains("XX/southland"), "{said:?} {list}");
    shell.ok(&format!("verify signed-1.json --trust trust {NOW}"));
    // The feed goes on with the next number.
    shell.ok(&format!("pack signed-1.json --key northland.pem --feed daily --out late.psr.zst {before}"));
    std::fs::create_dir(shell.path("held")).unwrap();
    for name in ["day.psr.zst", "late.psr.zst"] {
        std::fs::copy(shell.path(name), shell.path("held").join(name)).unwrap();
    }
    let told = shell.ok(&format!("status held --trust trust {NOW}"));
    assert!(told.contains("daily: 1–4"), "{told}");
}

#[test]
fn a_damaged_trust_folder_gives_no_answer_but_says_so() {
    let shell = domain();
    let verify = format!("verify signed-1.json --trust trust {NOW}");
    let whole = files(&shell.path("trust"));
    let used: Vec<&String> = whole.keys().filter(|name| name.ends_with(".json")).collect();
    assert!(used.len() >= 4, "{used:?}");
    for name in used {
        let path = shell.path("trust").join(name);
        let bytes = &whole[name];
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        for damaged in [Vec::new(), bytes[..bytes.len() / 2].to_vec(), flipped] {
            std::fs::write(&path, &damaged).unwrap();
            let said = shell.run(&verify);
            // The list before the one in use is kept for people alone.
            let is_used = name == "state.json" || shell.read("trust/state.json").contains(name.as_str());
            if is_used || name == "state.json" {
                assert_eq!(said.status, Some(2), "{name}: {said:?}");
                assert!(said.err.contains("CMD_READ") && said.err.contains(name.as_str()), "{name}: {said:?}");
            } else {
                assert_eq!(said.status, Some(0), "{name}: {said:?}");
            }
            let add = "trust add trust --authority XX/southland --country XB --key southland.pub.json";
            if is_used {
                shell.fails(&format!("{add} --sign-with trust.pem {NOW}"), 2, "CMD_READ");
            }
        }
        std::fs::remove_file(&path).unwrap();
        if name == "state.json" {
            shell.fails(&verify, 3, "CMD_NO_TRUST");
        }
        std::fs::write(&path, bytes).unwrap();
        shell.ok(&verify);
    }
    let mut after = files(&shell.path("trust"));
    after.remove("lock");
    let mut whole = whole;
    whole.remove("lock");
    assert!(after == whole, "nothing was changed on the way");
}
