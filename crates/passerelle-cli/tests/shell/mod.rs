//! A folder of its own for a test, in which the real command runs.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is not as it should be")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

/// A folder that vanishes with the test.
pub(crate) struct Shell {
    folder: TempDir,
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Shell {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: impl AsRef<Path>) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: impl AsRef<Path>, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn exists(&self, name: impl AsRef<Path>) -> bool {
        self.path(name).exists()
    }

    /// The command with these words, with the passphrase in the environment, away from any terminal.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        command.args(words).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env_clear().env("PASSERELLE_PASSPHRASE", PASSPHRASE);
        command
    }

    /// Runs the command line, which is split at its spaces.
    pub(crate) fn run(&self, line: &str) -> Said {
        said(&mut self.command(&line.split_whitespace().collect::<Vec<_>>()))
    }

    /// Runs it with `--format json`, and gives its report, which fits the schema of reports.
    #[track_caller]
    pub(crate) fn report(&self, line: &str, status: i32) -> serde_json::Value {
        let said = self.run(&format!("{line} --format json"));
        assert_eq!(said.status, Some(status), "{line}\n{}{}", said.out, said.err);
        let report = serde_json::from_str(&said.out).unwrap_or_else(|_| serde_json::from_str(&said.err).unwrap());
        let schema = include_str!("../../../../spec/schema/command/report.schema.json");
        let schema = jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{line}: {faults:#?}\n{report:#}");
        report
    }

    /// Runs it, and gives what it says where it succeeds.
    pub(crate) fn ok(&self, line: &str) -> String {
        let said = self.run(line);
        assert_eq!(said.status, Some(0), "{line}\n{}{}", said.out, said.err);
        said.out
    }

    /// Runs it, and gives what it complains of; the status and the code are those due.
    pub(crate) fn fails(&self, line: &str, status: i32, code: &str) -> String {
        let said = self.run(line);
        assert_eq!(said.status, Some(status), "{line}\n{}{}", said.out, said.err);
        let all = format!("{}{}", said.out, said.err);
        assert!(all.contains(code), "{line}\n{all}");
        all
    }
}

/// Runs a command to its end.
pub(crate) fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}
