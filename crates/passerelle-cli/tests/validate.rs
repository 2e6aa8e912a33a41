//! `passerelle validate` and what all commands share: inputs, exit status, writing files, and speaking plainly.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use shell::{Said, Shell, said};

const TYPES: [&str; 6] = ["profile", "modus-operandi", "network", "sighting", "link", "notice"];
const NOW: &str = "2027-01-15T10:00:00Z";

/// A folder with a valid draft, `draft.json`.
fn with_draft() -> Shell {
    let shell = Shell::new();
    shell.ok(&format!("new profile --quiet --out draft.json --now {NOW}"));
    shell
}

/// The same draft with one text replaced.
fn spoil(shell: &Shell, from: &str, to: &str) {
    let draft = shell.read("draft.json");
    assert!(draft.contains(from), "{from}");
    shell.write("bad.json", &draft.replacen(from, to, 1));
}

fn with_input(shell: &Shell, words: &[&str], input: &[u8]) -> Said {
    let mut command = shell.command(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn one_line(draft: &str) -> String {
    serde_json::from_str::<Value>(draft).unwrap().to_string()
}

#[test]
fn every_new_draft_is_valid() {
    let shell = Shell::new();
    for record_type in TYPES {
        for language in ["en", "fr", "es", "ar"] {
            let file = format!("{record_type}.{language}.json");
            shell.ok(&format!("new {record_type} --issuer XX/some-unit --lang {language} --out {file} --now {NOW}"));
            let report = shell.ok(&format!("validate {file} --format json --now {NOW}"));
            let report: Value = serde_json::from_str(&report).unwrap();
            assert_eq!(report["inputs"][0]["findings"].as_array().map(Vec::len), Some(0), "{report}");
            assert_eq!(report["inputs"][0]["record"]["type"], record_type);
        }
    }
    let ids: Vec<Value> =
        (0..2).map(|_| serde_json::from_str::<Value>(&shell.ok("new link --quiet")).unwrap()["id"].take()).collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn a_draft_to_the_standard_output_comes_with_hints_beside_it() {
    let said = Shell::new().run("new network");
    let draft: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(draft["type"], "network");
    assert!(said.err.contains("/content/names") && said.err.contains("passerelle vocab network-kind"), "{}", said.err);
    assert_eq!(Shell::new().run("new network --quiet").err, "");
}

#[test]
fn a_fault_is_shown_where_it_is() {
    let shell = with_draft();
    spoil(&shell, "\"quality\": \"doubtful\"", "\"qualty\": \"doubtful\"");
    let report = shell.fails(&format!("validate bad.json --now {NOW}"), 1, "error[SCHEMA_UNKNOWN_MEMBER]");
    let line = shell.read("bad.json").lines().position(|line| line.contains("qualty")).unwrap() + 1;
    assert!(report.contains(&format!("--> bad.json:{line}:")), "{report}");
    assert!(report.contains("/content/names/0/qualty") && report.contains("did you mean `quality`?"), "{report}");
    let caret = report.lines().find(|line| line.contains('^')).unwrap();
    let source = report.lines().find(|line| line.contains("| \"qualty\"")).unwrap();
    assert_eq!(source.find("\"qualty\""), caret.find('^'), "{report}");
    assert_eq!(caret.matches('^').count(), "\"qualty\"".len());
    assert!(report.contains("= to mend: ") && report.contains("✗ bad.json: invalid"), "{report}");
}

#[test]
fn a_missing_member_is_named() {
    let shell = with_draft();
    spoil(&shell, "\"onward\": \"with-consent\",", "");
    let report = shell.fails(&format!("validate bad.json --now {NOW}"), 1, "error[SCHEMA_REQUIRED]");
    assert!(report.contains("^ missing: onward"), "{report}");
}

#[test]
fn an_unknown_code_names_its_list_and_what_was_meant() {
    let shell = with_draft();
    spoil(&shell, "\"telegram\"", "\"telegramm\"");
    let report = shell.ok(&format!("validate bad.json --now {NOW}"));
    assert!(report.contains("warning[VOC_UNKNOWN]") && report.contains("did you mean `telegram`?"), "{report}");
    assert!(report.contains("passerelle vocab platform"), "{report}");
}

#[test]
fn a_canonical_line_is_cut_around_the_caret() {
    let shell = with_draft();
    spoil(&shell, "\"quality\": \"doubtful\"", "\"qualty\": \"doubtful\"");
    shell.write("line.json", &one_line(&shell.read("bad.json")));
    let report = shell.fails(&format!("validate line.json --now {NOW}"), 1, "SCHEMA_UNKNOWN_MEMBER");
    assert!(report.lines().all(|line| line.chars().count() <= 200), "{report}");
    let source: Vec<char> = report.lines().find(|line| line.starts_with(" 1 |")).unwrap().chars().collect();
    let caret = report.lines().find(|line| line.contains('^')).unwrap();
    let start = caret.chars().position(|character| character == '^').unwrap();
    assert_eq!(source[start..start + 8].iter().collect::<String>(), "\"qualty\"", "{report}");
}

#[test]
fn every_language_speaks() {
    let shell = with_draft();
    spoil(&shell, "\"onward\": \"with-consent\",", "");
    for (language, word) in [("en", "error"), ("fr", "erreur"), ("es", "error"), ("ar", "خطأ")] {
        let language_option = passerelle::Language::from_tag(language).unwrap();
        let report = shell.fails(&format!("validate bad.json --lang {language} --now {NOW}"), 1, "SCHEMA_REQUIRED");
        assert!(report.starts_with(&format!("{word}[SCHEMA_REQUIRED]: ")), "{report}");
        let code = passerelle::Code::find("SCHEMA_REQUIRED").unwrap();
        assert!(report.contains(code.message(language_option)) && report.contains(code.hint(language_option)));
        // No invisible characters where no terminal is.
        assert!(!report.contains(['\u{2068}', '\u{2069}']));
    }
}

#[test]
fn the_envelope_of_a_signed_record_is_looked_into() {
    let shell = with_draft();
    shell.ok("key new --authority XX/test-unit --out key.pem --no-passphrase");
    for form in ["clear", "opaque"] {
        shell.ok(&format!("sign draft.json --key key.pem --form {form} --out {form}.json --now {NOW}"));
        assert!(shell.ok(&format!("validate {form}.json --now {NOW}")).contains("✓"));
    }
    let clear = shell.read("clear.json");
    shell.write("tampered.json", &clear.replace("\"quality\":\"doubtful\"", "\"qualty\":\"doubtful\""));
    let report = shell.fails(&format!("validate tampered.json --format json --now {NOW}"), 1, "SCHEMA_UNKNOWN_MEMBER");
    let report: Value = serde_json::from_str(&report).unwrap();
    let finding = &report["inputs"][0]["findings"][0];
    let offset = usize::try_from(finding["offset"].as_u64().unwrap()).unwrap();
    assert!(shell.read("tampered.json")[offset..].starts_with("\"qualty\""), "{report}");
    assert_eq!(report["inputs"][0]["kind"], "signed");
    shell.write("header.json", &clear.replace("\"protected\":\"ey", "\"protected\":\"!!"));
    shell.fails("validate header.json", 1, "ENV_BASE64");
}

#[test]
fn several_files_and_patterns_are_counted() {
    let shell = with_draft();
    spoil(&shell, "\"onward\": \"with-consent\",", "");
    shell.write("[odd].json", &shell.read("draft.json"));
    let said = shell.run(&format!("validate draft.json bad.json missing.json *.nothing --now {NOW}"));
    assert_eq!(said.status, Some(2));
    assert!(said.out.ends_with("inputs: 4 · valid: 1 · invalid: 1 · unreadable: 2\n"), "{}", said.out);
    let complaints: Vec<&str> = said.err.lines().collect();
    assert_eq!(complaints.len(), 2, "{}", said.err);
    assert!(
        complaints[0].starts_with("passerelle: CMD_READ: missing.json: A file could not be read: "),
        "{}",
        said.err
    );
    assert!(complaints[1].contains("*.nothing") && complaints[1].contains("no file fits this pattern"));
    let said = shell.run(&format!("validate ?raft.json [odd].json --now {NOW}"));
    assert_eq!((said.status, said.out.matches('✓').count()), (Some(0), 2), "{}{}", said.out, said.err);
}

#[test]
fn a_stream_goes_on_behind_a_bad_line() {
    let shell = with_draft();
    let good = one_line(&shell.read("draft.json"));
    let lines: Vec<String> =
        (1..=300).map(|line| if line == 151 { "{\"spec\":".to_owned() } else { good.clone() }).collect();
    let stream = lines.join("\n") + "\n\n";
    shell.write("many.ndjson", &stream);
    for words in [
        vec!["validate", "many.ndjson", "--format", "ndjson", "--now", NOW],
        vec!["validate", "-", "--ndjson", "--format", "ndjson", "--now", NOW],
    ] {
        let said = with_input(&shell, &words, stream.as_bytes());
        assert_eq!((said.status, said.err.as_str()), (Some(1), ""));
        let entries: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(entries.len(), 300);
        for (index, entry) in entries.iter().enumerate() {
            assert_eq!(entry["line"], index + 1, "in the order of the lines");
            assert_eq!(entry["result"], if index == 150 { "invalid" } else { "valid" });
        }
        let finding = &entries[150]["findings"][0];
        assert_eq!((&finding["code"], &finding["line"]), (&Value::from("JSON_SYNTAX"), &Value::from(151)));
        assert_eq!(finding["offset"], (good.len() + 1) * 150 + lines[150].len());
    }
    let report = shell.fails(&format!("validate many.ndjson --now {NOW} --quiet"), 1, "--> many.ndjson:151:9");
    assert!(report.contains("✗ many.ndjson:151: invalid") && !report.contains('✓'), "{report}");
}

#[test]
fn the_standard_input_can_be_a_record() {
    let shell = with_draft();
    let said = with_input(&shell, &["validate", "-", "--now", NOW], shell.read("draft.json").as_bytes());
    assert_eq!((said.status, said.out.as_str()), (Some(0), "✓ <stdin>: valid (profile, revision 1)\n"));
    let said = with_input(&shell, &["validate", "-"], b"");
    assert_eq!(said.status, Some(1));
    assert!(said.out.contains("error[JSON_SYNTAX]"), "{}", said.out);
}

#[test]
fn bytes_that_are_no_text_are_refused_by_the_record_not_by_the_command() {
    let shell = Shell::new();
    for (name, bytes) in [
        ("latin.json", b"{\"a\": \"\xE9\"}".as_slice()),
        ("bom.json", b"\xEF\xBB\xBF{}"),
        ("wide.json", b"\xFF\xFE{\0}\0"),
        ("empty.json", b""),
    ] {
        std::fs::write(shell.path(name), bytes).unwrap();
        for format in ["human", "json", "sarif", "junit", "github", "ndjson"] {
            let report = shell.fails(&format!("validate {name} --format {format}"), 1, "JSON_");
            assert!(!report.contains("panicked"), "{report}");
        }
    }
}

#[test]
fn a_huge_input_is_refused_at_once() {
    let shell = Shell::new();
    let huge = format!("{{\"a\": \"{}\"}}", "x".repeat(5 << 20));
    shell.write("huge.json", &huge);
    let start = Instant::now();
    let report = shell.fails("validate huge.json", 1, "LIM_SIZE");
    assert!(report.len() < 2000, "{report}");
    for command in ["canonicalize", "digest", "convert --form clear"] {
        shell.fails(&format!("{command} huge.json"), 1, "LIM_SIZE");
    }
    let said = with_input(&shell, &["validate", "-", "--ndjson", "--quiet"], format!("{huge}\n{{}}\n").as_bytes());
    assert!(said.out.contains("LIM_SIZE") && said.out.contains("<stdin>:2"), "{}", said.out);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[cfg(unix)]
#[test]
fn a_stream_without_end_is_refused() {
    let shell = Shell::new();
    let mut command = shell.command(&["validate", "/dev/zero"]);
    let start = Instant::now();
    let said = said(&mut command);
    assert_eq!(said.status, Some(1), "{}", said.err);
    assert!(said.out.contains("LIM_SIZE") && start.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_cannot_be_read_is_one_plain_line() {
    let shell = with_draft();
    std::fs::create_dir(shell.path("folder")).unwrap();
    for line in [
        "validate folder",
        "validate nowhere.json",
        "canonicalize folder",
        "digest nowhere.json",
        "convert nowhere.json --form clear",
        "sign nowhere.json --key key.pem",
        "inspect folder",
    ] {
        let said = shell.run(line);
        assert_eq!(said.status, Some(2), "{line}\n{}{}", said.out, said.err);
        assert!(
            said.err.starts_with("passerelle: CMD_READ: ") && said.err.lines().count() == 1,
            "{line}\n{}",
            said.err
        );
        assert!(!said.err.contains("os error") && !said.err.contains("backtrace"), "{}", said.err);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("loop.json", shell.path("loop.json")).unwrap();
        shell.fails("validate loop.json", 2, "CMD_READ");
    }
}

#[test]
fn wrong_usage_is_one_plain_line() {
    let shell = Shell::new();
    for line in [
        "frobnicate",
        "validate",
        "validate --nonsense x.json",
        "validate x.json --lang de",
        "validate x.json --now yesterday",
        "new person",
        "new profile --issuer nobody",
        "convert x.json",
        "explain NO_SUCH_THING",
        "vocab no-such-list",
        "vocab pap mauve",
        "vocab --format sarif",
        "validate - --watch",
    ] {
        let said = shell.run(line);
        assert_eq!((said.status, said.out.as_str()), (Some(2), ""), "{line}\n{}", said.err);
        assert!(
            said.err.starts_with("passerelle: CMD_USAGE: ") && said.err.lines().count() == 1,
            "{line}\n{}",
            said.err
        );
    }
    for (line, detail) in [
        ("validat x", "unrecognized subcommand 'validat'; a similar subcommand exists: 'validate'. See "),
        ("validate --frmat x", "unexpected argument '--frmat' found; a similar argument exists: '--format'. See "),
        ("validate --nonsense x", "unexpected argument '--nonsense' found. See "),
        ("validate x --lang de", "the languages are en, fr, es and ar. See "),
    ] {
        let said = shell.run(line);
        assert!(said.err.contains(detail), "{line}\n{}", said.err);
    }
    assert!(shell.run("explain JSON_SYNTX").err.contains("did you mean JSON_SYNTAX"));
    assert!(shell.run("vocab pap ambr").err.contains("did you mean amber"));
}

#[test]
fn a_file_is_kept_unless_told() {
    let shell = with_draft();
    shell.write("held.json", "held");
    for line in ["new profile --out held.json", "canonicalize draft.json --out held.json"] {
        assert!(shell.fails(line, 2, "CMD_EXISTS").contains("--force"));
        assert_eq!(shell.read("held.json"), "held");
    }
    shell.ok("canonicalize draft.json --out held.json --force");
    assert!(shell.read("held.json").starts_with('{'));
    shell.fails("canonicalize draft.json --out nowhere/out.json", 2, "CMD_WRITE");
    shell.fails("canonicalize draft.json --out .", 2, "CMD_WRITE");
    let names = std::fs::read_dir(shell.path("")).unwrap().count();
    assert_eq!(names, 2, "nothing half written is left");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_a_device_is_never_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let shell = with_draft();
    shell.write("real.json", "held");
    std::os::unix::fs::symlink("real.json", shell.path("link.json")).unwrap();
    shell.ok("canonicalize draft.json --out link.json --force");
    assert!(shell.path("link.json").is_symlink() && shell.read("real.json").starts_with('{'));
    shell.fails("canonicalize draft.json --out /dev/full --force", 2, "CMD_WRITE");
    assert!(std::fs::metadata("/dev/full").unwrap().file_type().is_char_device());
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_none() {
    let shell = with_draft();
    for line in ["validate draft.json", "canonicalize draft.json", "vocab", "schema", "man", "--help", "new link"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = shell.command(&line.split(' ').collect::<Vec<_>>());
        let child = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{line}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.starts_with("passerelle: CMD_WRITE: standard output: "), "{line}: {err}");
    }
    let mut command = shell.command(&["schema"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(2), b"".as_slice()));
}

#[test]
fn a_watched_file_is_reported_on_again() {
    let shell = with_draft();
    let mut command = shell.command(&["validate", "draft.json", "--watch", "--now", NOW]);
    let log = std::fs::File::create(shell.path("log")).unwrap();
    let mut child = command.stdout(log).spawn().unwrap();
    let wait_for = |word: &str| {
        let start = Instant::now();
        while !shell.read("log").contains(word) {
            assert!(start.elapsed() < Duration::from_secs(20), "{}", shell.read("log"));
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait_for("✓ draft.json");
    shell.write("draft.json", "{");
    wait_for("✗ draft.json");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn colour_is_for_those_who_want_it() {
    let shell = with_draft();
    assert!(!shell.ok("vocab pap").contains('\u{1b}'));
    assert!(shell.ok("vocab pap --color always").contains('\u{1b}'));
    assert!(!shell.ok("vocab pap --color never").contains('\u{1b}'));
}
