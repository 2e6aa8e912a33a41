//! `passerelle demo`, and the commands that it recommends.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::path::Path;
use std::process::Command;

use shell::{Said, Shell, said};

/// Runs a line as a newcomer would type it, in the folder that the demo named.
#[cfg(unix)]
fn typed(shell: &Shell, folder: &str, line: &str) -> Said {
    let bin = Path::new(env!("CARGO_BIN_EXE_passerelle")).parent().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(shell.path(folder));
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    said(&mut command)
}

#[test]
fn the_demo_tells_the_whole_way_of_a_record() {
    let shell = Shell::new();
    let told = shell.ok("demo");
    for part in [
        "XX/northland#",
        "example drafts were checked",
        "valid, trusted, superseded",
        "valid, trusted, active      Sailing boats straight from Eastland",
        "Route, leg 2: destination changed from",
        "tampered.json        refused SIG_INVALID",
        "forged.json          refused SIG_INVALID",
        "not-theirs.json      refused KEY_AUTHORITY",
        "coordinator.json     withdrawn",
        "sea-route-rev4.json  yes",
        "sea-route-rev4.json  no REL_NOT_LISTED",
        "coordinator.json     no REL_STATUS",
        "with the signature and the digest of the whole; withheld in /provenance",
        "sea-route.sealed     closed SEA_LOCKED",
        "sea-route.sealed     valid, trusted",
        "day.psr.zst          whole",
        "cut.psr.zst          damaged BND_DAMAGED",
        "forward.json         sound",
        "sighting.json        refused KEY_COMPROMISED",
        "sighting.json        valid, trusted",
        "person-0.json        valid, trusted",
        "MAP_NOT_CARRIED  /content/physical",
        "Every file is in passerelle-demo.",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(told.lines().all(|line| line.chars().count() <= 160), "{told}");
    for file in ["keeper/trust/lists/4.json", "northland/received/withdrawal.json", "attacks/forged.json", "README.txt"]
    {
        assert!(shell.exists(Path::new("passerelle-demo").join(file)), "{file}");
    }
}

#[cfg(unix)]
#[test]
fn every_command_that_the_demo_recommends_works() {
    let shell = Shell::new();
    let told = shell.ok("demo here");
    let readme = shell.read("here/README.txt");
    let recommended = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("  passerelle ")).map(|line| line.trim().to_owned()).collect()
    };
    let lines = recommended(&readme);
    assert!(lines.len() >= 8 && lines == recommended(&told), "{told}");
    for line in lines {
        let due = line.split_once("# exit ").map_or(0, |(_, status)| status.trim().parse().unwrap());
        let said = typed(&shell, "here", &line);
        assert_eq!(said.status, Some(due), "{line}\n{}{}", said.out, said.err);
        assert!(!said.out.is_empty(), "{line}");
    }
}

#[test]
fn a_second_demo_leaves_the_first_alone() {
    let shell = Shell::new();
    shell.ok("demo");
    shell.write("passerelle-demo/README.txt", "mine");
    assert!(shell.ok("demo").contains("Every file is in passerelle-demo-2."));
    assert!(shell.ok("demo").contains("Every file is in passerelle-demo-3."));
    assert_eq!(shell.read("passerelle-demo/README.txt"), "mine");
    shell.write("file", "");
    shell.fails("demo file/inside", 2, "CMD_WRITE");
    shell.fails("demo --format json", 2, "CMD_USAGE");
}

#[test]
fn the_demo_plays_at_the_time_and_in_the_language_that_is_asked_for() {
    let shell = Shell::new();
    let told = shell.ok("demo --now 2026-12-24T18:00:00Z --lang fr");
    assert!(told.contains("indique 2026-12-24T18:00:00Z") && !told.contains("2026-12-01T12:00:00Z"), "{told}");
    // What is still in English stands in README.txt, and in the titles of the records.
    let steps = |line: &&str| !line.starts_with("  passerelle") && !line.contains("Sailing boats");
    for line in told.lines().filter(steps) {
        assert!(!line.contains(" the ") && !line.contains(" is ") && !line.contains("record"), "{line}");
    }
    assert!(told.contains("valide, de confiance, Active") || told.contains("valide, de confiance"), "{told}");
    assert!(told.contains("SIG_INVALID: La signature"), "{told}");
    assert!(shell.read("passerelle-demo/README.txt").contains("--now 2026-12-24T18:00:00Z"));
    assert_eq!(shell.ok("demo quiet --quiet"), "");
    assert!(shell.exists("quiet/README.txt"));
    // The invented records are not in force at any time.
    shell.fails("demo early --now 2020-01-01T00:00:00Z", 2, "TIME_BEFORE_ISSUED");
}
