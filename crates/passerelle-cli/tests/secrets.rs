//! What the command does so that nobody else sees keys.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use shell::Shell;

/// The system gives the files about a process whose memory may not be dumped to root alone.
#[test]
fn the_memory_of_the_command_is_not_dumped() {
    let shell = Shell::new();
    let program = shell.path("passerelle");
    fs::copy(env!("CARGO_BIN_EXE_passerelle"), &program).unwrap();
    fs::set_permissions(shell.path(""), Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    // It waits for a record that does not come.
    let mut child = command.args(["validate", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let owner = || fs::metadata(format!("/proc/{}/environ", child.id())).map(|data| data.uid());
    let begun = Instant::now();
    while owner().unwrap() != 0 && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(owner().unwrap(), 0);
    drop(child.stdin.take());
    child.wait().unwrap();
}

/// Neither a key that others may read is taken, nor one that is made can be read by them.
#[test]
fn key_files_are_for_their_owner_alone() {
    let shell = Shell::new();
    for (name, more) in [("signs.pem", ""), ("opens.pem", "--use enc")] {
        shell.ok(&format!("key new --authority XX/northland --no-passphrase --out {name} {more}"));
        assert_eq!(fs::metadata(shell.path(name)).unwrap().mode() & 0o777, 0o600);
        shell.ok(&format!("key show {name}"));
        for mode in [0o640, 0o604, 0o620, 0o601] {
            fs::set_permissions(shell.path(name), Permissions::from_mode(mode)).unwrap();
            let told = shell.fails(&format!("key show {name}"), 2, "CMD_KEY_FILE");
            assert!(told.contains("chmod 600"), "{told}");
        }
    }
}
